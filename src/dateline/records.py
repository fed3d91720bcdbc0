"""The records that flow through dateline: from a report to the claims it makes.

Every record is frozen and is built by keyword. Offsets are half-open ``[start, end)`` in Unicode code
points into :attr:`Report.text`, and ``report.text[start:end] == text`` holds for every span. The JSON
form (``dateline.codec``) is the contract of record version 1: adding a field is fine, renaming is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

VERSION = 1
"""Version of the JSON record that these classes write."""


class PassageKind(StrEnum):
    """What part of a report a passage is."""

    TITLE = "title"
    SUMMARY = "summary"
    HEADING = "heading"
    BODY = "body"
    CAPTION = "caption"
    BOILERPLATE = "boilerplate"


class MentionKind(StrEnum):
    """What sort of thing a mention names."""

    PERSON = "person"
    ORGANIZATION = "organization"
    GROUP = "group"
    NATIONALITY = "nationality"
    PLACE = "place"
    FACILITY = "facility"
    WEAPON = "weapon"
    PRODUCT = "product"
    EVENT = "event"
    TIME = "time"
    QUANTITY = "quantity"
    MONEY = "money"


class ClaimKind(StrEnum):
    """Whether a claim tells of something that happens or of a state that holds."""

    EVENT = "event"
    STATE = "state"


class ClaimType(StrEnum):
    """The sixteen PLOVER 2.0 event types, then dateline's three states."""

    AGREE = "AGREE"
    CONSULT = "CONSULT"
    SUPPORT = "SUPPORT"
    CONCEDE = "CONCEDE"
    COOPERATE = "COOPERATE"
    AID = "AID"
    RETREAT = "RETREAT"
    REQUEST = "REQUEST"
    ACCUSE = "ACCUSE"
    REJECT = "REJECT"
    THREATEN = "THREATEN"
    PROTEST = "PROTEST"
    SANCTION = "SANCTION"
    MOBILIZE = "MOBILIZE"
    COERCE = "COERCE"
    ASSAULT = "ASSAULT"
    CONTROL = "CONTROL"
    ACCESS = "ACCESS"
    ALIGNMENT = "ALIGNMENT"


STATES = frozenset({ClaimType.CONTROL, ClaimType.ACCESS, ClaimType.ALIGNMENT})
"""The claim types that are states; all others are PLOVER event types."""


class Polarity(StrEnum):
    """Whether the claim says that it is so or that it is not so."""

    POSITIVE = "positive"
    NEGATIVE = "negative"


class Status(StrEnum):
    """How the claim stands to the world, in the words of whoever makes it."""

    HAPPENED = "happened"
    ONGOING = "ongoing"
    PLANNED = "planned"
    DEMANDED = "demanded"
    OFFERED = "offered"
    PROMISED = "promised"
    THREATENED = "threatened"
    ORDERED = "ordered"
    PREDICTED = "predicted"
    POSSIBLE = "possible"
    HYPOTHETICAL = "hypothetical"
    FEARED = "feared"


class Quoting(StrEnum):
    """How the words of an attribution are given."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    PARTIAL = "partial"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Characters of a report: ``report.text[start:end] == text``."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A stretch of a report with one function; ``repeats`` is the index of the passage it says again."""

    kind: PassageKind
    start: int
    end: int
    repeats: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One news report as it is stored.

    ``id`` is a digest of text and source; ``source_id`` the caller's own name for it. ``language`` is an
    ISO 639-1 code, or None where it could not be told. ``published`` is an ISO 8601 date in the outlet's
    day, or None. ``agencies`` are wire credits found in the text.
    """

    id: str
    source_id: str | None = None
    title: str | None = None
    text: str
    language: str | None = None
    outlet: str | None = None
    url: str | None = None
    byline: str | None = None
    published: str | None = None
    agencies: tuple[str, ...] = ()
    dateline: Span | None = None
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A syntactic word. ``head`` is the index of its head in the sentence, -1 for the root.

    ``upos``/``deprel`` are Universal Dependencies v2, ``xpos`` Penn Treebank. ``entity`` is the model's
    tag in BIO (``B-PER`` ...), ``O`` outside a name.
    """

    text: str
    start: int
    end: int
    lemma: str
    upos: str
    xpos: str
    head: int
    deprel: str
    entity: str = "O"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of a passage. ``tokens`` is empty in a published record and full while it is read."""

    start: int
    end: int
    passage: int
    tokens: tuple[Token, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """What is known of a person, organization, group or nationality.

    ``name`` is the fullest form in the report, ``entity`` a registry id, ``country`` ISO 3166-1 alpha-3,
    ``sector`` a PLOVER sector (``GOV``, ``MIL``, ``REB``, ``CVL`` ...), ``role`` an office or description
    that the text gives. ``resolved_by`` says what told of it (``registry``, ``office``, ``role`` ...), ``listed`` are
    its reference numbers on lists of sanctions. None means that it is not known.
    """

    name: str
    entity: str | None = None
    country: str | None = None
    sector: str | None = None
    role: str | None = None
    resolved_by: str | None = None
    listed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A toponym, resolved or not. Degrees are WGS84; ``radius_km`` is the uncertainty of the point.

    ``confidence`` (0..1) says how sure it is that the name is this place; None where there is no point.
    """

    name: str
    country: str | None = None
    admin1: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    radius_km: float | None = None
    gazetteer_id: str | None = None
    feature: str | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """A time expression. ``value`` and ``until`` are ISO 8601 prefixes (``2021-06`` is month precision).

    ``value`` is None where nothing anchors it; ``relative`` says that it was read against the
    publication date. ``relation`` is ``before``, ``by``, ``since``, ``until`` ... or None. ``duration`` is an
    ISO 8601 duration (``P3M``) where the expression measures a length.
    """

    value: str | None = None
    until: str | None = None
    relative: bool = False
    relation: str | None = None
    duration: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number with its bounds. ``high`` is None where it is open ("at least 12").

    ``unit`` is what is measured (``percent``, ``USD``, ``month``), ``counted`` the lemma counted
    ("prisoner").
    """

    low: float
    high: float | None = None
    unit: str | None = None
    counted: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A stretch of a sentence that names or describes something.

    ``sentence`` indexes :attr:`Reading.sentences`, ``head`` a token of that sentence. Mentions with one
    ``chain`` are the same thing. ``resolved`` holds the fields of its kind and is flattened into the
    mention in JSON.
    """

    id: str
    kind: MentionKind
    text: str
    start: int
    end: int
    sentence: int
    head: int
    chain: str | None = None
    resolved: Actor | Place | Time | Quantity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who is said to say something; ``mention`` is a mention id, or None where no mention covers it."""

    text: str
    start: int
    end: int
    mention: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Words given to a source: source, cue and content, whether or not a claim was coded inside."""

    source: Source | None
    cue: Span | None
    content: tuple[Span, ...]
    quoted: Quoting
    channel: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """An actor or recipient in a claim. ``mention`` is a mention id; ``name`` the resolved name.

    ``resolved_by`` and ``listed`` are those of its :class:`Actor`; a place has none.
    """

    mention: str | None
    text: str
    start: int
    end: int
    name: str
    entity: str | None = None
    country: str | None = None
    sector: str | None = None
    resolved_by: str | None = None
    listed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPlace:
    """Where a claim says it is: the words, and the place they were resolved to (see :class:`Place`)."""

    text: str
    start: int
    end: int
    name: str
    country: str | None = None
    admin1: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    radius_km: float | None = None
    gazetteer_id: str | None = None
    feature: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimTime:
    """When a claim says it is (see :class:`Time`)."""

    text: str
    start: int
    end: int
    value: str | None = None
    until: str | None = None
    relative: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimQuantity:
    """How many: ``role`` is killed, injured, detained, released, displaced, participants, share, ..."""

    text: str
    start: int
    end: int
    role: str
    low: float
    high: float | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimThing:
    """A thing in a claim of force: ``role`` is target (acted on), site (it happened at it) or instrument.

    ``mention`` is a mention id, or None where no mention covers it; ``kind`` the class of its noun (building, vehicle,
    infrastructure, bomb, firearm ...).
    """

    mention: str | None
    text: str
    start: int
    end: int
    role: str
    kind: str


UNNAMED = "unnamed"
"""Name of a speaker whom the report does not name ("reportedly", "it was said")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """One link of a claim's attribution chain, innermost first."""

    text: str
    start: int
    end: int
    name: str
    entity: str | None = None
    role: str | None = None
    channel: str | None = None
    quoted: bool = False


class AnswerKind(StrEnum):
    """Whether a claim speaks against another or bears it out."""

    DENIES = "denies"
    SUPPORTS = "supports"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One of the claims that a claim denies or supports: how sure that is, in 0..1, and the words that show it."""

    kind: AnswerKind
    claim: str
    score: float
    words: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeBy:
    """Which component made a record, by which rule (a lexicon entry) or model (weights digest).

    Of a claim that somebody added, the component is ``person`` and the rule the name that they go by.

    ``code_rules`` are the entries of codebooks that gave :attr:`Claim.codes`, in the same order.
    """

    component: str
    version: str
    rule: str | None = None
    model: str | None = None
    code_rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Someone says that someone did something to someone.

    ``attribution`` is innermost speaker first, empty for the outlet's own voice. ``content_of`` is the
    claim that demands, offers, denies or plans this one. ``confidence`` is in 0..1. ``codes`` are names that codebooks
    of users give it, beside its type. ``conduct`` is what a rule
    imposed asks or forbids. ``answers`` tells of each id in ``denies`` and ``supports`` how sure it is.
    """

    id: str
    kind: ClaimKind
    type: ClaimType
    mode: str | None = None
    codes: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    actors: tuple[Participant, ...] = ()
    recipients: tuple[Participant, ...] = ()
    places: tuple[ClaimPlace, ...] = ()
    times: tuple[ClaimTime, ...] = ()
    quantities: tuple[ClaimQuantity, ...] = ()
    things: tuple[ClaimThing, ...] = ()
    conduct: Span | None = None
    polarity: Polarity
    status: Status
    attribution: tuple[Speaker, ...] = ()
    content_of: str | None = None
    denies: tuple[str, ...] = ()
    supports: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = ()
    trigger: Span
    evidence: Span
    confidence: float
    made_by: MadeBy


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """Something dropped or left unresolved, with the reason; offsets are None where it is not in the text."""

    stage: str
    code: str
    message: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Codebook:
    """A codebook of a user by which a report was coded: its name, and the digest of what is in its file."""

    name: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A report with all that was read in it: what every stage takes and gives, and what is published.

    ``codebooks`` are those of users that were laid over the shipped one, in order.
    """

    version: int = VERSION
    report: Report
    sentences: tuple[Sentence, ...] = ()
    mentions: tuple[Mention, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    claims: tuple[Claim, ...] = ()
    issues: tuple[Issue, ...] = ()
    codebooks: tuple[Codebook, ...] = ()
