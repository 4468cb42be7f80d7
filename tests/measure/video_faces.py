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
from avatar.swapping.video import open_video

PEOPLE = ("xiaochen", "marco", "amara")
TEXT = "Good morning! What a wonderful day. Would you like to know how this works? I will show you."
SHOWN = 6


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
    print("face\tvideo\tlike the face\tlike the one before\tframes\tCPU ms a frame\tframes a second")
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
    print(f"{face}\t{person}\t{like}\t{made.frames}\t{1000 * worked / made.frames:.0f}\t{made.frames / wall:.1f}")
    rows = [shown(each, made.frames) for each in (talk, place)]
    cv2.imwrite(str(place.with_suffix(".png")), np.vstack(rows)[..., ::-1])


def shown(film: Path, frames: int) -> np.ndarray:
    """Lay some frames of a film side by side."""
    which = set(np.linspace(0.05 * frames, 0.95 * frames, SHOWN).astype(int).tolist())
    some = [each for index, each in enumerate(open_video(film).frames()) if index in which]
    return np.hstack([cv2.resize(each, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA) for each in some])


if __name__ == "__main__":
    main()
