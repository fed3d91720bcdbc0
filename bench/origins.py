"""Measure origins: pairs of reports with one origin, on copies made at graded strength and on ECB+.

*Copies.* The sources are the first reports of the example fortnight, the gold of our own and newswire of worldwide_ner
of 60 words or more; beside them lie all documents of ECB+ train and validation. For each strength each source is
copied once, all are put into one index, and the pairs in one origin are held against those that were made so: a copy
and its source, or a merged one and each of its two. Pairs of which neither is made here are not counted (ECB+ holds
true copies), but two sources that a merged one joins are a wrong pair. A strength is scored alone, so that no copy
helps another. The interval is over copies.

*ECB+.* ``origins_pairs.tsv`` lists 200 pairs of reports of one topic that look alike, with what a reader found: 130
with the most in common of those that share no passage of more than 12 content words, and 70 drawn from those that do
and have .22 to .60 of the shorter in common. ``copy`` and ``different`` are scored; of the different none may be
joined, directly or through others. Thresholds were chosen with these pairs in sight.
"""

from __future__ import annotations

import random
import tomllib
from collections import Counter
from itertools import combinations
from pathlib import Path

from bench.chains import ecb
from bench.copies import MAKERS, body, merged
from bench.score import SEED, Score, accuracy, f1
from dateline.codec import digest
from dateline.intake import jsonl, plain
from dateline.records import Report
from dateline.resolve import Origins

PAIRS = Path(__file__).with_name("origins_pairs.tsv")
ROOT = Path(__file__).resolve().parents[1]
LEAST_WORDS = 60
WORLDWIDE = 240


def run(data: Path) -> dict[str, Score]:
    """Score each strength, whole and cut together, all together, and the pairs of ECB+."""
    others = ecb_reports(data)
    sources = [*own(), *worldwide(data)]
    counts = {name: graded(sources, others, name) for name in (*MAKERS, "merged")}
    out = {f"{name} copies": f1(units) for name, units in counts.items()}
    out["whole and cut copies"] = f1([*counts["whole"], *counts["cut"]])
    out["copies of all strengths"] = f1([unit for units in counts.values() for unit in units])
    return {**out, **checked(others)}


def own() -> list[Report]:
    """Return reports of our own, one an origin."""
    gold = tomllib.loads((ROOT / "tests/fortnight/gold.toml").read_text(encoding="utf-8"))
    copied = {m["report"] for origin in gold["origin"] for m in origin["members"]}
    with (ROOT / "examples/fortnight/reports.jsonl").open("rb") as stream:
        rows = [row.report for row in jsonl.read(stream, name="fortnight") if isinstance(row, jsonl.Row)]
    reports = [report for report in rows if report.source_id not in copied]
    for path in sorted((ROOT / "tests/gold").glob("*/*.toml")):
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        if path.parent.name != "second" and "text" in told:
            reports.append(_plain(told["text"], path.stem))
    return [report for report in reports if len(body(report).split()) >= 40]


def worldwide(data: Path) -> list[Report]:
    """Return newswire of worldwide_ner, its words joined with spaces."""
    out = []
    for path in sorted((data / "tune" / "worldwide_ner").glob("*.tsv")):
        lines, words = [], list[str]()
        for row in path.read_text(encoding="utf-8").splitlines():
            if row.strip():
                words.append(row.split("\t")[0])
            elif words:
                lines.append(" ".join(words))
                words = []
        text = "\n\n".join(line for line in [*lines, " ".join(words)] if line and not line.startswith("http"))
        if len(text.split()) >= LEAST_WORDS:
            out.append(Report(id=digest("worldwide", path.name), source_id=path.name, text=text))
    step = max(1, len(out) // WORLDWIDE)
    return out[::step][:WORLDWIDE]


def ecb_reports(data: Path) -> list[Report]:
    """Return the reports of ECB+ train and validation; ids are names of files."""
    return [document.report for part in ("train", "val") for document in ecb(data / "train" / "ecbplus", part)]


def graded(sources: list[Report], others: list[Report], name: str) -> list[tuple[int, int, int]]:
    """Return (right, guessed, gold) pairs of each source's copy at the strength called ``name``."""
    rng = random.Random(f"{SEED} {name}")
    index = Origins()
    for report in (*sources, *others):
        index.add(report)
    parents: dict[str, frozenset[str]] = {}
    if name == "merged":
        half = len(sources) // 2
        # Each is in one merged report only.
        for one, other in zip(rng.sample(sources[:half], half), sources[half : 2 * half], strict=True):
            made = merged(one, other, rng)
            parents[made.id] = frozenset((one.id, other.id))
            index.add(made)
    else:
        for source in sources:
            made = MAKERS[name](source, rng)
            parents[made.id] = frozenset((source.id,))
            index.add(made)
    guessed: dict[str, set[str]] = {made: set() for made in parents}
    joined: Counter[frozenset[str]] = Counter()
    for origin in index.all():
        inside = [report for report in origin.reports if report in parents]
        for made in inside:
            guessed[made] |= set(origin.reports) - {made}
        for pair in combinations(origin.reports, 2):
            joined[frozenset(pair)] += 1
    # Two sources that a merged report joins are a wrong pair, too.
    wrong = {made: len(told) == 2 and joined[told] > 0 for made, told in parents.items()}
    return [(len(guessed[made] & told), len(guessed[made]) + wrong[made], len(told)) for made, told in parents.items()]


def checked(reports: list[Report]) -> dict[str, Score]:
    """Score the pairs read by hand: different stories kept apart, and copies found."""
    index = Origins()
    for report in reports:
        index.add(report)
    together = {frozenset(pair) for origin in index.all() for pair in combinations(origin.reports, 2)}
    rows = [line.split("\t") for line in PAIRS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    verdicts = [(row[-1], frozenset((row[1], row[3])) in together) for row in rows]
    return {
        "ECB+ pairs: different kept apart": accuracy(
            [(float(not got), 1) for told, got in verdicts if told == "different"]
        ),
        "ECB+ pairs: copies found": accuracy([(float(got), 1) for told, got in verdicts if told == "copy"]),
    }


def _plain(text: str, name: str) -> Report:
    return plain.read(text.strip(), source_id=name)[0]
