"""Readings made up without a model, as many as one likes, the same on each run: for the store's tests and benchmark."""

from __future__ import annotations

import random
from datetime import date, timedelta
from functools import cache
from itertools import accumulate

from dateline.codec import digest
from dateline.records import (
    Attribution,
    Claim,
    ClaimKind,
    ClaimPlace,
    ClaimQuantity,
    ClaimTime,
    ClaimType,
    MadeBy,
    Mention,
    MentionKind,
    Participant,
    Passage,
    PassageKind,
    Place,
    Polarity,
    Quoting,
    Reading,
    Report,
    Sentence,
    Source,
    Span,
    Speaker,
    Status,
)

FIRST_DAY = date(2030, 1, 1)
DAYS = 1_000
_VERBS = {
    ClaimType.ASSAULT: "attacked",
    ClaimType.COERCE: "arrested",
    ClaimType.CONSULT: "met",
    ClaimType.AID: "helped",
    ClaimType.PROTEST: "marched against",
    ClaimType.THREATEN: "threatened",
    ClaimType.AGREE: "struck a deal with",
    ClaimType.CONTROL: "holds against",
}
_SYLLABLES = "ba be da do fa ga ka ko la le ma mi na no pa ra ri sa su ta to va ve za".split()
_OUTLETS = tuple(f"{name} {kind}" for name in ("Meridian", "Coastal", "Harbour") for kind in ("News", "Wire", "Post"))


@cache
def names(count: int, seed: str) -> tuple[str, ...]:
    """Return invented names."""
    rng = random.Random(seed)
    return tuple("".join(rng.choices(_SYLLABLES, k=rng.randint(2, 4))).capitalize() + f"in{i}" for i in range(count))


def reading(
    number: int,
    *,
    claims: int = 5,
    url: str | None = None,
    version: int = 0,
    extra: str = "",
    story: int | None = None,
) -> Reading:
    """Make a reading of a report of its own: some 12 words a sentence, two sentences a claim.

    ``version`` gives another text, with other claims; ``extra`` stands at the end of the text. Reports of one ``story``
    tell of the same happenings, in sentences alike and with other words between.
    """
    rng = random.Random(f"{number}:{version}")
    plot = rng if story is None else random.Random(f"story:{story}")
    day = FIRST_DAY + timedelta(days=(number if story is None else story) % DAYS)
    title = f"Report {number} of {rng.choice(names(400, 'places'))}"
    text, sentences, mentions, coded, said = title + "\n\n", [], [], [], []
    told: list[tuple[int, int, dict[str, tuple[int, int]], ClaimType, str, str]] = []
    for _ in range(claims):
        kind = plot.choice(list(_VERBS))
        who, whom = plot.sample(names(300, "actors"), 2)
        where = plot.choice(names(400, "places"))
        start, at = len(text), {}
        for key, part in (
            ("actor", who), ("", " "), ("verb", _VERBS[kind]), ("", " "), ("recipient", whom), ("", " in "),
            ("place", where), ("", " on "), ("time", str(day)), ("", ", with "), ("count", str(plot.randint(1, 40))),
            ("", " people hurt, "), ("speaker", rng.choice(names(50, "speakers"))), ("", " "), ("cue", "said"),
            ("", "."),
        ):  # fmt: skip
            if key:
                at[key] = (len(text), len(text) + len(part))
            text += part
        told.append((start, len(text), at, kind, who, whom))
        sentences.append(Sentence(start=start, end=len(text), passage=1))
        start = len(text) + 1
        # Words as they are in news: few very often, many seldom.
        words = rng.choices(names(5_000, "words"), cum_weights=_weights(5_000, 0 if story is None else 50), k=12)
        text += " " + " ".join(words) + ". "
        sentences.append(Sentence(start=start, end=len(text) - 1, passage=1))
    text = text.rstrip() + extra
    report_id = digest("generated", number, version, url, extra)
    for i, (start, end, at, kind, who, whom) in enumerate(told):
        spans = {key: Span(text=text[a:b], start=a, end=b) for key, (a, b) in at.items()}
        ids = {key: digest("mention", report_id, *at[key]) for key in at}
        country = ("AFG", "UKR", "SDN", "COL")[(number if story is None else story) % 4]
        places = (Place(name=spans["place"].text, country=country, latitude=34.5, longitude=69.25, radius_km=5.0),)
        mentions += [
            Mention(id=ids[key], kind=sort, **_span(spans[key]), sentence=2 * i, head=0, resolved=resolved)
            for key, sort, resolved in (
                ("actor", MentionKind.ORGANIZATION, None),
                ("recipient", MentionKind.GROUP, None),
                ("place", MentionKind.PLACE, places[0]),
            )
        ]
        said.append(
            Attribution(
                source=Source(**_span(spans["speaker"]), mention=None),
                cue=spans["cue"],
                content=(Span(text=text[start : at["count"][1]], start=start, end=at["count"][1]),),
                quoted=Quoting.INDIRECT,
            )
        )
        coded.append(
            Claim(
                id=digest("claim", report_id, kind, *at["verb"]),
                kind=ClaimKind.STATE if kind is ClaimType.CONTROL else ClaimKind.EVENT,
                type=kind,
                actors=(Participant(mention=ids["actor"], **_span(spans["actor"]), name=who, sector="MIL"),),
                recipients=(Participant(mention=ids["recipient"], **_span(spans["recipient"]), name=whom),),
                places=(
                    ClaimPlace(
                        **_span(spans["place"]),
                        name=spans["place"].text,
                        country=country,
                        latitude=34.5,
                        longitude=69.25,
                        radius_km=5.0,
                    ),
                ),
                times=(ClaimTime(**_span(spans["time"]), value=str(day)),),
                quantities=(ClaimQuantity(**_span(spans["count"]), role="injured", low=float(spans["count"].text)),),
                polarity=Polarity.POSITIVE,
                status=Status.PLANNED if i % 5 == 4 else Status.HAPPENED,
                attribution=(Speaker(**_span(spans["speaker"]), name=spans["speaker"].text),),
                trigger=spans["verb"],
                evidence=Span(text=text[start:end], start=start, end=end),
                confidence=0.75,
                made_by=MadeBy(component="generated", version="1"),
            )
        )
    report = Report(
        id=report_id,
        source_id=f"generated-{number}",
        title=title,
        text=text,
        language="en",
        outlet=_OUTLETS[number % len(_OUTLETS)],
        url=url,
        published=str(day + timedelta(days=1)),
        passages=(
            Passage(kind=PassageKind.TITLE, start=0, end=len(title)),
            Passage(kind=PassageKind.BODY, start=len(title) + 2, end=len(text)),
        ),
    )
    return Reading(
        report=report,
        sentences=tuple(sentences),
        mentions=tuple(mentions),
        attributions=tuple(said),
        claims=tuple(coded),
    )


@cache
def _weights(count: int, shift: int) -> tuple[float, ...]:
    """Return weights by Zipf's law; a ``shift`` leaves out the first, as small words are where texts are compared."""
    return tuple(accumulate(1 / (rank + shift) for rank in range(1, count + 1)))


def _span(span: Span) -> dict[str, object]:
    return {"text": span.text, "start": span.start, "end": span.end}
