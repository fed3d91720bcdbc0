"""Who does what in a clause: voice, surface subject and logical arguments of a verb, read off its tree.

The subject that a verb does not have itself is looked for where English grammar leaves it: at the first of
coordinated verbs, at the verb that controls an infinitive or gerund, at the noun that a clause modifies.
"""

from __future__ import annotations

from dataclasses import dataclass

from dateline.claim.listing import joined, spread
from dateline.claim.stem import stems
from dateline.lexicon import numbers, syntax
from dateline.tree import Tree

_RELATIVE = frozenset({"WDT", "WP"})
_CLAUSES = frozenset({"acl", "advcl", "ccomp", "conj", "parataxis", "appos"})
_PLURAL = frozenset({"are", "were", "have"})
_DEPTH = 12
"""How many steps a subject is followed; deeper chains are parse errors or not worth the guess."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Heads of a surface subject (empty if none was found) and how it was found: ``own``, ``conj``, ``control`` ..."""

    heads: tuple[int, ...] = ()
    how: str = "none"
    logical: str = "subj"
    """``subj``, or ``obj`` where the heads are the logical object of the verb (a past participle's noun)."""


def lemmas_of(tree: Tree, verb: int) -> tuple[str, ...]:
    """Return what the lemma of a verb may be, with its particle: ``carry_out``."""
    word = tree.tokens[verb]
    particle = tree.kid(verb, "compound:prt")
    tail = "" if particle is None else f"_{tree.tokens[particle].lemma.lower()}"
    return tuple(f"{lemma}{tail}" for lemma in dict.fromkeys((word.lemma.lower(), *stems(word.text.lower()))))


def antecedent(tree: Tree, i: int) -> int:
    """Return the noun that a relative pronoun stands for; ``i`` itself if it is none."""
    token = tree.tokens[i]
    relative = token.xpos in _RELATIVE or (token.lemma.lower() == "that" and token.upos in {"PRON", "SCONJ"})
    if not relative:
        return i
    for j in [i, *tree.up(i)]:
        if tree.is_rel(j, "acl:relcl") and tree.tokens[j].head >= 0:
            return _subject_of_predicate(tree, _relative_head(tree, j, i))
    return i


def _relative_head(tree: Tree, clause: int, pronoun: int) -> int:
    """Return the noun that a relative clause is of: the nearest, where its number or an earlier clause asks for it.

    "The cry of all *nations* that condemn": a plural verb is not said of "cry". "The council, which is run by the
    *party*, which governs": the second of two clauses that nothing joins is of the noun right before it.
    """
    head = tree.tokens[clause].head
    near = pronoun - 1
    while near > head and tree.tokens[near].upos == "PUNCT":
        near -= 1
    while tree.is_rel(near, "flat", "compound", "appos") and tree.tokens[near].head > head:
        near = tree.tokens[near].head
    if near <= head or tree.tokens[near].upos not in {"NOUN", "PROPN"}:
        return head
    clauses = [k for k in tree.kids(head, "acl:relcl") if k < clause]
    if clauses and tree.kid(clause, "cc") is None and near > clauses[-1]:
        return near
    finite = {tree.tokens[k].text.lower() for k in tree.kids(clause, "aux", "aux:pass", "cop")}
    plural = tree.tokens[clause].xpos == "VBP" or bool(finite & _PLURAL)
    plain = tree.tokens[head].xpos in {"NN", "NNP"} and not any(tree.kids(head, "conj"))
    return near if plural and plain and tree.tokens[near].xpos in {"NNS", "NNPS"} else head


def _subject_of_predicate(tree: Tree, noun: int) -> int:
    """Return whom a noun is said of: "Arland is the *country* that broke the pact" tells of Arland."""
    own = tree.kids(noun, "nsubj")
    if tree.kid(noun, "cop") is None or not own or tree.tokens[own[0]].upos not in {"PROPN", "NOUN"}:
        return noun
    plural = tree.tokens[noun].xpos == "NNS"
    return noun if plural or tree.is_rel(own[0], "expl") else own[0]


def is_passive(tree: Tree, verb: int) -> bool:
    """Say whether a verb is passive: by its auxiliary or subject, as a participle, or as a bare headline participle."""
    token = tree.tokens[verb]
    if tree.kid(verb, "aux:pass") is not None:
        return True
    if tree.has_lemma(verb, *syntax.load().intransitive):
        return False  # "the premier on Monday reneged on the pact"
    if _is_calling(tree, verb):
        return False
    if any(k < verb for k in tree.kids(verb, "nsubj:pass", "csubj:pass")):
        # "the rebels freed nine men" whose subject was misread: a past tense with its object after it is active
        given = tree.has_lemma(verb, *syntax.load().giving) and tree.kid(verb, "compound:prt") is None
        active = token.xpos == "VBD" or (token.xpos == "VBN" and not given)
        # so is "two men fired at the car"
        after = [k for k in tree.kids(verb, "obl") if k > verb and tree.tokens[k].entity == "O"]
        aimed = any(tree.case(k) == "at" for k in after)
        with_object = any(k > verb for k in tree.kids(verb, "obj"))
        return not ((active and with_object) or (token.xpos == "VBD" and aimed))
    if _is_headline_participle(tree, verb):
        return True
    if (
        token.xpos != "VBN"
        or _late_object(tree, verb) is not None
        or any(tree.has_lemma(a, "have", "'ve", "’ve") for a in tree.kids(verb, "aux"))
    ):
        return False
    if tree.is_rel(verb, "amod"):
        return True
    if tree.is_rel(verb, "acl") and tree.kid(verb, "obj") is not None and verb < min(tree.kids(verb, "obj")):
        return False  # a participle that takes an object is a past tense that was misread, as in headlines
    if _is_main(tree, verb):
        return False
    if tree.is_rel(verb, "acl", "advcl", "xcomp", "dep") and not tree.is_rel(verb, "acl:relcl"):
        return tree.kid(verb, "aux", "nsubj") is None
    if tree.is_rel(verb, "conj") and tree.kid(verb, "nsubj", "aux", "cop") is None:
        head = tree.tokens[verb].head
        return is_passive(tree, head) if tree.tokens[head].upos in {"VERB", "AUX"} else tree.kid(verb, "obj") is None
    return tree.kid(verb, "aux", "obj", "ccomp") is None


def _is_calling(tree: Tree, verb: int) -> bool:
    """Say whether a past tense with its own preposition was taken for a passive without auxiliary.

    "The union's chief, a former judge, *called for* a strike": who calls is somebody.
    """
    token = tree.tokens[verb]
    if token.xpos != "VBN" or tree.kids(verb, "aux", "obj") or tree.is_rel(verb, "acl", "amod", "advcl"):
        return False
    own = syntax.load().prepositional.get(token.lemma.lower(), frozenset())
    if not any(k > verb and tree.case(k) in own for k in tree.kids(verb, "obl")):
        return False
    subject = next((k for k in tree.kids(verb, "nsubj") if k < verb), None)
    if subject is None:
        return False
    named = any(tree.tokens[k].entity[2:] in {"PER", "ORG", "NORP"} for k in tree.under(subject))
    return named or tree.kid(subject, "appos") is not None


def _is_main(tree: Tree, verb: int) -> bool:
    """Say whether a past tense was taken for a participle of its subject, with a clause in commas between.

    "The mayor, who leaves tomorrow, *called* on the rebels to disarm": the parser made the mayor the root.
    """
    head = tree.tokens[verb].head
    if tree.tokens[verb].deprel != "acl" or tree.root != head or tree.tokens[verb - 1].text != ",":
        return False
    between = any(head < k < verb for k in tree.kids(head, "acl:relcl", "appos"))
    return between and tree.kid(head, "cop") is None and any(k > verb for k in tree.kids(verb, "obl", "xcomp", "ccomp"))


def _is_headline_participle(tree: Tree, verb: int) -> bool:
    """Say whether a past tense is the participle of a verb that always has an object: "20 men killed in clashes"."""
    return (
        tree.tokens[verb].xpos == "VBD"
        and _is_casualty(tree, verb)
        and (tree.is_rel(verb, "acl") or (_own_subject(tree, verb) or verb) < verb)
        and tree.kid(verb, "aux", "obj", "iobj", "ccomp", "expl") is None
        and all(
            tree.tokens[k].xpos == "VBG" or tree.has_lemma(k, *syntax.load().results) for k in tree.kids(verb, "xcomp")
        )
        and not tree.is_rel(verb, "acl:relcl")
        and not objects(tree, verb)[0]
    )


def surface_subject(tree: Tree, verb: int, depth: int = 0) -> Subject:
    """Return the surface subject of a verb or predicate, its own or the one it shares."""
    own = _own_subject(tree, verb)
    if own is not None:
        return Subject(heads=spread(tree, [antecedent(tree, own)]), how="own")
    token = tree.tokens[verb]
    head = token.head
    if head < 0 or depth > _DEPTH:
        return Subject()
    if tree.is_rel(verb, "amod", "acl") and not tree.is_rel(verb, "acl:relcl"):
        if tree.is_rel(head, "obl:agent") and any(tree.has_lemma(k, "of") for k in tree.kids(verb, "mark")):
            # "they were accused by the mayor *of attacking*", hung from the mayor
            return Subject(heads=surface_subject(tree, tree.tokens[head].head, depth + 1).heads, how="object control")
        if token.xpos in {"VBN", "VBG"} or (token.upos == "ADJ" and tree.is_rel(verb, "amod")):
            return Subject(heads=_modified(tree, head), how="participle")
        return _noun_controller(tree, head, depth)
    if tree.is_rel(verb, "acl:relcl"):
        return Subject(heads=(_subject_of_predicate(tree, head),), how="relative")
    if tree.is_rel(verb, "conj"):
        first = surface_subject(tree, joined(tree, verb), depth + 1)
        return Subject(heads=first.heads, how="conj" if first.heads else "none")
    if tree.is_rel(verb, "xcomp"):
        return _controller(tree, head, depth)
    if tree.is_rel(verb, "ccomp") and token.xpos in {"VBG", "VB"} and tree.tokens[head].upos == "VERB":
        return _controller(tree, head, depth)
    if tree.is_rel(verb, "advcl") and token.xpos in {"VBG", "VBN", "VB"}:
        return _adverbial(tree, verb, head, depth)
    if tree.is_rel(verb, "parataxis") and token.xpos in {"VBG", "VBN"}:
        return surface_subject(tree, head, depth + 1)
    return Subject()


def _own_subject(tree: Tree, verb: int) -> int | None:
    """Return the subject that hangs from a verb; of several the nearest before it.

    Where a clause and the verb of saying after it share their subjects in the parse, the first is the clause's.
    """
    found = tree.kids(verb, "nsubj:outer") or tree.kids(verb, "nsubj")
    if found:
        before = [k for k in found if k < verb]
        if len(before) > 1 and (_is_casualty(tree, verb) or all(tree.tokens[k].deprel == "nsubj:pass" for k in before)):
            return next((k for k in before if _is_counted(tree, k)), before[-1])  # "10 men of *the Army* killed"
        return max(before, default=found[0])
    if tree.is_rel(verb, "ccomp"):
        head = tree.tokens[verb].head
        shared = tree.kids(head, "nsubj")
        if len(shared) > 1 and shared[0] < verb < head:
            return shared[0]
    return _stray_subject(tree, verb) if _is_casualty(tree, verb) else None


def is_number(tree: Tree, i: int) -> bool:
    """Say whether a word is a number, also one at the start of a headline that was taken for that of a list."""
    token = tree.tokens[i]
    return token.upos == "NUM" or token.xpos == "LS" or token.text.lower() in numbers.load().vague


def counted_after(tree: Tree, verb: int) -> int | None:
    """Return the number, or what it counts, right after a plural that may be a headline's verb ("*wounds* 33")."""
    after = verb + 1
    if tree.tokens[verb].xpos != "NNS" or after >= len(tree) or not is_number(tree, after):
        return None
    head = tree.tokens[after].head
    return head if head > after and tree.is_rel(after, "nummod") else after


def _is_casualty(tree: Tree, verb: int) -> bool:
    """Say whether a participle is of a verb that always has an object, as "killed", "arrested" and "shot dead"."""
    if tree.tokens[verb].xpos not in {"VBN", "VBD"}:
        return False
    words = syntax.load()
    dead = verb + 1 < len(tree) and tree.has_lemma(verb, "shoot", "shot") and tree.has_lemma(verb + 1, *words.results)
    return dead or tree.has_lemma(verb, *words.transitive)


def _is_counted(tree: Tree, noun: int) -> bool:
    """Say whether a number counts a noun, or it is one."""
    return is_number(tree, noun) or any(is_number(tree, k) for k in tree.kids(noun, "nummod", "discourse", "dep"))


def _stray_subject(tree: Tree, verb: int) -> int | None:
    """Return whom "killed" or "wounded" is said of where headlines leave out words and the parser loses the subject.

    A number that hangs from the participle ("4 killed in"), the counted noun or the number right before it ("five
    others injured"), or a counted noun beside it ("one killed and 12 people, two of them women, were wounded").
    """
    for k in tree.kids(verb, "discourse", "dep", "nummod", "nmod:unmarked", "obl:unmarked"):
        if k < verb and is_number(tree, k) and tree.tokens[k + 1].upos != "PUNCT":
            return k
    own = set(tree.kids(verb, "aux", "advmod"))
    before = verb - 1
    while before in own:
        before -= 1
    if before >= 0 and tree.tokens[before].upos in {"NUM", "NOUN"} and _is_counted(tree, before):
        counts_on = is_number(tree, before) and tree.tokens[before].head > verb
        if not counts_on and not tree.is_rel(before, "obl", "nmod"):
            return before
    if tree.is_rel(verb, "conj", "parataxis"):
        first = tree.tokens[verb].head
        for k in reversed(tree.kids(first, "conj", "parataxis")):
            if first < k < verb and tree.tokens[k].upos == "NOUN" and _is_counted(tree, k):
                return k
    return None


def _modified(tree: Tree, noun: int) -> tuple[int, ...]:
    """Return the noun that a participle modifies, alone: a participle may stand before each of several."""
    return (antecedent(tree, noun),)


def _noun_controller(tree: Tree, noun: int, depth: int) -> Subject:
    """Find the subject of an infinitive on a noun: the owner of the plan, or whoever makes it, or the noun itself."""
    owner = tree.kid(noun, "nmod:poss")
    if owner is not None:
        return Subject(heads=spread(tree, [owner]), how="owner")
    for k in tree.kids(noun, "nmod"):
        if tree.case(k) in {"by", "for", "of", "on"}:
            return Subject(heads=spread(tree, [k]), how="owner")
    above = tree.tokens[noun].head
    compound = [k for k in tree.kids(noun, "compound", "amod") if tree.tokens[k].entity != "O"]
    if tree.is_rel(noun, "obj") and tree.tokens[above].upos == "VERB" and not compound:
        found = surface_subject(tree, above, depth + 1)
        if not is_passive(tree, above) and found.heads:
            return Subject(heads=found.heads, how="owner")
    return Subject(heads=tuple(compound) or (noun,), how="owner" if compound else "noun")


def _controller(tree: Tree, head: int, depth: int) -> Subject:
    """Find the understood subject of a complement of ``head``: its object, its oblique, or its subject."""
    words = syntax.load()
    lemma = tree.tokens[head].lemma.lower()
    if tree.tokens[head].upos in {"VERB", "AUX"} and not is_passive(tree, head) and lemma not in words.subject_control:
        for found in (_objects(tree, head), tree.kids(head, "iobj")):
            if found and tree.tokens[found[0]].lemma.lower().endswith(("self", "selves")):
                break  # "came himself to hold talks", "brought itself to sign"
            if found:
                return Subject(heads=spread(tree, [antecedent(tree, found[0])]), how="object control")
        for k in tree.kids(head, "obl"):
            if tree.case(k) in words.oblique_control.get(lemma, ()) and not _is_time(tree, k):
                return Subject(heads=spread(tree, [k]), how="oblique control")
    found_subject = surface_subject(tree, head, depth + 1)
    return Subject(heads=found_subject.heads, how="subject control" if found_subject.heads else "none")


def _adverbial(tree: Tree, verb: int, head: int, depth: int) -> Subject:
    """Find the understood subject of an adverbial infinitive or participle."""
    markers = {tree.tokens[k].lemma.lower() for k in tree.kids(verb, "mark", "case")}
    if tree.tokens[head].upos in {"VERB", "AUX"}:
        if markers & syntax.load().object_markers and not is_passive(tree, head):
            found = tree.kids(head, "obj") or tree.kids(head, "iobj")
            if found:
                return Subject(heads=spread(tree, [antecedent(tree, found[0])]), how="object control")
        if "to" in markers and not is_passive(tree, head):
            lemma = tree.tokens[head].lemma.lower()
            given = tree.kids(head, "iobj") if lemma == "give" else []
            if given:  # "gave *the army* a week to leave"
                return Subject(heads=spread(tree, given[:1]), how="object control")
            for k in tree.kids(head, "obl"):
                if tree.case(k) in syntax.load().oblique_control.get(lemma, ()) and not _is_time(tree, k):
                    return Subject(heads=spread(tree, [k]), how="oblique control")
        if "to" in markers and is_passive(tree, head) and not tree.has_lemma(head, *syntax.load().hired):
            agent = agents(tree, head)
            if agent:
                return Subject(heads=agent, how="agent")
    found_subject = surface_subject(tree, head, depth + 1)
    return Subject(heads=found_subject.heads, how="matrix" if found_subject.heads else "none")


def _is_time(tree: Tree, i: int) -> bool:
    return tree.tokens[i].entity.endswith("TIME")


def agents(tree: Tree, verb: int) -> tuple[int, ...]:
    """Return the heads of the by-phrase of a passive; gerunds ("by using") and times are no agents."""
    found = [
        k
        for k in tree.kids(verb, "obl")
        if (tree.case(k) == "by" or (tree.is_rel(k, "obl:agent") and not tree.case(k)))
        and tree.tokens[k].entity.removeprefix("B-") != "TIME"
    ]
    if not found and tree.is_rel(verb, "conj"):
        # "was attacked and looted by the mob": the phrase may hang from either verb.
        head = tree.tokens[verb].head
        if tree.tokens[head].upos == "VERB" and is_passive(tree, head):
            found = [k for k in tree.kids(head, "obl") if tree.is_rel(k, "obl:agent") and k > verb]
    if not found:
        for c in tree.kids(verb, "conj"):
            later = tree.kids(c, "obl:agent")
            if later and tree.tokens[c].xpos == "VBN" and tree.kid(c, "nsubj", "aux") is None:
                found = later
    if not found:
        # "was shot near the port by two men": the parser may hang the phrase from a place or time before it
        deep = [j for k in tree.kids(verb, "obl", "nmod:unmarked") for j in tree.under(k, skip=_CLAUSES) if j != k]
        found = [j for j in deep if tree.is_rel(j, "nmod") and tree.case(j) == "by" and _sets_scene(tree, j)][:1]
    return spread(tree, found)


def _sets_scene(tree: Tree, phrase: int) -> bool:
    """Say whether what a phrase hangs from is a place or a time: neither is made by anybody."""
    above = tree.tokens[tree.tokens[phrase].head]
    return above.entity[2:] in {"LOC", "TIME"} or above.upos == "NUM"


def _late_object(tree: Tree, verb: int) -> int | None:
    """Return an object that the parser took for something else.

    A second subject, or an apposition to the subject, does not stand after an active verb whose subject is before
    it ("the police have held nine men"); an oblique has a preposition or is a time.
    """
    bare = [
        k
        for k in tree.kids(verb, "obl")
        if (tree.tokens[k].deprel == "obl" or (tree.tokens[k].deprel == "obl:unmarked" and _fills(tree, verb, k)))
        and k > verb
        and (not tree.case(k) or _is_up_to(tree, verb, k))
        and not tree.kids(k, "mark")
    ]
    before = [k for k in tree.kids(verb, "nsubj") if k < verb]
    closed = not before or tree.kid(verb, "obj", "aux:pass", "ccomp", "expl") is not None
    after = [k for k in tree.kids(verb, "nsubj") if k > verb and not _has_own_participle(tree, k)]
    if after and not closed:
        return after[0]
    if bare and tree.kid(verb, "obj", "aux:pass") is None and not tree.tokens[bare[0]].entity.endswith("TIME"):
        return bare[0]  # "killed at least nine": "at" was taken for the preposition of the whole
    beside = [] if closed else [k for k in tree.kids(before[0], "appos") if k > verb]
    return beside[0] if beside else None


def _fills(tree: Tree, verb: int, k: int) -> bool:
    """Say whether what was taken for a time is what is done to by a verb that has an object: "killed *nine men*"."""
    return is_number(tree, k) or (tree.tokens[k].upos == "NOUN" and tree.has_lemma(verb, *syntax.load().transitive))


def _is_up_to(tree: Tree, verb: int, k: int) -> bool:
    """Say whether "up to" before a number was taken for a particle and a preposition: "killing *up to 19* people"."""
    return (
        tree.case(k) == "to"
        and tree.has_lemma(verb + 1, "up")
        and tree.is_rel(verb + 1, "compound:prt")
        and _is_counted(tree, k)
    )


def _has_own_participle(tree: Tree, noun: int) -> bool:
    """Say whether something is said of a number right after it: "a soldier killed, *five wounded*"."""
    after = noun + 1
    return after < len(tree) and tree.tokens[after].head == noun and tree.tokens[after].upos in {"ADJ", "VERB"}


def objects(tree: Tree, verb: int) -> tuple[tuple[int, ...], bool]:
    """Return the object heads of an active verb, and whether they are shared with a coordinated verb.

    An object is shared where it stands after both verbs: "shelled and captured the town".
    """
    late = _late_object(tree, verb)
    own = _objects(tree, verb) if late is None else [late]
    if own:
        return spread(tree, [antecedent(tree, own[0])]), False
    token = tree.tokens[verb]
    if tree.is_rel(verb, "conj") and token.head >= 0 and tree.tokens[token.head].upos == "VERB":
        late = _late_object(tree, token.head)
        beside = [k for c in tree.kids(token.head, "conj") if c < verb for k in tree.kids(c, "obj")]
        shared = [k for k in (tree.kids(token.head, "obj") or ([late] if late is not None else beside)) if k > verb]
        if shared:
            return spread(tree, shared[:1]), True
    for c in tree.kids(verb, "conj", "advcl"):
        if tree.tokens[c].upos != "VERB" or tree.kid(c, "nsubj") is not None:
            continue
        between = [k for k in range(verb + 1, c) if tree.tokens[k].upos not in {"CCONJ", "PUNCT", "ADV"}]
        if not between and tree.kids(c, "obj"):
            return spread(tree, tree.kids(c, "obj")[:1]), True
    gap = _gap(tree, verb)
    return ((gap,), False) if gap is not None else ((), False)


def _objects(tree: Tree, verb: int) -> list[int]:
    """Return the object of a verb, which may hang from the infinitive after it ("urged *farmers* to leave")."""
    head = tree.tokens[verb].head
    lower = head if tree.is_rel(verb, "xcomp") else -1
    own = [k for k in tree.kids(verb, "obj") if k > verb or k < lower or lower < 0]
    if not own and tree.tokens[verb].upos == "NOUN":
        after = counted_after(tree, verb)
        return [after] if after is not None else []
    if own or tree.tokens[verb].upos != "VERB":
        return own
    lower_own = [o for k in tree.kids(verb, "xcomp") for o in tree.kids(k, "obj") if verb < o < k][:1]
    # "called the king Olo Mark to explain": a person by name is no predicate of anybody
    return lower_own or [k for k in tree.kids(verb, "xcomp") if is_somebody(tree, k)][:1]


def is_somebody(tree: Tree, k: int) -> bool:
    """Say whether a complement is a person's name: no predicate, but an object or what stands in apposition to it."""
    after = tree.is_rel(k, "xcomp") and k > tree.tokens[k].head
    return after and tree.tokens[k].entity.endswith("PER") and not tree.kids(k, "mark", "cop", "case", "aux")


def _gap(tree: Tree, verb: int) -> int | None:
    """Return the noun whose relative clause leaves the object of ``verb`` open ("the man they arrested")."""
    if tree.kid(verb, "ccomp") is not None:
        return None
    j = verb
    while tree.is_rel(j, "xcomp", "ccomp") and tree.tokens[j].head >= 0:
        j = tree.tokens[j].head
    if not tree.is_rel(j, "acl:relcl") or tree.tokens[j].head < 0:
        return None
    subject = tree.kids(j, "nsubj")
    if not subject or antecedent(tree, subject[0]) != subject[0]:
        return None  # the gap is the subject
    if any(tree.has_lemma(k, "where", "when", "why") for k in tree.kids(j, "advmod")):
        return None
    if any(antecedent(tree, k) != k for k in tree.kids(j, "obl")):
        return None  # the gap is an oblique: "in which"
    return tree.tokens[j].head
