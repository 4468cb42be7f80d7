"""A few pictures of a film, evenly spaced, without decoding all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.errors import InputError
from avatar.outside.media import broken, open_media

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray


_STRETCH = 12.0
"""s of film that are rather decoded than jumped over: a jump goes back to a key frame, of which there may be few"""


def sampled(film: Path, seconds: float, count: int) -> Iterator[tuple[float, NDArray[np.uint8]]]:
    """Yield the time, s, and the pixels (H, W, 3), RGB, of `count` pictures of a film of this length, nearly.

    Raise `InputError` if it cannot be read.
    """
    import av

    wanted = [seconds * (number + 0.5) / count for number in range(count)]
    try:
        with open_media(film) as container:
            stream = container.streams.video[0]
            stream.thread_type = "AUTO"
            stream.codec_context.skip_frame = "BIDIR"  # those that no other picture is made of
            shown = 0.0
            for time in wanted:
                if time > shown + _STRETCH:
                    container.seek(int(time * av.time_base), backward=True)
                for frame in container.decode(stream):
                    shown = frame.time or 0.0
                    if shown >= time - 1e-3:
                        yield shown, np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)
                        break
    except broken() as fault:
        raise InputError(f"No pictures can be read from {str(film)!r} ({fault}); give a film.") from fault
