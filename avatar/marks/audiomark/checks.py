"""What sound can carry a mark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LOWEST_RATE = 12_000
"""Hz: a lower one has no room for frequencies up to 5.5 kHz"""


def check_rate(rate: int) -> None:
    """Raise `InputError` for a sample rate at which no mark can be."""
    if rate < LOWEST_RATE:
        raise InputError(f"Sound at {rate} Hz has no room for a mark; give it at {LOWEST_RATE} Hz or more.")


def check_mono(samples: NDArray[np.float32]) -> None:
    """Raise `InputError` unless `samples` are one row of floats."""
    if samples.ndim != 1 or samples.dtype.kind != "f":
        raise InputError(
            f"Sound of shape {samples.shape} and type {samples.dtype} cannot be marked; give one row of float32."
        )
