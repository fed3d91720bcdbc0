"""Read and check the gold of our own: ``tests/gold/GUIDELINES.md`` tells what is in a file and what it means.

``python -m bench.gold_format FILE ...`` checks files, ``--blank FILE`` prints one for a second annotator. Every word of
an annotation must stand in its text, every link must lead to a claim; what does not is told with file, line and field.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dateline.records import ClaimType, Polarity, Status

FOLDER = Path(__file__).parent.parent / "tests" / "gold"
KINDS = frozenset({"wire", "feature", "statement", "liveblog", "analysis", "local"})
UNNAMED = "unnamed"
ROLES = frozenset(
    "killed injured detained released displaced abducted participants share duration amount missing other".split()
)

_TOP = frozenset({"kind", "outlet", "published", "title", "annotator", "notes", "text", "of", "claims", "quotes"})
_LISTS = frozenset(
    "or_type also actors recipients places times or_status by denies may_deny supports may_support".split()
)
_STRINGS = frozenset({"id", "type", "trigger", "within", "conduct", "mode", "polarity", "status", "content_of", "note"})
_CLAIM = _LISTS | _STRINGS | {"nth", "quantities", "optional"}
_QUOTE = frozenset({"text", "speaker", "nth", "within", "optional"})
_LINKS = ("denies", "may_deny", "supports", "may_support")


class GoldError(ValueError):
    """A gold file breaks the guidelines: the message names file, line, claim, field, value and remedy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldQuantity:
    """A number with its role; ``high`` None where it is open."""

    role: str
    low: float
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldClaim:
    """A claim as annotated. ``start``, ``end`` are those of the trigger; participants are wordings, parted by ``|``."""

    id: str
    types: tuple[str, ...]
    """The type, then others that are right instead."""
    start: int
    end: int
    also: tuple[str, ...] = ()
    """Types that may stand beside it on the same trigger, counted neither way."""
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    quantities: tuple[GoldQuantity, ...] = ()
    polarity: Polarity = Polarity.POSITIVE
    statuses: tuple[str, ...] = ("happened",)
    by: tuple[str, ...] = ()
    content_of: str | None = None
    denies: tuple[str, ...] = ()
    may_deny: tuple[str, ...] = ()
    supports: tuple[str, ...] = ()
    may_support: tuple[str, ...] = ()
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldQuote:
    """A stretch in quote marks: where its first words stand, and who says it."""

    start: int
    end: int
    speaker: str
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldReport:
    """A report with its gold."""

    name: str
    text: str
    outlet: str | None
    published: str | None
    title: str | None
    annotator: str
    kind: str
    of: str | None
    """Of a second annotation: the file of the first, such as ``dev/01-strike.toml``."""
    claims: tuple[GoldClaim, ...]
    quotes: tuple[GoldQuote, ...]


def joined(text: str) -> str:
    """Return the text as dateline reads it: a line end inside a paragraph is a space, a blank line parts paragraphs."""
    paragraphs = (" ".join(p.split()) for p in re.split(r"\n\s*\n", text.strip()))
    return "\n\n".join(p for p in paragraphs if p)


def find(text: str, words: str) -> list[tuple[int, int]]:
    """Return where words stand in a text as whole words, capitals as written."""
    before = r"(?<!\w)" if re.match(r"\w", words) else ""
    after = r"(?!\w)" if re.search(r"\w$", words) else ""
    return [m.span() for m in re.finditer(before + re.escape(words) + after, text)] if words else []


def part(name: str) -> list[GoldReport]:
    """Load all reports of a part: ``dev``, ``test`` or ``second``, by name."""
    return [load(path) for path in sorted((FOLDER / name).glob("*.toml"))]


def load(path: Path) -> GoldReport:
    """Read a gold file.

    Raises:
        GoldError: something in it is not in its text, not known, or missing.
    """
    source = path.read_text(encoding="utf-8")
    try:
        data = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise GoldError(f"{path}: no TOML: {error}") from error
    return _Reader(path, source).report(data)


@dataclass(slots=True)
class _Reader:
    """What is being read, for messages that say where."""

    path: Path
    source: str
    text: str = ""
    line: int = 1
    what: str = ""

    def fail(self, field: str, message: str) -> GoldError:
        where = f"{self.what}, {field}" if self.what else field
        return GoldError(f"{self.path}:{self.line}: {where}: {message}")

    def report(self, data: dict[str, object]) -> GoldReport:
        if "of" in data and "text" not in data:
            other = tomllib.loads((FOLDER / self.string(data, "of")).read_text(encoding="utf-8"))
            data = {**{k: other[k] for k in ("kind", "outlet", "published", "title", "text") if k in other}, **data}
        self.keys(data, _TOP, ("kind", "published", "annotator", "text", "claims"))
        kind, published = self.string(data, "kind"), self.string(data, "published")
        if kind not in KINDS:
            raise self.fail("kind", f"{kind!r} is unknown; use one of {', '.join(sorted(KINDS))}")
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", published):
            raise self.fail("published", f"{published!r} is no day; write YYYY-MM-DD in quotes")
        self.text = joined(self.string(data, "text"))
        claims = tuple(self.claim(row) for row in self.rows(data, "claims", "id"))
        self.links(claims)
        quotes = tuple(self.quote(row) for row in self.rows(data, "quotes", "text"))
        return GoldReport(
            name=f"{self.path.parent.name}/{self.path.stem}",
            text=self.text,
            outlet=self.string(data, "outlet") if "outlet" in data else None,
            published=published,
            title=self.string(data, "title") if "title" in data else None,
            annotator=self.string(data, "annotator"),
            kind=kind,
            of=self.string(data, "of") if "of" in data else None,
            claims=claims,
            quotes=quotes,
        )

    def rows(self, data: dict[str, object], field: str, key: str) -> Iterator[dict[str, object]]:
        """Yield the tables of a list, with the place in the file set for messages."""
        self.what = ""
        value = data.get(field, [])
        if not isinstance(value, list):
            raise self.fail(field, "write a list of tables")
        at = self.source.find(field)
        for i, row in enumerate(value):
            if not isinstance(row, dict):
                raise self.fail(field, f"entry {i + 1} is no table")
            name = row.get(key, f"number {i + 1}")
            found = re.compile(rf"\b{key}\s*=\s*[\"']{re.escape(str(name))}[\"']").search(self.source, at)
            if found:
                at = found.start()
                self.line = self.source.count("\n", 0, at) + 1
            self.what = f"{field[:-1]} {name!r}"
            yield row
        self.what, self.line = "", 1

    def keys(self, row: dict[str, object], known: frozenset[str], needed: tuple[str, ...]) -> None:
        for key in row:
            if key not in known:
                raise self.fail(key, f"unknown key; use one of {', '.join(sorted(known))}")
        for key in needed:
            if key not in row:
                raise self.fail(key, "missing")

    def string(self, row: dict[str, object], field: str) -> str:
        value = row[field]
        if not isinstance(value, str) or not value.strip():
            raise self.fail(field, f"{value!r} is no text")
        return value

    def strings(self, row: dict[str, object], field: str) -> tuple[str, ...]:
        value = row.get(field, [])
        if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
            raise self.fail(field, f"{value!r} is no list of texts")
        return tuple(value)

    def flag(self, row: dict[str, object], field: str) -> bool:
        value = row.get(field, False)
        if not isinstance(value, bool):
            raise self.fail(field, f"{value!r} is neither true nor false")
        return value

    def one_of(self, field: str, values: tuple[str, ...], known: type[ClaimType | Polarity | Status]) -> None:
        for value in values:
            if value not in {str(k) for k in known}:
                raise self.fail(field, f"{value!r} is unknown; use one of {', '.join(known)}")

    def words(self, row: dict[str, object], field: str) -> tuple[str, ...]:
        """Return wordings that must stand in the text, ``a | b`` each of them."""
        values = self.strings(row, field)
        for value in values:
            for wording in value.split("|"):
                if wording.strip() != UNNAMED and not find(self.text, wording.strip()):
                    raise self.fail(field, f"{wording.strip()!r} is not in the text")
        return values

    def span(self, row: dict[str, object], field: str) -> tuple[int, int]:
        """Return where the words of a field stand: the only place, the nth, or the one within others."""
        words = self.string(row, field).strip(" “”\"'‘’…") if field == "text" else self.string(row, field)
        low, high = 0, len(self.text)
        if "within" in row:
            within = self.string(row, "within")
            around = find(self.text, within)
            if len(around) != 1:
                raise self.fail("within", f"{within!r} stands {len(around)} times in the text; it must stand once")
            low, high = around[0]
        found = [(a, b) for a, b in find(self.text, words) if low <= a and b <= high]
        if not found:
            raise self.fail(field, f"{words!r} is not in the text" + (" so" if "within" in row else ""))
        nth = row.get("nth")
        if nth is None:
            if len(found) > 1:
                raise self.fail(field, f"{words!r} stands {len(found)} times; say nth, or within longer words")
            return found[0]
        if not isinstance(nth, int) or not 1 <= nth <= len(found):
            raise self.fail("nth", f"{nth!r}: {words!r} stands {len(found)} times")
        return found[nth - 1]

    def claim(self, row: dict[str, object]) -> GoldClaim:
        self.keys(row, _CLAIM, ("id", "type", "trigger"))
        types, beside = (self.string(row, "type"), *self.strings(row, "or_type")), self.strings(row, "also")
        self.one_of("type", (*types, *beside), ClaimType)
        statuses = (self.string(row, "status") if "status" in row else "happened", *self.strings(row, "or_status"))
        self.one_of("status", statuses, Status)
        polarity = self.string(row, "polarity") if "polarity" in row else "positive"
        self.one_of("polarity", (polarity,), Polarity)
        if "conduct" in row and not find(self.text, self.string(row, "conduct")):
            raise self.fail("conduct", f"{row['conduct']!r} is not in the text")
        self.words(row, "times")
        start, end = self.span(row, "trigger")
        return GoldClaim(
            id=self.string(row, "id"),
            types=types,
            also=beside,
            start=start,
            end=end,
            actors=self.words(row, "actors"),
            recipients=self.words(row, "recipients"),
            places=self.words(row, "places"),
            quantities=tuple(self.quantities(row)),
            polarity=Polarity(polarity),
            statuses=statuses,
            by=self.words(row, "by"),
            content_of=self.string(row, "content_of") if "content_of" in row else None,
            denies=self.strings(row, "denies"),
            may_deny=self.strings(row, "may_deny"),
            supports=self.strings(row, "supports"),
            may_support=self.strings(row, "may_support"),
            optional=self.flag(row, "optional"),
        )

    def quantities(self, row: dict[str, object]) -> Iterator[GoldQuantity]:
        value = row.get("quantities", [])
        for q in value if isinstance(value, list) else [value]:
            if not isinstance(q, dict) or not {"role", "low"} <= set(q) <= {"role", "low", "high", "unit"}:
                raise self.fail("quantities", f"{q!r}; write {{role = …, low = …}} and high, unit if there are")
            if q["role"] not in ROLES:
                raise self.fail("quantities", f"role {q['role']!r} is unknown; use one of {', '.join(sorted(ROLES))}")
            high = q.get("high", q["low"])
            if not isinstance(q["low"], int | float) or not (high == "open" or isinstance(high, int | float)):
                raise self.fail("quantities", f"{q!r}: low is a number, high a number or 'open'")
            yield GoldQuantity(role=q["role"], low=q["low"], high=None if isinstance(high, str) else high)

    def quote(self, row: dict[str, object]) -> GoldQuote:
        self.keys(row, _QUOTE, ("text", "speaker"))
        start, end = self.span(row, "text")
        self.words({"speaker": [self.string(row, "speaker")]}, "speaker")
        speaker, optional = self.string(row, "speaker"), self.flag(row, "optional")
        return GoldQuote(start=start, end=end, speaker=speaker, optional=optional)

    def links(self, claims: tuple[GoldClaim, ...]) -> None:
        """Refuse ids that are not unique, links to no claim or to itself, and one trigger given one type twice."""
        known = [c.id for c in claims]
        twice = next((name for name in known if known.count(name) > 1), None)
        if twice is not None:
            raise self.fail(f"claim {twice!r}, id", "two claims have it")
        seen: dict[tuple[int, int, str], str] = {}
        for c in claims:
            self.what = f"claim {c.id!r}"
            found = re.search(rf"\bid\s*=\s*[\"']{re.escape(c.id)}[\"']", self.source)
            self.line = self.source.count("\n", 0, found.start()) + 1 if found else 1
            for field in ("content_of", *_LINKS):
                value = getattr(c, field)
                for target in (value,) if isinstance(value, str) else value or ():
                    if target not in known or target == c.id:
                        raise self.fail(field, f"{target!r} is no other claim's id")
            twin = seen.setdefault((c.start, c.end, c.types[0]), c.id)
            if twin != c.id:
                raise self.fail("trigger", f"claim {twin!r} has the same trigger and type")


def blank(path: Path) -> str:
    """Return a file for a second annotator: it takes the text from the first one's, which is shown in comments."""
    report = load(path)
    lines = "\n#\n".join(f"# {p}" for p in report.text.split("\n\n"))
    return f'of = "{report.name}.toml"\nannotator = "B"\n{lines}\nquotes = [\n]\nclaims = [\n]\n'


def main(arguments: list[str]) -> int:
    """Check files, all of them by default; or print a blank one."""
    if arguments[:1] == ["--blank"] and len(arguments) == 2:
        print(blank(Path(arguments[1])), end="")
        return 0
    wrong = 0
    for path in [Path(a) for a in arguments] or sorted(FOLDER.glob("*/*.toml")):
        try:
            report = load(path)
        except (GoldError, OSError) as error:
            wrong += 1
            print(error)
        else:
            optional = sum(c.optional for c in report.claims)
            print(f"{report.name}: {len(report.text.split())} words, {len(report.claims)} claims, {optional} optional")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
