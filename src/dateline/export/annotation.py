"""Claims as W3C Web Annotations: JSON Lines of JSON-LD, each on the words of a stored text.

Positions count Unicode code points from 0, the end exclusive, as the recommendation has it; a program that counts
UTF-16 (JavaScript does) must convert. The target's ``source`` is the report's address, or a name made of its id; the
``state`` has the digest of the text that was stored, which positions are of.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import BinaryIO

from dateline.codec import to_dict
from dateline.event import Account, Event
from dateline.export.base import Lookup, Made, Stamp, dumps, in_pages
from dateline.records import Report

__all__ = ["write"]

_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_BESIDE = 32
"""Characters of the text before and after that a quote is told apart by."""


def write(events: Iterable[Event], lookup: Lookup, stamp: Stamp, out: BinaryIO) -> Made:
    """Write an annotation for each claim of the events, a line each."""
    made = Made()
    digests: dict[str, str] = {}
    for page in in_pages(events, 50):
        accounts = lookup.accounts([claim for event in page for claim in event.claims])
        reports = lookup.reports(sorted({account.report for account in accounts.values()}))
        for event in page:
            for name in event.claims:
                account = accounts.get(name)
                report = reports.get(account.report) if account is not None else None
                if account is None or report is None:
                    continue
                if report.id not in digests:
                    if len(digests) > 10_000:
                        digests.clear()
                    digests[report.id] = hashlib.sha256(report.text.encode("utf-8", "surrogatepass")).hexdigest()
                out.write(dumps(annotation(account, report, event, stamp, digests[report.id])) + b"\n")
                made.rows += 1
    return made


def annotation(account: Account, report: Report, event: Event, stamp: Stamp, sha256: str) -> dict[str, object]:
    """Return the annotation of a claim, which is of an event."""
    claim = account.claim
    evidence = claim.evidence
    start, end = evidence.start, evidence.end
    return {
        "@context": _CONTEXT,
        "id": f"urn:dateline:claim:{claim.id}",
        "type": "Annotation",
        "motivation": "classifying",
        "created": stamp.made,
        "generator": {"type": "Software", "name": f"dateline {stamp.version}"},
        "body": [
            {"type": "TextualBody", "purpose": "tagging", "value": claim.type.value},
            {"type": "Dataset", "purpose": "describing", "format": "application/json", "value": to_dict(claim)},
            {"type": "SpecificResource", "purpose": "linking", "source": f"urn:dateline:event:{event.id}"},
        ],
        "target": {
            "source": report.url or f"urn:dateline:report:{report.id}",
            "state": {"type": "State", "sha256": sha256, "report": report.id},
            "selector": [
                {
                    "type": "TextQuoteSelector",
                    "exact": report.text[start:end],
                    "prefix": report.text[max(0, start - _BESIDE) : start],
                    "suffix": report.text[end : end + _BESIDE],
                },
                {"type": "TextPositionSelector", "start": start, "end": end},
            ],
        },
    }
