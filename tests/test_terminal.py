"""The page of a report, from records built by hand."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest

from dateline.records import (
    Attribution,
    Claim,
    ClaimKind,
    ClaimPlace,
    ClaimQuantity,
    ClaimTime,
    ClaimType,
    Issue,
    MadeBy,
    Participant,
    Passage,
    PassageKind,
    Polarity,
    Quoting,
    Reading,
    Report,
    Source,
    Span,
    Speaker,
    Status,
)
from dateline.terminal import outline, page
from dateline.terminal.outline import Section
from dateline.visible import visible

BODY = "Rebels seized Dorgan on Monday, Col. Sand said."
DENIAL = "The Front denied that it shelled the market."
DEMAND = "The Front demanded the release of 1,200 fighters."
PLAN = "Envoys plan to meet in Harn."
CAPTION = "Rebels seized Dorgan on Monday"
TEXT = "\n".join((BODY, DENIAL, DEMAND, PLAN, CAPTION))


def find(words: str, within: str) -> Span:
    """Return the span of words in a paragraph of TEXT, the last if it stands in two."""
    start = TEXT.rindex(within) if within == CAPTION else TEXT.index(within)
    start = TEXT.index(words, start)
    return Span(text=words, start=start, end=start + len(words))


def party(words: str, within: str, name: str | None = None, **known: str) -> Participant:
    span = find(words, within)
    return Participant(mention=None, text=words, start=span.start, end=span.end, name=name or words, **known)


def claim(id: str, type: ClaimType, trigger: str, within: str, **more: object) -> Claim:
    plain = Claim(
        id=id,
        kind=ClaimKind.EVENT,
        type=type,
        polarity=Polarity.POSITIVE,
        status=Status.HAPPENED,
        trigger=find(trigger, within),
        evidence=find(within, within),
        confidence=0.9,
        made_by=MadeBy(component="claim", version="1"),
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def speaker(words: str, within: str, **more: object) -> Speaker:
    span = find(words, within)
    return replace(Speaker(text=words, start=span.start, end=span.end, name=words), **more)  # type: ignore[arg-type]


MONDAY = find("Monday", BODY)
DORGAN = find("Dorgan", BODY)
SEIZED = claim(
    "seized",
    ClaimType.CONTROL,
    "seized",
    BODY,
    mode="seize",
    actors=(party("Rebels", BODY, "Northern Front", country="KST", sector="REB"),),
    recipients=(party("Dorgan", BODY),),
    times=(ClaimTime(text="Monday", start=MONDAY.start, end=MONDAY.end, value="2031-03-03", relative=True),),
    places=(ClaimPlace(text="Dorgan", start=DORGAN.start, end=DORGAN.end, name="Dorgan", country="KST"),),
    attribution=(speaker("Col. Sand", BODY, name="Ruta Sand", role="army spokeswoman", channel="AFP"),),
)
DENIED = claim("denied", ClaimType.REJECT, "denied", DENIAL, actors=(party("The Front", DENIAL),), denies=("shelled",))
SHELLED = claim("shelled", ClaimType.ASSAULT, "shelled", DENIAL, mode="heavy-weapons", content_of="denied")
DEMANDED = claim("demanded", ClaimType.REQUEST, "demanded", DEMAND, actors=(party("The Front", DEMAND),))
FIGHTERS = find("1,200", DEMAND)
RELEASE = claim(
    "release",
    ClaimType.RETREAT,
    "release",
    DEMAND,
    mode="release",
    status=Status.DEMANDED,
    content_of="demanded",
    quantities=(
        ClaimQuantity(text="1,200", start=FIGHTERS.start, end=FIGHTERS.end, role="released", low=1200, high=1200),
    ),
)
MEET = claim("meet", ClaimType.CONSULT, "meet", PLAN, status=Status.PLANNED, polarity=Polarity.NEGATIVE)
COPY = claim("copy", ClaimType.CONTROL, "seized", CAPTION, mode="seize")
CLAIMS = (SEIZED, DENIED, SHELLED, DEMANDED, RELEASE, MEET, COPY)


def passages() -> tuple[Passage, ...]:
    kinds = [PassageKind.BODY] * 4 + [PassageKind.CAPTION]
    out, at = [], 0
    for kind, line in zip(kinds, TEXT.split("\n"), strict=True):
        out.append(Passage(kind=kind, start=at, end=at + len(line), repeats=0 if kind is PassageKind.CAPTION else None))
        at += len(line) + 1
    return tuple(out)


def reading(*claims: Claim, issues: tuple[Issue, ...] = (), text: str = TEXT, **report: str) -> Reading:
    return Reading(
        report=Report(id="r", text=text, passages=passages(), **report),  # type: ignore[arg-type]
        claims=claims,
        issues=issues,
    )


def shown(found: Reading, *, width: int = 100) -> str:
    stream = io.StringIO()
    out = page.console(stream, plain=True)
    out.width = width
    page.show(found, out)
    return stream.getvalue()


def test_a_claim_is_one_line_under_its_sentence() -> None:
    text = shown(reading(SEIZED), width=140)
    assert "  Rebels *seized* Dorgan on Monday, Col. Sand said.\n" in text
    assert "    Ruta Sand (“Col. Sand”), army spokeswoman via AFP:\n" in text
    assert (
        "      CONTROL seize  Northern Front (“Rebels”) [KST REB] → Dorgan  ·  2031-03-03 “Monday”  ·  Dorgan [KST]\n"
        in text
    )


def test_claims_fall_into_sections() -> None:
    found = outline.sections(reading(*CLAIMS))
    triggers = {
        section: [line.claim.id for entry in entries for said in entry.said for line in said.lines]
        for section, entries in found.items()
    }
    assert triggers == {
        Section.HAPPENED: ["seized"],
        Section.DENIED: ["denied", "shelled"],
        Section.WANTED: ["demanded", "release"],
        Section.AHEAD: ["meet"],
    }


def test_sections_stand_in_order() -> None:
    text = shown(reading(*CLAIMS))
    headings = [text.index(section.value.upper()) for section in Section]
    assert headings == sorted(headings)


def test_a_repeat_is_folded_into_what_it_repeats() -> None:
    text = shown(reading(SEIZED, COPY))
    assert text.count("CONTROL") == 1
    assert "(again in the caption)" in text


def test_a_repeat_that_says_more_stays() -> None:
    other = replace(COPY, id="other", type=ClaimType.ASSAULT)
    text = shown(reading(SEIZED, other))
    assert "[caption] Rebels *seized* Dorgan on Monday" in text
    assert text.count("CONTROL") == text.count("ASSAULT") == 1


def test_content_stands_under_what_demands_it() -> None:
    lines = shown(reading(DEMANDED, RELEASE)).splitlines()
    at = next(i for i, line in enumerate(lines) if "REQUEST" in line)
    assert lines[at] == "      REQUEST  The Front"
    assert lines[at + 1] == "        └ demanded RETREAT release  ·  released 1,200"


def test_content_that_another_vouches_for_names_who() -> None:
    sand = replace(RELEASE, attribution=(speaker("Col. Sand", BODY),))
    assert "released 1,200, according to Col. Sand\n" in shown(reading(DEMANDED, sand))


def test_a_denial_of_another_sentence_quotes_it() -> None:
    denial = replace(DENIED, denies=("seized",))
    assert "against: CONTROL seize" in shown(reading(SEIZED, denial))


@pytest.mark.parametrize(("confidence", "marked"), [(0.3, True), (0.5, False), (0.9, False)])
def test_an_unsure_claim_says_so(confidence: float, marked: bool) -> None:
    assert ("unsure (0.30)" in shown(reading(replace(DENIED, confidence=confidence)))) == marked


def test_a_negated_claim_says_so() -> None:
    assert "NOT planned CONSULT" in shown(reading(MEET))


def test_claims_that_point_at_each_other_are_shown_once() -> None:
    circle = (replace(DEMANDED, content_of="release"), RELEASE)
    text = shown(reading(*circle))
    assert text.count("REQUEST") == text.count("RETREAT") == 1


def test_the_reports_own_voice_is_named() -> None:
    assert "    The report itself:\n" in shown(reading(DENIED))


def test_a_chain_of_speakers_is_told_from_the_inside() -> None:
    chain = (speaker("Col. Sand", BODY, quoted=True), speaker("Rebels", BODY))
    assert "Col. Sand in direct words, according to Rebels:" in shown(reading(replace(SEIZED, attribution=chain)))


AMOUNTS = [
    ({"low": 14, "high": 14}, "14"),
    ({"low": 7000, "high": 7000}, "7,000"),
    ({"low": 30, "high": None}, "30 or more"),
    ({"low": 2, "high": 4}, "2–4"),
    ({"low": 80, "high": 80, "unit": "percent"}, "80%"),
    ({"low": 3, "high": 3, "unit": "month"}, "3 months"),
    ({"low": 1, "high": 1, "unit": "day"}, "1 day"),
    ({"low": 2.5e9, "high": 2.5e9, "unit": "USD"}, "2,500,000,000 USD"),
    ({"low": 0.5, "high": 0.5}, "0.5"),
]


@pytest.mark.parametrize(("amount", "expected"), AMOUNTS)
def test_amounts_read_well(amount: dict[str, object], expected: str) -> None:
    quantity = replace(RELEASE.quantities[0], **amount)  # type: ignore[arg-type]
    assert f"released {expected}\n" in shown(reading(replace(RELEASE, quantities=(quantity,))))


TIMES = [
    ({"value": "2031-03-03"}, "2031-03-03 “Monday”"),
    ({"value": "2031-03", "until": "2031-05"}, "2031-03 to 2031-05 “Monday”"),
    ({"value": None}, "“Monday”, no date"),
    ({"value": None, "until": "2031-08-31"}, "… to 2031-08-31 “Monday”"),
]


@pytest.mark.parametrize(("time", "expected"), TIMES)
def test_times_show_value_and_words(time: dict[str, object], expected: str) -> None:
    told = replace(SEIZED.times[0], **time)  # type: ignore[arg-type]
    assert expected in shown(reading(replace(SEIZED, times=(told,))), width=140)


def test_issues_are_grouped_and_tell_their_words() -> None:
    issues = tuple(
        Issue(stage="mention", code="time.no-anchor", message="no date anchors this", start=s.start, end=s.end)
        for s in (MONDAY, DORGAN)
    )
    text = shown(reading(SEIZED, issues=issues))
    assert "LEFT OPEN\n  no date anchors this: “Monday”, “Dorgan”\n" in text


def test_many_issues_of_a_kind_are_cut_and_counted() -> None:
    issues = tuple(Issue(stage="x", code="x.y", message=f"thing {n}") for n in range(9))
    assert "thing 4\n  and 4 more of this kind (x.y; --json lists all)\n" in shown(reading(issues=issues))


def test_statements_without_a_claim_are_counted_by_speaker() -> None:
    sand = find("Col. Sand", BODY)
    said = Attribution(
        source=Source(text=sand.text, start=sand.start, end=sand.end),
        cue=find("said", BODY),
        content=(find("plan to meet", PLAN),),
        quoted=Quoting.INDIRECT,
    )
    uncoded = replace(reading(SEIZED), attributions=(said,))
    assert "1 statement of others holds no coded claim (Col. Sand 1)" in shown(uncoded)
    coded = replace(reading(MEET), attributions=(said,))
    assert "no coded claim" not in shown(coded)


def test_a_report_without_claims_says_so() -> None:
    text = shown(reading(issues=(Issue(stage="intake", code="intake.language", message="stored, not coded"),)))
    assert "No claim was coded in this report." in text
    assert "stored, not coded" in text


def test_plain_output_holds_no_escape_and_fits_the_width() -> None:
    text = shown(reading(*CLAIMS), width=60)
    assert "\x1b" not in text
    assert max(map(len, text.splitlines())) <= 60


def test_markup_in_a_report_is_data() -> None:
    text = TEXT.replace("Rebels", "[red]x")
    assert "[red]x *seized*" in shown(reading(SEIZED, text=text, title="[bold]T[/bold] :smile:"))
    assert "[bold]T[/bold] :smile:" in shown(reading(SEIZED, title="[bold]T[/bold] :smile:"))


VISIBLE = [
    ("plain", "plain"),
    ("a\n b\tc", "a b c"),
    ("\x1b[31mred", "<U+001B>[31mred"),
    ("a\u202eb", "a<U+202E>b"),
    ("a\u2066b\u200fc", "a<U+2066>b<U+200F>c"),
    ("zero\u200bwidth\ufeff", "zero<U+200B>width<U+FEFF>"),
    ("\x9b31m", "<U+009B>31m"),
    ("👩\u200d👧 می\u200cروند", "👩\u200d👧 می\u200cروند"),
    ("\udcff", "<U+DCFF>"),
    ("“quotes” – Zoë", "“quotes” – Zoë"),
]


@pytest.mark.parametrize(("text", "expected"), VISIBLE)
def test_unseen_characters_are_shown(text: str, expected: str) -> None:
    assert visible(text) == expected


def test_nothing_of_the_report_reaches_the_terminal_as_control() -> None:
    evil = TEXT.replace("Rebels", "\x1b]0;x\u202e")[: len(TEXT)]
    assert len(evil) == len(TEXT)
    text = shown(reading(SEIZED, text=evil, title="\x1b[2J", outlet="\x07", url="\u202ehttp://x"))
    assert not {"\x1b", "\x07", "\u202e"} & set(text)
