"""Find the numbers that count or measure something, with their bounds, their unit and what they count.

Years, dates and lengths of time are for :mod:`dateline.mention.time`; ages, ordinals, clock times, phone numbers,
numbers of a list and numbers in names ("F-16", "Group of 20", "Article 370") are no quantities. Nor are "a" before
whom or what a sentence speaks of ("a soldier was killed") and "one" before a thing ("one hand"), unless the words weigh
the number ("at least one") or another number stands beside it ("one killed and three hurt"); "one soldier" is a count.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from dateline.codec import digest
from dateline.lexicon import classes, numbers
from dateline.mention.quantity_count import counted
from dateline.mention.quantity_lexeme import Lexeme, cut
from dateline.mention.quantity_phrase import Amount, amounts
from dateline.records import Mention, MentionKind, Quantity, Report, Sentence, Span, Token
from dateline.tree import Tree

__all__ = ["find_quantities"]

_DIGIT = re.compile(r"\d")
_PEOPLE = frozenset(
    "person civilian armed police official prisoner migrant protester worker journalist activist".split()
)
"""Classes of ``classes.toml`` whose nouns are people."""
NAMES = frozenset({"PER", "ORG", "LOC", "ART", "EVT"})
"""Entity types inside which a number is part of the name."""


def find_quantities(
    sentence: Sentence, index: int, report: Report, taken: Sequence[Mention | Span], tree: Tree | None = None
) -> list[Mention]:
    """Return the quantities and sums of money of a sentence as mentions, left to right.

    ``index`` is the sentence's index in the reading, ``tree`` its tree where it is made already. What overlaps one of
    ``taken`` (names and times) is left out. A mention covers the words that bound the number, the number and its unit,
    not the noun that is counted: "at least 12", "80 per cent", "$2bn". ``resolved`` is a :class:`Quantity`:

    - an exact number, and one that is only said to be near ("about 1,500"), has ``low == high``;
    - "at least 12", "more than 400" have ``high`` None; "up to 30", "as many as 30" have ``low`` 0;
    - "dozens" is 24 or more, "scores" 40, "hundreds" 200, "thousands" 2000, "several hundred" 200: ``high`` None;
    - "between 30 and 40", "30-40", "three or four" have both;
    - shares are percent: "half of" is 50, "one in three" 33.33. "100 out of more than 400" is one mention, of the 100;
    - ``unit`` is ``percent``, an ISO 4217 code (kind money) or, where several states share a money's name, that name
      ("rupee"), or a unit of measure (km, kg, ha ...); None for a plain count;
    - ``counted`` is the lemma of the noun that is counted, None where the text names none ("12 were killed").
    """
    text = report.text[sentence.start : sentence.end]
    if not _may_hold(sentence.tokens, text):
        return []
    pieces = cut(text)
    tree = tree or Tree(sentence, index)
    spans = _merged(sorted((m.start, m.end) for m in taken))
    out: list[Mention] = []
    lone: list[Mention] = []
    for amount in amounts(pieces, text):
        start, end = sentence.start + pieces[amount.first].start, sentence.start + pieces[amount.stop - 1].end
        number = sentence.start + pieces[amount.number].start
        if _overlaps(spans, number, end):
            continue
        if _overlaps(spans, start, number):
            start = number  # a bounding word that belongs to what stands before
        inside = _tokens(sentence.tokens, start, end)
        if inside is None or _named(sentence.tokens, inside, amount, pieces, sentence.start):
            continue
        first, last = inside
        head = _head(sentence.tokens, first, last)
        noun = counted(tree, first, last, head, of_only=amount.money)
        doubtful = amount.needs_noun or (amount.after_name and not amount.unit)
        if doubtful and not _counts(tree, first, last, head, amount):
            continue
        mention = Mention(
            id=digest("mention", report.id, _kind(amount).value, start, end),
            kind=_kind(amount),
            text=report.text[start:end],
            start=start,
            end=end,
            sentence=index,
            head=head,
            resolved=Quantity(low=amount.low, high=amount.high, unit=amount.unit, counted=noun),
        )
        (lone if amount.is_one else out).append(mention)
    people = [m for m in lone if _is_person(tree, m)]
    out.extend(people)
    lone = [m for m in lone if m not in people]
    if lone and out:
        # "one killed and three hurt": beside another count, one is a count too
        counts = [
            m
            for m in out
            if m.kind is MentionKind.QUANTITY and isinstance(m.resolved, Quantity) and not m.resolved.unit
        ]
        out.extend(m for m in lone if _beside(tree, m, counts))
    return sorted(out, key=lambda m: m.start)


def _is_person(tree: Tree, one: Mention) -> bool:
    """Say whether "one" counts a person: "one soldier was killed", "a bomb kills one"."""
    noun = tree.tokens[one.head].head
    if noun >= 0 and tree.tokens[noun].upos == "VERB" and tree.is_rel(one.head, "obj", "nsubj:pass"):
        return tree.kid(one.head, "nmod") is None
    return (
        tree.is_rel(one.head, "nummod")
        and noun > one.head
        and not _PEOPLE.isdisjoint(classes.load().by_noun.get(tree.tokens[noun].lemma.lower(), frozenset()))
    )


def _counts(tree: Tree, first: int, last: int, head: int, amount: Amount) -> bool:
    """Say whether a number that may be none is one: it counts a noun, or it is what is acted on ("kill over 100")."""
    if _modifies(tree, first, last):
        return True
    is_object = tree.tokens[head].upos == "NUM" and tree.is_rel(head, "obj", "nsubj:pass")
    return amount.needs_noun and is_object and not 1900 <= amount.low < 2100


def _modifies(tree: Tree, first: int, last: int) -> bool:
    """Say whether a number of the span counts a noun after it."""
    return any(
        tree.tokens[i].head > last and tree.is_rel(i, "nummod") and tree.tokens[i].upos == "NUM"
        for i in range(first, last + 1)
    )


def _may_hold(tokens: Sequence[Token], text: str) -> bool:
    return _DIGIT.search(text) is not None or not numbers.load().triggers.isdisjoint([t.text.lower() for t in tokens])


def _kind(amount: Amount) -> MentionKind:
    return MentionKind.MONEY if amount.money else MentionKind.QUANTITY


def _merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return sorted spans with those that meet made one."""
    out: list[tuple[int, int]] = []
    for start, end in spans:
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def _overlaps(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Say whether one of the spans, sorted and apart, shares a character with ``[start, end)``."""
    at = bisect_right(spans, start, key=lambda span: span[1])
    return at < len(spans) and spans[at][0] < end


def _tokens(tokens: Sequence[Token], start: int, end: int) -> tuple[int, int] | None:
    first = bisect_right(tokens, start, key=lambda t: t.end)
    last = bisect_left(tokens, end, key=lambda t: t.start) - 1
    return (first, last) if first <= last else None


def _head(tokens: Sequence[Token], first: int, last: int) -> int:
    """Return the token of the span whose head is outside; a number or a noun before a bounding word."""
    outer = [i for i in range(first, last + 1) if not first <= tokens[i].head <= last]
    content = [i for i in outer if tokens[i].upos in ("NUM", "NOUN", "SYM", "PROPN")]
    numeric = [i for i in range(first, last + 1) if tokens[i].upos in ("NUM", "SYM")]
    return (content or numeric or outer or [first])[-1 if content else 0]


def _named(
    tokens: Sequence[Token], inside: tuple[int, int], amount: Amount, pieces: Sequence[Lexeme], offset: int
) -> bool:
    """Say whether the number is part of a name: by its entity tag, or hanging on a name before it ("Apollo 11")."""
    start = offset + pieces[amount.number].start
    at = next((i for i in range(inside[0], inside[1] + 1) if tokens[i].end > start), inside[0])
    token = tokens[at]
    if token.entity[2:] in NAMES and (token.entity[0] == "I" or tokens[min(at + 1, len(tokens) - 1)].entity[0] == "I"):
        return True
    head = token.head
    return (
        not amount.unit
        and 0 <= head < at
        and tokens[head].upos == "PROPN"
        and token.deprel in ("nummod", "flat", "compound", "nmod:unmarked", "appos", "dep")
    )


def _beside(tree: Tree, one: Mention, counts: Sequence[Mention]) -> bool:
    """Say whether a count stands in the same chain of clauses or phrases as ``one``."""
    top = _clause(tree, one.head)
    return any(_clause(tree, m.head) == top and abs(m.head - one.head) <= 15 for m in counts)


def _clause(tree: Tree, i: int) -> int:
    """Return the first clause above ``i`` that is not itself coordinated with or hung on another by conj or advcl."""
    for k in (i, *tree.up(i)):
        if tree.tokens[k].upos in ("VERB", "AUX") and not tree.is_rel(k, "conj", "advcl", "acl"):
            return k
    return tree.root if tree.root is not None else -1
