"""Lips and sound to the motion of the whole head, one row per video frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.data import ARKIT_INDEX, MotionTrack
from avatar.motion import acting, blending, blinks, face, gaze, head, moods
from avatar.motion.breath import breathing
from avatar.motion.curves import at, edges
from avatar.motion.prosody import listen
from avatar.motion.sampling import frame_times, sample_lips

if TYPE_CHECKING:
    from fractions import Fraction

    from numpy.typing import NDArray

    from avatar.data import LipTrack, Speech
    from avatar.motion.prosody import Prosody
    from avatar.settings import MotionSettings

_SETTLE = 0.6  # s at either end in which everything returns to the portrait's own pose
_TRAVELS = 1.3  # s, the same for the head's place: a back is heavier than a neck
_EYE_RANGE = np.radians(10.0)  # of the eyes in the head
_FURTHER = np.radians(5.0)  # that they go beyond it where a cue sends them
_HOLDS_VIEWER = 0.9  # how much of a head turn the eyes undo to keep looking at the same point


class NaturalMover:
    """Move head, eyes and brows the way people do while they speak, and little while they don't."""

    def __init__(self, settings: MotionSettings) -> None:
        self._settings = settings
        self._mood = moods.MOODS[settings.emotion]

    def move(self, lips: LipTrack, speech: Speech, fps: Fraction, rng: np.random.Generator) -> MotionTrack:
        """Give one row per frame for `ceil(speech.seconds * fps)` frames.

        The first and the last row are all zero, the portrait as it is, so that clips can be joined. Idle time is
        wherever `speech` is silent. The same generator state gives the same motion.
        """
        count = frame_count(speech, fps)
        times = frame_times(count, fps)
        for_gaze, for_head, for_blinks, for_face, for_breath = rng.spawn(5)
        prosody = listen(speech)
        window = edges(prosody.times, times[-1] if count else 0.0, _SETTLE)
        acted = acting.act(speech.cues, prosody.times)
        shifts = gaze.shifts(speech.seconds, for_gaze, self._mood.averts)
        breath = breathing(prosody, speech.seconds, for_breath) * window
        slowly = edges(prosody.times, times[-1] if count else 0.0, _TRAVELS)
        turned = self._head(prosody, shifts, acted, breath, (window, slowly), for_head)
        seen = gaze.looking(shifts, prosody.times, for_gaze)
        seen += (acted.gaze - seen) * acted.held[:, None]
        looks = _in_head(np.radians(seen), turned, _EYE_RANGE + _FURTHER * acted.held) * window[:, None]
        weights, tongue = self._face(lips, prosody, acted, fps, count, for_face)
        rate = self._settings.blink * self._mood.blinks
        own = blinks.blink_times(prosody, speech.seconds, rate, for_blinks)
        moments = blinks.with_asked(own, acted.blinks, speech.seconds)
        _add_eyes(weights, _columns(times, looks), blinks.lids(moments, times))
        if count:
            weights[[0, -1]], tongue[[0, -1]] = 0.0, 0.0
        return MotionTrack(
            fps=fps,
            weights=np.clip(weights, 0.0, 1.0).astype(np.float32),
            head=_columns(times, turned).astype(np.float32),
            gaze=_columns(times, looks).astype(np.float32),
            tongue=np.clip(tongue, 0.0, 1.0).astype(np.float32),
            breath=at(times, breath).astype(np.float32),
        )

    def _head(  # noqa: PLR0913 - everything that moves a head
        self,
        prosody: Prosody,
        shifts: list[gaze.Shift],
        acted: acting.Acted,
        breath: NDArray[np.float64],
        windows: tuple[NDArray[np.float64], NDArray[np.float64]],
        rng: np.random.Generator,
    ) -> NDArray[np.float64]:
        """Draw turn and place of the head (T, 6), rad and IOD; what a cue asks for does not depend on the strength."""
        strength, (window, slowly) = self._settings.head, windows
        own = head.turning(prosody, shifts, window, self._mood, rng)
        angles = head.limited(own * strength + acted.turn * window[:, None])
        places = head.limited(head.shifting(prosody, own, breath, slowly, rng) * strength, head.FURTHEST)
        return np.concatenate([np.radians(angles), places], axis=1)

    def _face(  # noqa: PLR0913 - everything that moves a face
        self,
        lips: LipTrack,
        prosody: Prosody,
        acted: acting.Acted,
        fps: Fraction,
        count: int,
        rng: np.random.Generator,
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Draw all weights but the eyes' own (count, 52), and the tongue tip (count,)."""
        times = frame_times(count, fps)
        weights, tongue = sample_lips(lips, fps, count)
        _loosen(weights, at(times, face.slow_loudness(prosody)), rng)
        window = edges(times, times[-1] if count else 0.0, _SETTLE)
        alive = face.brows(prosody, rng, self._mood.brows) | face.lids_alive(len(prosody.times), rng)
        for name, curve in alive.items():
            weights[:, ARKIT_INDEX[name]] += at(times, curve) * window
        for shown in (moods.expression(self._mood, prosody, rng), acted.weights):
            faces = {name: at(times, curve) * window for name, curve in shown.items()}
            blending.lay_over(weights, faces, float(fps))
        face.cheeks(weights, float(fps))
        return weights, tongue


def frame_count(speech: Speech, fps: Fraction) -> int:
    """Count the frames that cover a speech: the exact ceiling, not that of a rounded product."""
    return -(-len(speech.samples) * fps.numerator // (speech.sample_rate * fps.denominator))


def _loosen(weights: NDArray[np.float64], loudness: NDArray[np.float64], rng: np.random.Generator) -> None:
    """Scale the opening with the loudness and lean the mouth a little to one side, in place; a seal stays a seal."""
    for name in ("jawOpen", "mouthClose"):
        weights[:, ARKIT_INDEX[name]] *= loudness
    for name in ("mouthSmile", "mouthStretch"):
        lean = 0.06 * float(np.clip(rng.normal(), -1.5, 1.5))
        weights[:, ARKIT_INDEX[f"{name}Left"]] *= 1 + lean
        weights[:, ARKIT_INDEX[f"{name}Right"]] *= 1 - lean


def _in_head(
    target: NDArray[np.float64], turned: NDArray[np.float64], reach: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Turn where a person looks into how the eyes stand in the turned head (T, 2), rad: they hold what they look at."""
    against = turned[:, [1, 0]]
    return np.clip(target - _HOLDS_VIEWER * against, -reach[:, None], reach[:, None])


def _add_eyes(weights: NDArray[np.float64], looks: NDArray[np.float64], lids: NDArray[np.float64]) -> None:
    face.look_weights(looks, weights)
    for side in ("Left", "Right"):
        column = ARKIT_INDEX[f"eyeBlink{side}"]
        weights[:, column] = np.maximum(weights[:, column], lids)
        weights[:, ARKIT_INDEX[f"eyeWide{side}"]] *= 1 - lids
        weights[:, ARKIT_INDEX[f"browDown{side}"]] += 0.05 * lids


def _columns(times: NDArray[np.float64], curves: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.stack([at(times, curve) for curve in curves.T], axis=1)
