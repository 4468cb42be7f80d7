"""Values as plain data that JSON carries, and back: by their fields' types, so that nothing else has to be written."""

from __future__ import annotations

import types
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

Value = TypeVar("Value")


def plain(value: Any) -> Any:  # noqa: ANN401 - whatever a field holds
    """Write a value as dicts, lists, texts and numbers; what is as it usually is stays out."""
    if is_dataclass(value) and not isinstance(value, type):
        kind = {"kind": value.kind} if hasattr(value, "kind") and not _has_field(value, "kind") else {}
        return kind | {
            each.name: plain(held) for each in fields(value) if (held := getattr(value, each.name)) != _usual(each)
        }
    if isinstance(value, (tuple, list)):
        return [plain(each) for each in value]
    return value


def read(kind: type[Value], content: Any) -> Value:  # noqa: ANN401 - what JSON gives
    """Read a value of a class. Raise `ValueError` with the name of what it lacks, or of what it does not know."""
    if not isinstance(content, dict):
        raise ValueError(f"{kind.__name__} is written as a table, not as {content!r}")
    hints = _hints(cast("Any", kind))
    given = {key: held for key, held in content.items() if key != "kind" or key in hints}
    if unknown := sorted(set(given) - set(hints)):
        raise ValueError(f"{kind.__name__} has no {unknown[0]!r}")
    try:
        return kind(**{key: _of(hints[key], held) for key, held in given.items()})
    except TypeError as fault:
        raise ValueError(f"{kind.__name__}: {fault}") from fault


def _of(hint: Any, held: Any) -> Any:  # noqa: ANN401 - one return for each kind of type
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        if held is None and type(None) in inner:
            return None
        return _chosen([each for each in inner if each is not type(None)], held)
    if origin is tuple:
        if not isinstance(held, (list, tuple)):
            raise ValueError(f"{held!r} is no list")
        if inner[-1] is Ellipsis:
            return tuple(_of(inner[0], each) for each in held)
        if len(held) != len(inner):
            raise ValueError(f"{held!r} does not have {len(inner)} values")
        return tuple(_of(each, one) for each, one in zip(inner, held, strict=True))
    if is_dataclass(hint):
        return read(hint, held)  # type: ignore[arg-type]
    return _simple(hint, held)


def _simple(hint: Any, held: Any) -> Any:  # noqa: ANN401
    if hint is float and isinstance(held, int) and not isinstance(held, bool):
        return float(held)
    if hint in (str, int, float, bool) and (not isinstance(held, hint) or (hint is int and isinstance(held, bool))):
        raise ValueError(f"{held!r} is no {hint.__name__}")
    return held


def _chosen(kinds: list[Any], held: Any) -> Any:  # noqa: ANN401
    if len(kinds) == 1:
        return _of(kinds[0], held)
    name = held.get("kind") if isinstance(held, dict) else None
    for each in kinds:
        if getattr(each, "kind", None) == name:
            return read(each, held)
    raise ValueError(f"there is no kind {name!r}; use one of {', '.join(each.kind for each in kinds)}")


def _usual(field: Any) -> Any:  # noqa: ANN401
    from dataclasses import MISSING

    if field.default is not MISSING:
        return field.default
    return field.default_factory() if field.default_factory is not MISSING else MISSING


def _has_field(value: Any, name: str) -> bool:  # noqa: ANN401
    return any(each.name == name for each in fields(value))


@cache
def _hints(kind: Any) -> dict[str, Any]:  # noqa: ANN401
    hints = get_type_hints(kind)
    return {each.name: hints[each.name] for each in fields(kind)}
