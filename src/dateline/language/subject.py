"""Mend subjects and objects that cannot be: two subjects of a verb, an owner hung from the subject, a town as root.

The parser scores the head of each word on its own, so that now and then two nouns are subjects of one verb while the
next has none, an object hangs from a name on the far side of its verb, or all hangs from the town before the dash.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from dateline.language.join import has_circle

Arcs = list[tuple[int, str]]

_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
_NOMINAL = _NOUNS | {"PRP", "CD", "DT"}
_BETWEEN = _NOUNS | {"JJ", "JJS", "JJR", "VBN", "VBG", "CD", "HYPH"}
_BEHIND_OWNER = _BETWEEN | {"``", "''", ",", "CC", "RB", "PRP$"}
_IN_NAME = frozenset({"flat", "compound", "nmod:desc"})
_BESIDE = frozenset({"appos", "conj", "flat", "parataxis", "nsubj", "compound", "nmod", "dep"})
_BESIDE_VERB = frozenset({"parataxis", "appos", "conj", "acl", "dep", "ccomp", "list", "advcl"})
_CUTS = frozenset({",", "``", "''", ":", "-LRB-"})
_DASHES = frozenset({"--", "-", "–", "—", ":"})
_NO_LINE = frozenset({"MD", "IN", "DT", "PRP", "TO", "WP", "WDT", "WRB", "RB"})
_ARTICLES = frozenset({"the", "a", "an"})
_TENSED = frozenset({"VBD", "VBZ", "VBP"})
_LINE = 14
"""Words of a dateline; what is longer is none."""
_LONGEST = 300
"""Words of a sentence; what is longer is a list or a table, is left as it is, and would take time by their square."""


@dataclass(slots=True)
class _Sketch:
    """A sentence whose arcs may be changed; heads count from its start, -1 for the root."""

    words: Sequence[str]
    tags: Sequence[str]
    xpos: Sequence[str]
    arcs: Arcs
    below: list[list[int]] = field(init=False)

    def __post_init__(self) -> None:
        self.below = [[] for _ in self.arcs]
        for k, (head, _) in enumerate(self.arcs):
            if head >= 0:
                self.below[head].append(k)

    def kids(self, head: int, *rels: str) -> list[int]:
        """Return what hangs from a word by one of the relations, subtypes not told apart."""
        return [k for k in self.below[head] if self.rel(k) in rels]

    def head(self, k: int) -> int:
        return self.arcs[k][0]

    def rel(self, k: int) -> str:
        return self.arcs[k][1].partition(":")[0]

    def is_verb(self, k: int) -> bool:
        return self.xpos[k].startswith("VB")

    def is_in(self, k: int, top: int) -> bool:
        """Say whether a word is ``top`` or hangs from it, over others."""
        steps = 0
        while k >= 0 and steps <= len(self.arcs):
            if k == top:
                return True
            k, steps = self.head(k), steps + 1
        return False

    def move(self, k: int, head: int, rel: str) -> None:
        """Hang a word from another, unless that one is below it."""
        if head >= 0 and self.is_in(head, k):
            return
        if self.head(k) >= 0:
            self.below[self.head(k)].remove(k)
        if head >= 0:
            self.below[head] = sorted((*self.below[head], k))
        self.arcs[k] = (head, rel)


def mend(
    arcs: Sequence[tuple[int, str]],
    starts: Sequence[bool],
    words: Sequence[str],
    tags: Sequence[str],
    xpos: Sequence[str],
) -> Arcs:
    """Return head and relation of each word, mended; as :func:`dateline.language.join.join` has them."""
    out = list(arcs)
    bounds = [i for i, start in enumerate(starts) if start]
    for base, end in zip(bounds, [*bounds[1:], len(starts)], strict=True):
        if end - base > _LONGEST:
            continue
        sketch = _Sketch(words[base:end], tags[base:end], xpos[base:end], out[base:end])
        for rule in _RULES:
            rule(sketch)
        if not has_circle(sketch.arcs, 0, end - base):
            out[base:end] = sketch.arcs
    return out


def _dateline(s: _Sketch) -> None:
    """Take the town before the dash out of the clause: "ELBRA, Ruritania -- *The army* left"."""
    dash = _dash(s)
    if dash is None:
        return
    outside = [k for k in range(dash + 1, len(s.words)) if s.head(k) <= dash]
    root = next((k for k in range(dash) if s.head(k) < 0), None)
    if root is None:
        verb = next((s.head(k) for k in range(dash) if s.head(k) > dash and s.rel(k) == "nsubj"), None)
        for k in range(dash):
            if s.head(k) > dash and s.rel(k) in {"nsubj", "obj", "amod", "compound", "nmod"}:
                s.move(k, s.head(k), "dep")
    else:
        verb = next((k for k in outside if s.is_verb(k) and s.rel(k) in _BESIDE_VERB), None)
        if verb is not None:
            s.move(verb, -1, "root")
            s.move(root, verb, "dep")
    if verb is None:
        return
    for k in range(dash):
        if s.head(k) == verb and s.rel(k) == "nsubj":
            s.move(k, verb, "dep")
    nouns = [k for k in outside if k < verb and s.xpos[k] in _NOMINAL and s.rel(k) in _BESIDE]
    nouns = [k for k in nouns if not s.kids(k, "case")]
    if nouns and not s.kids(verb, "nsubj", "expl", "csubj"):
        s.move(nouns[0], verb, "nsubj")
        for k in nouns[1:]:
            s.move(k, nouns[0], "conj" if s.kids(k, "cc") or s.rel(k) == "conj" else "appos")
    for k in outside:
        if root is not None and k != verb and s.head(k) <= dash:
            s.move(k, verb, s.arcs[k][1])


def _dash(s: _Sketch) -> int | None:
    """Return the dash or colon after which a sentence that begins with a dateline goes on; None without one."""
    for k in range(1, min(_LINE, len(s.words) - 1)):
        if s.words[k] in _DASHES and s.xpos[k] != "HYPH":
            opened = s.words[:k].count("(") > s.words[:k].count(")")
            placed = s.tags[0].endswith("LOC") or (len(s.words[0]) > 3 and s.words[0].isupper() and s.xpos[0] in _NOUNS)
            return k if placed and not opened else None
        if (
            s.is_verb(k)
            or s.xpos[k] in _NO_LINE
            or (s.xpos[k] in {"NN", "NNS", "POS"} and not s.tags[k].endswith("LOC"))
        ):
            return None
    return None


def _determiner(s: _Sketch) -> None:
    """Hang from the noun what hung from its article."""
    for k, (article, relation) in enumerate(list(s.arcs)):
        if article < 0 or s.rel(article) != "det" or s.words[article].lower() not in _ARTICLES:
            continue
        if s.rel(k) in {"compound", "amod", "nmod", "nummod"}:
            s.move(k, s.head(article), relation)


def _name(s: _Sketch) -> None:
    """Hang the end of a name from its beginning, where both seemed subjects: "the agency *Kesra Flying Aid*"."""
    for k in range(1, len(s.words)):
        if s.rel(k) != "nsubj" or s.tags[k][0] != "I":
            continue
        first = k
        while first > 0 and s.tags[first][0] == "I":
            first -= 1
        beside = s.head(first)
        if 0 <= beside < first and s.rel(first) in {"appos", *_IN_NAME} and s.arcs[beside] == s.arcs[k]:
            s.move(k, first, "flat")


def _owner(s: _Sketch) -> None:
    """Hang an owner from what stands behind its "'s", not from what stands before it."""
    for k in range(1, len(s.words) - 1):
        owner = s.head(k)
        if s.xpos[k] != "POS" or s.rel(k) != "case" or not 0 <= owner < k:
            continue
        owned = next((j for j in range(k + 1, len(s.words)) if s.xpos[j] in _NOUNS and not _is_before(s, j)), None)
        if owned is None or any(s.xpos[j] not in _BEHIND_OWNER for j in range(k + 1, owned)):
            continue
        head = s.head(owner)
        if s.arcs[owner][1] == "nmod:poss" and 0 <= head < owner:
            s.move(owner, owned, "nmod:poss")
        elif s.rel(owner) == "conj" and s.rel(owned) in {"nsubj", "obj", "obl"} and _are_rivals(s, head, owned):
            s.move(head, owned, "nmod:poss")  # "*Arland and Kesra's* ministers met"


def _are_rivals(s: _Sketch, k: int, other: int) -> bool:
    """Say whether two words seem to be the same argument of the same word."""
    return (s.head(k), s.rel(k)) == (s.head(other), s.rel(other))


def _is_before(s: _Sketch, k: int) -> bool:
    """Say whether a word stands before its head, as a part of its phrase."""
    return s.head(k) > k and s.rel(k) in {"compound", "amod", "flat"}


def _beside(s: _Sketch) -> None:
    """Make the first of two subjects side by side a part of the other's phrase: "the *regime* raid killed nine"."""
    for a in range(len(s.words) - 1):
        if s.rel(a) != "nsubj" or s.xpos[a] not in {"NN", "NNP", "NNPS"} or s.tags[a].endswith("PER"):
            continue
        verb = s.head(a)
        b = next((k for k in s.kids(verb, "nsubj") if k > a), None) if verb >= 0 and s.is_verb(verb) else None
        if b is None or a < verb < b or s.xpos[b] not in {"NN", "NNS"}:
            continue
        if all(s.xpos[k] in _BETWEEN and s.is_in(k, b) for k in range(a + 1, b)):
            s.move(a, b, "compound")


def _and(s: _Sketch) -> None:
    """Coordinate what an "and" opens with the noun before it, to which it cannot be in apposition."""
    for k in range(2, len(s.words)):
        first = s.head(k)
        if s.rel(k) != "appos" or not 0 <= first < k:
            continue
        opens = [j for t in (k, *s.kids(k, "nmod")) for j in s.kids(t, "cc") if first < j < k]
        if any(s.words[j].lower() == "and" for j in opens) and s.xpos[k] in _NOUNS:
            s.move(k, first, "conj")


def _across(s: _Sketch) -> None:
    """Hang a name from a verb, where it seemed part of a name on the far side: "the chief ousted *President Tari*"."""
    for k in range(2, len(s.words)):
        first = s.head(k)
        if s.arcs[k][1] != "flat" or not 0 <= first < k or s.xpos[k] not in _NOUNS:
            continue
        between = (j for j in range(k - 1, first, -1) if s.xpos[j] in {"VBD", "VBZ", "VBP"} and s.tags[j] == "O")
        verb = next((j for j in between if s.rel(j) not in {"amod", "compound", "aux", "cop"}), None)
        if verb is None:
            continue
        lower = next((j for j in s.kids(verb, "ccomp") if j > k), None)
        if lower is not None and not s.kids(lower, "nsubj", "expl", "csubj"):
            s.move(k, lower, "nsubj")
        elif not s.kids(verb, "obj", "ccomp", "xcomp") and not s.kids(k, "case"):
            s.move(k, verb, "obj")


def _infinitive(s: _Sketch) -> None:
    """Hang whom a "for" gives to an infinitive from it: "leave for *the police* to enter"."""
    for k in range(1, len(s.words)):
        verb = s.head(k)
        if s.rel(k) != "nsubj" or not 0 <= verb < k or s.xpos[k] not in _NOMINAL:
            continue
        mark = next((j for j in range(k - 1, verb, -1) if s.words[j].lower() == "for" and s.rel(j) == "mark"), None)
        if mark is None:
            continue
        lower = s.head(mark)
        if lower > k and s.words[lower - 1].lower() in {"to", "be"} and not s.kids(lower, "nsubj"):
            s.move(k, lower, "nsubj")


def _said(s: _Sketch) -> None:
    """Give what is said its subject, where the verb of saying had both: "*The envoy* will go, the palace said"."""
    for said in range(len(s.words)):
        verb = s.head(said)
        if s.rel(said) != "ccomp" or verb < said or not s.is_verb(verb):
            continue
        subjects = s.kids(verb, "nsubj")
        before = [k for k in subjects if k < said]
        own = s.kids(said, "nsubj", "csubj", "expl")
        if not before or any(k < said for k in own):
            continue
        first = before[-1]
        if first != said - 1 and not any(s.is_in(j, said) for j in range(first + 1, said)):
            continue
        speaker = next((k for k in own if said < k < verb and all(s.is_in(j, k) for j in range(k + 1, verb))), None)
        if speaker is None and not any(k > said for k in subjects):
            continue
        s.move(first, said, "nsubj:pass" if any(s.arcs[k][1] == "aux:pass" for k in s.below[said]) else "nsubj")
        if speaker is not None and not any(k > said for k in subjects):
            s.move(speaker, verb, "nsubj")


def _title(s: _Sketch) -> None:
    """Hang a title or number from what is behind it, where both seemed subjects: "*Admiral* Tari said"."""
    for k in range(1, len(s.words)):
        before = k - 1
        if s.rel(k) not in {"nsubj", "obj"} or not _are_rivals(s, before, k) or s.xpos[k] not in _NOUNS:
            continue
        if s.tags[k] == "B-PER" and s.xpos[before] in {"NN", "NNP"} and s.rel(k) == "nsubj":
            s.move(before, k, "nmod:desc")
        elif s.xpos[before] == "CD":
            s.move(before, k, "nummod")  # "*three* Kesrans were freed"


def _phrase(s: _Sketch) -> None:
    """Hang a noun with a preposition from the subject before it, not from the verb as a second subject."""
    for k in range(2, len(s.words)):
        verb = s.head(k)
        if s.rel(k) != "nsubj" or verb < 0 or not any(j < k and s.xpos[j] == "IN" for j in s.kids(k, "case")):
            continue
        if _is_bound(s, k) or any(s.xpos[j] == "POS" for j in s.kids(k, "case")):
            continue
        first = next((j for j in reversed(s.kids(verb, "nsubj")) if j < k), None)
        if first is not None and all(s.is_in(j, first) or s.is_in(j, k) for j in range(first + 1, k)):
            s.move(k, first, "nmod")


def _is_bound(s: _Sketch, noun: int) -> bool:
    """Say whether what looks like a preposition is part of a number: "*at* least nine", "*over* 90"."""
    return any(s.xpos[j] in {"CD", "JJS", "JJR", "RBS", "RBR"} for j in range(max(s.kids(noun, "case")[0], 0), noun))


def _speaker(s: _Sketch) -> None:
    """Give a verb of saying its subject, where what is said had both: "*Officials* say the town fell"."""
    for said in range(2, len(s.words)):
        verb = s.head(said)
        if s.rel(said) != "ccomp" or not 0 <= verb < said or s.xpos[verb] not in _TENSED:
            continue
        own = s.kids(said, "nsubj")
        if s.kids(verb, "nsubj", "csubj", "expl", "aux"):
            continue
        before = [
            k for k in s.kids(verb, "ccomp") if k < verb and s.xpos[k] in _NOUNS and not s.kids(k, "cop", "nsubj")
        ]
        if len(before) == 1 and not any(s.xpos[j] in _CUTS for j in range(before[0], verb)):
            s.move(before[0], verb, "nsubj")  # "the *minister* says", taken for what is said
            continue
        if not own or own[0] > verb:
            continue
        if any(s.xpos[j] in _CUTS for j in range(own[0], verb) if not s.is_in(j, own[0])):
            continue
        s.move(own[0], verb, "nsubj")


def _lower(s: _Sketch) -> None:
    """Hang a subject behind a verb from the clause that follows, which has none: "say *the town* has fallen"."""
    for k in range(2, len(s.words)):
        verb = s.head(k)
        if s.rel(k) != "nsubj" or not 0 <= verb < k or not s.is_verb(verb):
            continue
        said = next((j for j in s.kids(verb, "ccomp") if j > k and not s.kids(j, "case")), None)
        if said is None or not (s.is_verb(said) or s.kids(said, "cop")) or s.kids(said, "nsubj", "csubj", "expl"):
            continue
        if not any(s.xpos[j] in {"``", "''", ":"} for j in range(verb + 1, k)):
            s.move(k, said, "nsubj:pass" if any(s.arcs[j][1] == "aux:pass" for j in s.below[said]) else "nsubj")


def _next(s: _Sketch) -> None:
    """Hang a subject behind a comma from the verb after it: "after rebels fled, *the town* fell"."""
    for k in range(3, len(s.words)):
        verb = s.head(k)
        if s.rel(k) != "nsubj" or not 0 <= verb < k or not s.kids(verb, "nsubj") or s.kids(verb, "nsubj")[0] > verb:
            continue
        if not any(s.words[j] == "," for j in range(verb + 1, k)):
            continue
        later = next((j for j in range(k + 1, len(s.words)) if s.xpos[j] in _TENSED and s.rel(j) != "aux"), None)
        if later is None or s.is_in(later, k) or s.kids(later, "nsubj", "expl", "csubj"):
            continue
        if s.rel(later) in {"root", "parataxis", "conj", "ccomp"} and not any(
            s.words[j] == "," for j in range(k, later)
        ):
            s.move(k, later, "nsubj")


def _late(s: _Sketch) -> None:
    """Make a second subject behind an active verb its object: "has held *a former minister*"."""
    for k in range(2, len(s.words)):
        verb = s.head(k)
        if s.rel(k) != "nsubj" or not 0 <= verb < k or not s.is_verb(verb) or s.xpos[k] not in _NOUNS | {"CD"}:
            continue
        before = [j for j in s.kids(verb, "nsubj") if j < verb]
        told = s.words[verb].lower() in {"told", "tells", "tell", "telling"}
        if not before or s.kids(verb, "expl", "cop", *(() if told else ("ccomp",))) or s.kids(k, "cop"):
            continue
        if s.kids(k, "case") and not _is_bound(s, k):
            continue
        asked = any(s.xpos[j] in {"WDT", "WP", "WRB"} for j in before)
        passive = any(s.arcs[j][1] == "aux:pass" for j in s.below[verb])
        between = range(verb + 1, k)
        if asked or passive or any(s.xpos[j] in _CUTS or s.rel(j) in {"mark", "cc"} for j in between):
            lower = next((j for j in reversed(between) if s.is_verb(j)), None)
            if lower is not None and s.rel(lower) == "xcomp" and not s.kids(lower, "obj") and not asked:
                s.move(k, lower, "obj")  # "voted to urge *the envoy* to go"
            continue
        objects = s.kids(verb, "obj")
        first = next((j for j in objects if verb < j < k), None)
        if first is not None and all(s.xpos[j] in _BETWEEN and s.is_in(j, k) for j in range(first + 1, k)):
            s.move(first, k, "compound")  # "dismissed *Kesran media* reports"
        elif objects and not any(k < j < objects[0] for j in s.kids(verb, "conj")):
            continue
        s.move(k, verb, "obj")
        for j in before:
            s.move(j, verb, "nsubj")


def _shared(s: _Sketch) -> None:
    """Hang the second object of a verb from the verb before it, or from the first: "killed two men and *hurt nine*"."""
    for k in range(3, len(s.words)):
        verb = s.head(k)
        if s.arcs[k][1] != "obj" or not 0 <= verb < k or s.xpos[k] not in _NOUNS | {"CD", "JJR"}:
            continue
        first = next((j for j in s.kids(verb, "obj") if verb < j < k), None)
        if first is None:
            continue
        edge = next((j for j in range(first + 1, k) if all(s.is_in(i, k) for i in range(j, k))), k)
        own = next((j for j in s.kids(verb, "conj") if first < j < edge and s.is_verb(j)), None)
        if own is not None and own == edge - 1 and not s.kids(own, "obj"):
            s.move(k, own, "obj")
        elif s.arcs[edge] == (k, "cc") and not any(s.xpos[j] == "VBG" for j in range(edge, k)):
            s.move(k, first, "conj")


def _active(s: _Sketch) -> None:
    """Make the subject of a verb with an object or with "has" an active one: "a court *sentenced* two men"."""
    for k in range(len(s.words)):
        verb = s.head(k)
        if s.arcs[k][1] != "nsubj:pass" or verb < k or any(s.arcs[j][1] == "aux:pass" for j in s.below[verb]):
            continue
        has = any(s.words[j].lower() in {"has", "have", "had", "having"} for j in s.kids(verb, "aux"))
        told = s.words[-1] in {".", '"', "”", "''"} and any(j > verb for j in s.kids(verb, "obj"))
        if has or (told and s.xpos[verb] in {"VBD", "VBN"}):
            s.move(k, verb, "nsubj")


_RULES: tuple[Callable[[_Sketch], None], ...] = (
    _dateline,
    _determiner,
    _name,
    _owner,
    _beside,
    _title,
    _phrase,
    _and,
    _across,
    _infinitive,
    _said,
    _speaker,
    _lower,
    _next,
    _late,
    _shared,
    _active,
)
