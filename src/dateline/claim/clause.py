"""Who does what in a clause: voice, surface subject and logical arguments of a verb, read off its tree.

The subject that a verb does not have itself is looked for where English grammar leaves it: at the first of
coordinated verbs, at the verb that controls an infinitive or gerund, at the noun that a clause modifies.
"""

from __future__ import annotations

from dataclasses import dataclass

from dateline.claim.stem import stems
from dateline.lexicon import syntax
from dateline.tree import Tree

_RELATIVE = frozenset({"WDT", "WP"})
_DEPTH = 12
"""How many steps a subject is followed; deeper chains are parse errors or not worth the guess."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Heads of a surface subject (empty if none was found) and how it was found: ``own``, ``conj``, ``control`` ..."""

    heads: tuple[int, ...] = ()
    how: str = "none"
    logical: str = "subj"
    """``subj``, or ``obj`` where the heads are the logical object of the verb (a past participle's noun)."""


def spread(tree: Tree, heads: list[int] | tuple[int, ...]) -> tuple[int, ...]:
    """Return the heads with all that is coordinated to them, in order; "X but not Y" gives X alone."""
    out: list[int] = []
    for head in heads:
        out.append(head)
        for k in tree.kids(head, "conj"):
            denied = any(tree.has_lemma(c, "not", "rather", "instead") for c in tree.kids(k, "advmod", "cc"))
            if not denied:
                out.extend(spread(tree, [k]))
    return tuple(dict.fromkeys(out))


def lemmas_of(tree: Tree, verb: int) -> tuple[str, ...]:
    """Return what the lemma of a verb may be, with its particle: ``carry_out``."""
    word = tree.tokens[verb]
    particle = tree.kid(verb, "compound:prt")
    tail = "" if particle is None else f"_{tree.tokens[particle].lemma.lower()}"
    return tuple(f"{lemma}{tail}" for lemma in dict.fromkeys((word.lemma.lower(), *stems(word.text.lower()))))


def antecedent(tree: Tree, i: int) -> int:
    """Return the noun that a relative pronoun stands for; ``i`` itself if it is none."""
    token = tree.tokens[i]
    relative = token.xpos in _RELATIVE or (token.lemma.lower() == "that" and token.upos in {"PRON", "SCONJ"})
    if not relative:
        return i
    for j in [i, *tree.up(i)]:
        if tree.is_rel(j, "acl:relcl") and tree.tokens[j].head >= 0:
            return tree.tokens[j].head
    return i


def is_passive(tree: Tree, verb: int) -> bool:
    """Say whether a verb is passive: by its auxiliary or subject, as a participle, or as a bare headline participle."""
    token = tree.tokens[verb]
    if tree.kid(verb, "aux:pass") is not None:
        return True
    if any(k < verb for k in tree.kids(verb, "nsubj:pass", "csubj:pass")):
        # "the rebels freed nine men" whose subject was misread: a past tense with its object after it is active
        return not (token.xpos == "VBD" and any(k > verb for k in tree.kids(verb, "obj")))
    if (
        token.xpos != "VBN"
        or _late_object(tree, verb) is not None
        or any(tree.has_lemma(a, "have", "'ve", "’ve") for a in tree.kids(verb, "aux"))
    ):
        return False
    if tree.is_rel(verb, "amod"):
        return True
    if tree.is_rel(verb, "acl") and tree.kid(verb, "obj") is not None and verb < min(tree.kids(verb, "obj")):
        return False  # a participle that takes an object is a past tense that was misread, as in headlines
    if tree.is_rel(verb, "acl", "advcl", "xcomp", "dep") and not tree.is_rel(verb, "acl:relcl"):
        return tree.kid(verb, "aux", "nsubj") is None
    if tree.is_rel(verb, "conj") and tree.kid(verb, "nsubj", "aux", "cop") is None:
        head = tree.tokens[verb].head
        return is_passive(tree, head) if tree.tokens[head].upos in {"VERB", "AUX"} else tree.kid(verb, "obj") is None
    return tree.kid(verb, "aux", "obj", "ccomp") is None


def surface_subject(tree: Tree, verb: int, depth: int = 0) -> Subject:
    """Return the surface subject of a verb or predicate, its own or the one it shares."""
    own = _own_subject(tree, verb)
    if own is not None:
        return Subject(heads=spread(tree, [antecedent(tree, own)]), how="own")
    token = tree.tokens[verb]
    head = token.head
    if head < 0 or depth > _DEPTH:
        return Subject()
    if tree.is_rel(verb, "amod", "acl") and not tree.is_rel(verb, "acl:relcl"):
        if token.xpos in {"VBN", "VBG"} or (token.upos == "ADJ" and tree.is_rel(verb, "amod")):
            return Subject(heads=_modified(tree, head), how="participle")
        return _noun_controller(tree, head, depth)
    if tree.is_rel(verb, "acl:relcl"):
        return Subject(heads=(head,), how="relative")
    if tree.is_rel(verb, "conj"):
        first = surface_subject(tree, head, depth + 1)
        return Subject(heads=first.heads, how="conj" if first.heads else "none")
    if tree.is_rel(verb, "xcomp"):
        return _controller(tree, head, depth)
    if tree.is_rel(verb, "ccomp") and token.xpos in {"VBG", "VB"} and tree.tokens[head].upos == "VERB":
        return _controller(tree, head, depth)
    if tree.is_rel(verb, "advcl") and token.xpos in {"VBG", "VBN", "VB"}:
        return _adverbial(tree, verb, head, depth)
    if tree.is_rel(verb, "parataxis") and token.xpos in {"VBG", "VBN"}:
        return surface_subject(tree, head, depth + 1)
    return Subject()


def _own_subject(tree: Tree, verb: int) -> int | None:
    """Return the subject that hangs from a verb; of several the nearest before it.

    Where a clause and the verb of saying after it share their subjects in the parse, the first is the clause's.
    """
    found = tree.kids(verb, "nsubj:outer") or tree.kids(verb, "nsubj")
    if found:
        return max((k for k in found if k < verb), default=found[0])
    if tree.is_rel(verb, "ccomp"):
        head = tree.tokens[verb].head
        shared = tree.kids(head, "nsubj")
        if len(shared) > 1 and shared[0] < verb < head:
            return shared[0]
    return None


def _modified(tree: Tree, noun: int) -> tuple[int, ...]:
    """Return the noun that a participle modifies, alone: a participle may stand before each of several."""
    return (antecedent(tree, noun),)


def _noun_controller(tree: Tree, noun: int, depth: int) -> Subject:
    """Find the subject of an infinitive on a noun: the owner of the plan, or whoever makes it, or the noun itself."""
    owner = tree.kid(noun, "nmod:poss")
    if owner is not None:
        return Subject(heads=spread(tree, [owner]), how="owner")
    for k in tree.kids(noun, "nmod"):
        if tree.case(k) in {"by", "for", "of", "on"}:
            return Subject(heads=spread(tree, [k]), how="owner")
    above = tree.tokens[noun].head
    if tree.is_rel(noun, "obj") and tree.tokens[above].upos == "VERB":
        found = surface_subject(tree, above, depth + 1)
        if not is_passive(tree, above) and found.heads:
            return Subject(heads=found.heads, how="owner")
    compound = [k for k in tree.kids(noun, "compound", "amod") if tree.tokens[k].entity != "O"]
    return Subject(heads=tuple(compound) or (noun,), how="owner" if compound else "noun")


def _controller(tree: Tree, head: int, depth: int) -> Subject:
    """Find the understood subject of a complement of ``head``: its object, its oblique, or its subject."""
    words = syntax.load()
    lemma = tree.tokens[head].lemma.lower()
    if tree.tokens[head].upos in {"VERB", "AUX"} and not is_passive(tree, head) and lemma not in words.subject_control:
        for found in (_objects(tree, head), tree.kids(head, "iobj")):
            if found:
                return Subject(heads=spread(tree, [antecedent(tree, found[0])]), how="object control")
        for k in tree.kids(head, "obl"):
            if tree.case(k) in words.oblique_control.get(lemma, ()) and not _is_time(tree, k):
                return Subject(heads=spread(tree, [k]), how="oblique control")
    found_subject = surface_subject(tree, head, depth + 1)
    return Subject(heads=found_subject.heads, how="subject control" if found_subject.heads else "none")


def _adverbial(tree: Tree, verb: int, head: int, depth: int) -> Subject:
    """Find the understood subject of an adverbial infinitive or participle."""
    markers = {tree.tokens[k].lemma.lower() for k in tree.kids(verb, "mark", "case")}
    if tree.tokens[head].upos in {"VERB", "AUX"}:
        if markers & syntax.load().object_markers and not is_passive(tree, head):
            found = tree.kids(head, "obj") or tree.kids(head, "iobj")
            if found:
                return Subject(heads=spread(tree, [antecedent(tree, found[0])]), how="object control")
        if "to" in markers and not is_passive(tree, head):
            lemma = tree.tokens[head].lemma.lower()
            for k in tree.kids(head, "obl"):
                if tree.case(k) in syntax.load().oblique_control.get(lemma, ()) and not _is_time(tree, k):
                    return Subject(heads=spread(tree, [k]), how="oblique control")
        if "to" in markers and is_passive(tree, head):
            agent = agents(tree, head)
            if agent:
                return Subject(heads=agent, how="agent")
    found_subject = surface_subject(tree, head, depth + 1)
    return Subject(heads=found_subject.heads, how="matrix" if found_subject.heads else "none")


def _is_time(tree: Tree, i: int) -> bool:
    return tree.tokens[i].entity.endswith("TIME")


def agents(tree: Tree, verb: int) -> tuple[int, ...]:
    """Return the heads of the by-phrase of a passive; gerunds ("by using") and times are no agents."""
    found = [
        k
        for k in tree.kids(verb, "obl")
        if (tree.case(k) == "by" or (tree.is_rel(k, "obl:agent") and not tree.case(k)))
        and tree.tokens[k].entity.removeprefix("B-") != "TIME"
    ]
    if not found and tree.is_rel(verb, "conj"):
        # "was attacked and looted by the mob": the phrase may hang from either verb.
        head = tree.tokens[verb].head
        if tree.tokens[head].upos == "VERB" and is_passive(tree, head):
            found = [k for k in tree.kids(head, "obl") if tree.is_rel(k, "obl:agent") and k > verb]
    if not found:
        for c in tree.kids(verb, "conj"):
            later = tree.kids(c, "obl:agent")
            if later and tree.tokens[c].xpos == "VBN" and tree.kid(c, "nsubj", "aux") is None:
                found = later
    return spread(tree, found)


def _late_object(tree: Tree, verb: int) -> int | None:
    """Return an object that the parser took for something else.

    A second subject, or an apposition to the subject, does not stand after an active verb whose subject is before
    it ("the police have held nine men"); an oblique has a preposition or is a time.
    """
    bare = [
        k
        for k in tree.kids(verb, "obl")
        if tree.tokens[k].deprel == "obl" and k > verb and not tree.case(k) and not tree.kids(k, "mark")
    ]
    if bare and tree.kid(verb, "obj", "aux:pass") is None and not tree.tokens[bare[0]].entity.endswith("TIME"):
        return bare[0]  # "killed at least nine": "at" was taken for the preposition of the whole
    before = [k for k in tree.kids(verb, "nsubj") if k < verb]
    if not before or tree.kid(verb, "obj", "aux:pass", "ccomp", "expl") is not None:
        return None
    after = [k for k in tree.kids(verb, "nsubj") if k > verb] or [k for k in tree.kids(before[0], "appos") if k > verb]
    return after[0] if after else None


def objects(tree: Tree, verb: int) -> tuple[tuple[int, ...], bool]:
    """Return the object heads of an active verb, and whether they are shared with a coordinated verb.

    An object is shared where it stands after both verbs: "shelled and captured the town".
    """
    late = _late_object(tree, verb)
    own = _objects(tree, verb) if late is None else [late]
    if own:
        return spread(tree, [antecedent(tree, own[0])]), False
    token = tree.tokens[verb]
    if tree.is_rel(verb, "conj") and token.head >= 0 and tree.tokens[token.head].upos == "VERB":
        shared = [k for k in tree.kids(token.head, "obj") if k > verb]
        if shared:
            return spread(tree, shared[:1]), True
    for c in tree.kids(verb, "conj"):
        if tree.tokens[c].upos != "VERB" or tree.kid(c, "nsubj") is not None:
            continue
        between = [k for k in range(verb + 1, c) if tree.tokens[k].upos not in {"CCONJ", "PUNCT", "ADV"}]
        if not between and tree.kids(c, "obj"):
            return spread(tree, tree.kids(c, "obj")[:1]), True
    gap = _gap(tree, verb)
    return ((gap,), False) if gap is not None else ((), False)


def _objects(tree: Tree, verb: int) -> list[int]:
    """Return the object of a verb, which may hang from the infinitive after it ("urged *farmers* to leave")."""
    head = tree.tokens[verb].head
    lower = head if tree.is_rel(verb, "xcomp") else -1
    own = [k for k in tree.kids(verb, "obj") if k > verb or k < lower or lower < 0]
    if own or tree.tokens[verb].upos != "VERB":
        return own
    return [o for k in tree.kids(verb, "xcomp") for o in tree.kids(k, "obj") if verb < o < k][:1]


def _gap(tree: Tree, verb: int) -> int | None:
    """Return the noun whose relative clause leaves the object of ``verb`` open ("the man they arrested")."""
    if tree.kid(verb, "ccomp") is not None:
        return None
    j = verb
    while tree.is_rel(j, "xcomp", "ccomp") and tree.tokens[j].head >= 0:
        j = tree.tokens[j].head
    if not tree.is_rel(j, "acl:relcl") or tree.tokens[j].head < 0:
        return None
    subject = tree.kids(j, "nsubj")
    if not subject or antecedent(tree, subject[0]) != subject[0]:
        return None  # the gap is the subject
    if any(tree.has_lemma(k, "where", "when", "why") for k in tree.kids(j, "advmod")):
        return None
    if any(antecedent(tree, k) != k for k in tree.kids(j, "obl")):
        return None  # the gap is an oblique: "in which"
    return tree.tokens[j].head
