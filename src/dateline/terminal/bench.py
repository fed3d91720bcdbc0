"""``dateline bench``: what reading costs on the user's own machine."""

from __future__ import annotations

from dataclasses import asdict
from json import dumps
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.terminal.ending import guard, output, say
from dateline.terminal.options import Workers

if TYPE_CHECKING:
    from dateline.api import Cost


def bench(
    minutes: Annotated[float, typer.Option(min=0.01, metavar="M", help="For how long, about.")] = 0.5,
    workers: Workers = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Measure what reading costs on this machine: words/s by stage, memory, and core hours for a million articles."""
    with guard():
        from dateline import api

        cost = api.measure(minutes, workers, told=lambda line: say(f"measuring: {line}"))
        with output(None) as stream:
            stream.write(dumps({**asdict(cost), "core_hours": cost.core_hours}) + "\n" if json else page(cost))


def page(cost: Cost) -> str:
    """Return what was measured, as lines."""
    lines = [
        cost.machine,
        f"text to records, one core      {cost.rate:9,.0f} words/s  ({cost.least:,.0f} to {cost.most:,.0f}, "
        f"{cost.rounds} rounds, {cost.words:,} words)",
        *(f"  {each.name:<28}{each.rate:10,.0f} words/s  {each.share:4.0%}" for each in cost.parts),
        f"{cost.workers} workers{'':<21}{cost.beside:11,.0f} words/s  {cost.beside / cost.rate:.2f} times",
        f"encoder {cost.encoder / 1e9:.0f} G operations/s: {cost.encoder / cost.int8:.0%} of plain int8 products of "
        f"its shapes ({cost.int8 / 1e9:.0f}), {cost.encoder / cost.fp32:.0%} of fp32 ({cost.fp32 / 1e9:.0f})",
    ]
    if cost.memory is not None:
        own = "" if cost.own is None else f", {cost.own:.0f} MB of them its own"
        lines.append(f"memory of a worker, at most {cost.memory:.0f} MB{own}")
    machine_hours = cost.core_hours * cost.rate / cost.beside
    lines.append(
        f"a million articles of 500 words: {cost.core_hours:,.0f} core hours; "
        f"{machine_hours:,.0f} hours with {cost.workers} workers here"
    )
    return "\n".join(lines) + "\n"
