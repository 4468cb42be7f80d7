"""Print how far `avatar inspect` is from known mesh curves: gap, width, head, blinks, time, teeth.

    python tests/measure/calibrate_inspect.py [PORTRAIT ...]

Motion written by hand is rendered, encoded as a film would be, and inspected. What the mesh itself does in each frame
is the truth: the places of its lip vertices and the angles it was turned by. Width is also fitted by the weights that
the inspection derives the intended width from.
"""

from __future__ import annotations

import sys
import tempfile
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from avatar.data import ARKIT_INDEX, ARKIT_NAMES, MotionTrack, inter_ocular_distance
from avatar.film import FilmWriter
from avatar.inspection.eyes import vergence
from avatar.inspection.film import SOUND_RATE, open_film
from avatar.inspection.intent import intended_opening, intended_width
from avatar.inspection.lips import SEALED, Mouth, quiver
from avatar.inspection.liveliness import brow_motion, lively
from avatar.inspection.motion import blink_times, lid_curve
from avatar.inspection.teeth import follow_teeth
from avatar.inspection.timing import lag
from avatar.inspection.watch import set_stage, watch
from avatar.portrait.store import PortraitStore
from avatar.reenact.mesh import MeshRenderer
from avatar.reenact.pose import Puppet
from avatar.settings import FilmSettings, PortraitSettings

if TYPE_CHECKING:
    from avatar.data import Portrait
    from avatar.inspection.watch import Sighting

FRAMES, SIZE = 260, (512, 512)
STILL = 210
"""frame from which the lips stay closed"""
BLINKS = (1.0, 2.513, 4.0, 5.527, 7.0, 8.48)


def curves(seed: int) -> MotionTrack:
    """Draw lips, head and blinks that are all different and all known."""
    rng = np.random.default_rng(seed)
    time = np.arange(FRAMES) / 25
    weights = np.zeros((FRAMES, len(ARKIT_NAMES)), np.float32)

    def wave(low: float, high: float, most: float) -> np.ndarray:
        parts = [np.sin(2 * np.pi * rng.uniform(low, high) * time + rng.uniform(0, 7)) for _ in range(4)]
        return np.clip(np.sum(parts, axis=0) / 3, 0, 1) * most

    def put(name: str, values: np.ndarray) -> None:
        for full in (name,) if name in ARKIT_INDEX else (f"{name}Left", f"{name}Right"):
            weights[:, ARKIT_INDEX[full]] = values

    put("jawOpen", wave(0.8, 2.5, 0.55))
    for name, most in (("mouthFunnel", 0.5), ("mouthPucker", 0.7), ("mouthStretch", 0.35), ("mouthSmile", 0.35)):
        put(name, wave(0.3, 1.0, most))
    put("mouthLowerDown", wave(0.5, 2, 0.25))
    put("mouthUpperUp", wave(0.5, 2, 0.2))
    for blink in BLINKS:
        away = time - blink
        shape = np.where(away < 0, 1 + away / 0.08, 1 - away / 0.2)
        put("eyeBlink", np.maximum(weights[:, ARKIT_INDEX["eyeBlinkLeft"]], np.clip(shape, 0, 1)))
    head = np.zeros((FRAMES, 6), np.float32)
    for column in range(3):
        head[:, column] = np.radians(
            sum(2.0 * np.sin(2 * np.pi * rng.uniform(0.1, 0.9) * time + rng.uniform(0, 7)) for _ in range(3))
        )
    for name, column in ARKIT_INDEX.items():
        if name.startswith(("mouth", "jaw")):
            weights[STILL:, column] = 0
    gaze = np.zeros((FRAMES, 2), np.float32)
    gaze[:, 0] = np.radians(3 * np.sign(np.sin(2 * np.pi * 0.31 * time)))
    zeros = np.zeros(FRAMES, np.float32)
    return MotionTrack(Fraction(25), weights, head, gaze, zeros, zeros)


def measure(portrait: Portrait, motion: MotionTrack, folder: Path) -> tuple[list[Sighting], float]:
    """Render, encode, inspect."""
    silence = np.zeros(FRAMES * 1920, np.float32)
    film = folder / f"{portrait.name}.mp4"
    with FilmWriter(film, FilmSettings(width=SIZE[0], height=SIZE[1])) as writer:
        writer.shoot(MeshRenderer().render(portrait, motion, SIZE), silence)
    opened = open_film(film)
    return list(watch(opened, set_stage(opened), lambda _done, _total: None)), min(SIZE)


def truth(portrait: Portrait, motion: MotionTrack) -> tuple[np.ndarray, np.ndarray]:
    """Read gap and width off the mesh, IOD."""
    puppet, gaps, widths = Puppet(portrait.rig), [], []
    for index in range(len(motion)):
        points = puppet.pose(motion, index).vertices[:478]
        unit = inter_ocular_distance(points)
        gaps.append(np.linalg.norm(points[13, :2] - points[14, :2]) / unit)
        widths.append(np.linalg.norm(points[61, :2] - points[291, :2]) / unit)
    return np.array(gaps), np.array(widths)


def line(what: str, measured: np.ndarray, true: np.ndarray) -> str:
    """Compare two curves: slope, offset, what is left over, correlation."""
    slope, offset = np.polyfit(true, measured, 1)
    left = measured - slope * true - offset
    return (
        f"  {what:<28} slope {slope:6.3f}  offset {offset:7.4f}  rest SD {left.std():.4f}  "
        f"mean error {np.abs(measured - true).mean():.4f}  r {np.corrcoef(measured, true)[0, 1]:.3f}"
    )


def report(portrait: Portrait, folder: Path) -> list[str]:
    """Compare every measure on one portrait."""
    motion = curves(1)
    seen, short_side = measure(portrait, motion, folder)
    time = np.array([one.time for one in seen])
    gap, width = (np.array([getattr(one, name) for one in seen]) for name in ("gap", "width"))
    true_gap, true_width = truth(portrait, motion)
    weights = dict(zip(ARKIT_NAMES, motion.weights.T.astype(np.float64), strict=True))
    lines = [f"{portrait.name}: {sum(one.found for one in seen)} of {len(seen)} frames with a face"]
    lines.append(line("gap against the mesh, IOD", gap, true_gap))
    lines.append(line("gap against the intention", gap, intended_opening(weights)))
    lines.append(line("width against the mesh, IOD", width, true_width))
    rest = float(np.median(width[np.abs(intended_width(weights) - 1) < 0.02]))
    lines.append(line("width against the intention", width / rest, intended_width(weights)))
    names = ("mouthStretchLeft", "mouthSmileLeft", "mouthPucker", "mouthFunnel", "jawOpen")
    fitted = np.linalg.lstsq(np.column_stack([np.ones(FRAMES), *(weights[name] for name in names)]), width, rcond=None)[
        0
    ]
    shares = "  ".join(f"{name} {share / fitted[0]:+.2f}" for name, share in zip(names, fitted[1:], strict=True))
    lines.append(f"  width fitted, of {fitted[0]:.3f} IOD: {shares}")
    angles = np.array([one.angles for one in seen])
    for column, name in enumerate(("pitch", "yaw", "roll")):
        true = np.degrees(motion.head[:, column])
        lines.append(line(f"{name}, degrees", angles[:, column] - angles[:, column].mean(), true - true.mean()))
    found = blink_times(time, lid_curve(np.array([one.lids for one in seen])))
    errors = [min((each - blink for each in found), key=abs, default=np.nan) * 1000 for blink in BLINKS]
    lines.append(
        f"  blinks: {len(found)} of {len(BLINKS)} found, off by {', '.join(f'{each:+.0f}' for each in errors)} ms"
    )
    late = [(shift, lag(time + shift / 1000, gap, time, true_gap)) for shift in (-80, -13, 0, 13, 80)]
    lines.append(
        "  lag: " + ", ".join(f"{shift:+d} ms reads {each.seconds * 1000:+.0f}" for shift, each in late if each)
    )
    lines.append(standing_still(seen, true_gap))
    track = follow_teeth(seen, short_side)
    if track is not None:
        drift, growth = track.typical
        lines.append(f"  teeth that stand still: drift {drift:.2f} px, scale {growth:.3f}, {len(track.times)} frames")
    return lines


def standing_still(seen: list[Sighting], true_gap: np.ndarray) -> str:
    """Tell what is read of what does not move: closed lips, eyes that turn together, brows."""
    time, gap = (np.array([getattr(one, name) for one in seen]) for name in ("time", "gap"))
    angles, gaze, brows, scale = (
        np.array([getattr(one, name) for one in seen]) for name in ("angles", "gaze", "brows", "scale")
    )
    lids = lid_curve(np.array([one.lids for one in seen]))
    closed, open_ = true_gap < 0.002, true_gap > 0.03
    still = np.arange(STILL + 5, FRAMES)
    mouth = Mouth(time, gap, gap)
    outlines = [seen[index].outline for index in still]
    click = np.zeros(SOUND_RATE * 11, np.float32)
    click[:400] = 0.5  # beside which all else is silence
    unrest = lively(time[still], outlines, brows[still], click).silence
    return (
        f"  closed lips read open: {(gap[closed] > SEALED).sum()} of {closed.sum()} frames, open ones closed: "
        f"{(gap[open_] <= SEALED).sum()} of {open_.sum()}; still lips: deviation {quiver(mouth, [still]).mean():.4f}, "
        f"unrest {unrest or np.nan:.4f}; vergence {vergence(time, gaze, angles, lids, scale) or np.nan:.4f} "
        f"(gaze {np.ptp(gaze.mean(axis=1)):.3f}); brows {brow_motion(time, brows):.4f}"
    )


def main(names: list[str]) -> None:
    """Calibrate on each portrait."""
    with tempfile.TemporaryDirectory() as folder:
        for name in names or ["xiaochen", "marco", "amara"]:
            portrait = PortraitStore().load_or_enroll(name, PortraitSettings())
            sys.stdout.write("\n".join(report(portrait, Path(folder))) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
