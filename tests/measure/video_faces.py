"""How a video looks, and how like both people it is, when it is given another face; and how long that takes.

    python tests/measure/video_faces.py --home /tmp/faces --face marco --video amara -o sheets/

Without `--face` and `--video` all pairs of the people who come with `avatar` are tried. Each pair gives a row, and a
sheet: frames of the video above the same ones with the new face.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import cv2
import numpy as np

import avatar
from avatar.swapping.track import follow, smoothed
from avatar.swapping.video import open_video

PEOPLE = ("xiaochen", "marco", "amara")
TEXT = "Good morning! What a wonderful day. Would you like to know how this works? I will show you."
SHOWN = 6
HELD = (33, 263, 152)
"""landmarks: the outer corners of the eyes, and the chin"""
PLACES = {
    "forehead": (slice(40, 70), slice(100, 156)),
    "left cheek": (slice(130, 165), slice(75, 100)),
    "right cheek": (slice(130, 165), slice(156, 181)),
    "nose": (slice(120, 150), slice(115, 141)),
    "chin": (slice(205, 222), slice(110, 146)),
}
"""rows and columns of a face that is held still"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--face", nargs="*", default=PEOPLE)
    parser.add_argument("--video", nargs="*", default=PEOPLE)
    parser.add_argument("--keep", type=float, default=0.8)
    parser.add_argument("--size", default="1280x720")
    parser.add_argument("-o", "--output", type=Path, required=True)
    asked = parser.parse_args()
    asked.output.mkdir(parents=True, exist_ok=True)
    print("face\tvideo\tlike the face\tlike the one before\tframes\tCPU ms a frame\tframes a second")  # noqa: T201
    for person in asked.video:
        talk = asked.output / f"{person}.mp4"
        if not talk.exists():
            avatar.say(TEXT, person, talk, home=asked.home, size=asked.size, voice="fast")
        for face in asked.face:
            if face != person:
                row(face, person, talk, asked)


def row(face: str, person: str, talk: Path, asked: argparse.Namespace) -> None:
    """Make one, tell of it, and draw its sheet."""
    place = asked.output / f"{face}-on-{person}.mp4"
    wall, worked = time.perf_counter(), time.process_time()
    made = avatar.swap_face(talk, face, place, home=asked.home, keep=asked.keep)
    wall, worked = time.perf_counter() - wall, time.process_time() - worked
    like = f"{made.likeness.source:.2f}\t{made.likeness.target:.2f}"
    print(f"{face}\t{person}\t{like}\t{made.frames}\t{1000 * worked / made.frames:.0f}\t{made.frames / wall:.1f}")  # noqa: T201
    print("  ", flicker(talk, place))  # noqa: T201
    rows = [shown(each, made.frames) for each in (talk, place)]
    cv2.imwrite(str(place.with_suffix(".png")), np.vstack(rows)[..., ::-1])


def flicker(*films: Path) -> str:
    """Tell by how much places of a face change from frame to frame while it stands still, before and after.

    The face is held still by the landmarks of the first film; what counts is how far a frame lies from the middle of
    its neighbours, twice, in levels of grey, in those two fifths of the frames in which the head moves least.
    """
    first = open_video(films[0])
    raw = follow(first.frames(), first.fps, first.name, lambda _: None)
    points = smoothed(raw, first.fps).points
    moved = np.abs(np.diff(raw[:, list(HELD), :2], axis=0)).mean(axis=(1, 2))
    is_still = (moved[1:] < np.percentile(moved, 40)) & (moved[:-1] < np.percentile(moved, 40))
    found = []
    for film in films:
        held = [_held(each, one) for each, one in zip(open_video(film).frames(), points, strict=False)]
        change = np.abs(np.diff(np.stack(held), n=2, axis=0))[is_still[: len(held) - 2]]
        found.append({name: float(change[:, rows, columns].mean()) for name, (rows, columns) in PLACES.items()})
    return ", ".join(f"{name} {found[0][name]:.2f} -> {found[1][name]:.2f}" for name in PLACES)


def _held(picture: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Cut the face out, 256 px, where eyes and chin lie at the same places in each."""
    goal = np.float32([[80, 100], [176, 100], [128, 230]])
    way = cv2.getAffineTransform(np.float32(points[list(HELD), :2]), goal)
    return cv2.warpAffine(picture, way, (256, 256), flags=cv2.INTER_AREA).astype(np.float32).mean(axis=2)


def shown(film: Path, frames: int) -> np.ndarray:
    """Lay some frames of a film side by side."""
    which = set(np.linspace(0.05 * frames, 0.95 * frames, SHOWN).astype(int).tolist())
    some = [each for index, each in enumerate(open_video(film).frames()) if index in which]
    return np.hstack([cv2.resize(each, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA) for each in some])


if __name__ == "__main__":
    main()
