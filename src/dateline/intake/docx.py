"""A Word document (.docx) to a report: paragraphs, headings and tables, without what was deleted."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.errors import InputError, TooLarge
from dateline.intake import office
from dateline.intake.draft import Document, Draft, Part, Row, joined, row
from dateline.office_xml import Attributes
from dateline.records import PassageKind

MOST_ELEMENTS = 2_000_000
"""Elements of mark-up that are read, of a long report some hundred thousand; they take 4 s."""

_MAIN = "word/document.xml"
_SKIPPED = frozenset({"del", "moveFrom", "instrText", "delText", "txbxContent", "Fallback", "footnoteReference"})
_SPACES = frozenset({"tab", "br", "cr", "noBreakHyphen"})
_TITLES = ("title",)
# Word for Windows writes the styles' English names without spaces as ids; others write their own language's.
_HEADINGS = ("heading", "berschrift", "titre", "titulo", "ttulo", "rubrik", "kop")


def read(document: Document) -> Iterator[Row]:
    """Read the report of a Word document; its title is in the style Title, or in the properties of the file.

    Raises:
        InputError: it is no Word document, damaged, locked, or holds entities.
    """
    raw = document.all(10) if document.stream.seekable() else b""
    if document.stream.seekable():
        document.stream.seek(0)
    with office.opened(document) as archive:
        if _MAIN not in archive.namelist():
            raise InputError(f"{document.name}: this is no Word document: {_MAIN} is missing; save it anew as .docx")
        said = office.properties(archive, document)
        body = _Body(document)
        for _ in office.parse(archive, _MAIN, document, start=body.start, end=body.end, text=body.text):
            pass
    title = next((part.text for part in body.parts if part.kind is PassageKind.TITLE), None) or said.get("title")
    text, kinds = joined(body.parts, name=document.name)
    draft = Draft(
        text=text,
        kinds=kinds,
        title=title,
        byline=said.get("creator"),
        dated=office.made(said),
        hint="the file does not say when it was made; give the date with it",
    )
    yield row(draft, document, raw)


class _Body:
    """The paragraphs read so far, and the one that is being read."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.parts: list[Part] = []
        self._words: list[str] = []
        self._style = ""
        self._item = False
        self._cells: list[str] | None = None
        self._tables = 0
        self._skipped = 0
        self._inside = ""
        self._size = self._elements = 0

    def start(self, tag: str, given: Attributes) -> None:
        """Take the start of an element."""
        self._elements += 1
        if self._elements > MOST_ELEMENTS:
            raise TooLarge(f"{self._document.name}: more than {MOST_ELEMENTS:,} elements of mark-up; save it as text")
        if self._skipped or tag in _SKIPPED:
            self._skipped += 1
            return
        self._inside = tag
        if tag == "p" and not self._tables:
            self._words.clear()
            self._style, self._item = "", False
        elif tag == "pStyle":
            self._style = next((value for key, value in given.items() if key.endswith("val")), "").lower()
        elif tag == "numPr":
            self._item = True
        elif tag in _SPACES:
            self._words.append("-" if tag == "noBreakHyphen" else " ")
        elif tag == "tbl":
            self._tables += 1
        elif tag == "tr" and self._tables == 1:
            self._cells = []

    def end(self, tag: str) -> None:
        """Take the end of an element."""
        if self._skipped:
            self._skipped -= 1
            return
        self._inside = ""
        if tag == "p":
            if self._tables:
                self._words.append(" ")
            else:
                self._paragraph()
        elif tag == "tc" and self._tables == 1 and self._cells is not None:
            self._cells.append(" ".join("".join(self._words).split()))
            self._words.clear()
        elif tag == "tr" and self._tables == 1 and self._cells is not None:
            self.parts.append(Part(" | ".join(filter(None, self._cells))))
            self._cells = None
        elif tag == "tbl":
            self._tables -= 1

    def text(self, data: str) -> None:
        """Take characters."""
        if self._inside == "t" and not self._skipped:
            self._size += len(data)
            if self._size > self._document.options.max_bytes:
                raise TooLarge(
                    f"{self._document.name}: more than {self._document.options.max_bytes} characters of text"
                )
            self._words.append(data)

    def _paragraph(self) -> None:
        words = " ".join("".join(self._words).split())
        style = "".join(self._style.split())
        kind = None
        if style in _TITLES and not any(part.kind is PassageKind.TITLE for part in self.parts):
            kind = PassageKind.TITLE
        elif style.startswith(_HEADINGS):
            kind = PassageKind.HEADING
        elif style.startswith("caption"):
            kind = PassageKind.CAPTION
        self.parts.append(Part(f"- {words}" if self._item and words and kind is None else words, kind))
        self._words.clear()
