"""Every format of exports: what its own readers make of it, what is left empty, and what hostile names do to it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from dateline.codec import from_dict
from dateline.event import (
    Account,
    Event,
    EventDate,
    EventParty,
    EventPlace,
    EventReport,
    EventStatus,
    Part,
    Toll,
    Tolls,
)
from dateline.export import EVENT_COLUMNS, FORMATS, Lookup, Made, Stamp, acled, event_cells, polecat, table, ucdp
from dateline.lexicon import acled as acled_tables
from dateline.records import (
    Claim,
    ClaimKind,
    ClaimType,
    MadeBy,
    Participant,
    Polarity,
    Report,
    Span,
    Status,
)

COLUMNS = Path(__file__).parents[3] / "shared" / "design" / "interchange-columns.json"
TEXT = "Kesra, March 4. \U0001f600 Gunmen of the Ridge Front shot eight villagers at Old Mill on Monday, elders said."
STAMP = Stamp(version="9.9", made="2031-03-05T10:00:00Z", store="s.db", filters={"types": "ASSAULT"})
HOSTILE = (
    '=HYPERLINK("http://x.example")\t\n\r"quoted", \u202eback\u202c; \u2028 <script>alert(1)</script> {{7*7}} \x00'
)


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(text=words, start=start, end=start + len(words))


def party(words: str, **more: str) -> Participant:
    one = span(words)
    return Participant(mention=None, text=one.text, start=one.start, end=one.end, name=one.text, **more)


CLAIM = Claim(
    id="c1",
    kind=ClaimKind.EVENT,
    type=ClaimType.ASSAULT,
    mode="firearms",
    actors=(party("Ridge Front", sector="REB"),),
    recipients=(party("villagers", sector="CVL"),),
    polarity=Polarity.POSITIVE,
    status=Status.HAPPENED,
    trigger=span("shot"),
    evidence=span("Gunmen of the Ridge Front shot eight villagers at Old Mill on Monday"),
    confidence=0.8,
    made_by=MadeBy(component="test", version="1"),
)
REPORT = Report(
    id="r1", source_id="one.txt", title="Eight shot", text=TEXT, language="en", outlet="Kesra Post",
    url="https://kesra.example/1", published="2031-03-05",
)  # fmt: skip
FULL = Event(
    id="e1",
    type=ClaimType.ASSAULT,
    mode="firearms",
    contexts=("human_security", "repression"),
    title="Ridge Front shot villagers, Old Mill, 3 March 2031, 8 killed",
    date=EventDate(value="2031-03-03", claims=("c1",)),
    place=EventPlace(
        text="Old Mill", start=70, end=78, name="Old Mill", country="UKR", admin1="Kharkiv Oblast", latitude=49.5,
        longitude=36.25, radius_km=3.0, gazetteer_id="706483", feature="PPL", claims=("c1",),
    ),
    actors=(EventParty(name="Ridge Front", sector="REB", claims=("c1",)),),
    recipients=(EventParty(name="villagers", country="UKR", sector="CVL", claims=("c1",)),),
    tolls=Tolls(
        killed=Toll(low=6, best=8, high=9, claims=("c1",)), injured=Toll(low=2, best=2, high=None, claims=("c1",))
    ),
    status=EventStatus.DISPUTED,
    disputed=("killed",),
    denied_by=(EventParty(name="Ridge Front"),),
    reports=(EventReport(id="r1", source_id="one.txt", outlet="Kesra Post", published="2031-03-05"),),
    origins=(("r1",),),
    claims=("c1",),
    parts=(Part(event="e9", whole=True, score=0.9),),
    redirects=("e0",),
)  # fmt: skip
BARE = Event(
    id="e2", type=ClaimType.CONSULT, title="Talks", date=EventDate(), status=EventStatus.SINGLE_ORIGIN, claims=("c2",)
)
PLANNED = replace(FULL, id="e3", status=EventStatus.PLANNED)
STATE = replace(BARE, id="e4", type=ClaimType.CONTROL)
MONTH = replace(FULL, id="e5", date=EventDate(value="2031-03"), place=None, claims=("c1",))
NASTY = replace(
    FULL,
    id="e6",
    title=HOSTILE,
    actors=(EventParty(name=HOSTILE, sector="REB"),),
    place=replace(FULL.place, name=HOSTILE) if FULL.place else None,
    reports=(replace(FULL.reports[0], outlet=HOSTILE),),
)
ALL = (FULL, BARE, PLANNED, STATE, MONTH, NASTY)


class Beneath:
    def accounts(self, claims: Sequence[str]) -> dict[str, Account]:
        return (
            {"c1": Account(claim=CLAIM, report="r1", outlet="Kesra Post", published="2031-03-05")}
            if "c1" in claims
            else {}
        )

    def reports(self, ids: Sequence[str]) -> dict[str, Report]:
        return {"r1": REPORT} if "r1" in ids else {}


def written(format: str, events: Sequence[Event] = ALL) -> tuple[bytes, Made]:
    lookup: Lookup = Beneath()
    out = io.BytesIO()
    made = FORMATS[format].write(iter(events), lookup, STAMP, out)
    return out.getvalue(), made


def rows(format: str, events: Sequence[Event] = ALL) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written(format, events)[0].decode(), newline="")))


def lines(format: str, events: Sequence[Event] = ALL) -> list[dict[str, object]]:
    return [json.loads(line) for line in written(format, events)[0].decode().splitlines()]


@pytest.mark.parametrize(
    ("name", "columns"),
    [("acled_csv", acled.COLUMNS), ("ucdp_ged_csv", ucdp.COLUMNS), ("polecat_tsv", polecat.COLUMNS)],
)
def test_columns_are_those_of_the_others(name: str, columns: tuple[str, ...]) -> None:
    if not COLUMNS.exists():
        pytest.skip(f"{COLUMNS} is not here")
    assert list(columns) == json.loads(COLUMNS.read_text(encoding="utf-8"))[name]["columns"]


@pytest.mark.parametrize("format", FORMATS)
def test_no_events_are_an_empty_file_that_reads(format: str) -> None:
    data, made = written(format, ())
    assert (made.rows, made.left_out) == (0, {})
    if format == "geojson":
        assert json.loads(data)["features"] == []


@pytest.mark.parametrize("format", FORMATS)
def test_what_is_written_and_what_is_left_out_add_up(format: str) -> None:
    made = written(format)[1]
    if format not in ("ftm", "annotations", "claims", "claims-parquet"):  # which write several things for an event
        assert made.rows + sum(made.left_out.values()) == len(ALL)


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_events_give_the_same_bytes(format: str) -> None:
    if format != "parquet":  # whose writer notes its own version
        assert written(format) == written(format)


def test_csv_gives_back_what_went_in() -> None:
    for event, row in zip(ALL[:5], rows("csv"), strict=False):
        for name, cell in zip(EVENT_COLUMNS, event_cells(event), strict=True):
            assert row[name] == ("" if cell is None else f"{cell:g}" if isinstance(cell, float) else str(cell)), name


def test_csv_starts_no_formula_and_keeps_one_row_an_event() -> None:
    found = rows("csv", (NASTY,))
    assert len(found) == 1
    assert found[0]["title"] == "'" + HOSTILE.replace("\x00", "\ufffd")


def test_hxl_has_its_row_below_the_names() -> None:
    found = rows("hxl", (FULL,))
    assert found[0]["killed_best"] == "#affected+killed"
    assert found[0]["contexts"] == ""
    assert found[1]["killed_best"] == "8"


def test_parquet_gives_back_what_went_in_by_another_reader(tmp_path: Path) -> None:
    polars = pytest.importorskip("polars")
    path = tmp_path / "events.parquet"
    path.write_bytes(written("parquet")[0])
    frame = polars.read_parquet(path)
    assert tuple(frame.columns) == EVENT_COLUMNS
    assert [tuple(row) for row in frame.rows()] == [event_cells(event) for event in ALL]
    import pyarrow.parquet

    assert json.loads(pyarrow.parquet.read_metadata(path).metadata[b"dateline"])["filters"] == {"types": "ASSAULT"}


def test_a_table_of_arrow_is_one_of_polars_too() -> None:
    polars = pytest.importorskip("polars")
    found = table(EVENT_COLUMNS, map(event_cells, ALL))
    assert polars.from_arrow(found)["killed_best"].to_list() == [8, None, 8, None, 8, 8]


def test_geojson_is_valid_and_unlocated_ones_have_no_point() -> None:
    geojson = pytest.importorskip("geojson")
    data = written("geojson")[0].decode()
    found = geojson.loads(data)
    assert found.is_valid, found.errors()
    points = [feature["geometry"] and feature["geometry"]["coordinates"] for feature in found["features"]]
    assert points == [[36.25, 49.5], None, [36.25, 49.5], None, None, [36.25, 49.5]]
    assert json.loads(data)["metadata"]["created"] == STAMP.made
    assert found["features"][0]["properties"]["part_of"] == "e9"


def test_acled_tells_what_the_record_knows_and_no_more() -> None:
    [one, month, _] = rows("acled")
    assert (one["event_type"], one["sub_event_type"]) == ("Violence against civilians", "Attack")
    assert (one["event_date"], one["year"], one["time_precision"]) == ("2031-03-03", "2031", "1")
    assert (one["actor1"], one["inter1"], one["inter2"]) == ("Ridge Front", "Rebel groups", "Civilians")
    assert (one["iso"], one["country"], one["geo_precision"]) == ("804", "Ukraine", "1")
    assert (one["fatalities"], one["civilian_targeting"], one["event_id_cnty"]) == ("8", "Civilian targeting", "UKRe1")
    assert one["region"] == one["admin2"] == one["timestamp"] == one["source_scale"] == ""
    assert (month["event_date"], month["year"], month["time_precision"]) == ("", "2031", "3")
    assert month["latitude"] == month["geo_precision"] == month["iso"] == ""
    assert re.search(r"[^.]\. Status: \S+, (1 independent origin|\d+ independent origins)\.", one["notes"])
    assert written("acled")[1].left_out == {
        "CONSULT is no type of event that ACLED has": 1,
        "CONTROL is no type of event that ACLED has": 1,
        "status is planned": 1,
    }


@pytest.mark.parametrize(
    ("type", "mode", "actor", "recipient", "expected"),
    [
        ("ASSAULT", "firearms", "MIL", "REB", "Battles/Armed clash"),
        ("ASSAULT", "firearms", "REB", "CVL", "Violence against civilians/Attack"),
        ("ASSAULT", "firearms", "REB", None, None),
        ("ASSAULT", "drone", None, None, "Explosions/Remote violence/Air/drone strike"),
        ("ASSAULT", "abduct", "REB", "MED", "Violence against civilians/Abduction/forced disappearance"),
        ("PROTEST", "demo", "CVL", "GOV", "Protests/Peaceful protest"),
        ("PROTEST", "riot", "CVL", "GOV", "Riots/Violent demonstration"),
        ("COERCE", "arrest", "COP", "CVL", "Strategic developments/Arrests"),
        ("COERCE", "censor", "GOV", "MED", None),
        ("RETREAT", "ceasefire", "GOV", "REB", "Strategic developments/Agreement"),
    ],
)
def test_types_of_acled(type: str, mode: str, actor: str | None, recipient: str | None, expected: str | None) -> None:
    def side(sector: str | None) -> tuple[EventParty, ...]:
        return (EventParty(name="x", sector=sector),) if sector else ()

    kind = acled.kind_of(replace(FULL, type=ClaimType(type), mode=mode, actors=side(actor), recipients=side(recipient)))
    assert (kind and f"{kind.event_type}/{kind.sub_event_type}") == expected


@pytest.mark.parametrize(
    ("sector", "country", "expected"),
    [
        ("REB", None, "Non-state actor overtakes territory"),
        ("MIL", "UKR", "Government regains territory"),
        ("MIL", "RUS", "Non-state actor overtakes territory"),  # a foreign army
        (None, None, ""),  # who took it is not known, nor then whose battle it was
    ],
)
def test_a_town_taken_by_force_is_one_battle_to_acled(sector: str | None, country: str | None, expected: str) -> None:
    taker = EventParty(name="x", sector=sector, country=country)
    battle = replace(FULL, actors=(taker,), recipients=(), mode=None)
    gain = replace(battle, id="e7", type=ClaimType.CONTROL, mode="gain", tolls=Tolls())
    found = rows("acled", (battle, gain))
    assert [row["sub_event_type"] for row in found] == ([expected] if expected else [])
    alone = replace(gain, claims=("c9",))  # by a word that is not there
    assert written("acled", (alone,))[1].left_out == {"control that changed, and it is not known whether by force": 1}


def test_a_gain_alone_is_a_battle_where_its_word_tells_force(monkeypatch: pytest.MonkeyPatch) -> None:
    gain = replace(FULL, type=ClaimType.CONTROL, mode="gain", tolls=Tolls())
    assert rows("acled", (gain,)) == []
    tables = replace(acled_tables.load(), stormed=("sho",))  # the trigger of its claim is "shot"
    monkeypatch.setattr(acled_tables, "load", lambda: tables)
    assert [row["sub_event_type"] for row in rows("acled", (gain,))] == ["Non-state actor overtakes territory"]


def test_protesters_are_not_civilians_to_acled_nor_a_foreign_army_state_forces() -> None:
    march = replace(FULL, type=ClaimType.PROTEST, mode="demo", actors=(EventParty(name="nurses", sector="HLH"),))
    abroad = replace(FULL, mode="drone", actors=(EventParty(name="army of Arland", country="RUS", sector="MIL"),))
    assert [row["inter1"] for row in rows("acled", (march, abroad))] == ["Protesters", "External/Other forces"]


def test_an_army_does_not_fight_its_own_soldiers() -> None:
    army, soldiers = EventParty(name="army", sector="MIL", country="UKR"), EventParty(name="soldiers", sector="MIL")
    rebels, abroad = EventParty(name="rebels", sector="REB"), EventParty(name="army", sector="MIL", country="RUS")
    fight = replace(FULL, mode="firearms", actors=(army,))
    [row, *rest] = rows("acled", (replace(fight, recipients=(soldiers, rebels)), replace(fight, recipients=(abroad,))))
    assert (row["actor1"], row["actor2"], row["assoc_actor_2"]) == ("army", "rebels", "")
    assert [each["sub_event_type"] for each in rest] == ["Armed clash"]
    own = replace(fight, recipients=(soldiers,))
    assert written("acled", (own,))[1].left_out == {
        "force, and it is not known whether on an armed side or on civilians": 1
    }
    [row] = rows("ucdp", (own,))
    assert (row["side_a"], row["side_b"], row["type_of_violence"]) == ("army", "", "")


def test_ucdp_keeps_deaths_by_force_and_nothing_else() -> None:
    found = rows("ucdp")
    assert [row["id"] for row in found] == ["e1", "e5", "e6"]
    one = found[0]
    assert (one["best"], one["low"], one["high"], one["type_of_violence"]) == ("8", "6", "9", "3")
    assert (one["side_a"], one["side_b"], one["dyad_name"]) == ("Ridge Front", "Civilians", "Ridge Front - Civilians")
    assert (one["date_prec"], one["date_start"], one["where_prec"]) == ("1", "2031-03-03", "1")
    assert (one["source_headline"], one["number_of_sources"]) == ("Eight shot", "1")
    assert one["geom_wkt"] == "POINT (36.250000 49.500000)"
    assert one["country_id"] == one["gwnoa"] == one["deaths_civilians"] == one["priogrid_gid"] == ""
    assert (found[1]["date_start"], found[1]["date_prec"], found[1]["where_prec"]) == ("", "4", "")


def test_who_was_only_hit_is_no_side_to_ucdp() -> None:
    men = replace(FULL, recipients=(EventParty(name="three men"),))
    clash = replace(FULL, recipients=(EventParty(name="army", sector="MIL"), EventParty(name="a farmer", sector="AGR")))
    assert [(row["side_b"], row["type_of_violence"]) for row in rows("ucdp", (men, clash))] == [("", ""), ("army", "")]


def test_polecat_has_40_cells_a_line_whatever_a_name_holds() -> None:
    data = written("polecat")[0].decode()
    found = [line.split("\t") for line in data.rstrip("\n").split("\n")]
    assert {len(line) for line in found} == {40}
    row = dict(zip(polecat.COLUMNS, found[1], strict=True))
    assert (row["Event Type"], row["Quad Code"], row["Actor Name Raw"]) == (
        "ASSAULT",
        "MATERIAL CONFLICT",
        "Ridge Front",
    )
    assert (row["GeoNames ID"], row["City"], row["Actor COW"]) == ("706483", "Old Mill", "")


def test_plover_has_its_fields_and_what_it_requires() -> None:
    found = lines("plover")
    if COLUMNS.exists():
        names = json.loads(COLUMNS.read_text(encoding="utf-8"))["plover_json"]
        for line in found:
            assert set(names["required"]) <= line.keys() <= {*names["record"], "size"}
    assert found[0]["size"] == {"dead": 8, "injured": 2}
    assert found[0]["text"] == CLAIM.evidence.text
    assert [line["id"] for line in found] == ["e1", "e3", "e5", "e6"]


def test_ftm_is_what_its_own_library_takes() -> None:
    model = pytest.importorskip("followthemoney").model
    found = [model.get_proxy(line, cleaned=False) for line in lines("ftm", (FULL, BARE, MONTH))]
    for proxy in found:
        proxy.schema.validate(proxy.to_dict())
    ids = {proxy.id for proxy in found}
    event = next(proxy for proxy in found if proxy.schema.name == "Event")
    assert set(event.get("involved")) | set(event.get("proof")) <= ids
    assert (event.get("date"), event.get("country"), event.get("location")) == (["2031-03-03"], ["ua"], ["Old Mill"])
    cleaned = model.get_proxy(lines("ftm", (FULL,))[-1], cleaned=True)
    again = model.get_proxy(lines("ftm", (FULL,))[-1], cleaned=False)
    assert cleaned.properties.keys() == again.properties.keys()  # nothing that its cleaning throws out
    assert {proxy.schema.name for proxy in found} == {"Event", "Organization", "LegalEntity", "Article"}


def test_annotations_point_at_the_characters() -> None:
    [one, *_] = lines("annotations", (FULL,))
    quote, position = one["target"]["selector"]  # type: ignore[index]
    assert TEXT[position["start"] : position["end"]] == quote["exact"] == CLAIM.evidence.text
    assert TEXT.startswith(quote["prefix"] + quote["exact"], position["start"] - len(quote["prefix"]))
    body = one["body"][1]["value"]  # type: ignore[index]
    assert from_dict(Claim, body) == CLAIM


def test_a_briefing_tells_what_the_record_holds_and_escapes_it() -> None:
    page = written("briefing")[0].decode()
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "\u202e" not in page
    assert "&lt;U+202E&gt;" in page
    assert page.count("<article") == len(ALL)
    assert "killed 6–9 (best 8)" in page
    assert "denied by Ridge Front" in page
    assert CLAIM.evidence.text in page
    assert '<a href="https://kesra.example/1"' in page
    assert "Filters: types ASSAULT" in page
    assert not any(word in page for word in ("src=", "@import", "url(", "javascript:"))


def test_a_briefing_puts_no_middle_of_a_country_on_the_map() -> None:
    assert FULL.place is not None
    far = replace(FULL, place=replace(FULL.place, radius_km=400.0))
    assert "No event has a point." in written("briefing", (far,))[0].decode()
    near = written("briefing", (FULL,))[0].decode()
    assert near.count('class="point') == 1
    assert "Ukraine" in near


def test_a_briefing_names_runs_of_events_without_a_point_by_their_ends() -> None:
    events = [replace(FULL if n == 3 else BARE, id=f"e{n}") for n in range(1, 6)]
    page = written("briefing", events)[0].decode()
    link = '<a href="#e{0}">{0}</a>'.format
    assert f"4 of 5: {link(1)}–{link(2)}, {link(4)}–{link(5)}</p>" in page


def test_a_briefing_says_in_words_on_what_accounts_differ() -> None:
    page = written("briefing", (replace(FULL, disputed=("happened", "killed")),))[0].decode()
    assert "accounts differ on whether it happened, number of killed" in page


def test_a_briefing_of_very_many_says_what_it_leaves_out() -> None:
    data, made = written("briefing", [replace(BARE, id=f"e{n}") for n in range(1_003)])
    assert (made.rows, made.left_out) == (1_000, {"a briefing holds the latest 1,000": 3})
    assert b"3 more events are left out" in data
