"""Find what a rule asks or forbids: "banned *music at weddings*", "ordered shops *to close*", "a ban on *rallies*"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dateline.claim import frame, scene
from dateline.claim.cast import PEOPLE, Cast
from dateline.claim.draft import Draft
from dateline.lexicon import syntax
from dateline.lexicon.predicates import Predicates
from dateline.records import ClaimType, Span
from dateline.tree import Tree

_RULES = frozenset({ClaimType.COERCE, ClaimType.SANCTION})
_ASIDE = frozenset({"punct", "parataxis", "acl:relcl", "advcl", "conj", "cc"})
"""What hangs from a conduct and is no part of it."""
_MARKS = frozenset({"case", "mark", "aux", "expl", "nsubj"})
_WHERE = frozenset({"at", "in", "on", "along", "near", "between"})


def settle(draft: Draft, cast: Cast, lexicon: Predicates) -> Draft:
    """Give a rule the time since or until when it holds, where the parser hung it from the conduct."""
    if draft.times or draft.sense.type not in _RULES:
        return draft
    head = next(_heads(draft, cast, lexicon), None)
    if head is None or draft.tree.tokens[head].upos != "VERB" or not _spans(draft.tree, head):
        return draft
    inner = frame.read(draft.tree, head, "verb")
    return replace(draft, times=scene.times(draft.tree, inner, cast))


def read(draft: Draft, text: str, cast: Cast, lexicon: Predicates) -> Span | None:
    """Return the words of the conduct that a rule of this claim is about; None where it imposes none."""
    if draft.sense.type not in _RULES:
        return None
    tree, token = draft.tree, draft.token
    head = next(_heads(draft, cast, lexicon), None)
    if head is None:
        return None
    marks = {i for k in tree.kids(head) if tree.is_rel(k, *_MARKS) and k < head for i in tree.under(k)}
    marks |= {i for k in _spans(tree, head) for i in tree.under(k)}
    marks |= {k for k in tree.kids(head, "advmod") if k < head and tree.tokens[k].text.lower() in {"not", "n't", "n’t"}}
    first, last = tree.run(head, [i for i in tree.under(head, skip=_ASIDE) if i not in marks])
    for k in tree.kids(token, "obl"):
        # "banned music *at weddings*", hung from the verb
        case = tree.kids(k, "case")
        placed = tree.tokens[k].entity[2:] in {"LOC", "TIME", "ORG"} or tree.case(k) not in _WHERE
        if case and case[0] == last + 1 and tree.tokens[head].upos == "NOUN" and not placed:
            last = tree.run(k, tree.under(k, skip=_ASIDE))[1]
    return tree.span(first, last, text)


def _heads(draft: Draft, cast: Cast, lexicon: Predicates) -> Iterator[int]:
    """Yield what may be the conduct, the likeliest first: a clause, or a thing that is nobody."""
    tree, token, slots, words = draft.tree, draft.token, draft.frame.slots, syntax.load()
    if words.rule_modals.intersection(draft.sense.lemmas):
        yield token  # "drivers may not *stop here*"
        return
    if tree.has_lemma(token, *words.rule_nouns) and draft.sense.pos == "noun":
        yield from (h for s in ("on", "of", "against", "xcomp", "comp") for h in slots.get(s, ()))
        return
    for noun in slots.get("obj", ()):
        if tree.has_lemma(noun, *words.rule_nouns):
            yield from (k for k in tree.kids(noun, "nmod") if tree.case(k) in {"on", "of", "against"})
    if not tree.has_lemma(token, *words.rule_verbs):
        return
    yield from (h for s in ("xcomp", "ccomp", "from") for h in slots.get(s, ()))
    for k in tree.kids(token, "advcl"):
        if k > token and any(tree.has_lemma(m, "to", "from") for m in tree.kids(k, "mark")):
            yield k
    yield from (
        h for h in slots.get("obj", ()) if tree.tokens[h].upos != "PRON" and not _somebody(tree, h, cast, lexicon)
    )


def _somebody(tree: Tree, head: int, cast: Cast, lexicon: Predicates) -> bool:
    if lexicon.lookup(tree.tokens[head].lemma.lower(), "noun") or tree.has_lemma(head, *syntax.load().rule_deeds):
        return False  # "banned rallies": a rally is a deed, though people take part
    found = cast.classes(tree, head, own=True)
    return bool(found & (PEOPLE | {"@PER", "@ORG", "@NORP", "@LOC", "media", "journalist"}))


def _spans(tree: Tree, head: int) -> list[int]:
    """Return the phrases that say since or until when: they are of the rule, not of what it forbids."""
    return [k for k in tree.kids(head, "obl", "nmod") if k > head and tree.case(k) in {"since", "until", "till"}]
