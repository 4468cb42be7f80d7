"""Pictures that are taken out of a clip say that they are generated, where the clip says so of itself.

A whole frame shows the clip's own label. A face that is cut out of it would not, and gets one of its own; in both it
also stands where programs look for it. They are no clip that was made, so nothing is signed for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.data import Frame
from avatar.errors import InputError
from avatar.finish.label import LabelFilter
from avatar.marks import aigc
from avatar.marks.aigc.pictures import read_packet, with_packet
from avatar.marks.aigc.xmp import with_tag

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

_LANGUAGE = "en"
"""of the label, as all that the pages say"""


def said_by(clip: Path) -> aigc.Tag | None:
    """Give what a clip says of itself for machines, without its signature; None where it says nothing."""
    try:
        text = aigc.read(clip)
        found = aigc.Tag.from_text(text) if text else None
    except InputError:
        return None
    return found and aigc.Tag(found.producer, found.produce_id, label=found.label)


def labelled(faces: Sequence[NDArray[np.uint8]]) -> list[NDArray[np.uint8]]:
    """Draw the label into faces (H, W, 3) that were cut out, all of one size."""
    if not faces:
        return []
    height, width = faces[0].shape[:2]
    frames = (Frame(face.copy(), number, 0.0) for number, face in enumerate(faces))
    return [frame.image for frame in LabelFilter(_LANGUAGE, (width, height)).apply(frames)]


def tagged(picture: bytes, kind: str, tag: aigc.Tag | None) -> bytes:
    """Put into a "png" or "jpg" what its clip says of itself, if it says something."""
    if tag is None or not picture:
        return picture
    return with_packet(picture, kind, with_tag(read_packet(picture, kind), tag.as_text()))
