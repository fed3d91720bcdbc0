"""Measure claims as MUC-3/MUC-4 templates: who did what to whom or what, with what, when, where and how far it came.

Templates are read off claims (``bench.muc_templates``) and compared with the answer keys (``bench.muc_keys``) of the
two hundred messages of TST1 and TST2; the development messages are for tuning, and are not scored here.

**Role fillers** are scored as the later papers on this set do (Patwardhan and Riloff 2007, 2009; Huang and Riloff 2011;
Du and Cardie 2020): a message at a time and without regard to templates, five roles, by head noun.

- A key's fillers of a role are merged over the templates of the message where they share a string. Descriptions that
  point at a human target's name are further strings for it, but by them alone no two names are merged.
- A filler is right if the head noun of one of its strings (the words in the claim, or the name that they were resolved
  to) is the head noun of one of the key's alternatives. The head of a string is its last word before the first
  preposition, relative word, participle of a short list, comma or bracket, past a count or group ("two of the guards").
  Case is ignored; number is not.
- A filler that hits a key's filler which is already hit counts neither as right nor as wrong; fillers with the same
  head noun are one. Pronouns that stand for nobody known are not given. The figure "second names wrong" counts every
  such filler as wrong.
- What the key marks as optional, a filler with ``?`` or any filler of an optional template, is right if it is given
  and not missing if it is not.
- Precision is right / given, recall right / (right + not optional and not hit), micro over messages and roles.

**Template slots.** Templates of a message are paired one to one with those of the key that share the incident type,
most role fillers in common first. Type: a pair is right. Stage, date and location: right where the pair agrees, of all
templates (optional ones of the key only if paired). A date agrees if the day is the key's, or within its range; a key
"on or before" a day takes any day up to it. A location agrees if the country is the key's and, where the key has names
below it, one of those is among the template's places, words such as "department" apart.
``stage`` is also given as macro-F1 over the three stages among paired templates, beside calling all accomplished.

Intervals are bootstrapped over messages.

**The systems of 1991 and 1992.** They were scored on all 24 slots, with half marks, template by template, those of 1992
on TST3 and TST4: no figure of theirs is one of ours. What could be verified where this was written: University of
Massachusetts, MUC-3, TST2, matched/missing: recall 51, precision 62, the highest recall and the highest combined
scores of MUC-3 (Lehnert et al. 1991, abstract of report ADA458572). The table of MUC-4 is in Sundheim 1992 (ACL
Anthology M92-1001) and Chinchor 1992 (M92-1003), the figures of the later papers in theirs; none of these was at hand
in full, so that none is given.

================================  ======  =========  ====  ==================================
on what                           recall  precision    F1  of which
================================  ======  =========  ====  ==================================
UMass 1991, TST2, all slots           51         62    56  reported; F1 reckoned by us
dateline, TST1 + TST2, five roles     51         55    53  measured here, by head noun
================================  ======  =========  ====  ==================================
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.muc_keys import ROLES, Filler, Incident, Message, blank, keys, messages
from bench.muc_templates import Response, Template, build
from bench.score import Score, f1, macro_f1
from dateline import claim, language, mention
from dateline.lexicon import countries
from dateline.records import Reading

TEST = (("tst1/tst1-muc3", "tst1/key-tst1.v7"), ("tst2/tst2-muc4", "tst2/key-tst2.v4"))
_CUT = re.compile(
    r"\s(?:OF|IN|AT|FROM|FOR|WHO|WHERE|THAT|WHICH|WITH|NEAR|TO|ON|BY|AGAINST|BETWEEN|ALONG|INSIDE|OUTSIDE|AROUND"
    r"|WEARING|CARRYING|RIDING|TRAVELING|BELONGING|ACCOMPANYING|INVESTIGATING|WORKING|RUN|DRESSED|LOADED|FILLED|OWNED"
    r"|LOCATED|CALLED|KNOWN|PARKED)\s"
    r"|[,\[(:;]|\s-+\s"
)
_KINDS = (
    "DEPARTMENT|PROVINCE|CITY|TOWN|MUNICIPALITY|NEIGHBORHOOD|SUBURB|DISTRICT|REGION|AREA|VILLAGE|CANTON|JURISDICTION"
)
_COUNT = re.compile(
    r"^(?:AT LEAST |ABOUT |SOME |MORE THAN )?(?:THE |A )?"
    r"(?:ONE|TWO|THREE|FOUR|FIVE|SIX|SEVEN|EIGHT|NINE|TEN|\d+|SOME|SEVERAL|MANY|MOST|ALL|HUNDREDS|DOZENS|SCORES|THOUSANDS"
    r"|GROUP|NUMBER|COUPLE|TOTAL OF \d+) OF (?=\w)"
)
Counts = tuple[int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of one filler: ``right``, ``wrong``, ``double`` or (of the key) ``missed``."""

    role: str
    what: str
    strings: tuple[str, ...]


def head(string: str) -> str:
    """Return the head noun of a string of a key or of ours, in capitals."""
    string = _COUNT.sub("", string.upper().strip())
    front = _CUT.split(string, maxsplit=1)[0] or string
    words = re.findall(r"[\w$'-]+", front.replace("'S ", " "))
    return words[-1].strip("'-") if words else string


def gold(incidents: Iterable[Incident], role: str) -> list[Filler]:
    """Return the fillers of a role in a message, those that share a string merged; optional if all of them are."""
    out: list[Filler] = []
    for incident in incidents:
        for filler in incident.roles[role]:
            optional = filler.optional or incident.optional
            same = [f for f in out if f.strings & filler.strings]
            out = [f for f in out if f not in same]
            out.append(
                Filler(
                    strings=filler.strings.union(*(f.strings for f in same)),
                    titles=filler.titles.union(*(f.titles for f in same)),
                    optional=optional and all(f.optional for f in same),
                )
            )
    return out


def judge(role: str, given: Iterable[Response], wanted: Sequence[Filler]) -> Iterator[Verdict]:
    """Yield a verdict for each filler that is given, then for each that is missed."""
    heads = [{head(s) for s in filler.strings | filler.titles} for filler in wanted]
    hit: set[int] = set()
    seen: set[str] = set()
    for response in given:
        mine = [head(s) for s in response.strings]
        matched = [i for i, theirs in enumerate(heads) if theirs & set(mine)]
        fresh = next((i for i in matched if i not in hit), None)
        if fresh is not None:
            hit.add(fresh)
            what = "right"
        else:
            what = "double" if matched or seen & set(mine) else "wrong"
        seen.update(mine)
        yield Verdict(role=role, what=what, strings=response.strings)
    for i, filler in enumerate(wanted):
        if i not in hit and not filler.optional:
            yield Verdict(role=role, what="missed", strings=tuple(sorted(filler.strings)))


def verdicts(templates: Sequence[Template], incidents: Sequence[Incident]) -> list[Verdict]:
    """Return the verdicts of a message over all roles."""
    out: list[Verdict] = []
    for role in ROLES:
        given = dict.fromkeys(r for t in templates for r in t.roles.get(role, ()))
        out += judge(role, given, gold(incidents, role))
    return out


def counts(found: Iterable[Verdict], role: str | None = None, *, doubles: bool = False) -> Counts:
    """Return (right, given, wanted) of a message, of one role or of all; ``doubles`` count among the given if asked."""
    what = [v.what for v in found if role in (None, v.role)]
    right = what.count("right")
    given = right + what.count("wrong") + (what.count("double") if doubles else 0)
    return right, given, right + what.count("missed")


def paired(templates: Sequence[Template], incidents: Sequence[Incident]) -> list[tuple[Template, Incident]]:
    """Return templates with the key's incidents of their type, one to one, most fillers in common first."""
    ranked = sorted(
        (
            (-_common(t, k), k.optional, i, j)
            for i, t in enumerate(templates)
            for j, k in enumerate(incidents)
            if t.type in k.types
        )
    )
    ours: set[int] = set()
    theirs: set[int] = set()
    out: list[tuple[Template, Incident]] = []
    for _, _, i, j in ranked:
        if i not in ours and j not in theirs:
            ours.add(i)
            theirs.add(j)
            out.append((templates[i], incidents[j]))
    return out


def _common(template: Template, incident: Incident) -> int:
    total = 0
    for role in ROLES:
        found = judge(role, template.roles.get(role, ()), incident.roles[role])
        total += sum(v.what == "right" for v in found)
    return total


def slot(
    templates: Sequence[Template], incidents: Sequence[Incident], right: Callable[[Template, Incident], bool]
) -> Counts:
    """Return (right, given, wanted) of a slot of the templates of a message."""
    pairs = paired(templates, incidents)
    extra = sum(1 for _, k in pairs if k.optional)
    return sum(right(t, k) for t, k in pairs), len(templates), extra + sum(not k.optional for k in incidents)


def same_date(template: Template, incident: Incident) -> bool:
    """Say whether a template's date agrees with the key's."""
    if template.date is None or not incident.dates:
        return template.date is None and not incident.dates
    first, last = template.date
    for low, high in incident.dates:
        if low is None:
            if last <= high:
                return True
        elif first is not None and low <= first and last <= high:
            return True
    return False


def same_place(template: Template, incident: Incident) -> bool:
    """Say whether country and, where the key tells more, one of the names below it agree."""
    if not incident.places or template.country not in {_iso3(name) for name in incident.places}:
        return False
    below = {_key(name) for name in incident.places if _iso3(name) is None}
    return not below or any(_key(name) in below for name in template.places)


def _iso3(name: str) -> str | None:
    """Return the code of a country's name, None if it is none."""
    found = countries.load().index.get(name)
    return next((form.iso3 for form in found if form.use is countries.Use.NAME), None)


def _key(name: str) -> str:
    """Return a name of a place without accents, marks and the word for its kind, which the key tells in brackets."""
    plain = unicodedata.normalize("NFKD", name.upper()).encode("ascii", "ignore").decode()
    return re.sub(rf"\W|\b(?:THE|{_KINDS})\b", "", plain)


def read(found: Iterable[Message]) -> Iterator[tuple[Message, Reading]]:
    """Yield each message with its reading, claims filled in."""
    kept = list(found)
    yield from zip(kept, claim.code(mention.find(language.parse(blank(m) for m in kept))), strict=True)


def scores(done: Sequence[tuple[list[Template], Sequence[Incident]]]) -> dict[str, Score]:
    """Return the figures over messages, each with our templates and the key's incidents."""
    found = [verdicts(templates, incidents) for templates, incidents in done]
    out = {"MUC roles": f1([counts(v) for v in found])}
    out["MUC roles, second names wrong"] = f1([counts(v, doubles=True) for v in found])
    for role in ROLES:
        out[f"MUC {role}"] = f1([counts(v, role) for v in found])
    slots: Mapping[str, Callable[[Template, Incident], bool]] = {
        "type": lambda t, k: True,
        "stage": lambda t, k: t.stage in k.stages,
        "date": same_date,
        "location": same_place,
    }
    for name, right in slots.items():
        out[f"MUC {name}"] = f1([slot(templates, incidents, right) for templates, incidents in done])
    pairs = [pair for templates, incidents in done for pair in paired(templates, incidents)]
    told = [(min(k.stages), t.stage if t.stage not in k.stages else min(k.stages)) for t, k in pairs]
    out["MUC stage macro-F1"] = macro_f1(told)
    out["MUC stage macro-F1, all accomplished"] = macro_f1([(stage, "ACCOMPLISHED") for stage, _ in told])
    return out


def run(data: Path) -> dict[str, Score]:
    """Return the figures on TST1 and TST2."""
    folder = data / "tune" / "muc"
    done: list[tuple[list[Template], Sequence[Incident]]] = []
    for text, key in TEST:
        wanted = keys(folder / key)
        done += [(build(reading), wanted[message.name]) for message, reading in read(messages(folder / text))]
    return scores(done)
