"""Running the desk."""

from __future__ import annotations

from contextlib import suppress

from dateline import api
from dateline.api import InputError, ReadOnlyStore, people
from dateline.server.settings import Settings

__all__ = ["serve"]


def serve(settings: Settings) -> None:
    """Serve the desk until it is stopped.

    Raises:
        InputError: others could reach it and there are no accounts, TLS cannot be set up, or a package is missing.
        StoreError: the store cannot be opened.
    """
    try:
        import uvicorn

        from dateline.server.app import create_app
    except ImportError as missing:
        raise InputError(f'the desk needs {missing.name}; install it: pip install "dateline[desk]"') from missing
    if settings.accounts and not people.anybody(settings.db):
        raise InputError(
            f"others can reach the desk at {settings.host}, and there are no accounts; "
            f"make one first: dateline user add NAME --role lead --db {settings.db}"
        )
    if (settings.certificate is None) != (settings.key is None):
        raise InputError("--certificate and --key belong together; give both, or none")
    with suppress(ReadOnlyStore):  # which is read as it is
        api.resolve(settings.db)
    try:
        uvicorn.run(
            create_app(settings),
            host=settings.host,
            port=settings.port,
            log_level="warning",
            server_header=False,
            ssl_certfile=settings.certificate,
            ssl_keyfile=settings.key,
        )
    except OSError as error:
        if settings.certificate is None:
            raise
        raise InputError(
            f"{settings.certificate}, {settings.key}: {error.strerror or error}; give a PEM chain and its key"
        ) from error
