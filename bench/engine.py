"""The engine: two workers beside one, the model's share of the time, memory of a worker; by ``dateline bench`` itself.

All are ratios or sizes of one run: a loaded machine changes them little. The floors are loose all the same.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from bench.score import Score


def run(data: Path) -> dict[str, Score]:
    """Measure; no data set is needed."""
    command = [sys.executable, "-m", "dateline", "bench", "--json", "--minutes", "0.1", "--workers", "2"]
    cost = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    share = {part["name"]: 100 * part["share"] for part in cost["parts"]}
    return {
        "two workers over one": _score(cost["beside"] / cost["rate"]),
        "share of encoder and labels": _score(share["encoder"] + share["labels"]),
        "encoder over plain int8 products": _score(100 * cost["encoder"] / cost["int8"]),
        "peak memory of a worker, MB": _score(cost["memory"]),
    }


def _score(value: float) -> Score:
    return Score(value=value, low=value, high=value)
