"""The application: an archive, the safety around it, the API and the pages. Each worker process makes its own."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI

from communique.access.web import handlers
from communique.access.web.api import router as api
from communique.access.web.gate import Gate, Guesses
from communique.access.web.pages import routers as pages
from communique.access.web.safety import Safety
from communique.access.web.serving import Serving
from communique.archive import open_archive
from communique.settings import Settings

ABOUT = (
    "Everything that the archive has, as records of the JSON contract. Errors are RFC 9457. Spans are half-open, in code points."
)


def create(folder: Path, serving: Serving) -> FastAPI:
    """The application on one archive.

    Raises:
        NotFound, HoldingsError: there is no archive, or it cannot be opened.
    """
    from importlib.metadata import version

    app = FastAPI(
        title="Communiqué",
        description=ABOUT,
        version=version("communique"),
        openapi_url="/api/v1/openapi.json",
        docs_url=None,  # both load scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,
        separate_input_output_schemas=False,
    )
    archive = open_archive(folder, settings=Settings(keep_open=True))
    archive.status()  # an archive that cannot be read is said now, not with the first request
    app.state.archive = archive
    app.state.serving = serving
    app.state.guesses = Guesses(serving.guesses)
    app.include_router(api, prefix="/api/v1")
    for router in pages:
        app.include_router(router, include_in_schema=False)
    handlers.install(app)
    app.add_middleware(Gate, serving=serving, guesses=app.state.guesses)
    app.add_middleware(Safety, serving=serving)
    return app
