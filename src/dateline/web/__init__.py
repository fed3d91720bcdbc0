"""What the desk shows: templates, styles and scripts, all shipped, nothing fetched. Everything in a page is escaped."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["STATIC", "render"]

HERE = Path(__file__).parent
STATIC = HERE / "static"


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    from dateline.web.filters import FILTERS

    found = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters.update(FILTERS)
    return found


def render(template: str, **values: object) -> str:
    """Write a template; values are escaped wherever they stand."""
    return _environment().get_template(template).render(**values)
