"""Print how alive a talking face is: lips, brows, head and the quiet moments, beside what real talkers show.

    python tests/measure/life.py CLIP.mp4 [CLIP.mp4 ...]
    python tests/measure/life.py --make xiaochen marco amara [--keep FOLDER] [--seed 0] [--size 640]
    python tests/measure/life.py --curves xiaochen [--seeds 6]

The first measures films of anybody's, by landmarks detected again on their pictures; the second makes films that say
ten seconds of Chinese and of English and measures those; the third looks at two minutes of motion without a picture.

What is measured is what the functions of THEval measure (Quignon et al. 2025), written anew:

- lips: mean over all pairs of the 40 points of the lips of the variance of their distance over time, x 1000;
- brows: mean change from frame to frame of the distance of the centres of brow and eye;
- silence: median deviation of the lips' opening, mean of eight pairs of points, from its mean over all silent frames;
- loudness: mean difference of opening and loudness (50 ms), both from 0 to 1 within speech: the less a mouth opens by
  loudness alone, the larger;
- head: root of (mean spread of the three angles, degrees) x (mean variance of their steps) + (mean variance of the
  middle of the face's box, px of 512).

Distances are in those of the outer corners of the eyes, but brows in those of the eyes' centres, and the opening
against loudness in their horizontal distance. It differs in four things: silence is where the sound is 40 dB below its
loudest for 0.3 s, from 0.1 s after its beginning to 0.03 s before its end, rather than where a network hears no voice;
a face is looked for once and then followed by our own run of MediaPipe's networks; pictures are not made smaller before
the silence is measured; and head motion is scaled to pictures of 512 px. `quiver` is ours: the opening's motion above
2 Hz in silence, root mean square, IOD. The detector reads lips that are less than 0.035 IOD apart as closed, so that
lips which close slowly seem to close at once.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

import avatar
from avatar import pipeline
from avatar.clip.request import ClipRequest
from avatar.data import MOTION_NAMES
from avatar.inspection.film import SOUND_RATE, open_film
from avatar.inspection.motion import head_figure
from avatar.inspection.points import inter_ocular
from avatar.inspection.timing import quiet_stretches
from avatar.neural import FaceTracker
from avatar.portrait.face.pose import head_rotation
from tests.loops import echo, echo_by_chance

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

TEXTS = {
    "zh": "您好，我是小陈。今天天气不错，您想先看看订单吗？这个颜色没有货了，不过我可以为您介绍几款新的产品，"
    "请您稍等。",
    "en": "Hello, I am very happy to help you today. Would you like to see your order? I can't change it any more, "
    "but let me show you what is new, and then you choose.",
}
REAL = {"lips": 1.72, "brows": 0.0068, "silence": 0.026, "loudness": 0.253, "head": 9.0}
OUTER_LIPS = (61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 185, 40, 39, 37, 0, 267, 269, 270, 409)
INNER_LIPS = (78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308, 191, 80, 81, 82, 13, 312, 311, 310, 415)
ABOVE, BELOW = (191, 80, 81, 82, 13, 312, 311, 310), (95, 88, 178, 87, 14, 317, 402, 318)
BROWS = ((276, 283, 282, 295, 285, 300, 293, 334, 296, 336), (46, 53, 52, 65, 55, 70, 63, 105, 66, 107))
EYES = (
    (263, 249, 390, 373, 374, 380, 381, 382, 362, 466, 388, 387, 386, 385, 384, 398),
    (33, 7, 163, 144, 145, 153, 154, 155, 133, 246, 161, 160, 159, 158, 157, 173),
)
OUTER_CORNERS = (33, 263)
SILENT, HELD_ON, EARLY = 0.3, 0.1, 0.03  # s
QUIVERS = 2.0  # Hz
LOOPED = ("headPitch", "headYaw", "headRoll", "headX", "headY", "browInnerUp", "browOuterUpLeft")


def main() -> None:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clips", nargs="*", type=Path)
    parser.add_argument("--make", nargs="*", default=[])
    parser.add_argument("--curves", nargs="*", default=[])
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--seeds", type=int, default=4)
    parser.add_argument("--size", type=int, default=640)
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
        clips = [*asked.clips, *made(asked.make, asked.keep or Path(folder), asked.seed, asked.size)]
        if clips:
            say_line("clip", dict.fromkeys((*REAL, "quiver")))
            found = []
            for clip in clips:
                found.append(figures(clip))
                say_line(clip.stem, found[-1])
            say_line("mean", {name: float(np.nanmean([one[name] for one in found])) for name in found[0]})
            say_line("real talkers", REAL)
    for portrait in asked.curves:
        for seed in range(asked.seeds):
            loops(portrait, seed)


def say_line(head: str, values: dict[str, float] | dict[str, None]) -> None:
    """Print one row; without values their names."""
    cells = [f"{name if value is None else format(value, '.4f'):>10}" for name, value in values.items()]
    sys.stdout.write(f"{head:<20}{''.join(cells)}\n")
    sys.stdout.flush()


def made(portraits: list[str], folder: Path, seed: int, size: int) -> Iterator[Path]:
    """Make a film of each portrait in each language, but for those that are there."""
    folder.mkdir(parents=True, exist_ok=True)
    for portrait in portraits:
        for language, text in TEXTS.items():
            clip = folder / f"{Path(portrait).stem}_{language}_{seed}.mp4"
            if not clip.exists():
                avatar.say(text, portrait, clip, language=language, size=(size, size), seed=seed)
            yield clip


def figures(clip: Path) -> dict[str, float]:
    """Measure a film."""
    film, tracker = open_film(clip), FaceTracker()
    seen = [(time, tracker.follow(picture)) for time, picture in film.pictures()]
    times = np.array([time for time, face in seen if face is not None])
    points = np.stack([face for _, face in seen if face is not None])
    flat, sound = points[..., :2], film.sound()
    is_silent = silent(times, sound)
    face = flat[:, :468] * 512 / min(film.size)
    return {
        "lips": lip_motion(flat),
        "brows": brow_motion(flat),
        "silence": lips_in_silence(flat, is_silent),
        "loudness": away_from_loudness(flat, times, sound, ~is_silent),
        "head": head_figure(angles(points), (face.min(axis=1) + face.max(axis=1)) / 2) or np.nan,
        "quiver": quiver(flat, times, is_silent),
    }


def silent(times: NDArray[np.float64], sound: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Tell the frames (T,) in which nothing has been heard for a while."""
    found = np.zeros(len(times), bool)
    for start, end in quiet_stretches(sound, SILENT):
        found |= (times >= start + HELD_ON * (start > 0)) & (times <= end - EARLY)
    return found


def corners(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the distance of the outer corners of the eyes (T,), px."""
    one, other = OUTER_CORNERS
    return np.asarray(np.linalg.norm(points[:, one] - points[:, other], axis=1))


def lip_motion(points: NDArray[np.float64]) -> float:
    """Measure how much the lips change their shape."""
    lips = points[:, [*OUTER_LIPS, *INNER_LIPS]] / corners(points)[:, None, None]
    one, other = np.triu_indices(lips.shape[1], 1)
    return 1000 * float(np.linalg.norm(lips[:, one] - lips[:, other], axis=2).var(axis=0).mean())


def brow_motion(points: NDArray[np.float64]) -> float:
    """Measure how much the brows move from frame to frame."""
    brows, eyes = (np.stack([points[:, list(ring)].mean(axis=1) for ring in rings]) for rings in (BROWS, EYES))
    heights = np.linalg.norm(brows - eyes, axis=2) / np.linalg.norm(eyes[0] - eyes[1], axis=1)
    return float(np.abs(np.diff(heights, axis=1)).mean())


def lips_in_silence(points: NDArray[np.float64], is_silent: NDArray[np.bool_]) -> float:
    """Measure how far the lips' opening is from its mean where nobody speaks."""
    gaps = np.abs(points[:, ABOVE, 1] - points[:, BELOW, 1]).mean(axis=1) / corners(points)
    quiet = gaps[is_silent]
    return float(np.median(np.abs(quiet - quiet.mean()))) if len(quiet) > 1 else np.nan


def away_from_loudness(
    points: NDArray[np.float64], times: NDArray[np.float64], sound: NDArray[np.float32], is_heard: NDArray[np.bool_]
) -> float:
    """Measure how far opening and loudness are apart within speech, when both go from 0 to 1."""
    step = SOUND_RATE // 20
    power = np.pad(sound.astype(np.float64) ** 2, (step // 2, step))[: step * (len(sound) // step + 1)]
    loud = np.interp(times, np.arange(len(power) // step) / 20, np.sqrt(power.reshape(-1, step).mean(axis=1)))
    middles = [points[:, list(eye), 0].mean(axis=1) for eye in ((33, 133), (362, 263))]
    gaps = np.abs(points[:, ABOVE, 1].mean(axis=1) - points[:, BELOW, 1].mean(axis=1))
    opening = gaps / np.abs(middles[1] - middles[0])
    return float(np.abs(from_0_to_1(opening[is_heard]) - from_0_to_1(loud[is_heard])).mean())


def from_0_to_1(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Stretch values."""
    return (values - values.min()) / max(float(np.ptp(values)), 1e-8)


def quiver(points: NDArray[np.float64], times: NDArray[np.float64], is_silent: NDArray[np.bool_]) -> float:
    """Measure what of the opening's motion in silence, 13 to 14, is quicker than `QUIVERS`: root mean square, IOD."""
    gap = np.linalg.norm(points[:, 13] - points[:, 14], axis=1) / inter_ocular(points)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], is_silent, [False]]).astype(int)))
    settles = round(0.2 / float(np.median(np.diff(times))))
    fast = []
    for start, end in zip(edges[::2] + settles, edges[1::2] - settles, strict=True):
        if end - start >= 8:
            steps = np.arange(end - start) / (end - start - 1)
            straight = gap[start] + (gap[end - 1] - gap[start]) * steps
            spectrum = np.fft.rfft(gap[start:end] - straight)
            spectrum[np.fft.rfftfreq(end - start, float(np.median(np.diff(times)))) <= QUIVERS] = 0
            fast.append(np.fft.irfft(spectrum, end - start))
    return float(np.sqrt(np.mean(np.concatenate(fast) ** 2))) if fast else np.nan


def angles(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Measure pitch, yaw and roll (T, 3), degrees."""
    turns = np.array([head_rotation(face[:468]) for face in points])
    pitch = np.arctan2(turns[:, 2, 1], turns[:, 2, 2])
    yaw = -np.arcsin(np.clip(turns[:, 2, 0], -1, 1))
    roll = np.arctan2(turns[:, 1, 0], turns[:, 0, 0])
    return np.degrees(np.unwrap(np.stack([pitch, yaw, roll], axis=1), axis=0))


def loops(portrait: str, seed: int) -> None:
    """Print the highest echo of head and brows in two minutes of motion, and what it may be by chance."""
    text = " ".join([TEXTS["en"], TEXTS["zh"]] * 6)
    plan = pipeline.prepare(ClipRequest.from_options(text, portrait, None, seed=seed))
    rows = np.concatenate([take.motion.rows() for take in pipeline.takes(plan)])
    rng = np.random.default_rng(0)
    told = []
    for name in LOOPED:
        track = rows[:, MOTION_NAMES.index(name)].astype(np.float64)
        told.append(f"{name} {echo(track, 25):.2f} ({echo_by_chance(track, 25, rng):.2f})")
    sys.stdout.write(f"{portrait} seed {seed}, {len(rows) / 25:.0f} s: {', '.join(told)}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
