"""What is performed: a timeline whose every time, look and cue is meant as it is written."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from avatar.data import Cue, Phone, Word

DIGITS = 4
"""after the point that times have, s: exact in every format"""
TICK = 10.0**-DIGITS
"""s, the smallest difference that can be written"""


@dataclass(frozen=True, slots=True)
class Score:
    """A timeline as somebody wants it."""

    words: tuple[Word, ...] = ()
    """in order, times to `DIGITS`; none where only sounds are known"""
    phones: tuple[Phone, ...] = ()
    """the same, each within its word"""
    cues: tuple[Cue, ...] = ()
    """what the face does, in order"""
    text: str = ""
    """what is said; "": nobody has said"""
    language: str = ""
    """BCP-47; "": nobody has said"""
    voice: str = ""
    """name of the voice card; "": none"""
    emotion: str = "neutral"
    """one of `settings.EMOTIONS`"""
    portrait: str = ""
    """name of whom it was filmed with; "": nobody yet"""
    size: tuple[int, int] | None = None
    """width and height that it was filmed in, px"""
    fps: Fraction = Fraction(25)
    """frames per second"""
    frames: int = 0
    """how many there were; 0: it was not filmed yet"""
    seed: int | None = None
    """of all that is random"""
    mouth: float = 1.0
    """size of lip movements"""
    head: float = 1.0
    """size of head motion"""
    blink: float = 1.0
    """how often the eyes blink"""
    clip: str = ""
    """path of the film that it was taken from; "": none"""
    names: tuple[str, ...] = ()
    """which columns of the motion are the lips'"""
    motion: NDArray[np.float32] | None = None
    """(frames, 62), `data.MOTION_NAMES`, how everything moved there; None: it is not known"""

    @property
    def seconds(self) -> float:
        """How long it lasts, s: as long as its film, or to its last sound."""
        return float(self.frames / self.fps) if self.frames else self.spoken

    @property
    def spoken(self) -> float:
        """When its last sound or word ends, s."""
        return max([0.0, *(phone.end for phone in self.phones), *(word.end for word in self.words)])
