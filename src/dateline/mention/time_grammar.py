"""The grammar of time expressions: patterns over classes of words, each with the function that reads it.

A pattern is a regular expression over class letters, one letter an item of the sentence (see
:mod:`dateline.mention.time_item` for the letters). All patterns are tried; at each place the longest one that can be
read wins. A reader returns None where the words are no time after all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dateline.mention import time_period as span
from dateline.mention import time_read as read
from dateline.mention.time_item import Item
from dateline.mention.time_scene import Found, Scene

Reader = Callable[[Scene, int, int], Found | None]

# A part of a period before it: "the end of", "early", "mid-", "later", "earlier in".
PART = r"(?:T?bOT?|T?B-?|[Ee]i?T?)?"
AMOUNT = r"(?:[nNwYa]|a?qO?|aqO?)"
LAST = "[lpxCtvh]"


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern: ``need`` are letters of which at least one must be in the sentence for it to match."""

    name: str
    need: str
    pattern: re.Pattern[str]
    reader: Reader


def _rule(name: str, need: str, pattern: str, reader: Reader) -> Rule:
    return Rule(name, need, re.compile(pattern), reader)


RULES: tuple[Rule, ...] = (
    _rule("iso", "I", r"I", read.iso),
    _rule("slash", "/", r"/", read.slash),
    # days of a month
    _rule("day-month-year", "Mmd", r"(?:[Dd]\.?,?)?T?[no]-?O?T?-?[Mm]\.?-?,?'?[YnN]", read.day_month_year),
    _rule("month-day-year", "Mm", r"(?:[Dd]\.?,?)?[Mm]\.?T?[no],?,?Y", read.day_month),
    _rule("month-day", "Mm", r"(?:[Dd]\.?,?T?|t?C?D,T?|[lx])?[Mm]\.?-?T?[no](?![:XG.]n)", read.day_month),
    _rule("day-month", "Mm", r"(?:[Dd]\.?,?)?T?[no]-?O?T?[Mm]\.?(?:O?[lxt]U)?", read.day_month),
    _rule("days-of-month", "Mm", r"[Mm]\.?[no](?:-|u|&)[no](?:,?Y)?", read.days_of_month),
    _rule("month-of-days", "Mm", r"[no](?:-|u|&)[no]O?[Mm]\.?(?:,?Y)?", read.days_of_month),
    # months, years and more
    _rule("month-year", "Mm", PART + r"[Mm]\.?,?O?(?:T?UO?)?(?:'[nN]|Y)", read.month),
    _rule("month-deictic", "Mm", PART + r"[Mm]O?[lxt]U", read.month),
    _rule("month", "M", PART + r"[lxpCt]?C?M\.?(?![no])", read.month),
    _rule("month-weak", "m", r"(?:(?<=[iOruBE<>&-])|T?bO|B-?|[lx])m", read.month),
    _rule("clock-four", "YN", r"(?<=i)[YN](?=[,.(i&uDRT]|$)", span.clock),
    _rule("year", "Y", PART + r"(?:T?f?U|f)?Y", read.year),
    _rule("year-period", "Y", r"TYU", read.year),
    _rule("year-words", "w", r"TUw", read.year),
    _rule("years-short", "Y", r"Y-[nN](?![nNwU%-])", read.years),
    _rule("decade", "Q", PART + r"T?B?-?'?Q", read.decade),
    _rule("decade-word", "y", PART + r"TB?-?y", read.decade),
    _rule("century", "U", PART + r"T?B?-?o-?U(?![!_V]V)", read.ordinal_unit),
    _rule("quarter", "UV", r"(?:j|T|a)?f?-?o-?f?-?U(?:(?:O|iT?)?(?:T?f?U?Y|[lxtv]f?U))?", read.ordinal_unit),
    _rule("year-quarter", "Y", r"T?Yf?-?o-?U", read.ordinal_unit),
    _rule("quarter-of-deictic", "'", r"[lxtpC]U'~(?:f?o?-?f?U|ob)", read.ordinal_unit),
    _rule("half-year", "b", r"T?[ol]b(?:OT?(?:Y|[lxt]U)|(?=$))", read.half),
    # days of the week
    _rule("weekday", "D", PART + r"(?:T?[pC]|T?h|[lxt]C?)?DP?", read.weekday),
    _rule("weekday-deictic", "D", r"DO?[lxt]U", read.weekday),
    _rule("weekday-abbr", "d", r"d\.?P", read.weekday),
    _rule("weekday-set", "DJ", r"(?:j(?:O|OT)?)[DJ]P?|[DJ][WV]|J", read.weekday_set),
    _rule("relative-day", "R", r"(?:P-?|B-?P?|[BEe]|B-P)?RP?", read.relative_day),
    _rule("day-beyond", "R", r"T?U[<>]R", read.day_beyond),
    _rule("day-part", "P", PART + r"[ltv]P", read.day_part),
    _rule("day-part-of", "P", r"T[pxC]P|TPO(?:(?:D,?)?[Mm]\.?n(?:,?Y)?|(?:D,?)?nO?[Mm]\.?Y?|DP?|R)", read.day_part_of),
    # periods told from now
    _rule("deictic", "U", PART + r"T?[lpxCtvh]C?h?f?U", span.deictic),
    _rule("deictic-units", "V", r"(?:jOT?)?T?[lpxCo](?:[nNw]|a?qO?|w&w)?g?o?f?V(?:&b_?)?", span.deictic_units),
    _rule("deictic-range", "V", r"T?[lpxC][nNw](?:-|u|&)[nNw]V", span.deictic_units),
    _rule("these-days", "V", r"[th]V", span.deictic_units),
    _rule("period", "U", PART + r"(?:Tf?)U", span.period),
    _rule("period-bare", "U", r"U-?b|U'~b", span.period),
    _rule("ago", "A", AMOUNT + r"[gf]?-?[UV](?:&(?:_|w|ab?))?A|VA", span.ago),
    _rule("year-ago", "AE", r"[Ta]?U-[AE]f?-?o?-?U?|T_U-[AE]-?U", span.year_ago),
    _rule("apart", "Ee<>", AMOUNT + r"g?[UV][Ee]", span.apart),
    _rule("week-of", "U", r"TUO(?:D|[Mm]\.?[no]|[no]O?[Mm]\.?)", span.week_of),
    # lengths
    _rule("length", "UV", r"T?" + AMOUNT + r"(?:&[nNw])?g?f?-?g?-?[UV](?![-]?!|A)", span.length),
    _rule("length-half", "b", r"[nNw]&ab[UV]", span.length_and),
    _rule("length-range", "UV", r"[nNw](?:-|u|&)[nNw]-?[UV](?![-]?!|A)", span.length),
    _rule("length-or-so", "UV", r"(?:a|[nNw])[UV]&(?:w|ab|_)(?!U|V)", span.length_and),
    _rule("half-unit", "b", r"(?:a?b-?a?|ab-?)U", span.half_unit),
    _rule("bare-units", "V", r"(?<=[i<>&O])V(?:&V)?|V(?=[<>])|V-g", span.bare_units),
    # sets
    _rule("frequency", "F", r"F", read.frequency),
    _rule("every", "j", r"j(?:o|[nw])?(?:[UVPDMmSs]|b)", read.every),
    # clock
    _rule("clock", "nN:", r"(?:[nw]|:)(?:X|G)Z?(?:,?(?:D|R|T?[no]O?[Mm]\.?|[Mm]\.?n(?:,Y)?))?", span.clock),
    _rule("clock-bare", ":", r":Z?(?:D|R)?", span.clock),
    _rule("clock-zone", "Z", r"[YN]Z", span.clock),
    _rule("clock-word", "c", r"(?:[Bb]-?)?c(?:iT?)?(?:D|R)?", span.clock),
    _rule("clock-part", "P", r"(?:n|w|:)(?:G)?iTP", span.clock),
    # seasons, feasts, vague times
    _rule("season", "Ss", r"(?:PART)?(?:T?[lpxCt]C?|[lt]p)[Ss](?:O?Y)?".replace("(?:PART)?", PART), span.season),
    _rule("season-of", "Ss", PART + r"T?[Ss]O?(?:Y|[lxt]U)", span.season),
    _rule("season-the", "Ss", PART + r"T(?:B|_)?[S]|(?<=[iuB])S|(?<=i)T?s(?=[,.]|$)|B-?[Ss]", span.season),
    _rule("feast", "H", PART + r"l?(?:HU|H'~U|Hb|H)(?:U)?", span.feast),
    _rule("new-year", "@", r"@U'~(?:U|b)", span.feast),
    _rule("vague", "K", r"K", read.vague),
    _rule("future", "k", r"T?k(?!_)", read.vague),
)


def candidates(letters: str) -> list[tuple[int, int, int]]:
    """Return ``(first, -length, rule)`` of every match in the class letters, the first and longest before others."""
    have = set(letters)
    out: list[tuple[int, int, int]] = []
    for number, rule in enumerate(RULES):
        if have.isdisjoint(rule.need):
            continue
        for match in rule.pattern.finditer(letters):
            out.append((match.start(), match.start() - match.end(), number))
    out.sort()
    return out


def scan(scene: Scene) -> list[Found]:
    """Return the time expressions of a sentence, left to right, none over another."""
    found: list[Found] = []
    stop = 0
    for first, less, number in candidates(scene.letters):
        if first < stop:
            continue
        got = RULES[number].reader(scene, first, _stop(scene, first - less))
        if got is not None:
            found.append(got)
            stop = got.stop
    return found


def _stop(scene: Scene, stop: int) -> int:
    """Leave a full stop out that is not that of an abbreviation inside the sentence ("on Sept. 9", "in Sept.")."""
    if scene.letters[stop - 1] != ".":
        return stop
    return stop if len(scene.word(stop - 2)) <= 4 and stop < len(scene.items) else stop - 1


def letters_of(items: Sequence[Item]) -> str:
    """Return the class letters of the items as one string."""
    return "".join(item.letter for item in items)
