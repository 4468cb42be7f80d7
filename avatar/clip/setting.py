"""Where the person of a clip is shown: another background, worked out once for a portrait and a size."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from avatar.settings import USUAL_MATCH, LightSettings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy as np
    from numpy.typing import NDArray

    from avatar.data import Frame, MotionTrack, Portrait
    from avatar.finish.scene.stage import Stage
    from avatar.settings import BackgroundSettings
    from avatar.stages import Cutter


@dataclass(frozen=True, slots=True)
class _Worked:
    """What was worked out."""

    portrait: Portrait
    """whose it is"""
    size: tuple[int, int]
    """of the film, px"""
    lit: Portrait
    """the same in the new light"""
    behind: NDArray[np.uint8] | None
    """(height, width, 3), where it does not move"""


class Setting:
    """Draw a portrait before another background, in its light; before nothing, the person is drawn alone."""

    def __init__(self, renderer: Cutter, background: BackgroundSettings, light: LightSettings | None = None) -> None:
        self._renderer, self._background, self._light = renderer, background, light or LightSettings()
        self._lock = Lock()
        self._worked: _Worked | None = None

    def __call__(
        self, portrait: Portrait, motion: MotionTrack, size: tuple[int, int], first: int = 0
    ) -> Iterator[Frame]:
        """Yield one frame per row of `motion`, `size` = (width, height) px; `first` is the first one's in the film."""
        if self._background.is_transparent:
            return self._renderer.cut_out(portrait, motion, size)
        worked = self._of(portrait, size)
        behind = self._film(motion, size, first) if worked.behind is None else repeat(worked.behind)
        return self._renderer.over(worked.lit, motion, size, behind)

    def _film(self, motion: MotionTrack, size: tuple[int, int], first: int) -> Iterable[NDArray[np.uint8]]:
        """Give the film's picture of each frame, one after the other."""
        from avatar.finish.backdrops import Film

        film = Film(Path(self._background.path), size)
        return (film.at(float((first + index) / motion.fps)) for index in range(len(motion)))

    def _of(self, portrait: Portrait, size: tuple[int, int]) -> _Worked:
        with self._lock:  # who comes second waits for what the first works out
            kept = self._worked
            if kept is None or kept.portrait is not portrait or kept.size != size:
                self._worked = kept = self._work(portrait, size)
            return kept

    def _work(self, portrait: Portrait, size: tuple[int, int]) -> _Worked:
        from avatar.finish.backdrops import glimpse
        from avatar.finish.background import still_of
        from avatar.finish.lens import out_of_focus

        background = self._background
        if background.kind == "blur":
            picture = out_of_focus(self._renderer.emptied(portrait, size), background.radius)
        elif background.kind == "video":
            picture = glimpse(Path(background.path), size)
        else:
            picture = still_of(background, size)
        lit = self._relit(portrait, size, picture) if background.is_scene else portrait
        return _Worked(portrait, size, lit, None if background.kind == "video" else picture)

    def _relit(self, portrait: Portrait, size: tuple[int, int], picture: NDArray[np.uint8]) -> Portrait:
        from avatar.finish.light import Surroundings, relit
        from avatar.reenact.framing import frame_portrait

        framing = frame_portrait(portrait, size)
        scale = framing.scale * picture.shape[1] / size[0]
        around = Surroundings(picture, framing.left, framing.top, scale)
        return relit(portrait, around, self._light.matched(self._background), self._light.wrap)


class InScene:
    """Draw the person of a scene alone, in the light of what lies behind them in it."""

    def __init__(self, renderer: Cutter, stage: Stage, light: LightSettings) -> None:
        self._renderer, self._stage, self._light = renderer, stage, light
        self._lock = Lock()
        self._lit: tuple[Portrait, Portrait] | None = None

    def __call__(self, portrait: Portrait, motion: MotionTrack, size: tuple[int, int]) -> Iterator[Frame]:
        """Yield one frame per row of `motion`, `size` = (width, height) px, with alpha."""
        with self._lock:
            if self._lit is None or self._lit[0] is not portrait:
                self._lit = portrait, self._relit(portrait)
            lit = self._lit[1]
        return self._renderer.cut_out(lit, motion, size)

    def _relit(self, portrait: Portrait) -> Portrait:
        from avatar.finish.light import Surroundings, relit
        from avatar.reenact.framing import frame_portrait

        casting, behind = self._stage.casting, self._stage.behind()
        if casting is None or behind is None:
            return portrait
        framing = frame_portrait(portrait, casting.size)
        (x, y), (left, top) = casting.crop[:2], casting.place
        scale = framing.scale
        around = Surroundings(behind, framing.left + (x - left) / scale, framing.top + (y - top) / scale, scale)
        usual = USUAL_MATCH if self._stage.has_pictures else 0.0
        return relit(portrait, around, usual if self._light.match is None else self._light.match, self._light.wrap)
