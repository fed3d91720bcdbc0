"""Count where MUC's role fillers are lost and where wrong ones come from: ``python -m bench.muc_errors [dev|test]``.

A **missed** filler of the key is put to the first cause that holds:

- ``not in the text``: none of its strings is, as it stands, in the message;
- ``template reading``: a claim has it (as actor, recipient or thing), and the templates leave it out or give it another
  role: not relevant, not real, not recent;
- ``roles or parse``: a claim of violence is in a sentence with it, and does not have it;
- ``no claim``: a sentence with it has a word of the lexicon of violence, and no claim was made of it;
- ``elsewhere``: no sentence with it has such a word: the lexicon lacks one, or what ties it to the incident is told
  in another sentence ("the victims were identified as ...").

A **wrong** filler is ``irrelevant message`` (the key has no incident there), ``another role`` (it is a filler of
another role), ``another head`` (it shares a word with a filler of its role) or ``other`` (of an incident that the key
does not have, a second name for a filler, or no filler at all).
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from bench.__main__ import data_folder
from bench.muc import TEST, Verdict, gold, head, read, verdicts
from bench.muc_keys import ROLES, Incident, keys, messages
from bench.muc_templates import build
from dateline.lexicon import predicates
from dateline.records import Claim, ClaimType, Reading

_FORCE = frozenset({ClaimType.ASSAULT, ClaimType.COERCE, ClaimType.THREATEN, ClaimType.ACCUSE})
_SURE = 0.6
"""Weight over which a word of the lexicon tells of violence by itself."""


def main(part: str) -> int:
    """Print the two tables."""
    folder = data_folder() / "tune" / "muc"
    pairs = [(folder / text, folder / key) for text, key in TEST] if part == "test" else _development(folder)
    missed: Counter[tuple[str, str]] = Counter()
    wrong: Counter[tuple[str, str]] = Counter()
    for text, key in pairs:
        wanted = keys(key)
        for message, reading in read(messages(text)):
            incidents = wanted[message.name]
            for verdict in verdicts(build(reading), incidents):
                if verdict.what == "missed":
                    missed[why_missed(verdict, reading), verdict.role] += 1
                elif verdict.what == "wrong":
                    wrong[why_wrong(verdict, incidents), verdict.role] += 1
    for name, table in (("missed", missed), ("wrong", wrong)):
        print(
            f"{name:<20}" + "".join(f"{role.replace('perpetrator', 'perp')[:12]:>14}" for role in ROLES) + "      all"
        )
        for cause in sorted({c for c, _ in table}, key=lambda c: -sum(n for (d, _), n in table.items() if d == c)):
            counts = [table[cause, role] for role in ROLES]
            print(f"{cause:<20}" + "".join(f"{n:>14}" for n in counts) + f"{sum(counts):>9}")
    return 0


def _development(folder: Path) -> list[tuple[Path, Path]]:
    texts = sorted((folder / "dev").glob("dev-*"))
    return list(zip(texts, sorted((folder / "dev").glob("key-*")), strict=True))


def why_missed(verdict: Verdict, reading: Reading) -> str:
    """Return the cause of a miss."""
    heads = {head(s) for s in verdict.strings}
    if any(heads & _heads(claim) for claim in reading.claims if claim.type in _FORCE):
        return "template reading"
    text = reading.report.text
    around = [
        s for s in reading.sentences if any(string in _plain(text[s.start : s.end]) for string in verdict.strings)
    ]
    if not around:
        return "not in the text"
    triggers = [c.trigger.start for c in reading.claims if c.type in _FORCE]
    if any(s.start <= at < s.end for s in around for at in triggers):
        return "roles or parse"
    lemmas = {(t.lemma.lower(), t.upos) for s in around for t in s.tokens}
    return "no claim" if any(_violent(*lemma) for lemma in lemmas) else "elsewhere"


def _heads(claim: Claim) -> set[str]:
    parts = (*claim.actors, *claim.recipients)
    return {head(_plain(t)) for p in parts for t in (p.text, p.name)} | {head(_plain(t.text)) for t in claim.things}


def _violent(lemma: str, upos: str) -> bool:
    found = predicates.load().lookup(lemma, {"VERB": "verb", "NOUN": "noun"}.get(upos, ""))
    return any(sense.type is ClaimType.ASSAULT and sense.weight > _SURE for sense in found)


def why_wrong(verdict: Verdict, incidents: Sequence[Incident]) -> str:
    """Return the cause of a wrong filler."""
    if not incidents:
        return "irrelevant message"
    mine = {head(s) for s in verdict.strings}
    for role in ROLES:
        if role != verdict.role and any(mine & {head(s) for s in f.strings} for f in gold(incidents, role)):
            return "another role"
    words = {w for s in verdict.strings for w in s.split() if len(w) > 3}
    if any(words & set(s.split()) for f in gold(incidents, verdict.role) for s in f.strings):
        return "another head"
    return "other"


def _plain(text: str) -> str:
    return " ".join(text.split()).upper()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "dev"))
