"""Measure who acts and who is acted on: the spans of ConfliBERT's cameo task, and countries that names tell.

Spans. ``tune/cameo/ner_train.txt`` marks the sources (S) and the targets (T) of the main event of a sentence, and those
who meet or agree (R), words parted as its own tokenizer does; they are put back together as a text has them. Ours are
the actors and the recipients of claims, or the places where a claim has no recipient, as the task has it. A participant
has its own span and those of the mentions that are the same ("they" stands for whom it stands). A gold span is found
where a participant on its side overlaps it; a participant is right where it overlaps a gold span on its side, and
several in one gold span count once. A source found as a recipient is wrong; R may be found on either side. The task has
one event a sentence, dateline all that are claimed, so ``cameo spans`` takes one claim a sentence: with both sides
before one with one, then the surest, then the first. ``cameo spans, all claims`` takes all. ``cameo spans in mentions``
is the share of gold spans that any mention but a time, quantity or sum overlaps: what mentions miss no claim can find.

Countries. ``bench/actors.tsv`` holds 60 names in sentences of our own with the country that they tell, and 20 that tell
none, where a guess is wrong: ``countries of our names`` and ``no country guessed``. They guard against regressions
and measure nothing new: words for two that were missed (nationalists, anarchists) went into the lexicon. Nearly half of
the plover sentences are among cameo's, too; a span in both counts twice. ``country in gold spans`` asks of
the source and target spans of cameo and of ``tune/plover`` that name one country or people of :data:`PEOPLES`, a list
of our own, as the first word or right before the last, whether the longest mention there is of that country.

Phrases. ``bench/phrases.tsv`` holds 153 noun phrases in sentences of our own with country, sector and what tells it
(those parted by a comma are all right): nationality and role, role and country, organs, apposition, titles, "the
X-backed Y", suspects, acronyms in brackets, crowds. ``phrases of our own`` asks that all three be right. At first
sight 84 % were (129 of 153); what was wrong has been mended since: it guards against regressions and measures no more.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.plover import rows as plover_rows
from bench.score import Score, accuracy, f1
from dateline import claim, language, mention
from dateline.records import (
    Actor,
    Claim,
    ClaimKind,
    ClaimPlace,
    MentionKind,
    Participant,
    Passage,
    PassageKind,
    Place,
    Reading,
    Report,
)

Spans = list[tuple[int, int]]

_NO_SPACE_BEFORE = frozenset(", . ; : ! ? ) ] % ’ ' ” 's ’s n't".split())
_NO_SPACE_AFTER = frozenset("( [ $ £ € # “".split())
_GLUE = frozenset("- / – @ &".split())
_CLITIC = re.compile(r"^(s|t|re|ve|ll|d|m)$")
_ACTING = frozenset({*MentionKind} - {MentionKind.TIME, MentionKind.QUANTITY, MentionKind.MONEY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A sentence with the spans of its sources and targets; ``either`` are both, as those who meet (R)."""

    text: str
    sources: Spans
    targets: Spans
    either: Spans


def marked(path: Path) -> Iterator[Marked]:
    """Yield the sentences of a file of words and tags."""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        words = [line.rsplit(" ", 1) for line in block.splitlines() if " " in line]
        if words:
            yield _joined([(word, tag) for word, tag in words])


def _joined(words: Sequence[tuple[str, str]]) -> Marked:
    """Put words back together, with spaces where a text has them."""
    text, quotes = "", 0
    spans: dict[str, Spans] = defaultdict(list)
    tight = True
    before = ""
    for word, tag in words:
        close = word in _NO_SPACE_BEFORE or word in _GLUE or (before in "’'" and bool(_CLITIC.match(word)))
        if word == '"':
            quotes += 1
            close = quotes % 2 == 0
        if not (tight or close):
            text += " "
        start = len(text)
        text += word
        tight = word in _NO_SPACE_AFTER or word in _GLUE or (word == '"' and quotes % 2 == 1)
        before = word or " "
        mark, _, side = tag.partition("-")
        if mark == "B" or (mark == "I" and not spans[side]):
            spans[side].append((start, len(text)))
        elif mark == "I":
            spans[side][-1] = (spans[side][-1][0], len(text))
    return Marked(text=text, sources=spans["S"], targets=spans["T"], either=spans["R"])


def read(texts: Iterable[str], published: str | None = None) -> list[Reading]:
    """Read each text as a report of one passage."""
    blank = (
        Reading(
            report=Report(
                id=f"s{i}",
                text=text,
                language="en",
                published=published,
                passages=(Passage(kind=PassageKind.BODY, start=0, end=len(text)),),
            )
        )
        for i, text in enumerate(texts)
    )
    return list(claim.code(mention.find(language.parse(blank))))


def main_claim(reading: Reading) -> list[Claim]:
    """Return the one claim that stands for the sentence's main event; empty where there is none."""
    events = [c for c in reading.claims if c.kind is ClaimKind.EVENT]
    events.sort(key=lambda c: (-(bool(c.actors) + bool(c.recipients)), -c.confidence, c.trigger.start, c.id))
    return events[:1]


def sides(reading: Reading, claims: Iterable[Claim]) -> tuple[list[Spans], list[Spans]]:
    """Return actors and recipients, each once: its own span first, then those of the mentions that are the same."""
    by_id = {m.id: m for m in reading.mentions}
    chains: dict[str, Spans] = defaultdict(list)
    for m in reading.mentions:
        chains[m.chain or m.id].append((m.start, m.end))

    def spans(part: Participant | ClaimPlace) -> tuple[str, Spans]:
        one = by_id.get(getattr(part, "mention", None) or "")
        same = chains[one.chain or one.id] if one is not None else []
        key = f"{part.start}" if one is None else one.chain or one.id
        return key, [(part.start, part.end), *same]

    actors: dict[str, Spans] = {}
    recipients: dict[str, Spans] = {}
    for c in claims:
        actors.update(map(spans, c.actors))
        recipients.update(map(spans, c.recipients or c.places))
    return list(actors.values()), list(recipients.values())


def pairs(row: Marked, actors: Sequence[Spans], recipients: Sequence[Spans]) -> tuple[int, int, int]:
    """Return right, guessed and gold over both sides. One who meets another is right on either side."""
    out = np.zeros(3, int)
    for gold, ours in ((row.sources, actors), (row.targets, recipients)):
        mine = [one for one in ours if not any(_over(span, other) for span in one for other in row.either)]
        out += counts(gold, mine)
    out += counts(row.either, [one for one in (*actors, *recipients) if _any(one, row.either)])
    return int(out[0]), int(out[1]), int(out[2])


def counts(gold: Spans, ours: Sequence[Spans]) -> tuple[int, int, int]:
    """Return right, guessed and gold; several of ours in one gold span are one guess."""
    right = sum(any(_over(one, span) for other in ours for span in other) for one in gold)
    wrong = sum(not _any(one, gold) for one in ours)
    return right, right + wrong, len(gold)


def _any(one: Spans, gold: Spans) -> bool:
    return any(_over(span, other) for span in one for other in gold)


def _over(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


PEOPLES = """
Afghan Afghanistan AFG|Iraqi Iraq IRQ|Iranian Iran IRN|Syrian Syria SYR|Israeli Israel ISR|Turkish Turkey TUR
Russian Russia RUS|Ukrainian Ukraine UKR|Chinese China CHN|Japanese Japan JPN|Indian India IND
Pakistani Pakistan PAK|French France FRA|German Germany DEU|British Britain GBR|Italian Italy ITA
Spanish Spain ESP|Greek Greece GRC|Polish Poland POL|Hungarian Hungary HUN|Serbian Serbia SRB
Croatian Croatia HRV|Belgian Belgium BEL|Dutch Netherlands NLD|Egyptian Egypt EGY|Libyan Libya LBY
Tunisian Tunisia TUN|Moroccan Morocco MAR|Algerian Algeria DZA|Sudanese Sudan SDN|Ethiopian Ethiopia ETH
Eritrean Eritrea ERI|Somali Somalia SOM|Kenyan Kenya KEN|Ugandan Uganda UGA|Rwandan Rwanda RWA
Nigerian Nigeria NGA|Malian Mali MLI|Ghanaian Ghana GHA|Cameroonian Cameroon CMR|Zimbabwean Zimbabwe ZWE
Zambian Zambia ZMB|Saudi Saudi SAU|Yemeni Yemen YEM|Jordanian Jordan JOR|Lebanese Lebanon LBN|Qatari Qatar QAT
Kuwaiti Kuwait KWT|Colombian Colombia COL|Venezuelan Venezuela VEN|Mexican Mexico MEX|Brazilian Brazil BRA
Peruvian Peru PER|Cuban Cuba CUB|Burmese Myanmar MMR|Thai Thailand THA|Philippine Philippines PHL
Indonesian Indonesia IDN|Malaysian Malaysia MYS|Bangladeshi Bangladesh BGD|Nepalese Nepal NPL
Australian Australia AUS|Canadian Canada CAN|American America USA|US U.S. USA
"""
"""Sixty peoples and their countries, in our own writing: adjective, name, ISO 3166-1 alpha-3."""

_WORD = re.compile(r"U\.S\.|\w+|[-’']")
_ARTICLES = frozenset({"the", "a", "an", "all", "some"})
_MORE = frozenset({"South", "North", "Latin", "Central", "Native", "African"})
"""Words after or before which a people is another: South Sudanese, Latin American."""


def told(text: str) -> tuple[str, int] | None:
    """Return the one country that a name tells as its first word or right before its last, and where it stands."""
    table = {word: each.split()[2] for each in re.split(r"[|\n]", PEOPLES.strip()) for word in each.split()[:2]}
    words = [(m.group(), m.start()) for m in _WORD.finditer(text)]
    found = [(i, table[word]) for i, (word, _) in enumerate(words) if word in table]
    if len({country for _, country in found}) != 1:
        return None
    at, country = found[0]
    first = 1 if words[0][0].lower() in _ARTICLES else 0
    before, after = (words[at + step][0] if 0 <= at + step < len(words) else "" for step in (-1, 1))
    if at not in (first, len(words) - 2) or {before, after} & {"-", *_MORE}:
        return None
    return country, words[at][1]


def country_at(reading: Reading, span: tuple[int, int], at: int) -> tuple[str | None] | None:
    """Return the country of the longest mention over a span that holds a character; None where there is none."""
    found = [
        m
        for m in reading.mentions
        if isinstance(m.resolved, Actor | Place) and m.start <= at < m.end and _over((m.start, m.end), span)
    ]
    longest = max(found, key=lambda m: m.end - m.start, default=None)
    return (longest.resolved.country,) if longest and isinstance(longest.resolved, Actor | Place) else None


def _own() -> tuple[list[tuple[float, int]], list[tuple[float, int]]]:
    """Return the units of our own names: those that tell a country, and those that tell none."""
    with Path(__file__).with_suffix(".tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    some: list[tuple[float, int]] = []
    none: list[tuple[float, int]] = []
    for row, reading in zip(rows, read(row["sentence"] for row in rows), strict=True):
        start = row["sentence"].index(row["name"])
        last = start + len(row["name"]) - 1
        got = country_at(reading, (start, last + 1), last)
        if row["country"]:
            some.append((got == (row["country"],), 1))
        else:
            none.append((got in (None, (None,)), 1))
    return some, none


def _phrases() -> list[tuple[float, int]]:
    """Return the units of our own phrases: those of which country, sector and what tells it are right."""
    with Path(__file__).with_name("phrases.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    out: list[tuple[float, int]] = []
    for row, reading in zip(rows, read((row["sentence"] for row in rows), "2024-05-01"), strict=True):
        start = row["sentence"].rindex(row["phrase"])
        end = start + len(row["phrase"])
        found = [m for m in reading.mentions if isinstance(m.resolved, Actor) and m.start < end <= m.end]
        actor = min(found, key=lambda m: abs(m.end - end) + abs(m.start - start), default=None)
        told = actor.resolved if actor else None
        right = isinstance(told, Actor) and (
            (told.country or "") == row["country"]
            and (told.sector or "") in row["sector"].split(",")
            and (told.resolved_by or "") in row["by"].split(",")
        )
        out.append((right, 1))
    return out


def run(data: Path) -> dict[str, Score]:
    """Return the figures on ``tune/cameo``, ``tune/plover``, our own names and our own phrases."""
    rows = list(marked(data / "tune" / "cameo" / "ner_train.txt"))
    readings = read(row.text for row in rows)
    out: dict[str, Score] = {}
    for name, all_claims in (("cameo spans", False), ("cameo spans, all claims", True)):
        found = [sides(reading, reading.claims if all_claims else main_claim(reading)) for reading in readings]
        out[name] = f1([pairs(row, *each) for row, each in zip(rows, found, strict=True)])
    golds = [[*row.sources, *row.targets, *row.either] for row in rows]
    in_mentions: list[tuple[float, int]] = []
    for gold, reading in zip(golds, readings, strict=True):
        ours = [(m.start, m.end) for m in reading.mentions if m.kind in _ACTING]
        in_mentions.append((sum(any(_over(one, other) for other in ours) for one in gold), len(gold)))
    out["cameo spans in mentions"] = accuracy(in_mentions)

    asked = [(row.text, gold, reading) for row, gold, reading in zip(rows, golds, readings, strict=True)]
    others = list(plover_rows(data / "tune" / "plover" / "PLV_train.tsv"))
    for other, reading in zip(others, read(row.text for row in others), strict=True):
        asked.append((other.text, [other.source, other.target], reading))
    countries: list[tuple[float, int]] = []
    for text, spans, reading in asked:
        for start, end in spans:
            name_tells = told(text[start:end])
            got = country_at(reading, (start, end), start + name_tells[1]) if name_tells else None
            if name_tells and got:
                countries.append((got[0] == name_tells[0], 1))
    out["country in gold spans"] = accuracy(countries)
    out["countries of our names"], out["no country guessed"] = map(accuracy, _own())
    out["phrases of our own"] = accuracy(_phrases())
    return out
