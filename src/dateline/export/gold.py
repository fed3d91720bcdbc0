"""Gold files: a report with the claims that people hold for right, as the gate reads them (tests/gold/GUIDELINES.md).

Words are looked up in the text whose paragraphs are joined; a trigger that stands there more than once is numbered.
What the format cannot say is left out and told: a participant whose words are not whole words of the text, a second
claim of one trigger and type.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dateline.records import Claim, ClaimQuantity, Polarity, Report, Status

__all__ = ["Gold", "gold"]

KINDS = ("wire", "feature", "statement", "liveblog", "analysis", "local")
"""Kinds of reports that the format knows."""
_ROLES = frozenset(
    "killed injured detained released displaced abducted participants share duration amount missing other".split()
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_BREAK = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """A gold file: its text, None where the report cannot be one, how many claims it has, and what was left out."""

    text: str | None
    claims: int = 0
    left_out: tuple[str, ...] = ()


def gold(report: Report, claims: Iterable[Claim], *, kind: str, annotator: str, notes: str | None = None) -> Gold:
    """Write a report and its claims as a gold file.

    ``kind`` is one of :data:`KINDS`, which a report does not tell of itself; ``annotator`` is who reviewed it.
    """
    if report.published is None or not _DAY.fullmatch(report.published):
        return Gold(text=None, left_out=("it has no day of publication, which the format wants",))
    joined, offsets = _joined(report.text)
    if not joined:
        return Gold(text=None, left_out=("it has no text",))
    ordered = sorted(claims, key=lambda one: (one.trigger.start, one.trigger.end, one.type, one.id))
    left: list[str] = []
    placed: dict[str, tuple[str, Claim, str]] = {}
    seen: set[tuple[int, int, str]] = set()
    for claim in ordered:
        trigger = _trigger(joined, offsets, claim)
        told = f"{claim.type.value} “{claim.trigger.text}”"
        if trigger is None:
            left.append(f"{told}: its trigger is not whole words of the text")
        elif (claim.trigger.start, claim.trigger.end, claim.type.value) in seen:
            left.append(f"{told}: another claim has this trigger and type")
        else:
            seen.add((claim.trigger.start, claim.trigger.end, claim.type.value))
            placed[claim.id] = (f"c{len(placed) + 1}", claim, trigger)
    names = {claim: name for claim, (name, _, _) in placed.items()}
    lines = [f"kind = {_text(kind)}"]
    lines += [f"outlet = {_text(report.outlet)}"] if report.outlet and report.outlet.strip() else []
    lines += [f"published = {_text(report.published)}"]
    lines += [f"title = {_text(report.title)}"] if report.title and report.title.strip() else []
    lines += [f"annotator = {_text(annotator)}"]
    lines += [f"notes = {_text(notes)}"] if notes else []
    lines += [f"text = {_long(joined)}", "claims = ["]
    lines += [f"  {_claim(name, one, trigger, joined, names, left)}," for name, one, trigger in placed.values()]
    return Gold(text="\n".join([*lines, "]", ""]), claims=len(placed), left_out=tuple(left))


def _joined(text: str) -> tuple[str, list[int]]:
    """Return the text with its paragraphs joined as the gate joins them, and where each of its characters went."""
    offsets = [0] * (len(text) + 1)
    out: list[str] = []
    size, at = 0, 0
    parts = [*((found.start(), found.end()) for found in _BREAK.finditer(text)), (len(text), len(text))]
    for stop, after in parts:
        words = [(found.start() + at, found.end() + at) for found in re.finditer(r"\S+", text[at:stop])]
        if words and out:
            out.append("\n\n")
            size += 2
        for number, (start, end) in enumerate(words):
            if number:
                out.append(" ")
                size += 1
            for i in range(start, end):
                offsets[i] = size + i - start
            offsets[end] = size + end - start
            out.append(text[start:end])
            size += end - start
        at = after
    return "".join(out), offsets


def _found(joined: str, words: str) -> list[tuple[int, int]]:
    """Return where words stand as whole words, capitals as written; as the gate looks them up."""
    before = r"(?<!\w)" if re.match(r"\w", words) else ""
    after = r"(?!\w)" if re.search(r"\w$", words) else ""
    return [found.span() for found in re.finditer(before + re.escape(words) + after, joined)] if words else []


def _trigger(joined: str, offsets: Sequence[int], claim: Claim) -> str | None:
    words = " ".join(claim.trigger.text.split())
    places = _found(joined, words)
    start = next((i for i, (at, _) in enumerate(places) if at == offsets[claim.trigger.start]), None)
    if start is None or not words:
        return None
    return f"trigger = {_text(words)}" + (f", nth = {start + 1}" if len(places) > 1 else "")


def _claim(name: str, one: Claim, trigger: str, joined: str, names: dict[str, str], left: list[str]) -> str:
    def words(field: str, spans: Iterable[tuple[str, str]]) -> Iterator[str]:
        good = []
        for text, fuller in spans:
            wordings = dict.fromkeys(" ".join(each.split()) for each in (fuller, text))
            known = [each for each in wordings if each and "|" not in each and _found(joined, each)]
            if known:
                good.append(" | ".join(known))
            else:
                left.append(f"{one.type.value} “{one.trigger.text}”, {field}: “{text}” is not whole words of the text")
        if good:
            yield f"{field} = {_texts(dict.fromkeys(good))}"

    parts = [f"id = {_text(name)}", f"type = {_text(one.type.value)}", trigger]
    parts += words("actors", ((each.text, each.name) for each in one.actors))
    parts += words("recipients", ((each.text, each.name) for each in one.recipients))
    parts += words("places", ((each.text, each.text) for each in one.places))
    parts += words("times", ((each.text, each.text) for each in one.times))
    if one.quantities:
        parts.append(f"quantities = [{', '.join(_quantity(each) for each in one.quantities)}]")
    if one.mode:
        parts.append(f"mode = {_text(one.mode)}")
    if one.polarity is not Polarity.POSITIVE:
        parts.append(f"polarity = {_text(one.polarity.value)}")
    if one.status is not Status.HAPPENED:
        parts.append(f"status = {_text(one.status.value)}")
    parts += _chain(one, joined)
    if one.content_of in names:
        parts.append(f"content_of = {_text(names[one.content_of])}")
    for field, targets in (("denies", one.denies), ("supports", one.supports)):
        known = [names[each] for each in targets if each in names and each != one.id]
        if known:
            parts.append(f"{field} = {_texts(known)}")
    return f"{{{', '.join(parts)}}}"


def _chain(one: Claim, joined: str) -> list[str]:
    """Return who says so, innermost first: whom the text does not name is "unnamed"."""
    links = []
    for each in one.attribution:
        wordings = dict.fromkeys(" ".join(words.split()) for words in (each.name, each.text))
        known = [words for words in wordings if words and "|" not in words and _found(joined, words)]
        links.append(" | ".join(known) or "unnamed")
    return [f"by = {_texts(links)}"] if links else []


def _quantity(one: ClaimQuantity) -> str:
    role = one.role if one.role in _ROLES else "other"
    parts = [f"role = {_text(role)}", f"low = {one.low:g}" if one.low < 1e6 else f"low = {one.low!r}"]
    if one.high is None:
        parts.append('high = "open"')
    elif one.high != one.low:
        parts.append(f"high = {one.high:g}" if one.high < 1e6 else f"high = {one.high!r}")
    if one.unit:
        parts.append(f"unit = {_text(one.unit)}")
    return f"{{{', '.join(parts)}}}"


def _texts(found: Iterable[str]) -> str:
    return f"[{', '.join(_text(each) for each in found)}]"


def _text(words: str | None) -> str:
    """Write a basic TOML string: JSON's escapes are TOML's but for U+007F; lone surrogates cannot be written."""
    clean = (words or "").encode("utf-8", "replace").decode("utf-8")
    return json.dumps(clean, ensure_ascii=False).replace("\x7f", "\\u007F")


def _long(joined: str) -> str:
    """Write a text over many lines: as it is where TOML can hold it so, else escaped."""
    plain = "'''" not in joined and not re.search("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]", joined)
    if plain and not joined.endswith("'"):
        return f"'''\n{joined}\n'''"
    return _text(joined)
