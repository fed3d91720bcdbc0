"""The desk: the place in the browser where an analyst reads, checks and corrects. A door, like the command line.

``create_app`` makes the application of a store; ``serve`` runs it. Needs ``pip install 'dateline[desk]'``.
"""

from __future__ import annotations

from dateline.server.settings import Settings

__all__ = ["Settings"]
