"""The verbs verify, rebuild, copy and export: what keeps the archive whole, and the way out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from communique.access import records
from communique.access.cli.options import (
    Act,
    Country,
    Holder,
    Issuer,
    Json,
    Kind,
    Lang,
    Own,
    Region,
    Since,
    Tag,
    Target,
    Until,
    filters,
    opened,
)
from communique.access.cli.output import message, progress, record


def register(app: typer.Typer) -> None:
    """Put the verbs into the command line."""
    for verb in (verify, rebuild, copy, export):
        app.command()(verb)


def verify(context: typer.Context, json: Json = False) -> None:
    """Check originals, manifest, anchors, catalog, decisions and index; exit 1 if anything is damaged."""
    archive, damages = opened(context), 0
    with progress("verifying") as advance:
        for fault in archive.verify(advance):
            damages += 1
            message(f"{fault.path}: {fault.why}. {fault.todo}")
            if json:
                record(records.fault(fault))
    if damages:
        message(f"{damages} damages found")
        raise typer.Exit(1)
    message("all is well: originals, manifest, anchors, catalog, decisions and index agree")


def rebuild(
    context: typer.Context,
    claims: Annotated[bool, typer.Option("--claims", help="Only read every text anew.")] = False,
) -> None:
    """Make everything derived anew from the originals and the decisions; exit 1 if some of them are damaged."""
    archive = opened(context)
    if claims:
        with progress("reading") as advance:
            message(f"{archive.rebuild(advance, claims_only=True)} versions read again")
        return
    with progress("rebuilding") as advance:
        count = archive.rebuild(advance)
    message(f"{count} records read again")
    damages = [fault for fault in archive.faults() if fault.what == "damage"]
    for fault in damages:
        message(f"{fault.path}: {fault.why}. {fault.todo}")
    if damages:
        raise typer.Exit(1)


def copy(
    context: typer.Context, destination: Annotated[Path, typer.Argument(metavar="DEST", show_default=False)], json: Json = False
) -> None:
    """Make a consistent copy of the archive in a new folder, while others read and write."""
    with progress("copying") as advance:
        target = opened(context).copy(destination, advance)
    if json:
        record({"copy": str(target)})
    message(f"copied to {target}")


def export(
    context: typer.Context,
    format_: Annotated[
        str,
        typer.Argument(
            metavar="FORMAT", help="jsonl, csv, parquet; warc; annotations, dna: claims; corrections.", show_default=False
        ),
    ],
    what: Annotated[str | None, typer.Option("--what", help="statements (else), versions, claims, changes or captures.")] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="A file; else stdout.")] = None,
    issuer: Issuer = None,
    country: Country = None,
    region: Region = None,
    lang: Lang = None,
    kind: Kind = None,
    tag: Tag = None,
    since: Since = None,
    until: Until = None,
    holder: Holder = None,
    act: Act = None,
    target: Target = None,
    own: Own = None,
) -> None:
    """Everything, no ceiling, streamed."""
    from communique.access.export import write

    archive = opened(context)
    narrowed = filters(issuer, country, region, lang, kind, tag, since, until)
    asked = archive.claim_filters(holder=holder, act=act, target=target, own=own, statements=narrowed)
    count, of = write(archive, format_, what, narrowed, output, sys.stdout.buffer, asked)
    message(f"{count} {of} exported" + (f" to {output}" if output else ""))
