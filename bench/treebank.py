"""Gold trees and entity tags in CoNLL-U and IOB2 files, for the gates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(slots=True)
class Gold:
    """A document of gold words: parallel lists, one item a word."""

    words: list[str] = field(default_factory=list)
    spaces: list[bool] = field(default_factory=list)
    starts: list[bool] = field(default_factory=list)
    paragraphs: list[bool] = field(default_factory=list)
    upos: list[str] = field(default_factory=list)
    lemma: list[str] = field(default_factory=list)
    head: list[int] = field(default_factory=list)
    deprel: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


def documents(path: Path) -> Iterator[Gold]:
    """Yield a CoNLL-U file's documents; ``heads`` are relative to the sentence, -1 for the root."""
    gold = Gold()
    first, paragraph, space, joined, joined_space = True, True, True, 0, True
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.startswith("# newdoc"):
            if gold.words:
                yield gold
            gold, paragraph, space = Gold(), True, True
        elif line.startswith("# newpar"):
            paragraph = True
        elif line.startswith("# text = "):
            gold.texts.append(line[9:])
        elif not line:
            first = True
        elif not line.startswith("#"):
            cells = line.split("\t")
            if "." in cells[0]:
                continue
            after = "SpaceAfter=No" not in cells[9]
            if "-" in cells[0]:
                joined, joined_space = int(cells[0].split("-")[1]), after
                continue
            gold.words.append(cells[1])
            gold.spaces.append(space)
            gold.starts.append(first)
            gold.paragraphs.append(first and paragraph)
            gold.upos.append(cells[3])
            gold.lemma.append(cells[2])
            gold.head.append(int(cells[6]) - 1)
            gold.deprel.append(cells[7])
            if int(cells[0]) < joined:
                space = False
            else:
                space, joined = (joined_space if int(cells[0]) == joined else after), 0
            if first:
                paragraph = False
            first = False
    if gold.words:
        yield gold


def iob(path: Path, *, word: int, tag: int) -> Iterator[list[tuple[list[str], list[str]]]]:
    """Yield the documents of a column file, each a list of (words, tags) a sentence."""
    document: list[tuple[list[str], list[str]]] = []
    words: list[str] = []
    tags: list[str] = []
    for line in [*path.read_text(encoding="utf-8").split("\n"), ""]:
        if line.startswith("# newdoc") and document:
            yield document
            document = []
        cells = line.split("\t")
        if line.startswith("# ") and len(cells) == 1:
            continue
        if len(cells) > tag and cells[word]:
            words.append(cells[word])
            tags.append(cells[tag].strip())
        elif words:
            document.append((words, tags))
            words, tags = [], []
    if document:
        yield document


def entities(tags: list[str], kinds: dict[str, str]) -> set[tuple[int, int, str]]:
    """Return the ``(first, last, kind)`` of the names in BIO tags; types not in ``kinds`` are left out."""
    out = set()
    i = 0
    while i < len(tags):
        if tags[i] == "O":
            i += 1
            continue
        j = i + 1
        while j < len(tags) and tags[j] == "I-" + tags[i][2:]:
            j += 1
        if tags[i][2:] in kinds:
            out.add((i, j, kinds[tags[i][2:]]))
        i = j
    return out
