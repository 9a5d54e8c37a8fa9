"""What went wrong, as a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import Request
from starlette.responses import Response

from communique.access.web.render import page


def error_page(request: Request, status: int, detail: str, headers: Mapping[str, str] | None = None, **more: Any) -> Response:
    """A page that says what happened; of a withdrawn statement, by whom, when and why."""
    values = {"status": status, "detail": detail, "withdrawn": more.get("withdrawn"), "statement": more.get("statement")}
    return page(request, "error.html", {**values, "address": more.get("url")}, status, headers)
