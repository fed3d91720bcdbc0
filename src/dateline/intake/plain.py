"""Plain text to a report."""

from __future__ import annotations

from collections.abc import Mapping

from dateline.codec import digest
from dateline.errors import TooLarge
from dateline.intake import decode, tongue
from dateline.intake.layout import lay_out
from dateline.intake.options import Options
from dateline.records import Issue, PassageKind, Report

_NONE: Mapping[int, PassageKind] = {}


def read(
    data: bytes | str,
    *,
    name: str | None = None,
    source_id: str | None = None,
    title: str | None = None,
    url: str | None = None,
    byline: str | None = None,
    options: Options | None = None,
) -> tuple[Report, tuple[Issue, ...]]:
    """Read one report from the bytes of a text file, or from a string, and say what was changed or is not coded.

    Offsets point into ``report.text``, which is the cleaned text (see :func:`dateline.intake.decode.read`). ``title``,
    ``url`` and ``byline`` are what the source gives beside the text; where it gives no title or byline, those that the
    text shows are taken. ``name`` stands in messages, and in nothing else. The id depends on the text, the source
    (``url``, else ``source_id``) and the date.

    Raises:
        InputError: TooLarge, BinaryInput or EmptyInput, each with the remedy.
    """
    options = options or Options()
    name = name or source_id or url or "text"
    size = len(data) if isinstance(data, bytes) else len(data.encode("utf-8", "surrogatepass"))
    if size > options.max_bytes:
        raise TooLarge(past_limit(name, size, options))
    clean = decode.read(data, name=name)
    return from_clean(clean, source_id=source_id, title=title, url=url, byline=byline, options=options)


def from_clean(
    clean: decode.Clean,
    *,
    source_id: str | None,
    title: str | None,
    url: str | None,
    byline: str | None,
    options: Options,
    kinds: Mapping[int, PassageKind] = _NONE,
) -> tuple[Report, tuple[Issue, ...]]:
    """Make the report of cleaned text (see :func:`read`); ``kinds`` are those of :func:`~.layout.lay_out`."""
    text, issues = clean.text, list(clean.issues)
    layout = lay_out(text, title=title, kinds=kinds)
    language = tongue.identify(text)
    if language != "en":
        told = f"language is {language}" if language else "the language could not be told"
        issues.append(Issue(stage=decode.STAGE, code="intake.language", message=f"stored, not coded: {told}"))
    report = Report(
        id=digest("report", text, url or source_id, options.published),
        source_id=source_id,
        title=layout.title,
        text=text,
        language=language,
        outlet=options.outlet,
        url=url,
        byline=byline or layout.byline,
        published=options.published,
        agencies=layout.agencies,
        dateline=layout.dateline,
        passages=layout.passages,
    )
    return report, tuple(issues)


def past_limit(name: str, size: int, options: Options, *, times: int = 1) -> str:
    """Return the message for a text of ``size`` bytes that is too large; ``times`` the limit holds for it."""
    limit = f"{times} times {options.max_bytes}" if times > 1 else f"{options.max_bytes}"
    return f"{name}: {size} bytes are past the limit of {limit}; split it, or raise max_bytes"
