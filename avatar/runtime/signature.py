"""What a compiled loop takes: read from its declaration, and checked before machine code sees it.

Machine code believes what it is told of an array, so nothing else may reach it. Arrays are passed as numba's native
functions take them: owner and parent (none), number and size of the elements, their place, lengths and strides.
"""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

_ARGUMENT = re.compile(r"(const )?(\w+)(?:\[([:, 1]+)\])?")
_SCALARS: dict[str, tuple[Any, type[int] | type[float]]] = {
    "int64": (ctypes.c_int64, int),
    "float64": (ctypes.c_double, float),
    "float32": (ctypes.c_float, float),
}


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a loop."""

    kind: np.dtype[Any]
    """of the number, or of the array's elements"""
    dimensions: int
    """of the array; 0 for a number"""
    is_dense: bool
    """whether the array's elements lie one after the other"""
    is_constant: bool
    """whether the array may be read-only"""

    @property
    def types(self) -> list[Any]:
        """List what it is to ctypes."""
        if self.dimensions == 0:
            return [_SCALARS[self.kind.name][0]]
        address, count = ctypes.c_void_p, ctypes.c_int64
        return [address, address, count, count, address, *[count] * (2 * self.dimensions)]

    @property
    def described(self) -> str:
        """Say what it must be."""
        if self.dimensions == 0:
            return str(self.kind.name)
        which = "an array" if self.is_constant else "a writable array"
        return f"{which} of {self.kind.name} with {self.dimensions} dimensions{', contiguous' if self.is_dense else ''}"


@dataclass(frozen=True, slots=True)
class Takes:
    """What a loop takes."""

    arguments: tuple[Argument, ...]
    """in order"""

    @property
    def types(self) -> list[Any]:
        """List what the arguments are to ctypes, arrays taken apart."""
        return [each for argument in self.arguments for each in argument.types]

    def flat(self, given: Sequence[Any]) -> list[Any]:
        """Take arguments apart. Raise `TypeError` for any that the loop was not declared for."""
        if len(given) != len(self.arguments):
            raise TypeError(f"This loop takes {len(self.arguments)} arguments, not {len(given)}.")
        flat: list[Any] = []
        for value, argument in zip(given, self.arguments, strict=True):
            if argument.dimensions == 0:
                flat.append(_SCALARS[argument.kind.name][1](value))
                continue
            if not _fits(value, argument):
                raise TypeError(f"A compiled loop takes {argument.described} here, not {_told(value)}.")
            place, _ = value.__array_interface__["data"]
            flat += (None, None, value.size, value.itemsize, place, *value.shape, *value.strides)
        return flat


def read_signature(signature: str) -> Takes:
    """Read a declaration such as "const float32[:, ::1], float64"."""
    found = _ARGUMENT.findall(signature)
    return Takes(
        tuple(
            Argument(np.dtype(kind), axes.count(",") + 1 if axes else 0, axes.endswith("::1"), bool(constant))
            for constant, kind, axes in found
        )
    )


def _fits(value: object, argument: Argument) -> bool:
    if not isinstance(value, np.ndarray) or value.dtype != argument.kind or value.ndim != argument.dimensions:
        return False
    flags = value.flags
    return (flags.c_contiguous or not argument.is_dense) and (flags.writeable or argument.is_constant) and flags.aligned


def _told(value: object) -> str:
    if isinstance(value, np.ndarray):
        return f"one of {value.dtype} {value.shape}, {'writable' if value.flags.writeable else 'read-only'}"
    return type(value).__name__
