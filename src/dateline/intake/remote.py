"""Files elsewhere than on this machine's disk, by any address that fsspec knows: ``s3://…``, ``gs://…``, ``memory://…``.

What an address needs beyond fsspec, such as s3fs for ``s3://``, is a package of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from dateline.errors import InputError, MissingInput
from dateline.intake import recognize
from dateline.intake.fetch_guard import is_web

__all__ = ["Found", "find", "is_address", "system"]

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_WILD = frozenset("*?[")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A file at an address. ``name`` stands in messages, ``own`` is its own; ``size`` is None where it is not known."""

    name: str
    own: str
    size: int | None
    opens: Callable[[], BinaryIO]


def is_address(name: str) -> bool:
    """Say whether a source is an address of a file system, and neither a path nor an address on the web."""
    return _ADDRESS.match(name) is not None and not is_web(name)


def system(name: str) -> tuple[Any, str]:
    """Return fsspec's file system for an address or a path, and where in it that is.

    Raises:
        InputError: fsspec, or what it needs for such an address, is not installed; or there is no such file system.
    """
    try:
        import fsspec
    except ImportError as missing:
        wrong = f"{name}: only http:// and https:// are asked without fsspec ({missing})"
        raise InputError(f'{wrong}; install it: pip install "dateline[ray]", or give the file') from missing
    try:
        files, path = fsspec.core.url_to_fs(name)
    except ImportError as missing:
        raise InputError(f"{name}: {missing}") from missing
    except OSError as error:
        raise InputError(f"{name}: cannot be reached: {error.strerror or error}; check the address") from error
    except ValueError as error:
        wrong = f"{name}: only http:// and https:// are asked, and what fsspec knows ({error}); give the file"
        raise InputError(wrong) from error
    return files, str(path)


def find(name: str) -> Iterator[Found]:
    """Find the files at an address: itself, those of a folder all the way down by name, or those of a pattern.

    Raises:
        InputError: as :func:`system`; or there is nothing, or it cannot be asked.
    """
    files, path = system(name)
    try:
        if _WILD & set(path):
            found = sorted(files.glob(path))
        elif files.isdir(path):
            found = [each for each in sorted(files.find(path)) if _is_wanted(files, path, each)]
        elif files.exists(path):
            found = [path]
        else:
            found = []
        told = [(each, files.info(each)) for each in found]
    except OSError as error:
        raise InputError(f"{name}: cannot be read: {error.strerror or error}") from error
    told = [(each, info) for each, info in told if info.get("type") != "directory"]  # a pattern may be of folders too
    if not told:
        raise MissingInput(f"{name}: there are no reports at this address; check it")
    for each, info in told:
        name, own = files.unstrip_protocol(each), PurePosixPath(each).name
        yield Found(name=name, own=own, size=info.get("size"), opens=partial(files.open, each, "rb"))


def _is_wanted(files: Any, root: str, path: str) -> bool:
    below = PurePosixPath(path).parts[len(PurePosixPath(root).parts) :]  # the folder that was named may be hidden
    hidden = any(part.startswith(".") for part in below)
    return not hidden and recognize.wanted(below[-1], lambda: bytes(files.cat_file(path, end=recognize.HEAD)))
