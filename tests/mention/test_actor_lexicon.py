"""The lexicons behind the mentions: complete, loaded quickly, and refusing what is wrong with file and line."""

from __future__ import annotations

import re

import pytest

from dateline.errors import LexiconError
from dateline.lexicon import actors, countries, roles
from dateline.lexicon.countries import COLUMNS, Use
from dateline.lexicon.form import Index, needs_capitals, words


def test_every_country_of_the_un_is_there() -> None:
    known = countries.load().by_iso3
    assert len(known) >= 249
    assert {"AFG", "ZWE", "XKX", "PSE", "TWN", "SUN", "YUG", "SSD", "TLS", "VAT"} <= set(known)
    assert all(country.valid_until for country in known.values() if country.iso3 in ("SUN", "YUG", "CSK", "DDR"))


@pytest.mark.parametrize(
    ("form", "iso3", "use"),
    [
        ("Burma", "MMR", Use.NAME),
        ("Côte d'Ivoire", "CIV", Use.NAME),
        ("Cote d’Ivoire", "CIV", Use.NAME),
        ("Filipinos", "PHL", Use.NATIONALS),
        ("Danish", "DNK", Use.ADJECTIVE),
        ("Kiev", "UKR", Use.CAPITAL),
        ("Ndjamena", "TCD", Use.CAPITAL),
        ("Spaniard", "ESP", Use.NATIONAL),
        ("West Bank", "PSE", Use.PART),
        ("USSR", "SUN", Use.NAME),
    ],
)
def test_countries_by_form(form: str, iso3: str, use: Use) -> None:
    assert (iso3, use) in {(found.iso3, found.use) for found in countries.load().index.get(form)}


@pytest.mark.parametrize(
    ("form", "entity", "country", "sector"),
    [
        ("Taleban", "org.taliban", "AFG", "REB"),
        ("Al Qaida", "org.aq", None, "REB"),
        ("Daesh", "org.isis", None, "REB"),
        ("Hizballah", "org.hezbollah", "LBN", "REB"),
        ("Sendero Luminoso", "org.shining-path", "PER", "REB"),
        ("FMLN", "org.fmln", "SLV", "REB"),
        ("Tamil Tigers", "org.ltte", "LKA", "REB"),
        ("Tatmadaw", "state.MMR.military", "MMR", "MIL"),
        ("M23", "org.m23", "COD", "REB"),
        ("Médecins Sans Frontières", "org.msf", None, "NGO"),
        ("Medecins sans Frontieres", "org.msf", None, "NGO"),
        ("U.N.", "org.un", None, "IGO"),
        ("UN refugee agency", "org.unhcr", None, "IGO"),
        ("Agence France-Presse", "org.afp", "FRA", "MED"),
        ("ECOWAS", "org.ecowas", None, "IGO"),
        ("Sinaloa Cartel", "org.sinaloa", "MEX", "CRM"),
        ("Naxalites", "org.cpi-maoist", "IND", "REB"),
        ("Abu Sayyaf", "org.abu-sayyaf", "PHL", "REB"),
        ("Kosovo Liberation Army", "org.uck", "XKX", "REB"),
        ("Lord's Resistance Army", "org.lra", "UGA", "REB"),
    ],
)
def test_actors_by_form(form: str, entity: str, country: str | None, sector: str) -> None:
    (found,) = {one.entry.id: one.entry for one in actors.load().index.get(form)}.values()
    assert (found.id, found.country, found.sector) == (entity, country, sector)


def test_the_registry_is_broad_and_each_country_is_one() -> None:
    registry = actors.load()
    assert len(registry.by_id) >= 600
    assert {entry.country for entry in registry.by_id.values()} - {None} <= set(countries.load().by_iso3)
    assert len({entry.country for entry in registry.by_id.values()}) >= 90


def test_a_sector_changes_from_its_day_on() -> None:
    taliban = actors.load().by_id["org.taliban"]
    dates = ("2021-08-14", "2021-08-15", "2022", None)
    assert [taliban.sector_on(date) for date in dates] == ["REB", "GOV", "GOV", "REB"]


ENTRY = '[[actor]]\nid = "org.a"\nname = "A Front"\nsector = "REB"\nkind = "organization"\nsource = "own"\n'
SECOND = ENTRY.replace("org.a", "org.b")


@pytest.mark.parametrize(
    ("text", "line", "fault"),
    [
        (ENTRY.replace("REB", "milita"), 1, "sector 'milita' is unknown; use one of"),
        (ENTRY.replace("organization", "club"), 1, "kind 'club' is unknown"),
        (ENTRY.replace("org.a", "A"), 1, "id 'A' is not well formed"),
        (ENTRY.replace('source = "own"\n', ""), 1, "source is missing"),
        (ENTRY + 'color = "red"\n', 1, "key 'color' is unknown"),
        (ENTRY + 'country = "Mali"\n', 1, "country 'Mali' is no code"),
        (ENTRY + 'until = "last May"\n', 1, "until 'last May' is no date"),
        (ENTRY + 'ambiguous = ["AF"]\n', 1, "ambiguous 'AF' is not among the forms"),
        (ENTRY + 'parent = "org.z"\n', 1, "parent 'org.z' is no entry"),
        (ENTRY + "\n" + ENTRY, 8, "id 'org.a' is there twice"),
        (ENTRY + "\n" + SECOND, 8, "form 'A Front' is also claimed by org.a"),
    ],
)
def test_a_wrong_actor_is_refused_with_its_line(text: str, line: int, fault: str) -> None:
    with pytest.raises(LexiconError, match=re.escape(f"mine.toml:{line}: {fault}")):
        actors.read(text, "mine.toml")


def test_two_actors_may_share_a_form_at_two_times_or_if_both_call_it_ambiguous() -> None:
    apart = ENTRY + 'until = "1999"\n' + SECOND + 'from = "2005"\n'
    both = ENTRY + 'ambiguous = ["A Front"]\n' + SECOND + 'ambiguous = ["A Front"]\n'
    assert [len(actors.read(text).index.get("A Front")) for text in (apart, both)] == [2, 2]


HEADER = ",".join(COLUMNS)
ROW = "AAA,Aland,,Alandic,Alander,Alanders,Ala,,Nowhere,,,,004,AA"
PLAIN = ROW.removesuffix(",,,,004,AA")


@pytest.mark.parametrize(
    ("text", "line", "fault"),
    [
        ("iso3,name\n", 1, "the columns are iso3,name; use"),
        (f"{HEADER}\nAAA,Aland\n", 2, "2 columns; use 14"),
        (f"{HEADER}\n{ROW.replace('AAA', 'aa')}\n", 2, "iso3 'aa' is no code"),
        (f"{HEADER}\n{ROW.replace('Nowhere', '')}\n", 2, "region is empty"),
        (f"{HEADER}\n{ROW}\n{ROW}\n", 3, "iso3 'AAA' is there twice"),
        (f"{HEADER}\n{ROW}\n{ROW.replace('AAA', 'BBB')}\n", 3, "'Aland' is also a form of AAA"),
        (f"{HEADER}\n{PLAIN},Bland,,,004,AA\n", 2, "ambiguous 'Bland' is no form of AAA"),
        (f"{HEADER}\n{PLAIN},,,soon,004,AA\n", 2, "valid_until 'soon' is no date"),
        (f"{HEADER}\n{PLAIN},,,,4,AA\n", 2, "numeric '4' is no code"),
        (f"{HEADER}\n{PLAIN},,,,004,aa\n", 2, "iso2 'aa' is no code"),
    ],
)
def test_a_wrong_country_is_refused_with_its_line(text: str, line: int, fault: str) -> None:
    with pytest.raises(LexiconError, match=re.escape(f"mine.csv:{line}: {fault}")):
        countries.read(text, "mine.csv")


@pytest.mark.parametrize(
    ("phrase", "id_", "size"),
    [
        ("border guard", "role.mil.person", 2),
        ("old guard", "role.leader", 1),
        ("prime minister", "role.gov.person", 2),
        ("aid worker", "role.ngo", 2),
        ("steel worker", "role.lab.person", 1),
        ("suicide bomber", "role.uaf.person", 2),
    ],
)
def test_roles_by_the_longest_end(phrase: str, id_: str, size: int) -> None:
    found = roles.load().roles.ending(phrase.split())
    assert found is not None
    assert (found[1].id, found[0]) == (id_, size)


def test_the_role_lexicon_is_broad() -> None:
    assert len(roles.load().roles) >= 800


ROLES = """
[[role]]
id = "role.x"
kind = "person"
sector = "GOV"
lemmas = ["mayor"]
[[modifier]]
id = "modifier.x"
sector = "GOV"
lemmas = ["state"]
[[affiliation]]
id = "affiliation.x"
sector = "REL"
lemmas = ["sikh"]
[[thing]]
id = "thing.x"
kind = "weapon"
lemmas = ["gun"]
[[class]]
id = "class.x"
lemmas = ["lake"]
[title]
lemmas = ["mr"]
[gender]
male = ["man"]
female = ["woman"]
[rooted]
lemmas = ["mayor"]
[state]
lemmas = ["republic"]
[vague]
lemmas = ["source"]
[locative]
lemmas = ["in"]
[direction]
lemmas = ["eastern"]
[quantifier]
lemmas = ["dozen"]
[anaphor]
group = ["group"]
armed = ["rebel"]
alliance = ["bloc"]
other = ["other"]
weather = ["rain"]
[metonymy]
never = ["fall"]
speech = ["say"]
person = ["warn"]
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "fault"),
    [
        ('"mayor"]\n[[mod', '"Mayor"]\n[[mod', 3, "lemmas has 'Mayor'; use lower-case words"),
        ('kind = "weapon"', 'kind = "tool"', 16, "kind 'tool' is unknown"),
        ('sector = "REL"', 'sector = "XXX"', 12, "sector 'XXX' is unknown"),
        ('"gun"]', '"gun", "gun"]', 16, "lemmas has 'gun' twice"),
        ('"sikh"]', '"sikh"]\ncolor = 1', 12, "key 'color' is unknown"),
        ('"role.x"', '"mayor"', 3, "id 'mayor' is not well formed"),
    ],
)
def test_a_wrong_word_is_refused_with_its_line(old: str, new: str, line: int, fault: str) -> None:
    assert len(roles.read(ROLES, "mine.toml").roles) == 1
    with pytest.raises(LexiconError, match=re.escape(f"mine.toml:{line}: {fault}")):
        roles.read(ROLES.replace(old, new), "mine.toml")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("al-Qa'ida", ("al", "qaida")),
        ("Lord's Resistance", ("lord", "s", "resistance")),
        ("U.S.", ("us",)),
        ("Türkiye & Co", ("turkiye", "and", "co")),
        ("Washington, D.C.", ("washington", ",", "dc")),
        ("RFE/RL", ("rfe", "rl")),
        ("...", ()),
    ],
)
def test_words_as_they_are_compared(text: str, expected: tuple[str, ...]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("form", "expected"), [("WHO", True), ("U.S.", True), ("NATO", True), ("UNHCR", False), ("Oman", False)]
)
def test_short_capitals_are_exact(form: str, expected: bool) -> None:
    assert needs_capitals(form) is expected


def test_the_longest_form_comes_first() -> None:
    index = Index([("South Sudan", "SSD"), ("South", "?"), ("Sudan", "SDN")])
    text = ("in", "south", "sudan")
    assert [(found.end, found.values) for found in index.at(text, 1)] == [(3, ("SSD",)), (2, ("?",))]
    assert index.at(text[:2], 1)[0].values == ("?",)
