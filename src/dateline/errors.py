"""What can go wrong, as one tree.

::

    DatelineError
    ├── InputError            something given to dateline cannot be read
    │   ├── EmptyInput        nothing but white space
    │   ├── BinaryInput       not text
    │   ├── TooLarge          past the size limit
    │   ├── MissingInput      no such file, or a folder without reports
    │   ├── RowError          a row of a JSONL file is not as it should be
    │   ├── RefusedAddress    an address on the web that may not be asked
    │   ├── NoAnswer          a server on the web that cannot be reached, or not in time
    │   ├── UnfitAnswer       what a server on the web sent is not taken
    │   └── Uncodable         a report that could not be coded, and was set aside
    ├── EngineError           the work cannot be spread over processes or machines
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
    "EngineError",
    "FullStore",
    "InputError",
    "LexiconError",
    "LockedStore",
    "MissingInput",
    "MissingStore",
    "ModelError",
    "NewerStore",
    "NoAnswer",
    "NotAStore",
    "ReadOnlyStore",
    "RecordError",
    "RefusedAddress",
    "RowError",
    "StoreError",
    "TooLarge",
    "Uncodable",
    "UnfitAnswer",
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


class RefusedAddress(InputError):
    """An address on the web that may not be asked: private, with credentials, or closed to robots."""


class NoAnswer(InputError):
    """A server on the web cannot be reached, or did not answer in time; later it may.

    ``retry`` is what its header Retry-After says, None where it says nothing.
    """

    def __init__(self, message: str, *, retry: str | None = None) -> None:
        super().__init__(message)
        self.retry = retry


class UnfitAnswer(InputError):
    """What a server on the web sent is not taken: its status, its type, its size, where it leads."""


class Uncodable(InputError):
    """A report that could not be coded: the coding failed on it, did not end, or took its process down."""


class EngineError(DatelineError):
    """The work cannot be spread over processes or machines."""


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
