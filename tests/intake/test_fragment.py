"""HTML of an article to paragraphs."""

from __future__ import annotations

import time

import pytest

from dateline.intake import fragment

FRAGMENTS = [
    ("<p>One.</p><p>Two &amp; three.</p>", ["One.", "Two & three."]),
    ("<h2>Roads</h2><p>Two <a href='a>b'>men</a> were <b>hurt</b>.</p>", ["heading: Roads", "Two men were hurt."]),
    ("<ul><li>One<li>Two</ul>tail", ["- One", "- Two", "tail"]),
    ("The army left.<br>Rebels came.", ["The army left.", "Rebels came."]),
    ("The army<br>left.<br><br>Rebels came.", ["The army left.", "Rebels came."]),
    ("<table><tr><td>Harn<td>4</tr><tr><td>Dorgan</td><td>2</td></tr></table>", ["Harn | 4", "Dorgan | 2"]),
    ("<figure><img alt='x > y'><figcaption>A bridge.</figcaption></figure>", ["caption: A bridge."]),
    ("<script>if (a<b) document.write('<p>no</p>')</script><style>p{}</style>yes", ["yes"]),
    ("<div style='display: none'><div>secret</div>x</div>shown", ["shown"]),
    ("<!-- <p>no</p> -->yes<![CDATA[ a < b ]]>", ["yes a < b"]),
    ("5 < 6 and <unknown>words</unknown>", ["5 < 6 and words"]),
    ("cut off in <a href='", ["cut off in"]),
    ("&#0;&#xD800;&nosuch; x", ["\ufffd\ufffd&nosuch; x"]),
]


@pytest.mark.parametrize(("html", "expected"), FRAGMENTS)
def test_a_fragment_becomes_paragraphs(html: str, expected: list[str]) -> None:
    assert [f"{part.kind}: {part.text}" if part.kind else part.text for part in fragment.parts(html)] == expected


@pytest.mark.parametrize(
    "piece", ["<a ", '<a "', "<!--", "<div>", "<h1>", "</h2><h1>", "<![CDATA[", "<svg>", "&#", "<script>"]
)
def test_time_is_linear_in_the_size(piece: str) -> None:
    began = time.process_time()
    for _ in fragment.parts(piece * 100_000):
        pass
    assert time.process_time() - began < 3
