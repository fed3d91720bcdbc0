"""Codebooks of users: what they add to the lexicon, and what is refused, with its line and the remedy."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.errors import LexiconError
from dateline.lexicon import codebook, phrase_cue, predicates
from dateline.lexicon.codebook import Book
from dateline.lexicon.predicates import Predicates, Wrong
from dateline.records import ClaimType, Status

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "attacks-on-education.toml"
CODE = '[[code]]\nname = "a"\ndefinition = "d"\ntypes = ["ASSAULT"]\n'
CUE = '[[cue]]\ntype = "ASSAULT"\nverbs = ["zap"]\n'
OVERRIDE = '[[override]]\nsense = "ASSAULT.kill.v"\n'


def lay(folder: Path, text: str, name: str = "mine.toml") -> tuple[Predicates, Book]:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return codebook.lay(predicates.load(), file)


# What is wrong, and what the message must begin with (after the file) and hold.
REFUSED = [
    ("", "1: there is nothing in it", "[[code]]"),
    ('name = "a"', "1: there is nothing in it", "[[cue]]"),
    ("name = hello", "1: not TOML", 'key = "text"'),
    ("name = “x”", "1: not TOML", "straight quotes"),
    ("[[code]\n", "1: not TOML", "']]'"),
    (CUE + 'type = "AID"\n', "4: not TOML", "there twice"),
    ("a = " + "[" * 100_000, "1: not a codebook", "too deep"),
    ("a = " + "9" * 5000, "1: not a codebook", "digits"),
    ('nam = "x"\n' + CUE, "1: unknown key 'nam'", "did you mean 'name'?"),
    ('name = "My Book"\n' + CUE, "1: name 'My Book'", 'write name = "my-book"'),
    ("[code]\nname = 'a'", "1: write code with two brackets", "[[code]]"),
    ('cue = "x"', "1: write cue with two brackets", "[[cue]]"),
    ('[[class.school]]\nnouns = ["x"]', "1: write a class as a table of its name", "[class.school]"),
    ('[class.school]\nnuons = ["x"]', "2: unknown key 'nuons'", "'nouns'"),
    ('[class.school]\nnouns = "school bus"', "2: nouns must be a list", '["school bus"] for one phrase'),
    ('[class.school]\nnouns = ["schools"]', "2: noun 'schools' looks like a plural", "'school'"),
    ('[class.x]\nnouns = ["aid agencies", "bus"]', "2: noun 'aid agencies' looks like a plural", "'aid agency'"),
    ("[class.school]\nnouns = []", "2: class 'school' is empty", "nouns = ["),
    ('[class.school]\ntakes = "schol"', "2: class 'schol' is unknown", "'school'"),
    ('[class.school]\nnouns = ["x"]\nis = "bilding"', "3: class 'bilding'", "'building'"),
    ('[class.school]\nnouns = ["x"]\ncontexts = "helth"', "3: context 'helth'", "'health'"),
    ('[class.a]\ntakes = "b"\n[class.b]\ntakes = "a"', "2: class a takes in itself", "a > b"),
    (CODE.replace("ASSAULT", "ASSALT"), "4: type 'ASSALT' is unknown", "did you mean 'ASSAULT'?"),
    (CODE.replace("ASSAULT", "assault"), "4: type 'assault' is unknown", "did you mean 'ASSAULT'?"),
    (CODE.replace("definition", "defintion"), "3: unknown key 'defintion'", "'definition'"),
    (CODE.replace('"a"', '"A b"'), "2: a code has a name of small letters", "'A b'"),
    (CODE.replace('definition = "d"\n', ""), "1: code 'a' has no definition", "definition ="),
    (CODE.replace('types = ["ASSAULT"]\n', ""), "1: nothing gives code 'a'", 'a [[cue]] with code = "a"'),
    (CODE.replace("types =", "modes ="), "1: [[code]] has no parent types", 'types = ["ASSAULT"]'),
    (CODE + CODE, "6: code 'a' is there already, in line 2", "[[code.when]]"),
    (CODE + 'needs = { target = "shcool" }\n[class.school]\nnouns = ["school"]', "5: class 'shcool'", "'school'"),
    (CODE + 'needs = { targt = "armed" }', "5: slot 'targt' is unknown", "'target'"),
    (CODE + 'needs = "armed"', "5: needs must be a table", "{ obj ="),
    (CODE + 'needs = { target = "" }', "5: needs of target is empty", "*"),
    (CODE + 'needs = { actor = "sector:MILL" }', "5: sector 'MILL' in needs of actor is unknown", "'MIL'"),
    (CODE + 'needs = { actor = "country:XQZ" }', "5: country 'XQZ'", "unknown"),
    (CODE + 'modes = ["beet"]', "5: 'beet' in modes is unknown", "'beat'"),
    (CODE + 'status = "happend"', "5: 'happend' in status is unknown", "'happened'"),
    (CODE + '[[code.when]]\ntypes = "ASSAULT"\nneeds = { target = "armd" }', "7: class 'armd'", "'armed'"),
    ("# a note\n\n" + CODE + "\n" + CUE + 'code = "b"', "11: code 'b' has no [[code]]", "add one"),
    (CUE.replace("verbs", "verb"), "3: unknown key 'verb'", "'verbs'"),
    (CUE.replace('["zap"]', '"set fire to"'), "3: verbs must be a list", '["set fire to"] for one phrase'),
    ('[[cue]]\nverbs = ["zap"]', "1: a cue has a parent type", "ASSAULT"),
    ('[[cue]]\ntype = "ASSAULT"', "1: a cue has words", "verbs ="),
    (CUE.replace("verbs", "adjectives"), "3: cue 'zap' has no frame", "roles ="),
    (CUE.replace("zap", "torched"), "3: cue 'torched'", "'torch'"),
    (CUE.replace("zap", "shot"), "3: cue 'shot'", "'shoot'"),
    (CUE.replace("zap", "break in"), "3: cue 'break in' may be read in two ways", "break+in"),
    (CUE.replace("zap", "+"), "3: cue '+' must be of words of letters", "set fire to"),
    (CUE.replace("zap", "the"), "3: cue 'the' must be of words of letters", ""),
    (CUE.replace("zap", "someone"), "3: cue 'someone': write the verb as who does it would", ""),
    (CUE.replace("zap", "be zapped"), "3: cue 'be zapped': write the verb as who does it would", "'torch'"),
    (CUE.replace("zap", "Zap"), "3: cue 'Zap' must be in lower case", ""),
    (CUE.replace("zap", "keep an eye on the door of"), "3: cue 'keep an eye on the door of' is too long", "needs ="),
    (CUE + 'roles = "subj"', "4: roles 'subj' must be written", ">"),
    (CUE + 'roles = "subj > objekt"', "4: slot 'objekt' is unknown", "obj"),
    (CUE + 'mode = "beet"', "4: mode of ASSAULT 'beet' is unknown", "beat"),
    (CUE + "weight = 3", "4: weight 3.0", "up to 1.0"),
    (CUE + 'also = "yes"', "4: also must be true or false", "'yes'"),
    (CUE + 'needs = { obj = "armd" }', "4: class 'armd' in needs of obj is unknown", "'armed'"),
    (CUE + 'needs = { target = "armed" }', "4: slot 'target' is unknown", "recipient"),
    (CUE + 'verbs2 = ["x"]', "4: unknown key 'verbs2'", "'verbs'"),
    (CUE + 'examples = "one"', "4: examples must be a list of sentences", "[“…”]".replace("“", '"').replace("”", '"')),
    (CUE + CUE, "4: id mine/zap.v is taken", "as ="),
    (OVERRIDE, "1: an override says what is changed", "drop = true"),
    (OVERRIDE + 'drop = true\nmode = "beat"', "1: an override says what is changed", "not both"),
    (OVERRIDE + 'drop = true\nexamples = ["x"]', "4: a dropped sense codes nothing", "counterexamples"),
    (OVERRIDE.replace("kill.v", "kil.v") + "weight = 0.5", "2: sense 'ASSAULT.kil.v'", "'ASSAULT.kill.v'"),
    (OVERRIDE.replace("ASSAULT", "COERCE") + "weight = 0.5", "2: sense 'COERCE.kill.v'", "there are ASSAULT.kill.v"),
    (OVERRIDE + 'type = "AID"\nmode = "beat"', "4: mode of AID 'beat' is unknown", ""),
    (OVERRIDE + "weight = 0.5\n" + OVERRIDE + 'mode = "beat"', "5: sense 'ASSAULT.kill.v' is overridden already", ""),
    ('about = """\n[[cue]]\nfoo = 1\n"""\n[[cue]]\ntyp = "X"', "6: unknown key 'typ'", "'type'"),
    (CUE + 'nouns = [\n  "zap",\n]\nbogus = 1', "7: unknown key 'bogus'", ""),
]


@pytest.mark.parametrize(("text", "begins", "holds"), REFUSED)
def test_a_mistake_is_refused_with_its_line_and_the_remedy(tmp_path: Path, text: str, begins: str, holds: str) -> None:
    with pytest.raises(LexiconError) as caught:
        lay(tmp_path, text)
    message = str(caught.value).removeprefix(f"{tmp_path / 'mine.toml'}:")
    assert message.startswith(begins)
    assert holds in message


@pytest.mark.parametrize(
    ("content", "begins"),
    [
        (b"\xff\xfen\0", ":1: not UTF-8; save"),
        (b'# ok\nname = "caf\xe9"', ":2: not UTF-8; save"),
        (b'a = "\0"', ":1: not TOML"),
        (b"#" * 1_000_001, ": larger than 1,000,000 bytes"),
    ],
)
def test_a_file_that_is_no_text_or_too_large_is_refused(tmp_path: Path, content: bytes, begins: str) -> None:
    file = tmp_path / "mine.toml"
    file.write_bytes(content)
    with pytest.raises(LexiconError) as caught:
        codebook.load([file])
    assert str(caught.value).startswith(f"{file}{begins}")


@pytest.mark.parametrize("path", ["", "no.toml"])
def test_what_is_no_file_is_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(LexiconError, match=r"cannot be read: .*; check the path"):
        codebook.load([tmp_path / path])


def test_a_byte_order_mark_and_line_ends_of_windows_are_read(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_bytes(b"\xef\xbb\xbf" + CUE.replace("\n", "\r\n").encode())
    other = tmp_path / "same" / "mine.toml"
    other.parent.mkdir()
    other.write_text(CUE, encoding="utf-8")
    assert codebook.load([file]).codebooks == codebook.load([other]).codebooks


def test_the_shipped_lexicon_stays_as_it_is(tmp_path: Path) -> None:
    before = predicates.load()
    lexicon, _ = lay(tmp_path, CUE + OVERRIDE + "drop = true")
    assert predicates.load() is before
    assert before.lookup("zap", "verb") == ()
    assert "ASSAULT.kill.v" in before.by_id
    assert "ASSAULT.kill.v" not in lexicon.by_id
    assert [sense.id for sense in lexicon.lookup("zap", "verb")] == ["mine/zap.v"]


def test_the_name_and_the_digest_tell_codebooks_apart(tmp_path: Path) -> None:
    (first,) = lay(tmp_path, CUE)[0].codebooks
    (second,) = lay(tmp_path, CUE + "weight = 0.7\n")[0].codebooks
    (named,) = lay(tmp_path, 'name = "other"\n' + CUE)[0].codebooks
    assert (first.name, second.name, named.name) == ("mine", "mine", "other")
    assert len({first.digest, second.digest, named.digest}) == 3


def test_codebooks_go_one_over_the_other_and_not_twice(tmp_path: Path) -> None:
    one, two = tmp_path / "one.toml", tmp_path / "two.toml"
    one.write_text(OVERRIDE + "weight = 0.5\n[class.x]\nnouns = ['boat']\n", encoding="utf-8")
    two.write_text(OVERRIDE + 'mode = "beat"\n[class.x]\nnouns = ["car"]\n', encoding="utf-8")
    lexicon = codebook.load([one, two])
    sense = lexicon.by_id["two/one/ASSAULT.kill.v"]
    assert (sense.weight, sense.mode) == (0.5, "beat")
    assert "one/x" in lexicon.classes["boat"]
    assert "two/x" not in lexicon.classes["boat"]
    with pytest.raises(LexiconError, match="named 'one' is laid over already"):
        codebook.load([one, one])


def test_own_nouns_are_of_the_shipped_class_and_all_above_it(tmp_path: Path) -> None:
    text = '[class.gunboat]\nnouns = ["zoomboat", "fast zoomer"]\nis = "armed"\ncontexts = "military"\n'
    lexicon, book = lay(tmp_path, text)
    assert {"mine/gunboat", "armed", "person"} <= lexicon.classes["zoomboat"]
    assert lexicon.phrases["zoomer"] == ((("fast", "zoomer"), lexicon.classes["fast zoomer"]),)
    assert lexicon.class_contexts["mine/gunboat"] == ("military",)
    assert [(added.sort, added.name) for added in book.added] == [("class", "gunboat")]


def test_a_class_of_a_shipped_name_adds_to_it(tmp_path: Path) -> None:
    lexicon, book = lay(tmp_path, '[class.armed]\nnouns = ["zoomboat"]')
    assert {"armed", "person"} <= lexicon.classes["zoomboat"]
    assert "adds to the shipped class" in book.added[0].what


def test_a_code_has_its_conditions(tmp_path: Path) -> None:
    lexicon, _ = lay(tmp_path, CODE + 'modes = "beat"\nstatus = ["happened"]\nneeds = { out_of = "building" }\n')
    (code,) = lexicon.codes
    (when,) = code.when
    assert (code.id, when.types, when.modes) == ("mine/a", {ClaimType.ASSAULT}, {"beat"})
    assert when.statuses == {Status.HAPPENED}
    assert when.needs == (("out of", ("building",)),)


@pytest.mark.parametrize(("given", "wanted"), [('"negative"', "negative"), ('["positive", "negative"]', None)])
def test_a_code_may_ask_for_one_polarity(tmp_path: Path, given: str, wanted: str | None) -> None:
    (code,) = lay(tmp_path, CODE + f"polarity = {given}\n")[0].codes
    assert code.when[0].polarity == wanted


def test_a_cue_has_the_keys_of_the_lexicon(tmp_path: Path) -> None:
    text = (
        CUE + 'mode = "beat"\nroles = "subj > out_of"\nbars = { recipient = "food" }\nquantity = "killed"\nweight = 1\n'
    )
    sense = lay(tmp_path, text)[0].by_id["mine/zap.v"]
    assert (sense.type, sense.mode, sense.weight) == (ClaimType.ASSAULT, "beat", 1.0)
    assert (sense.actor, sense.recipient) == (("subj",), ("out of",))
    assert (sense.bars, sense.quantity, sense.own) == ((("recipient", ("food",)),), "killed", True)


def test_an_override_changes_what_it_names_and_nothing_else(tmp_path: Path) -> None:
    old = predicates.load().by_id["ASSAULT.kill.v"]
    text = OVERRIDE + 'type = "COERCE"\nbars = { subj = "", obj = "food", with = "animal" }\n'
    sense = lay(tmp_path, text)[0].by_id["mine/ASSAULT.kill.v"]
    assert sense.type is ClaimType.COERCE
    kept = {slot: classes for slot, classes in old.bars if slot != "subj"}
    assert dict(sense.bars) == {**kept, "obj": ("food",), "with": ("animal",)}
    assert (sense.weight, sense.actor, sense.quantity, sense.own) == (old.weight, old.actor, old.quantity, False)


def test_every_shipped_sense_comes_back_from_its_own_fields() -> None:
    lexicon = predicates.load()
    known = frozenset().union(*lexicon.classes.values())
    for sense in lexicon.senses:
        again = predicates.sense_of(sense.type, {}, predicates.fields_of(sense), known, book="x")
        assert (again.needs, again.bars, again.actor, again.recipient) == (
            sense.needs,
            sense.bars,
            sense.actor,
            sense.recipient,
        )
        assert (again.lemmas, again.particle, again.case, again.content_slots, again.quantity_slot) == (
            sense.lemmas,
            sense.particle,
            sense.case,
            sense.content_slots,
            sense.quantity_slot,
        )


# A cue -> word, needs, roles.
CUES = [
    ("verb", "torch", "torch", {}, "subj > obj"),
    ("verb", "blow up", "blow+up", {}, "subj > obj"),
    ("verb", "move+in", "move+in", {}, "subj > obj"),
    ("verb", "break into", "break", {"into": "*"}, "subj > into"),
    ("verb", "crack down on", "crack+down", {"on": "*"}, "subj > on"),
    ("verb", "set fire to", "set", {"to": "*", "obj": "=fire"}, "subj > to"),
    ("verb", "open fire", "open", {"obj": "=fire"}, "subj > on against at to"),
    ("verb", "to zap", "zap", {}, "subj > obj"),
    ("verb", "set something on fire", "set", {"on": "=fire"}, "subj > obj"),
    ("verb", "take into custody", "take", {"into": "=custody"}, "subj > obj"),
    ("verb", "lay a siege to", "lay", {"to": "*", "obj": "=siege"}, "subj > to"),
    ("noun", "line violation", "line_violation", {}, None),
    ("noun", "breach of the truce", "breach", {"of": "=truce"}, None),
]


@pytest.mark.parametrize(("pos", "cue", "word", "needs", "roles"), CUES, ids=[row[1] for row in CUES])
def test_a_phrase_is_read_as_a_frame(
    pos: predicates.Pos, cue: str, word: str, needs: dict[str, str], roles: str | None
) -> None:
    entry = phrase_cue.entry(pos, cue)
    assert entry[pos] == word
    assert entry.get("needs", {}) == needs
    assert roles is None or entry["roles"] == roles


def test_own_roles_go_before_the_usual_frame() -> None:
    assert phrase_cue.entry("verb", "camp in", roles="subj > in")["roles"] == "subj > in"
    assert phrase_cue.entry("adj", "besieged", roles="> subj") == {"adj": "besieged", "roles": "> subj"}
    with pytest.raises(Wrong, match="one word"):
        phrase_cue.entry("adj", "under siege", roles="> subj")


_LINES = EXAMPLE.read_text(encoding="utf-8").split("\n")
_VALUES = st.sampled_from(
    [
        '""',
        "[]",
        "{}",
        "1",
        "true",
        '["a b"]',
        '{ obj = "" }',
        '{ "" = "*" }',
        '["+"]',
        '["", ""]',
        "1979-05-27",
        "nan",
        "[[]]",
    ]
) | st.text(max_size=12)


@settings(max_examples=60)
@given(st.integers(0, len(_LINES) - 1), _VALUES, st.booleans())
def test_whatever_is_in_a_file_it_is_read_or_refused_with_its_line(at: int, value: str, keep: bool) -> None:
    key, equals, _ = _LINES[at].partition(" = ")
    changed = f"{key}{equals}{value}" if keep else value
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "mine.toml"
        file.write_bytes("\n".join([*_LINES[:at], changed, *_LINES[at + 1 :]]).encode("utf-8", "surrogatepass"))
        message = f"{file}:1: read"
        try:
            codebook.load([file])
        except LexiconError as error:
            message = str(error)
        assert re.match(r":\d+: \S", message.removeprefix(str(file)))
