"""The tables of a store as what origins are found by: the contract of ``resolve/shelf.py`` over store/origins.py."""

from __future__ import annotations

import json
import sys
import zlib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain

from dateline.codec import from_dict, to_dict
from dateline.records import Report, Span
from dateline.resolve.link import NEAR_DAYS, Link, LinkKind, Tie
from dateline.resolve.shelf import NEAR, Pair, Window, place_of
from dateline.resolve.shingle import Text, again
from dateline.store import OriginTables

__all__ = ["TableShelf"]

_LEVEL = 1
"""Of zlib."""
_KINDS = {kind.value: kind for kind in LinkKind}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outline(Tie):
    """A tie with packed offsets, which are seldom looked at: of a story that hundreds print there are thousands."""

    spans: bytes

    def stretches(self) -> Iterable[tuple[int, int, int, int]]:
        """Return start and end of each shared passage in the one, and in the other."""
        offsets = iter(_numbers(self.spans))
        return zip(offsets, offsets, offsets, offsets, strict=True)


class TableShelf:
    """The tables of a store as a shelf, with what was read of them at hand."""

    def __init__(self, tables: OriginTables) -> None:
        self._tables = tables
        self._seq: dict[str, int] = {}
        self._id: dict[int, str] = {}
        self._reading: dict[str, int] = {}
        self._texts: dict[str, Text] = {}
        self._ties: dict[str, dict[str, Tie]] = {}

    def know(self, report: str, seq: int, reading: int) -> None:
        """Note number and reading of a report that is to be put."""
        self._seq[report], self._id[seq], self._reading[report] = seq, report, reading

    def name(self, seq: int) -> str:
        """Return the id of a report that was asked for before."""
        return self._id[seq]

    def ids(self, numbers: Iterable[int]) -> Mapping[int, str]:
        """Return the ids of entered reports, and maybe of others."""
        missing = sorted({seq for seq in numbers if seq not in self._id})
        for seq, name in self._tables.ids(missing).items():
            self._id[seq], self._seq[name] = name, seq
        return self._id

    def numbers(self, reports: Iterable[str]) -> dict[str, int]:
        """Return the numbers of those of the reports that are entered."""
        wanted = sorted(set(reports))
        missing = [name for name in wanted if name not in self._seq]
        for name, seq in self._tables.numbers(missing).items():
            self._id[seq], self._seq[name] = name, seq
        return {name: self._seq[name] for name in wanted if name in self._seq}

    def put(self, texts: Sequence[Text]) -> None:
        """Add texts, whose numbers are known."""
        rows, days, prints = [], [], []
        for text in texts:
            seq = self._seq[text.report.id]
            place = place_of(text)
            rows.append((seq, self._reading[text.report.id], _pack(text)))
            if text.day is not None:
                days.append((seq, text.day, text.outlet, _bytes(text.names)))
            prints += [(shingle, place, seq) for shingle in text.prints]
            self._texts[text.report.id] = text
        self._tables.put(rows, days, sorted(prints))

    def drop(self, report: str) -> None:
        """Take out a report."""
        text = self.texts([report])[report]
        self._forget(report, *self.ties([report])[report])
        self._tables.drop(self._seq[report], place_of(text), text.prints)
        del self._texts[report]
        del self._id[self._seq.pop(report)]

    def texts(self, reports: Iterable[str]) -> Mapping[str, Text]:
        """Return the texts of those that are entered, and maybe of others."""
        numbers = self.numbers({name for name in reports if name not in self._texts})
        for seq, packed, names in self._tables.texts(sorted(numbers.values())):
            self._texts[self._id[seq]] = _unpack(self._id[seq], packed, names)
        return self._texts

    def around(self, texts: Sequence[Text]) -> Mapping[str, Sequence[Window]]:
        """Return, for each text, who else has its fingerprints."""
        of = {self._seq.get(text.report.id, -1): text.report.id for text in texts}
        asked = [
            (shingle, place, self._seq.get(text.report.id, -1))
            for text in texts
            for place in (place_of(text),)
            for shingle in text.prints
        ]
        found = list(self._tables.around(asked, NEAR))
        ids = self.ids({seq for each in found for _, seq in (*each.before, *each.after)})
        out: dict[str, list[Window]] = {}
        for each in found:
            out.setdefault(of[each.seq], []).append(
                Window(
                    shingle=each.shingle,
                    before=[(place, ids[seq]) for place, seq in each.before],
                    after=[(place, ids[seq]) for place, seq in each.after],
                )
            )
        return out

    def between(self, asked: Sequence[tuple[int, int, int]]) -> Sequence[int]:
        """Count who lies between places in time."""
        return self._tables.between(asked, NEAR)

    def naming(self, texts: Sequence[Text]) -> set[Pair]:
        """Return pairs of which one names the outlet of the other."""
        by_day: dict[int, list[Text]] = {}
        for text in texts:
            if text.day is not None:
                by_day.setdefault(text.day, []).append(text)
        pairs: set[tuple[int, int]] = set()
        for day, found in by_day.items():
            said: dict[int, list[int]] = {}
            own: dict[int, list[int]] = {}
            for text in found:
                seq = self._seq[text.report.id]
                for name in text.names:
                    said.setdefault(name, []).append(seq)
                if text.outlet is not None:
                    own.setdefault(text.outlet, []).append(seq)
            for outlet, _, other in self._tables.published(sorted(said), day - NEAR_DAYS, day):
                pairs.update((seq, other) for seq in said[outlet])
            for outlet, mine in own.items():
                for other in self._tables.naming(_bytes(array("I", [outlet])), day, day + NEAR_DAYS):
                    pairs.update((seq, other) for seq in mine)
        ids = self.ids({seq for pair in pairs for seq in pair})
        named = {(ids[one], ids[other]) for one, other in pairs if one != other}
        return {(one, other) if one < other else (other, one) for one, other in named}

    def tied(self, pairs: Iterable[Pair]) -> set[Pair]:
        """Return those that are linked by what they share."""
        wanted = set(pairs)
        numbers = self.numbers({name for pair in wanted for name in pair})
        found = self._tables.tied(sorted({numbers[one] for one, _ in wanted}))
        return {pair for pair in wanted if (numbers[pair[0]], numbers[pair[1]]) in found}

    def links(self, reports: Iterable[str]) -> Mapping[str, Mapping[str, Link]]:
        """Return all links of reports."""
        numbers = self.numbers(reports)
        out: dict[str, dict[str, Link]] = {name: {} for name in numbers}
        for packed in self._tables.links(sorted(numbers.values())).values():
            link = from_dict(Link, json.loads(zlib.decompress(packed)))
            for one, other in ((link.one, link.other), (link.other, link.one)):
                if one in out:
                    out[one][other] = link
        return out

    def ties(self, reports: Iterable[str]) -> Mapping[str, Mapping[str, Tie]]:
        """Return what groups are made by of the links of reports."""
        numbers = self.numbers(reports)
        missing = {seq: name for name, seq in numbers.items() if name not in self._ties}
        if missing:
            found = self._tables.outlines(sorted(missing))
            ids = self.ids({seq for pair in found for seq in pair})
            self._ties.update((name, {}) for name in missing.values())
            for (one, other), (kind, covered, other_covered, spans) in found.items():
                first, last = ids[one], ids[other]
                tie = _Outline(
                    one=first,
                    other=last,
                    kind=_KINDS[kind],
                    covered=covered,
                    other_covered=other_covered,
                    spans=spans,
                )
                if one in missing:
                    self._ties[first][last] = tie
                if other in missing:
                    self._ties[last][first] = tie
        return {name: self._ties[name] for name in numbers}

    def tie(self, links: Sequence[Link]) -> None:
        """Add links."""
        self._tables.tie(
            [
                (
                    self._seq[link.one],
                    self._seq[link.other],
                    bool(link.named),
                    (link.kind.value, link.covered, link.other_covered, _spans(link)),
                    zlib.compress(_dumps(to_dict(link)), _LEVEL),
                )
                for link in links
            ]
        )
        for link in links:
            self._forget(link.one, link.other)

    def _forget(self, *reports: str) -> None:
        for name in reports:
            self._ties.pop(name, None)

    def untie(self, pairs: Iterable[Pair]) -> None:
        """Take out links."""
        for one, other in (gone := list(pairs)):
            self._forget(one, other)
        self._tables.untie((self._seq[one], self._seq[other]) for one, other in gone)


def _spans(link: Link) -> bytes:
    offsets = (n for one in link.passages for n in (one.start, one.end, one.other_start, one.other_end))
    return _bytes(array("I", offsets))


def _pack(text: Text) -> bytes:
    """Write what of a text cannot be made from the rest of it."""
    report, line = text.report, text.report.dateline
    head = _dumps(
        {
            "agencies": list(report.agencies),
            "dateline": None if line is None else [line.text, line.start, line.end],
            "outlet": report.outlet,
            "published": report.published,
            "quotes": [list(each) for each in text.quotes],
        }
    )
    gaps, lengths, last = array("I"), array("I"), 0
    for start, end in zip(text.starts, text.ends, strict=True):
        gaps.append(start - last)
        lengths.append(end - start)
        last = end
    parts = (len(head).to_bytes(4, "little"), head, _bytes(text.words), _bytes(gaps), _bytes(lengths))
    return zlib.compress(b"".join(parts), _LEVEL)


def _unpack(name: str, packed: bytes, names: bytes | None) -> Text:
    data = zlib.decompress(packed)
    size = int.from_bytes(data[:4], "little")
    head = json.loads(data[4 : 4 + size])
    numbers = _numbers(data[4 + size :])
    count = len(numbers) // 3
    words, steps = numbers[:count], zip(numbers[count : 2 * count], numbers[2 * count :], strict=True)
    offsets = array("I", accumulate(chain.from_iterable(steps)))
    starts, ends = offsets[::2], offsets[1::2]
    line = head["dateline"]
    report = Report(
        id=name,
        text="",
        outlet=head["outlet"],
        published=head["published"],
        agencies=tuple(head["agencies"]),
        dateline=None if line is None else Span(text=line[0], start=line[1], end=line[2]),
    )
    return again(
        report,
        words=words,
        starts=starts,
        ends=ends,
        quotes=tuple((start, end) for start, end in head["quotes"]),
        names=_numbers(names or b""),
    )


def _bytes(numbers: array[int]) -> bytes:
    if sys.byteorder == "big":
        numbers = numbers[:]
        numbers.byteswap()
    return numbers.tobytes()


def _numbers(data: bytes) -> array[int]:
    numbers = array("I")
    numbers.frombytes(data)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def _dumps(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=True, allow_nan=False, sort_keys=True, separators=(",", ":")).encode()
