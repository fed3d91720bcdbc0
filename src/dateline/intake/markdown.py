"""Markdown to a report: its marks taken out, its headings kept as such; title and date from the front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from dateline.intake import day, decode
from dateline.intake.draft import Dated, Document, Draft, Part, Row, joined, row
from dateline.records import Issue, PassageKind

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_ATX = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*")
_SETEXT = re.compile(r" {0,3}(=+|-+)[ \t]*")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?")
_QUOTE = re.compile(r"(?: {0,3}>[ ]?)+")
_DEFINITION = re.compile(r" {0,3}\[[^\]\n]{1,200}\]:[ \t]*\S+")
_TABLE_RULE = re.compile(r"[ \t]*\|?[ \t:|-]*-{3}[ \t:|-]*")
_FRONT = re.compile(r"([A-Za-z][\w -]{0,40})[ \t]*[:=][ \t]*(.*)")

_INLINE = (
    (re.compile(r"!\[([^\]\n]{0,400})\]\([^()\s]{0,2000}(?:\s[^()\n]{0,400})?\)"), ""),  # a picture
    (
        re.compile(
            r"\[([^\[\]\n]{1,1000})\]\([^()\s]{0,2000}(?:\([^()\s]{0,200}\)[^()\s]{0,400})?(?:\s[^()\n]{0,400})?\)"
        ),
        r"\1",
    ),
    (re.compile(r"\[\^[^\]\s]{1,40}\]"), ""),
    (re.compile(r"\[([^\[\]\n]{1,1000})\]\[[^\[\]\n]{0,200}\]"), r"\1"),
    (re.compile(r"<(https?://[^<>\s]{1,2000})>"), r"\1"),
    (re.compile(r"</?[a-zA-Z][^<>\n]{0,400}>|<!--[^\n]{0,2000}?-->"), ""),
    (re.compile(r"(?<![\\`])(`{1,3})(?!`)([^`\n]{1,400}?)\1(?!`)"), r"\2"),
    (re.compile(r"(?<!\\)(\*{1,3})(?=\S)([^*\n]{1,2000}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\\\w])(_{1,3})(?=\S)([^_\n]{1,2000}?)(?<=\S)\1(?!\w)"), r"\2"),
    (re.compile(r"~~(?=\S)([^~\n]{1,2000}?)(?<=\S)~~"), r"\1"),
    (re.compile(r"\\([!-/:-@\[-`{-~])"), r"\1"),
)
_TITLES, _DATES, _BYLINES = ("title", "headline"), ("date", "published", "pubdate", "publishdate"), ("author", "byline")


def read(document: Document) -> Iterator[Row]:
    """Read one report from Markdown (CommonMark's marks, tables, front matter in YAML or TOML of one line a key).

    Offsets point into the text without the marks. Code is left out, with an issue that counts it.
    """
    data = document.all()
    clean = decode.read(data, name=document.name)
    front, body = _front(clean.text)
    found, left_out = _parts(body)
    title = _first(front, _TITLES)
    if title is None:
        for n, (part, level) in enumerate(found):
            if level == 1:
                title = part.text
                found[n] = (Part(part.text, PassageKind.TITLE), level)
                break
    issues = list(clean.issues)
    if left_out:
        message = f"{left_out} lines of code left out"
        issues.append(Issue(stage=decode.STAGE, code="intake.left-out", message=message))
    written = _first(front, _DATES)
    dated = day.read(written) if written else None
    text, kinds = joined((part for part, _ in found), name=document.name)
    draft = Draft(
        text=text,
        kinds=kinds,
        title=title,
        byline=_first(front, _BYLINES),
        url=_first(front, ("url", "canonical", "link", "source_url")),
        outlet=_first(front, ("outlet", "publisher", "site_name")),
        dated=Dated(value=dated, how="the date in its front matter") if dated else None,
        hint=f'the date "{written}" in its front matter is not one day for sure' if written and not dated else None,
        issues=tuple(issues),
    )
    yield row(draft, document, data)


def _front(text: str) -> tuple[dict[str, str], str]:
    """Divide the front matter, keys in lower case, from the rest."""
    mark = text[:3]
    if mark not in ("---", "+++") or text[3:4] not in ("\n", " "):
        return {}, text
    end = text.find(f"\n{mark}", 3, 20_000)
    lines = text[text.find("\n") + 1 : end].split("\n") if end >= 0 else []
    if not any(_FRONT.fullmatch(line) for line in lines):
        return {}, text
    out: dict[str, str] = {}
    for line in lines:
        if match := _FRONT.fullmatch(line.rstrip()):
            value = match[2].strip().strip("\"'[]").strip()
            out.setdefault(match[1].strip().lower(), value)
    after = text.find("\n", end + 1)
    return out, text[after:] if after >= 0 else ""


def _first(front: dict[str, str], keys: tuple[str, ...]) -> str | None:
    return next((front[key] for key in keys if front.get(key)), None)


def _parts(text: str) -> tuple[list[tuple[Part, int]], int]:
    """Return the paragraphs with the level of heading, 0 for none; and how many lines of code were left out."""
    out: list[tuple[Part, int]] = []
    lines: list[str] = []
    fence, left_out, item, blank = "", 0, False, True

    def flush(level: int = 0) -> None:
        nonlocal item
        words = _plain(" ".join(lines))
        lines.clear()
        if words:
            kind = PassageKind.HEADING if level else None
            out.append((Part(f"- {words}" if item and not level else words, kind), level))
        item = False

    for line in text.split("\n"):
        if fence:
            left_out += 1
            if line.strip().startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
            continue
        bare = _QUOTE.sub("", line, count=1) if line.lstrip().startswith(">") else line
        was_blank, blank = blank, not bare.strip()
        if blank:
            flush()
        elif match := _FENCE.match(bare):
            flush()
            fence, left_out = match[1], left_out + 1
        elif match := _ATX.fullmatch(bare):
            flush()
            lines.append(match[2] or "")
            flush(len(match[1]))
        elif lines and not item and (match := _SETEXT.fullmatch(bare)):
            flush(1 if match[1][0] == "=" else 2)
        elif _RULE.fullmatch(bare) or _DEFINITION.match(bare) or ("|" in bare and _TABLE_RULE.fullmatch(bare)):
            flush()
        elif (
            bare.startswith(("    ", "\t")) and was_blank and not _ITEM.match(bare) and not (out and _is_item(out[-1]))
        ):
            left_out += 1
            blank = True
        elif (match := _ITEM.match(bare)) and not (lines and not item and bare.lstrip()[0].isdigit()):
            flush()
            item = True
            lines.append(bare[match.end() :])
        elif bare.lstrip().startswith("|"):
            flush()
            lines.append(bare.strip().strip("|"))
            flush()
        else:
            lines.append(bare.strip())
    flush()
    return out, left_out


def _is_item(found: tuple[Part, int]) -> bool:
    return found[0].text.startswith("- ")


def _plain(text: str) -> str:
    for form, instead in _INLINE:
        text = form.sub(instead, text)
    return " ".join(unescape(text).split())
