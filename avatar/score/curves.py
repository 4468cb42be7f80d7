"""How the face moves, frame by frame, for programs that animate: ARKit's weights as JSON, Live Link Face's CSV."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import numpy as np

from avatar.data import ARKIT_NAMES, MotionTrack
from avatar.errors import InputError

if TYPE_CHECKING:
    from avatar.score.score import Score

SCHEMA = "avatar.arkit/1"
_DIGITS = 4
# The app writes the right one of these pairs before the left one, unlike ARKit's own list.
_SWAPPED = {"jawLeft": "jawRight", "jawRight": "jawLeft", "mouthLeft": "mouthRight", "mouthRight": "mouthLeft"}
_TURNS = ("Yaw", "Pitch", "Roll")
LIVELINK_SHAPES: tuple[str, ...] = tuple(_SWAPPED.get(name, name) for name in ARKIT_NAMES)
"""ARKit names in the order of the app's columns"""
LIVELINK_COLUMNS: tuple[str, ...] = (
    "Timecode",
    "BlendShapeCount",
    *(name[0].upper() + name[1:] for name in LIVELINK_SHAPES),
    *(f"{part}{turn}" for part in ("Head", "LeftEye", "RightEye") for turn in _TURNS),
)
"""as Epic's app Live Link Face heads its recordings"""
_CLOCK = 60
"""frames per second that the app's time code counts, whatever the rate of its rows"""


def write_arkit(score: Score) -> str:
    """Write 52 weights, the head's turn and place, and the gaze of each frame, one frame on a line.

    Raise `InputError` if the score does not know how anything moved.
    """
    motion = _motion(score)
    head, gaze = motion.head, motion.gaze
    top = {
        "schema": SCHEMA,
        "fps": _plain(score),
        "frames": len(motion),
        "names": list(ARKIT_NAMES),
        "head_names": ["pitch", "yaw", "roll", "x", "y", "z"],
        "gaze_names": ["right", "down"],
    }
    parts = [json.dumps(top, indent=2)[:-2]]
    for name, values in (("weights", motion.weights), ("head", head), ("gaze", gaze)):
        rows = ",\n".join(f"    {json.dumps(row)}" for row in values.astype(float).round(_DIGITS).tolist())
        parts.append(f'  "{name}": [\n{rows}\n  ]')
    return ",\n".join(parts) + "\n}\n"


def write_livelink(score: Score) -> str:
    """Write a recording as the app Live Link Face does: 63 columns, a row per frame, angles in radians.

    Angles turn as ARKit's axes do: yaw to the subject's left, pitch down, roll toward the subject's right shoulder from
    the viewer's side counted against the clock. Raise `InputError` as `write_arkit` does.
    """
    motion = _motion(score)
    order = [ARKIT_NAMES.index(name) for name in LIVELINK_SHAPES]
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(LIVELINK_COLUMNS)
    count = str(len(LIVELINK_COLUMNS) - 2)
    for index, (weights, head, gaze) in enumerate(zip(motion.weights, motion.head, motion.gaze, strict=True)):
        pitch, yaw, roll = head[:3]
        eye = (gaze[0], gaze[1], 0.0)
        numbers = np.concatenate([weights[order], (yaw, pitch, -roll), eye, eye]).astype(float)
        table.writerow([_timecode(index, score), count, *(f"{number + 0.0:.8f}" for number in numbers)])
    return text.getvalue()


def _timecode(index: int, score: Score) -> str:
    ticks = index / score.fps * _CLOCK
    seconds, frame = divmod(round(ticks * 1000), _CLOCK * 1000)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02}:{minute:02}:{second:02}:{frame // 1000:02}.{frame % 1000:03}"


def _motion(score: Score) -> MotionTrack:
    if score.motion is None:
        raise InputError(
            "This timeline does not say how the face moves; give the clip (or the timeline beside it), made with this "
            "version: avatar timeline render FILE makes one."
        )
    return MotionTrack.from_rows(score.fps, score.motion)


def _plain(score: Score) -> int | float:
    return score.fps.numerator if score.fps.denominator == 1 else round(float(score.fps), 6)
