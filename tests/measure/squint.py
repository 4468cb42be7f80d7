"""Print how far both eyes are drawn apart from each other, how far it is read, and so by how much the instrument errs.

    python -m tests.measure.squint [PORTRAIT ...] [--seed 0] [--size 512]

Films of twelve seconds are drawn, encoded and looked at. Each figure is that of row 12 of `avatar inspect`, and the
spread of single frames, in eye widths:

- drawn: of the irises where the eyes are turned to, between the mesh's own corners of the eyes;
- landmarks: of MediaPipe's irises between its corners of the eyes, in the frames;
- read: as `avatar inspect` has it, of circles fitted to the irises;
- squint: all three again of the same film whose eyes turn towards each other by `SQUINT` for three seconds; its left
  half is drawn with one gaze, its right half with another.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from avatar import pipeline
from avatar.clip.request import ClipRequest
from avatar.data import MOTION_NAMES, Frame, MotionTrack
from avatar.film import FilmWriter
from avatar.inspection import points
from avatar.inspection.eyes import OPEN, vergence
from avatar.inspection.film import open_film
from avatar.inspection.motion import lid_curve
from avatar.inspection.watch import set_stage, watch
from avatar.neural import FaceTracker
from avatar.reenact.framing import frame_portrait
from avatar.reenact.mesh import MeshRenderer
from avatar.reenact.mesh.eyes import EYEBALL
from avatar.reenact.pose import Puppet
from avatar.settings import FilmSettings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from avatar.data import Portrait

SHIPPED = ("xiaochen", "xiaochen_green", "marco", "amara")
TEXT = (
    "Hello, I am very happy to help you today. Would you like to see your order? I can't change it any more, "
    "but let me show you what is new, and then you choose. Is there anything else?"
)
SQUINT, FROM, TO = 0.05, 4.0, 7.0
"""eye widths, s, s"""
CORNERS = [*points.LEFT_EYE, *points.RIGHT_EYE]


@dataclass(frozen=True, slots=True)
class Looks:
    """What is known or seen of both eyes in each frame."""

    gaze: NDArray[np.float64]
    """(T, 2), as `points.gaze` has it"""
    angles: NDArray[np.float64]
    """(T, 3), degrees"""


def main() -> None:
    """Measure each portrait."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("portraits", nargs="*", default=SHIPPED)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--size", type=int, default=512)
    asked = parser.parse_args()
    sys.stdout.write(f"{'':24}{'drawn':>16}{'landmarks':>16}{'read':>16}\n")
    for name in asked.portraits:
        plan = pipeline.prepare(ClipRequest.from_options(TEXT, name, None, language="en", seed=asked.seed))
        takes = [take.motion for take in pipeline.takes(plan)]
        motion = MotionTrack.from_rows(takes[0].fps, np.concatenate([take.rows() for take in takes]))
        for what, squint in (("", 0.0), (" squint", SQUINT)):
            report(f"{name}{what}", plan.portrait, motion, squint, asked.size)


def report(what: str, portrait: Portrait, motion: MotionTrack, squint: float, size: int) -> None:
    """Print a line: the row's figure and the spread of single frames, thrice."""
    times = np.arange(len(motion)) / float(motion.fps)
    known = drawn(portrait, motion, squint, size)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "film.mp4"
        with FilmWriter(path, FilmSettings(width=size, height=size)) as writer:
            writer.shoot(frames(portrait, motion, squint, size), np.zeros(len(motion) * 1920, np.float32))
        film = open_film(path)
        seen = list(watch(film, set_stage(film), lambda _done, _total: None))
        tracker = FaceTracker()
        faces = [tracker.follow(picture) for _, picture in open_film(path).pictures()]
    read = Looks(np.array([one.gaze for one in seen]), np.array([one.angles for one in seen]))
    plain = np.array([(np.nan, np.nan) if face is None else points.gaze(face) for face in faces])
    lids = lid_curve(np.array([one.lids for one in seen]))
    scale = np.array([one.scale for one in seen])
    cells = [
        f"{vergence(times, one.gaze, one.angles, lids, scale):.4f} {scatter(one, lids):.4f}"
        for one in (known, Looks(plain, read.angles), read)
    ]
    sys.stdout.write(f"{what:24}{''.join(f'{cell:>16}' for cell in cells)}\n")
    sys.stdout.flush()


def scatter(looks: Looks, lids: NDArray[np.float64]) -> float:
    """Measure by how much the eyes' difference changes from frame to frame, as a spread of single looks."""
    apart = np.where(lids >= OPEN, looks.gaze[:, 1] - looks.gaze[:, 0], np.nan)
    return float(np.nanmedian(np.abs(np.diff(apart))) / 0.954)


def turned(portrait: Portrait, motion: MotionTrack, squint: float, side: int) -> MotionTrack:
    """Let one eye, 0 at the image's left, look towards the other."""
    times = np.arange(len(motion)) / float(motion.fps)
    rig = portrait.rig
    one, other = (points.LEFT_EYE, points.RIGHT_EYE)[side]
    width = np.linalg.norm(rig.vertices[one, :2] - rig.vertices[other, :2]) / rig.unit
    inward = (0.5 - side) * squint * width / EYEBALL * ((times >= FROM) & (times < TO))
    gaze = motion.gaze.copy()
    gaze[:, 0] = np.arcsin(np.sin(gaze[:, 0]) + inward)
    return replace(motion, gaze=gaze)


def frames(portrait: Portrait, motion: MotionTrack, squint: float, size: int) -> Iterator[Frame]:
    """Draw the film, each half with its own gaze."""
    framing = frame_portrait(portrait, (size, size))
    puppet = Puppet(portrait.rig)
    halves = [MeshRenderer().render(portrait, turned(portrait, motion, squint, side), (size, size)) for side in (0, 1)]
    for index, (left, right) in enumerate(zip(*halves, strict=True)):
        nose = round(float(framing.place(puppet.pose(motion, index).vertices[[168], :2])[0, 0]))
        left.image[:, nose:] = right.image[:, nose:]
        yield left


def drawn(portrait: Portrait, motion: MotionTrack, squint: float, size: int) -> Looks:
    """Say where the eyes are drawn to look."""
    rig, framing, puppet = portrait.rig, frame_portrait(portrait, (size, size)), Puppet(portrait.rig)
    gaze = []
    sides = [turned(portrait, motion, squint, side) for side in (0, 1)]
    for index in range(len(motion)):
        posed = puppet.pose(motion, index)
        faces = np.zeros((478, 2))
        faces[CORNERS] = framing.place(posed.vertices[CORNERS, :2])
        for eye, iris in enumerate(points.IRISES):
            ring = np.concatenate([rig.upper_lids[eye], rig.lower_lids[eye]])
            at = np.array([*rig.irises[eye, :2], rig.vertices[ring, 2].mean()], np.float64)
            at[:2] += EYEBALL * rig.unit * np.sin(sides[eye].gaze[index])
            faces[iris] = framing.place((posed.turn @ at + posed.shift)[None, :2])[0]
        gaze.append(points.gaze(faces))
    angles = np.degrees(motion.rows()[:, [MOTION_NAMES.index(f"head{axis}") for axis in ("Pitch", "Yaw", "Roll")]])
    return Looks(np.array(gaze), angles.astype(np.float64))


if __name__ == "__main__":
    main()
