"""What the mention room works on before mentions have ids: drafts over token indexes, and names over them."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.lexicon.actors import Entry
from dateline.lexicon.countries import CountryForm
from dateline.records import Actor, MentionKind, Place

ACTORS = frozenset({MentionKind.PERSON, MentionKind.ORGANIZATION, MentionKind.GROUP})
"""The kinds that can act."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A proper name in a sentence, tokens ``first`` through ``last``.

    ``label`` is the model's type or that of the lexicon (PER, ORG, LOC, NORP, EVT, ART). ``country`` and ``entry``
    are what the lexicons know of the whole name; ``inner`` are the countries named inside it.
    """

    first: int
    last: int
    head: int
    label: str
    country: CountryForm | None = None
    entry: Entry | None = None
    inner: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A mention to be: tokens ``first`` through ``last`` of a sentence.

    ``named`` says that it is a name; ``plural`` that it is many; ``link`` is a key shared by drafts that are one
    thing for sure (an apposition, "the group" of the one group in play), None where there is none.
    """

    kind: MentionKind
    sentence: int
    first: int
    last: int
    head: int
    resolved: Actor | Place | None = None
    named: bool = False
    plural: bool = False
    link: str | None = None
