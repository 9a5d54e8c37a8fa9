"""Claims in the forms of others: W3C Web Annotations, the table of Discourse Network Analyzer, gold data for training."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import IO, Any

from communique.access import records
from communique.access.records import Record, teller
from communique.archive import Archive
from communique.claim_query import ClaimFilters
from communique.model import Claim

_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_DNA = (
    "document", "title", "date", "person", "organization", "concept", "agreement", "start", "stop", "layer", "act", "targets",
    "experimental", "text",
)  # fmt: skip
_AGREEMENT = {"+": "1", "-": "0"}


def web_annotations(archive: Archive, asked: ClaimFilters, out: IO[bytes]) -> int:
    """One Web Annotation a line (https://www.w3.org/TR/annotation-model/): two selectors for the words, the claim as body."""
    count = 0
    for claim in archive.every_claim(asked):
        out.write(_line(annotation(claim)))
        count += 1
    return count


def annotation(one: Claim) -> Record:
    """A claim as a Web Annotation; its target is the text of the version."""
    bodies = [("tagging", one.act), ("identifying", teller(one.chain, one.teller)), *(("tagging", t) for t in one.targets)]
    return {
        "@context": _CONTEXT,
        "id": f"urn:communique:claim:{one.id}",
        "type": "Annotation",
        "motivation": "classifying",
        "generator": {"type": "Software", "name": one.made_by},
        "body": [
            *({"type": "TextualBody", "purpose": purpose, "value": value} for purpose, value in bodies),
            {"type": "Dataset", "purpose": "describing", "format": "application/json", "value": records.claim(one)},
        ],
        "target": {
            "type": "SpecificResource",
            "id": f"urn:communique:version:{one.version}#char={one.start},{one.end}",
            "source": one.url or f"urn:communique:version:{one.version}",
            "selector": [
                {"type": "TextPositionSelector", "start": one.start, "end": one.end},
                {"type": "TextQuoteSelector", "exact": one.quote, "prefix": one.prefix, "suffix": one.suffix},
            ],
        },
    }


def dna(archive: Archive, asked: ClaimFilters, out: IO[bytes]) -> int:
    """The table that Discourse Network Analyzer imports, a row a claim.

    `organization` is who issues the statement, and `agreement` its stance: of a reported claim the reporter's, never the
    holder's, who stands in `person` as `XTM according to XKV`. No stance leaves `agreement` empty.
    """
    count, buffer = 0, io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(_DNA)
    for one in archive.every_claim(asked):
        layer = "own" if one.own else "reported"
        person = "" if one.own else teller(one.chain, one.teller)
        concept = " ".join((one.act, *one.targets))
        writer.writerow(
            (one.statement, one.title, one.date, person, one.teller, concept, _AGREEMENT.get(one.stance, ""), one.start,
             one.end, layer, one.act, " ".join(one.targets), str(one.experimental).lower(), one.quote)
        )  # fmt: skip
        count += 1
        out.write(buffer.getvalue().encode("utf-8", "backslashreplace"))
        buffer.seek(0)
        buffer.truncate()
    if not count:
        out.write(buffer.getvalue().encode())
    return count


def corrections(archive: Archive, out: IO[bytes]) -> int:
    """The texts in which people corrected claims, in the form of our training data, a line a version."""
    count = 0
    for version, claims, read in archive.corrected():
        out.write(_line(_gold(version, claims, read)))
        count += 1
    return count


def _gold(version: Mapping[str, Any], claims: Sequence[Mapping[str, Any]], read: Mapping[str, Any]) -> Record:
    kept = [row for row in claims if not row["removed"]]
    said = {row["sentence"]: row for row in kept if row["cue"] is None}
    marked = [row for row in kept if row["cue"] is not None]
    names = {row["id"]: f"a{number}" for number, row in enumerate(marked, 1)}
    return {
        "id": version["id"],
        "set": "corrections",
        "lang": version["lang"],
        "issuer": version["code"] or version["issuer_name"],
        "title": version["title"],
        "date": version["date"],
        "url": version["url"],
        "text": version["text"],
        "s": [_sentence(n, one, said.get(n)) for n, one in enumerate(read["sentences"], 1)],
        "a": [_attribution(row, names) for row in marked],
        "decisions": sorted({row["correction"] for row in claims if row["correction"]}),
    }


def _sentence(n: int, read: Sequence[Any], claim: Mapping[str, Any] | None) -> Record:
    start, end, act, targets, speaker, _ = read
    act, targets = (claim["act"], claim["targets"]) if claim else (act, targets)
    return {"n": n, "span": [start, end], "act": act, "targets": targets, "speaker": speaker}


def _attribution(row: Mapping[str, Any], names: Mapping[str, str]) -> Record:
    holder = row["holder"]
    return {
        "id": names[row["id"]],
        "n": row["sentence"],
        "source": row["source"],
        "cue": row["cue"],
        "content": row["content"],
        "who": " and ".join(holder) if isinstance(holder, list) else holder,
        "act": row["act"],
        "targets": row["targets"],
        "stance": row["stance"],
        "parent": names.get(row["parent"]),
        "responds_to": [names[one] for one in row["responds_to"] if one in names],
        "corrected": row["correction"] is not None,
    }


def _line(record: Record) -> bytes:
    return json.dumps(record, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"
