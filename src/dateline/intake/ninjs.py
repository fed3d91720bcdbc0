"""ninjs, the IPTC's JSON of news (1.x to 3.x): an item a file, several in a list, or one a line.

https://iptc.org/standards/ninjs/ – versions 1 and 2 write ``body_xhtml`` and ``versioncreated``, 3 ``bodies`` and
``versionCreated``; what either says is read from either.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from dateline.errors import EmptyInput, InputError, RowError
from dateline.intake import charset, day, fragment
from dateline.intake.draft import CONTAINER, Dated, Document, Draft, Part, Row, joined, row
from dateline.records import Issue

_DATES = ("versionCreated", "versioncreated", "contentCreated", "contentcreated", "firstCreated", "firstcreated")
"""What tells when an item was published, the best first: the text at hand is that of its version."""
_HTML_FIRST = ("text/html", "application/xhtml+xml", "text/plain")


def read(document: Document) -> Iterator[Row | InputError]:
    """Read the items of a ninjs file; one that is wrong comes out as a RowError with its number.

    Raises:
        InputError: it is not JSON, or holds no item.
    """
    raw = document.all(CONTAINER)
    text, issues = charset.read(raw)
    found = _items(text, document.name)
    if not found:
        raise EmptyInput(f"{document.name}: there is no item in it")
    for n, item in enumerate(found, start=1):
        place = document.name if len(found) == 1 else f"{document.name}:{n}"
        try:
            # The item's own bytes, where the file holds several: as JSON, since those of the file are of them all.
            own = raw if len(found) == 1 else json.dumps(item, ensure_ascii=False).encode("utf-8", "surrogatepass")
            if not isinstance(item, dict):
                raise RowError(f"{place}: the item is no object; write one with a uri, a headline and a body")
            yield _row(_Item(item), document, own, n, place, tuple(issues))
        except RowError as error:
            yield error
        except InputError as error:
            yield RowError(str(error) if str(error).startswith(place) else f"{place}: {error}")


def _items(text: str, name: str) -> list[object]:
    try:
        value = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        lines = [line for line in text.split("\n") if line.strip()]
        try:
            return [json.loads(line) for line in lines]
        except (ValueError, RecursionError):
            raise InputError(f"{name}: not JSON that can be read ({error}); write one item, or one a line") from error
    if isinstance(value, dict) and isinstance(listed := value.get("items"), list):
        return listed
    return value if isinstance(value, list) else [value]


@dataclass(frozen=True, slots=True)
class _Item:
    """An item, whatever may be in it."""

    said: dict[str, object]

    def string(self, *keys: str) -> str | None:
        """Return the first of ``keys`` that holds a string with something in it."""
        values = (self.said.get(key) for key in keys)
        return next((value for value in values if isinstance(value, str) and value.strip()), None)

    def objects(self, key: str) -> list[_Item]:
        """Return the objects in the list under ``key``; in 1.x some are an object by name."""
        value = self.said.get(key)
        if isinstance(value, dict):
            value = list(value.values())
        return [_Item(each) for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _row(item: _Item, document: Document, raw: bytes, line: int, place: str, issues: tuple[Issue, ...]) -> Row:
    parts = _body(item)
    if not parts:
        raise RowError(f"{place}: the item has no body; body_xhtml, body_text or bodies is needed")
    text, kinds = joined(parts, name=place)
    dated, hint = _date(item)
    uri = item.string("uri")
    url = uri if uri and uri.startswith(("http://", "https://")) else item.string("url", "canonicalUrl", "canonicalurl")
    draft = Draft(
        text=text,
        kinds=kinds,
        title=_headline(item),
        url=url,
        byline=item.string("byline", "by"),
        outlet=_provider(item),
        dated=dated,
        hint=hint,
        issues=issues,
    )
    return row(draft, document, raw, line=line, source_id=uri)


def _body(item: _Item) -> list[Part]:
    bodies = sorted(
        (each for each in item.objects("bodies") if each.string("value")),
        key=lambda each: (
            (each.string("role") or "main").lower() not in ("main", "body", "text", "full"),
            _rank(each.string("contentType", "contenttype")),
        ),
    )
    if bodies:
        kind = bodies[0].string("contentType", "contenttype") or ""
        return _parts(bodies[0].string("value") or "", markup=None if not kind else "htm" in kind)
    for key, markup in (("body_xhtml", True), ("body_html", True), ("body_text", False), ("body", None)):
        if value := item.string(key):
            return _parts(value, markup=markup)
    return []


def _rank(kind: str | None) -> int:
    return _HTML_FIRST.index(kind) if kind in _HTML_FIRST else len(_HTML_FIRST)


def _parts(value: str, *, markup: bool | None) -> list[Part]:
    if markup or (markup is None and fragment.looks_like(value)):
        return list(fragment.parts(value))
    # Wrapped or a line a paragraph, a wire's plain text parts paragraphs by blank lines, or has none at all.
    blank = "\n\n" in value.replace("\r", "")
    return [Part(each) for each in value.replace("\r", "").split("\n\n" if blank else "\n")]


def _headline(item: _Item) -> str | None:
    headlines = [each for each in item.objects("headlines") if each.string("value")]
    main = [each for each in headlines if (each.string("role") or "main").lower() in ("main", "headline")]
    found = (main or headlines)[:1]
    value = found[0].string("value") if found else item.string("headline", "title")
    if value and fragment.looks_like(value):
        return " ".join(part.text for part in fragment.parts(value))
    return value


def _provider(item: _Item) -> str | None:
    """Return the outlet: the source of the news, else who holds the copyright."""
    sources = [each for key in ("infoSources", "infosources", "infosource") for each in item.objects(key)]
    named = [each for each in sources if each.string("name", "literal")]
    main = [each for each in named if "provider" in (each.string("role", "rel") or "").lower()] or named
    if main:
        return main[0].string("name", "literal")
    return item.string("copyrightHolder", "copyrightholder")


def _date(item: _Item) -> tuple[Dated | None, str | None]:
    found = [(key, value) for key in _DATES if (value := day.read(item.string(key) or ""))]
    if found:
        key, value = found[0]
        other = next((f"; {name} says {said}" for name, said in found if said != value), "")
        return Dated(value=value, how=f"the item's {key}{other}"), None
    return None, "the item does not say when it was created; give the date with it"
