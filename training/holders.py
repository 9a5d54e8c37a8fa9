"""A plain baseline of holder rules, for measuring the network alone; the program's own rules are in communique.reading."""

from __future__ import annotations

import re
from typing import Any

from communique.reading.reader import Marked

FIRST = re.compile(r"(?:We|Our|I|My|Us|Me|Ours|Mine|Myself|Ourselves)\b", re.I)
PRONOUN = re.compile(
    r"(?:he|she|it|they|his|her|its|their|who|which|that|those|these|some|many|others|you|your|this|the latter|him|them)$", re.I
)


def records(
    marked: Marked, text: str, issuer: list[tuple[int, int]], actors: list[tuple[int, int, str, str]]
) -> list[dict[str, Any]]:
    """Records as `communique read --json` prints them (those that the scorer reads)."""

    def named(span: tuple[int, int]) -> list[str]:
        return list(dict.fromkeys(code for s, e, _, code in actors if s < span[1] and span[0] < e))

    def own(span: tuple[int, int]) -> bool:
        return any(s < span[1] and span[0] < e for s, e in issuer)

    def target(span: tuple[int, int]) -> list[str]:
        codes = named(span)
        return codes or (
            [] if own(span) or PRONOUN.match(text[slice(*span)]) else [re.sub(r"^(?:the|The) ", "", text[slice(*span)])]
        )

    def unique(names: list[str]) -> list[str]:
        return list(dict.fromkeys(names))

    out: list[dict[str, Any]] = [
        {
            "type": "sentence",
            "start": m.start,
            "end": m.end,
            "act": m.act,
            "targets": unique([c for t in m.targets for c in target(t)]),
        }
        for m in marked.sentences
    ]
    holders: list[Any] = []
    order = sorted(range(len(marked.relations)), key=lambda n: -sum(e - s for s, e in marked.relations[n].content))
    holders = [None] * len(order)
    for number in order:
        r = marked.relations[number]
        above = holders[r.parent] if r.parent is not None else None
        if r.source is None:
            holder = "ISSUER" if r.issuer > 0.8 else None if above == "ISSUER" else above
        else:
            words = text[slice(*r.source)]
            codes = named(r.source)
            if FIRST.match(words):
                holder = (
                    above if r.parent is not None and above not in ("ISSUER", None) else "ISSUER" if r.issuer > 0.15 else None
                )
            elif own(r.source) and not codes:
                holder = "ISSUER" if r.issuer > 0.2 else None
            elif r.issuer > 0.9:
                holder = "ISSUER"
            elif PRONOUN.match(words):
                before = [c for s, e, _, c in actors if e <= r.source[0] and s > r.source[0] - 200]
                holder = before[-1] if before else None
            else:
                holder = (codes[0] if len(codes) == 1 else codes) or words
        holders[number] = holder
    for number, r in enumerate(marked.relations):
        out.append(
            {
                "type": "attribution",
                "id": f"p{number}",
                "source": r.source,
                "cue": r.cue,
                "content": r.content,
                "holder": holders[number],
                "holder_text": text[slice(*r.source)] if r.source else None,
                "act": r.act,
                "targets": unique([c for t in r.targets for c in target(t)]),
                "stance": r.stance,
                "parent": None if r.parent is None else f"p{r.parent}",
                "issuer": r.issuer,
                "confidence": r.confidence,
            }
        )
    return out
