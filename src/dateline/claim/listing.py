"""Who and what stands in a list: all that is coordinated to a head, however the parser tied it to the first."""

from __future__ import annotations

from dateline.tree import Tree

COMPANY = frozenset({"along with", "together with"})
"""Prepositions of who takes part beside another: "the judge was killed along with two guards"."""


_TENSED = frozenset({"VBZ", "VBD", "VBP"})


def joined(tree: Tree, verb: int) -> int:
    """Return the word that a coordinated one goes with: its head, or the verb above that where only that has a tense.

    "It *asks* that they be freed and *demands* an inquiry": hung from "freed", which has no tense of its own.
    """
    head = tree.tokens[verb].head
    own = tree.kid(verb, "nsubj", "nsubj:pass", "aux", "cop", "mark") is not None
    tense = tree.tokens[verb].xpos
    if head < 0 or own or tense not in _TENSED or not tree.is_rel(head, "ccomp", "xcomp", "advcl", "acl"):
        return head
    above = tree.tokens[head].head
    if above < 0 or tree.tokens[above].upos != "VERB":
        return head
    bare = min([head, *(k for k in tree.kids(head, "aux", "aux:pass", "cop") if k < head)])
    untensed = tree.tokens[bare].xpos == "VB" and (tense != "VBP" or tree.tokens[above].xpos == "VBP")
    # "denied that *there* was a strike and *accused* the families": "there" accuses nobody
    return above if untensed or tree.kid(head, "expl") is not None else head


def spread(tree: Tree, heads: list[int] | tuple[int, ...]) -> tuple[int, ...]:
    """Return the heads with all that is coordinated to them, in order; "X but not Y" gives X alone."""
    out: list[int] = []
    for head in heads:
        named = _named(tree, head)
        out.append(head)
        if named is not None:  # the plural is one with the first of them
            out.extend(spread(tree, tree.kids(named, "conj")))
        for k in tree.kids(head, "conj", "appos", "nmod"):
            if tree.is_rel(k, "conj") and joined(tree, k) != head:
                continue
            if k == named or (not tree.is_rel(k, "conj") and not _adds(tree, k)):
                continue
            denied = any(tree.has_lemma(c, "not", "rather", "instead") for c in tree.kids(k, "advmod", "cc"))
            if not denied:
                out.extend(spread(tree, [k]))
    return tuple(dict.fromkeys(out))


def called(tree: Tree, noun: int) -> list[int]:
    """Return the name right after a noun that says what somebody is: "the radio host *Mario Zelaya*"."""
    after = noun + 1
    if after >= len(tree) or tree.tokens[after].entity not in {"B-PER", "B-ORG"}:
        return tree.kids(noun, "flat")
    token = tree.tokens[after]
    own = token.head in {noun, tree.tokens[noun].head} and tree.is_rel(after, "appos", "flat", "nmod")
    return [after] if own and not tree.kids(after, "case", "nmod:poss") else []


def _named(tree: Tree, head: int) -> int | None:
    """Return the first of several names that say who a plural is: "the brothers *Juan*, Isaac and Luis"."""
    if tree.tokens[head].xpos != "NNS":
        return None
    names = [k for k in tree.kids(head, "appos") if tree.tokens[k].entity.endswith("PER") and tree.kids(k, "conj")]
    every = names and all(tree.tokens[c].upos == "PROPN" for c in tree.kids(names[0], "conj"))
    return names[0] if every else None


def _adds(tree: Tree, k: int) -> bool:
    """Say whether a phrase adds a member: "nine men, *including a mayor*"; "the leader X *and the envoy Y*" misread."""
    if tree.is_rel(k, "appos"):
        return any(tree.has_lemma(c, "and") for c in tree.kids(k, "cc")) or _is_listed(tree, k) or _is_next(tree, k)
    if tree.case(k) in COMPANY:
        return True
    # a number of them is part of a count already told: "nine people, including three children"
    return tree.case(k) in {"including", "include"} and tree.kid(k, "nummod") is None


def _is_next(tree: Tree, k: int) -> bool:
    """Say whether a person's name after another's is the next of a list: "Olo Mark, a baker; *Ana Gil*, a nurse"."""
    head = tree.tokens[tree.tokens[k].head]
    both = head.entity.endswith("PER") and tree.tokens[k].entity.endswith("PER") and tree.tokens[k].upos == "PROPN"
    first = min(tree.under(k, skip=frozenset({"punct", "acl", "appos", "parataxis", "conj", "cc"})), default=k)
    return both and head.upos == "PROPN" and first > 0 and tree.tokens[first - 1].text == ";"


def _is_listed(tree: Tree, k: int) -> bool:
    """Say whether an apposition is the second of a list, "*a mill*, *a shop* and a school": all of them indefinite."""
    head = tree.tokens[k].head
    last = [c for c in tree.kids(head, "conj") if c > k and tree.kid(c, "cc") is not None]
    listed = [head, k, *last]
    return len(listed) > 2 and all(
        any(tree.has_lemma(d, "a", "an", "another") for d in tree.kids(i, "det")) or tree.kid(i, "nummod") is not None
        for i in listed
    )
