"""Join two time expressions into a range: "from May to July", "between 1992 and 1996", "Monday-Wednesday"."""

from __future__ import annotations

from dataclasses import replace

from dateline.mention.time_scene import Found, Scene


def join(scene: Scene, found: list[Found]) -> list[Found]:
    """Return the expressions with each pair that bounds one stretch made one, its words from "from" to the end.

    A pair is two dates of one precision with "to", "until", "through" or a dash between, or with "and" after
    "between". An end without a year takes it from the other end. A pair that would run backwards stays two.
    """
    out: list[Found] = []
    for one in found:
        pair = _pair(scene, out[-1], one) if out else None
        if pair is None:
            out.append(one)
        else:
            out[-1] = pair
    return out


def _pair(scene: Scene, one: Found, two: Found) -> Found | None:
    if one.kind != "DATE" or two.kind != "DATE" or one.until or two.stop - two.first < 1:
        return None
    link = scene.letters[one.stop : two.first]
    before = scene.word(one.first - 1)
    fits = (
        (link == "&" and before == "between")
        or (link == "u" and (before == "from" or len(one.value or "") == len(two.value or "") > 0))
        or (link == "-" and scene.items[one.stop].text in "-–—")
        or (link == "i" and scene.word(one.stop) == "through")
    )
    if not fits:
        return None
    first = one.first - 1 if before in ("between", "from") else one.first
    if one.value is None or two.value is None:
        if before in ("between", "from") and one.code and two.code:
            return replace(two, first=first, value=None, until=None, code="", relative=True)
        return None
    if len(one.value) != len(two.value) and not {len(one.value), len(two.value)} <= {4, 7, 10}:
        return None
    low, high = _years(one, two)
    size = min(len(low), len(high))
    if low[:size] > high[:size]:
        return None
    return replace(
        two,
        first=first,
        value=low,
        until=two.until or high,
        relative=one.relative or two.relative,
        code=None,
        yearless=False,
    )


def _years(one: Found, two: Found) -> tuple[str, str]:
    """Lend the year of one end to the other, so that the range runs forwards."""
    low, high = str(one.value), str(two.value)
    if one.yearless and not two.yearless:
        low = high[:4] + low[4:]
        if low > high:
            low = f"{int(low[:4]) - 1:04d}" + low[4:]
    elif two.yearless:
        if not one.yearless:
            high = low[:4] + high[4:]
        if high < low:
            high = f"{int(low[:4]) + (low[4:] > high[4:]):04d}" + high[4:]
    return low, high
