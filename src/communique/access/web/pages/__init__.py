"""The pages. Each works without JavaScript."""

from __future__ import annotations

from communique.access.web.pages import claims, files, home, lists, login, search, statement, status

routers = (
    home.router, search.router, statement.router, claims.router, lists.router, status.router, files.router, login.router,
)  # fmt: skip
