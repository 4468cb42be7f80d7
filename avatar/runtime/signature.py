"""What a compiled loop takes: read from its declaration, and checked before machine code sees it.

Machine code believes what it is told of an array, so nothing else may reach it. Arrays are passed as numba's native
functions take them: owner and parent (none), number and size of the elements, their place, lengths and strides.
"""

from __future__ import annotations

import ctypes
import re
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_ARGUMENT = re.compile(r"(const )?(\w+)(?:\[([:, 1]+)\])?")
_NUMBERS = {"int64": ("i64", "q"), "float64": ("double", "d"), "float32": ("float", "f4x")}
"""what a number is to LLVM, and to `struct`, in 8 bytes"""


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
    def kinds(self) -> list[str]:
        """List what it is to LLVM."""
        if self.dimensions == 0:
            return [_NUMBERS[self.kind.name][0]]
        return ["ptr", "ptr", "i64", "i64", "ptr", *["i64"] * (2 * self.dimensions)]

    @property
    def form(self) -> str:
        """Give what it is to `struct`."""
        return _NUMBERS[self.kind.name][1] if self.dimensions == 0 else "q" * (5 + 2 * self.dimensions)

    @property
    def described(self) -> str:
        """Say what it must be."""
        if self.dimensions == 0:
            return str(self.kind.name)
        which = "an array" if self.is_constant else "a writable array"
        return f"{which} of {self.kind.name} with {self.dimensions} dimensions{', contiguous' if self.is_dense else ''}"


class Takes:
    """What a loop takes."""

    def __init__(self, arguments: Sequence[Argument]) -> None:
        self._arguments = arguments
        self._layout = struct.Struct("=" + "".join(argument.form for argument in arguments))

    @property
    def kinds(self) -> list[str]:
        """List what the arguments are to LLVM, arrays taken apart."""
        return [kind for argument in self._arguments for kind in argument.kinds]

    def packed(self, given: Sequence[Any]) -> bytes:
        """Lay arguments out one after the other. Raise `TypeError` for any that the loop was not declared for."""
        if len(given) != len(self._arguments):
            raise TypeError(f"This loop takes {len(self._arguments)} arguments, not {len(given)}.")
        flat: list[Any] = []
        for value, argument in zip(given, self._arguments, strict=True):
            if argument.dimensions == 0:
                flat.append(value)
            elif _fits(value, argument):
                flat += (0, 0, value.size, value.itemsize, _place(value), *value.shape, *value.strides)
            else:
                raise TypeError(f"A compiled loop takes {argument.described} here, not {_told(value)}.")
        try:
            return self._layout.pack(*flat)
        except struct.error as fault:
            raise TypeError(f"A compiled loop takes another number than it was given ({fault}).") from fault


def read_signature(signature: str) -> Takes:
    """Read a declaration such as "const float32[:, ::1], float64"."""
    found = _ARGUMENT.findall(signature)
    return Takes(
        [
            Argument(np.dtype(kind), axes.count(",") + 1 if axes else 0, axes.endswith("::1"), bool(constant))
            for constant, kind, axes in found
        ]
    )


_described = ctypes.PYFUNCTYPE(ctypes.c_void_p, ctypes.py_object, ctypes.c_void_p)(
    ("PyCapsule_GetPointer", ctypes.pythonapi)
)
"""gives the place of what a capsule without a name holds"""
_DATA = 40
"""bytes into numpy's description of an array, of where its elements lie: two counts, a sign, a size and flags precede
it, filled up to 24, then the places of lengths and strides ("The array interface protocol", 64 bits)"""
_pointer = ctypes.c_void_p.from_address


def _place(array: NDArray[Any]) -> int:
    """Give where an array's elements lie, in a third of the time that `__array_interface__` takes."""
    capsule = array.__array_struct__  # it has to outlive its place
    return _pointer(_described(capsule, None) + _DATA).value or 0


def _fits(value: object, argument: Argument) -> bool:
    if not isinstance(value, np.ndarray) or value.ndim != argument.dimensions:
        return False
    if value.dtype is not argument.kind and value.dtype != argument.kind:  # what was unpickled is another object
        return False
    flags = value.flags
    return (flags.c_contiguous or not argument.is_dense) and (flags.writeable or argument.is_constant) and flags.aligned


def _told(value: object) -> str:
    if isinstance(value, np.ndarray):
        return f"one of {value.dtype} {value.shape}, {'writable' if value.flags.writeable else 'read-only'}"
    return type(value).__name__
