"""What part of a report each paragraph is, and what it repeats."""

from __future__ import annotations

import pytest

from dateline.intake.layout import Layout, lay_out

LEAD = "Rebels of the Northern Front took the border town of Tal Asar on Monday, residents said."
SECOND = "The army denied it and said its men had moved to better ground."
THIRD = "Two thousand people have fled the town since the weekend, according to the Red Crescent."


def kinds(*lines: str, title: str | None = None) -> list[str]:
    return [p.kind.value for p in lay_out("\n".join(lines), title=title).passages]


def again(*lines: str) -> list[int | None]:
    return [p.repeats for p in lay_out("\n".join(lines)).passages]


@pytest.mark.parametrize(
    "title",
    [
        "Rebels seize border town of Tal Asar",
        "REBELS SEIZE BORDER TOWN",
        "‘We will not leave’: mayor of Tal Asar stays",
        "Who holds Tal Asar?",
        "Rebels Seize Border Town as Army Retreats.",
        "# Rebels seize border town",
        "2,000 flee Tal Asar",
    ],
)
def test_a_headline_over_text_is_the_title(title: str) -> None:
    layout = lay_out(f"{title}\n{LEAD}\n{SECOND}")
    assert [p.kind.value for p in layout.passages] == ["title", "body", "body"]
    assert layout.title == title.removeprefix("# ")


@pytest.mark.parametrize(
    "first",
    [
        "Rebels of the Northern Front took the town of Tal Asar on Monday.",
        "the town fell on Monday",
        "- The town fell on Monday",
        "TAL ASAR, July 3 (Reuters) - Rebels took the town on Monday",
        "The mayor said as follows:",
        "(Pictured: the bridge at Tal Asar)",
    ],
)
def test_what_is_no_headline_is_no_title(first: str) -> None:
    layout = lay_out(f"{first}\n{LEAD}\n{SECOND}")
    assert layout.title is None
    assert all(p.kind.value != "title" for p in layout.passages)


def test_a_sentence_over_a_dateline_is_a_title() -> None:
    assert kinds("Rebels seize the border town.", "TAL ASAR, July 3 (Reuters) - " + LEAD, SECOND)[0] == "title"


@pytest.mark.parametrize("text", ["Rebels seize Tal Asar", "Sign up for our newsletter", "© 2020 The Paper"])
def test_a_single_line_is_body(text: str) -> None:
    assert kinds(text) == ["body"]


def test_the_given_title_is_found_at_the_start_of_the_text() -> None:
    assert kinds("“Rebels” seize Tal Asar.", LEAD, title='"Rebels" seize Tal Asar')[0] == "title"


def test_a_given_title_that_is_not_in_the_text_marks_nothing() -> None:
    layout = lay_out(f"{LEAD}\n{SECOND}", title="Rebels seize Tal Asar")
    assert layout.title == "Rebels seize Tal Asar"
    assert [p.kind.value for p in layout.passages] == ["body", "body"]


@pytest.mark.parametrize("mark", ["- ", "• ", "* ", "– ", "•"])
def test_bullets_straight_after_the_title_are_the_summary(mark: str) -> None:
    found = kinds(
        "Rebels seize Tal Asar", f"{mark}Two thousand flee", f"{mark}Army denies loss", LEAD, f"{mark}A list item"
    )
    assert found == ["title", "summary", "summary", "body", "body"]


def test_a_label_and_a_byline_may_stand_before_the_summary() -> None:
    found = kinds("Rebels seize Tal Asar", "By Amara Okoro", "Key points", "- Two thousand flee", LEAD)
    assert found == ["title", "boilerplate", "heading", "summary", "body"]


@pytest.mark.parametrize(
    "heading",
    [
        "– The northern front –",
        "*** Background ***",
        "**The army**",
        "## What happens next",
        "2. The governor",
        "The warring sides",
        "Who are the rebels?",
        "What they want: a short guide",
        "BACKGROUND",
        "Background:",
    ],
)
def test_headings(heading: str) -> None:
    assert kinds("Rebels seize Tal Asar", LEAD, SECOND, heading, THIRD)[3] == "heading"


@pytest.mark.parametrize(
    "line",
    [
        "‘They ran,’ said a trader",
        "and then the army left",
        "The army has moved most of its men to the far side of the river and waits there",
        "It left because of the",
        "Nobody came.",
    ],
)
def test_what_is_no_heading_is_body(line: str) -> None:
    assert kinds("Rebels seize Tal Asar", LEAD, SECOND, line, THIRD)[3] == "body"


def test_a_list_of_short_lines_holds_no_headings() -> None:
    assert set(
        kinds("Rebels seize Tal Asar", LEAD, SECOND, "Tal Asar", "Deir Sana", "Ras Lanu", "Umm Hatab", THIRD)
    ) == {
        "title",
        "body",
    }


@pytest.mark.parametrize(
    "caption",
    [
        "Soldiers guard a bridge on Monday (Pictured: the bridge at Tal Asar)",
        "Soldiers guard a bridge on Monday (pictured, the bridge at Tal Asar).",
        "Photo: Soldiers guard a bridge in the town of Tal Asar",
        "File photo of soldiers at the bridge",
        "FILE - Soldiers guard the bridge at Tal Asar, June 2.",
        "FILE PHOTO: Soldiers guard the bridge at Tal Asar",
        "In this photo taken on Monday, soldiers guard the bridge.",
        "A soldier guards the bridge at Tal Asar. Amara Okoro/Reuters",
        "A soldier guards the bridge at Tal Asar. REUTERS/Amara Okoro",
        "A soldier guards the bridge. (AP Photo/Amara Okoro)",
        "A soldier guards the bridge. (Amara Okoro/AFP/Getty Images)",
        "A soldier guards the bridge. Photograph: Amara Okoro",
        "Image caption Soldiers at the bridge",
        "Amara Okoro via Getty Images",
        "Amara Okoro / Reuters.",
        "Getty",
    ],
)
def test_captions_by_cue(caption: str) -> None:
    assert kinds("Rebels seize Tal Asar", LEAD, caption, SECOND)[2] == "caption"


@pytest.mark.parametrize(
    "body",
    [
        "The minister (pictured) told the council that the war would end by the summer.",
        "A photo of the bridge was seen by residents, who told Reuters that it was taken on Monday.",
        "Most people blame the army, a poll of the town by the firm Somewhere/Reuters said on Monday.",
        "The army filed a complaint about the image of its soldiers.",
    ],
)
def test_sentences_about_pictures_are_body(body: str) -> None:
    assert kinds("Rebels seize Tal Asar", LEAD, body, SECOND)[2] == "body"


@pytest.mark.parametrize(
    "line",
    [
        "Source: Read Full Article",
        "Read more: Army denies loss of town",
        "READ MORE",
        "Sign up for our newsletter here",
        "All rights reserved.",
        "© 2021 The Northern Paper. All rights reserved.",
        "Copyright 2021 The Northern Paper",
        "Advertisement",
        "Follow us on Twitter",
        "Follow Amara Okoro on Twitter @amara",
        "(Reporting by Amara Okoro; editing by Sam Bell)",
        "Additional reporting by Amara Okoro",
        "Click here to read the rest",
        "Share this on Facebook",
        "Amara Okoro contributed to this report.",
        "Published: July 16, 2021 10:30 GMT",
        "16 July 2021",
        "This article was originally published on July 3.",
        "https://example.org/a/b",
        "* * *",
        "Our Standards: The Paper's Principles.",
        "By Amara Okoro and Sam Bell",
    ],
)
def test_boilerplate(line: str) -> None:
    found = kinds("Rebels seize Tal Asar", line, LEAD, SECOND)
    assert found[1] == "boilerplate"
    assert found[2:] == ["body", "body"]


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement of the loan began in May, the bank said.",
        "Read the law, the judge told the minister on Monday.",
        "By noon the army had left the town and the bridge was open again.",
        "Follow the army and you will find the front, said a trader.",
        "Sources in the army said the town had fallen.",
        "Copyright law was the subject of the talks.",
        "Subscribe they did: two thousand men joined the militia.",
        "Share prices fell after the attack on the port.",
    ],
)
def test_sentences_that_begin_like_boilerplate_are_body(line: str) -> None:
    assert kinds("Rebels seize Tal Asar", LEAD, line, SECOND)[2] == "body"


def test_the_byline_is_read() -> None:
    layout = lay_out(f"Rebels seize Tal Asar\nBy Amara Okoro and Sam Bell, Associated Press\n{LEAD}\n{SECOND}")
    assert layout.byline == "Amara Okoro and Sam Bell, Associated Press"
    assert layout.agencies == ("AP",)


REPORT = ["Rebels seize Tal Asar", LEAD, SECOND, THIRD]


@pytest.mark.parametrize(
    ("line", "target"),
    [
        (LEAD.rstrip("."), 1),
        (LEAD.upper().rstrip("."), 1),
        (THIRD.rstrip(".") + " (Pictured: a camp near the river)", 3),
        (THIRD.rstrip(".") + " (a camp near the river, June 30)", 3),
        ("Two thousand people have now fled the town since the weekend, according to the Red Crescent", 3),
        ("Two thousand people have fled the town since the weekend according to Red Crescent", 3),
        (SECOND, 2),
        ("Rebels seize Tal Asar town", None),
        ("Three thousand people have fled the town since the weekend, according to the Red Crescent", None),
        ("Two thousand people have not fled the town since the weekend, according to the Red Crescent", None),
        ("Two thousand people have fled the town since the flood, the mayor of Tal Asar told the council", None),
        ("Two thousand people have fled the city since the weekend, according to the Red Cross.", None),
    ],
)
def test_repeats(line: str, target: int | None) -> None:
    layout = lay_out("\n".join([*REPORT, line, "Nobody else spoke on Monday."]))
    assert layout.passages[4].repeats == target
    if target is not None:
        assert layout.passages[4].kind.value == "caption"


def test_a_caption_may_come_before_what_it_repeats() -> None:
    layout = lay_out("\n".join(["Rebels seize Tal Asar", THIRD.rstrip("."), LEAD, SECOND, THIRD]))
    assert [p.kind.value for p in layout.passages] == ["title", "caption", "body", "body", "body"]
    assert layout.passages[1].repeats == 4


def test_a_sentence_within_a_longer_paragraph_is_repeated_too() -> None:
    layout = lay_out(
        "\n".join(["Rebels seize Tal Asar", f"{LEAD} {THIRD} {SECOND}", THIRD.rstrip("."), "Nobody spoke."])
    )
    assert layout.passages[2].repeats == 1
    assert layout.passages[1].repeats is None


def test_a_summary_bullet_that_repeats_stays_a_summary() -> None:
    layout = lay_out("\n".join(["Rebels seize Tal Asar", "- " + THIRD.rstrip("."), LEAD, SECOND, THIRD]))
    assert layout.passages[1].kind.value == "summary"
    assert layout.passages[1].repeats == 4


def test_all_repeats_point_to_the_first_body() -> None:
    assert again("Rebels seize Tal Asar", LEAD, SECOND, LEAD.rstrip("."), LEAD, LEAD.rstrip(".") + " (pictured)") == [
        None,
        None,
        None,
        1,
        1,
        1,
    ]


def test_two_full_sentences_that_differ_in_a_name_do_not_repeat() -> None:
    one = "The court sent Amara Okoro to prison for taking part in the march on the palace."
    two = "The court sent Samuel Bello to prison for taking part in the march on the palace."
    assert again("Court sentences two", one, two, SECOND) == [None, None, None, None]


def test_a_line_without_a_stop_beside_captions_is_a_caption() -> None:
    found = kinds(*REPORT, THIRD.rstrip("."), "Soldiers watch the far side of the river from a bridge", "It rained.")
    assert found[4:] == ["caption", "caption", "body"]


@pytest.mark.parametrize(
    ("text", "dateline", "agencies"),
    [
        ("KABUL, July 16 (Reuters) - Rebels left.", "KABUL, July 16 (Reuters)", ("Reuters",)),
        ("KABUL (AFP) – Rebels left.", "KABUL (AFP)", ("AFP",)),
        ("GOMA, Democratic Republic of Congo (AP) — Rebels left.", "GOMA, Democratic Republic of Congo (AP)", ("AP",)),
        ("Kabul — The rebels left.", "Kabul", ()),
        ("Kabul (dpa) - The rebels left.", "Kabul (dpa)", ("dpa",)),
        ("PORT ELENA, 3 JAN 89 (ACAN-EFE) -- [TEXT] REBELS LEFT.", "PORT ELENA, 3 JAN 89 (ACAN-EFE)", ("EFE",)),
        ("ISLAMABAD: The court freed him.", "ISLAMABAD", ()),
        ("NEW DELHI/KABUL — “They left,” he said.", "NEW DELHI/KABUL", ()),
        ("LAGOS, Nigeria — Gunmen left.", "LAGOS, Nigeria", ()),
        ("(Reuters) - Rebels left the town.", None, ("Reuters",)),
        ("Rebels left the town. (AFP)", None, ("AFP",)),
        ("Rebels left the town. — AP", None, ("AP",)),
        ("Rebels left the town to the AFP", None, ()),
        ("A trader told AFP that rebels left.", None, ()),
        ("BREAKING: The rebels left.", None, ()),
        ("UPDATE — The rebels left.", None, ()),
        ("AP: The rebels left.", None, ()),
        ("Kabul — a city of five million — fell.", None, ()),
        ("The town — Rebels hold it — fell.", None, ()),
        ("July 16 (Reuters) - Rebels left.", None, ()),
        ("Yes — The rebels left.", None, ()),
    ],
)
def test_datelines_and_credits(text: str, dateline: str | None, agencies: tuple[str, ...]) -> None:
    layout: Layout = lay_out(f"{text}\n{SECOND}\n{THIRD}\nThe road is open.")
    assert (layout.dateline.text if layout.dateline else None) == dateline
    assert layout.agencies == agencies


def test_a_dateline_on_a_line_of_its_own_is_read_and_put_aside() -> None:
    layout = lay_out(f"KABUL, July 16 (AP) --\n{LEAD}\n{SECOND}")
    assert layout.passages[0].kind.value == "boilerplate"
    assert layout.dateline is not None
    assert (layout.dateline.text, layout.agencies) == ("KABUL, July 16 (AP)", ("AP",))


def test_a_transmission_number_over_a_wire_is_boilerplate() -> None:
    assert kinds(
        "TRN-0412-77 (NOSC)", "", "   PORT ELENA, 4 MAR 91 -- [TEXT] GUNMEN BURNED TWO BUSES.", "", "   IT RAINED."
    ) == [
        "boilerplate",
        "body",
        "body",
    ]


def test_agencies_under_pictures_and_in_rights_are_no_credit() -> None:
    layout = lay_out(f"Rebels seize Tal Asar\n{LEAD}\nSoldiers at a bridge (AP Photo/Amara Okoro)\n{SECOND}\n{THIRD}")
    assert layout.agencies == ()
