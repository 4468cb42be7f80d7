"""Look at a file of a stranger's, in a process of its own that may die: `python -m avatar.service.uploads.checking`.

It is given the file, its family, and its limits, and writes one JSON object: what it is, or a sentence why it is not
taken. Memory, time, files and output are limited before the first byte is read.
"""

from __future__ import annotations

import json
import sys
import warnings
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from avatar.outside.media import open_media
from avatar.outside.pictures import BROKEN
from avatar.service.uploads.kinds import FILM, PHOTO, SOUND, Kind, kind_of, words

if TYPE_CHECKING:
    from av.container import InputContainer

MEMORY = 3 << 30
"""bytes of address space: a decoded photo of 50 megapixels and what reads it fit"""
PROCESSOR = 60
"""s of the processor's time"""
PIXELS = 50_000_000
"""of a photo"""
LONGEST_SIDE = 12_000
"""of a photo, px"""
SECONDS = {SOUND: 1800.0, FILM: 600.0}
"""of a sound or a film"""
FILM_PIXELS = 3840 * 2160
TRACKS = 16
"""of a film or sound"""


class UnfitError(Exception):
    """Say why a file is not taken."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a file is."""

    family: str
    ending: str
    media_type: str
    width: int = 0
    """px, as the next"""
    height: int = 0
    seconds: float = 0.0


def look(path: Path, families: tuple[str, ...]) -> Found:
    """Tell what a file is, by decoding it. Raise `UnfitError` with a sentence for what is not taken."""
    kind = kind_of(path)
    if kind is None or kind.family not in families:
        raise UnfitError(f"This file is not {words(families)}; send one of these.")
    return _photo(path, kind) if kind.family == PHOTO else _media(path, kind)


def _photo(path: Path, kind: Kind) -> Found:
    from PIL import Image

    warnings.simplefilter("ignore")
    Image.MAX_IMAGE_PIXELS = None  # our own limits follow, before anything is decoded
    try:
        with Image.open(path, formats=[kind.reader]) as image:
            width, height = image.size
            _require_size(width, height)
            image.load()
    except (MemoryError, *BROKEN) as fault:
        raise UnfitError("This picture is damaged or cut short; export it again.") from fault
    return Found(kind.family, kind.ending, kind.media_type, width, height)


def _require_size(width: int, height: int) -> None:
    if width * height > PIXELS or max(width, height) > LONGEST_SIDE:
        raise UnfitError(
            f"This picture has {width}x{height} pixels; send one of {PIXELS // 1_000_000} megapixels and "
            f"{LONGEST_SIDE} px a side at most."
        )


def _media(path: Path, kind: Kind) -> Found:
    import av

    try:
        with open_media(path, kind.reader, streams=TRACKS) as file:
            return _tracks(file, kind)
    except (av.FFmpegError, ValueError, KeyError, AttributeError, MemoryError, OverflowError) as fault:
        raise UnfitError("This file cannot be played: it is damaged, cut short, or of another kind.") from fault


def _tracks(file: InputContainer, kind: Kind) -> Found:
    import av

    pictures = [each for each in file.streams.video if each.codec_context is not None]
    is_film = kind.family == FILM and bool(pictures)
    family = FILM if is_film else SOUND
    limit = SECONDS[family]
    if not is_film and not file.streams.audio:
        raise UnfitError("There is neither a picture nor a sound in this file; send another.")
    width, height = (pictures[0].width, pictures[0].height) if is_film else (0, 0)
    if width * height > FILM_PIXELS:
        raise UnfitError(f"This film has {width}x{height} pixels; send one of 3840x2160 at most.")
    if file.duration is not None and file.duration / 1_000_000 > limit:
        raise UnfitError(f"This file lasts {file.duration / 1e6:.0f} s; send one of {limit:.0f} s at most.")
    track = pictures[0] if is_film else file.streams.audio[0]
    seconds = 0.0
    for frame in file.decode(track):
        seconds = max(seconds, float(getattr(frame, "time", None) or 0.0))
        if seconds > limit:
            raise UnfitError(f"This file lasts more than {limit:.0f} s; send a shorter one.")
        if isinstance(frame, av.VideoFrame) and (frame.width, frame.height) != (width, height):
            raise UnfitError("The pictures of this film change their size; send one in which they don't.")
    return Found(family, kind.ending, kind.media_type, width, height, round(seconds, 3))


def limit_myself(memory: int = MEMORY, processor: int = PROCESSOR) -> None:
    """Let this process have no more than this from now on, and write no file."""
    from avatar.runtime.system import confine

    confine(memory, processor, written=0, files=64)


def main() -> None:
    """Read what is asked from the arguments, and write what was found."""
    path, families = Path(sys.argv[1]), tuple(sys.argv[2].split(","))
    limit_myself()
    try:
        told = asdict(look(path, families))
    except UnfitError as fault:
        told = {"unfit": str(fault)}
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
