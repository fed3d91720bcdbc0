"""Leave out private life: friends who meet, families that share a meal, somebody who travels."""

from __future__ import annotations

from collections.abc import Iterable

from dateline.claim import verbal
from dateline.claim.cast import PEOPLE, Cast
from dateline.claim.frame import Frame
from dateline.claim.role import Roles
from dateline.claim.stem import stems
from dateline.lexicon import syntax
from dateline.lexicon.predicates import Predicates, Sense
from dateline.records import ClaimType, Participant
from dateline.tree import Tree

_TYPES = frozenset({ClaimType.CONSULT, ClaimType.COOPERATE, ClaimType.AID, ClaimType.CONCEDE})
"""Types that are told of everybody's life in the same words as of public life."""
_SAID = frozenset({ClaimType.SUPPORT, ClaimType.REQUEST, ClaimType.AGREE, ClaimType.REJECT})
"""Types of words that are said at home as they are in public: "I asked my family", "he thanked his wife"."""
_PERSONAL = verbal.OWNERS - {"its"}
"""Whose kin is a family: "its children" are a country's."""
_PUBLIC = frozenset(
    "official leader country armed police group institution diplomat side business aid-group media prisoner hostage "
    "migrant activist protester peacekeeper journalist".split()
)
"""Classes of common nouns for those who take part in public life, or to whom public care goes."""
_WILLED = frozenset(
    {
        *(ClaimType.AGREE, ClaimType.REQUEST, ClaimType.SUPPORT, ClaimType.CONCEDE, ClaimType.COOPERATE),
        *(ClaimType.CONSULT, ClaimType.REJECT, ClaimType.AID),
    }
)
"""Types of acts that only somebody can do."""
_CHARGED = frozenset({ClaimType.ACCUSE, ClaimType.SANCTION})
"""Types whose participle with an article is a person: "the accused", "the convicted"."""
_HYPHENS = frozenset({"-", "–", "‐"})
_VOICES = PEOPLE | frozenset(
    {
        "@PARTY",
        "@PER",
        "@ORG",
        "@LOC",
        "@NORP",
        "law",
        "deal",
        "talks",
        "media",
        "institution",
        "side",
        "territory",
        "settlement",
    }
)
_CROWDS = frozenset({"side", "group", "business"})
_PRONOUNS = frozenset(
    "i me my he him his she her hers we us our you your they them their who whom somebody one".split()
)


def is_private(tree: Tree, frame: Frame, sense: Sense, roles: Roles, lexicon: Predicates, *, placed: bool) -> bool:
    """Say whether all who take part are nobody in public: an open pronoun, a friend, a family; codebooks may want them.

    Somebody by name, a body or a nation is public, and so is who is hurt or in need (a crowd, the displaced). A
    visit to a named place is told as well of a pronoun, but not of "I" and "we".
    """
    if sense.own:
        return False
    parties = (*roles.actors, *roles.recipients)
    if sense.type in _SAID and any(_is_at_home(p, lexicon) for p in parties):
        return not any(_is_known(p) for p in parties)
    if sense.type not in _TYPES:
        return False
    met = sense.type is ClaimType.CONSULT
    subject = {tree.tokens[h].text.lower() for h in frame.slots.get("subj", ())}
    me = bool(subject & {"i", "we"})
    if met and "i" in subject and not roles.actors:
        return True  # "when I met the minister": who writes tells of themselves
    if any(_is_public(p, lexicon, met=met) for p in parties):
        # somebody by name of whom nothing more is told, who helps somebody: a neighbour, a midwife
        unknown = sense.type is ClaimType.AID and not roles.recipients
        return unknown and all(_is_unknown(tree, p) for p in parties)
    if met and sense.pos == "verb" and not parties and not placed:
        return True  # "was met with bullets": nobody met anybody
    if met and sense.pos == "noun" and not parties and not tree.has_lemma(frame.trigger, *syntax.load().parleys):
        return True  # "a meeting was held": it is told of nobody; talks are of sides even so
    open_ = bool(parties) or bool(roles.issues) or me
    return open_ and (me or not placed)


def is_thing(tree: Tree, frame: Frame, sense: Sense, roles: Roles, cast: Cast) -> bool:
    """Say whether a thing is told to do what only somebody does: "the plan calls for two dams".

    A paper, a law or a meeting speaks for those who made it, though it is not told who they are.
    """
    if sense.type not in _WILLED or sense.own or sense.denies:
        return False
    if sense.pos != "verb" or frame.passive or "subj" not in sense.actor:
        return False
    heads = frame.slots.get("subj", ())
    own = tree.kids(frame.trigger, "nsubj")  # whom an infinitive is understood of may be another
    if roles.actors or roles.issues or not heads or not own:
        return False
    return all(tree.tokens[h].upos == "NOUN" and not _speaks(tree, h, cast) for h in heads)


def is_aside(tree: Tree, frame: Frame, sense: Sense) -> bool:
    """Say whether a word only looks like a happening: "*the accused* fled", "they made peace, *allowing* trade"."""
    token = tree.tokens[frame.trigger]
    if sense.own or sense.pos != "verb":
        return False
    before = tree.tokens[frame.trigger - 1].text if frame.trigger else ""
    if tree.is_rel(frame.trigger, "amod") and before in _HYPHENS:
        return True  # "a blue-robed statue", "a rebel-held town"
    if sense.type in _CHARGED:
        if token.xpos in {"VBN", "JJ", "NN", "NNS"} and tree.kid(frame.trigger, "det") is not None:
            return True
        if token.xpos == "VBG" and tree.is_rel(frame.trigger, "amod", "compound"):
            return True  # "the investigating officer"
    # what a happening lets come about is permitted by nobody
    bare = token.xpos == "VBG" and not tree.kids(frame.trigger, "mark", "nsubj", "aux")
    lets = sense.type is ClaimType.CONCEDE and sense.content is not None
    # "discussing the road last year, the mayor called it a gem"
    alone = sense.type is ClaimType.CONSULT and "with" not in frame.slots
    return bare and (lets or alone) and tree.is_rel(frame.trigger, "advcl")


def is_ride(tree: Tree, frame: Frame, sense: Sense) -> bool:
    """Say whether what is held is a rally of vehicles, against nothing: "a motorcycle rally"."""
    if sense.type is not ClaimType.PROTEST or sense.own or frame.slots.get("against"):
        return False
    nouns = [frame.trigger, *(h for slot in ("obj", "in", "subj") for h in frame.slots.get(slot, ()))]
    rallies = [h for h in nouns if tree.has_lemma(h, "rally") and tree.tokens[h].upos == "NOUN"]
    return any(tree.has_lemma(k, *syntax.load().riding) for h in rallies for k in tree.kids(h, "compound", "amod"))


def _speaks(tree: Tree, head: int, cast: Cast) -> bool:
    """Say whether a noun is somebody, or something that tells what somebody wants."""
    known = cast.classes(tree, head)
    words = syntax.load()
    return bool(known & _VOICES and "proposal" not in known) or tree.has_lemma(head, *words.documents, *words.deciding)


def _is_public(party: Participant, lexicon: Predicates, *, met: bool) -> bool:
    """Say whether a party is somebody in public; ``met``, of meetings: people as such, whom all meet, are not."""
    told = party.sector is not None and not (met and party.sector == "CVL")
    if party.entity or party.country or told or party.name != party.text:
        return True
    words = party.text.split()
    if len(words) == 1 and words[0].lower() in _PRONOUNS:
        return False
    known = list(_classes(words[-1].lower(), lexicon))
    nouns = frozenset[str]().union(*known)
    return not nouns or bool(nouns & (_PUBLIC - _CROWDS if met else _PUBLIC))


def _is_at_home(party: Participant, lexicon: Predicates) -> bool:
    """Say whether a party is an "I" of whom it is not told who it is, or somebody's own family: "his wife"."""
    words = party.text.lower().split()
    if words == ["i"]:
        return not _is_known(party) and party.name == party.text
    return words[0] in _PERSONAL and any("kin" in nouns for nouns in _classes(words[-1], lexicon))


def _is_known(party: Participant) -> bool:
    return bool(party.entity or party.country or (party.sector and party.sector != "CVL"))


def _is_unknown(tree: Tree, party: Participant) -> bool:
    """Say whether a party is a person of whom no more than the name is told."""
    if _is_known(party) or party.sector:
        return False
    inside = [t for t in tree.tokens if party.start <= t.start < party.end]
    return any(t.entity.endswith("PER") for t in inside) or (len(inside) == 1 and inside[0].upos == "PRON")


def _classes(word: str, lexicon: Predicates) -> Iterable[frozenset[str]]:
    return (lexicon.classes[w] for w in (word, *stems(word)) if w in lexicon.classes)
