"""Read a predicate's own marking off its tree: negation, modal verbs, tense and aspect."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from dateline.lexicon import inflection, syntax
from dateline.lexicon.stance import StanceLexicon
from dateline.records import Status
from dateline.tree import Tree

_PRESENT = frozenset({"VBZ", "VBP"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_MODALS = {
    "'ll": "will",
    "’ll": "will",
    "wo": "will",
    "ca": "can",
    "sha": "shall",
    "'d": "would",
    "’d": "would",
    "wil": "will",
}
WH = frozenset({"who", "whom", "what", "which", "when", "where", "why", "how", "whose"})
_FIRST = frozenset({"i", "we"})
_THIRD = frozenset({"he", "she", "they", "it"})
_WHOSE = {"our": "we", "my": "i", "its": "it", "his": "he", "her": "she", "their": "they"}
OWNERS = frozenset({*_WHOSE, "your"})
"""Pronouns for who owns or whose kin somebody is."""
_ENDS = frozenset(".?!…\"”’'")


@dataclass(frozen=True, slots=True, kw_only=True)
class Marking:
    """A predicate's own marking. ``status`` None: nothing marks it; ``rule`` names what does."""

    negative: bool = False
    negated_by: str = ""
    status: Status | None = None
    rule: str = ""
    near: bool = False
    real: bool = False
    """The status is one of fact (happened, ongoing), which any governor may override."""


def lemma(tree: Tree, i: int) -> str:
    """Return the lemma of a token, modals with their full form."""
    low = tree.tokens[i].text.lower()
    return _MODALS.get(low, tree.tokens[i].lemma.lower()) if tree.tokens[i].upos in {"AUX", "VERB", "PART"} else low


def auxiliaries(tree: Tree, v: int) -> list[int]:
    """Return the auxiliaries and copulas of a predicate, in order."""
    return tree.kids(v, "aux", "cop")


def is_finite(tree: Tree, v: int) -> bool:
    """Say whether a predicate is finite, by itself or by an auxiliary."""
    return tree.tokens[v].xpos in _FINITE or any(tree.tokens[a].xpos in _FINITE for a in auxiliaries(tree, v))


def to_of(tree: Tree, v: int) -> int | None:
    """Return the "to" that marks a predicate, or a noun that the parser took for one; None without."""
    return next((k for k in tree.kids(v, "mark") if tree.has_lemma(k, "to")), None)


def is_infinitive(tree: Tree, v: int) -> bool:
    """Say whether "to" marks the predicate, and it is no gerund: "led to nine men *being* killed"."""
    first = auxiliaries(tree, v)[:1]
    gerund = tree.tokens[v].xpos == "VBG" and not first and tree.kid(v, "nsubj") is not None
    if gerund or any(tree.tokens[a].text.lower() == "being" for a in first):
        return False
    return any(tree.tokens[k].text.lower() == "to" for k in tree.kids(v, "mark")) and not any(
        tree.tokens[a].xpos == "MD" for a in auxiliaries(tree, v)
    )


def negation(tree: Tree, v: int, lexicon: StanceLexicon) -> str:
    """Return the word that negates a predicate, "" if none does."""
    adverbs = lexicon.adverbs
    for k in tree.kids(v, "advmod", "det", "cc:preconj", "neg", "aux", "discourse"):
        word = tree.tokens[k].text.lower()
        if word in adverbs["negation"] and not _undone(tree, v, k, adverbs["undone"]):
            return "not" if word in {"n't", "n’t", "not"} else word
        if word in {"longer", "more"} and any(
            tree.tokens[j].text.lower() in {"no", "n't", "not"} for j in tree.kids(k)
        ):
            return "no longer"
    for k in tree.kids(v, "nsubj", "obj", "csubj", "obl", "expl", "iobj"):
        if tree.is_rel(k, "obl") and tree.case(k) not in {"in", "under", "at"}:
            continue
        word = tree.tokens[k].text.lower()
        none = word in adverbs["pronouns"] or (word in {"one", "longer"} and _has_no(tree, k, adverbs["determiners"]))
        if none or (not tree.is_rel(k, "obl") and _has_no(tree, k, adverbs["determiners"])):
            return "no"
        if (
            tree.is_rel(k, "obl")
            and tree.tokens[k].lemma.lower() in {"way", "circumstance", "point", "time", "case"}
            and _has_no(tree, k, adverbs["determiners"])
        ):
            return "no"
    return ""


def _undone(tree: Tree, v: int, k: int, undone: frozenset[str]) -> bool:
    """Say whether a negation does not reach the predicate: "not only", "did not leave until Monday"."""
    nearby = [j for j in (k + 1,) if j < len(tree)]
    if any(tree.tokens[j].text.lower() in undone for j in nearby) or any(
        tree.has_lemma(j, *undone) for j in tree.kids(k)
    ):
        return True
    if any(tree.tokens[a].xpos == "MD" for a in auxiliaries(tree, v)):
        return False  # "will not leave until Monday": as things stand they will not
    if any("until" in tree.case(j) or "till" in tree.case(j) for j in tree.kids(v, "obl")):
        return True
    return any(
        tree.has_lemma(m, "until", "till") for j in tree.kids(v, "advcl") for m in tree.kids(j, "mark", "advmod")
    )


def _has_no(tree: Tree, k: int, determiners: frozenset[str]) -> bool:
    if any(tree.tokens[j].text.lower() in determiners for j in tree.kids(k, "det", "advmod", "nummod", "cc:preconj")):
        return True
    # "not a single hostage", "not one man"
    for j in tree.kids(k, "advmod"):
        after = tree.tokens[j + 1].text.lower() if j + 1 < len(tree) else ""
        if j < k and tree.has_lemma(j, "not") and after in {"a", "one", "any"}:
            return True
    return False


def comes_about(tree: Tree, v: int, lexicon: StanceLexicon) -> bool:
    """Say whether a verb tells of its subject no more than that it happened, or that somebody did it."""
    base = lexicon.base("VERB", tree.tokens[v].text, tree.tokens[v].lemma)
    if base in lexicon.happens and tree.kid(v, "xcomp") is None:
        return True
    beside = {tree.tokens[k].lemma.lower() for k in tree.kids(v, "obj", "compound", "compound:prt", "advmod", "obl")}
    return any(f"{base} {word}" in lexicon.happens for word in beside)


def is_inverted(tree: Tree, v: int) -> bool:
    """Say whether a clause is a condition by its order: "had they known", "should talks fail"."""
    subject = tree.kid(v, "nsubj")
    if subject is None:
        return False
    return any(a < subject and tree.tokens[a].text.lower() in {"had", "should", "were"} for a in auxiliaries(tree, v))


def is_headline(tree: Tree) -> bool:
    """Say whether a sentence lacks an end mark, as headlines do."""
    return bool(tree.tokens) and tree.tokens[-1].text[-1] not in _ENDS and len(tree) <= 25


def marking(
    tree: Tree, v: int, lexicon: StanceLexicon, *, reported: bool = False, conditioned: bool = False
) -> Marking:
    """Return how a predicate is marked.

    ``reported``: it is what somebody said; ``conditioned``: an if-clause hangs on it.
    """
    word = negation(tree, v, lexicon)
    status, rule, real = _status(tree, v, lexicon, reported, conditioned)
    near = any(
        tree.tokens[k].text.lower() in lexicon.adverbs["near"]
        for k in tree.kids(v, "advmod")
        if k < v and _near_verb(tree, v, k)
    )
    return Marking(negative=bool(word), negated_by=word, status=status, rule=rule, near=near, real=real)


def _near_verb(tree: Tree, v: int, k: int) -> bool:
    """Say whether "nearly" bears on the verb, not on a number or a word that follows it."""
    after = tree.tokens[k + 1] if k + 1 < len(tree) else None
    return (
        after is not None
        and after.upos not in {"NUM", "DET", "ADJ", "ADV", "SYM"}
        and tree.tokens[v].upos in {"VERB", "AUX", "ADJ", "NOUN"}
    )


def _status(
    tree: Tree, v: int, lexicon: StanceLexicon, reported: bool, conditioned: bool
) -> tuple[Status | None, str, bool]:
    aux = auxiliaries(tree, v)
    words = [lemma(tree, a) for a in aux]
    perfect = ("have" in words and tree.tokens[v].xpos in {"VBN", "VBD"}) or ("have" in words and "be" in words)
    for word in words:
        status = lexicon.modals.get(word)
        if status is None:
            continue
        if word in {"could", "would", "should", "ought"} and perfect:
            return Status.HYPOTHETICAL, f"modal.{word} have", False
        if word in {"may", "might", "must"} and perfect:
            return Status.POSSIBLE, f"modal.{word} have", False
        if word in {"will", "would", "shall"}:
            return _future(tree, v, word, status, reported, conditioned)
        return status, f"modal.{word}", False
    if any(tree.tokens[k].text.lower() in lexicon.adverbs["possible"] for k in tree.kids(v, "advmod")):
        return Status.POSSIBLE, "adverb.possible", False
    xpos = tree.tokens[v].xpos
    if xpos == "VB" and any(tree.has_lemma(k, "due") for k in tree.kids(v, "case", "mark")) and "be" in words:
        return Status.PLANNED, "due to", False
    if "to" in [tree.tokens[k].text.lower() for k in tree.kids(v, "mark", "aux")]:
        if any(lemma(tree, a) == "be" and a < v and tree.tokens[a].xpos in _PRESENT | {"VBD"} for a in aux):
            return Status.PLANNED, "be to", False
        return None, "", False
    if xpos == "VBG" and any(lemma(tree, a) == "be" for a in aux):
        finite = [tree.tokens[a].xpos for a in aux if tree.tokens[a].xpos in _FINITE]
        past = finite[:1] == ["VBD"] and not reported  # "said that they were firing": at that time they are
        return (Status.HAPPENED, "past progressive", True) if past else (Status.ONGOING, "progressive", True)
    if (
        any(tree.tokens[k].text.lower() in lexicon.adverbs["habitual"] for k in tree.kids(v, "advmod"))
        and xpos in _PRESENT
    ):
        return Status.ONGOING, "habitual", True
    passive_now = xpos in {"VBN", "VBD"} and any(tree.tokens[a].text.lower() == "being" for a in aux)
    if passive_now and any(tree.tokens[a].xpos in _PRESENT for a in aux):
        return Status.ONGOING, "progressive", True
    if xpos == "VBP" and not aux and _is_past(tree.tokens[v].text.lower()):
        return None, "", False  # "overran": no present looks like that
    if xpos == "VBP" and not aux and tree.has_lemma(v, *syntax.load().unchanged) and _told_past(tree, v):
        return None, "", False  # "guards *beat* nine men after they spoke"
    if xpos in _PRESENT and not aux and conditioned:
        return Status.HYPOTHETICAL, "present on a condition", False
    if xpos in _PRESENT and not aux:
        return (Status.HAPPENED, "headline", True) if is_headline(tree) else (Status.ONGOING, "present", True)
    return None, "", False


def _told_past(tree: Tree, v: int) -> bool:
    """Say whether a clause beside a predicate is told in the past."""
    beside = [*tree.kids(v, "advcl", "conj"), tree.tokens[v].head]
    return any(k >= 0 and tree.tokens[k].xpos == "VBD" and not tree.is_rel(v, "ccomp") for k in beside)


@cache
def _is_past(form: str) -> bool:
    """Say whether a form is an irregular past and nothing else: "overran", not "hit"."""
    found = inflection.irregular()
    return form not in found and any(form in forms for forms in found.values())


def _future(
    tree: Tree, v: int, word: str, status: Status, reported: bool, conditioned: bool
) -> tuple[Status, str, bool]:
    subject = tree.kid(v, "nsubj")
    who = "" if subject is None else tree.tokens[subject].text.lower()
    owner = None if subject is None else tree.kid(subject, "nmod:poss")
    if owner is not None and tree.tokens[owner].text.lower() in _WHOSE:
        who = _WHOSE[tree.tokens[owner].text.lower()]  # "*our* men will leave", "said that *its* men would"
    if word == "would":
        if conditioned or not reported:
            return Status.HYPOTHETICAL, "modal.would", False
        return (
            (Status.PLANNED, "self.would", False)
            if who in _THIRD | _FIRST
            else (Status.PREDICTED, "reported would", False)
        )
    if who in _FIRST or (reported and who in _THIRD):
        return Status.PLANNED, f"self.{word}", False
    return status, f"modal.{word}" + (" on a condition" if conditioned else ""), False


def is_open_question(tree: Tree) -> bool:
    """Say whether a sentence asks whether something is so (a wh-question takes it for granted)."""
    tail = [t.text for t in tree.tokens[-3:]]
    if not any("?" in t for t in tail):
        return False
    root = tree.root
    if root is None:
        return False
    subject = tree.kid(root, "nsubj", "csubj", "expl")
    turned = subject is None or any(a < subject for a in auxiliaries(tree, root))
    return turned and not any(t.text.lower() in WH for t in tree.tokens[:4])


def is_order(tree: Tree, v: int) -> bool:
    """Say whether a root is an imperative."""
    token = tree.tokens[v]
    if token.xpos != "VB" or tree.kid(v, "nsubj", "csubj", "expl") is not None:
        return False
    return not any(lemma(tree, a) != "do" for a in auxiliaries(tree, v)) and not is_infinitive(tree, v)
