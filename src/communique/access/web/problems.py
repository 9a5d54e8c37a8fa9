"""Errors as answers for machines (RFC 9457), and what a request can run into beside the archive's own errors."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

TITLES = {
    400: "Bad request",
    401: "A token is needed",
    403: "Forbidden",
    404: "Not found",
    405: "Method not allowed",
    408: "Too slow",
    409: "Conflict",
    410: "Withdrawn",
    413: "Too large",
    415: "Unsupported media type",
    421: "Misdirected request",
    422: "Not valid",
    429: "Too many attempts",
    500: "Server error",
    503: "Not available now",
}
MEDIA_TYPE = "application/problem+json"


class Gone(Exception):
    """A statement that is withdrawn: only what may be shown of it."""

    def __init__(self, record: Mapping[str, Any]) -> None:
        super().__init__("withdrawn")
        self.record = record


class TooSlow(Exception):
    """A body that did not come in time."""


class TooLarge(Exception):
    """A body that is larger than it may be."""


def problem(status: int, detail: str, headers: Mapping[str, str] | None = None, **more: Any) -> Response:
    """An error in the form of RFC 9457; `type` is about:blank, so the status says what it is."""
    body = {"type": "about:blank", "title": TITLES.get(status, "Error"), "status": status, "detail": detail, **more}
    content = json.dumps(body, ensure_ascii=False).encode("utf-8", "backslashreplace")
    return Response(content, status, dict(headers or {}), MEDIA_TYPE)
