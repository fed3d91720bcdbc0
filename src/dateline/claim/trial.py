"""Try a user's codebook on the sentences that it gives as examples."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.lexicon.codebook import Example
from dateline.records import Claim, Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of an example: ``came`` tells it in a line, for one that did not come out as said."""

    example: Example
    passed: bool
    came: str


def judge(example: Example, reading: Reading) -> Outcome:
    """Hold an example against the reading of its sentence by the lexicon with the codebook."""
    met = [claim for claim in reading.claims if _is_meant(claim, example)]
    came = "; ".join(map(_told, reading.claims)) or "no claim at all"
    if reading.report.language != "en":
        came += ", for it is not taken for English; give a longer sentence"
    return Outcome(example=example, passed=bool(met) is example.holds, came=came)


def _is_meant(claim: Claim, example: Example) -> bool:
    """Say whether a claim is what the entry of an example makes."""
    if example.types:
        return claim.type in example.types
    if example.rules and claim.made_by.rule not in example.rules:
        return False
    return example.code is None or example.code in claim.codes


def _told(claim: Claim) -> str:
    who = ", ".join(party.text for party in claim.actors) or "?"
    whom = ", ".join(party.text for party in claim.recipients) or "?"
    codes = f" [{', '.join(claim.codes)}]" if claim.codes else ""
    return f"{claim.type}{codes} “{claim.trigger.text}” {who} → {whom}, by {claim.made_by.rule}"
