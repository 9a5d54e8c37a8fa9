"""The verbs edit, tag, link and withdraw: a person's decisions, each with --undo."""

from __future__ import annotations

from typing import Annotated, cast, get_args

import typer

from communique.access import records
from communique.access.cli.options import By, Json, Note, Undo, opened
from communique.access.cli.output import message, record
from communique.errors import UsageError
from communique.model import Decision, LinkKind

Id = Annotated[str, typer.Argument(metavar="ID", help="Id, unique prefix, URL or original id.", show_default=False)]
UNKNOWN = "unknown"


def register(app: typer.Typer) -> None:
    """Put the verbs into the command line."""
    for verb in (edit, tag, link, withdraw):
        app.command()(verb)


def report(decisions: list[Decision], json: bool) -> None:
    """Say what was decided."""
    for decision in decisions:
        if json:
            record(records.decision(decision))
        else:
            message(f"{decision.statement}: {decision.action} decided by {decision.by} ({decision.id})")


def edit(
    context: typer.Context,
    id_: Id,
    title: Annotated[str | None, typer.Option("--title", help="The title.")] = None,
    date: Annotated[str | None, typer.Option("--date", help='YYYY[-MM[-DD]], or "unknown".')] = None,
    issuer: Annotated[str | None, typer.Option("--issuer", help="A profile's id, or a name.")] = None,
    kind: Annotated[str | None, typer.Option("--kind", help="The kind of statement.")] = None,
    lang: Annotated[str | None, typer.Option("--lang", help="The language (BCP-47).")] = None,
    note: Note = None,
    undo: Undo = False,
    by: By = None,
    json: Json = False,
) -> None:
    """Decide a value of a statement: title, date, issuer, kind, language."""
    archive = opened(context)
    if undo:
        report([archive.undo(id_, "edit", by=by, note=note)], json)
        return
    given = {"title": title, "date": date, "issuer": issuer, "kind": kind, "lang": lang}
    values = {name: None if value == UNKNOWN else value for name, value in given.items() if value is not None}
    report([archive.edit(id_, values, note=note, by=by)], json)


def tag(
    context: typer.Context,
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="Statements.", show_default=False)],
    name: Annotated[str | None, typer.Option("--tag", "-t", help="The tag; else the last word.")] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Take the tag off.")] = False,
    undo: Undo = False,
    by: By = None,
    json: Json = False,
) -> None:
    """Put a tag on statements: `communique tag ID... TAG`."""
    archive = opened(context)
    if undo:
        if name is not None:
            raise UsageError("tag: --undo undoes the last tag decided, whichever it was", "Take a tag off with --remove.")
        wanted = [archive.show(one).id for one in ids]  # all must be there before one is undone
        report([archive.undo(one, "untag" if remove else "tag", by=by) for one in wanted], json)
        return
    if name is None:
        if len(ids) < 2:
            raise UsageError("tag: a statement and a tag are needed", "communique tag ID... TAG")
        *ids, name = ids
    report(list(archive.tag(ids, name, remove=remove, by=by)), json)


def link(
    context: typer.Context,
    a: Annotated[str, typer.Argument(metavar="A", show_default=False)],
    b: Annotated[str | None, typer.Argument(metavar="B", show_default=False)] = None,
    kind: Annotated[str, typer.Option("--kind", help="translation, same_text or moved.")] = "translation",
    note: Note = None,
    undo: Undo = False,
    by: By = None,
    json: Json = False,
) -> None:
    """Say that two statements belong together."""
    archive = opened(context)
    if undo:
        report([archive.undo(a, "link", by=by, note=note)], json)
        return
    if kind not in get_args(LinkKind):
        raise UsageError(f"link: {kind!r} is no kind of link", f"Kinds are {', '.join(get_args(LinkKind))}.")
    if b is None:
        raise UsageError("link: two statements are needed", "communique link A B")
    report([archive.link(a, b, cast(LinkKind, kind), note=note, by=by)], json)


def withdraw(
    context: typer.Context,
    id_: Id,
    reason: Annotated[str | None, typer.Option("--reason", help="Why; shown in place of the statement.")] = None,
    undo: Undo = False,
    by: By = None,
    json: Json = False,
) -> None:
    """Hide a statement from every view. Its bytes stay; erasing them is not offered."""
    archive = opened(context)
    if undo:
        report([archive.undo(id_, "withdraw", by=by)], json)
        return
    if reason is None:
        raise UsageError("withdraw: --reason is needed")
    report([archive.withdraw(id_, reason, by=by)], json)
