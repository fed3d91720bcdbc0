"""The organs that every state has: government, army, police, parliament, courts, intelligence, by pattern."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from dateline.errors import LexiconError
from dateline.lexicon.actors import SECTORS
from dateline.lexicon.form import Key, words

FILE = "offices.toml"
_KEYS = frozenset({"id", "sector", "lemmas", "source"})
_ALSO = frozenset({"same"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """An organ. ``same`` are countries where it is one with another organ, by the id of that one."""

    id: str
    sector: str
    same: Mapping[str, str] = field(default_factory=dict, hash=False)

    def entity(self, country: str) -> str:
        """Return the id of a country's organ: ``state.PER.army``."""
        return f"state.{country}.{self.same.get(country, self.id)}"


class Offices:
    """The organs by the words for them."""

    def __init__(self, by_words: dict[Key, Office], plain: frozenset[str]) -> None:
        self._by_words = by_words
        self._longest = max(map(len, by_words), default=0)
        self.by_id = {office.id: office for office in by_words.values()}
        self.plain = plain
        """Words that may stand beside an organ and change nothing."""
        self.government = next(office for office in by_words.values() if office.id == "government")
        """What a country's name stands for where the country acts."""

    def ending(self, lemmas: Sequence[str]) -> tuple[int, Office] | None:
        """Return the organ that lemmas end with and the number of words for it, the longest; None where none does."""
        for size in range(min(self._longest, len(lemmas)), 0, -1):
            if (found := self._by_words.get(tuple(lemmas[-size:]))) is not None:
                return size, found
        return None

    def beginning(self, lemmas: Sequence[str]) -> tuple[int, Office] | None:
        """Return the organ that lemmas begin with, as :meth:`ending` does: "Ministry of Defence of Mali"."""
        for size in range(min(self._longest, len(lemmas)), 0, -1):
            if (found := self._by_words.get(tuple(lemmas[:size]))) is not None:
                return size, found
        return None


@cache
def load() -> Offices:
    """Load the organs that dateline ships.

    Raises:
        LexiconError: an entry of ``data/offices.toml`` is wrong; the message names it.
    """
    return read(resources.files("dateline.lexicon").joinpath("data", FILE).read_text(encoding="utf-8"), FILE)


def read(text: str, file: str = FILE) -> Offices:
    """Read and check organs from TOML text. Raises LexiconError as :func:`load` does."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"{file}: {error}") from error
    if set(data) != {"office", "plain"}:
        raise LexiconError(f"{file}: the tables are {', '.join(sorted(data))}; use [[office]] and [plain]")
    by_words: dict[Key, Office] = {}
    for row in data["office"]:
        at = f"{file}:{text.count(chr(10), 0, max(text.find(_mark(row.get('id'))), 0)) + 1}"
        if set(row) - _ALSO != _KEYS:
            raise LexiconError(f"{at}: the keys are {', '.join(sorted(row))}; use {', '.join(sorted(_KEYS))}")
        if row["sector"] not in SECTORS:
            raise LexiconError(f"{at}: sector {row['sector']!r} is unknown; use one of: {', '.join(sorted(SECTORS))}")
        same = {country: other for other, some in row.get("same", {}).items() for country in some}
        office = Office(id=str(row["id"]), sector=str(row["sector"]), same=same)
        for lemma in row["lemmas"]:
            if words(lemma) in by_words:
                raise LexiconError(f"{at}: {lemma!r} is also under {by_words[words(lemma)].id}; drop one")
            by_words[words(lemma)] = office
    for office in by_words.values():
        if odd := sorted(set(office.same.values()) - {other.id for other in by_words.values()}):
            raise LexiconError(f"{file}: {office.id} is the same as {odd[0]!r}, which is no office; add that one")
    if all(office.id != "government" for office in by_words.values()):
        raise LexiconError(f"{file}: there is no office of id 'government'; a country that acts is its government")
    return Offices(by_words, frozenset(data["plain"]["lemmas"]))


def _mark(identity: object) -> str:
    return f'id = "{identity}"'
