"""What is known of a claim when it is asked which others it answers: who, what, where, in whose words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dateline.claim import verbal
from dateline.claim.cast import Cast
from dateline.claim.draft import Draft
from dateline.claim.speech import Speech
from dateline.lexicon import answers
from dateline.lexicon.stance import stance_lexicon
from dateline.records import Claim, ClaimPlace, Participant, Span, Speaker
from dateline.tree import Tree

_TELLING = 5
"""Letters of a word by which "shell" and "shelling", "withdraw" and "withdrawal" are one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A claim with what answers are matched on; ``keys`` of somebody are ids, names and head words, in small letters.

    ``teller`` holds the keys of those who speak in a denial (its actors, and who is named in the phrase of its
    subject). ``papers`` are the keys of those in whose name a paper said it. ``lemmas`` is what a denial is of.
    ``shown`` are the words of a cue by which its source bears it out, None without; ``strength`` is that cue's.
    """

    claim: Claim
    sentence: int
    actors: frozenset[str]
    recipients: frozenset[str]
    places: frozenset[str]
    speakers: frozenset[str]
    teller: frozenset[str]
    papers: frozenset[str]
    denies: bool
    lemmas: frozenset[str]
    word: str
    stem: str
    nouns: frozenset[str]
    named: bool
    """A noun tells of it ("no *raid* was launched")."""
    aside: bool
    """It only says more about a noun ("the men *arrested* in May")."""
    content: bool
    """It is itself the content of another claim."""
    shown: Span | None = None
    strength: str = ""

    @property
    def fullness(self) -> int:
        """How much it tells: slots that are filled."""
        c = self.claim
        return sum(map(bool, (c.actors, c.recipients, c.places, c.times))) + len(c.quantities)


def tell(
    draft: Draft, claim: Claim, chain: Sequence[Speech], trees: Sequence[Tree], cast: Cast, names: dict[str, str]
) -> Told:
    """Gather what a claim is matched on. ``names`` maps mention ids to chains."""
    tree, words = draft.tree, answers.load()
    actors = _keys(claim.actors, names)
    teller, papers, lemmas = set(_names(claim.actors)), set[str](), set[str]()
    for head in draft.frame.slots.get("subj", ()):
        if tree.has_lemma(head, *words.papers):
            papers |= _named_under(tree, head, cast)
        if draft.sense.denies and draft.sense.pos == "verb":
            teller |= _named_under(tree, head, cast)  # "a spokesman for the rebels denied"
    for speaker in claim.attribution:
        papers |= _paper_speaker(tree, speaker, cast)
    if draft.sense.denies:
        for slot in draft.sense.content_slots:
            for head in draft.frame.slots.get(slot, ()):
                lemmas |= _pointing(tree, head, slot)
    shown = next(((s, c) for s in chain if (c := _shows(s, trees)) is not None), None)
    return Told(
        claim=claim,
        sentence=tree.index,
        actors=actors,
        recipients=_keys(claim.recipients, names),
        places=frozenset(k for p in claim.places for k in _place(p)),
        speakers=frozenset(_names(claim.attribution)),
        teller=frozenset(teller),
        papers=frozenset(papers),
        denies=draft.sense.denies,
        lemmas=frozenset(lemmas),
        word=tree.tokens[draft.token].lemma.lower()[:_TELLING],
        stem=tree.tokens[draft.token].lemma.lower(),
        nouns=_nouns(draft),
        named=draft.sense.pos == "noun",
        aside=tree.is_rel(draft.token, "acl", "amod"),
        content=draft.parent is not None,
        shown=None if shown is None else shown[1],
        strength="" if shown is None else shown[0].strength,
    )


def _pointing(tree: Tree, head: int, slot: str) -> set[str]:
    """Return the words by which what is denied points back: "*allegations*", "making any such *statement*".

    A noun whose own clause tells what it is about ("the claim *that a policeman died*") points to nothing else.
    """
    clauses = [k for k in tree.kids(head, "acl", "ccomp") if not tree.is_rel(k, "acl:relcl")]
    if slot not in {"ccomp", "xcomp"} and clauses:
        return set()
    near = [head, *tree.kids(head, "conj", "obj", "nmod", "compound")]
    return {tree.tokens[j].lemma.lower() for j in near}


def _names(parts: Iterable[Participant | Speaker]) -> set[str]:
    return {p.entity or p.name.casefold() for p in parts}


def _keys(parts: Iterable[Participant], names: dict[str, str]) -> frozenset[str]:
    """Return all that somebody goes by: id, name, chain, and the last word of the name unless it is a vague one."""
    out: set[str] = set()
    for p in parts:
        out.add(p.entity or p.name.casefold())
        if p.mention is not None and p.mention in names:
            out.add(names[p.mention])
        for text in (p.name, p.text):
            last = _last(text)
            if last and last not in answers.load().vague:
                out.add(f"~{last}")
    return frozenset(out)


def _last(text: str) -> str:
    """Return the head word of a phrase in the singular: its last before any preposition."""
    head = text.casefold()
    for word in (" of ", " in ", " from ", " at ", " on ", " for ", " who ", " that ", ","):
        head = head.partition(word)[0]
    words = head.split()
    last = words[-1] if words else ""
    return last.removesuffix("'s").removesuffix("’s").removesuffix("s")


def _place(place: ClaimPlace) -> tuple[str, ...]:
    return (place.name.casefold(), place.text.casefold(), place.gazetteer_id or place.name.casefold())


def _nouns(draft: Draft) -> frozenset[str]:
    """Return the nouns that fill the slots of a claim, without those that say nothing."""
    tree, vague = draft.tree, answers.load().vague
    found = {h for heads in draft.frame.slots.values() for h in heads if tree.tokens[h].upos in {"NOUN", "PROPN"}}
    found |= {k for h in found for k in tree.kids(h, "nmod", "compound", "nmod:poss") if tree.tokens[k].upos != "PRON"}
    return frozenset(tree.tokens[h].lemma.lower() for h in found) - vague


def _shows(speech: Speech, trees: Sequence[Tree]) -> Span | None:
    """Return the words of a cue that say that its source bears out what it says; None where there are none."""
    words, cue = answers.load(), speech.attribution.cue
    if cue is None or speech.cue is None or speech.speaker is None:
        return None
    tree = trees[speech.sentence]
    if verbal.negation(tree, speech.cue, stance_lexicon()):
        return None
    if speech.strength in words.confirming | words.showing:
        return cue
    for k in tree.kids(speech.cue, "advmod"):
        token = tree.tokens[k]
        if token.lemma.lower() in words.also:
            return Span(text=token.text, start=token.start, end=token.end)
    return None


def _named_under(tree: Tree, head: int, cast: Cast) -> set[str]:
    """Return the names of those in the phrase of a paper or speaker: "a statement said to come from the group"."""
    out: set[str] = set()
    for j in tree.under(head):
        found = cast.participant(tree, j) if cast.at(tree, j) is not None else None
        if isinstance(found, Participant):
            out |= _names([found])
    return out


def _paper_speaker(tree: Tree, speaker: Speaker, cast: Cast) -> set[str]:
    """Return who is named in the phrase of a speaker that is a paper: "the letter, issued in the name of the group"."""
    for i, token in enumerate(tree.tokens):
        if speaker.start <= token.start < speaker.end and tree.has_lemma(i, *answers.load().papers):
            return _named_under(tree, i, cast)
    return set()
