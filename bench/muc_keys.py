"""Read MUC-3/MUC-4: messages of newswire in capitals, and the 24-slot templates of their answer keys.

A key says for each incident of a message who did it, to whom and to what, with what, when and where. In a slot a line
is one filler, ``"A" / "B"`` are strings for the same filler, any of which will do, and ``?`` before a filler or
``(OPTIONAL)`` after a template's number says that it may be given or left out. ``-`` is an empty slot, ``*`` one that
does not apply; a template of nothing but ``*`` says that the message tells of no relevant incident.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from dateline.intake.options import Options
from dateline.intake.plain import read as read_plain
from dateline.records import Reading

ROLES: Final = ("perpetrator individual", "perpetrator organization", "physical target", "human target", "instrument")
_SLOTS: Final[Mapping[int, str]] = {6: "instrument", 9: ROLES[0], 10: ROLES[1], 12: "physical target"}
_NAME, _DESCRIPTION = 18, 19
_MESSAGE = re.compile(r"(?:DEV|TST\d)-MUC\d-\d+")
_SLOT = re.compile(r"(\d+)\. +[A-Z ]+: [A-Z -]*?[A-Z](?:  +|$)(.*)")
_STRING = re.compile(r'"+([^"]+)"+')
_DATE = re.compile(r"(\d{1,2}) ([A-Z]{3})[A-Z]* (\d\d(?:\d\d)?)\b", re.IGNORECASE)
_DATELINE = re.compile(r"\s*(?P<place>[^\n]{1,60}?), (?P<date>[^\n]{3,20}?) *(?:\([^)]*\) *)?--\s*", re.DOTALL)
_TAG = re.compile(r"\s*\[[^]]*\]")
_MONTHS: Final = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message: its name, place and day of the dateline, and the body without header, dateline and tags.

    The lines of a paragraph are joined: where the wire broke them tells nothing.
    """

    name: str
    place: str | None
    published: str | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filler:
    """One filler of a slot: the strings that name it, and whether it may be left out.

    ``titles`` are descriptions that point at a name: they stand for the filler, but do not tell it from others.
    """

    strings: frozenset[str]
    titles: frozenset[str] = frozenset()
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """A template of a key. ``types``, ``stages`` and ``dates`` hold what is accepted.

    A date is ``(first, last)`` in ISO days, ``first`` None for "on or before"; ``places`` are the names of the
    location slot from the country down, of all that is accepted.
    """

    optional: bool
    types: frozenset[str]
    stages: frozenset[str]
    dates: tuple[tuple[str | None, str], ...]
    places: tuple[str, ...]
    roles: Mapping[str, tuple[Filler, ...]]


def messages(path: Path) -> Iterator[Message]:
    """Yield the messages of a file."""
    name, lines = "", [""]
    for line in (*path.read_text(encoding="latin-1").splitlines(), "TST0-MUC0-0000"):
        if _MESSAGE.match(line):
            if name:
                yield _message(name, "\n".join(lines))
            name, lines = line.split()[0], []
        else:
            lines.append(line)


def _message(name: str, text: str) -> Message:
    found = _DATELINE.match(text)
    place = published = None
    if found is not None:
        text = text[found.end() :]
        place = found["place"].strip()
        days = _days(found["date"])
        published = days[0] if days else None
    while (tag := _TAG.match(text)) is not None and "OMITTED" not in tag[0]:
        text = text[tag.end() :]
    paragraphs = (" ".join(paragraph.split()) for paragraph in re.split(r"\n\s*\n", text))
    return Message(name=name, place=place, published=published, text="\n\n".join(filter(None, paragraphs)) + "\n")


def blank(message: Message) -> Reading:
    """Return a reading of the message's report, as intake reads it, with nothing in it yet."""
    options = Options(published=message.published)
    report, issues = read_plain(message.text, source_id=message.name, options=options)
    return Reading(report=report, issues=issues)


def keys(path: Path) -> dict[str, list[Incident]]:
    """Return the incidents of each message of a key; a message without a relevant incident has an empty list."""
    out: dict[str, list[Incident]] = {}
    slots: dict[int, list[str]] = {}
    last = -1
    for line in (*path.read_text(encoding="latin-1").splitlines(), "0.  MESSAGE: ID   END"):
        found = _SLOT.match(line)
        if found is not None:
            last = int(found[1])
            if last == 0:
                _close(slots, out)
                slots = {}
            slots.setdefault(last, []).append(found[2].strip())
        elif line.startswith(" ") and line.strip() and last >= 0:
            slots[last].append(line.strip())
    return out


def _close(slots: Mapping[int, Sequence[str]], out: dict[str, list[Incident]]) -> None:
    if not slots:
        return
    incidents = out.setdefault(slots[0][0].split()[0], [])
    kind = _first(slots, 4)
    if kind in {"*", ""}:
        return
    roles = {role: tuple(_fillers(slots.get(slot, ()))) for slot, role in _SLOTS.items()}
    roles["human target"] = tuple(_humans(slots))
    incidents.append(
        Incident(
            optional="OPTIONAL" in _first(slots, 1),
            types=frozenset(kind.split(" / ")),
            stages=frozenset(_first(slots, 5).split(" / ")),
            dates=tuple(_dates(_first(slots, 2))),
            places=tuple(_places(slots.get(3, ()))),
            roles=roles,
        )
    )


def _first(slots: Mapping[int, Sequence[str]], slot: int) -> str:
    return (slots.get(slot) or ("",))[0].strip()


def _fillers(lines: Sequence[str]) -> Iterator[Filler]:
    """Yield the fillers of a slot of strings; a line that ends with a slash runs on."""
    joined: list[str] = []
    for line in lines:
        if joined and (joined[-1].endswith("/") or line.startswith("/")):
            joined[-1] += f" {line}"
        else:
            joined.append(line)
    for line in joined:
        strings = frozenset(s.strip() for s in _STRING.findall(line) if s.strip() not in {"", "-"})
        if strings:
            yield Filler(strings=strings, optional=line.startswith("?"))


def _humans(slots: Mapping[int, Sequence[str]]) -> Iterator[Filler]:
    """Yield the human targets: names, each with the descriptions that point at it, then descriptions by themselves."""
    names = list(_fillers(slots.get(_NAME, ())))
    more: dict[int, set[str]] = {}
    alone: list[Filler] = []
    for line in slots.get(_DESCRIPTION, ()):
        description, _, name = line.partition('": ')
        of = {s.strip() for s in _STRING.findall(name)}
        at = next((i for i, f in enumerate(names) if f.strings & of), None)
        if at is None:
            alone += _fillers([line])
        else:
            more.setdefault(at, set()).update(s.strip() for s in _STRING.findall(f'{description}"'))
    for i, filler in enumerate(names):
        yield Filler(strings=filler.strings, titles=frozenset(more.get(i, ())), optional=filler.optional)
    yield from alone


def _days(text: str) -> list[str]:
    found = [(int(d), m.upper(), int(y)) for d, m, y in _DATE.findall(text)]
    return [f"{y if y > 99 else 1900 + y}-{_MONTHS.index(m) + 1:02}-{d:02}" for d, m, y in found if m in _MONTHS]


def _dates(text: str) -> Iterator[tuple[str | None, str]]:
    for part in text.split("/"):
        days = _days(part)
        if len(days) > 1:
            yield days[0], days[1]
        elif days:
            yield None if part.strip(" (").startswith("-") else days[0], days[0]


def _places(lines: Sequence[str]) -> Iterator[str]:
    """Yield the names of a location from the country down: "PERU: LIMA (CITY): MIRAFLORES (NEIGHBORHOOD)"."""
    for line in lines:
        for part in re.split(r": | / | - |, ", line):
            name = re.sub(r"\([^)]*\)", "", part).strip(" ?-*:/()")
            if name:
                yield name
