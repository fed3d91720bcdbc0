"""The arguments of a trigger under the names of the lexicon's slots (see ``dateline.lexicon.predicates``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dateline.claim import verbal
from dateline.claim.clause import agents, antecedent, is_passive, is_somebody, lemmas_of, objects, surface_subject
from dateline.claim.listing import COMPANY, spread
from dateline.lexicon import syntax
from dateline.lexicon.predicates import Pos
from dateline.tree import Tree

Slots = dict[str, tuple[int, ...]]

_AIMED = frozenset({"against", "into"})
"""Prepositions whose phrase on the subject of a passive is of the verb: "a probe *into the fire* was opened"."""
_STRANDED = {"at": "at", "on": "on", "upon": "on"}
_REACH = frozenset({"from", "to", "on", "against", "into"})
"""Prepositions whose phrase reaches past what a noun is of to the noun itself."""
_TOLD = frozenset({"on", "upon", "to", "with"})
"""Prepositions of whom somebody tells to do something: "called *on the army* to stop"."""
_WHEN = frozenset({"on", "in", "at", "over", "by"})
"""Prepositions that mark times as well as arguments."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A trigger's arguments. ``slots`` maps a slot to token heads in order, empty slots are absent.

    ``light`` is the light verb (or verb of occurrence) above an event noun, ``undergoer`` is the
    slot of who suffers or faces it. ``loose`` names slots that were
    filled by a phrase attached elsewhere, ``oddities`` what makes the reading less sure.
    """

    trigger: int
    pos: Pos
    slots: Mapping[str, tuple[int, ...]]
    passive: bool = False
    light: int | None = None
    occurs: bool = False
    loose: frozenset[str] = frozenset()
    oddities: tuple[str, ...] = ()


def read(
    tree: Tree, trigger: int, pos: Pos, light_verbs: frozenset[str] = frozenset(), *, cased: bool = False
) -> Frame:
    """Read the frame of the token ``trigger`` as a verb, an event noun or an adjective.

    ``cased`` says that the noun tells of an event by the preposition before it ("under siege"): what it is said of
    is then an argument.
    """
    if pos == "verb":
        return _verb(tree, trigger)
    if pos == "noun":
        return _noun(tree, trigger, light_verbs, cased)
    return _adjective(tree, trigger)


def _prepositions(tree: Tree, head: int, *rels: str) -> Slots:
    """Return the phrases on ``head`` by preposition; several with one preposition are kept in order."""
    out: dict[str, list[int]] = {}
    for k in tree.kids(head, *rels):
        case = tree.case(k)
        if not case and tree.is_rel(k, "nmod:poss"):
            continue
        if not case and tree.tokens[k].upos == "NOUN" and verbal.to_of(tree, k) is not None:
            case = "to"  # "open to talks": the parser took the noun for a verb
        if case in _WHEN and tree.tokens[k].entity.endswith("TIME"):
            continue  # "called the envoy on Tuesday": a time is no argument
        if case and case not in {"'s", "’s", "'"}:
            out.setdefault(case, []).extend(spread(tree, [k]))
    for k in tree.kids(head, "conj"):  # "the murder of the judge and *of the mayor*", hung from the murder
        if tree.case(k) in out and tree.case(k) != tree.case(head):
            out[tree.case(k)].extend(spread(tree, [k]))
    return {case: tuple(dict.fromkeys(heads)) for case, heads in out.items()}


def _complements(tree: Tree, head: int) -> Slots:
    slots: Slots = {}
    for rel in ("xcomp", "ccomp"):
        kept = [k for k in tree.kids(head, rel) if tree.tokens[k].upos not in {"PUNCT"} and not is_somebody(tree, k)]
        found = spread(tree, kept)
        if found:
            slots[rel] = found
    if "xcomp" not in slots and tree.kid(head, "obj") is not None:
        # "found the guard *guilty*", taken for a clause, though it has no subject of its own
        bare = [
            k
            for k in slots.get("ccomp", ())
            if tree.tokens[k].upos == "ADJ" and not tree.kids(k, "nsubj", "cop", "mark")
        ]
        if bare:
            slots["xcomp"] = tuple(bare)
    for k in tree.kids(head, "xcomp", "advcl"):
        opening = {tree.tokens[m].lemma.lower() for m in tree.kids(k, "mark")}
        if {"for", "to"} <= opening:
            slots["for"] = spread(tree, [k])  # "called *for the tax to be scrapped*"
    if "ccomp" not in slots and "xcomp" not in slots:
        # "demanded at a meeting *that he go*", hung from the meeting
        said = [j for k in tree.kids(head, "obl") for j in tree.kids(k, "ccomp", "acl") if k > head]
        that = [j for j in said if any(tree.has_lemma(m, "that") for m in tree.kids(j, "mark"))]
        if that and not tree.is_rel(that[0], "acl:relcl"):
            slots["ccomp"] = spread(tree, that[:1])
    if "xcomp" not in slots and "ccomp" not in slots:
        # What follows the verb at once is its complement, though the parser took it for an adjunct ("denied lying").
        for k in tree.kids(head, "advcl"):
            marks = tree.kids(k, "mark")
            past = k == head + 2 and tree.is_rel(head + 1, "compound:prt")  # "ruled out *leaving*"
            gerund = not marks and tree.tokens[k].xpos == "VBG" and (k == head + 1 or past)
            to = len(marks) == 1 and tree.has_lemma(marks[0], "to")
            # "agreed on Monday *to leave*"
            timed = to and marks[0] > head and all(_is_when(tree, i) for i in range(head + 1, marks[0]))
            deciding = timed and tree.has_lemma(head, *syntax.load().undertaking)
            if gerund or (to and marks == [head + 1]) or deciding:
                slots["xcomp"] = spread(tree, [k])
    return slots


def _is_when(tree: Tree, i: int) -> bool:
    """Say whether a word is part of a phrase of time, or an adverb."""
    head = tree.tokens[i].head
    return _is_time(tree, i) or tree.tokens[i].upos == "ADV" or (tree.is_rel(i, "case") and _is_time(tree, head))


def _is_time(tree: Tree, i: int) -> bool:
    return tree.tokens[i].entity.endswith("TIME")


def _told(tree: Tree, verb: int, slots: Slots) -> int | None:
    """Return what somebody is told to do, where the parser took it for a purpose or hung it from whom it is told."""
    if "xcomp" in slots or "ccomp" in slots or not tree.has_lemma(verb, *syntax.load().infinitive):
        return None
    hosts = list(slots.get("obj", ())[:1]) or [k for k in tree.kids(verb, "obl") if tree.case(k) in _TOLD]
    for host in hosts:
        within = [j for c in tree.kids(host, "acl") for j in tree.kids(c, "advcl", "xcomp") if _is_past(tree, c, j)]
        for k in (*tree.kids(verb, "advcl"), *tree.kids(host, "acl"), *within):
            marks = tree.kids(k, "mark")
            bare = k > host > verb and tree.tokens[k].xpos == "VB" and tree.kid(k, "nsubj") is None
            if not (bare and marks and tree.has_lemma(marks[0], "to") and not tree.kids(k, "obl:agent")):
                continue
            between = range(host + 1, marks[0])
            # "ordered the paper, *which backs the rebels*, to close": what is said of the host may stand between
            said = {i for c in tree.kids(host, "acl", "appos", "nmod") if c < k for i in tree.under(c)}
            commas = sum(tree.tokens[i].text == "," for i in between)
            open_ = [i for i in between if i not in said and not (commas > 1 and tree.tokens[i].text == ",")]
            if not any(tree.tokens[i].upos in {"PUNCT", "VERB"} for i in open_) and not any(
                _is_time(tree, i) for i in between
            ):
                return k
    return None


def _is_past(tree: Tree, clause: int, k: int) -> bool:
    """Say whether an infinitive stands behind a clause it was hung from: after its comma, or after a participle."""
    before = min(tree.kids(k, "mark"), default=k) - 1
    return tree.tokens[before].text == "," or tree.tokens[clause].xpos == "VBG"


def _verb(tree: Tree, verb: int) -> Frame:
    slots: Slots = {}
    oddities: list[str] = []
    passive = is_passive(tree, verb)
    subject = surface_subject(tree, verb)
    heads = tuple(h for h in subject.heads if h != verb)
    if not passive and subject.how == "own" and tree.tokens[verb].xpos == "VBN" and tree.kid(verb, "aux") is None:
        oddities.append("participle without auxiliary")
    if passive:
        by = agents(tree, verb)
        if by:
            slots["subj"] = by
        direct = tree.kids(verb, "obj")
        if direct:  # "was given X", "was granted X"
            slots["obj"] = spread(tree, direct[:1])
            if heads:
                slots["iobj"] = heads
        elif heads:
            slots["obj"] = heads
    else:
        if heads:
            slots["subj"] = heads
        direct_heads, shared = objects(tree, verb)
        if direct_heads:
            slots["obj"] = tuple(h for h in direct_heads if h not in heads) or direct_heads
        if shared:
            oddities.append("object shared")
        direct = [k for k in tree.kids(verb, "obj") if k > verb]
        indirect = tree.kids(verb, "iobj")
        listed = len(direct) == 2 and any(tree.tokens[i].text == "," for i in range(direct[0], direct[1]))
        verbless = len(direct) == 2 and not any(tree.tokens[i].upos == "VERB" for i in range(direct[0], direct[1]))
        if listed:
            slots["obj"] = spread(tree, direct[:1])  # "halt *raids*, exchange hostages": a list misread
        elif verbless and not indirect:  # "gave *the envoy* a mandate": the parser gave both the same name
            slots["obj"], indirect = spread(tree, direct[1:]), direct[:1]
        if indirect:
            slots["iobj"] = spread(tree, indirect[:1])
            slots.setdefault("obj", slots["iobj"])  # "asked the envoy to leave": the only object, by whatever name
    slots.update(_complements(tree, verb))
    told = _told(tree, verb, slots)
    if told is not None:
        slots["xcomp"] = spread(tree, [told])
    after = verb + 1
    if "xcomp" not in slots and after < len(tree) and tree.has_lemma(after, *syntax.load().results):
        slots["xcomp"] = (after,)  # "shot dead two men": the parser takes the result for an attribute
    if "xcomp" not in slots:
        late = [k for h in slots.get("obj", ())[:1] for k in tree.under(h) if _is_result(tree, k)]
        if late:
            slots["xcomp"] = (late[0],)  # "left 12 dead", "left 12 men of the guard dead"
    loose: set[str] = set()
    for case, found in _prepositions(tree, verb, "obl", "nmod").items():
        if not (passive and case == "by" and slots.get("subj") == found):
            slots.setdefault(case, found)
    stranded = _stranded(tree, verb) if passive else None
    if stranded is not None and heads and slots.get("obj") == heads:
        slots.setdefault(stranded, slots.pop("obj"))  # "the convoy was fired *at*"
    for case in COMPANY & slots.keys():
        beside = "obj" if passive or slots[case][0] > verb else "subj"
        if not passive and _is_thing(tree, slots.get("obj", ())) and not _is_thing(tree, slots[case]):
            beside = "subj"  # "the mayor held a rally along with the governor"
        if beside in slots:
            slots[beside] = tuple(dict.fromkeys((*slots[beside], *slots[case])))
    for k in tree.kids(verb, "advcl", "advmod"):
        # "accused of killing", "calls for ending": a gerund after a preposition fills the slot of the preposition.
        marks = [tree.tokens[m].lemma.lower() for m in tree.kids(k, "mark", "case")]
        if tree.tokens[k].xpos == "VBG" and marks and marks[0] not in slots:
            slots[marks[0]] = spread(tree, [k])
    for obj in slots.get("obj", ()):  # "sent food and tents *to the camp*"; "evidence *against him* was shown"
        for case, found in _prepositions(tree, obj, "nmod").items():
            if case != "of" and case not in slots and (not passive or case in _AIMED):
                slots[case] = found
                loose.add(case)
    measured = next((slot for slot in ("out of", "out", "of") if slot in slots), None)
    if tree.kid(verb, "compound:prt", "advmod") == verb + 1:
        measured = None  # "pull *out* of the last five hills"
    counted = measured is not None and any(tree.kids(h, "nummod") for h in slots[measured])
    if measured is not None and counted and not passive and "obj" not in slots:
        slots["obj"] = slots[measured]  # "captured about 30 out of 90 districts", hung from the verb
    if measured is not None and any(tree.tokens[h].upos == "NUM" for h in slots.get("obj", ())):
        slots["obj"] = (*slots["obj"], *slots[measured])  # "captured 30 out of 90 districts"
    if tree.is_rel(verb, "conj") and not (slots.keys() - {"subj", "obj", "iobj", "xcomp", "ccomp"}):
        # A phrase after the last of coordinated verbs may hang from the first.
        head = tree.tokens[verb].head
        if tree.tokens[head].upos == "VERB":
            for case, found in _prepositions(tree, head, "obl").items():
                if found[0] > verb and case != "by" and case not in slots:
                    slots[case] = found
                    loose.add(case)
    for obj in slots.get("obj", ())[:1] if not passive and "of" not in slots else ():
        # "took control of the town", "stripped him of office": what the noun is of is the verb's as well
        found_of = _prepositions(tree, obj, "nmod").get("of")
        if found_of is not None:
            slots["of"] = found_of
            loose.add("of")
    said = [k for k in tree.kids(verb, "advcl") if verb < k and _is_saying(tree, k)]
    if said:
        slots["saying"] = tuple(said)
    if tree.is_rel(verb, "dep", "orphan", "reparandum", "goeswith"):
        oddities.append("odd attachment")
    return Frame(
        trigger=verb, pos="verb", slots=slots, passive=passive, loose=frozenset(loose), oddities=tuple(oddities)
    )


def _is_saying(tree: Tree, k: int) -> bool:
    """Say whether a participle tells what is said in doing so: "attacked the mayor, *claiming* he had lied"."""
    return tree.tokens[k].xpos == "VBG" and not tree.kids(k, "mark") and tree.has_lemma(k, *syntax.load().saying)


def _stranded(tree: Tree, verb: int) -> str | None:
    """Return the preposition that stands alone after a passive verb: its noun is the subject."""
    after = verb + 1
    if after >= len(tree) or tree.tokens[after].upos != "ADP" or tree.tokens[after].lemma.lower() not in _STRANDED:
        return None
    alone = tree.tokens[after].head == verb and tree.is_rel(after, "obl", "advmod")
    next_to_last = after + 1 < len(tree) and tree.tokens[after + 1].upos == "ADP"
    return _STRANDED[tree.tokens[after].lemma.lower()] if alone or next_to_last else None


def _is_thing(tree: Tree, heads: tuple[int, ...]) -> bool:
    """Say whether the first of the heads is a common noun without a name and no number."""
    return bool(heads) and tree.tokens[heads[0]].upos == "NOUN" and tree.tokens[heads[0]].entity == "O"


def _is_result(tree: Tree, k: int) -> bool:
    """Say whether an attribute stands after its noun and tells what came of it."""
    return tree.is_rel(k, "amod") and tree.tokens[k].head < k and tree.has_lemma(k, *syntax.load().results)


def taken_particle(tree: Tree, verb: int) -> str | None:
    """Return a particle right after a verb that the parser took for a preposition ("sealed *off* the road")."""
    after = verb + 1
    if after >= len(tree) or not tree.is_rel(after, "case") or tree.kid(verb, "obj", "aux:pass") is not None:
        return None
    head = tree.tokens[after].head
    marked = tree.is_rel(head, "obl") and tree.tokens[head].head == verb and tree.kids(head, "case") == [after]
    return tree.tokens[after].lemma.lower() if marked else None


def misread_particle(tree: Tree, noun: int) -> str | None:
    """Return the particle after a verb that the parser took for a noun: "that Kesra *hand over* three men"."""
    words = syntax.load().handing
    after = noun + 1
    if after >= len(tree) or tree.tokens[noun].upos != "NOUN" or not tree.has_lemma(noun, *words):
        return None
    particle = tree.tokens[after].lemma.lower()
    own = tree.kids(noun, "det", "amod", "nummod", "nmod:poss", "case")
    plain = all(tree.has_lemma(k, "that") for k in own)  # the conjunction, taken for a determiner
    return particle if plain and particle in words[tree.tokens[noun].lemma.lower()] else None


def read_misread(tree: Tree, noun: int, particle: str) -> Frame:
    """Read the frame of a verb that the parser took for a noun: who stands before it, and what after its particle."""
    slots: Slots = {}
    before = [k for k in tree.kids(noun, "compound", "nsubj") if k < noun]
    after = [k for k in tree.kids(noun, "nmod", "obl", "obj") if k > noun + 1 and tree.case(k) in {particle, ""}]
    if not before and tree.is_rel(noun, "obl", "conj", "nsubj") and tree.tokens[noun - 1].upos in {"NOUN", "PROPN"}:
        before = [noun - 1]
    if not after and tree.tokens[noun + 1].head > noun + 1:
        after = [tree.tokens[noun + 1].head]
    if before:
        slots["subj"] = spread(tree, before[:1])
    if after:
        slots["obj"] = spread(tree, after[:1])
    return Frame(trigger=noun, pos="verb", slots=slots, oddities=("odd attachment",))


def host(tree: Tree, noun: int, light_verbs: frozenset[str]) -> tuple[int, bool] | None:
    """Return the light verb or verb of occurrence that carries an event noun, and whether it is the latter."""
    words = syntax.load()
    light_verbs = light_verbs | words.undergo | words.observe
    first = noun
    while (
        tree.is_rel(first, "conj")
        and tree.tokens[first].head >= 0
        and tree.tokens[tree.tokens[first].head].upos in {"NOUN", "PROPN"}
    ):
        first = tree.tokens[first].head
    above = tree.tokens[first].head
    if (
        above >= 0
        and tree.is_rel(first, "nmod")
        and tree.case(first) == "of"
        and tree.has_lemma(above, *words.partitive)
    ):
        first = above  # "launched a series of attacks"
    token = tree.tokens[first]
    if token.head >= 0 and tree.is_rel(first, "obj", "nsubj", "obl"):
        verb = token.head
        lemmas = lemmas_of(tree, verb)
        if tree.is_rel(first, "obl"):
            if any(f"{lemma}_{tree.case(first).replace(' ', '_')}" in light_verbs for lemma in lemmas):
                return verb, False
        elif not light_verbs.isdisjoint(lemmas) and (
            tree.is_rel(first, "obj", "nsubj:pass") or (tree.is_rel(first, "nsubj") and is_passive(tree, verb))
        ):
            return verb, False
        elif (tree.is_rel(first, "nsubj") and not words.occurrence.isdisjoint(lemmas)) or (
            tree.is_rel(first, "nsubj")
            and any(
                tree.has_lemma(k, *words.occurrence_object.get(lemmas[0], ()))
                for k in tree.kids(verb, "obj", "compound")
            )
        ):
            return verb, True
    for k in tree.kids(noun, "acl"):
        if not light_verbs.isdisjoint(lemmas_of(tree, k)) and (is_passive(tree, k) or noun in objects(tree, k)[0]):
            return k, False
    return None


def _noun(tree: Tree, noun: int, light_verbs: frozenset[str], cased: bool) -> Frame:
    slots: Slots = {}
    owners = tree.kids(noun, "nmod:poss")
    if owners:
        slots["poss"] = spread(tree, owners[-1:])  # "the candidate X's murder": the name, where both hang from the noun
    before = [k for k in tree.kids(noun, "compound", "amod", "nmod:desc", "nmod:unmarked") if k < noun]
    for k in [k for k in before if tree.has_lemma(k, *syntax.load().leading)]:
        before += tree.kids(k, "compound", "obl", "nsubj", "nmod")  # "a *Ruritanian*-led raid"
    if before:
        slots["comp"] = tuple(reversed(before))
    for case, found in _prepositions(tree, noun, "nmod", "obl").items():
        slots.setdefault(case, found)
    for k in tree.kids(noun, "acl", "ccomp"):
        token = tree.tokens[k]
        if tree.is_rel(k, "acl:relcl"):
            continue
        marks = [tree.tokens[m].lemma.lower() for m in tree.kids(k, "mark")]
        if "to" in marks and token.xpos in {"VB", "VBN", "VBG"}:
            slots.setdefault("xcomp", spread(tree, [k]))
        elif "that" in marks:
            slots.setdefault("ccomp", spread(tree, [k]))
        elif token.xpos == "VBG" and marks:
            slots.setdefault(marks[0], spread(tree, [k]))
    loose: set[str] = set()
    for below in slots.get("of", ())[:1]:  # "the withdrawal of troops *from the valley*", hung from the troops
        for case, found in _prepositions(tree, below, "nmod").items():
            if case not in slots and case in _REACH:
                slots[case] = found
                loose.add(case)
    head = tree.tokens[noun].head
    if "by" not in slots and tree.is_rel(noun, "obj") and not is_passive(tree, head):
        # "is investigating the massacre *by a militia*", hung from the verb, which is active and done by its subject
        late = [k for k in tree.kids(head, "obl") if k > noun and tree.case(k) == "by"]
        if late and not tree.tokens[late[0]].entity.endswith("TIME"):
            slots["by"] = spread(tree, late[:1])
            loose.add("by")
    slots.update(_predicated(tree, noun, cased))
    above = host(tree, noun, light_verbs)
    if above is None:
        oddities = ("odd attachment",) if tree.is_rel(noun, "dep", "orphan") else ()
        return Frame(trigger=noun, pos="noun", slots=slots, oddities=oddities)
    verb, occurs = above
    upper = _verb(tree, verb)
    lemmas = frozenset(lemmas_of(tree, verb))
    words = syntax.load()
    if lemmas & words.undergo:  # "faced an attack", "the attack was suffered by"
        if "subj" in upper.slots:
            slots["undergoer"] = upper.slots["subj"]
    elif lemmas & words.engaged and upper.passive:
        if "obj" in upper.slots:
            slots["lsubj"] = upper.slots["obj"]
    elif not occurs and not lemmas & words.observe:
        for slot in ("subj", "obj", "iobj"):
            found = tuple(h for h in upper.slots.get(slot, ()) if h != noun and noun not in spread(tree, [h]))
            if found:
                slots[f"l{slot}"] = found
    for slot, found in upper.slots.items():
        inside = tuple(h for h in found if h != noun)
        if slot in {"subj", "obj", "iobj", "ccomp", "xcomp"} or slot in slots or not inside:
            continue
        slots[slot] = inside
        loose.add(slot)
    return Frame(
        trigger=noun, pos="noun", slots=slots, light=verb, occurs=occurs, passive=upper.passive, loose=frozenset(loose)
    )


def _predicated(tree: Tree, noun: int, cased: bool) -> Slots:
    """Return what a noun is said of: "the town is under siege", "the town under siege", "put the town under siege"."""
    own = tree.kids(noun, "nsubj:outer") or tree.kids(noun, "nsubj", "nsubj:pass")
    if own:
        return {"subj": spread(tree, [antecedent(tree, own[0])])}
    called = _called(tree, noun)
    if called:
        return called
    head = tree.tokens[noun].head
    if not cased or head < 0:
        return {}
    if tree.is_rel(noun, "nmod"):
        return {"subj": (head,)}
    if tree.is_rel(noun, "obl", "xcomp") and tree.tokens[head].upos == "VERB":
        upper = _verb(tree, head).slots
        if "obj" not in upper and "subj" in upper and tree.has_lemma(head, *syntax.load().standing):
            return {"subj": upper["subj"]}  # "the town remains under siege"
        return {f"l{slot}": upper[slot] for slot in ("subj", "obj", "iobj") if slot in upper}
    return {}


def _called(tree: Tree, word: int) -> Slots:
    """Return of whom a word is said by somebody, and by whom: "they called *it* a lie", "described *it* as false"."""
    verb = tree.tokens[word].head
    if verb < 0 or not tree.has_lemma(verb, *syntax.load().calling) or is_passive(tree, verb):
        return {}
    if not (tree.is_rel(word, "xcomp") or (tree.is_rel(word, "obl", "advcl") and _opened(tree, word) == "as")):
        return {}
    upper = {"subj": surface_subject(tree, verb).heads, "obj": objects(tree, verb)[0]}
    if not upper["obj"]:
        return {}
    return {"subj": upper["obj"], **({"lsubj": upper["subj"]} if upper["subj"] else {})}


def _opened(tree: Tree, word: int) -> str:
    return " ".join(tree.tokens[k].lemma.lower() for k in tree.kids(word, "case", "mark"))


def _adjective(tree: Tree, adjective: int) -> Frame:
    slots: Slots = _called(tree, adjective)
    if slots:
        return Frame(trigger=adjective, pos="adj", slots=slots)
    if tree.is_rel(adjective, "amod"):
        head = tree.tokens[adjective].head
        slots["subj"] = (head,)
    else:
        subject = surface_subject(tree, adjective)
        heads = tuple(antecedent(tree, h) for h in subject.heads if h != adjective)
        if heads:
            slots["subj"] = heads
    for case, found in _prepositions(tree, adjective, "obl", "nmod").items():
        slots.setdefault(case, found)
    slots.update(_complements(tree, adjective))
    return Frame(trigger=adjective, pos="adj", slots=slots)
