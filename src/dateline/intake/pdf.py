"""A PDF with a text layer to a report, by PDFium, the reader of Chromium.

The file is read in a process of its own, with bounds on its time and memory: PDF is a format in which a small file
can ask for much. What stands at the top or foot of most pages is left out.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from dateline.errors import EmptyInput, InputError, TooLarge
from dateline.intake import day
from dateline.intake.blocks import stopped
from dateline.intake.draft import CONTAINER, Dated, Document, Draft, Row, missing, row
from dateline.records import Issue

MOST_PAGES = 2_000
"""Pages that are read; of a longer file the rest is left out, and said to be."""
SECONDS = 60
MEMORY = 1 << 30
"""Bytes of address space that reading one file may take."""
_SCANNED = 25
"""Characters a page below which a file counts as scanned: a page of text has some 2,000."""
_REPEATED = 0.6
"""Share of pages on which a line stands at the top or the foot from which it is no part of the text."""

_CHILD = Path(__file__).with_name("pdf_child.py")
_FIGURES = re.compile(r"\d+")
_CREATED = re.compile(r"D:(\d{4})(\d\d)(\d\d)")
_SPLIT = re.compile("(?:\x02|\ufffe)[ \t]*\n?|(?<=[a-z])\u00ad\n?")
_FILE_NAME = re.compile(r"(?i)microsoft word|\.(?:docx?|indd|pptx?|xlsx?|pdf|qxp|pub)$|^untitled|^document\d*$")


def read(document: Document) -> Iterator[Row]:
    """Read the report of a PDF.

    Raises:
        InputError: dateline[documents] is not installed; the file is damaged, locked, scanned or too large, or takes
            too long.
    """
    if importlib.util.find_spec("pypdfium2") is None:
        raise missing(document.name, "PDF", "documents")
    raw = document.all(CONTAINER)
    pages, count, about = _extract(raw, document)
    texts = [page.replace("\r\n", "\n") for page in pages]
    empty = [n for n, text in enumerate(texts, start=1) if len(text.strip()) < _SCANNED]
    if sum(len(text.strip()) for text in texts) < _SCANNED * max(1, len(texts)):
        raise EmptyInput(
            f"{document.name}: this PDF has no text layer, its pages are pictures (a scan?); run text recognition,"
            " for example `ocrmypdf FILE NEW.pdf`, and give the new file"
        )
    issues = []
    if count > len(texts):
        issues.append(_left_out(f"pages {len(texts) + 1:,} to {count:,} left out: at most {MOST_PAGES:,} are read"))
    if empty:
        issues.append(_left_out(f"{_listed(empty)} without text: pictures, or scanned"))
    texts, repeated = _without_margins(texts)
    if repeated:
        issues.append(_left_out(f"{repeated} lines at the top or foot of pages left out, that most pages have"))
    made = _CREATED.match(about.get("CreationDate") or "")
    value = day.read("".join(made.groups())) if made else None
    title = about.get("Title") or None
    draft = Draft(
        text=_SPLIT.sub("", _flow(texts)),
        title=None if title is None or _FILE_NAME.search(title) else title,
        byline=about.get("Author") or None,
        dated=Dated(value=value, how="the day on which the PDF was made", sure=False) if value else None,
        hint="the PDF does not say when it was made; give the date with it",
        issues=tuple(issues),
    )
    yield row(draft, document, raw)


def _extract(raw: bytes, document: Document) -> tuple[list[str], int, dict[str, str]]:
    """Return the texts of the pages, how many there are, and what the file says of itself."""
    limit = document.options.max_bytes
    # Where this process looks for packages, the other does; "-P": the folder of the file holds our html.py, not theirs.
    paths = os.pathsep.join(path for path in sys.path if path)
    try:
        done = subprocess.run(
            [sys.executable, "-P", str(_CHILD), str(limit), str(MOST_PAGES), str(MEMORY + 4 * len(raw))],
            input=raw,
            capture_output=True,
            timeout=SECONDS,
            env={**os.environ, "PYTHONPATH": paths, "PYTHONIOENCODING": "utf-8"},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise TooLarge(
            f"{document.name}: reading this PDF takes more than {SECONDS} s; split it, or print it anew"
        ) from error
    try:
        found = json.loads(done.stdout)
    except ValueError:
        found = {"error": "memory" if done.returncode < 0 else "damaged", "why": f"status {done.returncode}"}
    match found.get("error"):
        case None:
            return found["pages"], found["count"], found["about"]
        case "password":
            raise InputError(f"{document.name}: this PDF is locked with a password; save it without one")
        case "long":
            raise TooLarge(f"{document.name}: more than {limit} characters of text; split it, or raise max_bytes")
        case "memory":
            raise TooLarge(
                f"{document.name}: reading this PDF takes too much memory, or breaks its reader; print it anew"
            )
        case _:
            raise InputError(f"{document.name}: this PDF is damaged ({found.get('why')}); get it or print it anew")


def _without_margins(pages: Sequence[str]) -> tuple[list[str], int]:
    """Return the pages without running heads, feet and page numbers; and how many such lines there were."""
    lines = [[line for line in page.split("\n") if line.strip()] for page in pages]
    full = [each for each in lines if len(each) > 4]
    if len(full) < 3:
        return list(pages), 0
    seen = Counter(key for each in full for key in {_key(line) for line in (*each[:2], *each[-2:])})
    margins = {key for key, n in seen.items() if n >= _REPEATED * len(full)}
    out, count = [], 0
    for page in pages:
        kept = page.split("\n")
        words = [n for n, line in enumerate(kept) if line.strip()]
        drop = {n for n in (*words[:2], *words[-2:]) if _key(kept[n]) in margins}
        count += len(drop)
        out.append("\n".join(line for n, line in enumerate(kept) if n not in drop))
    return out, count


def _key(line: str) -> str:
    return _FIGURES.sub("0", " ".join(line.split()).casefold())


def _flow(pages: Sequence[str]) -> str:
    """Return the pages as one text; a sentence that goes on overleaf goes on."""
    out: list[str] = []
    for page in pages:
        page = page.strip("\n ")
        if not page:
            continue
        if out:
            goes_on = not stopped(out[-1]) and page[:1].islower()
            out.append("\n" if goes_on else "\n\n")
        out.append(page)
    return "".join(out)


def _listed(pages: Sequence[int]) -> str:
    shown = ", ".join(map(str, pages[:10])) + (f" and {len(pages) - 10} more" if len(pages) > 10 else "")
    return f"page {shown}" if len(pages) == 1 else f"pages {shown}"


def _left_out(message: str) -> Issue:
    return Issue(stage="intake", code="intake.left-out", message=message)
