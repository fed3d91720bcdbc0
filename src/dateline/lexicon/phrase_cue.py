"""Read a cue of a codebook, a word or a short phrase, as an entry of the predicate lexicon.

``torch`` is a verb with subject and object; ``break into`` one whose recipient stands after *into*; ``carry out`` one
with its particle; ``set fire to`` one that has *fire* for its object and its recipient after *to*. A noun may have a
word before it (``line violation``) or a phrase after it (``violation of the line``).
"""

from __future__ import annotations

import re
from typing import Final

from dateline.lexicon import grammar, predicates
from dateline.lexicon.inflection import irregular, irregular_lemmas
from dateline.lexicon.predicates import Pos, Wrong
from dateline.lexicon.rows import Value

LISTS: Final[tuple[tuple[Pos, str], ...]] = (("verb", "verbs"), ("noun", "nouns"), ("adj", "adjectives"))
"""Part of speech, and the key of a cue that lists its words."""

PARTICLES: Final = frozenset({"up", "out", "down", "off", "away", "back", "apart", "together", "aside"})
"""What is a particle after a verb, where nothing else is said; "+" says it of another: ``move+in``."""
_EITHER: Final = frozenset({"in", "on", "over", "through", "along", "around", "by"})
"""What may be a particle or a preposition at the end of a phrase."""
_ARTICLES: Final = frozenset({"a", "an", "the", "his", "her", "its", "their"})
_SOMEBODY: Final = frozenset({"someone", "somebody", "something", "sb", "sth"})
"""What stands in a dictionary for the object: "set something on fire"."""
_FORM: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_VERB_ROLES: Final = "subj > obj"
_NOUN_ROLES: Final = "by lsubj poss comp from > of on against at in lobj"


def entry(pos: Pos, cue: str, *, roles: str = "") -> dict[str, Value]:
    """Return the entry that a cue stands for, with ``roles`` or else the usual frame of its part of speech.

    Raises:
        Wrong: the cue cannot be read; the message names the remedy.
    """
    if cue != cue.lower():
        raise Wrong(f"cue {cue!r} must be in lower case")
    words = [word for word in cue.split() if word not in _ARTICLES]
    parts = [part for word in words for part in (word.split("+", 1) if pos == "verb" else [word])]
    if not words or not all(_FORM.fullmatch(part) for part in parts):
        raise Wrong(f"cue {cue!r} must be of words of letters, such as 'torch', 'set fire to' or 'carry+out'")
    if pos == "verb":
        return _verb(cue, words, roles)
    if pos == "noun":
        return _noun(cue, words, roles)
    if not roles:
        raise Wrong(f'cue {cue!r} has no frame: an adjective does not tell who does it; add roles = "subj > "')
    if " " in cue:
        raise Wrong(f"adjective {cue!r} must be one word")
    return {"adj": cue, "roles": roles}


def _verb(cue: str, given: list[str], roles: str) -> dict[str, Value]:
    words = " ".join(word for word in given if word not in _SOMEBODY).replace("+", " +").split()
    if len(words) > 1 and words[0] == "to":
        words = words[1:]  # "to torch"
    verb, rest = words[0] if words else "", words[1:]
    if verb in {"", "be", "get"} and (rest or not verb):
        raise Wrong(f"cue {cue!r}: write the verb as who does it would, 'torch' and not 'be torched'")
    _check_base(cue, verb)
    particle = ""
    if rest and (rest[0].startswith("+") or rest[0] in PARTICLES):
        particle = rest.pop(0).lstrip("+")
    needs: dict[str, str] = {}
    preposition = ""
    prepositions = grammar.load().prepositions
    if rest and rest[-1] in prepositions:
        preposition = rest.pop()
        if preposition in _EITHER and not (needs or rest or particle) and not roles:
            raise Wrong(
                f"cue {cue!r} may be read in two ways: write '{verb}+{preposition}' where {preposition!r} belongs to "
                f"the verb, or '{verb}' with roles = \"subj > {preposition}\" where a phrase follows it"
            )
        needs[preposition] = "*"
    if len(rest) == 1 and rest[0] not in prepositions:
        needs["obj"] = f"={rest[0]}"
    elif len(rest) == 2 and rest[0] in prepositions:
        needs[rest[0]] = f"={rest[1]}"  # "take into custody"
    elif rest:
        raise Wrong(
            f"cue {cue!r} is too long: write the verb alone, {verb!r}, and what must stand beside it in needs, "
            f'needs = {{ obj = "={rest[0].lstrip("+")}" }}'
        )
    usual = f"subj > {preposition}" if preposition else "subj > on against at to" if "obj" in needs else _VERB_ROLES
    tag = "-".join(word.lstrip("=*") for word in (*needs.values(), preposition) if word.lstrip("=*"))
    out: dict[str, Value] = {"verb": f"{verb}+{particle}" if particle else verb, "roles": roles or usual}
    if needs:
        out["needs"] = needs
    if tag:
        out["as"] = tag
    return out


def _noun(cue: str, words: list[str], roles: str) -> dict[str, Value]:
    prepositions = grammar.load().prepositions
    out: dict[str, Value] = {"roles": roles or _NOUN_ROLES}
    if len(words) in (3, 4) and words[-2] in prepositions:
        out |= {"needs": {words[-2]: f"={words[-1]}"}, "as": f"{words[-2]}-{words[-1]}"}
        words = words[:-2]
    if len(words) > 2 or any(word in prepositions for word in words):
        raise Wrong(
            f"cue {cue!r} is too long: a noun has at most one word before it; write what follows it in needs, "
            'needs = { of = "=truce" }'
        )
    return {"noun": "_".join(words), **out}


def _check_base(cue: str, verb: str) -> None:
    """Refuse a verb that is not in its base form: the lexicon finds all forms of a base form itself."""
    if verb in irregular() or predicates.load().lookup(verb, "verb"):
        return
    base = irregular_lemmas().get(verb)
    if base is None and len(verb) > 5 and verb.endswith("ed") and not verb.endswith("eed"):
        base = verb[:-2]
    if base is None and len(verb) > 6 and verb.endswith("ing"):
        base = verb[:-3]
    if base is not None and base[-1] == base[-2] and base[-1] not in "lsfz":
        base = base[:-1]
    if base is not None and base != verb:
        raise Wrong(f"cue {cue!r}: {verb!r} looks like a bent form; write the base form, as {base!r}")
