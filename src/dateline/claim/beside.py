"""Tell who says a quote that has no cue: who stands right beside it, or the other of two who speak by turns."""

from __future__ import annotations

from collections.abc import Mapping

from dateline.claim.page import Draft, Page, assign
from dateline.claim.quote import Quote
from dateline.claim.source import ClauseExtent, source_range
from dateline.lexicon.speech import speech_lexicon
from dateline.records import Mention, MentionKind, Reading
from dateline.tree import Tree

_SOMEBODY = frozenset({MentionKind.PERSON, MentionKind.ORGANIZATION, MentionKind.GROUP, MentionKind.NATIONALITY})
_TAKING_UP = frozenset({"that", "this", "so", "such", "those", "these", "thus"})
"""Words by which a sentence after a quote takes it up: "*That* is how she remembers it"."""
_HE = frozenset({"he", "she"})

Heads = Mapping[tuple[int, int], Mention]
"""Mentions of those who may speak, by sentence and head."""


def heads(reading: Reading) -> Heads:
    """Return the mentions of a reading that may speak, by sentence and head."""
    return {(m.sentence, m.head): m for m in reading.mentions if m.kind in _SOMEBODY}


def after_colons(page: Page, known: Heads, claimed: dict[int, Draft]) -> list[Draft]:
    """Give each quote after a colon, which no cue has claimed, to the subject of what leads up to it.

    "The mayor backed them: “Nobody was hit.”", "The general's reply was short: “Come.”"
    """
    drafts: list[Draft] = []
    for q in page.quotes.tops:
        lead = page.text[max(0, q.opened - 3) : q.opened].rstrip()
        if q.opened in claimed or not lead.endswith(":") or not page.trees:
            continue
        colon = page.text.rindex(":", 0, q.opened)
        index = page.sentence_at(colon)
        tree = page.trees[index]
        verb = _main(tree, colon)
        subject = None if verb is None else tree.kid(verb, "nsubj")
        if verb is None or subject is None or tree.tokens[subject].start > colon:
            continue
        who = _owner(tree, subject) if (index, subject) not in known else subject
        if who is None or not ((index, who) in known or tree.has_lemma(who, *speech_lexicon().messages)):
            continue
        drafts.append(_draft(page, index, tree, who, verb, (colon, colon + 1), "speech.beside.colon"))
        assign(page, drafts[-1], q, claimed)
    return drafts


def before(page: Page, q: Quote, known: Heads) -> Draft | None:
    """Return who the sentence right before a quote is about, a person: "*Tom Banda* shrugs. “We heard this before.”".

    Or the one right after, where it takes the quote up: "“It shook.” That is how *Lia Moss* remembers it."
    """
    index = page.sentence_at(q.start)
    near = [(index - 1, False)] if index else []
    end = page.sentence_at(q.end - 1) + 1
    if end < len(page.sentences):
        near.append((end, True))
    for i, takes_up in near:
        start, stop = page.sentences[i]
        if page.paragraph_at(start) != page.paragraph_at(q.start) or page.quotes.over(start, stop):
            continue
        tree = page.trees[i]
        if not tree.tokens or tree.root is None or page.text[start:stop].rstrip().endswith("?"):
            continue
        if takes_up and tree.tokens[0].text.lower() not in _TAKING_UP:
            continue
        who = _person(tree, i, known, anywhere=takes_up)
        if who is not None:
            return _draft(page, i, tree, who, tree.tokens[who].head, None, "speech.beside")
    return None


def _person(tree: Tree, index: int, known: Heads, *, anywhere: bool) -> int | None:
    """Return the person who is the subject of a sentence; ``anywhere``: of any clause of it, the first."""
    verbs = [t.head for t in tree.tokens if t.deprel == "nsubj" and t.head >= 0] if anywhere else [tree.root]
    for verb in verbs:
        who = None if verb is None else tree.kid(verb, "nsubj")
        if who is None or tree.tokens[who].deprel == "nsubj:pass":
            continue
        mention = known.get((index, who))
        person = mention is not None and mention.kind is MentionKind.PERSON and tree.tokens[who].upos != "PRON"
        single = tree.tokens[who].xpos in {"NN", "NNP"}
        if (person and single) or tree.tokens[who].text.lower() in _HE:
            return who
    return None


def by_turns(page: Page, q: Quote, spoken: list[tuple[Quote, Draft]]) -> Draft | None:
    """Return who speaks next where two speak by turns, a paragraph each; None where they do not."""
    at = page.paragraph_at(q.start)
    start, end = page.paragraphs[at]
    turns: dict[int, Draft] = {}
    for other, draft in reversed(spoken):
        paragraph = page.paragraph_at(other.start)
        if at - paragraph > 2:
            break
        if other.ended and page.bare(page.paragraphs[paragraph][0], other.opened):
            turns[paragraph] = draft
    alone = page.bare(start, q.opened) and page.bare(q.closed, end)
    first, last = turns.get(at - 2), turns.get(at - 1)
    if not alone or first is None or last is None or first.source is None or last.source is None:
        return None
    names = [page.text[slice(*d.source)].lower() for d in (first, last) if d.source is not None]
    return first if names[0] != names[1] and not _HE.issuperset(names[1:]) else None


def _main(tree: Tree, colon: int) -> int | None:
    """Return the head of what stands before a colon: the root, or the first word with a subject of its own."""
    if tree.root is not None and tree.tokens[tree.root].start < colon:
        return tree.root
    return next((t.head for t in tree.tokens if t.deprel == "nsubj" and t.head >= 0 and t.start < colon), None)


def _owner(tree: Tree, noun: int) -> int | None:
    """Return whose message a noun is ("*the general's* reply"), the message itself if nobody's; None of other nouns."""
    if not tree.has_lemma(noun, *speech_lexicon().messages):
        return None
    owner = tree.kid(noun, "nmod:poss")
    return noun if owner is None or tree.tokens[owner].upos == "PRON" else owner


def _draft(page: Page, index: int, tree: Tree, who: int, verb: int, cue: tuple[int, int] | None, rule: str) -> Draft:
    first, last = source_range(tree, ClauseExtent(tree), who, verb)
    span = page.trimmed(tree.tokens[first].start, tree.tokens[last].end)
    return Draft(sentence=index, hit=None, cue=cue, source=span, spans=[], rule=rule)
