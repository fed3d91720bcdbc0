"""Who says what a draft tells: the chain of its word, with what denials and words of falsehood make of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.claim.cast import Cast
from dateline.claim.draft import Draft
from dateline.claim.speech import Speech, SpeechIndex, joined
from dateline.lexicon.speech import speech_lexicon
from dateline.records import UNNAMED, Participant, Speaker
from dateline.tree import Tree


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """The chain of a draft and the speeches that it comes through, innermost first.

    ``denier`` is who says that something is false, where the words have no slot for it; the chain is without them.
    """

    chain: tuple[Speaker, ...]
    speeches: tuple[Speech, ...]
    denier: Participant | None = None


def is_verdict(draft: Draft) -> bool:
    """Say whether a word calls something false of which another is the speaker: "that is a lie", "is not true"."""
    return draft.sense.denies and draft.sense.pos != "verb" and draft.sense.actor in ((), ("lsubj",))


def of(draft: Draft, above: Draft | None, index: SpeechIndex, trees: Sequence[Tree], cast: Cast) -> Voice:
    """Return who says a draft; ``above`` is the denial that it is content of, None for anything else.

    What is denied is not said by who denies it, but by those who, as the denial tells, have said it.
    """
    word = draft.tree.tokens[draft.token]
    speeches = index.covering(word.start, word.end)
    if above is not None:
        over = of(above, None, index, trees, cast)
        outer = above.tree.tokens[above.token]
        mine = {p.name for p in above.roles.actors}
        around = index.covering(outer.start, outer.end)
        inner = [s for s in speeches if s not in around and _teller(s) and s.speaker and s.speaker.name not in mine]
        return Voice(chain=joined([*inner, *over.speeches]), speeches=(*inner, *over.speeches))
    if not is_verdict(draft):
        return Voice(chain=joined(speeches), speeches=tuple(speeches))
    if draft.roles.actors:
        # "they called it a lie": the sentence tells who does, and their calling it so is no link of the chain
        keys = {p.start for p in draft.roles.actors}
        rest = tuple(s for s in speeches if s.speaker is None or s.speaker.start not in keys)
        return Voice(chain=joined(rest), speeches=rest, denier=draft.roles.actors[0])
    at = next((i for i, s in enumerate(speeches) if s.speaker is not None), None)
    if at is None:
        return Voice(chain=(), speeches=())
    rest = tuple(speeches[at + 1 :])
    return Voice(chain=joined(rest), speeches=rest, denier=_participant(speeches[at], trees, cast))


def _teller(speech: Speech) -> bool:
    """Say whether somebody is told to have said what is denied; a rumour is said by nobody in particular."""
    if speech.speaker is None:
        return False
    if speech.speaker.name != UNNAMED:
        return True
    cue = speech.attribution.cue
    return cue is not None and speech_lexicon().base("NOUN", cue.text, cue.text) in {"rumor", "rumour"}


def _participant(speech: Speech, trees: Sequence[Tree], cast: Cast) -> Participant | None:
    speaker = speech.speaker
    if speaker is None or speaker.name == UNNAMED:
        return None
    if speech.source_head is not None:
        found = cast.participant(trees[speech.sentence], speech.source_head)
        if isinstance(found, Participant):
            return found
    source = speech.attribution.source
    mention = None if source is None else source.mention
    return Participant(
        mention=mention,
        text=speaker.text,
        start=speaker.start,
        end=speaker.end,
        name=speaker.name,
        entity=speaker.entity,
    )
