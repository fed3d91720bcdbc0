"""What people's reviews leave of a claim."""

from __future__ import annotations

import json
import random

import pytest

from dateline.codec import digest, dumps
from dateline.errors import RecordError
from dateline.judgement import Author, Review, ReviewAction
from dateline.records import Claim, ClaimKind, ClaimType, Polarity, Status
from dateline.resolve import added, effective
from resolve.folding import tell

CLAIM = tell("r", id="claim", actor="army", mode="drone", killed=3).claim
ACCEPT, REJECT, FIX, ADD, UNDO = (
    ReviewAction.ACCEPT,
    ReviewAction.REJECT,
    ReviewAction.FIX,
    ReviewAction.ADD,
    ReviewAction.UNDO,
)


def review(
    at: int,
    action: ReviewAction,
    *,
    by: str = "Ada",
    target: str = "claim",
    field: str | None = None,
    new: object = ...,
) -> Review:
    """Make a review; ``new`` is the value, which is written as JSON."""
    text = None if new is ... else new if isinstance(new, str) and new[:1] in "{[" else json.dumps(new)
    return Review(
        id=digest("review", at, action, by, target, field, text),
        target=target,
        action=action,
        by=Author(name=by, person=True),
        at=f"2031-09-{at:02d}T12:00:00Z",
        field=field,
        new=text,
    )


def fix(at: int, field: str, new: object, by: str = "Ada") -> Review:
    return review(at, FIX, field=field, new=new, by=by)


def undo(at: int, what: Review, by: str = "Ada") -> Review:
    return review(at, UNDO, target=what.id, by=by)


NO = review(1, REJECT)
TO_PLANNED = fix(1, "status", "planned")

STANDS = [
    ("nothing", [], True),
    ("of another claim", [review(1, REJECT, target="other")], True),
    ("rejected", [NO], False),
    ("accepted", [review(1, ACCEPT)], True),
    ("the later of one author", [NO, review(2, ACCEPT)], True),
    ("and the other way round", [review(1, ACCEPT), review(2, REJECT)], False),
    ("of two persons the later", [NO, review(2, ACCEPT, by="Bo")], True),
    ("whoever came first", [review(2, REJECT), review(1, ACCEPT, by="Bo")], False),
    ("a rejection taken back", [NO, undo(2, NO)], True),
    ("by another", [NO, undo(2, NO, by="Bo")], True),
    ("the taking back taken back", [NO, undo(2, NO), undo(3, undo(2, NO))], False),
    ("taking back an acceptance brings the rejection back", [NO, A := review(2, ACCEPT), undo(3, A)], False),
    ("fixed after it was rejected by the same", [NO, fix(2, "status", "planned")], True),
    ("fixed by another: the rejection stands", [NO, fix(2, "status", "planned", by="Bo")], False),
    ("a fix before the rejection", [TO_PLANNED, review(2, REJECT)], False),
]


@pytest.mark.parametrize(("reviews", "stands"), [row[1:] for row in STANDS], ids=[row[0] for row in STANDS])
def test_whether_a_claim_stands(reviews: list[Review], stands: bool) -> None:
    shuffled = random.Random(1).sample(reviews, len(reviews))
    assert (effective(CLAIM, reviews) is not None) is (effective(CLAIM, shuffled) is not None) is stands


FIXES: list[tuple[str, object, object]] = [
    ("type", "PROTEST", ClaimType.PROTEST),
    ("mode", "firearms", "firearms"),
    ("mode", None, None),
    ("status", "planned", Status.PLANNED),
    ("polarity", "negative", Polarity.NEGATIVE),
    ("contexts", ["military", "terrorism"], ("military", "terrorism")),
    ("actors", [], ()),
    ("quantities", [], ()),
    ("attribution", [], ()),
]


@pytest.mark.parametrize(("field", "new", "expected"), FIXES)
def test_a_fix_replaces_a_field(field: str, new: object, expected: object) -> None:
    fixed = effective(CLAIM, [fix(1, field, new)])
    assert fixed is not None
    assert getattr(fixed, field) == expected
    assert fixed.id == CLAIM.id
    assert CLAIM.type is ClaimType.ASSAULT  # the reading stays beneath


def test_a_place_may_be_put_in() -> None:
    place = '[{"text":"Karsh","start":0,"end":5,"name":"Karsh","country":null,"admin1":null,"latitude":null,'
    place += '"longitude":null,"radius_km":null,"gazetteer_id":null,"feature":"town"}]'
    fixed = effective(CLAIM, [fix(1, "places", place)])
    assert fixed is not None
    assert fixed.places[0].feature == "town"


def test_a_fixed_type_takes_mode_and_kind_with_it() -> None:
    fixed = effective(CLAIM, [fix(1, "type", "CONTROL")])
    assert fixed is not None
    assert (fixed.kind, fixed.mode) == (ClaimKind.STATE, None)
    both = effective(CLAIM, [fix(1, "type", "CONTROL"), fix(2, "mode", "gain")])
    assert both is not None
    assert both.mode == "gain"


def test_the_last_fix_of_a_field_stands() -> None:
    fixes = [fix(1, "status", "planned"), fix(3, "status", "feared", by="Bo"), fix(2, "status", "ordered")]
    fixed = effective(CLAIM, fixes)
    assert fixed is not None
    assert fixed.status is Status.FEARED
    back = effective(CLAIM, [*fixes, undo(4, fixes[1])])
    assert back is not None
    assert back.status is Status.ORDERED


WRONG: list[tuple[str, object, str]] = [
    ("type", "WAR", "type"),
    ("status", 7, "status"),
    ("mode", "gain", "modes of ASSAULT"),
    ("contexts", ["weather"], "weather"),
    ("places", [{"name": "Karsh"}], "places"),
    ("evidence", {"text": "", "start": 0, "end": 0}, "a person may fix"),
    ("id", "x", "a person may fix"),
]


@pytest.mark.parametrize(("field", "new", "message"), WRONG)
def test_what_cannot_be_fixed(field: str, new: object, message: str) -> None:
    with pytest.raises(RecordError, match=message):
        effective(CLAIM, [fix(1, field, new)])


@pytest.mark.parametrize("new", [..., "{not json"])
def test_a_fix_needs_a_value(new: object) -> None:
    with pytest.raises(RecordError, match="new is"):
        effective(CLAIM, [review(1, FIX, field="status", new=new)])


# Added claims


def add(at: int, claim: Claim, by: str = "Ada") -> Review:
    return review(at, ADD, target="report", new=dumps(claim), by=by)


def test_claims_are_added_in_order() -> None:
    one, two = tell("report", id="one").claim, tell("report", id="two", on="2031").claim
    reviews = [add(2, two), add(1, one), review(1, ADD, target="other report", new=dumps(one))]
    assert added("report", reviews) == (one, two)


def test_an_added_claim_can_be_undone_and_added_again() -> None:
    claim, other = tell("report", id="one").claim, tell("report", id="one", on="2031").claim
    assert added("report", [add(1, claim), undo(2, add(1, claim))]) == ()
    assert added("report", [add(1, claim), add(2, other)]) == (other,)


def test_what_is_added_must_be_a_claim() -> None:
    with pytest.raises(RecordError, match=r"review [0-9a-f]{16}"):
        added("report", [review(1, ADD, target="report", new='{"id": "one"}')])
