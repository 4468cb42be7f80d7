"""What does not move: the photo's pixels, what is behind the person, and what is seen around the photo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from avatar.reenact.gltf.pictures import KIND, coded, decoded, flattened, straight

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from avatar.data import LabelPicture
    from avatar.reenact.gltf.container import Container
    from avatar.reenact.mesh.canvas import Canvas
    from avatar.reenact.mesh.inset import Inset

QUALITIES = ((98, 97), (95, 94), (90, 90), (84, 80), (75, 70), (60, 50))
"""0-100, of the person and of what is behind: the first with which the file is as small as it has to be"""
WORST = 24
"""levels that a texel of the person may be off before nothing is lost of both pictures, if there is room: with losses
a colour stands for four texels, which is not enough for hair in front of green"""
AROUND, PLAIN = 85, 82
"""quality of what is around the photo, and of the photo for plain viewers"""
PLAIN_SIDE = 1024
"""px, most, of that photo"""


def keep(file: Container, canvas: Canvas, room: int) -> dict[str, Any]:
    """Keep the textures in `room` bytes, and say where the film's pixels lie in them."""
    framing = canvas.framing
    inset = _inset(file, canvas.inset) if canvas.inset else None
    person, plate = _fitting(straight(canvas.person), canvas.plate, room)
    tall, wide = canvas.person.shape[:2]
    return {
        "size": [framing.width, framing.height],
        "left": framing.left,
        "top": framing.top,
        "scale": framing.scale,
        "margin": canvas.margin,
        "zoom": canvas.zoom,
        "person": file.picture(person, KIND, "person"),
        "person_size": [wide, tall],
        "plate": file.picture(plate, KIND, "plate"),
        "inset": inset,
    }


def _fitting(person: NDArray[np.uint8], plate: NDArray[np.uint8], room: int) -> tuple[bytes, bytes]:
    pair = b"", b""
    for one, other in QUALITIES:
        pair = coded(person, one), coded(plate, other)
        if sum(map(len, pair)) <= room:
            break
    if not _is_off(person, pair[0]):
        return pair
    behind = coded(plate)
    for front in (coded(person), pair[0]):
        if len(front) + len(behind) <= room:
            return front, behind
    return pair


def _is_off(person: NDArray[np.uint8], content: bytes) -> bool:
    """Tell whether a file of the person (h, w, 4) differs from it by more than `WORST` where something is seen."""
    one, other = flattened(person), flattened(decoded(content))
    return int(cv2.absdiff(one, other).max()) > WORST


def keep_plain(file: Container, canvas: Canvas) -> int:
    """Keep the photo again for viewers that know no WebP, smaller, and with what is behind the person."""
    tall, wide = canvas.person.shape[:2]
    around = round(canvas.margin)
    behind = cv2.copyMakeBorder(canvas.plate, around, around, around, around, cv2.BORDER_REFLECT)
    behind = cv2.resize(behind, (wide, tall), interpolation=cv2.INTER_LINEAR)
    rest = 255 - canvas.person[..., 3:].astype(np.uint16)
    whole = canvas.person[..., :3] + ((behind * rest + 127) // 255).astype(np.uint8)
    share = min(1.0, PLAIN_SIDE / max(tall, wide))
    small = cv2.resize(whole, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    return file.picture(coded(np.asarray(small, np.uint8), PLAIN, "jpeg"), "jpeg", "photo")


def _inset(file: Container, inset: Inset) -> dict[str, Any]:
    across, down = (inset.share[..., 0].max(axis=axis).astype(np.uint8) for axis in (0, 1))
    return {
        "box": list(inset.box),
        "across": file.numbers(across, 1 / 255),
        "down": file.numbers(down, 1 / 255),
        "around": file.picture(coded(inset.around, AROUND), KIND, "around"),
    }


def keep_labels(file: Container, labels: Sequence[LabelPicture]) -> list[dict[str, Any]]:
    """Keep the label in each of its languages."""
    return [
        {
            "language": label.language,
            "text": label.text,
            "left": label.place[0],
            "top": label.place[1],
            "size": [label.picture.shape[1], label.picture.shape[0]],
            "image": file.picture(coded(label.picture), KIND, f"label {label.text}"),
        }
        for label in labels
    ]
