"""What people give for a background, read strictly, and cut to fill a film."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from avatar.errors import InputError
from avatar.outside.media import PICTURES, broken, open_media
from avatar.outside.pictures import BROKEN, open_picture
from avatar.runtime.access import told
from avatar.runtime.hashing import file_sha256
from avatar.settings import KEY_GREEN, BackgroundSettings

if TYPE_CHECKING:
    from collections.abc import Iterator

    import av
    from numpy.typing import NDArray

_BARE = (255, 255, 255)
"""what is seen through the transparent parts of a picture"""
_LARGEST = 36_000_000
"""pixels of a film that moves behind somebody; 8K has 33 million"""
_WORDS = {
    "own": BackgroundSettings(),
    "blur": BackgroundSettings("blur"),
    "green": BackgroundSettings("green", KEY_GREEN),
    "transparent": BackgroundSettings("transparent"),
}
"""backgrounds that one word names"""


_GLIMPSE, _GLIMPSES, _LOOKED_AT = 96, 7, 4.0
"""px of the longer side, pictures, and s of a film that tell what light it has"""
_ANGLE = re.compile(r"[-+]?[0-9.]+(deg)?")
"""of a gradient, degrees"""
_FORMS = (
    "give a colour such as white or #1e2a38, a gradient such as linear:#1e2a38,#8aa0b8, a picture, a film, "
    "blur, green, transparent, or own."
)
"""what can be given instead of what is no background"""


def parse_background(text: str) -> BackgroundSettings:
    """Read what `--background` takes: a word, a colour, a gradient, or the path of a picture or a film.

    Raise `InputError` for anything else.
    """
    word = text.strip()
    if word.lower() in _WORDS:
        return _WORDS[word.lower()]
    name, colon, rest = word.partition(":")
    if colon and name.lower() == "blur":
        return BackgroundSettings("blur", radius=_number(text, rest))
    if colon and name.lower() in ("linear", "radial"):
        return _gradient(text, name.lower(), rest)
    colour = _colour(word)
    if colour is not None:
        return BackgroundSettings("colour", colour)
    path = Path(text)
    with told(path, "give another background"):
        is_there = path.is_file()
    if not is_there:
        raise InputError(f"There is no background {text!r}; {_FORMS}")
    return BackgroundSettings(_kind(path), path=str(path), digest=file_sha256(path))


def _gradient(text: str, kind: str, rest: str) -> BackgroundSettings:
    """Read colours, and after those of a linear gradient its angle."""
    parts = [part.strip() for part in re.split(r",(?![^(]*\))", rest)]
    angle = BackgroundSettings().angle
    if kind == "linear" and _ANGLE.fullmatch(parts[-1]):
        angle = _number(text, parts.pop().removesuffix("deg"))
    colours = tuple(colour for colour in map(_colour, parts) if colour is not None)
    if len(colours) != len(parts):
        raise InputError(f"The background {text!r} is no gradient; give colours such as {kind}:#1e2a38,#8aa0b8.")
    return BackgroundSettings(kind, stops=colours, angle=angle)


def _number(text: str, part: str) -> float:
    try:
        number = float(part)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise InputError(f"The background {text!r} cannot be read: {part!r} is no number; {_FORMS}")
    return number


def still(path: Path, size: tuple[int, int]) -> NDArray[np.uint8]:
    """Cut a picture to fill `size` = (width, height) px, (height, width, 3) RGB."""
    from PIL import Image, ImageOps

    try:
        with open_picture(path) as file:
            picture = ImageOps.exif_transpose(file)
            if picture.has_transparency_data:
                cover = picture.convert("RGBA")
                picture = Image.new("RGB", cover.size, _BARE)
                picture.paste(cover, mask=cover)
            return np.asarray(ImageOps.fit(picture.convert("RGB"), size, Image.Resampling.LANCZOS))
    except BROKEN as fault:
        raise InputError(
            f"The background {str(path)!r} cannot be read as a picture ({fault}); give another."
        ) from fault


class Film:
    """A film that fills `size` = (width, height) px and goes round and round. For one thread."""

    def __init__(self, path: Path, size: tuple[int, int], focus: tuple[float, float] = (0.5, 0.5)) -> None:
        """Open it; `focus` is what stays seen where it is cut, fractions."""
        self._path, self._size, self._focus = path, size, focus
        self._seconds = _length(path)
        self._round = -1
        self._pictures: Iterator[tuple[float, av.VideoFrame]] = iter(())
        self._shown: NDArray[np.uint8] | None = None
        self._begins = 0.0
        self._next: tuple[float, av.VideoFrame] | None = None

    def at(self, time: float) -> NDArray[np.uint8]:
        """Give the picture of this time, s."""
        number, place = divmod(time + 1e-6, self._seconds)
        if number != self._round or place < self._begins or self._shown is None:
            self._rewind(int(number))
        newest = None
        while self._next is not None and self._next[0] <= place:
            self._begins, newest = self._next
            self._next = next(self._pictures, None)
        if newest is not None:
            self._shown = filled(newest, self._size, self._focus)
        if self._shown is None:
            raise InputError(f"The background {str(self._path)!r} shows no picture; give another film.")
        return self._shown

    def moments(self, count: int) -> list[float]:
        """Give up to so many times, s, that lie apart in the film's first seconds."""
        length = min(self._seconds, _LOOKED_AT)
        return [length * (index + 0.5) / count for index in range(count)]

    def _rewind(self, number: int) -> None:
        self._round, self._begins = number, 0.0
        self._pictures = _decoded(self._path)
        first = next(self._pictures, None)
        self._next = None if first is None else (0.0, first[1])  # a film may begin a little after its time 0


def glimpse(path: Path, size: tuple[int, int]) -> NDArray[np.uint8]:
    """Give the mean of some pictures of a film, cut to its shape: the light that it has on the whole.

    It is a small picture: it has the proportions of `size` = (width, height) px, and no detail.
    """
    share = _GLIMPSE / max(size)
    small = max(2, round(size[0] * share)), max(2, round(size[1] * share))
    film = Film(path, small)
    seen = [film.at(time) for time in film.moments(_GLIMPSES)]
    return np.asarray(np.rint(np.mean(seen, axis=0)), np.uint8)


def filled(picture: av.VideoFrame, size: tuple[int, int], focus: tuple[float, float] = (0.5, 0.5)) -> NDArray[np.uint8]:
    """Scale a decoded picture until it covers `size` = (width, height) px, and cut off what is too much.

    `focus` is what stays seen, fractions.
    """
    turned = round(picture.rotation / 90) % 4
    wide, tall = (picture.height, picture.width) if turned % 2 else (picture.width, picture.height)
    scale = max(size[0] / wide, size[1] / tall)
    wide, tall = max(size[0], round(wide * scale)), max(size[1], round(tall * scale))
    sides = (tall, wide) if turned % 2 else (wide, tall)
    flat = picture.to_ndarray(width=sides[0], height=sides[1], format="rgb24", interpolation="AREA")
    pixels = np.rot90(np.asarray(flat, np.uint8), turned)
    left, top = int((wide - size[0]) * focus[0]), int((tall - size[1]) * focus[1])
    return np.ascontiguousarray(pixels[top : top + size[1], left : left + size[0]])


def _colour(word: str) -> tuple[int, int, int] | None:
    from PIL import ImageColor

    try:
        red, green, blue, *_ = ImageColor.getrgb(word)
    except ValueError:
        return None
    return red, green, blue


def _kind(path: Path) -> str:
    """Tell a picture from a film. Raise `InputError` for a file that is neither."""
    from PIL import UnidentifiedImageError

    try:
        with open_picture(path) as file:
            if getattr(file, "n_frames", 1) == 1:
                return "image"
    except UnidentifiedImageError:
        pass
    except BROKEN as fault:
        raise InputError(f"The background {str(path)!r} cannot be read ({fault}); give another.") from fault
    if next(_decoded(path), None) is None:
        raise _neither(path)
    _length(path)
    return "video"


def _length(path: Path) -> float:
    """Measure a film, s."""
    seconds = 0.0
    with _opened(path) as container:
        stream = container.streams.video[0]
        rate = stream.average_rate or stream.guessed_rate
        if stream.duration and stream.time_base:
            seconds = float(stream.duration * stream.time_base)
        elif container.duration:
            seconds = container.duration / 1e6
        if not rate or seconds <= 0:
            raise InputError(f"The background {str(path)!r} does not say how long it is; give an MP4 or a WebM.")
        return max(seconds, float(1 / rate))


def _decoded(path: Path) -> Iterator[tuple[float, av.VideoFrame]]:
    with _opened(path) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        start = 0.0
        try:
            for index, frame in enumerate(container.decode(stream)):
                time = frame.time if frame.time is not None else 0.0
                start = time if index == 0 else start
                yield time - start, frame
        except broken() as fault:
            why = getattr(fault, "strerror", "") or fault
            raise InputError(f"The background {str(path)!r} cannot be read ({why}); give another.") from fault


def _opened(path: Path) -> av.container.InputContainer:
    try:
        container = open_media(path, wanted=PICTURES, pixels=_LARGEST)
    except broken() as fault:
        raise _neither(path) from fault
    if not container.streams.video:
        container.close()
        raise _neither(path)
    return container


def _neither(path: Path) -> InputError:
    return InputError(
        f"The background {str(path)!r} is neither a picture nor a film; give a JPEG, a PNG, an MP4 or a WebM."
    )
