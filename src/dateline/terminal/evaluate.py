"""The commands of what people corrected: ``dateline gold export`` and ``dateline evaluate``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.terminal.ending import NOTHING_READ, fail, guard, output, say
from dateline.terminal.store import Db

if TYPE_CHECKING:
    from dateline.api import evaluation

gold_app = typer.Typer(
    help="What people corrected at the desk, as gold.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@gold_app.callback()
def gold() -> None:
    """What people corrected at the desk, as gold."""


@gold_app.command("export")
def gold_export(
    db: Db,
    out: Annotated[str, typer.Option("-o", "--out", metavar="DIR", help="Write a file for each report into DIR.")],
    kind: Annotated[
        str,
        typer.Option(
            metavar="KIND", help="What the reports are: wire, feature, statement, liveblog, analysis or local."
        ),
    ] = "wire",
) -> None:
    """Write the reports that were held complete at the desk as gold files, which the accuracy gate reads."""
    with guard():
        from dateline.api import evaluation

        written = evaluation.export_gold(db, out, kind=kind)
        for one in written:
            for left in one.left_out:
                say(f"{one.report}: left out: {left}")
        files = [one for one in written if one.file is not None]
        if not files:
            fail("no report is held complete; review one at the desk and press c, see dateline serve", NOTHING_READ)
        with output(None) as stream:
            stream.write(f"{len(files):,} reports, {sum(one.claims for one in files):,} claims written to {out}\n")


def evaluate(
    db: Db,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Score the coder on what people corrected at the desk: reports that were held complete."""
    with guard():
        from dateline.api import evaluation

        found = evaluation.evaluate(db)
        with output(None) as stream:
            if as_json:
                stream.write(json.dumps(_json(found), ensure_ascii=False, indent=2) + "\n")
                return
            if not found.reports:
                more = f"; {found.unfinished:,} are reviewed in part" if found.unfinished else ""
                fail(f"no report is held complete{more}; review one at the desk and press c", NOTHING_READ)
            stream.write(
                f"{found.reports:,} reports held complete ({found.unfinished:,} more reviewed in part do not count); "
                f"{found.coded:,} claims coded, {found.gold:,} in gold\n"
                "per cent, with 95 % intervals over reports\n"
            )
            for name, one in found.figures.items():
                stream.write(f"  {name:<28}{_told(one)}\n")
            stream.write(f"  {'by type':<14}{'precision':<30}{'recall':<30}F1\n")
            for type, three in found.types.items():
                stream.write(f"  {type:<14}{''.join(f'{_told(each):<30}' for each in three.values()).rstrip()}\n")


def _told(one: evaluation.Figure) -> str:
    if one.value is None or one.low is None or one.high is None:
        return "none"
    return f"{100 * one.value:5.1f} [{100 * one.low:.1f}–{100 * one.high:.1f}]  {one.right}/{one.of}"


def _json(found: evaluation.Evaluation) -> dict[str, object]:
    return {
        "reports": found.reports,
        "unfinished": found.unfinished,
        "coded": found.coded,
        "gold": found.gold,
        "figures": {name: _figure(one) for name, one in found.figures.items()},
        "types": {name: {what: _figure(one) for what, one in three.items()} for name, three in found.types.items()},
    }


def _figure(one: evaluation.Figure) -> dict[str, float | None]:
    return {"value": one.value, "low": one.low, "high": one.high, "right": one.right, "of": one.of}
