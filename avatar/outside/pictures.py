"""A picture from outside, opened by a list of ours of formats and bounded before anything of it is decoded.

Without a list, Pillow tries every format that it knows: for EPS it starts Ghostscript, and others have had no reader of
their code in years.
"""

# Shapes no clip.

from __future__ import annotations

import struct
import warnings
import zlib
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from avatar.errors import NotInstalledError, TooLargeError
from avatar.runtime.packages import line_for

if TYPE_CHECKING:
    from PIL.Image import Image

FORMATS = ("JPEG", "PNG", "GIF", "BMP", "WEBP", "TIFF")
"""Pillow's names of the readers that may look at a file"""
PHOTOS = (*FORMATS, "AVIF")
"""the same for photos, of which HEIC is read too; older versions of Pillow have no reader for the last"""
_HEIC = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
"""what files of iPhones and their like say of themselves"""
_READERS = ("pi_heif", "pillow_heif")
"""packages that read them: the first only reads, and is not under the GPL as the wheels of the other are"""
BROKEN = (OSError, SyntaxError, ValueError, EOFError, LookupError, TypeError, ArithmeticError, struct.error, zlib.error)
"""what Pillow's readers raise for pictures that are damaged, as they go"""
MEGAPIXELS = 100
"""of a picture; more has no use here"""
LONGEST_SIDE = 65_500
"""px; no JPEG has more"""


def open_picture(source: Path | BinaryIO, formats: tuple[str, ...] = FORMATS) -> Image:
    """Open a picture without decoding it, for a `with` block.

    Raise `TooLargeError` where it has more than `MEGAPIXELS`, and whatever Pillow raises: `UnidentifiedImageError` for
    none, and one of `BROKEN` for a damaged one, as decoding does. Raise `NotInstalledError` for HEIC without a reader.
    """
    from PIL import Image, TiffImagePlugin, WebPImagePlugin, features  # noqa: F401 - else Pillow loads all it has

    if "AVIF" in formats:
        formats = tuple(name for name in formats if name != "AVIF" or features.check("avif"))
        formats += _heic_reader(source)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # our own limit says it as an error
        try:
            image = Image.open(source, formats=formats)
        except Image.DecompressionBombError as fault:
            raise TooLargeError(_too_large(source)) from fault
    if image.width * image.height > MEGAPIXELS * 1_000_000 or max(image.size) > LONGEST_SIDE:
        image.close()
        raise TooLargeError(_too_large(source))
    return image


def _heic_reader(source: Path | BinaryIO) -> tuple[str, ...]:
    """Name the reader of HEIC files for one, once it is there; none for other files."""
    if isinstance(source, Path):
        with source.open("rb") as file:
            head = file.read(12)
    else:
        head = source.read(12)
        source.seek(0)
    if head[4:8] != b"ftyp" or head[8:] not in _HEIC:
        return ()
    for package in _READERS:
        try:
            import_module(package).register_heif_opener()
        except ImportError:
            continue
        return ("HEIF",)
    named = f" {str(source)!r}" if isinstance(source, Path) else ""
    raise NotInstalledError(
        f"The picture{named} is HEIC, for which a reader is missing; run: {line_for('heic')}, or export it as JPEG."
    )


def _too_large(source: Path | BinaryIO) -> str:
    named = f" {str(source)!r}" if isinstance(source, Path) else ""
    return f"The picture{named} has more than {MEGAPIXELS} megapixels; scale it down first."
