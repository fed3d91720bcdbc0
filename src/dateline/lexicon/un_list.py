"""The UN Security Council consolidated list of sanctions, turned into a registry of a user.

A flag must be worth reading, so a name counts by how much it tells. Of a person's names, particles and titles count
for nothing, and words that many on the list bear, however they are spelt ("Mohammad"), for little. A name of one word
is left out. One of two words, none of them common and one rare, needs its country in the report; one of more words
with a rare one stands alone if two of them are not common. The name that heads an entry needs no rare word where the
report names its country. Anything less needs a safe name of the same person in the report, as aliases of low quality,
names that several on the list share, and acronyms do.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree
from xml.parsers import expat

from dateline.errors import LexiconError
from dateline.lexicon import countries
from dateline.lexicon.form import words

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

COMMON, RARE = 20, 5
"""Persons on the list from whom on a word is common, and below whom it is rare, however it is spelt (see _skeleton).

Set on the list of April 2025 so that Mohammad, Ali, Hassan and Kim are common, and Haqqani and Salih are neither.
"""

_LARGEST = 100_000_000  # bytes; the list of 2025 has 3 million
_GOOD = frozenset({"good", "a.k.a.", "f.k.a."})
_NAMES = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_PARTICLES = frozenset(
    "abd abdul abdel abou abu al ad an ar as at az ben bin bint da de del di du e el i ibn la le na of the u ud ul um"
    " umm ur ould ou von van and son for in".split()
)
_TITLES = frozenset(
    "akhund agha alhaj brigadier capt captain col colonel commander dr emir gen general haji hafiz hajji imam khan lt"
    " maalim major marshal maulana maulavi maulawi mawlavi mawlawi mr mufti mullah mulla molla prof professor qari"
    " sahib saheb sayed sayyed sayyid shah shaikh shaykh sheik sheikh sheikhu sir ustad".split()
)
_HOLLOW = frozenset("group army foundation company corporation ltd limited co trust organization organisation".split())
_HOMES: Mapping[str, tuple[str, ...]] = {
    "Taliban": ("AFG", "PAK"),
    "DPRK": ("PRK",),
    "Iraq": ("IRQ",),
    "DRC": ("COD",),
    "Libya": ("LBY",),
    "Somalia": ("SOM",),
    "CAR": ("CAF",),
    "Yemen": ("YEM",),
    "GB": ("GNB",),
    "SouthSudan": ("SSD",),
    "Haiti": ("HTI",),
    "Sudan": ("SDN",),
    "Mali": ("MLI",),
}
"""Countries whose mention supports a name, by the regime that lists it. Al-Qaida's regime has none."""

_THE = re.compile(r"^the\s+", re.IGNORECASE)
_BRACKETS = re.compile(r"[(\[]([^)\]]*)[)\]]?")
_ASIDE = re.compile(r"\b(?:son|brother|daughter|wife) of\b.*|\b(?:formerly|previously|also known)\b.*", re.IGNORECASE)
_STOPS = " \t\n,;:.-–\"'“”‘’/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One on the list. ``names`` are the name first, then aliases of good quality; ``low`` the other aliases."""

    reference: str
    person: bool
    regime: str
    since: str
    names: tuple[str, ...]
    low: tuple[str, ...]
    country: str | None
    near: tuple[str, ...]


def convert(path: Path) -> str:
    """Return the registry, as TOML, of those on a list.

    Raises:
        LexiconError: the file cannot be read, is not the list, or holds a document type or entities.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise LexiconError(f"{path}: over {_LARGEST:,} bytes; the list is far smaller, check the file")
        data = path.read_bytes()
    except OSError as error:
        raise LexiconError(f"{path}: cannot be read: {error.strerror}; check the path") from error
    root = _parse(data, str(path))
    if root.tag != "CONSOLIDATED_LIST":
        raise LexiconError(f"{path}: the root is {root.tag!r}; give the list in XML, as the UN publishes it")
    found = list(listings(root))
    if not found:
        raise LexiconError(f"{path}: nobody is on this list; get it anew from the UN")
    return "".join(_toml(found, root.get("dateGenerated", "")[:10]))


def _parse(data: bytes, file: str) -> Element:
    """Parse XML that has no document type, and so no entities of its own that could grow or reach outside."""

    def refuse(*_: object) -> None:
        raise LexiconError(f"{file}:{guard.CurrentLineNumber}: a document type; the list has none, so this is not it")

    guard = expat.ParserCreate()
    guard.StartDoctypeDeclHandler = refuse
    guard.EntityDeclHandler = refuse
    try:
        guard.Parse(data, True)
        return ElementTree.fromstring(data)
    except (expat.ExpatError, ElementTree.ParseError) as error:
        raise LexiconError(f"{file}:{guard.CurrentLineNumber}: no XML: {error}; get the file anew") from error


def listings(root: Element) -> Iterator[Listing]:
    """Yield those on the list, persons first, without those that have no number or no name."""
    for tag, alias in (("INDIVIDUAL", "INDIVIDUAL_ALIAS"), ("ENTITY", "ENTITY_ALIAS")):
        for each in root.iter(tag):
            person = tag == "INDIVIDUAL"
            reference = _squeezed(each.findtext("REFERENCE_NUMBER"))
            name = " ".join(filter(None, (_squeezed(each.findtext(key)) for key in _NAMES)))
            names, low = _split(name), list[str]()
            for one in each.iter(alias):
                quality = _squeezed(one.findtext("QUALITY")).lower()
                (names if quality in _GOOD else low).extend(_split(_squeezed(one.findtext("ALIAS_NAME"))))
            if not re.fullmatch(r"[A-Za-z]{2,3}\.\d{3,4}", reference) or not names:
                continue
            regime = _squeezed(each.findtext("UN_LIST_TYPE"))
            if person:
                homes = _codes(each.findall("NATIONALITY/VALUE"))
            else:
                homes = _codes(each.findall("ENTITY_ADDRESS/COUNTRY"))
            names = list(dict.fromkeys(_cased(_untitled(name) if person else name) for name in names))
            low = [_untitled(name) if person else name for name in low]
            yield Listing(
                reference=reference,
                person=person,
                regime=regime,
                since=_squeezed(each.findtext("LISTED_ON")),
                names=tuple(names),
                low=tuple(dict.fromkeys(form for name in low if (form := _cased(name)) not in names)),
                country=homes[0] if person and len(homes) == 1 else None,
                near=tuple(dict.fromkeys((*homes, *_HOMES.get(regime, ())))),
            )


def _untitled(name: str) -> str:
    """Return a person's name without the titles before it, as mentions have it; a last word stays."""
    said = name.split()
    while len(said) > 1 and words(said[0]) and words(said[0])[0] in _TITLES:
        del said[0]
    return " ".join(said)


def _squeezed(text: str | None) -> str:
    return " ".join((text or "").split())


def _split(name: str) -> list[str]:
    """Return a name without asides, then what stands in brackets if it is an acronym; none of it in another script."""
    found = [_ASIDE.sub("", part) for part in _BRACKETS.sub(" ", name).split(" / ")]
    found += [inner for inner in _BRACKETS.findall(name) if re.fullmatch(r"[A-Z0-9-]{2,8}", inner)]
    out = (_THE.sub("", _squeezed(each).strip(_STOPS)) for each in found)
    return [each for each in out if words(each) and all(_is_latin(c) for c in each)]


def _is_latin(character: str) -> bool:
    return not character.isalpha() or "LATIN" in unicodedata.name(character, "") or character in "ʼʻʿʾ"


def _codes(values: Iterable[Element]) -> list[str]:
    """Return the codes of the countries that the list names, without those that it names in a way of its own."""
    index, found = countries.load().index, []
    for value in values:
        codes = {form.iso3 for form in index.get(_squeezed(value.text)) if form.use == countries.Use.NAME}
        found += [code for code in codes if len(codes) == 1]
    return list(dict.fromkeys(found))


def _cased(name: str) -> str:
    """Return a name that is all capitals as text writes it; short single words are acronyms and stay."""
    if not name.isupper() or re.fullmatch(r"[A-Z0-9]{1,6}", name):
        return name
    parts = re.split(r"([ -])", name)
    small = {"AL", "EL", "BIN", "BEN", "AND", "OF", "THE", "IN", "FOR", "UL", "UD", "UR"}
    return "".join(part.lower() if part in small and i else part[:1] + part[1:].lower() for i, part in enumerate(parts))


def _toml(found: list[Listing], date: str) -> Iterator[str]:
    yield f"# The UN Security Council consolidated list{f' of {date}' if date else ''}, for dateline read --actors.\n"
    yield "# Made by dateline actors import-un; make it anew rather than edit it.\n"
    shared = Counter(key for each in found for key in {words(form) for form in (*each.names, *each.low)})
    persons = (each for each in found if each.person)
    borne = Counter(word for each in persons for word in {_skeleton(w) for form in each.names for w in words(form)})
    for each in found:
        kept, ambiguous, weak = list[str](), list[str](), list[str]()
        for form in dict.fromkeys((*each.names, *each.low)):
            grade = _grade(form, each, borne)
            if form in each.low or shared[words(form)] > 1:
                grade = min(grade, 1)
            if grade:
                kept.append(form)
                if grade < 3:
                    (weak if grade == 1 else ambiguous).append(form)
        if not kept:
            continue
        reference = f"un:{each.reference}"
        yield f'\n[[actor]]\nid = "{reference}"\nname = {_quoted(kept[0])}\n'
        yield f'kind = "{"person" if each.person else "organization"}"\n'
        for key, values in (("forms", kept[1:]), ("ambiguous", ambiguous), ("weak", weak), ("near", each.near)):
            if values:
                yield f"{key} = [{', '.join(_quoted(value) for value in values)}]\n"
        if each.country is not None:
            yield f'country = "{each.country}"\n'
        told = f"{each.regime}, listed {each.since}, list of {date}"
        yield f'listed = ["{reference}"]\nsource = {_quoted(f"UN SC consolidated list: {told}")}\n'


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "")


def _grade(form: str, listing: Listing, borne: Mapping[str, int]) -> int:
    """Say what a form is worth: 3 alone, 2 with a country, 1 with a safe form of the same, 0 nothing."""
    said = [word for word in words(form) if word not in _PARTICLES and len(word) > 1]
    if not listing.person:
        if " " not in form and "-" not in form:
            return 1 if form != listing.names[0] or len(form) < 3 else 2
        return 3 if form == listing.names[0] or len([w for w in said if w not in _HOLLOW]) >= 3 else 2
    said = [word for word in said if word not in _TITLES]
    telling = [borne[_skeleton(word)] for word in said if borne[_skeleton(word)] < COMMON]
    if len(said) < 2:
        return 0
    if not telling or (len(said) == 2 and len(telling) < 2 and min(telling) >= RARE):
        return 1
    if min(telling) >= RARE:
        return 2 if form == listing.names[0] else 1
    if len(said) == 2:
        return len(telling)
    return 3 if len(telling) >= 2 else 2


def _skeleton(word: str) -> str:
    """Return the consonants of a word, doubled ones once: Mohammad, Muhammed and Mahmoud are one, mhmd."""
    bare = re.sub(r"[aeiouyw]", "", word.replace("kh", "k").replace("q", "k"))
    return re.sub(r"(.)\1+", r"\1", bare) or word
