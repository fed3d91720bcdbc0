"""Actors: persons, organizations and groups by name, and people, bodies and crowds by what they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from dateline.lexicon import roles
from dateline.lexicon.roles import Word
from dateline.mention import office
from dateline.mention.draft import Draft, Name
from dateline.mention.metonymy import metonym
from dateline.mention.nominal import Known, Phrases
from dateline.records import Actor, MentionKind, Place
from dateline.tree import Tree

_KINDS = {kind.value: kind for kind in MentionKind}
_ARTICLES = frozenset({"a", "an", "the"})
_HOLLOW = frozenset({"role.body", "role.group", "role.mil.unit", "role.med.organization", "role.igo"})
_BARE = frozenset({"police", "parliament", "congress", "government"})
_JOINTS = frozenset({"-", "'s", "’s"})
_TITLE_WORDS = frozenset({"NOUN", "PROPN", "ADJ"})


def named(phrases: Phrases, text: str) -> list[Draft]:
    """Return drafts for the names that are no places: persons, organizations, peoples, events, products."""
    out: list[Draft] = []
    for name in phrases.names:
        draft = Draft(
            kind=MentionKind.PRODUCT,
            sentence=phrases.tree.index,
            first=name.first,
            last=name.last,
            head=name.head,
            named=True,
        )
        form = phrases.tree.span(name.first, name.last, text).text
        if name.entry is not None and name.entry.kind != "person":
            entry = name.entry
            actor = Actor(
                name=entry.name if entry.name.casefold() == form.casefold() else form,
                entity=entry.id,
                country=entry.country,
                sector=entry.sector_on(phrases.date),
                resolved_by="registry",
                listed=entry.listed,
            )
            out.append(replace(draft, kind=_KINDS[entry.kind], resolved=actor))
        elif name.label == "LOC":
            if (state := metonym(phrases.tree, name)) is not None:
                out.append(state)
            elif _is_people_of(phrases, name):
                assert name.country is not None
                actor = Actor(name=form, country=name.country.iso3, resolved_by="country")
                out.append(replace(draft, kind=MentionKind.NATIONALITY, resolved=actor))
        elif name.label == "PER":
            out.append(_registered(name, _person(phrases, name, draft, form, text), phrases.date))
        elif name.label == "ORG":
            country, sector = phrases.organization(name)
            actor = Actor(name=form, country=country, sector=sector, resolved_by="name" if sector else None)
            if country is not None and (organ := office.of_name(phrases, name, country)) is not None:
                actor = replace(actor, entity=organ.entity(country), sector=organ.sector, resolved_by="office")
            out.append(replace(draft, kind=MentionKind.ORGANIZATION, resolved=actor))
        elif name.label == "NORP":
            out.append(replace(draft, kind=MentionKind.NATIONALITY, resolved=_people(phrases.tree, name, form)))
        elif name.label == "EVT":
            out.append(replace(draft, kind=MentionKind.EVENT))
        else:
            ending = roles.load().things.ending(phrases.lemmas(name.first, name.last))
            weapon = ending is not None and ending[1].kind == "weapon"
            out.append(replace(draft, kind=MentionKind.WEAPON if weapon else MentionKind.PRODUCT))
    return out


def _is_people_of(phrases: Phrases, name: Name) -> bool:
    """Say whether a country's name modifies an actor: "Pakistan officials", "US troops"."""
    tree = phrases.tree
    head = tree.tokens[name.head].head
    if not is_state(name) or head < 0 or not tree.is_rel(name.head, "compound", "amod", "nmod:unmarked", "nmod:desc"):
        return False
    if head in phrases.at:
        return phrases.at[head].label == "ORG"
    return phrases.is_nominal(head) and phrases.word(head) is not None


def is_state(name: Name) -> bool:
    """Say whether a name is a country's own, not its capital's or a part's."""
    return name.country is not None and name.country.use.value == "name"


def _people(tree: Tree, name: Name, form: str) -> Actor:
    if name.country is not None:
        return Actor(name=form, country=name.country.iso3, resolved_by="country")
    known = roles.load().affiliations
    word = known.get(tree.tokens[name.last].lemma) or known.get(form) or known.get(form.rstrip("s"))
    return Actor(name=form, sector=word.sector if word else None, resolved_by="affiliation" if word else None)


def _registered(name: Name, draft: Draft, date: str | None) -> Draft:
    """Return a person with what the registry knows, where it knows the person; what the text says goes first."""
    if name.entry is None or not isinstance(draft.resolved, Actor):
        return draft
    actor = replace(
        draft.resolved,
        entity=name.entry.id,
        country=draft.resolved.country or name.entry.country,
        sector=draft.resolved.sector or name.entry.sector_on(date),
        resolved_by="registry",
        listed=name.entry.listed,
    )
    return replace(draft, resolved=actor)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Office:
    text: str
    known: Known
    by: str


def _person(phrases: Phrases, name: Name, draft: Draft, form: str, text: str) -> Draft:
    """Return a person with the office that stands before the name or in apposition to it."""
    tree = phrases.tree
    run = title_run(phrases, name)
    if run is not None and not name.first <= tree.tokens[name.head].head <= name.last:
        above = tree.tokens[name.head].head
        if run[0] <= above <= run[1] and tree.is_rel(name.head, "flat", "compound", "appos", "nmod"):
            draft = replace(draft, head=above)  # "President" may be the head of "President Ghani"
    held = _title(phrases, run, text) or _apposition(phrases, name, text)
    if held is None:
        return replace(draft, kind=MentionKind.PERSON, resolved=Actor(name=form))
    known = held.known
    actor = Actor(name=form, country=known.country, sector=known.sector, role=held.text, resolved_by=held.by)
    return replace(draft, kind=MentionKind.PERSON, resolved=actor)


def title_run(phrases: Phrases, name: Name) -> tuple[int, int] | None:
    """Return the words right before a person's name that say an office: "Afghan President", "factory worker"."""
    tokens = phrases.tree.tokens
    last = name.first - 1
    if last < 0 or tokens[last].upos not in ("NOUN", "PROPN") or last in phrases.at:
        return None
    below = {*phrases.tree.under(last), *phrases.tree.under(name.head)}
    first = last
    if last >= 2 and tokens[last - 1].text.lower() == "of" and roles.load().roles.get(_said(phrases, last - 2, last)):
        first = last - 2  # "Secretary of State"
        below |= {*phrases.tree.under(first)}
    while first - 1 in below and (tokens[first - 1].upos in _TITLE_WORDS or tokens[first - 1].text in _JOINTS):
        first -= 1
    while first < last and tokens[first].text in _JOINTS:
        first += 1
    ending = roles.load().roles.ending(phrases.lemmas(first, last))
    if ending is None or ending[1].kind != "person":
        return None
    return first, last


def _said(phrases: Phrases, first: int, last: int) -> str:
    return " ".join(token.lemma.lower() for token in phrases.tree.tokens[first : last + 1])


def _title(phrases: Phrases, run: tuple[int, int] | None, text: str) -> _Office | None:
    if run is None:
        return None
    known = office.presiding_in_run(phrases, *run, phrases.in_run(*run))
    return _Office(text=phrases.tree.span(*run, text).text, known=known, by="title")


def _apposition(phrases: Phrases, name: Name, text: str) -> _Office | None:
    """Return the description of "NAME, a trader in X" or "the spokesman, NAME"."""
    tree = phrases.tree
    heads = [kid for kid in tree.kids(name.head, "appos") if phrases.is_nominal(kid)]
    above = _described(phrases, name)
    if above is not None:
        heads.append(above)
    for head in heads:
        known = office.presiding(phrases, head, phrases.known(head))
        if (known.word is not None and known.word.kind != "person") or tree.tokens[head].xpos in ("NNS", "NNPS"):
            continue
        among = tree.under(head, skip=frozenset({"appos", "acl", "acl:relcl", "parataxis", "conj", "cc"}))
        first, last = tree.run(head, [i for i in among if not name.first <= i <= name.last])
        while first < last and (tree.tokens[first].text.lower() in _ARTICLES or tree.tokens[first].upos == "PUNCT"):
            first += 1
        while last > first and tree.tokens[last].upos == "PUNCT":
            last -= 1
        last = max(last, phrases.at[last].last) if last in phrases.at else last
        return _Office(text=tree.span(first, last, text).text, known=known, by="apposition")
    return None


def appositions(phrases: Phrases) -> dict[int, int]:
    """Return the heads of nominals that are one with a person's name, each with the head of the name's draft."""
    tree = phrases.tree
    out: dict[int, int] = {}
    for name in phrases.names:
        if name.label != "PER":
            continue
        for kid in tree.kids(name.head, "appos"):
            if phrases.is_nominal(kid):
                out[kid] = name.first
        above = _described(phrases, name)
        if above is not None:
            out[above] = name.first
    return out


def _described(phrases: Phrases, name: Name) -> int | None:
    """Return the noun that a person's name is in apposition to; one to "the mayor of Dorgan" is not to Dorgan."""
    tree = phrases.tree
    above = tree.tokens[name.head].head
    if above < 0 or not tree.is_rel(name.head, "appos"):
        return None
    if above in phrases.at and phrases.at[above].label == "LOC" and tree.is_rel(above, "nmod"):
        above = tree.tokens[above].head
    return above if phrases.is_nominal(above) else None


def nominals(phrases: Phrases, text: str, taken: Iterable[int]) -> list[Draft]:
    """Return drafts for common nouns that stand for actors, weapons and facilities; ``taken`` tokens are no heads."""
    skip = set(taken)
    for name in phrases.names:
        if name.label == "PER" and (run := title_run(phrases, name)) is not None:
            skip.update(range(run[0], run[1] + 1))
    joined = appositions(phrases)
    out: list[Draft] = []
    for i in range(len(phrases.tree)):
        if i in skip or not phrases.is_nominal(i):
            continue
        draft = _thing(phrases, i, text) or _actor(phrases, i, text)
        if draft is None:
            continue
        if i in joined and draft.kind is MentionKind.PERSON:
            draft = replace(draft, link=f"apposition {phrases.tree.index} {joined[i]}")
        out.append(draft)
    return out


def _thing(phrases: Phrases, head: int, text: str) -> Draft | None:
    first, last = phrases.front(head)
    lemmas = phrases.lemmas(first, last)
    ending = roles.load().things.ending(lemmas)
    if ending is None or phrases.tree.is_rel(head, "compound"):
        return None
    role = roles.load().roles.ending(lemmas)
    if role is not None and role[0] > ending[0]:
        return None
    draft = Draft(kind=MentionKind.WEAPON, sentence=phrases.tree.index, first=first, last=last, head=head)
    if ending[1].kind == "weapon":
        return draft
    feature = " ".join(lemmas[-ending[0] :])
    place = Place(name=bare(phrases.tree, first, last, text), country=phrases.known(head).country, feature=feature)
    return replace(draft, kind=MentionKind.FACILITY, resolved=place)


def _actor(phrases: Phrases, head: int, text: str) -> Draft | None:
    known = office.presiding(phrases, head, phrases.known(head))
    if known.word is None or _is_idle(phrases, head, known.word, known):
        return None
    first, last = _counted(phrases, head)
    tree = phrases.tree
    plural = phrases.is_many(head, known.word)
    kind = _KINDS[known.word.kind or "group"]
    if kind is MentionKind.PERSON and plural:
        kind = MentionKind.GROUP
    actor = Actor(
        name=bare(tree, phrases.front(head)[0], last, text),
        entity=known.entity,
        country=known.country,
        sector=known.sector,
        resolved_by=known.resolved_by or ("country" if known.country else None),
        listed=known.listed,
    )
    if known.country is not None and (organ := office.of_nominal(phrases, head, known)) is not None:
        actor = replace(actor, entity=organ.entity(known.country), sector=organ.sector, resolved_by="office")
    return Draft(
        kind=kind,
        sentence=tree.index,
        first=first,
        last=last,
        head=head,
        resolved=actor,
        plural=plural,
    )


def _is_idle(phrases: Phrases, head: int, word: Word, known: Known) -> bool:
    """Say whether a noun is used in a way that names no actor: "by force", "in court", "on the other side"."""
    tree = phrases.tree
    lemma = tree.tokens[head].lemma.lower()
    first, _ = phrases.front(head)
    if tree.tokens[first].lemma.lower() == "no":
        return True
    told = known.country is not None or known.sector is not None
    if lemma in roles.load().vague and not told and not _speaks(tree, head):
        return True
    if lemma == "source" and any(tree.case(kid) == "of" for kid in tree.kids(head, "nmod")):
        return True  # "a source of revenue"
    if tree.is_rel(head, "compound", "amod") and not _owns(phrases, head, word, known):
        return True  # a part of another noun's phrase: "police station", "rebel commander"
    single = first == head and tree.tokens[head].xpos in ("NN", "NNP") and tree.kid(head, "nmod", "acl") is None
    if single and word.kind != "person" and lemma not in _BARE:
        return True
    if word.id in _HOLLOW:
        anaphor = roles.load().anaphor_group
        return not told and lemma not in anaphor
    return False


def _owns(phrases: Phrases, head: int, word: Word, known: Known) -> bool:
    """Say whether a body with its country stands before what it uses or does: "*Arland army* shells"."""
    above = phrases.tree.tokens[head].head
    body = word.kind == "organization" and known.country is not None
    return body and above > head and above not in phrases.at and phrases.word(above) is None


def _speaks(tree: Tree, head: int) -> bool:
    """Say whether a noun is the subject of a verb of speech or decision."""
    above = tree.tokens[head].head
    return above >= 0 and tree.is_rel(head, "nsubj") and tree.tokens[above].lemma.lower() in roles.load().speech


def _counted(phrases: Phrases, head: int) -> tuple[int, int]:
    """Return the phrase with the number noun that it hangs from: "hundreds of people"."""
    tree = phrases.tree
    first, last = phrases.front(head)
    above = tree.tokens[head].head
    if 0 <= above < head and tree.is_rel(head, "nmod") and tree.case(head) == "of":
        token = tree.tokens[above]
        if token.lemma.lower() in roles.load().quantifiers or token.upos == "NUM":
            start, _ = phrases.front(above)
            if all(tree.tokens[i].upos in ("ADP", "DET", "ADJ") for i in range(above + 1, first)):
                return start, last
    return first, last


def bare(tree: Tree, first: int, last: int, text: str) -> str:
    """Return the words of a phrase without its article."""
    while first < last and tree.tokens[first].text.lower() in _ARTICLES:
        first += 1
    return tree.span(first, last, text).text
