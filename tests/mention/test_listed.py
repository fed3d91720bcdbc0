"""Actors of a user's registry and of a list in sentences: who is flagged, and who is not."""

from __future__ import annotations

import pickle
from functools import partial
from pathlib import Path

import pytest

from dateline.lexicon import registry, un_list
from dateline.lexicon.actors import Registry
from dateline.mention import find
from dateline.records import Actor
from trees import build

LIST = Path(__file__).parents[1] / "lexicon" / "lists" / "un.xml"


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    path = tmp_path_factory.mktemp("un") / "un.toml"
    path.write_text(un_list.convert(LIST), encoding="utf-8")
    return registry.load([path])


def said(name: str, label: str = "PER") -> str:
    """Return rows for "NAME left ." with the name as one of the model's."""
    words = name.split()
    rows = [f"{words[0]} {words[0]} PROPN NNP {len(words) + 1} nsubj B-{label}"]
    rows += [f"{word} {word} PROPN NNP 1 flat I-{label}" for word in words[1:]]
    return "\n".join([*rows, "left leave VERB VBD 0 root", f". . PUNCT . {len(words) + 1} punct"])


def flags(rows: str, known: Registry) -> list[tuple[str, str | None, str | None]]:
    """Return text, entity and numbers on a list of the actors of sentences."""
    reading = next(find([build(rows)], registry=known))
    actors = [(m.text, m.resolved) for m in reading.mentions if isinstance(m.resolved, Actor)]
    return [(text, actor.entity, " ".join(actor.listed) or None) for text, actor in actors]


TUNISIA = "\n\n" + said("Tunisia", "LOC")
NUMBER = "un:QDi.901"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (said("Torvald bin Hasko al Merzuk"), ("Torvald bin Hasko al Merzuk", NUMBER, NUMBER)),
        (said("Torvald Merzuk") + TUNISIA, ("Torvald Merzuk", NUMBER, NUMBER)),  # its country is named
        (said("Torvald Merzuk"), ("Torvald Merzuk", None, None)),  # it is not
        (said("Merzuk") + TUNISIA, ("Merzuk", None, None)),  # a surname alone
        (said("Grey Falcon Vesk") + TUNISIA, ("Grey Falcon Vesk", None, None)),  # of low quality, alone
        (said("Hasko Velt") + TUNISIA, ("Hasko Velt", None, None)),  # of two on the list
        (said("Omar Torvald Merzuk") + TUNISIA, ("Omar Torvald Merzuk", None, None)),  # part of another's name
        (said("Torvald Merzuk", "ORG") + TUNISIA, ("Torvald Merzuk", None, None)),  # no person
        (said("Meridian Star Front", "ORG"), ("Meridian Star Front", "un:QDe.911", "un:QDe.911")),
        (said("MSFR", "ORG"), ("MSFR", None, None)),
        (said("Boko Haram", "ORG"), ("Boko Haram", "org.boko-haram", "un:QDe.912")),
        (said("Hamas", "ORG"), ("Hamas", "org.hamas", None)),
    ],
)
def test_who_is_flagged(text: str, expected: tuple[str, str | None, str | None], listed: Registry) -> None:
    assert flags(text, listed)[0] == expected


@pytest.mark.parametrize(
    ("weak", "label", "entity"),
    [("Grey Falcon Vesk", "PER", NUMBER), ("Hasko Velt", "PER", NUMBER), ("MSFR", "ORG", None)],
)
def test_a_weak_name_counts_beside_a_safe_one(weak: str, label: str, entity: str | None, listed: Registry) -> None:
    found = flags(f"{said('Torvald bin Hasko al Merzuk')}\n\n{said(weak, label)}", listed)
    assert (weak, entity) in [(text, known) for text, known, _ in found]


def test_what_the_text_says_of_a_person_goes_before_the_list(listed: Registry) -> None:
    rows = """
Malian Malian ADJ JJ 2 amod
minister minister NOUN NN 7 nsubj
Torvald Torvald PROPN NNP 2 appos B-PER
bin bin PROPN NNP 3 flat I-PER
Hasko Hasko PROPN NNP 3 flat I-PER
Merzuk Merzuk PROPN NNP 3 flat I-PER
left leave VERB VBD 0 root
"""
    plain = rows.replace("Hasko Hasko", "al al")
    assert not any(entity == NUMBER for _, entity, _ in flags(plain, listed))
    reading = next(find([build(rows.replace("Merzuk Merzuk", "al-Merzuk al-Merzuk"))], registry=listed))
    person = next(m.resolved for m in reading.mentions if isinstance(m.resolved, Actor) and m.resolved.entity == NUMBER)
    assert (person.country, person.sector, person.resolved_by, person.listed) == ("MLI", "GOV", "registry", (NUMBER,))


def test_what_a_user_knows_counts_for_later_words_too(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(
        '[[actor]]\nid = "my.front"\nname = "Velt River Front"\nkind = "organization"\nsector = "REB"\n'
        'forms = ["Velt River Front for Freedom"]\nchanges = [{ from = "2029-05", sector = "GOV" }]\n',
        encoding="utf-8",
    )
    insurgents = "The the DET DT 2 det\ninsurgents insurgent NOUN NNS 3 nsubj\nfled flee VERB VBD 0 root"
    text = f"{said('Velt River Front for Freedom', 'ORG')}\n\n{insurgents}\n\n{said('Velt River Front', 'ORG')}"
    reading = next(find([build(text, published="2031-02-03")], registry=registry.load([path])))
    found = [(m.text, m.resolved) for m in reading.mentions if isinstance(m.resolved, Actor)]
    # it governs now, and began as rebels: "the insurgents" may be it; its own name is the registry's
    assert [(text, actor.name, actor.entity, actor.sector) for text, actor in found] == [
        ("Velt River Front for Freedom", "Velt River Front", "my.front", "GOV"),
        ("The insurgents", "Velt River Front", "my.front", "GOV"),
        ("Velt River Front", "Velt River Front", "my.front", "GOV"),
    ]


def test_the_stage_can_be_pickled_and_leaves_the_shipped_registry_alone(listed: Registry) -> None:
    stage = pickle.loads(pickle.dumps(partial(find, registry=listed)))
    reading = build(said("Meridian Star Front", "ORG"))
    with_list, without = next(stage([reading])).mentions[0], next(find([reading])).mentions[0]
    assert isinstance(with_list.resolved, Actor)
    assert isinstance(without.resolved, Actor)
    assert (with_list.resolved.entity, without.resolved.entity) == ("un:QDe.911", None)
