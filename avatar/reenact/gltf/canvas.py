"""What does not move: the photo's pixels, what is behind the person, and what is seen around the photo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from avatar.reenact.gltf.pictures import KIND, coded, straight

if TYPE_CHECKING:
    from collections.abc import Sequence

    from avatar.data import LabelPicture
    from avatar.reenact.gltf.container import Container
    from avatar.reenact.mesh.canvas import Canvas
    from avatar.reenact.mesh.inset import Inset

PERSON, PLATE, AROUND = 98, 95, 90
"""quality of WebP, 0-100, of the person, of what is behind, and of what is around"""


def keep(file: Container, canvas: Canvas) -> dict[str, Any]:
    """Keep the textures, and say where the film's pixels lie in them. The person's is the file's first picture."""
    framing = canvas.framing
    tall, wide = canvas.person.shape[:2]
    return {
        "size": [framing.width, framing.height],
        "left": framing.left,
        "top": framing.top,
        "scale": framing.scale,
        "margin": canvas.margin,
        "zoom": canvas.zoom,
        "person": file.picture(coded(straight(canvas.person), PERSON), KIND, "person"),
        "person_size": [wide, tall],
        "plate": file.picture(coded(canvas.plate, PLATE), KIND, "plate"),
        "inset": _inset(file, canvas.inset) if canvas.inset else None,
    }


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
