"""A whole store as one zip file that people and programs can read, and back: nothing is lost on the way.

In it are ``manifest.json``, a ``TABLE.jsonl`` for each table that is only ever added to (a row a line, in the order in
which it came in), and ``inputs/SHA256``, the bytes that reports were made of. What is derived is not in it: it is made
again. The manifest has the SHA-256 of every table's file and the store's fingerprint.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from dateline.errors import InputError, NotAStore, RecordError, StoreError
from dateline.store import fingerprint, rows, tables
from dateline.store.base import Store
from dateline.store.sql import SqlStore, number_of, text_of
from dateline.store.tables import Row, Table, Value
from dateline.version import __version__

__all__ = ["FORMAT", "Archived", "archive", "restore"]

FORMAT = 1
"""Version of the archive's form."""
_PAGE = 500
_LINE = 1_000_000_000
"""Bytes from which a line is no row of an archive."""
_LATER = {"feed_items": {"first": "", "said": ""}}
"""Columns that archives of earlier versions do not have, and what stands in them then."""
_PACKED = {"reports": ("record",), "readings": ("claims", "rest")}
"""Columns that hold packed JSON, written plainly."""
_TABLES = (
    tables.CODERS,
    tables.REPORTS,
    tables.READINGS,
    tables.SUPERSEDED,
    tables.JUDGEMENTS,
    tables.REVIEWS,
    tables.FETCHES,
    tables.FEED_ITEMS,
    tables.FEED_ENDS,
    tables.FEED_ROBOTS,
)
_ORDER = {"coders": "id", "superseded": "reading", "judgements": "id", "reviews": "id", "feed_ends": "item",
          "feed_robots": "origin"}  # fmt: skip
"""The key of each table, by which it is read page by page; ``seq`` where it is not told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Archived:
    """What an archive holds: rows by table, inputs, and the fingerprint of the store."""

    rows: dict[str, int]
    inputs: int
    fingerprint: str


def archive(store: Store, path: str | os.PathLike[str], *, created: str) -> Archived:
    """Write a store to a new zip file, as it is at one moment; ``created`` is noted in it.

    Raises:
        InputError: the file is there already, or cannot be written.
        StoreError: the store cannot be read.
    """
    sql, target = _sql(store), Path(path)
    part = target.with_name(f".{target.name}.part")
    if target.exists():
        raise InputError(f"{target}: this file is there already; give another name, or remove it")
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as out, sql.reading_alone():
            counts, digests = {}, {}
            for table in _TABLES:
                counts[table.name], digests[table.name] = _dump(sql, table, out)
            inputs = _dump_inputs(sql, out)
            found = Archived(rows=counts, inputs=inputs, fingerprint=fingerprint.of(sql.execute))
            manifest = {
                "format": FORMAT,
                "generator": f"dateline {__version__}",
                "created": created,
                "store_version": store.version,
                "fingerprint": found.fingerprint,
                "inputs": inputs,
                "tables": {name: {"rows": counts[name], "sha256": digests[name]} for name in counts},
            }
            out.writestr("manifest.json", json.dumps(manifest, indent=1) + "\n")
        os.replace(part, target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise InputError(f"{target}: cannot be written: {error.strerror or error}") from error
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return found


def restore(path: str | os.PathLike[str], store: Store, *, told: Callable[[int], None] = lambda rows: None) -> Archived:
    """Read an archive into an empty store, all or nothing; ``told`` is called with how many rows there are so far.

    Raises:
        InputError: it is no archive, is damaged, of a later form, or the store is not empty.
        StoreError: the store cannot be written to.
    """
    sql, source = _sql(store), Path(path)
    counts = store.counts()
    if counts.reports or counts.judgements or counts.reviews:
        raise InputError(f"{store.name}: this store is not empty; restore into a new one")
    try:
        with zipfile.ZipFile(source) as held:
            manifest = _manifest(held, source)
            with sql.writing():
                _inputs(sql, held, source)
                done = 0
                for table in _TABLES:
                    for page in _pages(held, table, manifest, source):
                        sql.insert(table, page)
                        if table is tables.READINGS:
                            _claims(sql, page)
                        elif table is tables.REPORTS:
                            _words(sql, page)
                        done += len(page)
                        told(done)
                found = fingerprint.of(sql.execute)
                if found != manifest["fingerprint"]:
                    raise InputError(f"{source}: what it holds is not what was archived; nothing was restored")
    except zipfile.BadZipFile as error:
        raise InputError(f"{source}: this is no archive of dateline, or it is damaged ({error})") from error
    except OSError as error:
        raise InputError(f"{source}: cannot be read: {error.strerror or error}") from error
    listed = manifest["tables"]
    assert isinstance(listed, dict)
    return Archived(
        rows={name: int(each["rows"]) for name, each in listed.items()},
        inputs=int(str(manifest["inputs"])),
        fingerprint=found,
    )


# Writing


def _dump(sql: SqlStore, table: Table, out: zipfile.ZipFile) -> tuple[int, str]:
    digest, count = hashlib.sha256(), 0
    with out.open(f"{table.name}.jsonl", "w", force_zip64=True) as stream:
        for row in _rows(sql, table):
            data = {
                name: rows.plain(value) if name in _PACKED.get(table.name, ()) else value
                for name, value in zip(table.columns, row, strict=True)
            }
            line = json.dumps(data, ensure_ascii=True, allow_nan=False, separators=(",", ":")).encode() + b"\n"
            digest.update(line)
            stream.write(line)
            count += 1
    return count, digest.hexdigest()


def _rows(sql: SqlStore, table: Table) -> Iterator[Row]:
    key = _ORDER.get(table.name, "seq")
    place, columns = table.columns.index(key), ", ".join(table.columns)
    # Readings of what people added have numbers below 0; they are made again of the reviews.
    after: Value = 0 if key in ("seq", "reading") else ""
    while True:
        page = sql.execute(f"SELECT {columns} FROM {table.name} WHERE {key} > ? ORDER BY {key} LIMIT {_PAGE}", (after,))
        yield from page
        if len(page) < _PAGE:
            return
        after = page[-1][place]


def _dump_inputs(sql: SqlStore, out: zipfile.ZipFile) -> int:
    after, count = "", 0
    while page := sql.execute("SELECT sha256, bytes FROM inputs WHERE sha256 > ? ORDER BY sha256 LIMIT 100", (after,)):
        for name, packed in page:
            out.writestr(f"inputs/{text_of(name)}", rows.unpack(packed))
            count += 1
        after = text_of(page[-1][0])
    return count


# Reading


def _manifest(held: zipfile.ZipFile, source: Path) -> dict[str, object]:
    try:
        with held.open("manifest.json") as stream:
            found = json.loads(stream.read(1_000_000))
        if found["format"] > FORMAT:
            raise InputError(f"{source}: this archive is of a later form ({found['format']}); use a later dateline")
        assert {table.name for table in _TABLES} == set(found["tables"])
        assert isinstance(found["fingerprint"], str)
    except (KeyError, TypeError, ValueError, AssertionError, RecursionError) as error:
        raise InputError(f"{source}: this is no archive of dateline: its manifest is missing or wrong") from error
    return dict(found)


def _pages(held: zipfile.ZipFile, table: Table, manifest: dict[str, object], source: Path) -> Iterator[list[Row]]:
    digest = hashlib.sha256()
    page: list[Row] = []
    with held.open(f"{table.name}.jsonl") as stream:
        number = 0
        while line := stream.readline(_LINE):
            number += 1
            digest.update(line)
            page.append(_row(line, table, f"{source}: {table.name}.jsonl:{number}"))
            if len(page) >= _PAGE:
                yield page
                page = []
    listed = manifest["tables"]
    assert isinstance(listed, dict)
    if digest.hexdigest() != listed[table.name]["sha256"]:
        raise InputError(f"{source}: {table.name}.jsonl is not what was archived; nothing was restored")
    if page:
        yield page


def _row(line: bytes, table: Table, at: str) -> Row:
    try:
        data = json.loads(line)
        data = _LATER.get(table.name, {}) | data
        if set(data) != set(table.columns):
            raise ValueError("columns")
        packed = _PACKED.get(table.name, ())
        return tuple(rows.pack(data[name]) if name in packed else data[name] for name in table.columns)
    except (ValueError, TypeError, RecursionError) as error:
        raise InputError(f"{at}: this is no row of {table.name} ({error}); nothing was restored") from error


def _claims(sql: SqlStore, page: Sequence[Row]) -> None:
    """Make the rows that claims are found by, numbered as they were: reading after reading."""
    first = number_of(sql.execute("SELECT coalesce(max(seq), 0) + 1 FROM claims")[0][0])
    found: list[Row] = []
    words: list[Row] = []
    reports = {number_of(row[2]) for row in page}
    marks = ", ".join("?" * len(reports))
    packed = {
        row[0]: row[1]
        for row in sql.execute(f"SELECT seq, record FROM reports WHERE seq IN ({marks})", sorted(reports))
    }
    for row in page:
        try:
            reading = rows.read_reading(packed[row[2]], row[6], row[7])
        except (KeyError, NotAStore, RecordError) as error:
            raise InputError(f"a reading of the archive is damaged ({error}); nothing was restored") from error
        more = list(
            rows.claim_rows(
                reading.claims,
                reading.report.published,
                first=first,
                reading_seq=number_of(row[0]),
                report_seq=number_of(row[2]),
            )
        )
        found += more
        words += [(first + i, *map(sql.indexed, rows.claim_words(claim))) for i, claim in enumerate(reading.claims)]
        first += len(more)
    sql.insert(tables.CLAIMS, found)
    sql.insert(tables.CLAIM_WORDS, words)


def _words(sql: SqlStore, page: Sequence[Row]) -> None:
    place = tables.REPORTS.columns.index("record")
    sql.insert(
        tables.REPORT_WORDS,
        [(row[0], sql.indexed(rows.report_words(rows.read_report(row[place])))) for row in page],
    )


def _inputs(sql: SqlStore, held: zipfile.ZipFile, source: Path) -> None:
    page: list[Row] = []
    for name in held.namelist():
        folder, _, digest = name.partition("/")
        if folder != "inputs":
            continue
        with held.open(name) as stream:
            data = _all(stream)
        if hashlib.sha256(data).hexdigest() != digest:
            raise InputError(f"{source}: {name} is not what was archived; nothing was restored")
        page.append((digest, len(data), rows.pack_bytes(data)))
        if len(page) >= 100:
            sql.insert(tables.INPUTS, page)
            page = []
    if page:
        sql.insert(tables.INPUTS, page)


def _all(stream: IO[bytes]) -> bytes:
    data = stream.read(_LINE + 1)
    if len(data) > _LINE:
        raise InputError("an input of the archive is past 1 GB; nothing was restored")
    return data


def _sql(store: Store) -> SqlStore:
    if not isinstance(store, SqlStore):
        raise StoreError(f"{store.name}: this kind of store cannot be archived")
    return store
