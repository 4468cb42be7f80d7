"""What Python would make anew at each start, kept: the methods of dataclasses, and patterns of regular expressions.

For some three hundred classes `dataclasses` writes source and has it compiled, and `re` turns some four hundred
patterns into numbers for its engine, in Python: two tenths of a second, before anything is done. Both results depend on
the text alone. They lie in one file with the compiled loops (`object_files`), of this Python.
"""

# Shapes no clip.

from __future__ import annotations

import dataclasses
import hashlib
import marshal
import sys
from contextlib import contextmanager, suppress
from importlib import import_module
from importlib.util import MAGIC_NUMBER
from pathlib import Path
from typing import TYPE_CHECKING, Any

from avatar.errors import AvatarError
from avatar.runtime.object_files import Place, fetch, keep

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import CodeType

    Kept = tuple[int, list[int], int, dict[str, int], tuple[str | None, ...]]
    """what a pattern becomes: its flags, numbers for the engine, count of groups, their names, and these by number"""

MOST = 6000
"""texts that are kept: where there are more, most are of classes and patterns that were changed since"""
_FAULTS = (AttributeError, TypeError, ValueError, RuntimeError, OverflowError, ImportError, EOFError)
"""what comes of a library of Python's that is not as it is known here"""


@contextmanager
def remembered() -> Iterator[None]:
    """Take from the file what it has of this, for all threads of the process, in a block, and add what is new."""
    texts = _Texts()
    compiler = import_module("re._compiler" if sys.version_info >= (3, 11) else "sre_compile")
    patterns = _Patterns(compiler, texts)
    module: Any = dataclasses
    module.exec = texts.run  # its own name goes before the built-in one
    compiler.compile = patterns.compile  # type: ignore[attr-defined]
    try:
        yield
    finally:
        del module.exec
        compiler.compile = patterns.plain  # type: ignore[attr-defined]
    texts.keep()


class _Texts:
    """What was made of texts."""

    def __init__(self) -> None:
        made_for = f"{sys.version} {import_module('_sre').MAGIC} {MAGIC_NUMBER.hex()}"
        self._place = Place(Path(__file__), "starts", _short("methods, patterns"), _short(made_for))
        self.methods: dict[str, CodeType] = {}
        """by their source"""
        self.patterns: dict[tuple[str | bytes, int], Kept] = {}
        """by themselves and the flags that they were given"""
        with suppress(AvatarError, *_FAULTS):  # a home that cannot be made costs time here, and is told later
            if (content := fetch(self._place)) is not None:
                self.methods, self.patterns = marshal.loads(content)
        self._before = self._count()

    def run(self, source: str, scope: dict[str, Any], names: dict[str, Any]) -> None:
        """Do what `exec` does with the source of a method."""
        code = self.methods.get(source)
        if code is None:
            code = self.methods[source] = compile(source, "<string>", "exec", dont_inherit=True)
        exec(code, scope, names)  # as dataclasses does

    def keep(self) -> None:
        """Write the file, if there is anything new."""
        count = self._count()
        if count == self._before:
            return
        if count > MOST:
            self.methods, self.patterns = {}, {}
        with suppress(AvatarError):
            keep(self._place, marshal.dumps((dict(self.methods), dict(self.patterns))))

    def _count(self) -> int:
        return len(self.methods) + len(self.patterns)


class _Patterns:
    """Stands in for the function that `re` compiles with."""

    def __init__(self, compiler: Any, texts: _Texts) -> None:  # noqa: ANN401 - a module without types
        self.plain = compiler.compile
        """`re`'s own"""
        self._compiler, self._texts, self._engine = compiler, texts, import_module("_sre")

    def compile(self, pattern: Any, flags: int = 0) -> Any:  # noqa: ANN401 - text, bytes, or what `re` has parsed
        """Compile a pattern, or fetch what was compiled. Raise `re.error` for one that is none."""
        if not isinstance(pattern, str | bytes):
            return self.plain(pattern, flags)
        try:
            known = self._texts.patterns.get((pattern, flags))
            if known is None:
                if not _is_of_a_module():
                    return self.plain(pattern, flags)
                known = self._made(pattern, flags)
                self._texts.patterns[pattern, flags] = known
            return self._engine.compile(pattern, *known)
        except _FAULTS:
            return self.plain(pattern, flags)

    def _made(self, pattern: str | bytes, flags: int) -> Kept:
        parser = import_module("re._parser" if sys.version_info >= (3, 11) else "sre_parse")
        parsed = parser.parse(pattern, flags)
        names: dict[str, int] = dict(parsed.state.groupdict)
        in_order: list[str | None] = [None] * parsed.state.groups
        for name, number in names.items():
            in_order[number] = name
        code = list(map(int, self._compiler._code(parsed, flags)))
        return int(flags | parsed.state.flags), code, parsed.state.groups - 1, names, tuple(in_order)


def _is_of_a_module() -> bool:
    """Tell whether a module that is being loaded wants a pattern; those made of a request's words are not kept."""
    frame: Any = sys._getframe(2)
    while frame is not None and frame.f_globals.get("__name__", "").partition(".")[0] == "re":
        frame = frame.f_back
    return frame is not None and frame.f_code.co_name == "<module>"


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
