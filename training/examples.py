"""Annotated statements as numbers: words, pieces, flags and labels, as the network is trained on them."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

import invented
from communique import names
from communique.reading.actors import Gazetteer
from communique.reading.network import ACTS, STANCES
from communique.reading.pieces import Pieces

Span = tuple[int, int]
ISSUER, COUNTRY, ORGANISATION = 0, 1, 2
UNNAMED = frozenset({"ar", "fa", "zh"})
_ISSUER_WORDS = re.compile(
    r"^(?:MFA|Ministry of [A-Z][\w ]*? of(?: the)?|Presiden(?:t|cy|tial Office) of(?: the)?|Government of(?: the)?|Parliament of(?: the)?|The|Permanent Mission of(?: the)?) "
)
_BODY = re.compile(
    r"Union|Mission|Council|League|Compact|Organi[sz]ation|Tribunal|Assembly|Alliance|Commission|Committee|Court|Agency|Bank|Fund|Society|Conference|Secretar|Watch|Concord|Pact|Group|Forum"
)
_NAME = re.compile(r"[A-Z][\w'’-]+(?: (?:of |the )?[A-Z][\w'’-]+){0,4}$")


@dataclass(slots=True)
class Relation:
    """Word ranges [start, end) of one attribution."""

    cue: Span
    source: Span | None
    content: list[Span]
    sentence: int
    act: int
    stance: int
    issuer: int
    targets: list[Span] = field(default_factory=list)
    who: frozenset[str] = frozenset()  # keys of the holder, empty for the issuer


@dataclass(slots=True)
class Example:
    """One statement. Words are numbered through the text; `first[w]` is the place of word w's first piece."""

    id: str
    set: str
    lang: str
    text: str
    starts: np.ndarray
    ends: np.ndarray
    pieces: np.ndarray
    first: np.ndarray  # words + 1
    flags: np.ndarray  # words x 3
    sentences: list[Span]  # word ranges
    acts: list[int]
    relations: list[Relation]
    named: list[Span]  # mentions of targets inside their sentence
    mentions: list[tuple[int, int, frozenset[int]]]  # word range, sentences whose target it is
    sentence_spans: list[Span]  # code points
    issuer_spans: list[Span] = field(default_factory=list)
    actor_spans: list[tuple[int, int, str]] = field(default_factory=list)
    holders: list[tuple[int, int, frozenset[str]]] = field(default_factory=list)  # word ranges that name an actor, their keys
    aimed: bool = True  # targets are known; not where their English names cannot be found in the text


def load(paths: list[Path]) -> list[dict[str, Any]]:
    """Statements of .jsonl files, and of the .txt files of folders (training/invented); bad files are named and left out."""
    out: list[dict[str, Any]] = []
    for path in paths:
        if path.suffix == ".jsonl":
            out += [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
            continue
        for file in sorted(path.glob("*.txt")) if path.is_dir() else [path]:
            try:
                out += list(invented.read(file))
            except invented.Fault as fault:
                print(f"left out: {fault}")
    return out


_gazetteers: dict[str, Gazetteer] = {}


def gazetteer(lang: str) -> Gazetteer:
    """The names of actors in a language."""
    if lang not in _gazetteers:
        _gazetteers[lang] = Gazetteer(lang)
    return _gazetteers[lang]


def issuer_name(issuer: str) -> str:
    """`MFA Karsia` -> Karsia."""
    return _ISSUER_WORDS.sub("", issuer).split(",")[-1].strip()


def invented_names(doc: dict[str, Any]) -> tuple[set[str], set[str]]:
    """Names of states and of bodies that occur as holders, targets or issuer, as the annotator wrote them."""
    found = {issuer_name(doc["issuer"])}
    for one in [*doc["s"], *doc["a"]]:
        found.update(one["targets"])
    for one in doc["a"]:
        found.update(re.split(r" and ", one["who"]))
    found = {n for n in found if _NAME.match(n) and n not in {"ISSUER", "Journalist", "Question"}}
    bodies = {n for n in found if _BODY.search(n)}
    states = {n for n in found - bodies if " " not in n or re.search(r"Republic|Islands|Coast|Kingdom", n)}
    return states, bodies


_CYRILLIC = dict(zip("абвгґдеєжзиіїйклмнопрстуфхцчшщъыьэюяё", ["a", "b", "v", "g", "g", "d", "e", "ie", "zh", "z", "i", "i", "i", "i", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "g", "ts", "ch", "sh", "sh", "", "i", "", "e", "iu", "ia", "e"]))  # fmt: skip


def spelt(word: str) -> str:
    """A name as it sounds, roughly, whatever the script: `Квенланд`, `Quenland` and `Kvenland` are one."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", word.lower().replace("ı", "i")) if not unicodedata.combining(c))
    plain = "".join(_CYRILLIC.get(c, c) for c in plain)
    for old, new in (("qu", "kv"), ("ph", "f"), ("th", "t"), ("kh", "g"), ("ə", "a"), ("q", "k"), ("c", "k"), ("x", "ks"), ("w", "v"), ("y", "i"), ("j", "i"), ("h", "g")):  # fmt: skip
        plain = plain.replace(old, new)
    return re.sub(r"(.)\1", r"\1", plain)


def _sounding(doc: dict[str, Any], found: set[str]) -> Iterator[tuple[int, int, str]]:
    """Words of a translated statement that begin like one of the names."""
    stems = {spelt(n).rstrip("aeiou")[:7]: n for n in sorted(found) if " " not in n}
    for m in re.finditer(r"[^\W\d_]+", doc["text"]):
        sound = spelt(m.group())
        name = next((n for stem, n in stems.items() if len(stem) > 3 and sound.startswith(stem)), None)
        if name and len(sound) < len(spelt(name)) + 7:
            yield m.start(), m.end(), name


def frame(doc: dict[str, Any], lang: str) -> tuple[list[Span], list[tuple[int, int, str, str]]]:
    """Spans that name the issuer, and mentions of other actors: start, end, flag, code (the name itself where invented)."""
    text = doc["text"]
    own = names.country_code(issuer_name(doc["issuer"]))
    own = own or {"The White House": "USA", "White House": "USA"}.get(doc["issuer"])
    issuer: list[Span] = []
    actors: list[tuple[int, int, str, str]] = []
    for m in gazetteer(lang).mentions(text):
        if m.code == own:
            issuer.append((m.start, m.end))
        else:
            actors.append((m.start, m.end, m.kind, m.code))
    if doc["set"] == "invented" and lang != "en":
        core = issuer_name(doc["issuer"])
        for s, e, name in _sounding(doc, invented_names(doc)[0]):
            if not any(a < e and s < b for a, b, *_ in [*issuer, *actors]):
                if name == core:
                    issuer.append((s, e))
                else:
                    actors.append((s, e, "country", name))
    elif doc["set"] == "invented":
        states, bodies = invented_names(doc)
        core = issuer_name(doc["issuer"])
        for name in sorted(states | bodies, key=len, reverse=True):
            stem = name.rstrip("aeiouy") if name in states and len(name) > 4 else name
            for m in re.finditer(rf"\b{re.escape(stem)}[^\W\d_]{{0,5}}" if name in states else re.escape(name), text):
                if any(s < m.end() and m.start() < e for s, e, *_ in [*issuer, *actors]):
                    continue
                if name == core:
                    issuer.append(m.span())
                else:
                    actors.append((*m.span(), "country" if name in states else "organisation", name))
    return issuer, actors


def codes(name: str) -> set[str]:
    """Comparable keys of a target's name."""
    parts = re.split(r"\s+and\s+(?=[A-Z])", name)
    out = {name}
    for part in parts:
        code = names.actor_code(part)
        out.add(code or part)
        if not code:
            out.update(m.code for m in gazetteer("en").mentions(part))
    return out


def example(doc: dict[str, Any], pieces: Pieces) -> Example:
    """A statement as numbers."""
    text, lang = doc["text"], doc.get("lang") or "en"
    words = []
    sentences: list[Span] = []
    for s in doc["s"]:
        begin = len(words)
        words += list(pieces.words(text, *s["span"]))
        sentences.append((begin, len(words)))
    starts, ends = np.array([w.start for w in words]), np.array([w.end for w in words])
    first = np.concatenate([[0], np.cumsum([len(w.pieces) for w in words])]).astype(int)
    flat = np.array([p for w in words for p in w.pieces])

    def span(at: list[int] | Span | None) -> Span | None:
        if at is None:
            return None
        inside = np.flatnonzero((starts < at[1]) & (ends > at[0]))
        return (int(inside[0]), int(inside[-1]) + 1) if len(inside) else None

    issuer_spans, actors = frame(doc, lang)
    flags = np.zeros((len(words), 3), np.float32)
    for s, e in issuer_spans:
        flags[(starts < e) & (ends > s), ISSUER] = 1
    for s, e, kind, _ in actors:
        flags[(starts < e) & (ends > s), ORGANISATION if kind == "organisation" else COUNTRY] = 1
    relations = []
    for a in doc["a"]:
        cue, content = span(a["cue"]), [x for x in map(span, a["content"]) if x]
        if cue is None or not content:
            continue
        home = next((i for i, (b, e) in enumerate(sentences) if b <= cue[0] < e), None)
        if home is None:
            continue
        cue = (cue[0], min(cue[1], sentences[home][1]))
        keys = set().union(*map(codes, a["targets"])) if a["targets"] else set()
        ats = [x for s, e, _, code in actors if code in keys and (x := span((s, e)))]
        ats += [x for t in a["targets"] for m in re.finditer(re.escape(t), text) if (x := span(m.span()))]
        relations.append(
            Relation(
                cue,
                span(a["source"]),
                content,
                home,
                ACTS.index(a["act"]),
                STANCES.index(a["stance"]),
                int("ISSUER" in a["who"]),
                [x for x in ats if any(c[0] <= x[0] < c[1] for c in content)],
                frozenset(codes(a["who"]) - {"ISSUER", "?", ""}) if "ISSUER" not in a["who"] else frozenset(),
            )
        )
    holders = _holders(relations, [(x, code) for s, e, _, code in actors if (x := span((s, e)))], text, starts)
    named, mentions = _targets(doc, text, sentences, actors, issuer_spans, span)
    aimed = lang not in UNNAMED
    return Example(
        doc["id"],
        doc["set"],
        lang,
        text,
        starts,
        ends,
        flat,
        first,
        flags,
        sentences,
        [ACTS.index(s["act"]) for s in doc["s"]],
        relations,
        named,
        mentions if aimed else [],
        [tuple(s["span"]) for s in doc["s"]],
        issuer_spans,
        [a[:3] for a in actors],
        holders,
        aimed,
    )


def _holders(
    relations: list[Relation], actors: list[tuple[Span, str]], text: str, starts: np.ndarray
) -> list[tuple[int, int, frozenset[str]]]:
    """What a holder without a name may be: actors named, and sources that are more than a pronoun."""
    found: dict[Span, set[str]] = {}
    for x, code in actors:
        found.setdefault(x, set()).add(code)
    for r in relations:
        if r.source and r.who and (r.source[1] - r.source[0] > 1 or text[starts[r.source[0]]].isupper()):
            found.setdefault(r.source, set()).update(r.who)
    return [(s, e, frozenset(keys)) for (s, e), keys in sorted(found.items())]


def _targets(doc: Any, text: str, sentences: Any, actors: Any, issuer: Any, span: Any) -> Any:
    """Mentions of targets in their own sentence, and every mention of an actor with the sentences whose target it is."""
    keys = [set().union(*map(codes, s["targets"])) if s["targets"] else set() for s in doc["s"]]
    found: dict[Span, set[str]] = {}
    for s, e, _, code in actors:
        if x := span((s, e)):
            found.setdefault(x, set()).add(code)
    for name in {t for s in doc["s"] for t in s["targets"]}:
        for m in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.I):
            if x := span(m.span()):
                found.setdefault(x, set()).add(name)
    for s, e in issuer:
        if x := span((s, e)):
            found.setdefault(x, set())
    named: list[Span] = []
    mentions = []
    for (b, e), who in sorted(found.items()):
        home = next((i for i, (sb, se) in enumerate(sentences) if sb <= b < se), None)
        if home is None or e > sentences[home][1]:
            continue
        of = frozenset(i for i, k in enumerate(keys) if k & who)
        mentions.append((b, e, of))
        if home in of and not any(b < y and x < e for x, y in named):
            named.append((b, e))
    return named, mentions


def statements(paths: list[Path], pieces: Pieces) -> Iterator[Example]:
    """Everything in the paths as examples."""
    for doc in load(paths):
        yield example(doc, pieces)
