"""Mend arcs around verbs of saying: a speaker drawn into what is said, and a second verb of saying drawn into it.

In "the town fell, *officers at the base* said" the parser now and then hangs the speaker, or a part of the phrase, from
the verb of what is said. In "she said the men would leave and *warned* that ..." it coordinates the second verb with
what is said, though a verb without an auxiliary cannot share the first one's.
"""

from __future__ import annotations

from collections.abc import Sequence

from dateline.language.join import has_circle

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS", "PRP", "CD", "DT"})
_SUBJECTS = ("nsubj", "csubj", "expl")
_NOT_HEADS = frozenset({"DT", "PRP$", "POS", "CC", "IN", "TO", ",", "RB", "JJ"})
_LONGEST = 14
"""Words of a speaker's phrase; a longer one is left alone."""

Arcs = list[tuple[int, str]]


def mend(arcs: Sequence[tuple[int, str]], starts: Sequence[bool], xpos: Sequence[str]) -> Arcs:
    """Return head and relation of each word, mended; as :func:`dateline.language.join.join` has them."""
    out = list(arcs)
    bounds = [i for i, start in enumerate(starts) if start]
    for base, end in zip(bounds, [*bounds[1:], len(starts)], strict=True):
        contents = [k for k in range(base, end) if out[k][1] == "ccomp"]
        if contents:
            kids = _kids(out, base, end)
            for k in contents:
                verb = base + out[k][0]
                if k < verb:
                    _reduced(out, base, verb, kids, xpos)
                    _after(out, base, end, verb, xpos)
                    _speaker(out, base, verb, kids[verb - base], xpos)
            for k in contents:
                _second(out, base, k, kids, xpos)
                _unmarked(out, base, k, kids, xpos)
            if has_circle(out, base, end):
                out[base:end] = arcs[base:end]  # better the tree that was there than none
    return out


def _kids(out: Arcs, base: int, end: int) -> list[list[int]]:
    kids: list[list[int]] = [[] for _ in range(base, end)]
    for k in range(base, end):
        if out[k][0] >= 0:
            kids[out[k][0]].append(k)
    return kids


def _after(out: Arcs, base: int, end: int, verb: int, xpos: Sequence[str]) -> None:
    """Hang what stands right after a verb of saying from it, not from what was said before: "..., she said *today*"."""
    j = verb + 1
    while j < end and xpos[j] not in {",", ".", ":", "``", "''"}:
        if out[j][1] != "punct" and base <= base + out[j][0] < verb:
            out[j] = (verb - base, out[j][1])
        j += 1


def _speaker(out: Arcs, base: int, verb: int, kids: list[int], xpos: Sequence[str]) -> None:
    """Hang the phrase between a comma or quote and a verb of saying without a subject from that verb."""
    if xpos[verb] not in {"VBD", "VBZ", "VBP"} or any(out[k][1].split(":")[0] in _SUBJECTS for k in kids):
        return
    first = _opening(base, verb, xpos)
    if first is None:
        return
    loose = [j for j in range(first, verb) if not first <= base + out[j][0] < verb]
    heads = [j for j in loose if xpos[j] in _NOUNS and out[j][1] != "punct"]
    head = next((j for j in heads if xpos[j] not in _NOT_HEADS), next(iter(heads), None))
    if head is None or out[head] == (verb - base, "ccomp"):
        return
    out[head] = (verb - base, "nsubj")
    for j in loose:
        if j == head or out[j][1] == "punct":
            continue
        marked = any(out[i] == (j - base, "case") for i in range(first, verb))
        named = xpos[j - 1] == "," and xpos[j].startswith("NNP")  # "the director, *Nina* Sambo, says"
        late = "appos" if named else "conj"
        out[j] = (head - base, "nmod" if marked else "case" if xpos[j] == "IN" else late if j > head else "dep")


def _opening(base: int, verb: int, xpos: Sequence[str]) -> int | None:
    """Return where a phrase before a verb begins: after the quote mark, or else the comma, before it."""
    comma: int | None = None
    # "..., the director, Nina Sambo, says": the commas around the name are of the phrase
    skip = 2 if xpos[verb - 1] == "," else 0
    for j in range(verb - 1, max(base, verb - _LONGEST), -1):
        if xpos[j] == "," and skip:
            skip -= 1
            if not skip and not {"NNP", "NNPS"} & set(xpos[j + 1 : verb]):
                return None
            continue
        if xpos[j] == "''":
            return j + 1 if j + 1 < verb and xpos[j + 1] not in {"CC", "IN", "TO", "RB", ","} else None
        if xpos[j] in _FINITE and not (xpos[j] == "VBD" and xpos[j + 1] == "IN"):  # "officials briefed on the talks"
            break
        if xpos[j] == "," and comma is None:
            comma = j
    if comma is None or comma + 1 == verb or comma <= base or xpos[comma + 1] in {"CC", "IN", "TO", "RB"}:
        return None
    return comma + 1


def _reduced(out: Arcs, base: int, verb: int, kids: list[list[int]], xpos: Sequence[str]) -> None:
    """Make a participle after a speaker of what was taken for a clause: "a nurse *reached* by radio said that ..."."""
    own = kids[verb - base]
    before = [k for k in own if k < verb and out[k][1] == "ccomp"]
    if len(before) != 1 or not any(k > verb and out[k][1] == "ccomp" for k in own):
        return
    k = before[0]
    subject = next((j for j in kids[k - base] if out[j][1].startswith("nsubj") and j < k), None)
    if (
        subject is None
        or xpos[k] not in {"VBD", "VBN"}
        or any(xpos[j] in {",", "''"} for j in range(k, verb))
        or any(out[j][1].split(":")[0] in _SUBJECTS for j in own)
        or any(out[j][1].startswith("aux") for j in kids[k - base])
    ):
        return
    out[subject], out[k] = (verb - base, "nsubj"), (subject - base, "acl")


def _unmarked(out: Arcs, base: int, verb: int, kids: list[list[int]], xpos: Sequence[str]) -> None:
    """Give a finite verb the noun right before it as subject, not the participle before that as object.

    "..., adding *the rebels also demanded* a truce": what is added is a clause without "that".
    """
    if xpos[verb] not in {"VBD", "VBZ", "VBP"}:
        return
    if any(out[k][1].split(":")[0] in _SUBJECTS or out[k][1] == "aux" for k in kids[verb - base]):
        return
    noun = verb - 1
    while noun > base and xpos[noun] == "RB":
        noun -= 1
    participle = base + out[noun][0]
    if out[noun][1] != "obj" or not base <= participle < noun or xpos[participle] != "VBG":
        return
    above, relation = out[verb]
    if out[participle] == (verb - base, "advcl"):
        out[participle] = (above, "advcl" if relation != "root" else relation)
    out[noun], out[verb] = (verb - base, "nsubj"), (participle - base, "ccomp")


def _second(out: Arcs, base: int, said: int, kids: list[list[int]], xpos: Sequence[str]) -> None:
    """Coordinate a verb with the verb of saying, where it cannot be coordinated with what is said."""
    verb = base + out[said][0]
    aux = [k for k in kids[said - base] if out[k][1].split(":")[0] in {"aux", "cop"}]
    if verb > said or xpos[verb] not in {"VBD", "VBZ", "VBP"} or xpos[said] == xpos[verb]:
        return
    # "demanded that they leave, and *offered* ...": what is demanded has no tense of its own
    tenseless = not aux and xpos[said] in {"VB", "VBP"} and xpos[verb] == "VBD"
    if not aux and not tenseless:
        return
    modal = tenseless or any(xpos[k] == "MD" for k in aux)
    for k in kids[said - base]:
        # "said six had died and *blamed* “bandits”": who quotes is who speaks
        quoting = k + 1 < len(xpos) and xpos[k + 1] == "``" and xpos[k] in {"VBD", "VBN"}
        if out[k] != (said - base, "conj") or (xpos[k] != xpos[verb] and not quoting):
            continue
        own = kids[k - base]
        if any(out[j][1].split(":")[0] in {*_SUBJECTS, "aux"} for j in own):
            continue
        comma = xpos[said] == "VBG" and any(xpos[j] == "," and out[j][1] == "punct" for j in own)
        says = any(out[j][1] == "ccomp" for j in own) and not any(out[j][1] == "ccomp" for j in kids[said - base])
        if modal or comma or says or quoting:
            out[k] = (verb - base, "conj")
