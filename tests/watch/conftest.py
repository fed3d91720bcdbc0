"""A site, a world that leads to it, and a store to watch into."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dateline.store import Store, open_store
from feed_world import World
from loopback import Site, serving


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(Site()) as found:
        yield found


@pytest.fixture
def world(site: Site) -> World:
    made = World(site)
    site.clock = made.seconds
    return made


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "news.db", create=True) as found:
        yield found
