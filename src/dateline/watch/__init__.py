"""Watching feeds into a store: ``plan.py`` says what is asked for when, ``run.py`` asks and keeps what is new.

``account.py`` has what is told of it, ``into.py`` what the library and the command line call.
"""

from __future__ import annotations

from dateline.watch.account import Happening, Surroundings, Watched
from dateline.watch.into import feeds, watch
from dateline.watch.plan import back_off
from dateline.watch.run import Watch

__all__ = ["Happening", "Surroundings", "Watch", "Watched", "back_off", "feeds", "watch"]
