"""The grammar words that steer how arguments are read: control verbs, partitives, verbs of mere occurrence."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import cast

from dateline.errors import LexiconError


@dataclass(frozen=True, slots=True, kw_only=True)
class Syntax:
    """Lists of lemmas, as ``data/syntax.toml`` describes them. Particles are joined: ``break_out``."""

    calling: frozenset[str]
    subject_control: frozenset[str]
    hired: frozenset[str]
    oblique_control: Mapping[str, frozenset[str]]
    object_markers: frozenset[str]
    results: frozenset[str]
    transitive: frozenset[str]
    obligation: frozenset[str]
    giving: frozenset[str]
    """Verbs that keep an object in the passive."""
    making: frozenset[str]
    motion: frozenset[str]
    infinitive: frozenset[str]
    undertaking: frozenset[str]
    """Verbs whose infinitive is what the subject will or will not do, though a time stands between."""
    intransitive: frozenset[str]
    unchanged: frozenset[str]
    """Verbs whose past is as their present."""
    prepositional: Mapping[str, frozenset[str]]
    """Verbs that are active with these prepositions, unless an auxiliary says otherwise: "called for"."""
    allegations: frozenset[str]
    """Nouns for words that tell of a wrong: "claims that the guards beat him"."""
    helping: frozenset[str]
    leading: frozenset[str]
    holding: frozenset[str]
    """Participles that name who holds a place: "rebel-held"."""
    mishaps: frozenset[str]
    disasters: frozenset[str]
    saying: frozenset[str]
    ending: frozenset[str]
    coming: frozenset[str]
    riding: frozenset[str]
    open_disasters: frozenset[str]
    blasts: frozenset[str]
    unarmed: frozenset[str]
    traffic: frozenset[str]
    bumps: frozenset[str]
    rammed: frozenset[str]
    harms: frozenset[str]
    wilful: frozenset[str]
    ambiguous_arms: frozenset[str]
    occurrence: frozenset[str]
    undergo: frozenset[str]
    observe: frozenset[str]
    engaged: frozenset[str]
    standing: frozenset[str]
    """Verbs that say of their subject how it is: "remains under siege"."""
    talks: frozenset[str]
    parleys: frozenset[str]
    """Nouns that are of sides that deal with each other, though none is named: "the talks stalled"."""
    occurrence_object: Mapping[str, frozenset[str]]
    partitive: frozenset[str]
    collective: frozenset[str]
    losses: frozenset[str]
    sides: frozenset[str]
    using: frozenset[str]
    gunfire: frozenset[str]
    documents: frozenset[str]
    deciding: frozenset[str]
    short_names: frozenset[str]
    handing: Mapping[str, frozenset[str]]
    """Verb -> particles with which the parser may take it for a noun."""
    hollow: Mapping[str, frozenset[str]]
    bare: frozenset[str]
    exchange: frozenset[str]
    exchange_nouns: frozenset[str]
    deals: frozenset[str]
    rule_verbs: frozenset[str]
    rule_nouns: frozenset[str]
    rule_deeds: frozenset[str]
    rule_modals: frozenset[str]
    rule_states: frozenset[str]
    rule_passing: frozenset[str]


def _words(table: Mapping[str, object], section: str, key: str) -> frozenset[str]:
    value = table.get(key)
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise LexiconError(f"syntax.toml: [{section}] {key} must be a list of strings; got {value!r}")
    return frozenset(cast("list[str]", value))


def _table(table: Mapping[str, object], section: str, key: str) -> Mapping[str, object]:
    value = table.get(key)
    if not isinstance(value, dict):
        raise LexiconError(f"syntax.toml: [{section}] {key} must be a table; got {value!r}")
    return cast("dict[str, object]", value)


@cache
def load() -> Syntax:
    """Load and check ``data/syntax.toml``.

    Raises:
        LexiconError: a list is missing or holds something that is not a word.
    """
    data = tomllib.loads((files("dateline.lexicon") / "data" / "syntax.toml").read_text(encoding="utf-8"))
    control, clause, nominal = (_table(data, "top", name) for name in ("control", "clause", "nominal"))
    rule, things = _table(data, "top", "rule"), _table(data, "top", "things")
    oblique = _table(control, "control", "oblique")
    objects = _table(nominal, "nominal", "occurrence_object")
    prepositional = _table(clause, "clause", "prepositional")
    hollow, handing = _table(data, "top", "hollow"), _table(data, "top", "handing")
    return Syntax(
        calling=_words(_table(data, "top", "calling"), "calling", "verbs"),
        subject_control=_words(control, "control", "subject"),
        hired=_words(control, "control", "hired"),
        oblique_control={verb: _words(oblique, "control.oblique", verb) for verb in oblique},
        object_markers=_words(clause, "clause", "object_markers"),
        results=_words(clause, "clause", "results"),
        transitive=_words(clause, "clause", "transitive"),
        obligation=_words(clause, "clause", "obligation"),
        giving=_words(clause, "clause", "giving"),
        making=_words(clause, "clause", "making"),
        motion=_words(clause, "clause", "motion"),
        infinitive=_words(clause, "clause", "infinitive"),
        undertaking=_words(clause, "clause", "undertaking"),
        intransitive=_words(clause, "clause", "intransitive"),
        prepositional={verb: _words(prepositional, "clause.prepositional", verb) for verb in prepositional},
        allegations=_words(nominal, "nominal", "allegations"),
        unchanged=_words(clause, "clause", "unchanged"),
        helping=_words(clause, "clause", "helping"),
        leading=_words(clause, "clause", "leading"),
        holding=_words(clause, "clause", "holding"),
        mishaps=_words(clause, "clause", "mishaps"),
        disasters=_words(clause, "clause", "disasters"),
        saying=_words(clause, "clause", "saying"),
        ending=_words(clause, "clause", "ending"),
        coming=_words(clause, "clause", "coming"),
        riding=_words(clause, "clause", "riding"),
        open_disasters=_words(clause, "clause", "open_disasters"),
        blasts=_words(clause, "clause", "blasts"),
        unarmed=_words(clause, "clause", "unarmed"),
        traffic=_words(clause, "clause", "traffic"),
        bumps=_words(clause, "clause", "bumps"),
        rammed=_words(clause, "clause", "rammed"),
        harms=_words(clause, "clause", "harms"),
        wilful=_words(clause, "clause", "wilful"),
        ambiguous_arms=_words(clause, "clause", "ambiguous_arms"),
        occurrence=_words(nominal, "nominal", "occurrence") | _words(nominal, "nominal", "occurrence_particle"),
        undergo=_words(nominal, "nominal", "undergo"),
        observe=_words(nominal, "nominal", "observe"),
        engaged=_words(nominal, "nominal", "engaged"),
        standing=_words(nominal, "nominal", "standing"),
        talks=_words(nominal, "nominal", "talks"),
        parleys=_words(nominal, "nominal", "parleys"),
        occurrence_object={verb: _words(objects, "nominal.occurrence_object", verb) for verb in objects},
        partitive=_words(nominal, "nominal", "partitive"),
        losses=_words(nominal, "nominal", "losses"),
        sides=_words(things, "things", "sides"),
        gunfire=_words(things, "things", "gunfire"),
        using=_words(things, "things", "using"),
        collective=_words(nominal, "nominal", "collective"),
        documents=_words(nominal, "nominal", "documents"),
        deciding=_words(nominal, "nominal", "deciding"),
        short_names=_words(nominal, "nominal", "short_names"),
        handing={verb: _words(handing, "handing", verb) for verb in handing},
        hollow={noun: _words(hollow, "hollow", noun) for noun in hollow},
        bare=_words(_table(data, "top", "bare"), "bare", "nouns"),
        exchange=_words(nominal, "nominal", "exchange"),
        exchange_nouns=_words(nominal, "nominal", "exchange_nouns"),
        deals=_words(nominal, "nominal", "deals"),
        rule_verbs=_words(rule, "rule", "verbs"),
        rule_nouns=_words(rule, "rule", "nouns"),
        rule_deeds=_words(rule, "rule", "deeds"),
        rule_modals=_words(rule, "rule", "modals"),
        rule_states=_words(rule, "rule", "states"),
        rule_passing=_words(rule, "rule", "passing"),
    )
