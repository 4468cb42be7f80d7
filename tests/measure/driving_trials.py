"""How well a performance is taken over: a shipped portrait says a text, and that film drives another portrait.

    python -m tests.measure.driving_trials [--sheets FOLDER] [--photo PHOTO ...]

What the driver's face did is known, from its timeline. Printed per pair: correlation of jawOpen and of the opening
between the lips, blinks seen of those there were, root mean square of what the head is off, degrees, bilabials sealed
in the driven film as an inspection sees it, how still its lips are in silence, IOD, and pictures followed a second. A
photo drives, too; it has to be authorized. FOLDER gets a strip of each pair: driver above, driven below.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import av
import numpy as np
from PIL import Image

import avatar
from avatar.data.names import MOTION_NAMES
from avatar.inspection import inspect_clip

if TYPE_CHECKING:
    from numpy.typing import NDArray

TEXT = (
    "Please bring my mother a big map of Bombay. We may plan both problems, but people rarely remember them. Open your "
    "mouth and say ah. [smile] Wonderful, everybody is happy about the moon and the beautiful sea."
)
PORTRAITS = ("xiaochen", "marco", "amara")
SHUT = 0.6
"""weight of eyeBlink from which an eye counts as shut"""
NEAR = 3
"""frames by which a blink may be seen early or late"""
COLUMNS, SIDE = 12, 200
"""pictures of a strip, and their size, px"""


def main() -> None:
    """Film, drive, compare."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sheets", type=Path)
    parser.add_argument("--photo", nargs="*", default=[])
    asked = parser.parse_args()
    sys.stdout.write("driver -> driven   jaw  opening  blinks  head  sealed  still   pictures/s\n")
    drivers = [*PORTRAITS, *asked.photo]
    with tempfile.TemporaryDirectory() as folder:
        for number, driver in enumerate(drivers):
            driven = PORTRAITS[(number + 1) % len(PORTRAITS)]
            said = avatar.say(TEXT, driver, Path(folder) / f"{number}.mp4", voice="emma")
            film = avatar.reenact_video(
                said.video, TEXT, driven, Path(folder) / f"{number}-driven.mp4", performer="nobody"
            )
            spent = film.stages["watching"]
            row = compared(rows(Path(said.timeline)), rows(Path(film.timeline)))
            report = {row.id: row for row in inspect_clip(Path(film.video)).rows}
            sealed, still = (report[each].figures[0].value or 0.0 for each in (1, 5))
            sys.stdout.write(
                f"{Path(driver).stem:8s} -> {driven:8s} {row['jaw']:.2f} {row['opening']:6.2f} {row['blinks']:>9s}"
                f" {row['head']:6.2f} {sealed:6.3f} {still:7.4f} {film.frames / spent:9.0f}\n"
            )
            if asked.sheets:
                asked.sheets.mkdir(parents=True, exist_ok=True)
                strip(said.video, film.video, film.frames, asked.sheets / f"{Path(driver).stem}-{driven}.png")


def rows(timeline: Path) -> dict[str, NDArray[np.float64]]:
    """Read how everything moved, (T,) by name."""
    document = json.loads(timeline.read_text(encoding="utf-8"))
    found = {}
    for part in ("curves", "motion"):
        found |= dict(zip(document[part]["names"], np.array(document[part]["values"]).T, strict=True))
    return {name: found[name] for name in MOTION_NAMES}


def compared(true: dict[str, NDArray[np.float64]], seen: dict[str, NDArray[np.float64]]) -> dict[str, float | str]:
    """Compare what was performed with what was taken over."""
    count = min(len(true["jawOpen"]), len(seen["jawOpen"]))
    one, other = ({name: values[:count] for name, values in each.items()} for each in (true, seen))
    apart = [np.maximum(each["jawOpen"] - each["mouthClose"], 0) for each in (one, other)]
    off = [np.degrees(other[name] - one[name]) for name in ("headPitch", "headYaw", "headRoll")]
    there, found = (blinks(each["eyeBlinkLeft"]) for each in (one, other))
    caught = sum(any(abs(each - blink) <= NEAR for each in found) for blink in there)
    return {
        "jaw": float(np.corrcoef(one["jawOpen"], other["jawOpen"])[0, 1]),
        "opening": float(np.corrcoef(*apart)[0, 1]),
        "blinks": f"{caught} of {len(there)}",
        "head": float(np.sqrt(np.mean(np.square(off)))),
    }


def blinks(weights: NDArray[np.float64]) -> list[int]:
    """List the frames in which an eye shuts."""
    shut = weights > SHUT
    return [int(each) for each in np.flatnonzero(shut[1:] & ~shut[:-1]) + 1]


def strip(driver: str, driven: str, frames: int, place: Path) -> None:
    """Draw moments of both films, one above the other."""
    chosen = np.linspace(0, frames - 1, COLUMNS).astype(int)
    lines = [np.concatenate([small(each) for each in pictures(film, chosen)], axis=1) for film in (driver, driven)]
    width = min(line.shape[1] for line in lines)
    Image.fromarray(np.concatenate([line[:, :width] for line in lines])).save(place)


def pictures(film: str, chosen: NDArray[np.intp]) -> list[NDArray[np.uint8]]:
    """Decode some pictures of a film."""
    wanted = set(chosen.tolist())
    with av.open(film) as container:
        frames = islice(container.decode(video=0), int(chosen[-1]) + 1)
        return [each.to_ndarray(format="rgb24") for index, each in enumerate(frames) if index in wanted]


def small(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Reduce a picture to its place in a strip."""
    return np.asarray(Image.fromarray(picture).resize((SIDE, SIDE), Image.Resampling.LANCZOS))


if __name__ == "__main__":
    main()
