"""Which language a text is in."""

from __future__ import annotations

import pytest

from dateline.intake import plain, tongue


@pytest.mark.parametrize(
    "text",
    [
        "Taliban seize Kunduz",
        "Kabul",
        "Rebels attack base",
        "Al-Shabaab fighters storm Mogadishu hotel",
        "Protest in Lagos",
        "REBELS OF THE FMLN BURNED TWO BUSES",
        "Macron, Scholz, Meloni in Kyiv",
        "Boko Haram kidnaps dozens near Maiduguri",
        "The rebels left the town on Monday, and the army, which had said that it would stay, was gone by noon.",
    ],
)
def test_english_and_short_headlines_are_english(text: str) -> None:
    assert tongue.identify(text) == "en"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Le gouvernement a annoncé mardi un cessez-le-feu avec les rebelles dans le nord du pays.", "fr"),
        ("El ejército anunció el martes que los rebeldes habían abandonado la ciudad durante la noche.", "es"),
        ("Die Regierung hat am Dienstag einen Waffenstillstand mit den Rebellen im Norden verkündet.", "de"),
        (
            "O governo anunciou na terça-feira que os rebeldes deixaram a cidade durante a noite, não houve mortos.",
            "pt",
        ),
        ("Hükümet salı günü kuzeydeki isyancılarla ateşkes ilan ettiğini açıkladı.", "tr"),  # noqa: RUF001
        ("Regeringen meddelte tirsdag, at den har indgået en våbenhvile med oprørerne i den nordlige del.", "da"),
        ("De regering heeft dinsdag een wapenstilstand met de rebellen in het noorden van het land gesloten.", "nl"),
        ("Правительство объявило о прекращении огня", "ru"),  # noqa: RUF001
        ("أعلنت الحكومة وقف إطلاق النار مع المتمردين", "ar"),
        ("政府は火曜日に停戦を発表した", "ja"),
        ("الحكومة", "ar"),
    ],
)
def test_other_languages_are_named(text: str, language: str) -> None:
    assert tongue.identify(text) == language


@pytest.mark.parametrize("text", ["123 456", "!!!", "\U0001f6a8", "https://example.org/abc"])
def test_a_text_without_letters_has_no_language(text: str) -> None:
    assert tongue.identify(text) is None


def test_english_with_a_foreign_quote_is_english() -> None:
    text = "The minister said that it was over. «Le gouvernement a annoncé un cessez-le-feu,» he told the crowd."
    assert tongue.identify(text) == "en"


def test_what_is_not_english_is_stored_and_said_not_to_be_coded() -> None:
    report, issues = plain.read(
        "Le gouvernement a annoncé mardi un cessez-le-feu avec les rebelles dans le nord du pays."
    )
    assert report.language == "fr"
    assert len(report.passages) == 1
    assert [(i.code, i.message) for i in issues] == [("intake.language", "stored, not coded: language is fr")]


def test_plain_english_does_not_load_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    def loaded() -> object:
        raise AssertionError("the model was loaded")

    monkeypatch.setattr(tongue, "_model", loaded)
    assert (
        tongue.identify("The rebels left the town on Monday, and the army that had come from the coast was gone.")
        == "en"
    )
