"""The engine: two workers beside one, the model's share of the time, memory of a worker.

By ``dateline bench`` itself on reports of our own, which are dense; *on news* is the share on real news, by CPU time,
the median of some runs. All are ratios or sizes of one run: a loaded machine changes them little. The floors are loose
all the same.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median

from bench.score import Score

SHARE = """
import gc, sys, time
from pathlib import Path
from bench.speed import reports
from dateline import api
from dateline.language import clock
gc.set_threshold(50_000, 20, 50)  # as workers have it
time.perf_counter = time.process_time  # what others do on this machine is no part of it
texts = [" ".join(t.texts) for t in reports(Path(sys.argv[1]))]
read = lambda: [api.dumps(api.read_text(t, published="2016-11-10")) for t in texts]
read()
for _ in range(5):
    with clock.clocked() as ticking:
        began = time.perf_counter()
        read()
        whole = time.perf_counter() - began
    print(ticking.encoder / whole, ticking.scorer / whole)
"""


def shares(data: Path) -> tuple[list[float], list[float]]:
    """Return the shares of one-core time in the encoder and in the scorer of labels, on news, text to record."""
    env = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "DATELINE_THREADS": "1"}
    command = [sys.executable, "-c", SHARE, str(data / "tune/pud/en_pud-ud-test.conllu")]
    done = subprocess.run(command, capture_output=True, check=True, text=True, env=env)
    told = [[100 * float(part) for part in line.split()] for line in done.stdout.splitlines()]
    return [one for one, _ in told], [other for _, other in told]


def run(data: Path) -> dict[str, Score]:
    """Measure."""
    command = [sys.executable, "-m", "dateline", "bench", "--json", "--minutes", "0.1", "--workers", "2"]
    cost = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    share = {part["name"]: 100 * part["share"] for part in cost["parts"]}
    encoder, labels = shares(data)
    both = [one + other for one, other in zip(encoder, labels, strict=True)]
    return {
        "on news: share of the encoder": Score(value=median(encoder), low=min(encoder), high=max(encoder)),
        "on news: share of encoder and labels": Score(value=median(both), low=min(both), high=max(both)),
        "two workers over one": _score(cost["beside"] / cost["rate"]),
        "share of encoder and labels": _score(share["encoder"] + share["labels"]),
        "encoder over plain int8 products": _score(100 * cost["encoder"] / cost["int8"]),
        "peak memory of a worker, MB": _score(cost["memory"]),
    }


def _score(value: float) -> Score:
    return Score(value=value, low=value, high=value)
