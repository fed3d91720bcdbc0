"""RSS, Atom and JSON feeds: what stands in them, entry by entry; nothing is ever fetched from here.

RSS and Atom are read by feedparser, from bytes alone; it bears with what is not well formed, and takes no entities of
a document's own. JSON feeds (https://jsonfeed.org) are few lines.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from urllib.parse import urljoin, urlsplit

from dateline.errors import InputError
from dateline.intake import day, fragment
from dateline.intake.draft import Dated, Document, Draft, Part, Row, joined, missing, row
from dateline.intake.fetch_guard import is_web, without_user
from dateline.intake.options import Options
from dateline.records import Issue, PassageKind

__all__ = ["MOST", "Entry", "Feed", "is_json_feed", "pack", "parse", "read", "read_entry", "unpack"]

MOST = 5_000
"""Entries of one feed that are read, from its top; feeds have some dozens."""
_BOUNDS: tuple[tuple[str, tuple[bytes, ...], int], ...] = (
    ("entries", (b"<item", b"<entry"), 4 * MOST),
    ("tags", (b"<",), 100_000),
    ("namespaces", (b"xmlns",), 500),
)
"""What a feed is refused for before it is read: an entry takes 0.1 ms, a tag 10 µs, namespaces their square."""
_ENCODING = re.compile(rb"""encoding\s*=\s*["']([\w.:-]{1,40})["']""")
_KEPT = 50_000
"""Characters of an entry that are written down."""
_FULL = 150
"""Words from which the content of an entry counts as its article; summaries of agencies have up to some 60."""
_FULL_SUMMARY = 250
"""The same of what is only called a summary: some feeds put all their text there."""
_CUT = re.compile(r"(?:\[?(?:…|\.\.\.)\]?|\bread (?:more|on|the (?:full|rest)\b.*)|\bcontinue reading\b.*)\W*$", re.I)
"""How a text ends of which there is more elsewhere."""
_ENDS = (b"</rss>", b"</feed>", b":feed>", b":rdf>", b"</channel>")
_REFERENCE = re.compile(rb"&#(?:x([0-9a-f]+)|([0-9]+));?", re.IGNORECASE)
_JSON_FEED = re.compile(rb'\s*\{.{0,2000}?"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org\\?/', re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry of a feed. ``id`` and ``link`` are None where it gives none; ``link`` is an address on the web.

    ``published`` is the day (ISO 8601) as its own offset from UTC counts it, ``updated`` that of its last change, which
    ``changed`` tells as it is written.
    ``html`` is the longest text that it holds, "" where none; ``full`` says that this looks like all of the article.
    """

    id: str | None = None
    link: str | None = None
    title: str | None = None
    byline: str | None = None
    published: str | None = None
    updated: str | None = None
    changed: str | None = None
    html: str = ""
    full: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed: its title, its entries from the top, and what is wrong with it that it could be read in spite of."""

    title: str | None = None
    entries: tuple[Entry, ...] = ()
    broken: str | None = None


def read(
    data: bytes,
    *,
    name: str,
    options: Options | None = None,
    source_id: str | None = None,
    url: str | None = None,
    charset: str | None = None,
) -> Iterator[Row | InputError]:
    """Read each entry of a feed as a report: its own text where that is all of the article, else title and summary.

    Raises:
        InputError: it is no feed, or has no entry.
    """
    options = options or Options()
    document = Document(
        name=name, source_id=source_id, stream=io.BytesIO(data), options=options, url=None, charset=charset
    )
    feed = parse(data, name=name, url=url, charset=charset)
    if not feed.entries:
        raise InputError(f"{name}: there is no entry in this feed; give one that has some")
    for line, entry in enumerate(feed.entries, 1):
        try:
            yield read_entry(entry, feed, document, raw=data, line=line)
        except InputError as error:
            yield error


def read_entry(entry: Entry, feed: Feed, document: Document, *, raw: bytes, line: int = 1) -> Row:
    """Make the report of one entry; ``raw`` are the bytes of the feed it stands in, ``line`` its number there.

    Raises:
        InputError: there is no text in it.
    """
    name = f"{document.name}:{line}"
    parts = [Part(entry.title or "", PassageKind.TITLE), *_parts(entry.html)]
    if len(parts) > 1 and _words(parts[1].text) == _words(entry.title or ""):
        del parts[1]  # some feeds say the title again
    text, kinds = joined(parts, name=name)
    issues = []
    if not entry.full:
        message = "title and summary alone, as the feed gives them; the article is behind its link"
        issues.append(Issue(stage="intake", code="intake.summary-only", message=message))
    if feed.broken:
        issues.append(Issue(stage="intake", code="intake.feed", message=f"the feed is not well formed: {feed.broken}"))
    dated = None
    if entry.published is not None:
        dated = Dated(value=entry.published, how="the feed's entry")
    elif entry.updated is not None:
        dated = Dated(value=entry.updated, how="the last change of the feed's entry")
    draft = Draft(
        text=text,
        kinds=kinds,
        title=entry.title,
        url=entry.link,
        byline=entry.byline,
        host=feed.title,
        dated=dated,
        issues=tuple(issues),
    )
    own = entry.id or entry.link or (f"{document.source_id}:{line}" if document.source_id else None)
    return row(draft, document, raw, line=line, source_id=own)


def pack(entry: Entry) -> str:
    """Write an entry down, for :func:`unpack`; a text that is very long is cut."""
    return json.dumps(asdict(replace(entry, html=entry.html[:_KEPT], full=entry.full and len(entry.html) <= _KEPT)))


def unpack(packed: str) -> Entry:
    """Read an entry that :func:`pack` wrote down."""
    return Entry(**json.loads(packed))


def parse(data: bytes, *, name: str, url: str | None = None, charset: str | None = None) -> Feed:
    """Read a feed; ``url`` is where it is from, for links that are relative, ``charset`` what its server said.

    Raises:
        InputError: it is no feed, or the package that reads feeds is not installed.
    """
    if is_json_feed(data):
        return _json_feed(data, name=name, url=url)
    return _xml_feed(data, name=name, url=url, charset=charset)


def is_json_feed(data: bytes) -> bool:
    """Say whether bytes begin as a JSON feed does."""
    return _JSON_FEED.match(data.removeprefix(b"\xef\xbb\xbf")[:4_000]) is not None


def _xml_feed(data: bytes, *, name: str, url: str | None, charset: str | None) -> Feed:
    try:
        import feedparser
    except ImportError as error:
        raise missing(name, "feeds", "web") from error
    _check_bounds(data, name=name)
    media = "application/xml" + (f"; charset={charset}" if charset and _is_so(data, charset) else "")
    headers = {"content-type": media} | ({"content-location": url} if url else {})
    # From a stream: what is given as bytes or text may be taken for the name of a file, or an address to be fetched.
    stream = io.BytesIO(_REFERENCE.sub(_sound, data))
    try:
        found = feedparser.parse(stream, response_headers=headers, resolve_relative_uris=False, sanitize_html=False)
    except (ValueError, ArithmeticError, LookupError, AttributeError, TypeError, RecursionError) as error:
        # It bears with nearly all that is wrong with a feed; what it does not must not end the watching of others.
        raise InputError(f"{name}: this feed is so broken that it cannot be read ({error})") from error
    if not found.get("version") and not found.entries:
        raise InputError(f"{name}: this is no RSS, Atom or JSON feed; check the address, or give the page itself")
    broken = _text(str(found.bozo_exception))[:200] if found.bozo and "bozo_exception" in found else None
    if broken and "encoding" in broken.lower() and "declared" in broken.lower():
        broken = None  # what a server says of the encoding is wrong often, and was seen to
    entries = tuple(_entry(each, url) for each in found.entries[:MOST])
    tail = data[-4_000:].replace(b"\x00", b"").lower()  # of UTF-16 too; caches write their name behind the end
    if found.bozo and not any(end in tail for end in _ENDS):
        entries = entries[:-1]  # it was cut off, and the last of them with it
        broken = broken or "it is cut off"
    return Feed(title=_line(found.feed.get("title")), entries=entries, broken=broken)


def _check_bounds(data: bytes, *, name: str) -> None:
    """Refuse a feed that would take long to read: feedparser asks more than its length of what has many names."""
    if any(not _is_plain(codec.decode("ascii", "replace")) for codec in _ENCODING.findall(data[:1_000])):
        raise InputError(f"{name}: this feed says that it is in an encoding that feeds are not in; it is not read")
    plain = data.replace(b"\x00", b"").lower()  # UTF-16 and UTF-32 too
    for what, words, most in _BOUNDS:
        if sum(plain.count(word) for word in words) > most:
            raise InputError(f"{name}: there are more than {most:,} {what} in this feed; it is not read")
    if b"<" not in plain:
        raise InputError(f"{name}: this is no RSS, Atom or JSON feed; check the address, or give the page itself")


def _is_plain(codec: str) -> bool:
    """Say whether a text in an encoding has its tags as ASCII has them; True for what is no name of one."""
    try:
        escaped = b"+ADw-".decode(codec, "replace") == "<"  # UTF-7 has more than one way to write it
        return not escaped and "<a".encode(codec).replace(b"\x00", b"").endswith(b"<a")
    except (LookupError, UnicodeError):
        return True


def _sound(found: re.Match[bytes]) -> bytes:
    """Return a reference to a character; to U+FFFD where there is no such, as half of a pair, which ends feedparser."""
    digits = found[1] or found[2]
    number = int(digits, 16 if found[1] else 10) if len(digits) < 9 else -1
    return found[0] if 0 <= number < 0xD800 or 0xDFFF < number < 0x110000 else b"&#xFFFD;"


def _is_so(data: bytes, charset: str) -> bool:
    """Say whether a charset that a server tells can be believed: what is good UTF-8 is UTF-8, whatever it says."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return False
    try:
        data.decode(charset)
    except (LookupError, UnicodeError):
        return False
    return True


def _entry(found: Mapping[str, object], url: str | None) -> Entry:
    contents = found.get("content")
    texts = [_value(each) for each in contents] if isinstance(contents, Sequence) else []
    content = max(texts, key=len, default="")
    summary = _string(found.get("summary"))
    author = _line(found.get("author"))
    # Looked up so, not by get(): feedparser gives the day of publication for that of a change that is not there.
    updated = _string(found["updated"]) if "updated" in found else ""
    return Entry(
        id=_line(without_user(_string(found.get("id")))),
        link=_link(found.get("link"), url),
        title=_line(_bare(_string(found.get("title")))),
        byline=author,
        published=day.read(_string(found.get("published"))),
        updated=day.read(updated),
        changed=_line(updated),
        html=max(content, summary, key=len),
        full=_is_full(content, _FULL) or _is_full(summary, _FULL_SUMMARY),
    )


def _json_feed(data: bytes, *, name: str, url: str | None) -> Feed:
    try:
        found = json.loads(data.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError) as error:
        raise InputError(f"{name}: this JSON feed cannot be read ({error}); ask for it again") from error
    items = found.get("items") if isinstance(found, dict) else None
    if not isinstance(items, list):
        raise InputError(f'{name}: this JSON feed has no list "items"; check the address')
    entries = tuple(_json_entry(each, url) for each in items[:MOST] if isinstance(each, dict))
    return Feed(title=_line(found.get("title")), entries=entries)


def _json_entry(found: Mapping[str, object], url: str | None) -> Entry:
    content = max(_string(found.get("content_html")), _string(found.get("content_text")), key=len)
    summary = _string(found.get("summary"))
    authors = found.get("authors")
    names = [_line(each.get("name")) for each in authors if isinstance(each, dict)] if isinstance(authors, list) else []
    identity = found.get("id")
    return Entry(
        id=str(identity) if isinstance(identity, int) else _line(without_user(_string(identity))),
        link=_link(found.get("url") or found.get("external_url"), url),
        title=_line(found.get("title")),
        byline=", ".join(filter(None, names)) or None,
        published=day.read(_string(found.get("date_published"))),
        updated=day.read(_string(found.get("date_modified"))),
        changed=_line(found.get("date_modified")),
        html=max(content, summary, key=len),
        full=_is_full(content, _FULL) or _is_full(summary, _FULL_SUMMARY),
    )


def _parts(html: str) -> Iterator[Part]:
    if fragment.looks_like(html):
        yield from fragment.parts(html)
    else:
        for paragraph in re.split(r"\n\s*\n", html):
            yield from fragment.parts(paragraph)


def _is_full(html: str, least: int) -> bool:
    if len(html) < 4 * least:
        return False
    texts = [part.text for part in _parts(html)]
    return sum(map(_count, texts)) >= least and not _CUT.search(texts[-1])


def _count(text: str) -> int:
    return len(text.split())


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _bare(text: str) -> str:
    return " ".join(part.text for part in fragment.parts(text))


def _text(text: str) -> str:
    return " ".join(text.split())


def _value(found: object) -> str:
    return _string(found.get("value")) if isinstance(found, Mapping) else ""


def _string(found: object) -> str:
    return found if isinstance(found, str) else ""


def _line(found: object) -> str | None:
    return _text(found)[:1000] or None if isinstance(found, str) else None


def _link(found: object, url: str | None) -> str | None:
    if not isinstance(found, str) or not found.strip():
        return None
    try:
        link = urljoin(url or "", found.strip().replace(" ", "%20"))
        credentials = "@" in urlsplit(link).netloc
    except ValueError:
        return None
    return link if is_web(link) and not credentials else None
