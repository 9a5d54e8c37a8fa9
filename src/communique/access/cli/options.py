"""Options that verbs share, and how they become an archive and filters."""

from __future__ import annotations

import io
import sys
from typing import Annotated, BinaryIO

import typer

from communique.archive import Archive, open_archive
from communique.query import Filters, filters_of

Json = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
By = Annotated[str | None, typer.Option("--by", help="Who decides; else $COMMUNIQUE_USER, archive.toml, the login name.")]
Note = Annotated[str | None, typer.Option("--note", help="Why.")]
Undo = Annotated[bool, typer.Option("--undo", help="Undo the last such decision.")]
Issuer = Annotated[list[str] | None, typer.Option("--issuer", help="Issuer, by id or name; may be repeated.")]
Country = Annotated[list[str] | None, typer.Option("--country", help="Country or body, by code or name.")]
Region = Annotated[list[str] | None, typer.Option("--region", help="Region (UN M49), by name or number.")]
Lang = Annotated[list[str] | None, typer.Option("--lang", help="Language (BCP-47).")]
Kind = Annotated[list[str] | None, typer.Option("--kind", help="Kind of statement.")]
Tag = Annotated[list[str] | None, typer.Option("--tag", help="Tag.")]
Since = Annotated[str | None, typer.Option("--since", help="First date, YYYY[-MM[-DD]].")]
Until = Annotated[str | None, typer.Option("--until", help="Last date, inclusive.")]
Holder = Annotated[list[str] | None, typer.Option("--holder", help="Whose claim, by code or name; may be repeated.")]
Act = Annotated[
    list[str] | None, typer.Option("--act", help="STATE ACCUSE DENY REJECT DEMAND THREATEN SUPPORT COMMIT EXPRESS ASK.")
]
Target = Annotated[list[str] | None, typer.Option("--target", help="About whom, by code or name; may be repeated.")]
Own = Annotated[
    bool | None, typer.Option("--own/--reported", help="What actors say themselves, or what others report; else both, marked.")
]
Ocr = Annotated[bool, typer.Option("--ocr", help="Read scans with tesseract; ocr = true in archive.toml makes it last.")]
ScanLang = Annotated[str | None, typer.Option("--lang", help="With --ocr: languages of the scans, such as en,fr.")]
Limit = Annotated[int, typer.Option("--limit", min=1, help="At most so many.")]
Cursor = Annotated[str | None, typer.Option("--cursor", help="Go on from here (from the answer before).")]


def stdin() -> BinaryIO:
    """Standard input; an empty one where it is closed."""
    return sys.stdin.buffer if sys.stdin is not None else io.BytesIO()


def opened(context: typer.Context, *, create: bool = False) -> Archive:
    """The archive that the command line names."""
    return open_archive(context.obj, create=create)


def filters(
    issuer: list[str] | None,
    country: list[str] | None,
    region: list[str] | None,
    lang: list[str] | None,
    kind: list[str] | None,
    tag: list[str] | None,
    since: str | None,
    until: str | None,
) -> Filters:
    """The filters that the command line names."""
    return filters_of(issuer=issuer, country=country, region=region, lang=lang, kind=kind, tag=tag, since=since, until=until)
