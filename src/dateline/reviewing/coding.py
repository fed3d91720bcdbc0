"""Two people code the same reports blind: how far they agree, and what is made of it.

Agreement is Krippendorff's alpha for nominal data (K. Krippendorff, Content Analysis, 4th edition, 2019, ch. 12), by
NLTK. Its units are told in docs/reviewing.md: what is to be decided must be the same for both, and
where somebody saw nothing is a decision too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dateline import resolution
from dateline.errors import InputError
from dateline.judgement import Author, Review, ReviewAction
from dateline.records import Claim, ClaimType, PassageKind, Reading
from dateline.reviewing.change import fixed, json_of, review_of
from dateline.store import ClaimQuery, Store
from dateline.store.coding import Coding, CodingSet, Mark, MarkKind
from dateline.store.reviewed import Reviewed

__all__ = [
    "Agreement",
    "Alpha",
    "Pair",
    "Progress",
    "adjudicate",
    "agreement",
    "alpha",
    "blind",
    "code",
    "coded",
    "done",
    "drop",
    "finish",
    "make",
    "one",
    "pairs",
    "progress",
    "sets",
]

_PRESENT, _ABSENT = "present", "absent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alpha:
    """Krippendorff's alpha over so many units; None where it is not defined (no units, or one label alone)."""

    value: float | None
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far two coders agree on the reports that both have done; ``matched`` of their claims have one trigger."""

    reports: int
    present: Alpha
    type: Alpha
    stance: Alpha
    matched: int
    only: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """What the two coded of one word: both, or one of them; ``differ`` names the fields that are not the same."""

    one: Claim | None
    other: Claim | None
    differ: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A report of a set: who is done with it, and whether it is adjudicated."""

    report: str
    title: str
    done: tuple[str, ...]
    judged: bool


def make(store: Store, name: str, coders: tuple[str, str], reports: Sequence[str], *, by: str, at: str) -> CodingSet:
    """Make a set of reports for two coders, without those that one of them has reviewed: the other may have seen it.

    Raises:
        InputError: there is one of that name, it has no reports, or the two coders are one.
    """
    own = {each.strip() for each in coders}
    left = [each for each in reports if own.isdisjoint(_reviewers(store, each))]
    if reports and not left:
        raise InputError("each of these reports was reviewed by one of the two, so they are not blind; choose others")
    return Coding(store).make(name, coders, left, by=by, at=at)


def _reviewers(store: Store, report: str) -> set[str]:
    """Return who has reviewed a report, or a claim of it."""
    claims = [each.claim.id for each in store.claims(ClaimQuery(reports=(report,), superseded=True))]
    return {each.by.name for each in Reviewed(store).history([report, *claims]) if isinstance(each, Review)}


def blind(store: Store, coder: str) -> frozenset[str]:
    """Return the reports (ids) that somebody codes without seeing the other: those that not both are done with."""
    return Coding(store).blind(coder)


def sets(store: Store) -> tuple[CodingSet, ...]:
    """Return the sets, the last made first."""
    return Coding(store).sets()


def one(store: Store, name: str) -> CodingSet:
    """Return a set by its id. Raises InputError where there is none."""
    return Coding(store).one(name)


def progress(store: Store, coding: CodingSet) -> tuple[Progress, ...]:
    """Return how far each report of a set is."""
    marks = Coding(store).marks(coding.id)
    found = []
    for report in coding.reports:
        here = [mark for mark in marks if mark.report == report]
        reading = store.reading(report)
        found.append(
            Progress(
                report=report,
                title=(reading.report.title if reading else None) or report,
                done=tuple(dict.fromkeys(mark.coder for mark in here if mark.kind is MarkKind.DONE)),
                judged=any(mark.kind is MarkKind.JUDGED for mark in here),
            )
        )
    return tuple(found)


def coded(store: Store, coding: CodingSet, report: str, coder: str) -> tuple[Claim, ...]:
    """Return the claims that a coder has coded in a report, without those taken back."""
    return _standing(Coding(store).marks(coding.id, report=report, coder=coder))


def done(store: Store, coding: CodingSet, report: str, coder: str) -> bool:
    """Say whether a coder has said that there are no more."""
    marks = Coding(store).marks(coding.id, report=report, coder=coder)
    return any(mark.kind is MarkKind.DONE for mark in marks)


def _standing(marks: Iterable[Mark]) -> tuple[Claim, ...]:
    found: dict[str, Claim] = {}
    for mark in marks:
        if mark.kind is MarkKind.ADD and mark.claim is not None:
            found[mark.claim.id] = mark.claim
        elif mark.kind is MarkKind.DROP and mark.dropped is not None:
            found.pop(mark.dropped, None)
    return tuple(sorted(found.values(), key=lambda one: (one.trigger.start, one.id)))


def code(store: Store, coding: CodingSet, report: str, coder: str, claim: Claim, *, at: str) -> None:
    """Code a claim. Raises InputError where that is not for this coder to do, or done already."""
    _open(store, coding, report, coder)
    Coding(store).add(Mark(set=coding.id, report=report, coder=coder, kind=MarkKind.ADD, at=at, claim=claim))


def drop(store: Store, coding: CodingSet, report: str, coder: str, claim: str, *, at: str) -> None:
    """Take back a claim of one's own. Raises InputError as :func:`code` does, and where there is none such."""
    _open(store, coding, report, coder)
    if claim not in {each.id for each in coded(store, coding, report, coder)}:
        raise InputError("that is no claim of yours in this report")
    Coding(store).add(Mark(set=coding.id, report=report, coder=coder, kind=MarkKind.DROP, at=at, dropped=claim))


def finish(store: Store, coding: CodingSet, report: str, coder: str, *, at: str) -> None:
    """Say that there are no more; nothing can be coded after that. Raises InputError as :func:`code` does."""
    _open(store, coding, report, coder)
    Coding(store).add(Mark(set=coding.id, report=report, coder=coder, kind=MarkKind.DONE, at=at))


def _open(store: Store, coding: CodingSet, report: str, coder: str) -> None:
    if coder not in coding.coders:
        raise InputError(f"{coder} is no coder of this set; {' and '.join(coding.coders)} are")
    if report not in coding.reports:
        raise InputError("this report is not in the set")
    if done(store, coding, report, coder):
        raise InputError("you have said that this report is done; it is for adjudication now")


# Agreement


def agreement(store: Store, coding: CodingSet) -> Agreement:
    """Return how far the coders agree, over the reports that both have done.

    Raises:
        InputError: the package nltk is not installed.
    """
    present: list[tuple[str, str]] = []
    types: list[tuple[str, str]] = []
    stances: list[tuple[str, str]] = []
    reports, only = 0, [0, 0]
    for each in coding.reports:
        reading = store.reading(each)
        if reading is None or not all(done(store, coding, each, coder) for coder in coding.coders):
            continue
        reports += 1
        mine, theirs = (coded(store, coding, each, coder) for coder in coding.coders)
        present += _present(reading, mine, theirs)
        for pair in pairs(mine, theirs):
            if pair.one is None or pair.other is None:
                only[pair.one is None] += 1
                continue
            types.append((pair.one.type.value, pair.other.type.value))
            stances.append((_stance(pair.one), _stance(pair.other)))
    return Agreement(
        reports=reports,
        present=alpha(present),
        type=alpha(types),
        stance=alpha(stances),
        matched=len(types),
        only=(only[0], only[1]),
    )


def _present(reading: Reading, mine: Sequence[Claim], theirs: Sequence[Claim]) -> list[tuple[str, str]]:
    """Return a decision for each sentence and each type: is there a claim of it?"""
    out = []
    passages = reading.report.passages
    for sentence in reading.sentences:
        if sentence.passage < len(passages) and passages[sentence.passage].kind is PassageKind.BOILERPLATE:
            continue
        here = [
            {claim.type for claim in claims if sentence.start <= claim.trigger.start < sentence.end}
            for claims in (mine, theirs)
        ]
        for type in ClaimType:
            out.append((_PRESENT if type in here[0] else _ABSENT, _PRESENT if type in here[1] else _ABSENT))
    return out


def _stance(claim: Claim) -> str:
    return f"{claim.polarity.value} {claim.status.value}"


def alpha(decisions: Sequence[tuple[str, str]]) -> Alpha:
    """Return Krippendorff's alpha, nominal, of the decisions of two.

    Raises:
        InputError: the package nltk is not installed.
    """
    labels = sorted({label for pair in decisions for label in pair})
    if len(labels) < 2:
        return Alpha(value=None, units=len(decisions))
    try:
        from nltk.metrics.agreement import AnnotationTask
    except ImportError as missing:
        raise InputError('agreement needs the package nltk; install it: pip install "dateline[agreement]"') from missing
    task = AnnotationTask(
        data=[(coder, unit, pair[place]) for unit, pair in enumerate(decisions) for place, coder in enumerate("ab")]
    )
    return Alpha(value=float(task.alpha()), units=len(decisions))


def pairs(mine: Sequence[Claim], theirs: Sequence[Claim]) -> tuple[Pair, ...]:
    """Return the claims of two, those whose triggers overlap side by side (of one type first), in order of the text."""
    left = list(theirs)
    found: list[Pair] = []
    alone: list[Claim] = []
    for same_type in (True, False):
        for claim in mine if same_type else tuple(alone):
            match = next(
                (one for one in left if _overlap(claim, one) and (one.type is claim.type or not same_type)), None
            )
            if match is not None:
                left.remove(match)
                found.append(Pair(one=claim, other=match, differ=_differ(claim, match)))
                if not same_type:
                    alone.remove(claim)
            elif same_type:
                alone.append(claim)
    found += [Pair(one=claim, other=None, differ=()) for claim in alone]
    found += [Pair(one=None, other=claim, differ=()) for claim in left]
    return tuple(sorted(found, key=_place))


def _place(pair: Pair) -> tuple[int, str]:
    claim = pair.one or pair.other
    assert claim is not None
    return claim.trigger.start, claim.id


def _overlap(one: Claim, other: Claim) -> bool:
    return one.trigger.start < other.trigger.end and other.trigger.start < one.trigger.end


def _differ(one: Claim, other: Claim) -> tuple[str, ...]:
    found = [name for name in ("type", "mode", "status", "polarity") if getattr(one, name) != getattr(other, name)]
    for name in ("actors", "recipients", "places", "times", "quantities", "attribution"):
        mine, theirs = ([(each.start, each.end) for each in getattr(claim, name)] for claim in (one, other))
        if mine != theirs:
            found.append(name)
    return tuple(found)


# Adjudication


def adjudicate(
    store: Store, coding: CodingSet, report: str, chosen: Sequence[str], *, by: Author, at: str
) -> tuple[Review, ...]:
    """Write what stands of a report as reviews, and hold the report complete.

    A chosen claim of a word that the machine has coded is a correction of the machine's claim, another is added, and
    what the machine coded beside them is rejected; its reading stays beneath. A report is adjudicated once.

    Raises:
        InputError: a coder is not done, a claim is not of them, or it was adjudicated before.
    """
    marks = Coding(store).marks(coding.id, report=report)
    reading = store.reading(report)
    if reading is None or report not in coding.reports:
        raise InputError("this report is not in the set")
    if any(mark.kind is MarkKind.JUDGED for mark in marks):
        raise InputError("this report is adjudicated already; correct it at Review")
    if not all(done(store, coding, report, coder) for coder in coding.coders):
        raise InputError(f"{' and '.join(coding.coders)} must both be done first")
    known = {claim.id: claim for coder in coding.coders for claim in coded(store, coding, report, coder)}
    odd = [name for name in chosen if name not in known]
    if odd:
        raise InputError(f"{odd[0]} is no claim of the two")
    reason = f"adjudicated: {coding.name}"
    made: list[Review] = []
    for pair in pairs(reading.claims, [known[name] for name in dict.fromkeys(chosen)]):
        machine, wanted = pair.one, pair.other
        if machine is None and wanted is not None:
            made.append(review_of(report, ReviewAction.ADD, by=by, at=at, new=json_of(wanted), reason=reason))
        elif machine is not None and wanted is None:
            made.append(review_of(machine.id, ReviewAction.REJECT, by=by, at=at, reason=reason))
        elif machine is not None and wanted is not None:
            made.append(review_of(machine.id, ReviewAction.ACCEPT, by=by, at=at, reason=reason))
            made += [
                fixed(machine.id, field, getattr(machine, field), getattr(wanted, field), by, at, reason)
                for field in pair.differ
            ]
    made.append(review_of(report, ReviewAction.ACCEPT, by=by, at=at, reason=reason))
    Reviewed(store).add(made, about=(), seen=None)
    Coding(store).add(Mark(set=coding.id, report=report, coder=by.name, kind=MarkKind.JUDGED, at=at))
    resolution.touch(store, [report, *(claim.id for claim in reading.claims)])
    return tuple(made)
