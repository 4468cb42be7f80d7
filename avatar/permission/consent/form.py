"""Frozen dataclasses to JSON and back, strictly: a key that is not known is an error, never ignored."""

from __future__ import annotations

import types
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, Union, get_args, get_origin, get_type_hints

from avatar.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

Value = TypeVar("Value")


def to_json(value: object) -> dict[str, object]:
    """Write a dataclass as a JSON object without what is None or empty."""
    written: dict[str, object] = {}
    for each in fields(value):  # type: ignore[arg-type]
        content = getattr(value, each.name)
        if content is not None and content != ():
            written[each.name] = _plain(content)
    return written


def from_json(kind: type[Value], value: object, where: str) -> Value:
    """Read a dataclass from a JSON object. Raise `InputError` that names `where` and the key that is wrong."""
    if not isinstance(value, dict):
        raise InputError(f"{where} must be a JSON object; ask for the file again.")
    known = {each.name: each for each in fields(kind)}  # type: ignore[arg-type]
    strange = sorted(set(value) - set(known))
    if strange:
        raise InputError(f"{where} has the unknown field {strange[0]!r}; it may need a newer version of avatar.")
    missing = [
        name
        for name, each in known.items()
        if name not in value and each.default is MISSING and each.default_factory is MISSING
    ]
    if missing:
        raise InputError(f"{where} lacks the field {missing[0]!r}; ask for the file again.")
    hints = _hints(kind)  # type: ignore[arg-type]  # every class can be hashed
    return kind(**{name: _read(hints[name], content, f"{where}.{name}") for name, content in value.items()})


def _plain(content: object) -> object:
    if isinstance(content, tuple):
        return [_plain(each) for each in content]
    if hasattr(content, "as_json"):
        return content.as_json()  # it writes itself in its own way
    return to_json(content) if is_dataclass(content) else content


def _read(hint: Any, content: object, where: str) -> object:  # noqa: ANN401 - a type of any form
    if get_origin(hint) in {Union, types.UnionType}:
        hint = next(each for each in get_args(hint) if each is not type(None))
    if get_origin(hint) is tuple:
        if not isinstance(content, list) or not content:
            raise InputError(f"{where} must be a list that is not empty; leave it out to mean any.")
        return tuple(_read(get_args(hint)[0], each, where) for each in content)
    if hasattr(hint, "from_json"):
        return hint.from_json(content, where)
    if is_dataclass(hint):
        return from_json(hint, content, where)  # type: ignore[arg-type]
    if type(content) is not hint:
        raise InputError(f"{where} must be of the kind {hint.__name__}, not {type(content).__name__}.")
    return content


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    return get_type_hints(kind)
