"""One row of a data set: its columns are evidence; the rules for pages do not apply."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from communique.extraction import dates, facts, plain
from communique.extraction import title as titles
from communique.extraction.compose import unwrap
from communique.extraction.decode import is_damaged
from communique.extraction.language import detect, normal_tag
from communique.ids import text_digest
from communique.model import Extraction, Row, Source, StatedDate
from communique.text import clean, one_line

if TYPE_CHECKING:
    from communique.issuers import Profile


_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


def extract(source: Source, row: Row, profile: Profile | None, made_by: str) -> Extraction:
    """The statement in a row: `text` as given, with paragraphs parted by one newline."""
    fields = row.fields
    whole = fields.get("text", "")
    if not whole.isascii() or _CONTROL.search(whole):
        whole = clean(whole)
    paragraphs = [" ".join(p.split()) for p in unwrap(whole)]
    if not paragraphs:
        return facts.asserted(facts.nothing("the text column is empty", made_by), source)
    title, title_evidence, skipped = _title(fields.get("title"), paragraphs)
    text = "\n".join(p for n, p in enumerate(paragraphs) if n not in skipped)
    lang, lang_evidence = _language(fields.get("lang"), text, profile)
    column = fields.get("date", "").strip() or None
    date, reason = _date(source, column, text, title, lang, profile)
    found = facts.assemble(
        facts.Facts(
            text=text,
            title=title,
            title_evidence=title_evidence,
            date=date,
            date_reason=reason,
            lang=lang,
            lang_evidence=lang_evidence,
            issuer=one_line(fields.get("issuer", "")) or None,
        ),
        source,
        profile,
        made_by,
    )
    return replace(found, page_text=whole, page_text_digest=text_digest(whole), damaged=is_damaged(whole), encoding="utf-8")


def _date(
    source: Source, column: str | None, text: str, title: str | None, lang: str | None, profile: Profile | None
) -> tuple[StatedDate | None, str]:
    """The column's date; without a column, what the text itself states."""
    given = plain.given(source, text, title, lang, profile, column)
    return dates.find(replace(given, lines=(), url=None) if column else given)


def _title(column: str | None, paragraphs: list[str]) -> tuple[str | None, str, set[int]]:
    """The title, its evidence, and the first lines of the text that only repeat it."""
    title = one_line(column) if column else ""
    if not title:
        return None, "no title column", set()
    evidence = "column"
    skipped = titles.repeated(paragraphs[:4], title)
    if whole := titles.completed(title, paragraphs[:6]):
        skipped |= {n for n, p in enumerate(paragraphs[:6]) if one_line(p) in (whole, title)}
        title, evidence = whole, "column, completed from the text"
    return title, evidence, skipped if len(skipped) < len(paragraphs) else set()


def _language(column: str | None, text: str, profile: Profile | None) -> tuple[str | None, str]:
    if column and (tag := normal_tag(column)):
        return tag, "column"
    lang, evidence = detect(text, profile.languages if profile else ())
    return lang, f"{evidence} (column {column!r} is no language tag)" if column else evidence
