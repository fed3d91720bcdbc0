"""What can go wrong, as one tree.

::

    DatelineError
    ├── InputError            something given to dateline cannot be read
    │   ├── EmptyInput        nothing but white space
    │   ├── BinaryInput       not text
    │   ├── TooLarge          past the size limit
    │   ├── MissingInput      no such file, or a folder without reports
    │   └── RowError          a row of a JSONL file is not as it should be
    ├── LexiconError          a data file of the lexicon or of a user is wrong (file, line, value, remedy)
    ├── ModelError            the shipped model is missing or damaged
    └── RecordError           a dictionary is not a record of this version

Every message names the place, the value, what is allowed, and the remedy.
"""

from __future__ import annotations

__all__ = [
    "BinaryInput",
    "DatelineError",
    "EmptyInput",
    "InputError",
    "LexiconError",
    "MissingInput",
    "ModelError",
    "RecordError",
    "RowError",
    "TooLarge",
]


class DatelineError(Exception):
    """The root of all errors that dateline raises on purpose."""


class InputError(DatelineError):
    """Something given to dateline cannot be read."""


class EmptyInput(InputError):
    """The input holds nothing but white space."""


class BinaryInput(InputError):
    """The input is not text."""


class TooLarge(InputError):
    """The input is past the size limit."""


class MissingInput(InputError):
    """There is no such file, or the folder holds no reports."""


class RowError(InputError):
    """A row of a JSONL file is not as it should be."""


class LexiconError(DatelineError):
    """A data file of the lexicon, or one of a user's, is wrong."""


class ModelError(DatelineError):
    """The shipped model is missing or damaged."""


class RecordError(DatelineError):
    """A dictionary is not a record of this version."""
