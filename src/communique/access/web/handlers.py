"""Which error is which answer: RFC 9457 for machines, a page for people."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException as BareHTTPException
from starlette.responses import Response

from communique.access.web.pages.errors import error_page
from communique.access.web.problems import Gone, TooLarge, TooSlow, problem
from communique.errors import Ambiguous, ArchiveBusy, CommuniqueError, DecisionError, NotFound, SearchError, UsageError

STATUS: tuple[tuple[type[CommuniqueError], int], ...] = (
    (Ambiguous, 409),
    (NotFound, 404),
    (UsageError, 400),
    (DecisionError, 409),
    (ArchiveBusy, 503),
    (SearchError, 503),
    (CommuniqueError, 500),
)
_LOG = logging.getLogger("communique.serve")


def install(app: FastAPI) -> None:
    """Make every error of the application an answer."""

    def answer(request: Request, status: int, detail: str, headers: Mapping[str, str] | None = None, **more: Any) -> Response:
        if request.url.path.startswith("/api/"):
            return problem(status, detail, headers, **more)
        return error_page(request, status, detail, headers, **more)

    async def ours(request: Request, error: Exception) -> Response:
        assert isinstance(error, CommuniqueError)
        status = next(status for kind, status in STATUS if isinstance(error, kind))
        if status < 500:
            return answer(request, status, str(error))
        _LOG.error("%s", error)
        return answer(request, status, "the archive cannot be read or written now; the server's log says why")

    async def gone(request: Request, error: Exception) -> Response:
        assert isinstance(error, Gone)
        return answer(request, 410, "this statement is withdrawn", **error.record)

    async def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        faults = [{"where": ".".join(str(p) for p in one["loc"]), "what": one["msg"]} for one in error.errors()[:20]]
        return answer(request, 422, "; ".join(f"{f['where']}: {f['what']}" for f in faults), errors=faults)

    async def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, BareHTTPException | HTTPException)
        return answer(request, error.status_code, str(error.detail), error.headers)

    async def body(request: Request, error: Exception) -> Response:
        slow = isinstance(error, TooSlow)
        close = {"Connection": "close"}
        return answer(
            request, 408 if slow else 413, f"the body of the request {'came too slowly' if slow else 'is too large'}", close
        )

    async def unexpected(request: Request, error: Exception) -> Response:
        return answer(request, 500, "something went wrong; the server's log says what")

    for kind, handler in (
        (CommuniqueError, ours),
        (Gone, gone),
        (TooSlow, body),
        (TooLarge, body),
        (RequestValidationError, invalid),
        (BareHTTPException, http),
        (Exception, unexpected),
    ):
        app.add_exception_handler(kind, handler)
