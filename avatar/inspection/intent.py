"""What a clip was meant to show: its timeline, and how far its lips were to open."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from avatar.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

SCHEMA = "avatar.timeline/1"

_OPENING = {"mouthLowerDown": 0.06, "mouthUpperUp": 0.05, "mouthFunnel": 0.05}
_PER_JAW = 0.72
"""IOD of lip opening per weight of jawOpen beyond mouthClose, as a landmark detector sees it"""
_WIDTH = {"mouthStretch": 0.24, "mouthSmile": 0.27, "mouthPucker": -0.25, "mouthFunnel": -0.16}
"""change of the mouth's width per weight, in widths at rest; tests/measure/calibrate_inspect.py fits them"""


@dataclass(frozen=True, slots=True)
class Sound:
    """One phone of the timeline."""

    ipa: str
    """"" is silence"""
    start: float
    """s"""
    end: float
    """s"""
    viseme: str
    """class: "bilabial", "open vowel", ..."""

    @property
    def seconds(self) -> float:
        """Length, s."""
        return self.end - self.start

    @property
    def is_vowel(self) -> bool:
        """Tell vowels from all else."""
        return self.viseme.endswith("vowel")


@dataclass(frozen=True, slots=True)
class Timeline:
    """A document of the schema `avatar.timeline/1`, as far as it concerns an inspection."""

    fps: float
    """frames per second"""
    frames: int
    """count"""
    sounds: tuple[Sound, ...]
    """phones in order, silences left out"""
    words: tuple[tuple[str, float, float], ...]
    """text, start s, end s"""
    times: NDArray[np.float64]
    """(T,), s"""
    opening: NDArray[np.float64]
    """(T,), intended gap between the inner lips, IOD"""
    width: NDArray[np.float64]
    """(T,), intended width of the mouth, in widths at rest"""
    background: str = "own"
    """what is behind the person: "own" is the portrait's, "video" moves"""
    has_captions: bool = False
    """subtitles are burned into the pictures"""

    def silences(self, seconds: float) -> list[tuple[float, float]]:
        """List where nothing is said: start and end, s, from 0 to the end of the clip."""
        edges = [0.0, *(edge for sound in self.sounds for edge in (sound.start, sound.end)), max(seconds, 0.0)]
        return [(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if end - start > 0.05]


def is_timeline(path: Path) -> bool:
    """Tell whether the file claims to be one."""
    try:
        return SCHEMA in path.read_text(encoding="utf-8", errors="replace")[:4096]
    except OSError:
        return False


def read_timeline(path: Path) -> Timeline:
    """Read a timeline. Raise `InputError` if it is missing, of another schema or incomplete."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except OSError as fault:
        raise InputError(
            f"The timeline {str(path)!r} cannot be read ({fault.strerror}); check its name and rights."
        ) from fault
    except (ValueError, RecursionError) as fault:
        raise InputError(f"The timeline {str(path)!r} is not JSON ({fault}); make the clip again.") from fault
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise InputError(
            f"The file {str(path)!r} is not a timeline of the schema {SCHEMA!r}; give the one of the clip."
        )
    try:
        return _parsed(document)
    except (KeyError, TypeError, ValueError, IndexError, OverflowError) as fault:
        raise InputError(
            f"The timeline {str(path)!r} is incomplete ({type(fault).__name__}: {fault}); make the clip again."
        ) from fault


def intended_opening(weights: dict[str, NDArray[np.float64]]) -> NDArray[np.float64]:
    """Give the gap between the inner lips, IOD, that mouth weights (T,) by ARKit name intend, as a detector sees it."""
    gap = _PER_JAW * np.maximum(_of(weights, "jawOpen") - _of(weights, "mouthClose"), 0.0)
    return np.asarray(gap + sum(share * _of(weights, name) for name, share in _OPENING.items()))


def intended_width(weights: dict[str, NDArray[np.float64]]) -> NDArray[np.float64]:
    """Give the mouth's width, in widths at rest, that mouth weights (T,) by ARKit name intend."""
    return np.asarray(1.0 + sum(share * _of(weights, name) for name, share in _WIDTH.items()))


def _of(weights: dict[str, NDArray[np.float64]], name: str) -> NDArray[np.float64]:
    """Give one weight, or the mean of its two sides; 0 where the document has none."""
    sides = [weights[full] for full in (name, f"{name}Left", f"{name}Right") if full in weights]
    return np.asarray(np.mean(sides, axis=0)) if sides else np.zeros(len(next(iter(weights.values()))))


def _parsed(document: dict[str, object]) -> Timeline:
    curves, phones, words = document["curves"], document["phones"], document["words"]
    if not isinstance(curves, dict) or not isinstance(phones, list) or not isinstance(words, list):
        raise TypeError("curves, phones and words")
    values = np.array(curves["values"], np.float64).reshape(-1, len(curves["names"]))
    weights = dict(zip(curves["names"], values.T, strict=True))
    fps = float(str(document["fps"]))
    sounds = [Sound(str(one["ipa"]), float(one["start"]), float(one["end"]), str(one["viseme"])) for one in phones]
    return Timeline(
        fps=fps,
        frames=int(str(document["frames"])),
        sounds=tuple(sound for sound in sounds if sound.ipa),
        words=tuple((str(one["text"]), float(one["start"]), float(one["end"])) for one in words),
        times=np.arange(len(values)) / fps,
        opening=intended_opening(weights),
        width=intended_width(weights),
        background=str(document.get("background", "own")),
        has_captions=document.get("subtitles") == "burn",
    )
