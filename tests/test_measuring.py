"""What reading costs here: the parts add up, the products are right, and the command prints the estimate."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import islice

import numpy as np
import onnxruntime as ort
import pytest
from typer.testing import CliRunner

from dateline import api, cli, measuring
from dateline.language import clock, model
from dateline.terminal import bench

COST = measuring.Cost(
    machine="a machine",
    cores=4,
    rounds=3,
    words=9000,
    rate=4000.0,
    least=3900.0,
    most=4100.0,
    parts=(measuring.Part(name="encoder", rate=8000.0, share=0.5),),
    workers=4,
    beside=12000.0,
    memory=200.0,
    own=150.0,
    encoder=60e9,
    int8=100e9,
    fp32=50e9,
)


def test_a_million_articles_are_told_in_core_hours() -> None:
    assert pytest.approx(1_000_000 * 500 / 4000 / 3600) == COST.core_hours
    page = bench.page(COST)
    assert "a million articles of 500 words: 35 core hours; 12 hours with 4 workers here" in page
    assert "60% of plain int8 products of its shapes (100), 120% of fp32 (50)" in page
    assert "memory" not in bench.page(replace(COST, memory=None))


def test_the_reports_are_long_english_and_not_alike() -> None:
    texts = list(islice(measuring.sample(), 4))
    assert texts == list(islice(measuring.sample(), 4))
    assert len(set(texts)) == 4
    assert all(350 <= len(text.split()) <= 750 for text in texts)
    assert all(each.report.language == "en" and len(each.claims) > 10 for each in map(api.read_text, texts[:2]))


@pytest.mark.parametrize("whole", [True, False])
def test_the_product_is_one(whole: bool) -> None:
    weights = np.array([[1, -2, 3], [4, 5, -6]], np.int8 if whole else np.float32)
    session = ort.InferenceSession(clock._graph(weights, whole=whole), providers=["CPUExecutionProvider"])
    given = np.array([[2, 3]], np.uint8 if whole else np.float32)
    assert session.run(None, {"x": given})[0].tolist() == [[14, 11, -12]]


def test_the_clock_is_put_on_and_taken_off() -> None:
    before = model.load(None)._encoder
    with clock.clocked() as ticking:
        api.read_text("Rebels seized the town of Harn.")
    assert ticking.encoder > 0
    assert ticking.scorer > 0
    assert ticking.pieces >= 8
    assert model.load(None)._encoder is before


def test_the_command_measures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measuring, "_REPORTS", 1)
    found = CliRunner().invoke(cli.app, ["bench", "--minutes", "0.01", "--workers", "1", "--json"])
    assert found.exit_code == 0, found.output
    cost = json.loads(found.stdout)
    assert sum(part["share"] for part in cost["parts"]) == pytest.approx(1, abs=0.1)
    assert 0 < cost["rate"] < min(part["rate"] for part in cost["parts"])
    assert cost["core_hours"] > 0
