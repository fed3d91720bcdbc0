"""A stage over several processes: order, what is set aside, what is drawn ahead, who is replaced."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from dateline.engine import cores, spread
from dateline.engine.attempt import Aside, Done, Stop, attempt
from dateline.errors import DatelineError, EngineError, ModelError

ROOT = Path(__file__).resolve().parents[2]


def stage(items: Iterable[str]) -> Iterator[str]:
    """Do what the item says, and give it back in capitals."""
    for item in items:
        match item.split():
            case ["raise"]:
                raise ValueError("no such\nthing")
            case ["die"]:
                os.kill(os.getpid(), signal.SIGKILL)
            case ["die", "once", path]:
                if not Path(path).exists():
                    Path(path).touch()
                    os.kill(os.getpid(), signal.SIGKILL)
            case ["hang"]:
                time.sleep(3600)
            case ["slow", *_]:
                time.sleep(0.2)
            case ["print"]:
                print("this goes where nobody takes it for an answer")
            case ["model"]:
                raise ModelError("weights: damaged")
            case ["pid"]:
                item = f"pid {os.getpid()}"
        yield item.upper()


def run(items: Iterable[str], workers: int, seconds: float = 30) -> tuple[list[str], list[tuple[str, str]]]:
    aside: list[tuple[str, str]] = []
    found = spread(
        items,
        stage,
        workers=workers,
        set_aside=lambda item, reason: aside.append((item, reason)),
        seconds=lambda item: seconds,
    )
    return list(found), aside


@pytest.fixture(autouse=True)
def _this_folder_for_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    # A stage is sent by its name, and workers look in the same places for it.
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    monkeypatch.setattr(stage, "__module__", "test_local")
    monkeypatch.setitem(sys.modules, "test_local", sys.modules[__name__])


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_results_come_in_the_order_of_the_items(workers: int) -> None:
    items = ["slow" if i % 7 == 0 else "print" if i == 3 else f"n{i}" for i in range(40)]
    assert run(items, workers) == ([item.upper() for item in items], [])


@pytest.mark.parametrize("workers", [1, 2])
def test_what_raises_is_set_aside_with_its_reason(workers: int) -> None:
    done, aside = run(["a", "raise", "b"], workers)
    assert done == ["A", "B"]
    ((item, reason),) = aside
    assert item == "raise"
    assert reason.startswith("ValueError: no such thing (test_local.py:")


def test_what_kills_two_workers_or_hangs_is_set_aside() -> None:
    done, aside = run(["a", "die", "b", "hang", "c", "d"], 2, seconds=3)
    assert done == ["A", "B", "C", "D"]
    assert aside == [
        ("die", "2 workers died of it, the last with exit status -9"),
        ("hang", "it was not done in 3 seconds"),
    ]


def test_a_worker_that_is_killed_by_chance_costs_nothing(tmp_path: Path) -> None:
    items = ["a", f"die once {tmp_path / 'mark'}", "b"]
    done, aside = run(items, 2)
    assert (done, aside) == ([item.upper() for item in items], [])


@pytest.mark.parametrize("workers", [1, 2])
def test_what_is_wrong_for_all_ends_it(workers: int) -> None:
    with pytest.raises(ModelError, match="damaged"):
        run(["a", "model", "b"], workers)


def test_no_more_than_a_few_are_drawn_ahead() -> None:
    drawn = 0

    def items() -> Iterator[str]:
        nonlocal drawn
        for i in range(200):
            drawn = i
            yield f"n{i}"

    most = 0
    for given, _ in enumerate(spread(items(), stage, workers=2, set_aside=lambda item, reason: None)):
        most = max(most, drawn - given)
    assert 2 <= most <= 13


@pytest.mark.parametrize("workers", [1, 2])
def test_what_the_source_raises_comes_after_the_results_before_it(workers: int) -> None:
    def items() -> Iterator[str]:
        yield "a"
        yield "slow"
        raise LookupError("row 3")

    done: list[str] = []
    with pytest.raises(LookupError, match="row 3"):
        done.extend(spread(items(), stage, workers=workers, set_aside=lambda item, reason: None))
    assert done == ["A", "SLOW"]


def test_nothing_is_left_when_the_caller_has_enough() -> None:
    found = spread(["pid"] * 20, stage, workers=2, set_aside=lambda item, reason: None)
    pids = {int(next(found).split()[1]) for _ in range(6)}
    found.close()
    assert os.getpid() not in pids
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_workers_end_with_their_parent() -> None:
    program = (
        "import sys, os; sys.path[:0] = ['tests/engine']\n"
        "from test_local import stage\n"
        "from dateline.engine import spread\n"
        "found = spread(['pid'] * 20, stage, workers=2, set_aside=print)\n"
        "print({next(found) for _ in range(6)}, flush=True)\n"
        "os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == -9, done.stderr
    pids = [int(word.strip("',{}")) for word in done.stdout.split() if word.strip("',{}").isdigit()]
    assert pids
    end = time.monotonic() + 10
    while time.monotonic() < end and any(Path(f"/proc/{pid}").exists() for pid in pids):
        time.sleep(0.05)
    assert not [pid for pid in pids if _runs(pid)]


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_stage_that_cannot_be_sent_is_refused() -> None:
    with pytest.raises(EngineError, match="can be pickled"):
        list(spread(["a"], lambda items: iter(items), workers=2, set_aside=lambda item, reason: None))


def test_no_worker_is_started_for_nothing() -> None:
    assert run([], 4) == ([], [])


def test_an_attempt_tells_what_came_of_it() -> None:
    assert attempt(stage, "a") == Done("A")
    assert isinstance(attempt(stage, "raise"), Aside)
    assert isinstance(attempt(stage, "model"), Stop)
    assert issubclass(EngineError, DatelineError)


@pytest.mark.parametrize(
    ("quota", "expected"),
    [("150000 100000", 1), ("100000 100000", 1), ("50000 100000", 1), ("max 100000", None), ("", None)],
)
def test_a_quota_limits_the_cores(quota: str, expected: int | None, tmp_path: Path) -> None:
    file = tmp_path / "cpu.max"
    file.write_text(quota, encoding="ascii")
    assert cores(file) == (expected or cores(tmp_path / "none"))
