"""Checks that a value makes when it is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.errors import AvatarError

if TYPE_CHECKING:
    from numpy.typing import NDArray


def require(holds: bool, what: str) -> None:
    """Raise `AvatarError` unless something holds."""
    if not holds:
        raise AvatarError(f"A value between two stages is malformed: {what}.")


def require_array(array: NDArray[np.generic], kind: type, shape: tuple[int | None, ...], name: str) -> None:
    """Raise `AvatarError` unless an array has a kind and a shape, where None is any length."""
    fits = array.ndim == len(shape) and all(
        want is None or have == want for have, want in zip(array.shape, shape, strict=True)
    )
    require(
        array.dtype == np.dtype(kind) and fits,
        f"{name} must be {np.dtype(kind).name} of shape {shape}, not {array.dtype} {array.shape}",
    )
