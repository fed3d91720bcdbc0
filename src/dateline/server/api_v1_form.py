"""What the API answers, described: the forms of records as components of its OpenAPI document."""

from __future__ import annotations

import json
from functools import cache

from dateline.api import Event, Judgement, Reading, Review, StoredClaim, StoredOrigin, StoredReport, service
from dateline.server.problem import MEDIA

__all__ = ["REFUSED", "SECURITY", "components", "found", "listed"]

_ROOTS = (Reading, Event, StoredClaim, StoredReport, Judgement, Review, service.Counts, *service.ROW_OF.values())
_PREFIX = "#/components/schemas/"
SECURITY = {
    "token": {"type": "http", "scheme": "bearer", "description": "from dateline user token NAME"},
    "session": {"type": "apiKey", "in": "cookie", "name": "dateline_session", "description": "of who is logged in"},
}
_PROBLEM = {
    "type": "object",
    "description": "What went wrong (RFC 9457), and what to do about it.",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "remedy": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"where": {"type": "string"}, "what": {"type": "string"}},
                "required": ["where", "what"],
            },
        },
    },
    "required": ["type", "title", "status", "detail"],
    "additionalProperties": False,
}
REFUSED: dict[int | str, dict[str, object]] = {
    "4XX": {
        "description": "What is asked cannot be answered",
        "content": {MEDIA: {"schema": {"$ref": f"{_PREFIX}Problem"}}},
    },
    503: {
        "description": "The store cannot be asked now",
        "content": {MEDIA: {"schema": {"$ref": f"{_PREFIX}Problem"}}},
    },
}


@cache
def components() -> dict[str, object]:
    """Return the forms of all records that are answered, by name."""
    found: dict[str, object] = {}
    for root in _ROOTS:
        found |= service.definitions(root)
    # Passages that reports share are other records than passages of a report, by the same name.
    for name, form in service.definitions(StoredOrigin).items():
        own = "SharedPassage" if name == "Passage" else name
        found[own] = json.loads(json.dumps(form).replace('"#/$defs/Passage"', '"#/$defs/SharedPassage"'))
    told: dict[str, object] = json.loads(json.dumps(found).replace("#/$defs/", _PREFIX))
    return {**dict(sorted(told.items())), "Problem": _PROBLEM}


def found(form: str, description: str, status: int = 200) -> dict[int | str, dict[str, object]]:
    """Describe an answer that is one record."""
    return {
        **REFUSED,
        status: {"description": description, "content": {"application/json": {"schema": _ref(form)}}},
        **({304: {"description": "It is as If-None-Match says"}} if status == 200 else {}),
    }


def listed(*forms: str) -> dict[int | str, dict[str, object]]:
    """Describe an answer that is a page of records."""
    item = _ref(forms[0]) if len(forms) == 1 else {"anyOf": [_ref(each) for each in forms]}
    page = {
        "type": "object",
        "properties": {"items": {"type": "array", "items": item}, "next": {"type": ["string", "null"]}},
        "required": ["items", "next"],
        "additionalProperties": False,
    }
    return {
        **REFUSED,
        200: {
            "description": "A page; next is the cursor of the next one, null at the end",
            "content": {"application/json": {"schema": page}},
        },
        304: {"description": "It is as If-None-Match says"},
    }


def _ref(form: str) -> dict[str, object]:
    return {"$ref": f"{_PREFIX}{form}"}
