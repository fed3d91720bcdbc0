"""Speed and size: the model alone, its loading, the whole path, the start of the command.

Timings here are noisy, so each is the best of several runs in a process of its own with one thread; the bracket holds
the slowest and the fastest.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from bench.score import Score
from bench.treebank import Gold, documents

RUNS = 5
REPORT_WORDS = 500
"""News reports are about this long; PUD's paragraphs are joined up to it."""

MODEL = """
import sys, time
from pathlib import Path
from bench.speed import reports
from dateline.language import model
texts = reports(Path(sys.argv[1]))
began = time.perf_counter(); reader = model.load(1); print(time.perf_counter() - began)
words = sum(len(t.words) for t in texts)
for _ in range(6):
    began = time.perf_counter()
    for t in texts: reader.analyse(t.words, t.spaces, t.paragraphs)
    print(words / (time.perf_counter() - began))
"""
WHOLE = """
import sys, time
from pathlib import Path
from bench.speed import reports
from dateline import api
texts = [" ".join(t.texts) for t in reports(Path(sys.argv[1]))]
words = sum(len(t.words) for t in reports(Path(sys.argv[1])))
for _ in range(4):
    began = time.perf_counter()
    for t in texts: api.read_text(t, published="2016-11-10")
    print(words / (time.perf_counter() - began))
"""


def reports(path: Path) -> list[Gold]:
    """Join a treebank's paragraphs into texts as long as a report."""
    out: list[Gold] = []
    for gold in documents(path):
        if not out or len(out[-1].words) > REPORT_WORDS:
            out.append(Gold())
        for name in Gold.__dataclass_fields__:
            getattr(out[-1], name).extend(getattr(gold, name))
    return out


def _numbers(code: str, *args: str) -> list[float]:
    """Run Python code in a process of its own on one core's worth of threads; return the numbers it prints."""
    env = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "DATELINE_THREADS": "1"}
    done = subprocess.run([sys.executable, "-c", code, *args], capture_output=True, text=True, check=True, env=env)
    return [float(x) for x in done.stdout.split()]


def _best(values: list[float], *, least: bool = False) -> Score:
    return Score(value=min(values) if least else max(values), low=min(values), high=max(values))


def run(data: Path) -> dict[str, Score]:
    """Measure everything once."""
    pud = str(data / "tune/pud/en_pud-ud-test.conllu")
    load, *rates = _numbers(MODEL, pud)
    loads = [load, *(_numbers(MODEL.split("words =")[0], pud)[0] for _ in range(2))]
    example = next(iter(sorted(Path("examples").glob("*.txt"))))
    starts = []
    for _ in range(RUNS):
        began = time.perf_counter()
        command = [sys.executable, "-m", "dateline", "read", "--json", str(example)]
        subprocess.run(command, capture_output=True, check=True)
        starts.append(time.perf_counter() - began)
    weights = Path(__file__).parent.parent / "src/dateline/language/weights"
    size = sum(f.stat().st_size for f in weights.iterdir()) / 1e6
    return {
        "model alone, words/s on one core": _best(rates[1:]),
        "text to claims, words/s on one core": _best(_numbers(WHOLE, pud)[1:]),
        "model loads, s": _best(loads, least=True),
        "command to first record, s": _best(starts, least=True),
        "weights, MB": Score(value=size, low=size, high=size),
    }
