"""Measure chains within a report: GUM (news, and the other written genres) and ECB+, held-out parts.

The text alone is read, with the shipped model. In scope are people, organizations and places (GUM's person,
organization, place; ECB+'s HUMAN_PART and LOC), which is what chains are made for; time, events and things are left
out, and so are relative pronouns where GUM, which marks none, is the gold.

- *gold mentions*: the partition is over the gold mentions; a mention of ours with the head of a gold one (by our tree)
  lends it its chain, and one that we do not have is alone. The baseline joins gold mentions, pronouns apart, whose
  words without articles and possessive endings are the same in lower case: it is given all gold mentions.
- *end to end* (GUM, where every mention is marked): the partition is over our mentions; one that matches no gold
  mention counts against precision. The baseline joins our mentions, pronouns apart, by their words.
- *links*: a pronoun or nominal of ours in a chain, against the nearest mention before it in the chain that is no
  pronoun (or after it, where there is none before). Right where both match gold mentions of one chain. In GUM a link
  whose ends match no gold mention is wrong; in ECB+, where few mentions are marked, it is left out.
"""

from __future__ import annotations

import sys
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.chains import Cluster, Document, clusters, counts, ecb, gum
from bench.score import DRAWS, SEED, Score, accuracy
from dateline import language, mention
from dateline.records import MentionKind, Reading

_COUNTED = frozenset({MentionKind.TIME, MentionKind.QUANTITY, MentionKind.MONEY})
ARTICLES = frozenset({"the", "a", "an", "this", "that", "these", "those"})
_FORMS = ("he", "she", "it", "they", "relative", "first")
_PRONOUNS = {
    form: name
    for name, forms in {
        "he": "he him his himself",
        "she": "she her hers herself",
        "it": "it its itself",
        "they": "they them their theirs themselves",
        "relative": "who whom whose which that",
        "first": "i me my mine myself we us our ours ourselves you your yours yourself yourselves",
    }.items()
    for form in forms.split()
}


def in_scope(kind: str) -> bool:
    """Say whether a gold type is one that chains are made for."""
    return kind in ("person", "organization", "place") or kind.startswith(("human_part", "loc_"))


@dataclass(frozen=True, slots=True)
class Link:
    """A link that was made: ``right`` is None where the gold does not tell."""

    kind: str
    start: int
    before: int
    right: bool | None


class Read:
    """A document with our mentions matched to the gold ones by head."""

    def __init__(self, document: Document, reading: Reading) -> None:
        self.document = document
        self.mentions = [m for m in reading.mentions if m.kind not in _COUNTED]
        self.text = reading.report.text
        self.starts = {(s, i): t.start for s, one in enumerate(reading.sentences) for i, t in enumerate(one.tokens)}
        at = heads(reading, [(gold.start, gold.end) for gold in document.gold])
        by_head: dict[int, list[int]] = {}
        for g, head in enumerate(at):
            by_head.setdefault(head, []).append(g)
        self.gold_of: dict[int, int] = {}
        taken: set[int] = set()
        order = sorted(range(len(self.mentions)), key=lambda i: (self.mentions[i].start, self.mentions[i].end))
        for i in order:
            m = self.mentions[i]
            found = [g for g in by_head.get(self.starts[m.sentence, m.head], ()) if g not in taken]
            if found:
                spans = {g: (document.gold[g].start, document.gold[g].end) for g in found}
                best = min(found, key=lambda g: abs(spans[g][0] - m.start) + abs(spans[g][1] - m.end))
                self.gold_of[i] = best
                taken.add(best)

    def is_out(self, i: int) -> bool:
        """Say whether one of our mentions is out of scope by the gold: of another type, or a relative pronoun."""
        if i in self.gold_of:
            return not in_scope(self.document.gold[self.gold_of[i]].kind)
        return self._kind(i) == "relative"

    def gold_pair(self, *, ours: bool) -> tuple[list[Cluster], list[Cluster]]:
        """Return key and response over the gold mentions in scope; the response is ours or the baseline's."""
        gold = self.document.gold
        scope = [g for g in range(len(gold)) if in_scope(gold[g].kind)]
        key = clusters({g: gold[g].chain for g in scope})
        chains: dict[Hashable, Hashable] = {}
        if ours:
            chains = {self.gold_of[i]: m.chain for i, m in enumerate(self.mentions) if i in self.gold_of and m.chain}
            return key, clusters({g: chain for g, chain in chains.items() if g in set(scope)})
        for g in scope:
            if words := plain(self.text[gold[g].start : gold[g].end]):
                chains[g] = words
        return key, clusters(chains)

    def own_pair(self, *, ours: bool) -> tuple[list[Cluster], list[Cluster]]:
        """Return key and response over our mentions and the gold ones, those that match being one."""
        gold = self.document.gold
        key = clusters({g: gold[g].chain for g in range(len(gold)) if in_scope(gold[g].kind)})
        chains: dict[Hashable, Hashable] = {}
        for i, m in enumerate(self.mentions):
            name: Hashable = self.gold_of.get(i, ("ours", i))
            if not self.is_out(i) and (chain := m.chain if ours else plain(m.text)):
                chains[name] = chain
        return key, clusters(chains)

    def links(self) -> list[Link]:
        """Return the pronoun and nominal links of the document."""
        by_chain: dict[str, list[int]] = {}
        for i, m in enumerate(self.mentions):
            if m.chain is not None:
                by_chain.setdefault(m.chain, []).append(i)
        out: list[Link] = []
        for chain in by_chain.values():
            for at, i in enumerate(chain):
                kind = self._kind(i)
                if kind == "name":
                    continue
                rest = [j for j in (*reversed(chain[:at]), *chain[at + 1 :]) if self._kind(j) in ("name", "nominal")]
                # a chain's first nominal is what others are linked to, where no name follows
                if kind == "nominal" and all(j > i and self._kind(j) == "nominal" for j in rest):
                    continue
                if rest:
                    j = rest[0]
                    out.append(Link(kind, self.mentions[i].start, self.mentions[j].start, self._is_one(i, j)))
        return out

    def _is_one(self, i: int, j: int) -> bool | None:
        if i in self.gold_of and j in self.gold_of:
            gold = self.document.gold
            return gold[self.gold_of[i]].chain == gold[self.gold_of[j]].chain
        return False if self.document.whole and self._kind(i) != "relative" else None

    def _kind(self, i: int) -> str:
        m = self.mentions[i]
        form = m.text.lower()
        if form in _PRONOUNS:
            return _PRONOUNS[form]
        at = self.starts[m.sentence, m.head]
        # a name that hangs from its title ("captain Ana Reyes") has its head outside
        head = self.text[at if m.start <= at < m.end else m.start :][:1]
        described = m.text.split()[0].lower() in ARTICLES | {"his", "her", "their"}
        return "name" if head.isupper() and not described else "nominal"


def plain(text: str) -> str:
    """Return the words that the baseline compares; "" for a pronoun."""
    words = text.lower().replace("’", "'").split()
    while words and words[0] in ARTICLES:
        words = words[1:]
    line = " ".join(words).removesuffix("'s").strip()
    return "" if line in _PRONOUNS else line


def heads(reading: Reading, spans: Sequence[tuple[int, int]]) -> list[int]:
    """Return for each span the start of the token in it that hangs from outside; -1 where no token is in it."""
    out = []
    for start, end in spans:
        head = -1
        for sentence in reading.sentences:
            if sentence.end <= start or sentence.start >= end:
                continue
            inside = {i for i, t in enumerate(sentence.tokens) if start <= t.start and t.end <= end}
            free = [i for i in sorted(inside) if sentence.tokens[i].head not in inside]
            free = [i for i in free if sentence.tokens[i].upos not in ("PUNCT", "DET", "ADP")] or free
            if free:
                head = sentence.tokens[free[0]].start
                break
        out.append(head)
    return out


def conll(units: Iterable[tuple[float, ...]]) -> tuple[Score, np.ndarray]:
    """Return the CoNLL figure over documents' counts, and that of each bootstrap draw."""
    rows = np.array(list(units), float).reshape(-1, 12)
    rng = np.random.default_rng(SEED)
    n = max(len(rows), 1)
    draws = _mean_f1(rng.multinomial(n, [1 / n] * n, size=DRAWS) @ rows)
    low, high = np.percentile(draws[:, 0], [2.5, 97.5])
    value, precision, recall = (float(x) for x in _mean_f1(rows.sum(0)[None])[0])
    return Score(value=value, low=float(low), high=float(high), precision=precision, recall=recall), draws[:, 0]


def _mean_f1(sums: np.ndarray) -> np.ndarray:
    """Return rows of mean F1, precision and recall over the three measures, in per cent."""
    recall = sums[:, [0, 4, 8]] / np.maximum(sums[:, [1, 5, 9]], 1e-9)
    precision = sums[:, [2, 6, 10]] / np.maximum(sums[:, [3, 7, 11]], 1e-9)
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-9)
    return 100 * np.stack([f1.mean(1), precision.mean(1), recall.mean(1)], 1)


def _compare(name: str, reads: Sequence[Read], *, whole: bool) -> dict[str, Score]:
    pair = Read.own_pair if whole else Read.gold_pair
    ours, ours_draws = conll(counts(*pair(read, ours=True)) for read in reads)
    base, base_draws = conll(counts(*pair(read, ours=False)) for read in reads)
    low, high = np.percentile(ours_draws - base_draws, [2.5, 97.5])
    return {
        f"{name}: CoNLL": ours,
        f"{name}: same string": base,
        f"{name}: gain": Score(value=ours.value - base.value, low=float(low), high=float(high)),
    }


def _precision(reads: Sequence[Read], kinds: Sequence[str]) -> Score:
    units = []
    for read in reads:
        told = [link.right for link in read.links() if link.kind in kinds and link.right is not None]
        units.append((sum(told), len(told)))
    return accuracy(units)


def read(documents: Iterable[Document]) -> list[Read]:
    """Read documents with the shipped model."""
    return [
        Read(document, next(mention.find(language.parse([Reading(report=document.report)])))) for document in documents
    ]


def report(news: Sequence[Read], written: Sequence[Read], ecbplus: Sequence[Read]) -> dict[str, Score]:
    """Score documents that have been read."""
    out = {
        **_compare("GUM news, gold mentions", news, whole=False),
        **_compare("GUM news, end to end", news, whole=True),
        **_compare("GUM written, gold mentions", written, whole=False),
        **_compare("GUM written, end to end", written, whole=True),
        **_compare("ECB+, gold mentions", ecbplus, whole=False),
    }
    both = [*news, *ecbplus]
    for name, reads in (("GUM written", written), ("ECB+", ecbplus), ("news and ECB+", both)):
        out[f"{name}: nominal links, precision"] = _precision(reads, ("nominal",))
        out[f"{name}: pronoun links, precision"] = _precision(reads, _FORMS)
    for form in _FORMS:
        out[f"all: {form} links, precision"] = _precision([*written, *ecbplus], (form,))
    return out


WRITTEN = frozenset({"news", "bio", "academic", "court", "interview", "speech", "textbook", "voyage"})


def run(data: Path) -> dict[str, Score]:
    """Score GUM dev and test and ECB+ validation and test topics under ``data``."""
    folder = data / "train" / "ud_gum_nonnc"
    documents = [d for part in ("dev", "test") for d in gum(folder / f"en_gum-ud-{part}.nonNC.conllu")]
    written = read(d for d in documents if d.genre in WRITTEN)
    ecbplus = read(d for part in ("val", "test") for d in ecb(data / "train" / "ecbplus", part))
    return report([one for one in written if one.document.genre == "news"], written, ecbplus)


if __name__ == "__main__":
    for name, score in run(Path(sys.argv[1])).items():
        print(f"{name:44} {score}")
