"""Tolls that stand beside an attack: "19 dead in a market bombing", "the toll of the raid rose to 61".

Words like "dead", "martyrs" and "toll" tell of no event themselves: what they count is given to the attack that the
sentence tells of nearby, and to none where it tells of no attack.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from dateline.claim.cast import Cast
from dateline.claim.clause import surface_subject
from dateline.claim.draft import Draft
from dateline.claim.quantity import counts
from dateline.claim.stance import judge
from dateline.lexicon import tolls
from dateline.records import ClaimQuantity, ClaimType, Polarity, Status
from dateline.tree import Tree

_NEAR = 4
"""How many steps in the tree an attack may be from the word of its toll."""
_PHRASE = frozenset({"ADP", "DET", "ADJ", "NOUN", "PROPN", "NUM", "PRON"})
_LINKS = frozenset({"and", "or", ",", "&", "/"})
_TOGETHER = frozenset({"killed", "injured"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Toll:
    """What a word counts; ``anchor`` is the token of that word."""

    anchor: int
    quantities: tuple[ClaimQuantity, ...]


def attach(tree: Tree, drafts: list[Draft], cast: Cast) -> list[Draft]:
    """Return the drafts of a sentence with each toll that no draft has yet given to the nearest attack.

    A toll of what may yet be is given to no attack that happened. Then what is said to be both killed and injured is
    neither: the number is of both together (``casualties``).
    """
    out = list(drafts)
    taken = {(q.start, q.end) for d in out for q in d.quantities}
    found = find(tree, cast)
    for toll in found:
        new = tuple(q for q in toll.quantities if (q.start, q.end) not in taken)
        at = _nearest(tree, toll.anchor, out) if new else None
        if at is None or new[0].role in {q.role for q in out[at].quantities}:
            continue  # two tolls of one attack are two accounts of it and no sum
        out[at] = replace(out[at], quantities=(*out[at].quantities, *new), bare=False)
        taken.update((q.start, q.end) for q in new)
    both = _both(out)
    both |= {(q.start, q.end) for d in out if _is_of_both(tree, d.token) for q in d.quantities}
    both |= {(q.start, q.end) for toll in found if _is_of_both(tree, toll.anchor) for q in toll.quantities}
    dead = {(q.start, q.end) for d in out for q in d.quantities if q.role == "killed"} - both
    return [replace(d, quantities=tuple(_settled(q, both, dead) for q in d.quantities)) for d in out]


def _both(drafts: list[Draft]) -> set[tuple[int, int]]:
    """Return the numbers that are said to be killed and to be injured, each in a word: not "shot and killed two"."""
    roles: dict[tuple[int, int], set[str]] = {}
    for draft in drafts:
        told = {tolls.load().people.get(lemma) for lemma in draft.sense.lemmas}
        for q in draft.quantities:
            if q.role == "killed" or q.role in told:
                roles.setdefault((q.start, q.end), set()).add(q.role)
    return {span for span, told in roles.items() if told >= _TOGETHER}


def _settled(quantity: ClaimQuantity, both: set[tuple[int, int]], dead: set[tuple[int, int]]) -> ClaimQuantity:
    """Return a quantity in the role that it has when all that is said of its number is taken together."""
    span = quantity.start, quantity.end
    if quantity.role in _TOGETHER and span in both:
        return replace(quantity, role="casualties")
    if quantity.role == "injured" and span in dead:
        return replace(quantity, role="killed")  # "shot and killed two"
    return quantity


def find(tree: Tree, cast: Cast) -> list[Toll]:
    """Return the tolls of a sentence, by the words that make them so, left to right."""
    out: list[Toll] = []
    for i in range(len(tree)):
        found = _at(tree, i, cast)
        if found:
            out.append(Toll(anchor=i, quantities=tuple({(q.start, q.end): q for q in found}.values())))
    return out


def _is_of_both(tree: Tree, i: int) -> bool:
    """Say whether a word for the dead goes on with one for the injured, or the other way round: "dead and wounded"."""
    if i + 2 >= len(tree) or tree.tokens[i + 1].text.lower() not in _LINKS:
        return False
    return {_role(tree, i), _role(tree, i + 2)} == _TOGETHER


def _role(tree: Tree, i: int) -> str | None:
    words, token = tolls.load(), tree.tokens[i]
    said, lemma = token.text.lower(), token.lemma.lower()
    return words.adjectives.get(said) or words.nouns.get(lemma) or words.people.get(lemma)


def _at(tree: Tree, i: int, cast: Cast) -> list[ClaimQuantity]:
    words = tolls.load()
    lemma, upos = tree.tokens[i].lemma.lower(), tree.tokens[i].upos
    if upos == "ADJ":
        said = tree.tokens[i].text.lower()
        return _beside(tree, i, words.adjectives[said], cast) if said in words.adjectives else []
    if upos == "VERB" and tree.tokens[i].text.lower() in words.adjectives and tree.tokens[i].xpos in {"VBG", "JJ"}:
        return _beside(tree, i, words.adjectives[tree.tokens[i].text.lower()], cast)  # "11 were missing"
    if upos == "VERB" and lemma in words.verbs:
        return _of_all(tree, surface_subject(tree, i).heads, words.verbs[lemma], cast)
    if upos not in {"NOUN", "PROPN"}:
        return []
    if lemma == "life":
        return _lives(tree, i, cast)
    if lemma in words.counts:
        before = [tree.tokens[k].lemma.lower() for k in tree.kids(i, "compound", "amod", "nmod:poss", "nmod:unmarked")]
        role = next((words.nouns[w] for w in before if w in words.nouns), "killed")
        return _whose(tree, i, role, cast) or _said(tree, i, role, cast)
    if lemma in words.numbers:
        whose = [k for k in tree.kids(i, "nmod") if tree.case(k) == "of"]
        done = [tree.tokens[v].lemma.lower() for k in whose for v in tree.kids(k, "acl", "acl:relcl")]
        roles = [words.people[v] for v in done if v in words.people]
        for dead in (tree.tokens[k].lemma.lower() for k in whose):  # "the number of dead"
            roles += [table[dead] for table in (words.adjectives, words.nouns) if dead in table]
        return _said(tree, i, roles[0], cast) if roles else []
    found = counts(tree, i, words.nouns[lemma], cast) if lemma in words.nouns else []
    if not found and lemma in words.of:
        found = _whose(tree, i, words.of[lemma], cast)
    return found


def _of_all(tree: Tree, heads: tuple[int, ...], role: str, cast: Cast) -> list[ClaimQuantity]:
    return [q for head in heads for q in counts(tree, head, role, cast)]


def _whose(tree: Tree, noun: int, role: str, cast: Cast) -> list[ClaimQuantity]:
    """Return the numbers on what a noun is of: "the death of 12 people"."""
    heads = tuple(k for k in tree.kids(noun, "nmod") if tree.case(k) == "of")
    return _of_all(tree, heads, role, cast)


def _beside(tree: Tree, i: int, role: str, cast: Cast) -> list[ClaimQuantity]:
    """Return the number of whom an adjective is said: "19 dead", "two people dead", "five others were hurt".

    An adjective before its noun ("the 20 wounded men") says nothing new.
    """
    head = tree.tokens[i].head
    if tree.is_rel(i, "amod") and head > i and tree.tokens[i + 1].upos != "PUNCT":
        return []
    heads = [k for k in tree.kids(i, "nsubj", "nsubj:pass", "dep", "discourse", "nummod") if k < i]
    if tree.is_rel(i, "xcomp"):
        heads += [k for k in surface_subject(tree, i).heads if k < i]  # "two went missing"
    if i and tree.tokens[i - 1].upos in {"NUM", "NOUN", "X"}:
        heads.append(i - 1)
    if tree.is_rel(i, "amod", "acl", "parataxis") and 0 <= head < i:
        heads.append(head)
    return next((found for k in heads if (found := counts(tree, k, role, cast))), [])


def _lives(tree: Tree, i: int, cast: Cast) -> list[ClaimQuantity]:
    """Return how many lost their lives, or whose lives were taken."""
    words, verb = tolls.load(), tree.tokens[i].head
    if verb < 0 or not tree.is_rel(i, "obj", "nsubj:pass", "obl:unmarked"):
        return []
    if tree.has_lemma(verb, *words.lose):
        return _of_all(tree, surface_subject(tree, verb).heads, "killed", cast)
    if tree.has_lemma(verb, *words.take):
        found = counts(tree, i, "killed", cast) or _whose(tree, i, "killed", cast)
        heads = tuple(k for k in tree.kids(verb, "obj", "iobj") if k != i)
        return found or _of_all(tree, heads, "killed", cast)  # "cost seven soldiers their lives"
    return []


def _said(tree: Tree, i: int, role: str, cast: Cast) -> list[ClaimQuantity]:
    """Return what a toll is said to be: "the toll rose to 61", "the toll stands at 61"."""
    words = tolls.load()
    verb = tree.tokens[i].head
    if verb < 0:
        return []
    if tree.is_rel(i, "nsubj") and tree.kid(verb, "cop") is not None:
        return counts(tree, verb, role, cast)
    slot = words.moves.get(tree.tokens[verb].lemma.lower())
    if slot is None or not tree.is_rel(i, "nsubj", "nsubj:pass", "obj"):
        return []
    if slot == "obj":
        return _of_all(tree, tuple(k for k in tree.kids(verb, "obj") if k != i), role, cast)
    heads = tuple(k for k in tree.kids(verb, "obl", "advmod") if tree.case(k) == slot)
    return _of_all(tree, heads, role, cast)


def _nearest(tree: Tree, anchor: int, drafts: list[Draft]) -> int | None:
    """Return the attack to which a toll belongs: the fewest steps away in the tree, if what is said of both holds."""
    stance = judge(tree, anchor, noun=tree.tokens[anchor].upos in {"NOUN", "PROPN"})
    if stance.dropped or stance.polarity is Polarity.NEGATIVE:
        return None
    real = stance.status in (Status.HAPPENED, Status.ONGOING)
    best: tuple[int, int] | None = None
    for n, draft in enumerate(drafts):
        if not _is_violent(draft) or draft.polarity is Polarity.NEGATIVE:
            continue
        if not real and draft.status is not stance.status:
            continue
        steps = _steps(tree, anchor, draft.token)
        if steps is not None and (best is None or steps < best[0]):
            best = steps, n
    return best[1] if best is not None else None


def _is_violent(draft: Draft) -> bool:
    """Say whether people may die of what a draft tells: an attack, or force as in a siege."""
    if draft.sense.type is ClaimType.ASSAULT:
        return True
    return draft.sense.type is ClaimType.COERCE and not tolls.load().forces.isdisjoint(draft.sense.lemmas)


def _steps(tree: Tree, anchor: int, event: int) -> int | None:
    """Return the steps from a word of toll to that of an attack; None if they are too far or only side by side.

    What follows the word after a preposition is one step away, wherever the parser hung it: "3 deaths in an explosion".
    """
    between = tree.tokens[anchor + 1 : event]
    if 1 <= len(between) <= _NEAR and between[0].upos == "ADP" and all(t.upos in _PHRASE for t in between):
        return 1
    ups, downs = [anchor, *tree.up(anchor)], [event, *tree.up(event)]
    meet = next((k for k in ups if k in downs), None)
    if meet is None:
        return None
    path = [*ups[: ups.index(meet)], *downs[: downs.index(meet)]]
    predicate = tree.tokens[anchor].upos == "ADJ"
    if len(path) > _NEAR or (not predicate and any(tree.is_rel(k, "conj", "parataxis", "appos", "list") for k in path)):
        return None
    return len(path)
