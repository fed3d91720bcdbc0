"""What two claims of two reports have in common that not just any two would: without it they are not of one event.

Most pairs of a store are of reports that have nothing to do with each other, and type, day and a plain word are soon
shared. A named party, a town, a rare name in the sentence, the wording, the report's topic or a number tell more.
"""

from __future__ import annotations

from collections.abc import Mapping

from dateline.lexicon import same_event
from dateline.resolve.told import Party, Told
from dateline.resolve.word import plain, rarity

Features = list[tuple[str, float]]

_RARE = 7.0
"""Rarity from which on a name in a sentence tells something by itself."""
_TELLING = 4.5
"""Rarity from which on a thing or site tells something."""
_WORDING = 0.3, 0.6
"""Cosine of two sentences from which on their wording tells something, and from which on it is enough."""
_TOPIC = 0.08, 0.36
"""Cosine of two reports from which on they may be on one story, and from which on they are."""
_MANY = 10
"""A number from which on it is no accident that two tell it."""
_ONE_DEED = frozenset({"site: same", "number: same", "text: copied"})
"""Any of these makes two deeds of a kind that is done every day one although reports of two days tell them."""
_SPEECH = 0.25
"""Cosine of two sentences below which one speaker says two things."""
_APPOINTED = 0.75
"""What one day for which a thing of one mode is foretold says: it was told before that it would be then."""
_MUTUAL = frozenset({"CONSULT", "AGREE", "COOPERATE"})
"""Types whose actors and recipients do the same."""
_LONG = 7
"""Stems from which on the wording of a sentence tells something."""


def across(one: Told, other: Told, found: Mapping[str, float]) -> Features:
    """Return the features of a pair of two reports that tell whether it is identified; ``found`` are those so far."""
    out: Features = [("across", 1.0)]
    actor, recipient = same_party(one.actors, other.actors), same_party(one.recipients, other.recipients)
    swapped = same_party(one.actors, other.recipients) or same_party(one.recipients, other.actors)
    both = bool(one.actors.names & other.actors.names and one.recipients.names & other.recipients.names)
    marks = _share(found.get("about: alike", 0.0), _TOPIC)
    if "about: alike" in found and not marks:
        out.append(("across: other topic", 1.0))
    if min(len(one.words), len(other.words)) >= _LONG:
        marks += _share(found.get("text: alike", 0.0), _WORDING)
    if actor or recipient or swapped:
        marks += 1
        out.append(("across: named party", 1.0))
    if both or (actor and recipient):
        marks += 1
        out.append(("across: both parties", 1.0))
    if "place: same" in found or "place: near" in found:
        marks += 1
    if "number: same" in found:
        marks += 0.5 if any(low >= _MANY for _, low, _ in one.numbers) else 0.25
    marks += 0.5 * min(2, sum(rarity(name) >= _RARE for name in one.names & other.names))
    marks += 0.4 * any(rarity(site) >= _TELLING for site in one.sites & other.sites) + 0.25 * ("day: same" in found)
    if "day: same" in found and "mode: same" in found and (_ahead(one) or _ahead(other)):
        marks += _APPOINTED
        out.append(("across: appointed", 1.0))
    if marks < 1:
        out.append(("across: not identified", 1 - marks))
    out += _others("actor", one.actors, other.actors, swapped)
    out += _others("recipient", one.recipients, other.recipients, swapped)
    if one.type in same_event.load().spoken or one.trigger == other.trigger:
        out += _described_otherwise(one.recipients, other.recipients)
    if one.daily and other.daily and _other_day(one, other) and not _one_deed(one, other, found):
        out.append(("across: daily, another day", 1.0))
    if one.published != other.published and _one_form(one, other):
        out.append(("across: one form, other numbers", 1.0))
    if one.type in same_event.load().spoken and found.get("text: alike", 0.0) < _SPEECH:
        out.append(("across: said otherwise", 1.0))
    return out


def _all_names(told: Told) -> frozenset[str]:
    return told.actors.names | told.recipients.names


def _one_deed(one: Told, other: Told, found: Mapping[str, float]) -> bool:
    """Say whether two of two days share what a war does not bring forth every day: what it struck, or a toll."""
    if not _ONE_DEED.isdisjoint(found) or (
        "number: risen" in found and ("place: same" in found or "place: near" in found)
    ):
        return True
    spots = (*one.spots, *other.spots)
    towns = {spot.key for spot in spots} | {word for spot in spots for word in plain(spot.name).split()}
    return any(towns.isdisjoint(name.split()) for name in one.recipients.names & other.recipients.names)


def _one_form(one: Told, other: Told) -> bool:
    """Say whether two sentences are of one form that is filled in anew each day: several numbers, and no two same."""
    ones, others = ({word for word in told.words if word.isdigit()} for told in (one, other))
    return len(ones) > 1 and len(others) > 1 and not ones & others


def _ahead(told: Told) -> bool:
    """Say whether a claim dates something to a day after its report."""
    return told.first is not None and told.published is not None and told.first > told.published


def _other_day(one: Told, other: Told) -> bool:
    """Say whether two are of two days, as far as is known: one that tells no day is taken for that of its report."""
    if one.back or other.back:
        return False
    days = [told.first if told.first is not None else told.published for told in (one, other)]
    return None not in days and days[0] != days[1] and (one.first is None or other.first is None)


def _share(value: float, scale: tuple[float, float]) -> float:
    """Return how far a value is from the lower end of a scale to its upper, 0 to 1."""
    low, high = scale
    return min(1.0, max(0.0, (value - low) / (high - low)))


def same_party(one: Party, other: Party) -> bool:
    """Say whether two have somebody in common who is named, and not by an office, a nation or a bare surname alone."""
    shared = one.named & other.named
    if not shared:
        return False
    if any(" " in name or "." in name for name in shared):
        return True
    # namesakes: both are also known by longer names, and those differ
    return not all({name for name in party.named if " " in name} for party in (one, other))


def others_within(one: Told, other: Told) -> Features:
    """Return what speaks against two claims of one report: others do it, or it is done to others.

    A deed and the harm that it did may name two sides of it ("hit a market", "killed nine"), so that whom they are done
    to is held against each other only of two deeds, or where one word tells both harms.
    """
    if one.actors.names & other.recipients.names or one.recipients.names & other.actors.names:
        return []
    out: Features = []
    if one.type in _MUTUAL and _all_names(one) and _all_names(other) and not _all_names(one) & _all_names(other):
        out.append(("report: other parties", 1.0))
    for role, a, b in (("actor", one.actors, other.actors), ("recipient", one.recipients, other.recipients)):
        if role == "recipient" and (one.harm or other.harm) and one.trigger != other.trigger:
            continue
        if a.names & b.names or a.heads & b.heads or not (a.names or a.heads) or not (b.names or b.heads):
            continue
        if a.named and b.named:
            out.append((f"report: other {role}, named", 1.0))
        elif a.sectors and b.sectors and not a.sectors & b.sectors:
            out.append((f"report: {role} of another sector", 1.0))
        else:
            out.append((f"report: other {role}", 1.0))
    return out


def _described_otherwise(one: Party, other: Party) -> Features:
    """Return what speaks against a pair of which one is done to bishops, the other to students, and none is named."""
    if one.names or other.names or not one.heads or not other.heads or one.heads & other.heads:
        return []
    return [("across: recipient described otherwise", 1.0)]


def _others(role: str, one: Party, other: Party, swapped: bool) -> Features:
    """Return what speaks against a pair: somebody else does it, or it is done to somebody else."""
    if one.names & other.names:
        return []
    if one.countries and other.countries and not one.countries & other.countries:
        return [(f"across: {role} of another country", 1.0)]
    if one.heads & other.heads or swapped:
        return []
    if one.named and other.named:
        return [(f"across: other {role}", 1.0)]
    if one.heads and other.heads and (one.named or other.named):
        return [(f"across: {role} named and not", 1.0)]
    return []
