"""Measure tolls on UCDP GED Syria 2016-2018: headlines of the news from which events were recorded, with their deaths.

**What is compared.** A headline that names a toll is read by itself, as a title published on the day of its source.
The tolls read are, for each claim that is not negative, the sum of its quantities in the role ``killed`` ("four
soldiers and two civilians"). The record of the event has a low, a best and a high estimate. A toll is *in the record*
if it is the best estimate or lies in low-high. One with an open end ("at least 19") is *borne out* if the record's best
estimate lies in it. A headline may tell of two happenings and the record is of one of them: it is right if one of its
tolls is. Where none is read, the headline counts as wrong.

**Which headlines are left out**, by the words of the headline and by who cites it, never by what dateline reads in it:

- *several events*: more than one event cites it. It heads a survey of the day; the record has shared out what it
  counts, partly among places that it does not name, and neither each nor the sum is its toll.
- *several headlines*: the event cites more than one; which of them the estimate is from is not recorded.
- *no number*: none is written, in digits or words, that counts people ("several", dates, hours, numbers of raids ...).
- *no death*: a number, but no word of dying: injured, arrested, displaced, handed over.
- *total of a day or a period*: "killed yesterday", "since", "in 5 days", "this month": a sum over many events.
- *running total*: "raises to", "the death toll", "the number of": it counts what earlier news had.
- *earlier deaths*: "after the death of", "in revenge for", "funeral of", "documented": the number is another event's.
- *killed and injured together*: "30 killed and wounded" names no number of dead.
- *casualties*: the word alone says neither killed nor injured (this outlet mostly means killed, but not always).

**The record is not the headline.** The estimates come from the article and from later news, so that many a headline
that says "5 killed" stands beside a record of 7. "a number of the headline is in the record" is what a faultless reader
could reach: it asks only whether any number that is written in the headline is in low-high. The figures "of those that
can be right" are over these headlines; no reader can get the others right, and they count in the figures without that
name. "first number" takes the first number that the headline writes, whatever it counts: in headlines as short as
these, left by the rules above, it is nearly always the toll. "no toll of both together" is the share of the headlines
with "killed and injured together" in which rightly no number of dead is read.

``python -m bench.casualties`` lists how many fall under each reason, what is read there, and the errors.
"""

from __future__ import annotations

import csv
import html
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.score import Score, accuracy
from dateline import claim, language, mention
from dateline.records import Claim, Passage, PassageKind, Polarity, Reading, Report

_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
).split()
_VALUES = {word: n for n, word in enumerate(_WORDS, 1)}
_VAGUE = "dozens?|scores|tens|hundreds?|thousands?"
_NUMBER = rf"(?:\b\d[\d,]*(?![\d/:.]*\d|st\b|nd\b|rd\b|th\b)|\b(?:{'|'.join(_WORDS)}|{_VAGUE})\b)"
_SPAN = r"(?:hours?|days?|weeks?|months?|years?)"
_DEATH = (
    r"\b(?:kill(?:s|ed|ings?)?|dead|die[sd]?|dying|deaths?|martyr\w*|fatalit\w+|lives|victims?|massacres?|execut\w+|"
    r"slain|slay\w*|murder\w*|bod(?:y|ies)|behead\w*|perish\w*|assassinat\w+)\b"
)
_HURT = r"(?:wound|injur|missing|hurt|captur|arrest|imprison)"
_THINGS = (
    r"(?:air|rocket|missile|barrel|heavy|more|consecutive|ground|aerial|and|of|booby|trapped|car)*\s*"
    r"(?:raids?|strikes?|airstrikes?|shells?|missiles?|rockets?|bombs?|villages?|towns?|cities|areas?|farms?|km|"
    r"kilo\w+|vehicles?|tanks?|drones?|explosions?|attacks?|massacres?|famil(?:y|ies)|groups?|headquarters|sides|"
    r"hours?|days?|weeks?|months?|years?|points?|buses|injur\w+|wounded)\b"
)
_DATE = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\s+\d{1,2}"
    r"(?:,?\s+\d{4})?|\b20\d\d\b|\b\d{1,2}/\d{1,2}(?:/\d+)?",
    re.I,
)
_COUNT = re.compile(rf"{_NUMBER}(?!\s+{_THINGS})", re.I)
_PERIOD = re.compile(
    rf"\byesterday\b|\btoday, |\bsince\b|\bso far\b|\b\d{{1,2}}/\d{{1,2}}\b|\b(?:weeks?|months?|years?|hours)\b|"
    rf"{_NUMBER}\s+(?:consecutive\s+)?{_SPAN}|\b(?:in|during)\s+(?:{_DATE.pattern})",
    re.I,
)
_RUNNING = re.compile(
    r"\b(?:rais(?:e|es|ed|ing)|ris(?:e|es|en|ing)|rose|increas\w+|climb\w*|jump\w*|mount(?:s|ed)|toll|number of)\b",
    re.I,
)
_EARLIER = re.compile(
    r"\bafter (?:the )?(?:it )?(?:kill|death|execut|behead|murder|massacre)|\bhours after (?:a|the)\b|"
    r"\bresponse (?:of|to)\b|\banniversar|\breveng|\bretaliat|\bfuneral|\bdocument",
    re.I,
)
_DEAD = r"(?:kill\w*|dead|casualt\w+|martyr\w*|deaths?|die[sd]?|victims?)"
_TOGETHER = re.compile(
    rf"\b{_DEAD}\W*(?:(?:and|or|,|&|/|the|in)\W+)+{_HURT}(?!\w*\s+(?:others|several|many|tens|some))|"
    rf"\b{_HURT}\w*\s*(?:,|and|or|&)+\s*{_DEAD}",
    re.I,
)
_REASONS = (
    "several events",
    "several headlines",
    "no number",
    "no death",
    "total of a day or a period",
    "running total",
    "earlier deaths",
    "killed and injured together",
    "casualties",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A headline, the day of its source, and the low, best and high estimate of the event that cites it.

    ``reason`` says why it is left out; None where it is measured. Of a headline that several events cite, the estimates
    are those of the first.
    """

    name: str
    text: str
    published: str
    low: float
    best: float
    high: float
    reason: str | None

    def holds(self, toll: float) -> bool:
        """Say whether a number is in the record."""
        return toll == self.best or self.low <= toll <= self.high

    def reachable(self) -> bool:
        """Say whether any number written in the headline is in the record."""
        return any(self.holds(n) for n in written(self.text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Toll:
    """The dead that a claim tells of; ``high`` None where it is open above."""

    low: float
    high: float | None

    def right(self, row: Row, *, loose: bool) -> bool:
        """Say whether the toll is in the record; ``loose``: or, if it is open or a range, the best estimate in it."""
        named = self.high if self.low == 0 and self.high is not None else self.low
        if row.holds(named):
            return True
        return loose and self.low <= row.best and (self.high is None or row.best <= self.high)


def written(text: str) -> list[float]:
    """Return the numbers up to twenty in words, and all in digits, that a text writes, in order."""
    found = (m.group().lower().replace(",", "") for m in re.finditer(_NUMBER, text, re.I))
    return [float(_VALUES.get(n, n)) for n in found if n in _VALUES or n.isdigit()]


def rows(path: Path) -> Iterator[Row]:
    """Yield each headline of the table once, with the reason for which it is left out."""
    events: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    alone: dict[str, bool] = {}
    days: dict[str, str] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            sources = _sources(line)
            for headline, day in sources.items():
                events[headline].append(line)
                days.setdefault(headline, day)
                alone[headline] = alone.get(headline, True) and len(sources) == 1
    for headline, cited in events.items():
        first = cited[0]
        if len(cited) > 1:
            reason: str | None = "several events"
        else:
            reason = left_out(headline) if alone[headline] else "several headlines"
        yield Row(
            name=first["id"],
            text=headline,
            published=days[headline],
            low=float(first["low"]),
            best=float(first["best"]),
            high=float(first["high"]),
            reason=reason,
        )


def _sources(line: dict[str, str]) -> dict[str, str]:
    """Return the headlines of an event with their days; several are divided by semicolons, as may be one."""
    headline, days = html.unescape(line["source_headline"]), line["source_date"].split(";")
    parts = [headline] if len(days) == 1 else headline.split(";")
    if len(parts) != len(days):
        return {}
    return {" ".join(part.split()): day.strip() for part, day in zip(parts, days, strict=True) if part.strip()}


def left_out(headline: str) -> str | None:
    """Return why the words of a headline name no toll of one event; None where they do."""
    bare = _DATE.sub("", headline)
    if _COUNT.search(bare) is None:
        return "no number"
    if re.search(_DEATH, headline, re.I) is None:
        return "casualties" if re.search(r"\bca[su]+alt", headline, re.I) else "no death"
    for reason, pattern in (
        ("total of a day or a period", _PERIOD),
        ("running total", _RUNNING),
        ("earlier deaths", _EARLIER),
        ("killed and injured together", _TOGETHER),
    ):
        if pattern.search(headline):
            return reason
    return None


def tolls(claims: Iterable[Claim]) -> list[Toll]:
    """Return the toll of each claim that has one."""
    out: list[Toll] = []
    for c in claims:
        dead = [q for q in c.quantities if q.role == "killed" and q.unit is None]
        if dead and c.polarity is Polarity.POSITIVE:
            highs = [q.high for q in dead if q.high is not None]
            out.append(Toll(low=sum(q.low for q in dead), high=sum(highs) if len(highs) == len(dead) else None))
    return out


def coded(found: Iterable[Row]) -> Iterator[tuple[Row, Reading]]:
    """Yield each row with the reading of its headline."""
    kept = list(found)
    yield from zip(kept, claim.code(mention.find(language.parse(map(_blank, kept)))), strict=True)


def _blank(row: Row) -> Reading:
    passages = (Passage(kind=PassageKind.TITLE, start=0, end=len(row.text)),)
    report = Report(id=row.name, text=row.text, language="en", published=row.published[:10] or None, passages=passages)
    return Reading(report=report)


def figures(done: Iterable[tuple[Row, list[Toll]]]) -> dict[str, Score]:
    """Score headlines with the tolls that were read in them."""
    kept = list(done)
    could = [(row, got) for row, got in kept if row.reachable()]
    right = [(bool(got), any(t.right(row, loose=False) for t in got)) for row, got in kept]
    near = [any(t.right(row, loose=True) for t in got) for row, got in kept]
    reached = [(bool(got), any(t.right(row, loose=False) for t in got)) for row, got in could]
    return {
        "a number of the headline is in the record": accuracy([(row.reachable(), 1) for row, _ in kept]),
        "toll read": accuracy([(read, 1) for read, _ in right]),
        "several tolls read": accuracy([(len({(t.low, t.high) for t in got}) > 1, 1) for _, got in kept]),
        "toll in the record": accuracy([(hit, 1) for _, hit in right]),
        "toll in the record, where read": accuracy([(hit, 1) for read, hit in right if read]),
        "toll in the record or borne out": accuracy([(hit, 1) for hit in near]),
        "of those that can be right: toll right": accuracy([(hit, 1) for _, hit in reached]),
        "of those that can be right: right where read": accuracy([(hit, 1) for read, hit in reached if read]),
        "of those that can be right: first number": accuracy(
            [(row.holds(written(row.text)[0]), 1) for row, _ in could]
        ),
    }


def _table(data: Path) -> list[Row]:
    return list(rows(data / "tune" / "ucdp_syria" / "ged_syria_2016_2018.csv"))


def run(data: Path) -> dict[str, Score]:
    """Return the figures on the headlines of ``tune/ucdp_syria`` that are not left out."""
    table = _table(data)
    out = figures((row, tolls(reading.claims)) for row, reading in coded(r for r in table if r.reason is None))
    both = [
        tolls(reading.claims) for _, reading in coded(r for r in table if r.reason == "killed and injured together")
    ]
    return {**out, "no toll of both together": accuracy([(not got, 1) for got in both])}


def main(data: Path) -> None:
    """Print how many headlines fall under each reason and what is read there, then the errors."""
    table = _table(data)
    count = Counter(row.reason for row in table)
    measured = [row for row in table if row.reason is None]
    print(f"{len(table)} headlines, {len(measured)} measured; left out:")
    for reason in _REASONS:
        sample = [row for row in table if row.reason == reason][:500]
        done = [(row, tolls(reading.claims)) for row, reading in coded(sample)]
        got = figures(done)
        could, read = got["a number of the headline is in the record"], got["toll read"]
        print(
            f"  {reason:<30}{count[reason]:6}   of {len(sample):3}: a number in the record {could.value:5.1f}, "
            f"toll read {read.value:5.1f}, in the record {got['toll in the record'].value:5.1f}"
        )
    done = [(row, tolls(reading.claims)) for row, reading in coded(measured)]
    for name, score in figures(done).items():
        print(f"{name:<60}{score}")
    for row, found in done:
        if not any(t.right(row, loose=True) for t in found):
            said = ", ".join(f"{t.low:g}-{'' if t.high is None else format(t.high, 'g')}" for t in found) or "none"
            mark = "X" if row.reachable() else "-"
            print(f"{mark} {row.low:g} {row.best:g} {row.high:g} read {said} | {row.text}")


if __name__ == "__main__":
    from bench.__main__ import data_folder

    main(data_folder())
