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
    store = FootageStore(home=home)
    parts = [(span.start, store.find_asset(span.asset_id)) for span in entries[0].facts.spans] if entries else []
    sound = np.zeros(0, np.int16)
    for start, footage in parts:
        if footage is None:
            return None
        sound = np.pad(sound, (0, max(round(start * SOUND_RATE) - len(sound), 0)))
        sound = np.concatenate([sound, footage.sound])
    return sound if parts else None
