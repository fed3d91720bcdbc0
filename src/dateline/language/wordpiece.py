"""WordPiece as BERT's uncased models use it, one word at a time.

Source: Devlin et al. 2019 and the reference implementation's rules (lower case, accents stripped, split at
punctuation and CJK, greedy longest match). Written anew because the ``tokenizers`` package brings a web client.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

PAD, UNK, CLS, SEP = 0, 100, 101, 102
MAX_CHARS = 100
"""A longer run of characters becomes one unknown piece."""


def _is_punctuation(char: str) -> bool:
    code = ord(char)
    if 33 <= code <= 47 or 58 <= code <= 64 or 91 <= code <= 96 or 123 <= code <= 126:
        return True
    return unicodedata.category(char).startswith("P")


def _is_cjk(code: int) -> bool:
    return (
        0x4E00 <= code <= 0x9FFF
        or 0x3400 <= code <= 0x4DBF
        or 0x20000 <= code <= 0x2CEAF
        or 0xF900 <= code <= 0xFAFF
        or 0x2F800 <= code <= 0x2FA1F
    )


class WordPiece:
    """Cut words into vocabulary pieces. Keeps a cache of words seen, bounded in size."""

    def __init__(self, vocabulary: list[str], *, cache: int = 200_000) -> None:
        self._ids = {piece: i for i, piece in enumerate(vocabulary)}
        self._cache: dict[str, tuple[int, ...]] = {}
        self._limit = cache

    @classmethod
    def load(cls, path: Path) -> WordPiece:
        """Read a vocabulary file, one piece a line, ids by line number."""
        return cls(path.read_text(encoding="utf-8").split("\n"))

    def pieces(self, word: str) -> tuple[int, ...]:
        """Return the ids of a word's pieces: at least one, ``UNK`` where nothing fits."""
        known = self._cache.get(word)
        if known is None:
            known = tuple(self._cut(word)) or (UNK,)
            if len(self._cache) >= self._limit:
                self._cache.clear()
            self._cache[word] = known
        return known

    def _cut(self, word: str) -> list[int]:
        out: list[int] = []
        for part in _parts(word):
            out.extend(self._match(part))
        return out

    def _match(self, part: str) -> list[int]:
        if len(part) > MAX_CHARS:
            return [UNK]
        out: list[int] = []
        start = 0
        while start < len(part):
            end = len(part)
            while end > start:
                found = self._ids.get(part[start:end] if start == 0 else "##" + part[start:end])
                if found is not None:
                    break
                end -= 1
            else:
                return [UNK]
            out.append(found if found is not None else UNK)
            start = end
        return out


def _parts(word: str) -> list[str]:
    """Lower-case, strip accents and controls, split at punctuation and CJK characters."""
    parts: list[str] = []
    run = ""
    for char in unicodedata.normalize("NFD", word.lower()):
        category = unicodedata.category(char)
        if category == "Mn" or category in ("Cc", "Cf", "Cn", "Co", "Cs"):
            continue
        if char.isspace():
            if run:
                parts.append(run)
            run = ""
        elif _is_punctuation(char) or _is_cjk(ord(char)):
            if run:
                parts.append(run)
            parts.append(char)
            run = ""
        else:
            run += char
    if run:
        parts.append(run)
    return parts
