"""A stage over a Ray cluster: a head and two nodes, each with processes of its own, on this machine's loopback.

Skipped where Ray is not installed: it is 270 MB, so that neither `dev` nor requirements.lock has it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from dateline.engine.cluster import _Run, spread_over
from dateline.engine.local import one_minute
from dateline.errors import EngineError

ROOT = Path(__file__).resolve().parents[2]
needs_ray = pytest.mark.skipif(find_spec("ray") is None, reason='needs pip install "dateline[ray]"')

# In a process of its own: Ray's threads and warnings are not for the process of the tests.
DRIVER = """
import hashlib, json, os, sys
from pathlib import Path
sys.path[:0] = ["tests/engine"]
import ray
from ray.cluster_utils import Cluster
from test_local import stage
from dateline import api, engine, ingest, pipeline
from dateline.engine.cluster import spread_over

mark = sys.argv[1]
cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False})
nodes = [cluster.add_node(num_cpus=1) for _ in range(2)]
address = cluster.address
# One cluster's connection for all that follows: to connect is a second each time.
ray.init(address=address, log_to_driver=False, logging_level="error")
aside = []
set_aside = lambda item, reason: aside.append([item, reason])
items = ["pid", "n1", "raise", "slow", f"die once {mark}", "die", *(f"n{i}" for i in range(10)), "hang", "pid"]
found = list(spread_over(items, stage, workers=2, address=address, seconds=lambda item: 4, set_aside=set_aside))
files = sorted(str(path) for path in Path("examples").iterdir() if path.suffix in {".txt", ".jsonl"})
digests = []
over = api.Over(engine="ray", address=address)
for options in ({"workers": 1}, {"over": over, "workers": 2}):
    done = api.read(files, published="2031-03-04", failures=[], **options)
    digests.append(hashlib.sha256("".join(map(api.dumps, done)).encode()).hexdigest())
db = mark + ".db"
sums = [api.ingest(files, db, over=over, workers=2).progress for _ in range(2)]

def losing():
    for i in range(12):
        if i == 6:
            cluster.remove_node(nodes[0], allow_graceful=False)  # with all that runs there
        yield f"slow {i}"
lost = list(spread_over(losing(), stage, workers=2, address=address, set_aside=set_aside))
print(json.dumps({"found": found, "aside": aside, "digests": digests,
                  "lost": lost, "left": nodes[0].any_processes_alive(),
                  "sums": [[each.new, each.known] for each in sums]}), flush=True)
ray.shutdown()
cluster.shutdown()
"""


@needs_ray
def test_a_cluster_gives_the_same_and_goes_on_past_deaths(tmp_path: Path) -> None:
    env = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT), str(ROOT / "tests/engine")]),
        "RAY_USAGE_STATS_ENABLED": "0",
        "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "1",  # what it asks for with a loopback address too
        "RAY_raylet_start_wait_time_s": "120",
    }
    mark = tmp_path / "mark"
    done = subprocess.run(
        [sys.executable, "-c", DRIVER, str(mark)],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(next(line for line in done.stdout.splitlines() if line.startswith("{")))
    pids = [each for each in told["found"] if each.startswith("PID")]
    rest = [each for each in told["found"] if not each.startswith("PID")]
    assert len(pids) == 2
    assert rest == ["N1", "SLOW", f"DIE ONCE {mark}".upper(), *(f"N{i}" for i in range(10))]
    assert [item for item, _ in told["aside"]] == ["raise", "die", "hang"]
    assert told["aside"][0][1].startswith("ValueError: no such thing (test_local.py:")
    assert told["aside"][1][1] == "3 workers died of it"
    assert told["digests"][0] == told["digests"][1]
    assert told["sums"] == [[6, 0], [0, 6]]
    assert told["lost"] == [f"SLOW {i}" for i in range(12)]
    assert told["left"] is False


def test_without_ray_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(EngineError, match=r'pip install "dateline\[ray\]"'):
        list(spread_over(["a"], iter, workers=1, set_aside=lambda item, reason: None))


class _Ray:
    """What a run asks of Ray, in this process; the first question whether an actor has started finds that none has."""

    exceptions = SimpleNamespace(RayActorError=type("RayActorError", (Exception,), {}), RayError=Exception)

    def __init__(self) -> None:
        self._asked = 0

    def put(self, stage: Any) -> Any:
        return stage

    def remote(self, **_: int) -> Callable[[Any], Any]:
        return lambda kind: SimpleNamespace(remote=lambda stage: _Actor(kind(stage)))

    def wait(self, references: list[Any], **_: float) -> tuple[list[Any], list[Any]]:
        self._asked += 1
        return ([], references) if self._asked == 1 else (references[:1], references[1:])

    def get(self, reference: Any) -> Any:
        return reference.value

    def kill(self, actor: Any) -> None:
        pass


class _Reference:
    def __init__(self, value: Any) -> None:
        self.value = value


class _Actor:
    def __init__(self, worker: Any) -> None:
        self.ready = SimpleNamespace(remote=lambda: _Reference(worker.ready()))
        self.take = SimpleNamespace(remote=lambda item: _Reference(worker.take(item)))


def test_patience_begins_when_a_worker_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr(time, "monotonic", lambda: now)

    def slow() -> Iterator[str]:
        nonlocal now
        for item in "ab":
            now += 400
            yield item

    def upper(items: Any) -> Iterator[str]:
        return (item.upper() for item in items)

    run = _Run(_Ray(), upper, 1, one_minute)
    assert list(run.through(slow(), lambda item, reason: None)) == ["A", "B"]
