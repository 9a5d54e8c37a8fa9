"""The pages. Each works without JavaScript."""

from __future__ import annotations

from communique.access.web.pages import files, home, lists, login, search, statement

routers = (home.router, search.router, statement.router, lists.router, files.router, login.router)
