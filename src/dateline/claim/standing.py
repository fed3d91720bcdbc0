"""Settle how a claim stands once its type and who says it are known: what tense and modal verbs alone do not tell.

A speech act in the present ("demands") has been made; a state told by a participle ("the road is closed") holds; what
somebody "will" do is planned if it is their own to do, and predicted if another says so.
"""

from __future__ import annotations

from dataclasses import replace

from dateline.claim import verbal
from dateline.claim.draft import Draft
from dateline.claim.stance import Stance
from dateline.claim.voice import Voice
from dateline.lexicon import syntax
from dateline.lexicon.predicates import Sense
from dateline.lexicon.stance import stance_lexicon
from dateline.records import STATES, ClaimType, Participant, Polarity, Speaker, Status
from dateline.tree import Tree

_ACTS = frozenset(
    {ClaimType.REQUEST, ClaimType.ACCUSE, ClaimType.THREATEN, ClaimType.AGREE, ClaimType.REJECT, ClaimType.SUPPORT}
)
"""Types that are done by saying them."""
_RELATIONS = frozenset(
    {
        "plan",
        "intend",
        "hope",
        "want",
        "seek",
        "aim",
        "support",
        "back",
        "favor",
        "favour",
        "endorse",
        "oppose",
        "defend",
    }
)
"""Verbs of these types that tell of a standing attitude."""
_TALKED_OF = frozenset({ClaimType.RETREAT, ClaimType.CONCEDE, ClaimType.COOPERATE, ClaimType.AID, ClaimType.AGREE})
_ABOUT = frozenset({"on", "about", "over", "for", "regarding", "concerning", "toward", "towards"})
_HOSTILE = frozenset(
    {ClaimType.ASSAULT, ClaimType.COERCE, ClaimType.SANCTION, ClaimType.MOBILIZE, ClaimType.PROTEST, ClaimType.THREATEN}
)
_WE = frozenset({"we", "i", "our", "my"})
_THEIR = ("its ", "their ", "our ")
_OFFICES = ("minister", "president", "premier", "chancellor", "secretary")
_MEETS = frozenset({ClaimType.CONSULT, ClaimType.COOPERATE})
_LASTING = frozenset({"martial-law", "curfew", "restrict", "ban", "censor", "closed"})
"""Modes of what is imposed for a time."""
_RULES = frozenset({"restrict", "ban", "censor", "curfew"})


def settle(draft: Draft, voice: Voice) -> Draft:
    """Return a draft with the status that its type and its speakers give it."""
    if draft.status is not draft.stance.status or draft.parent is not None:
        return draft
    status = _status(draft, voice)
    return draft if status is draft.status else replace(draft, status=status)


def _status(draft: Draft, voice: Voice) -> Status:
    tree, token, kind = draft.tree, draft.token, draft.sense.type
    if draft.status in (Status.PREDICTED, Status.PLANNED, Status.HYPOTHETICAL) and _is_threat(draft, voice):
        return Status.THREATENED
    last = draft.stance.rule.split(" < ")
    if draft.status is Status.ONGOING and kind in _ACTS and "present" in last:
        return Status.ONGOING if tree.has_lemma(token, *_RELATIONS) else Status.HAPPENED
    if draft.status is Status.HAPPENED and draft.stance.rule == "plain" and _holds(tree, token, kind, draft.sense.mode):
        return Status.ONGOING
    if draft.status is Status.PREDICTED and any(r in {"modal.will", "modal.shall", "reported would"} for r in last):
        own = not voice.chain or kind in _MEETS or _same_party(draft.roles.actors, voice.chain[0])
        if own and kind not in STATES and (draft.roles.actors or kind in _MEETS) and not draft.frame.passive:
            return Status.PLANNED
    return draft.status


def open_between(tree: Tree, token: int, sense: Sense, stance: Stance) -> Stance:
    """Return the stance of a friendly deed that is only talked about: "talks on an *exchange* of prisoners".

    Of violence it is another matter: what was talked about has mostly happened.
    """
    if sense.pos != "noun" or sense.type not in _TALKED_OF or stance.status is not Status.HAPPENED:
        return stance
    head = tree.tokens[token].head
    if head < 0 or tree.case(token) not in _ABOUT or not tree.has_lemma(head, *syntax.load().talks):
        return stance
    return replace(stance, status=Status.HYPOTHETICAL, rule=f"{stance.rule} < talked about")


def is_over(tree: Tree, token: int, sense: Sense) -> bool:
    """Say whether a noun of a restriction is told to be no more: "the *state* of emergency ended", "was lifted"."""
    head = tree.tokens[token].head
    if sense.type is not ClaimType.COERCE or sense.pos != "noun" or sense.mode not in _LASTING or head < 0:
        return False
    above = [head] if tree.is_rel(token, "nsubj", "obj") else []
    for v in (*above, *tree.kids(token, "acl:relcl")):
        words = syntax.load().ending
        if tree.has_lemma(v, *words) and not verbal.negation(tree, v, stance_lexicon()):
            return True
    return False


def _is_threat(draft: Draft, voice: Voice) -> bool:
    """Say whether somebody says what they will do to others unless they have their way: "if not, we will close it"."""
    tree, token = draft.tree, draft.token
    last = draft.stance.rule.split(" < ")[-1]
    if (draft.sense.type not in _HOSTILE and draft.sense.mode != "closed") or draft.polarity is Polarity.NEGATIVE:
        return False
    if not ("on a condition" in last or last.startswith(("self.", "modal.would"))) or "have" in last:
        return False
    if draft.frame.passive or not voice.chain or not _unless(tree, token):
        return False
    ours = {
        tree.tokens[k].text.lower() for h in draft.frame.slots.get("subj", ()) for k in (h, *tree.kids(h, "nmod:poss"))
    }
    speaker = voice.chain[0]
    if ours & _WE or (draft.roles.actors and speaker.text.lower().startswith(_THEIR)):
        return True  # "its spokesman said"
    return any(_same_party((a,), speaker) for a in draft.roles.actors)


def _unless(tree: Tree, token: int) -> bool:
    """Say whether a clause says on what condition they will: "unless they leave", "if they do not leave"."""
    marks = {tree.tokens[m].text.lower() for k in tree.kids(token, "advcl") for m in tree.kids(k, "mark")}
    return not marks.isdisjoint({"unless", "if"})


def _holds(tree: Tree, token: int, kind: ClaimType, mode: str | None) -> bool:
    """Say whether a participle or adjective tells what goes on: "is closed", "has been shut since May"."""
    if kind not in STATES and not (kind is ClaimType.COERCE and mode in _RULES):
        return False
    aux = [tree.tokens[k] for k in tree.kids(token, "aux", "cop")]
    if not aux or tree.tokens[token].xpos not in {"VBN", "VBD", "JJ"}:
        return False
    have = any(a.lemma.lower() == "have" for a in aux)
    since = any("since" in tree.case(k) or tree.case(k) == "for" for k in tree.kids(token, "obl"))
    if have:
        return since and any(a.text.lower() == "been" for a in aux)
    return aux[0].xpos in {"VBZ", "VBP"} and aux[0].lemma.lower() == "be"


def _speaks_for_a_state(speaker: Speaker) -> bool:
    """Say whether a speaker has a state's office, and no word tells of which state: it is that of who acts."""
    if speaker.role is None or not any(word in speaker.role.casefold().split() for word in _OFFICES):
        return False
    known = {*speaker.role.casefold().split(), *speaker.name.casefold().split(), "the", "its", "his", "her"}
    return set(speaker.text.casefold().split()) <= known


def _same_party(actors: tuple[Participant, ...], speaker: Speaker) -> bool:
    """Say whether who speaks is who will act, or one of them: the same name, or a name in the other's words."""
    said = {speaker.name.casefold(), speaker.text.casefold()}
    for p in actors:
        if speaker.entity is not None and speaker.entity == p.entity:
            return True
        if p.sector == "GOV" and p.country is not None and _speaks_for_a_state(speaker):
            return True  # "Arland will send troops, Foreign Minister Olo Mark said"
        mine = {p.name.casefold(), p.text.casefold()}
        if said & mine or any(a in b.split() or b in a.split() for a in mine for b in said):
            return True
    return False
