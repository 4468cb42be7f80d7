"""Pictures and sound of a stream as a server gets them: how far apart they are, and whether that grows.

    python -m tests.measure.live_skew 120 --size 1280x720

A server of RTMP on this machine keeps what `avatar stream` sends, which says a sentence every eight seconds. Of each
sentence the first sound and the first opening of the lips are looked for in what was kept. How far apart those are by
nature is looked for in the same way in the film that `avatar say` makes. Printed is the difference, ms: above 0 the
sound of the stream is later than it should be.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import av
import numpy as np

from avatar.inspection.faces import FaceFinder, Mesher
from avatar.inspection.points import apart, inter_ocular
from tests.rtmp_server import keeping

if TYPE_CHECKING:
    from numpy.typing import NDArray

TEXT = "Papa bought a big piece of pumpkin pie, and mama made more."
EVERY = 8.0
"""s between two sentences"""
QUIET = 0.7
"""s without a sound before a sentence"""
LOUD, OPEN = 0.05, 0.4
"""of the loudest sound, and of the widest opening: from there on it has begun"""
UPPER, LOWER = 13, 14
"""landmarks of the inner lips"""


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("seconds", type=float)
    parser.add_argument("--size", default="1280x720")
    parser.add_argument("--voice", default="fast")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        film, stream = Path(folder, "film.mp4"), Path(folder, "stream.mkv")
        same = ["--size", asked.size, "--voice", asked.voice, "--lang", "en"]
        subprocess.run([sys.executable, "-m", "avatar", "say", TEXT, "-o", str(film), *same], check=True)
        with keeping(stream) as address:
            _stream(address, asked.seconds, same)
        by_nature = float(np.mean(lips_after_sound(film)))
        found = 1000 * (by_nature - lips_after_sound(stream))
    print(f"{len(found)} sentences in {asked.seconds:g} s: sound late by {np.median(found):+.0f} ms (median),")  # noqa: T201
    print(f"{found.min():+.0f} to {found.max():+.0f} ms; {', '.join(f'{each:+.0f}' for each in found)}")  # noqa: T201


def _stream(address: str, seconds: float, same: list[str]) -> None:
    command = [sys.executable, "-m", "avatar", "stream", "--to", address, "--for", str(seconds), "--json", *same]
    with subprocess.Popen(command, stdin=subprocess.PIPE, text=True) as sending:
        end = time.monotonic() + seconds - EVERY / 2
        while sending.stdin is not None and time.monotonic() < end and sending.poll() is None:
            sending.stdin.write(f"{TEXT}\n")
            sending.stdin.flush()
            time.sleep(EVERY)


def lips_after_sound(place: Path) -> NDArray[np.float64]:
    """Give for each sentence of a film how much later the lips open than it sounds, s."""
    times, wide = _openings(place)
    return np.array([_opens(times, wide, moment) - moment for moment in _beginnings(place)])


def _beginnings(place: Path) -> list[float]:
    with av.open(str(place)) as film:
        blocks = [(float(block.time or 0.0), np.abs(block.to_ndarray()).max(axis=0)) for block in film.decode(audio=0)]
    rate = 48_000
    sound = np.concatenate([block for _, block in blocks])
    found, last = list[float](), -QUIET
    for index in np.flatnonzero(sound > LOUD * sound.max()):
        moment = blocks[0][0] + index / rate
        if moment - last > QUIET:
            found.append(moment)
        last = moment
    return found


def _openings(place: Path) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    times, wide = list[float](), list[float]()
    mesher = None
    with av.open(str(place)) as film:
        for picture in film.decode(video=0):
            image = picture.to_ndarray(format="rgb24")
            if mesher is None and (face := FaceFinder().locate([image])) is not None:
                mesher = Mesher(face)
            seen = mesher.see(image) if mesher else None
            if seen is not None:
                times.append(float(picture.time or 0.0))
                wide.append(float(apart(seen, UPPER, LOWER) / inter_ocular(seen)))
    return np.array(times), np.array(wide)


def _opens(times: NDArray[np.float64], wide: NDArray[np.float64], moment: float) -> float:
    """Say when the lips are so far open for the first time, between two frames, s."""
    near = (times > moment - 0.3) & (times < moment + 0.7)
    at, how = times[near], wide[near]
    level = how.min() + OPEN * (how.max() - how.min())
    first = next(index for index in range(1, len(how)) if how[index - 1] < level <= how[index])
    share = (level - how[first - 1]) / (how[first] - how[first - 1])
    return float(at[first - 1] + share * (at[first] - at[first - 1]))


if __name__ == "__main__":
    main()
