"""Loops over pixels, as machine code that is kept on disk: fetching it loads a linker, not the compiler.

A loop is compiled once per machine by numba, which takes a good part of a second, and kept as an object file. Loading
numba takes half a second too, so only who compiles does (`compiling`). Each loop declares what it takes: so it is
compiled for one kind of arguments only, and before there are any, if somebody wants it ready.
"""

from __future__ import annotations

from functools import cached_property
from threading import Lock
from types import FunctionType
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast

from avatar.runtime.machine_code import link, linked
from avatar.runtime.object_files import fetch, keep, place
from avatar.runtime.signature import read_signature

if TYPE_CHECKING:
    from collections.abc import Callable

    from avatar.runtime.machine_code import Routine
    from avatar.runtime.object_files import Place

    _Loop = TypeVar("_Loop", bound=Callable[..., object])

__all__ = ["Kernel", "kernel", "part"]

_PART = "_part_of_kernels"
"""attribute of a function that is compiled into the loops which call it"""


def kernel(signature: str, *, fastmath: bool = False) -> Callable[[_Loop], _Loop]:
    """Make a compiled loop of a function that gives nothing back; it lets go of Python's lock.

    `signature` names its arguments as numba does, "const float32[:, ::1], float64": a constant array may be read-only,
    and each `:` that is no `::1` may have any stride. Divisions by zero give infinities, as in numpy.
    """

    def declare(loop: _Loop) -> _Loop:
        return cast("_Loop", Kernel(loop, signature, fastmath))

    return declare


def part(*, fastmath: bool = False, inline: Literal["never", "always"] = "never") -> Callable[[_Loop], _Loop]:
    """Let loops of the same module call a function: it is compiled into each of them."""

    def declare(function: _Loop) -> _Loop:
        setattr(function, _PART, {"fastmath": fastmath, "inline": inline})
        return function

    return declare


class Kernel:
    """A loop that is compiled, or fetched from disk, when it is first called or wanted."""

    def __init__(self, loop: Callable[..., object], signature: str, fastmath: bool) -> None:
        self.loop = loop
        """the function as it is written"""
        self._signature, self._fastmath = signature, fastmath
        self._takes = read_signature(signature)
        self._lock = Lock()
        self._routine: Routine | None = None

    def __call__(self, *arguments: object) -> None:
        """Run the loop. Raise `TypeError` for arguments of another kind than it was declared for."""
        routine = self._routine or self._made_ready()
        routine(self._takes.packed(arguments))

    def compile(self) -> None:
        """Make it ready to run."""
        self._made_ready()

    def is_kept(self) -> bool:
        """Tell whether it lies on disk, compiled from this source by this numba for this processor."""
        return fetch(self._place) is not None

    @cached_property
    def _place(self) -> Place:
        return place(self.loop, f"{self._signature}; fastmath={self._fastmath}")

    def _made_ready(self) -> Routine:
        with self._lock:
            if self._routine is None:
                content = fetch(self._place)
                if content is None:
                    from avatar.runtime.compiling import compiled

                    content = compiled(self.loop, self._signature, _parts(self.loop), fastmath=self._fastmath)
                    keep(self._place, content)
                self._routine = linked(link(content))
            return self._routine


def _parts(loop: Callable[..., object]) -> dict[str, dict[str, Any]]:
    """Find what the loop's module declares as `part` and no loop has used yet, with the compiler's options."""
    names: dict[str, object] = getattr(loop, "__globals__", {})
    declared = {name: getattr(each, _PART, None) for name, each in names.items() if isinstance(each, FunctionType)}
    return {name: options for name, options in declared.items() if options}
