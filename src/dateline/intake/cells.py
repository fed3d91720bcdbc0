"""Tables to reports: which column holds what, and a row to a report. CSV and Excel share it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dateline.errors import InputError, RowError
from dateline.intake import day, fragment
from dateline.intake.draft import Dated, Document, Draft, Row, joined, line_of, row
from dateline.lexicon import intake as lexicon
from dateline.records import PassageKind

_JOINTS = re.compile(r"[\s_.-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Where the fields of a report stand: number of the column by field; ``names`` are the header's."""

    names: tuple[str, ...]
    at: tuple[tuple[str, int], ...]

    def cell(self, field: str, cells: Sequence[str]) -> str | None:
        """Return what stands in a row for a field; None where there is nothing."""
        place = dict(self.at).get(field)
        if place is None or place >= len(cells):
            return None
        return cells[place].strip() or None


def find(header: Sequence[str], document: Document) -> Columns:
    """Find the columns by the names in the header, those that the caller gives first.

    Raises:
        InputError: there is no column with a text, or the caller names one that is not there.
    """
    names = tuple(" ".join(name.split()) for name in header)
    folded = {_fold(name): n for n, name in reversed(list(enumerate(names))) if name}
    at: dict[str, int] = {}
    for field, name in document.options.columns:
        if _fold(name) not in folded:
            raise InputError(f'{document.name}: there is no column "{name}"; the columns are {_listed(names)}')
        at[field] = folded[_fold(name)]
    for field, known in lexicon.columns().items():
        if field not in at:
            free = (folded[each] for each in known if each in folded and folded[each] not in at.values())
            if (place := next(free, None)) is not None:
                at[field] = place
    if "text" not in at:
        raise InputError(
            f"{document.name}: no column with the text; the columns are {_listed(names)};"
            f" say which it is with columns, for example text={names[-1] if names else 'body'}"
        )
    return Columns(names=names, at=tuple(at.items()))


def report(columns: Columns, cells: Sequence[str], document: Document, *, line: int, raw: bytes) -> Row:
    """Make the report of a row; ``line`` is where it stands.

    Raises:
        RowError: it has more cells than the header, or no text.
    """
    place = f"{document.name}:{line}"
    if any(cell.strip() for cell in cells[len(columns.names) :]):
        raise RowError(
            f"{place}: {len(cells)} cells, where the header has {len(columns.names)}; put quotes around the text"
        )
    text = columns.cell("text", cells)
    if text is None:
        raise RowError(f"{place}: no text in it, in column {dict(columns.at)['text'] + 1}")
    kinds: tuple[tuple[int, PassageKind], ...] = ()
    inside = replace(document, name=place, source_id=f"{document.source_id}:{line}" if document.source_id else None)
    written = columns.cell("published", cells)
    value = day.read(written) if written else None
    heading = columns.names[dict(columns.at)["published"]] if written else ""
    try:
        if fragment.looks_like(text):
            text, kinds = joined(fragment.parts(text), name=place)
        url = columns.cell("url", cells)
        draft = Draft(
            text=text,
            kinds=kinds,
            title=columns.cell("title", cells),
            url=url,
            byline=columns.cell("byline", cells),
            outlet=columns.cell("outlet", cells),
            dated=Dated(value=value, how=f'the column "{line_of(heading)}"') if value else None,
            hint=f'"{written[:40]}" is not one day for sure; write it YYYY-MM-DD' if written and not value else None,
        )
        # A date of its own that cannot be read is not that of the others.
        if written and value is None:
            inside = replace(inside, options=replace(inside.options, published=None))
        own = columns.cell("id", cells)
        return row(draft, replace(inside, source_id=None) if url and not own else inside, raw, line=line, source_id=own)
    except RowError:
        raise
    except InputError as error:
        message = str(error)
        raise RowError(message if message.startswith(place) else f"{place}: {message}") from error


def _fold(name: str) -> str:
    return _JOINTS.sub(" ", name.strip().lower()).strip()


def _listed(names: Sequence[str]) -> str:
    shown = [f'"{name[:40]}"' for name in names if name][:20]
    return ", ".join(shown) + (" …" if len(names) > 20 else "") or "without names"
