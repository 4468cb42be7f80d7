"""Difficult variants of a picture: mirrored, tilted, in deep shadow and the like, each made anew from the original."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL.Image import Image

_TILT = 15.0
"""degrees clockwise"""
_DARK, _BRIGHT = 0.3, 1.9
"""times the photo's own levels: in deep shadow; with blown highlights"""
_SMALL, _LARGE = 256, 4000
"""px of the longer side"""


def derive(picture: Image, variant: str) -> Image:
    """Make a variant of an RGB picture. Raise `InputError` if there is none of this name."""
    require_variant(variant)
    return _VARIANTS[variant](picture)


def require_variant(variant: str) -> None:
    """Raise `InputError` if there is no variant of this name."""
    if variant not in _VARIANTS:
        raise InputError(f"There is no variant {variant!r} of a portrait; choose one of {', '.join(_VARIANTS)}.")


def _mirrored(picture: Image) -> Image:
    from PIL import ImageOps

    return ImageOps.mirror(picture)


def _tilted(picture: Image) -> Image:
    """Turn the whole picture in its own frame; what turns in from outside is the border, drawn out."""
    import numpy as np
    from PIL import Image

    width, height = picture.size
    reach = max(width, height) // 4
    wide = Image.fromarray(np.pad(np.asarray(picture), ((reach, reach), (reach, reach), (0, 0)), mode="edge"))
    turned = wide.rotate(-_TILT, Image.Resampling.BICUBIC)
    return turned.crop((reach, reach, reach + width, reach + height))


def _lit(factor: float) -> Callable[[Image], Image]:
    def light(picture: Image) -> Image:
        from PIL import ImageEnhance

        return ImageEnhance.Brightness(picture).enhance(factor)

    return light


def _sized(side: int) -> Callable[[Image], Image]:
    def size(picture: Image) -> Image:
        from PIL import Image

        scale = side / max(picture.size)
        width, height = (round(length * scale) for length in picture.size)
        return picture.resize((width, height), Image.Resampling.LANCZOS)

    return size


def _grey(picture: Image) -> Image:
    return picture.convert("L").convert("RGB")


_VARIANTS: dict[str, Callable[[Image], Image]] = {
    "mirrored": _mirrored,
    "tilted": _tilted,
    "dark": _lit(_DARK),
    "bright": _lit(_BRIGHT),
    "small": _sized(_SMALL),
    "large": _sized(_LARGE),
    "grey": _grey,
}
VARIANTS = tuple(_VARIANTS)
"""What can stand after the colon of "PORTRAIT:VARIANT"."""
