"""The verb serve: the archive in the browser, and as an API."""

from __future__ import annotations

import logging
import os
import sys
from typing import Annotated

import typer

from communique.access.cli.options import opened
from communique.access.cli.output import message, say
from communique.archive import Archive
from communique.errors import UsageError


def register(app: typer.Typer) -> None:
    """Put the verb into the command line."""
    app.command()(serve)


def serve(
    context: typer.Context,
    host: Annotated[
        str, typer.Option("--host", help="Address to listen at; others than this machine's own need --token.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0: any free one.")] = 8000,
    workers: Annotated[int, typer.Option("--workers", min=1, max=64, help="Processes that answer.")] = 1,
    token: Annotated[bool, typer.Option("--token", help="Ask for a token; the first time, one is made and shown.")] = False,
    new_token: Annotated[bool, typer.Option("--new-token", help="Make a new token; the old one ends.")] = False,
    name: Annotated[list[str] | None, typer.Option("--name", help="A host name by which it is reached; may be repeated.")] = None,
    open_: Annotated[bool, typer.Option("--open", help="Open it in the browser, where there is one.")] = False,
    log: Annotated[bool, typer.Option("--log", help="A line for each request on stderr, without what was asked.")] = False,
) -> None:
    """Open the archive in the browser and as an API; prints its address."""
    from communique.access.web.run import run
    from communique.access.web.serving import is_loopback, serving

    archive = opened(context)
    asked = token or new_token
    if not asked and not is_loopback(host):
        raise UsageError(f"serve: {host} can be reached by others", "Add --token, so that only those who know it come in.")
    how = serving(host, _token(archive, new=new_token) if asked else None, tuple(name or ()))
    logging.basicConfig(stream=sys.stderr, format="%(message)s", level=logging.INFO if log else logging.WARNING)
    run(archive.folder, how, host, port, workers, _show if open_ else _announce)


def _token(archive: Archive, *, new: bool) -> str:
    """The digest of the archive's token; one is made, and shown this once, where there is none or a new one is wanted."""
    from communique.access.web.serving import new_token

    if archive.settings.token and not new:
        return archive.settings.token
    token, digest = new_token()
    archive.set_token(digest)
    message(f"the token, shown only now: {token}")
    return digest


def _announce(address: str) -> None:
    say(address)
    sys.stdout.flush()


def _show(address: str) -> None:
    """The address, and the browser where there is a screen for it: one of the terminal would take the terminal away."""
    import webbrowser

    _announce(address)
    if sys.platform == "darwin" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        webbrowser.open(address)
