"""Read news as claims: who says that who did what to whom, where and when, and in which words.

>>> import dateline
>>> for reading in dateline.read("reports/"):  # doctest: +SKIP
...     for claim in reading.claims:
...         print(claim.type, claim.evidence.text)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.errors import DatelineError
from dateline.records import Claim, Reading, Report
from dateline.version import __version__

if TYPE_CHECKING:
    from dateline.api import read
    from dateline.codec import schema

__all__ = ["Claim", "DatelineError", "Reading", "Report", "__version__", "read", "schema"]

_LAZY = {"read": "dateline.api", "schema": "dateline.codec"}


def __getattr__(name: str) -> object:
    # The model's runtime takes a moment to load: only who reads pays for it.
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(_LAZY[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
