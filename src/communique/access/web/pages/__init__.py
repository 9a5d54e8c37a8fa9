"""The pages. Each works without JavaScript."""

from __future__ import annotations

from communique.access.web.pages import files, login

routers = (files.router, login.router)
