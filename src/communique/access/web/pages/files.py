"""What a page is made of beside its words: style, script; and the bytes of captures."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException
from starlette.responses import Response

from communique.access.web import originals
from communique.access.web.asked import Id, TheArchive
from communique.access.web.render import STATIC, static_file

router = APIRouter()


@router.get("/static/{name}")
def static(name: str) -> Response:
    """A file from a fixed list."""
    if name not in STATIC:
        raise HTTPException(404, "no such file")
    content, media_type = static_file(name)
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    if name == "replay.css":
        headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # a sandboxed frame has no origin
    return Response(content, 200, headers, media_type)


@router.get("/captures/{id}/original")
def original(archive: TheArchive, id: Id) -> Response:
    """The bytes of a capture."""
    return originals.download(archive, id)


@router.get("/captures/{id}/replay")
def replay(archive: TheArchive, id: Id) -> Response:
    """The saved page, sanitised."""
    return originals.replay(archive, id)
