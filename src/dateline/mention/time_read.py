"""Read the values of time expressions: a function for each sort that the grammar finds.

Each takes the scene and the items ``first`` up to but not including ``stop`` that a pattern matched, and returns what
it found or None. Nothing is reckoned without an anchor: then ``value`` is None.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from dateline.calendar import Anchor, day, duration, month_of, quarter_of, week
from dateline.mention.time_item import Item
from dateline.mention.time_scene import Found, Scene

SIZES = {"S", "m", "H"}
"""Units below the day, for which the publication date is no anchor."""

NOT_YEARS = re.compile(
    r"^(?:percent|per|pct|people|men|women|troops|soldiers|million|billion|trillion|km|miles|rpm)$|^%$"
)
"""Words after a number that make it a count and no year."""

TWO_DIGITS = 30
"""Two digits of a year up to here are of this century, the others of the last."""


def iso(scene: Scene, first: int, stop: int) -> Found | None:
    """Read "2021-07-16" and "2021-07-16T06:00"."""
    text = scene.items[first].text
    year, month, number = (int(part) for part in text[:10].split("-"))
    value = day(year, month, number)
    if value is None:
        return None
    if len(text) > 10:
        return Found(kind="TIME", first=first, stop=stop, value=f"{value}T{text[11:16]}")
    return Found(kind="DATE", first=first, stop=stop, value=value)


def slash(scene: Scene, first: int, stop: int) -> Found | None:
    """Read "7/16/2021" where only one reading is a date; where both are, the value stays None."""
    a, b, c = (part for part in re.split(r"[/.]", scene.items[first].text))
    if len(a) == 4:
        value = day(int(a), int(b), int(c))
        return Found(kind="DATE", first=first, stop=stop, value=value) if value else None
    if len(c) == 2 and "." in scene.items[first].text:
        return None
    year = int(c) if len(c) == 4 else _century(int(c))
    values = {value for value in (day(year, int(a), int(b)), day(year, int(b), int(a))) if value}
    if not values:
        return None
    return Found(kind="DATE", first=first, stop=stop, value=values.pop() if len(values) == 1 else None)


def _century(two: int) -> int:
    return two + (2000 if two <= TWO_DIGITS else 1900)


def day_month_year(scene: Scene, first: int, stop: int) -> Found | None:
    """Read "31 August 2021" and, with two digits of the year, "3 JAN 89" or "3 January '89"."""
    last = scene.items[stop - 1]
    month = scene.must("Mm", first, stop)
    if last.letter == "Y":
        year = int(last.number)
    elif len(last.text) == 2 and (
        scene.before(stop - 1) == "'" or (len(month.text) <= 4 and scene.letters[stop : stop + 1] not in ("_", "V"))
    ):
        year = _century(int(last.text))
    else:
        return None
    value = day(year, int(month.number), int(scene.must("no", first, stop).number))
    return Found(kind="DATE", first=first, stop=stop, value=value) if value else None


def day_month(scene: Scene, first: int, stop: int) -> Found | None:
    """Read a day of a month, with the year written or not."""
    month = int(scene.must("Mm", first, stop).number)
    number = int(scene.must("no", first, stop).number)
    year = scene.one("Y", first, stop)
    deictic = scene.one("lx", first, stop) if scene.letters[first] in "lx" else scene.one("lxt", first, stop)
    if year is None and scene.letters[stop : stop + 1] == "V":
        return None  # "in May 12 months ..."
    if year is not None:
        value = day(int(year.number), month, number)
        return Found(kind="DATE", first=first, stop=stop, value=value) if value else None
    if day(2000, month, number) is None:
        return None
    if scene.anchor is None:
        code = f"XXXX-{month:02d}-{number:02d}"
        return Found(kind="DATE", first=first, stop=stop, relative=True, yearless=True, code=code)
    if deictic is not None and scene.one("U", first, stop):
        return Found(
            kind="DATE",
            first=first,
            stop=stop,
            value=day(scene.anchor.day.year + int(deictic.number), month, number),
            relative=True,
        )
    ahead = deictic.letter == "x" if deictic is not None and deictic.letter in "lx" else scene.outlook(first, stop)
    value = scene.anchor.month_day(month, number, ahead=ahead)
    return Found(kind="DATE", first=first, stop=stop, value=value, relative=True, yearless=True)


def days_of_month(scene: Scene, first: int, stop: int) -> Found | None:
    """Read "July 5-7", "5-7 July 2021" and "between July 5 and 7" as a range of days."""
    if "&" in scene.letters[first:stop] and scene.before(first) != "r":
        return None
    month = int(scene.must("Mm", first, stop).number)
    one, two = (int(item.number) for item in scene.items[first:stop] if item.letter in "no")
    year = scene.one("Y", first, stop)
    if year is not None:
        start = day(int(year.number), month, one)
    elif scene.anchor is not None:
        start = scene.anchor.month_day(month, one, ahead=scene.outlook(first, stop))
    else:
        start = None
    until = day(int(start[:4]), month, two) if start else None
    if two <= one or (start and until is None):
        return None
    return Found(
        kind="DATE", first=first, stop=stop, value=start, until=until, relative=year is None, yearless=year is None
    )


def month(scene: Scene, first: int, stop: int) -> Found | None:
    """Read a month: with a year, with "last", "this" or "next" (year), or alone by the tense."""
    name = scene.must("Mm", first, stop)
    number = int(name.number)
    if name.letter == "m" and stop - first == 1 and not _takes_month(scene, first):
        return None
    year = scene.one("Y", first, stop)
    short = scene.one("nN", first, stop)
    if year is not None or short is not None:
        when = int(year.number) if year is not None else _century(int(short.text)) if short is not None else 0
        return Found(kind="DATE", first=first, stop=stop, value=f"{when:04d}-{number:02d}")
    if scene.anchor is None:
        return Found(kind="DATE", first=first, stop=stop, relative=True, yearless=True, code=f"XXXX-{number:02d}")
    anchor = scene.anchor
    deictic = scene.one("lxtpC", first, stop)
    if deictic is not None and scene.one("U", first, stop):
        value = f"{anchor.day.year + int(deictic.number):04d}-{number:02d}"
    elif deictic is not None and deictic.letter == "t":
        value = f"{anchor.day.year:04d}-{number:02d}"
    elif deictic is not None:
        ahead = deictic.letter in "xC"
        value = anchor.month(number, ahead=ahead)
        if number == anchor.day.month:
            value = f"{anchor.day.year + (1 if ahead else -1):04d}-{number:02d}"
    else:
        value = anchor.month(number, ahead=scene.outlook(first, stop))
        return Found(kind="DATE", first=first, stop=stop, value=value, relative=True, yearless=True)
    return Found(kind="DATE", first=first, stop=stop, value=value, relative=True)


MONTH_AFTER = frozenset(
    "in since during by until till around throughout through from between before after of to".split()
)


def _takes_month(scene: Scene, first: int) -> bool:
    """Say whether a word that may be a month ("May", "March") stands where a time does."""
    if scene.letters[first - 1] in "&-":
        return first >= 2 and scene.letters[first - 2] in "Mm"
    return scene.word(first - 1) in MONTH_AFTER


def year(scene: Scene, first: int, stop: int) -> Found | None:
    """Read a year: not a count ("2000 people"), a sum, a part of a name ("F-2000") or a number of a list."""
    item = scene.must("Yw", first, stop)
    number = int(item.number)
    before, after = scene.before(first), scene.word(stop)
    if item.letter == "w" and not 1000 <= number <= 2100:
        return None
    if (
        before == "#"
        or scene.word(first - 1) == "at"
        or NOT_YEARS.match(after)
        or (before in "-_" and _joined(scene, first))
    ):
        return None
    if stop - first == 1:
        plural = len(after) > 3 and after.endswith("s") and not after.endswith("ss")
        if plural and number % 50 == 0 and before != "T":
            return None
        if not 1900 <= number <= 2050 and (before not in ("i", "O", "u", "r", "E", "e", "<", ">", "(") or plural):
            return None
    elif scene.letters[stop : stop + 1] == "V":
        return None
    return Found(kind="DATE", first=first, stop=stop, value=f"{number:04d}")


def _joined(scene: Scene, first: int) -> bool:
    """Say whether the item before touches this one and the one before that ("F-2000")."""
    items = scene.items
    if items[first - 1].letter == "-" and first >= 2:
        same = items[first - 1].end == items[first].start and items[first - 2].end == items[first - 1].start
        return same and items[first - 2].letter == "_" and items[first - 2].text not in ("pre", "post", "mid")
    return items[first - 1].end == items[first].start and items[first - 1].text not in '`"“(['


def years(scene: Scene, first: int, stop: int) -> Found | None:
    """Read "1992-96" as a range of years."""
    one = int(scene.items[first].number)
    tail = scene.items[stop - 1].text
    if not 1900 <= one <= 2050 or len(tail) != 2 or scene.items[first].end != scene.items[first + 1].start:
        return None
    two = one // 100 * 100 + int(tail)
    if two <= one:
        return None
    return Found(kind="DATE", first=first, stop=stop, value=str(one), until=str(two))


def decade(scene: Scene, first: int, stop: int) -> Found | None:
    """Read "the 1990s", "the late '80s", "the nineties" as the prefix ``199``."""
    item = scene.must("Qy", first, stop)
    digits = re.sub(r"\D", "", item.text) if item.letter == "Q" else f"{int(item.number):02d}"
    if len(digits) == 2:
        if scene.one("'T", first, stop) is None or digits[1] != "0":
            return None
        digits = f"{'20' if int(digits) < TWO_DIGITS else '19'}{digits}"
    if len(digits) != 4 or digits[3] != "0" or not 1000 <= int(digits) <= 2100:
        return None
    return Found(kind="DATE", first=first, stop=stop, value=digits[:3])


def ordinal_unit(scene: Scene, first: int, stop: int) -> Found | None:
    """Read "the 19th century" and quarters: "the third quarter of 2019", "next year's first quarter"."""
    ordinal = scene.one("o", first, stop)
    unit = next((i for i in scene.items[first:stop] if i.letter == "U" and i.code in ("Q", "H2", "CE")), None)
    if unit is None or ordinal is None:
        return None
    if unit.code == "CE":
        if not 1 <= ordinal.number <= 25 or scene.one("x", first, stop):
            return None
        return Found(kind="DATE", first=first, stop=stop, value=f"{int(ordinal.number) - 1:02d}")
    number = int(ordinal.number)
    if unit.code != "Q" or not 1 <= number <= 4:
        return None
    if scene.one("j", first, stop):
        return None
    when = scene.one("Y", first, stop)
    if when is not None:
        low, high = quarter_of(int(when.number), number)
        return Found(kind="DATE", first=first, stop=stop, value=low, until=high, code=f"{low[:4]}-Q{number}")
    if scene.anchor is None:
        return Found(kind="DATE", first=first, stop=stop, relative=True, code=f"XXXX-Q{number}")
    deictic = scene.one("lxtp", first, stop)
    if deictic is not None:
        shift = int(deictic.number)
        low, high = quarter_of(scene.anchor.day.year + shift, number)
    else:
        low, high = scene.anchor.quarter(number, ahead=bool(scene.outlook(first, stop)))
    return Found(kind="DATE", first=first, stop=stop, value=low, until=high, relative=True, code=f"{low[:4]}-Q{number}")


def half(scene: Scene, first: int, stop: int) -> Found | None:
    """Read "the first half of 2019" as its first and last month."""
    if scene.must("b", first, stop).code != "half":
        return None
    ordinal = scene.one("o", first, stop)
    number = 2 if ordinal is None else int(ordinal.number)
    when, deictic = scene.one("Y", first, stop), scene.one("lxt", first + 2, stop)
    if number > 2 or (when is None and deictic is None):
        return None
    if when is not None:
        y = int(when.number)
    elif scene.anchor is not None and deictic is not None and scene.must("U", first, stop).code == "Y":
        y = scene.anchor.day.year + int(deictic.number)
    else:
        return None
    low, high = (1, 6) if number == 1 else (7, 12)
    return Found(
        kind="DATE",
        first=first,
        stop=stop,
        value=f"{y:04d}-{low:02d}",
        until=f"{y:04d}-{high:02d}",
        relative=when is None,
        code=f"{y:04d}-H{number}",
    )


def weekday(scene: Scene, first: int, stop: int) -> Found | None:
    """Read a day of the week: the last one up to the publication day, or the next if the tense looks ahead."""
    item = scene.must("D", first, stop)
    part = scene.one("P", first, stop)
    number = int(item.number)
    deictic = scene.one("lxtpCh", first, stop)
    anchor = scene.anchor
    if anchor is None:
        code = f"XXXX-WXX-{number + 1}"
        return Found(kind="TIME" if part else "DATE", first=first, stop=stop, relative=True, code=code)
    if scene.one("U", first, stop) is not None and deictic is not None:
        return _weekday_of(scene, first, stop, number, deictic)
    if deictic is not None and deictic.letter == "h":
        return Found(kind="DATE", first=first, stop=stop, relative=True, code="")
    if deictic is not None and (deictic.letter in "xC" or scene.one("C", first, stop)):
        if deictic.code == "following":
            return Found(kind="DATE", first=first, stop=stop, relative=True, code="")
        value = anchor.weekday(number, ahead=True, strict=True)
    elif deictic is not None and deictic.letter in "lp":
        value = anchor.weekday(number, strict=True)
    elif deictic is not None:
        ahead = scene.outlook(first, stop)
        value = anchor.weekday(number, ahead=ahead is not False)
    else:
        value = anchor.weekday(number, ahead=bool(scene.outlook(first, stop)))
    return _in_day(first, stop, value, part)


def _weekday_of(scene: Scene, first: int, stop: int, number: int, deictic: Item) -> Found | None:
    """Read "Monday last week", "Tuesday of next week"."""
    if scene.must("U", first, stop).code != "W" or scene.anchor is None:
        return None
    start = scene.anchor.day - timedelta(days=scene.anchor.day.weekday())
    value = start + timedelta(days=number + 7 * int(deictic.number))
    return Found(kind="DATE", first=first, stop=stop, value=value.isoformat(), relative=True)


def _in_day(first: int, stop: int, value: str | None, part: Item | None) -> Found:
    if part is None:
        return Found(kind="DATE", first=first, stop=stop, value=value, relative=True)
    code = f"{value}T{part.code}" if value else None
    return Found(kind="TIME", first=first, stop=stop, value=value, relative=True, code=code)


def weekday_set(scene: Scene, first: int, stop: int) -> Found | None:
    """Read "every Friday", "on Mondays", "Tuesday nights"."""
    item = scene.must("DJ", first, stop)
    if item.letter == "D" and scene.one("j", first, stop) is None:
        last = scene.items[stop - 1]
        if last.letter == "P" or (last.letter == "V" and last.code != "NI"):
            return None
    part = scene.one("PW", first, stop) or scene.one("V", first, stop)
    code = f"XXXX-WXX-{int(item.number) + 1}" + (f"T{part.code}" if part else "")
    return Found(kind="SET", first=first, stop=stop, duration="P1W", code=code)


def relative_day(scene: Scene, first: int, stop: int) -> Found | None:
    """Read "yesterday", "today", "tomorrow morning", "tonight"."""
    item = scene.must("R", first, stop)
    part = scene.one("P", first, stop)
    value = scene.anchor.shift(item.number, "D") if scene.anchor else None
    if item.text == "tonight":
        return Found(
            kind="TIME", first=first, stop=stop, value=value, relative=True, code=f"{value}TNI" if value else None
        )
    return _in_day(first, stop, value, part)


def day_beyond(scene: Scene, first: int, stop: int) -> Found | None:
    """Read "the day before yesterday" and "the day after tomorrow"."""
    item = scene.items[stop - 1]
    step = -1 if "<" in scene.letters[first:stop] else 1
    if scene.must("U", first, stop).code != "D" or not item.number or (item.number < 0) != (step < 0):
        return None
    value = scene.anchor.shift(item.number + step, "D") if scene.anchor else None
    return Found(kind="DATE", first=first, stop=stop, value=value, relative=True)


def day_part(scene: Scene, first: int, stop: int) -> Found | None:
    """Read "this morning", "last night"; last night is of the day before."""
    item = scene.must("ltv", first, stop)
    part = scene.must("P", first, stop)
    if item.letter == "l" and part.code not in ("NI", "EV"):
        return None
    value = scene.anchor.shift(-1 if item.letter == "l" else 0, "D") if scene.anchor else None
    return _in_day(first, stop, value, part)


def day_part_of(scene: Scene, first: int, stop: int) -> Found | None:
    """Read "the morning of Friday"; "the next morning" hangs on the story and has no value."""
    inner = scene.one("D", first, stop)
    part = scene.must("P", first, stop)
    if scene.one("Mm", first, stop) is not None:
        dated = day_month(scene, first + 3, stop)
        return replace(dated, kind="TIME", first=first, code=f"{dated.timex}T{part.code}") if dated else None
    if inner is not None and scene.anchor is not None:
        value = scene.anchor.weekday(int(inner.number), ahead=bool(scene.outlook(first, stop)))
        return _in_day(first, stop, value, part)
    other = scene.one("R", first, stop)
    if other is not None:
        return _in_day(first, stop, scene.anchor.shift(other.number, "D") if scene.anchor else None, part)
    return Found(kind="TIME", first=first, stop=stop, relative=True, code="")


def frequency(scene: Scene, first: int, stop: int) -> Found | None:
    """Read "daily", "weekly", "annually"."""
    item = scene.items[first]
    return Found(kind="SET", first=first, stop=stop, duration=item.code)


def every(scene: Scene, first: int, stop: int) -> Found | None:
    """Read "every day", "each July", "every two weeks"."""
    item = scene.items[stop - 1]
    amount = scene.one("nw", first, stop)
    if item.letter in "UV":
        number = amount.number if amount else 1
        length = duration(number, item.code)
        code = f"P{number:g}Q" if item.code == "Q" else None
        return Found(kind="SET", first=first, stop=stop, duration=length, code=code) if length else None
    if item.letter in "Mm":
        return Found(kind="SET", first=first, stop=stop, duration="P1Y", code=f"XXXX-{int(item.number):02d}")
    if item.letter in "DJ":
        return weekday_set(scene, first, stop)
    if item.letter == "P":
        return Found(kind="SET", first=first, stop=stop, duration="P1D", code=f"XXXX-XX-XXT{item.code}")
    if item.letter in "Ss":
        return Found(kind="SET", first=first, stop=stop, duration="P1Y", code=f"XXXX-{item.code}")
    return None


def vague(scene: Scene, first: int, stop: int) -> Found | None:
    """Read "now", "recently", "the future": no date is given to them. "overnight" is the night before."""
    item = scene.items[stop - 1]
    if item.code == "NI":
        value = scene.anchor.day.isoformat() if scene.anchor else None
        return Found(kind="TIME", first=first, stop=stop, relative=True, code=f"{value}TNI" if value else "")
    return Found(kind="DATE", first=first, stop=stop, relative=True, code=item.code)


def reckon(anchor: Anchor | None, number: float, unit: str) -> tuple[str | None, str | None]:
    """Return value and until of the unit ``number`` away; weekends and quarters have an end."""
    if anchor is None:
        return None, None
    if unit == "WE":
        return anchor.weekend(int(number))
    if unit == "Q":
        first = anchor.months // 3 * 3 + 3 * int(number)
        return month_of(first), month_of(first + 2)
    return anchor.shift(number, unit), None


def code_of(value: str | None, unit: str) -> str | None:
    """Return the TIMEX3 code of a weekend or a quarter that starts at ``value``; None for other units."""
    if value is None:
        return None
    if unit == "WE":
        return f"{week(date.fromisoformat(value))}-WE"
    if unit == "Q":
        return f"{value[:4]}-Q{(int(value[5:7]) + 2) // 3}"
    return None
