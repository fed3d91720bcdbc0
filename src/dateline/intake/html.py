"""A page of the web to a report: its article without what stands around it, and what the page says of itself.

Text and metadata by trafilatura (Barbaresi 2021), the day of publication by what the page declares, then by htmldate
(Barbaresi 2020). Pages that are not made for readers, nested hundreds deep or of ten thousands of elements, are read
whole instead, in bounded time.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dateline.errors import EmptyInput
from dateline.intake import charset, day, fragment
from dateline.intake.blocks import stopped
from dateline.intake.draft import Dated, Document, Draft, Part, Row, joined, line_of, missing, row
from dateline.lexicon import intake as lexicon
from dateline.records import Issue, PassageKind

if TYPE_CHECKING:
    from lxml.etree import _Element
    from lxml.html import HtmlElement

MOST_ELEMENTS = 30_000
"""Elements of a page that trafilatura is given; it took 8 s for 60,000 paragraphs and 70 s for 200,000 links."""
DEEPEST = 200
"""Deepest nesting that is given to it; libxml2 leaves out what lies deeper than 256."""

_SAVED = re.compile(
    r"<!-- saved from url=\(\d{1,6}\)(https?://[^\s<>\"]{4,2000}) -->|<!-- Mirrored from (\S{4,2000}) by "
)
_IN_ADDRESS = re.compile(r"[/-]((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?![0-9])")
_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{20000,}")
_MOST_ATTRIBUTES = 5_000
# Dates of tomorrow are dates: that the same page gives the same report matters more than a typing error in it.
_LATEST = f"{day.LAST}-12-31"
_LONG = 100
"""Characters from which a paragraph is of the story, and no line with the date."""
_SENTENCE = 40
"""The same of one that ends with a full stop."""
_MOST_JSON = 1_000_000
_ARTICLES = frozenset({"NewsArticle", "Article", "ReportageNewsArticle", "BlogPosting", "LiveBlogPosting", "Report"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _About:
    """What a page says of itself."""

    title: str | None = None
    url: str | None = None
    byline: str | None = None
    outlet: str | None = None
    dated: Dated | None = None


def read(document: Document) -> Iterator[Row]:
    """Read the report of a page.

    Raises:
        InputError: dateline[web] is not installed, or there is no article in it.
    """
    data = document.all()
    text, issues = charset.read(data, declared=document.charset)
    yield page(text, document, raw=data, issues=issues)


def page(text: str, document: Document, *, raw: bytes, issues: list[Issue]) -> Row:
    """Read the report of a page that is decoded already; ``issues`` are those of that. Raises as :func:`read`."""
    try:
        from trafilatura import load_html
    except ImportError as error:
        raise missing(document.name, "HTML", "web") from error
    text = text.replace("\x00", "")
    # libxml2 compares each attribute of an element with all others.
    crowded = any(len(tag[0].split()) > _MOST_ATTRIBUTES for tag in _LONG_TAG.finditer(text))
    tree = None if crowded else load_html(text)
    reason = "it has an element of thousands of attributes" if crowded else None if tree is None else _unfit(tree)
    about = _About()
    found: list[Part] = []
    if reason:
        message = f"read whole, with what stands around the article: {reason}"
        issues.append(Issue(stage="intake", code="intake.whole-page", message=message))
        found = list(fragment.parts(text))
    elif tree is not None:
        about = _about(tree, text, document)
        found = _article(tree, about)
    if not found:
        raise EmptyInput(f"{document.name}: there is no article in this page; give the page of one report, or its text")
    joined_text, kinds = joined(found, name=document.name)
    url = about.url
    if document.url and (url is None or _host(url) != _host(document.url)):
        url = document.url  # a page may name any address as its own; that of its own site is believed
    draft = Draft(
        text=joined_text,
        kinds=kinds,
        title=about.title,
        url=url,
        byline=about.byline,
        outlet=about.outlet,
        host=_host(url).removeprefix("www.") or None if url else None,
        dated=about.dated,
        hint=document.hint or "the page does not say when it was published; give the date with it",
        issues=tuple(issues),
    )
    return row(draft, document, raw)


def _unfit(tree: HtmlElement) -> str | None:
    """Say why a tree is not one of an article, or not all of the page; None where it may be."""
    from lxml.etree import iterwalk

    depth = count = 0
    for event, _ in iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        count += event == "start"
        if depth >= DEEPEST:
            return f"it is nested more than {DEEPEST} deep"
        if count > MOST_ELEMENTS:
            return f"it has more than {MOST_ELEMENTS:,} elements"
    return None


def _article(tree: HtmlElement, about: _About) -> list[Part]:
    from trafilatura import bare_extraction

    found = bare_extraction(tree, include_comments=False, include_formatting=True, include_tables=True)
    if found is None or isinstance(found, dict) or found.body is None:
        return []
    parts = list(_parts(found.body))
    title = line_of(about.title)
    return [
        Part(part.text, PassageKind.TITLE) if n < 2 and title and line_of(part.text) == title else part
        for n, part in enumerate(parts)
    ]


def _parts(body: _Element) -> Iterator[Part]:
    for element in body.iterchildren():
        match element.tag:
            case "head":
                yield Part(_words(element), PassageKind.HEADING)
            case "list":
                for item in element.iter("item"):
                    for line in _lines(item):
                        yield Part(f"- {line}")
            case "table":
                for cells in element.iter("row"):
                    words = (_words(cell) for cell in cells.iter("cell"))
                    yield Part(" | ".join(word for word in words if word))
            case "quote" if any(child.tag == "p" for child in element):
                yield from _parts(element)
            case "code" | "graphic":
                continue
            case _:
                for line in _lines(element):
                    yield Part(line)


def _words(element: _Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _lines(element: _Element) -> Iterator[str]:
    """Yield the words of a paragraph; a break in a line parts it where a sentence ends there."""
    for each in element.iter("lb"):
        each.tail = "\n" + (each.tail or "")
    held = ""
    for line in "".join(element.itertext()).split("\n"):
        held = f"{held} {line}".strip()
        if stopped(held):
            yield held
            held = ""
    if held:
        yield held


def _about(tree: HtmlElement, text: str, document: Document) -> _About:
    from trafilatura import extract_metadata

    found = extract_metadata(
        tree, default_url=document.url, date_config={"extensive_search": False, "max_date": _LATEST}
    )
    saved = _SAVED.search(text, 0, 100_000)
    known = _address(found.url) or (saved and _address(saved[1] or f"https://{saved[2]}"))
    known = known or document.url
    own = _host(found.url or "").removeprefix("www.")
    outlet = line_of(found.sitename)
    dated = _declared(tree, known) or _searched(tree)
    return _About(
        title=line_of(found.title),
        url=known,
        byline=line_of(found.author),
        outlet=None if outlet is None or outlet.lower().removeprefix("www.") == own else outlet,
        dated=dated,
    )


def _searched(tree: HtmlElement) -> Dated | None:
    """Return the day that htmldate finds in a page without its paragraphs: a day that the story tells is another."""
    from htmldate import find_date

    tree = deepcopy(tree)
    for paragraph in list(tree.iter("p", "li", "td", "footer", "aside")):
        words = _words(paragraph)
        if paragraph.getparent() is not None and (
            paragraph.tag in ("footer", "aside") or len(words) > _LONG or (len(words) > _SENTENCE and stopped(words))
        ):
            paragraph.drop_tree()
    value = day.read(find_date(tree, extensive_search=False, original_date=True, max_date=_LATEST) or "")
    if value is None or _is_of_two(value, tree):
        return None
    return Dated(value=value, how="the page's mark-up (htmldate)", sure=False)


def _is_of_two(value: str, tree: HtmlElement) -> bool:
    """Say whether a day may be one that is written in figures as 04/03/2031, which is two; htmldate takes the first."""
    year, month, day_ = (int(part) for part in value.split("-"))
    form = rf"\b0?(?:{month}([/.-])0?{day_}|{day_}([/.-])0?{month})[/.-]{year}\b"
    said = (text for element in tree.iter() for text in (element.text, element.tail, *element.attrib.values()) if text)
    return month != day_ <= 12 and any(re.search(form, text) for text in said)


def _declared(tree: HtmlElement, url: str | None) -> Dated | None:
    """Return the day that a page declares: schema.org, then <meta>, then <time>, then its address."""
    meta: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        if content := element.get("content"):
            meta.setdefault(name.strip().lower(), content)
    said = [(f"the page's {name}", meta[name]) for name in lexicon.page_dates() if name in meta]
    said = [("the page's datePublished (JSON-LD)", value) for value in _linked(tree)] + said
    for element in tree.iter("time", "span", "abbr"):
        if "datePublished" in (element.get("itemprop") or "") or element.get("pubdate") is not None:
            value = element.get("datetime") or element.get("content") or element.text or ""
            said.append((f"the page's <{element.tag}>", value))
    if match := _IN_ADDRESS.search(urlsplit(url).path) if url else None:
        said.append(("its address", "/".join(match.groups())))
    days = [(how, value) for how, written in said if (value := day.read(written))]
    if not days:
        return None
    how, value = days[0]
    other = next((f"; {also} says {another}" for also, another in days if _apart(value, another) > 1), "")
    return Dated(value=value, how=how + other)


def _linked(tree: HtmlElement) -> list[str]:
    """Return datePublished of the page's JSON-LD, that of articles first."""
    first: list[str] = []
    rest: list[str] = []
    for script in tree.iter("script"):
        text = script.text or ""
        if "ld+json" not in (script.get("type") or "") or "datePublished" not in text or len(text) > _MOST_JSON:
            continue
        try:
            stack = [json.loads(text)]
        except (ValueError, RecursionError):
            continue
        while stack:
            value = stack.pop()
            if isinstance(value, list):
                stack += reversed(value)
            elif isinstance(value, dict):
                if isinstance(said := value.get("datePublished"), str):
                    kind = value.get("@type")
                    kinds = {kind} if isinstance(kind, str) else {each for each in kind or () if isinstance(each, str)}
                    (first if kinds & _ARTICLES else rest).append(said)
                stack += [each for each in value.values() if isinstance(each, dict | list)]
    return first or rest


def _apart(one: str, two: str) -> int:
    return abs((date.fromisoformat(one) - date.fromisoformat(two)).days)


def _address(url: str | None) -> str | None:
    return url if url and url.lower().startswith(("http://", "https://")) and _host(url) else None


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
