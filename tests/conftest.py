"""Settings for all tests."""

from __future__ import annotations

import os

from hypothesis import settings

# The same examples on each run, so that a red build is about the change; HYPOTHESIS_PROFILE=explore looks further.
settings.register_profile("steady", deadline=None, derandomize=True, max_examples=100)
settings.register_profile("explore", deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))
