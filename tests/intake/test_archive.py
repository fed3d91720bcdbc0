"""Zip archives and gzip files: members of every format, nested, damaged, and made to fill memory."""

from __future__ import annotations

import gzip
import io
import json
import stat
import time
import zipfile
from pathlib import Path

import pytest

from dateline.intake import source
from dateline.intake.source import Failure, Input, Item
from documents import BODY, TITLE, docx, found, mail, one, packed, page, paragraph, pdf, warc, xlsx

MEMBERS = {
    "a/page.html": page(),
    "a/Page_files/frame.html": page(),
    "a/Page.htm": page(title="Talks"),
    "b/report.pdf": pdf([BODY]),
    "b/memo.docx": docx("".join(map(paragraph, BODY))),
    "c/list.xlsx": xlsx([["text"], [BODY[0]]]),
    "c/list.csv": f'text\n"{BODY[0]}"\n'.encode(),
    "c/rows.jsonl": json.dumps({"text": BODY[0]}).encode(),
    "d/item.json": json.dumps({"uri": "x", "headline": TITLE, "body_text": BODY[0]}).encode(),
    "d/other.json": b'{"version": 3}',
    "e.eml": mail(),
    "f.warc.gz": warc([("https://velt.example/a", page())], zipped=True),
    "g.txt.gz": gzip.compress(BODY[0].encode()),
    "h.jpg": b"\xff\xd8\xff",
    ".hidden.txt": b"no",
    "__MACOSX/x.txt": b"no",
}


def test_an_archive_of_every_format_is_read_as_the_folder_is(tmp_path: Path) -> None:
    for name, data in MEMBERS.items():
        if "MACOSX" not in name:
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_bytes(data)
    in_folder: list[Input] = []
    for item in source.find([str(tmp_path)]):
        assert isinstance(item, Item)
        in_folder += [each for each in source.read_with_bytes(item) if isinstance(each, Input)]
    reports, errors = found(packed(MEMBERS), "all.zip")
    assert not errors
    assert len(reports) == 12 - 1
    assert [each.reading.report.id for each in reports] == [each.reading.report.id for each in in_folder]
    assert [each.raw for each in reports] == [each.raw for each in in_folder]


def test_archives_in_archives_are_read_to_a_depth() -> None:
    data = packed({"a.txt": BODY[0]})
    assert one(packed({"b.zip": packed({"c.zip": data})}), "d.zip").reading.report.source_id == "a.txt"
    deep = packed({"x.zip": packed({"b.zip": packed({"c.zip": data})})})
    assert "d.zip/x.zip/b.zip/c.zip: lies in 3 archives" in found(deep, "d.zip")[1][0]


@pytest.mark.parametrize("name", ["../../etc/a.txt", "/etc/a.txt", "C:\\a.txt", "a\n\x1b[31m.txt", "é" * 400 + ".txt"])
def test_names_of_members_are_words_and_no_paths(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "four people" in one(packed({name: BODY[0]}), "a.zip").reading.report.text
    assert list(tmp_path.iterdir()) == []


def test_a_link_in_an_archive_is_passed_over() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("a.txt", BODY[0])
    assert one(out.getvalue(), "a.zip").reading.report.source_id == "a.txt"


def test_a_bad_member_is_named_and_the_rest_is_read() -> None:
    reports, errors = found(
        packed({"a.txt": BODY[0], "b.pdf": b"%PDF-1.4 cut", "c.txt": BODY[1], "d.txt": b""}), "a.zip"
    )
    assert [each.reading.report.source_id for each in reports] == ["a.txt", "c.txt"]
    assert [error.split(": ")[0] for error in errors] == ["a.zip/b.pdf", "a.zip/d.txt"]


def locked() -> bytes:
    data = bytearray(packed({"a.txt": BODY[0]}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    return bytes(data)


def flipped() -> bytes:
    data = bytearray(packed({"a.txt": BODY[0] * 3}))
    data[60] ^= 0xFF
    return bytes(data)


REFUSED = [
    (packed({"a.txt": BODY[0] * 9})[:-30], "damaged or cut short"),
    (flipped(), "damaged"),
    (locked(), "password"),
    (packed({}), "no reports in this archive"),
    (packed({"a.jpg": b"x"}), "no reports in this archive"),
    (b"PK\x03\x04" + bytes(100), "damaged or cut short"),
]


@pytest.mark.parametrize(("data", "words"), REFUSED, ids="cut flipped locked empty pictures rubbish".split())
def test_what_is_broken_is_refused_with_the_reason(data: bytes, words: str) -> None:
    assert words in " ".join(found(data, "a.zip")[1])
    assert not found(data, "a.zip")[0]


def bomb(name: str, piece: bytes, size: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(name, "w") as member:
        for _ in range(size // len(piece)):
            member.write(piece)
    return out.getvalue()


BOMBS = [
    ("a.txt", b"a " * 50_000, "past the limit"),
    ("a.jsonl", b"\n" * 100_000, "unpacks to more than|million empty"),
    ("a.csv", b",\n" * 5_000_000, "unpacks to more than|million empty"),
    ("a.pdf", b"%PDF-1.4\n" * 10_000, "past the limit"),
    ("a.zip", b"PK\x03\x04" * 10_000, "past the limit"),
]


@pytest.mark.parametrize(("name", "piece", "words"), BOMBS, ids=[name for name, _, _ in BOMBS])
def test_a_member_that_unpacks_to_fill_memory_is_refused(name: str, piece: bytes, words: str) -> None:
    data = bomb(name, piece, 20_000_000)
    began = time.process_time()
    errors = found(data, "bomb.zip", max_bytes=20_000)[1]
    assert any(word in errors[-1] for word in words.split("|"))
    assert time.process_time() - began < 5


def test_many_small_bombs_are_one_large_one() -> None:
    inner = bomb("a.txt", b"a " * 50_000, 1_000_000)
    data = packed({f"{n}.zip": packed({f"{m}.zip": inner for m in range(20)}) for n in range(20)})
    errors = found(data, "bomb.zip", max_bytes=100_000)[1]
    assert "bomb.zip: unpacks to more than" in errors[-1]
    assert len(errors) < 50


def test_the_same_bytes_over_and_over_are_found_out() -> None:
    # Entries that overlap, all of them of the same packed bytes.
    data = bytearray(bomb("a.txt", b"a " * 500, 50_000))
    start = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    entry = bytes(data[start:end])
    entries = b"".join(entry.replace(b"a.txt", f"{n:01}.txt".encode()) for n in range(10))
    tail = bytearray(data[end:])
    tail[8:10] = tail[10:12] = (10).to_bytes(2, "little")
    tail[12:16] = len(entries).to_bytes(4, "little")
    assert all("damaged" in error for error in found(bytes(data[:start]) + entries + bytes(tail), "a.zip")[1])


def test_gzip_of_one_file_is_that_file() -> None:
    data = gzip.compress(json.dumps({"text": BODY[0]}).encode())
    assert one(data, "rows.jsonl.gz").reading.report.source_id == "rows.jsonl:1"
    assert one(gzip.compress(page()), "page.html.gz").reading.report.title == TITLE


GZIP = [
    (gzip.compress(BODY[0].encode())[:-12], "damaged or cut short"),
    (gzip.compress(b""), "nothing in this gzip"),
    (gzip.compress(bytes(257) + b"ustar" + bytes(300)), "tar archive"),
    (gzip.compress(b"a " * 30_000_000), "past the limit"),
    (gzip.compress(gzip.compress(gzip.compress(gzip.compress(b"x")))), "archives"),
]


@pytest.mark.parametrize(("data", "words"), GZIP, ids="cut empty tar bomb nested".split())
def test_a_gzip_file_that_cannot_be_read_is_refused(data: bytes, words: str) -> None:
    reports, errors = found(data, "a.txt.gz", max_bytes=100_000)
    assert not reports
    assert words in errors[0]


def test_a_zip_that_comes_through_a_pipe_is_read() -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    item = next(source.find(["-"], stdin=Pipe(packed({"a.txt": BODY[0]}))))
    assert isinstance(item, Item)
    (read,) = source.read_with_bytes(item)
    assert not isinstance(read, Failure)
    assert read.reading.report.source_id == "a.txt"
