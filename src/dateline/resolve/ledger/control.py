"""Who is said to hold which place, since when and by whose word.

A part is a place. Bodies of one state are one holder, "the army" and "the government"; "rebels" are the one armed group
that other accounts of the place name, where there is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dateline.event import EventParty
from dateline.ledger import ControlRow, ControlState, LedgerKind
from dateline.lexicon import ledgers
from dateline.records import ClaimType, Polarity
from dateline.resolve.ledger.ground import Origins, ground
from dateline.resolve.ledger.party import Party, Side, bare, parties
from dateline.resolve.ledger.told import REAL, Site, Told, span

__all__ = ["as_of", "keys", "rows"]

_PREFIX = "control:"
_OWNER = ("'s ", "’s ", " 's ", " ’s ", " ’ s ")
_HOLDERS = frozenset({Side.STATE, Side.ARMED})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Word:
    """One account of who holds the place: ``at`` is the day it tells of, ``dated`` whether it names one."""

    told: Told
    holder: Party | None
    bloc: str
    mode: str
    at: str
    dated: bool


@dataclass(slots=True, kw_only=True)
class _Spell:
    """A time in which a holder is said to hold the place."""

    bloc: str
    words: list[_Word]
    start: str
    until: str | None = None
    ended_by: list[Told] | None = None


def keys(told: Told) -> tuple[str, ...]:
    """Return the parts that an account belongs to: the place it says is held, gained or left."""
    site = _place(told)
    if site is None:
        return ()
    return (_PREFIX + site.key,)


def _place(told: Told) -> Site | None:
    claim = told.claim
    if claim.type is ClaimType.CONTROL:
        site = told.site
        if site is None or "/" in site.key or not _can_be_held(site):
            return None
        return site
    return told.left if told.real and told.actors else None


def _can_be_held(site: Site) -> bool:
    return site.place.feature not in {"continent", "ocean", "sea"}


def _is_of_a_part(told: Told) -> bool:
    """Say whether what is held is something of the place: "the country's cities"."""
    claim = told.claim
    return any(
        claim.evidence.text[max(place.end - claim.evidence.start, 0) :].startswith(_OWNER) for place in claim.places[:1]
    )


def _is_country(told: Told) -> bool:
    return told.site is not None and told.site.place.feature == "country"


def rows(part: str, told: Sequence[Told], origins: Origins) -> Iterable[ControlRow]:
    """Make the rows of a part."""
    told = [each for each in told if part in keys(each)]
    site = _fullest(told)
    if site is None:
        return
    yield from _shares(part, site, told, origins)
    words = _words([each for each in told if not _is_share(each)])
    disputes = [each for each in told if each.claim.mode == "contest" and each.real and not _is_country(each)]
    denials = [
        each
        for each in told
        if each.claim.type is ClaimType.CONTROL
        and (each.refused or (each.claim.polarity is Polarity.NEGATIVE and each.claim.status in REAL))
    ]
    spells = _spells(words)
    made = [_row(part, site, spell, spells, disputes, denials, origins) for spell in spells]
    ids = {id(spell): row.id for spell, row in zip(spells, made, strict=True)}
    for spell, row in zip(spells, made, strict=True):
        against = tuple(sorted(ids[id(other)] for other in spells if _clash(spell, other)))
        yield replace(row, against=against)
    if disputes and not any(row.state is ControlState.CONTESTED for row in made):
        yield ControlRow(
            **ground(LedgerKind.CONTROL, part, ["contested"], disputes, origins, site=site, days=_times(disputes)),
            holder=None,
            state=ControlState.CONTESTED,
            since=min((each.when[0] for each in disputes if each.when[0]), default=None),
        )


def _fullest(told: Sequence[Told]) -> Site | None:
    sites = [site for each in told if (site := _place(each)) is not None]
    return min(sites, key=lambda site: (-len(site.name), site.name), default=None)


def _is_share(told: Told) -> bool:
    return any(quantity.role == "share" for quantity in told.claim.quantities)


def _times(told: Iterable[Told]) -> list[str | None]:
    return [each.when[0] for each in told]


def _words(told: Sequence[Told]) -> list[_Word]:
    """Read the accounts as words on who holds the place; what names no holder says nothing here."""
    found: list[_Word] = []
    for each in told:
        claim = each.claim
        if not each.real or claim.mode == "contest":
            continue
        if claim.trigger.text.lower() in ledgers.load().presence or _is_of_a_part(each):
            continue
        mode = "lose" if claim.type is ClaimType.RETREAT else claim.mode or "hold"
        holders = [party for party in each.actors if party.side in _HOLDERS and not party.person]
        if len({party.bloc or party.name for party in holders}) != 1:
            continue
        if mode == "gain" and _is_country(each) and holders[0].key is None:
            continue  # "fighters who enter the country" hold nothing
        at = span(each.when[0])[0] if each.when[0] and (mode != "hold" or each.began) else None
        shown = at or each.published or ""
        found.append(
            _Word(told=each, holder=holders[0], bloc=holders[0].bloc or "", mode=mode, at=shown, dated=at is not None)
        )
    armed = {word.bloc for word in found if word.holder and word.holder.side is Side.ARMED and word.bloc}
    states = {word.bloc for word in found if word.bloc.startswith("state:") and word.bloc != "state:"}
    merged = []
    for word in found:
        bloc = word.bloc
        if not bloc and word.holder is not None:
            bloc = next(iter(armed)) if len(armed) == 1 else "armed:"
        if bloc == "state:" and len(states) == 1:
            bloc = next(iter(states))
        merged.append(replace(word, bloc=bloc))
    return sorted(merged, key=lambda word: (word.at, word.mode == "hold", word.told.order))


def _spells(words: Sequence[_Word]) -> list[_Spell]:
    """Join words on one holder to times in which it holds the place; a gain by another ends them."""
    spells: list[_Spell] = []
    # First what names its day, so that a later retelling without one finds the time it speaks of.
    for word in sorted(words, key=lambda word: (not (word.dated and word.mode == "gain"), word.at, word.told.order)):
        own = [spell for spell in spells if spell.bloc == word.bloc]
        if word.mode == "gain" and word.dated:
            home = next((spell for spell in own if _near(spell.start, word.at)), None)
            if home is None:
                later = [spell for spell in own if spell.start < word.at]
                between = [s for s in spells if s.bloc != word.bloc and later and later[-1].start < s.start <= word.at]
                home = later[-1] if later and not between else None
        else:
            before_it = [spell for spell in own if spell.start <= word.at]
            home = max(before_it, key=lambda spell: spell.start, default=None)
            if home is not None and word.mode == "hold" and _taken_since(home, word, spells):
                home = home if not _lost_for_sure(home, spells) else None
        if home is None:
            home = _Spell(bloc=word.bloc, words=[], start=word.at)
            spells.append(home)
        home.words.append(word)
        home.start = min(home.start, word.at) if word.mode != "lose" or len(home.words) == 1 else home.start
    spells.sort(key=lambda spell: (spell.start, spell.bloc))
    for spell in spells:
        _end(spell, spells)
    return spells


def _near(one: str, other: str) -> bool:
    """Say whether two days are one or follow each other: papers differ by a night."""
    try:
        return abs((date.fromisoformat(one) - date.fromisoformat(other)).days) <= 1
    except ValueError:
        return one == other


def _taken_since(spell: _Spell, word: _Word, spells: Sequence[_Spell]) -> bool:
    return any(s.bloc != spell.bloc and spell.start < s.start <= word.at for s in spells)


def _lost_for_sure(spell: _Spell, spells: Sequence[_Spell]) -> bool:
    return any(word.mode == "lose" for word in spell.words) and len(spells) > 1


def _end(spell: _Spell, spells: Sequence[_Spell]) -> None:
    """Set when a time ended: the holder left, or another gained the place and nobody says that the holder holds on."""
    lost = [word for word in spell.words if word.mode == "lose"]
    held = [word for word in spell.words if word.mode != "lose"]
    last_seen = max((word.told.published or word.at for word in held if word.mode == "hold"), default="")
    ends = [(word.at, [word.told]) for word in lost if word.at >= spell.start]
    for other in spells:
        gains = [w for w in other.words if w.mode == "gain" and w.dated]
        if other.bloc != spell.bloc and gains and other.start > spell.start and last_seen <= other.start:
            ends.append((other.start, [w.told for w in gains]))
    if ends:
        spell.until, spell.ended_by = min(ends, key=lambda end: end[0])


def _clash(one: _Spell, other: _Spell) -> bool:
    """Say whether two holders are said to hold the place in the same days."""
    if one is other or one.bloc == other.bloc:
        return False
    if not any(w.mode != "lose" for w in one.words) or not any(w.mode != "lose" for w in other.words):
        return False
    first, second = (one, other) if (one.start, one.bloc) <= (other.start, other.bloc) else (other, one)
    return first.until is None or first.until > second.start


def _row(
    part: str,
    site: Site,
    spell: _Spell,
    spells: Sequence[_Spell],
    disputes: Sequence[Told],
    denials: Sequence[Told],
    origins: Origins,
) -> ControlRow:
    held = [word for word in spell.words if word.mode != "lose"]
    disputed = [d for d in disputes if spell.until is None or (d.day() or "") < spell.until]
    disputed = [d for d in disputed if (d.published or "9") >= spell.start]
    denied = [d for d in denials if _speaks_of(d, spell)]
    holder = _holder(spell)
    if not held:
        state = ControlState.LOST
    elif disputed or any(_clash(spell, other) for other in spells):
        state = ControlState.CONTESTED
    else:
        state = ControlState.HELD
    since = min(
        (w.told.when[0] or "" for w in held if w.dated), key=lambda day: (span(day)[0] or "", day), default=None
    )
    until = spell.until
    told = [word.told for word in spell.words] + disputed
    return ControlRow(
        **ground(
            LedgerKind.CONTROL,
            part,
            [spell.bloc, _first(spell)],
            told,
            origins,
            site=site,
            parties=[holder.name] if holder else [],
            days=[since, until] if since or until else [],
        ),
        holder=holder,
        state=state,
        since=since or None,
        until=until,
        denied_by=tuple(dict.fromkeys(name for d in denied for name in _deniers(d))),
    )


def _first(spell: _Spell) -> str:
    """Return the claim that came in first: a time keeps its id while evidence is added."""
    return min(spell.words, key=lambda word: word.told.order).told.claim.id


def _holder(spell: _Spell) -> EventParty | None:
    found = parties(word.holder for word in spell.words if word.holder is not None)
    if not found:
        return None
    claims = tuple(sorted({claim for party in found for claim in party.claims}))
    best = min(found, key=lambda p: (p.entity is None, p.sector not in {"GOV", "REB"}, -len(p.claims), p.name))
    return replace(best, claims=claims)


def _speaks_of(denial: Told, spell: _Spell) -> bool:
    blocs = {party.bloc for party in denial.actors if party.bloc}
    return (spell.bloc in blocs or not denial.actors) and (denial.published or "9") >= spell.start


def _deniers(denial: Told) -> tuple[str, ...]:
    if denial.parent is not None and denial.refused:
        return tuple(actor.name for actor in denial.parent.actors)
    return denial.said_by


def _shares(part: str, site: Site, told: Sequence[Told], origins: Origins) -> Iterable[ControlRow]:
    """Make a row of each holder and share: others may count otherwise."""
    groups: dict[tuple[str, float, float | None], list[tuple[Told, Party]]] = {}
    for each in told:
        holders = [party for party in each.actors if party.side in _HOLDERS or party.key]
        if not each.real or len(holders) != 1 or each.claim.mode == "lose":
            continue
        for quantity in each.claim.quantities:
            if quantity.role == "share" and quantity.unit == "percent":
                bloc = holders[0].bloc or bare(holders[0].name)
                groups.setdefault((bloc, quantity.low, quantity.high), []).append((each, holders[0]))
    for (bloc, low, high), found in sorted(groups.items(), key=lambda item: (item[0][0], item[0][1])):
        held = [each for each, _ in found]
        holder = parties(party for _, party in found)[0]
        since = min((each.when[0] for each in held if each.began and each.when[0]), default=None)
        yield ControlRow(
            **ground(
                LedgerKind.CONTROL,
                part,
                ["share", bloc, f"{low:g}", None if high is None else f"{high:g}"],
                held,
                origins,
                site=site,
                parties=[holder.name],
                days=[since],
            ),
            holder=holder,
            state=ControlState.SHARE,
            since=since,
            low=low,
            high=high,
        )


def as_of(rows: Iterable[ControlRow], day: str) -> tuple[ControlRow, ...]:
    """Return the rows that hold on a day (YYYY-MM-DD): begun by then, or first told by then, and not over."""
    out = []
    for row in rows:
        start = span(row.since)[0] or row.first_day or ""
        over = row.until is not None and (span(row.until)[0] or "") <= day
        if start <= day and not over and row.state is not ControlState.LOST:
            out.append(row)
    return tuple(out)
