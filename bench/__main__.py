"""Run the gates: ``python -m bench [NAME ...]``; exit 1 where a figure misses its bound.

A gate whose data are not on this machine is skipped, and says so. The data folder is ``DATELINE_DATA``, by default
``.data`` beside the project.
"""

from __future__ import annotations

import importlib
import os
import sys
import time
import tomllib
from pathlib import Path

from bench.score import Score

HERE = Path(__file__).parent


def data_folder() -> Path:
    """Return the folder of the unpacked data sets."""
    return Path(os.environ.get("DATELINE_DATA", HERE.parent.parent / ".data"))


def main(names: list[str]) -> int:
    """Run the named gates, all by default, and print the table."""
    gates = tomllib.loads((HERE / "floors.toml").read_text(encoding="utf-8"))
    unknown = sorted(set(names) - set(gates))
    if unknown:
        print(f"bench: no gate named {', '.join(unknown)}; there are {', '.join(gates)}", file=sys.stderr)
        return 2
    failed = 0
    for name, gate in gates.items():
        if names and name not in names:
            continue
        missing = [s for s in gate["needs"] if not (data_folder() / s).exists()]
        if missing:
            print(f"{name}: skipped, {', '.join(missing)} not under {data_folder()}")
            continue
        began = time.perf_counter()
        scores: dict[str, Score] = importlib.import_module(f"bench.{name}").run(data_folder())
        print(f"{name} ({time.perf_counter() - began:.0f} s)")
        floors, ceilings = dict(gate.get("floors", {})), dict(gate.get("ceilings", {}))
        for figure, score in scores.items():
            floor, ceiling = floors.pop(figure, None), ceilings.pop(figure, None)
            missed = (floor is not None and score.value < floor) or (ceiling is not None and score.value > ceiling)
            failed += missed
            bound = f"  floor {floor}" if floor is not None else f"  ceiling {ceiling}" if ceiling is not None else ""
            print(f"  {figure:<44}{score}{bound}{'  MISSED' if missed else ''}", flush=True)
        for figure in (*floors, *ceilings):
            failed += 1
            print(f"  {figure}: in floors.toml, but the gate does not print it")
    print(f"bench: {failed} missed" if failed else "bench: every figure keeps its bound")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
