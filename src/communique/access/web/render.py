"""From a template and its values to an answer: HTML is always escaped, a session is always there for the forms."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping
from importlib import resources
from typing import Any

from fastapi import Request
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from communique.access.web import show
from communique.access.web.gate import csrf_of, new_session, session_of, set_session
from communique.access.web.serving import Serving

STATIC = {
    "communique.css": "text/css; charset=utf-8",
    "replay.css": "text/css; charset=utf-8",
    "communique.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}


@functools.cache
def environment() -> Environment:
    """The templates, with what they may call."""
    made = Environment(
        loader=PackageLoader("communique.access.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(show.FILTERS)
    made.globals.update(show.GLOBALS, static=static_address)
    return made


def page(
    request: Request, template: str, values: Mapping[str, Any], status: int = 200, headers: Mapping[str, str] | None = None
) -> HTMLResponse:
    """A page. Forms in it carry the word of the session; who has none gets one."""
    serving: Serving = request.app.state.serving
    known = session_of(request, serving)
    session = known or new_session(serving, admitted=False)
    inside = serving.token is None or session.startswith("in.")
    common = {
        "csrf": csrf_of(session, serving),
        "asks_token": serving.token is not None,
        "inside": inside,
        "path": request.url.path,
    }
    text = environment().get_template(template).render(common | dict(values))
    response = HTMLResponse(text.encode("utf-8", "replace"), status, dict(headers or {}))
    if known is None:
        set_session(response, session)
    return response


@functools.cache
def static_file(name: str) -> tuple[bytes, str]:
    """A file of ours and its media type, by a name from a fixed list: no path of a request reaches the disk.

    Raises:
        KeyError: none of ours.
    """
    media_type = STATIC[name]
    return (resources.files("communique.access.web") / "static" / name).read_bytes(), media_type


@functools.cache
def static_address(name: str) -> str:
    """Where a file of ours is, so that a new one is never taken for an old one."""
    return f"/static/{name}?v={hashlib.sha256(static_file(name)[0]).hexdigest()[:10]}"
