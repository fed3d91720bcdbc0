"""A desk that answers on a port of its own, and pages in the system's Chromium that note whatever goes wrong or out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

__all__ = ["CHROMIUM", "Opened", "needs_browser", "opened"]

CHROMIUM = Path("/usr/bin/chromium")


needs_browser = pytest.mark.skipif(
    not CHROMIUM.exists() or find_spec("uvicorn") is None,
    reason=f"there is no {CHROMIUM}, or the desk is not installed (pip install dateline[desk])",
)


@dataclass
class Opened:
    """A page, what was said on its console, and what it asked for."""

    page: Page
    base: str
    wrong: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def outside(self) -> list[str]:
        """Return what was asked of others than the desk."""
        return [url for url in self.asked if not url.startswith((self.base, "data:"))]


@contextmanager
def opened(browser: Browser, base: str, **how: object) -> Iterator[Opened]:
    """Open a page; when it is closed, nothing may have gone wrong on it and nothing out."""
    context: BrowserContext = browser.new_context(**how)  # type: ignore[arg-type]
    found = Opened(context.new_page(), base)
    found.page.set_default_timeout(60_000)
    found.page.on("console", lambda said: found.wrong.append(said.text) if said.type in ("error", "warning") else None)
    found.page.on("pageerror", lambda error: found.wrong.append(str(error)))
    found.page.on("request", lambda sent: found.asked.append(sent.url))
    yield found
    context.close()
    assert found.wrong == []
    assert found.outside() == []
