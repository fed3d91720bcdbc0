"""Gates of the language room: tags, trees, sentences and entities of the shipped model."""

from __future__ import annotations

from pathlib import Path

from bench.score import Score, accuracy, f1
from bench.treebank import Gold, documents, entities, iob
from dateline.language import model
from dateline.language.tokenizer import words as tokenize

UNER = {"PER": "PER", "ORG": "ORG", "LOC": "LOC"}
WORLDWIDE = {"Person": "PER", "Organization": "ORG", "Location": "LOC"}
NEVER_SPACED = frozenset("- . , ; : ? ! % ) ] } 's n't 're 've 'll 'd 'm ' ''".split())


def trees(name: str, path: Path) -> dict[str, Score]:
    """Score tags, lemmas and trees on gold words and sentences; labels without subtypes, punctuation counted."""
    units: dict[str, list[tuple[int, int]]] = {k: [] for k in ("UPOS", "lemma", "UAS", "LAS")}
    for gold in documents(path):
        found = model.load().analyse(gold.words, gold.spaces, gold.paragraphs, starts=gold.starts)
        right = dict.fromkeys(units, 0)
        for i, a in enumerate(found):
            same = a.head == gold.head[i]
            right["UPOS"] += a.upos == gold.upos[i]
            right["lemma"] += a.lemma.lower() == gold.lemma[i].lower()
            right["UAS"] += same
            right["LAS"] += same and a.deprel.partition(":")[0] == gold.deprel[i].partition(":")[0]
        for k in units:
            units[k].append((right[k], len(found)))
    return {f"{name} {k}": accuracy(v) for k, v in units.items()}


def sentences(name: str, path: Path) -> dict[str, Score]:
    """Score sentence boundaries on raw text with paragraphs known: a sentence is right if both its ends are."""
    units: list[tuple[int, int, int]] = []
    for gold in documents(path):
        for text, bounds in _paragraphs(gold):
            spans = tokenize(text, 0, len(text))
            words = [text[s:e] for s, e in spans]
            spaces = [s == 0 or text[s - 1].isspace() for s, _ in spans]
            found = model.load().analyse(words, spaces, [i == 0 for i in range(len(words))])
            starts = [spans[i][0] for i, a in enumerate(found) if a.start]
            ends = [spans[i - 1][1] for i, a in enumerate(found) if a.start and i] + [spans[-1][1]]
            guess = set(zip(starts, ends, strict=True))
            units.append((len(guess & bounds), len(guess), len(bounds)))
    return {f"{name} sentences": f1(units)}


def _paragraphs(gold: Gold) -> list[tuple[str, set[tuple[int, int]]]]:
    """Join a document's sentences to paragraphs of raw text with gold sentence offsets."""
    opens = [p for p, s in zip(gold.paragraphs, gold.starts, strict=True) if s]
    spaced = [p for p, s in zip(gold.spaces, gold.starts, strict=True) if s]
    out: list[tuple[str, set[tuple[int, int]]]] = []
    for text, new, space in zip(gold.texts, opens, spaced, strict=True):
        if new or not out:
            out.append(("", set()))
        before, bounds = out[-1]
        before += " " if before and space else ""
        text = text.strip()
        bounds.add((len(before), len(before) + len(text)))
        out[-1] = (before + text, bounds)
    return out


def uner(name: str, path: Path, *, upper: bool = False) -> dict[str, Score]:
    """Score persons, organizations and locations on gold words, as written or in capitals."""
    units = [_names(d, UNER, upper=upper) for d in iob(path, word=1, tag=2)]
    return {f"{name} entities{' in capitals' if upper else ''}": f1(units)}


def worldwide(folder: Path, *, part: int) -> dict[str, Score]:
    """Score persons, organizations and locations on every ``part``-th file of the worldwide newswire set."""
    paths = sorted(folder.glob("*.tsv"))[::part]
    return {"worldwide newswire entities": f1([_names(d, WORLDWIDE) for p in paths for d in iob(p, word=0, tag=1)])}


def _names(
    document: list[tuple[list[str], list[str]]], kinds: dict[str, str], *, upper: bool = False
) -> tuple[int, int, int]:
    """Count right, guessed and gold names of a document, read whole, sentences given."""
    words = [w.upper() if upper else w for sentence, _ in document for w in sentence]
    tags = [t for _, row in document for t in row]
    starts = [i == 0 for sentence, _ in document for i in range(len(sentence))]
    spaces = [
        s or (w not in NEVER_SPACED and b not in ("-", "(", "$"))
        for b, w, s in zip(["", *words], words, starts, strict=False)
    ]
    found = model.load().analyse(words, spaces, [i == 0 for i in range(len(words))], starts=starts)
    guess = entities([a.entity for a in found], UNER)
    gold = entities(tags, kinds)
    return len(guess & gold), len(guess), len(gold)


def run(data: Path) -> dict[str, Score]:
    """Run all gates of the language room."""
    pud = data / "tune/pud/en_pud-ud-test.conllu"
    ewt = data / "train/ud_ewt/en_ewt-ud-test.conllu"
    names = data / "train/uner_ewt/en_ewt-ud-test.iob2"
    return {
        **trees("EWT test", ewt),
        **trees("PUD", pud),
        **sentences("PUD", pud),
        **uner("UNER EWT test", names),
        **uner("UNER EWT test", names, upper=True),
        **worldwide(data / "tune/worldwide_ner", part=6),
    }
