"""Judge how a happening stands to the world: so or not so, happened, planned, demanded, feared ...

The judgement starts at the word that tells of the happening and climbs its tree. Each governor on the way may
change it (``lexicon/data/stance.toml``); the climb ends at the clause's root, at a clause that stands on its own,
or at a verb of saying: whose words they are is attribution, not stance. What is nearest to the word decides
its status; a negation turns polarity wherever it is met; a condition overrides all.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from dateline.claim import governor, verbal
from dateline.claim.governor import marks_of
from dateline.claim.listing import joined
from dateline.lexicon import syntax
from dateline.lexicon.stance import Governor, StanceLexicon, stance_lexicon
from dateline.records import Polarity, Status
from dateline.tree import Tree

_STEPS = 40
"""Governors looked at; a longer chain is a broken parse."""
_CLAUSE = frozenset({"ccomp", "xcomp", "csubj", "advcl", "acl"})
_REAL, _MODAL, _FIXED = 0, 1, 2
"""How much a marking weighs: tense and aspect, a modal verb, a governor such as "plan" or "fear"."""
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "its", "his", "her", "their", "my", "our", "your"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """A judgement. ``rule`` names what decided it, inner to outer, joined by " < "; "plain" if nothing marks it.

    ``dropped`` says that it is no claim at all ("nearly went to war").
    """

    polarity: Polarity
    status: Status
    dropped: bool
    rule: str
    governor: int | None = None
    """Token of the word that gave it its status ("demanded" of what is demanded), None where that is no such word."""


@dataclass(slots=True)
class _Climb:
    tree: Tree
    lexicon: StanceLexicon
    negative: bool = False
    status: Status | None = None
    level: int = -1
    dropped: bool = False
    rules: list[str] = field(default_factory=list)
    done: bool = False
    governor: int | None = None

    def turn(self, rule: str) -> None:
        self.negative = not self.negative
        self.rules.append(f"negation.{rule}")

    def set(self, status: Status, rule: str, level: int) -> None:
        """Take a status, unless a word nearer to the happening has set one of the same weight or more."""
        if level > self.level:
            self.status, self.level = status, level
            self.rules.append(rule)

    def override(self, status: Status, rule: str) -> None:
        self.status, self.level, self.done = status, _FIXED, True
        self.rules.append(rule)

    def stop(self, rule: str = "") -> None:
        self.done = True
        if rule:
            self.rules.append(rule)


def judge(tree: Tree, token: int, *, noun: bool = False, within: int | None = None) -> Stance:
    """Return the stance of the happening that ``token`` tells of; ``noun`` says that it does so as a noun.

    ``within`` is a word above it, a denial, that has no part in it: only what stands below that word counts.
    """
    climb = _Climb(tree=tree, lexicon=stance_lexicon())
    nominal = noun and tree.kid(token, "cop") is None
    if noun:
        _modifiers(climb, token)
    if not nominal:
        _mark(climb, token)
    at = token
    for _ in range(_STEPS):
        if climb.done:
            break
        head = tree.tokens[at].head
        if head == within is not None:
            break
        if head < 0:
            _root(climb, at, nominal)
            break
        at, nominal = _step(climb, at, head, nominal)
    return Stance(
        polarity=Polarity.NEGATIVE if climb.negative else Polarity.POSITIVE,
        status=climb.status or Status.HAPPENED,
        dropped=climb.dropped,
        rule=" < ".join(climb.rules) or "plain",
        governor=climb.governor,
    )


def _mark(climb: _Climb, v: int, *, polarity: bool = True) -> None:
    """Take over a predicate's own marking."""
    tree = climb.tree
    marking = verbal.marking(tree, v, climb.lexicon, reported=_reported(tree, v), conditioned=_conditioned(climb, v))
    if marking.near:
        climb.dropped = True
        climb.negative = True
        climb.rules.append("averted")
    if polarity and marking.negative:
        climb.turn(marking.negated_by)
    if marking.status is not None:
        climb.set(marking.status, marking.rule, _REAL if marking.real else _MODAL)


def _reported(tree: Tree, v: int) -> bool:
    """Say whether a predicate, or the first of those coordinated with it, is what somebody says."""
    for _ in range(4):
        head = tree.tokens[v].head
        if tree.is_rel(v, "ccomp"):
            return True
        if any(governor.is_speech(tree, k) for k in tree.kids(v, "parataxis")):
            return True
        if head < 0 or not tree.is_rel(v, "conj", "xcomp"):
            return False
        v = head
    return False


def _conditioned(climb: _Climb, v: int) -> bool:
    tree = climb.tree
    below = [*tree.kids(v, "advcl"), *(k for x in tree.kids(v, "xcomp", "obj") for k in tree.kids(x, "advcl", "acl"))]
    if any(marks_of(tree, k) & climb.lexicon.marks["condition"] for k in below):
        return True
    # "only after they had left": a condition by another name
    return any(
        marks_of(tree, k) & climb.lexicon.marks["future"]
        and any(tree.has_lemma(j, "only") for j in tree.kids(k, "advmod"))
        for k in tree.kids(v, "advcl")
    )


def _modifiers(climb: _Climb, n: int) -> None:
    """Take over what stands on a noun itself: "no attacks", "a planned strike", "next week's talks"."""
    tree = climb.tree
    for k in tree.kids(n, "det", "amod", "advmod", "nmod:poss", "compound", "nmod:unmarked", "nummod"):
        word = tree.tokens[k].text.lower()
        if word in climb.lexicon.adverbs["determiners"] and tree.is_rel(k, "det"):
            climb.turn("no")
        elif word == "not" and tree.kid(n, "cop") is None:
            climb.turn("not")
        elif tree.is_rel(k, "amod"):
            entry = climb.lexicon.modifiers.get(word)
            if entry is not None:
                _apply(climb, entry)
        elif tree.is_rel(k, "nmod", "compound") and any(
            tree.tokens[j].text.lower() in {"next", "coming"} for j in tree.kids(k, "amod")
        ):
            climb.set(Status.PLANNED, "modifier.next", _FIXED)
        elif tree.is_rel(k, "nmod:poss") and word == "tomorrow":
            climb.set(Status.PLANNED, "modifier.tomorrow", _FIXED)


def _apply(climb: _Climb, entry: Governor, token: int | None = None) -> None:
    if entry.negative:
        climb.negative = not climb.negative
        if entry.status is None or climb.level >= _FIXED:
            climb.rules.append(entry.id)
    if entry.dropped:
        climb.dropped = True
        climb.negative = True
    if entry.status is not None:
        if climb.level < _FIXED:
            climb.governor = token
        climb.set(entry.status, entry.id, _REAL if entry.weak or entry.status is Status.HAPPENED else _FIXED)
    if entry.stop:
        climb.stop()


def _root(climb: _Climb, v: int, nominal: bool) -> None:
    tree = climb.tree
    if verbal.is_open_question(tree):
        climb.override(Status.POSSIBLE, "question")
    elif not nominal and climb.level < _MODAL and verbal.is_infinitive(tree, v):
        climb.set(Status.PLANNED, "headline.to", _FIXED)
    elif not nominal and verbal.is_order(tree, v):
        climb.set(Status.DEMANDED, "imperative", _FIXED)


def _step(climb: _Climb, at: int, head: int, nominal: bool) -> tuple[int, bool]:
    """Go from ``at`` to ``head``; return where the climb is and whether it stands at a noun."""
    tree = climb.tree
    rel = tree.tokens[at].deprel.partition(":")[0]
    if rel == "conj":
        return _conjunct(climb, at, head, nominal)
    if rel in _CLAUSE and not nominal:
        return _clause(climb, at, head)
    if rel in {"parataxis", "appos", "dep", "discourse", "vocative", "list", "orphan", "dislocated"} and not nominal:
        climb.stop()
        return head, False
    if rel == "amod":
        # "the killed soldiers": a participle before its noun tells of what has happened.
        climb.stop()
        return head, True
    return _nominal(climb, at, head, rel)


def _conjunct(climb: _Climb, at: int, head: int, nominal: bool) -> tuple[int, bool]:
    """Let a coordinated word share what stands before the first: "will attack and seize", "no attacks or threats"."""
    tree = climb.tree
    links = {tree.tokens[k].text.lower() for k in tree.kids(at, "cc")}
    if "but" in links or any(tree.tokens[k].text.lower() == "not" for k in tree.kids(at, "advmod") if nominal):
        return head, nominal
    if nominal:
        if tree.kid(at, "det") is None and links & {"or", "nor"}:
            _modifiers(climb, head)
        return head, True
    head = joined(tree, at)
    own = verbal.auxiliaries(tree, at) or tree.kid(at, "nsubj") is not None
    forms = (_form(tree, at), _form(tree, head))
    alike = forms[0] == forms[1] or forms == ("VBP", "VB")  # "will expel two men and *ban* others"
    if not own and alike:
        _mark(climb, head)
    return head, _is_noun(tree, head)


def _is_noun(tree: Tree, i: int) -> bool:
    token = tree.tokens[i]
    nominal = token.upos in {"NOUN", "PROPN", "PRON", "NUM", "SYM"} and token.xpos not in {"VBD", "VBZ", "VBP"}
    return nominal and tree.kid(i, "cop") is None


def _form(tree: Tree, v: int) -> str:
    xpos = tree.tokens[v].xpos
    return "VBD" if xpos in {"VBD", "VBN"} and not verbal.auxiliaries(tree, v) and verbal.is_finite(tree, v) else xpos


def _clause(climb: _Climb, at: int, head: int) -> tuple[int, bool]:
    tree, lexicon = climb.tree, climb.lexicon
    marks = marks_of(tree, at)
    infinitive = verbal.is_infinitive(tree, at)
    if tree.tokens[at].deprel == "acl" and not marks and not infinitive:
        # A participle after its noun ("people killed in the raid") stands on its own.
        cause = _led_to(tree, at, head)
        if cause is not None:
            _mark(climb, cause)
            return cause, False
        climb.stop()
        return head, True
    finite = verbal.is_finite(tree, at)
    if tree.tokens[at].deprel == "acl:relcl":
        if any(tree.has_lemma(k, "any", "whoever") for k in tree.kids(head, "det")) or tree.has_lemma(
            head, "anyone", "anybody", "whoever", "anything"
        ):
            climb.override(Status.HYPOTHETICAL, "any")
        elif infinitive:
            climb.set(Status.POSSIBLE, "infinitive of a noun", _FIXED)
        climb.stop()
        return head, True
    if marks & lexicon.marks["denied"]:
        climb.turn(next(iter(sorted(marks & lexicon.marks["denied"]))))
        if tree.is_rel(at, "advcl"):
            _mark(climb, head, polarity=False)
        return head, False
    if "to" in marks and tree.tokens[at].xpos == "VBG" and governor.is_close(tree, head):
        climb.negative = climb.dropped = True
        climb.stop("averted")  # "came close to storming"
        return head, False
    if infinitive and tree.has_lemma(head, *syntax.load().coming) and verbal.negation(tree, head, lexicon):
        climb.negative = climb.dropped = True
        climb.stop("did not come to")  # "we did not come to fight": nobody says that somebody fights
        return head, False
    if tree.is_rel(at, "advcl") and not infinitive:
        _adverbial(climb, at, head, marks, finite)
        return head, False
    if tree.is_rel(at, "ccomp") and verbal.is_order(tree, at) and head > at:
        climb.set(Status.DEMANDED, "imperative", _FIXED)
        climb.stop()
        return head, False
    if (tree.is_rel(at, "ccomp", "csubj") and marks & lexicon.marks["question"]) or "whether" in marks:
        climb.override(Status.POSSIBLE, "whether")
        return head, False
    if tree.is_rel(at, "ccomp", "acl", "nmod", "obl") and finite and governor.asks_more(tree, at):
        climb.stop("taken for granted")
        return head, False
    if _special(climb, at, head, infinitive, finite):
        return head, False
    asking = governor.gapped(tree, at) if infinitive else None
    if asking is not None:
        head = asking
    entry = governor.find(tree, lexicon, head, governor.places(tree, at, head, infinitive, finite))
    if infinitive and tree.has_lemma(head, "go") and tree.tokens[head].xpos == "VBG" and tree.is_rel(at, "xcomp"):
        climb.set(Status.PLANNED, "going to", _MODAL)
        _mark(climb, head)
        return head, False
    idle = entry is None or (_says_nothing(entry) and tree.kid(head, "obj", "iobj") is None)
    if asking is None and tree.is_rel(at, "advcl") and idle:
        if any(tree.has_lemma(k, "only") for k in tree.kids(at, "advmod")):
            climb.stop("only to")
        elif tree.kid(head, "cop") is not None or tree.tokens[head].upos == "ADJ":
            climb.set(Status.POSSIBLE, "infinitive of an adjective", _FIXED)
        else:
            climb.set(Status.PLANNED, "purpose", _FIXED)
        climb.stop()
        return head, False
    if infinitive and tree.tokens[at].deprel == "acl" and tree.kid(at, "aux:pass") is not None:
        climb.set(Status.PLANNED, "to be done", _FIXED)  # "the meeting to be held in May"
    if entry is not None and entry.unless is not None:
        if verbal.negation(tree, head, lexicon):
            climb.override(entry.unless, f"{entry.id}.negated")
        elif tree.is_rel(at, "ccomp"):
            climb.stop()
        return head, False
    if entry is None and ((tree.is_rel(at, "ccomp", "csubj") and finite) or governor.is_told(tree, at, head, marks)):
        if tree.is_rel(at, "ccomp") and governor.is_speech(tree, head) and verbal.negation(tree, head, lexicon):
            climb.override(Status.POSSIBLE, "unsaid")
        climb.stop()
        return head, False
    if entry is not None:
        _apply(climb, entry, head)
    elif infinitive and tree.tokens[head].upos in {"ADJ", "NOUN", "ADV"}:
        climb.set(
            Status.POSSIBLE,
            "infinitive of a noun" if tree.tokens[head].upos == "NOUN" else "infinitive of an adjective",
            _FIXED,
        )
    elif tree.is_rel(at, "csubj") and infinitive:
        climb.set(Status.HYPOTHETICAL, "infinitive subject", _FIXED)
    elif tree.is_rel(at, "acl"):
        climb.stop()
    if not climb.done:
        at_noun = _is_noun(tree, head)
        if at_noun:
            _modifiers(climb, head)
        else:
            _mark(climb, head)
        return head, at_noun
    return head, False


def _led_to(tree: Tree, at: int, noun: int) -> int | None:
    """Return the verb that comes to what a passive gerund tells: "it could *lead* to nine men being shot"."""
    if not any(tree.tokens[a].text.lower() == "being" for a in tree.kids(at, "aux")):
        return None
    while tree.is_rel(noun, "nmod") and tree.case(noun) == "of":
        noun = tree.tokens[noun].head
    verb = tree.tokens[noun].head
    return verb if tree.is_rel(noun, "obl") and tree.case(noun) in {"to", "in", "with"} else None


def _special(climb: _Climb, at: int, head: int, infinitive: bool, finite: bool) -> bool:
    """Judge a clause under a word that means what it does only in one form; say whether it was one."""
    tree, lexicon = climb.tree, climb.lexicon
    word = tree.tokens[head]
    if finite and tree.is_rel(at, "ccomp") and word.text.lower() in lexicon.marks["condition"]:
        climb.override(Status.HYPOTHETICAL, "condition")  # "provided that they leave"
        return True
    if finite and tree.has_lemma(head, "long") and "as" in marks_of(tree, at):
        climb.override(Status.HYPOTHETICAL, "condition")  # "as long as they stay"
        return True
    if finite and word.text.lower() in lexicon.adverbs["true"] and verbal.negation(tree, head, lexicon):
        climb.turn("not true")
        if climb.level <= _REAL:
            climb.status = Status.HAPPENED
        climb.stop()
        return True
    if infinitive and tree.has_lemma(head, "have") and any(tree.has_lemma(k, "yet") for k in tree.kids(head, "advmod")):
        climb.turn("yet to")
        climb.status = Status.HAPPENED
        climb.stop()
        return True
    if infinitive and tree.has_lemma(head, "able") and tree.kid(head, "cop") is not None:
        now = any(tree.tokens[k].xpos in {"VBZ", "VBP"} for k in verbal.auxiliaries(tree, head))
        if now:
            climb.set(Status.POSSIBLE, "able to", _FIXED)
            _mark(climb, head)
            return True
    return False


def _says_nothing(entry: Governor) -> bool:
    return entry.status is None and entry.unless is None and not (entry.negative or entry.stop)


def _adverbial(climb: _Climb, at: int, head: int, marks: set[str], finite: bool) -> None:
    """Judge a clause that says when, why or on what condition the main one holds."""
    tree, lexicon = climb.tree, climb.lexicon
    if (
        marks & lexicon.marks["condition"]
        or marks & {"as if", "as though"}
        or (marks & {"whether"})
        or verbal.is_inverted(tree, at)
    ):
        climb.override(Status.HYPOTHETICAL, "condition")
    elif marks & {"until", "till"} and (verbal.is_infinitive(tree, head) or _is_future(climb, head)):
        climb.override(Status.HYPOTHETICAL, "until")
    elif "so" in marks and any(verbal.lemma(tree, a) in lexicon.modals for a in verbal.auxiliaries(tree, at)):
        climb.override(Status.PLANNED, "purpose")
    elif marks:
        entry = None if finite else governor.find(tree, lexicon, head, [f"+{m}" for m in sorted(marks)])
        if entry is not None:
            _apply(climb, entry, head)
            if not climb.done:
                _mark(climb, head)
            return
        later = marks & lexicon.marks["future"]
        if later and _is_future(climb, head):
            climb.set(Status.PREDICTED, "time of a future", _MODAL)
        elif "before" in marks and any(verbal.lemma(tree, a) in {"can", "could"} for a in verbal.auxiliaries(tree, at)):
            climb.status = Status.HAPPENED
            climb.turn("before could")
        elif not finite and not marks & lexicon.marks["factive"]:
            _mark(climb, head)
            return
        climb.stop()
    elif finite:
        climb.stop()
    else:
        _mark(climb, head)


def _is_future(climb: _Climb, v: int) -> bool:
    found = verbal.marking(climb.tree, v, climb.lexicon, reported=_reported(climb.tree, v))
    return found.status in {Status.PREDICTED, Status.PLANNED} or (found.rule.startswith("modal.would"))


def _nominal(climb: _Climb, at: int, head: int, rel: str) -> tuple[int, bool]:
    """Judge a noun, or a gerund in a noun's place, by what it depends on."""
    tree, lexicon = climb.tree, climb.lexicon
    case = tree.case(at)
    if case in lexicon.marks["denied"]:
        climb.turn(case)
        climb.stop()
        return head, False
    chance = tree.tokens[head].text.lower() in {"event", "case"} and tree.case(head) == "in" and case == "of"
    if chance or case in lexicon.marks["contingent"]:
        climb.override(Status.HYPOTHETICAL, "condition")
        return head, False
    if case == "to" and governor.is_close(tree, head):
        climb.negative = climb.dropped = True
        climb.stop("averted")
        return head, False
    subject = rel in {"nsubj", "csubj"} and not tree.tokens[at].deprel.endswith(":pass")
    places = (
        ["compound", "noun"]
        if rel == "compound"
        else ([f"+{case}"] if case and case != "of" else []) + (["noun"] if not case or case == "of" else [])
    )
    if case == "of":
        places = ["+of", "noun"]
    loose = [f"+{tree.tokens[k].text.lower()}" for k in tree.kids(head, "case", "compound:prt") if k > head]
    at_noun = _is_noun(tree, head)
    if rel == "obj" and any(verbal.is_infinitive(tree, k) for k in tree.kids(head, "xcomp")):
        climb.stop()  # "expects the truce to collapse": that the truce is, is taken for granted
        return head, at_noun
    entry = None if subject else governor.find(tree, lexicon, head, [*loose, *places])
    definite = any(tree.tokens[k].text.lower() in _DEFINITE for k in tree.kids(at, "det", "nmod:poss"))
    if entry is not None and entry.id == "stance.warn.not" and definite:
        climb.stop()  # "marched against *the* curfew": there is one
    elif entry is not None and entry.unless is None:
        _apply(climb, entry, head)
    elif at_noun or not _passes(climb, at, head, subject, case):
        climb.stop()
    if climb.done:
        return head, at_noun
    if at_noun:
        _modifiers(climb, head)
    else:
        # "have no right": the "no" of the noun has been counted
        counted = any(tree.tokens[k].text.lower() in lexicon.adverbs["determiners"] for k in tree.kids(at, "det"))
        # "the murder did not go unpunished": what is denied of a happening does not deny that it happened
        denied = rel not in {"nsubj", "csubj"} or entry is not None or verbal.comes_about(tree, head, lexicon)
        _mark(climb, head, polarity=denied and not counted)
    return head, at_noun


def _passes(climb: _Climb, at: int, head: int, subject: bool, case: str) -> bool:
    """Say whether a verb passes its own standing on to a noun that depends on it."""
    tree, lexicon = climb.tree, climb.lexicon
    lemma = lexicon.base("VERB", tree.tokens[head].text, tree.tokens[head].lemma)
    if subject or tree.tokens[at].deprel == "nsubj:pass":
        if tree.kid(at, "det") is not None and any(
            tree.tokens[k].text.lower() in lexicon.adverbs["determiners"] for k in tree.kids(at, "det")
        ):
            return False
        if lemma in lexicon.states and any(tree.tokens[k].upos == "ADJ" for k in tree.kids(head, "xcomp")):
            return False  # "the murder will go unpunished"
        verb = tree.tokens[head].upos in {"VERB", "AUX"}  # "will not be the *last*"
        done_to = tree.tokens[at].deprel == "nsubj:pass" and lemma not in lexicon.presupposes
        return done_to or (lemma in lexicon.light and verb)
    if case in lexicon.marks["given"] or lemma in lexicon.presupposes:
        return False
    definite = any(tree.tokens[k].text.lower() in _DEFINITE for k in tree.kids(at, "det", "nmod:poss"))
    return lemma in lexicon.light or not definite
