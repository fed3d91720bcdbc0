"""Records to plain dictionaries and back, their JSON Schema, and the ids made from them.

The dictionaries are the JSON form of record version 1. Both ways are strict: a value of another type, a key too
many or too few is a :class:`RecordError`, so that ``from_dict(cls, to_dict(record)) == record`` and
``to_dict(from_dict(cls, data)) == data`` hold for everything that passes. Two things bend the rule that every
field is a key: ``Sentence.tokens`` and what only a codebook of a user fills are left out when empty, and
``Mention.resolved`` is flattened into its mention.
"""

from __future__ import annotations

import hashlib
import inspect
import json
import math
import re
import reprlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import NoReturn, TypeAlias, TypeVar, get_args, get_origin, get_type_hints

from dateline.errors import RecordError
from dateline.records import (
    VERSION,
    Actor,
    Claim,
    MadeBy,
    Mention,
    MentionKind,
    Place,
    Quantity,
    Reading,
    Sentence,
    Time,
)

__all__ = ["definitions", "digest", "dumps", "from_dict", "schema", "to_dict"]

Record = TypeVar("Record")
Path: TypeAlias = tuple[str | int, ...]
Convert: TypeAlias = Callable[[object, Path], object]

RESOLVED: dict[MentionKind, type] = {
    MentionKind.PERSON: Actor,
    MentionKind.ORGANIZATION: Actor,
    MentionKind.GROUP: Actor,
    MentionKind.NATIONALITY: Actor,
    MentionKind.PLACE: Place,
    MentionKind.FACILITY: Place,
    MentionKind.TIME: Time,
    MentionKind.QUANTITY: Quantity,
    MentionKind.MONEY: Quantity,
}
"""The record that ``Mention.resolved`` may hold, by kind; the other kinds hold none."""

_LEFT_OUT_WHEN_EMPTY = frozenset(
    {(Sentence, "tokens"), (Reading, "codebooks"), (Claim, "codes"), (MadeBy, "code_rules")}
)
_EXACT = 2**53  # a double holds every whole number up to here
_quoted = json.encoder.encode_basestring
_LINE_ENDS = re.compile("[\x85\u2028\u2029]")


def to_dict(record: object) -> dict[str, object]:
    """Turn a record into plain dictionaries, lists, strings, numbers, booleans and None.

    Enums become their values, tuples lists, whole floats integers. The keys stand in field order.

    Raises:
        RecordError: a field holds a value of another type, a float that is not finite, text with a lone
            surrogate, or a mention is resolved to a record that its kind cannot hold.
    """
    data = _record_form(type(record)).encode(record, ())
    assert isinstance(data, dict)
    return data


def from_dict(cls: type[Record], data: object) -> Record:
    """Build a record of class ``cls`` from what :func:`to_dict` gave, or from the JSON of it.

    Raises:
        RecordError: ``data`` is not such a record; the message names the path, the value and what is allowed.
    """
    record = _record_form(cls).decode(data, ())
    assert isinstance(record, cls)
    return record


def dumps(record: object) -> str:
    """Write a record, such as a reading, as JSON on one line, without the line end.

    Characters stand as themselves, but for those that some readers take for a line end (U+0085, U+2028, U+2029).

    Raises:
        RecordError: as :func:`to_dict`.
    """
    line = json.dumps(to_dict(record), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return _LINE_ENDS.sub(lambda end: f"\\u{ord(end[0]):04x}", line)


def digest(kind: str, *parts: object) -> str:
    """Name a thing by its kind and key fields: 16 hexadecimal digits, the same on every machine.

    The first 64 bits of SHA-256 over canonical JSON (sorted keys, no spaces, UTF-8) of ``[kind, *parts]``. A part is
    a string, number, boolean, None, enum, record, or a list, tuple or dictionary of such. Numbers that are equal count
    as the same (``7`` and ``7.0``). Text is not normalized.

    Raises:
        RecordError: a part is something else, or a float that is not finite.
    """
    text = f"[{','.join([_quoted(kind), *(_canonical(part, i) for i, part in enumerate(parts))])}]"
    # A lone surrogate may stand in a file name; it must not keep the report from having an id.
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _canonical(part: object, i: int) -> str:
    """Return one part of a digest as canonical JSON; most are strings and whole numbers."""
    if isinstance(part, str):  # and with them most enums, whose value they are
        return _quoted(str(part.value) if isinstance(part, Enum) else part)
    if type(part) is int:
        return str(part)
    plain = _plain(part, (f"part {i}",))
    return json.dumps(plain, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def schema() -> dict[str, object]:
    """Describe the JSON of a :class:`Reading` as JSON Schema 2020-12, from the type hints and docstrings."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"dateline record, version {VERSION}",
        "$ref": "#/$defs/Reading",
        "$defs": definitions(Reading),
    }


def definitions(cls: type) -> dict[str, object]:
    """Describe the JSON of a record, and of all that it may hold, by their names; they refer to ``#/$defs/NAME``."""
    return dict(sorted((each.__name__, _definition(each)) for each in _reachable(cls)))


@dataclass(frozen=True, slots=True)
class _Form:
    """How values of one type are written and read, and what the schema says of them."""

    encode: Convert
    decode: Convert
    schema: dict[str, object]


@cache
def _form(hint: object) -> _Form:
    """Return the form of a type hint; TypeError for one that no record may use."""
    if hint is str:
        return _Form(_text, _text, {"type": "string"})
    if hint is int:
        return _Form(_integer, _integer, {"type": "integer"})
    if hint is bool:
        return _Form(_boolean, _boolean, {"type": "boolean"})
    if hint is float:
        return _Form(_number, lambda value, path: float(_number(value, path)), {"type": "number"})
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _enum(hint)
    if isinstance(hint, type) and is_dataclass(hint):
        return _record(hint)
    arguments = get_args(hint)
    if get_origin(hint) is tuple and arguments[1:] == (...,):
        return _tuple(_form(arguments[0]))
    if isinstance(hint, UnionType) and NoneType in arguments and len(arguments) == 2:
        return _optional(_form(next(argument for argument in arguments if argument is not NoneType)))
    raise TypeError(f"{hint!r}: a field is a str, int, float, bool, enum, record, tuple[X, ...] or X | None")


def _record_form(cls: type) -> _Form:
    """Return the form of a record; TypeError for another class."""
    if not is_dataclass(cls):
        raise TypeError(f"{cls!r} is not a record of dateline")
    return _form(cls)


def _refuse(path: Path, value: object, allowed: str) -> NoReturn:
    """Raise the error that names the path, the value and what is allowed."""
    raise RecordError(f"{_place(path)}: got {reprlib.repr(value)}; allowed: {allowed}")


def _place(path: Path) -> str:
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(steps).removeprefix(".") or "record"


def _text(value: object, path: Path) -> str:
    if not isinstance(value, str):
        _refuse(path, value, "a string")
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError as error:
            lone = value[error.start]
            _refuse(path, lone, f"Unicode text; replace the lone surrogate at {error.start} by U+FFFD first")
    return str(value)


def _integer(value: object, path: Path) -> int:
    if type(value) is not int:
        _refuse(path, value, "an integer")
    return value


def _boolean(value: object, path: Path) -> bool:
    if type(value) is not bool:
        _refuse(path, value, "true or false")
    return value


def _number(value: object, path: Path) -> int | float:
    """Check a number that a double can hold; a whole one becomes an int, so that 7000.0 is written 7000."""
    if isinstance(value, float):
        if not math.isfinite(value):
            _refuse(path, value, "a finite number")
        return int(value) if value.is_integer() and abs(value) <= _EXACT else float(value)
    if type(value) is not int:
        _refuse(path, value, "a number")
    try:
        exact = float(value) == value
    except OverflowError:
        exact = False
    if not exact:
        _refuse(path, value, "a number that a 64-bit float holds exactly")
    return value if abs(value) <= _EXACT else float(value)


def _enum(cls: type[Enum]) -> _Form:
    members: dict[object, Enum] = {member.value: member for member in cls}
    allowed = ", ".join(str(value) for value in members)

    def encode(value: object, path: Path) -> object:
        if type(value) is not cls:
            _refuse(path, value, f"a {cls.__name__}")
        return value.value

    def decode(value: object, path: Path) -> object:
        if type(value) is not str or value not in members:
            _refuse(path, value, allowed)
        return members[value]

    return _Form(encode, decode, {"$ref": f"#/$defs/{cls.__name__}"})


def _tuple(item: _Form) -> _Form:
    def encode(value: object, path: Path) -> object:
        if type(value) is not tuple:
            _refuse(path, value, "a tuple")
        return [item.encode(each, (*path, i)) for i, each in enumerate(value)]

    def decode(value: object, path: Path) -> object:
        if type(value) is not list:
            _refuse(path, value, "a list")
        return tuple(item.decode(each, (*path, i)) for i, each in enumerate(value))

    return _Form(encode, decode, {"type": "array", "items": item.schema})


def _optional(inner: _Form) -> _Form:
    def encode(value: object, path: Path) -> object:
        return None if value is None else inner.encode(value, path)

    def decode(value: object, path: Path) -> object:
        return None if value is None else inner.decode(value, path)

    return _Form(encode, decode, {"anyOf": [inner.schema, {"type": "null"}]})


def _fields(cls: type) -> dict[str, _Form]:
    """Return the form of each field that is a key, in order."""
    assert is_dataclass(cls)
    hints: dict[str, object] = get_type_hints(cls)
    names = [field.name for field in fields(cls) if (cls, field.name) != (Mention, "resolved")]
    return {name: _form(hints[name]) for name in names}


def _record(cls: type) -> _Form:
    forms = _fields(cls)
    encoders = [(name, form.encode) for name, form in forms.items()]
    decoders = [(name, form.decode) for name, form in forms.items()]
    optional = frozenset(name for name in forms if (cls, name) in _LEFT_OUT_WHEN_EMPTY)
    known = forms.keys()

    def encode(value: object, path: Path) -> dict[str, object]:
        if type(value) is not cls:
            _refuse(path, value, f"a {cls.__name__}")
        data = {name: convert(getattr(value, name), (*path, name)) for name, convert in encoders}
        for name in optional:
            if not data[name]:
                del data[name]
        return data

    def decode(value: object, path: Path) -> object:
        if type(value) is not dict:
            _refuse(path, value, f"an object with the keys of {cls.__name__}")
        if value.keys() != known:
            _check_keys(value, known, optional, path)
        for name in optional & value.keys():
            if value[name] == []:
                _refuse((*path, name), [], "a list that is not empty, or no such key")
        return cls(**{name: convert(value[name], (*path, name)) for name, convert in decoders if name in value})

    if cls is Mention:
        return _mention(encode, decode)
    if cls is Reading:
        return _versioned(encode, decode)
    return _Form(encode, decode, {"$ref": f"#/$defs/{cls.__name__}"})


def _check_keys(data: dict[object, object], known: Iterable[str], optional: frozenset[str], path: Path) -> None:
    """Refuse a key too many or too few."""
    allowed = ", ".join(known)
    for key in sorted(data.keys() - set(known), key=str):
        _refuse((*path, str(key)), data[key], f"no such key; the keys are {allowed}")
    for key in known:
        if key not in data and key not in optional:
            raise RecordError(f"{_place((*path, key))}: missing; the keys are {allowed}")


def _versioned(encode: Convert, decode: Convert) -> _Form:
    """Bind a reading to the record version that this code knows."""

    def encode_reading(value: object, path: Path) -> object:
        if isinstance(value, Reading) and value.version != VERSION:
            _refuse((*path, "version"), value.version, f"{VERSION}")
        return encode(value, path)

    def decode_reading(value: object, path: Path) -> object:
        if isinstance(value, dict) and value.get("version", VERSION) != VERSION:
            _refuse((*path, "version"), value["version"], f"{VERSION}; read it with the dateline that wrote it")
        return decode(value, path)

    return _Form(encode_reading, decode_reading, {"$ref": "#/$defs/Reading"})


def _mention(encode: Convert, decode: Convert) -> _Form:
    """Flatten what a mention is resolved to into the mention, by its kind."""
    own = _fields(Mention).keys()
    inner = {cls: _fields(cls).keys() for cls in set(RESOLVED.values())}
    for cls, names in inner.items():
        if clash := own & names:
            raise TypeError(f"{cls.__name__} and Mention share the fields {', '.join(sorted(clash))}")

    def encode_mention(value: object, path: Path) -> object:
        data = encode(value, path)
        assert isinstance(value, Mention)
        assert isinstance(data, dict)
        if value.resolved is None:
            return data
        cls = RESOLVED.get(value.kind)
        if type(value.resolved) is not cls:
            _refuse((*path, "resolved"), value.resolved, _allowed(value.kind))
        resolved = _record_form(cls).encode(value.resolved, path)
        assert isinstance(resolved, dict)
        return data | resolved

    def decode_mention(value: object, path: Path) -> object:
        if type(value) is not dict or value.keys() <= own:
            return decode(value, path)
        mention = decode({key: value[key] for key in value if key in own}, path)
        assert isinstance(mention, Mention)
        cls = RESOLVED.get(mention.kind)
        extra = {key: value[key] for key in value if key not in own}
        if cls is None:
            key = next(iter(extra))
            _refuse((*path, str(key)), extra[key], f"no such key; the keys of a {mention.kind} are {', '.join(own)}")
        resolved = _form(cls).decode(extra, path)
        assert isinstance(resolved, Actor | Place | Time | Quantity)
        values = {name: getattr(mention, name) for name in own}
        return Mention(**values, resolved=resolved)

    return _Form(encode_mention, decode_mention, {"$ref": "#/$defs/Mention"})


def _allowed(kind: MentionKind) -> str:
    cls = RESOLVED.get(kind)
    return f"a {cls.__name__} or None for a {kind}" if cls else f"None for a {kind}"


def _plain(part: object, path: Path) -> object:
    """Bring one part of a digest to plain JSON, numbers in one spelling."""
    if type(part) is str:
        return part
    if isinstance(part, Enum):
        return _plain(part.value, path)
    if part is None or isinstance(part, str | bool):
        return part
    if isinstance(part, int | float):
        return _number(part, path) if isinstance(part, float) else part
    if isinstance(part, list | tuple):
        return [_plain(each, (*path, i)) for i, each in enumerate(part)]
    if isinstance(part, dict):
        for key in part:
            if not isinstance(key, str):
                _refuse(path, key, "keys that are strings")
        return {key: _plain(value, (*path, key)) for key, value in part.items()}
    if is_dataclass(part) and not isinstance(part, type):
        return to_dict(part)
    _refuse(path, part, "strings, numbers, booleans, None, enums, records, and lists, tuples and dictionaries of them")


def _reachable(cls: type) -> list[type]:
    """Return the records and enums whose definitions the schema of ``cls`` needs, itself first."""
    found: list[type] = []
    todo: list[object] = [cls]
    while todo:
        hint = todo.pop()
        if get_args(hint):
            todo.extend(get_args(hint))
        elif isinstance(hint, type) and (is_dataclass(hint) or issubclass(hint, Enum)) and hint not in found:
            found.append(hint)
            if is_dataclass(hint):
                hints: dict[str, object] = get_type_hints(hint)
                # What a mention is resolved to has no definition of its own: it is spread over the mention.
                todo.extend(h for name, h in hints.items() if (hint, name) != (Mention, "resolved"))
    return found


def _definition(cls: type) -> dict[str, object]:
    said = _docstring(cls)
    if issubclass(cls, Enum):
        return {"description": said, "type": "string", "enum": [member.value for member in cls]}
    if cls is not Mention:
        return {"description": said, **_object(cls)}
    choices: list[dict[str, object]] = [{"title": "not resolved", **_object(Mention)}]
    for inner in dict.fromkeys(RESOLVED.values()):
        kinds = [kind.value for kind, each in RESOLVED.items() if each is inner]
        choices.append({"title": inner.__name__, "description": _docstring(inner), **_object(Mention, inner, kinds)})
    return {"description": said, "oneOf": choices}


def _object(cls: type, also: type | None = None, kinds: list[str] | None = None) -> dict[str, object]:
    """Describe the keys of ``cls``, with those of ``also`` where it is flattened into it for some kinds."""
    forms = _fields(cls) | (_fields(also) if also else {})
    properties: dict[str, object] = {name: form.schema for name, form in forms.items()}
    if kinds:
        properties["kind"] = {"enum": kinds}
    if cls is Reading:
        properties["version"] = {"const": VERSION}
    required = [name for name in forms if (cls, name) not in _LEFT_OUT_WHEN_EMPTY]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _docstring(cls: type) -> str:
    """Return the docstring as running text, without the markup of the reference documentation."""
    text = " ".join((inspect.getdoc(cls) or "").split())
    return re.sub(r":\w+:`([^`]*)`", r"\1", text).replace("``", "")
