"""The pure functions alone: no archive needed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from communique import issuers, mail
from communique.flows.guard import guarded
from communique.flows.work import Reading, profile_of, read
from communique.model import Asserted, Edit, Extraction, Fault, Source
from communique.settings import Settings

_HEAD = 1 << 16  # bytes that tell a message


def extract(
    data: bytes, url: str | None = None, issuer: str | None = None, captured: str | None = None, host: Any = None
) -> Extraction:
    """Text and facts of one payload, no archive needed.

    Args:
        data: the bytes of an HTML page, MHTML, PDF, Word, e-mail, text or Markdown file.
        url: where they came from; a known host gives the issuer.
        issuer: who issued them, as a profile id or a name.
        captured: when they were taken from the source (RFC 3339); no date later than the day after is believed.
        host: line statistics of the host (`communique.extraction.HostLines`).
    """
    from communique import extraction

    form = mail.MEDIA_TYPE if mail.is_message(data[:_HEAD].decode("latin-1")) else ""
    profile = profile_of(Source("", data, form, url, asserted=Asserted(issuer)), issuers.load())
    return extraction.extract_bytes(data, url=url, issuer=issuer, captured=captured, host=host, profile=profile)


def diff(a: str, b: str) -> Edit:
    """The difference of two texts: word-level steps in code points, and the kind of edit."""
    from communique import comparison

    return comparison.diff(a, b)


def extract_file(
    path: str | Path,
    *,
    issuer: str | None = None,
    url: str | None = None,
    date: str | None = None,
    stdin: BinaryIO | None = None,
    known: issuers.Issuers | None = None,
    ocr: bool = False,
    ocr_lang: str | None = None,
) -> Iterator[Extraction | Fault]:
    """Text and facts of each item in a file, as `add` would take it: one for a page, several for a WARC or a data set.

    `known` is the catalogue of issuers to recognise, else the packaged one; `ocr` has scans read by tesseract, in the
    languages `ocr_lang` (such as `en,fr`), else in those of the issuer.
    """
    from communique import sources

    catalogue, settings = known or issuers.load(), Settings(ocr=ocr, ocr_lang=ocr_lang)
    for item in sources.from_paths([path], asserted=Asserted(issuer, url, date), settings=settings, stdin=stdin):
        if isinstance(item, Fault):
            yield item
        elif isinstance(item, Source):
            outcome = guarded(read, Reading(item, profile_of(item, catalogue), settings))
            yield outcome.value or Fault(item.path, "extract", outcome.why or "", outcome.todo, item.url, outcome.traceback)
