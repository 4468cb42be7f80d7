"""The default renderer: the photo itself, moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.data import Frame

if TYPE_CHECKING:
    from collections.abc import Iterator

    from avatar.data import MotionTrack, Portrait


class MeshRenderer:
    """Warp the portrait by its rig, frame by frame."""

    def render(self, portrait: Portrait, motion: MotionTrack, size: tuple[int, int]) -> Iterator[Frame]:
        """Yield one frame per row of `motion`, `size` = (width, height) px; each frame owns its picture."""
        from avatar.reenact.mesh.scene import Scene

        scene = Scene(portrait, size)
        for index in range(len(motion)):
            yield Frame(scene.draw(motion, index), index, float(index / motion.fps))
