"""The library: what may be given, what comes out, what is raised."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

import dateline
from dateline import api
from dateline.errors import BinaryInput, EmptyInput, InputError, LexiconError, MissingInput, RowError, TooLarge
from dateline.records import Actor

REPORT = "Rebels seized the town of Dorgan on Monday, Colonel Ruta Sand said."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(REPORT, encoding="utf-8")
    return tmp_path


def names(readings: object) -> list[str | None]:
    return [reading.report.source_id for reading in readings]  # type: ignore[attr-defined]


def test_the_front_door_is_the_same() -> None:
    assert dateline.read is api.read
    assert dateline.schema is api.schema


def test_a_path_a_folder_and_several_are_read(folder: Path) -> None:
    assert names(api.read(str(folder / "a.txt"))) == ["a.txt"]
    assert names(api.read(folder)) == ["a.txt", "b.txt"]
    assert names(api.read([folder / "b.txt", str(folder / "a.txt")])) == ["b.txt", "a.txt"]
    assert names(api.read(api.find([folder]))) == ["a.txt", "b.txt"]


def test_what_was_found_missing_is_a_failure_of_reading(folder: Path) -> None:
    failures: list[api.Failure] = []
    assert names(api.read(api.find([folder / "no", folder / "a.txt"]), failures=failures)) == ["a.txt"]
    assert [failure.name for failure in failures] == [str(folder / "no")]


def test_bytes_are_a_report() -> None:
    (reading,) = api.read([REPORT.encode()], published="2031-03-04", outlet="Meridian News")
    assert (reading.report.text, reading.report.outlet) == (REPORT, "Meridian News")
    assert reading.claims


def test_a_text_is_read_with_what_is_known_of_it() -> None:
    reading = api.read_text(REPORT, published="2031-03-04", title="Town falls", url="https://x.example/1")
    report = reading.report
    assert (report.title, report.url, report.published) == ("Town falls", "https://x.example/1", "2031-03-04")
    assert reading.sentences[0].tokens == ()


def test_the_date_anchors_weekdays_and_without_it_they_have_none() -> None:
    def mondays(published: str | None) -> set[object]:
        reading = api.read_text(REPORT, published=published)
        return {m.resolved.value for m in reading.mentions if m.text == "Monday"}  # type: ignore[union-attr]

    assert mondays("2031-03-04") == {"2031-03-03"}
    assert mondays(None) == {None}


def test_wrong_options_raise_at_once(folder: Path) -> None:
    with pytest.raises(InputError, match="write it YYYY-MM-DD"):
        api.read(folder, published="4 March")
    with pytest.raises(InputError, match="positive"):
        api.parse(folder, max_bytes=0)


BAD = [
    ("missing", None, MissingInput, "check the path"),
    ("empty.txt", b" \n", EmptyInput, "no text in it"),
    ("binary.txt", b"\x7fELF\x02\x01\x01\0\0\0", BinaryInput, "not text"),
    ("large.txt", b"x" * 200, TooLarge, "raise max_bytes"),
    ("rows.jsonl", b'{"txt": 1}\n', RowError, "rows.jsonl:1"),
]


@pytest.mark.parametrize(("name", "content", "error", "message"), BAD)
def test_what_cannot_be_read_raises(
    name: str, content: bytes | None, error: type[InputError], message: str, tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(error, match=message):
        list(api.read(tmp_path / name, max_bytes=100))


@pytest.mark.parametrize(("name", "content", "error", "message"), BAD)
def test_with_a_list_for_failures_the_rest_is_read(
    name: str, content: bytes | None, error: type[InputError], message: str, folder: Path
) -> None:
    if content is not None:
        (folder / name).write_bytes(content)
    failures: list[api.Failure] = []
    sources = [folder / "a.txt", folder / name, b"", folder / "b.txt"]
    assert names(api.read(sources, max_bytes=100, failures=failures)) == ["a.txt", "b.txt"]
    assert [type(failure.error) for failure in failures] == [error, EmptyInput]
    assert failures[1].name == "bytes"


def test_an_empty_path_is_a_failure_and_not_this_folder() -> None:
    with pytest.raises(MissingInput, match="an empty path"):
        next(api.read(""))


def test_a_text_that_is_none_raises() -> None:
    with pytest.raises(EmptyInput):
        api.read_text(" ")


def test_parse_keeps_the_words_and_writes_them(folder: Path) -> None:
    (reading,) = api.parse(folder / "a.txt")
    assert [token.text for token in reading.sentences[0].tokens][:2] == ["Rebels", "seized"]
    assert not reading.claims
    assert api.conllu(reading).startswith(f"# newdoc id = {reading.report.id}\n")


def test_all_names_are_there() -> None:
    assert sorted(api.__all__) == sorted(set(api.__all__))
    assert all(hasattr(api, name) for name in api.__all__)


def entities(readings: Iterable[api.Reading]) -> set[str | None]:
    return {m.resolved.entity for r in readings for m in r.mentions if isinstance(m.resolved, Actor)}


def test_a_registry_of_ones_own_holds_for_the_run_alone(tmp_path: Path) -> None:
    mine = tmp_path / "mine.csv"
    mine.write_text("id,name,kind,sector,country\nmy.front,Velt River Front,organization,REB,MLI\n", encoding="utf-8")
    report = b"The Velt River Front attacked the town of Dorgan, the mayor said."
    for actors in (mine, str(mine), [mine]):
        assert "my.front" in entities(api.read([report], actors=actors))
    assert "my.front" in entities([api.read_text(report.decode(), actors=mine)])
    assert "my.front" not in entities(api.read([report]))


def test_a_wrong_registry_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"no\.toml: cannot be read"):
        api.read([REPORT.encode()], actors=tmp_path / "no.toml")
