"""Who may come in, and whose word a decision is: the token, the session, and the proof that a form is ours (CSRF)."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections import deque
from urllib.parse import urlsplit

from fastapi import HTTPException, Request
from starlette.responses import RedirectResponse, Response

from communique.access.web.problems import problem
from communique.access.web.safety import App, Receive, Scope, Send
from communique.access.web.serving import Serving, is_token

COOKIE = "communique"
_WEEK = 7 * 86_400
_OPEN = ("/login", "/static/")


class Guesses:
    """Wrong tokens of the last minute."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._times: deque[float] = deque(maxlen=most)

    def too_many(self) -> bool:
        """Whether nobody may try again yet."""
        return len(self._times) == self.most and time.monotonic() - self._times[0] < 60

    def wrong(self) -> None:
        """One more."""
        self._times.append(time.monotonic())


class Gate:
    """Lets nobody in without the token, where the server has one."""

    def __init__(self, app: App, serving: Serving, guesses: Guesses) -> None:
        self.app = app
        self.serving = serving
        self.guesses = guesses

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or self.serving.token is None or scope["path"].startswith(_OPEN):
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        bearer = bearer_of(request)
        if bearer is not None:
            await self._by_token(bearer)(scope, receive, send) if not self._admits(bearer) else await self.app(
                scope, receive, send
            )
        elif session_of(request, self.serving) and not self._anonymous(request):
            await self.app(scope, receive, send)
        else:
            await self._asking(request)(scope, receive, send)

    def _admits(self, bearer: str) -> bool:
        if self.guesses.too_many():
            return False
        known = is_token(bearer, self.serving.token or "")
        if not known:
            self.guesses.wrong()
        return known

    def _by_token(self, bearer: str) -> Response:
        if self.guesses.too_many():
            return problem(429, "too many wrong tokens: wait a minute", {"Retry-After": "60"})
        return problem(401, "the token is not valid", {"WWW-Authenticate": "Bearer"})

    def _anonymous(self, request: Request) -> bool:
        return not (session_of(request, self.serving) or "").startswith("in.")

    def _asking(self, request: Request) -> Response:
        if request.url.path.startswith("/api/") or request.method not in ("GET", "HEAD"):
            return problem(401, "send the token as Authorization: Bearer", {"WWW-Authenticate": "Bearer"})
        return RedirectResponse("/login", 303)


def bearer_of(request: Request) -> str | None:
    """The token that a request carries in its header."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token.strip() else None


def new_session(serving: Serving, *, admitted: bool) -> str:
    """A session, signed: `in.` for somebody who gave the token, `as.` for anybody where none is asked for."""
    body = f"{'in' if admitted else 'as'}.{int(time.time())}.{secrets.token_hex(16)}"
    return f"{body}.{_signed(serving, body)}"


def session_of(request: Request, serving: Serving) -> str | None:
    """The session of a request, if its signature holds and it is not older than a week."""
    session = request.cookies.get(COOKIE, "")
    body, _, signature = session.rpartition(".")
    if not hmac.compare_digest(_signed(serving, body).encode(), signature.encode("utf-8", "replace")):
        return None
    since = body.split(".")[1]
    return session if time.time() - int(since) < _WEEK else None


def set_session(response: Response, session: str) -> None:
    """Keep a session with the browser, out of reach of scripts and of other sites."""
    response.set_cookie(COOKIE, session, max_age=_WEEK, httponly=True, samesite="strict", path="/")


def csrf_of(session: str, serving: Serving) -> str:
    """The word that a form of ours carries for a session."""
    return _signed(serving, f"csrf {session}")


def check_decision(request: Request, given: str | None, serving: Serving) -> None:
    """Refuse a decision that another site may have sent.

    Raises:
        HTTPException: 403, when neither a bearer token nor the word of a form of ours came with it.
    """
    if serving.token and (bearer := bearer_of(request)) and is_token(bearer, serving.token):
        return
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise HTTPException(403, "a decision can only be sent from a page of this archive")
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc.lower() != request.headers.get("host", "").lower():
        raise HTTPException(403, "a decision can only be sent from a page of this archive")
    session = session_of(request, serving)
    if session is None or not hmac.compare_digest(csrf_of(session, serving).encode(), (given or "").encode()):
        raise HTTPException(403, "this form has expired: open the page again and repeat what you decided")


def _signed(serving: Serving, body: str) -> str:
    return hmac.new(serving.secret, body.encode("utf-8", "replace"), hashlib.sha256).hexdigest()
