"""One good picture of a clip: somebody who looks at you, with open eyes and a mouth that is nearly closed."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import numpy as np

from avatar.errors import AvatarError
from avatar.outside.media import open_media

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray
    from PIL.Image import Image

_LONGEST = 640
"""px of its longer side"""
_QUALITY = 86
"""of JPEG, 1 to 95"""
_MIDDLE = (0.1, 0.9)
"""of the clip's length, in which it lies"""
_COSTS = {
    "eyeBlinkLeft": 3.0,
    "eyeBlinkRight": 3.0,
    "eyeLookDownLeft": 1.0,
    "eyeLookDownRight": 1.0,
    "jawOpen": 2.5,
    "mouthLowerDownLeft": 0.8,
    "mouthLowerDownRight": 0.8,
    "mouthUpperUpLeft": 0.8,
    "mouthUpperUpRight": 0.8,
    "mouthFunnel": 0.6,
    "mouthPucker": 0.6,
    "mouthRollLower": 0.4,
    "mouthRollUpper": 0.4,
    "mouthSmileLeft": -0.3,
    "mouthSmileRight": -0.3,
}
"""of each ARKit weight: how much it spoils the picture"""
_NEARLY_CLOSED = 0.08
"""jawOpen at which a mouth looks at ease"""


def write_thumbnail(film: Path, timeline: Path, picture: Path) -> float:
    """Write the best frame of a film as JPEG, with its label and the film's own AIGC mark; give its time, s."""
    told = json.loads(timeline.read_text(encoding="utf-8"))
    index = best_frame(told)
    image = _frame(film, index)
    image.thumbnail((_LONGEST, _LONGEST))
    image.save(picture, "JPEG", quality=_QUALITY, optimize=True)
    _mark(film, picture)
    return index / float(told["fps"])


def best_frame(timeline: dict[str, Any]) -> int:
    """Choose a frame by what the face does in it: the index of the one that costs least."""
    costs = _costs(timeline)
    first, last = (int(len(costs) * share) for share in _MIDDLE)
    # A picture between two of another look is blurred or about to blink, so its neighbours count too.
    smooth = np.convolve(np.pad(costs, 2, mode="edge"), np.array([1, 2, 3, 2, 1]) / 9, mode="valid")
    return first + int(np.argmin(smooth[first : max(last, first + 1)]))


def _costs(timeline: dict[str, Any]) -> NDArray[np.float64]:
    total = np.zeros(int(timeline["frames"]))
    for part in ("curves", "motion"):
        values = np.asarray(timeline[part]["values"], np.float64)
        for column, name in enumerate(timeline[part]["names"]):
            if name in _COSTS:
                weights = values[:, column]
                told = np.abs(weights - _NEARLY_CLOSED) if name == "jawOpen" else weights
                total += _COSTS[name] * told
    return total


def _frame(film: Path, index: int) -> Image:
    import av

    with open_media(film) as container:
        stream = container.streams.video[0]
        rate = stream.average_rate or stream.guessed_rate
        time = index / float(rate) if rate else 0.0
        container.seek(int(time * av.time_base), backward=True)
        image = None
        for frame in container.decode(stream):
            image = frame
            if frame.time is not None and frame.time >= time - 1e-3:
                break
        if image is None:
            raise AvatarError(f"The film {film.name!r} shows no picture; render it again.")
        shown: Image = image.to_image()
        return shown


def _mark(film: Path, picture: Path) -> None:
    """Give the picture the AIGC mark of the film, whose picture it is."""
    from avatar.marks import aigc

    with suppress(AvatarError):
        if text := aigc.read(film):
            aigc.write(picture, aigc.Tag.from_text(text))
