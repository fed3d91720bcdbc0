"""Cues that are no verbs: nouns, adjectives, adverbs of hearsay, "according to"."""

from __future__ import annotations

from dataclasses import replace

from dateline.claim.hit import CueHit, finite, opening_lemmas, preposition, take
from dateline.claim.source import ClauseExtent, find_source, poss_source
from dateline.lexicon.speech import SpeechLexicon
from dateline.tree import Tree

_HEARSAY = frozenset({"claim", "report", "fear", "warn", "accuse"})


def noun(tree: Tree, extent: ClauseExtent, lexicon: SpeechLexicon, n: int) -> CueHit | None:
    lemma = lexicon.base("NOUN", tree.tokens[n].text, tree.tokens[n].lemma)
    owner = tree.kid(n, "nmod:poss")
    if lemma in lexicon.own and owner is not None and tree.case(n) in {"in", "to"} and tree.tokens[n].head >= 0:
        host = tree.tokens[n].head
        content = extent.minus(extent.left[host], extent.right[host], extent.left[n], extent.right[n])
        return CueHit(
            token=n, cue=(n, n), strength="say", rule="speech.phrase.own", source=owner, content=content, around=True
        )
    cue = lexicon.cue("NOUN", lemma)
    if cue is None:
        return None
    told = [k for k in tree.kids(n, "acl", "ccomp", "advcl") if k > n]
    plain = [k for k in told if not tree.is_rel(k, "acl:relcl")]
    # "reports, *spread by the radio*, that he had fled": the clause that tells what they are of comes second
    clause = next(iter([k for k in told if _is_told(tree, k)] or plain), None)
    frame: str | None = None
    if clause is not None:
        marks = opening_lemmas(tree, clause)
        if "to" in marks and cue.takes("to"):
            frame = "to"
        elif cue.takes("that") and (
            {"that", "according"} & marks or (tree.is_rel(clause, "ccomp", "acl") and finite(tree, clause))
        ):
            frame = "that"
    if clause is None or frame is None:
        clause = next(
            (k for k in tree.kids(n, "nmod", "acl", "obl") if k > n and preposition(tree, k, cue) is not None), None
        )
        frame = None if clause is None else f"+{preposition(tree, clause, cue)}"
    if clause is None or frame is None:
        return None
    # A bare "reports of" or "fear of" names no source; an of-phrase counts only where someone owns the noun.
    source = poss_source(tree, n)
    if source is None and any(tree.has_lemma(k, *lexicon.outlet_nouns) for k in tree.kids(n, "compound")):
        source = n  # "a *television report* that ..."
    if source is None and (frame.startswith("+") or cue.strength[frame] not in _HEARSAY):
        return None
    return replace(take(extent, n, cue, frame, extent.left[clause], extent.right[clause]), source=source)


def _is_told(tree: Tree, clause: int) -> bool:
    """Say whether a clause tells what a noun is of: "reports *that* ...", "reports *according to which* ..."."""
    by_which = any(
        tree.has_lemma(k, "which") and tree.case(k) in {"accord to", "according to"} for k in tree.kids(clause, "obl")
    )
    return by_which or bool(opening_lemmas(tree, clause) & {"that", "according"})


def adjective(tree: Tree, extent: ClauseExtent, lexicon: SpeechLexicon, a: int) -> CueHit | None:
    cue = lexicon.cue("ADJ", tree.tokens[a].lemma.lower())
    subject = tree.kid(a, "nsubj")
    if cue is None or (subject is None and not tree.is_rel(a, "xcomp", "conj", "advcl")):
        return None
    for k in tree.kids(a, "ccomp", "xcomp", "advcl", "obl"):
        if k < a:
            continue
        if (
            tree.is_rel(k, "ccomp", "advcl")
            and "to" not in opening_lemmas(tree, k)
            and cue.takes("that")
            and (tree.is_rel(k, "ccomp") or "that" in opening_lemmas(tree, k))
        ):
            frame = "that"
        elif tree.is_rel(k, "xcomp", "advcl") and "to" in opening_lemmas(tree, k) and cue.takes("to"):
            frame = "to"
        elif (word := preposition(tree, k, cue)) is not None:
            frame = f"+{word}"
        else:
            continue
        return replace(take(extent, a, cue, frame, extent.left[k], extent.right[k]), source=find_source(tree, a))
    return None


def adverb(tree: Tree, extent: ClauseExtent, lexicon: SpeechLexicon, i: int) -> CueHit | None:
    cue = lexicon.cue("ADV", tree.tokens[i].lemma.lower()) or lexicon.cue("ADV", tree.tokens[i].text.lower())
    host = tree.tokens[i].head
    if cue is None or host < 0:
        return None
    return CueHit(
        token=i, cue=(i, i), strength=cue.default, rule=f"speech.adverb.{cue.lemma}", source=None,
        content=extent.minus(extent.left[host], extent.right[host], i, i), around=True,
    )  # fmt: skip


def phrase(tree: Tree, extent: ClauseExtent, lexicon: SpeechLexicon, i: int) -> CueHit | None:
    """Read "according to X": ``i`` is "according", X the noun that it marks or that hangs on it."""
    if tree.tokens[i].text.lower() == "in":
        return _in_words_of(tree, extent, lexicon, i)
    if tree.tokens[i].text.lower() != "according" or i + 1 >= len(tree) or tree.tokens[i + 1].text.lower() != "to":
        return None
    if i + 2 < len(tree) and tree.tokens[i + 2].text.lower() in {"which", "whom"}:
        return None  # "reports *according to which* he fled": the reports say so
    source = tree.tokens[i].head
    if source <= i:
        source = next((k for k in tree.kids(i, "obl", "nmod", "obj") if k > i), -1)
        host = tree.tokens[i].head
        first, last = extent.left[i], extent.right[i]
    else:
        host = tree.tokens[source].head
        first, last = extent.left[source], extent.right[source]
    if source < 0:
        return None
    if host < 0:
        content: tuple[tuple[int, int], ...] = extent.minus(
            extent.left[source], extent.right[source], i, extent.right[source]
        )
    else:
        apart = (
            (first > 0 and tree.tokens[first - 1].text in {",", "—", "–"})
            or first == 0
            or tree.tokens[first].text == ","
        )
        if apart:
            # at the end of a sentence it is said of all of it, unless that is what another says
            ended = all(t.upos == "PUNCT" for t in tree.tokens[last + 1 :]) and first > 0
            host = _top(tree, lexicon, host) if ended else _clause_head(tree, host)
        content = extent.minus(extent.left[host], extent.right[host], first, last)
    return CueHit(
        token=i, cue=(i, i + 1), strength=lexicon.phrases["according to"], rule="speech.phrase.according",
        source=source, content=content, around=True,
    )  # fmt: skip


def _top(tree: Tree, lexicon: SpeechLexicon, i: int) -> int:
    """Climb to the main clause, but not out of what a verb of saying reports."""
    while tree.tokens[i].head >= 0:
        above = tree.tokens[i].head
        cue = lexicon.verb(tree.tokens[above].text, tree.tokens[above].lemma)
        if tree.is_rel(i, "ccomp") and cue is not None and cue.strength.get("that") in lexicon.voices:
            return i
        i = above
    return i


def _in_words_of(tree: Tree, extent: ClauseExtent, lexicon: SpeechLexicon, i: int) -> CueHit | None:
    """Read "in the words of X", set off from what it is said of: ``i`` is the "in"."""
    opening = " ".join(t.text.lower() for t in tree.tokens[i : i + 4])
    noun = tree.tokens[i].head
    if opening not in lexicon.phrases or noun != i + 2:
        return None
    source = next((k for k in tree.kids(noun, "nmod") if tree.case(k) == "of"), None)
    host = tree.tokens[noun].head
    apart = i == 0 or tree.tokens[i - 1].text in {",", "—", "–", "”"}
    if source is None or host < 0 or not apart:
        return None
    host = _clause_head(tree, host)
    content = extent.minus(extent.left[host], extent.right[host], extent.left[noun], extent.right[noun])
    return CueHit(
        token=i, cue=(i, i + 3), strength=lexicon.phrases[opening], rule="speech.phrase.according", source=source,
        content=content, around=True,
    )  # fmt: skip


def _clause_head(tree: Tree, i: int) -> int:
    """Climb from a noun to the clause that it is in."""
    while (
        tree.tokens[i].head >= 0
        and not tree.is_rel(i, "ccomp")
        and tree.kid(i, "nsubj", "csubj", "expl", "cop") is None
    ):
        i = tree.tokens[i].head
    return i
