"""Frozen dataclasses of the domain to JSON values and back, by their annotations.

A field that the stored value lacks takes its default, and a stored field that the class no longer has is dropped: a
class may grow without a migration.
"""

from __future__ import annotations

import base64
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime, time
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

T = TypeVar("T")
Decoder = Callable[[Any], Any]


def encode(value: Any) -> Any:
    """A value of plain JSON types. Dates and times become ISO 8601, tuples lists, enums their values."""
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, tuple | list | frozenset):
        return [encode(v) for v in value]
    if isinstance(value, date | time):
        return _encode_moment(value)
    return _encode_fields(value)


def _encode_fields(value: Any) -> dict[str, Any]:
    """A dataclass by its fields, those at their default left out: most sections have no tables or citations."""
    if isinstance(value, Mapping):
        return {str(k): encode(v) for k, v in value.items()}
    if not is_dataclass(value):
        raise TypeError(f"{type(value).__name__} has no stored form")
    kind: Any = type(value)
    held = ((name, getattr(value, name), default) for name, _, default in _fields(kind))
    return {name: encode(v) for name, v, default in held if default is MISSING or v != default}


def decode(kind: type[T], value: Any) -> T:
    """The instance of `kind` that `encode` had turned into `value`."""
    plan: Any = kind  # typeshed does not count classes of unknown type as hashable
    decoded: T = _decoder(plan)(value)
    return decoded


def _encode_moment(value: date | time) -> str:
    """ISO 8601; the IANA zone follows in brackets as in RFC 9557, since an offset alone forgets the zone's rules."""
    key = getattr(getattr(value, "tzinfo", None), "key", None)
    return f"{value.isoformat()}[{key}]" if key else value.isoformat()


def _decode_moment(value: str) -> date | datetime:
    """A date where there is no time in the text."""
    text, _, zone = value.partition("[")
    if len(text) == 10:
        return date.fromisoformat(text)
    instant = datetime.fromisoformat(text)
    return instant.astimezone(ZoneInfo(zone[:-1])) if zone else instant


@cache
def _fields(kind: Any) -> tuple[tuple[str, Decoder, Any], ...]:
    hints = get_type_hints(kind)
    return tuple(
        (f.name, _decoder(hints[f.name]), f.default if f.default_factory is MISSING else f.default_factory())
        for f in fields(kind)
    )


@cache
def _decoder(kind: Any) -> Decoder:
    origin = get_origin(kind)
    if origin in {Union, types.UnionType}:
        return _union(get_args(kind))
    if origin is tuple:
        return _tuple(get_args(kind))
    if origin is Mapping:
        return dict  # its values are JSON by themselves
    if isinstance(kind, type):
        return _plain(kind)
    raise TypeError(f"{kind} has no stored form")


_SIMPLE: Mapping[type, Decoder] = {
    **{kind: lambda value: value for kind in (str, int, float, bool)},
    bytes: base64.b64decode,
    time: time.fromisoformat,
}


def _plain(kind: type) -> Decoder:
    if kind in _SIMPLE:
        return _SIMPLE[kind]
    if issubclass(kind, date):
        return _decode_moment
    if issubclass(kind, Enum):
        return kind
    if is_dataclass(kind):
        return lambda value: _build(kind, value)
    if issubclass(kind, tuple):  # a NamedTuple
        return lambda value: kind(*value)
    raise TypeError(f"{kind} has no stored form")


def _build(kind: type, value: Mapping[str, Any]) -> Any:
    return kind(**{name: decoder(value[name]) for name, decoder, _ in _fields(kind) if name in value})


def _tuple(inner: tuple[Any, ...]) -> Decoder:
    if len(inner) == 2 and inner[1] is Ellipsis:
        decoder = _decoder(inner[0])
        if inner[0] is str:
            return tuple
        return lambda value: tuple(decoder(v) for v in value)
    decoders = tuple(_decoder(i) for i in inner)
    return lambda value: tuple(d(v) for d, v in zip(decoders, value, strict=True))


def _union(inner: tuple[Any, ...]) -> Decoder:
    """`X | None`, or a date or an instant: the text tells which."""
    kinds = [i for i in inner if i is not type(None)]
    if len(kinds) > 1 and not all(isinstance(k, type) and issubclass(k, date) for k in kinds):
        raise TypeError(f"{inner} cannot be told apart when read back")
    decoder = _decoder(kinds[0])
    return lambda value: None if value is None else decoder(value)
