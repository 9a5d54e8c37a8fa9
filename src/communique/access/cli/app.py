"""The root command: where the archive is, how errors end, which verbs there are."""

from __future__ import annotations

import os
import sys
from importlib import metadata
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from communique.access.cli import adding, claiming, deciding, demo, finding, keeping, pure, serving
from communique.access.cli.output import message
from communique.errors import CommuniqueError


class _Root(TyperGroup):
    """Ends a run that was stopped, or whose reader has gone, in our words: typer would end it without any."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            message("stopped: everything reported so far is kept; the same command goes on where it stopped")
            raise typer.Exit(1) from None
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else Python complains when it flushes at the end
            raise typer.Exit(0) from None


app = typer.Typer(
    name="communique",
    cls=_Root,
    help="An archive of official statements that remembers and reads.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"communique {metadata.version('communique')}")
        raise typer.Exit


@app.callback()
def root(
    context: typer.Context,
    archive: Annotated[
        Path | None, typer.Option("--archive", help="The archive; else $COMMUNIQUE_ARCHIVE, else ./communique.archive.")
    ] = None,
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False,
) -> None:
    """An archive of official statements that remembers and reads."""
    context.obj = archive


for module in (adding, finding, claiming, deciding, keeping, pure, serving, demo):
    module.register(app)


def run() -> None:
    """Run the command line; an error of ours becomes a message and an exit code, nothing else is caught."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app(standalone_mode=True)
    except CommuniqueError as error:
        message(str(error))
        sys.exit(error.exit_code)
