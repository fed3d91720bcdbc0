"""The gold of the example fortnight: read, with each trigger found in its report, and checked.

``problems`` says in words what is wrong; ``find`` turns ``"uw01 killed#2"`` into a span. README.md tells the form.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from dateline.records import ClaimType

ROOT = Path(__file__).resolve().parents[2]
REPORTS = ROOT / "examples" / "fortnight" / "reports.jsonl"
GOLD = Path(__file__).with_name("gold.toml")

Row = Mapping[str, Any]
"""A table of the gold, or a report, as it stands in its file."""

FIRST, LAST = "2031-09-01", "2031-09-14"
STATUS = frozenset(
    {"single-origin", "corroborated", "disputed", "denied", "withdrawn", "demanded", "offered"}
    | {"planned", "came-to-pass", "did-not-come-to-pass"}
)
WAS = frozenset({"planned", "predicted", "threatened"})
HOW = frozenset("verbatim cut reordered rewritten merged chain quote corrected revision".split())
RELATIONS = frozenset({"denies", "confirms", "corrects", "withdraws"})
OUTCOMES = frozenset({"borne-out", "not-borne-out", "unknown"})
FORESEEN = frozenset({"planned", "threatened", "predicted", "promised"})
CONTROL = frozenset({"held", "contested", "share"})
LEDGERS = ("control", "access", "negotiation", "rule", "outlook", "people")
ROLES = frozenset("killed killed_soldiers killed_rebels injured detained released participants".split())

KEYS = {
    "place": "name kind in latitude longitude",
    "origin": "id source members",
    "member": "report how part events evidence",
    "unlike": "reports why",
    "relation": "kind report of by event what",
    "event": "id type also mode title date until date_note place place_precision actors recipients status was disputed"
    " denied_by tolls said part_of content_of summary links mentions optional",
    "said": "report role low high open by withdrawn",
    "different": "events why",
    "control": "place holder since until state claim percent who evidence",
    "access": "place what state since since_note until limits who evidence",
    "negotiation": "id parties mediators topic state steps",
    "step": "date kind party what who evidence",
    "rule": "id place imposed_by on conduct sense penalty exempt since until who evidence optional",
    "outlook": "event kind made due due_note who what evidence outcome shown_by optional",
    "people": "what whom holder event low high date who evidence",
}
_MENTION = re.compile(r"(?P<report>[a-z]+\d\d) (?P<words>.+?)(?:#(?P<nth>[1-9]))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Where a trigger stands: code points into the text of the report whose row has the id ``report``."""

    report: str
    start: int
    end: int


class StoryError(Exception):
    """A mention that is not in its report."""


def reports(path: Path = REPORTS) -> dict[str, Row]:
    """Return the rows by their ids."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return {row["id"]: row for row in rows}


def gold(path: Path = GOLD) -> dict[str, Any]:
    """Return the gold as it stands in its file."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def find(mention: str, rows: Mapping[str, Row]) -> Span:
    """Find ``"uw01 killed#2"``: in uw01, whole words, the second of them. Raises StoryError."""
    match = _MENTION.fullmatch(mention)
    if match is None or match["report"] not in rows:
        raise StoryError(f"{mention!r}: no such report")
    text, words = rows[match["report"]]["text"], match["words"]
    found = [hit.span() for hit in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]
    nth = int(match["nth"] or 0)
    if not found:
        raise StoryError(f"{mention!r}: {words!r} is not in the report")
    if nth > len(found) or (len(found) > 1) != bool(nth):
        raise StoryError(f"{mention!r}: {words!r} stands there {len(found)} times; say which with #, or leave # out")
    start, end = found[nth - 1 if nth else 0]
    return Span(report=match["report"], start=start, end=end)


def sources(report: str, event: str, told: Row) -> frozenset[str]:
    """Return the origins of what ``report`` tells of ``event``, each named by its first report.

    A part counts as its source only for the events that the gold names; a merged report has two origins.
    """
    part = [
        origin["source"]
        for origin in told["origin"]
        for member in origin["members"]
        if member["report"] == report and member.get("part") and event in member.get("events", ())
    ]
    whole = [
        origin["source"]
        for origin in told["origin"]
        for member in origin["members"]
        if member["report"] == report and not member.get("part")
    ]
    return frozenset(part or whole or [report])


def origins(event: Row, told: Row) -> frozenset[str]:
    """Return the independent origins that tell of ``event``, optional mentions left out."""
    tellers = {mention.split()[0] for mention in event["mentions"]}
    return frozenset().union(*(sources(report, event["id"], told) for report in tellers))


def problems(told: Row, rows: Mapping[str, Row]) -> list[str]:
    """Return what is wrong with the gold, a line each; nothing if it is as README.md says."""
    found = [*_keys(told), *_origins(told, rows), *_events(told, rows)]
    return [*found, *_relations(told, rows), *_ledgers(told, rows)]


def _keys(told: Row) -> Iterator[str]:
    tables = {"format", "annotated", "place", "origin", "alone", "unlike", "relation", "event", "different", *LEDGERS}
    yield from (f"{key}: no such table" for key in sorted(told.keys() - tables))
    inner = {"origin": ("members", "member"), "event": ("said", "said"), "negotiation": ("steps", "step")}
    for table in tables - {"format", "annotated", "alone"}:
        for row in told.get(table, []):
            yield from _unknown(table, row)
            key, name = inner.get(table, ("", ""))
            for item in row.get(key, []):
                yield from _unknown(name, item)


def _unknown(table: str, row: Row) -> Iterator[str]:
    for key in sorted(row.keys() - set(KEYS[table].split())):
        yield f"{table} {_name(row)}: no such key as {key}"


def _name(row: Row) -> str:
    return next((str(row[key]) for key in ("id", "report", "name", "event", "what", "place") if key in row), "?")


def _date(value: str) -> str | None:
    """Say what is wrong with an ISO 8601 prefix; None if nothing is."""
    try:
        if re.fullmatch(r"\d{4}(-\d\d){0,2}", value):
            date.fromisoformat(value + "-01-01"[len(value) - 4 :] if len(value) < 10 else value)
            return None
    except ValueError:
        pass
    return f"{value!r} is no date"


def _dates(name: str, *, start: str | None, end: str | None) -> Iterator[str]:
    for value in (start, end):
        if value and (wrong := _date(value)):
            yield f"{name}: {wrong}"
    if start and end and end[: len(start)] < start[: len(end)]:
        yield f"{name}: ends on {end}, before {start}"


def _found(name: str, mentions: Sequence[str], rows: Mapping[str, Row]) -> Iterator[str]:
    for mention in mentions:
        try:
            find(mention, rows)
        except StoryError as error:
            yield f"{name}: {error}"


def _origins(told: Row, rows: Mapping[str, Row]) -> Iterator[str]:
    events = {event["id"] for event in told["event"]}
    homes: Counter[str] = Counter(told["alone"]["reports"])
    merged: Counter[str] = Counter()
    for origin in told["origin"]:
        homes[origin["source"]] += 0
        named = [origin["source"], *(member["report"] for member in origin["members"])]
        yield from (f"origin {origin['id']}: no report {name}" for name in named if name not in rows)
        if set(named) - rows.keys():
            continue
        for member in origin["members"]:
            name = f"origin {origin['id']}, {member['report']}"
            if member["how"] not in HOW:
                yield f"{name}: how is {member['how']}"
            if rows[member["report"]]["published"] <= rows[origin["source"]]["published"]:
                yield f"{name}: is not later than its source"
            if ("events" in member) != bool(member.get("part")) or set(member.get("events", [])) - events:
                yield f"{name}: a part names the events that it has from its source, and nothing else does"
            if not member.get("part"):
                (merged if member["how"] == "merged" else homes)[member["report"]] += 1
            yield from (f"{name}: {wrong}" for wrong in _copied(member, rows[origin["source"]], rows[member["report"]]))
    yield from (f"origins: {name} is merged of {n}, not of two" for name, n in merged.items() if n != 2)
    wholes = {member["report"] for o in told["origin"] for member in o["members"] if not member.get("part")}
    heads = {origin["source"] for origin in told["origin"]}
    for name in rows:
        if homes[name] + (name in merged) + (name in heads and name not in wholes) != 1:
            yield f"origins: {name} is not in one origin, or alone, exactly once"
    for row in told["unlike"]:
        yield from (f"unlike: no report {name}" for name in row["reports"] if name not in rows)


def _copied(member: Row, source: Row, copy: Row) -> Iterator[str]:
    """Say where a copy is not what it is said to be: by the part of its runs of three words that its source has."""
    share = shared(copy["text"], source["text"])
    least = {"verbatim": 0.99, "corrected": 0.8, "revision": 0.6, "cut": 0.75, "reordered": 0.4, "merged": 0.25}
    if share < least.get(member["how"], 0.0):
        yield f"{member['how']}, but {share:.0%} of it is in its source"
    if member["how"] == "revision" and copy["url"] != source["url"]:
        yield "a revision has the address of what it revises"
    if member["how"] in ("rewritten", "chain") and share > 0.6:
        yield f"{member['how']}, but {share:.0%} of it is word for word"


def shared(copy: str, source: str) -> float:
    """Return the share of the copy's runs of three words that stand in the source."""
    runs, had = (
        {tuple(words[i : i + 3]) for i in range(len(words) - 2)}
        for words in (re.findall(r"\w+", text.lower()) for text in (copy, source))
    )
    return len(runs & had) / len(runs)


def _events(told: Row, rows: Mapping[str, Row]) -> Iterator[str]:
    names = [event["id"] for event in told["event"]]
    yield from (f"event {name}: two have this id" for name, n in Counter(names).items() if n > 1)
    places = {row["name"] for row in told["place"]}
    types = {str(kind) for kind in ClaimType}
    taken: list[tuple[Span, str]] = []
    for event in told["event"]:
        name = f"event {event['id']}"
        yield from (f"{name}: no type {kind}" for kind in (event["type"], *event.get("also", [])) if kind not in types)
        yield from _dates(name, start=event.get("date"), end=event.get("until"))
        for part in filter(None, event.get("place", "").split(" | ")):
            if part not in places:
                yield f"{name}: no place {part}"
        linked = [*event.get("links", []), event.get("part_of"), event.get("content_of")]
        yield from (f"{name}: no event {other}" for other in linked if other and other not in names)
        yield from _standing(event, told)
        yield from _tolls(name, event)
        for mention in [*event["mentions"], *event.get("optional", [])]:
            try:
                span = find(mention, rows)
            except StoryError as error:
                yield f"{name}: {error}"
                continue
            for other, owner in taken:
                if span.report == other.report and span.start < other.end and other.start < span.end:
                    yield f"{name}: {mention!r} is taken by {owner}"
            taken.append((span, event["id"]))


def _standing(event: Row, told: Row) -> Iterator[str]:
    name, status = f"event {event['id']}", event["status"]
    if status not in STATUS or event.get("was", "planned") not in WAS:
        yield f"{name}: no status {status}, or no {event.get('was')}"
    if not event["mentions"]:
        yield f"{name}: nothing speaks of it"
        return
    count = len(origins(event, told))
    if (status == "single-origin" and count != 1) or (status == "corroborated" and count < 2):
        yield f"{name}: {status}, but it has {count} origins"
    if (status == "disputed") > bool(event.get("disputed")):
        yield f"{name}: disputed, but not said on what"
    if (status == "denied") > bool(event.get("denied_by")):
        yield f"{name}: denied, but not said by whom"
    if bool(event.get("summary")) != bool(event.get("links")):
        yield f"{name}: a summary has links, and nothing else has"
    if status == "did-not-come-to-pass" and "was" not in event:
        yield f"{name}: say what it was before"


def _tolls(name: str, event: Row) -> Iterator[str]:
    """Check that tolls are those told: low and high the least and most of the figures that stand, best among them."""
    stand = [row for row in event.get("said", []) if not row.get("withdrawn")]
    tellers = {mention.split()[0] for mention in [*event["mentions"], *event.get("optional", [])]}
    for row in event.get("said", []):
        if row["report"] not in tellers:
            yield f"{name}: {row['report']} gives a figure and has no mention"
        if row["role"] not in ROLES:
            yield f"{name}: no role {row['role']}"
    tolls = event.get("tolls", {})
    if tolls.keys() != {row["role"] for row in stand}:
        yield f"{name}: tolls and figures are not of the same roles"
        return
    for role, toll in tolls.items():
        figures = [n for row in stand if row["role"] == role for n in (row["low"], row.get("high", row["low"]))]
        if (toll["low"], toll["high"]) != (min(figures), max(figures)) or toll["best"] not in figures:
            yield f"{name}: {role} is {toll}, told are {sorted(set(figures))}"


def _relations(told: Row, rows: Mapping[str, Row]) -> Iterator[str]:
    events = {event["id"]: event for event in told["event"]}
    for row in told["relation"]:
        name = f"relation {row['report']}"
        if row["kind"] not in RELATIONS:
            yield f"{name}: no kind {row['kind']}"
        if row["report"] not in rows or row.get("of", row["report"]) not in rows:
            yield f"{name}: no such report"
        if row["event"] not in events:
            yield f"{name}: no event {row['event']}"
    for row in told["different"]:
        for name in row["events"]:
            if name not in events:
                yield f"different: no event {name}"


def _ledgers(told: Row, rows: Mapping[str, Row]) -> Iterator[str]:
    events = {event["id"] for event in told["event"]}
    places = {row["name"] for row in told["place"]}
    for table in LEDGERS:
        for row in (step for each in told[table] for step in each.get("steps", [each])):
            name = f"{table} {_name(row)}"
            yield from _found(name, [*row["evidence"], *row.get("shown_by", [])], rows)
            yield from _dates(name, start=row.get("since"), end=row.get("until"))
            yield from _dates(name, start=row.get("made"), end=row.get("due"))
            yield from _dates(name, start=row.get("date"), end=None)
            if not row["who"]:
                yield f"{name}: on whose word?"
            if row.get("event", next(iter(events))) not in events:
                yield f"{name}: no event {row['event']}"
            if "place" in row and row["place"] not in places:
                yield f"{name}: no place {row['place']}"
            if table == "control" and (row["state"] not in CONTROL or (row["state"] == "share") != ("percent" in row)):
                yield f"{name}: state is {row['state']}"
            if table == "outlook":
                yield from _outlook(name, row, rows)


def _outlook(name: str, row: Row, rows: Mapping[str, Row]) -> Iterator[str]:
    if row["kind"] not in FORESEEN or row["outcome"] not in OUTCOMES:
        yield f"{name}: no {row['kind']} or no {row['outcome']}"
    if (row["outcome"] == "unknown") == bool(row.get("shown_by")):
        yield f"{name}: an outcome is shown by words, and one not known by none"
    days = [rows[mention.split()[0]]["published"][:10] for mention in row["evidence"] if mention.split()[0] in rows]
    if days and min(days) != row["made"]:
        yield f"{name}: first told on {min(days)}, not on {row['made']}"
    for mention in row.get("shown_by", []):
        if mention.split()[0] in rows and rows[mention.split()[0]]["published"][:10] < row["made"]:
            yield f"{name}: shown by {mention!r} before it was said"


def unfit(rows: Sequence[Row]) -> Iterator[str]:
    """Yield what is wrong with the reports themselves."""
    seen: set[str] = set()
    addresses: Counter[str] = Counter(row["url"] for row in rows)
    for row in rows:
        name, words = row["id"], len(row["text"].split())
        if name in seen:
            yield f"{name}: two have this id"
        seen.add(name)
        if not 40 <= words <= 180:
            yield f"{name}: has {words} words"
        if not FIRST <= datetime.fromisoformat(row["published"]).date().isoformat() <= LAST:
            yield f"{name}: published {row['published']}"
    if [row["published"] for row in rows] != sorted(row["published"] for row in rows):
        yield "the rows are not in order of time"
    yield from (f"{url}: {n} reports; only a revision has an address twice" for url, n in addresses.items() if n > 2)
