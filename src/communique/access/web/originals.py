"""The bytes of a capture: to download, never to run; and the saved page, made harmless, for a frame without scripts."""

from __future__ import annotations

import functools
from typing import Any

from starlette.responses import Response

from communique.access import records
from communique.access.web.problems import Gone
from communique.archive import Archive
from communique.errors import NotFound
from communique.model import Capture

_SUFFIXES = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "multipart/related": "mhtml",
    "application/pdf": "pdf",
    "text/plain": "txt",
    "text/markdown": "md",
    "application/json": "json",
    "message/rfc822": "eml",
}
# What a saved page may do in its frame: nothing but be read. No address in it is ever asked for.
FRAME_POLICY = "default-src 'none'; style-src 'self'; sandbox; frame-ancestors 'self'; base-uri 'none'; form-action 'none'"
_DROPPED = {"script", "style", "template", "noscript", "iframe", "object", "embed", "svg", "math", "title", "textarea", "select"}


def capture_of(archive: Archive, word: str) -> Capture:
    """A capture by its id or a unique beginning of one.

    Raises:
        NotFound: no capture answers. Gone: its statement is withdrawn.
    """
    one = archive.show(word)
    if one.withdrawn:
        raise Gone(records.statement(one))
    named = [c for c in archive.captures(one.id)[one.id] if c.id.startswith(word.lower())]
    if len(named) != 1:
        raise NotFound(f"{word}: no capture of that id", "See the captures of its statement.")
    return named[0]


def download(archive: Archive, word: str) -> Response:
    """The original bytes, as a file to keep: no browser runs it."""
    capture = capture_of(archive, word)
    name = f"{capture.id}.{_SUFFIXES.get(capture.media_type, 'bin')}"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    }
    return Response(archive.original(capture.id), 200, headers, "application/octet-stream")


def replay(archive: Archive, word: str) -> Response:
    """The saved page, sanitised, under a policy that forbids it everything.

    Raises:
        NotFound: the capture is no page.
    """
    capture = capture_of(archive, word)
    page = archive.saved_page(capture.id)
    if page is None:
        raise NotFound(f"{capture.id}: not a saved page", "Download the original instead.")
    body = '<!DOCTYPE html><html><head><meta charset="utf-8"><title>Saved page</title>'
    body += f'<link rel="stylesheet" href="/static/replay.css"></head><body dir="auto">{harmless(page)}</body></html>'
    headers = {"Content-Security-Policy": FRAME_POLICY, "X-Frame-Options": "SAMEORIGIN"}
    return Response(body.encode("utf-8", "replace"), 200, headers, "text/html; charset=utf-8")


def harmless(page: str) -> str:
    """A hostile page as words, structure and nothing that acts: no script, style, form, frame, picture or address."""
    import nh3

    return nh3.clean(page, **_rules())


@functools.cache
def _rules() -> dict[str, Any]:
    import nh3

    tags = (set(nh3.ALLOWED_TAGS) | {"main", "section", "h1", "footer", "header"}) - {"img", "a", "map", "area"} - _DROPPED
    attributes = {"*": {"lang", "dir"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}, "ol": {"start"}}
    return {"tags": tags, "attributes": attributes, "clean_content_tags": _DROPPED, "url_schemes": set(), "link_rel": None}
