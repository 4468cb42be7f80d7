"""A picture file as upright sRGB pixels: any bit depth, colour model, orientation and transparency."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from avatar.errors import PortraitError, TooLargeError
from avatar.outside.pictures import BROKEN, LONGEST_SIDE, MEGAPIXELS, PHOTOS, open_picture
from avatar.runtime.access import refusal, told

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray
    from PIL.Image import Image

BACKDROP = 200
"""Grey level behind transparent pictures: lighter than most skin and hair, darker than white collars."""
GLANCE_SIDE = 3000
"""longest side of what is shown of a large picture before it is unfolded, px"""
_LARGE = 50_000_000
"""px of a picture from which it is shown small before: unfolded it takes seven bytes a pixel"""
_STRIP_ROWS = 256
_THINNEST = 64
"""how often the shorter side of a picture may go into the longer one"""
_CUT_OUT_SHARE = 0.02
# What a file must do to bytes 0..n to be upright, per EXIF orientation 1-8: (mirror, quarter turns counter-clockwise).
_ORIENTATIONS = {2: (True, 0), 3: (False, 2), 4: (True, 2), 5: (True, 1), 6: (False, 3), 7: (True, 3), 8: (False, 1)}
_EXIF_ORIENTATION = 0x0112


Glance: TypeAlias = "Callable[[NDArray[np.uint8]], None]"
"""looks at an (H, W, 3) sRGB picture, and raises what it has against it"""


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture as it is meant to be seen."""

    pixels: NDArray[np.uint8]
    """(H, W, 3) sRGB"""
    alpha: NDArray[np.uint8] | None
    """(H, W), 255 opaque, where the file is a cut-out; else None"""
    content_hash: str
    """sha256 of the pixels, hex"""


def read_photo(path: Path, content: bytes | None = None, glance: Glance | None = None) -> Photo:
    """Decode a picture upright, in sRGB, over neutral grey where it is transparent.

    `content` is the file's, where it has been read already; it may have become another meanwhile. A `glance` is given
    a large picture at `GLANCE_SIDE`, (H, W, 3) sRGB, before it is unfolded whole; what it raises ends that.

    Raise `PortraitError` for a missing or unreadable file and for one over 100 megapixels, which is told
    from the header, before anything is decoded.
    """
    if content is None:
        require_file(path)
    colours, alpha = _decode(path, content, glance)
    digest = hashlib.sha256(colours.data).hexdigest()
    return Photo(colours, alpha, digest)


def require_file(path: Path) -> None:
    """Raise `PortraitError` unless the path names a file."""
    with told(path, "choose another picture"):
        is_there = path.exists()
    if not is_there:
        raise PortraitError(f"There is no picture {str(path)!r}; check the path.")
    if not path.is_file():
        raise PortraitError(f"{str(path)!r} is not a picture file; give the path of a JPEG, PNG, WebP or TIFF file.")


def _decode(
    path: Path, content: bytes | None, glance: Glance | None
) -> tuple[NDArray[np.uint8], NDArray[np.uint8] | None]:
    image = _open(path, content)
    try:
        orientation = image.getexif().get(_EXIF_ORIENTATION, 1)
    except BROKEN:
        orientation = 1  # a damaged EXIF block is no reason to refuse the picture around it
    try:
        image.load()
    except BROKEN as fault:
        image.close()
        raise PortraitError(
            f"The picture {str(path)!r} is damaged or cut short ({_brief(fault)}); export or download it again."
        ) from fault
    if 0 in image.size:
        raise PortraitError(
            f"The picture {str(path)!r} is empty: {image.width}x{image.height} pixels; use another file."
        )
    if max(image.size) > _THINNEST * min(image.size):
        raise PortraitError(
            f"The picture {str(path)!r} has {image.width}x{image.height} pixels, where no face has room; use "
            "another file."
        )
    mirror, turns = _ORIENTATIONS.get(orientation, (False, 0))
    if glance is not None and image.width * image.height > _LARGE:
        glance(_upright(_small(image), mirror, turns))
    colours, alpha = _to_srgb(image)
    image.close()  # frees its copy of the pixels before the next one is made
    return _upright(colours, mirror, turns), None if alpha is None else _upright(alpha, mirror, turns)


def _open(path: Path, content: bytes | None) -> Image:
    from PIL import UnidentifiedImageError

    try:
        return open_picture(path if content is None else io.BytesIO(content), PHOTOS)
    except TooLargeError as fault:
        raise PortraitError(
            f"The picture {str(path)!r} has more than {MEGAPIXELS} megapixels, or a side of more than {LONGEST_SIDE:,} "
            "px; scale it down first."
        ) from fault
    except UnidentifiedImageError as fault:
        raise PortraitError(
            f"{str(path)!r} is not a picture that can be read; use a JPEG, PNG, WebP, AVIF, HEIC, TIFF, BMP or GIF "
            "file."
        ) from fault
    except PermissionError as fault:
        raise refusal(path, fault, "choose another picture") from fault
    except BROKEN as fault:
        raise PortraitError(
            f"The picture {str(path)!r} is damaged ({_brief(fault)}); export or download it again."
        ) from fault


def _brief(fault: BaseException) -> str:
    return str(fault).split("\n")[0].strip().rstrip(".")[:80] or type(fault).__name__


def _upright(plane: NDArray[np.uint8], mirror: bool, turns: int) -> NDArray[np.uint8]:
    turned = np.rot90(plane[:, ::-1] if mirror else plane, turns)
    return np.ascontiguousarray(turned)


def _to_srgb(image: Image) -> tuple[NDArray[np.uint8], NDArray[np.uint8] | None]:
    """Convert strip by strip: a second whole copy of 100 megapixels would not fit the memory budget."""
    width, height = image.size
    convert = _converter(image)
    colours = np.empty((height, width, 3), np.uint8)
    alpha = np.full((height, width), 255, np.uint8) if image.has_transparency_data else None
    for top in range(0, height, _STRIP_ROWS):
        rows = slice(top, min(top + _STRIP_ROWS, height))
        strip = image.crop((0, rows.start, width, rows.stop))
        if alpha is not None:
            alpha[rows] = np.asarray(strip.convert("RGBA"))[..., 3]
        colours[rows] = convert(strip)
        if alpha is not None:
            _composite(colours[rows], alpha[rows])
    return colours, alpha if alpha is not None and _is_cut_out(alpha) else None


def _small(image: Image) -> NDArray[np.uint8]:
    """Convert a decoded picture at `GLANCE_SIDE`, strip by strip."""
    import cv2

    width, height = image.size
    share = GLANCE_SIDE / max(width, height)
    convert, size = _converter(image), (max(round(width * share), 1), max(round(height * share), 1))
    small = np.empty((size[1], size[0], 3), np.uint8)
    edges = np.linspace(0, size[1], -(-height // _STRIP_ROWS) + 1).astype(int).tolist()
    for low, high in pairwise(edges):
        if low == high:
            continue
        strip = image.crop((0, round(low / share), width, min(round(high / share), height)))
        colours = np.array(convert(strip))
        if image.has_transparency_data:
            _composite(colours, np.asarray(strip.convert("RGBA"))[..., 3])
        small[low:high] = cv2.resize(colours, (size[0], high - low), interpolation=cv2.INTER_AREA)
    return small


def _composite(colours: NDArray[np.uint8], alpha: NDArray[np.uint8]) -> None:
    share = alpha[..., None].astype(np.float32) / 255
    colours[:] = np.rint(colours * share + BACKDROP * (1 - share)).astype(np.uint8)


def _is_cut_out(alpha: NDArray[np.uint8]) -> bool:
    clear, solid = np.mean(alpha < 16), np.mean(alpha > 240)
    return bool(clear > _CUT_OUT_SHARE and solid > _CUT_OUT_SHARE)


def _converter(image: Image) -> Callable[[Image], NDArray[np.uint8]]:
    """Choose how strips of `image` become RGB: numbers are scaled, profiles are applied, the rest is plain."""
    if image.mode in {"I", "F"} or image.mode.startswith("I;"):
        low, high = _range(image)
        return lambda strip: _from_numbers(strip, low, high)
    transform = _profile_transform(image)
    if transform is None:
        return lambda strip: np.asarray(strip.convert("RGBA").convert("RGB"))
    return transform


def _range(image: Image) -> tuple[float, float]:
    """Guess black and white of a high-depth grey picture: 16-bit, 8-bit or 0-1 by its largest value."""
    least, most = (float(edge) for edge in np.ravel(image.getextrema()))
    if image.mode.startswith("I;16"):
        return 0.0, 65535.0
    white = next((limit for limit in (1.0, 255.0, 65535.0) if most <= limit), float(most))
    if image.mode == "I" and white == 1.0:
        white = 255.0
    return min(float(least), 0.0), white


def _from_numbers(strip: Image, low: float, high: float) -> NDArray[np.uint8]:
    grey = (np.asarray(strip).astype(np.float32) - low) * (255 / max(high - low, 1e-6))
    return np.repeat(np.clip(np.rint(grey), 0, 255).astype(np.uint8)[..., None], 3, axis=2)


def _profile_transform(image: Image) -> Callable[[Image], NDArray[np.uint8]] | None:
    """Build the conversion from the embedded ICC profile to sRGB; None without a usable one."""
    from PIL import ImageCms

    data = image.info.get("icc_profile")
    mode = {"RGBA": "RGB", "RGBX": "RGB", "P": "RGB", "LA": "L"}.get(image.mode, image.mode)
    if not data or mode not in {"RGB", "L", "CMYK", "LAB"}:
        return None
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(data))
        transform = ImageCms.buildTransform(profile, ImageCms.createProfile("sRGB"), mode, "RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None  # a broken profile means what most viewers take it for: plain sRGB
    return lambda strip: np.asarray(ImageCms.applyTransform(strip.convert(mode), transform))
