"""What people corrected, as gold and as a measure: hand-made readings, reviews, and figures counted by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bench import gold_format
from bench.generated import reading
from dateline import cli, evaluation, resolution, reviewing
from dateline.export.gold import gold
from dateline.judgement import Author
from dateline.records import (
    Claim,
    ClaimKind,
    ClaimQuantity,
    ClaimType,
    MadeBy,
    Participant,
    Polarity,
    Report,
    Span,
    Speaker,
    Status,
)
from dateline.store import Coder, Entry, open_store

ANN = Author(name="Ann", person=True)
TEXT = (
    "DORGAN, March 5 - Rebels shelled Dorgan,\na town, and shelled it again.\n\n\n"
    "Police  detained at least 11 people, Elin Marsh said. It's '''odd''' \\ and “quoted”."
)


def at(words: str, nth: int = 1) -> tuple[int, int]:
    start = -1
    for _ in range(nth):
        start = TEXT.index(words, start + 1)
    return start, start + len(words)


def span(words: str, nth: int = 1) -> Span:
    start, end = at(words, nth)
    return Span(text=words, start=start, end=end)


def claim(name: str, type: ClaimType, words: str, nth: int = 1, **fields: object) -> Claim:
    given = {"polarity": Polarity.POSITIVE, "status": Status.HAPPENED, **fields}
    made_by = MadeBy(component="person", version="1")
    trigger = span(words, nth)
    return Claim(
        id=name,
        kind=ClaimKind.EVENT,
        type=type,
        trigger=trigger,
        evidence=trigger,
        confidence=1,
        made_by=made_by,
        **given,
    )


def party(words: str) -> Participant:
    start, end = at(words)
    return Participant(mention=None, text=words, start=start, end=end, name=words)


def test_the_gate_reads_what_is_written(tmp_path: Path) -> None:
    start, end = at("11 people")
    said_at, said_end = at("Elin Marsh")
    claims = [
        claim("x", ClaimType.ASSAULT, "shelled", actors=(party("Rebels"),), recipients=(party("Dorgan"),)),
        claim("y", ClaimType.ASSAULT, "shelled", 2, denies=("x", "gone"), content_of="x"),
        claim(
            "z",
            ClaimType.COERCE,
            "detained",
            mode="arrest",
            polarity=Polarity.NEGATIVE,
            status=Status.POSSIBLE,
            actors=(party("Police"),),
            quantities=(ClaimQuantity(text="11 people", start=start, end=end, role="detained", low=11, high=None),),
            attribution=(
                Speaker(text="Elin Marsh", start=said_at, end=said_end, name="Elin Marsh"),
                Speaker(text="", start=0, end=0, name="somebody else"),
            ),
        ),
        claim("zz", ClaimType.COERCE, "detained"),
        claim("half", ClaimType.AID, "own"),
    ]
    report = Report(id="r", text=TEXT, outlet="Meridian “News”", published="2031-03-05", title='A "title"')
    made = gold(report, claims, kind="wire", annotator="Ann")
    assert made.text is not None
    path = tmp_path / "r.toml"
    path.write_text(made.text, encoding="utf-8")
    read = gold_format.load(path)
    assert read.text == gold_format.joined(TEXT)
    assert (read.outlet, read.title, read.annotator) == ("Meridian “News”", 'A "title"', "Ann")
    assert [(one.types, read.text[one.start : one.end]) for one in read.claims] == [
        (("ASSAULT",), "shelled"),
        (("ASSAULT",), "shelled"),
        (("COERCE",), "detained"),
    ]
    first, second, third = read.claims
    assert second.start > first.start
    assert (first.actors, first.recipients) == (("Rebels",), ("Dorgan",))
    assert (second.denies, second.content_of) == ((first.id,), first.id)
    assert (third.polarity, third.statuses, third.by) == (Polarity.NEGATIVE, ("possible",), ("Elin Marsh", "unnamed"))
    assert [(one.role, one.low, one.high) for one in third.quantities] == [("detained", 11, None)]
    assert made.claims == 3
    assert [line.partition(": ")[2] for line in made.left_out] == [
        "its trigger is not whole words of the text",
        "another claim has this trigger and type",
    ]


def test_a_report_without_a_day_is_left_out() -> None:
    made = gold(Report(id="r", text=TEXT, published="2031-03"), [], kind="wire", annotator="Ann")
    assert made.text is None
    assert "day of publication" in made.left_out[0]


@pytest.fixture
def db(tmp_path: Path) -> str:
    """Make a store of three reports of four claims: one complete, one begun, one untouched."""
    path = tmp_path / "a.db"
    with open_store(path, create=True) as store:
        found = [reading(n, claims=4) for n in range(3)]
        store.add([Entry(reading=each, raw=b"x") for each in found], Coder(version="1"))
        resolution.resolve(store)
        one, other = found[0], found[1]
        accepted, rejected, retyped, restated = one.claims
        new_type = "AID" if retyped.type is not ClaimType.AID else "PROTEST"

        def when(n: int) -> str:
            return f"2031-01-01T00:00:{n:02}Z"

        def fix(name: str, field: str, value: str, n: int) -> None:
            fixes = [reviewing.Fix(field=field, rows=({"value": value},))]
            reviewing.fix(store, name, fixes, by=ANN, at=when(n))

        reviewing.accept(store, accepted.id, by=ANN, at=when(1))
        reviewing.reject(store, rejected.id, "no", by=ANN, at=when(2))
        fix(retyped.id, "type", new_type, 3)
        fix(restated.id, "status", "feared", 4)
        for n, words in enumerate(("hurt", "people"), 5):
            added = reviewing.claim_of(one, type=ClaimType.AGREE, trigger={"text": words}, by=ANN, at=when(n))
            reviewing.add(store, one.report.id, added, by=ANN, at=when(n))
        reviewing.accept(store, other.claims[0].id, by=ANN, at=when(8))
        reviewing.complete(store, one.report.id, by=ANN, at=when(9))
    return str(path)


def test_the_coder_is_scored_on_what_is_complete(db: str) -> None:
    found = evaluation.evaluate(db)
    assert (found.reports, found.unfinished, found.coded, found.gold) == (1, 1, 4, 5)
    counts = {name: (one.right, one.of) for name, one in found.figures.items()}
    assert counts == {
        "found precision": (3, 4),
        "found recall": (3, 5),
        "found F1": (6, 9),
        "typed precision": (2, 4),
        "typed recall": (2, 5),
        "typed F1": (4, 9),
        "polarity and status right": (1, 2),
    }
    assert found.figures["found recall"].value == pytest.approx(0.6)
    assert (found.types["AGREE"]["recall"].right, found.types["AGREE"]["recall"].of) == (0, 2)


def test_a_later_reading_is_held_against_the_same_gold(db: str) -> None:
    with open_store(db) as store:
        old = store.reading(next(iter(evaluation.corrected(store))).reading.report.id)
        assert old is not None
        renamed = tuple(replace(one, id=f"new{n}") for n, one in enumerate(old.claims[:2]))
        store.add([Entry(reading=replace(old, claims=renamed), raw=None)], Coder(version="2"))
        resolution.resolve(store)
    found = evaluation.evaluate(db)
    counts = {name: (one.right, one.of) for name, one in found.figures.items()}
    assert (found.coded, found.gold) == (2, 5)
    assert counts["found precision"] == (1, 2)  # the rejected one is wrong again
    assert counts["found recall"] == (1, 5)


def test_gold_is_exported_and_read_by_the_gate(db: str, tmp_path: Path) -> None:
    folder = tmp_path / "gold"
    result = CliRunner().invoke(cli.app, ["gold", "export", "--db", db, "-o", str(folder)])
    assert result.exit_code == 0, result.output
    (file,) = folder.glob("*.toml")
    read = gold_format.load(file)
    assert len(read.claims) == 5
    assert "1 reports, 5 claims" in result.stdout
    assert CliRunner().invoke(cli.app, ["gold", "export", "--db", db, "-o", str(folder), "--kind", "x"]).exit_code == 1


def test_evaluate_prints_and_gives_json(db: str) -> None:
    result = CliRunner().invoke(cli.app, ["evaluate", "--db", db, "--json"])
    assert json.loads(result.stdout)["figures"]["found recall"]["of"] == 5
    assert "found precision" in CliRunner().invoke(cli.app, ["evaluate", "--db", db]).stdout


def test_nothing_complete_is_told(tmp_path: Path) -> None:
    path = tmp_path / "b.db"
    with open_store(path, create=True):
        pass
    for command in (["evaluate"], ["gold", "export", "-o", str(tmp_path / "g")]):
        result = CliRunner().invoke(cli.app, [*command, "--db", str(path)])
        assert result.exit_code == 1
        assert "press c" in result.output
