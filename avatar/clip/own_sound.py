"""The sound of a clip that was made here, as it was before it was encoded: it is kept with its footage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.clip.footage import FootageStore
from avatar.runtime.hashing import file_sha256
from avatar.settings import SOUND_RATE

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from avatar.runtime.folders import Home


def own_sound(film: Path, home: Home) -> NDArray[np.int16] | None:
    """Put the sounds of its passages together, (N,), mono at `SOUND_RATE`.

    None if this very file was not made in this home, or its footage is there no longer.
    """
    from avatar.marks.registry import Registry

    entries = Registry(home.data).by_file(file_sha256(film)) if film.is_file() else []
    entries = [each for each in entries if each.is_sound]  # what was changed names sounds of others
    store = FootageStore(home=home)
    parts: list[NDArray[np.int16]] = []
    length = 0
    for span in entries[0].facts.spans if entries else ():
        footage = store.find_asset(span.asset_id)
        if footage is None:
            return None
        parts += [np.zeros(max(round(span.start * SOUND_RATE) - length, 0), np.int16), footage.sound]
        length += len(parts[-2]) + len(parts[-1])
    return np.concatenate(parts) if parts else None
