"""Read number phrases: bounds, ranges, shares, money and measures around a numeral."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dateline.lexicon import numbers
from dateline.lexicon.numbers import Effect, NumberWords, Phrase
from dateline.mention.quantity_lexeme import Lexeme, Numeral, numeral

POSITIONAL = frozenset(
    {"over", "under", "above", "below", "near", "around", "beyond", "about", "some", "another", "all", "just"}
)
"""Bounds that are other things too: they need something counted or measured after them."""

DASHES = frozenset("-–—")


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A number phrase over pieces ``first`` up to but not including ``stop``; the numeral starts at ``number``.

    ``low`` and ``high`` as in :class:`dateline.records.Quantity`. ``needs_noun`` says that it is a quantity only if
    something is counted, as one that looks like a year; ``is_one`` that it is a bare "one"; ``after_name`` that the
    word before often has a number in its name ("Article 370", "Camp 4").
    """

    first: int
    stop: int
    number: int
    low: float
    high: float | None
    unit: str | None = None
    money: bool = False
    needs_noun: bool = False
    is_one: bool = False
    after_name: bool = False


def amounts(pieces: Sequence[Lexeme], text: str) -> Iterator[Amount]:
    """Yield the number phrases of a sentence left to right, none over another."""
    lexicon = numbers.load()
    i = done = 0
    while i < len(pieces):
        if pieces[i].kind == "word" and pieces[i].text not in lexicon.opens:
            i += 1
            continue
        got = _amount(lexicon, pieces, text, i, done)
        if got is None:
            number = numeral(pieces, i)
            i = number.stop if number else i + 1
        else:
            yield got
            i = done = got.stop


def _amount(lexicon: NumberWords, pieces: Sequence[Lexeme], text: str, i: int, done: int) -> Amount | None:
    number = _fraction(lexicon, pieces, i) or numeral(pieces, i)
    if number is None or _is_other(lexicon, pieces, i, number):
        return None
    amount = Amount(
        first=i,
        stop=number.stop,
        number=i,
        low=number.value,
        high=None if number.open else number.value,
        unit="percent" if number.share else None,
        is_one=number.words and number.value == 1,
        after_name=_after_name(lexicon, pieces, i),
        needs_noun=number.stop == i + 1 and pieces[i].kind == "int" and 1900 <= number.value < 2100,
    )
    amount = _money_before(lexicon, pieces, text, amount, done)
    amount = _range(lexicon, pieces, amount)
    amount = _share(lexicon, pieces, amount)
    amount = _unit(lexicon, pieces, text, amount)
    amount = _bounds(lexicon, pieces, amount, done)
    if amount.is_one and (amount.first < i or amount.unit or amount.stop > number.stop):
        amount = replace(amount, is_one=False)
    return amount


def _at(pieces: Sequence[Lexeme], i: int) -> str:
    return pieces[i].text if 0 <= i < len(pieces) else ""


def _kind(pieces: Sequence[Lexeme], i: int) -> str:
    return pieces[i].kind if 0 <= i < len(pieces) else ""


def _touches(pieces: Sequence[Lexeme], i: int) -> bool:
    """Say whether piece ``i`` follows the one before it without a space."""
    return 0 < i < len(pieces) and pieces[i - 1].end == pieces[i].start


def _is_other(lexicon: NumberWords, pieces: Sequence[Lexeme], i: int, number: Numeral) -> bool:
    """Say whether the number is an age, part of a name or a code, an item of a list, a score or a pronoun."""
    j = number.stop
    before, after = _at(pieces, i - 1), _at(pieces, j)
    if number.words and number.value == 0:
        return True
    if before == "#" or (before == "of" and _at(pieces, i - 2) in ("group", "age", "ages")):
        return True
    if _is_age(lexicon, pieces, i, j):
        return True
    if _touches(pieces, i) and _joined(pieces, i):
        return True
    if _touches(pieces, j) and (
        (_kind(pieces, j) == "word" and not number.words and (after,) not in lexicon.units)
        or (after in DASHES and _touches(pieces, j + 1) and _code_after(lexicon, pieces, j + 1))
        or (after in (":", "/") and _kind(pieces, j + 1) == "int")
    ):
        return True
    if i == 0 and after in (".", ")") and not number.words and j < len(pieces) - 1:
        return True
    return number.words and number.value == 1 and _is_pronoun(pieces, i, j)


def _after_name(lexicon: NumberWords, pieces: Sequence[Lexeme], i: int) -> bool:
    before = _at(pieces, i - 1)
    return before.rstrip(".") in lexicon.names or (before == "." and _at(pieces, i - 2) in lexicon.names)


def _is_age(lexicon: NumberWords, pieces: Sequence[Lexeme], i: int, j: int) -> bool:
    """Say whether the number is an age: "aged 32", "32-year-old", "Omar, 32,", "under 18s"."""
    k = j + 1 if _at(pieces, j) in DASHES else j
    if _at(pieces, k) in ("year", "years", "month", "months", "week", "weeks", "day", "days"):
        m = k + 2 if _at(pieces, k + 1) in DASHES else k + 1
        if _at(pieces, m) in lexicon.ages:
            return True
    before, after = _at(pieces, i - 1), _at(pieces, j)
    alone = j == i + 1 and pieces[i].kind == "int" and 0 < float(pieces[i].text) < 120
    return alone and before == "," and after in (",", ".", "", ")", ";") and _kind(pieces, i - 2) == "word"


def _joined(pieces: Sequence[Lexeme], i: int) -> bool:
    """Say whether the number hangs on letters or digits before it: "F-16", "MH17", "555-0199", "3.2.1"."""
    before = pieces[i - 1]
    if before.kind == "word":
        return True
    if before.text in DASHES and _touches(pieces, i - 1):
        return pieces[i - 2].kind in ("word", "int", "num", "clock") and pieces[i].kind != "word"
    return before.text in (":", "/", ".", "_", "@", "+") and (i == 1 or before.text == "+" or _touches(pieces, i - 1))


def _code_after(lexicon: NumberWords, pieces: Sequence[Lexeme], k: int) -> bool:
    """Say whether what a dash joins to the number makes it a code or a score: "7-Eleven", "3-1", "555-0199"."""
    end = numeral(pieces, k)
    if end is None or _kind(pieces, k) == "word":
        return _kind(pieces, k) != "word"
    start = pieces[k - 2]
    if start.kind == "word":
        return False
    low = float(start.text.replace(",", "")) if start.kind in ("int", "num") else 0.0
    if _at(pieces, end.stop) in DASHES and _touches(pieces, end.stop) and _kind(pieces, end.stop + 1) != "word":
        return True
    return end.value <= low or (pieces[k].text.startswith("0") and len(pieces[k].text) > 1)


def _is_pronoun(pieces: Sequence[Lexeme], i: int, j: int) -> bool:
    """Say whether "one" is no number: "no one", "one another", "one day", "the one who", "this one", "one of"."""
    before, after = _at(pieces, i - 1), _at(pieces, j)
    return (
        before
        in (
            "no",
            "any",
            "every",
            "some",
            "each",
            "this",
            "that",
            "the",
            "which",
            "another",
            "day",
            "not",
            "-",
            "square",
        )
        or after
        in (
            "another",
            "day",
            "thing",
            "way",
            "'",
            "’",
            "who",
            "that",
            "which",
            "by",
            "can",
            "should",
            "must",
            "would",
            "-",
        )
        or (after == "of" and before not in ("least", "than", "only", "just", "to"))
    )


def _fraction(lexicon: NumberWords, pieces: Sequence[Lexeme], i: int) -> Numeral | None:
    """Read a share in words: "half of", "a third of", "two-thirds of"; in percent."""
    j, times = i, 1.0
    first = _at(pieces, i)
    if first in ("a", "one") and _at(pieces, i + 1) in lexicon.fractions:
        j = i + 1
    elif first in lexicon.cardinals:
        j = i + 2 if _at(pieces, i + 1) in DASHES else i + 1
        times = lexicon.cardinals[first]
    word = _at(pieces, j)
    if j > i and word in lexicon.fractions and _at(pieces, j + 1) == "of" and _at(pieces, j + 2) == "a":
        whole = numeral(pieces, j + 2)
        if whole is not None:  # "a quarter of a million"
            return Numeral(i, whole.stop, whole.value * times * lexicon.fractions[word] / 100, words=True)
    if word not in lexicon.fractions or (j == i and word != "half"):
        return None
    if j > i and times > 1 and not word.endswith("s") and word != "half":
        return None
    if _at(pieces, j + 1) != "of" and not (word == "half" and _at(pieces, j + 1) in ("the", "its", "their", "all")):
        return None
    if j > i and lexicon.fractions[word] * times > 100:
        return None
    value = 100.0 * times / 3 if word.startswith("third") else lexicon.fractions[word] * times
    return Numeral(i, j + 1, round(value, 2), words=True, share=True)


def _money_before(lexicon: NumberWords, pieces: Sequence[Lexeme], text: str, amount: Amount, done: int) -> Amount:
    """Take in a currency sign or code before the number: "$", "US$", "Rs", "EUR"."""
    i = amount.first - 1
    if i < done or amount.unit:
        return amount
    if _at(pieces, i) == "." and _at(pieces, i - 1) == "rs":
        i -= 1
    sign = text[pieces[i].start : pieces[i].end]
    symbols = lexicon.symbols
    if i > done and _touches(pieces, i):
        wide = text[pieces[i - 1].start : pieces[i].end]
        if wide in symbols:
            return replace(amount, first=i - 1, number=i - 1, unit=symbols[wide], money=True)
    unit = symbols.get(sign) or (symbols["Rs"] if pieces[i].text == "rs" else None)
    if unit is None:
        return amount
    return replace(amount, first=i, number=i, unit=unit, money=True)


def _range(lexicon: NumberWords, pieces: Sequence[Lexeme], amount: Amount) -> Amount:
    """Read the other end: "30-40", "30 to 40", "three or four", "between 30 and 40", "$2-3 million"."""
    j = amount.stop
    if _at(pieces, j) in ("%", "percent"):
        j += 1
    link = _at(pieces, j)
    before = _at(pieces, amount.first - 1)
    if not (link in DASHES or link in ("to", "or") or (link == "and" and before == "between")) or amount.high is None:
        return amount
    k = j + 1
    again = j > amount.stop
    if _at(pieces, k) in ("$", "£", "€") and amount.money:
        k, again = k + 1, True
    if k >= len(pieces):
        return amount
    end = numeral(pieces, k)
    if end is None or end.share:
        return amount
    low = amount.low
    if end.value > 999 and low < 1000 and link != "or":
        # "2 to 3 million": the multiplier is of both
        factor = _factor(lexicon, pieces, end)
        low = low * factor if low * factor < end.value else low
    if end.value <= low or (link in DASHES and end.value > low * 1000):
        return amount
    if amount.after_name and link in DASHES:
        return amount  # "Update 1-Nine killed"
    if link == "to" and (before == "from" or again):
        return amount  # "rose from 30 to 40", "fell $2 to $30" tell of two numbers
    first = amount.first - 1 if before == "between" else amount.first
    return replace(amount, first=first, stop=end.stop, low=low, high=None if end.open else end.value, is_one=False)


def _factor(lexicon: NumberWords, pieces: Sequence[Lexeme], end: Numeral) -> float:
    factor = 1.0
    for piece in pieces[end.first : end.stop]:
        factor *= lexicon.multipliers.get(piece.text, lexicon.short.get(piece.text, 1.0))
    return factor


def _share(lexicon: NumberWords, pieces: Sequence[Lexeme], amount: Amount) -> Amount:
    """Read "one in three" as percent; take in the whole of "100 out of more than 400", which stays a count."""
    j = amount.stop
    if amount.unit or amount.high is None:
        return amount
    if _at(pieces, j) in ("in", "out"):
        ratio = _at(pieces, j) == "in" or _at(pieces, j + 1) == "every"
        k = j + 1 if _at(pieces, j) == "in" else j + 2
        if _at(pieces, j) == "out" and _at(pieces, j + 1) != "of":
            return amount
        if _at(pieces, k) == "every":
            k += 1
        k, _ = _phrase_at(lexicon.bounds, pieces, k)
        whole = numeral(pieces, k) if k < len(pieces) else None
        if whole is None or whole.value <= (amount.high or 0):
            return amount
        if not ratio:
            return replace(amount, stop=whole.stop, is_one=False)
        plain = whole.stop == k + 1 and _kind(pieces, k) in ("int", "word") and whole.value <= 1000
        small = pieces[amount.number].kind == "word" or amount.low < 10
        if plain and small and not 1900 <= whole.value <= 2100:
            share = round(100 * amount.low / whole.value, 2)
            return replace(amount, stop=whole.stop, low=share, high=share, unit="percent", is_one=False)
    return amount


def _phrase_at(bounds: Mapping[Phrase, Effect], pieces: Sequence[Lexeme], k: int) -> tuple[int, Effect | None]:
    """Return the piece after the longest bounding phrase that starts at ``k``, and its effect."""
    for width in (4, 3, 2, 1):
        phrase = tuple(_at(pieces, m) for m in range(k, k + width))
        if phrase in bounds:
            return k + width, bounds[phrase]
    return k, None


def _unit(lexicon: NumberWords, pieces: Sequence[Lexeme], text: str, amount: Amount) -> Amount:
    """Take in the unit after the number: percent, money or measure ("80 per cent", "5 million euros", "12-km")."""
    if amount.unit:
        return amount
    j = amount.stop
    k = j + 1 if _at(pieces, j) in DASHES and _touches(pieces, j + 1) else j
    for width in (3, 2, 1):
        phrase = tuple(_at(pieces, m) for m in range(k, k + width))
        unit = lexicon.units.get(phrase)
        if unit is None or (len(phrase) == 1 and len(phrase[0]) <= 2 and pieces[amount.number].kind == "word"):
            continue
        if phrase == ("m",) and pieces[amount.number].kind != "num":
            continue  # "5 m" may be five million: left a count
        money = phrase in lexicon.moneys
        return replace(amount, stop=k + width, unit=unit, money=money)
    if amount.high is None and _at(pieces, j) == "of" and (_at(pieces, j + 1),) in lexicon.moneys:
        # "billions of dollars"
        return replace(amount, stop=j + 2, unit=lexicon.units[(_at(pieces, j + 1),)], money=True)
    owner, money_word = _at(pieces, k), (_at(pieces, k + 1),)
    if money_word in lexicon.moneys and owner.isalpha() and text[pieces[k].start].isupper():
        # "French francs": the name of the money, for the country before it is not looked up here
        return replace(amount, stop=k + 2, unit=lexicon.units[money_word], money=True)
    return amount


def _bounds(lexicon: NumberWords, pieces: Sequence[Lexeme], amount: Amount, done: int) -> Amount:
    """Take in the words that bound the number, before it or after."""
    after, tail = _phrase_at(lexicon.bounds_after, pieces, amount.stop)
    if tail is None and _at(pieces, amount.stop) in ("+", "-") and _at(pieces, amount.stop + 1) == "plus":
        after, tail = amount.stop + 2, "low"
    if tail is None and _at(pieces, amount.stop) == "+" and _touches(pieces, amount.stop):
        after, tail = amount.stop + 1, "low"
    if tail is not None:
        amount = replace(_with(amount, tail), stop=after)
    first = amount.first
    while first > done:
        for width in (4, 3, 2, 1):
            if first - width < done:
                continue
            phrase = tuple(_at(pieces, m) for m in range(first - width, first))
            effect = lexicon.bounds.get(phrase)
            if effect is None:
                continue
            if width == 1 and first < amount.number and phrase[0] in POSITIONAL:
                continue  # "clout over at least one": a second bound is no bound
            loose = phrase[0] in POSITIONAL and width == 1 and amount.unit is None
            amount = replace(_with(amount, effect), first=first - width)
            amount = replace(amount, needs_noun=amount.needs_noun or (loose and effect != "about"))
            first -= width
            break
        else:
            break
    return amount


def _with(amount: Amount, effect: Effect) -> Amount:
    if effect == "low":
        return replace(amount, high=None)
    if effect == "high" and amount.high is not None:
        return replace(amount, low=0.0)
    return amount
