"""What is known of a claim when it is asked which others it answers: who, what, where, in whose words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dateline.claim import verbal
from dateline.claim.cast import Cast
from dateline.claim.draft import Draft
from dateline.claim.governor import marks_of
from dateline.claim.speech import Speech
from dateline.lexicon import answers
from dateline.lexicon.stance import stance_lexicon
from dateline.records import Claim, ClaimPlace, Participant, Span, Speaker
from dateline.tree import Tree

_TELLING = 5
"""Letters of a word by which "shell" and "shelling", "withdraw" and "withdrawal" are one."""
_BELOW = frozenset({"that", "whether", "according"})
_STATE = frozenset({"GOV", "MIL", "COP", "SPY", "JUD"})
"""Sectors of which a country has one each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A claim with what answers are matched on; ``keys`` of somebody are ids, names and head words, in small letters.

    ``first`` are those of the innermost speaker, who is the one that says it. ``teller`` holds those who speak in a
    denial (its actors, and who is named in the phrase of its subject). ``papers`` are the keys of those in whose name
    a paper said it. ``lemmas`` is what a denial is of.
    ``shown`` are the words of a cue by which its source bears it out, None without.
    ``actor_kin``, ``recipient_kin`` and ``things`` are the kinds, as in ``answers.toml``, of its parties and of what
    it names.
    """

    claim: Claim
    sentence: int
    actors: frozenset[str]
    recipients: frozenset[str]
    places: frozenset[str]
    lands: frozenset[str]
    """Its places that are countries, and those that its places are in."""
    within: frozenset[str]
    speakers: frozenset[str]
    first: frozenset[str]
    teller: frozenset[str]
    papers: frozenset[str]
    denies: bool
    lemmas: frozenset[str]
    whose: frozenset[str]
    """Those whose words a denial is of: "scoffed at *the mother's* version"."""
    below: bool
    """It stands in a clause that another word opens: "... *that* the border will be closed"."""
    word: str
    stem: str
    nouns: frozenset[str]
    actor_kin: frozenset[str]
    recipient_kin: frozenset[str]
    things: frozenset[str]
    of_somebody: bool
    """Its actors are told only as somebody's: "his men", "our forces"."""
    named: bool
    """A noun tells of it ("no *raid* was launched")."""
    aside: bool
    """It only says more about a noun ("the men *arrested* in May")."""
    content: bool
    """It is itself the content of another claim."""
    denied: bool
    """It is what a denial is of, in the denial's own words."""
    clause: bool
    """What it denies is told by a clause ("denied *that he had fled*"), be that coded or not."""
    researched: bool
    """Those who say so have looked into it, or report for others: an inquiry, a paper, a rights group."""
    counter: Span | None = None
    """A word in its sentence that sets it against what was said before ("however")."""
    shown: Span | None = None

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
    actors, recipients = _keys(claim.actors, names), _keys(claim.recipients, names)
    teller, papers = _names(claim.actors, names), set[str]()
    lemmas, whose = set[str](), set[str]()
    for head in draft.frame.slots.get("subj", ()):
        if tree.has_lemma(head, *words.papers):
            papers |= _named_under(tree, head, cast)
        if draft.sense.denies and draft.sense.pos == "verb" and "subj" in draft.sense.actor:
            teller |= _named_under(tree, head, cast)  # "a spokesman for the rebels denied"
    for speaker in claim.attribution:
        papers |= _paper_speaker(tree, speaker, cast)
    if draft.sense.denies:
        for slot in draft.sense.content_slots or ("obj",):
            for head in draft.frame.slots.get(slot, ()):
                lemmas |= _pointing(tree, head, slot)
                whose |= _whose(tree, head, cast, names)
    nouns = _nouns(draft)
    shown = next((c for s in chain if (c := _shows(s, trees)) is not None), None)
    return Told(
        claim=claim,
        sentence=tree.index,
        actors=actors,
        recipients=recipients,
        places=frozenset(k for p in claim.places for k in _place(p)),
        lands=frozenset(p.country for p in claim.places if p.country and p.feature == "country"),
        within=frozenset(p.country for p in claim.places if p.country),
        speakers=frozenset(_names(claim.attribution, names)),
        first=frozenset(_names(claim.attribution[:1], names)),
        teller=frozenset(teller),
        papers=frozenset(papers),
        denies=draft.sense.denies,
        lemmas=frozenset(lemmas),
        whose=frozenset(whose),
        below=any(_opens(tree, j) for j in (draft.token, *tree.up(draft.token))),
        word=tree.tokens[draft.token].lemma.lower()[:_TELLING],
        stem=tree.tokens[draft.token].lemma.lower(),
        nouns=nouns,
        actor_kin=_kin(actors),
        recipient_kin=_kin(recipients),
        things=frozenset(words.things[n] for n in nouns if n in words.things),
        of_somebody=bool(claim.actors) and all(_is_owned(p) for p in claim.actors),
        named=draft.sense.pos == "noun",
        aside=draft.parent is None and _is_aside(tree, draft.token),
        content=draft.parent is not None,
        denied=draft.denied,
        clause=draft.sense.denies and _of_clause(draft),
        researched=any(_is_researched(s.name) for s in claim.attribution),
        counter=_counter(tree, draft.token, chain),
        shown=shown,
    )


def _pointing(tree: Tree, head: int, slot: str) -> set[str]:
    """Return the words by which what is denied points back: "*allegations*", "making any such *statement*".

    A noun whose own clause tells what it is about points to nothing else.
    """
    if slot not in {"ccomp", "xcomp"} and _tells_own(tree, head):
        return set()
    near = [head, *tree.kids(head, "conj", "obj", "nmod", "compound")]
    return {tree.tokens[j].lemma.lower() for j in near}


def _opens(tree: Tree, verb: int) -> bool:
    """Say whether a clause is opened by "that", or by "according to which"."""
    return bool(_BELOW & marks_of(tree, verb)) or any(tree.has_lemma(k, "which") for k in tree.kids(verb, "obl"))


def _kin(keys: Iterable[str]) -> frozenset[str]:
    """Return the sorts of party that the last words among keys name."""
    parties = answers.load().parties
    return frozenset(parties[k] for key in keys if (k := key.removeprefix("~")) in parties)


def _whose(tree: Tree, head: int, cast: Cast, names: dict[str, str]) -> set[str]:
    """Return who said what is denied: "the *mother's* version", "a claim *by the union*"."""
    if not tree.has_lemma(head, *answers.load().said):
        return set()
    out: set[str] = set()
    for k in tree.kids(head, "nmod:poss", "nmod"):
        if tree.is_rel(k, "nmod:poss") or tree.case(k) in {"by", "from", "of"}:
            found = cast.participant(tree, k)
            out |= _names([found], names) if isinstance(found, Participant) else set()
    return out


def _is_owned(party: Participant) -> bool:
    return party.entity is None and party.name.casefold().split()[0] in verbal.OWNERS


def _is_aside(tree: Tree, token: int) -> bool:
    """Say whether a word tells more of a noun, or what came of another deed: "bombed the market, *killing* two"."""
    result = tree.is_rel(token, "advcl") and tree.tokens[token].xpos == "VBG" and not tree.kids(token, "mark")
    return result or tree.is_rel(token, "acl", "amod")


def _of_clause(draft: Draft) -> bool:
    tree, slots = draft.tree, draft.frame.slots
    if any(slots.get(slot) for slot in ("ccomp", "xcomp") if slot in draft.sense.content_slots):
        return True
    heads = [h for slot in draft.sense.content_slots for h in slots.get(slot, ())]
    return any(_tells_own(tree, h) for h in heads)


def _tells_own(tree: Tree, noun: int) -> bool:
    """Say whether a noun's own clause tells what it is about: "the claim *that a policeman died*"."""
    clauses = [k for k in tree.kids(noun, "acl", "ccomp") if not tree.is_rel(k, "acl:relcl")]
    return any(tree.is_rel(k, "ccomp") or tree.tokens[k].xpos != "VBN" or marks_of(tree, k) for k in clauses)


def _is_researched(name: str) -> bool:
    return not answers.load().researchers.isdisjoint(_singular(w) for w in name.casefold().split())


def _singular(word: str) -> str:
    return word.removesuffix("s")


def _counter(tree: Tree, token: int, chain: Sequence[Speech]) -> Span | None:
    """Return the word that sets a sentence against what was said before: "*But* residents said", "she *insisted*"."""
    words = answers.load()
    for i, t in enumerate(tree.tokens):
        first = i == 0 and t.lemma.lower() in words.but
        if first or (t.lemma.lower() in words.however and t.upos == "ADV"):
            return Span(text=t.text, start=t.start, end=t.end)
    return next((s.attribution.cue for s in chain if s.strength in words.insisting), None)


def _names(parts: Iterable[Participant | Speaker], names: dict[str, str]) -> set[str]:
    """Return the ids, names and chains of somebody; of "the state of X", X too."""
    out: set[str] = set()
    for p in parts:
        out.add(p.entity or p.name.casefold())
        mention = p.mention if isinstance(p, Participant) else None
        if mention is not None and mention in names:
            out.add(names[mention])
        head, of, rest = p.name.casefold().partition(" of ")
        if of and head.split()[-1] in answers.load().polities:
            out.add(rest)
    return out


def _keys(parts: Iterable[Participant], names: dict[str, str]) -> frozenset[str]:
    """Return all that somebody goes by: id, name, chain, and the last word of the name unless it is a vague one."""
    out = _names(parts, names)
    for p in parts:
        for text in (p.name, p.text):
            last = _last(text)
            if last and last not in answers.load().vague:
                out.add(f"~{last}")
        if p.country is not None and (p.sector in _STATE or p.sector is None):
            out.add(
                f"{p.sector or 'GOV'} {p.country}"
            )  # the army of a country and its soldiers, a capital and its state
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
    last = f"~{_last(place.text)}" if place.text.islower() else place.name.casefold()  # "three girls' *schools*"
    return (place.name.casefold(), place.text.casefold(), place.gazetteer_id or place.name.casefold(), last)


def _nouns(draft: Draft) -> frozenset[str]:
    """Return the nouns that fill the slots of a claim, without those that say nothing."""
    tree, vague = draft.tree, answers.load().vague
    heads = {h for heads in draft.frame.slots.values() for h in heads}
    found = {h for h in heads if tree.tokens[h].upos in {"NOUN", "PROPN"}}
    # "any of its soldiers", "four of the men"
    found |= {k for h in heads - found for k in tree.kids(h, "nmod") if tree.tokens[k].upos in {"NOUN", "PROPN"}}
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
            out |= _names([found], {})
    return out


def _paper_speaker(tree: Tree, speaker: Speaker, cast: Cast) -> set[str]:
    """Return who is named in the phrase of a speaker that is a paper: "the letter, issued in the name of the group"."""
    for i, token in enumerate(tree.tokens):
        if speaker.start <= token.start < speaker.end and tree.has_lemma(i, *answers.load().papers):
            return _named_under(tree, i, cast)
    return set()
