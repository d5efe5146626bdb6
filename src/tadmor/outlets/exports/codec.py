"""Values of the model as JSON and back: nothing is lost, and what does not fit is named by its path."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from tadmor.model import Event

T = TypeVar("T")
_Reader = Callable[[Any], Any]


class Misfit(ValueError):  # noqa: N818 - it is turned into one of the family where it is met
    """A value that cannot be what it should be; ``path`` leads to it ("tellings.0.claim.kind")."""

    def __init__(self, message: str, path: str = "") -> None:
        self.message, self.path = message, path
        super().__init__(f"{path}: {message}" if path else message)

    def under(self, key: str) -> Misfit:
        """The same, seen from one level above."""
        return Misfit(self.message, f"{key}.{self.path}" if self.path else key)


def plain(value: Any) -> Any:
    """Dataclasses as dicts, tuples as lists, days and times as ISO strings; numbers of other libraries as Python's."""
    if value is None or isinstance(value, str | bool):
        return value
    if dataclasses.is_dataclass(value):
        return {name: plain(getattr(value, name)) for name in _names(type(value))}  # type: ignore[arg-type]
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    return value.item() if hasattr(value, "item") else value


@cache
def _names(kind: Any) -> tuple[str, ...]:
    """The fields that make the value; the raw bytes of a report, which do not, stay in their record."""
    return tuple(field.name for field in dataclasses.fields(kind) if field.compare)


def value_of(kind: Callable[..., T], data: Any) -> T:
    """The value of a type from what ``plain`` made of it; keys that are not known are passed over. Raises Misfit."""
    return _reader(kind)(data)  # type: ignore[no-any-return]


def event_of_json(data: Any) -> Event:
    """An event from its JSON. Raises Misfit."""
    return value_of(Event, data)


@cache
def _reader(kind: Any) -> _Reader:
    """What reads a type; made once."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return _optional(_reader(next(one for one in inner if one is not type(None))))
    if origin is tuple:
        return _many(_reader(inner[0]))
    if origin is Literal:
        return _one_of(inner)
    if dataclasses.is_dataclass(kind):
        return _record(kind)
    return _SIMPLE[kind]


def _optional(read: _Reader) -> _Reader:
    return lambda data: None if data is None else read(data)


def _many(read: _Reader) -> _Reader:
    def items(data: Any) -> tuple[Any, ...]:
        if not isinstance(data, list):
            raise Misfit(f"{_shown(data)} is no list")
        return tuple(_at(str(n), read, one) for n, one in enumerate(data))

    return items


def _one_of(values: tuple[Any, ...]) -> _Reader:
    def one(data: Any) -> Any:
        if data not in values:
            raise Misfit(f"{_shown(data)} is none of {', '.join(map(str, values))}")
        return data

    return one


def _record(kind: Any) -> _Reader:
    hints = get_type_hints(kind)
    readers = [(name, _reader(hints[name])) for name in _names(kind)]
    needed = {f.name for f in dataclasses.fields(kind) if f.default is f.default_factory is dataclasses.MISSING}

    def record(data: Any) -> Any:
        if not isinstance(data, dict):
            raise Misfit(f"{_shown(data)} is no object")
        for name in needed - data.keys():
            raise Misfit("is missing", name)
        return kind(**{name: _at(name, read, data[name]) for name, read in readers if name in data})

    return record


def _at(key: str, read: _Reader, data: Any) -> Any:
    try:
        return read(data)
    except Misfit as fault:
        raise fault.under(key) from None


def _text(data: Any) -> str:
    if not isinstance(data, str):
        raise Misfit(f"{_shown(data)} is no text")
    return data


def _whole(data: Any) -> int:
    if isinstance(data, bool) or not isinstance(data, int):
        raise Misfit(f"{_shown(data)} is no whole number")
    return data


def _number(data: Any) -> float:
    if isinstance(data, bool) or not isinstance(data, int | float):
        raise Misfit(f"{_shown(data)} is no number")
    return float(data)


def _flag(data: Any) -> bool:
    if not isinstance(data, bool):
        raise Misfit(f"{_shown(data)} is neither true nor false")
    return data


def _day(data: Any) -> date:
    try:
        return date.fromisoformat(_text(data))
    except ValueError:
        raise Misfit(f"{_shown(data)} is no day") from None


def _moment(data: Any) -> datetime:
    try:
        return datetime.fromisoformat(_text(data))
    except ValueError:
        raise Misfit(f"{_shown(data)} is no time") from None


_SIMPLE: dict[Any, _Reader] = {
    str: _text, int: _whole, float: _number, bool: _flag, date: _day, datetime: _moment
}  # fmt: skip


def _shown(data: Any) -> str:
    words = repr(data)
    return words if len(words) <= 40 else words[:39] + "…"
