"""Where the person of a clip is shown: another background, worked out once for a portrait and a size."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from avatar.data import Frame, MotionTrack, Portrait
    from avatar.settings import BackgroundSettings
    from avatar.stages import Cutter


class Setting:
    """Draw a portrait before another background; before a film, or nothing, the person is drawn alone."""

    def __init__(self, renderer: Cutter, background: BackgroundSettings) -> None:
        self._renderer, self._background = renderer, background
        self._lock = Lock()
        self._behind: tuple[Portrait, tuple[int, int], NDArray[np.uint8]] | None = None

    def __call__(self, portrait: Portrait, motion: MotionTrack, size: tuple[int, int]) -> Iterator[Frame]:
        """Yield one frame per row of `motion`, `size` = (width, height) px."""
        if self._background.is_transparent or self._background.kind == "video":
            return self._renderer.cut_out(portrait, motion, size)
        return self._renderer.over(portrait, motion, size, self._picture(portrait, size))

    def _picture(self, portrait: Portrait, size: tuple[int, int]) -> NDArray[np.uint8]:
        with self._lock:
            kept = self._behind
            if kept is None or kept[0] is not portrait or kept[1] != size:
                self._behind = kept = (portrait, size, self._made(portrait, size))
            return kept[2]

    def _made(self, portrait: Portrait, size: tuple[int, int]) -> NDArray[np.uint8]:
        from avatar.finish.background import still_of
        from avatar.finish.lens import out_of_focus

        if self._background.kind == "blur":
            return out_of_focus(self._renderer.emptied(portrait, size), self._background.radius)
        return still_of(self._background, size)
