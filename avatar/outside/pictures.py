"""A picture from outside, opened by a list of ours of formats and bounded before anything of it is decoded.

Without a list, Pillow tries every format that it knows: for EPS it starts Ghostscript, and others have had no reader of
their code in years.
"""

# Shapes no clip.

from __future__ import annotations

import struct
import warnings
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from avatar.errors import TooLargeError

if TYPE_CHECKING:
    from PIL.Image import Image

FORMATS = ("JPEG", "PNG", "GIF", "BMP", "WEBP", "TIFF")
"""Pillow's names of the readers that may look at a file"""
BROKEN = (OSError, SyntaxError, ValueError, EOFError, LookupError, TypeError, ArithmeticError, struct.error, zlib.error)
"""what Pillow's readers raise for pictures that are damaged, as they go"""
MEGAPIXELS = 100
"""of a picture; more has no use here"""
LONGEST_SIDE = 65_500
"""px; no JPEG has more"""


def open_picture(source: Path | BinaryIO, formats: tuple[str, ...] = FORMATS) -> Image:
    """Open a picture without decoding it, for a `with` block.

    Raise `TooLargeError` where it has more than `MEGAPIXELS`, and whatever Pillow raises: `UnidentifiedImageError` for
    none, and one of `BROKEN` for a damaged one, as decoding does.
    """
    from PIL import Image, TiffImagePlugin, WebPImagePlugin  # noqa: F401 - else Pillow loads all that it has for them

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


def _too_large(source: Path | BinaryIO) -> str:
    named = f" {str(source)!r}" if isinstance(source, Path) else ""
    return f"The picture{named} has more than {MEGAPIXELS} megapixels; scale it down first."
