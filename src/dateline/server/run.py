"""Running the desk."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from threading import Thread

from dateline import api
from dateline.api import InputError, ReadOnlyStore, people
from dateline.server.settings import Settings

__all__ = ["serve", "served"]


def serve(settings: Settings, *, told: Callable[[], None] = lambda: None) -> None:
    """Serve the desk until it is stopped; ``told`` is called once it answers.

    Raises:
        InputError: others could reach it and there are no accounts, address or port cannot be had, TLS cannot be set
            up, or a package is missing.
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
    config = uvicorn.Config(
        create_app(settings),
        log_level="warning",
        server_header=False,
        ssl_certfile=settings.certificate,
        ssl_keyfile=settings.key,
    )
    try:
        config.load()
    except OSError as error:
        raise InputError(
            f"{settings.certificate}, {settings.key}: {error.strerror or error}; give a PEM chain and its key"
        ) from error

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                told()

    with _bound(settings) as bound, suppress(KeyboardInterrupt):
        Server(config).run(sockets=[bound])


@contextmanager
def served(settings: Settings) -> Iterator[str]:
    """Serve the desk from a thread while something else goes on, and give its address; port 0 is any that is free.

    Raises:
        InputError: address or port cannot be had, or it did not start.
    """
    import uvicorn

    from dateline.server.app import create_app

    server = uvicorn.Server(uvicorn.Config(create_app(settings), log_level="warning"))
    with _bound(settings) as bound:
        thread = Thread(target=server.run, args=([bound],), daemon=True)
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.01)
        url = replace(settings, port=bound.getsockname()[1]).url.rstrip("/")
        try:
            if not server.started:
                raise InputError(f"the desk did not start at {url}; what was logged above says why")
            yield url
        finally:
            server.should_exit = True
            thread.join()


def _bound(settings: Settings) -> socket.socket:
    """Take address and port, before anything is said of them."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family, backlog=2048)
    except OSError as error:
        raise InputError(
            f"{settings.host}:{settings.port} cannot be had: {error.strerror or error}; "
            "end what is there, or give another --port or --host"
        ) from error
