"""Mail (.eml) and pages saved as one file (.mht, .mhtml): the message, then what is attached to it.

Of a message with a plain and an HTML part the plain one is read. What it quotes of another mail at its end, and its
signature, are left out with an issue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from email import policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from email.utils import parseaddr
from io import BytesIO

from dateline.errors import EmptyInput, InputError
from dateline.intake import charset, day, decode, fragment, html, recognize
from dateline.intake.archive import DEEPEST, Inner, tidy_name
from dateline.intake.draft import CONTAINER, Dated, Document, Draft, Row, joined, row
from dateline.intake.recognize import Format
from dateline.records import Issue

MOST_PARTS = 1_000
"""Parts of a mail that are looked at."""
LONGEST_HEADER = 4_000
"""Characters of a header; the library takes minutes for some longer ones, which are taken for none."""
_SHOWN = 1_000
"""Characters that are read of a header that is shown."""

_WROTE = re.compile(
    r"(?:On .{6,200} wrote:|-{2,} ?(?:Original Message|Forwarded message) ?-{2,}|_{20,})", re.IGNORECASE
)


def read(document: Document, *, inner: Inner) -> Iterator[Row | InputError]:
    """Read the report of a mail, then those attached to it in formats that are read.

    Raises:
        InputError: it is no mail, or holds neither text nor anything else that can be read.
    """
    data = document.all(CONTAINER)
    try:
        message = BytesParser(policy=policy.compat32).parsebytes(data)
        parts = _leaves(message)
    except (MessageError, ValueError, RecursionError, LookupError, AttributeError, IndexError) as error:
        raise InputError(f"{document.name}: this mail is damaged ({error}); save it anew") from error
    if not message.keys():
        raise InputError(
            f"{document.name}: this is no mail: there are no headers; name it .txt or .html for what it is"
        )
    dated = _date(message)
    body = _body(parts)
    found = False
    if body is not None:
        try:
            yield _report(message, body, document, data, dated)
            found = True
        except EmptyInput:
            pass
    for n, part in enumerate(parts):
        name = _decoded(part.get_filename() or "")
        if part is body or not name or recognize.declared(name) is Format.UNKNOWN or _is_saved_page(message):
            continue
        found = True
        if document.depth + 1 >= DEEPEST:
            yield InputError(f"{document.name}: attachment {n + 1} lies in {DEEPEST} mails or archives; save it alone")
            continue
        yield from _attached(part, name, document, dated, inner)
    if not found:
        raise EmptyInput(f"{document.name}: there is no text in this mail, nor anything attached that can be read")


def _leaves(message: Message) -> list[Message]:
    """Return the parts that hold no others, in order: without recursion, since they may be nested thousands deep."""
    out: list[Message] = []
    stack: list[Message] = [message]
    while stack and len(out) < MOST_PARTS:
        part = stack.pop()
        for name in {name for name, value in part.raw_items() if len(value) > LONGEST_HEADER}:
            del part[name]
        payload = part.get_payload()
        if part.is_multipart() and isinstance(payload, list):
            stack += [each for each in reversed(payload) if isinstance(each, Message)]
        else:
            out.append(part)
    return out


def _body(parts: list[Message]) -> Message | None:
    texts = [part for part in parts if part.get_content_maintype() == "text" and not part.get_filename()]
    for kind in ("text/plain", "text/html"):
        for part in texts:
            if part.get_content_type() == kind and _bytes(part).strip():
                return part
    return None


def _bytes(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _is_saved_page(message: Message) -> bool:
    return "snapshot-content-location" in message or (
        message.get_content_type() == "multipart/related" and "from" in message and "@" not in _header(message, "from")
    )


def _report(message: Message, body: Message, document: Document, raw: bytes, dated: Dated | None) -> Row:
    data = _bytes(body)
    said = body.get_content_charset()
    text, issues = charset.read(data, declared=said)
    defects = sorted({type(each).__name__ for each in message.defects})
    if defects:
        issues.append(
            Issue(stage=decode.STAGE, code="intake.damaged", message=f"the mail is not well made: {', '.join(defects)}")
        )
    if _is_saved_page(message):
        url = _header(message, "snapshot-content-location") or _header(body, "content-location")
        known = url if url.startswith(("http://", "https://")) else None
        return html.page(text, replace(document, url=document.url or known), raw=raw, issues=issues)
    draft = Draft(
        text="",
        title=_header(message, "subject") or None,
        byline=parseaddr(_header(message, "from"))[0] or None,
        url=_archived_at(message),
        dated=dated,
        hint="the mail has no date that can be read; give the date with it",
    )
    if body.get_content_type() == "text/html":
        parts, kinds = joined(fragment.parts(text), name=document.name)
        return row(replace(draft, text=parts, kinds=kinds, issues=tuple(issues)), document, raw)
    clean = decode.clean(text, name=document.name, issues=issues)
    kept, left_out = _own(clean.text)
    issues = list(clean.issues)
    if left_out:
        message_ = f"{left_out} lines of a mail that it quotes, or of a signature, left out"
        issues.append(Issue(stage=decode.STAGE, code="intake.left-out", message=message_))
    return row(replace(draft, text=kept, issues=tuple(issues)), document, raw)


def _own(text: str) -> tuple[str, int]:
    """Return what the sender wrote, without the quoted mail and the signature at the end; and lines left out."""
    lines = text.rstrip().split("\n")
    end = next((n for n, line in enumerate(lines) if line.rstrip() == "--" and n), len(lines))
    cut = end
    while cut and (lines[cut - 1].lstrip().startswith(">") or not lines[cut - 1].strip()):
        cut -= 1
    if cut < end and cut and _WROTE.fullmatch(lines[cut - 1].strip()):
        cut -= 1
    if not any(line.strip() for line in lines[:cut]):
        return text, 0  # all of it is quoted: that is what was sent on
    return "\n".join(lines[:cut]).rstrip(), sum(bool(line.strip()) for line in lines[cut:])


def _attached(
    part: Message, name: str, document: Document, dated: Dated | None, inner: Inner
) -> Iterator[Row | InputError]:
    data = _bytes(part)
    name = tidy_name(name.replace("/", "_"))
    about = (
        None
        if dated is None
        else Dated(value=dated.value, how="the date of the mail that it was attached to", sure=False)
    )
    inside = replace(
        document,
        name=f"{document.name}/{name}",
        source_id=name,
        stream=BytesIO(data),
        size=len(data),
        charset=part.get_content_charset(),
        url=None,
        dated=about,
        depth=document.depth + 1,
        told=(),
    )
    try:
        yield from inner(inside, recognize.declared(name))
    except InputError as error:
        yield error


def _date(message: Message) -> Dated | None:
    said = _header(message, "date")
    value = day.read(re.sub(r"\([^()]*\)", "", said)) if said else None
    return Dated(value=value, how="the mail's Date") if value else None


def _archived_at(message: Message) -> str | None:
    url = _header(message, "archived-at").strip("<> ")
    return url if url.startswith(("http://", "https://")) else None


def _header(message: Message, name: str) -> str:
    """Return a header, "" where there is none."""
    return _decoded(str(message.get(name, "")))


def _decoded(value: str) -> str:
    """Return a header with its encoded words decoded; as it stands where they are wrong."""
    try:
        return str(make_header(decode_header(value[:_SHOWN])))
    except (MessageError, ValueError, LookupError):
        return value[:_SHOWN]
