"""The pages. Each works without JavaScript."""

from __future__ import annotations

from communique.access.web.pages import claims, files, home, lists, login, search, statement

routers = (home.router, search.router, statement.router, claims.router, lists.router, files.router, login.router)
