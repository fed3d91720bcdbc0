"""Tell whom a pronoun that speaks goes by: in a report "she said" goes on with the one who spoke last.

Coreference abstains where several could be meant, or takes the nearest noun that fits. Of those who speak, the last
whom the pronoun fits is meant; where coreference names another who has spoken just before, its answer stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dateline.claim.speech import Speech
from dateline.records import Actor, Attribution, Mention, MentionKind, Reading, Source, Speaker
from dateline.tree import Tree

REACH = 4
"""Sentences back to which a speaker is looked for."""
_PERSON = {"he": "she", "she": "he"}
"""Pronouns of a person, each with the one that tells that somebody else is meant."""
_BODY = frozenset({"it", "they"})
_BODIES = frozenset({MentionKind.ORGANIZATION, MentionKind.GROUP, MentionKind.NATIONALITY, MentionKind.PLACE})
_HEARD = frozenset({"i", "we", "you", "who", "they"})
"""Sources that speak within a quote, or of whom it is not told who they are."""
_SETTING = frozenset({"want", "plan", "hope", "know", "like", "support", "oppose", "regard", "cite"})
"""Strengths of cues whose source does not speak."""


def resume(speeches: Sequence[Speech], reading: Reading, trees: Sequence[Tree]) -> list[Speech]:
    """Return the speeches, in order, with pronoun sources resolved to who spoke before."""
    if not any(_pronoun(s.attribution.source) for s in speeches):
        return list(speeches)
    by_id = {m.id: m for m in reading.mentions}
    chains: dict[str, list[Mention]] = {}
    for m in reading.mentions:
        if m.chain is not None:
            chains.setdefault(m.chain, []).append(m)
    out: list[Speech] = []
    spoken: list[tuple[int, Mention, Speech | None]] = []
    by_head = {(m.sentence, m.head): m for m in reading.mentions if m.kind is MentionKind.PERSON or m.kind in _BODIES}
    bodies: list[Speech] = []
    for speech in speeches:
        source = speech.attribution.source
        word = _pronoun(source)
        mention = None if source is None or source.mention is None else by_id.get(source.mention)
        if word and source is not None:
            near = [t for t in spoken if speech.sentence - REACH <= t[0] <= speech.sentence]
            fits = [t for t in near if _fits(word, t[1], chains, trees)]
            for at in () if word == "they" else (speech.sentence - 1, speech.sentence - 2):
                subject = _subject(at, by_head, trees)
                if any(t[0] >= at for t in fits):
                    break
                if subject is not None and _fits(word, subject, chains, trees):
                    fits.append((at, subject, None))
            if not fits and word in _PERSON:
                # a person's name that was read as that of a body, if nobody else has spoken
                fits = [t for t in near[-1:] if is_person(t[1], trees[t[1].sentence])]
            if fits and not _told(word, mention, fits[-1][1], chains, trees):
                _, meant, earlier = fits[-1]
                speech = _with(speech, source, meant, earlier)
                mention = meant
            elif word == "it" and mention is None and bodies and bodies[-1].sentence >= speech.sentence - 2:
                speech = _called(speech, bodies[-1])
        elif mention is None and _is_body(speech, trees):
            bodies.append(speech)
        said = source is not None and source.text.lower() not in _HEARD
        if mention is not None and said and speech.strength not in _SETTING and mention.text.lower() != word:
            spoken.append((speech.sentence, mention, speech))
            spoken.extend((speech.sentence, m, None) for m in _mouthpieces(speech, by_head, trees))
        out.append(speech)
    return out


def _pronoun(source: Source | None) -> str:
    word = "" if source is None else source.text.lower()
    return word if word in _PERSON or word in _BODY else ""


def _is_body(speech: Speech, trees: Sequence[Tree]) -> bool:
    """Say whether a source that no mention covers may be "it": a noun in the singular."""
    if speech.source_head is None or speech.strength in _SETTING:
        return False
    return trees[speech.sentence].tokens[speech.source_head].xpos in {"NN", "NNP"}


def _called(speech: Speech, earlier: Speech) -> Speech:
    """Name the speaker of a speech by the words of an earlier source."""
    source = earlier.attribution.source
    if speech.speaker is None or source is None:
        return speech
    return replace(speech, speaker=replace(speech.speaker, name=source.text))


def _fits(word: str, mention: Mention, chains: dict[str, list[Mention]], trees: Sequence[Tree]) -> bool:
    """Say whether a pronoun may go by somebody: a person by "he" or "she", as others call them, a body by "it"."""
    plural = trees[mention.sentence].tokens[mention.head].xpos in {"NNS", "NNPS"}
    if word == "they":
        return plural or mention.kind in _BODIES
    # a name may be read as one of a body where its words are a person's
    person = mention.kind not in _BODIES or trees[mention.sentence].tokens[mention.head].entity[2:] == "PER"
    if plural or (word == "it") is person:
        return False
    called = {m.text.lower() for m in chains.get(mention.chain or "", ())}
    return _PERSON.get(word, "-") not in called


def is_person(mention: Mention, tree: Tree) -> bool:
    """Say whether a mention is a person, or a name of two or three words of which nothing else is known."""
    if mention.kind is MentionKind.PERSON:
        return tree.tokens[mention.head].upos == "PROPN"
    known = isinstance(mention.resolved, Actor) and (mention.resolved.entity or mention.resolved.sector)
    words = mention.text.split()
    named = tree.tokens[mention.head].upos == "PROPN" and mention.kind in _BODIES
    return not known and named and 2 <= len(words) <= 3 and all(w[0].isupper() for w in words)


def _told(
    word: str, mention: Mention | None, meant: Mention, chains: dict[str, list[Mention]], trees: Sequence[Tree]
) -> bool:
    """Say whether coreference's answer stands: it is the same, or a name of the right sort in the same sentence."""
    if mention is None or mention.chain is None:
        return False
    if mention.chain == meant.chain:
        return True
    others = [m for m in chains.get(mention.chain, ()) if m.start < mention.start and m.text.lower() != word]
    if not others or (word in _PERSON and mention.kind in _BODIES):
        return False
    last = others[-1]
    named = trees[last.sentence].tokens[last.head].upos == "PROPN"
    return named and last.sentence == mention.sentence and _fits(word, last, chains, trees)


def _subject(sentence: int, by_head: dict[tuple[int, int], Mention], trees: Sequence[Tree]) -> Mention | None:
    """Return the person who is the subject of a sentence, by name if one stands beside; None if it has no such."""
    if sentence < 0:
        return None
    tree = trees[sentence]
    subject = None if tree.root is None else tree.kid(tree.root, "nsubj")
    if subject is None or tree.tokens[subject].upos == "PRON":
        return None
    named = [by_head[sentence, k] for k in tree.kids(subject, "appos") if (sentence, k) in by_head]
    return named[0] if named else by_head.get((sentence, subject))


def _mouthpieces(speech: Speech, by_head: dict[tuple[int, int], Mention], trees: Sequence[Tree]) -> list[Mention]:
    """Return the persons through whom a source speaks: "the union, *through its chairman, Musa Ade*, called it ..."."""
    if speech.cue is None or speech.source_head is None:
        return []
    tree = trees[speech.sentence]
    near = [*tree.kids(speech.cue, "obl"), *tree.kids(speech.source_head, "nmod", "obl")]
    heads = [k for k in near if tree.case(k) in {"through", "via"}]
    named = [j for k in heads for j in (*tree.kids(k, "appos"), k) if (speech.sentence, j) in by_head]
    return [by_head[speech.sentence, j] for j in named[:1]]


def _with(speech: Speech, source: Source, meant: Mention, earlier: Speech | None) -> Speech:
    attribution: Attribution = replace(speech.attribution, source=replace(source, mention=meant.id))
    speaker: Speaker | None = speech.speaker
    if speaker is not None:
        actor = meant.resolved if isinstance(meant.resolved, Actor) else None
        known = None if earlier is None else earlier.speaker
        name = known.name if known is not None else actor.name if actor is not None else meant.text
        speaker = replace(
            speaker,
            name=name,
            entity=known.entity if known is not None else None if actor is None else actor.entity,
            role=known.role if known is not None else None if actor is None else actor.role,
        )
    return replace(speech, attribution=attribution, speaker=speaker)
