"""The default renderer: the photo itself, moved."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from avatar.data import Frame, RenderCapabilities
from avatar.runtime.threads import in_order

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from avatar.data import MotionTrack, Portrait
    from avatar.reenact.mesh.scene import Scene


class MeshRenderer:
    """Warp the portrait by its rig, frame by frame. What it has set up for a portrait serves the next passage too."""

    capabilities = RenderCapabilities(cuts_out=True)

    def __init__(self) -> None:
        self._lock = Lock()
        self._set_up: tuple[Portrait, tuple[object, ...], NDArray[np.uint8] | None, Scene] | None = None

    def render(self, portrait: Portrait, motion: MotionTrack, size: tuple[int, int]) -> Iterator[Frame]:
        """Yield one frame per row of `motion`, `size` = (width, height) px; each frame owns its picture."""
        return self._drawn(self._scene(portrait, size), motion)

    def cut_out(self, portrait: Portrait, motion: MotionTrack, size: tuple[int, int]) -> Iterator[Frame]:
        """Yield the person alone: 4 channels, straight alpha."""
        return self._drawn(self._scene(portrait, size, is_cut_out=True), motion)

    def over(
        self, portrait: Portrait, motion: MotionTrack, size: tuple[int, int], behind: NDArray[np.uint8]
    ) -> Iterator[Frame]:
        """Yield the person before a picture (height, width, 3), as fast as before the photo's own background."""
        return self._drawn(self._scene(portrait, size, over=behind), motion)

    def emptied(self, portrait: Portrait, size: tuple[int, int]) -> NDArray[np.uint8]:
        """Give the photo's background without the person, (height, width, 3), as a film of this size shows it."""
        from avatar.reenact.framing import frame_portrait
        from avatar.reenact.mesh.canvas import behind

        return behind(portrait.plate, frame_portrait(portrait, size))

    def _drawn(self, scene: Scene, motion: MotionTrack) -> Iterator[Frame]:
        def draw(index: int) -> Frame:
            return Frame(scene.draw(motion, index), index, float(index / motion.fps))

        return in_order(draw, range(len(motion)))

    def _scene(
        self,
        portrait: Portrait,
        size: tuple[int, int],
        *,
        is_cut_out: bool = False,
        over: NDArray[np.uint8] | None = None,
    ) -> Scene:
        from avatar.reenact.mesh.scene import Scene

        form = size, is_cut_out
        with self._lock:  # who comes second waits for what the first sets up
            kept = self._set_up
            if kept is None or kept[0] is not portrait or kept[1] != form or kept[2] is not over:
                scene = Scene(portrait, size, is_cut_out=is_cut_out, over=over)
                self._set_up = kept = (portrait, form, over, scene)
            return kept[3]
