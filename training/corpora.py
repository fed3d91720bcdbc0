"""Read the training sets into one form: documents of sentences of words, with what each set knows.

Only sets marked 'train' in ``shared/data/README.md`` are read here. Each word carries, for entities, the
*allowed* tags: a set that does not mark nationalities leaves them open, and the loss sums over what is allowed.
"""

from __future__ import annotations

import csv
import itertools
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ENTITY_TYPES = ("PER", "ORG", "LOC", "NORP", "EVT", "ART", "TIME")
ENTITY_TAGS = ("O", *(f"{p}-{t}" for t in ENTITY_TYPES for p in "BI"))
TITLES = frozenset(
    "president vice prime minister foreign defense defence secretary general mr. mrs. ms. dr. king queen prince senator"
    " ambassador chancellor pope archbishop bishop cardinal colonel major captain lieutenant sergeant spokesman judge"
    " justice governor mayor chairman chief sheikh ayatollah director interior finance former leader speaker gen. col."
    " lt. sen. rep. professor reverend commander deputy state premier emperor crown spokeswoman attorney".split()
)


@dataclass
class Word:
    """One word with its gold; None where the set does not say."""

    form: str
    space: bool
    upos: str | None = None
    xpos: str | None = None
    lemma: str | None = None
    head: int | None = None
    deprel: str | None = None
    tags: tuple[str, ...] = ENTITY_TAGS


@dataclass
class Sentence:
    """Words of one sentence; ``paragraph`` says that it opens a paragraph."""

    words: list[Word] = field(default_factory=list)
    paragraph: bool = False


Document = list[Sentence]


def _entity(prefix: str, types: tuple[str, ...], *, outside: bool = False) -> tuple[str, ...]:
    tags = tuple(f"{prefix}-{t}" for t in types)
    return (*tags, "O") if outside else tags


def open_tags(*closed: str) -> tuple[str, ...]:
    """Return O and every tag of the types that a set does *not* annotate."""
    return ("O", *(f"{p}-{t}" for t in ENTITY_TYPES if t not in closed for p in "BI"))


_KINDS = {"person": "PER", "place": "LOC", "organization": "ORG", "event": "EVT"}


def _innermost(opened: list[tuple[str, str]], misc: str) -> str | None:
    """Follow GUM's Entity brackets through a word's MISC; return the type of the innermost mention around it."""
    value = next((m[7:] for m in misc.split("|") if m.startswith("Entity=")), "")
    closing: list[str] = []
    for part in re.findall(r"\([^()]*\)?|[^()]+\)", value):
        if part.startswith("("):
            group, kind = part.strip("()").split("-")[:2]
            opened.append((group, kind))
            if part.endswith(")"):
                closing.append(group)
        else:
            closing.append(part[:-1])
    kind = opened[-1][1] if opened else None
    for group in closing:
        for i in range(len(opened) - 1, -1, -1):
            if opened[i][0] == group:
                del opened[i]
                break
    return kind


def _from_mention(word: Word, kind: str | None) -> tuple[str, ...]:
    """Return what GUM's mention types leave open: the type of a proper noun, never where a name begins.

    GUM marks whole noun phrases, names or not, so that only a proper noun's type and the absence of a name on
    other lower-case words can be learnt from it.
    """
    plain = word.form.lower() not in TITLES and word.xpos != "NNPS"  # "Afghans" are persons to GUM
    if word.upos == "PROPN" and plain and kind is not None:
        if kind in _KINDS:
            return (f"B-{_KINDS[kind]}", f"I-{_KINDS[kind]}")
        return open_tags("PER", "ORG", "LOC")
    if word.upos != "PROPN" and word.form.islower():
        return ("O", "B-TIME", "I-TIME", *(f"I-{t}" for t in ENTITY_TYPES if t != "TIME"))
    return ENTITY_TAGS


def conllu(path: Path, *, mentions: bool = False) -> Iterator[Document]:
    """Yield the documents of a CoNLL-U file; empty nodes are left out. ``mentions``: read GUM's entity types too."""
    opened: list[tuple[str, str]] = []
    document: Document = []
    sentence = Sentence()
    joined: dict[int, int] = {}
    joined_space = True
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.startswith("# newdoc"):
            if document:
                yield document
            document = []
            opened.clear()
            sentence.paragraph = True
        elif line.startswith("# newpar"):
            sentence.paragraph = True
        elif not line:
            if sentence.words:
                document.append(sentence)
            sentence, joined = Sentence(), {}
        elif not line.startswith("#"):
            cells = line.split("\t")
            space = "SpaceAfter=No" not in cells[9]
            if "-" in cells[0]:
                first, last = (int(x) for x in cells[0].split("-"))
                joined = dict.fromkeys(range(first, last + 1), last)
                joined_space = space
                continue
            if "." in cells[0]:
                continue
            i = int(cells[0])
            if i in joined:
                space = joined_space if i == joined[i] else False
            lemma = cells[2] if cells[2] != "_" or cells[1] == "_" else None
            word = Word(cells[1], space, cells[3], cells[4], lemma, int(cells[6]) - 1, cells[7])
            if mentions:
                word.tags = _from_mention(word, _innermost(opened, cells[9]))
            sentence.words.append(word)
    if document:
        yield document


def add_uner(documents: list[Document], path: Path) -> None:
    """Lay UNER's PER/ORG/LOC over the same sentences read from UD; OTH stays open."""
    rows: list[list[tuple[str, str]]] = [[]]
    for line in path.read_text(encoding="utf-8").split("\n"):
        if not line:
            if rows[-1]:
                rows.append([])
        elif not line.startswith("#"):
            cells = line.split("\t")
            rows[-1].append((cells[1], cells[2]))
    gold = {" ".join(w for w, _ in row): [t for _, t in row] for row in rows if row}
    outside = open_tags("PER", "ORG", "LOC")
    for document in documents:
        for sentence in document:
            tags = gold.get(" ".join(w.form for w in sentence.words))
            if tags is None:
                continue
            for word, tag in zip(sentence.words, tags, strict=True):
                word.tags = (tag,) if tag[2:] in ("PER", "ORG", "LOC") else outside


def columns(path: Path, mapping: dict[str, tuple[str, ...]], outside: tuple[str, ...], sep: str | None) -> Document:
    """Read a two-column NER file. ``mapping`` gives our types for each of the set's types."""
    document: Document = [Sentence(paragraph=True)]
    last = "O"
    for line in path.read_text(encoding="utf-8").split("\n"):
        cells = line.split(sep)
        if len(cells) < 2 or not cells[-1].strip():
            if document[-1].words:
                document.append(Sentence(paragraph=True))
            last = "O"
            continue
        form, tag = cells[0], cells[-1].strip()
        if tag == "O":
            allowed = outside
        else:
            kind = tag[2:]
            prefix = "B" if tag[0] == "B" or last[2:] != kind else "I"
            allowed = _entity(prefix, mapping[kind], outside=not mapping[kind])
            if not mapping[kind]:
                allowed = outside
        last = tag
        document[-1].words.append(Word(form, True, tags=allowed))
    return [_respace(s) for s in document if s.words]


def _respace(sentence: Sentence) -> Sentence:
    """Guess which words were written together, since NER sets give words alone."""
    words = sentence.words
    for word, after in itertools.pairwise(words):
        if re.fullmatch(r"[.,;:?!%)\]}]|'s|n't|'|''|'(re|ve|ll|d|m)|\.\.\.", after.form):
            word.space = False
        if re.fullmatch(r"[(\[{$#]|``", word.form):
            word.space = False
    return sentence


def gmb(path: Path) -> Document:
    """Read the Groningen Meaning Bank's NER rows (silver). Titles are taken off persons."""
    rows = list(csv.reader(path.open(encoding="latin-1", newline="")))[1:]
    places: Counter[str] = Counter()
    for row in rows:
        if row[3] == "B-geo":
            places[row[1]] += 1
        elif row[3] == "B-gpe":
            places[row[1]] -= 1
    kinds = {"geo": "LOC", "per": "PER", "org": "ORG", "tim": "TIME", "art": "ART", "eve": "EVT", "nat": "EVT"}
    document: Document = []
    opened = ""
    for row in rows:
        if row[0]:
            document.append(Sentence(paragraph=len(document) % 3 == 0))
            opened = ""
        form, tag = row[1], row[3]
        if not form:
            continue
        form = {"``": '"', "''": '"'}.get(form, form)
        if tag == "O":
            opened, allowed = "", ("O",)
        else:
            kind = tag[2:]
            ours = ("LOC" if places[form] > 0 else "NORP") if kind == "gpe" else kinds[kind]
            if ours == "PER" and opened != "PER" and form.lower() in TITLES:
                opened, allowed = "", ("O",)
            else:
                prefix = "I" if opened == ours and (tag[0] == "I" or kind == "per") else "B"
                opened, allowed = ours, (f"{prefix}-{ours}",)
        parts = re.split(r"(?<=\w)(-)(?=\w)", form) if "-" in form else [form]
        for n, part in enumerate(parts):
            tags = allowed if n == 0 or allowed == ("O",) else (f"I-{allowed[0][2:]}",)
            document[-1].words.append(Word(part, n == len(parts) - 1, tags=tags))
    return [_respace(s) for s in document if s.words]


def re3d(folder: Path) -> Iterator[Document]:
    """Read the Relationship and Entity Extraction Evaluation Dataset (character offsets, Syria and Iraq)."""
    kinds = {
        "Person": "PER",
        "Organisation": "ORG",
        "Location": "LOC",
        "Nationality": "NORP",
        "Temporal": "TIME",
        "Weapon": "ART",
        "MilitaryPlatform": "ART",
    }
    for source in sorted(folder.iterdir()):
        if not (source / "documents.json").exists():
            continue
        marks: dict[str, list[tuple[int, int, str]]] = {}
        for line in (source / "entities.json").read_text(encoding="utf-8").split("\n"):
            if line.strip():
                row = json.loads(line)
                marks.setdefault(row["documentId"], []).append((row["begin"], row["end"], row["type"]))
        for line in (source / "documents.json").read_text(encoding="utf-8").split("\n"):
            if not line.strip():
                continue
            row = json.loads(line)
            text = row["text"]
            tag_at: dict[int, tuple[str, ...]] = {}
            for begin, end, kind in marks.get(row["_id"], []):
                ours = kinds.get(kind)
                value = text[begin:end]
                # nominal mentions ("mourners") are not names: left open rather than taught as organizations
                named = ours is not None and any(w[:1].isupper() for w in value.split() if w.lower() != "the")
                begin += 4 if value.lower().startswith("the ") else 0
                for m in re.finditer(r"\w+(?:[.']\w+)*\.?|[^\w\s]", text[begin:end]):
                    where = begin + m.start()
                    if named and ours is not None:
                        tag_at[where] = (f"{'B' if where == begin else 'I'}-{ours}",)
                    else:
                        tag_at[where] = ENTITY_TAGS
            document: Document = [Sentence(paragraph=True)]
            for m in re.finditer(r"\w+(?:[.']\w+)*|[^\w\s]", text):
                gap = text[m.end() : m.end() + 1]
                document[-1].words.append(Word(m.group(), gap.isspace(), tags=tag_at.get(m.start(), ("O",))))
                if m.group() in ".?!" and gap.isspace():
                    document.append(Sentence(paragraph="\n" in text[m.end() : m.end() + 2]))
            yield [s for s in document if s.words]


def training_sets(data: Path) -> tuple[list[Document], list[Document]]:
    """Return (documents with trees, documents with entities only) from the 'train' parts."""
    train = data / "train"
    ewt = list(conllu(train / "ud_ewt/en_ewt-ud-train.conllu"))
    add_uner(ewt, train / "uner_ewt/en_ewt-ud-train.iob2")
    gum = list(conllu(train / "ud_gum_nonnc/en_gum-ud-train.nonNC.conllu", mentions=True))
    wnut = {
        "person": ("PER",),
        "location": ("LOC",),
        "corporation": ("ORG",),
        "group": ("ORG",),
        "product": ("ART",),
        "creative-work": ("ART", "EVT"),
    }
    gold = {"PER": ("PER",), "LOC": ("LOC",), "ORG": ("ORG",), "MISC": ("NORP", "EVT", "ART")}
    wikigold = next((train / "wikigold/CONLL-format/data").iterdir())
    names = [
        gmb(train / "gmb/ner_dataset.csv"),
        columns(
            train / "wnut17/wnut17train.conll", wnut, ("O", *open_tags("PER", "LOC", "ORG", "ART", "EVT")[1:]), "\t"
        ),
        columns(wikigold, gold, ("O", "B-TIME", "I-TIME"), " "),
        *re3d(train / "re3d"),
    ]
    return ewt + gum, names
