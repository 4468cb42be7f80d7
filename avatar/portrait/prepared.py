"""A photo taken apart, in a file small enough to travel beside the photo: shipped portraits are ready at once.

The picture itself is not in it, and where a layer shows the picture's own pixels, nothing is. All comes back bit by
bit, but for the background far behind the person, which no motion can bare: there it has lost its grain.
"""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

import numpy as np

from avatar.data import Portrait
from avatar.errors import AvatarError, PortraitError
from avatar.portrait.enroll import SHADE_STEP, SHAPE_STEP
from avatar.runtime import archive

if TYPE_CHECKING:
    from numpy.lib.npyio import NpzFile
    from numpy.typing import NDArray

    from avatar.portrait.read import Photo

    Arrays = dict[str, NDArray[np.generic]]

BARE = 0.65
"""IOD behind the person's edge within which motion may bare the background: it goes 0.6 at most"""
_SOFT = 0.05
"""IOD, of the blur that takes the grain away"""
_STEPS = {"value.rig.shapes": SHAPE_STEP, "value.rig.shades": SHADE_STEP}
"""of arrays that are kept as whole numbers of steps"""
_PICTURES = ("value.matte", "value.plate", "value.foreground", "value.rig.mouth_layers")
_IMAGE, _MATTE, _PLATE, _FOREGROUND, _MOUTH = "value.image", *_PICTURES
_HEADER = "header"
_DAMAGE = (
    OSError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    EOFError,
    SyntaxError,
    zlib.error,
    zipfile.BadZipFile,
)


def pack(portrait: Portrait, photo: Photo, key: str) -> bytes:
    """Make such a file; `key` names the photo's file, the settings and the version that it was taken apart by.

    Raise `PortraitError` if the portrait's pixels are not the photo's: detail was added.
    """
    if not np.array_equal(portrait.image, photo.pixels):
        raise PortraitError(
            f"The portrait {portrait.name!r} was enlarged, and its pixels would not fit into a small file; "
            "take a larger photo."
        )
    head, arrays = archive.taken_apart(portrait)
    arrays[_PLATE] = _without_hidden_grain(portrait)
    kept = {_MATTE: portrait.matte, **_less_image(arrays, portrait.matte), _MOUTH: _flat(portrait.rig.mouth_layers)}
    rest = {name: array for name, array in arrays.items() if name != _IMAGE and name not in kept}
    header = {
        "key": key,
        "portrait": head,
        "mouth": list(portrait.rig.mouth_layers.shape),
        "arrays": {name: [array.dtype.str, list(array.shape)] for name, array in rest.items()},
    }
    written = {name: _shuffled(_counted(name, array)) for name, array in rest.items()}
    written |= {name: _as_webp(picture) for name, picture in kept.items()}
    buffer = io.BytesIO()
    held: dict[str, Any] = {_HEADER: np.frombuffer(json.dumps(header).encode(), np.uint8), **written}
    np.savez_compressed(buffer, **held)
    return buffer.getvalue()


def unpack(content: bytes, photo: Photo, key: str) -> Portrait:
    """Read such a file back, beside its photo.

    Raise `ArchiveError` if it is damaged, or of another photo, other settings or another version than `key` names.
    """
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as file:
            header = json.loads(file[_HEADER].tobytes())
            portrait = _put_together(header, file, photo.pixels) if header["key"] == key else None
    except (*_DAMAGE, AvatarError) as fault:
        raise archive.ArchiveError("This prepared portrait is damaged; make it anew.") from fault
    if portrait is None or portrait.content_hash != photo.content_hash:
        raise archive.ArchiveError("This prepared portrait belongs to another photo or version; make it anew.")
    return portrait


def _put_together(header: dict[str, Any], file: NpzFile, pixels: NDArray[np.uint8]) -> Portrait:
    arrays: Arrays = {
        name: _measured(name, _unshuffled(file[name], np.dtype(kind), shape))
        for name, (kind, shape) in header["arrays"].items()
    }
    matte = _from_webp(file[_MATTE], "L")
    arrays |= {_IMAGE: pixels, _MATTE: matte}
    for name, is_image in _own_pixels(matte).items():
        arrays[name] = _from_webp(file[name], "RGB") + np.where(is_image, pixels, 0).astype(np.uint8)
    arrays[_MOUTH] = _from_webp(file[_MOUTH], "RGBA").reshape(header["mouth"])
    return archive.put_together(header["portrait"], arrays, Portrait)


def _own_pixels(matte: NDArray[np.uint8]) -> dict[str, NDArray[np.bool_]]:
    """Say where each layer shows the photo's own pixels, (H, W, 1): there the difference is kept, mostly zeros."""
    return {_PLATE: (matte == 0)[..., None], _FOREGROUND: (matte == 255)[..., None]}


def _less_image(arrays: Arrays, matte: NDArray[np.uint8]) -> dict[str, NDArray[np.uint8]]:
    # Differences of bytes go round and come back the same.
    return {
        name: (arrays[name] - np.where(is_image, arrays[_IMAGE], 0)).astype(np.uint8)
        for name, is_image in _own_pixels(matte).items()
    }


def _without_hidden_grain(portrait: Portrait) -> NDArray[np.uint8]:
    import cv2

    behind = cv2.distanceTransform((portrait.matte == 255).astype(np.uint8), cv2.DIST_L2, 5) > BARE * portrait.iod
    soft = cv2.GaussianBlur(portrait.plate, (0, 0), _SOFT * portrait.iod)
    return np.where(behind[..., None], soft, portrait.plate)


def _flat(layers: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return layers.reshape(-1, *layers.shape[2:])


def _counted(name: str, array: NDArray[np.generic]) -> NDArray[np.generic]:
    if name not in _STEPS:
        return array
    return np.rint(array / _STEPS[name]).astype(np.int32)  # type: ignore[operator, no-any-return]


def _measured(name: str, array: NDArray[np.generic]) -> NDArray[np.generic]:
    if name not in _STEPS:
        return array
    return (array.view(np.int32) * np.float32(_STEPS[name])).astype(np.float32)


def _shuffled(array: NDArray[np.generic]) -> NDArray[np.uint8]:
    """Put first bytes before second bytes, and so on: what numbers have in common lies together."""
    flat = np.ascontiguousarray(array).reshape(-1).view(np.uint8)
    return np.ascontiguousarray(flat.reshape(-1, array.itemsize).T)


def _unshuffled(planes: NDArray[np.uint8], kind: np.dtype[np.generic], shape: list[int]) -> NDArray[np.generic]:
    return np.ascontiguousarray(planes.T).view(kind).reshape(shape)


def _as_webp(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    from PIL import Image

    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, "WEBP", lossless=True, exact=True, quality=60, method=4)
    return np.frombuffer(buffer.getvalue(), np.uint8)


def _from_webp(content: NDArray[np.uint8], mode: str) -> NDArray[np.uint8]:
    from PIL import Image

    with Image.open(io.BytesIO(content.tobytes()), formats=("WEBP",)) as image:
        return np.array(image.convert("RGB").getchannel(0) if mode == "L" else image.convert(mode))
