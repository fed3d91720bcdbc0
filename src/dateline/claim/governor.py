"""Look up what stands above a happening in the lexicon of stance: the word, and where its complement hangs on it."""

from __future__ import annotations

from dateline.claim import verbal
from dateline.lexicon import syntax
from dateline.lexicon.speech import speech_lexicon
from dateline.lexicon.stance import Governor, StanceLexicon
from dateline.tree import Tree

_CLOSE = ("close", "near", "nearer", "closer")
_WH = verbal.WH - {"what", "which"}
"""Words that ask for one thing more of what is so; "asked *what* he had done" takes nothing for granted."""


def is_close(tree: Tree, head: int) -> bool:
    """Say whether a word tells that something all but came about: "came *close* to storming"."""
    return any(tree.has_lemma(k, *_CLOSE) for k in (head, *tree.kids(head, "advmod")))


def asks_more(tree: Tree, v: int) -> bool:
    """Say whether a clause asks who, why or how many, and so takes for granted that it is so: "asked *why he died*"."""
    # "a question *on how many died*"
    first = min((k for k in tree.under(v) if tree.tokens[k].upos not in {"ADP", "SCONJ"}), default=v)
    return tree.tokens[first].text.lower() in _WH and first < v and not tree.is_rel(v, "acl:relcl")


def marks_of(tree: Tree, i: int) -> set[str]:
    """Return the words that open a clause or phrase, lower-cased, those of several words joined."""
    out: set[str] = set()
    for k in tree.kids(i, "mark", "case", "advmod"):
        if tree.is_rel(k, "advmod") and tree.tokens[k].xpos != "WRB" and tree.kid(k, "fixed") is None:
            continue
        word = tree.tokens[k].text.lower()
        out.add(word)
        fixed = [tree.tokens[f].text.lower() for f in tree.kids(k, "fixed")]
        if fixed:
            out.add(" ".join([word, *fixed]))
    return out


def places(tree: Tree, at: int, head: int, infinitive: bool, finite: bool) -> list[str]:
    """Name where a clause hangs on its governor, as the lexicon names it, the closest fit first."""
    cases = [f"+{m}" for m in sorted(marks_of(tree, at)) if m not in {"to", "that"}]
    loose = [f"+{tree.tokens[k].text.lower()}" for k in tree.kids(head, "mark", "case", "compound:prt") if k > head]
    if infinitive:
        whom = any(k < at for k in tree.kids(head, "obj", "iobj")) or tree.kid(at, "nsubj") is not None
        passive = tree.kid(head, "nsubj:pass", "aux:pass") is not None
        to = ["object-to", "to"] if whom or passive else ["to"]
        # "called on them to": the one who is to do it follows a preposition.
        via = [f"+{tree.case(k)}" for k in tree.kids(head, "obl", "nmod") if head < k < at]
        return [*to, *via, *loose] if not (via or loose) else [*via, *loose, *to]
    if finite or tree.is_rel(at, "ccomp"):
        # "insisted that they leave", not "left": what is wanted has no tense of its own
        if tree.tokens[at].xpos == "VBP" and not verbal.auxiliaries(tree, at) and tree.tokens[head].xpos == "VBD":
            return ["that-do", "that", *cases]
        return ["that", *cases] if finite else ["object-to", "that-do", "that", *cases, "ing"]
    if cases:
        return [*cases, *loose, *(["ing", "noun"] if cases == ["+of"] and tree.is_rel(at, "acl") else [])]
    return [*loose, "ing", "object-to"] if tree.tokens[at].xpos == "VBG" else ["to", "that", "object-to"]


def gapped(tree: Tree, at: int) -> int | None:
    """Return the verb of asking that a second infinitive leaves out: "asked Kesra to stop and *donors to pay*".

    So too of the second of three, which the parser takes for a purpose: "asked them to stop, *to leave* and to pay".
    """
    mark = verbal.to_of(tree, at)
    if mark is None or mark < 2 or not tree.is_rel(at, "acl", "advcl"):
        return None
    host = mark - 1
    listed = tree.tokens[host].text == "," and any(verbal.to_of(tree, k) is not None for k in tree.kids(at, "conj"))
    noun = tree.is_rel(host, "conj") and tree.tokens[host].upos in {"NOUN", "PROPN"}
    if not listed and not (noun and tree.kid(host, "cc") is not None):
        return None
    for j in tree.up(at if listed else host):
        if tree.is_rel(j, "xcomp") and j < host and verbal.to_of(tree, j) is not None:
            asking = tree.tokens[j].head
            asked = tree.kid(asking, "obj", "iobj", "obl") is not None
            return asking if asked and tree.has_lemma(asking, *syntax.load().infinitive) else None
    return None


def find(tree: Tree, lexicon: StanceLexicon, head: int, places: list[str]) -> Governor | None:
    """Return what the lexicon says of a word with a complement in one of the places, the first of them that it has."""
    token = tree.tokens[head]
    pos = {"AUX": "VERB", "PROPN": "NOUN", "ADV": "ADJ"}.get(token.upos, token.upos)
    if token.xpos in {"VBD", "VBZ", "VBP", "VB"}:
        pos = "VERB"  # where the two tags disagree, the finer one is the safer
    for kind in (pos, "ADJ" if pos == "VERB" and token.xpos in {"VBN", "JJ"} else pos, "VERB" if pos == "ADJ" else pos):
        lemma = lexicon.base(kind, token.text, token.lemma) if kind != "ADJ" else token.text.lower()
        for k in tree.kids(head, "compound:prt", "advmod"):
            whole = f"{lemma} {tree.tokens[k].text.lower()}"
            if whole in lexicon.particles and (found := lexicon.governor(kind, whole, places)) is not None:
                return found
        found = lexicon.governor(kind, lemma, places)
        if found is not None:
            return found
    return None


def is_speech(tree: Tree, v: int) -> bool:
    """Say whether a verb is one of saying that takes a clause."""
    cue = speech_lexicon().verb(tree.tokens[v].text, tree.tokens[v].lemma)
    return cue is not None and cue.takes("that")


def is_told(tree: Tree, at: int, head: int, marks: set[str]) -> bool:
    """Say whether an infinitive or gerund is what somebody claims, admits or is accused of."""
    lexicon = speech_lexicon()
    cue = lexicon.verb(tree.tokens[head].text, tree.tokens[head].lemma)
    if cue is None:
        return False
    strength = cue.strength
    if tree.is_rel(at, "xcomp", "ccomp") and "object" in strength and cue.default in lexicon.told_object:
        return True
    if tree.is_rel(at, "xcomp") and strength.get("to") in lexicon.told_to:
        return True
    return any(f"+{m}" in strength for m in marks) and cue.default in lexicon.told_of
