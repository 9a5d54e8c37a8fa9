"""What all formats have in common: from text and evidence to one Extraction, and the Extraction of a file without text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from communique.extraction import issuer as issuers
from communique.extraction import kind as kinds
from communique.extraction.language import stretches
from communique.ids import text_digest
from communique.model import KINDS, Extraction, Mark, Source, StatedDate

if TYPE_CHECKING:
    from communique.issuers import Profile


@dataclass(frozen=True, slots=True)
class Facts:
    """What a format found; for title, date and language the evidence, or the reason when there is none."""

    text: str
    title: str | None
    title_evidence: str
    date: StatedDate | None
    date_reason: str
    lang: str | None
    lang_evidence: str
    marks: tuple[Mark, ...] = ()
    section: str | None = None
    sites: Sequence[str] = ()  # where the page names itself
    issuer: str | None = None  # a column's
    kind: str | None = None  # as the profile's selector or a series says
    number: str | None = None
    near_title: Sequence[str] = ()  # short lines around the title that are not text
    notes: Sequence[str] = ()


def content_type(source: Source) -> str | None:
    """The media type as the server sent it, with its charset."""
    return next((value for name, value in source.http_headers if name.lower() == "content-type"), None)


def assemble(facts: Facts, source: Source, profile: Profile | None, made_by: str) -> Extraction:
    """The Extraction of these facts, with issuer, kind and number read from them."""
    evidence: dict[str, str] = {}
    unknown: dict[str, str] = {}
    paragraphs = facts.text.split("\n") if facts.text else []
    heads = _heads(facts, paragraphs)
    named, why = issuers.of(
        asserted=source.asserted.issuer, profile=profile, column=facts.issuer, heads=heads, sites=facts.sites, lang=facts.lang
    )
    kind, kind_why = _kind(facts, paragraphs, profile)
    number, number_why = _number(facts, paragraphs)
    for name, value, words in (
        ("title", facts.title, facts.title_evidence),
        ("date", facts.date, facts.date_reason),
        ("lang", facts.lang, facts.lang_evidence),
        ("issuer", named, why),
        ("kind", kind, kind_why),
        ("number", number, number_why),
    ):
        if value is None:
            unknown[name] = words
        elif name != "date":
            evidence[name] = words
    if facts.section:
        evidence["section"] = facts.section
    if facts.notes:
        evidence["text"] = "; ".join(facts.notes)
    if not facts.text:
        unknown["text"] = "no text besides the site's furniture"
    return Extraction(
        text=facts.text,
        title=facts.title,
        date=facts.date,
        lang=facts.lang,
        issuer=named,
        kind=kind,
        number=number,
        marks=facts.marks,
        langs=stretches(facts.text, facts.lang, profile.languages if profile else ()),
        page_text=facts.text,
        page_text_digest=text_digest(facts.text),
        evidence=evidence,
        unknown=unknown,
        made_by=made_by,
    )


def _heads(facts: Facts, paragraphs: Sequence[str]) -> list[tuple[str, str]]:
    """Where a statement names its issuer: title, first lines, last lines."""
    found = [("title", facts.title)] if facts.title else []
    found += [("first line", p[:160]) for p in paragraphs[:2] if len(p) <= 200]
    found += [("last line", p) for p in paragraphs[-2:] if len(p) <= 160]
    return [(place, text) for place, text in found if text]


def _kind(facts: Facts, paragraphs: Sequence[str], profile: Profile | None) -> tuple[str | None, str]:
    if facts.kind:
        if facts.kind in KINDS:
            return facts.kind, "profile"
        found = kinds.kind([("profile", facts.kind)], facts.lang)
        if found[0]:
            return found
    first = paragraphs[0][:200] if paragraphs else None
    places = [("title", facts.title), ("section", facts.section), ("first line", first if first and len(first) < 120 else None)]
    found = kinds.kind(places, facts.lang)
    if found[0] is None and profile is not None:
        told = {series.kind for series in profile.series}
        if len(told) == 1 and (only := next(iter(told))):
            return only, f"profile {profile.id}: all its series are of this kind"
    return found


def _number(facts: Facts, paragraphs: Sequence[str]) -> tuple[str | None, str]:
    if facts.number:
        return facts.number, "profile"
    return kinds.number([t for t in (facts.title, *facts.near_title, *paragraphs[:3], *paragraphs[-2:]) if t])


def nothing(reason: str, made_by: str, *, encoding: str | None = None, damaged: bool = False, page_text: str = "") -> Extraction:
    """The Extraction of a file without text: everything unknown, and why."""
    return Extraction(
        text="",
        page_type="other",
        reason=reason,
        page_text=page_text,
        page_text_digest=text_digest(page_text),
        encoding=encoding,
        damaged=damaged,
        unknown=dict.fromkeys(("text", "title", "date", "lang", "issuer", "kind", "number"), reason),
        made_by=made_by,
    )


def asserted(found: Extraction, source: Source) -> Extraction:
    """A textless Extraction with what the user asserted of it."""
    if not source.asserted.issuer:
        return found
    unknown = {name: why for name, why in found.unknown.items() if name != "issuer"}
    return replace(found, issuer=source.asserted.issuer, evidence={**found.evidence, "issuer": "asserted"}, unknown=unknown)
