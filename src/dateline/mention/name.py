"""Proper names: the model's spans, repaired to whole words, and the lexicons' forms, merged into one layer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dateline.lexicon import roles
from dateline.lexicon.countries import Use
from dateline.mention import acronym
from dateline.mention.draft import Name
from dateline.mention.known import Context, Hit, country_of, entry_of
from dateline.records import Token
from dateline.tree import Tree

LABELS = frozenset({"PER", "ORG", "LOC", "NORP", "EVT", "ART"})
"""The model's types that are names; times are read by their own grammar."""

_PLACES = frozenset({Use.NAME, Use.PART, Use.CAPITAL})
_CLITICS = frozenset({"'s", "’s", "'", "’"})
_HYPHENS = frozenset({"-", "–", "‐", "\u2011"})
_LETTERS = 3
"""Letters from which an acronym tells how far the name before it goes."""
_EDGE = frozenset({"PUNCT", "DET", "ADP", "CCONJ", "SCONJ"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    first: int
    last: int
    label: str


def find_names(tree: Tree, hits: Sequence[Hit], context: Context) -> list[Name]:
    """Return the names of a sentence, left to right, none inside or over another.

    A form of a lexicon wins over a span of the model that it covers, but for a person's name that is also a country
    or capital (Jordan, Chad); inside a longer name of the model it only lends its country.
    """
    runs = [run for run in (_repair(run, tree) for run in _runs(tree.tokens)) if run is not None]
    runs = _spelt_out([run for run in runs if not _is_of_office(run, tree)], tree)
    owner: dict[int, _Run] = {i: run for run in runs for i in range(run.first, run.last + 1)}
    names: list[Name] = []
    beaten: set[_Run] = set()
    inner: dict[_Run, list[Hit]] = {}
    for hit in hits:
        over = list(dict.fromkeys(owner[i] for i in range(hit.first, hit.last + 1) if i in owner))
        if any(run.first <= hit.first and hit.last <= run.last and _length(run) > _span(hit) for run in over):
            inner.setdefault(over[0], []).append(hit)
            continue
        if sum(_length(run) for run in over) > _span(hit):
            continue
        name = _known(hit, context, tree, over[0].label if over else None)
        if name is not None and name.label == "PER" and (len(over) != 1 or _length(over[0]) != _span(hit)):
            name = None  # a person of the registry is all of a person's name, never a part of it
        if name is not None:
            names.append(name)
            beaten.update(over)
    for run in runs:
        if run in beaten:
            continue
        if parts := _parts(run, inner.get(run, []), context, tree):
            names.extend(parts)
        else:
            names.append(_unknown(run, inner.get(run, []), context, tree))
    return sorted(names, key=lambda name: name.first)


def _span(hit: Hit) -> int:
    return hit.last - hit.first + 1


def _length(run: _Run) -> int:
    return run.last - run.first + 1


def _runs(tokens: Sequence[Token]) -> list[_Run]:
    """Read the BIO tags; an I that follows nothing of its type begins a span."""
    runs: list[_Run] = []
    for i, token in enumerate(tokens):
        mark, _, label = token.entity.partition("-")
        if label not in LABELS:
            continue
        if mark == "I" and runs and runs[-1].last == i - 1 and runs[-1].label == label:
            runs[-1] = replace(runs[-1], last=i)
        else:
            runs.append(_Run(first=i, last=i, label=label))
    return runs


def _repair(run: _Run, tree: Tree) -> _Run | None:
    """Widen a span to whole words ("Porto-Novo") and strip what is no part of a name; None where nothing is left."""
    tokens = tree.tokens
    first, last = run.first, run.last
    while last + 2 < len(tokens) and _joined(tokens, last) and tokens[last + 2].upos == "PROPN":
        if tokens[last + 2].entity not in ("O", f"I-{run.label}"):
            break
        last += 2
    while first <= last and (tokens[first].upos in _EDGE or tokens[first].text in _CLITICS):
        if tokens[first].text == "The" and last > first and tokens[first].entity != "O" and run.label == "LOC":
            break  # "The Hague"
        first += 1
    while first <= last and tokens[last].text != ")" and (tokens[last].text in _CLITICS or tokens[last].upos in _EDGE):
        last -= 1
    if run.label == "PER":
        first = _past_titles(tokens, first, last)
    return _Run(first=first, last=last, label=run.label) if first <= last else None


def _is_of_office(run: _Run, tree: Tree) -> bool:
    """Say whether a name is but the end of an office: "State" in "Secretary of State"."""
    tokens = tree.tokens[max(run.first - 2, 0) : run.last + 1]
    if len(tokens) < 3 or tokens[1].text.lower() != "of":
        return False
    word = roles.load().roles.get(" ".join(token.text.lower() for token in tokens))
    return word is not None and word.kind == "person"


def _spelt_out(runs: Sequence[_Run], tree: Tree) -> list[_Run]:
    """Widen a name to all that the acronym after it stands for: "Movement for Justice in Veltia (MJV)"."""
    out = list(runs)
    for i, short in acronym.within(tree.tokens):
        if len(short) < _LETTERS:
            continue
        first = acronym.begin(tree.tokens, i - 1, short)
        inside = [run for run in out if first is not None and first <= run.last and run.first < i]
        if first is None or not any(run.label == "ORG" and first <= run.first for run in inside):
            continue
        out = [run for run in out if run not in inside]
        out.append(_Run(first=min(first, inside[0].first), last=i - 1, label="ORG"))
    return sorted(out, key=lambda run: run.first)


def _joined(tokens: Sequence[Token], i: int) -> bool:
    """Say whether a hyphen without spaces joins token ``i`` to the next word."""
    return (
        tokens[i + 1].text in _HYPHENS
        and tokens[i].end == tokens[i + 1].start
        and tokens[i + 1].end == tokens[i + 2].start
    )


def _past_titles(tokens: Sequence[Token], first: int, last: int) -> int:
    """Return where a person's name begins after titles and offices; the last word always stays."""
    known = roles.load()
    at = first
    if first and last > first and known.roles.get(f"{tokens[first - 1].text} {tokens[first].text}") is not None:
        at += 1  # "Chief" before "Justice Okoro"
    while at < last:
        word = tokens[at].text.lower().rstrip(".")
        if word in known.titles:
            at += 1
        elif (size := _office(tokens, at, last)) and at + size <= last:
            at += size
        else:
            break
    return at


def _office(tokens: Sequence[Token], at: int, last: int) -> int:
    """Return the number of tokens of the office that begins at ``at``, 0 where none does. Names such as King stay."""
    known = roles.load()
    for size in (3, 2, 1):
        if at + size > last:
            continue
        word = known.roles.get(" ".join(token.text.lower() for token in tokens[at : at + size]))
        if word is not None and word.kind == "person":
            return size
    return 0


def _parts(run: _Run, inner: Sequence[Hit], context: Context, tree: Tree) -> list[Name]:
    """Return the countries of a name that is no more: "Afghan-Pakistan", "eastern Chad"; empty for any other."""
    if run.label == "LOC" and len(inner) == 1 and inner[0].last == run.last:
        before = tree.tokens[run.first : inner[0].first]
        name = _known(inner[0], context, tree, None)
        if name is not None and all(token.text.lower() in roles.load().directions for token in before):
            return [name]
    inside = {i for hit in inner for i in range(hit.first, hit.last + 1)}
    between = [tree.tokens[i].text for i in range(run.first, run.last + 1) if i not in inside]
    if len(inner) < 2 or not between or any(text not in _HYPHENS and text != "/" for text in between):
        return []
    names = [_known(hit, context, tree, None) for hit in inner]
    return [name for name in names if name is not None]


def head_of(tree: Tree, first: int, last: int) -> int:
    """Return the token of a span that the rest hangs from: the first whose head lies outside."""
    for i in range(first, last + 1):
        if not first <= tree.tokens[i].head <= last:
            return i
    return last


def _known(hit: Hit, context: Context, tree: Tree, label: str | None) -> Name | None:
    """Return the name that a hit is; None where the report does not tell, or where it is a person's name."""
    entry = entry_of(hit, context)
    country = country_of(hit, context)
    name = Name(first=hit.first, last=hit.last, head=head_of(tree, hit.first, hit.last), label="ORG")
    if entry is not None and entry.kind == "person":
        return replace(name, entry=entry, label="PER") if label == "PER" else None
    if entry is not None and (country is None or label == "ORG"):
        return replace(name, entry=entry)
    if country is None or label == "EVT" or (label == "PER" and hit.first == hit.last):
        return None  # Jordan and Chad are persons, too; Saudi Arabia is none
    return replace(name, country=country, label="LOC" if country.use in _PLACES else "NORP")


def _unknown(run: _Run, inner: Sequence[Hit], context: Context, tree: Tree) -> Name:
    """Return the name that a span of the model is, with what is known inside it."""
    name = Name(first=run.first, last=run.last, head=head_of(tree, run.first, run.last), label=run.label)
    known = [(hit, country_of(hit, context), entry_of(hit, context)) for hit in inner]
    inside = tuple(dict.fromkeys(country.iso3 for _, country, _ in known if country is not None))
    entries = [(hit, entry) for hit, _, entry in known if entry is not None]
    if run.label == "ORG" and len(entries) == 1 and entries[0][0].last == run.last:
        # "Palestinian Hamas": a people before a registered name
        peoples = {i for hit, country, _ in known if country is not None for i in range(hit.first, hit.last + 1)}
        if all(i in peoples for i in range(run.first, entries[0][0].first)):
            return replace(name, entry=entries[0][1], inner=inside)
    return replace(name, inner=inside)
