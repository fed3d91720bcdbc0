"""The application: its pages, what is shipped with it, and what every request goes through."""

from __future__ import annotations

from importlib import import_module

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from dateline import __version__, web
from dateline.server import api_v1, auth
from dateline.server.problem import show_problems
from dateline.server.security import guard_requests
from dateline.server.settings import Settings

__all__ = ["PAGES", "create_app"]

PAGES = ("events", "map", "event", "report", "review", "coding", "today", "sources", "ledgers")
"""Modules of ``dateline.server.pages`` and ``dateline.server``, each with a ``router``; a page is added here."""


def create_app(settings: Settings) -> FastAPI:
    """Make the application of a store.

    Raises:
        StoreError: the store cannot be opened.
    """
    app = FastAPI(title="dateline", version=__version__, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.settings = settings
    app.mount("/static", StaticFiles(directory=web.STATIC), name="static")
    for name in PAGES:
        app.include_router(import_module(f"dateline.server.pages.{name}").router)
    app.include_router(auth.router)
    app.mount(api_v1.PREFIX, api_v1.create_api(settings), name="api")
    show_problems(app)
    guard_requests(app, settings)
    return app
