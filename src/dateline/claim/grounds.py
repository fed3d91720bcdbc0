"""Tell why each trigger of a report was coded as it was, and not as the next best: for ``dateline explain``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from dateline.claim import coder, naming
from dateline.claim.cast import Cast
from dateline.claim.sense import Choice, Weighed
from dateline.claim.trigger import Trigger
from dateline.lexicon import predicates
from dateline.lexicon.predicates import Predicates
from dateline.records import Claim, Reading
from dateline.tree import Tree

Codes: TypeAlias = dict[tuple[int, str], list[naming.Given]]
"""What was decided on codes, by the trigger's token and the id of the sense."""

_SHOWN = 4
"""How many senses that could not be are shown; a common verb may have thirty."""


def grounds(reading: Reading, sentence: int | None = None, *, lexicon: Predicates | None = None) -> Iterator[str]:
    """Yield lines for a reading whose sentences still have their words, or for one sentence, counted from 1.

    A sentence comes first, then each trigger with the sense that won and its score, ``also`` a state coded beside it,
    ``next`` the best of those that lost, and ``not`` those that could not be, with the condition that failed. A
    sentence without triggers says so. What was chosen and gave no claim, because nobody is told or it is part of
    another claim, is marked ``no claim``. Under a claim that a code of a user's codebook is for stands whether it has
    the code, or which condition it does not meet. ``lexicon`` is as of :func:`dateline.claim.code`.
    """
    lexicon = predicates.load() if lexicon is None else lexicon
    cast = Cast(reading, lexicon)
    coded = {(claim.trigger.start, claim.made_by.rule): claim for claim in reading.claims}
    for i, each in enumerate(reading.sentences):
        if sentence is not None and sentence != i + 1:
            continue
        yield f"{i + 1}. {' '.join(reading.report.text[each.start : each.end].split())}"
        tree = Tree(each, i)
        found = coder.explain(tree, cast, lexicon)
        if not found:
            yield "   no word that tells of an event or state"
        given: Codes = {}
        if lexicon.codebooks:
            for draft in coder.drafts_of(tree, cast, lexicon, []):
                claim = coded.get((tree.tokens[draft.token].start, draft.sense.id))
                if claim is not None:
                    given[draft.token, draft.sense.id] = naming.reasons(draft, claim, cast, lexicon.codes)
        for trigger, choice in found:
            yield from _trigger(tree, trigger, choice, coded, given)


def _trigger(
    tree: Tree, trigger: Trigger, choice: Choice, coded: Mapping[tuple[int, str | None], Claim], given: Codes
) -> Iterator[str]:
    word = tree.tokens[trigger.token]
    slots = " ".join(
        f"{slot}={'+'.join(tree.tokens[h].text for h in heads)}" for slot, heads in sorted(trigger.frame.slots.items())
    )
    yield f"   {word.text}: {slots}".rstrip(" :")
    chosen = [w for w in (choice.best, *choice.beside) if w is not None]
    for weighed in chosen:
        mark = "" if (word.start, weighed.sense.id) in coded else ", no claim"
        yield _line("=" if weighed is choice.best else "also", weighed, mark)
        for each in given.get((trigger.token, weighed.sense.id), ()):
            yield f"        {'code' if each.given else 'no code'} {each.code.name}: {each.reason}"
    lost = [w for w in choice.weighed if w.refused is None and not any(w is c for c in chosen)]
    for weighed in sorted(lost, key=lambda w: -w.score)[:1]:
        yield _line("next", weighed)
    refused = [w for w in choice.weighed if w.refused is not None]
    yield from (f"      not {w.sense.id}: {w.refused}" for w in refused[:_SHOWN])
    if len(refused) > _SHOWN:
        yield f"      not {len(refused) - _SHOWN} more"


def _line(name: str, weighed: Weighed, mark: str = "") -> str:
    return f"      {name} {weighed.sense.id} {weighed.score:.2f}: {', '.join(weighed.reasons)}{mark}"
