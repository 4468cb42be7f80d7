"""What an inspection finds: fourteen rows, the worst moments, and the curves behind them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from avatar.inspection.intent import Timeline

ROWS = 14
"""how many there are of what is measured"""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number and where it has to lie."""

    name: str
    """what it is, with its unit where it has one: "clip_ms" """
    value: float | None
    """as measured; None: cannot be measured on this clip"""
    low: float | None = None
    """least that passes; None: no such end"""
    high: float | None = None
    """most that passes"""
    judged: bool = True
    """False: shown, but it says too little here to pass or fail by"""
    error: float | None = None
    """how far the instrument itself may be off, in the unit of the value; None: not known"""

    @property
    def beyond(self) -> float:
        """Say how far it is outside its limits, in its own unit; 0 inside."""
        if self.value is None:
            return 0.0
        below = 0.0 if self.low is None else self.low - self.value
        above = 0.0 if self.high is None else self.value - self.high
        return max(below, above, 0.0)

    @property
    def is_doubtful(self) -> bool:
        """Tell whether it is outside its limits by no more than the instrument itself may be off."""
        return self.judged and 0 < self.beyond <= (self.error or 0.0)

    @property
    def passed(self) -> bool | None:
        """Tell whether it lies within its limits; None if it was not judged, or that is in doubt."""
        if self.value is None or not self.judged or self.is_doubtful:
            return None
        return self.beyond == 0.0


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table of what good means."""

    id: int
    """1 to `ROWS`"""
    name: str
    """what is measured"""
    figures: tuple[Figure, ...]
    """at least one"""
    note: str = ""
    """a sentence: why it cannot be measured, or against what it was"""

    @property
    def passed(self) -> bool | None:
        """Tell whether every judged figure passes; None if none was."""
        verdicts = [figure.passed for figure in self.figures if figure.passed is not None]
        return all(verdicts) if verdicts else None

    @property
    def is_doubtful(self) -> bool:
        """Tell whether any of its figures is in doubt."""
        return any(figure.is_doubtful for figure in self.figures)

    def as_json(self) -> dict[str, object]:
        """Give `id`, `name`, `value`, `limit` and `error` by figure, `passed`."""
        return {
            "id": self.id,
            "name": self.name,
            "value": {figure.name: figure.value for figure in self.figures},
            "limit": {figure.name: [figure.low, figure.high] for figure in self.figures},
            "error": {figure.name: figure.error for figure in self.figures},
            "passed": self.passed,
        }


@dataclass(frozen=True, slots=True)
class Worst:
    """A moment worth looking at."""

    time: float
    """s"""
    reason: str
    """what is wrong there, or comes closest to being wrong"""
    row: int = 0
    """which row it belongs to; 0: none"""
    excess: float = 0.0
    """how bad, in limits of its row; over 1 fails"""
    picture: bytes = b""
    """JPEG of the frame, if asked for"""

    def as_json(self) -> dict[str, object]:
        """Give `time` and `reason`."""
        return {"time": round(self.time, 3), "reason": self.reason}


@dataclass(frozen=True, slots=True)
class Curves:
    """What the page draws, one value per frame, NaN where nothing was seen."""

    times: NDArray[np.float64]
    """(T,), s"""
    opening: NDArray[np.float64]
    """(T,), IOD"""
    width: NDArray[np.float64]
    """(T,), in widths at rest"""
    angles: NDArray[np.float64]
    """(T, 3), pitch, yaw, roll about their medians, degrees"""
    lids: NDArray[np.float64]
    """(T,), eyelid aperture in that of the open eye"""
    sharpness: NDArray[np.float64]
    """(T,), in that of the reference"""
    identity: NDArray[np.float64]
    """(T,), correlation with the reference, -1 to 1"""
    intended_opening: NDArray[np.float64] | None = None
    """(T,), IOD"""
    intended_width: NDArray[np.float64] | None = None
    """(T,), in widths at rest"""
    brows: NDArray[np.float64] | None = None
    """(T, 2), middle of each brow above its eye's, left first, IOD"""
    gaze: NDArray[np.float64] | None = None
    """(T, 2), how far each iris is to the image's right of its eye's middle, left first, eye widths"""
    blinks: tuple[float, ...] = ()
    """s"""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that an inspection found."""

    clip: str
    """path"""
    rows: tuple[Row, ...]
    """`ROWS` of them"""
    frames: int
    """count"""
    faces_found: int
    """frames in which a face was seen again"""
    worst: tuple[Worst, ...]
    """in the order of time"""
    notes: tuple[str, ...]
    """sentences: what could not be measured, and why"""
    details: dict[str, object]
    """further figures, not judged"""
    curves: Curves
    """for plots"""
    timeline: Timeline | None = field(default=None, repr=False)
    """what was intended, if it is known"""
    faces: bytes = field(default=b"", repr=False)
    """PNG: the portrait's face and the least like of the clip's, if a portrait was given"""

    @property
    def passed(self) -> bool:
        """Tell whether no row fails, at least one was judged, and a face was seen in every frame."""
        verdicts = [row.passed for row in self.rows if row.passed is not None]
        return bool(verdicts) and all(verdicts) and self.faces_found == self.frames

    def as_json(self) -> dict[str, object]:
        """Give the object of `avatar inspect --json`."""
        return {
            "passed": self.passed,
            "rows": [row.as_json() for row in self.rows],
            "frames": self.frames,
            "faces_found": self.faces_found,
            "worst": [moment.as_json() for moment in self.worst],
            "clip": self.clip,
            "notes": list(self.notes),
            "details": self.details,
        }
