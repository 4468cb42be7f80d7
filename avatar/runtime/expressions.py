"""Large regular expressions, kept as what `re` makes of them: compiling a language's rules takes a tenth of a second.

`re` compiles a pattern to a list of numbers for its engine, in Python, and slowly. The list lies with the compiled
loops (`object_files`) and is handed to the engine at the next start, which checks it before it takes it. The functions
that make and take it are `re`'s own; where they are not as they are known here, the pattern is compiled as ever.
"""

from __future__ import annotations

import hashlib
import marshal
import re
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from avatar.runtime.object_files import Place, fetch, keep

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_FLAGS = re.UNICODE.value


class _Compiled(NamedTuple):
    """What a pattern becomes."""

    code: list[int]
    """for the engine"""
    groups: int
    """count"""
    names: dict[str, int]
    """of the groups, to their numbers"""
    in_order: tuple[str | None, ...]
    """the group's name by its number"""


def expression(pattern: str, name: str) -> re.Pattern[str]:
    """Compile a pattern, or fetch it as it was compiled before; `name` tells it from others that are kept.

    Raise `re.error` for a pattern that is none.
    """
    place = Place(Path(__file__), f"rules.{name}", _short(pattern), _short(f"{sys.version} {_engine().MAGIC}"))
    try:
        content = fetch(place)
        if content is not None:
            return _taken(pattern, _Compiled(*marshal.loads(content)))
        made = _made(pattern)
        found, content = _taken(pattern, made), marshal.dumps(tuple(made))
    except (AttributeError, TypeError, ValueError, RuntimeError, OverflowError, ImportError, EOFError):
        return re.compile(pattern)
    keep(place, content)
    return found


def late(pattern: str) -> Late:
    """Take a pattern that is compiled when it is first used, and most starts never use it."""
    return Late(pattern)


class Late:
    """A pattern that is not compiled yet, with the methods of one that is."""

    __slots__ = ("_compiled", "pattern")

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        """as written"""
        self._compiled: re.Pattern[str] | None = None

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """Match at a place of a text."""
        return self._ready().match(text, start)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """Match a whole text."""
        return self._ready().fullmatch(text)

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Find the first match in a stretch of a text."""
        return self._ready().search(text, start, end)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Find all matches in a text."""
        return self._ready().finditer(text)

    def findall(self, text: str) -> list[Any]:
        """List what all matches, or their groups, are."""
        return self._ready().findall(text)

    def sub(self, put: str | Callable[[re.Match[str]], str], text: str) -> str:
        """Put something else in place of all matches."""
        return self._ready().sub(put, text)

    def split(self, text: str) -> list[str | Any]:
        """Cut a text at its matches."""
        return self._ready().split(text)

    def _ready(self) -> re.Pattern[str]:
        if self._compiled is None:
            self._compiled = re.compile(self.pattern)
        return self._compiled


def _made(pattern: str) -> _Compiled:
    compiler = import_module("re._compiler" if sys.version_info >= (3, 11) else "sre_compile")
    parser = import_module("re._parser" if sys.version_info >= (3, 11) else "sre_parse")
    parsed = parser.parse(pattern, _FLAGS)
    if parsed.state.flags != _FLAGS:
        raise ValueError("The pattern has flags of its own.")
    names: dict[str, int] = dict(parsed.state.groupdict)
    in_order: list[str | None] = [None] * parsed.state.groups
    for name, number in names.items():
        in_order[number] = name
    return _Compiled(list(map(int, compiler._code(parsed, _FLAGS))), parsed.state.groups - 1, names, tuple(in_order))


def _taken(pattern: str, made: _Compiled) -> re.Pattern[str]:
    found: re.Pattern[str] = _engine().compile(pattern, _FLAGS, made.code, made.groups, made.names, made.in_order)
    return found


def _engine() -> Any:  # noqa: ANN401 - a module without types
    return import_module("_sre")


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
