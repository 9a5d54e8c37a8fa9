"""The invented statements of training/invented/*.txt, read into the form of the annotated data.

    python training/invented.py training/invented/*.txt          # checks; names every fault with file and line

A statement is a head line, then one line a sentence, each followed by its attributions; an empty line ends a paragraph:

    @ id | issuer | language | kind | date | title
    ACT [target; target] {speaker} The sentence.
      a1 | source | cue | content // more content | who | ACT | target; target | stance | parent | responds to

`[...]` and `{...}` are left out where empty. Source, cue and contents are the words of the text: the cue stands in the sentence above,
source and contents there or in a sentence near by. Where words occur twice in the sentence, `#2` behind them means the second place.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ACTS = frozenset(["STATE", "ACCUSE", "DENY", "REJECT", "DEMAND", "THREATEN", "SUPPORT", "COMMIT", "EXPRESS", "ASK"])
UNSPACED = frozenset({"zh", "ja", "th"})
_SENTENCE = re.compile(r"(?P<act>[A-Z]+)(?: \[(?P<targets>[^\]]*)\])?(?: \{(?P<speaker>[^}]*)\})? (?P<text>\S.*)")
_NEAR = 12  # sentences after that of the cue in which a content may go on


@dataclass(slots=True)
class Fault(Exception):
    """Something that cannot be read: where and why."""

    where: str
    why: str

    def __str__(self) -> str:
        return f"{self.where}: {self.why}"


@dataclass(slots=True)
class _Draft:
    head: list[str]
    where: str
    text: str = ""
    sentences: list[dict[str, Any]] = field(default_factory=list)
    lines: list[tuple[str, list[str], int]] = field(default_factory=list)  # where, fields, number of the sentence
    new_paragraph: bool = False

    def add(self, match: re.Match[str]) -> None:
        if self.text:
            self.text += "\n" if self.new_paragraph else "" if self.head[2] in UNSPACED else " "
        self.new_paragraph = False
        start = len(self.text)
        self.text += match["text"].strip()
        targets = _list(match["targets"] or "")
        self.sentences.append(
            {
                "n": len(self.sentences) + 1,
                "span": [start, len(self.text)],
                "act": match["act"],
                "targets": targets,
                "speaker": match["speaker"] or None,
            }
        )


def read(path: Path) -> Iterator[dict[str, Any]]:
    """The statements of a file, as in the annotated data.

    Raises:
        Fault: at the first line that cannot be read.
    """
    draft: _Draft | None = None
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        where = f"{path.name}:{number}"
        if line.startswith("@ "):
            if draft:
                yield _finish(draft)
            head = [part.strip() for part in line[2:].split("|")]
            if len(head) != 6:
                raise Fault(where, f"{len(head)} fields in the head, not 6")
            draft = _Draft(head, where)
        elif not line.strip():
            if draft:
                draft.new_paragraph = True
        elif draft is None:
            if not line.startswith("#"):
                raise Fault(where, "text before the first head")
        elif line.startswith("  "):
            draft.lines.append((where, [part.strip() for part in line.split("|")], len(draft.sentences)))
        else:
            match = _SENTENCE.fullmatch(line.strip())
            if match is None or match["act"] not in ACTS:
                raise Fault(where, "a sentence begins with its act")
            draft.add(match)
    if draft:
        yield _finish(draft)


def _finish(draft: _Draft) -> dict[str, Any]:
    name, issuer, language, kind, date, title = draft.head
    attributions = [_attribution(draft, where, fields, n) for where, fields, n in draft.lines]
    known = {a["id"]: a for a in attributions}
    if len(known) != len(attributions):
        raise Fault(draft.where, "an id stands twice")
    for (where, _, _), a in zip(draft.lines, attributions):
        _check_links(where, a, known, len(draft.sentences))
    return {
        "id": name,
        "set": "invented",
        "licence": "Apache-2.0",
        "issuer": issuer,
        "lang": language,
        "kind": kind,
        "date": date or None,
        "title": title,
        "url": None,
        "text": draft.text,
        "s": draft.sentences,
        "a": attributions,
    }


def _attribution(draft: _Draft, where: str, fields: list[str], n: int) -> dict[str, Any]:
    if len(fields) != 10:
        raise Fault(where, f"{len(fields)} fields, not 10 (id source cue content who act targets stance parent responds-to)")
    name, source, cue, content, who, act, targets, stance, parent, responds = fields
    if act not in ACTS or stance not in {"+", "-", "0"} or not who or not cue:
        raise Fault(where, f"act {act!r}, stance {stance!r}, who {who!r} or cue {cue!r} is wrong")
    at = draft.sentences[n - 1]["span"]
    return {
        "id": name,
        "n": n,
        "source": _find(draft, where, source, n, back=True) if source else None,
        "cue": _within(draft.text, where, cue, at[0], at[1]),
        "content": [_find(draft, where, part, n) for part in content.split(" // ")] if content else [],
        "who": who,
        "act": act,
        "targets": _list(targets),
        "stance": stance,
        "parent": parent or None,
        "responds_to": _list(responds),
    }


def _find(draft: _Draft, where: str, words: str, n: int, back: bool = False) -> list[int]:
    """The place of words in the sentence of the cue, else in one that follows, else (sources) in one before."""
    order = [n, *range(n + 1, min(n + _NEAR, len(draft.sentences)) + 1)]
    order += range(n - 1, 0, -1) if back else []
    for number in order:
        start, end = draft.sentences[number - 1]["span"]
        if words.split("#")[0].strip() in draft.text[start:end]:
            return _within(draft.text, where, words, start, end)
    start, end = draft.sentences[n - 1]["span"][0], draft.sentences[min(n + _NEAR, len(draft.sentences)) - 1]["span"][1]
    return _within(draft.text, where, words, start, end)  # across sentences


def _within(text: str, where: str, words: str, start: int, end: int) -> list[int]:
    words, _, which = words.partition("#")
    words = words.strip()
    at = start - 1
    for _ in range(int(which or 1)):
        at = text.find(words, at + 1, end)
        if at < 0:
            raise Fault(where, f"{words!r} does not stand there")
    if not which and text.find(words, at + 1, end) >= 0 and not _whole(text, at, len(words)):
        at = next(
            (
                m.start()
                for m in re.finditer(re.escape(words), text[:end])
                if m.start() >= start and _whole(text, m.start(), len(words))
            ),
            at,
        )
    return [at, at + len(words)]


def _whole(text: str, at: int, length: int) -> bool:
    """Whether no letter touches the words."""
    before, after = text[at - 1 : at], text[at + length : at + length + 1]
    return not (before.isalnum() or after.isalnum())


def _check_links(where: str, a: dict[str, Any], known: dict[str, Any], sentences: int) -> None:
    if not a["content"]:
        raise Fault(where, "no content")
    if a["parent"]:
        outer = known.get(a["parent"])
        if outer is None:
            raise Fault(where, f"no parent {a['parent']}")
        if not any(s <= a["cue"][0] and a["cue"][1] <= e for s, e in outer["content"]):
            raise Fault(where, f"the cue lies outside the content of {a['parent']}")
    for answered in a["responds_to"]:
        if answered not in known and not (answered[:1] == "s" and answered[1:].isdigit() and int(answered[1:]) <= sentences):
            raise Fault(where, f"responds to {answered}, which there is not")


def _list(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def main() -> int:
    """Reads all files named, prints counts and faults."""
    bad = 0
    for name in sys.argv[1:]:
        try:
            found = list(read(Path(name)))
        except Fault as fault:
            print(fault)
            bad += 1
            continue
        words = [len(d["text"].split()) for d in found]
        acts = sum(s["act"] in ("DENY", "REJECT", "THREATEN") for d in found for s in d["s"])
        claims, nested = sum(len(d["a"]) for d in found), sum(bool(a["parent"]) for d in found for a in d["a"])
        print(
            f"{name}: {len(found)} statements, {min(words)}-{max(words)} words, {claims} attributions, {nested} nested, {acts} DENY/REJECT/THREATEN sentences"
        )
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
