"""Statements with their actors exchanged: the same words about other states, so that the network learns speech and not who is who."""

from __future__ import annotations

import functools
import random
import re
from pathlib import Path
from typing import Any

from examples import invented_names

from communique import names


@functools.cache
def states() -> dict[str, tuple[str, str]]:
    """English name -> adjective, capital (training/states.tsv)."""
    rows = (Path(__file__).parent / "states.tsv").read_text("utf-8").splitlines()
    return {
        name: (adjective, capital) for name, adjective, capital in (r.split("\t") for r in rows if r and not r.startswith("#"))
    }


def swapped(doc: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    """A copy in which every state named is another one throughout; the statement itself where none is found."""
    table = states()
    forms: dict[str, str] = {}
    if doc["set"] == "invented":
        if (doc.get("lang") or "en") != "en":
            return doc
        found = sorted(n for n in invented_names(doc)[0])
        for old, new in zip(found, rng.sample(sorted(table), min(len(found), len(table)))):
            forms |= {old: new}
            stem = old.rstrip("aeiouy") if len(old) > 4 else old
            for word in set(re.findall(rf"\b{re.escape(stem)}[^\W\d_]{{1,5}}\b", doc["text"])) - {old}:
                forms[word] = table[new][0]
    else:
        found = [n for n in table if re.search(rf"\b{re.escape(n)}\b|\b{re.escape(table[n][0])}", doc["text"] + doc["issuer"])]
        for old, new in zip(found, rng.sample(sorted(table), len(found))):
            forms |= {old: new, table[old][0]: table[new][0], table[old][1]: table[new][1]}
    if not forms:
        return doc
    pattern = re.compile(r"\b(?:" + "|".join(re.escape(f) for f in sorted(forms, key=len, reverse=True)) + r")(?![^\W\d_]{3,})")
    return _rewritten(doc, pattern, forms)


def _rewritten(doc: dict[str, Any], pattern: re.Pattern[str], forms: dict[str, str]) -> dict[str, Any]:
    text, out, moves, at = doc["text"], [], [], 0
    shift = 0
    for m in pattern.finditer(text):
        new = forms[m.group()]
        out += [text[at : m.start()], new]
        moves.append((m.start(), m.end(), shift, len(new)))
        shift += len(new) - len(m.group())
        at = m.end()
    out.append(text[at:])
    starts = [m[0] for m in moves]

    def place(p: int, end: bool) -> int:
        import bisect

        k = bisect.bisect_right(starts, p - end) - 1
        if k < 0:
            return p
        s, e, before, size = moves[k]
        if p >= e:
            return p + before + size - (e - s)
        return s + before + (size if end else 0)

    def span(x: Any) -> Any:
        return None if x is None else [place(x[0], False), place(x[1], True)]

    def name(n: str) -> str:
        return pattern.sub(lambda m: forms[m.group()], n)

    sentences = [dict(s, span=span(s["span"]), targets=[name(t) for t in s["targets"]]) for s in doc["s"]]
    relations = [
        dict(
            a,
            source=span(a["source"]),
            cue=span(a["cue"]),
            content=[span(c) for c in a["content"]],
            who=name(a["who"]),
            targets=[name(t) for t in a["targets"]],
        )
        for a in doc["a"]
    ]
    code = names.country_code(doc["issuer"]) if doc["issuer"].isupper() else None
    issuer = names.country_names(code).get("en", doc["issuer"]) if code else doc["issuer"]
    return dict(doc, text="".join(out), issuer=forms.get(issuer, name(issuer)), s=sentences, a=relations)
