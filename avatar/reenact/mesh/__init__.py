"""The default renderer: the photo itself, moved."""

from __future__ import annotations

from itertools import repeat
from threading import Lock
from typing import TYPE_CHECKING

from avatar.data import Frame, RenderCapabilities
from avatar.runtime.threads import in_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy as np
    from numpy.typing import NDArray

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
        return self._drawn(self._scene(portrait, size), motion, repeat(None))

    def cut_out(self, portrait: Portrait, motion: MotionTrack, size: tuple[int, int]) -> Iterator[Frame]:
        """Yield the person alone: 4 channels, straight alpha."""
        return self._drawn(self._scene(portrait, size, is_cut_out=True), motion, repeat(None))

    def over(
        self, portrait: Portrait, motion: MotionTrack, size: tuple[int, int], behind: Iterable[NDArray[np.uint8]]
    ) -> Iterator[Frame]:
        """Yield the person before one picture (height, width, 3) a frame, as fast as before their own background."""
        return self._drawn(self._scene(portrait, size, is_over=True), motion, behind)

    def emptied(self, portrait: Portrait, size: tuple[int, int]) -> NDArray[np.uint8]:
        """Give the photo's background without the person, (height, width, 3), as a film of this size shows it."""
        from avatar.reenact.framing import frame_portrait
        from avatar.reenact.mesh.canvas import behind

        return behind(portrait.plate, frame_portrait(portrait, size))

    def _drawn(self, scene: Scene, motion: MotionTrack, behind: Iterable[NDArray[np.uint8] | None]) -> Iterator[Frame]:
        def draw(item: tuple[int, NDArray[np.uint8] | None]) -> Frame:
            index, picture = item
            return Frame(scene.draw(motion, index, picture), index, float(index / motion.fps))

        return in_order(draw, zip(range(len(motion)), behind, strict=False))

    def _scene(
        self, portrait: Portrait, size: tuple[int, int], *, is_cut_out: bool = False, is_over: bool = False
    ) -> Scene:
        from avatar.reenact.mesh.scene import Scene

        form = size, is_cut_out, is_over
        with self._lock:  # who comes second waits for what the first sets up
            kept = self._set_up
            if kept is None or kept[0] is not portrait or kept[1] != form:
                scene = Scene(portrait, size, is_cut_out=is_cut_out, is_over=is_over)
                self._set_up = kept = (portrait, form, scene)
            return kept[2]
