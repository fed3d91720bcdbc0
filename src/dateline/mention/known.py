"""Countries, peoples, capitals and registered actors, found by their forms in the tokens of a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dateline.lexicon import actors, countries
from dateline.lexicon.actors import ActorForm, Entry, Registry
from dateline.lexicon.countries import CountryForm, Use
from dateline.lexicon.form import Found, Index, words
from dateline.mention import acronym
from dateline.records import Sentence, Token

SHOUTING = 0.8
"""Share of capitals among the letters from which a sentence counts as written in capitals."""

_PROPER = frozenset({"PROPN", "ADJ"})
_STEM = 5
_NO_NAME = frozenset({"", "NORP"})
_CASE_LETTERS = 3  # a shorter word of a form ("of", "al", "in") need not have its capital


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Tokens ``first`` through ``last`` spell a form; ``countries`` and ``entries`` are all that claim it."""

    first: int
    last: int
    countries: tuple[CountryForm, ...] = ()
    entries: tuple[ActorForm, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What the whole report names beyond doubt: it decides forms that alone say too little."""

    date: str | None
    countries: frozenset[str]
    entries: frozenset[str]
    acronyms: Mapping[str, Entry | None] = field(default_factory=dict, hash=False)
    """What the report says that an acronym stands for; None: something that is in no registry."""


def is_shouting(sentence: Sentence) -> bool:
    """Say whether a sentence is in capitals; one of a few letters never is."""
    text = "".join([token.text for token in sentence.tokens])
    letters = sum(map(str.isalpha, text))
    return letters > 6 and sum(map(str.isupper, filter(str.isalpha, text))) > SHOUTING * letters


def scan(sentence: Sentence, registry: Registry | None = None) -> list[Hit]:
    """Return the longest forms in a sentence, left to right, none over another; None is the registry shipped."""
    tokens = sentence.tokens
    heard: list[str] = []
    owner: list[int] = []
    for i, token in enumerate(tokens):
        spelt = words(token.text)
        heard += spelt
        owner += [i] * len(spelt)
    country_index, actor_index = countries.load().index, (registry or actors.load()).index
    if country_index.opens.isdisjoint(heard) and actor_index.opens.isdisjoint(heard):
        return []
    shouting = is_shouting(sentence)
    hits: list[Hit] = []
    at = 0
    while at < len(heard):
        hit = None
        opens = heard[at] in country_index.opens or heard[at] in actor_index.opens
        if opens and not (at and owner[at - 1] == owner[at]):
            spans: dict[int, Hit] = {}
            for country in country_index.at(heard, at):
                span = tokens[owner[at] : owner[country.end - 1] + 1]
                if fits := tuple(form for form in country.values if _fits(form.form, form.exact, span, shouting)):
                    spans[country.end] = Hit(first=owner[at], last=owner[country.end - 1], countries=fits)
            for actor in actor_index.at(heard, at):
                span = tokens[owner[at] : owner[actor.end - 1] + 1]
                if known := tuple(form for form in actor.values if _fits(form.form, form.exact, span, shouting)):
                    also = spans[actor.end].countries if actor.end in spans else ()
                    spans[actor.end] = Hit(first=owner[at], last=owner[actor.end - 1], countries=also, entries=known)
            ends = [end for end in spans if end == len(owner) or owner[end] != owner[end - 1]]
            ends = [end for end in ends if not _is_parted(tokens[owner[at] : owner[end - 1] + 1])]
            if heard[at] == "the" and any(later.end > max(ends, default=0) for later in _after(actor_index, heard, at)):
                ends = []  # "the Guardian Council" is no newspaper
            if ends:
                hit = spans[max(ends)]
                at = max(ends)
        if hit is None:
            at += 1
        else:
            hits.append(hit)
    return hits


def _is_parted(span: Sequence[Token]) -> bool:
    """Say whether a bracket closes inside a span that does not open there: "Union (EU) Council"."""
    texts = [token.text for token in span]
    return ")" in texts and "(" not in texts


def _after(index: Index[ActorForm], heard: Sequence[str], at: int) -> list[Found[ActorForm]]:
    return index.at(heard, at + 1) if at + 1 < len(heard) else []


def _fits(form: str, exact: bool, span: Sequence[Token], shouting: bool) -> bool:
    """Say whether tokens may be read as a form that they spell, going by capitals and tags."""
    text = "".join(token.text for token in span)
    if exact:
        if shouting:  # "WHO", "US" and "MIT" may be words there
            return all(token.upos == "PROPN" and token.entity != "O" for token in span)
        return text.replace(".", "") == form.replace(".", "")
    if shouting:
        return all(token.upos in _PROPER or token.entity != "O" or len(span) > 1 for token in span)
    if all(token.upos == "PROPN" for token in span) or any(token.entity[2:] not in _NO_NAME for token in span):
        return True  # but "the new Syrian army" is not the New Syrian Army
    # Lower case counts only where the form itself has it: "al-Qaeda", "Islamic State group".
    wanted = [word for word in form.replace("-", " ").split() if len(word) >= _CASE_LETTERS and word[0].isupper()]
    capitals = sum(token.text[:1].isupper() for token in span)
    return capitals >= max(len(wanted), 1)


def context_of(hits: Iterable[Hit], date: str | None) -> Context:
    """Gather what a report's hits name beyond doubt."""
    named: set[str] = set()
    entries: set[str] = set()
    for hit in hits:
        named.update(form.iso3 for form in hit.countries if not form.ambiguous)
        if len({form.entry.id for form in hit.entries}) == 1 and not (hit.entries[0].ambiguous or hit.entries[0].weak):
            entries.add(hit.entries[0].entry.id)
    return Context(date=date, countries=frozenset(named), entries=frozenset(entries))


def introduced(sentences: Iterable[tuple[Sentence, Sequence[Hit]]]) -> dict[str, Entry | None]:
    """Return what acronyms in brackets stand for: "Armed Forces of the Philippines (AFP)" is no news agency."""
    found: dict[str, Entry | None] = {}
    for sentence, hits in sentences:
        for i, short in acronym.within(sentence.tokens):
            first = acronym.begin(sentence.tokens, i - 1, short)
            if first is None:
                continue
            before = [hit for hit in hits if hit.last == i - 1 and hit.first <= first and hit.entries]
            ids = {form.entry.id: form.entry for hit in before for form in hit.entries if not form.weak}
            own = [form.entry for hit in hits if hit.first == i + 1 for form in hit.entries]
            spelt = "".join(f"{token.text} " for token in sentence.tokens[first:i])
            if len(ids) == 1 or not any(_is_akin(spelt, entry) for entry in own):
                found.setdefault(short, next(iter(ids.values())) if len(ids) == 1 else None)
    return found


def _is_akin(spelt: str, entry: Entry) -> bool:
    """Say whether a name is another way to write one of an entry's: half of its longer words begin alike."""
    stems = _stems(spelt)
    return any(2 * len(stems & _stems(form)) >= len(stems) for form in (entry.name, *entry.forms))


def _stems(text: str) -> set[str]:
    return {word[:_STEM] for word in words(text) if len(word) > _CASE_LETTERS}


def country_of(hit: Hit, context: Context) -> CountryForm | None:
    """Return the country form that a hit is, or None where the report does not tell."""
    safe = [form for form in hit.countries if not form.ambiguous or form.iso3 in context.countries]
    if len({form.iso3 for form in safe}) != 1:
        return None
    order = list(Use)
    return min(safe, key=lambda form: order.index(form.use))


def entry_of(hit: Hit, context: Context) -> Entry | None:
    """Return the registry entry that a hit is, or None where the report does not tell."""
    for form in hit.entries:
        if form.exact and (short := form.form.replace(".", "")) in context.acronyms:
            return context.acronyms[short]
    safe = {form.entry.id: form.entry for form in hit.entries if _is_supported(form, context)}
    if len(safe) > 1:
        safe = {entry.id: entry for entry in safe.values() if entry.lives_on(context.date)}
    return next(iter(safe.values())) if len(safe) == 1 else None


def _is_supported(form: ActorForm, context: Context) -> bool:
    """Say whether a form tells its entry here, by itself or by what else the report names."""
    if form.entry.id in context.entries or not (form.ambiguous or form.weak):
        return True
    return not form.weak and not context.countries.isdisjoint(form.entry.near)
