"""Excel files of P-codes: sheets, rows and cells as tables of text; what is wrong is refused."""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import pytest

from dateline.errors import LexiconError
from dateline.lexicon import gazetteer_shelf as shelf
from dateline.lexicon import gazetteer_xlsx

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = ["ADM0_PCODE", "ADM1_EN", "ADM1_PCODE", "ADM2_EN", "ADM2_PCODE", "center_lat", "center_lon"]


def sheet(*rows: list[str]) -> str:
    """Return the XML of a sheet, numbers as numbers, other cells as text, empty ones left out."""
    out = []
    for r, cells in enumerate(rows, 1):
        if not cells:
            continue
        inside = ""
        for c, cell in enumerate(cells):
            if cell:
                at = f'r="{chr(65 + c)}{r}"'
                number = cell.lstrip("-").replace(".", "").isdigit()
                text = f'<c {at} t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
                inside += f"<c {at}><v>{cell}</v></c>" if number else text
        out.append(f'<row r="{r}">{inside}</row>')
    return f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(out)}</sheetData></worksheet>'


def book(path: Path, sheets: dict[str, str], strings: str = "") -> Path:
    """Write an Excel file of sheets by name."""
    names = "".join(f'<sheet name={quoteattr(n)} r:id="r{i}"/>' for i, n in enumerate(sheets))
    links = "".join(f'<Relationship Id="r{i}" Target="worksheets/s{i}.xml"/>' for i in range(len(sheets)))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{MAIN}" xmlns:r="{LINK}"><sheets>{names}</sheets></workbook>'
        )
        archive.writestr("xl/_rels/workbook.xml.rels", f"<Relationships>{links}</Relationships>")
        for i, xml in enumerate(sheets.values()):
            archive.writestr(f"xl/worksheets/s{i}.xml", xml)
        if strings:
            archive.writestr("xl/sharedStrings.xml", strings)
    return path


def lines(path: Path) -> list[list[str]]:
    return [[text for _, text in table.lines()] for table in gazetteer_xlsx.sheets(path)]


def test_all_sheets_with_p_codes_are_read_and_no_other(tmp_path: Path) -> None:
    path = book(
        tmp_path / "mli.xlsx",
        {
            "Read me": sheet(["What this is"]),
            "Admin1": sheet(
                ["ADM0_PCODE", "ADM1_EN", "ADM1_PCODE", "LAT", "LON"], ["ML", "Dorgan", "ML77", "14.5", "-5"]
            ),
            "Admin2": sheet(HEAD, [], ["ML", "Dorgan", "ML77", 'Osk, "the <old>"', "ML7701"]),
        },
    )
    source = shelf.read(path)
    assert source.added.format == "pcode"
    assert source.columns["id"].tolist() == [b"pcode:ML77", b"pcode:ML7701"]
    assert source.columns["pointed"].tolist() == [True, False]
    assert source.columns["names"].tobytes() == b'DorganOsk, "the <old>"'


def test_a_line_has_the_number_and_the_width_of_its_row(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", {"one": sheet(["A", "B", "C"], [], ["", "x y"], ["1", "", "z", ""])})
    assert lines(path) == [["A,B,C", "", ",x y,", "1,,z"]]


def test_texts_that_cells_share_are_looked_up_without_how_they_are_said(tmp_path: Path) -> None:
    strings = f'<sst xmlns="{MAIN}"><si><r><t>Dor</t></r><r><t>gan</t></r><rPh><t>dooru</t></rPh></si></sst>'
    xml = (
        f'<worksheet xmlns="{MAIN}"><row><c t="s"><v>0</v></c><c t="e"><v>#N/A</v></c><c><v>7</v></c></row></worksheet>'
    )
    assert lines(book(tmp_path / "a.xlsx", {"one": xml}, strings)) == [["Dorgan,,7"]]


ROW = '<row r="{}"><c r="A1"><v>1</v></c></row>'
WRONG = [
    (sheet(["name"]), r"a\.xlsx: no sheet begins with columns of P-codes, .* it has 'one'"),
    (sheet(HEAD, ["ML", "Dorgan", "ML77", "Osk", "ML7701", "95", "1"]), r"a\.xlsx/one:2: latitude '95' is none"),
    ('<!DOCTYPE x [<!ENTITY a "b">]>' + sheet(HEAD), r"has a document type, as no Excel file has"),
    (sheet(HEAD)[:-30], r"the Excel file is damaged or locked"),
    (f'<worksheet xmlns="{MAIN}">{ROW.format(9999999)}</worksheet>', r"a\.xlsx/one:1: row 9999999 follows"),
    (f'<worksheet xmlns="{MAIN}">{ROW.format(5)}{ROW.format(4)}</worksheet>', r"a\.xlsx/one:6: row 4 follows"),
    (f'<worksheet xmlns="{MAIN}"><row r="1"><c r="ZZZ1"/></row></worksheet>', r"one:1: more than 1,000 columns"),
    (
        f'<worksheet xmlns="{MAIN}"><row><c t="s"><v>9</v></c></row></worksheet>',
        r"one:1: names a text that is not there",
    ),
]


@pytest.mark.parametrize(("xml", "said"), WRONG)
def test_what_is_wrong_is_refused(xml: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=said):
        shelf.read(book(tmp_path / "a.xlsx", {"one": xml}))


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", {"one": sheet(HEAD)})
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(LexiconError, match="the zip is damaged"):
        shelf.read(path)


def test_a_sheet_that_is_read_in_many_pieces_is_whole(tmp_path: Path) -> None:
    """A piece may end where a row has begun and nothing of it is done, which is not the end."""
    long = "x" * 200_000
    assert lines(book(tmp_path / "a.xlsx", {"one": sheet([long], ["a"], [long])})) == [[long, "a", long]]
