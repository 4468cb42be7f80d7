"""The sound of a film, or of a sound file, as samples."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.errors import InputError
from avatar.outside.media import SOUND, broken, open_media
from avatar.settings import SOUND_RATE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from av.container import InputContainer
    from numpy.typing import NDArray


def hear(path: Path) -> NDArray[np.int16]:
    """Decode the first sound of a file, (N,), mono at `SOUND_RATE`, from the moment at which its pictures begin.

    Raise `InputError` if it has none, or cannot be decoded.
    """
    if not path.is_file():
        raise InputError(f"There is no sound {str(path)!r}; check its name.")
    try:
        with open_media(path, wanted=SOUND) as container:
            if not container.streams.audio:
                raise InputError(f"The file {str(path)!r} has no sound; give a recording or a clip that has one.")
            blocks = list(_blocks(container))
    except broken() as fault:
        raise InputError(f"The file {str(path)!r} cannot be read as sound ({fault}); give a WAV or a film.") from fault
    if not blocks:
        raise InputError(f"The file {str(path)!r} has no sound; give a recording or a clip that has one.")
    return np.concatenate(blocks)


def _blocks(container: InputContainer) -> Iterator[NDArray[np.int16]]:
    import av

    mono = av.AudioResampler("s16p", "mono", SOUND_RATE)
    video = container.streams.video[0] if container.streams.video else None
    begun = float((video.start_time or 0) * (video.time_base or 0)) if video else None
    for frame in container.decode(audio=0):
        if begun is not None:
            missing = round(((frame.time or 0.0) - begun) * SOUND_RATE)
            yield np.zeros(max(missing, 0), np.int16)
            begun = None
        frame.pts = None  # gaps stay out: only the order counts
        yield from (part.to_ndarray()[0].astype(np.int16) for part in mono.resample(frame))
    yield from (part.to_ndarray()[0].astype(np.int16) for part in mono.resample(None))
