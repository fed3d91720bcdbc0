"""Find the words of a sentence that give something to a source: cue, source and content as tokens of its tree.

What a cue may take is in ``lexicon/data/speech.toml``. Quotes are not looked at here (see ``attribution``).
"""

from __future__ import annotations

from dataclasses import replace

from dateline.claim import said
from dateline.claim.attributive import adjective, adverb, noun, phrase
from dateline.claim.hit import FINITE, WORDS, CueHit, finite, opening_lemmas, preposition, take
from dateline.claim.source import ClauseExtent, agent, find_source, is_passive, subject_of_another
from dateline.lexicon.speech import Cue, SpeechLexicon, speech_lexicon
from dateline.tree import Tree

_FUNCTION = frozenset({"aux", "cop", "case", "mark", "fixed"})
_REACH = 60
"""Words looked at beyond a cue, so that a sentence without end costs no more than its length."""
_TELLING = "whom"
_QUOTES = frozenset({"“", "‘", "''", '"', "``"})
_CITED = "cite"
"""Strength of a cue that names whom another source cites; what is cited stands nearer to the words."""
_NAMING = frozenset({"a", "an", "the", "“", "‘", "''", '"', "'"})
_PLAIN = frozenset({"say", "claim", "report", "show", "insist", "admit", "confirm"})


def find_cues(tree: Tree, extent: ClauseExtent) -> list[CueHit]:
    """Return the cues of a sentence in order of their tokens."""
    lexicon = speech_lexicon()
    out: list[CueHit] = []
    for i, token in enumerate(tree.tokens):
        verbal = token.upos in {"VERB", "AUX"} or token.xpos in {"VBD", "VBZ", "VBP"}
        if verbal and token.deprel.partition(":")[0] not in _FUNCTION:
            hit = _verb(tree, extent, lexicon, i)
        elif token.upos in {"NOUN", "PROPN"}:
            hit = noun(tree, extent, lexicon, i)
        elif token.upos == "ADJ":
            hit = adjective(tree, extent, lexicon, i)
        elif token.upos == "ADV":
            hit = adverb(tree, extent, lexicon, i)
        else:
            hit = None
        if hit is not None:
            out.append(hit)
        if token.deprel.partition(":")[0] in {"case", "advmod", "advcl", "fixed", "acl", "mark"}:
            according = phrase(tree, extent, lexicon, i)
            if according is not None:
                out.append(according)
    return out


def cited(tree: Tree, hits: list[CueHit]) -> list[CueHit]:
    """Return the cues with one more for each source that another cites: "the agency said, *citing* the army"."""
    out: list[CueHit] = []
    sayings = {_as_saying(tree, h.token) for h in hits if h.strength == _CITED}
    for hit in hits:
        if hit.token in sayings:
            out.append(replace(hit, strength=_CITED))
            continue
        if hit.strength == _CITED:
            saying = _as_saying(tree, hit.token)
            if saying is not None:  # "television quoted a source *as saying that ...*"
                inner = next((h for h in hits if h.token == saying), None)
                if inner is not None:
                    out.append(replace(hit, strength="report", rule="speech.quoted", content=inner.content))
            continue  # whoever is cited is no content
        out.append(hit)
        if hit.source is None or not hit.content:
            continue
        near = [*tree.kids(hit.token, "advcl"), *tree.kids(hit.source, "acl", "advcl")]
        near += [
            k for a, b in hit.content for j in (a, b) for k in tree.kids(tree.tokens[j].head, "advcl") if k > hit.token
        ]
        for k in dict.fromkeys(near):
            named = tree.kid(k, "obj")
            if tree.has_lemma(k, "cite", "quote") and tree.tokens[k].xpos == "VBG" and named is not None:
                out.append(replace(hit, cue=(k, k), strength=_CITED, rule="speech.citing", source=named, quotes=False))
                break
    return out


def _as_saying(tree: Tree, v: int) -> int | None:
    """Return the "saying" of "quoted X as saying", or None."""
    below = [
        *tree.kids(v, "advcl", "xcomp", "obl"),
        *(j for k in tree.kids(v, "obj") for j in tree.kids(k, "acl", "advcl")),
    ]
    return next((k for k in below if tree.tokens[k].xpos == "VBG" and "as" in opening_lemmas(tree, k)), None)


def _cue_of(tree: Tree, lexicon: SpeechLexicon, i: int) -> tuple[Cue | None, tuple[int, int]]:
    """Return the lexicon's cue for a verb, a phrasal one first, and the tokens that it is made of."""
    lemma = lexicon.base("VERB", tree.tokens[i].text, tree.tokens[i].lemma)
    if lemma in lexicon.phrasal:
        for k in tree.kids(i):
            if k > i and k - i <= 3:
                found = lexicon.cue("VERB", f"{lemma} {tree.tokens[k].lemma.lower()}")
                if found is not None:
                    return found, (i, k) if k == i + 1 else (i, i)
    particle = tree.kid(i, "compound:prt")
    if particle is not None:
        # "call off" is not "call", but "speak out" is "speak".
        whole = lexicon.cue("VERB", f"{lemma} {tree.tokens[particle].lemma.lower()}")
        plain = lexicon.cue("VERB", lemma)
        word = tree.tokens[particle].lemma.lower()
        if whole is None and word not in {"out", "up", "back"} and not (plain is not None and plain.takes(f"+{word}")):
            return None, (i, i)
        return whole or plain, (i, i)
    return lexicon.cue("VERB", lemma), (i, i)


def _verb(tree: Tree, extent: ClauseExtent, lexicon: SpeechLexicon, v: int) -> CueHit | None:
    cue, words = _cue_of(tree, lexicon, v)
    if cue is None:
        return _unlisted(tree, extent, v)
    if tree.tokens[v].xpos == "VB" and v and tree.tokens[v - 1].xpos == "DT" and not tree.kids(v, "aux", "mark"):
        return None  # "called that *claim* “nonsense”": a noun, whatever the parser took it for
    passive = is_passive(tree, v)
    found = (
        _clause(tree, extent, cue, v, passive)
        or _around(tree, extent, cue, v)
        or (None if passive else _tail(tree, extent, cue, v))
        or _object(tree, extent, cue, v, passive)
    )
    quotes = cue.takes("quote")
    if found is None:
        if not quotes or passive:
            return None
        found = CueHit(
            token=v, cue=words, strength=cue.strength["quote"], rule=cue.rule["quote"], source=None, content=(),
            quotes=True,
        )  # fmt: skip
    source = agent(tree, v) if passive and not _speaks_in_passive(tree, v, cue) else find_source(tree, v)
    if source is not None and any(a <= source <= b for a, b in found.content) and not found.around:
        if source != subject_of_another(tree, v):
            source = None
        else:
            found = replace(found, content=said.without_source(tree, extent, found.content, source, v))
    whom = tree.kid(v, "iobj") if tree.kid(v, "iobj") is not None else tree.kid(v, "obj")
    if found.cue != (v, v):
        words = found.cue
    return replace(found, cue=words, source=source, quotes=quotes, addressee=whom if cue.takes(_TELLING) else None)


def _speaks_in_passive(tree: Tree, v: int, cue: Cue) -> bool:
    # "He was convinced that", "was persuaded": the subject is who holds it.
    return cue.lemma in {"convince", "persuade", "concern", "determine"} and tree.kid(v, "nsubj") is not None


def _before(tree: Tree, extent: ClauseExtent, v: int, first: int) -> tuple[tuple[int, int], ...]:
    """Return what stands before ", X said," where the content goes on after it."""
    subject = tree.kid(v, "nsubj")
    if subject is None or subject > v or first <= v or tree.tokens[v + 1].text != ",":
        return ()
    start = extent.left[subject]
    commas = start >= 2 and (tree.tokens[start - 1].text == "," or tree.tokens[start - 2].text == ",")
    words = [i for i in range(start) if tree.tokens[i].upos != "PUNCT"]
    # A phrase of time or place may stand before any clause ("On Monday, he said, ..."): it is the content's too.
    return ((words[0], words[-1]),) if commas and words else ()


def _clause(tree: Tree, extent: ClauseExtent, cue: Cue, v: int, passive: bool) -> CueHit | None:
    clauses = said.clauses(tree, v)
    if not clauses and cue.takes("quote"):
        beside = [k for k in tree.kids(v, "parataxis") if k > v and tree.tokens[k].upos in WORDS]
        # "nobody was charged, rebels fled": told by nobody, it is what is said only where a mark announces it
        announced = not passive or agent(tree, v) is not None or _announces(tree, v)
        clauses = [k for k in beside if announced and not said.is_set_apart(tree, k)]
    if not clauses and passive:
        clauses = [k for k in tree.kids(v, "csubj") if k > v]
    if not clauses and cue.takes("that"):
        # "said in a statement that ...": the parse may hang the clause on the statement.
        around = [j for k in tree.kids(v, "obl") if k > v for j in tree.kids(k, "acl", "ccomp", "acl:relcl")]
        clauses = [j for j in around if "that" in opening_lemmas(tree, j) and finite(tree, j)]
    if not clauses and cue.takes("that") and v + 1 < len(tree) and tree.tokens[v + 1].text.lower() == "that":
        # "adding that ...": the clause that "that" opens, wherever the parse hangs it.
        clauses = [tree.tokens[v + 1].head] if tree.is_rel(v + 1, "mark") and tree.tokens[v + 1].head > v else []
    if passive and agent(tree, v) is None and not (cue.takes("passive") or cue.takes(_TELLING)):
        clauses = []
    if clauses and (cue.takes("that") or cue.takes("quote")) and not _filler(tree, cue, v):
        frame = "that" if cue.takes("that") else "quote"
        first, last = extent.left[clauses[0]], extent.right[clauses[0]]
        if v + 1 < len(tree) and tree.tokens[v + 1].head == clauses[0] and tree.tokens[v + 1].text.lower() == "that":
            first = v + 1
        if clauses[0] < v:
            between = [extent.left[k] for k in tree.kids(v, "nsubj") if clauses[0] < k < v]
            last = min(last, v - 1, *(left - 1 for left in between))
            # "they met; nothing came of it, residents said": the saying is of the last clause
            stops = [i for i in range(first, last) if tree.tokens[i].text == ";"]
            first = stops[-1] + 1 if stops else first
        else:
            # "she said that ..., even as she urged": what she does beside it is not what she says
            beside = [i for i in range(first + 1, last) if tree.has_lemma(i, "even") and tree.has_lemma(i + 1, "as")]
            own = said.next_saying(tree, first, last)
            last = (
                own - 1
                if own is not None
                else beside[0] - 1
                if beside
                else max(last, *(extent.right[k] for k in said.shifted(tree, v, last)), last)
            )
        hit = take(extent, v, cue, frame, first, last)
        return replace(hit, content=(*_before(tree, extent, v, first), *hit.content))
    infinitives = [
        k
        for k in tree.kids(v, "xcomp", "advcl")
        if k > v and "to" in opening_lemmas(tree, k) and tree.tokens[k].upos in WORDS
    ]
    if not infinitives:
        return None
    inf = infinitives[0]
    if passive:
        subject = tree.kid(v, "nsubj")
        if cue.takes("passive") and tree.is_rel(inf, "xcomp"):
            hit = take(extent, v, cue, "passive", extent.left[inf], extent.right[inf])
            if subject is not None:
                hit = replace(hit, content=((extent.left[subject], extent.right[subject]), *hit.content))
            return hit
        return take(extent, v, cue, "whom-to", extent.left[inf], extent.right[inf]) if cue.takes("whom-to") else None
    whom = next((k for k in tree.kids(v, "obj", "iobj") if k < inf), None)
    if whom is None and cue.takes("to") and tree.is_rel(inf, "xcomp"):
        return take(extent, v, cue, "to", extent.left[inf], extent.right[inf])
    if whom is not None and cue.takes("whom-to") and whom > v:
        return take(extent, v, cue, "whom-to", extent.left[whom], extent.right[inf])
    return None


def _announces(tree: Tree, v: int) -> bool:
    """Say whether a colon or a quote mark follows a cue before the next verb."""
    for token in tree.tokens[v + 1 :]:
        if token.text == ":" or token.text in _QUOTES:
            return True
        if token.upos in {"VERB", "AUX"}:
            return False
    return False


def _around(tree: Tree, extent: ClauseExtent, cue: Cue, v: int) -> CueHit | None:
    """Read "..., officials said" and "as officials said": the content is what the cue's clause hangs on."""
    if not (cue.takes("quote") or cue.takes("that")) or tree.tokens[v].head < 0:
        return None
    frame = "that" if cue.takes("that") else "quote"
    host = tree.tokens[v].head
    if tree.is_rel(v, "parataxis"):
        if (
            tree.kid(v, "nsubj", "expl") is None
            and tree.kid(v, "obl:agent") is None
            and v + 1 < len(tree)
            and not _postposed(tree, v)
        ):
            return None
        if extent.right[v] + 2 >= len(tree):
            host = _clause_top(tree, host)
    elif tree.is_rel(v, "advcl") and opening_lemmas(tree, v) & {"as", "like"} and "quote" in cue.strength:
        none = tree.kid(v, "nsubj") is None and tree.kid(v, "obl:agent") is None
        if none or any(not tree.has_lemma(k, "it") for k in tree.kids(v, "obj", "xcomp")):  # "as she puts it"
            return None
        host = _clause_top(tree, host) if extent.left[v] == 0 else host
    else:
        return None
    content = extent.minus(extent.left[host], extent.right[host], extent.left[v], extent.right[v])
    return CueHit(
        token=v, cue=(v, v), strength=cue.strength[frame], rule=cue.rule[frame], source=None, content=content,
        around=True, quote_only=frame == "quote",
    )  # fmt: skip


def _filler(tree: Tree, cue: Cue, v: int) -> bool:
    """Say whether "you know" is no more than a pause."""
    subject = tree.kid(v, "nsubj")
    return cue.lemma in {"know", "see", "mean"} and subject is not None and tree.has_lemma(subject, "you")


def _tail(tree: Tree, extent: ClauseExtent, cue: Cue, v: int) -> CueHit | None:
    """Read what no relation names: ", X said" set off at the end, or a clause after "says" hung on otherwise."""
    if not cue.takes("that") or cue.default not in _PLAIN or not _has_subject(tree, v):
        return None
    tokens = tree.tokens
    rest = [i for i in range(v + 1, min(len(tree), v + _REACH)) if tokens[i].upos != "PUNCT"]
    subject = tree.kid(v, "nsubj")
    if subject is not None and subject < v and not rest and extent.left[subject] > 2:
        start = extent.left[subject]
        if tokens[start - 1].text in {",", "”", '"', "’"}:
            return take(extent, v, cue, "that", 0, start - 2)
    obj = tree.kid(v, "obj")
    if obj is None or obj < v or cue.default not in {"say", "claim"}:
        return None
    # "adding the rebels also demanded ...": what the parse calls an object is the subject of what is said.
    verb = obj + 1
    while verb < len(tree) and tokens[verb].upos in {"ADV", "PROPN", "AUX"} and tokens[verb].xpos != "MD":
        verb += 1
    if verb < len(tree) and tokens[verb].xpos in FINITE and tree.kid(verb, "nsubj") is None:
        return take(extent, v, cue, "that", v + 1, max(extent.right[v], extent.right[verb]))
    own = [i for i in rest if not extent.left[obj] <= i <= extent.right[obj]]
    if cue.lemma in {"say", "claim"} and any(tokens[i].xpos in FINITE for i in own):
        return take(extent, v, cue, "that", v + 1, max(extent.right[v], v + 1))
    return None


def _has_subject(tree: Tree, v: int) -> bool:
    return tree.kid(v, "nsubj") is not None or tree.is_rel(v, "conj", "acl:relcl", "advcl")


def _postposed(tree: Tree, v: int) -> bool:
    return any(k > v and tree.tokens[k].upos in {"PROPN", "NOUN", "PRON"} for k in tree.kids(v, "obj", "dep"))


def _clause_top(tree: Tree, i: int) -> int:
    """Climb to the main clause, but not out of a clause that another verb reports."""
    while tree.tokens[i].head >= 0 and not tree.is_rel(i, "ccomp", "acl:relcl"):
        i = tree.tokens[i].head
    return i


def _object(tree: Tree, extent: ClauseExtent, cue: Cue, v: int, passive: bool) -> CueHit | None:
    subject = tree.kid(v, "nsubj")
    if passive:
        # "X was condemned by Y for Z": X and Z are the content, if someone is named who says so.
        ends = [
            k
            for k in tree.kids(v, "obl", "xcomp", "advcl")
            if k > v and (cue.takes("+" + tree.case(k)) or (cue.takes("as") and "as" in opening_lemmas(tree, k)))
        ]
        frame = next((f for f in ("object", "as", *(f"+{tree.case(k)}" for k in ends)) if cue.takes(f)), None)
        if frame is None or subject is None or (agent(tree, v) is None and not (ends and cue.takes("passive"))):
            return None
        if frame == "as" and not ends:
            return None
        hit = take(extent, v, cue, frame, extent.left[subject], extent.right[subject])
        tail = tuple((extent.left[k], extent.right[k]) for k in ends[:1])
        return replace(hit, content=(*hit.content, *tail))
    obj = next((k for k in tree.kids(v, "obj") if k > v), None)
    tails = [k for k in tree.kids(v, "obl", "xcomp", "advcl", "nmod") if k > v]
    if obj is not None and cue.takes("as"):
        named = [k for k in tails if "as" in opening_lemmas(tree, k) and k > obj]
        if named:
            return take(extent, v, cue, "as", extent.left[obj], extent.right[named[0]])
    if obj is not None and cue.takes("name"):
        named = [
            k
            for k in tree.kids(v, "xcomp")
            if k > obj and tree.tokens[k].upos in WORDS and "to" not in opening_lemmas(tree, k)
        ]
        named = named or [
            k
            for k in tree.kids(v, "obj", "obl", "parataxis", "advcl")
            if k > obj and tree.tokens[k].upos in {"NOUN", "ADJ"} and not opening_lemmas(tree, k)
        ]
        marked = next(
            (j for j in range(obj + 1, min(extent.right[v] + 1, obj + _REACH)) if tree.tokens[j].text in _QUOTES), None
        )
        if not named and cue.default == "say" and marked is not None and marked < extent.right[v]:
            # "called the vote “a farce”": the quote marks show where the name begins.
            return take(extent, v, cue, "name", extent.left[obj], max(extent.right[obj], extent.right[marked + 1]))
        if not named and cue.default == "say" and tree.tokens[obj].upos != "PRON":
            # "calls the deal a mess", where the parse makes one phrase of the two.
            middle = next(
                (
                    k
                    for k in tree.kids(obj, "det", "punct")
                    if k > extent.left[obj] + 1 and tree.tokens[k].text in _NAMING
                ),
                None,
            )
            if middle is not None and middle < obj:
                named = [obj]
        if named:
            return take(extent, v, cue, "name", extent.left[obj], extent.right[named[0]])
    loose = next((w for w in _loose(tree, v) if cue.takes(f"+{w}")), None)
    if (
        loose is not None
        and (aim := next((k for k in tree.kids(v, "obj", "obl", "advcl", "xcomp") if k > v), None)) is not None
    ):
        # "called on them to", "called for it to be": the parse hangs the preposition on the verb.
        ends = [
            extent.right[k]
            for k in tree.kids(v, "obj", "obl", "advcl", "xcomp")
            if k >= aim and (k == aim or "to" in opening_lemmas(tree, k))
        ]
        return take(extent, v, cue, f"+{loose}", extent.left[aim], max(ends))
    if obj is None and cue.takes("name") and not passive:
        # A small clause with a subject of its own, or "what X called a mess".
        small = next((k for k in tree.kids(v, "xcomp", "ccomp") if k > v and "to" not in opening_lemmas(tree, k)), None)
        if small is not None and (extent.left[small] < small or tree.is_rel(v, "acl:relcl")):
            return take(extent, v, cue, "name", extent.left[small], extent.right[small])
    by_case = [(k, c) for k in tails if (c := preposition(tree, k, cue)) is not None]
    if by_case and not (obj is not None and cue.takes("object")):
        k, c = by_case[0]
        first = extent.left[obj] if obj is not None and not cue.takes(_TELLING) else extent.left[k]
        last = max(extent.right[k], *(extent.right[t] for t in tree.kids(k, "conj")), extent.right[k])
        if c in {"on", "upon"}:
            # "called on X to do Y"
            last = max(
                [last, *(extent.right[t] for t in tree.kids(v, "xcomp", "advcl") if "to" in opening_lemmas(tree, t))]
            )
        return _prepositional(tree, extent, v, take(extent, v, cue, f"+{c}", first, last), k)
    if (
        obj is not None
        and cue.takes("object")
        and tree.tokens[obj].upos in {"NOUN", "PROPN", "PRON", "VERB", "ADJ", "NUM"}
    ):
        if tree.tokens[obj].xpos in {"WDT", "WP"} or "Reflex" in tree.tokens[obj].xpos:
            return None
        last = max([extent.right[obj], *(extent.right[k] for k, _ in by_case)])
        # "praised the army" takes it for granted, "criticised the army for firing" says that it did
        return take(extent, v, cue, f"+{by_case[0][1]}" if by_case else "object", extent.left[obj], last)
    gerund = next((k for k in tree.kids(v, "xcomp") if k > v and tree.tokens[k].xpos == "VBG"), None)
    if gerund is not None and cue.takes("object"):
        return take(extent, v, cue, "object", extent.left[gerund], extent.right[gerund])
    return None


def _prepositional(tree: Tree, extent: ClauseExtent, v: int, hit: CueHit, k: int) -> CueHit:
    """Count the preposition to the cue, not to the content: "called for | a ceasefire"."""
    marks = [m for m in tree.kids(k, "case", "mark") if m < k]
    if hit.content and marks and hit.content[0][0] == marks[0] == extent.left[k] and hit.content[0][1] > marks[-1]:
        (_, last), *rest = hit.content
        cue = (v, marks[-1]) if marks[0] == v + 1 else hit.cue
        return replace(hit, cue=cue, content=((marks[-1] + 1, last), *rest))
    return hit


def _loose(tree: Tree, v: int) -> list[str]:
    return [tree.tokens[k].lemma.lower() for k in tree.kids(v, "mark", "case", "compound:prt") if k > v]


def _unlisted(tree: Tree, extent: ClauseExtent, v: int) -> CueHit | None:
    """Read any verb as a cue of direct speech where it stands as one: "Go home!" she laughed."""
    if (
        not tree.is_rel(v, "parataxis")
        or tree.kid(v, "nsubj") is None
        or tree.kid(v, "ccomp", "obj", "xcomp") is not None
    ):
        return None
    if tree.tokens[v].xpos not in FINITE:
        return None
    return CueHit(
        token=v,
        cue=(v, v),
        strength="say",
        rule="speech.unlisted",
        source=find_source(tree, v),
        content=(),
        quotes=True,
    )
