"""What a server sent, to reports: a page, a feed, a PDF or plain text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dateline.errors import InputError, UnfitAnswer
from dateline.intake import charset, source
from dateline.intake.fetch import Answer, Ask, Limits, get
from dateline.intake.fetch_guard import Guard, shown
from dateline.intake.options import Options
from dateline.intake.recognize import HEAD, Format, sniff
from dateline.intake.source import Failure, Input, Item
from dateline.records import Issue

__all__ = ["is_link", "read", "status_said", "visit"]

_NAMED = {"html": Format.HTML, "feed": Format.FEED, "plain": Format.PLAIN, "pdf": Format.PDF}
_TAKEN = frozenset({None, Format.HTML, Format.FEED, Format.NINJS, Format.PDF})
"""What the first bytes of an answer may show; an archive in the place of a page is not opened."""
_STATUS = {
    401: "it wants a password",
    402: "it wants to be paid",
    403: "it does not give this to us",
    404: "there is no such page",
    410: "the page is gone for good",
    429: "it was asked too often",
    451: "it may not give this for legal reasons",
    503: "it is out of service",
}


def is_link(item: Item) -> bool:
    """Say whether an item is an address on the web that is still to be asked."""
    return item.path is None and item.stream is None and item.opens is None and item.url is not None


def visit(item: Item, *, guard: Guard, options: Options | None = None) -> Iterator[Input | Failure]:
    """Ask for an address, once, and read what is there; what cannot be had comes out as a failure."""
    options = options or Options()
    try:
        answer = get(Ask(url=item.url or ""), guard=guard, limits=Limits(max_bytes=options.max_bytes))
        if answer.data is None:
            raise UnfitAnswer(f"{answer.url}: {status_said(answer.status)}")
        yield from read(answer, options=options)
    except InputError as error:
        yield Failure(name=shown(item.name), error=error)


def read(answer: Answer, *, options: Options, outlet: str | None = None) -> Iterator[Input | Failure]:
    """Read the reports of an answer with a body; ``outlet`` goes before what they say that theirs is.

    Raises:
        UnfitAnswer: it is an archive, whatever its type says, or JSON of another kind.
    """
    data = answer.data or b""
    found = sniff(data[:HEAD])
    if found not in _TAKEN:
        raise UnfitAnswer(f"{answer.url}: this is no page, feed, text or PDF, as the server says; it is not read")
    if answer.kind == "json" and found is None:
        raise UnfitAnswer(f"{answer.url}: this is JSON, but neither a JSON feed nor ninjs; give the page itself")
    named = _NAMED.get(answer.kind, Format.UNKNOWN)
    given, told = data, list[Issue]()
    if named is Format.PLAIN and answer.charset is not None:  # what plain text is in, only the server can say
        text, told = charset.read(data, declared=answer.charset)
        given = text.encode("utf-8", "surrogatepass")
    for each in source.read_bytes(
        given, name=answer.url, named=named, url=answer.url, charset=answer.charset, options=options
    ):
        if isinstance(each, Failure):
            yield each
            continue
        reading = replace(each.reading, issues=(*told, *each.reading.issues))
        if outlet is not None:
            reading = replace(reading, report=replace(reading.report, outlet=outlet))
        yield Input(reading=reading, raw=data if each.raw == given else each.raw)


def status_said(status: int) -> str:
    """Return words for a status that is not 200."""
    told = _STATUS.get(status) or ("it has a fault of its own" if status >= 500 else "it does not give the page")
    return f"the server says {status}: {told}"
