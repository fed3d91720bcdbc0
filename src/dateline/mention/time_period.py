"""Read periods told from now, lengths, clock times, seasons and feasts (see :mod:`dateline.mention.time_read`)."""

from __future__ import annotations

from datetime import date

from dateline.calendar import duration, month_of, week
from dateline.mention.time_item import Item
from dateline.mention.time_read import SIZES, code_of, day_month, reckon
from dateline.mention.time_scene import Found, Scene

MANY = {
    "D": "PXD",
    "W": "PXW",
    "M": "PXM",
    "Y": "PXY",
    "H": "PTXH",
    "m": "PTXM",
    "S": "PTXS",
    "DE": "PXDE",
    "CE": "PXCE",
}
MANY |= {"Q": "PXQ", "NI": "PXD", "FN": "PXW", "WE": "PXWE", "ML": "PXML"}
"""TIMEX3 values of lengths without a number ("several weeks"); the record gives them no duration."""

SHORT = frozenset({"S", "m"})


def _unit(scene: Scene, first: int, stop: int) -> Item:
    units = [item for item in scene.items[first:stop] if item.letter in "UV"]
    return units[-1]


def deictic(scene: Scene, first: int, stop: int) -> Found | None:
    """Read "last week", "later this year", "the previous month", "the current quarter".

    "that", "the same", "the previous" and "the following" hang on the story: no value.
    """
    at = next(i for i in range(first, stop) if scene.letters[i] in "lpxCtvh")
    how = scene.items[at]
    unit = _unit(scene, first, stop).code
    if unit in SIZES and not (unit == "H" and how.letter in "lpx"):
        return None
    if unit in ("X", "ML") and how.letter not in "pvh":
        return None
    if how.letter == "h" or how.code in ("previous", "following"):
        return Found(kind="DATE", first=first, stop=stop, relative=True, code="")
    if unit == "D" and how.letter in "lxC":
        return Found(kind="DATE", first=first, stop=stop, relative=True, code="")
    if how.letter == "p" and how.code == "recent":
        return Found(kind="DATE", first=first, stop=stop, relative=True, code="PAST_REF")
    if how.code == "past" and unit != "WE":
        return _back(scene, first, stop, 1, unit)
    number = how.number if how.letter in "ltx" else 1 if how.letter == "C" else 0
    if how.code == "latest":  # the last one that is over
        number = -1
    past = how.letter in "lp" or (how.letter == "t" and scene.outlook(first, stop) is False)
    ends = reckon(scene.anchor, number, unit)
    if unit == "WE" and scene.anchor is not None and past:
        ends = scene.anchor.last_weekend()
    value, until = ends
    return Found(
        kind="DATE", first=first, stop=stop, value=value, until=until, relative=True, code=code_of(value, unit)
    )


def _back(scene: Scene, first: int, stop: int, number: float, unit: str, step: int = -1) -> Found | None:
    """Read the stretch of ``number`` units up to now (or from now): its length, and its ends to the unit."""
    length = duration(number, unit)
    if length is None:
        return None
    now = far = None
    if scene.anchor is not None and unit not in SIZES and unit not in ("Q", "DE", "CE"):
        now, far = scene.anchor.shift(0, unit), scene.anchor.shift(step * number, unit)
    ends: tuple[str | None, str | None] = (far, now) if step < 0 else (now, far)
    if None in ends:
        ends = (None, None)
    code = f"P{number:g}Q" if unit == "Q" else None
    return Found(
        kind="DURATION",
        first=first,
        stop=stop,
        duration=length,
        value=ends[0],
        until=ends[1],
        relative=True,
        code=code,
    )


def deictic_units(scene: Scene, first: int, stop: int) -> Found | None:
    """Read "the past three months", "the next few days", "recent weeks", "the first two months"."""
    how = scene.one("lpxCoth", first, stop)
    unit = _unit(scene, first, stop).code
    amount = scene.one("nNwY", first, stop)
    if how is None or (how.letter == "o" and amount is None and scene.one("T", first, stop) is None):
        return None
    if how.letter in "th":
        code = "PRESENT_REF" if unit == "D" and how.letter == "t" else ""
        return Found(kind="DATE", first=first, stop=stop, relative=True, code=code)
    if amount is None:
        return Found(kind="DURATION", first=first, stop=stop, relative=True, code=MANY.get(unit, ""))
    if how.letter == "o" or how.code in ("previous", "following", "latest"):
        length = duration(amount.number, unit)
        return Found(kind="DURATION", first=first, stop=stop, duration=length, relative=True) if length else None
    if scene.one("nNw", first, stop) and len([i for i in scene.letters[first:stop] if i in "nNw"]) > 1:
        return Found(kind="DURATION", first=first, stop=stop, relative=True, code=MANY.get(unit, ""))
    return _back(scene, first, stop, amount.number, unit, 1 if how.letter in "xC" else -1)


def period(scene: Scene, first: int, stop: int) -> Found | None:
    """Read "the weekend", "the end of the year", "the quarter": the one that the publication day is in.

    A bare "the week" or "the month" may be any; it is a time with no value but for "end of the ...".
    """
    unit = _unit(scene, first, stop).code
    if scene.letters[stop : stop + 1] in ("O", "_", "U", "V", "o", "P", "-") and unit not in ("WE",):
        return None
    part = scene.one("bBEe", first, stop)
    if unit == "WE" and scene.anchor is not None:
        ahead = scene.outlook(first, stop)
        ends = scene.anchor.weekend() if ahead else scene.anchor.last_weekend()
        code = code_of(ends[0], unit)
        return Found(kind="DATE", first=first, stop=stop, value=ends[0], until=ends[1], relative=True, code=code)
    if unit == "WE":
        return Found(kind="DATE", first=first, stop=stop, relative=True, code="")
    if unit not in ("D", "W", "M", "Q", "Y", "DE", "CE") or (unit == "D" and part is not None):
        return None
    if part is None:
        return Found(kind="DATE", first=first, stop=stop, relative=True, code="") if unit in ("Q", "Y") else None
    value, until = reckon(scene.anchor, 0, unit)
    return Found(
        kind="DATE", first=first, stop=stop, value=value, until=until, relative=True, code=code_of(value, unit)
    )


def ago(scene: Scene, first: int, stop: int) -> Found | None:
    """Read "two decades ago": the time at the precision of the unit; "years ago" has no value."""
    unit = _unit(scene, first, stop).code
    amount = scene.one("nNwaY", first, stop)
    few = scene.one("q", first, stop)
    if amount is None or few is not None:
        return Found(kind="DATE", first=first, stop=stop, relative=True, code="PAST_REF")
    value = scene.anchor.shift(-amount.number, unit) if scene.anchor else None
    return Found(kind="DATE", first=first, stop=stop, value=value, relative=True, code="" if value is None else None)


def year_ago(scene: Scene, first: int, stop: int) -> Found | None:
    """Read "year-ago", "the year-earlier period", "the year-ago quarter"."""
    unit = scene.must("U", first, stop).code
    if unit not in ("Y", "M"):
        return None
    last = scene.items[stop - 1]
    if scene.anchor is None:
        return Found(kind="DATE", first=first, stop=stop, relative=True, code="")
    if last.letter == "U" and last.code in ("Q", "X") and stop - first > 2:
        low = (scene.anchor.months - 3 - (12 if unit == "Y" else 1)) // 3 * 3
        return Found(kind="DATE", first=first, stop=stop, relative=True, code=code_of(month_of(low), "Q"))
    return Found(kind="DATE", first=first, stop=stop, value=scene.anchor.shift(-1, unit), relative=True)


def apart(scene: Scene, first: int, stop: int) -> Found | None:
    """Read "a day earlier", "two weeks later": they hang on another time of the story and get no value."""
    unit = _unit(scene, first, stop).code
    if unit in SHORT:
        return None
    amount = scene.one("nNwa", first, stop)
    code = ""
    if scene.anchor is not None and amount is not None and unit in ("Y", "M") and scene.letters[stop - 1] == "E":
        code = scene.anchor.shift(-amount.number, unit) or ""
    return Found(kind="DATE", first=first, stop=stop, relative=True, code=code)


def week_of(scene: Scene, first: int, stop: int) -> Found | None:
    """Read "the week of March 6"."""
    if scene.must("U", first, stop).code != "W" or scene.one("Mm", first, stop) is None:
        return None
    inner = day_month(scene, first + 3, stop)
    if inner is None or inner.value is None:
        return inner.over(first, stop) if inner else None
    return Found(kind="DATE", first=first, stop=stop, value=week(date.fromisoformat(inner.value)), relative=True)


def length(scene: Scene, first: int, stop: int) -> Found | None:
    """Read "three months", "a four-year", "several weeks", "two to three days" as a duration.

    A range or a vague number has no ISO 8601 duration. An age ("a 12-year-old") is no time.
    """
    unit = _unit(scene, first, stop)
    amounts = [item for item in scene.items[first:stop] if item.letter in "nNwYa"]
    few = scene.one("q", first, stop)
    if unit.code == "X" or (unit.code == "Q" and scene.letters[stop : stop + 1] == "O"):
        return None
    if scene.letters[first] == "Y" and unit.letter == "U":
        return None
    if few is not None or len(amounts) > 1:
        return Found(kind="DURATION", first=first, stop=stop, code=MANY.get(unit.code, ""))
    if not amounts:
        return None
    written = duration(amounts[0].number, unit.code)
    code = {"Q": f"P{amounts[0].number:g}Q", "DE": None}.get(unit.code)
    return Found(kind="DURATION", first=first, stop=stop, duration=written, code=code) if written else None


def length_and(scene: Scene, first: int, stop: int) -> Found | None:
    """Read "a minute and a half", "a year or two", "a week or so"."""
    unit = _unit(scene, first, stop)
    amount = scene.items[first].number
    tail = scene.items[stop - 1]
    if unit.code == "X":
        return None
    if scene.one("b", first, stop) is not None:
        written = duration(amount + 0.5, unit.code)
        return Found(kind="DURATION", first=first, stop=stop, duration=written) if written else None
    if tail.text == "so":
        written = duration(amount, unit.code)
        return Found(kind="DURATION", first=first, stop=stop, duration=written) if written else None
    if tail.letter == "w" and scene.word(stop - 2) == "or":
        return Found(kind="DURATION", first=first, stop=stop, code=MANY.get(unit.code, ""))
    return None


def half_unit(scene: Scene, first: int, stop: int) -> Found | None:
    """Read "half an hour", "a half-hour", "half a year"."""
    if scene.must("b", first, stop).code != "half":
        return None
    written = duration(0.5, scene.items[stop - 1].code)
    return Found(kind="DURATION", first=first, stop=stop, duration=written) if written else None


def bare_units(scene: Scene, first: int, stop: int) -> Found | None:
    """Read "for decades", "weeks after", "decades-long": a length with no number, no duration."""
    unit = scene.must("V", first, stop)
    if scene.before(first) == "O" and scene.letters[stop : stop + 1] not in ("O", ",", ".", ""):
        return None
    return Found(kind="DURATION", first=first, stop=stop, code=MANY.get(unit.code, ""))


def clock(scene: Scene, first: int, stop: int) -> Found | None:
    """Read a time of day; with the day where it is named, else of the publication day if the words say so.

    Without a named day there is no value: the clock time alone does not tell which day.
    """
    hour, minute = _hour(scene, first, stop)
    if hour is None:
        return None
    named = None
    for i in range(first, stop):
        letter = scene.letters[i]
        if letter == "D" and scene.anchor is not None:
            named = scene.anchor.weekday(int(scene.items[i].number), ahead=bool(scene.outlook(first, stop)))
        elif letter == "R" and scene.anchor is not None:
            named = scene.anchor.shift(scene.items[i].number, "D")
        elif letter in "Mm":
            start = i - 1 if i > 1 and scene.letters[i - 1] in "no" else i
            inner = day_month(scene, start, stop)
            named = inner.value if inner else None
    known = named if named else scene.anchor.day.isoformat() if scene.anchor else "XXXX-XX-XX"
    value = f"{named}T{hour:02d}:{minute:02d}" if named else None
    return Found(
        kind="TIME", first=first, stop=stop, value=value, relative=True, code=f"{known}T{hour:02d}:{minute:02d}"
    )


def _hour(scene: Scene, first: int, stop: int) -> tuple[int | None, int]:
    word = scene.one("c", first, stop)
    if word is not None:
        return (None, 0) if word.code else (int(word.number), 0)
    item = scene.items[first]
    mark = scene.one("X", first, stop)
    part = scene.one("P", first, stop)
    if item.letter == ":":
        hour, minute = (int(p) for p in item.text.split(":")[:2])
        lone = scene.letters[first:stop] == ":"
        if lone and scene.word(first - 1) not in (
            "at",
            "by",
            "around",
            "before",
            "after",
            "since",
            "until",
            "from",
            "about",
        ):
            return None, 0
    elif item.letter in "YN":
        if scene.one("Z", first, stop) is None and (len(item.text) != 4 or scene.word(first - 1) != "at"):
            return None, 0
        hour, minute = divmod(int(item.number), 100)
    else:
        hour, minute = int(item.number), 0
    afternoon = (mark is not None and mark.number == 12) or (part is not None and part.code in ("AF", "EV", "NI"))
    if mark is not None or part is not None:
        if not 1 <= hour <= 12:
            return (hour, minute) if hour <= 24 and minute < 60 else (None, 0)
        hour = hour % 12 + (12 if afternoon else 0)
    return (hour, minute) if hour <= 24 and minute < 60 else (None, 0)


def season(scene: Scene, first: int, stop: int) -> Found | None:
    """Read a season as its year: which months it has depends on the hemisphere. A winter crosses the year's end."""
    item = scene.must("Ss", first, stop)
    when = scene.one("Y", first, stop)
    if when is not None:
        y = f"{int(when.number):04d}"
        return Found(kind="DATE", first=first, stop=stop, value=y, code=f"{y}-{item.code}")
    if scene.anchor is None:
        return Found(kind="DATE", first=first, stop=stop, relative=True, code=f"XXXX-{item.code}")
    how = scene.one("lpxCtvh", first, stop)
    if how is not None and how.letter == "h":
        return Found(kind="DATE", first=first, stop=stop, relative=True, code="")
    number = scene.anchor.day.year
    unit = scene.one("U", first, stop)
    begins = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[item.code]
    now = scene.anchor.day.month
    if unit is not None and how is not None:
        number += int(how.number)
    elif how is not None and how.letter in "lp":
        number -= 1 if begins + 2 >= now else 0
    elif how is not None and how.letter in "xC":
        number += 1 if begins <= now else 0
    elif how is None and begins > now:
        number -= 0 if scene.outlook(first, stop) else 1
    y = f"{number:04d}"
    value = None if item.code == "WI" and unit is None else y
    return Found(kind="DATE", first=first, stop=stop, value=value, relative=True, code=f"{y}-{item.code}")


def feast(scene: Scene, first: int, stop: int) -> Found | None:
    """Read a feast: a fixed day gets its date, one that moves gets none."""
    name = scene.one("H", first, stop)
    fixed = name.code if name is not None else "01-01"
    if scene.one("b", first, stop) is not None:
        if scene.must("b", first, stop).code != "eve":
            return None
        fixed = {"12-25": "12-24", "01-01": "12-31"}.get(fixed, "")
    unit = scene.one("U", first, stop)
    if unit is not None and unit.code not in ("D", "Y"):
        fixed = ""
    if not fixed or scene.anchor is None:
        return Found(kind="DATE", first=first, stop=stop, relative=True, code="")
    month, number = (int(part) for part in fixed.split("-"))
    value = scene.anchor.month_day(month, number, ahead=scene.outlook(first, stop))
    return Found(kind="DATE", first=first, stop=stop, value=value, relative=True)
