"""Files that take their name when all was written, so that what was there stays where something goes wrong."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from dateline.errors import InputError

__all__ = ["new_file"]

_DATABASE = b"SQLite format 3\x00"


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """Open a new file, which takes the place of one of its name when all went well; the rights of that are kept.

    Raises:
        InputError: it is a database, such as a store, or its folder cannot be written to.
        OSError: writing failed; what was there is as it was.
    """
    try:
        if _is_database(path):
            raise InputError(f"{path}: this is a store, and is not written over; give another name")
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}.", suffix=".part")
    except OSError as error:
        raise InputError(
            f"{path}: cannot be written: {error.strerror}; name a file in a folder that is there"
        ) from error
    try:
        with open(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(name, path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _is_database(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        return stream.read(len(_DATABASE)) == _DATABASE


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
