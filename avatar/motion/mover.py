"""Lips and sound to the motion of the whole head, one row per video frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.data import ARKIT_INDEX, MotionTrack, Poise
from avatar.motion import acting, blending, blinks, face, gaze, head, meaning, moods
from avatar.motion.breath import breathing
from avatar.motion.brows import brows
from avatar.motion.curves import at, between, edges
from avatar.motion.prosody import listen
from avatar.motion.quiet import part, parted, quiet
from avatar.motion.sampling import frame_times, sample_lips

if TYPE_CHECKING:
    from fractions import Fraction

    from numpy.typing import NDArray

    from avatar.data import LipTrack, Speech
    from avatar.motion.meaning import Meaning
    from avatar.motion.prosody import Prosody
    from avatar.settings import MotionSettings

_SETTLE = 0.6
"""s at either end in which everything returns to the portrait's own pose"""
_TRAVELS = 1.3
"""s, the same for the head's place: a back is heavier than a neck"""
_GLANCES = 0.12
"""s, the same for where a cue sends the eyes"""
_EYE_RANGE = np.radians(10.0)
"""of the eyes in the head"""
_FURTHER = np.radians(5.0)
"""that they go beyond it where a cue sends them"""
_CLEARER, _WIDE = 0.15, 0.4
"""of its opening that a mouth gains that is hardly open, and jawOpen from which on it gains nothing"""
_HOLDS_VIEWER = 0.9
"""how much of a head turn the eyes undo to keep looking at the same point"""


class NaturalMover:
    """Move head, eyes and brows the way people do while they speak, and little while they don't."""

    def __init__(self, settings: MotionSettings) -> None:
        self._settings = settings
        self._mood = moods.MOODS[settings.emotion]

    def poise(self, rng: np.random.Generator) -> Poise:
        """Draw how the head may stand between two stretches of speech: turned and moved less than within them."""
        pose = np.array(self._mood.pose)
        own = head.poise(rng, self._settings.head)
        own[:3] += np.radians(pose) * self._settings.head
        return Poise(own.astype(np.float32))

    def move(  # noqa: PLR0913 - what is heard and seen, and what comes before and after
        self,
        lips: LipTrack,
        speech: Speech,
        fps: Fraction,
        rng: np.random.Generator,
        start: Poise | None = None,
        end: Poise | None = None,
    ) -> MotionTrack:
        """Give one row per frame for `ceil(speech.seconds * fps)` frames.

        Without a poise the first or the last row is all zero, the portrait as it is. A stretch that ends in a poise
        and one that starts from it join without a seam: the lips rest there, the eyes are open and with the viewer.
        Idle time is wherever `speech` is silent. The same generator state gives the same motion.
        """
        count = frame_count(speech, fps)
        times = frame_times(count, fps)
        for_gaze, for_head, for_blinks, for_face, for_breath, for_lips = rng.spawn(6)
        prosody = listen(speech)
        meant = meaning.understand(speech, prosody)
        # What goes on is at its poise when the next stretch shows its first frame, not a frame earlier.
        last = float(times[-1]) if count else 0.0
        stretch = _Stretch(start, end, last if end is None else last + float(1 / fps), prosody.times)
        acted = acting.act(speech.cues, prosody.times)
        shifts = gaze.shifts(speech.seconds, for_gaze, self._mood.averts, prosody.phrases)
        if end is not None:
            shifts = gaze.returning(shifts, stretch.seconds)
        breath = breathing(prosody, stretch.seconds, for_breath, start is not None, end is not None) * stretch.outer
        turned = self._head(prosody, meant, shifts, acted, breath, stretch, for_head)
        seen = gaze.looking(shifts, prosody.times, for_gaze)
        held = acted.held * edges(prosody.times, stretch.seconds, _GLANCES)
        seen += (acted.gaze - seen) * held[:, None]
        looks = _in_head(np.radians(seen), turned, _EYE_RANGE + _FURTHER * held) * stretch.outer[:, None]
        weights, tongue = self._face(lips, prosody, meant, acted, fps, count, stretch, for_face, for_lips)
        rate = self._settings.blink * self._mood.blinks
        own = blinks.blink_times(prosody, speech.seconds, rate, for_blinks, stretch.unblinking)
        moments = blinks.with_asked(own, acted.blinks, speech.seconds, stretch.unblinking)
        _add_eyes(weights, _columns(times, looks), blinks.lids(moments, times))
        for index in [0] * (start is None and count > 0) + [-1] * (end is None and count > 0):
            weights[index], tongue[index] = 0.0, 0.0
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
        meant: Meaning,
        shifts: list[gaze.Shift],
        acted: acting.Acted,
        breath: NDArray[np.float64],
        stretch: _Stretch,
        rng: np.random.Generator,
    ) -> NDArray[np.float64]:
        """Draw turn and place of the head (T, 6), rad and IOD; what a cue asks for does not depend on the strength."""
        strength, window = self._settings.head, stretch.window
        own = head.turning(prosody, meant, shifts, window, self._mood, rng)
        held = stretch.poised()
        angles = head.limited(own * strength + acted.turn * window[:, None] + np.degrees(held[:, :3]))
        moved = head.shifting(prosody, own, breath, stretch.slowly, rng) * strength
        places = head.limited(moved + held[:, 3:], head.FURTHEST)
        return np.concatenate([np.radians(angles), places], axis=1)

    def _face(  # noqa: PLR0913 - everything that moves a face
        self,
        lips: LipTrack,
        prosody: Prosody,
        meant: Meaning,
        acted: acting.Acted,
        fps: Fraction,
        count: int,
        stretch: _Stretch,
        rng: np.random.Generator,
        for_lips: np.random.Generator,
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Draw all weights but the eyes' own (count, 52), and the tongue tip (count,)."""
        times = frame_times(count, fps)
        weights, tongue = sample_lips(lips, fps, count)
        _loosen(weights, at(times, face.slow_loudness(prosody)), rng)
        between = parted(stretch.start), parted(stretch.end)
        part(weights, quiet(prosody, stretch.seconds, for_lips, *between), times, float(fps))
        alive = brows(prosody, meant, rng, self._mood.brows) | face.lids_alive(len(prosody.times), rng)
        for name, curve in alive.items():
            weights[:, ARKIT_INDEX[name]] += at(times, curve * stretch.window)
        resting = moods.expression(self._mood, prosody, stretch.window, rng)
        for shown, window in ((resting, stretch.outer), (acted.weights, stretch.window)):
            faces = {name: at(times, curve * window) for name, curve in shown.items()}
            blending.lay_over(weights, faces, float(fps))
        face.cheeks(weights, float(fps))
        return weights, tongue


class _Stretch:
    """One stretch of motion between two poises, and the windows that bring everything there."""

    def __init__(self, start: Poise | None, end: Poise | None, seconds: float, times: NDArray[np.float64]) -> None:
        self.start, self.end, self.seconds, self._times = start, end, seconds, times
        self.window = edges(times, seconds, _SETTLE)
        """(T,): 0 at both ends"""
        self.slowly = edges(times, seconds, _TRAVELS)
        """(T,): the same, for what is heavy"""
        self.outer = edges(times, seconds, _SETTLE, at_start=start is None, at_end=end is None)
        """(T,): 0 only where the clip itself begins or ends"""
        self.unblinking = (
            blinks.FREE[0] if start is None else blinks.FREE_INSIDE[0],
            blinks.FREE[1] if end is None else blinks.FREE_INSIDE[1],
        )
        """s at either end"""

    def poised(self) -> NDArray[np.float64]:
        """Draw the way out of the first poise and into the last (T, 6)."""
        still = np.zeros(6)
        ends = [still if poise is None else poise.head.astype(np.float64) for poise in (self.start, self.end)]
        return np.stack(
            [
                between(self._times, self.seconds, _SETTLE if axis < 3 else _TRAVELS, (ends[0][axis], ends[1][axis]))
                for axis in range(6)
            ],
            axis=1,
        )


def frame_count(speech: Speech, fps: Fraction) -> int:
    """Count the frames that cover a speech: the exact ceiling, not that of a rounded product."""
    return -(-len(speech.samples) * fps.numerator // (speech.sample_rate * fps.denominator))


def _loosen(weights: NDArray[np.float64], loudness: NDArray[np.float64], rng: np.random.Generator) -> None:
    """Scale the opening with the loudness and lean the mouth a little to one side, in place; a seal stays a seal."""
    jaw, close = ARKIT_INDEX["jawOpen"], ARKIT_INDEX["mouthClose"]
    weights[:, jaw] *= loudness
    weights[:, close] *= loudness
    # Viewers would rather see too much of a mouth than too little: what opens least gains most.
    parted = np.maximum(weights[:, jaw] - weights[:, close], 0.0)
    weights[:, jaw] += _CLEARER * parted * np.clip(1 - parted / _WIDE, 0.0, 1.0)
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
