"""The mention room: actors, places, times and quantities in the sentences of a report, and which are one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from dateline.codec import digest
from dateline.lexicon.actors import Registry
from dateline.lexicon.gazetteer import Gazetteer
from dateline.mention import actor, chain, home, label, name, place
from dateline.mention.draft import Draft, Name
from dateline.mention.known import Context, context_of, introduced, scan
from dateline.mention.link import Choice, link
from dateline.mention.nominal import Phrases
from dateline.mention.place_locate import locate
from dateline.mention.quantity import find_quantities
from dateline.mention.ranking import choose
from dateline.mention.standin import Play
from dateline.mention.time import find_times
from dateline.records import Actor, Mention, PassageKind, Reading
from dateline.tree import Tree

__all__ = ["find"]


def find(
    readings: Iterable[Reading],
    *,
    registry: Registry | None = None,
    places: Gazetteer | None = None,
    choice: Choice = choose,
) -> Iterator[Reading]:
    """Find the mentions of each reading: the stage between language and claim.

    ``registry`` holds the actors that are known, ``places`` the places; None is what dateline ships. ``choice`` says
    what a pronoun or definite phrase stands for; training gives its own.

    Gives each reading with ``mentions`` in the order of the text, and an issue for every place name that the gazetteer
    does not resolve. Boilerplate has none. A reading without sentences passes through. A mention that is alone has no
    chain.
    """
    for reading in readings:
        yield _find(reading, registry, places, choice)


def _find(reading: Reading, registry: Registry | None, places: Gazetteer | None, choice: Choice) -> Reading:
    report = reading.report
    trees = [Tree(sentence, i) for i, sentence in enumerate(reading.sentences)]
    idle = {i for i, passage in enumerate(report.passages) if passage.kind is PassageKind.BOILERPLATE}
    hits = [[] if sentence.passage in idle else scan(sentence, registry) for sentence in reading.sentences]
    context = context_of((hit for some in hits for hit in some), report.published)
    context = replace(context, acronyms=introduced(zip(reading.sentences, hits, strict=True)))
    counted: list[Mention] = []
    drafts: list[Draft] = []
    play = Play(registry)
    found_names = [name.find_names(tree, some, context) for tree, some in zip(trees, hits, strict=True)]
    for tree, names in zip(trees, label.settle(trees, found_names, places), strict=True):
        if tree.sentence.passage in idle:
            continue
        times = find_times(tree.sentence, tree.index, report, tree)
        counted += times
        found = _drafts(tree, place.join(tree, names, places), context, play, report.text, times)
        called = [tree.span(draft.first, draft.last, report.text) for draft in found if draft.named]
        counted += find_quantities(tree.sentence, tree.index, report, [*times, *called], tree)
        drafts += found
    chained = _chained(report.id, report.text, trees, drafts, registry, choice)
    named = {(draft.sentence, draft.head, draft.kind) for draft in drafts if draft.named}
    called_ids = {mention.id for mention in chained if (mention.sentence, mention.head, mention.kind) in named}
    located, unplaced = locate(report.text, chained, called_ids, places)
    mentions = [*counted, *home.settle(trees, located)]
    mentions.sort(key=lambda mention: (mention.start, -mention.end, mention.kind))
    return replace(
        reading,
        mentions=(*reading.mentions, *mentions),
        issues=(*reading.issues, *unplaced),
    )


def _drafts(
    tree: Tree, found: Sequence[Name], context: Context, play: Play, text: str, times: Sequence[Mention]
) -> list[Draft]:
    """Return the actors, places and things of a sentence."""
    names = place.widen(tree, found)
    phrases = Phrases(tree, names, context.date)
    named = actor.named(phrases, text)
    play.enter(named)
    stand_ins = play.resolve(phrases)
    if stand_ins:
        actors: dict[int, Actor] = {i: player.actor for i, player in stand_ins.items()}
        phrases = Phrases(tree, names, context.date, actors)
        named = actor.named(phrases, text)
    acting = {draft.first for draft in named}
    places = [draft for draft in place.drafts(tree, names, text) if draft.first not in acting]
    tokens = enumerate(tree.tokens if times else ())
    timed = [i for i, token in tokens if any(t.start <= token.start < t.end for t in times)]
    nominals = [
        replace(draft, link=stand_ins[draft.head].key) if draft.head in stand_ins else draft
        for draft in actor.nominals(phrases, text, timed)
    ]
    play.enter_nouns(phrases, nominals)
    return [*named, *places, *nominals]


def _chained(
    report_id: str, text: str, trees: Sequence[Tree], drafts: list[Draft], registry: Registry | None, choice: Choice
) -> list[Mention]:
    """Turn drafts into mentions with ids and chains; pronouns and nouns that can be resolved are added."""
    drafts = sorted(drafts, key=lambda draft: (draft.sentence, draft.first, -draft.last))
    texts = [_text(trees, draft, text) for draft in drafts]
    groups = chain.group(trees, drafts, texts)
    links = link(trees, drafts, [groups.root(i) for i in range(len(drafts))], choice)
    for draft, antecedent in links.added:
        groups.join(groups.add(), antecedent)
        drafts.append(draft)
        texts.append(_text(trees, draft, text))
    for one, other in links.joined:
        groups.join(one, other)
    roots = [groups.root(i) for i in range(len(drafts))]
    drafts = chain.fill(drafts, roots, texts, registry)
    sizes: dict[int, int] = {}
    for root in roots:
        sizes[root] = sizes.get(root, 0) + 1
    spans = [_span(trees, draft) for draft in drafts]
    ids = [
        digest("mention", report_id, draft.kind, start, end) for draft, (start, end) in zip(drafts, spans, strict=True)
    ]
    chains = {root: digest("chain", report_id, ids[root]) for root, size in sizes.items() if size > 1}
    return [
        Mention(
            id=id_,
            kind=draft.kind,
            text=text[start:end],
            start=start,
            end=end,
            sentence=draft.sentence,
            head=draft.head,
            resolved=draft.resolved,
            chain=chains.get(root),
        )
        for id_, draft, (start, end), root in zip(ids, drafts, spans, roots, strict=True)
    ]


def _span(trees: Sequence[Tree], draft: Draft) -> tuple[int, int]:
    tokens = trees[draft.sentence].tokens
    return tokens[draft.first].start, tokens[draft.last].end


def _text(trees: Sequence[Tree], draft: Draft, text: str) -> str:
    start, end = _span(trees, draft)
    return text[start:end]
