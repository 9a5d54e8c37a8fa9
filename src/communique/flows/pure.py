"""The pure functions alone: no archive needed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

from communique import issuers, mail
from communique.actor_names import NO_NAMES, ActorNames
from communique.flows.guard import guarded
from communique.flows.work import Reading as ToExtract
from communique.flows.work import ToRead, profile_of, read_claims
from communique.flows.work import read as extracted
from communique.issuers import Issuers
from communique.model import Asserted, Edit, Extraction, Fault, Reading, Source
from communique.names import actor_code
from communique.query import check_date
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


def read(
    text: str,
    issuer: str | None = None,
    lang: str | None = None,
    title: str | None = None,
    date: str | None = None,
    reader: object | None = None,
    known: Issuers | None = None,
    actors: ActorNames | None = None,
) -> Reading:
    """Who says what in one text, taken as it is; spans are `(start, end)` in its code points.

    Args:
        text: the statement.
        issuer: a profile's id, a code, or any name; ISSUER in the answer stands for it.
        lang: BCP-47; else told from the text.
        title, date: of the statement; a title may name a speaker.
        reader: `encoder` (the default), `none`, or a reader of your own.
        known: the catalogue of issuers, else the packaged one.
        actors: names of states and organisations beside the packaged ones, such as `Archive.actors`.

    Raises:
        UsageError: an unknown reader, or a bad date.
    """
    from communique.extraction import language

    check_date(date)
    spoken = language.normal_tag(lang) or lang or language.detect(text)[0]
    profile, added = (known or issuers.load()).named(issuer), actors or NO_NAMES
    names = (profile.names.get(spoken or "") or profile.names.get("en") or ()) if profile else ()
    name = names[0] if names else issuer
    country = profile.code if profile and profile.code else added.code(issuer) or actor_code(issuer)
    found = read_claims(ToRead(text, name, country, spoken, title, date, reader, added.of(spoken)))
    return replace(found, issuer=profile.id if profile else issuer)


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
            outcome = guarded(extracted, ToExtract(item, profile_of(item, catalogue), settings))
            yield outcome.value or Fault(item.path, "extract", outcome.why or "", outcome.todo, item.url, outcome.traceback)
