"""The verbs add and faults: what comes in, and what failed to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from communique.access import records
from communique.access.cli.options import Json, Ocr, ScanLang, opened, stdin
from communique.access.cli.output import counted, label, message, plain, progress, record, say, table
from communique.archive import Archive
from communique.errors import ArchiveBusy, UsageError
from communique.model import Added, Counts, Fault


def register(app: typer.Typer) -> None:
    """Put the verbs into the command line."""
    app.command()(add)
    app.command()(faults)


def add(
    context: typer.Context,
    paths: Annotated[list[str], typer.Argument(help="Files, folders, globs; - is standard input.", show_default=False)],
    issuer: Annotated[str | None, typer.Option("--issuer", help="Who issued it: a profile's id, or a name.")] = None,
    url: Annotated[str | None, typer.Option("--url", help="Where it was published.")] = None,
    date: Annotated[str | None, typer.Option("--date", help="The date it bears, YYYY[-MM[-DD]].")] = None,
    dataset: Annotated[str | None, typer.Option("--dataset", help="Name of the data set; else the file's.")] = None,
    mapping: Annotated[list[str] | None, typer.Option("--map", help="OURS=THEIRS, e.g. text=body; may be repeated.")] = None,
    ocr: Ocr = False,
    lang: ScanLang = None,
    no_read: Annotated[bool, typer.Option("--no-read", help="Leave reading their claims for later.")] = False,
    json: Json = False,
) -> None:
    """Take in files and folders: preserve, extract, index; then read their claims."""
    archive = opened(context, create=True)
    columns = _columns(mapping or [])
    with progress("adding") as advance:
        counts = archive.add(
            paths, issuer=issuer, url=url, date=date, dataset=dataset, mapping=columns, ocr=ocr, ocr_lang=lang,
            stdin=stdin(), read=False, each=_reporter(json), progress=advance,
        )  # fmt: skip
    if not no_read:
        _read(archive)
    _summary(counts)


def _read(archive: Archive) -> None:
    """Work off the reading queue; somebody else who is writing does it for us."""
    try:
        with progress("reading") as advance:
            archive.read_waiting(advance)
    except ArchiveBusy as error:
        message(f"{error.message}; it reads what waits")


def _columns(mapping: list[str]) -> dict[str, str]:
    """`text=body` says: our text is their column body. Gives column of the file -> our name."""
    columns: dict[str, str] = {}
    for one in mapping:
        ours, equals, theirs = one.partition("=")
        if not equals or not ours.strip() or not theirs.strip():
            raise UsageError(f"--map: {one!r} is not NAME=COLUMN", "For example --map text=body.")
        columns[theirs.strip()] = ours.strip().lower()
    return columns


def _reporter(json: bool) -> Callable[[Added | Fault], None]:
    """What is said of each item: its record, or a line for a change that a person looks for."""

    def each(item: Added | Fault) -> None:
        shown = records.added(item)
        if "error" in shown:
            message(f"{item.path}: {shown['error']}. {shown['todo'] or ''}".strip())
        elif shown.get("change") == "refused":
            message(f"{item.path}: refused: {shown['reason']}")
        if json:
            if not (isinstance(item, Added) and item.change in ("kept", "missing", "gone", "moved") and item.statement is None):
                record(shown)
        elif isinstance(item, Added) and item.change in ("edited", "missing", "gone", "back", "moved") and item.statement:
            say(f"{item.change:8} {item.statement}  {plain(item.date) or 'undated':10}  {label(item)}")

    return each


def _summary(counts: Counts) -> None:
    """One line on stderr, and exit 1 when something failed."""
    parts = [f"{number} {change}" for change, number in sorted(counts.changes.items(), key=lambda kv: -kv[1])]
    if counts.faults:
        parts.append(f'{counts.faults} failed (see "communique faults")')
    message(f"{counted(counts.items, 'item')}: {', '.join(parts) or 'nothing to add'}")
    if counts.faults or counts.changes.get("failed"):
        raise typer.Exit(1)


def faults(
    context: typer.Context,
    retry: Annotated[bool, typer.Option("--retry", help="Try every open fault again.")] = False,
    dismiss: Annotated[bool, typer.Option("--dismiss", help="Dismiss the fault named, or all open ones.")] = False,
    number: Annotated[int | None, typer.Argument(help="One fault.", show_default=False)] = None,
    every: Annotated[bool, typer.Option("--all", help="The settled ones too.")] = False,
    json: Json = False,
) -> None:
    """The items that failed: what, where, why, what to do."""
    archive = opened(context)
    if retry:
        _summary(archive.retry(_reporter(json)))
        return
    if dismiss:
        message(f"{archive.dismiss(number)} dismissed")
        return
    found = [one for one in archive.faults(every=every) if number is None or one.id == number]
    if json:
        for one in found:
            record(records.fault(one))
    elif found:
        rows = [(one.id, (one.at or "")[:19], one.what, one.path, f"{one.why} {one.todo}") for one in found]
        table(("fault", "since", "what", "where", "why"), rows)
    else:
        message("no faults")
