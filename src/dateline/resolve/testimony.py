"""What an account says of its event: that it happened, that it will, that it did not; and on whose word.

A witness is an origin that tells it in its own voice, or somebody whom it quotes. Two origins that quote one ministry
are one witness.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from dateline.event import Account
from dateline.lexicon import event_words
from dateline.lexicon.form import words
from dateline.records import Claim, Polarity, Speaker, Status
from dateline.resolve.span_of_days import days

__all__ = ["PRESENT", "Bearing", "Testimony", "best", "corroborated", "hear", "tiers"]

PRESENT = frozenset({Status.HAPPENED, Status.ONGOING})
"""Statuses of what is told as a fact."""
_BEFOREHAND = frozenset(
    {Status.PLANNED, Status.DEMANDED, Status.OFFERED, Status.PROMISED, Status.THREATENED, Status.ORDERED}
) | {Status.PREDICTED}


class Bearing(StrEnum):
    """What an account says of whether it happened."""

    HAPPENED = "happened"
    FORETOLD = "foretold"
    """Planned, demanded, offered, promised, threatened, ordered or predicted."""
    POSSIBLE = "possible"
    """Possible, hypothetical or feared."""
    NOT = "not"
    NOT_TO = "not-to"
    """It is not planned, not promised ...: refused."""
    DENIED = "denied"
    """It is told only as what somebody denies: the denial is no support."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Testimony:
    """An account, what it says of its event, the origins it comes from, and its voice: who is the witness."""

    account: Account
    bearing: Bearing
    origins: tuple[str, ...]
    voices: tuple[str, ...]

    @property
    def claim(self) -> Claim:
        """The claim of the account."""
        return self.account.claim

    @property
    def published(self) -> str:
        """When its report was published; after all days where that is not known."""
        return self.account.published or "9"


def hear(
    accounts: Iterable[Account], origins: Mapping[str, Sequence[str]], answers: Sequence[Account] = ()
) -> tuple[Testimony, ...]:
    """Return what accounts say, in the order in which they came in.

    A report that is mixed of several origins speaks for those that others here have too, else for one.
    """
    unique = {account.claim.id: account for account in accounts}
    ordered = sorted(unique.values(), key=lambda account: (account.order, account.claim.id))
    reports = {account.report for account in ordered}
    every = reports | {account.report for account in answers}
    here = Counter(origin for report in reports for origin in set(origins.get(report, ())) or {report})
    of = {report: _origins(report, origins, here, 1 + (report in reports)) for report in every}
    outlets: dict[str, str] = {}
    for account in ordered:
        if account.outlet:
            outlets.setdefault(" ".join(words(account.outlet)), of[account.report][0])
    heard = _heard(ordered, of)
    denials = {a.claim.id: frozenset(a.claim.denies) for a in (*answers, *ordered) if a.claim.denies}
    out = []
    for account in ordered:
        mine = _whose(account, of[account.report], heard)
        voices = _voices(account.claim, mine, outlets)
        bearing = _bearing(account.claim, denials)
        if bearing is Bearing.HAPPENED and _lies_ahead(account):
            bearing = Bearing.FORETOLD
        out.append(Testimony(account=account, bearing=bearing, origins=mine, voices=voices))
    return tuple(out)


def tiers(told: Sequence[Testimony]) -> Iterable[tuple[Testimony, ...]]:
    """Yield those that say most of how it was, then those to turn to for what they leave open.

    For what happened these are those that foretold it, and what is told only to be denied. Of what is possible, or said
    not to be so, the times and places are those of a supposition: they count only where there is nothing else.
    """
    first = best(told)
    yield first
    for bearing in (Bearing.FORETOLD, Bearing.DENIED):
        if first and first[0].bearing is Bearing.HAPPENED and (found := _of(told, bearing)):
            yield found


def best(told: Sequence[Testimony]) -> tuple[Testimony, ...]:
    """Return those that say most of how it was: that it happened, else that it will, else that it may, else all."""
    for bearing in (Bearing.HAPPENED, Bearing.FORETOLD, Bearing.POSSIBLE):
        if found := _of(told, bearing):
            return found
    return tuple(told)


def _of(told: Iterable[Testimony], bearing: Bearing) -> tuple[Testimony, ...]:
    return tuple(t for t in told if t.bearing is bearing)


def corroborated(told: Iterable[Testimony]) -> bool:
    """Say whether two witnesses or more tell of it: two origins that do not both hang on one voice.

    By König's theorem there are two pairs of an origin and a voice that have nothing in common, unless one origin or
    one voice is in all pairs.
    """
    pairs = {(origin, voice) for t in told for origin in t.origins for voice in t.voices}
    if not pairs:
        return False
    origins = Counter(origin for origin, _ in pairs)
    voices = Counter(voice for _, voice in pairs)
    return max(origins.values()) < len(pairs) and max(voices.values()) < len(pairs)


def _origins(report: str, origins: Mapping[str, Sequence[str]], here: Counter[str], shared: int) -> tuple[str, ...]:
    own = sorted(set(origins.get(report, ()))) or [report]
    return tuple(origin for origin in own if here[origin] >= shared) or (own[0],)


def _heard(accounts: Iterable[Account], of: Mapping[str, tuple[str, ...]]) -> dict[str, set[str]]:
    """Return who speaks, and in which words, in the reports that have but one origin, by origin."""
    heard: dict[str, set[str]] = {}
    for account in accounts:
        if len(of[account.report]) == 1:
            heard.setdefault(of[account.report][0], set()).update(_marks(account))
    return heard


def _whose(account: Account, origins: tuple[str, ...], heard: Mapping[str, set[str]]) -> tuple[str, ...]:
    """Return of the origins of a mixed report those that tell this in the same words or by the same speaker."""
    if len(origins) == 1:
        return origins
    marks = _marks(account)
    return tuple(o for o in origins if not marks.isdisjoint(heard.get(o, ()))) or origins


def _marks(account: Account) -> set[str]:
    marks = {" ".join(words(account.claim.evidence.text))}
    return marks | {" ".join(words(s.name.partition(",")[0])) for s in account.claim.attribution[:1]}


def _bearing(claim: Claim, denials: Mapping[str, frozenset[str]]) -> Bearing:
    if claim.content_of is not None and claim.id in denials.get(claim.content_of, ()):
        return Bearing.DENIED
    negative = claim.polarity is Polarity.NEGATIVE
    if claim.status in PRESENT:
        return Bearing.NOT if negative else Bearing.HAPPENED
    if claim.status in _BEFOREHAND:
        return Bearing.NOT_TO if negative else Bearing.FORETOLD
    return Bearing.POSSIBLE


def _lies_ahead(account: Account) -> bool:
    """Say whether all times that an account gives lie after its publication ("the talks go on on Monday")."""
    published = days(account.published) if account.published else None
    spans = [span for time in account.claim.times if time.value and (span := days(time.value)) is not None]
    # a day of grace: what is Monday there may be Sunday here
    return published is not None and bool(spans) and min(span[0] for span in spans) > published[1] + 1


def _voices(claim: Claim, origins: tuple[str, ...], outlets: Mapping[str, str]) -> tuple[str, ...]:
    """Name the witness: the innermost speaker, or the outlet itself. Nobody in particular is another in each origin."""
    if not claim.attribution:
        return tuple(f"own:{origin}" for origin in origins)
    speaker = claim.attribution[0]
    name = " ".join(words(speaker.name.partition(",")[0]))
    if name in outlets:
        return (f"own:{outlets[name]}",)
    if speaker.entity is None and _is_anybody(speaker):
        return tuple(f"{origin}:{name}" for origin in origins)
    return (speaker.entity or name,)


def _is_anybody(speaker: Speaker) -> bool:
    """Say whether a speaker is nobody in particular: "residents", "two officials", "a diplomat"."""
    if any(letter.isupper() for letter in speaker.name[1:]):
        return False
    known = event_words.load()
    head: list[str] = []
    for word in words(speaker.name):
        if head and (word in known.after or word == ","):
            break
        head.append(word)
    if not head:
        return True
    first = words(speaker.text)[:1]
    return first in (("a",), ("an",), ("one",)) or bool({head[-1], head[-1].removesuffix("s")} & known.anybody)
