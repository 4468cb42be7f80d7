"""What of a face an edit needs, be it in a photo that was taken apart or in one frame of a video."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.data import Pose


class Face(Protocol):
    """One face in one picture: a `data.Portrait` is one."""

    @property
    def name(self) -> str:
        """What the picture is called."""
        ...

    @property
    def content_hash(self) -> str:
        """Give the sha256 of the picture's pixels, hex."""
        ...

    @property
    def image(self) -> NDArray[np.uint8]:
        """Give the picture, (H, W, 3) RGB."""
        ...

    @property
    def landmarks(self) -> NDArray[np.float32]:
        """Give the face's landmarks, (478, 3), px, away from the viewer +."""
        ...

    @property
    def pose(self) -> Pose:
        """Tell how the head stands."""
        ...

    @property
    def iod(self) -> float:
        """Give the distance between the middles of the eyes, px."""
        ...


@dataclass(frozen=True, slots=True)
class FilmedFace:
    """A face in one frame of a video."""

    name: str
    """of the video"""
    image: NDArray[np.uint8]
    """(H, W, 3) RGB, the frame"""
    landmarks: NDArray[np.float32]
    """(478, 3), px, away from the viewer +"""
    pose: Pose
    """how the head stands"""
    iod: float
    """px"""

    @property
    def content_hash(self) -> str:
        """Give the sha256 of the frame's pixels, hex, as a photo's is."""
        return hashlib.sha256(np.ascontiguousarray(self.image).tobytes()).hexdigest()
