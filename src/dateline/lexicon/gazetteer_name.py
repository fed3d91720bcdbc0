"""Names of places as gazetteers write them: which of them an English report may use, and their shorter forms."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LONGEST = 120
"""Characters of the longest name that is taken; the longest in GeoNames that a report would use has about 100."""

_CLASS = (
    "province|governorate|oblast|region|state|county|prefecture|department|district|krai|republic|territory|parish|"
    "municipality|canton|voivodeship|emirate|division|borough|regency|muhafazat|wilaya|provincia|departamento"
)
_END = re.compile(rf"\s+(?:{_CLASS})’?$", re.IGNORECASE)
_START = re.compile(rf"^(?:{_CLASS})\s+(?:of\s+|de\s+|del\s+|d[’'])?", re.IGNORECASE)
_ADJECTIVE = re.compile(r"s[’']?k(?:a|iy|yi|aya) oblast[’']?$", re.IGNORECASE)


def bare(name: str) -> list[str]:
    """Return a region's name, and without its class word: "Borno State" -> "Borno"."""
    out = [name]
    for pattern in (_ADJECTIVE, _END, _START):
        short = pattern.sub("", name)
        if short != name and len(short) > 2:
            out.append(short)
    return out


def is_latin(name: str) -> bool:
    """Say whether a name is written in Latin letters and begins with a capital, as no rough transliteration does."""
    if name.isascii():
        return next((c for c in name if c.isalpha()), "").isupper()
    letters = [c for c in name if c.isalpha() and unicodedata.category(c) != "Lm"]
    if not letters or not letters[0].isupper():
        return False
    return all(_is_latin_letter(c) for c in letters)


@lru_cache(maxsize=4096)
def _is_latin_letter(char: str) -> bool:
    return "LATIN" in unicodedata.name(char, "")


def is_code(name: str) -> bool:
    """Say whether a name is capitals alone, as an airport's code is."""
    return len(name) <= 4 and name.isupper()


def fault(name: str) -> str | None:
    """Return why a name cannot be shown or is none, or None for a good one."""
    if len(name) > LONGEST or len(name.encode()) > 255:
        return f"has a name of over {LONGEST} characters"
    if not name.isprintable() and any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn") for c in name):
        return "has a name with control or direction characters"
    return None
