"""What a report's revisions have in common: the address they were published at."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

from dateline.codec import digest
from dateline.records import Report

__all__ = ["address", "document"]

_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id|igshid", re.IGNORECASE)
"""Keys of a query that say where a reader came from, and never which text is shown."""
_PORTS = {"http": "80", "https": "443"}


def address(url: str) -> str:
    """Return a URL in the one spelling by which two are compared.

    Scheme and host without case, ``http`` as ``https``, no default port, no fragment, no keys of trackers, no slash at
    the end. What is no URL is returned as it is.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return url
    scheme = parts.scheme.lower()
    if scheme not in _PORTS or not parts.hostname:
        return url
    host = parts.hostname if port is None or str(port) == _PORTS[scheme] else f"{parts.hostname}:{port}"
    query = parts.query
    if _TRACKING.search(query):
        pairs = parse_qsl(query, keep_blank_values=True)
        query = urlencode([pair for pair in pairs if not _TRACKING.fullmatch(pair[0])])
    return f"https://{host}{parts.path.rstrip('/')}{f'?{query}' if query else ''}"


def document(report: Report) -> str:
    """Return the name that all revisions of a report share: by its URL, and without one the report's own id."""
    return digest("document", address(report.url)) if report.url else report.id
