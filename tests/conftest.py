"""Settings for all tests."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from hypothesis import settings

from engines import db, emptied, new_database, place, server, store

__all__ = ["db", "emptied", "new_database", "place", "server", "store"]

# What somebody has added to their own gazetteer is not what is tested; the folder is not there.
os.environ["DATELINE_HOME"] = str(Path(tempfile.gettempdir()) / f"dateline-tests-{os.getpid()}" / "none")

# The same examples on each run, so that a red build is about the change; HYPOTHESIS_PROFILE=explore looks further.
settings.register_profile("steady", deadline=None, derandomize=True, max_examples=100)
settings.register_profile("explore", deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))
