"""Who and what stands at a token: mentions by their head, classes of nouns, and participants with resolved names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from dateline.calendar import Anchor
from dateline.claim.before import Before
from dateline.claim.listing import called
from dateline.claim.stem import stems
from dateline.lexicon import syntax
from dateline.lexicon.predicates import Predicates
from dateline.records import Actor, ClaimType, Issue, Mention, MentionKind, Participant, Place, Quantity, Reading
from dateline.tree import Tree

PEOPLE = frozenset("person civilian armed police official group prisoner migrant protester business country".split())
"""Classes of ``classes.toml`` whose common nouns take part in events though no mention was made of them."""

_THINGS = frozenset(
    {"vehicle", "aircraft", "ship", "weapon", "airstrike", "bomb", "artillery", "goods", "building", "place"}
)
_SITES = frozenset({"settlement", "crossing", "place", "territory"})
_ACTING = frozenset({MentionKind.PERSON, MentionKind.ORGANIZATION, MentionKind.GROUP, MentionKind.NATIONALITY})
_TAGS: Mapping[MentionKind, str] = {
    MentionKind.PERSON: "@PER",
    MentionKind.ORGANIZATION: "@ORG",
    MentionKind.GROUP: "@ORG",
    MentionKind.NATIONALITY: "@NORP",
    MentionKind.PLACE: "@LOC",
}
_BY_PRONOUN: Mapping[str, tuple[MentionKind, ...]] = {
    "it": (MentionKind.ORGANIZATION, MentionKind.GROUP, MentionKind.NATIONALITY, MentionKind.PLACE),
    "he": (MentionKind.PERSON,),
    "she": (MentionKind.PERSON,),
    "they": (MentionKind.GROUP, MentionKind.ORGANIZATION),
}
_KINDS: Mapping[MentionKind, frozenset[str]] = {
    MentionKind.PERSON: frozenset({"person"}),
    MentionKind.GROUP: frozenset({"group", "side"}),
    MentionKind.ORGANIZATION: frozenset({"group"}),
}
_SECTORS: Mapping[str, frozenset[str]] = {
    "GOV": frozenset({"official", "side"}),
    "MIL": frozenset({"armed", "side"}),
    "REB": frozenset({"armed", "side"}),
    "PAR": frozenset({"armed", "side"}),
    "UAF": frozenset({"armed", "side"}),
    "COP": frozenset({"police"}),
    "SPY": frozenset({"official"}),
    "JUD": frozenset({"official", "institution"}),
    "LEG": frozenset({"official", "institution"}),
    "OPP": frozenset({"side", "activist"}),
    "PTY": frozenset({"side"}),
    "CVL": frozenset({"civilian"}),
    "REF": frozenset({"migrant"}),
    "JRN": frozenset({"journalist"}),
    "MED": frozenset({"journalist", "media"}),
    "BUS": frozenset({"business"}),
    "CRM": frozenset({"suspect", "armed"}),
}
"""Classes that an actor's sector stands for, so that a name meets the conditions that a common noun does."""
_HEADS = frozenset({"country", "leader", "official", "diplomat"})
"""Classes of nouns whose plural stands for each of those it is of."""
_BODIES = frozenset({"group", "institution", "side"})
"""Classes of common nouns for bodies that speak of themselves: "the committee said *it* would go on"."""
_HUMAN = frozenset("i you he she we who whom himself herself themselves ourselves".split())


class Cast:
    """The mentions of a reading, by sentence and head token, with chains resolved to names."""

    def __init__(self, reading: Reading, lexicon: Predicates, trees: Sequence[Tree] | None = None) -> None:
        self.text = reading.report.text
        self._dateline = reading.report.dateline
        self.anchor = Anchor.of(reading.report.published)
        self.lexicon = self._lexicon = lexicon
        self._at: dict[tuple[int, int], list[Mention]] = {}
        self._by_sentence: dict[int, list[Mention]] = {}
        self._named: dict[str, Actor] = {}
        self._placed: dict[str, Place] = {}
        self._called: dict[str, frozenset[str]] = {}
        self._classed: dict[tuple[int, int, bool], frozenset[str]] = {}
        self._chain_of = {mention.id: mention.chain for mention in reading.mentions}
        if trees is None:
            trees = [Tree(sentence, i) for i, sentence in enumerate(reading.sentences)]
        self.before = Before(trees, lexicon, reading.report.title or "")
        for mention in self._placed_names(reading.mentions, trees):
            self._at.setdefault((mention.sentence, mention.head), []).append(mention)
            self._by_sentence.setdefault(mention.sentence, []).append(mention)
            if mention.chain is None:
                continue
            if lexicon.codebooks:
                nouns = self._nouns(trees[mention.sentence], mention.head)
                self._called[mention.chain] = self._called.get(mention.chain, frozenset()) | nouns
            if isinstance(mention.resolved, Actor):
                known = self._named.get(mention.chain)
                if known is None or (known.entity, known.country) == (None, None) != (
                    mention.resolved.entity,
                    mention.resolved.country,
                ):
                    self._named[mention.chain] = mention.resolved
            elif isinstance(mention.resolved, Place):
                self._placed.setdefault(mention.chain, mention.resolved)

    def _placed_names(self, found: Iterable[Mention], trees: Sequence[Tree]) -> list[Mention]:
        """Return the mentions, with names taken for persons or bodies made places where the report tells so.

        It is where the name is a place as often, or stands after a bare "in" or "near", or has a word for
        a place in apposition. A name that is known to be somebody stays; a place can still act, as Kesra may attack.
        """
        mentions = list(found)
        count = Counter((m.text.casefold(), m.kind) for m in mentions)
        places = {m.text.casefold(): m.resolved for m in reversed(mentions) if m.kind is MentionKind.PLACE}
        located = {
            m.text.casefold()
            for m in mentions
            if trees[m.sentence].case(m.head) in {"in", "near"} and trees[m.sentence].kid(m.head, "det") is None
        }
        out: list[Mention] = []
        for m in mentions:
            name = m.text.casefold()
            if (
                m.kind in {MentionKind.PERSON, MentionKind.ORGANIZATION}
                and trees[m.sentence].tokens[m.head].upos == "PROPN"
                and (
                    count[name, MentionKind.PLACE] >= count[name, m.kind]
                    or (name in located and not _known(m))
                    or (m.kind is MentionKind.PERSON and self._sited(trees[m.sentence], m.head))
                )
            ):
                m = replace(m, kind=MentionKind.PLACE, resolved=places.get(name) or Place(name=m.text), chain=None)
            out.append(m)
        return out

    def _sited(self, tree: Tree, head: int) -> bool:
        """Say whether a word for a place, and not for people, stands in apposition."""
        return any(
            self._nouns(tree, k) & _SITES and not self._nouns(tree, k) & PEOPLE for k in tree.kids(head, "appos")
        )

    def mentions(self, sentence: int) -> list[Mention]:
        """Return the mentions of a sentence, in the order of the reading, without those of the dateline."""
        line = self._dateline
        found = self._by_sentence.get(sentence, [])
        return found if line is None else [m for m in found if not line.start <= m.start < line.end]

    def at(self, tree: Tree, token: int, *kinds: MentionKind) -> Mention | None:
        """Return the longest mention whose head is the token, of one of the kinds if any are given; None without."""
        here = self._at.get((tree.index, token))
        if here is None:
            return None
        found = [m for m in here if not kinds or m.kind in kinds]
        return max(found, key=lambda m: m.end - m.start, default=None)

    def classes(self, tree: Tree, token: int, *, own: bool = False) -> frozenset[str]:
        """Return classes, tags and ``=lemma`` of an argument's head and of what it measures ("hundreds of people").

        Unless ``own``, the classes of what stands in apposition are added ("Kesra Bandar, a border post").
        """
        key = (tree.index, token, own)
        out = self._classed.get(key)
        if out is None:
            heads = parts(tree, token)
            out = frozenset[str]().union(*(self._classes(tree, t) for t in heads))
            if not own:
                out = out.union(*(self._nouns(tree, k) for t in heads for k in tree.kids(t, "appos")))
            self._classed[key] = out
        return out

    def _classes(self, tree: Tree, token: int) -> frozenset[str]:
        word = tree.tokens[token]
        lemma = word.lemma.lower()
        out = set(self._nouns(tree, token)) | (set() if _is_hollow(tree, token) else {f"={lemma}"})
        modes = self._lexicon.instrument_modes
        for k in tree.kids(token, "compound", "amod"):
            # "tear gas", "rubber bullets", "air raid": the first word tells what sort of weapon it is.
            kind = self._nouns(tree, k)
            named = {c for c in kind if c in modes}
            if named:
                out = {c for c in out if c not in modes} | named
            if "peacekeeper" in self._nouns(tree, k):
                out.add("peacekeeper")  # "a peacekeeping force"
            if lemma == "fire" and "weapon" in kind:
                out = (out - {"natural"}) | {"firearm"} | named  # "automatic weapons fire" is no fire
        if word.entity != "O":
            out.add(f"@{word.entity[2:]}")
        if any(m.kind is MentionKind.PLACE for m in self._at.get((tree.index, token), ())):
            out -= {"@PER", "@ORG"}  # a name that the tagger took for a person, and the report tells is a place
        for mention in self._at.get((tree.index, token), ()):
            if mention.kind in {MentionKind.PERSON, MentionKind.GROUP} and out & PEOPLE:
                out -= _THINGS  # a bomber who is a person is no aircraft
            if mention.kind in _ACTING:
                out.add("@PARTY")
            if mention.kind in _TAGS:
                out.add(_TAGS[mention.kind])
                out |= _KINDS.get(mention.kind, frozenset())
            actor = self.actor(mention)
            if actor is not None and actor.sector is not None:
                out |= _SECTORS.get(actor.sector, frozenset())
        if word.upos == "NUM":
            out.add("@NUM")
        if word.upos in {"VERB", "ADJ"} and _obliged(tree, token):
            out.add("@MUST")
        if word.upos == "PRON" and lemma in _HUMAN:
            out.add("@PER")
        return frozenset(out)

    def _nouns(self, tree: Tree, token: int) -> frozenset[str]:
        """Return the classes of a word, by its lemma or else by what its form may come from."""
        word = tree.tokens[token]
        if _is_hollow(tree, token):
            return frozenset()
        number = self.at(tree, token, MentionKind.QUANTITY)
        if number is not None and isinstance(number.resolved, Quantity) and number.resolved.unit is None:
            return frozenset()  # "scores of villagers": a number is no thing
        found = self._lexicon.classes.get(word.lemma.lower())
        if found is None and word.upos == "NOUN":
            found = next((c for s in stems(word.text.lower()) if (c := self._lexicon.classes.get(s))), None)
        return (found or frozenset()) | self._phrases(tree, token)

    def _phrases(self, tree: Tree, token: int) -> frozenset[str]:
        """Return the classes of phrases of a user's codebook that a word stands in: "aid workers"."""
        known = self._lexicon.phrases
        found = frozenset[str]()
        if not known:
            return found
        word = tree.tokens[token]
        for words, classes in (*known.get(word.lemma.lower(), ()), *known.get(word.text.lower(), ())):
            near = [i for i in range(max(0, token - 12), min(len(tree), token + 12)) if tree.tokens[i].text != "-"]
            here = near.index(token)
            for at in range(max(0, here - len(words) + 1), here + 1):
                run = [tree.tokens[i] for i in near[at : at + len(words)]]
                if len(run) == len(words) and all(
                    w in {t.text.lower(), t.lemma.lower()} for w, t in zip(words, run, strict=True)
                ):
                    found |= classes
        return found

    def called(self, mention: str | None) -> frozenset[str]:
        """Return the classes of all nouns by which a report calls whom a mention is of, for codebooks of users."""
        chain = self._chain_of.get(mention or "")
        return self._called.get(chain, frozenset()) if chain is not None else frozenset()

    def named(self, name: str) -> frozenset[str]:
        """Return the classes of a name as it was resolved, whatever the text calls it."""
        return self._lexicon.classes.get(name.lower(), frozenset())

    def actor(self, mention: Mention) -> Actor | None:
        """Return what is known of who a mention is, by its chain if not by itself."""
        if mention.chain is not None and mention.chain in self._named:
            return self._named[mention.chain]
        return mention.resolved if isinstance(mention.resolved, Actor) else None

    def place(self, mention: Mention) -> Place | None:
        """Return the place that a mention was resolved to, by its chain if not by itself."""
        if isinstance(mention.resolved, Place):
            return mention.resolved
        return self._placed.get(mention.chain) if mention.chain is not None else None

    def participant(self, tree: Tree, head: int, *, target: bool = False) -> Participant | Issue | None:
        """Return who the argument headed by a token is.

        ``target`` lets facilities and places be what is acted on. None where it is nobody (a thing, an idea); an
        Issue where it is somebody but it was not told who (an unresolved pronoun).
        """
        if any(tree.has_lemma(k, "no") for k in tree.kids(head, "det")):
            return None  # "no man can shave": nobody
        for token in reversed(parts(tree, head)):
            mention = self.at(tree, token, *_ACTING) or self.at(tree, token, MentionKind.PLACE)
            if mention is None and target:
                mention = self.at(tree, token, MentionKind.FACILITY)
            if mention is None and tree.tokens[token].upos in {"PROPN", "NOUN"}:
                # "Advocate Olo Mark", "the radio host Olo Mark", where the title was taken for the head
                named = (self.at(tree, k, MentionKind.PERSON) for k in called(tree, token))
                mention = next((m for m in named if m is not None), None)
            if mention is not None:
                found = self._of(tree, mention)
                if found is not None:
                    return found
        word = tree.tokens[head]
        if word.upos == "PRON":
            told = self._teller(tree, head)
            if told is not None:
                return told
            if (
                word.xpos.startswith("PRP")
                and word.lemma.lower() not in {"it", "you"}
                and not tree.is_rel(head, "expl")
            ):
                return Issue(
                    stage="claim",
                    code="role.unresolved",
                    message=f"it is not told who {word.text!r} is",
                    start=word.start,
                    end=word.end,
                )
            return None
        words = syntax.load()
        for token in reversed(parts(tree, head)):
            word = tree.tokens[token]
            lemma = word.lemma.lower()
            if word.upos == "PROPN" and self._is_party(tree, token):
                return self._bare(tree, head)
            measure = lemma in words.partitive and lemma not in words.collective and word.text.lower() != "sides"
            # "the *military* trains pilots", where the noun was taken for an adjective
            argument = word.upos == "ADJ" and tree.is_rel(token, "nsubj", "obj", "obl")
            if (word.upos != "NOUN" and not argument) or measure:
                continue
            if not target and any(s.type is ClaimType.PROTEST for s in self._lexicon.lookup(lemma, "noun")):
                continue  # "the rally" may be broken up, but does nothing
            if self._nouns(tree, token) & PEOPLE:
                return self._bare(tree, head)
        return None

    def _bare(self, tree: Tree, head: int) -> Participant:
        """Return a participant of whom no mention was made, by the words of the text."""
        first, last = phrase(tree, head)
        span = tree.span(first, last, self.text)
        return Participant(mention=None, text=span.text, start=span.start, end=span.end, name=span.text)

    def _is_party(self, tree: Tree, token: int) -> bool:
        """Say whether a name that nobody knows is one of a party: by its title, by its number, or in a list of such.

        "General Omarov", "nine Kesrans", "the Front, the *UP* and the party".
        """
        if self.at(tree, token) is not None or tree.tokens[token].entity != "O":
            return False
        if any(tree.tokens[k].upos in {"PROPN", "NOUN"} for k in tree.kids(token, "nmod:desc")):
            return True
        if tree.tokens[token].xpos == "NNPS" and tree.kid(token, "nummod") is not None:
            return True
        head = tree.tokens[token].head
        beside = [k for k in (head, *tree.kids(head, "conj")) if k != token] if tree.is_rel(token, "conj") else []
        return bool(beside) and all(self.at(tree, k, *_ACTING) is not None for k in beside)

    def sides(self, tree: Tree, head: int, whole: Participant) -> tuple[Participant, ...]:
        """Return the two sides of a participant named by both, "*Arland and Kesra forces* clashed"; else itself.

        The first is the words of its own name, the second those from its name to the end; ``name`` bears the noun.
        """
        for k in tree.kids(head, "amod", "compound", "nmod:poss"):
            for other in tree.kids(k, "conj"):
                named = [self.at(tree, i, *_ACTING, MentionKind.PLACE) for i in (k, other)]
                if not k < other < head or None in named or whole.end < tree.tokens[head].end:
                    continue
                noun = self.text[tree.tokens[other].end : whole.end].removeprefix("'s").removeprefix("’s").strip()
                out = []
                for mention, end in zip(named, (tree.tokens[k].end, whole.end), strict=True):
                    assert mention is not None
                    side = self._of(tree, mention)
                    if side is None:
                        return (whole,)
                    text = self.text[mention.start : end]
                    name = f"{mention.text} {noun}"
                    out.append(replace(side, text=text, end=end, name=name, entity=None, sector=whole.sector))
                return tuple(out)
        return self._each(tree, head, whole)

    def members(self, tree: Tree, head: int, whole: Participant) -> tuple[Participant, ...]:
        """Return the parties that a plural of officials is of, "presidents of *Arland* and *Kesra*", else itself."""
        if tree.tokens[head].xpos not in {"NNS", "NNPS"} or not self.classes(tree, head, own=True) & _HEADS:
            return (whole,)
        return self._each(tree, head, whole)

    def _each(self, tree: Tree, head: int, whole: Participant) -> tuple[Participant, ...]:
        for k in tree.kids(head, "nmod"):
            if tree.case(k) == "of":
                found = [self.at(tree, i, *_ACTING, MentionKind.PLACE) for i in (k, *tree.kids(k, "conj"))]
                parts_ = [self._of(tree, m) for m in found if m is not None]
                if len(parts_) == len(found) > 1 and not any(tree.is_rel(c, "appos") for c in tree.kids(k)):
                    # "the armies of *Arland* and *Kesra*"
                    return tuple(replace(p, sector=p.sector or whole.sector) for p in parts_ if p is not None)
        return (whole,)

    def _teller(self, tree: Tree, pronoun: int) -> Participant | None:
        """Return the speaker whom a subject pronoun in what is said goes by: "the army said *it* had withdrawn"."""
        kinds = _BY_PRONOUN.get(tree.tokens[pronoun].text.lower())
        if kinds is None or not tree.is_rel(pronoun, "nsubj"):
            return None
        for j in tree.up(pronoun):
            if not tree.is_rel(j, "ccomp"):
                if tree.is_rel(j, "conj", "xcomp"):
                    continue
                return None
            head = tree.tokens[j].head
            speaker = next((k for k in tree.kids(head, "nsubj") if tree.tokens[k].upos != "PRON"), None)
            for token in () if speaker is None else reversed(parts(tree, speaker)):
                mention = self.at(tree, token, *kinds)
                if mention is not None:
                    return self._of(tree, mention)
            body = speaker is not None and MentionKind.GROUP in kinds and self._nouns(tree, speaker) & _BODIES
            return self._bare(tree, speaker) if body and speaker is not None else None
        return None

    def _of(self, tree: Tree, mention: Mention) -> Participant | None:
        name, entity, country, sector, by = mention.text, None, None, None, None
        listed: tuple[str, ...] = ()
        if mention.kind is MentionKind.PLACE:
            place = self.place(mention)
            if place is not None:
                name, entity, country = place.name, place.gazetteer_id, place.country
        else:
            actor = self.actor(mention)
            if actor is not None:
                name, entity, country, sector = actor.name, actor.entity, actor.country, actor.sector
                by, listed = actor.resolved_by, actor.listed
            elif tree.tokens[mention.head].upos == "PRON":
                return None
            name = self._apposed(tree, mention) or name
        return Participant(
            mention=mention.id,
            text=mention.text,
            start=mention.start,
            end=mention.end,
            name=name,
            entity=entity,
            country=country,
            sector=sector,
            resolved_by=by,
            listed=listed,
        )

    def _apposed(self, tree: Tree, mention: Mention) -> str | None:
        """Return the name in apposition to a description ("a trader, Omar Haidari"), where the description has none."""
        if tree.tokens[mention.head].upos == "PROPN":
            return None
        for k in tree.kids(mention.head, "appos"):
            named = self.at(tree, k, MentionKind.PERSON, MentionKind.ORGANIZATION)
            if named is not None and tree.tokens[k].upos == "PROPN":
                actor = self.actor(named)
                return actor.name if actor is not None else named.text
        return None


def _known(mention: Mention) -> bool:
    """Say whether it is known who a mention is, beyond its name."""
    actor = mention.resolved
    return isinstance(actor, Actor) and (actor.entity, actor.country, actor.sector) != (None, None, None)


def _is_hollow(tree: Tree, noun: int) -> bool:
    """Say whether the word before a noun makes it another thing: "nuclear power" is no country."""
    lemma, known = tree.lemmas[noun], syntax.load()
    words = known.hollow.get(lemma)
    if lemma in known.bare and tree.tokens[noun].xpos == "NN" and not tree.kids(noun, "det", "amod", "nmod:poss"):
        return True  # "seized power"
    return words is not None and any(tree.has_lemma(k, *words) for k in tree.kids(noun, "compound", "amod"))


def _obliged(tree: Tree, verb: int) -> bool:
    """Say whether a clause tells what must be done: "rebels must leave", or by its bare verb "that he leave".

    A bare verb that is coordinated to another, or has a plural subject and no "that", may be a present.
    """
    if any(tree.has_lemma(k, *syntax.load().obligation) for k in tree.kids(verb, "aux", "cop")):
        return True
    if tree.tokens[verb].xpos != "VB" or tree.kids(verb, "aux", "cop") or tree.is_rel(verb, "conj"):
        return False
    marks = tree.kids(verb, "mark")
    if any(tree.has_lemma(k, "to") for k in marks):
        return False
    plural = any(tree.tokens[k].xpos in {"NNS", "NNPS"} for k in tree.kids(verb, "nsubj"))
    return not plural or any(tree.has_lemma(k, "that") for k in marks)


def parts(tree: Tree, head: int) -> list[int]:
    """Return the head and, where it only measures or groups, what it measures: "hundreds" and "people"."""
    out = [head]
    words = syntax.load().partitive
    while len(out) < 4 and (tree.tokens[out[-1]].lemma.lower() in words or tree.tokens[out[-1]].upos == "NUM"):
        below = next((k for k in tree.kids(out[-1], "nmod") if tree.case(k) in {"of", "among", "out of", "out"}), None)
        if below is None:
            break
        out.append(below)
    return out


_LOOSE = frozenset({"acl", "appos", "conj", "cc", "punct", "parataxis", "advcl", "dep"})


_PREDICATED = frozenset({"nsubj", "csubj", "cop", "aux", "mark", "expl", "obl", "ccomp"})
"""What hangs from a noun that something is said to be, and is no part of its phrase: "*that this is* the last city"."""


def phrase(tree: Tree, head: int) -> tuple[int, int]:
    """Return first and last token of a noun phrase without what is coordinated or said of it in a clause."""
    inside = [
        i
        for i in tree.under(head, skip=_LOOSE if tree.kid(head, "cop") is None else _LOOSE | _PREDICATED)
        if i == head or not tree.is_rel(i, "case") or tree.tokens[i].head != head
    ]
    return tree.run(head, inside)


def heads_below(tree: Tree, head: int) -> Iterator[int]:
    """Yield the tokens of the noun phrase of ``head`` without clauses, appositions and coordinated phrases."""
    yield from tree.under(head, skip=_LOOSE)
