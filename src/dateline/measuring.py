"""What reading costs on this machine: words a second by stage, workers side by side, memory, and a million articles.

The text that it is measured on is made of sentences of our own; news of yours may be some tenths slower or faster.
"""

from __future__ import annotations

import os
import platform
import random
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path

from dateline import engine, ingest, pipeline
from dateline.codec import dumps
from dateline.errors import EngineError
from dateline.intake import plain
from dateline.intake.options import Options
from dateline.language import clock
from dateline.records import Reading

__all__ = ["ARTICLE", "Cost", "Part", "measure"]

ARTICLE = 500
"""Words of an article in the estimate."""
_REPORTS = 6
"""Reports in a round: two seconds on a core."""
_LEAST = 3
"""Rounds, however little time there is."""

_OPENINGS = (
    "{city}, {day} March ({agency}) - {force} shelled two villages near {city} and killed {n} people, officials said.",
    "{city}, {day} March ({agency}) - The government of {country} and {group} will meet in {other}, mediators said.",
    "{city}, {day} March ({agency}) - Thousands of people marched through {city} against a rise in the price of bread.",
)  # fmt: skip
_SENTENCES = (
    "A spokesman for {group} denied that its fighters had entered {city} and accused the army of shooting at a market.",
    "{name}, the governor of the province, told reporters that {n} of the wounded were being treated in {other}.",
    "The ministry demanded the release of {n} prisoners before any talks could begin.",
    "“We will not leave our land,” said {name}, a farmer of {age} who fled with five children.",
    "According to the {agency} agency, {force} have held the bridge at {city} since last month.",
    "The United Nations warned that {n},000 families could lose access to water if the road to {other} stays closed.",
    "Police arrested {n} protesters, among them two journalists, and used tear gas near the university.",
    "It was not possible to confirm the account independently.",
    "{country} has promised to send doctors and tents, while its neighbours have closed three crossings.",
    "The rains, which came late this year, had already cut off the north of the district from the rest.",
    "In January the two sides agreed on a truce of thirty days, but each has since blamed the other for breaking it.",
    "Analysts expect the central bank to leave its rate as it is when it meets on {weekday}.",
    "The company, which employs some {n}00 people in {other}, said that it would appeal against the ruling.",
    "“They came at four in the morning and took my brother,” she said, adding that nobody had told her why.",
)  # fmt: skip
_FILLS = {
    "city": ("Herat", "Goma", "Maiduguri", "Donetsk", "Idlib", "Mocha", "Bamenda", "Cali"),
    "other": ("Geneva", "Doha", "Nairobi", "Ankara", "Muscat", "Accra"),
    "country": ("Norway", "Qatar", "Kenya", "Turkey", "Oman", "Ghana"),
    "group": ("the Northern Front", "the rebels", "the opposition", "the union of teachers"),
    "force": ("government forces", "militants", "border guards", "armed men"),
    "name": ("Amina Yusuf", "Viktor Hale", "Maria Ocampo", "Said Rahimi", "Grace Mensah"),
    "agency": ("Wire", "Northern News"),
    "weekday": ("Monday", "Tuesday", "Wednesday", "Friday"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of the path: words a second through it alone, and its share of the time."""

    name: str
    rate: float
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What reading costs here. Rates are medians over ``rounds``; memory is in MB, None where the system does not tell.

    ``beside`` is the rate of ``workers`` processes; ``encoder``, ``int8`` and ``fp32`` are operations a second in the
    encoder and in plain products of its shapes, one thread each.
    """

    machine: str
    cores: int
    rounds: int
    words: int
    rate: float
    least: float
    most: float
    parts: tuple[Part, ...]
    workers: int
    beside: float
    memory: float | None
    own: float | None
    encoder: float
    int8: float
    fp32: float

    @property
    def core_hours(self) -> float:
        """Return core hours for a million articles of 500 words, on one core."""
        return 1_000_000 * ARTICLE / self.rate / 3600


def sample(start: int = 0) -> Iterator[str]:
    """Yield reports of some 500 words, no two alike, the same on each run."""
    for number in count(start):
        rng = random.Random(number)
        lines = [rng.choice(_OPENINGS), *(rng.choice(_SENTENCES) for _ in range(28))]
        paragraphs = [_filled(line, rng) for line in lines]
        yield "\n\n".join(" ".join(paragraphs[i : i + 2]) for i in range(0, len(paragraphs), 2))


def short(start: int = 0) -> Iterator[str]:
    """Yield reports of one sentence, some 20 words, the same on each run; there are no more than a few thousand."""
    for number in count(start):
        rng = random.Random(f"short {number}")
        yield _filled(rng.choice(_OPENINGS), rng)


def _filled(line: str, rng: random.Random) -> str:
    return line.format(
        n=rng.randint(2, 90), day=rng.randint(1, 28), age=rng.randint(20, 80),
        **{key: rng.choice(values) for key, values in _FILLS.items()},
    )  # fmt: skip


def measure(minutes: float = 0.5, workers: int | None = None, told: Callable[[str], None] = lambda line: None) -> Cost:
    """Measure for about so long; ``workers`` is how many are tried side by side, None for one a core.

    ``told`` is called with what is done now.
    """
    end = time.monotonic() + minutes * 60 * 0.6
    told("one core")
    rounds: list[dict[str, float]] = []
    _round(0)  # loads what is loaded once
    with clock.clocked() as ticking:
        while len(rounds) < _LEAST or time.monotonic() < end:
            before = ticking.encoder, ticking.scorer, ticking.pieces
            spent = _round(len(rounds) + 1)
            spent["encoder"] = ticking.encoder - before[0]
            spent["scorer"] = ticking.scorer - before[1]
            spent["pieces"] = ticking.pieces - before[2]
            rounds.append(spent)
    told("matrix products")
    plain_int8, plain_fp32 = clock.product(1536, whole=True), clock.product(1536, whole=False)
    side = workers or engine.cores()
    told(f"{side} workers")
    one, beside = (_beside(number, minutes * 60 * 0.2) for number in (1, side))
    memory = _memory()
    rates = [each["words"] / _whole(each) for each in rounds]
    rate = statistics.median(rates)
    return Cost(
        machine=_machine(),
        cores=engine.cores(),
        rounds=len(rounds),
        words=int(sum(each["words"] for each in rounds)),
        rate=rate,
        least=min(rates),
        most=max(rates),
        parts=tuple(_part(name, rounds) for name in _PARTS),
        workers=side,
        beside=rate * beside / one,
        memory=memory[0],
        own=memory[1],
        encoder=statistics.median(each["pieces"] * clock.OPERATIONS / each["encoder"] for each in rounds),
        int8=plain_int8,
        fp32=plain_fp32,
    )


_PARTS = ("intake", "encoder", "labels", "words and trees", "mentions", "claims", "record")


def _part(name: str, rounds: list[dict[str, float]]) -> Part:
    def spent(each: dict[str, float]) -> float:
        if name == "labels":
            return each["scorer"]
        if name == "words and trees":
            return each["language"] - each["encoder"] - each["scorer"]
        return each[name]

    return Part(
        name=name,
        rate=statistics.median(each["words"] / spent(each) for each in rounds),
        share=statistics.median(spent(each) / _whole(each) for each in rounds),
    )


def _whole(spent: dict[str, float]) -> float:
    return sum(spent[name] for name in ("intake", "language", "mentions", "claims", "record"))


def _read(text: str) -> Reading:
    report, issues = plain.read(text, options=Options(published="2031-03-05", max_bytes=10_000_000))
    return Reading(report=report, issues=issues)


def _round(number: int) -> dict[str, float]:
    """Take a few reports through the stages one by one; return seconds by stage, and ``words``."""
    spent = dict.fromkeys(("intake", "language", "mentions", "claims", "record"), 0.0)
    words = 0
    names = ("language", "mentions", "claims")
    for text in islice(sample(number * _REPORTS), _REPORTS):
        began = time.perf_counter()
        reading = _read(text)
        for name, stage in zip(("intake", *names, "record"), (None, *pipeline.STAGES), strict=True):
            if stage is not None:
                (reading,) = stage([reading])
            if name == "record":
                dumps(reading)
            elif name == "language":
                words += sum(len(sentence.tokens) for sentence in reading.sentences)
            now = time.perf_counter()
            spent[name] += now - began
            began = now
    spent["words"] = words
    return spent


def _beside(workers: int, seconds: float) -> float:
    """Return reports a second of so many processes, once all of them are at work."""

    def failed(reading: Reading, reason: str) -> None:
        raise EngineError(f"a report of our own could not be coded: {reason}")

    code = ingest.coding(ingest.Lexicons(), 1)
    flow = engine.spread(
        (_read(text) for text in sample()),
        code,
        workers=workers,
        set_aside=failed,
        seconds=pipeline.patience,
    )
    for _ in islice(flow, 4 * workers):
        pass
    began, done = time.monotonic(), 0
    while done < 8 * workers or time.monotonic() - began < seconds:
        next(flow)
        done += 1
    rate = done / (time.monotonic() - began)
    close = getattr(flow, "close", None)
    if close is not None:
        close()
    return rate


def _memory() -> tuple[float | None, float | None]:
    """Return the peak resident memory of this process, which has read as a worker does, and what is its own of it."""
    own = None
    try:
        lines = Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines()
        own = sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1024
        status = Path("/proc/self/status").read_text(encoding="ascii")
        return int(status.partition("VmHWM:")[2].split()[0]) / 1024, own
    except (OSError, ValueError, IndexError):
        return None, own


def _machine() -> str:
    try:
        name = Path("/proc/cpuinfo").read_text(encoding="utf-8").partition("model name\t: ")[2].partition("\n")[0]
    except OSError:
        name = ""
    name = name or platform.processor() or platform.machine()
    return f"{name}, {os.cpu_count()} cores, Python {platform.python_version()}"
