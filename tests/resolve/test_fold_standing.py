"""How an event stands: single-origin, corroborated, disputed, denied, planned, came to pass, not happened."""

from __future__ import annotations

import pytest

from dateline.event import Account, EventStatus
from dateline.records import ClaimType, Status
from resolve.folding import folded, tell

REJECT = ClaimType.REJECT
SINGLE, TWO, DISPUTED = EventStatus.SINGLE_ORIGIN, EventStatus.CORROBORATED, EventStatus.DISPUTED
DENIED, PLANNED, CAME, NOT = (
    EventStatus.DENIED,
    EventStatus.PLANNED,
    EventStatus.CAME_TO_PASS,
    EventStatus.NOT_HAPPENED,
)

WITNESSES = [
    ("one report", [tell("a")], {}, SINGLE),
    ("two papers", [tell("a"), tell("b")], {}, TWO),
    ("two papers with one wire story", [tell("a"), tell("b")], {"a": ["w"], "b": ["w"]}, SINGLE),
    ("two papers, one ministry", [tell("a", by="Interior Ministry"), tell("b", by="Interior Ministry")], {}, SINGLE),
    ("two papers, two ministries", [tell("a", by="Interior Ministry"), tell("b", by="Ana Perov")], {}, TWO),
    ("a ministry and a paper's own people", [tell("a", by="Interior Ministry"), tell("b")], {}, TWO),
    ("two voices in one paper", [tell("a", by="Interior Ministry"), tell("a", by="Ana Perov")], {}, SINGLE),
    ("residents here and residents there", [tell("a", by="residents"), tell("b", by="residents")], {}, TWO),
    ("a paper quotes the other", [tell("a", outlet="Union Wire"), tell("b", by="Union Wire")], {}, SINGLE),
    (
        "one of two quotes another voice too",
        [tell("a", by="Ana Perov"), tell("b", by="Ana Perov"), tell("b", by="Otto Lind", on="2031-09-01")],
        {},
        TWO,
    ),
    (
        "a report mixed of two wires that are here",
        [tell("a"), tell("b"), tell("m")],
        {"a": ["v"], "b": ["w"], "m": ["v", "w"]},
        TWO,
    ),
    ("a mixed report alone is one witness", [tell("m")], {"m": ["v", "w"]}, SINGLE),
    ("a mixed report beside one of its wires", [tell("a"), tell("m")], {"a": ["v"], "m": ["v", "w"]}, SINGLE),
]


@pytest.mark.parametrize(("accounts", "origins", "expected"), [r[1:] for r in WITNESSES], ids=[r[0] for r in WITNESSES])
def test_witnesses(accounts: list[Account], origins: dict[str, list[str]], expected: EventStatus) -> None:
    assert folded(*accounts, origins=origins).status is expected


STATUS = [
    ("planned", [tell("a", status=Status.PLANNED)], PLANNED),
    ("possible", [tell("a", status=Status.POSSIBLE), tell("b", status=Status.FEARED)], PLANNED),
    ("said not to be so", [tell("a", no=True), tell("b", no=True)], NOT),
    ("planned, and did not happen", [tell("a", status=Status.PLANNED), tell("b", no=True)], NOT),
    ("refused", [tell("a", status=Status.OFFERED, no=True)], NOT),
    ("offered and refused", [tell("a", status=Status.OFFERED), tell("b", status=Status.OFFERED, no=True)], PLANNED),
    ("one says it did, another that it did not", [tell("a"), tell("b", no=True)], DISPUTED),
    (
        "planned, then it happened",
        [tell("a", status=Status.PLANNED, published="2031-09-01"), tell("b", on="2031-09-03", published="2031-09-03")],
        CAME,
    ),
    (
        "foretold after it had happened",
        [tell("a", on="2031-09-03", published="2031-09-03"), tell("b", status=Status.PLANNED, published="2031-09-05")],
        SINGLE,
    ),
    (
        "foretold of another day, later than it happened",
        [
            tell("a", status=Status.PREDICTED, published="2031-09-05"),
            tell("b", on="2031-09-03", published="2031-09-05"),
        ],
        SINGLE,
    ),
    (
        "told beforehand on the same day",
        [tell("a", status=Status.PLANNED, published="2031-09-03"), tell("b", on="2031-09-03", published="2031-09-03")],
        SINGLE,
    ),
    (
        "nobody knows when it was told",
        [tell("a", status=Status.PLANNED, published=None), tell("b", on="2031-09-03", published="2031-09-03")],
        SINGLE,
    ),
    (
        "neither day nor word of it is told",
        [tell("a", status=Status.PLANNED, published="2031-09-01"), tell("b", published="2031-09-03")],
        CAME,
    ),
    (
        "told as a fact before its day",
        [
            tell("a", on="2031-09-09", status=Status.PLANNED, published="2031-09-01"),
            tell("b", status=Status.HAPPENED, published="2031-09-03"),
        ],
        SINGLE,
    ),
    ("nobody was hurt", [tell("a", word="shelled"), tell("b", word="hurt", no=True)], SINGLE),
    ("it was not shelled", [tell("a", word="shelling"), tell("b", word="shelled", no=True)], DISPUTED),
    ("they did not do it", [tell("a", word="shelled"), tell("b", word="fired", actor="army", no=True)], DISPUTED),
    ("a party says that nobody was hurt", [tell("a", to="army"), tell("b", word="hurt", by="army", no=True)], SINGLE),
    ("a party says that it was not shelled", [tell("a", to="army"), tell("b", by="army", no=True)], DENIED),
    ("one account, and who did it says no", [tell("a", actor="army", by="army", no=True)], NOT),
    (
        "one report tells both of it",
        [
            tell("a", on="2031-09-03", published="2031-09-03"),
            tell("a", status=Status.PREDICTED, published="2031-09-03"),
        ],
        SINGLE,
    ),
]


@pytest.mark.parametrize(("accounts", "expected"), [row[1:] for row in STATUS], ids=[row[0] for row in STATUS])
def test_status(accounts: list[Account], expected: EventStatus) -> None:
    assert folded(*accounts).status is expected


def test_a_party_denies_that_it_happened() -> None:
    said = tell("a", id="shelling", actor="army", at="Karsh")
    no = tell("b", REJECT, actor="defence ministry", denies=("shelling",), order=9)
    event = folded(said, answers=(no,))
    assert event.status is DENIED
    assert [party.name for party in event.denied_by] == ["defence ministry"]
    assert event.denied_by[0].claims == (no.claim.id,)
    assert event.disputed == ()
    assert event.claims == ("shelling",)  # the denial is an event of its own


def test_a_party_denies_that_it_was_them() -> None:
    accounts = [tell("a", id="one", actor="army"), tell("b"), tell("c", order=0)]
    no = tell("d", REJECT, actor="defence ministry", denies=("one",))
    event = folded(*accounts, answers=(no,))
    assert event.status is DISPUTED
    assert event.disputed == ("actor",)
    assert [party.name for party in event.denied_by] == ["defence ministry"]


def test_one_who_only_doubts_is_no_party() -> None:
    event = folded(
        tell("a", id="one", actor="rebels", to="residents"),
        answers=(tell("b", REJECT, actor="Union of Bakers", denies=("one",)),),
    )
    assert (event.status, event.disputed, event.denied_by) == (DISPUTED, ("happened",), ())


def test_who_denies_a_claim_that_blames_nobody_denies_the_deed() -> None:
    accounts = (tell("a", id="one", to="Sandro Kevi"), tell("b", actor="rebels"), tell("c"))
    no = tell("d", REJECT, actor="rebels", denies=("one",))
    assert folded(*accounts, answers=(no,)).status is DENIED


FIGURES = [
    ("rejected the rebels' figure of soldiers", EventStatus.DISPUTED, ("detained",)),
    ("rejected the claim", DENIED, ()),
    ("denied that a number of soldiers were taken", DENIED, ()),
]


@pytest.mark.parametrize(("sentence", "expected", "disputed"), FIGURES, ids=[row[0] for row in FIGURES])
def test_a_denial_of_a_number(sentence: str, expected: EventStatus, disputed: tuple[str, ...]) -> None:
    word = sentence.split()[0]
    no = tell("b", REJECT, actor="Ministry of Defence", denies=("one",), sentence=sentence, word=word)
    event = folded(tell("a", ClaimType.COERCE, id="one", actor="rebels", to="soldiers", detained=17), answers=(no,))
    assert (event.status, event.disputed) == (expected, disputed)
    assert [party.name for party in event.denied_by] == ["Ministry of Defence"]


def test_who_lost_a_town_is_a_party_to_its_taking() -> None:
    taken = tell("a", ClaimType.CONTROL, id="one", actor="rebels", at="Dorvik", mode="gain")
    event = folded(taken, answers=(tell("b", REJECT, actor="Ministry of Defence", denies=("one",)),))
    assert event.status is DENIED


def test_another_state_is_no_party() -> None:
    accounts = (tell("a", id="one", actor="rebels", to="army/ORV"),)
    no = tell("b", REJECT, actor="government/FRA", denies=("one",))
    assert folded(*accounts, answers=(no,)).status is DISPUTED


def test_what_is_told_only_to_be_denied_is_no_support() -> None:
    no = tell("b", REJECT, id="no", actor="government", denies=("two",))
    told_to_deny = tell("b", id="two", actor="army", content_of="no")
    event = folded(tell("a", actor="army"), told_to_deny, answers=(no,))
    assert event.status is DENIED
    assert folded(told_to_deny, answers=(no,)).status is DENIED
    event = folded(
        tell("a"), tell("b", id="two", content_of="no"), answers=(tell("b", REJECT, id="no", denies=("two",)),)
    )
    assert event.status is not TWO


def test_a_confirmation_is_a_witness() -> None:
    accounts = (tell("a", id="one", by="Ana Perov"),)
    assert folded(*accounts).status is SINGLE
    yes = tell("b", ClaimType.SUPPORT, by="Otto Lind", supports=("one",))
    assert folded(*accounts, answers=(yes,)).status is TWO


ACTORS = [
    ("two sides, two voices", [tell("a", actor="army"), tell("b", actor="rebels")], True),
    ("two accusers in one report", [tell("a", actor="army", by="Ana"), tell("a", actor="rebels", by="Otto")], True),
    ("unknown and named", [tell("a", actor="gunmen"), tell("b", actor="Highland Front"), tell("c")], False),
    ("one side under two names", [tell("a", actor="army"), tell("b", actor="government")], False),
    ("two states", [tell("a", actor="army/RUS"), tell("b", actor="army/UKR")], True),
    ("two registered groups", [tell("a", actor="Red#org.r"), tell("b", actor="Blue#org.b")], False),
    (
        "a fight has two sides",
        [tell("a", actor="army", to="rebels"), tell("b", actor="rebels", to="soldiers")],
        False,
    ),
    ("one report tells of both", [tell("a", actor=("army", "rebels")), tell("b", actor="rebels")], False),
    ("what nobody is told to have done", [tell("a"), tell("b")], False),
    ("two deeds", [tell("a", actor="police", word="beat"), tell("b", actor="gunmen", word="fired")], False),
    (
        "one deed in two words",
        [tell("a", actor="army", mode="drone"), tell("b", actor="rebels", mode="drone", word="y")],
        True,
    ),
]


@pytest.mark.parametrize(("accounts", "expected"), [row[1:] for row in ACTORS], ids=[row[0] for row in ACTORS])
def test_who_did_it(accounts: list[Account], expected: bool) -> None:
    event = folded(*accounts)
    assert ("actor" in event.disputed) is expected


def test_at_talks_both_sides_are_doers() -> None:
    event = folded(tell("a", ClaimType.CONSULT, actor="army"), tell("b", ClaimType.CONSULT, actor="rebels"))
    assert event.disputed == ()
