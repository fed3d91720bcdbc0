"""The rows of ledgers as a store keeps them: their records, and by what they are found."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.codec import to_dict
from dateline.ledger import LedgerKind, Ledgers
from dateline.store import KeptRow, ledger_words
from dateline.store.rows import span

__all__ = ["rows_of"]


def rows_of(made: Ledgers) -> Iterator[KeptRow]:
    """Yield the rows of ledgers as they are kept."""
    for kind in LedgerKind:
        for row in made.of(kind):
            record = to_dict(row)
            parties: list[str | None] = [*row.parties]
            texts: list[str | None] = [row.place, *row.parties]
            _gather(record, parties, texts)
            where = row.location
            place = [where.name, where.country, where.admin1, where.gazetteer_id] if where else []
            first, last = span(row.first_day), span(row.last_day)
            yield KeptRow(
                ledger=kind.value,
                id=row.id,
                part=row.part,
                day=first[0] if first else "",
                last_day=(last or first or ("", ""))[1],
                weight=len(row.claims),
                places=ledger_words([row.place, *place]),
                parties=ledger_words(list(dict.fromkeys(parties))),
                words=ledger_words(list(dict.fromkeys(texts))),
                record=record,
            )


def _gather(data: object, parties: list[str | None], texts: list[str | None]) -> None:
    """Add the names and codes of parties in a row, and its words, to those that it is found by."""
    if isinstance(data, dict):
        if "sector" in data and "entity" in data:
            parties += [data[key] for key in ("name", "entity", "country", "sector")]
        texts += [data[key] for key in ("text", "conduct", "whom", "what") if isinstance(data.get(key), str)]
        data = list(data.values())
    if isinstance(data, list):
        for each in data:
            _gather(each, parties, texts)
