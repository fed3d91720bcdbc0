"""The predicate lexicon: what its words mean, and what its loader refuses."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path

import pytest

from dateline.errors import LexiconError
from dateline.lexicon import classes, inflection, ontology, predicates, rows
from dateline.records import STATES, ClaimType, Status

LEXICON = predicates.load()

# lemma, part of speech, particle -> a type and mode that one of its senses must have
MEANINGS = [
    ("kill", "verb", None, "ASSAULT", None),
    ("shell", "verb", None, "ASSAULT", "heavy-weapons"),
    ("blow", "verb", "up", "ASSAULT", "suicide-attack"),
    ("gas", "noun", None, "ASSAULT", "crowd-control"),
    ("airstrike", "noun", None, "ASSAULT", "aerial"),
    ("strike", "noun", None, "ASSAULT", "drone"),
    ("strike", "noun", None, "PROTEST", "strike"),
    ("strike", "noun", None, "PROTEST", "hunger"),
    ("strike", "verb", None, "SUPPORT", None),
    ("agree", "verb", None, "AGREE", None),
    ("attack", "verb", None, "ACCUSE", "disapprove"),
    ("fire", "verb", None, "SANCTION", "expel"),
    ("fire", "verb", None, "ASSAULT", "firearms"),
    ("charge", "verb", None, "ACCUSE", "allege"),
    ("seize", "verb", None, "CONTROL", "gain"),
    ("seize", "verb", None, "COERCE", "seize"),
    ("fall", "verb", None, "CONTROL", "gain"),
    ("close", "verb", None, "ACCESS", "closed"),
    ("closed", "adj", None, "ACCESS", "closed"),
    ("reopen", "verb", None, "RETREAT", "access"),
    ("curfew", "noun", None, "COERCE", "curfew"),
    ("arrest", "verb", None, "COERCE", "arrest"),
    ("release", "verb", None, "RETREAT", "release"),
    ("ceasefire", "noun", None, "RETREAT", "ceasefire"),
    ("step", "verb", "down", "RETREAT", "resign"),
    ("sign", "verb", None, "SUPPORT", None),
    ("phone", "verb", None, "CONSULT", "phone"),
    ("demand", "verb", None, "REQUEST", "yield"),
    ("veto", "verb", None, "REJECT", "change"),
    ("threaten", "verb", None, "THREATEN", "violence"),
    ("recall", "verb", None, "SANCTION", "withdraw"),
    ("mass", "verb", None, "MOBILIZE", "troops"),
    ("donate", "verb", None, "AID", None),
    ("extradite", "verb", None, "COOPERATE", None),
    ("back", "verb", "down", "CONCEDE", None),
    ("ally", "noun", None, "ALIGNMENT", "ally"),
]


@pytest.mark.parametrize(("lemma", "pos", "particle", "kind", "mode"), MEANINGS)
def test_word_has_the_sense(lemma: str, pos: str, particle: str | None, kind: str, mode: str | None) -> None:
    senses = LEXICON.lookup(lemma, pos)
    assert (ClaimType(kind), mode, particle) in {(sense.type, sense.mode, sense.particle) for sense in senses}


@pytest.mark.parametrize(
    ("lemma", "pos"),
    [("mumble", "verb"), ("tell", "noun"), ("table", "noun"), ("cook", "verb"), ("Kill", "verb"), ("kill", "adj")],
)
def test_other_words_have_no_sense(lemma: str, pos: str) -> None:
    assert LEXICON.lookup(lemma, pos) == ()


@pytest.mark.parametrize(("kind", "mode"), [(t, m) for t, ms in ontology.load().modes.items() for m in (ms or (None,))])
def test_every_type_and_mode_has_three_senses_or_more(kind: ClaimType, mode: str | None) -> None:
    assert sum(sense.type == kind and sense.mode == mode for sense in LEXICON.senses) >= 3


def test_all_contexts_are_reached_by_a_sense_or_a_class() -> None:
    reached = {c for sense in LEXICON.senses for c in sense.contexts}
    reached |= {c for contexts in LEXICON.class_contexts.values() for c in contexts}
    assert set(ontology.load().contexts) == reached


def test_the_lexicon_is_large() -> None:
    assert len(LEXICON.senses) >= 2500


def test_examples_are_sentences_of_their_own() -> None:
    examples = [sense.example for sense in LEXICON.senses]
    assert all(text[0].isupper() and text.endswith(".") for text in examples)
    assert len(set(examples)) == len(examples)


def test_senses_of_one_word_can_be_told_apart() -> None:
    """Two senses of a word that say different things must differ in what they ask of the sentence."""
    told: dict[object, predicates.Sense] = {}
    for sense in LEXICON.senses:
        for lemma in sense.lemmas:
            key = (lemma, sense.pos, sense.particle, sense.case, sense.needs, sense.bars, sense.also)
            other = told.setdefault(key, sense)
            assert other is sense or other.weight != sense.weight, f"{other.id} and {sense.id}"


@pytest.mark.parametrize(
    ("form", "pos", "lemma"),
    [
        ("withdrew", "verb", "withdraw"),
        ("struck", "verb", "strike"),
        ("shot", "verb", "shoot"),
        ("seized", "verb", "seize"),
        ("raping", "verb", "rape"),
        ("kidnapped", "verb", "kidnap"),
        ("kidnaped", "verb", "kidnap"),
        ("trafficked", "verb", "traffic"),
        ("denies", "verb", "deny"),
        ("lying", "verb", "lie"),
        ("test-fired", "verb", "test-fire"),
        ("hostilities", "noun", "hostility"),
        ("clashes", "noun", "clash"),
        ("closed", "adj", "closed"),
    ],
)
def test_a_form_leads_to_its_lemma(form: str, pos: str, lemma: str) -> None:
    assert form in inflection.forms(lemma, pos)


@pytest.mark.parametrize(("form", "lemma"), [("raped", "rap"), ("fired", "fir"), ("baned", "ban"), ("rapped", "rape")])
def test_a_form_does_not_lead_to_another_word(form: str, lemma: str) -> None:
    assert form not in inflection.forms(lemma, "verb")


def test_demand_gives_its_object_the_status_demanded() -> None:
    sense = LEXICON.by_id["REQUEST.demand.v.yield"]
    assert sense.content is Status.DEMANDED
    assert "obj" in sense.content_slots


def test_denial_speaks_against_its_content_and_refusal_undoes_it() -> None:
    assert LEXICON.by_id["REJECT.deny.v.that"].denies
    assert LEXICON.by_id["REJECT.refuse.v.to-do"].negates


def test_states_are_coded_beside_the_event_of_the_same_word() -> None:
    assert LEXICON.by_id["CONTROL.seize.v"].also
    assert LEXICON.by_id["ACCESS.close.v"].also
    assert not LEXICON.by_id["COERCE.seize.v.place"].also


def test_conditions_tell_the_minister_from_the_crowd() -> None:
    dismiss, shoot = LEXICON.by_id["SANCTION.fire.v.person"], LEXICON.by_id["ASSAULT.fire.v.on"]
    assert "leader" in dict(dismiss.needs)["obj"]
    assert "leader" in LEXICON.classes["minister"]
    assert dict(shoot.needs) == {"on": ("*",)}


def test_bars_of_group_and_entry_add_up_and_needs_of_the_entry_go_before(tmp_path: Path) -> None:
    text = """
type = "ASSAULT"
[[group]]
roles = "subj > obj"
bars = { obj = "sport" }
needs = { obj = "armed" }
senses = [ { verb = "zap", bars = { obj = "food" }, needs = { obj = "place" }, example = "They zap." } ]
"""
    sense = _build(tmp_path, text).senses[0]
    assert dict(sense.bars)["obj"] == ("sport", "food")
    assert dict(sense.needs)["obj"] == ("place",)


def test_out_of_is_one_slot(tmp_path: Path) -> None:
    sense = _build(tmp_path, _entry('verb = "zap", example = "They zap."', roles="subj > out_of")).senses[0]
    assert sense.recipient == ("out of",)


GOOD = 'verb = "zap", example = "They zap it."'

WRONG = [
    ('verb = "zap", example = "They go."', "subj > obj", "ASSAULT", "x.toml:5: the example must hold a form of 'zap'"),
    ('verb = "zap"', "subj > obj", "ASSAULT", "x.toml:5: the example must hold"),
    (GOOD + ', mode = "zapping"', "subj > obj", "ASSAULT", "x.toml:5: mode of ASSAULT 'zapping' is unknown; use"),
    (GOOD + ', mode = "beat"', "subj > obj", "AID", "x.toml:5: mode of AID 'beat' is unknown"),
    (GOOD + ', contexts = "war"', "subj > obj", "AID", "x.toml:5: context 'war' is unknown"),
    (GOOD + ', needs = { obj = "militia" }', "subj > obj", "AID", "x.toml:5: class 'militia' in needs of obj is"),
    (GOOD + ', needs = { obj = "" }', "subj > obj", "AID", "x.toml:5: needs of obj is empty"),
    (GOOD + ', needs = "armed"', "subj > obj", "AID", "x.toml:5: needs must be a table"),
    (GOOD + ', bars = { nsubj = "armed" }', "subj > obj", "AID", "x.toml:5: slot 'nsubj' is unknown"),
    (GOOD, "nsubj > obj", "AID", "x.toml:5: slot 'nsubj' is unknown"),
    (GOOD, "subj obj", "AID", "x.toml:5: roles 'subj obj' must be written"),
    (GOOD + ", wieght = 0.5", "subj > obj", "AID", "x.toml:5: unknown key 'wieght'"),
    (GOOD + ", weight = 3", "subj > obj", "AID", "x.toml:5: weight 3 is not"),
    (GOOD + ', status = "done"', "subj > obj", "AID", "x.toml:5: status 'done' is unknown"),
    (GOOD + ', content = "wished xcomp"', "subj > obj", "AID", "x.toml:5: status 'wished' is unknown"),
    (GOOD + ', noun = "zap"', "subj > obj", "AID", "x.toml:5: an entry has exactly one of verb, noun, adj"),
    ('verb = "Zap", example = "They zap."', "subj > obj", "AID", "x.toml:5: lemma 'Zap' must be in lower case"),
    ('verb = "zap+up fry", example = "They zap up."', "subj > obj", "AID", "x.toml:5: verb needs a lemma, and all"),
    (GOOD, "subj > obj", "HELP", "x.toml:1: type 'HELP' is unknown; use one of AGREE"),
    ('verb = "zap', "subj > obj", "AID", "x.toml:5: not TOML"),
]


@pytest.mark.parametrize(("entry", "roles", "kind", "message"), WRONG)
def test_a_wrong_entry_is_refused_with_its_line(
    tmp_path: Path, entry: str, roles: str, kind: str, message: str
) -> None:
    with pytest.raises(LexiconError) as caught:
        _build(tmp_path, _entry(entry, roles=roles, kind=kind))
    assert str(caught.value).startswith(message)


def test_two_entries_with_one_id_are_refused(tmp_path: Path) -> None:
    text = _entry(GOOD).replace("},\n]", "},\n  { " + GOOD + " },\n]")
    with pytest.raises(LexiconError, match=r"x\.toml:6: id ASSAULT\.zap\.v is taken"):
        _build(tmp_path, text)


def test_an_unknown_key_of_a_group_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"x\.toml:2: unknown key 'frame'"):
        _build(tmp_path, _entry(GOOD).replace("roles =", 'frame = "x"\nroles ='))


def test_a_class_takes_in_the_nouns_of_another(tmp_path: Path) -> None:
    file = tmp_path / "classes.toml"
    file.write_text('[ship]\nnouns = "boat"\n[vehicle]\ntakes = "ship"\nnouns = "car"\n')
    assert classes.build(file).by_noun["boat"] == {"ship", "vehicle"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[a]\nnouns = "x"\ntakes = "b"\n', "class 'b' is unknown"),
        ('[a]\ntakes = "b"\n[b]\ntakes = "a"\n', "takes in itself"),
        ('[a]\nnoun = "x"\n', "unknown key 'noun'"),
        ('[a]\nnouns = "x"\ncontexts = "war"\n', "context 'war' is unknown"),
        ('[a]\nnouns = "x"\nmode = "bang"\n', "'bang' is unknown"),
        ("[a\n", "line 1"),
    ],
)
def test_wrong_classes_are_refused(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "classes.toml"
    file.write_text(text)
    with pytest.raises(LexiconError, match=message):
        classes.build(file)


@pytest.mark.parametrize(
    ("sentence", "lemma", "pos", "particle", "held"),
    [
        ("Rebels shot two men.", "shoot", "verb", None, True),
        ("They carried it out.", "carry", "verb", "out", True),
        ("They carried it.", "carry", "verb", "out", False),
        ("Two raids began.", "raid", "noun", None, True),
        ("The raiding went on.", "raid", "adj", None, False),
        ("Police pepper-sprayed them.", "pepper-spray", "verb", None, True),
        ("A ring trafficked goods.", "traffic", "verb", None, True),
        ("The warden slept.", "war", "noun", None, False),
    ],
)
def test_a_sentence_holds_a_form_of_a_word(
    sentence: str, lemma: str, pos: str, particle: str | None, held: bool
) -> None:
    assert inflection.mentions_lemma(sentence, lemma, pos, particle) is held


def test_states_have_modes_of_their_own_and_events_a_quad_class() -> None:
    codebook = ontology.load()
    assert codebook.modes[ClaimType.ACCESS] == ("open", "closed")
    assert set(codebook.quad) == set(ClaimType) - STATES
    assert len(codebook.contexts) == 37


def test_loading_is_quick() -> None:
    predicates.load.cache_clear()
    start = time.process_time()
    predicates.load()
    assert time.process_time() - start < 0.3  # some 0.08 s on one idle core; the bound is for a busy machine


def _build(folder: Path, text: str) -> predicates.Predicates:
    file = folder / "x.toml"
    file.write_text(text, encoding="utf-8")
    return predicates.build([file])


def _entry(entry: str, *, roles: str = "subj > obj", kind: str = "ASSAULT") -> str:
    return f'type = "{kind}"\n[[group]]\nroles = "{roles}"\nsenses = [\n  {{ {entry} }},\n]\n'


@pytest.mark.parametrize("path", sorted(predicates.FOLDER.glob("*.toml")), ids=lambda path: path.name)
def test_rows_are_read_as_toml_is(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    data = tomllib.loads(text)
    top, groups = rows.read(text, path.name)
    assert top == {key: value for key, value in data.items() if key != "group"}
    assert data["group"] == [{**group.shared, "senses": [entry for _, entry in group.senses]} for group in groups]
    lines = text.split("\n")
    for group in groups:
        assert lines[group.line - 1] == "[[group]]"
        for line, entry in group.senses:
            assert f'"{next(entry[pos] for pos in ("verb", "noun", "adj") if pos in entry)}"' in lines[line - 1]


# A row, and whether it is read without tomllib; any other row goes to it and comes out the same.
ROWS = [
    ('{ verb = "zap", example = "They zap." },', True),
    ('  { verb = "zap", needs = { obj = "armed", out_of = "*" }, also = true, weight = 0.5 }', True),
    ('{ verb = "zap", as = "" },', True),
    ('{verb = "zap"},', False),
    ("{ verb = 'zap' },", False),
    ('{ verb = "z\\u0061p" },', False),
    ('{ verb = "zap" }, # a note', False),
    ('{ verb = "zap", weight = 1 },', False),
]


@pytest.mark.parametrize(("row", "quick"), ROWS)
def test_a_row_of_any_form_comes_out_the_same(row: str, quick: bool) -> None:
    text = f"[[group]]\nsenses = [\n{row}\n]\n"
    ((line, entry),) = rows.read(text, "x.toml")[1][0].senses
    assert (line, {"group": [{"senses": [entry]}]}) == (3, tomllib.loads(text))
    assert bool(rows._rows([row])) is quick


@pytest.mark.parametrize(
    "row",
    [
        '{ verb = "zap", verb = "zap" },',
        '{ verb = "zap", needs = { obj = "a", obj = "b" } },',
        '{ verb = "zap" }\n{ verb = "zap" }',
        '{ verb = "zap',
        '{ verb = "zap" },\n]\n{ verb = "zap" },',
    ],
)
def test_a_row_that_is_no_toml_is_refused(row: str) -> None:
    text = f"[[group]]\nsenses = [\n{row}\n]\n"
    with pytest.raises(tomllib.TOMLDecodeError):
        tomllib.loads(text)
    with pytest.raises(LexiconError, match=r"x\.toml:[3-5]: not TOML"):
        rows.read(text, "x.toml")
