"""Bytes into text and facts, each fact with its evidence or the reason why it is unknown.

Pure: the same bytes, profile, host statistics and capture time, read by the same version, give the same Extraction.
Everything goes in and comes out picklable, so that worker processes can do the work.
"""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import TYPE_CHECKING

from communique.extraction.hosts import (
    HostLines,
    Tally,
    changed_lines,
    concerned,
    count_lines,
    input_of,
    made_with,
    normal_line,
)
from communique.model import Asserted, Extraction, Source
from communique.settings import Settings

if TYPE_CHECKING:
    from communique.extraction.ocr import Reader
    from communique.issuers import Profile

__all__ = [
    "EXTRACTOR",
    "HostLines",
    "Tally",
    "changed_lines",
    "concerned",
    "count_lines",
    "extract",
    "extract_bytes",
    "input_of",
    "listing_items",
    "made_with",
    "normal_line",
    "page_source",
]

EXTRACTOR = "extract/1"
_LIBRARIES = {
    "html": ("trafilatura", "lxml", "htmldate", "py3langid"),
    "pdf": ("pypdfium2", "py3langid"),
    "docx": ("lxml", "py3langid"),
    "eml": ("trafilatura", "lxml", "htmldate", "pypdfium2", "py3langid"),
    "text": ("py3langid",),
}
_SCANS = ("pdf", "eml")  # forms that may hold pages without a text layer
_NO_LINES = HostLines()
_DEFAULTS = Settings()


def extract(
    source: Source, *, profile: Profile | None = None, host: HostLines | None = None, settings: Settings = _DEFAULTS
) -> Extraction:
    """The text and facts of one payload.

    Args:
        source: the bytes and where they came from; `media_type` decides how they are read, their beginning when it lies.
        profile: the issuer's, when it is known.
        host: on how many of the host's pages each line stands.
        settings: `max_page`, `ocr` and `ocr_lang` are used.

    Returns:
        An Extraction; a payload without text has `text` "" and says why in `unknown["text"]`.

    Raises:
        ProfileError: when the profile has a selector that is not CSS.
    """
    from communique.extraction import sniff

    host = host or _NO_LINES
    kind = sniff.form(source)
    scans = _scans(kind, profile, settings)
    made_by = made_by_for(kind, profile)
    if scans is not None and not isinstance(scans, str):
        made_by += f" {scans.made_by}"
    made_by = made_with(made_by, host)
    return replace(_read(source, kind, profile, host, settings, made_by, scans), made_by=made_by)


def _scans(kind: str, profile: Profile | None, settings: Settings) -> Reader | str | None:
    """What reads pages without a text layer; None when nobody asked for it, a reason when it cannot."""
    if not settings.ocr or kind not in _SCANS:
        return None
    from communique.extraction import ocr

    named = (settings.ocr_lang or "").replace(",", " ").replace("+", " ").split()
    return ocr.reader(named or (profile.languages if profile else ()))


def _read(
    source: Source, kind: str, profile: Profile | None, host: HostLines, settings: Settings, made_by: str,
    scans: Reader | str | None,
) -> Extraction:  # fmt: skip
    """Reads a payload by its form."""
    from communique.extraction import facts

    if kind == "row" and source.row is not None:
        from communique.extraction import row

        return row.extract(source, source.row, profile, made_by)
    if kind == "pdf":
        from communique.extraction import pdf

        return pdf.extract(source, profile, made_by, scans)
    if kind == "docx":
        from communique.extraction import docx

        return docx.extract(source, profile, made_by)
    if kind == "eml":
        from communique.extraction import eml

        of_a_site = replace(profile, selectors={}) if profile else None  # selectors are for the issuer's pages
        return eml.extract(source, profile, made_by, lambda s, k: _read(s, k, of_a_site, host, settings, made_by, scans))
    if kind == "text":
        from communique.extraction import plain

        return plain.extract(source, profile, host, made_by)
    if kind == "mhtml":
        from communique.extraction import mhtml

        inner = mhtml.root(source)
        if inner is None:
            return facts.asserted(facts.nothing("the MHTML file holds no page", made_by), source)
        source, kind = inner, "html"
    if kind != "html":
        return facts.asserted(facts.nothing(f"not a page: {kind}", made_by), source)
    if len(source.data) > settings.max_page:
        megabytes = f"{len(source.data) / 1e6:.0f} MB, more than the {settings.max_page / 1e6:.0f} MB that are read"
        return facts.asserted(facts.nothing(f"the page is too large ({megabytes})", made_by), source)
    from communique.extraction import html

    return html.extract(source, profile, host, made_by)


def listing_items(source: Source, profile: Profile, listing: str) -> tuple[tuple[str, str], ...]:
    """(address, words) of every item on a saved listing page whose address is `listing`; see `communique.extraction.listing`.

    Raises:
        ProfileError: when the profile's selector `items` is not CSS.
    """
    from communique.extraction.listing import items

    return items(source, profile, listing)


def extract_bytes(
    data: bytes,
    *,
    url: str | None = None,
    issuer: str | None = None,
    captured: str | None = None,
    host: HostLines | None = None,
    media_type: str | None = None,
    profile: Profile | None = None,
) -> Extraction:
    """The text and facts of some bytes, whose form is told from their beginning unless `media_type` names it.

    Args:
        issuer: an id or name that the caller asserts.
        captured: when the bytes were taken from the source, RFC 3339; no stated date may lie later than the day after.
    """
    from communique.extraction import sniff

    source = Source(
        "", data, media_type or sniff.media_type(data), url, captured=captured, asserted=Asserted(issuer=issuer, url=url)
    )
    return extract(source, profile=profile, host=host)


def page_source(source: Source, most: int) -> str | None:
    """The HTML that a source is, decoded, or that is inside it where it is MHTML; None when it is no page, or a larger one."""
    from communique.extraction import facts, mhtml, sniff
    from communique.extraction.decode import decode

    kind, page = sniff.form(source), source
    if kind == "mhtml":
        inner = mhtml.root(source)
        if inner is None:
            return None
        kind, page = "html", inner
    return decode(page.data, facts.content_type(page)).text if kind == "html" and len(page.data) <= most else None


@functools.lru_cache(maxsize=1024)
def _versions(kind: str) -> str:
    from importlib.metadata import version

    return " ".join(
        (EXTRACTOR, *(f"{name}/{version(name)}" for name in _LIBRARIES.get("html" if kind == "mhtml" else kind, ("py3langid",))))
    )


def made_by_for(kind: str, profile: Profile | None) -> str:
    """What an Extraction was made by: component, libraries, and the digest of the profile."""
    return f"{_versions(kind)} profile:{profile.digest}" if profile is not None else _versions(kind)
