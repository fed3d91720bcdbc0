"""Registries of users over the one shipped: what wins, what is refused and where; spot checks of the one shipped."""

from __future__ import annotations

import pickle
import re
import time
from importlib import resources
from pathlib import Path

import pytest

from dateline.errors import LexiconError
from dateline.lexicon import actors, form, offices, registry
from dateline.mention.known import Context, Hit, entry_of

ROW = '[[actor]]\nid = "my.front"\nname = "Velt River Front"\nkind = "organization"\n'


def write(folder: Path, text: str, name: str = "mine.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def ids(found: actors.Registry, form: str) -> set[str]:
    return {one.entry.id for one in found.index.get(form)}


def test_what_is_added_is_found_and_the_shipped_stays(tmp_path: Path) -> None:
    found = registry.load([write(tmp_path, ROW + 'forms = ["VRF"]\nparent = "org.isis"\n')])
    assert ids(found, "VRF") == {"my.front"}
    assert ids(found, "Hamas") == {"org.hamas"}
    assert found.by_id["my.front"].sector is None
    assert found.by_id["my.front"].source.endswith("mine.toml:1")
    assert not actors.load().index.get("VRF")


def test_a_form_of_a_user_is_the_users_alone(tmp_path: Path) -> None:
    found = registry.load([write(tmp_path, ROW + 'forms = ["Hamas"]\n')])
    assert ids(found, "Hamas") == {"my.front"}
    assert "org.hamas" in found.by_id


def test_an_entry_with_the_same_id_takes_the_place_and_the_later_file_wins(tmp_path: Path) -> None:
    one = write(tmp_path, ROW.replace("my.front", "org.hamas"), "one.toml")
    two = write(tmp_path, ROW.replace("my.front", "org.hamas").replace("Velt", "Orun"), "two.toml")
    found = registry.load([one, two])
    assert found.by_id["org.hamas"].name == "Orun River Front"
    assert ids(found, "Velt River Front") == ids(found, "Hamas") == set()


def test_csv_says_the_same_as_toml(tmp_path: Path) -> None:
    toml = ROW + 'forms = ["VRF", "River men"]\nambiguous = ["VRF"]\ncountry = "MLI"\nsector = "REB"\n'
    toml += 'changes = [{ from = "2031-02", sector = "GOV" }]\nsource = "own"\n'
    rows = "id,name,kind,forms,ambiguous,country,sector,changes,source\n"
    rows += 'my.front,"Velt River Front",organization,VRF|River men,VRF,MLI,REB,2031-02=GOV,own\n'
    told, _ = registry.read(write(tmp_path, toml))
    assert registry.read(write(tmp_path, "\ufeff" + rows.replace("\n", "\r\n"), "mine.csv"))[0] == told


def test_both_ways_of_reading_toml_agree() -> None:
    text = resources.files("dateline.lexicon").joinpath("data", actors.FILE).read_text(encoding="utf-8")
    assert actors._plain_rows(text, "x") == actors._rows(text, "x")


def test_toml_in_another_style_is_read_too(tmp_path: Path) -> None:
    text = 'actor = [{ id = "my.front", name = \'Velt River Front\', kind = "organization" }]\n'
    assert [entry.id for entry in registry.read(write(tmp_path, text))[0]] == ["my.front"]


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("a.toml", ROW + "color = 1\n", "a.toml:1: key 'color' is unknown; use one of"),
        ("a.toml", f'# own\n\n{ROW}country = "Mali"\n', "a.toml:3: country 'Mali' is no code"),
        ("a.toml", ROW + 'country = "ZZZ"\n', "a.toml:1: country 'ZZZ' is no code"),
        ("a.toml", ROW + 'near = ["Mali"]\n', "a.toml:1: country 'Mali' is no code"),
        ("a.toml", ROW + 'parent = "org.nobody"\n', "a.toml:1: parent 'org.nobody' is no entry"),
        ("a.toml", ROW + 'weak = ["VRF"]\n', "a.toml:1: weak 'VRF' is not among the forms"),
        ("a.toml", ROW + 'wikidata = "1065"\n', "a.toml:1: wikidata '1065' is no item"),
        ("a.toml", ROW + 'forms = ["…"]\n', "a.toml:1: a form has no letters"),
        ("a.toml", ROW.replace("my.front", "front"), "a.toml:1: id 'front' is not well formed"),
        ("a.toml", ROW.replace('kind = "organization"\n', ""), "a.toml:1: kind is missing"),
        ("a.toml", ROW + "forms = [\n", "a.toml:5: "),
        ("a.toml", ROW + "forms = [1 2]\n", "a.toml:5: "),
        ("a.toml", ROW + ROW, "a.toml:5: id 'my.front' is there twice"),
        ("a.toml", "[actor]\n", "a.toml: actor is no list of tables"),
        ("a.toml", "[[actors]]\n", "a.toml: table 'actors' is unknown"),
        ("a.csv", "id,nom\n", "a.csv:1: column 'nom' is unknown; the columns are id,name,"),
        ("a.csv", "id,id\n", "a.csv:1: column 'id' is there twice"),
        ("a.csv", "id,name,kind\nmy.a,A Front\n", "a.csv:2: 2 cells; the header has 3"),
        ("a.csv", "id,name,kind\nmy.a,A Front,group\n\nmy.b,B Front,club\n", "a.csv:4: kind 'club' is unknown"),
        ("a.csv", 'id,name,kind\nmy.a,"A\nFront",group\nmy.b,B,club\n', "a.csv:4: kind 'club' is unknown"),
        ("a.csv", 'id,name,kind\nmy.a,"A" Front,group\n', "a.csv:2: "),
        ("a.csv", "id,name,kind,changes\nmy.a,A Front,group,GOV\n", "a.csv:2: "),
    ],
)
def test_what_is_wrong_is_refused_with_file_and_line(name: str, text: str, fault: str, tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=re.escape(fault)):
        registry.load([write(tmp_path, text, name)])


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"no\.toml: cannot be read"):
        registry.load([tmp_path / "no.toml"])
    (tmp_path / "latin.toml").write_bytes(b'[[actor]]\nname = "Caf\xe9"\n')
    with pytest.raises(LexiconError, match=r"latin\.toml:2: not UTF-8"):
        registry.load([tmp_path / "latin.toml"])


def test_a_registry_can_be_pickled(tmp_path: Path) -> None:
    found = registry.load([write(tmp_path, ROW)])
    assert ids(pickle.loads(pickle.dumps(found)), "Velt River Front") == {"my.front"}


@pytest.mark.parametrize(
    ("until", "since", "both"),
    [("2013", "2013-02", True), ("2013", "2014", False), ("2013-02", "2013", True), ("2013-02", "2013-03-01", False)],
)
def test_a_form_may_be_anothers_once_its_own_is_over(until: str, since: str, both: bool, tmp_path: Path) -> None:
    rows = ROW + f'until = "{until}"\n' + ROW.replace("my.front", "my.other") + f'from = "{since}"\n'
    path = write(tmp_path, rows)
    if both:
        with pytest.raises(LexiconError, match=r"is also claimed by my\.front"):
            registry.read(path)
    else:
        assert len(registry.read(path)[0]) == 2


def test_the_registry_loads_in_a_tenth_of_a_second() -> None:
    took = []
    for _ in range(3):
        actors.load.cache_clear()
        form.words.cache_clear()
        began = time.process_time()
        actors.load()
        took.append(time.process_time() - began)
    assert min(took) < 0.1


# Spot checks over regions: form, country, sector on a day.
SPOTS = [
    # West Africa and the Sahel
    ("GATIA", "MLI", "UAF", None),
    ("Ansarul Islam", "BFA", "REB", None),
    ("Niger Delta Avengers", "NGA", "REB", None),
    ("West Side Boys", "SLE", "UAF", "1999"),
    ("Kamajors", "SLE", "UAF", None),
    # Central, Eastern and Southern Africa
    ("CODECO", "COD", "REB", None),
    ("Raia Mutomboki", "COD", "UAF", None),
    ("Anti-balaka", "CAF", "UAF", None),
    ("Twirwaneho", "COD", "REB", None),
    ("Fano", "ETH", "REB", None),
    ("Oromo Liberation Army", "ETH", "REB", None),
    ("Rapid Support Forces", "SDN", "REB", "2023-06-01"),
    ("SSC-Khaatumo", "SOM", "REB", None),
    ("Lord's Resistance Army", "UGA", "REB", None),
    ("SANDF", "ZAF", "MIL", None),
    ("FAMa", "MLI", "MIL", None),
    ("Operation Serval", "FRA", "MIL", "2013"),
    ("Civilian Joint Task Force", "NGA", "UAF", None),
    ("INEC", "NGA", "GOV", None),
    ("ULIMO-K", "LBR", "REB", "1996"),
    ("FDLR", "RWA", "REB", None),
    ("Mai-Mai Yakutumba", "COD", "UAF", None),
    ("TPLF", "ETH", "REB", "2021-06"),
    ("TPLF", "ETH", "PTY", "2024"),
    ("Tigray Defence Forces", "ETH", "REB", None),
    ("SPLM", "SSD", "PTY", "2012"),
    ("Sudan People's Liberation Army", "SSD", "REB", "1999"),
    ("Sudan People's Liberation Army", "SSD", "MIL", "2014"),
    ("SSPDF", "SSD", "MIL", None),
    ("National Intelligence and Security Agency", "SOM", "SPY", None),
    ("SADC Mission in Mozambique", None, "MIL", None),
    ("Derg", "ETH", "GOV", "1985"),
    # Middle East and North Africa
    ("Faylaq al-Rahman", "SYR", "REB", "2016"),
    ("Jaish al-Fatah", "SYR", "REB", "2015"),
    ("Harakat al-Nujaba", "IRQ", "REB", None),
    ("Asa'ib Ahl al-Haq", "IRQ", "REB", None),
    ("Lions' Den", "PSE", "REB", None),
    ("DFLP", "PSE", "REB", None),
    ("Shabwani Elite Forces", "YEM", "UAF", None),
    ("Libya Dawn", "LBY", "REB", "2015"),
    ("Quds Force", "IRN", "MIL", None),
    ("Islamic Jihad", "PSE", "REB", None),
    ("Knesset", "ISR", "LEG", None),
    ("Gaza Health Ministry", "PSE", "GOV", None),
    ("Hayat Tahrir al-Sham", "SYR", "REB", "2020"),
    ("Hayat Tahrir al-Sham", "SYR", "GOV", "2024-12-20"),
    ("Fedayeen Saddam", "IRQ", "UAF", None),
    ("Islamic Salvation Army", "DZA", "REB", "1996"),
    ("High National Elections Commission", "LBY", "GOV", None),
    # Asia
    ("Karenni Nationalities Defence Force", "MMR", "REB", None),
    ("Ta'ang National Liberation Army", "MMR", "REB", None),
    ("State Peace and Development Council", "MMR", "GOV", "2005"),
    ("Jamaat-ul-Ahrar", "PAK", "REB", None),
    ("Arambai Tenggol", "IND", "UAF", None),
    ("Babbar Khalsa", "IND", "REB", None),
    ("Bodu Bala Sena", "LKA", "RAD", None),
    ("Rajah Sulaiman Movement", "PHL", "REB", None),
    ("Mujahidin Indonesia Timur", "IDN", "REB", "2015"),
    ("Taliban", "AFG", "GOV", "2023"),
    ("Khmer Rouge", "KHM", "GOV", "1977"),
    ("Khmer Rouge", "KHM", "REB", "1990"),
    ("NSCN-K", "IND", "REB", None),
    ("IPKF", "IND", "MIL", "1988"),
    ("State Administration Council", "MMR", "GOV", "2023"),
    ("Tatmadaw", "MMR", "MIL", None),
    ("Falintil", "TLS", "REB", "1995"),
    ("PLA Navy", "CHN", "MIL", None),
    # Europe and the Caucasus
    ("Aidar Battalion", "UKR", "MIL", None),
    ("Russian Volunteer Corps", "RUS", "REB", None),
    ("Arkan's Tigers", "SRB", "UAF", "1992"),
    ("UÇPMB", "SRB", "REB", "2000"),
    ("Loyalist Volunteer Force", "GBR", "REB", "1998"),
    ("New IRA", "GBR", "REB", None),
    ("Grupos Antiterroristas de Liberación", "ESP", "UAF", None),
    ("Kremlin", "RUS", "GOV", None),
    ("Berkut", "UKR", "COP", "2013"),
    ("OSCE Minsk Group", None, "IGO", None),
    ("Kosovo Specialist Chambers", None, "JUD", None),
    # The Americas
    ("Segunda Marquetalia", "COL", "REB", None),
    ("Santa Rosa de Lima Cartel", "MEX", "CRM", None),
    ("Los Chapitos", "MEX", "CRM", None),
    ("Kraze Baryè", "HTI", "CRM", None),
    ("Gran Grif", "HTI", "CRM", None),
    ("Los Tiguerones", "ECU", "CRM", None),
    ("Paraguayan People's Army", "PRY", "REB", None),
    ("FMLN", "SLV", "REB", "1989"),
    ("FMLN", "SLV", "PTY", "2010"),
    ("Atlacatl Battalion", "SLV", "MIL", "1989"),
    ("Extraditables", "COL", "CRM", "1990"),
    ("Guerrilla Army of the Poor", "GTM", "REB", None),
    ("Sandinist People's Army", "NIC", "MIL", "1987"),
    ("Battalion 3-16", "HND", "MIL", None),
    ("MRTA", "PER", "REB", "1996-12"),
    ("Alfaro Vive, Carajo", "ECU", "REB", None),
    ("Tren de Aragua", "VEN", "CRM", None),
    ("National Electoral Institute", "MEX", "GOV", None),
    # Oceania
    ("Malaita Eagle Force", "SLB", "REB", "2000"),
    ("FLNKS", "NCL", "PTY", None),
]


@pytest.mark.parametrize(
    ("name", "country", "sector", "date"), SPOTS, ids=[f"{spot[0]} {spot[3] or ''}".strip() for spot in SPOTS]
)
def test_spots_over_all_regions(name: str, country: str | None, sector: str, date: str | None) -> None:
    found = {one.entry.id: one.entry for one in actors.load().index.get(name) if one.entry.lives_on(date)}
    assert [(entry.country, entry.sector_on(date)) for entry in found.values()] == [(country, sector)]


def test_there_are_as_many_spots_as_are_told() -> None:
    assert len(SPOTS) == len(set(SPOTS)) >= 80
    assert len({country for _, country, _, _ in SPOTS}) >= 45


# What may be anyone's: a surname, a common word with or without "the", an acronym of many.
NOBODY = (
    "Haftar|Kony|Nasrallah|Escobar|Guzmán|Kadyrov|Castaño|Savimbi|Zarqawi|Bosco|the front|front|the movement|movement"
    "|the party|the group|the army|army|the alliance|the coalition|the council|the resistance|the brigade|the base"
    "|rebels|separatists|insurgents|militia|mujahideen|paramilitaries|the opposition|the organization|the union"
    "|liberation front|liberation army|patriotic front|people's army|national army|security forces|the police"
    "|the commission|the committee|the ministry|election commission|high court|state television|the network"
)


@pytest.mark.parametrize("form", NOBODY.split("|"))
def test_what_may_be_anyones_is_nobodys(form: str) -> None:
    safe = [one for one in actors.load().index.get(form) if not one.ambiguous and not one.weak]
    assert not safe


@pytest.mark.parametrize(
    ("form", "named", "date", "expected"),
    [
        # one name of several: the country that the report names decides
        ("National Liberation Army", "", None, None),
        ("National Liberation Army", "COL", None, "org.eln"),
        ("National Liberation Army", "MKD", None, "org.nla-macedonia"),
        ("National Liberation Army", "COL MKD", None, None),
        ("Justice and Development Party", "MAR", None, "org.pjd-morocco"),
        ("Justice and Development Party", "TUR", None, "org.akp"),
        ("Jundallah", "PAK", None, "org.jundallah-pak"),
        ("Podemos", "MOZ", "2024-11", "org.podemos-moz"),
        ("National Intelligence Service", "KEN", None, "org.nis-kenya"),
        ("SNA", "SOM", None, "state.SOM.military"),
        ("SNA", "", None, None),
        # both countries are named: the day decides, of those that were there
        ("Transitional Military Council", "SDN TCD", "2019-06-04", "org.tmc-sudan"),
        ("Transitional Military Council", "SDN TCD", "2021-06-04", "org.cmt-chad"),
        ("Transitional Military Council", "SDN TCD", None, None),
        ("Transitional Military Council", "", "2021-06-04", None),
        ("CNSP", "MLI NER", "2020-10", "org.cnsp-mali"),
        ("CNSP", "MLI NER", "2023-10", "org.cnsp-niger"),
        ("Northern Alliance", "", "2001-11", "org.northern-alliance"),
        ("Northern Alliance", "MMR", "2021", "org.northern-alliance-burma"),
        ("KGB", "", "1985", "org.kgb"),
        ("KGB", "BLR", "2021", "org.belarus-kgb"),
        ("KGB", "BLR RUS", "1984", "org.kgb"),
        ("PDP", "NGA IND", None, None),
    ],
)
def test_a_form_of_several_is_told_by_country_and_day(
    form: str, named: str, date: str | None, expected: str | None
) -> None:
    hit = Hit(first=0, last=0, entries=actors.load().index.get(form))
    entry = entry_of(hit, Context(date=date, countries=frozenset(named.split()), entries=frozenset()))
    assert (entry.id if entry else None) == expected


def test_an_organ_of_a_state_is_what_its_pattern_says() -> None:
    organs = [entry for entry in actors.load().by_id.values() if entry.id.startswith("state.")]
    assert len(organs) >= 100
    for entry in organs:
        _, country, office = entry.id.split(".")
        known = offices.load().by_id[office]
        assert (entry.country, entry.sector, entry.id) == (country, known.sector, known.entity(country))


@pytest.mark.parametrize("name", ["army", "armed forces"])
def test_where_the_army_is_the_armed_forces_both_are_one(name: str) -> None:
    found = offices.load().ending([name] if name == "army" else name.split())
    assert found is not None
    assert found[1].entity("MLI") == "state.MLI.military"
    assert found[1].entity("PER") == ("state.PER.army" if name == "army" else "state.PER.military")


def test_the_registry_is_as_broad_as_it_says() -> None:
    entries = actors.load().by_id.values()
    assert len(entries) >= 2300
    assert len({(entry.id, form.words(one)) for entry in entries for one in (entry.name, *entry.forms)}) >= 4900
    assert sum(entry.sector in actors.ARMED for entry in entries) >= 650
    assert len({entry.country for entry in entries}) >= 150
    assert all(entry.source and entry.kind != "person" and not entry.listed for entry in entries)


OFFICE = '[[office]]\nid = "government"\nsector = "GOV"\nlemmas = ["government"]\nsource = "own"\n'
PLAIN = '[plain]\nlemmas = ["new"]\n'


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (OFFICE.replace("GOV", "GVT") + PLAIN, "o.toml:2: sector 'GVT' is unknown"),
        (OFFICE + "color = 1\n" + PLAIN, "o.toml:2: the keys are"),
        (OFFICE + OFFICE.replace('"government"\ns', '"junta"\ns') + PLAIN, "o.toml:7: 'government' is also under"),
        (OFFICE.replace('id = "government"', 'id = "junta"') + PLAIN, "no office of id 'government'"),
        (OFFICE, "the tables are office"),
        (OFFICE + 'same = { army = ["MLI"] }\n' + PLAIN, "government is the same as 'army', which is no office"),
    ],
)
def test_a_wrong_office_is_refused(text: str, fault: str) -> None:
    assert offices.read(OFFICE + PLAIN, "o.toml").government.entity("MLI") == "state.MLI.government"
    with pytest.raises(LexiconError, match=re.escape(fault)):
        offices.read(text, "o.toml")
