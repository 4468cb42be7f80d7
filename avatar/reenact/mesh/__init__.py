"""The default renderer: the photo itself, moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.data import Frame

if TYPE_CHECKING:
    from collections.abc import Iterator

    from avatar.data import MotionTrack, Portrait
    from avatar.reenact.mesh.scene import Scene


class MeshRenderer:
    """Warp the portrait by its rig, frame by frame. What it has set up for a portrait serves the next passage too."""

    def __init__(self) -> None:
        self._set_up: tuple[Portrait, tuple[int, int], Scene] | None = None

    def render(self, portrait: Portrait, motion: MotionTrack, size: tuple[int, int]) -> Iterator[Frame]:
        """Yield one frame per row of `motion`, `size` = (width, height) px; each frame owns its picture."""
        scene = self._scene(portrait, size)
        for index in range(len(motion)):
            yield Frame(scene.draw(motion, index), index, float(index / motion.fps))

    def _scene(self, portrait: Portrait, size: tuple[int, int]) -> Scene:
        from avatar.reenact.mesh.scene import Scene

        if self._set_up is None or self._set_up[0] is not portrait or self._set_up[1] != size:
            self._set_up = (portrait, size, Scene(portrait, size))
        return self._set_up[2]
