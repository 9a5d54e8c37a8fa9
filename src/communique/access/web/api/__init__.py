"""The HTTP API, version 1: `{total, next, items, facets?, notes?}` around the records of the JSON contract."""

from __future__ import annotations

from fastapi import APIRouter

from communique.access.web.api import claiming, deciding, finding, looking
from communique.access.web.api.answers import PROBLEMS

router = APIRouter(responses=PROBLEMS)
for part in (finding, looking, claiming, deciding):
    router.include_router(part.router)
