"""Set a scene for tests of the claim room: a sentence, its tree and its mentions, all written by hand.

A tree is a line of tokens ``form|lemma|UPOS|XPOS|head|deprel``; each further line is a further sentence.
Mentions are ``words=kind`` separated by ``;`` with what they are resolved to after a colon:
``rebels=group; Kesra=place; 12=quantity:12; three-month=time:P3M; Monday=time:2024-05-06``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest

from dateline.claim.cast import Cast
from dateline.claim.coder import read
from dateline.lexicon.predicates import Predicates
from dateline.lexicon.predicates import build as build_lexicon
from dateline.records import Actor, Claim, Mention, MentionKind, Place, Quantity, Reading, Time
from dateline.tree import Tree
from trees import build

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An entry of a table: ``== name``, the tree (indented lines go on), ``: mentions``, ``> expected`` lines."""

    name: str
    tree: str
    mentions: str
    expected: tuple[str, ...]


@cache
def table(name: str) -> tuple[Row, ...]:
    """Return the rows of ``tables/NAME.txt``."""
    blocks = (HERE / "tables" / f"{name}.txt").read_text(encoding="utf-8").split("\n== ")[1:]
    return tuple(_row(block) for block in blocks)


def _row(block: str) -> Row:
    name, *lines = block.rstrip().splitlines()
    tree: list[str] = []
    for line in lines:
        if line.startswith("  "):
            tree[-1] += " " + line.strip()
        elif line and line[:2] not in {": ", "> "} and line != ">":
            tree.append(line)
    return Row(
        name=name,
        tree="\n".join(tree),
        mentions=next((line[2:] for line in lines if line.startswith(": ")), ""),
        expected=tuple(line[1:].strip() for line in lines if line.startswith(">")),
    )


def each(name: str) -> pytest.MarkDecorator:
    """Parametrize a test with ``row`` over a table."""
    return pytest.mark.parametrize("row", [pytest.param(row, id=row.name) for row in table(name)])


def entry(name: str, row: str) -> Row:
    """Return one row of a table by its name."""
    return next(r for r in table(name) if r.name == row)


@cache
def lexicon() -> Predicates:
    """Return the small lexicon of these tests, so that a change of the shipped one moves no test."""
    return build_lexicon(sorted((HERE / "lexicon").glob("*.toml")))


def stage(tree: str, mentions: str = "", *, published: str | None = None) -> Reading:
    """Return a reading of the sentences with the mentions found in them, each at its first unused place."""
    rows = "\n".join(
        "\n".join(" ".join(word.split("|")) for word in line.split()) + "\n" for line in tree.strip().splitlines()
    )
    reading = build(rows, published=published)
    text = reading.report.text
    found: list[Mention] = []
    used: dict[str, int] = {}
    for entry in filter(None, (part.strip() for part in mentions.split(";"))):
        words, _, rest = entry.partition("=")
        kind, _, value = rest.partition(":")
        start = text.index(words, used.get(words, 0))
        end = start + len(words)
        used[words] = end
        found.append(_mention(reading, len(found), MentionKind(kind), words, start, end, value))
    return replace(reading, mentions=tuple(found))


def _mention(reading: Reading, n: int, kind: MentionKind, text: str, start: int, end: int, value: str) -> Mention:
    sentence = next(i for i, s in enumerate(reading.sentences) if s.start <= start < s.end)
    tokens = reading.sentences[sentence].tokens
    inside = [i for i, t in enumerate(tokens) if start <= t.start < end]
    head = next(i for i in inside if tokens[i].head not in inside)
    resolved: Actor | Place | Time | Quantity
    if kind is MentionKind.PLACE:
        resolved = Place(name=value or text)
    elif kind is MentionKind.TIME:
        resolved = Time(duration=value) if value.startswith("P") else Time(value=value or None)
    elif kind is MentionKind.QUANTITY:
        amount, _, unit = value.partition(" ")
        resolved = Quantity(low=float(amount), high=float(amount), unit=unit or None)
    else:
        name, _, chain = value.partition("#")
        return Mention(
            id=f"m{n}", kind=kind, text=text, start=start, end=end, sentence=sentence, head=head,
            chain=chain or None, resolved=Actor(name=name or text) if tokens[head].upos != "PRON" else None,
        )  # fmt: skip
    return Mention(
        id=f"m{n}", kind=kind, text=text, start=start, end=end, sentence=sentence, head=head, resolved=resolved
    )


def coded(tree: str, mentions: str = "") -> Reading:
    """Return the reading with its claims, by the small lexicon."""
    return read(stage(tree, mentions), lexicon())


def lines(reading: Reading) -> list[str]:
    """Return claims as lines ``TYPE trigger: actors > recipients``."""
    return [_line(claim) for claim in reading.claims]


def _line(claim: Claim) -> str:
    actors = ", ".join(p.name for p in claim.actors) or "-"
    recipients = ", ".join(p.name for p in claim.recipients) or "-"
    return f"{claim.type} {claim.trigger.text}: {actors} > {recipients}"


def first_tree(reading: Reading) -> tuple[Tree, Cast]:
    """Return the tree of the first sentence and the cast of a reading."""
    return Tree(reading.sentences[0], 0), Cast(reading, lexicon())
