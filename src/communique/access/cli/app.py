"""The root command: where the archive is, how errors end, which verbs there are."""

from __future__ import annotations

import sys
from importlib import metadata
from pathlib import Path
from typing import Annotated

import typer

from communique.access.cli import adding, deciding, demo, finding, keeping, pure
from communique.access.cli.output import err, message
from communique.errors import CommuniqueError

app = typer.Typer(
    name="communique",
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


for module in (adding, finding, deciding, keeping, pure, demo):
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
    except KeyboardInterrupt:
        message("stopped: everything reported so far is kept; the same command goes on where it stopped")
        sys.exit(1)
    except BrokenPipeError:
        err.file = sys.__stderr__ or sys.stderr
        sys.exit(0)
