"""The predicate lexicon: which words tell of which event or state, and who does it to whom.

The data are ``data/predicates/*.toml`` (a type a file or two), ``data/grammar.toml`` (prepositions, light verbs) and
``data/classes.toml`` (nouns by class, for conditions on arguments). The head of ``assault.toml`` says how an entry is
written.

**Slots** name where an argument stands, whatever the voice:

- ``subj`` logical subject: ``nsubj`` active, ``obl:agent`` under a passive; of a noun or adjective the subject of
  which it is the predicate ("the road is closed", "the town is under siege"), or the noun that an adjective modifies;
- ``obj`` logical object: ``obj`` active, ``nsubj:pass``, the noun that a past participle modifies; ``iobj``;
- ``xcomp``, ``ccomp`` clauses that depend on the word;
- a preposition stands for the phrase that it marks (``to``, ``out of``): ``obl`` of a verb, ``nmod`` of a noun;
- ``saying`` a participle of speech beside the verb ("attacked the mayor, *claiming* that ...");
- ``poss`` possessor, ``comp`` premodifier (``compound`` or ``amod``) of a noun;
- in conditions, ``actor`` and ``recipient`` are all slots of the role;
- ``lsubj``, ``lobj``, ``liobj`` logical subject and objects of the light verb above a noun ("*they* launched a raid").
  Prepositions of a noun are looked for on the noun, then on its light verb ("launched an attack on *the town*").

**Conditions** are classes of ``classes.toml``, ``@PER @ORG @LOC @NORP @NUM`` (entity tag of the argument's head, or a
bare number), ``@MUST`` (a clause that says what somebody must do), ``@FRIENDLY``, ``@HOSTILE`` (a clause of such a
deed), ``@OWN`` (a hostile one of those who speak), ``@PARTY`` (somebody who can take part, by name or as a group),
``=lemma`` of the argument's head, or ``*`` for anything at all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Final, Literal

from dateline.errors import LexiconError
from dateline.lexicon import classes as noun_classes
from dateline.lexicon import grammar, ontology, rows
from dateline.lexicon.inflection import mentions_lemma
from dateline.lexicon.rows import Fields, Value
from dateline.records import ClaimType, Codebook, Polarity, Status

Pos = Literal["verb", "noun", "adj"]
Conditions = tuple[tuple[str, tuple[str, ...]], ...]

FOLDER = Path(__file__).parent / "data" / "predicates"

ARGUMENTS: Final = frozenset(
    {"subj", "obj", "iobj", "xcomp", "ccomp", "poss", "comp", "lsubj", "lobj", "liobj", "saying"}
)
PARTIES: Final = frozenset({"actor", "recipient"})
"""What conditions may name besides slots: any of those that fill the role."""
TAGS: Final = frozenset({"@PARTY", "@PER", "@ORG", "@LOC", "@NORP", "@NUM", "@MUST"})
BENT: Final = frozenset({"@FRIENDLY", "@HOSTILE", "@OWN"})
"""Tags of a clause, by what its verb is coded for: a friendly deed, a hostile one, one of those who speak."""

_POS: Final[tuple[Pos, ...]] = ("verb", "noun", "adj")
SHARED: Final = frozenset(
    {"mode", "roles", "place", "case", "needs", "bars", "quantity", "contexts", "light", "status", "content", "denies"}
    | {"negates", "negated", "affirmed", "reciprocal", "targeted", "also", "aftermath", "under", "weight", "source"}
)
KEYS: Final = SHARED | {"verb", "noun", "adj", "as", "example"}
"""The keys of an entry."""
FLAGS: Final = ("denies", "negates", "negated", "affirmed", "reciprocal", "targeted", "also", "aftermath")
_SOURCE: Final = "dateline"
_STATUS: Final[Mapping[str, Status | None]] = {"": None, **{status.value: status for status in Status}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sense:
    """One meaning of a word that tells of an event or state.

    ``actor`` and ``recipient`` are slots tried in order, the first that is filled wins; ``place`` holds
    slots besides the general locatives (in, at, near ...). ``needs``: the slot must be filled, by one of the
    classes (``*``: by anything). ``bars``: the slot must not be filled by one of the classes (``*``: must be empty).
    """

    id: str
    """``TYPE.lemma[-particle].v|n|a[.tag]``; it holds no mode, so that a mode can be corrected."""
    type: ClaimType
    mode: str | None = None
    pos: Pos
    lemmas: tuple[str, ...]
    """Spellings of one word; lower case."""
    particle: str | None = None
    """``compound:prt`` of the verb, which must be there ("out" in "carry out"); None: there must be none."""
    case: str | None = None
    """Preposition that must mark the noun itself ("under" in "under siege"); its obj slots are then those of the
    verb that it hangs from (``lsubj``, ``lobj``)."""
    actor: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    needs: Conditions = ()
    bars: Conditions = ()
    quantity: str | None = None
    """Role of the number on ``quantity_slot``: killed, injured, detained, participants, share ..."""
    quantity_slot: str | None = None
    """None with a ``quantity``: the slot that fills the recipient."""
    contexts: tuple[str, ...] = ()
    light: tuple[str, ...] = ()
    """For nouns: light verbs besides ``Predicates.light_verbs``, in the same form."""
    status: Status | None = None
    """Only where the predicate itself fixes it."""
    content: Status | None = None
    """Status that the predicate gives to the claim in ``content_slots`` (demanded, offered ...); None if none."""
    content_slots: tuple[str, ...] = ()
    denies: bool = False
    """The content is spoken against ("denied that ..."), not put forward."""
    negates: bool = False
    """The content does not come about ("refused to ...", "cancelled the ...")."""
    negated: bool = False
    """It has this sense only under a negation, which is then spent: "is not *true*", "were not *allowed* to"."""
    affirmed: bool = False
    """It has this sense only without a negation: who did "not *rule out* talks" has rejected nothing."""
    reciprocal: bool = False
    """Both sides do it to each other: a plural or coordinated subject is actor and recipient."""
    targeted: bool = False
    """It is a claim only where it is told who does it and to whom; the word alone says too little ("applaud")."""
    also: bool = False
    """Coded in addition to the best other sense, not instead of it ("seized the town": event and state)."""
    aftermath: bool = False
    """Only where its sentence or one just before it tells of violence ("nine people *died*", "no one was *hurt*")."""
    under: tuple[Status, ...] = ()
    """Only where what stands above it makes it so: demanded, promised ... ("urged them to *stop*"); () anywhere."""
    weight: float = 0.8
    """Prior precision in 0..1."""
    example: str = ""
    source: str = _SOURCE
    own: bool = False
    """It is a user's own word: where it can be, it goes before those that dateline ships."""
    code: str | None = None
    """Name that a codebook gives to what the word tells of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """What must hold of a claim for a code; an empty set or tuple asks nothing.

    ``needs`` and ``bars`` are as of a :class:`Sense`; besides slots they know actor, recipient, target, place,
    instrument and any, and besides classes ``country:``, ``sector:`` and ``entity:``.
    """

    types: frozenset[ClaimType] = frozenset()
    modes: frozenset[str] = frozenset()
    contexts: frozenset[str] = frozenset()
    statuses: frozenset[Status] = frozenset()
    polarity: Polarity | None = None
    needs: Conditions = ()
    bars: Conditions = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A name of a user's codebook for claims that meet one of ``when``; ``id`` is ``codebook/name``."""

    id: str
    name: str
    definition: str
    when: tuple[When, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicates:
    """All senses, indexed by lemma and part of speech."""

    senses: tuple[Sense, ...]
    index: Mapping[tuple[str, str], tuple[Sense, ...]]
    by_id: Mapping[str, Sense]
    classes: Mapping[str, frozenset[str]]
    """Noun lemma -> names of its classes."""
    light_verbs: frozenset[str]
    """General light verbs of event nouns; with a particle as "carry_out"."""
    instrument_modes: Mapping[str, str]
    """Class of an instrument -> the ASSAULT mode that it gives ("aerial")."""
    class_contexts: Mapping[str, tuple[str, ...]]
    """Class of an argument -> contexts that it adds."""
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], frozenset[str]], ...]] = field(default_factory=dict)
    """Each word of a phrase that users count to classes ("aid worker") -> phrases with it, and their classes."""
    codes: tuple[Code, ...] = ()
    codebooks: tuple[Codebook, ...] = ()
    """Codebooks of users that were laid over the shipped lexicon."""

    def lookup(self, lemma: str, pos: str) -> tuple[Sense, ...]:
        """Return the senses of a lemma; ``pos`` is verb, noun or adj. Empty where there is none."""
        return self.index.get((lemma, pos), ())


@cache
def load() -> Predicates:
    """Load and check the shipped lexicon.

    Raises:
        LexiconError: a data file is wrong; the message names file and line.
    """
    return build(sorted(FOLDER.glob("*.toml")))


def build(paths: Iterable[Path]) -> Predicates:
    """Build the lexicon of the given files of senses, with the shipped classes.

    Raises:
        LexiconError: a file is not TOML, or an entry is wrong; the message names file and line.
    """
    nouns = noun_classes.load()
    by_id: dict[str, Sense] = {}
    for path in paths:
        for where, sense in _read(path, frozenset(nouns.names)):
            if sense.id in by_id:
                raise LexiconError(f'{where}: id {sense.id} is taken; give the entry a tag of its own, as = "..."')
            by_id[sense.id] = sense
    return Predicates(
        senses=tuple(by_id.values()),
        index=_index(by_id.values()),
        by_id=by_id,
        classes=nouns.by_noun,
        light_verbs=grammar.load().light_verbs,
        instrument_modes=nouns.modes,
        class_contexts=nouns.contexts,
    )


def indexed(senses: Iterable[Sense], base: Predicates) -> Predicates:
    """Return a lexicon with other senses, ids without a double, and all else as in ``base``."""
    found = tuple(senses)
    return replace(base, senses=found, index=_index(found), by_id={sense.id: sense for sense in found})


def _index(senses: Iterable[Sense]) -> dict[tuple[str, str], tuple[Sense, ...]]:
    lists: dict[tuple[str, str], list[Sense]] = {}
    for sense in senses:
        for lemma in sense.lemmas:
            lists.setdefault((lemma, sense.pos), []).append(sense)
    return {key: tuple(found) for key, found in lists.items()}


class Wrong(ValueError):
    """What is wrong with an entry, before file and line are known."""


def fields_of(sense: Sense) -> dict[str, Value]:
    """Return a sense as an entry would have it, for :func:`sense_of` with some of its keys changed."""
    return {
        sense.pos: " ".join(_joined((w,)) + (f"+{sense.particle}" if sense.particle else "") for w in sense.lemmas),
        "mode": sense.mode or "",
        "roles": f"{_joined(sense.actor)} > {_joined(sense.recipient)}",
        "place": _joined(sense.place),
        "case": _joined((sense.case,) if sense.case else ()),
        "needs": {_joined((slot,)): " ".join(classes) for slot, classes in sense.needs},
        "bars": {_joined((slot,)): " ".join(classes) for slot, classes in sense.bars},
        "quantity": f"{sense.quantity or ''} {_joined((sense.quantity_slot,) if sense.quantity_slot else ())}".strip(),
        "contexts": " ".join(sense.contexts),
        "light": " ".join(sense.light),
        "status": sense.status or "",
        "content": f"{sense.content or ''} {_joined(sense.content_slots)}".strip(),
        "weight": sense.weight,
        "example": sense.example,
        "source": sense.source,
        "denies": sense.denies,
        "negates": sense.negates,
        "negated": sense.negated,
        "affirmed": sense.affirmed,
        "reciprocal": sense.reciprocal,
        "targeted": sense.targeted,
        "also": sense.also,
        "aftermath": sense.aftermath,
        "under": " ".join(sense.under),
    }


def _joined(slots: tuple[str, ...]) -> str:
    return " ".join(slot.replace(" ", "_") for slot in slots)


def _read(path: Path, known: frozenset[str]) -> Iterator[tuple[str, Sense]]:
    """Yield each sense of a file after the place ("assault.toml:12") where it stands."""
    data, groups = rows.read(path.read_text(encoding="utf-8"), path.name)
    word = data.get("type")
    if not isinstance(word, str) or word not in set(ClaimType):
        raise LexiconError(f"{path.name}:1: type {word!r} is unknown; use one of {', '.join(ClaimType)}")
    if odd := set(data) - {"type"}:
        raise LexiconError(f"{path.name}:1: unknown key {min(odd)!r}; a file has type and [[group]] tables")
    kind = ClaimType(word)
    for group in groups:
        if odd := set(group.shared) - SHARED:
            keys = ", ".join(sorted(SHARED))
            raise LexiconError(f"{path.name}:{group.line}: unknown key {min(odd)!r}; a group has senses and {keys}")
        for line, entry in group.senses:
            where = f"{path.name}:{line}"
            try:
                yield where, sense_of(kind, group.shared, entry, known)
            except Wrong as error:
                raise LexiconError(f"{where}: {error}") from error


def sense_of(
    kind: ClaimType, shared: Fields, entry: Fields, known: frozenset[str], *, book: str | None = None
) -> Sense:
    """Make a sense of an entry and what its group shares with it; conditions of both hold.

    ``known`` are the classes that there are. ``book`` is the codebook of a user that has the entry, whose id it
    bears: it need have no example here. Raises :class:`Wrong`.
    """
    if odd := entry.keys() - KEYS:
        raise Wrong(f"unknown key {min(odd)!r}; an entry has {', '.join(sorted(KEYS))}")
    given = [pos for pos in _POS if pos in entry]
    if len(given) != 1:
        raise Wrong("an entry has exactly one of verb, noun, adj")
    pos = given[0]
    words = [word.partition("+") for word in _text(entry, pos).split()]
    lemmas, particles = tuple(word[0].replace("_", " ") for word in words), {word[2] for word in words}
    if not lemmas or len(particles) != 1:
        raise Wrong(f"{pos} needs a lemma, and all lemmas of an entry one and the same particle")
    if any(lemma != lemma.lower() for lemma in lemmas):
        raise Wrong(f"lemma {lemmas[0]!r} must be in lower case")
    particle = particles.pop() or None
    fields: dict[str, Value] = {**shared, **entry}
    actor, recipient = _roles(_text(fields, "roles"))
    content, *content_slots = _text(fields, "content").split() or [""]
    quantity, *quantity_slot = _text(fields, "quantity").split() or [""]
    example = _text(entry, "example")
    if book is None and not any(mentions_lemma(example, lemma, pos, particle) for lemma in lemmas):
        raise Wrong(f"the example must hold a form of {lemmas[0]!r}: {example!r}")
    weight = fields.get("weight", 0.8)
    if not isinstance(weight, float) or not 0 < weight <= 1:
        raise Wrong(f"weight {weight!r} is not a number over 0 and up to 1.0")
    tag = _text(entry, "as")
    name = f"{lemmas[0]}-{particle}" if particle else lemmas[0]
    return Sense(
        id=(f"{book}/" if book else f"{kind}.") + f"{name.replace(' ', '-')}.{pos[0]}" + (f".{tag}" if tag else ""),
        type=kind,
        mode=_one(_text(fields, "mode"), ontology.load().modes[kind], f"mode of {kind}"),
        pos=pos,
        lemmas=lemmas,
        particle=particle,
        case=_one(_text(fields, "case").replace("_", " "), grammar.load().prepositions, "preposition"),
        actor=actor,
        recipient=recipient,
        place=_slots(_text(fields, "place")),
        needs=_conditions(shared, entry, "needs", known),
        bars=_conditions(shared, entry, "bars", known),
        quantity=quantity or None,
        quantity_slot=_slots(quantity_slot[0])[0] if quantity_slot else None,
        contexts=_all(_text(fields, "contexts"), ontology.load().contexts, "context"),
        light=tuple(_text(fields, "light").split()),
        status=_status(_text(fields, "status")),
        content=_status(content),
        content_slots=_slots(" ".join(content_slots)),
        weight=weight,
        example=example,
        source=_text(fields, "source") or book or _SOURCE,
        own=book is not None,
        denies=fields.get("denies") is True,
        negates=fields.get("negates") is True,
        negated=fields.get("negated") is True,
        affirmed=fields.get("affirmed") is True,
        reciprocal=fields.get("reciprocal") is True,
        targeted=fields.get("targeted") is True,
        also=fields.get("also") is True,
        aftermath=fields.get("aftermath") is True,
        under=tuple(Status(word) for word in _all(_text(fields, "under"), [*Status], "status")),
    )


def _text(fields: Fields, key: str) -> str:
    value = fields.get(key, "")
    if not isinstance(value, str):
        raise Wrong(f"{key} must be a string, not {value!r}")
    return value


@cache
def _roles(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Read ``"subj by > obj on"``: slots of the actor, slots of the recipient."""
    actor, arrow, recipient = text.partition(">")
    if not arrow:
        raise Wrong(f'roles {text!r} must be written "slots of the actor > slots of the recipient"')
    return _slots(actor), _slots(recipient)


@cache
def _slots(text: str) -> tuple[str, ...]:
    """Read slots; ``out_of`` in the data is the slot ``out of``."""
    words = tuple(word.replace("_", " ") for word in text.split())
    for word in words:
        if word not in ARGUMENTS and word not in grammar.load().prepositions:
            raise Wrong(f"slot {word!r} is unknown; use {', '.join(sorted(ARGUMENTS))} or a preposition")
    return words


def _all(text: str, allowed: Collection[str], what: str) -> tuple[str, ...]:
    if not text:
        return ()
    words = tuple(text.split())
    for word in words:
        _one(word, allowed, what)
    return words


def _one(word: str, allowed: Collection[str], what: str) -> str | None:
    """Return the word if it is allowed, None if it is empty."""
    if word and word not in allowed:
        raise Wrong(f"{what} {word!r} is unknown; use one of {', '.join(sorted(allowed)) or '(none)'}")
    return word or None


def _status(word: str) -> Status | None:
    if word not in _STATUS:
        _one(word, [*Status], "status")
    return _STATUS[word]


def _conditions(shared: Fields, entry: Fields, key: str, known: frozenset[str]) -> Conditions:
    """Read ``{ obj = "armed @LOC =truce" }``: bars of group and entry add up, a need of the entry goes before."""
    if key not in shared and key not in entry:
        return ()
    merged: dict[str, str] = {}
    for fields in (shared, entry):
        value = fields.get(key)
        if value is None:
            continue
        if not isinstance(value, dict):
            raise Wrong(f'{key} must be a table such as {{ obj = "armed" }}, not {value!r}')
        for slot, words in value.items():
            merged[slot] = f"{merged[slot]} {words}" if key == "bars" and slot in merged else words
    return tuple(
        (slot if slot in PARTIES else _slots(slot)[0], _classes(words, known, key, slot))
        for slot, words in merged.items()
    )


def _classes(text: str, known: frozenset[str], key: str, slot: str) -> tuple[str, ...]:
    words = tuple(dict.fromkeys(text.split()))
    for word in words:
        if word not in known and word[0] != "=" and word not in TAGS | BENT and word != "*":
            raise Wrong(f"class {word!r} in {key} of {slot} is unknown; use a class, a tag, =lemma or *")
    if not words:
        raise Wrong(f"{key} of {slot} is empty; use * for anything")
    return words
