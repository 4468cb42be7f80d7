"""The compiler of the loops over pixels: numba, without what it would load for linear algebra and C."""

from __future__ import annotations

import sys
from importlib import import_module

from numba import njit

__all__ = ["njit"]


def _leave_out_linear_algebra() -> None:
    """Let numba find no BLAS while it makes itself ready: looking for one takes 0.1 s, as it imports scipy.linalg.

    Only `np.correlate` and `np.convolve` use what is found then, and do without; what needs it looks for it again.
    """
    algebra = import_module("numba.np.linalg")
    find = getattr(algebra, "ensure_blas", None)
    if find is None:
        return  # another numba, which looks for it in another way
    algebra.ensure_blas = _find_none  # type: ignore[attr-defined]
    try:
        import_module("numba.np.arraymath")
    finally:
        algebra.ensure_blas = find  # type: ignore[attr-defined]


def _find_none() -> None:
    raise ImportError


def _leave_out_cffi() -> None:
    """Let numba think that there is no cffi, whose functions no kernel calls: its parser of C takes 25 ms to load."""
    known = sys.modules.get("cffi")
    if known is None:
        sys.modules["cffi"] = None  # type: ignore[assignment]
    try:
        import_module("numba.core.typing.cffi_utils")
    finally:
        if known is None:
            del sys.modules["cffi"]


_leave_out_cffi()
_leave_out_linear_algebra()
