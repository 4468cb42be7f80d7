"""The default renderer: the photo itself, moved."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from avatar.data import Frame, RenderCapabilities
from avatar.runtime.threads import in_order

if TYPE_CHECKING:
    from collections.abc import Iterator

    from avatar.data import MotionTrack, Portrait
    from avatar.reenact.mesh.scene import Scene


class MeshRenderer:
    """Warp the portrait by its rig, frame by frame. What it has set up for a portrait serves the next passage too."""

    capabilities = RenderCapabilities(cuts_out=True)

    def __init__(self) -> None:
        self._lock = Lock()
        self._set_up: tuple[Portrait, tuple[object, ...], Scene] | None = None

    def render(self, portrait: Portrait, motion: MotionTrack, size: tuple[int, int]) -> Iterator[Frame]:
        """Yield one frame per row of `motion`, `size` = (width, height) px; each frame owns its picture."""
        return self._drawn(self._scene(portrait, size, is_cut_out=False), motion)

    def cut_out(self, portrait: Portrait, motion: MotionTrack, size: tuple[int, int]) -> Iterator[Frame]:
        """Yield the person alone: 4 channels, straight alpha."""
        return self._drawn(self._scene(portrait, size, is_cut_out=True), motion)

    def _drawn(self, scene: Scene, motion: MotionTrack) -> Iterator[Frame]:
        def draw(index: int) -> Frame:
            return Frame(scene.draw(motion, index), index, float(index / motion.fps))

        return in_order(draw, range(len(motion)))

    def _scene(self, portrait: Portrait, size: tuple[int, int], *, is_cut_out: bool) -> Scene:
        from avatar.reenact.mesh.scene import Scene

        form = (size, is_cut_out)
        with self._lock:  # who comes second waits for what the first sets up
            if self._set_up is None or self._set_up[0] is not portrait or self._set_up[1] != form:
                self._set_up = (portrait, form, Scene(portrait, size, is_cut_out=is_cut_out))
            return self._set_up[2]
