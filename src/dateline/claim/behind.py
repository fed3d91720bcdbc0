"""Who is behind what stands as an actor: the owner of a weapon, the side that attacked, the issuer of a paper."""

from __future__ import annotations

from dateline.claim.cast import Cast
from dateline.claim.clause import agents, is_passive, surface_subject
from dateline.claim.frame import Frame, read
from dateline.claim.listing import spread
from dateline.lexicon import syntax
from dateline.lexicon.predicates import Predicates, Sense
from dateline.records import ClaimType, Mention, MentionKind, Participant
from dateline.tree import Tree

_STANDS_FOR = frozenset(
    {"airstrike", "bomb", "artillery", "drone", "firearm", "weapon", "attack", "vehicle", "aircraft"}
)
"""Classes of things that act for whoever owns them: "an air strike killed"."""
MEETINGS = frozenset({"talks", "event", "deal"})
"""Classes of events that bear the name of where they were held."""
FORCES = frozenset({"armed", "police"})
"""Classes of nouns that act by standing before an attack or a weapon: "a *rebel* raid", "*police* firing"."""
PARTIES = (MentionKind.NATIONALITY, MentionKind.ORGANIZATION, MentionKind.GROUP, MentionKind.PERSON)
"""What a premodifier must be to act: "the rebel attack", "Ruritanian strikes", but not "the Kesra attack"."""
_UNARMED = frozenset(
    {"PTY", "LAB", "BUS", "EDU", "MED", "NGO", "REL", "HLH", "LEG", "JUD", "JRN", "AGR", "ELI", "IGO", "CVL"}
)
"""Sectors of bodies that have no arms."""
_OWNERS = ("by", "from")


def of_hurt(
    tree: Tree, frame: Frame, sense: Sense, cast: Cast, lexicon: Predicates
) -> tuple[str | None, tuple[Participant, ...]]:
    """Return who is behind the attack in which somebody was hurt: "killed in *police* firing"."""
    if sense.pos != "verb" or sense.quantity not in {"killed", "injured"}:
        return None, ()
    for slot in ("in", "by", "from"):
        for head in frame.slots.get(slot, ()):
            found = owner(tree, head, cast, lexicon)
            if found is not None and lexicon.lookup(tree.tokens[head].lemma.lower(), "noun"):
                return f"{slot}'s", (found,)
    return _when(tree, frame, cast, lexicon)


def _when(tree: Tree, frame: Frame, cast: Cast, lexicon: Predicates) -> tuple[str | None, tuple[Participant, ...]]:
    """Return who attacked when somebody was hurt: "killed when *police* opened fire"; a clash has two sides."""
    victims = {h for slot in ("obj", "subj") for h in frame.slots.get(slot, ())}
    for k in tree.kids(frame.trigger, "advcl"):
        if not any(tree.has_lemma(m, "when", "as", "after") for m in tree.kids(k, "mark", "advmod")):
            continue
        senses = lexicon.lookup(tree.tokens[k].lemma.lower(), "verb")
        clause = read(tree, k, "verb")
        if clause.passive or not any(s.type is ClaimType.ASSAULT and not s.reciprocal for s in senses):
            continue
        heads = [h for h in clause.slots.get("subj", ()) if h not in victims and tree.tokens[h].upos != "PRON"]
        found = [p for h in heads if isinstance(p := cast.participant(tree, h), Participant)]
        if found:
            return "when", tuple(found)
    return None, ()


def owner(tree: Tree, head: int, cast: Cast, lexicon: Predicates) -> Participant | None:
    """Return who is behind an instrument or event that stands as the subject: "Ruritanian air strikes killed ..."."""
    above = tree.tokens[head].head
    made = tree.is_rel(head, "obj") and tree.tokens[above].upos == "VERB" and not is_passive(tree, above)
    if made and tree.tokens[above].lemma.lower() not in syntax.load().observe:
        # "passed a bill that bans", "fired a rocket, killing": who makes the thing does what it does
        for h in surface_subject(tree, above).heads:
            maker = cast.participant(tree, h)
            if isinstance(maker, Participant):
                return maker
    word = tree.tokens[head]
    classes = lexicon.classes.get(word.lemma.lower(), frozenset())
    paper = word.lemma.lower() in syntax.load().documents
    if not (paper or classes & _STANDS_FOR or any(lexicon.lookup(w.lower(), "noun") for w in (word.lemma, word.text))):
        return None
    behind = [*tree.kids(head, "nmod:poss"), *(k for k in tree.kids(head, "nmod") if tree.case(k) in _OWNERS)]
    if word.xpos == "VBG":
        behind += tree.kids(head, "nsubj")  # "*army* shelling killed nine", where the noun was taken for a verb
    for k in tree.kids(head, "acl"):  # "rockets *fired by the militia* killed two"
        if is_passive(tree, k) and tree.has_lemma(k, *syntax.load().leading, *syntax.load().using):
            behind += agents(tree, k)
    if paper:  # "a note *issued by the ministry*", "a statement *of the party*"
        behind += [j for k in tree.kids(head, "acl") if is_passive(tree, k) for j in agents(tree, k)]
        behind += [k for k in tree.kids(head, "nmod") if tree.case(k) == "of"]
    # "the Kesra summit" is no doing of Kesra's
    before = [] if classes & MEETINGS else tree.kids(head, "compound", "amod")
    behind += [k for k in before if can_name(cast.at(tree, k)) or cast.classes(tree, k, own=True) & FORCES]
    for k in tree.kids(head, "amod"):  # "a *Ruritanian*-led raid", "a bomb *the militia* claimed"
        if tree.has_lemma(k, *syntax.load().leading):
            led = tree.kids(k, "compound", "obl", "nsubj", "obl:agent", "nmod")
            behind += [j for j in led if can_name(cast.at(tree, j))]
    for k in spread(tree, behind):
        got = cast.participant(tree, k)
        if isinstance(got, Participant) and not (k in before and is_unarmed(got)):
            return got
    return None


def is_unarmed(party: Participant) -> bool:
    """Say whether a party before a word for violence is whom it hit: "the *Dockers' Union* attack"."""
    return party.sector in _UNARMED


def is_party(tree: Tree, head: int, cast: Cast) -> bool:
    """Say whether a word before a noun names a party; an adjective does so only if it is of a nation."""
    mention = cast.at(tree, head, *PARTIES)
    if mention is None:
        place = cast.at(tree, head, MentionKind.PLACE)
        return place is not None and " ".join(place.text.lower().split()) in syntax.load().short_names
    return tree.tokens[head].upos != "ADJ" or mention.kind is not MentionKind.ORGANIZATION


def can_name(mention: Mention | None) -> bool:
    """Say whether a premodifier names somebody who can act."""
    return mention is not None and mention.kind in {
        MentionKind.NATIONALITY,
        MentionKind.ORGANIZATION,
        MentionKind.GROUP,
        MentionKind.PERSON,
        MentionKind.PLACE,
    }
