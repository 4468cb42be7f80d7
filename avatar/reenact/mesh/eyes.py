"""Show the eyeballs between the lids: they turn with the gaze and never move with the lids."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from avatar.reenact.mesh.beyond import spread
from avatar.reenact.mesh.look import look
from avatar.reenact.mesh.mouth import _window, coverage
from avatar.runtime.threads import side_by_side

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.data import Rig
    from avatar.reenact.mesh.canvas import Canvas
    from avatar.reenact.pose import Posed

EYEBALL = 0.19
"""IOD, radius: 12 mm of 62 mm."""
RIM = 0.016
"""IOD along the lids that show lashes and the lower lid's wet rim."""
LASHES = 0.03
"""IOD under the upper lid that show its lashes and their shadow."""
SOFT = 0.03
"""IOD over which the white that goes on under the lids is smoothed, or the steps that it was made in show there."""
BLENDS = 9
"""Steps from the photo's eye to one without rims, the further the gaze goes from the photo's own."""
WHOLE = 1.5
"""Of the iris's radius around its place in the photo, within which all goes along with it: as far as its rim comes,
for one that is squeezed at the rim stands nearer to the nose than the other eye's."""
GLINT_SHARE = 0.5
"""Of the iris's way: the cornea's centre of curvature lies half as far from the eye's turning point as the iris."""


class Eyes:
    """Both eyes of one portrait at one film size."""

    def __init__(self, rig: Rig, canvas: Canvas) -> None:
        self.both = side_by_side(lambda: Eye(rig, canvas, 0), lambda: Eye(rig, canvas, 1))

    def draw(self, picture: NDArray[np.uint8], posed: Posed, gaze: NDArray[np.float32]) -> None:
        """Draw into the film's frame (H, W, 3), in place."""
        for eye in self.both:
            eye.draw(picture, posed, gaze)


class Eye:
    """One of them: its layers in texture px, with its box's upper left corner at `corner`."""

    def __init__(self, rig: Rig, canvas: Canvas, index: int) -> None:
        self._rig, self._framing, self._zoom = rig, canvas.framing, canvas.zoom
        self._margin = canvas.margin
        self.ring = np.concatenate([rig.upper_lids[index], rig.lower_lids[index][::-1]])
        outline = canvas.texture_places(rig.vertices[self.ring])
        self.unit = rig.unit * canvas.framing.scale * canvas.zoom
        pad = int(np.ceil(0.12 * self.unit)) + 2
        box = _window(outline, canvas.person.shape, pad)
        self.is_outside = box is None
        if box is None:
            return
        x0, y0, x1, y1 = box
        self.corner = np.array([x0, y0], np.float32)
        inside = coverage(outline - self.corner, x1 - x0, y1 - y0) > 0.5
        photo = np.ascontiguousarray(canvas.person[y0:y1, x0:x1, :3])
        whole = spread(photo, inside)
        self.iris = iris = canvas.texture_places(rig.irises[[index]])[0] - self.corner
        self.radius = radius = float(rig.irises[index, 2]) * canvas.framing.scale * canvas.zoom
        self.reach = max(WHOLE + 0.65, float(np.ptp(outline[:, 0])) / max(radius, 1.0) / 2)
        self._ball, glint = _without_glint(whole, inside, iris, radius)
        self.glint = _with_fourth(glint)
        clean = self._without_rims(photo, inside, iris, radius)
        upper, self.opening = self._lid_side(outline - self.corner)
        self.lashes = self._lash_strip(clean, upper)
        self.boxes = np.stack([_box(self.lashes), _box(self.glint)])
        rims = (self._ball - clean.astype(np.float32)) * (1 - upper)[..., None]
        shares = np.linspace(1, 0, BLENDS, dtype=np.float32)
        self.balls = [_with_fourth(np.rint(clean + share * rims)) for share in shares]
        self.carry = self._iris_field()
        middle = rig.vertices[self.ring].mean(axis=0)
        self.depth = float(middle[2])
        self.open_area = _area(canvas.framing.place(rig.vertices[self.ring, :2]))
        self.lid = rig.upper_lids[index][len(rig.upper_lids[index]) // 2]
        self.lid_rest = rig.vertices[self.lid].astype(np.float64)

    def _without_rims(
        self, photo: NDArray[np.uint8], inside: NDArray[np.bool_], iris: NDArray[np.float32], radius: float
    ) -> NDArray[np.uint8]:
        """Give the eyeball as it goes on under the lids: no lashes, no wet rim, which must not ride on the iris."""
        step = max(1, round(RIM * self.unit))
        core = inside & np.roll(inside, max(1, round(LASHES * self.unit)), axis=0) & np.roll(inside, -step, axis=0)
        rows, columns = np.mgrid[: photo.shape[0], : photo.shape[1]] + 0.5
        away = np.hypot(columns - iris[0], rows - iris[1]) / max(radius, 1.0)
        white, coloured = core & (away > 1.15), core & (away < 0.95)
        if not white.any() or not coloured.any():
            return self._ball
        share = np.clip((1.1 - away) / 0.15, 0, 1)[..., None].astype(np.float32)
        around = cv2.GaussianBlur(spread(photo, white).astype(np.float32), (0, 0), max(1.0, SOFT * self.unit))
        beyond = around * (1 - share) + spread(photo, coloured) * share
        soft = cv2.GaussianBlur(core.astype(np.float32), (0, 0), 0.4 * step)[..., None]
        soft = np.clip(2 * soft - 1, 0, 1)
        return np.asarray(np.rint(beyond + (self._ball - beyond) * soft), np.uint8)

    def _lid_side(self, outline: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Say what lies on the upper lid's side, (h, w), and how far the eye opens in each column, (w,); both 0-1.

        `outline` (2m, 2) is the upper lid from left to right, then the lower one back.
        """
        upper, lower = outline[: len(outline) // 2], outline[len(outline) // 2 :][::-1]
        columns, rows = np.arange(self._ball.shape[1]) + 0.5, np.arange(self._ball.shape[0])[:, None] + 0.5
        top, bottom = (np.interp(columns, lid[:, 0], lid[:, 1]) for lid in (upper, lower))
        side = np.clip(((top + bottom) / 2 - rows) / (RIM * self.unit) + 0.5, 0, 1)
        opening = np.maximum(bottom - top, 0)
        return side.astype(np.float32), (opening / max(float(opening.max()), 1.0)).astype(np.float32)

    def _lash_strip(self, clean: NDArray[np.uint8], upper: NDArray[np.float32]) -> NDArray[np.float32]:
        """Cut out what the lid's lashes cover, (h, w, 4): colour times alpha, so that it can go along with the lid.

        It ends where the eyeball is the photo's own anyway.
        """
        step = max(1, round(0.5 * RIM * self.unit))
        differs = (np.abs(self._ball.astype(np.int16) - clean).max(axis=2) > 0).astype(np.float32) * (upper > 0)
        whole = cv2.dilate(differs, np.ones((2 * step + 1, 2 * step + 1), np.uint8))
        soft = cv2.blur(whole, (step, step))
        alpha = np.maximum(differs, soft)[..., None] * upper[..., None]
        return np.asarray(np.concatenate([self._ball * alpha, alpha], axis=2), np.float32)

    def _iris_field(self) -> NDArray[np.float32]:
        """Say how much of the iris's motion each texture pixel takes: all of it near the iris, none at the corners."""
        height, width = self._ball.shape[:2]
        x, y = np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5)
        distance = np.hypot(x - self.iris[0], y - self.iris[1]) / max(self.radius, 1.0)
        fade = np.clip((self.reach - distance) / (self.reach - WHOLE), 0, 1)
        return np.asarray(fade * fade * (3 - 2 * fade), np.float32)

    def draw(self, picture: NDArray[np.uint8], posed: Posed, gaze: NDArray[np.float32]) -> None:
        """Draw into the film's frame (H, W, 3), in place."""
        if self.is_outside:
            return
        outline = _uncrossed(self._framing.place(posed.vertices[self.ring, :2]))
        window = _window(outline, picture.shape, margin=2)
        if window is None:
            return
        x0, y0, x1, y1 = window
        cover = coverage(outline - (x0, y0), x1 - x0, y1 - y0)
        if not cover.any():
            return
        self._look(picture[y0:y1, x0:x1], cover, self._place(posed, window), gaze, self._raised(posed))

    def _raised(self, posed: Posed) -> float:
        """Measure how far the upper lid stands above its place in the photo, IOD."""
        risen = posed.vertices[self.lid] - (posed.turn @ self.lid_rest + posed.shift)
        return max(0.0, -float(risen @ (posed.turn @ self._rig.axes[:, 1])) / self._rig.unit)

    def _look(
        self,
        part: NDArray[np.uint8],
        cover: NDArray[np.float32],
        place: NDArray[np.float64],
        gaze: NDArray[np.float32],
        raised: float,
    ) -> None:
        """Draw the eyeball turned by the gaze, its lashes lifted with the upper lid by `raised` IOD.

        The catch-light goes half the way of the iris, as reflections on the cornea do.
        """
        shift = EYEBALL * self.unit * np.sin(gaze).astype(np.float32)
        turned = min(1.0, abs(float(shift[1])) / (RIM * self.unit))
        kept = 1 - turned * (1 - min(1.0, raised / RIM))
        lifted = np.float32(raised * self.unit) * self.opening
        away = min(1.0, float(np.hypot(*shift)) / (RIM * self.unit))
        ball = self.balls[round(away * (BLENDS - 1))]
        glint_shift = np.float32(GLINT_SHARE) * shift
        light = self._light(cover)
        lashes, glint, boxes = self.lashes, self.glint, self.boxes
        look(part, cover, light, place, ball, self.carry, shift, lashes, lifted, kept, glint, glint_shift, boxes)

    def _light(self, cover: NDArray[np.float32]) -> NDArray[np.float32]:
        """Let the upper lid's shadow come down with it; the open eye keeps the photo's own."""
        area = float(cover.sum())
        closing = min(max(2.5 * (1 - area / self.open_area) - 0.1, 0.0), 1.0)
        if closing == 0:
            return np.ones(cover.shape, np.float32)
        reach = 0.035 * self.unit / self._zoom
        shifted = cv2.warpAffine(cover, np.array([[1, 0, 0], [0, 1, reach]], np.float32), cover.shape[::-1])
        under = cv2.GaussianBlur(shifted, (0, 0), max(0.6, 0.6 * reach))
        return np.asarray(1 - 0.34 * closing * (1 - under), np.float32)

    def _place(self, posed: Posed, window: tuple[int, int, int, int]) -> NDArray[np.float64]:
        """Give the (2, 3) map from px of the window to texture px: the head's motion undone in the eye's plane."""
        framing = self._framing
        offset = posed.turn[:2, 2] * self.depth + posed.shift[:2]
        (a, b), (c, d) = posed.turn[:2, :2].astype(np.float64)
        back = np.array([[d, -b], [-c, a]]) / (a * d - b * c)
        corner = np.array([framing.left, framing.top])
        first = (np.array(window[:2]) + 0.5) / framing.scale + corner - offset
        zoom = framing.scale * self._zoom
        place = np.empty((2, 3))
        place[:, :2] = back * self._zoom
        place[:, 2] = (back @ first - corner) * zoom - self.corner + self._margin * self._zoom - 0.5
        return place


def _with_fourth(colours: NDArray[np.float32]) -> NDArray[np.float32]:
    """Add a channel of zeros to (h, w, 3): four are read as fast as three."""
    return np.concatenate([colours, np.zeros((*colours.shape[:2], 1))], axis=2).astype(np.float32)


def _box(texture: NDArray[np.float32]) -> NDArray[np.int64]:
    """Give left, top, right and bottom of what a texture (h, w, C) shows, with as much around as its samples reach."""
    shown = (texture != 0).any(axis=2)
    columns, rows = np.flatnonzero(shown.any(axis=0)), np.flatnonzero(shown.any(axis=1))
    if not len(rows):
        return np.zeros(4, np.int64)
    return np.array([columns[0] - 2, rows[0] - 2, columns[-1] + 3, rows[-1] + 3], np.int64)


def _without_glint(
    ball: NDArray[np.uint8], inside: NDArray[np.bool_], iris: NDArray[np.float32], radius: float
) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """Split the eyeball into its own colours and the catch-light on top, (h, w, 3) each; their sum is the photo."""
    rows, columns = np.mgrid[: ball.shape[0], : ball.shape[1]] + 0.5
    near = inside & (np.hypot(columns - iris[0], rows - iris[1]) < 0.62 * radius)
    none = np.zeros(ball.shape, np.float32)
    if near.sum() < 30:
        return ball, none
    light = ball.astype(np.float32).mean(axis=2)
    dark, bright = np.percentile(light[near], (50, 99.5))
    glint = near & (light > dark + 0.45 * (bright - dark))
    share = glint.sum() / near.sum()
    if bright - dark < 60 or not 0.002 < share < 0.2:
        return ball, none
    step = max(1, round(0.06 * radius))
    unknown = cv2.dilate(glint.astype(np.uint8), np.ones((2 * step + 1, 2 * step + 1), np.uint8))
    clean = cv2.inpaint(ball, unknown, 3, cv2.INPAINT_TELEA)
    return clean, ball.astype(np.float32) - clean


def _uncrossed(outline: NDArray[np.float32]) -> NDArray[np.float32]:
    """Let lids that have passed each other meet: (2m, 2), the upper from left to right, then the lower back."""
    upper, lower = outline[: len(outline) // 2], outline[len(outline) // 2 :][::-1]
    along = upper[-1] - upper[0]
    crossed = (lower - upper) @ np.array([-along[1], along[0]], np.float32) < 0
    middle = (upper + lower) / 2
    upper, lower = np.where(crossed[:, None], middle, upper), np.where(crossed[:, None], middle, lower)
    return np.concatenate([upper, lower[::-1]])


def _area(outline: NDArray[np.float32]) -> float:
    """Measure a closed outline (n, 2), square px."""
    x, y = outline.T
    return float(max(1.0, abs(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2))
