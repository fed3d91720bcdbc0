"""HTML of an article alone (in a feed, a mail, a wire's JSON) to paragraphs; a whole page is for ``html.py``.

Without a library and without a tree, so that neither depth nor size can hurt: one pass, in time linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from dateline.intake.blocks import stopped
from dateline.intake.draft import Part
from dateline.records import PassageKind

_NAME = re.compile(r"/?[a-zA-Z][^\s/>]*")
_HIDDEN = re.compile(r"\bdisplay\s*:\s*none|\bmso-hide\s*:\s*all", re.IGNORECASE)
_HIDDEN_ATTRIBUTE = re.compile(r"""\s(?:hidden(?=[\s=/>]|$)|aria-hidden\s*=\s*["']?true)""", re.IGNORECASE)
_RAW = {tag: re.compile(f"</{tag}", re.IGNORECASE) for tag in ("script", "style", "textarea", "title")}
"""What ends an element in which "<" is no mark-up."""
_MOST_QUOTES = 4
"""How many ">" inside the quoted values of a tag are looked past."""

_BLOCKS = frozenset(
    """address article aside blockquote body caption center dd div dl dt fieldset figcaption figure footer form h1 h2 h3
    h4 h5 h6 header hr li main nav ol p pre section table tbody tfoot thead tr ul""".split()
)
_SKIPPED = frozenset(
    "script style head title template noscript svg math iframe object select textarea button canvas audio video".split()
)
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_KINDS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), PassageKind.HEADING),
    "figcaption": PassageKind.CAPTION,
    "caption": PassageKind.CAPTION,
}


def looks_like(text: str) -> bool:
    """Say whether ``text`` is HTML rather than plain: it has a tag that stands in text."""
    return (
        re.search(r"<(?:p|br|div|span|a|b|i|em|strong|ul|ol|li|h[1-6]|img|table|html|body)\b[^<>]*>", text) is not None
    )


def parts(html: str) -> Iterator[Part]:
    """Yield the paragraphs of a fragment, in order; headings and captions as such, items of lists behind a dash.

    Scripts, styles, forms and what is not shown are left out; links leave their words.
    """
    page = _Page()
    for text, tag in _pieces(html):
        if tag is None:
            page.text(text)
        elif tag.startswith("/"):
            yield from page.end(tag[1:].lower())
        else:
            yield from page.start(tag.lower(), text)
    yield from page.flush()


@dataclass(slots=True)
class _Page:
    """The paragraph that is being read, and what is being passed over."""

    words: list[str] = field(default_factory=list)
    kind: str | None = None
    bullet: bool = False
    breaks: int = 0
    hidden: str | None = None
    depth: int = 0

    def text(self, text: str) -> None:
        if self.hidden is None and text:
            if self.breaks and text.strip():
                self.breaks = 0
            self.words.append(unescape(text))

    def start(self, tag: str, said: str) -> Iterator[Part]:
        if self.hidden is not None:
            self.depth += tag == self.hidden
            return
        void = tag in _VOID or said.endswith("/")
        if not void and (tag in _SKIPPED or _HIDDEN.search(said) or _HIDDEN_ATTRIBUTE.search(said)):
            self.hidden, self.depth = tag, 1
        elif tag == "br":
            # One break may be a line of a wrapped text; behind a full stop, or twice, it parts paragraphs.
            self.breaks += 1
            if self.breaks > 1 or stopped("".join(self.words[-3:])):
                yield from self.flush()
            self.words.append(" ")
        elif tag in ("td", "th"):
            if "".join(self.words[-3:]).strip():
                self.words.append(" | ")
        elif tag in _BLOCKS:
            yield from self.flush()
            self.bullet = tag == "li"
            if tag in _KINDS:
                self.kind = tag

    def end(self, tag: str) -> Iterator[Part]:
        if self.hidden is not None:
            self.depth -= tag == self.hidden
            if self.depth <= 0:
                self.hidden = None
        elif tag in _BLOCKS:
            yield from self.flush()
            self.bullet = False
            if tag == self.kind:
                self.kind = None

    def flush(self) -> Iterator[Part]:
        text = " ".join("".join(self.words).split())
        self.words.clear()
        if text.strip(" |"):
            kind = _KINDS[self.kind] if self.kind else None
            yield Part(f"- {text}" if self.bullet and kind is None else text, kind)
            self.bullet = False


def _pieces(html: str) -> Iterator[tuple[str, str | None]]:
    """Yield text with None, and what stands in a tag with the tag's name; comments and declarations are left out."""
    at = 0
    while (mark := html.find("<", at)) >= 0:
        yield html[at:mark], None
        if html.startswith("<!--", mark):
            end = html.find("-->", mark + 4)
            at = len(html) if end < 0 else end + 3
        elif html.startswith("<![CDATA[", mark):
            end = html.find("]]>", mark)
            end = len(html) if end < 0 else end
            yield html[mark + 9 : end].replace("&", "&amp;"), None
            at = end + 3
        elif html.startswith(("<!", "<?"), mark):
            end = html.find(">", mark)
            at = len(html) if end < 0 else end + 1
        elif name := _NAME.match(html, mark + 1):
            end = _tag_end(html, name.end())
            if end < 0:
                at = len(html)  # cut off in the middle of a tag
                break
            yield html[name.end() : end], name[0]
            at = end + 1
            if closing := _RAW.get(name[0].lower()):
                close = closing.search(html, at)
                at = close.start() if close else len(html)
        else:
            yield "<", None
            at = mark + 1
    yield html[at:], None


def _tag_end(html: str, start: int) -> int:
    """Find the ">" that ends a tag, past those in quoted values; -1 where there is none."""
    first = end = html.find(">", start)
    for _ in range(_MOST_QUOTES):
        if end < 0 or end - start > 4_000:
            break
        said = html[start:end]
        if said.count('"') % 2 == 0 and (said.count('"') or said.count("'") % 2 == 0):
            return end
        end = html.find(">", end + 1)
    return first
