"""Pictures as they travel: straight alpha, WebP; what is seen large with losses that don't show."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import cv2
import numpy as np

from avatar.outside.pictures import open_picture

if TYPE_CHECKING:
    from numpy.typing import NDArray

KIND = "webp"
AROUND = (2.0, 8.0)
"""px over which colour goes on beyond the edge of what is seen, so that viewers which blend before they multiply
show no dark rim"""


def coded(picture: NDArray[np.uint8], quality: int | None = None, kind: str = KIND) -> bytes:
    """Give a picture (h, w, 3 or 4) as a file; quality 0-100, None loses nothing. JPEG always loses, PNG never."""
    from PIL import Image

    buffer, image = io.BytesIO(), Image.fromarray(picture)
    if kind == "jpeg":
        image.save(buffer, "JPEG", quality=quality, optimize=True, progressive=True)
    elif kind == "png":
        image.save(buffer, "PNG", optimize=True)
    elif quality is None:
        image.save(buffer, "WEBP", lossless=True, exact=True, quality=80, method=4)
    else:
        image.save(buffer, "WEBP", quality=quality, alpha_quality=100, method=5, exact=True, use_sharp_yuv=True)
    return buffer.getvalue()


def decoded(content: bytes) -> NDArray[np.uint8]:
    """Read such a file: (h, w, 3 or 4)."""
    with open_picture(io.BytesIO(content)) as image:
        return np.array(image if image.mode in {"RGB", "RGBA"} else image.convert("RGB"))


def straight(flat: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Undo the multiplication with alpha of (h, w, 4); beyond its edge a colour goes on a little."""
    seen = flat.astype(np.float32)
    alpha = seen[..., 3:]
    colour = seen[..., :3] * 255 / np.maximum(alpha, 1)
    missing = flat[..., 3] == 0
    for sigma in AROUND:
        soft = cv2.GaussianBlur(seen, (0, 0), sigma)
        found = missing & (soft[..., 3] > 0.5)
        colour[found] = soft[found, :3] * 255 / soft[found, 3:]
        missing &= ~found
    return np.concatenate([np.rint(colour.clip(0, 255)), alpha], axis=2).astype(np.uint8)


def flattened(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Multiply colour (h, w, 4) with alpha, as browsers do."""
    alpha = picture[..., 3:].astype(np.uint16)
    return np.concatenate([((picture[..., :3] * alpha + 127) // 255), alpha], axis=2).astype(np.uint8)
