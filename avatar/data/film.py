"""What comes out: pictures, stretches of film, and the finished clip."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from avatar.data.checks import require_array
from avatar.data.names import MOTION_NAMES

if TYPE_CHECKING:
    from fractions import Fraction

    from numpy.typing import NDArray

    from avatar.data.speech import Cue, Phone, Word


@dataclass(frozen=True, slots=True)
class RenderCapabilities:
    """What a renderer can do."""

    cuts_out: bool = False
    """it has `cut_out`, `over` and `emptied` too, and so can put something else behind the person"""
    repaints: int = 0
    """px, side of the square that a network paints anew for each frame, and then it has `through` too; 0: none does"""


@dataclass(frozen=True, slots=True)
class Frame:
    """One finished or unfinished picture of the clip."""

    image: NDArray[np.uint8]
    """(H, W, 3) RGB, or 4 channels with alpha"""
    index: int
    """0, 1, 2, ..."""
    time: float
    """s"""


@dataclass(frozen=True, slots=True)
class Pictures:
    """Encoded pictures of one shot, which begins with a key frame and needs no other."""

    data: NDArray[np.uint8]
    """(B,), all packets one after the other"""
    packets: NDArray[np.int64]
    """(P, 4), in decoding order: size, bytes; time shown, time decoded, frames from the shot's first; 1: key frame"""
    alpha: NDArray[np.uint8]
    """(A,), the packets' transparency where a codec keeps it apart; else empty"""
    alpha_sizes: NDArray[np.int64]
    """(P,), bytes of each in `alpha`"""
    frames: int
    """count"""

    def __post_init__(self) -> None:
        require_array(self.data, np.uint8, (None,), "data")
        require_array(self.packets, np.int64, (None, 4), "packets")
        require_array(self.alpha, np.uint8, (None,), "alpha")
        require_array(self.alpha_sizes, np.int64, (len(self.packets),), "alpha_sizes")


@dataclass(frozen=True, slots=True)
class Footage:
    """A stretch of the film that is done: what is said in it, what moves, and its encoded pictures."""

    sound: NDArray[np.int16]
    """(N,), mono, 48 kHz"""
    phones: tuple[Phone, ...]
    """times from the stretch's beginning"""
    words: tuple[Word, ...]
    """the same"""
    cues: tuple[Cue, ...]
    """the same"""
    names: tuple[str, ...]
    """(M,), which columns of the motion are the lips'"""
    motion: NDArray[np.float32]
    """(T, 62), `MOTION_NAMES`, what everything does in each frame"""
    pictures: Pictures

    def __post_init__(self) -> None:
        require_array(self.sound, np.int16, (None,), "sound")
        require_array(self.motion, np.float32, (self.pictures.frames, len(MOTION_NAMES)), "motion")


@dataclass(frozen=True, slots=True)
class Clip:
    """A finished film and where its parts lie."""

    video: str
    """path of the film"""
    timeline: str
    """path of the timeline"""
    seconds: float
    """length, s"""
    frames: int
    """count"""
    fps: Fraction
    """frames per second"""
    size: tuple[int, int]
    """width, height, px"""
    content_id: str
    """32 hex digits that name this clip"""
    wall_s: float
    """time from call to finished file, s"""
    first_frame_s: float
    """time from call to the first rendered frame, s"""
    stages: dict[str, float] = field(default_factory=dict)
    """time spent in each stage, s"""
    warnings: tuple[str, ...] = ()
    """sentences"""
    subtitles: tuple[str, ...] = ()
    """paths of the files with subtitles"""
    likeness: float | None = None
    """of its face to the portrait's, at worst, -1 to 1; None: not looked at, or no face that can be judged"""
    likeness_floor: float | None = None
    """below which `warnings` tells of it"""
    likeness_by: str = ""
    """what it was measured with; "" where it was not looked at"""
