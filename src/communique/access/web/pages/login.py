"""The door: where the token is given, and left again."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from communique.access.web.asked import TheServing
from communique.access.web.forms import Decided
from communique.access.web.gate import COOKIE, Guesses, new_session, set_session
from communique.access.web.render import page
from communique.access.web.serving import is_token

router = APIRouter()


@router.get("/login")
def ask(request: Request, serving: TheServing) -> Response:
    """The form for the token."""
    if serving.token is None:
        return RedirectResponse("/", 303)
    return page(request, "login.html", {"wrong": False})


@router.post("/login")
def enter(request: Request, serving: TheServing, said: Decided) -> Response:
    """Let somebody in who knows the token."""
    guesses: Guesses = request.app.state.guesses
    if serving.token is None:
        return RedirectResponse("/", 303)
    if guesses.too_many():
        raise HTTPException(429, "too many wrong tokens: wait a minute", {"Retry-After": "60"})
    if not is_token(said.get("token", "").strip(), serving.token):
        guesses.wrong()
        return page(request, "login.html", {"wrong": True}, 401)
    response = RedirectResponse("/", 303)
    set_session(response, new_session(serving, admitted=True))
    return response


@router.post("/logout")
def leave(said: Decided) -> Response:
    """End the session of this browser."""
    response = RedirectResponse("/login", 303)
    response.delete_cookie(COOKIE, path="/")
    return response
