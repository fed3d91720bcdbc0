"""A store after kill -9, and with others writing to it; see crowd.py, which does the killing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from dateline.store import fill, open_store
from store.crowd import CODER, arrivals, code, pour  # type: ignore[import-not-found]

ROOT = Path(__file__).resolve().parents[2]
STORES, ROUNDS = 5, 10


def crowd(*arguments: str) -> list[object]:
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT), str(ROOT / "tests")])
    run = subprocess.run(
        [sys.executable, str(ROOT / "tests" / "store" / "crowd.py"), *arguments],
        capture_output=True, text=True, check=False, timeout=120, env={**os.environ, "PYTHONPATH": path},
    )  # fmt: skip
    assert run.returncode == 0, run.stderr[-2000:]
    return [json.loads(line) for line in run.stdout.splitlines()]


def test_fifty_kills_lose_nothing_that_was_told(place: Callable[[], str], tmp_path: Path) -> None:
    whole = str(tmp_path / "whole.db")
    numbers = range(12 * ROUNDS)
    pour(whole, numbers, lambda count: None, most=50)
    with open_store(whole) as store:
        expected = store.fingerprint()
    cut = 0
    for seed in range(STORES):
        db = place()
        rounds = crowd("kill", db, str(seed), str(ROUNDS))
        assert len(rounds) == ROUNDS
        for each in rounds:
            assert isinstance(each, dict)
            assert each["there"] >= each["told"]
            assert each["there"] == each["reports"]
            assert each["wrong"] == []
        cut += sum(0 < each["reports"] < 12 * (n + 1) for n, each in enumerate(rounds))  # type: ignore[index]
        with open_store(db) as store:
            fill(store, arrivals(numbers), code=code, coder=CODER)
            assert store.fingerprint() == expected
            assert store.check() == ()
    assert cut >= 10, "few kills fell into the work; they no longer test it"


def test_two_write_while_four_read(place: Callable[[], str]) -> None:
    db = place()
    assert crowd("share", db) == [[0] * 6]
    with open_store(db) as store:
        assert store.counts().reports == 60
        assert store.counts().readings == 60
        assert store.check() == ()
