"""The JSON form of the records, its schema, and ids."""

from __future__ import annotations

import json
import math
import subprocess
import sys
import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline import records as r
from dateline.codec import RESOLVED, digest, dumps, from_dict, schema, to_dict
from dateline.errors import RecordError
from strategies import readings, records

RECORDS = [each for each in vars(r).values() if hasattr(each, "__dataclass_fields__")]

SPAN = r.Span(text="fired", start=9, end=14)
CLAIM = r.Claim(
    id=digest("claim", "fired"),
    kind=r.ClaimKind.EVENT,
    type=r.ClaimType.ASSAULT,
    actors=(r.Participant(mention=None, text="Soldiers", start=0, end=8, name="Soldiers"),),
    quantities=(r.ClaimQuantity(text="two", start=15, end=18, role="killed", low=2.0),),
    things=(r.ClaimThing(mention=None, text="two", start=15, end=18, role="target", kind="vehicle"),),
    polarity=r.Polarity.POSITIVE,
    status=r.Status.HAPPENED,
    trigger=SPAN,
    evidence=SPAN,
    confidence=0.75,
    made_by=r.MadeBy(component="claim", version="1"),
)
READING = r.Reading(
    report=r.Report(id=digest("report", "x"), text="Soldiers fired."),
    sentences=(r.Sentence(start=0, end=15, passage=0),),
    mentions=(
        r.Mention(
            id="m1",
            kind=r.MentionKind.TIME,
            text="June",
            start=0,
            end=4,
            sentence=0,
            head=0,
            resolved=r.Time(value="2021-06"),
        ),
        r.Mention(id="m2", kind=r.MentionKind.WEAPON, text="guns", start=0, end=4, sentence=0, head=0),
    ),
    claims=(CLAIM,),
)


def plain() -> dict[str, object]:
    return json.loads(dumps(READING))


# Exact inverses


@pytest.mark.parametrize("cls", RECORDS, ids=lambda cls: cls.__name__)
@given(data=st.data())
def test_every_record_comes_back_as_it_was(cls: type, data: st.DataObject) -> None:
    record = data.draw(records(cls))
    assert from_dict(cls, to_dict(record)) == record


@given(readings)
def test_a_reading_comes_back_from_its_line_of_json(reading: r.Reading) -> None:
    line = dumps(reading)
    assert len(line.splitlines()) == 1
    again = from_dict(r.Reading, json.loads(line))
    assert again == reading
    assert to_dict(again) == json.loads(line)
    assert dumps(again) == line


def test_keys_stand_in_the_order_of_the_record() -> None:
    assert list(to_dict(READING)) == ["version", "report", "sentences", "mentions", "attributions", "claims", "issues"]


def test_tokens_are_left_out_when_empty_and_written_when_there() -> None:
    token = r.Token(text="Go", start=0, end=2, lemma="go", upos="VERB", xpos="VB", head=-1, deprel="root")
    bare = r.Sentence(start=0, end=2, passage=0)
    assert to_dict(bare) == {"start": 0, "end": 2, "passage": 0}
    full = to_dict(replace(bare, tokens=(token,)))
    assert full["tokens"] == [to_dict(token)]


@pytest.mark.parametrize("kind", list(r.MentionKind))
def test_a_mention_that_is_not_resolved_has_its_own_keys_only(kind: r.MentionKind) -> None:
    mention = r.Mention(id="m", kind=kind, text="x", start=0, end=1, sentence=0, head=0)
    assert list(to_dict(mention)) == ["id", "kind", "text", "start", "end", "sentence", "head", "chain"]


def test_a_resolved_mention_has_the_fields_of_its_kind_beside_its_own() -> None:
    assert to_dict(READING.mentions[0]) == {
        "id": "m1",
        "kind": "time",
        "text": "June",
        "start": 0,
        "end": 4,
        "sentence": 0,
        "head": 0,
        "chain": None,
        "value": "2021-06",
        "until": None,
        "relative": False,
        "relation": None,
        "duration": None,
    }


@pytest.mark.parametrize(
    ("low", "written"), [(7000.0, "7000"), (7000, "7000"), (0.5, "0.5"), (-0.0, "0"), (1e300, "1e+300")]
)
def test_whole_numbers_are_written_without_a_point(low: float, written: str) -> None:
    assert json.dumps(to_dict(r.Quantity(low=low))["low"]) == written


@pytest.mark.parametrize("end", ["\n", "\r", "\x0b", "\x1c", "\x85", "\u2028", "\u2029"])
def test_a_line_end_in_a_text_does_not_end_the_line(end: str) -> None:
    reading = replace(READING, report=replace(READING.report, text=f"one{end}two"))
    assert len(dumps(reading).splitlines()) == 1
    assert from_dict(r.Reading, json.loads(dumps(reading))) == reading


# Refusals


ABSENT = object()

# what is wrong, where, the value put there, how the message goes on after the path
REFUSED = [
    ("a key too many", "colour", "red", "got 'red'; allowed: no such key; the keys are version"),
    ("a key too few", "report.url", ABSENT, "missing; the keys are id, source_id"),
    ("a key too few in a list", "claims[0].trigger.end", ABSENT, "missing; the keys are text, start, end"),
    ("another version", "version", 2, "got 2; allowed: 1"),
    ("an enum's value", "claims[0].status", "done", "got 'done'; allowed: happened, ongoing"),
    ("an enum's type", "claims[0].status", ["happened"], "got ['happened']; allowed: happened"),
    ("text for a number", "claims[0].confidence", "1", "got '1'; allowed: a number"),
    ("true for a number", "claims[0].confidence", True, "got True; allowed: a number"),
    ("true for an offset", "sentences[0].start", True, "got True; allowed: an integer"),
    ("a float for an offset", "sentences[0].start", 0.0, "got 0.0; allowed: an integer"),
    ("one for true", "mentions[0].relative", 1, "got 1; allowed: true or false"),
    ("not a number", "claims[0].confidence", math.nan, "got nan; allowed: a finite number"),
    ("infinity", "claims[0].confidence", -math.inf, "got -inf; allowed: a finite number"),
    ("too large a number", "claims[0].confidence", 10**400, "got 1000"),
    ("a number between doubles", "claims[0].confidence", 2**53 + 1, "got 9007199254740993; allowed: a number that"),
    ("null for text", "report.text", None, "got None; allowed: a string"),
    ("a lone surrogate", "report.text", "a\ud800", "got '\\ud800'; allowed: Unicode text"),
    ("an object for a list", "claims", {}, "got {}; allowed: a list"),
    ("a tuple for a list", "claims", (), "got (); allowed: a list"),
    ("a list for an object", "report", [], "got []; allowed: an object with the keys of Report"),
    ("empty tokens", "sentences[0].tokens", [], "got []; allowed: a list that is not empty"),
    ("a resolved key too few", "mentions[0].until", ABSENT, "missing; the keys are value, until"),
    ("another kind's key", "mentions[0].name", "X", "got 'X'; allowed: no such key; the keys are value, until"),
    (
        "a resolved key alone",
        "mentions[1].feature",
        "city",
        "got 'city'; allowed: no such key; the keys of a weapon",
    ),
    ("resolved, nested", "mentions[1].resolved", None, "got None; allowed: no such key"),
]


def spoilt(path: str, value: object) -> dict[str, object]:
    """Return the JSON of a good reading with one value set or, where it is ABSENT, taken away."""
    data = plain()
    *steps, last = [
        int(step) if step.isdigit() else step for step in path.replace("[", ".").replace("]", "").split(".")
    ]
    inner = data
    for step in steps:
        inner = inner[step]
    if value is ABSENT:
        del inner[last]
    else:
        inner[last] = value
    return data


@pytest.mark.parametrize(("path", "value", "message"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_reading_refuses_and_names_path_value_and_what_is_allowed(path: str, value: object, message: str) -> None:
    with pytest.raises(RecordError) as refusal:
        from_dict(r.Reading, spoilt(path, value))
    assert str(refusal.value).startswith(f"{path}: {message}")


@pytest.mark.parametrize("data", [None, [], "x", 1])
def test_reading_refuses_what_is_no_object(data: object) -> None:
    with pytest.raises(RecordError, match=r"record: got .*; allowed: an object with the keys of Reading"):
        from_dict(r.Reading, data)


@pytest.mark.parametrize(
    ("record", "message"),
    [
        (replace(CLAIM, confidence=math.inf), "confidence: got inf; allowed: a finite number"),
        (replace(CLAIM, contexts=["military"]), "contexts: got ['military']; allowed: a tuple"),  # type: ignore[arg-type]
        (replace(CLAIM, status="happened"), "status: got 'happened'; allowed: a Status"),  # type: ignore[arg-type]
        (replace(CLAIM, trigger=CLAIM.made_by), "trigger: got MadeBy"),  # type: ignore[arg-type]
        (replace(READING, version=2), "version: got 2; allowed: 1"),
        (replace(READING.report, text="\udc80"), "text: got '\\udc80'; allowed: Unicode text"),
        (replace(READING.mentions[0], resolved=r.Place(name="X")), "resolved: got Place("),
        (replace(READING.mentions[1], resolved=r.Time()), "resolved: got Time("),
        (
            replace(READING, mentions=(replace(READING.mentions[0], resolved=r.Time(value="\ud800")),)),
            "mentions[0].value: got '\\ud800'; allowed: Unicode text",
        ),
    ],
)
def test_writing_refuses_what_could_not_be_read_back(record: object, message: str) -> None:
    with pytest.raises(RecordError) as refusal:
        to_dict(record)
    assert str(refusal.value).startswith(message)


def test_only_records_are_written() -> None:
    with pytest.raises(TypeError, match="not a record"):
        to_dict("text")
    with pytest.raises(TypeError, match="not a record"):
        from_dict(str, "text")


# Ids


def test_ids_are_the_same_on_every_machine() -> None:
    assert digest("report", "café", None, 7, ("a", 0.5)) == "2a201e1d3451f2b5"


def test_ids_are_the_same_in_every_run() -> None:
    program = "from dateline.codec import digest; print(digest('x', {'b': 1, 'a': [True]}))"
    runs = {
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout for _ in "12"
    }
    assert runs == {digest("x", {"a": [True], "b": 1}) + "\n"}


@given(st.text(max_size=5), st.text(max_size=5))
def test_parts_do_not_run_together(one: str, two: str) -> None:
    assert digest("x", one, two) != digest("x", one + two)
    assert digest("x", one) != digest("x", one, None)


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        (7, 7.0, True),
        ((1, 2), [1, 2], True),
        (r.Status.HAPPENED, "happened", True),
        (SPAN, {"text": "fired", "start": 9, "end": 14}, True),
        (1, True, False),
        (1, "1", False),
        (None, "", False),
        ("é", "e\u0301", False),
        (0.1, 0.2, False),
    ],
)
def test_what_counts_as_the_same_part(one: object, two: object, same: bool) -> None:
    assert (digest("x", one) == digest("x", two)) is same


def test_a_lone_surrogate_has_an_id_too() -> None:
    assert digest("x", "\udc80") != digest("x", "\udc81")


@pytest.mark.parametrize("part", [math.nan, {1: 2}, {"a"}, b"bytes", object(), SPAN.__class__])
def test_ids_refuse_what_has_no_canonical_form(part: object) -> None:
    with pytest.raises(RecordError, match=r"^part 0"):
        digest("x", part)


# Schema


def is_valid(value: object, rule: dict[str, object], root: dict[str, object]) -> bool:
    """Judge by the part of JSON Schema that dateline writes; an unknown keyword is a failure of the test."""
    types = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "null": type(None)}
    types |= {"array": list, "object": dict}
    for keyword, argument in rule.items():
        match keyword:
            case "$ref":
                good = is_valid(value, root["$defs"][argument.rpartition("/")[2]], root)
            case "type":
                good = isinstance(value, types[argument]) and isinstance(value, bool) == (argument == "boolean")
            case "enum":
                good = value in argument
            case "const":
                good = value == argument
            case "anyOf":
                good = any(is_valid(value, each, root) for each in argument)
            case "oneOf":
                good = sum(is_valid(value, each, root) for each in argument) == 1
            case "items":
                good = all(is_valid(each, argument, root) for each in value)
            case "properties":
                good = all(is_valid(value[key], each, root) for key, each in argument.items() if key in value)
            case "required":
                good = set(argument) <= value.keys()
            case "additionalProperties":
                good = argument is False and value.keys() <= rule["properties"].keys()
            case "title" | "description" | "$schema" | "$defs":
                good = True
            case _:
                raise AssertionError(f"a keyword that this test does not know: {keyword}")
        if not good:
            return False
    return True


@given(readings)
def test_the_schema_takes_every_reading(reading: r.Reading) -> None:
    assert is_valid(to_dict(reading), schema(), schema())


# What JSON Schema cannot say: 0.0 is an integer to it, and tuples, NaN and surrogates are not JSON.
BEYOND = {"a float for an offset", "not a number", "infinity", "too large a number", "a number between doubles"}
BEYOND |= {"a lone surrogate", "a tuple for a list", "empty tokens"}


@pytest.mark.parametrize("row", [row for row in REFUSED if row[0] not in BEYOND], ids=lambda row: row[0])
def test_the_schema_refuses_what_the_codec_refuses(row: tuple[str, str, object, str]) -> None:
    assert is_valid(plain(), schema(), schema())
    assert not is_valid(spoilt(row[1], row[2]), schema(), schema())


def test_the_schema_describes_every_record_and_enum() -> None:
    definitions = schema()["$defs"]
    spread = {cls.__name__ for cls in RESOLVED.values()}
    assert {cls.__name__ for cls in RECORDS} - spread <= definitions.keys()
    assert all(len(each["description"]) > 20 for each in definitions.values())
    assert not any(":class:" in each["description"] or "``" in each["description"] for each in definitions.values())


def test_a_mention_and_what_it_is_resolved_to_share_no_field() -> None:
    own = set(r.Mention.__dataclass_fields__)
    assert not any(own & set(cls.__dataclass_fields__) for cls in RESOLVED.values())


# Speed


def test_a_thousand_claims_are_written_and_read_in_a_moment() -> None:
    reading = replace(READING, claims=(CLAIM,) * 1000)
    to_dict(READING)
    start = time.process_time()
    assert from_dict(r.Reading, to_dict(reading)) == reading
    assert time.process_time() - start < 1.0, "about 0.05 s of processor time"
