"""Which claims are compared at all: those that share a key. A key is a function of the one claim alone."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from dateline.lexicon import same_event
from dateline.resolve.told import Told
from dateline.resolve.word import plain, rarity

_SPAN = 4
"""Days in a bucket of time."""
_RARE = 5.0
"""Rarity from which on a word is a key of its own."""
_MOST = 8


def block_keys(told: Told) -> tuple[str, ...]:
    """Return the keys of a claim, at most eight: its report; what, where and when; what, who and when; rare words.

    Keys of time are of a bucket of four days and the one that is nearer. An undated claim has the day of its report and
    the bucket before, as news tells of what is fresh. One that is dated to weeks or a month has their buckets. A truce,
    curfew or strike of a day has a key of that day alone, for such are few.
    """
    kind = _family(told)
    keys = [f"r|{kind}|{told.report}"]
    when = _buckets(told)
    if len(when) > 2:  # a month, say: it meets what happened on any of its days, at its first place
        first = plain(told.spots[0].name) if told.spots else "".join(told.topic[:1])
        return (keys[0], *(f"p|{kind}|{first}|{t}" for t in when[: _MOST - 1] if first))
    if told.mode in same_event.load().lasting_modes and told.first is not None and told.first == told.last:
        keys.append(f"d|{told.mode}|{told.first}")
    names = [plain(spot.name) for spot in told.spots[:2]] or list(told.topic)
    keys += [f"p|{kind}|{name}|{t}" for name in names for t in when]
    if told.spots and told.spots[0].admin1:
        keys.append(f"a|{kind}|{told.spots[0].country}|{told.spots[0].admin1}|{when[0]}")
    words = sorted((told.recipients.heads | told.sites) or told.actors.heads, key=lambda w: (-rarity(w), w))
    keys += [f"w|{kind}|{word}|{t}" for word in words[:1] for t in when if rarity(word) > 0]
    keys += [f"w|{kind}|{word}|{when[0]}" for word in words[1:2] if rarity(word) > 0]
    parties = sorted(told.actors.names | told.recipients.names, key=lambda name: (-len(name), name))
    keys += [f"n|{kind}|{name}|{t}" for name in parties[:1] for t in when]
    if (len(keys) < 4 and not told.spots) or when == ("",):
        rare = sorted((w for w in told.words if rarity(w) >= _RARE), key=lambda w: (-rarity(w), w))
        keys += [f"e|{kind}|{word}|{when[0]}" for word in rare[:3]]
        topic = sorted(told.about or (), key=lambda w: (-rarity(w), w))
        keys += [f"e|{kind}|{word}|{when[0]}" for word in topic[:6]]
    return tuple(dict.fromkeys(keys))[:_MOST]


def _family(told: Told) -> str:
    """Return what stands for all types that may be one event with a claim's."""
    return _families().get(told.type, told.type)


@cache
def _families() -> Mapping[str, str]:
    """Return a name for each set of types that hang together by kinship: the first of them."""
    found: dict[str, str] = {}
    for pair in sorted(map(sorted, same_event.load().kindred)):
        olds = {found.get(name, name) for name in pair}
        for name in [*pair, *(name for name, family in list(found.items()) if family in olds)]:
            found[name] = min(olds)
    return found


def _buckets(told: Told) -> tuple[str, ...]:
    if told.first is not None and told.last is not None:
        if told.last - told.first > 2 * _SPAN:
            return tuple(str(bucket) for bucket in range(told.first // _SPAN, told.last // _SPAN + 1))
        middle = (told.first + told.last) // 2
    elif told.published is not None:
        return str(told.published // _SPAN), str(told.published // _SPAN - 1)
    else:
        return ("",)
    near = -1 if middle % _SPAN < _SPAN // 2 else 1
    return str(middle // _SPAN), str(middle // _SPAN + near)
