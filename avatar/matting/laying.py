"""Whoever was cut out of a film, laid before something else: without the old background's light, in the new one's."""

# Shapes no clip.

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.finish.lens import out_of_focus
from avatar.finish.light import BLEED, CURVE, EDGE, LEVELS, SOLID, change_toward, falling, skin_of
from avatar.runtime.compiled import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.finish.background import Backdrop
    from avatar.matting.cut import Cut, Look
    from avatar.settings import BackgroundSettings, LightSettings

_IOD = 0.55
"""of the face's height, about, between the eyes"""
_SPILL = 0.12
"""face heights from the edge over which a screen's light falls on the person"""
_COARSE = 4.0
"""px of the picture to one of the grid on which edges are looked at"""


class Laying:
    """Lays cuts before a backdrop that fills the film."""

    def __init__(
        self,
        behind: Backdrop | None,
        background: BackgroundSettings,
        light: LightSettings,
        scene: NDArray[np.uint8],
        look: Look,
    ) -> None:
        """Take what is behind, how its light falls, a picture (H, W, 3) of it, of a film a mean, and who is seen.

        Nothing is `behind` where the old background is to be blurred, or none is to be seen.
        """
        self._behind, self._background = behind, background
        self._wrap = light.wrap if background.is_scene else 0.0
        self._match = light.matched(background)
        self._scene, self._falling, self._look = scene, falling(scene), look
        self._light: NDArray[np.float32] | None = None
        self._change: NDArray[np.float32] | None = None

    def lay(self, cut: Cut, time: float) -> NDArray[np.uint8]:
        """Give the picture (H, W, 3) of a cut at `time`, s; before nothing (H, W, 4), straight alpha."""
        import cv2

        size = cut.picture.shape[1], cut.picture.shape[0]
        if self._light is None:
            self._light = np.ascontiguousarray(cv2.resize(self._falling, size, interpolation=cv2.INTER_LINEAR))
        if self._change is None:
            self._change = self._agreeing(cut)
        made, is_alone = np.zeros_like(cut.picture), self._background.is_transparent
        lay(
            cut.picture,
            cut.matte,
            cut.behind,
            self._new(cut, time),
            self._light,
            _near(cut.matte, EDGE * _IOD * cut.face) if self._wrap > 0 else cut.matte,
            _near(cut.matte, _SPILL * cut.face) if cut.spill else cut.matte,
            np.array([cut.spill, is_alone], np.uint8),
            BLEED * self._wrap,
            self._change,
            CURVE,
            LEVELS,
            np.zeros((2, 3), np.float32),
            made,
        )
        return np.dstack([made, cut.matte]) if is_alone else made

    def _new(self, cut: Cut, time: float) -> NDArray[np.uint8]:
        """Give what is to be behind, (H, W, 3)."""
        if self._behind is not None:
            return self._behind.at(time)
        return cut.behind if self._background.is_transparent else out_of_focus(_emptied(cut), self._background.radius)

    def _agreeing(self, cut: Cut) -> NDArray[np.float32]:
        """Find the change (3, 3) of linear RGB by which the person's colours agree with what is behind."""
        person = cut.picture[cut.matte > 255 * SOLID][::37]
        if self._match <= 0 or not len(person):
            return np.eye(3, dtype=np.float32)
        skin = skin_of(cut.picture, self._look.landmarks, _IOD * self._look.face)
        return change_toward(self._scene, person, skin, self._match)


def _emptied(cut: Cut) -> NDArray[np.uint8]:
    """Give the old background without the person, (H, W, 3)."""
    import cv2

    cover = cv2.dilate(cut.matte, np.ones((9, 9), np.uint8)).astype(np.float32) / np.float32(255)
    return np.asarray(cv2.blendLinear(cut.behind, cut.picture, cover, 1 - cover), np.uint8)


def _near(matte: NDArray[np.uint8], reach: float) -> NDArray[np.uint8]:
    """Say how near the edge of the person a pixel of theirs is, (H, W): 255 at it, 0 farther inside than `reach` px."""
    import cv2

    size = matte.shape[1], matte.shape[0]
    factor = min(_COARSE, max(1.0, reach))
    small = cv2.resize(matte, None, fx=1 / factor, fy=1 / factor, interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small, (0, 0), max(0.6, reach / factor))
    share = cv2.multiply(255 - soft, 2)
    return np.asarray(cv2.resize(share, size, interpolation=cv2.INTER_LINEAR), np.uint8)


@kernel(
    "const uint8[:, :, ::1], const uint8[:, ::1], const uint8[:, :, ::1], const uint8[:, :, :], "
    "const float32[:, :, ::1], const uint8[:, :], const uint8[:, :], const uint8[::1], float32, const float32[:, ::1], "
    "const float32[::1], const uint8[::1], float32[:, ::1], uint8[:, :, ::1]"
)
def lay(  # noqa: PLR0913 - all that light comes from
    picture: NDArray[np.uint8],
    matte: NDArray[np.uint8],
    old: NDArray[np.uint8],
    new: NDArray[np.uint8],
    light: NDArray[np.float32],
    edge: NDArray[np.uint8],
    spilt: NDArray[np.uint8],
    how: NDArray[np.uint8],
    bleed: float,
    change: NDArray[np.float32],
    curve: NDArray[np.float32],
    levels: NDArray[np.uint8],
    scratch: NDArray[np.float32],
    made: NDArray[np.uint8],
) -> None:
    """Lay the person of `picture` (h, w, 3) over `new`, into `made`.

    `how` are the channel of a screen, 0 for none, and 1 for the person alone. What `old` shows through them is taken
    out, and of the screen's channel what exceeds the others, where it is `spilt`; then their colours `change` (3, 3),
    in linear light, and of `light` a share of `bleed` falls on their `edge`. `curve` (256,) and `levels` (4097,) lead
    to linear light and, by its root, back; `scratch` is for (2, 3) numbers.
    """
    height, width = matte.shape
    own, lit = scratch[0], scratch[1]
    channel, is_alone = int(how[0]), how[1] > 0
    for y in range(height):
        for x in range(width):
            cover = np.float32(matte[y, x]) / np.float32(255)
            if matte[y, x] == 0:
                for k in range(3):
                    made[y, x, k] = np.uint8(0) if is_alone else new[y, x, k]
                continue
            shown = np.float32(1) if is_alone else cover
            for k in range(3):
                through = (np.float32(1) - cover) * np.float32(old[y, x, k])
                own[k] = min(max((np.float32(picture[y, x, k]) - through) / cover, np.float32(0)), np.float32(255))
            if channel > 0:
                most = max(own[0], own[3 - channel])
                over = own[channel] - most
                if over > 0:
                    part = np.float32(spilt[y, x]) / np.float32(255)
                    if matte[y, x] < 255:
                        part = np.float32(1)
                    own[channel] -= over * part
            share = np.float32(edge[y, x]) / np.float32(255)
            share = share * share * np.float32(bleed)
            for k in range(3):
                lit[k] = curve[int(own[k] + np.float32(0.5))]
            for k in range(3):
                value = change[k, 0] * lit[0] + change[k, 1] * lit[1] + change[k, 2] * lit[2]
                more = light[y, x, k] - value
                if more > 0:
                    value += share * more
                value = min(max(value, np.float32(0)), np.float32(1))
                own[k] = np.float32(levels[int(np.float32(4096) * np.sqrt(value) + np.float32(0.5))])
            for k in range(3):
                mixed = own[k] * shown + np.float32(new[y, x, k]) * (np.float32(1) - shown)
                made[y, x, k] = np.uint8(mixed + np.float32(0.5))
