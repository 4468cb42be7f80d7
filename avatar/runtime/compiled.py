"""The compiler of the loops over pixels: numba, without what it would load for linear algebra and C.

A loop is compiled once per machine, which takes a good part of a second, and kept on disk. Each declares what it takes:
so it is compiled for one kind of arguments only, and before there are any, if somebody wants it ready.
"""

from __future__ import annotations

import re
import sys
from importlib import import_module
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar, cast

from numba import config, njit
from numba.core.sigutils import normalize_signature

from avatar.runtime.folders import user_cache

if TYPE_CHECKING:
    from collections.abc import Callable

    _Loop = TypeVar("_Loop", bound=Callable[..., object])

__all__ = ["Kernel", "kernel", "njit"]


def kernel(signature: str, *, fastmath: bool = False) -> Callable[[_Loop], _Loop]:
    """Make a compiled loop of a function that gives nothing back; it lets go of Python's lock.

    `signature` names its arguments as numba does, "const float32[:, ::1], float64": a constant array may be read-only,
    and each `:` that is no `::1` may have any stride. Divisions by zero give infinities, as in numpy.
    """

    def declare(loop: _Loop) -> _Loop:
        return cast("_Loop", Kernel(loop, signature, fastmath))

    return declare


class Kernel:
    """A loop that is compiled, or fetched from disk, when it is first called or wanted."""

    def __init__(self, loop: Callable[..., object], signature: str, fastmath: bool) -> None:
        self._types = _types(signature)
        self._lock = Lock()
        self._is_ready = False
        self._compiled = _kept_on_disk(loop, nogil=True, error_model="numpy", fastmath=fastmath)

    def __call__(self, *arguments: object) -> object:
        """Run the loop."""
        if not self._is_ready:
            self.compile()
        return self._compiled(*arguments)

    def compile(self) -> None:
        """Make it ready to run."""
        with self._lock:
            if not self._is_ready:
                self._compiled.compile(self._types)
                # From now on arguments of another layout are taken as they are, and nothing is compiled for them.
                self._compiled.disable_compile()
                self._is_ready = True

    def is_kept(self) -> bool:
        """Tell whether it lies on disk, compiled from this source by this numba for this processor."""
        try:
            cache = self._compiled._cache  # numba has no public word for it
            key = cache._index_key(self._types, self._compiled.targetctx.codegen())
            return key in cache._cache_file._load_index()
        except (AttributeError, OSError):
            return False


def _types(signature: str) -> tuple[Any, ...]:
    names = re.split(r", (?=[a-z])", signature)
    types, _ = normalize_signature(f"void({', '.join(name.removeprefix('const ') for name in names)})")
    return tuple(
        kind.copy(readonly=True) if name.startswith("const ") else kind for name, kind in zip(names, types, strict=True)
    )


def _kept_on_disk(loop: Callable[..., object], **options: object) -> Any:  # noqa: ANN401 - numba has no types
    """Let numba keep what it compiles: beside the source, else in the user's cache, else in that of ours."""
    try:
        return njit(loop, cache=True, **options)
    except RuntimeError:  # no folder that may be written: a service's user has no home
        config.CACHE_DIR = str(user_cache() / "kernels")
        return njit(loop, cache=True, **options)


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
