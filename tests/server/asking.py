"""Every page of a desk and every answer of its API, with all that their addresses may name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi.testclient import TestClient
    from httpx import Response

__all__ = ["answers"]


def answers(client: TestClient, names: Sequence[str], queries: Sequence[str] = ("",)) -> Iterator[tuple[str, Response]]:
    """Ask for all that can be asked for by GET; give the address and the answer, which is never a failure."""
    told = client.get("/api/v1/openapi.json").json()["paths"]
    paths = [*client.app.openapi()["paths"].items(), *((f"/api/v1{path}", how) for path, how in told.items())]
    for template, how in paths:
        if "get" not in how:
            continue
        for values in product(names, repeat=template.count("{")):
            left = iter(values)
            path = re.sub(r"\{\w+\}", lambda found, left=left: next(left), template)
            for query in queries:
                answer = client.get(path + query)
                assert answer.status_code < 500, path
                yield path + query, answer
