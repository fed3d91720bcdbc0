"""The text of a PDF, in a process of its own: ``python pdf_child.py LIMIT PAGES MEMORY``, the file on stdin.

It imports nothing of dateline. A PDF that makes the library run for ever, fill memory or crash ends this process and
not that of the caller. It writes one JSON object: ``pages`` (their texts, in order), ``count`` (how many there are),
``about`` (what the file says of itself), or ``error`` (``password``, ``damaged``).
"""

from __future__ import annotations

import contextlib
import json
import sys

_ABOUT = ("Title", "Author", "CreationDate")


def main(limit: int, most: int, memory: int) -> None:
    """Read standard input, write standard output. ``limit`` is how many characters are read, ``most`` pages."""
    _bound(memory)
    import pypdfium2

    try:
        found = _read(pypdfium2.PdfDocument(sys.stdin.buffer.read()), limit, most)
    except pypdfium2.PdfiumError as error:
        found = {"error": "password" if "assword" in str(error) else "damaged", "why": str(error)[:200]}
    except MemoryError:
        found = {"error": "memory"}
    json.dump(found, sys.stdout)


def _read(document: object, limit: int, most: int) -> dict[str, object]:
    count = len(document)  # type: ignore[arg-type]
    pages: list[str] = []
    size = 0
    for n in range(min(count, most)):
        page = document[n]  # type: ignore[index]
        text_page = page.get_textpage()
        text = text_page.get_text_range()
        text_page.close()
        page.close()
        size += len(text)
        if size > limit:
            return {"error": "long"}
        pages.append(text)
    about = {key: document.get_metadata_value(key) for key in _ABOUT}  # type: ignore[attr-defined]
    return {"pages": pages, "count": count, "about": about}


def _bound(memory: int) -> None:
    try:
        import resource
    except ImportError:  # not on Windows; the time is bounded there all the same
        return
    with contextlib.suppress(ValueError, OSError):  # macOS takes none; there the time alone is bounded
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]))
