"""What a user would pick instead: spaCy's small pipeline, trained on the same treebanks, at work on the same news.

Not a gate: spaCy is no dependency, and what it learns here is never kept. In an environment of its own (``pip install
spacy``), with DATA as the gates have it::

    python bench/spacy_beside.py convert DATA OUT
    python -m spacy init config OUT/base.cfg --lang en --pipeline tagger,parser,ner --optimize efficiency
    python -m spacy train OUT/base.cfg --output OUT --paths.train OUT/train.spacy --paths.dev OUT/dev.spacy
    python bench/spacy_beside.py rate DATA OUT/model-best     # words and sentences a second, five times; and accuracy

``python -m bench.spacy_beside ours DATA`` gives our rates of the same texts, trees alone and claims.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

RUNS = 6
REPORT_WORDS = 500
TRAINED = {
    "ud_ewt/en_ewt-ud-{}.conllu": "uner_ewt/en_ewt-ud-{}.iob2",
    "ud_gum_nonnc/en_gum-ud-{}.nonNC.conllu": None,
}
"""Treebanks, and the names of persons, organizations and places in them where they are told."""

Word = tuple[str, bool, str, int, str]
"""Form, whether a space follows, tag, head (its own index for the root), relation."""


def sentences(path: Path) -> Iterator[list[Word]]:
    """Yield the sentences of a CoNLL-U file."""
    words: list[Word] = []
    joined, behind = 0, True
    for line in path.read_text(encoding="utf-8").split("\n"):
        cells = line.split("\t")
        if len(cells) == 10 and "." not in cells[0]:
            after = "SpaceAfter=No" not in cells[9]
            if "-" in cells[0]:
                joined, behind = int(cells[0].split("-")[1]), after
                continue
            n = int(cells[0])
            space = (n > joined and after) or (n == joined and behind)
            words.append((cells[1], space, cells[4], int(cells[6]) - 1 if cells[6] != "0" else n - 1, cells[7]))
        elif not line and words:
            yield words
            words, joined = [], 0


def names(path: Path) -> dict[tuple[str, ...], list[str]]:
    """Return BIO tags of an IOB2 file's sentences, by their words; other types than the three are no names."""
    found: dict[tuple[str, ...], list[str]] = {}
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        rows = [line.split("\t") for line in block.split("\n") if line and not line.startswith("#")]
        tags = [row[2] if row[2][2:] in ("PER", "ORG", "LOC") else "O" for row in rows]
        found[tuple(row[1] for row in rows)] = tags
    return found


def convert(data: Path, out: Path) -> None:
    """Write train.spacy, dev.spacy and, of news to be measured on, test.spacy: ten sentences a document."""
    import spacy
    from spacy.tokens import Doc, DocBin

    vocab = spacy.blank("en").vocab
    out.mkdir(parents=True, exist_ok=True)
    news = {data / "tune/pud/en_pud-ud-test.conllu": data / "tune/pud/en_pud-ud-test.iob2"}
    for part in ("train", "dev", "test"):
        learnt = {data / "train" / k.format(part): v and data / "train" / v.format(part) for k, v in TRAINED.items()}
        files = news if part == "test" else learnt
        docs = DocBin()
        for trees, named in files.items():
            tags = names(named) if named else {}
            every = list(sentences(trees))
            for at in range(0, len(every), 10):
                some = every[at : at + 10]
                starts = [sum(map(len, some[:i])) for i in range(len(some))]
                told = [tags.get(tuple(word[0] for word in one)) for one in some]
                docs.add(
                    Doc(
                        vocab,
                        words=[word[0] for one in some for word in one],
                        spaces=[word[1] for one in some for word in one],
                        tags=[word[2] for one in some for word in one],
                        heads=[start + word[3] for start, one in zip(starts, some, strict=True) for word in one],
                        deps=[word[4] for one in some for word in one],
                        ents=None if None in told else [tag for one in told for tag in one or ()],
                    )
                )
        docs.to_disk(out / f"{part}.spacy")


def texts(data: Path) -> tuple[list[str], int, int]:
    """Return news as texts of some 500 words, with how many sentences and words they are."""
    out: list[list[str]] = []
    size = total = every = 0
    for words in sentences(data / "tune/pud/en_pud-ud-test.conllu"):
        if not out or size > REPORT_WORDS:
            out.append([])
            size = 0
        out[-1].append("".join(form + " " * space for form, space, *_ in words).strip())
        size, total, every = size + len(words), total + 1, every + len(words)
    return [" ".join(each) for each in out], total, every


def timed(data: Path, read: Callable[[list[str]], object]) -> dict[str, float]:
    """Return the median of rates on one core, by CPU time; the first run warms up."""
    reports, found, words = texts(data)
    spent: list[float] = []
    for number in count():
        began = time.process_time()
        read(reports)
        spent.append(time.process_time() - began)
        if number == RUNS:
            break
    middle = sorted(spent[1:])[len(spent[1:]) // 2]
    return {"sentences_s": round(found / middle), "words_s": round(words / middle)}


def rate(data: Path, model: Path) -> dict[str, object]:
    """Return how fast a pipeline of spaCy is, and how right on gold words."""
    import spacy
    from spacy.tokens import DocBin
    from spacy.training import Example

    nlp = spacy.load(model)
    test = DocBin().from_disk(model.parent / "test.spacy").get_docs(nlp.vocab)
    gold = [Example(_bare(doc), doc) for doc in test]
    scores = nlp.evaluate(gold)
    kept = {name: round(100 * scores[name], 1) for name in ("tag_acc", "dep_uas", "dep_las", "ents_f")}
    return {**timed(data, lambda reports: list(nlp.pipe(reports))), **kept}


def _bare(doc: object) -> object:
    from spacy.tokens import Doc

    assert isinstance(doc, Doc)
    return Doc(doc.vocab, words=[t.text for t in doc], spaces=[bool(t.whitespace_) for t in doc])


def ours(data: Path) -> dict[str, dict[str, float]]:
    """Return our rates: trees, tags and names alone; and all the way to claims."""
    from dateline import api

    def parse(reports: list[str]) -> None:
        for each in reports:
            list(api.parse([each.encode()]))

    def read(reports: list[str]) -> None:
        for each in reports:
            api.read_text(each, published="2016-11-10")

    return {"trees": timed(data, parse), "claims": timed(data, read)}


def main(args: list[str]) -> None:
    """Run what the first argument names."""
    data = Path(args[1])
    if args[0] == "convert":
        convert(data, Path(args[2]))
    else:
        print(json.dumps(ours(data) if args[0] == "ours" else rate(data, Path(args[2]))))


if __name__ == "__main__":
    main(sys.argv[1:])
