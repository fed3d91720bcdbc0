"""A reading as a page: claims with their words marked in the sentence, who says so, and what stayed open."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import IO

from rich.console import Console
from rich.rule import Rule
from rich.text import Text

from dateline.api import (
    Claim,
    ClaimPlace,
    ClaimQuantity,
    ClaimTime,
    Participant,
    Polarity,
    Reading,
    Speaker,
    Status,
)
from dateline.terminal import outline
from dateline.terminal.outline import Entry, Line, Said, Unresolved
from dateline.visible import visible

__all__ = ["console", "show", "show_legend"]

WIDEST = 110
"""Columns of the page at most: longer lines are hard to read."""
_MOST = 5
"""Lines that are shown of issues of one kind."""
_LISTED = 8
"""Words that are listed with one of them."""
_QUOTED = re.compile(r"(?<!\w)'[^']+'(?!\w)|“[^”]+”|\"[^\"]+\"")
_UNSURE = 0.5
"""Confidence below which a claim is marked: the sense is then as likely as not another one."""
_UNNAMED = "unnamed"  # the name of a speaker that no words name
_STYLES = {
    "trigger": "bold underline yellow",
    "actor": "bold green",
    "recipient": "bold magenta",
    "place": "cyan",
    "time": "blue",
    "quantity": "bold",
}
_PLURAL = {"hour": "hours", "day": "days", "week": "weeks", "month": "months", "year": "years"}


def console(file: IO[str] | None = None, *, plain: bool = False) -> Console:
    """Return the console for pages: colours on a terminal alone, and none with ``NO_COLOR`` set or ``plain``."""
    out = Console(
        file=file, highlight=False, markup=False, emoji=False, color_system=None if plain else "auto", width=None
    )
    out.width = min(out.width, WIDEST)
    return out


def show_legend(out: Console) -> None:
    """Say what the colours mean; nothing where there are none."""
    if out.is_terminal and not out.no_color:
        out.print(Text("  ").join(Text(name, style) for name, style in _STYLES.items()))


def show(reading: Reading, out: Console) -> None:
    """Print the page of one report."""
    marked = not out.is_terminal  # where nothing is bold, stars stand around the trigger
    out.print(Rule(style="dim"))
    for about in _header(reading):
        _print(out, about, 0)
    text = reading.report.text
    found = outline.sections(reading)
    for section, entries in found.items():
        out.print()
        out.print(Text(section.value.upper(), "bold"))
        for entry in entries:
            out.print()
            _print(out, _evidence(text, entry, marked=marked), 2)
            for said in entry.said:
                _print(out, _speakers(said), 4)
                for line in said.lines:
                    _print(out, _claim(line) + _other_speakers(line, said), 6 + 2 * line.depth)
                    denied = [c for c in reading.claims if c.id in line.claim.denies and c.content_of != line.claim.id]
                    for claim in denied:
                        _print(out, _denied(claim), 8 + 2 * line.depth)
    if not found:
        out.print()
        out.print("No claim was coded in this report.")
    _show_unresolved(reading, out)
    out.print()


def _print(out: Console, text: Text, indent: int) -> None:
    """Print ``text`` from column ``indent``, its further lines two columns in, with no spaces at their ends."""
    width = max(20, out.width - indent)
    lines = [text] if text.cell_len <= width else text.wrap(out, width - 2)
    for i, line in enumerate(lines):
        line.rstrip()
        out.print(Text(" " * (indent + 2 * (i > 0))) + line, soft_wrap=True)


def _header(reading: Reading) -> Iterator[Text]:
    report = reading.report
    title = visible(report.title or "") or visible(report.source_id or "") or "Untitled report"
    yield Text(title, "bold")
    yield Text(" · ".join(_facts(reading)), "dim")
    yield Text(" · ".join(_sizes(reading)), "dim")


def _facts(reading: Reading) -> Iterator[str]:
    report = reading.report
    if report.source_id and report.title:
        yield visible(report.source_id)
    if report.outlet:
        yield visible(report.outlet)
    told = outline.dated(reading)
    if told:
        yield visible(told)
    else:
        yield f"published {report.published}" if report.published else "no publication date given"
    if report.byline:
        yield f"by {visible(report.byline)}"
    yield from map(visible, report.agencies)
    if report.dateline:
        yield f"dateline {visible(report.dateline.text)}"
    if report.url:
        yield visible(report.url)


def _sizes(reading: Reading) -> Iterator[str]:
    yield _count(len(reading.sentences), "sentence")
    yield _count(len(reading.claims), "claim")
    yield _count(len(reading.attributions), "attributed statement")
    repeats = sum(passage.repeats is not None for passage in reading.report.passages)
    if repeats:
        yield f"{_count(repeats, 'passage')} that {'repeats' if repeats == 1 else 'repeat'} another"


def _evidence(text: str, entry: Entry, *, marked: bool) -> Text:
    """Return the sentence with the words of its claims in their styles; with ``marked``, stars around triggers."""
    styles: dict[int, str] = {}
    edges = {entry.start, entry.end}
    opens: set[int] = set()
    closes: set[int] = set()
    spans = [span for said in entry.said for line in said.lines for span in _spans(line.claim)]
    for name, start, end in sorted(spans, key=lambda span: -list(_STYLES).index(span[0])):
        first, last = max(start, entry.start), min(end, entry.end)
        if first < last:
            styles.update(dict.fromkeys(range(first, last), _STYLES[name]))
            edges |= {first, last}
            if name == "trigger" and marked:
                opens.add(first)
                closes.add(last)
    out = Text.assemble((f"[{entry.kind}] " if entry.kind != "body" else "", "dim"))
    cuts = sorted(edges)
    for first, last in pairwise(cuts):
        out.append("*" * ((first in closes) + (first in opens)))
        out.append(visible(text[first:last]), styles.get(first, "default"))
    out.append("*" if entry.end in closes else "")
    if entry.again:
        out.append(f"  (again in the {' and the '.join(entry.again)})", "dim")
    return out


def _spans(claim: Claim) -> Iterator[tuple[str, int, int]]:
    yield "trigger", claim.trigger.start, claim.trigger.end
    for name, parts in (
        ("actor", claim.actors),
        ("recipient", claim.recipients),
        ("place", claim.places),
        ("time", claim.times),
        ("quantity", claim.quantities),
    ):
        for part in parts:
            yield name, part.start, part.end


def _speakers(said: Said) -> Text:
    if not said.speakers:
        return Text("The report itself:", "italic")
    first, *rest = said.speakers
    quoted = " in direct words" if first.quoted else ""
    return Text.assemble((_speaker(first), "italic bold"), (f"{quoted}{_chain(rest)}:", "italic"))


def _other_speakers(line: Line, said: Said) -> Text:
    """Return who vouches for content where that is not who makes the claim above it."""
    speakers = line.claim.attribution
    if not line.depth or [s.start for s in speakers] == [s.start for s in said.speakers]:
        return Text()
    return Text(_chain(speakers) or ", by the report itself", "italic")


def _chain(speakers: Sequence[Speaker]) -> str:
    return "".join(f", according to {_speaker(speaker)}" for speaker in speakers)


def _speaker(speaker: Speaker) -> str:
    name, words = visible(speaker.name), visible(speaker.text)
    if name == _UNNAMED:
        name = f"Someone unnamed (“{words}”)"
    elif name.casefold() not in words.casefold():
        name += f" (“{words}”)"
    if speaker.role and visible(speaker.role).casefold() not in name.casefold():
        name += f", {visible(speaker.role)}"
    if speaker.channel and speaker.channel.casefold() not in name.casefold():
        name += f" via {visible(speaker.channel)}"
    return name


def _claim(line: Line) -> Text:
    claim = line.claim
    out = Text()
    if line.depth:
        out.append("└ ", "dim")
    if claim.polarity is Polarity.NEGATIVE:
        out.append("NOT ", "bold red")
    if claim.status is not Status.HAPPENED:
        out.append(f"{claim.status} ", "italic")
    out.append(claim.type, "bold")
    out.append(f" {claim.mode}" if claim.mode else "")
    out.append("".join(f" #{visible(code)}" for code in claim.codes), "magenta")
    parties = _parties(claim)
    if parties:
        out.append("  ").append(parties)
    for detail in _details(claim):
        out.append("  ·  ", "dim").append(detail)
    return out


def _parties(claim: Claim) -> Text:
    comma = Text(", ")
    actors = comma.join(_participant(p, "actor") for p in claim.actors)
    recipients = comma.join(_participant(p, "recipient") for p in claim.recipients)
    if not recipients:
        return actors
    return Text.assemble(actors or ("?", "dim"), " → ", recipients)


def _participant(part: Participant, style: str) -> Text:
    name, words = visible(part.name), visible(part.text)
    tags = " ".join(tag for tag in (part.country, part.sector) if tag)
    return Text.assemble(
        (name, _STYLES[style]),
        "" if name.casefold() in words.casefold() else f" (“{words}”)",
        (f" [{tags}]" if tags else "", "dim"),
    )


def _details(claim: Claim) -> Iterator[Text]:
    for quantity in claim.quantities:
        yield Text(f"{visible(quantity.role)} {_amount(quantity)}", _STYLES["quantity"])
    for time in claim.times:
        yield _time(time)
    for place in claim.places:
        yield _place(place)
    if claim.contexts:
        yield Text(", ".join(claim.contexts), "dim")
    if claim.confidence < _UNSURE:
        yield Text(f"unsure ({claim.confidence:.2f})", "italic")


def _amount(quantity: ClaimQuantity) -> str:
    low, high = f"{quantity.low:,g}" if quantity.low < 1e6 else f"{quantity.low:,.0f}", quantity.high
    if high is None:
        amount = f"{low} or more"
    elif high == quantity.low:
        amount = low
    else:
        amount = f"{low}–{high:,g}" if high < 1e6 else f"{low}–{high:,.0f}"
    if quantity.unit is None:
        return amount
    unit = visible(quantity.unit)
    if unit == "percent":
        return f"{amount}%"
    return f"{amount} {unit if high == quantity.low == 1 else _PLURAL.get(unit, unit)}"


def _time(time: ClaimTime) -> Text:
    words = visible(time.text)
    if time.value is None and time.until is None:
        return Text(f"“{words}”, no date", _STYLES["time"])
    span = _day(time.value) if time.value else "…"
    if time.until is not None and time.until != time.value:
        span += f" to {_day(time.until)}"
    return Text.assemble((span, _STYLES["time"]), (f" “{words}”" if words != span else "", "dim"))


def _day(value: str) -> str:
    """Return an ISO prefix as it is read; "199" is a decade, "19" a hundred years."""
    return f"{value}{'0' * (4 - len(value))}s" if value.isdigit() and len(value) < 4 else value


def _place(place: ClaimPlace) -> Text:
    inside = ", ".join(visible(part) for part in (place.admin1, place.country) if part)
    point = "" if place.latitude is None or place.longitude is None else f" {place.latitude:.2f}, {place.longitude:.2f}"
    return Text.assemble(
        (visible(place.name), _STYLES["place"]), (f" [{inside}]" if inside else "", "dim"), (point, "dim")
    )


def _denied(claim: Claim) -> Text:
    evidence = (f"  “{_short(claim.evidence.text)}”", "dim")
    return Text.assemble(("against: ", "dim"), _claim(Line(claim, 0)), evidence)


def _short(text: str, most: int = 80) -> str:
    text = visible(text)
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"


def _show_unresolved(reading: Reading, out: Console) -> None:
    groups = outline.unresolved(reading)
    uncoded = outline.uncoded(reading)
    if not groups and not uncoded:
        return
    out.print()
    out.print(Text("LEFT OPEN", "bold"))
    for group in groups:
        for issue in _issues(group):
            _print(out, issue, 2)
    if uncoded:
        named = [f"{_short(name, 40)} {n}" for name, n in uncoded.items() if name][:_MOST]
        total = sum(uncoded.values())
        verb = "hold" if total > 1 else "holds"
        whose = f" ({', '.join(named)}{', …' if len(uncoded) > len(named) else ''})" if named else ""
        _print(out, Text(f"{_count(total, 'statement')} of others {verb} no coded claim{whose}"), 2)


def _issues(group: Unresolved) -> Iterator[Text]:
    """Yield a line for each message, with the words that it is about; of many, the first few and how many more.

    Messages that differ in one quoted part alone are one line: "… is in no gazetteer: Harn, Dorgan".
    """
    messages: dict[str, dict[str, None]] = {}
    for message, words in group.issues:
        quoted = [part.strip("'\"“”") for part in _QUOTED.findall(message)]
        if len(quoted) == 1:
            messages.setdefault(_QUOTED.sub("…", message), {})[quoted[0]] = None
        else:
            messages.setdefault(message, {}).update({words: None} if words else {})
    shown = list(messages.items())[:_MOST]
    for message, about in shown:
        line = Text.assemble(visible(message))
        if about:
            line.append(": " + ", ".join(f"“{_short(each)}”" for each in list(about)[:_LISTED]), "dim")
            line.append(f" and {len(about) - _LISTED} more" if len(about) > _LISTED else "", "dim")
        yield line
    more = len(messages) - len(shown)
    if more:
        yield Text(f"and {more} more of this kind ({visible(group.code)}; --json lists all)", "dim")


def _count(n: int, what: str) -> str:
    return f"{n:,} {what}{'' if n == 1 else 's'}"
