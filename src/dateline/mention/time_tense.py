"""Tell from the words around a time whether it lies ahead of the report or behind it."""

from __future__ import annotations

from dateline.lexicon import times
from dateline.lexicon.speech import speech_lexicon
from dateline.mention.quantity_count import has_tree
from dateline.records import Sentence, Token
from dateline.tree import Tree

SAYING = frozenset({"show", "be", "have"})
"""Verbs whose present tense says nothing of when, beside those of speech."""

TELLING = frozenset(
    {"say", "insist", "report", "show", "know", "admit", "confirm", "deny", "doubt", "accuse", "criticize", "praise"}
)
"""Strengths of speech whose present tense is of now, whatever it tells of."""

DOING = frozenset(
    {"open", "begin", "start", "continue", "go", "discuss", "talk", "speak", "hold", "present", "celebrate", "rule"}
)
"""Verbs of the speech lexicon that are done as much as said ("the talks begin on Friday")."""

SETTING = frozenset({"plan", "schedule", "slate", "planned", "planning", "scheduled", "slated"})
"""Verbs that put a time ahead in any form ("has scheduled a hearing on Thursday")."""

BACK_WORDS = frozenset({"was", "were", "had", "said", "has", "have", "did", "been", "took", "began", "came", "made"})
AHEAD_WORDS = frozenset(
    {
        "will",
        "'ll",
        "’ll",
        "shall",
        "would",
        "could",
        "may",
        "should",
        "scheduled",
        "expected",
        "expects",
        "plans",
        "planned",
    }
    | {"due", "payable", "upcoming"}
)
"""Words that tell the tense where there is no tree."""

WINDOW = 12
"""Words looked at on the left where there is no tree; half as many on the right."""


def outlook(tree: Tree, first: int, last: int) -> bool | None:
    """Say whether the time in tokens ``first`` to ``last`` is ahead (True), past (False) or untold (None).

    Where the sentence has a tree, the verb that governs the time decides: its auxiliaries, its form, and for an
    infinitive the verb above it ("expected to arrive on Friday"). Otherwise the nearest telling word does.
    """
    tokens = tree.tokens
    if not has_tree(tree):
        return _by_words(tree.sentence, first, last)
    head = next((i for i in range(first, last + 1) if not first <= tokens[i].head <= last), first)
    marks = tree.case(head)
    if marks in ("until", "till"):
        # "extended it until Monday" looks ahead; "until Monday they had refused" does not
        return not (tokens[head].head > last and _by_governor(tree, head) is False)
    beside = _by_neighbour(tree, first)
    if beside is not None:
        return beside
    told = _by_governor(tree, head)
    return True if told is None and marks == "by" else told


def _by_neighbour(tree: Tree, first: int) -> bool | None:
    """Read the verb right before the time ("said Friday that ...", "announced on Monday"), whatever the tree says."""
    i = first - 1
    if i >= 0 and tree.tokens[i].lemma.lower() in ("on", "in"):
        i -= 1
    if i < 0 or _ahead(tree.tokens[i]):
        return None
    token = tree.tokens[i]
    if token.xpos == "VBD" and token.upos == "VERB":
        return False
    return False if token.xpos == "VBN" and tree.is_rel(i, "acl") else None


def _by_governor(tree: Tree, head: int) -> bool | None:
    """Climb to the verb that governs; through a noun only what is said plainly counts ("the talks on Friday")."""
    tokens = tree.tokens
    nominal = False
    below = head
    for i in tree.up(head):
        token = tokens[i]
        if token.upos in ("NOUN", "PROPN", "NUM", "PRON", "SYM", "DET"):
            if _planned(tree, i):
                return True
            if tree.is_rel(below, "nmod:poss", "compound", "nummod", "nmod:unmarked") and nominal is False:
                return None
            nominal = True
            if any(tree.is_rel(k, "cop") for k in tree.kids(i)):
                return _by_verb(tree, i)
        else:
            told = _by_head(tree, i)
            if nominal and told and not _will(tree, i):
                return None
            return told
        below = i
    return None


def _planned(tree: Tree, i: int) -> bool:
    return tree.tokens[i].upos == "NOUN" and any(_ahead(tree.tokens[k]) for k in tree.kids(i, "amod", "acl"))


def _ahead(token: Token) -> bool:
    """Say whether a word puts what hangs on it in the future; the form counts too, for a lemma may be wrong."""
    ahead = times.load().ahead
    return token.lemma.lower() in ahead or token.text.lower() in ahead


def _will(tree: Tree, i: int) -> bool:
    return any(tree.tokens[k].lemma.lower() in ("will", "shall") for k in tree.kids(i, "aux"))


def _by_head(tree: Tree, i: int) -> bool | None:
    token = tree.tokens[i]
    if token.upos not in ("VERB", "AUX", "ADJ", "ADV"):
        return None
    if not SETTING.isdisjoint((token.lemma.lower(), token.text.lower())):
        return True
    if _ahead(token) and (token.xpos == "VBN" or token.upos == "ADJ"):
        return True
    return _by_verb(tree, i)


def _by_verb(tree: Tree, i: int) -> bool | None:
    token = tree.tokens[i]
    helpers = [tree.tokens[k] for k in tree.kids(i, "aux", "cop")]
    if any(h.xpos == "MD" for h in helpers):
        return not any(h.lemma.lower() == "have" for h in helpers)
    if token.xpos in ("VB", "JJ") and any(tree.has_lemma(k, "to") for k in tree.kids(i, "mark")):
        return _by_controller(tree, i)
    verbal = token.upos in ("VERB", "AUX")
    forms = {h.xpos for h in helpers} | ({token.xpos} if verbal else set())
    if "VBD" in forms or any(h.lemma.lower() == "have" and h.deprel.startswith("aux") for h in helpers):
        return False
    present = bool(forms & {"VBZ", "VBP"})
    if not verbal:
        return None
    if token.xpos == "VBG":
        return True if present else None
    if token.xpos == "VBN":
        return present and _bare_passive(helpers)
    if present:
        # "meets on Friday" looks ahead; who accuses, denies or says does so now, of what was or will be
        lemma = token.lemma.lower()
        cue = speech_lexicon().cue("VERB", lemma)
        said = lemma in SAYING or (cue is not None and cue.default in TELLING and lemma not in DOING)
        return None if said else True
    return None


def _bare_passive(helpers: list[Token]) -> bool:
    """Say whether the passive is a plain present one ("is held on Friday"), not a perfect."""
    return bool(helpers) and all(h.lemma.lower() == "be" for h in helpers)


def _by_controller(tree: Tree, i: int) -> bool | None:
    """Read an infinitive by what stands above it: "plans to", "is to", "agreed to" look ahead; "failed to" does not."""
    above = tree.tokens[i].head
    if above < 0 or tree.is_rel(i, "advcl"):
        return True if above < 0 else None
    if _ahead(tree.tokens[above]) or tree.tokens[above].lemma.lower() in LOOKING_AHEAD:
        return True
    return None


LOOKING_AHEAD = frozenset(
    {"agree", "want", "decide", "call", "urge", "order", "ask", "tell", "invite", "allow", "need", "have", "prepare"}
    | {"refuse", "decline", "require", "try", "demand", "request", "offer", "seek", "consider", "wish", "like", "ready"}
)


def _by_words(sentence: Sentence, first: int, last: int) -> bool | None:
    tokens = sentence.tokens
    left, right = range(first - 1, max(-1, first - 1 - WINDOW), -1), range(last + 1, last + 1 + WINDOW // 2)
    for step, span in ((-1, left), (1, right)):
        for i in span:
            if not 0 <= i < len(tokens):
                break
            word = tokens[i].text.lower()
            if word in ";:()":
                break
            if word in AHEAD_WORDS:
                return True
            if word in BACK_WORDS or (word.endswith("ed") and len(word) > 4):
                # "is expected": the word before tells, but -ed words of expecting are in AHEAD_WORDS
                return False
            if step == 1 and word == ",":
                break
    return True if first and tokens[first - 1].text.lower() in ("by", "until") else None
