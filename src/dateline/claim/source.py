"""Find who speaks: the source of a cue in its tree, and how far the phrases and clauses of a tree reach."""

from __future__ import annotations

from dateline.lexicon.speech import speech_lexicon
from dateline.tree import Tree

_RELATIVE = frozenset({"who", "which", "that", "whom"})
_STEPS = 12
"""How many governors a missing subject is sought through."""
_LIGHT = frozenset(
    {
        "make",
        "issue",
        "release",
        "have",
        "express",
        "raise",
        "give",
        "repeat",
        "voice",
        "publish",
        "send",
        "post",
    }
)


class ClauseExtent:
    """First and last token of every subtree of a tree, punctuation left out at the ends; made in one pass."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        n = len(tree)
        self.left = list(range(n))
        self.right = list(range(n))
        # Children before their heads: a walk from the root, read backwards.
        order: list[int] = []
        todo = [i for i, t in enumerate(tree.tokens) if t.head < 0]
        while todo:
            i = todo.pop()
            order.append(i)
            todo += tree.kids(i)
        left, right = self.left, self.right
        for i in reversed(order):
            token = tree.tokens[i]
            head = token.head
            if head >= 0 and token.upos != "PUNCT":
                if left[i] < left[head]:
                    left[head] = left[i]
                if right[i] > right[head]:
                    right[head] = right[i]

    def minus(self, first: int, last: int, a: int, b: int) -> tuple[tuple[int, int], ...]:
        """Return the parts of ``[first, last]`` outside ``[a, b]``."""
        parts = ((first, min(last, a - 1)), (max(first, b + 1), last))
        return tuple((x, y) for x, y in parts if x <= y)

    def without(self, first: int, last: int, v: int) -> tuple[tuple[int, int], ...]:
        """Return ``[first, last]`` cut so that the cue ``v``, and a subject before it, are not in it."""
        if not first <= v <= last:
            return ((first, last),)
        subject = self._tree.kid(v, "nsubj")
        cut = self.left[subject] if subject is not None and first < subject < v else v
        return self.minus(first, last, cut, v)


def is_passive(tree: Tree, v: int) -> bool:
    """Say whether a verb is passive, a reduced one ("a plan announced by ...") included."""
    if tree.kid(v, "aux:pass") is not None:
        return True
    if tree.kid(v, "nsubj:pass", "csubj:pass") is not None and tree.tokens[v].xpos == "VBN":
        return True
    if tree.kid(v, "obl:agent") is not None and tree.tokens[v].xpos in {"VBN", "VBD"} and tree.kid(v, "nsubj") is None:
        return True
    return (
        tree.tokens[v].xpos == "VBN" and tree.is_rel(v, "acl", "advcl", "amod") and tree.kid(v, "aux", "nsubj") is None
    )


def agent(tree: Tree, v: int) -> int | None:
    """Return the noun after "by" of a passive, or None."""
    found = tree.kid(v, "obl:agent")
    if found is not None:
        return found
    return next(
        (k for k in tree.kids(v, "obl") if k > v and tree.case(k) == "by" and tree.tokens[k].upos != "NUM"), None
    )


def find_source(tree: Tree, v: int) -> int | None:
    """Return the head of whoever says, thinks or wants what ``v`` tells, or None where the sentence names nobody."""
    at = v
    quoted = tree.tokens[v].head
    if quoted >= 0 and tree.tokens[v].xpos == "VBG" and any(tree.has_lemma(k, "as") for k in tree.kids(v, "mark")):
        verb = quoted if not tree.is_rel(quoted, "obj") else tree.tokens[quoted].head
        if tree.has_lemma(verb, "quote", "cite"):
            return tree.kid(verb, "obj")  # "quoted a source as saying"
    misread = _object_before(tree, v) or subject_of_another(tree, v)
    if misread is not None:
        return misread
    set_before = _name_before(tree, v)
    if set_before is not None:
        return set_before
    for _ in range(_STEPS):
        subject = _own_subject(tree, at)
        if subject is not None:
            return _resolve(tree, subject, at)
        if at != v and tree.kid(at, "nsubj:pass", "expl") is not None:
            return tree.kid(at, "nsubj:pass")
        head, token = tree.tokens[at].head, tree.tokens[at]
        if head < 0:
            return None
        if tree.is_rel(at, "acl"):
            return head if token.xpos in {"VBG", "VBN"} or tree.is_rel(at, "acl:relcl") else _controller(tree, head)
        if tree.is_rel(at, "xcomp"):
            obj = next((k for k in tree.kids(head, "obj", "iobj") if k < at), None)
            if obj is not None and tree.tokens[obj].upos in {"PROPN", "PRON", "NOUN"} and token.xpos == "VB":
                return obj
        elif tree.is_rel(at, "parataxis"):
            return _postposed(tree, at)
        elif not tree.is_rel(at, "conj", "advcl", "ccomp"):
            return None
        at = head
    return None


def _object_before(tree: Tree, v: int) -> int | None:
    """Return the subject that the parse took for the object of a verb before: "adding the rebels also demanded"."""
    if tree.tokens[v].xpos not in {"VBD", "VBZ", "VBP"} or tree.kid(v, "nsubj", "expl") is not None:
        return None
    j = v - 1
    while j > 0 and tree.tokens[j].upos == "ADV":
        j -= 1
    noun = j >= 0 and tree.tokens[j].upos in {"NOUN", "PROPN", "PRON"} and tree.is_rel(j, "obj")
    return j if noun and 0 <= tree.tokens[j].head < j and tree.tokens[tree.tokens[j].head].xpos == "VBG" else None


def subject_of_another(tree: Tree, v: int) -> int | None:
    """Return the subject that the parse gave to a verb before, though it stands between that and ``v``.

    "burned nine lorries, *two drivers* who escaped said", "*doctors* treating her say".
    """
    if tree.tokens[v].xpos not in {"VBD", "VBZ", "VBP"} or tree.kid(v, "nsubj", "expl", "aux", "cop") is not None:
        return None
    for j in range(v - 1, max(-1, v - _STEPS), -1):
        if tree.tokens[j].text in {"“", "”", '"', ";", ":"}:
            return None
        verb = tree.tokens[j].head
        if not tree.is_rel(j, "nsubj") or tree.tokens[j].deprel == "nsubj:pass" or verb == v:
            continue
        late = verb < j and any(tree.tokens[i].text == "," for i in range(verb, j))
        gerund = j < verb < v and tree.tokens[verb].xpos == "VBG" and tree.tokens[verb].head == v
        if late or (gerund and verb == j + 1 and tree.kid(verb, "aux") is None):
            return j
    return None


def _name_before(tree: Tree, v: int) -> int | None:
    """Return who stands right before a cue at the end, where its subject is that of what is said.

    "*Men* smashed the transmitter, its director, *Nene Sambu*, says."
    """
    subject = tree.kid(v, "nsubj")
    said = [k for k in tree.kids(v, "ccomp") if subject is not None and subject < k < v]
    ended = all(t.upos == "PUNCT" for t in tree.tokens[v + 1 :])
    if not said or not ended or tree.kid(said[0], "nsubj") is not None:
        return None
    named = [k for k in range(said[0], v) if tree.is_rel(k, "appos") and tree.tokens[k].upos == "PROPN"]
    return named[-1] if named and tree.tokens[v - 1].text == "," else None


def _own_subject(tree: Tree, v: int) -> int | None:
    own = [k for k in tree.kids(v, "nsubj") if tree.tokens[k].deprel != "nsubj:pass" or not is_passive(tree, v)]
    # Where the parse gives two, one is the subject of what is said.
    return min(own, key=lambda k: abs(k - v), default=None)


def _postposed(tree: Tree, v: int) -> int | None:
    """Return the noun after an inverted "said", where the parse calls it an object."""
    return next(
        (k for k in tree.kids(v, "obj", "dep") if k > v and tree.tokens[k].upos in {"PROPN", "NOUN", "PRON"}), None
    )


def _controller(tree: Tree, noun: int) -> int | None:
    head = tree.tokens[noun].head
    return _own_subject(tree, head) if head >= 0 else None


def _resolve(tree: Tree, subject: int, v: int) -> int | None:
    token = tree.tokens[subject]
    lemma = token.lemma.lower()
    if lemma in _RELATIVE and token.upos in {"PRON", "SCONJ", "DET"}:
        for j in (v, *tree.up(v)):
            if tree.is_rel(j, "acl:relcl"):
                return tree.tokens[j].head
        return subject if lemma == "that" and token.upos != "SCONJ" else None
    if lemma in {"there", "what"} or (lemma == "it" and tree.kid(v, "expl") is not None):
        return None
    return subject


def poss_source(tree: Tree, noun: int) -> int | None:
    """Return who owns a noun of speech: "X's claim", "claims by X", "X made the claim"."""
    owner = tree.kid(noun, "nmod:poss")
    if owner is not None:
        return owner
    for k in tree.kids(noun, "nmod"):
        if tree.case(k) in {"by", "from", "among"}:
            return k
    for k in tree.kids(noun, "acl"):
        if k > noun and is_passive(tree, k) and tree.has_lemma(k, *speech_lexicon().putting_out):
            return agent(tree, k)  # "reports *spread by the radio*"
    head = tree.tokens[noun].head
    if head < 0 or not tree.is_rel(noun, "obj"):
        return None
    # "denied a report *by the radio* that ...", hung from the verb, which is done by its subject
    late = [k for k in tree.kids(head, "obl", "obl:agent") if k > noun and tree.case(k) == "by"]
    if late and not is_passive(tree, head) and not tree.tokens[late[0]].entity.endswith("TIME"):
        return late[0] if tree.kids(noun, "acl", "ccomp") else None
    return find_source(tree, head) if tree.has_lemma(head, *_LIGHT) else None


def source_range(tree: Tree, extent: ClauseExtent, source: int, cue: int) -> tuple[int, int]:
    """Return the tokens of a source's phrase, cut before the clause that holds the cue, without a case marker."""
    first, last = extent.left[source], extent.right[source]
    if source == cue:  # "a *television report* that ..."
        last = source
    elif first <= cue <= last:
        child = cue
        while tree.tokens[child].head not in (source, -1):
            child = tree.tokens[child].head
        if child > source:
            last = max(source, extent.left[child] - 1)
        else:
            first = min(source, extent.right[child] + 1)
    marks = set(tree.kids(source, "case", "mark", "cc"))
    while first < source and (first in marks or tree.tokens[first].head in marks or tree.tokens[first].upos == "PUNCT"):
        first += 1
    while last > source and (last in marks or tree.tokens[last].upos == "PUNCT"):
        last -= 1
    return first, last
