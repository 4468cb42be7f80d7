"""A table of a settings file, read into a frozen class: each setting by its name and type, anything else a sentence."""

from __future__ import annotations

import types
from dataclasses import MISSING, Field, fields
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, Union, get_args, get_origin, get_type_hints

from avatar.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_Kind = TypeVar("_Kind")
_WORDS: dict[type, str] = {str: "a text in quotes", int: "a whole number", float: "a number", bool: "true or false"}


class Table:
    """One table of a settings file."""

    def __init__(self, file: Path, name: str, content: object) -> None:
        """Take what stands under [name]. Raise `InputError` if that is no table."""
        self.file, self.name = file, name
        if not isinstance(content, dict):
            raise self.fault(f"is {content!r}, which is no table; write its settings under [{name}]")
        self.content: dict[str, Any] = content

    def fault(self, what: str) -> InputError:
        """Say what is wrong with it."""
        where = f"[{self.name}]" if self.name else "the file"
        return InputError(f"In {str(self.file)!r}, {where} {what}{'' if what.endswith('?') else '.'}")

    def inner(self, name: str) -> Table:
        """Give a table within it; an empty one where there is none."""
        return Table(self.file, f"{self.name}.{name}" if self.name else name, self.content.get(name, {}))

    def require_known(self, known: Collection[str]) -> None:
        """Raise `InputError` for the first setting that is none."""
        for name in self.content:
            if name not in known:
                near = get_close_matches(name, known, 1)
                cure = f"did you mean {near[0]!r}?" if near else f"use {', '.join(sorted(known))}"
                raise self.fault(f"has no setting {name!r}; {cure}")

    def into(self, kind: type[_Kind], aside: Collection[str] = (), given: Mapping[str, Any] | None = None) -> _Kind:
        """Read it into a dataclass. The settings `aside` are read by somebody else; what is `given` is not in the file.

        Raise `InputError` for a setting that is unknown, missing or of another type.
        """
        own: dict[str, Field[Any]] = {each.name: each for each in fields(kind)}  # type: ignore[arg-type]
        given, hints = given or {}, get_type_hints(kind, _names(kind))
        self.require_known([name for name in own if name not in given] + list(aside))
        read = {name: self._value(name, hints[name]) for name in own if name in self.content and name not in aside}
        for name, field in own.items():
            if field.default is MISSING and field.default_factory is MISSING and name not in read | dict(given):
                raise self.fault(f"lacks {name!r}; add it")
        return kind(**read, **given)

    def _value(self, name: str, kind: Any) -> Any:  # noqa: ANN401 - of whatever type the setting is
        value = self.content[name]
        if get_origin(kind) in (Union, types.UnionType):
            kind = next(each for each in get_args(kind) if each is not type(None))
        if kind is Path:
            return self.file.parent / Path(self._plain(name, value, str)).expanduser()
        if get_origin(kind) is tuple:
            return self._several(name, value, get_args(kind))
        return self._plain(name, value, kind)

    def _several(self, name: str, value: object, kinds: tuple[Any, ...]) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise self.fault(f"has {name} = {value!r}; write a list in [ ]")
        if kinds[-1] is not Ellipsis and len(value) != len(kinds):
            raise self.fault(f"has {name} = {value!r}; write {len(kinds)} values")
        return tuple(self._plain(name, each, kinds[0]) for each in value)

    def _plain(self, name: str, value: object, kind: type) -> Any:  # noqa: ANN401 - as above
        if kind is float and isinstance(value, int) and not isinstance(value, bool):
            return float(value)
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self.fault(f"has {name} = {value!r}; write {_WORDS[kind]}")
        return value


def _names(kind: type) -> dict[str, Any]:
    """Give the names in which a class of the service writes its types, those that only a type checker imports too."""
    import sys

    from avatar.runtime.folders import Home

    return {**vars(sys.modules[kind.__module__]), "Path": Path, "Home": Home}
