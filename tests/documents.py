"""Files of every format that is read, made of our own words: what the tests of intake give to it."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from dateline.intake import source
from dateline.intake.options import Options
from dateline.intake.recognize import declared
from dateline.intake.source import Input, Item

TITLE = "Shells hit the market of Harn"
BODY = (
    "HARN, March 4 – Shells struck the market town of Harn on Monday and killed four people, the mayor said.",
    "Rebels of the Velt River Front denied that they had fired on the town.",
    "The army said on Tuesday that it would send engineers to repair the bridge over the Velt.",
)
FOUR = "killed four people"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def page(
    *, body: Iterable[str] = BODY, title: str = TITLE, head: str = "", charset: str = "utf-8", around: str = ""
) -> bytes:
    """Return a page of a news site with its article, and navigation around it."""
    text = "".join(f"<p>{each}</p>" for each in body)
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="{charset}"><title>{title} | Velt Courier</title>'
        f"{head}</head>"
        f'<body><nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>{around}'
        f"<article><h1>{title}</h1>{text}</article>"
        "<aside><h3>Most read</h3><ul><li><a href='/x'>Ten soups for winter</a></li></ul></aside>"
        "<footer>Copyright 2031 Velt Courier. All rights reserved.</footer></body></html>"
    ).encode(charset, "xmlcharrefreplace")


def pdf(
    pages: Sequence[Sequence[str]],
    *,
    about: str = "/CreationDate (D:20310304101500+01'00') /Title (Situation report 7)",
    encrypt: str = "",
    xref: int | None = None,
) -> bytes:
    """Return a PDF with a text layer, a line of text a line; ``xref`` is where its table is falsely said to be."""
    objects: dict[int, bytes] = {1: b"<< /Type /Catalog /Pages 2 0 R >>"}
    objects[3] = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    objects[4] = f"<< {about} >>".encode()
    kids = []
    for n, lines in enumerate(pages):
        drawn = [b"BT /F1 11 Tf 14 TL 60 780 Td"]
        for line in lines:
            said = line.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
            drawn.append(b"(" + said + b") Tj T*")
        content = zlib.compress(b"\n".join([*drawn, b"ET"]))
        number = 5 + 2 * n
        kids.append(f"{number} 0 R")
        objects[number] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {number + 1} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        ).encode()
        objects[number + 1] = (
            f"<< /Length {len(content)} /Filter /FlateDecode >>\nstream\n".encode() + content + b"\nendstream"
        )
    objects[2] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(pages)} >>".encode()
    out = io.BytesIO()
    out.write(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
    at = {}
    for number in sorted(objects):
        at[number] = out.tell()
        out.write(f"{number} 0 obj\n".encode() + objects[number] + b"\nendobj\n")
    table = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    for number in sorted(objects):
        out.write(f"{at[number]:010d} 00000 n \n".encode())
    out.write(f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info 4 0 R {encrypt} >>\n".encode())
    out.write(f"startxref\n{table if xref is None else xref}\n%%EOF\n".encode())
    return out.getvalue()


def docx(paragraphs: str, *, core: str | None = None, more: dict[str, str] | None = None) -> bytes:
    """Return a Word document whose body is ``paragraphs`` (see :func:`paragraph`)."""
    core = core if core is not None else "<dcterms:created>2031-03-04T09:00:00Z</dcterms:created>"
    parts = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"<w:document {_W}><w:body>{paragraphs}</w:body></w:document>",
        "docProps/core.xml": (
            '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
            ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
            f"<dc:creator>Amara Okoro</dc:creator>{core}</cp:coreProperties>"
        ),
        **(more or {}),
    }
    return packed(parts)


def paragraph(text: str, style: str = "") -> str:
    """Return a paragraph of a Word document, in two runs as Word writes them."""
    half = len(text) // 2
    given = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    runs = (f'<w:r><w:t xml:space="preserve">{escape(part)}</w:t></w:r>' for part in (text[:half], text[half:]))
    return f"<w:p>{given}{''.join(runs)}</w:p>"


def xlsx(rows: Sequence[Sequence[str | float]], *, dates: Iterable[int] = (), more: str = "") -> bytes:
    """Return a workbook of one sheet; columns in ``dates`` are shown as dates. ``more`` goes behind the rows."""
    texts: list[str] = []
    lines = []
    for r, row in enumerate(rows, start=1):
        cells = []
        for c, value in enumerate(row):
            at = f"{chr(65 + c)}{r}"
            if isinstance(value, str):
                cells.append(f'<c r="{at}" t="s"><v>{len(texts)}</v></c>')
                texts.append(value)
            else:
                cells.append(f'<c r="{at}" s="{1 if c in dates else 0}"><v>{value}</v></c>')
        lines.append(f'<row r="{r}">{"".join(cells)}</row>')
    shared = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in texts)
    return packed(
        {
            "[Content_Types].xml": "<Types/>",
            "xl/workbook.xml": (
                f'<workbook {_S} xmlns:r="{_R}"><sheets><sheet name="Reports" r:id="r1"/></sheets></workbook>'
            ),
            "xl/_rels/workbook.xml.rels": (
                '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>'
            ),
            "xl/styles.xml": f'<styleSheet {_S}><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
            "xl/sharedStrings.xml": f"<sst {_S}>{shared}</sst>",
            "xl/worksheets/sheet1.xml": f"<worksheet {_S}><sheetData>{''.join(lines)}{more}</sheetData></worksheet>",
        }
    )


def mail(body: str = "\n\n".join(BODY), *, kind: str = "text/plain", more: str = "", charset: str = "utf-8") -> bytes:
    """Return a mail of one part."""
    return (
        "From: Velt Relief Desk <desk@relief.example>\r\nTo: list@relief.example\r\n"
        f"Subject: {TITLE}\r\nDate: Tue, 04 Mar 2031 23:30:00 -0500\r\nMessage-ID: <1@relief.example>\r\n{more}"
        f"MIME-Version: 1.0\r\nContent-Type: {kind}; charset={charset}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    ).encode() + body.replace("\n", "\r\n").encode(charset)


def warc(pages: Iterable[tuple[str, bytes]], *, zipped: bool = False, kind: str = "text/html; charset=utf-8") -> bytes:
    """Return a WARC file: a head, then for each address and body a request and a response, as crawlers write them."""
    out = [_record("warcinfo", "", b"software: none\r\n", "application/warc-fields")]
    for url, body in pages:
        asked = b"GET / HTTP/1.1\r\nHost: velt.example\r\n\r\n"
        out.append(_record("request", url, asked, "application/http; msgtype=request"))
        head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        out.append(_record("response", url, head + body, "application/http; msgtype=response"))
    return b"".join(gzip.compress(each, mtime=0) if zipped else each for each in out)


def _record(type_: str, url: str, block: bytes, kind: str) -> bytes:
    target = f"WARC-Target-URI: {url}\r\n" if url else ""
    return (
        (
            f"WARC/1.0\r\nWARC-Type: {type_}\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\n"
            f"{target}WARC-Date: 2031-03-06T01:00:00Z\r\nContent-Type: {kind}\r\nContent-Length: {len(block)}\r\n\r\n"
        ).encode()
        + block
        + b"\r\n\r\n"
    )


def packed(members: dict[str, str | bytes] | dict[str, str] | dict[str, bytes]) -> bytes:
    """Return a zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def found(data: bytes, name: str, **options: object) -> tuple[list[Input], list[str]]:
    """Read a file of a name; return the reports with their bytes, and what was said of what could not be read."""
    item = Item(name=name, source_id=name, format=declared(name), size=len(data), stream=io.BytesIO(data))
    out = list(source.read_with_bytes(item, options=Options(**options)))  # type: ignore[arg-type]
    for each in out:
        if isinstance(each, Input):
            report = each.reading.report
            assert all(report.text[p.start : p.end].strip() == report.text[p.start : p.end] for p in report.passages)
    return (
        [each for each in out if isinstance(each, Input)],
        [str(each.error) for each in out if isinstance(each, source.Failure)],
    )


def one(data: bytes, name: str, **options: object) -> Input:
    """Read a file that holds one report."""
    reports, errors = found(data, name, **options)
    assert not errors
    (report,) = reports
    return report


def refused(data: bytes, name: str, **options: object) -> str:
    """Read a file that cannot be read; return what was said, which names the file."""
    reports, errors = found(data, name, **options)
    assert not reports
    (error,) = errors
    assert error.startswith(name)
    return error


def told(read: Input, code: str) -> str | None:
    """Return the message of the one issue of a code; None where there is none."""
    messages = [issue.message for issue in read.reading.issues if issue.code == code]
    assert len(messages) < 2
    return messages[0] if messages else None
