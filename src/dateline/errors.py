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
    ├── RecordError           a dictionary is not a record of this version
    └── StoreError            a store cannot do what was asked of it
        ├── MissingStore      there is none where one was named
        ├── NotAStore         what is there is no store of dateline, or is damaged
        ├── NewerStore        it was made by a later dateline
        ├── LockedStore       another process went on writing to it
        ├── ReadOnlyStore     it may not be written to
        └── FullStore         there is no room left on its disk

Every message names the place, the value, what is allowed, and the remedy.
"""

from __future__ import annotations

__all__ = [
    "BinaryInput",
    "DatelineError",
    "EmptyInput",
    "FullStore",
    "InputError",
    "LexiconError",
    "LockedStore",
    "MissingInput",
    "MissingStore",
    "ModelError",
    "NewerStore",
    "NotAStore",
    "ReadOnlyStore",
    "RecordError",
    "RowError",
    "StoreError",
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


class StoreError(DatelineError):
    """A store cannot do what was asked of it."""


class MissingStore(StoreError):
    """There is no store where one was named."""


class NotAStore(StoreError):
    """What is there is no store of dateline, or is damaged."""


class NewerStore(StoreError):
    """The store was made by a later dateline."""


class LockedStore(StoreError):
    """Another process went on writing to the store for longer than was waited."""


class ReadOnlyStore(StoreError):
    """The store may not be written to."""


class FullStore(StoreError):
    """There is no room left on the disk that holds the store."""
