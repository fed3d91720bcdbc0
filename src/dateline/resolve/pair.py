"""Hold two claims against each other: what keeps them apart for good, and the features that speak for and against.

A feature that one of the two does not tell is left out: it speaks neither way.
"""

from __future__ import annotations

from dateline.lexicon import same_event
from dateline.records import Status
from dateline.resolve.identity import Features, across, others_within
from dateline.resolve.span_of_days import Days
from dateline.resolve.told import Party, Spot, Told, is_state
from dateline.resolve.word import rarity
from dateline.sphere import great_circle

_FAR_KM = 60.0
"""Kilometres between two places, their uncertainty apart, from which on they are not one event's."""
_NEAR_KM = 12.0
_WIDE_KM = 20.0
"""Uncertainty of a place from which on much may happen in it within a day: a province, a country."""
_SLACK = 3
"""Days by which what lasts may be dated apart."""
_CASUALTIES = frozenset({"killed", "injured"})
_PEOPLE = frozenset({"detained", "abducted", "released", "displaced"})
_TAKEN = {"abducted": "detained"}
_DONE = frozenset({Status.HAPPENED, Status.ONGOING})
_WANTED = frozenset({Status.DEMANDED, Status.OFFERED, Status.HYPOTHETICAL, Status.POSSIBLE})
_DEEDS = frozenset({"abduct", "sexual"})
"""Modes of force that are deeds of their own, and not means of one."""
_LONG = 7
"""Stems from which on a sentence that is printed twice is a copy."""
SHARED = frozenset({"same", "near", "same, wide", "within"})


def apart(one: Told, other: Told) -> str | None:
    """Return what keeps two claims from speaking of one event whatever else is alike: type, state, day or place."""
    if one.type != other.type and one.type and other.type and not _kindred(one, other):
        return "type"
    if is_state(one) and (one.mode != other.mode or _other_holder(one, other) or _elsewhere(one, other)):
        return "state"
    if _days_apart(one, other) > (_SLACK if one.lasting and other.lasting else 0):
        return "day"
    if _told_before(one, other) or _told_before(other, one):
        return "day"
    if one.spots and other.spots and (_far(one.spots, other.spots) or _told_apart(one, other)):
        return "place"
    return None


def _told_apart(one: Told, other: Told) -> bool:
    """Say whether one report sets two deeds in places that are known to lie beside each other: one knows its way."""
    if one.report != other.report or not one.type or one.type in same_event.load().spoken or one.lasting:
        return False
    return all(spot_kind(a, b) == "away" for a in _finest(one.spots) for b in _finest(other.spots))


def _finest(spots: tuple[Spot, ...]) -> list[Spot]:
    """Return places without those in which another of them lies."""
    return [a for a in spots if not any(b.radius < a.radius and spot_kind(a, b) == "within" for b in spots)]


def _kindred(one: Told, other: Told) -> bool:
    if is_state(one) or is_state(other):
        return False
    return frozenset((one.type, other.type)) in same_event.load().kindred


def _elsewhere(one: Told, other: Told) -> bool:
    """Say whether states of two reports have no place, and no thing at it or party, in common."""
    if one.report == other.report:
        return False
    if one.type == "ALIGNMENT":
        both = [
            told.actors.names | told.actors.heads | told.recipients.names | told.recipients.heads
            for told in (one, other)
        ]
        return not both[0] & both[1]
    return not (one.sites & other.sites or any(spot_kind(a, b) in SHARED for a in one.spots for b in other.spots))


def _other_holder(one: Told, other: Told) -> bool:
    """Say whether two states are of two who are known not to be one: rebels hold it here, the army there."""
    a, b = one.actors, other.actors
    return bool(a.sectors and b.sectors) and not (a.sectors & b.sectors or a.names & b.names or a.heads & b.heads)


def _days_apart(one: Told, other: Told) -> int:
    """Return by how many days two claims are dated apart; 0 where one has no date or a state goes on."""
    a, b = (told.around if one.type and other.type else _days(told) for told in (one, other))
    if a is None or b is None:
        return 0
    if is_state(one) and Status.ONGOING in (one.status, other.status):
        return 0
    return max(0, a[0] - b[1], b[0] - a[1])


def _days(told: Told) -> Days | None:
    """Return the days a claim is dated to, no year: the times of a mention without a type are its sentence's."""
    return None if told.first is None or told.last is None else (told.first, told.last)


def _told_before(one: Told, other: Told) -> bool:
    """Say whether one tells as done, on a day before, what the other dates later."""
    if other.first is None or one.published is None or one.status not in _DONE or one.negative:
        return False
    return one.published + 1 < other.first


def _far(ones: tuple[Spot, ...], others: tuple[Spot, ...]) -> bool:
    """Say whether all places of the one are known to lie away from all of the other's."""
    return all(_is_far(a, b) for a in ones for b in others)


def _is_far(a: Spot, b: Spot) -> bool:
    if a.key == b.key or a.name == b.name:
        return False
    if a.country and b.country and a.country != b.country:
        return True
    gap = distance(a, b)
    return gap is not None and gap > _FAR_KM + a.radius + b.radius


def distance(a: Spot, b: Spot) -> float | None:
    """Return the kilometres between two places; None where one has no point."""
    if a.latitude is None or a.longitude is None or b.latitude is None or b.longitude is None:
        return None
    return great_circle(a.latitude, a.longitude, b.latitude, b.longitude)


def features(one: Told, other: Told) -> Features:
    """Return the features of a pair with their values, mostly 1; their names are keys of ``same_event.toml``."""
    found: Features = [("bias", 1.0)]
    _deed(one, other, found)
    _parties(one, other, found)
    _where(one, other, found)
    _when(one, other, found)
    _counts(one, other, found)
    _text(one, other, found)
    if one.report == other.report:
        _within(one, other, found)
    elif one.type and other.type:
        found += across(one, other, dict(found))
    return found


def _deed(one: Told, other: Told, found: Features) -> None:
    known = same_event.load()
    if one.trigger == other.trigger:
        name = "word: general" if one.general else "word: same harm" if one.harm and one.type else "word: same"
        found.append((name, rarity(one.trigger) / 5))
    elif one.general or other.general:
        found.append(("word: one general", 1.0))
    elif one.trigger[:5] == other.trigger[:5] and len(one.trigger) > 4 and len(other.trigger) > 4:
        found.append(("word: same root", 1.0))
    elif one.deeds & other.deeds:
        found.append(("word: alike", 1.0))
    elif one.type and one.type == other.type and (one.harm or other.harm):
        found.append(("word: harms" if one.harm and other.harm else "word: deed and harm", 1.0))
    elif one.type == other.type and one.mode and one.mode == other.mode and one.type not in known.spoken:
        found.append(("word: other, of one mode", 1.0))
    elif one.deeds and other.deeds:
        found.append(("word: other deed", 1.0))
    else:
        found.append(("word: other", 1.0))
    if one.type and other.type:
        if one.type == other.type:
            found.append(("type: same", 1.0))
            if one.mode and other.mode:
                # means of force are read off one word or another; a release and a truce are two deeds
                means = one.type == "ASSAULT" and not {one.mode, other.mode} & _DEEDS
                another = "mode: other" if means else "mode: another deed"
                found.append(("mode: same" if one.mode == other.mode else another, 1.0))
        else:
            found.append(("type: kindred", 1.0))
    elif one.type or other.type:
        found.append(("type: one unknown", 1.0))
    if one.negative != other.negative:
        found.append(("polarity: other", 1.0))
    if (one.status in _DONE and other.status in _WANTED) or (other.status in _DONE and one.status in _WANTED):
        found.append(("status: done and wanted", 1.0))


def _parties(one: Told, other: Told, found: Features) -> None:
    _party("actor", one.actors, other.actors, found)
    _party("recipient", one.recipients, other.recipients, found)
    if one.actors.names & other.recipients.names or other.actors.names & one.recipients.names:
        found.append(("parties: swapped", 1.0))
    if one.type in same_event.load().spoken and one.actors.names | one.actors.heads:
        if one.actors.names & other.actors.names:
            found.append(("speaker: same", 1.0))
        elif _other_speaker(one.actors, other.actors):
            found.append(("speaker: other", 1.0))
    if one.sites and other.sites:
        found.append(("site: same" if one.sites & other.sites else "site: other", 1.0))


def _other_speaker(one: Party, other: Party) -> bool:
    if one.names & other.names or one.heads & other.heads:
        return False
    if one.sectors and other.sectors:
        return not one.sectors & other.sectors
    return bool(one.names and other.names)


def _party(role: str, one: Party, other: Party, found: Features) -> None:
    if one.names & other.names:
        found.append((f"{role}: same", 1.0))
    elif one.heads & other.heads:
        found.append((f"{role}: alike", max(map(rarity, one.heads & other.heads)) / 10))
    elif one.names and other.names:
        kin = one.sectors & other.sectors or not (one.sectors and other.sectors)
        found.append((f"{role}: other name, sector fits" if kin else f"{role}: other name", 1.0))
    elif one.sectors and other.sectors:
        found.append((f"{role}: sector same" if one.sectors & other.sectors else f"{role}: sector other", 1.0))
    elif (one.names or one.heads) and (other.names or other.heads):
        found.append((f"{role}: other word", 1.0))


def _where(one: Told, other: Told, found: Features) -> None:
    if not one.spots or not other.spots:
        return
    best = ""
    for a in one.spots:
        for b in other.spots:
            kind = spot_kind(a, b)
            if not best or _RANK[kind] < _RANK[best]:
                best = kind
    found.append((f"place: {best}", 1.0))


_RANK = {"same": 0, "near": 1, "same, wide": 2, "within": 3, "other": 4, "away": 5}


def spot_kind(a: Spot, b: Spot) -> str:
    """Return how two places stand to each other: same (wide for a province), near, within, other, away."""
    if a.key == b.key or a.name == b.name:
        return "same, wide" if min(a.radius, b.radius) >= _WIDE_KM else "same"
    if a.country and a.country == b.country and ((a.admin1 is None) != (b.admin1 is None)):
        return "within"
    if b.name == (a.admin1 or "").casefold() or a.name == (b.admin1 or "").casefold():
        return "within"
    gap = distance(a, b)
    if gap is None:
        return "other"
    if gap > _NEAR_KM + a.radius + b.radius:
        return "away"
    return "within" if max(a.radius, b.radius) >= _WIDE_KM else "near"


def _when(one: Told, other: Told, found: Features) -> None:
    if one.first is not None and other.first is not None and one.last is not None and other.last is not None:
        gap = max(0, one.first - other.last, other.first - one.last)
        wide = max(one.last - one.first, other.last - other.first)
        if gap:
            found.append(("day: near", 1.0))
        else:
            found.append(("day: same" if wide == 0 else "day: overlap", 1.0))
    elif one.published is not None and other.published is not None and one.report != other.report:
        # one is undated: news tells of what is fresh
        dated = one if one.first is not None else other
        if dated.first is not None and dated.last is not None:
            bare = other if dated is one else one
            assert bare.published is not None
            gap = max(0, bare.published - dated.last, dated.first - bare.published)
        else:
            gap = abs(one.published - other.published)
        if one.type in same_event.load().spoken:
            found.append(("said: days", min(gap, 14)))
        else:
            found.append(("told: days", min(max(gap - 1, 0), 14)))


def _counts(one: Told, other: Told, found: Features) -> None:
    for role, low, high in one.numbers:
        for role_other, low_other, high_other in other.numbers:
            if _TAKEN.get(role, role) != _TAKEN.get(role_other, role_other):
                continue
            found.append((_number(role, (low, high), (low_other, high_other), one, other), 1.0))
            return
    if one.numbers and other.numbers and _moved(one) != _moved(other):
        found.append(("number: of other things", 1.0))


def _moved(told: Told) -> bool:
    return any(role in _PEOPLE for role, _, _ in told.numbers)


def _number(role: str, a: tuple[float, float | None], b: tuple[float, float | None], one: Told, other: Told) -> str:
    low, high = max(a[0], b[0]), min(a[1] or a[0], b[1] or b[0])
    if a[0] == b[0]:
        return "number: same" if a[0] > 2 else "number: same, small"
    ratio = low / max(min(a[0], b[0]), 1.0)
    if role in _CASUALTIES and one.published is not None and other.published is not None:
        rises = (a[0] - b[0]) * (one.published - other.published) >= 0
        if rises and ratio <= 3:
            return "number: risen"
    if ratio <= 1.25 or high >= low:
        return "number: close"
    return "number: far" if ratio > 1.8 and role in _PEOPLE else "number: other"


def _other_toll(one: Told, other: Told) -> bool:
    lows = {role: low for role, low, _ in one.numbers if role in _CASUALTIES}
    return any(role in lows and lows[role] != low for role, low, _ in other.numbers)


def _text(one: Told, other: Told, found: Features) -> None:
    if not one.weight or not other.weight:
        return
    shared = one.words & other.words
    cosine = sum(rarity(word) ** 2 for word in shared) / (one.weight * other.weight)
    if cosine > 0.95 and one.report != other.report and len(one.words) >= _LONG:
        found.append(("text: copied" if one.trigger == other.trigger else "text: copied, other word", 1.0))
    found.append(("text: alike", cosine))
    if one.type in same_event.load().spoken:
        own = _said(one), _said(other)
        if own[0] and own[1] and not own[0] & own[1]:
            found.append(("said: of other things", 1.0))
    if one.about and other.about and one.report != other.report:
        shared = one.about & other.about
        found.append(
            ("about: alike", sum(rarity(word) ** 2 for word in shared) / (one.about_weight * other.about_weight))
        )
        found.append(("about: known", 1.0))
    if one.names and other.names:
        names = one.names & other.names
        found.append(("names: shared", min(len(names), 4) / 4) if names else ("names: none shared", 1.0))


def _said(told: Told) -> frozenset[str]:
    """Return what the sentence of a speech act is about, beside who speaks to whom."""
    return told.words - told.names - told.actors.heads - told.recipients.heads - {told.trigger}


def _within(one: Told, other: Told, found: Features) -> None:
    """Add what only claims of one report tell: how far apart they stand, and whether one points back."""
    first, then = (one, other) if one.at <= other.at else (other, one)
    if one.evidence == other.evidence:
        found.append(("report: same sentence", 1.0))
        if one.type and one.type == other.type:
            found.append(("sentence: deed and harm" if one.harm or other.harm else "sentence: two deeds", 1.0))
            if then.anew is not None and first.at < then.anew:
                found.append(("report: told as another", 1.0))
    else:
        found.append(("report: same", 1.0))
        if _other_toll(one, other):
            found.append(("report: other toll", 1.0))
        gap = max(0, then.evidence[0] - first.evidence[1])
        found.append(("report: far", min(gap, 3000) / 1000))
        if then.back:
            found.append(("report: points back", 1.0))
        elif then.anew is not None and one.type:
            found.append(("report: told as another", 1.0))
        if one.type and one.status != other.status and (one.status in _DONE) != (other.status in _DONE):
            found.append(("report: done and not", 1.0))
        if one.type and one.type == other.type:
            found += others_within(one, other)
        if one.type and one.type == other.type:
            harm, deed = (one, other) if one.harm else (other, one)
            if one.harm != other.harm and _of_another(harm, deed):
                found.append(("report: harm of another deed", 1.0))
            elif one.harm != other.harm and not (harm.spots or harm.sites or harm.first is not None or harm.summary):
                found.append(("report: harm of a deed", 1.0))
            elif not (one.harm or other.harm or then.back or then.general or one.trigger == other.trigger):
                found.append(("report: another deed", 1.0))


def _of_another(harm: Told, deed: Told) -> bool:
    """Say whether harm is that of another deed: its sentence names one of another class, or others were abducted."""
    if harm.cause and deed.deeds and not deed.general and not harm.cause & deed.deeds:
        return True
    hurt, taken = harm.recipients, deed.recipients
    if deed.mode not in _DEEDS or not hurt.heads or not taken.heads:
        return False
    return not (hurt.heads & taken.heads or hurt.names & taken.names)
