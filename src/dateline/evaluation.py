"""What people corrected in a store, as gold; and the coder held against it.

Only reports count that somebody has held complete: each claim of the coder reviewed, what was missing added. See
docs/reviewing.md for what the figures mean.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from dateline import store as _store
from dateline.errors import InputError
from dateline.export.gold import KINDS, Gold, gold
from dateline.judgement import Review, ReviewAction
from dateline.records import Claim, Reading
from dateline.resolve.review import added, effective, standing
from dateline.store import ClaimQuery, Store
from dateline.store.reviewed import Reviewed

__all__ = ["KINDS", "Corrected", "Evaluation", "Figure", "Written", "corrected", "evaluate", "export_gold"]

Db: TypeAlias = Store | str | os.PathLike[str]
RESAMPLES, SEED = 1_000, 20_311
"""Reports are drawn anew so often for an interval, by this seed: the same store gives the same interval."""
_LOW, _HIGH = 0.025, 0.975


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """A report that is complete: the coder's reading, the claims that people hold for right, and who reviewed it."""

    reading: Reading
    claims: tuple[Claim, ...]
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A report that was written as gold: its file, None where it could not be, its claims, and what was left out."""

    report: str
    file: Path | None
    claims: int
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A share with its 95 % interval over reports, by a bootstrap; ``right`` of ``of``. None where ``of`` is 0."""

    value: float | None
    low: float | None
    high: float | None
    right: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """How the coder does on what people corrected.

    ``figures`` and, for each type, ``types`` have precision, recall and F1; of F1, ``of`` counts claims of both sides.
    ``unfinished`` are reports that people have reviewed in part, which do not count.
    """

    reports: int
    unfinished: int
    gold: int
    coded: int
    figures: Mapping[str, Figure]
    types: Mapping[str, Mapping[str, Figure]]


@dataclass(frozen=True, slots=True)
class _Counts:
    """Of a report, or of one type in it: claims that are right, that were coded, and that are gold."""

    right: int
    coded: int
    gold: int


def corrected(store: Store) -> Iterator[Corrected]:
    """Yield the reports that somebody has held complete, in the order of their ids."""
    for name in _complete(store)[0]:
        reading = store.reading(name)
        if reading is not None:
            yield _corrected(store, reading)


def _complete(store: Store) -> tuple[list[str], int]:
    """Return the reports that are complete, and how many others have reviews."""
    targets = Reviewed(store).targets()
    kept = standing(store.reviews(targets))
    held = {one.target for one in kept if one.action is ReviewAction.ACCEPT}
    known = set[str]()
    if held:
        known = {one.report.id for one in store.reports(_store.ReportQuery(ids=tuple(held), superseded=True))}
    begun = {one.target for one in kept if one.action is ReviewAction.ADD}
    claims = tuple(one.target for one in kept if one.target not in known and one.action is not ReviewAction.ADD)
    if claims:
        begun |= {one.report for one in store.claims(ClaimQuery(ids=claims, superseded=True))}
    return sorted(known), len(begun - known)


def _corrected(store: Store, reading: Reading) -> Corrected:
    report = reading.report
    claims = {one.claim.id: one.claim for one in store.claims(ClaimQuery(reports=(report.id,), superseded=True))}
    changes = Reviewed(store).history([report.id, *claims])
    reviews = [one for one in changes if isinstance(one, Review)]
    extra = added(report, reviews)
    extra_reviews = [
        *reviews,
        *(r for r in Reviewed(store).history([one.id for one in extra]) if isinstance(r, Review)),
    ]
    said = {one.target for one in standing(reviews)}
    # Of a coder's claims those that a person has seen; a later coder's that nobody has seen are no gold.
    found = [now for one in claims.values() if one.id in said and (now := effective(one, reviews)) is not None]
    found += [now for one in extra if (now := effective(one, extra_reviews)) is not None]
    people = tuple(dict.fromkeys(one.by.name for one in standing(reviews)))
    return Corrected(reading=reading, claims=_once(found), people=people)


def _once(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Return claims in the order of the text, of one trigger and type the first."""
    found: dict[tuple[int, int, str], Claim] = {}
    for one in sorted(claims, key=lambda one: (one.trigger.start, one.trigger.end, one.type, one.id)):
        found.setdefault((one.trigger.start, one.trigger.end, one.type.value), one)
    return tuple(found.values())


def export_gold(db: Db, folder: str | os.PathLike[str], *, kind: str = "wire") -> tuple[Written, ...]:
    """Write each complete report as a gold file into a folder, by the report's id.

    Raises:
        InputError: there is no such kind, or the folder cannot be written to.
        StoreError: the store cannot be opened.
    """
    if kind not in KINDS:
        raise InputError(f'"{kind}" is no kind of report; use one of: {", ".join(KINDS)}')
    place = Path(folder)
    out: list[Written] = []
    try:
        place.mkdir(parents=True, exist_ok=True)
        for one in _store.asked(db, corrected):
            made: Gold = gold(
                one.reading.report,
                one.claims,
                kind=kind,
                annotator=", ".join(one.people),
                notes=f"reviewed in dateline; report {one.reading.report.id}; quotes are not annotated",
            )
            file = place / f"{one.reading.report.id}.toml" if made.text is not None else None
            if file is not None and made.text is not None:
                file.write_text(made.text, encoding="utf-8")
            report = one.reading.report
            out.append(
                Written(report=report.source_id or report.id, file=file, claims=made.claims, left_out=made.left_out)
            )
    except OSError as error:
        raise InputError(f"{place}: cannot be written: {error.strerror}; name a folder that is there") from error
    return tuple(out)


def evaluate(db: Db) -> Evaluation:
    """Hold the coder's readings against what people corrected.

    Raises:
        StoreError: the store cannot be opened.
    """
    found = list(_store.asked(db, corrected))
    unfinished = next(_store.asked(db, lambda store: iter([_complete(store)[1]])))
    rows = [_count(one) for one in found]
    types = sorted({name for row in rows for name in row if name.startswith("type:")})
    names = ("found", "typed")
    figures = {f"{name} {what}": each for name in names for what, each in _three(name, rows).items()}
    figures["polarity and status right"] = _share(lambda c: (c.right, c.coded), "stance", rows)
    return Evaluation(
        reports=len(found),
        unfinished=unfinished,
        gold=sum(row["found"].gold for row in rows),
        coded=sum(row["found"].coded for row in rows),
        figures=figures,
        types={name.removeprefix("type:"): _three(name, rows) for name in types},
    )


def _count(one: Corrected) -> dict[str, _Counts]:
    """Count a report: claims of both sides are paired by their id, then by triggers that overlap, of one type first."""
    coded, wanted = list(one.reading.claims), list(one.claims)
    pairs = _paired(coded, wanted)
    typed = [(a, b) for a, b in pairs if a.type is b.type]
    out = {
        "found": _Counts(len(pairs), len(coded), len(wanted)),
        "typed": _Counts(len(typed), len(coded), len(wanted)),
        "stance": _Counts(
            sum(a.polarity is b.polarity and a.status is b.status for a, b in typed), len(typed), len(typed)
        ),
    }
    for name in sorted({each.type.value for each in (*coded, *wanted)}):
        out[f"type:{name}"] = _Counts(
            sum(b.type.value == name for _, b in typed),
            sum(each.type.value == name for each in coded),
            sum(each.type.value == name for each in wanted),
        )
    return out


def _paired(coded: list[Claim], wanted: list[Claim]) -> list[tuple[Claim, Claim]]:
    by_id = {each.id: each for each in wanted}
    pairs = [(each, by_id.pop(each.id)) for each in coded if each.id in by_id]
    free = [each for each in coded if all(each is not one for one, _ in pairs)]
    for same_type in (True, False):
        for each in list(free):
            match = next(
                (
                    other
                    for other in by_id.values()
                    if (other.type is each.type or not same_type)
                    and other.trigger.start < each.trigger.end
                    and each.trigger.start < other.trigger.end
                ),
                None,
            )
            if match is not None:
                pairs.append((each, by_id.pop(match.id)))
                free.remove(each)
    return pairs


def _three(name: str, rows: Sequence[Mapping[str, _Counts]]) -> dict[str, Figure]:
    return {
        "precision": _share(lambda c: (c.right, c.coded), name, rows),
        "recall": _share(lambda c: (c.right, c.gold), name, rows),
        "F1": _share(lambda c: (2 * c.right, c.coded + c.gold), name, rows),
    }


def _share(part: Callable[[_Counts], tuple[int, int]], name: str, rows: Sequence[Mapping[str, _Counts]]) -> Figure:
    """Return a share over all reports, with its interval: reports are drawn with replacement."""
    none = _Counts(0, 0, 0)
    counts = [part(row.get(name, none)) for row in rows]
    right, of = sum(a for a, _ in counts), sum(b for _, b in counts)
    if not of:
        return Figure(value=None, low=None, high=None, right=right, of=of)
    rng = random.Random(SEED)
    drawn: list[float] = []
    for _ in range(RESAMPLES):
        picked = rng.choices(counts, k=len(counts))
        total = sum(b for _, b in picked)
        if total:
            drawn.append(sum(a for a, _ in picked) / total)
    drawn.sort()
    low, high = (drawn[min(len(drawn) - 1, int(at * len(drawn)))] for at in (_LOW, _HIGH))
    return Figure(value=right / of, low=low, high=high, right=right, of=of)
