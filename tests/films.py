"""Films of one shot, for tests that have all frames at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.film import FilmWriter

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from avatar.data import Frame
    from avatar.settings import FilmSettings


def write_film(
    frames: Iterable[Frame],
    sound: NDArray[np.float32],
    path: Path,
    settings: FilmSettings,
    metadata: Mapping[str, str] | None = None,
) -> None:
    """Write frames with their sound (N,), 48 kHz."""
    with FilmWriter(path, settings, metadata) as film:
        film.shoot(frames, sound)
