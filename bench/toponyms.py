"""Measure toponyms: recognition on GeoVirus and GeoWebNews, resolution on GeoVirus and LGL.

Recognition is F1 of spans from raw text; a found span counts if it overlaps a gold one that it has not been paired
with. What is found are places and the countries, cities and peoples that stand for actors ("Moscow said"; and for
GeoWebNews, whose toponyms with coordinates take them in, adjectives of nations). Resolution is the share of gold
toponyms with coordinates, spans given, that come out within 161 km (Gritta et al. 2018); an abstention is wrong.
Intervals are by document.
"""

from __future__ import annotations

import math
import os
import pathlib
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

from bench.score import Score, accuracy, f1
from dateline import language, mention
from dateline.lexicon import countries, gazetteer_shelf
from dateline.lexicon.countries import Use
from dateline.lexicon.form import words
from dateline.lexicon.gazetteer import Gazetteer
from dateline.mention.place_resolve import Choice, Toponym, resolve
from dateline.records import Actor, MentionKind, Passage, PassageKind, Place, Reading, Report

CLOSE_KM = 161.0
_PARAGRAPH = re.compile(r"\S(?:.|\n(?!\s*\n))*\S|\S")
_TOKEN = re.compile(r"\w+(?:[.’']\w+)*\.?")


@dataclass(frozen=True, slots=True)
class Gold:
    """A toponym of a data set: where it stands and where it is."""

    start: int
    end: int
    form: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Document:
    """A text with its toponyms."""

    name: str
    text: str
    gold: tuple[Gold, ...]


def _number(element: ElementTree.Element, path: str) -> float | None:
    text = element.findtext(path)
    return float(text) if text else None


def geovirus(data: pathlib.Path) -> Iterator[Document]:
    """Read GeoVirus; its offsets count from one."""
    for i, article in enumerate(_root(data, "GeoVirus.xml")):
        yield _document(i, article, article.findall("locations/location"), "name", "lat", "lon", 1)


def geowebnews(data: pathlib.Path) -> Iterator[Document]:
    """Read GeoWebNews; only toponyms with coordinates."""
    for i, article in enumerate(_root(data, "GWN.xml")):
        yield _document(i, article, article.findall("toponyms/toponym"), "extractedName", "latitude", "longitude", 0)


def lgl(data: pathlib.Path) -> Iterator[Document]:
    """Read LGL; only toponyms with coordinates."""
    for i, article in enumerate(_root(data, "lgl.xml")):
        yield _document(i, article, article.findall("toponyms/toponym"), "phrase", "gaztag/lat", "gaztag/lon", 0)


def _root(data: pathlib.Path, name: str) -> ElementTree.Element:
    return ElementTree.parse(data / "tune" / "toponyms" / name).getroot()


def _document(
    i: int, article: ElementTree.Element, found: list[ElementTree.Element], form: str, lat: str, lon: str, base: int
) -> Document:
    text = article.findtext("text") or ""
    gold = []
    for element in found:
        latitude, longitude = _number(element, lat), _number(element, lon)
        if latitude is None or longitude is None:
            continue
        start, end = (int(element.findtext(part) or 0) - base for part in ("start", "end"))
        gold.append(Gold(start, end, element.findtext(form) or "", latitude, longitude))
    return Document(str(i), text, tuple(sorted(gold, key=lambda one: one.start)))


def known() -> Gazetteer | None:
    """Return the gazetteer with what was added under ``DATELINE_HOME``, where that is set; None for the shipped one."""
    return gazetteer_shelf.load() if gazetteer_shelf.HOME in os.environ else None


def nations(text: str) -> Counter[str]:
    """Count the peoples and adjectives of nations in a text, by country."""
    heard = [word for match in _TOKEN.finditer(text) if match.group()[0].isupper() for word in words(match.group())]
    index = countries.load().index
    out: Counter[str] = Counter()
    for at in range(len(heard)):
        for found in index.at(heard, at):
            codes = {form.iso3 for form in found.values if form.use in (Use.ADJECTIVE, Use.NATIONAL, Use.NATIONALS)}
            if len(codes) == 1:
                out[codes.pop()] += 1
                break
    return out


def resolved(document: Document) -> list[Choice]:
    """Resolve the gold spans of a document."""
    toponyms = [Toponym(form=one.form, start=one.start, end=one.end) for one in document.gold]
    return resolve(document.text, toponyms, nations(document.text), places=known())


def away(gold: Gold, choice: Choice) -> float:
    """Return the kilometres between gold and choice; infinite where there is no choice."""
    if choice.entry is None or choice.entry.latitude is None or choice.entry.longitude is None:
        return math.inf
    a, b = math.radians(gold.latitude), math.radians(choice.entry.latitude)
    c = math.radians(choice.entry.longitude - gold.longitude)
    h = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(c / 2) ** 2
    return 12742 * math.asin(min(1.0, math.sqrt(h)))


def resolution(documents: list[Document]) -> tuple[Score, Score, Score]:
    """Return the share within 161 km of all, the same of those resolved, and the share resolved."""
    hits, right, made = [], [], []
    for document in documents:
        near = [away(gold, choice) for gold, choice in zip(document.gold, resolved(document), strict=True)]
        close = sum(km <= CLOSE_KM for km in near)
        some = sum(math.isfinite(km) for km in near)
        hits.append((float(close), len(near)))
        right.append((float(close), some))
        made.append((float(some), len(near)))
    return accuracy(hits), accuracy(right), accuracy(made)


def read(document: Document) -> Reading:
    """Read a document from its raw text, up to its mentions."""
    passages = tuple(
        Passage(kind=PassageKind.BODY, start=m.start(), end=m.end()) for m in _PARAGRAPH.finditer(document.text)
    )
    report = Report(id=document.name, text=document.text, language="en", passages=passages)
    return next(mention.find(language.parse([Reading(report=report)]), places=known()))


def found_in(reading: Reading, *, peoples: bool) -> list[tuple[int, int]]:
    """Return the spans of places, and of states that act under a place's name; with ``peoples``, adjectives too."""
    out = []
    for one in reading.mentions:
        if isinstance(one.resolved, Place):
            named = any(c.isupper() for c in one.text)
            state = False
        else:
            named = isinstance(one.resolved, Actor) and one.resolved.resolved_by == "metonymy"
            by_name = any(form.use is Use.NAME for form in countries.load().index.get(one.text))  # "US officials"
            adjective = peoples and not one.text.endswith("s")
            state = one.kind is MentionKind.NATIONALITY and (by_name or adjective)
        if named or state:
            out.append((one.start, one.end))
    return out


def matched(gold: list[tuple[int, int]], found: list[tuple[int, int]]) -> int:
    """Count the pairs of gold and found spans that overlap, one to one."""
    left = list(found)
    hits = 0
    for start, end in gold:
        for one in left:
            if one[0] < end and start < one[1]:
                left.remove(one)
                hits += 1
                break
    return hits


def recognition(documents: list[Document], *, peoples: bool) -> Score:
    """Return F1 of spans by overlap."""
    units = []
    for document in documents:
        gold = [(one.start, one.end) for one in document.gold]
        found = found_in(read(document), peoples=peoples)
        units.append((matched(gold, found), len(found), len(gold)))
    return f1(units)


def run(data: pathlib.Path) -> dict[str, Score]:
    """Score the sets under ``data``."""
    out = {
        "GeoVirus recognition F1": recognition(list(geovirus(data)), peoples=False),
        "GeoWebNews recognition F1": recognition(list(geowebnews(data)), peoples=True),
    }
    for name, load in (("GeoVirus", geovirus), ("LGL", lgl)):
        share, right, made = resolution(list(load(data)))
        out[f"{name} within 161 km"] = share
        out[f"{name} within 161 km, of those resolved"] = right
        out[f"{name} resolved"] = made
    return out


if __name__ == "__main__":
    for name, score in run(pathlib.Path(sys.argv[1])).items():
        print(f"{name:42} {score}")
