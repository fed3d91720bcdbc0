"""Signs by which a paragraph is told: boilerplate, caption, heading, title. Each looks at one paragraph alone."""

from __future__ import annotations

import re
from functools import cache

from dateline.intake.blocks import stopped
from dateline.lexicon import intake as lexicon
from dateline.lexicon.intake import Where

LONGEST = 400
"""Characters of the longest paragraph that boilerplate patterns are tried on."""
LONGEST_CAPTION = 500
"""Characters of the longest caption; a longer paragraph only begins or ends with a credit."""

_STRAIGHT = str.maketrans("‘’′`“”„\u00a0\n", "''''\"\"\"  ")
_WORD = re.compile(r"\w[\w'’.-]*")
_ANY = re.compile(r"[^\W_]")
_DASHED = re.compile(r"[-–—=*_~•|]{1,3}\s*(?=\w)[^\n]{1,100}?\w\W{0,3}?\s*[-–—=*_~|]{1,3}")
_TWO_SENTENCES = re.compile(r"[a-z]{3}[.!?][\"'”’)]* [\"'“‘(]?[A-Z]")
_CREDITED = re.compile(r"[a-z]{2}\.[\"'”’]* ?(?:\(|[-–—]{1,2} ?[A-Z])")
_MARKDOWN = re.compile(r"#{1,6}\s+\S")
_NUMBERED = re.compile(r"(?:\(?\d{1,2}[.)]|[IVX]{1,5}\.|[A-H][.)])\s+\S")
_LEADS = "\"'“”‘’«([*_¿¡"
_BYLINE_WORD = r"(?:[A-Z][\w'’.-]*|and|de|del|van|von|bin|bint|al-\w+|el-\w+|der|la|le|in|of|for|at|the)"
_BYLINE = re.compile(
    r"(?:[Bb]y|BY|Words by|Written by|Story by|From)\s+"
    rf"(?P<who>{_BYLINE_WORD}(?:[\s,|/&]+{_BYLINE_WORD}){{0,13}})[\s,|/&]*"
)


def straight(text: str) -> str:
    """Return ``text``, of the same length, with straight quotes and plain spaces."""
    return text.translate(_STRAIGHT)


def is_boilerplate(text: str) -> str | None:
    """Return the lexicon id of the pattern that says ``text`` is no part of the report; None if there is none."""
    if not _ANY.search(text[:LONGEST]):
        return "rule" if len(text) <= LONGEST else None
    if len(text) > LONGEST:
        return None
    plain = straight(text)
    if not (_anchored().fullmatch(plain) or _holds(plain.lower(), _boilerplate_words())):
        return None
    return next((p.id for p in lexicon.boilerplate() if p.form.fullmatch(plain)), None)


def is_caption(text: str) -> str | None:
    """Return the lexicon id of the cue that says ``text`` is a caption or a picture credit; None if there is none."""
    if len(text) > LONGEST_CAPTION:
        return None
    start, end = straight(text[:LONGEST]), straight(text[-LONGEST:])
    hinted = _holds(end.lower(), _caption_words())
    for cue in lexicon.captions():
        if cue.where is not Where.START and not hinted:
            continue
        match cue.where:
            case Where.START:
                found = cue.form.match(start) is not None
            case Where.END:
                found = cue.form.search(end) is not None
            case Where.WHOLE:
                found = len(text) <= LONGEST and cue.form.fullmatch(start) is not None
        # "… said a poll by Somebody/Reuters." is a sentence; a credit after a caption has no full stop.
        if found and not (cue.credit and stopped(text) and len(text.split()) > 8):
            return cue.id
    return None


@cache
def _anchored() -> re.Pattern[str]:
    """All patterns that begin with a word, in one: nearly every paragraph matches none, and is done with one call."""
    forms = (p.form for p in lexicon.boilerplate() if not p.needs)
    return re.compile("|".join(f"(?i:{f.pattern})" if f.flags & re.IGNORECASE else f"(?:{f.pattern})" for f in forms))


@cache
def _boilerplate_words() -> tuple[str, ...]:
    return tuple(sorted({need for p in lexicon.boilerplate() for need in p.needs}))


@cache
def _caption_words() -> tuple[str, ...]:
    """Words without one of which no cue at the end, or over the whole, of a paragraph can match."""
    return tuple(sorted({need for c in lexicon.captions() if c.where is not Where.START for need in c.needs}))


def _holds(low: str, words: tuple[str, ...]) -> bool:
    # A loop of `in` is ten times as fast as one regular expression of all the words without regard to case.
    return any(word in low for word in words)


def byline(text: str) -> str | None:
    """Return who wrote it, where ``text`` is a byline; None where it is not."""
    if len(text) > 160 or stopped(text):
        return None
    match = _BYLINE.fullmatch(text)
    # All in capitals, any sentence that begins with "by" would do.
    return match["who"] if match and not (text.isupper() and len(text.split()) > 5) else None


def words(text: str) -> list[str]:
    """Return the words of ``text``."""
    return _WORD.findall(text)


def is_capitals(text: str) -> bool:
    """Say whether nearly all letters of the first 4,000 characters are capitals: a wire in capitals."""
    head = text[:4000]
    upper, lower = sum(map(str.isupper, head)), sum(map(str.islower, head))
    return upper > 20 and upper > 9 * lower


def is_titlecase(text: str) -> bool:
    """Say whether the words of ``text``, small ones aside, are capitalised: four or more of them."""
    small = lexicon.english().small_words
    long = [w for w in words(text) if w.lower() not in small]
    return len(long) >= 4 and sum(not w[0].islower() for w in long) >= 0.85 * len(long)


def leads(text: str) -> bool:
    """Say whether ``text`` begins as a sentence or a headline does: a capital, a digit, or a letter without case."""
    first = text.lstrip(_LEADS)[:1]
    return first.isalnum() and not first.islower()


def is_headline(text: str, *, over_story: bool = False) -> bool:
    """Say whether ``text`` may be the title of what follows.

    At most 200 characters and 32 words, no colon at its end. No full stop there either, unless it is in Title Case or
    stands ``over_story``: over a paragraph that begins with a dateline.
    """
    if len(text) > 200 or not leads(text) or text.endswith(":") or "\n\n" in text:
        return False
    count = len(words(text))
    if not 2 <= count <= 32 or (count > 12 and _TWO_SENTENCES.search(text)) or _CREDITED.search(text):
        return False
    if text.rstrip("\"'”’")[-1:] in ("?", "!") and count <= 20:
        return True
    return not stopped(text) or (count <= 24 and (over_story or is_titlecase(text)))


def is_marked_heading(text: str) -> bool:
    """Say whether ``text`` is a heading by its dress: dashes or stars on both sides, ``#``, a number before it."""
    if len(text) > 120 or "\n" in text:
        return False
    if _MARKDOWN.match(text):
        return True
    if _DASHED.fullmatch(text) and len(words(text)) <= 12:
        return not stopped(text.rstrip("-–—=*_~| "))
    return bool(_NUMBERED.match(text)) and len(words(text)) <= 12 and not stopped(text)


def is_plain_heading(text: str, *, capitals: bool) -> bool:
    """Say whether ``text`` may be a heading by being short and without a stop; ``capitals``: the whole report is."""
    if len(text) > 90 or "\n" in text or not leads(text) or text[0] in "([\"'“”‘’«":
        return False
    found = words(text)
    if (
        not found
        or len(found) > 14
        or _CREDITED.search(text)
        or found[-1].lower() in lexicon.english().small_words - {"up", "off"}
    ):
        return False
    if text.isupper() and not capitals and len(found) <= 8 and text[-1] not in ",;":
        return True
    if text.rstrip()[-1:] == ":":
        return len(found) <= 5
    if stopped(text):
        return text.endswith("?") and len(found) <= 8 and not capitals
    if text[-1] in ",-–—":
        return False
    return len(found) <= 8 or (not capitals and (": " in text or is_titlecase(text)))
