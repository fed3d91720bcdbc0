"""Files, folders, the standard input, and rows."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path

import pytest

from dateline.errors import BinaryInput, EmptyInput, InputError, MissingInput, RowError, TooLarge
from dateline.intake import jsonl, source
from dateline.intake.options import Options
from dateline.intake.source import Failure, Format, Item
from dateline.records import Reading

TEXT = "Rebels took the border town of Tal Asar on Monday, residents said."


def found(*paths: str | Path, stdin: bytes | None = None) -> list[str]:
    stream = io.BytesIO(stdin) if stdin is not None else None
    return [item.name for item in source.find(map(str, paths), stdin=stream) if isinstance(item, Item)]


def read(*paths: str | Path, stdin: bytes | None = None, options: Options | None = None) -> list[Reading | Failure]:
    stream = io.BytesIO(stdin) if stdin is not None else None
    out: list[Reading | Failure] = []
    for item in source.find(map(str, paths), stdin=stream):
        out += [item] if isinstance(item, Failure) else source.read(item, options=options)
    return out


def readings(out: list[Reading | Failure]) -> list[Reading]:
    return [r for r in out if isinstance(r, Reading)]


def failures(out: list[Reading | Failure]) -> list[InputError]:
    return [r.error for r in out if isinstance(r, Failure)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (
        "b.txt",
        "a.md",
        "c.jpg",
        "d.text",
        "e.jsonl",
        ".hidden.txt",
        "sub/z.TXT",
        "sub/deep/y.ndjson",
        ".git/x.txt",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"text": TEXT}) if name.endswith("json") or "jsonl" in name else TEXT)
    return tmp_path


def test_a_folder_is_walked_in_order_and_hidden_files_are_passed_over(folder: Path) -> None:
    names = [Path(name).relative_to(folder).as_posix() for name in found(folder)]
    assert names == ["a.md", "b.txt", "d.text", "e.jsonl", "sub/deep/y.ndjson", "sub/z.TXT"]


def test_a_named_file_is_taken_whatever_its_ending(folder: Path) -> None:
    assert found(folder / "c.jpg") == [str(folder / "c.jpg")]
    assert found(folder / ".hidden.txt") == [str(folder / ".hidden.txt")]


def test_a_loop_of_links_ends(folder: Path) -> None:
    (folder / "sub" / "loop").symlink_to(folder, target_is_directory=True)
    assert len(found(folder)) == 6


def test_a_path_given_twice_is_read_once(folder: Path) -> None:
    assert len(found(folder, folder / "b.txt", folder)) == 6


def test_a_pipe_in_a_folder_is_passed_over(folder: Path) -> None:
    os.mkfifo(folder / "pipe.txt")
    assert len(found(folder)) == 6


def test_what_is_not_there_is_a_failure_and_the_rest_is_read(folder: Path) -> None:
    (folder / "gone.txt").symlink_to("nowhere")
    out = read(folder / "no.txt", folder / "gone.txt", folder / "b.txt", "bad\0name")
    assert [type(e) for e in failures(out)] == [MissingInput, MissingInput, MissingInput]
    assert len(readings(out)) == 1


def test_a_folder_without_reports_says_what_reports_are(tmp_path: Path) -> None:
    [error] = failures(read(tmp_path))
    assert isinstance(error, MissingInput)
    assert ".jsonl" in str(error)


def test_a_folder_cannot_be_read_as_a_file(tmp_path: Path) -> None:
    item = Item(name="x", source_id="x", format=Format.PLAIN, path=tmp_path)
    [failure] = source.read(item)
    assert isinstance(failure, Failure)


def test_a_file_name_is_the_source_and_the_path_is_not_in_the_id(folder: Path) -> None:
    [one] = readings(read(folder / "b.txt"))
    (folder / "sub" / "b.txt").write_text(TEXT)
    [two] = readings(read(folder / "sub" / "b.txt"))
    assert one.report.source_id == "b.txt"
    assert one.report.id == two.report.id == "681deb0120642df3"


def test_errors_name_the_whole_path(folder: Path) -> None:
    (folder / "empty.txt").write_text("\n")
    (folder / "image.txt").write_bytes(b"\x89PNG\r\n")
    out = read(folder / "empty.txt", folder / "image.txt", folder / "b.txt", options=Options(max_bytes=10))
    assert [type(e) for e in failures(out)] == [EmptyInput, BinaryInput, TooLarge]
    assert all(str(folder) in str(e) for e in failures(out))


def test_stdin_is_text_or_rows() -> None:
    assert read("-", stdin=TEXT.encode())[0].report.text == TEXT  # type: ignore[union-attr]
    rows = b'{"text": "Rebels left."}\n{"text": "Troops came."}\n'
    assert [r.report.text for r in readings(read("-", stdin=rows))] == ["Rebels left.", "Troops came."]
    assert isinstance(failures(read("-", stdin=b""))[0], EmptyInput)
    assert isinstance(failures(read("-"))[0], InputError)


def test_json_that_is_not_lines_is_refused_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('[\n {"text": "x"}\n]')
    assert "one object" in str(failures(read(tmp_path / "a.json"))[0])


def rows(data: bytes, options: Options | None = None) -> list[jsonl.Row | RowError]:
    return list(jsonl.read(io.BytesIO(data), name="f.jsonl", source_id="f.jsonl", options=options))


def test_a_row_gives_its_fields() -> None:
    data = json.dumps(
        {
            "id": 7,
            "text": TEXT,
            "title": "Rebels seize town",
            "published": "2021-07-16T23:30:00+04:30",
            "outlet": "The Paper",
            "url": "https://example.org/7",
            "byline": "Amara Okoro",
        }
    ).encode()
    [row] = rows(data, Options(published="2020-01-01", outlet="Other"))
    assert isinstance(row, jsonl.Row)
    report = row.report
    assert (report.source_id, report.title, report.published) == ("7", "Rebels seize town", "2021-07-16")
    assert (report.outlet, report.url, report.byline) == ("The Paper", "https://example.org/7", "Amara Okoro")


def test_a_row_takes_what_it_does_not_say_from_the_options() -> None:
    [row] = rows(b'{"text": "Rebels left.", "outlet": null}', Options(published="2020-01-01", outlet="Other"))
    assert isinstance(row, jsonl.Row)
    assert (row.report.published, row.report.outlet, row.report.source_id) == ("2020-01-01", "Other", "f.jsonl:1")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b"{bad", "not JSON"),
        (b'"text"', "a string, not an object"),
        (b"[1]", "a list, not an object"),
        (b"null", "null, not an object"),
        (b"{}", 'no "text"'),
        (b'{"text": null}', 'no "text"'),
        (b'{"text": 5}', '"text" is a number'),
        (b'{"text": "x", "title": ["a"]}', '"title" is a list'),
        (b'{"text": "x", "id": true}', '"id" is true or false'),
        (b'{"text": "  "}', "there is no text"),
        (b'{"text": "x", "published": "16 July"}', "YYYY-MM-DD"),
        (b'{"text": "x", "id": ' + b"9" * 5000 + b"}", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b'{"text": "' + b"x" * 500_000 + b'"}', "raise max_bytes"),
    ],
)
def test_a_bad_row_is_named_and_the_good_ones_are_read(line: bytes, words: str) -> None:
    out = rows(b'{"text": "Rebels left."}\n\n' + line + b'\n{"text": "Troops came."}', Options(max_bytes=200_000))
    assert [isinstance(row, jsonl.Row) for row in out] == [True, False, True]
    assert isinstance(out[1], RowError)
    assert str(out[1]).startswith("f.jsonl:3: ")
    assert words in str(out[1])


def test_unknown_keys_leave_an_issue() -> None:
    [row] = rows(b'{"text": "Rebels left.", "lang": "en", "body": "x"}')
    assert isinstance(row, jsonl.Row)
    [issue] = row.issues
    assert issue.code == "intake.unknown-key"
    assert '"lang", "body"' in issue.message


def test_lone_surrogates_of_json_do_not_get_into_a_record() -> None:
    [row] = rows(rb'{"text": "a\ud800b", "title": "t\udc00", "\ud800": 1}')
    assert isinstance(row, jsonl.Row)
    assert (row.report.text, row.report.title) == ("a\ufffdb", "t\ufffd")
    for issue in row.issues:
        issue.message.encode()


def test_a_row_in_an_old_encoding_is_read_and_said_to_be() -> None:
    [row] = rows('{"text": "the café closed"}'.encode("cp1252"))
    assert isinstance(row, jsonl.Row)
    assert row.report.text == "the café closed"
    assert [i.code for i in row.issues] == ["intake.encoding"]


def test_a_byte_order_mark_is_passed_over() -> None:
    assert isinstance(rows(b'\xef\xbb\xbf{"text": "Rebels left."}')[0], jsonl.Row)


@pytest.mark.parametrize(("data", "error"), [(b"", EmptyInput), (b"\n \n", EmptyInput), (b"PK\x03\x04", BinaryInput)])
def test_a_file_without_rows_is_refused(data: bytes, error: type[InputError]) -> None:
    with pytest.raises(error):
        rows(data)


def test_rows_are_read_one_by_one() -> None:
    stream = io.BytesIO(b'{"text": "Rebels left."}\n' * 3)
    next(iter(jsonl.read(stream, name="f")))
    assert stream.tell() == 25
