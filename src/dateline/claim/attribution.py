"""Find every attribution of a report: who gives which words, by which cue; direct, indirect, over sentences.

The order: cues are read off each tree (``cue``), their content is fitted to the quote marks (``quote``), then the
quotes that no cue has claimed go on with the speaker before them where the printers' conventions say so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dateline.claim import beside
from dateline.claim.channel import channels
from dateline.claim.cue import cited, find_cues
from dateline.claim.hit import CueHit
from dateline.claim.page import Draft, Page, assign, before_comma, sentence_like
from dateline.claim.quote import Quote
from dateline.claim.resume import is_person, resume
from dateline.claim.source import ClauseExtent, is_passive, source_range
from dateline.claim.speakerline import lines
from dateline.claim.speech import Speech, SpeechIndex, chain
from dateline.lexicon.speech import speech_lexicon
from dateline.records import UNNAMED, Actor, Attribution, Mention, Quoting, Reading, Source, Span, Speaker
from dateline.tree import Tree

__all__ = ["UNNAMED", "Speech", "SpeechIndex", "chain", "find_speech"]


def find_speech(reading: Reading, trees: Sequence[Tree]) -> list[Speech]:
    """Return every attribution of a reading, in order of the cue; ``trees`` are its sentences' trees in order."""
    page = Page(reading, trees)
    drafts: list[Draft] = []
    claimed: dict[int, Draft] = {}
    for index, tree in enumerate(trees):
        if tree.tokens:
            drafts.extend(_sentence(page, index, tree, claimed))
    drafts.extend(lines(page, claimed))
    known = beside.heads(reading)
    drafts.extend(beside.after_colons(page, known, claimed))
    _carry_on(page, drafts, claimed, known)
    resolver = _Resolver(reading, trees)
    speeches = [s for d in drafts if d.spans or d.follows for s in resolver.speeches(page, d)]
    return resume(sorted(speeches, key=_order), reading, trees)


def _order(speech: Speech) -> tuple[int, int]:
    a = speech.attribution
    return (a.cue.start if a.cue else a.content[0].start, a.content[0].start)


def _sentence(page: Page, index: int, tree: Tree, claimed: dict[int, Draft]) -> list[Draft]:
    extent = ClauseExtent(tree)
    drafts: list[Draft] = []
    waiting: list[Draft] = []
    for hit in cited(tree, find_cues(tree, extent)):
        at = tree.tokens[hit.token].start
        source = None if hit.source is None else source_range(tree, extent, hit.source, hit.token)
        draft = Draft(
            sentence=index, hit=hit, cue=hit.cue, source=source, spans=[], depth=page.quotes.depth_at(at),
            strength=hit.strength, rule=hit.rule,
        )  # fmt: skip
        for first, last in hit.content:
            a, b = page.trimmed(tree.tokens[first].start, _before_name(page, tree, hit, tree.tokens[last].end))
            if not page.bare(a, b):
                _fit(page, draft, a, b, at, claimed)
        if draft.spans and hit.quote_only and not (draft.direct or draft.partial):
            continue
        (drafts if draft.spans else waiting).append(draft)
    for draft in waiting:
        if draft.hit is not None and draft.hit.quotes and _take_quote(page, tree, extent, draft, claimed):
            drafts.append(draft)
    _take_rest(page, index, tree, drafts, claimed)
    for draft in drafts:
        if draft.direct and draft.source is None and draft.hit is not None and not is_passive(tree, draft.hit.token):
            _beside(tree, extent, draft)
    for draft in drafts:
        _not_quoted(page, tree, draft, drafts)
    return drafts


def _before_name(page: Page, tree: Tree, hit: CueHit, end: int) -> int:
    """Return where the content of a noun ends, which is not what it is called: "called *reports of a swap* “false”"."""
    verb = tree.tokens[hit.token].head
    if tree.tokens[hit.token].upos != "NOUN" or verb < 0 or not tree.is_rel(hit.token, "obj"):
        return end
    cue = speech_lexicon().verb(tree.tokens[verb].text, tree.tokens[verb].lemma)
    if cue is None or not cue.takes("name"):
        return end
    last = [q for q in page.quotes.over(tree.tokens[hit.token].end, end) if q.closed >= end and q.opened < end]
    return last[0].opened if last else end


def _not_quoted(page: Page, tree: Tree, draft: Draft, drafts: list[Draft]) -> None:
    """Take a source out of quote marks that its cue stands outside of: "It is big," X said, adding that ..."""
    if draft.source is None or draft.hit is None:
        return
    at, cue = tree.tokens[draft.source[0]].start, tree.tokens[draft.hit.token].start
    if not any(q.start <= at < q.end and not q.start <= cue < q.end for q in page.quotes.over(at, at + 1, draft.depth)):
        return
    if draft.rule == "speech.phrase.according":
        draft.spans.clear()  # "only according to ‘the rules’" names no source
        return
    other = next(
        (d for d in drafts if d.direct and d is not draft and d.depth == draft.depth and d.hit is not None), None
    )
    draft.source = None if other is None else other.source
    draft.hit = replace(draft.hit, source=None if other is None or other.hit is None else other.hit.source)


def _beside(tree: Tree, extent: ClauseExtent, draft: Draft) -> None:
    """Find the source of direct speech where the parse gives none: the noun that follows or leads the cue."""
    assert draft.hit is not None
    v = draft.hit.token
    quoted = draft.spans
    for step in (range(v + 1, min(len(tree), v + 7)), range(v - 1, max(-1, v - 4), -1)):
        for i in step:
            token = tree.tokens[i]
            if any(a <= token.start < b for a, b in quoted) or token.upos in {"PUNCT", "VERB", "ADP", "SCONJ", "CCONJ"}:
                break
            if token.upos in {"NOUN", "PROPN", "PRON"} and not tree.is_rel(i, "compound", "nmod", "flat", "obl"):
                draft.source = source_range(tree, extent, i, v)
                draft.hit = replace(draft.hit, source=i)
                return


def _fit(page: Page, draft: Draft, a: int, b: int, at: int, claimed: dict[int, Draft]) -> None:
    """Add a content span to a draft, fitted to the quote marks in and around it."""
    if draft.depth:
        outer = page.quotes.over(at, at + 1, draft.depth - 1)
        if outer:
            a, b = max(a, outer[0].start), min(b, outer[0].end)
            if page.bare(a, b):
                return
    for q in page.quotes.over(a, b, draft.depth):
        if q.start <= at < q.end:
            continue
        if page.bare(a, q.start) and page.bare(q.end, b):
            draft.direct = True
            a, b = q.start, q.end
            claimed.setdefault(q.opened, draft)
            break
        if page.bare(a, q.start) and not _split(page, q, a, b):
            a = q.start
        draft.partial = True
        claimed.setdefault(q.opened, draft)
        if q.end >= b and q.start < b:
            b = q.end if page.bare(a, q.start) else q.closed
    if (a, b) not in draft.spans and not any(x <= a and b <= y for x, y in draft.spans):
        draft.spans.append((a, before_comma(page, a, b)))


def _split(page: Page, q: Quote, a: int, b: int) -> bool:
    return q.start < a and q.end < b and page.sentence_at(q.start) != page.sentence_at(a)


def _take_quote(page: Page, tree: Tree, extent: ClauseExtent, draft: Draft, claimed: dict[int, Draft]) -> bool:
    """Give a cue without a clause the quote beside it."""
    assert draft.hit is not None
    v = draft.hit.token
    tokens = tree.tokens
    first = v if draft.source is None or draft.source[0] > v else draft.source[0]
    last = v if draft.source is None or draft.source[1] < v else draft.source[1]
    start, end = tokens[first].start, tokens[last].end
    before, after = page.quotes.before(start, draft.depth), page.quotes.after(end, draft.depth)
    sentence = page.sentences[draft.sentence]
    if (
        before is not None
        and before.opened not in claimed
        and _touches(page, tree, extent, v, before.closed, start, sentence)
    ):
        assign(page, draft, before, claimed)
        return True
    if after is not None and after.opened not in claimed and _introduces(page, end, after, sentence):
        assign(page, draft, after, claimed)
        return True
    return False


def _touches(
    page: Page, tree: Tree, extent: ClauseExtent, v: int, closed: int, start: int, sentence: tuple[int, int]
) -> bool:
    """Say whether a quote closed at ``closed`` runs straight into the clause of ``v`` ("...," X said)."""
    if page.paragraph_at(closed - 1) != page.paragraph_at(start):
        return False
    if page.bare(closed, start):
        if closed > sentence[0]:
            return True
        # The sentence was cut at the quote's end: only if what follows is no sentence by itself.
        end = page.text[closed - 2 : closed - 1]
        return (
            page.text[start].islower() or end in {",", "?", "!", "…", "-", "—"} or page.text[closed : closed + 1] == ","
        )
    return closed > sentence[0] and tree.tokens[extent.left[v]].start >= closed and start - closed < 80


def _introduces(page: Page, end: int, quote: Quote, sentence: tuple[int, int]) -> bool:
    """Say whether the words up to a quote lead into it: a colon or comma, or nothing between."""
    if quote.opened - end > 160 or _sentence_ends(page.text, end, quote.opened):
        return False
    lead = page.text[max(end, quote.opened - 4) : quote.opened].rstrip()
    if quote.opened >= sentence[1]:
        return page.text[sentence[0] : sentence[1]].rstrip().endswith(":") and page.bare(sentence[1], quote.opened)
    return lead.endswith((",", ":", "—", "–")) or page.bare(end, quote.opened)


def _sentence_ends(text: str, start: int, end: int) -> bool:
    return re.search(r"[.!?]\s+(?=[A-Z“\"])", text[start:end]) is not None


def _take_rest(page: Page, index: int, tree: Tree, drafts: list[Draft], claimed: dict[int, Draft]) -> None:
    """Give the second half of a quote split around its cue to that cue ("A," said X, "B.")."""
    start, end = page.sentences[index]
    speaking = [d for d in drafts if d.direct and d.depth == 0 and d.hit is not None]
    for q in page.quotes.over(start, end):
        if q.opened in claimed or q.opened < start:
            continue
        lead = page.text[max(start, q.opened - 3) : q.opened].rstrip()[-1:]
        split = [d for d in speaking if d.hit is not None and _led_out(page, q, tree.tokens[d.hit.token].start, d)]
        if split:
            assign(page, split[0], q, claimed)
            continue
        on = [d for d in speaking if d.hit is not None and tree.tokens[d.hit.token].end <= q.opened]
        if on and lead in {",", ":", "—", "–", ";", "."}:
            assign(page, on[-1], q, claimed)


def _led_out(page: Page, q: Quote, at: int, draft: Draft) -> bool:
    """Say whether a quote runs into a cue whose content goes on after it ("The road," X said, "is closed.")."""
    if q.closed > at or at - q.closed > 80 or page.text[q.end - 1 : q.closed + 1].find(",") < 0:
        return False
    return all(a > at for a, _ in draft.spans) and _sentence_ends(page.text, q.closed, at) is False


def _carry_on(page: Page, drafts: list[Draft], claimed: dict[int, Draft], known: beside.Heads) -> None:
    """Give quotes without a cue to the speaker who goes on; a quote nobody takes has no source."""
    tops = page.quotes.tops
    # A run of paragraphs, each opened and none closed but the last, is one quote: its cue may come at any part.
    i = 0
    while i < len(tops):
        j = i
        while j + 1 < len(tops) and tops[j + 1].carries:
            j += 1
        owners = [claimed[q.opened] for q in tops[i : j + 1] if q.opened in claimed]
        if owners and j > i:
            for q in tops[i : j + 1]:
                if q.opened not in claimed:
                    claimed[q.opened] = owners[0]
                    owners[0].follows.append((q.start, before_comma(page, q.start, q.end)))
        i = j + 1
    by_sentence: dict[int, list[Draft]] = {}
    for d in drafts:
        if d.depth == 0 and d.hit is not None and d.strength in speech_lexicon().voices:
            by_sentence.setdefault(d.sentence, []).append(d)
    spoken: list[tuple[Quote, Draft]] = []
    for q in tops:
        owner, last = claimed.get(q.opened), spoken[-1] if spoken else None
        if owner is None and (sentence_like(page, q) or _fills(page, q, None if last is None else last[0])):
            owner = beside.by_turns(page, q, spoken) or _previous(page, q, last, by_sentence)
            if owner is None:
                owner = beside.before(page, q, known) or Draft(
                    sentence=page.sentence_at(q.start), hit=None, cue=None, source=None, spans=[]
                )
                drafts.append(owner)
                assign(page, owner, q, claimed)
            else:
                owner.follows.append((q.start, before_comma(page, q.start, q.end)))
            claimed[q.opened] = owner
        if owner is not None:
            spoken.append((q, owner))


def _fills(page: Page, q: Quote, before: Quote | None) -> bool:
    """Say whether a quote of any length is all of a sentence, after one with a quote: “It fell,” he said. “All.”"""
    sentence = page.sentence_at(q.start)
    start, end = page.sentences[sentence]
    if not (start <= q.start and page.bare(start, q.start) and page.bare(q.end, end)) or before is None:
        return False
    close = page.sentence_at(before.start) == sentence - 1
    return close and page.paragraph_at(before.start) == page.paragraph_at(q.start)


def _previous(
    page: Page, q: Quote, last: tuple[Quote, Draft] | None, by_sentence: dict[int, list[Draft]]
) -> Draft | None:
    """Return the speech that a quote without a cue goes on with, or None.

    That is the speech of the sentence straight before; in a new paragraph only if it was direct speech or has a
    named source, and the quote is the whole start of the paragraph. Somebody else's sentence between ends it.
    """
    sentence = page.sentence_at(q.start)
    before = sentence - 1
    if before < 0 or page.paragraph_at(q.start) - page.paragraph_at(page.sentences[before][1] - 1) > 1:
        return None
    if last is not None and last[1].source is not None and page.sentence_at(last[0].closed - 1) == before - 1:
        # “I saw it,” says X. *She points at the wall.* “Look.”
        tree = page.trees[before]
        subject = None if tree.root is None else tree.kid(tree.root, "nsubj")
        if subject is not None and tree.tokens[subject].text.lower() in {"he", "she"} and before not in by_sentence:
            return last[1]
    if last is not None and last[0].closed > page.sentences[before][0] and last[0].closed <= q.opened:
        # The sentence before has a quote of somebody in it, or is one.
        return last[1] if last[1].source is not None or last[1].cue is not None else None
    voiced = [d for d in by_sentence.get(before, []) if d.source is not None and d.spans]
    return voiced[0] if voiced else None


class _Resolver:
    """Turn drafts into speeches, with the mentions of their sources."""

    def __init__(self, reading: Reading, trees: Sequence[Tree]) -> None:
        self._trees = trees
        self._by_sentence: dict[int, list[Mention]] = {}
        self._names: dict[str, Actor] = {}
        for mention in reading.mentions:
            self._by_sentence.setdefault(mention.sentence, []).append(mention)
            if isinstance(mention.resolved, Actor) and mention.chain is not None:
                self._names.setdefault(mention.chain, mention.resolved)

    def speeches(self, page: Page, draft: Draft) -> list[Speech]:
        """Return the speech of a draft, and a second one where direct speech follows on indirect speech."""
        if draft.follows and draft.spans and not draft.direct:
            first = self._speech(page, draft, draft.spans, direct=False)
            return [first, self._speech(page, draft, draft.follows, direct=True)]
        return [self._speech(page, draft, draft.spans + draft.follows, direct=draft.direct or bool(draft.follows))]

    def _speech(self, page: Page, draft: Draft, spans: list[tuple[int, int]], *, direct: bool) -> Speech:
        text = page.text
        quoting = Quoting.DIRECT if direct else Quoting.PARTIAL if draft.partial else Quoting.INDIRECT
        content = tuple(Span(text=text[a:b], start=a, end=b) for a, b in sorted(spans))
        if draft.hit is None:
            cue = (
                None if draft.cue is None else Span(text=text[slice(*draft.cue)], start=draft.cue[0], end=draft.cue[1])
            )
            source = (
                None
                if draft.source is None
                else self._find(text, draft.source, page.sentence_at(draft.source[0]), None)
            )
            channel = None
        else:
            tree = self._trees[draft.sentence]
            cue = tree.span(*draft.hit.cue, text)
            found = None if draft.source is None else tree.span(*draft.source, text)
            source = (
                None if found is None else self._find(text, (found.start, found.end), draft.sentence, draft.hit.source)
            )
            channel = next((name for _, name in channels(tree, draft.hit)), None)
        attribution = Attribution(
            source=None if source is None else source[0], cue=cue, content=content, quoted=quoting, channel=channel
        )
        voiced = direct or draft.strength in speech_lexicon().voices
        return Speech(
            attribution=attribution,
            sentence=draft.sentence if draft.sentence >= 0 else page.sentence_at(content[0].start),
            cue=None if draft.hit is None else draft.hit.token,
            source_head=None if draft.hit is None else draft.hit.source,
            strength=draft.strength,
            rule=draft.rule,
            speaker=_speaker(attribution, None if source is None else source[1]) if voiced else None,
        )

    def _find(self, text: str, at: tuple[int, int], sentence: int, head: int | None) -> tuple[Source, Actor | None]:
        inside = [m for m in self._by_sentence.get(sentence, []) if m.start < at[1] and at[0] < m.end]
        mention = next((m for m in inside if head is not None and m.head == head), None)
        if head is not None and (mention is None or not _is_name(self._trees[sentence], mention)):
            tree = self._trees[sentence]
            beside = {k for k in tree.kids(head, "appos") if k > head}
            # "their spokesman, known as Abu Zar"
            known = [k for k in tree.kids(head, "acl") if tree.has_lemma(k, "know", "name", "call", "identify")]
            beside |= {j for k in known for j in tree.kids(k, "obl", "xcomp", "obj") if j > k}
            beside |= {j for k in beside for j in tree.kids(k, "flat", "compound", "nmod:desc")}
            after = tree.tokens[head].end
            apart = [
                m for m in inside if m.start > after and text[m.start - 2 : m.start] == ", " and is_person(m, tree)
            ]
            mention = next((m for m in (*inside, *apart) if m.head in beside and is_person(m, tree)), None) or next(
                iter(apart), mention
            )
        if mention is None and head is not None:
            where = self._trees[sentence].tokens[head].start
            around = [m for m in inside if m.start <= where < m.end]
            mention = min(around, key=lambda m: m.end - m.start, default=None)
        elif mention is None:
            mention = next(iter(inside), None)
        actor: Actor | None = None
        if mention is not None:
            actor = mention.resolved if isinstance(mention.resolved, Actor) else None
            if actor is None and mention.chain is not None:
                actor = self._names.get(mention.chain)
        source = Source(
            text=text[at[0] : at[1]], start=at[0], end=at[1], mention=None if mention is None else mention.id
        )
        return source, actor


def _is_name(tree: Tree, mention: Mention) -> bool:
    return tree.tokens[mention.head].upos == "PROPN"


def _speaker(attribution: Attribution, actor: Actor | None) -> Speaker:
    source, quoted = attribution.source, attribution.quoted is Quoting.DIRECT
    if source is not None:
        return Speaker(
            text=source.text, start=source.start, end=source.end, name=source.text if actor is None else actor.name,
            entity=None if actor is None else actor.entity, role=None if actor is None else actor.role,
            channel=attribution.channel, quoted=quoted,
        )  # fmt: skip
    # Nobody is named: the words that show that it is hearsay stand for the speaker, or nothing but the quote's place.
    start = attribution.content[0].start
    cue = attribution.cue or Span(text="", start=start, end=start)
    return Speaker(
        text=cue.text, start=cue.start, end=cue.end, name=UNNAMED, channel=attribution.channel, quoted=quoted
    )
