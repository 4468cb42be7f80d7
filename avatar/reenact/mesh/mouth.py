"""Show the inside of the mouth between the lips: cavity, tongue, lower teeth, upper teeth, in their places."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from avatar.reenact.mesh.inside import show

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.data import Rig
    from avatar.reenact.mesh.canvas import Canvas
    from avatar.reenact.pose import Posed

CAVITY, TONGUE, LOWER, UPPER = range(4)
SUBPIXELS = 4
LIP_LINE = 0.005
"""IOD, width of the dark line drawn between closed lips where the photo, being open, has none; it goes as they part."""
SLIT = 0.03
"""IOD of opening under which hardly any light gets in."""
TONGUE_RISE = 0.13
"""IOD that the tongue's tip rises to reach behind the upper teeth."""
TONGUE_FOLLOWS = 0.58
"""Of the jaw's way that the tongue goes along: it stays higher than the lower teeth."""
UNDERSIDE = 0.3
"""Of its light that a risen tongue loses: what shows is its shaded underside."""
LIP_EDGE = 0.0035
"""IOD over which a lip's wet edge goes into the dark, as lenses and skin draw it."""
CORNER = 0.09
"""Of the mouth's width at either end, over which the opening begins."""
LIP_SHADE = 0.6
"""How much of the light protruding lips keep from the teeth. In round vowels teeth lie in the lips' shadow: lit like
those of an open mouth they look like a white bar, and a landmark detector takes lips and bar for a closed mouth."""
NARROW, WIDE = 0.5, 0.12
"""Share of the light that the narrowest opening lets in, and IOD of opening from which on all gets in."""
FRONT = 1.0
"""The same share on upper teeth, which stand right behind the lips: they are never as grey as what lies deeper."""
UNDER_LIP, AT_EDGE = 0.81, 0.86
"""Share of the light right under the upper lip, and beside the lips' edge."""
TEETH_BEHIND = 0.10
"""IOD from resting lips back to the teeth; what lies deeper behind protruding lips gets less light."""
TUCKED = 0.8
"""Of full light that falls on upper teeth which rest on a lower lip drawn in under them, as for f and v: no lip
stands in its way."""


class Mouth:
    """The interior of one portrait's mouth at one film size."""

    def __init__(self, rig: Rig, canvas: Canvas) -> None:
        self._rig = rig
        self._framing = canvas.framing
        self._unit = rig.unit * canvas.framing.scale
        self._centre = rig.mouth_centre
        self.layers, self.layer_scale = self._fit_layers()
        taper = np.sin(np.linspace(0, np.pi, len(rig.upper_lip)))[:, None] ** 1.1
        self.line = (LIP_LINE / 2 * self._unit * taper * rig.axes[:2, 1]).astype(np.float32)

    def _fit_layers(self) -> tuple[list[NDArray[np.uint8]], float]:
        """Shrink the layers to about the film's resolution, so that linear sampling does not alias."""
        rig = self._rig
        shrink = min(1.0, 1.25 * self._unit / rig.mouth_scale)
        size = (max(8, round(rig.mouth_layers.shape[2] * shrink)), max(8, round(rig.mouth_layers.shape[1] * shrink)))
        layers = [cv2.resize(layer, size, interpolation=cv2.INTER_AREA) for layer in rig.mouth_layers]
        return layers, size[0] / rig.mouth_layers.shape[2]

    def draw(self, picture: NDArray[np.uint8], posed: Posed, tongue: float, tongue_out: float) -> None:
        """Draw into the film's frame (H, W, 3), in place."""
        rig = self._rig
        upper = self._framing.place(posed.vertices[rig.upper_lip, :2])
        lower = self._framing.place(posed.vertices[rig.lower_lip, :2])
        slit = min(1.0, posed.lip_gap / (SLIT * rig.unit))
        if rig.is_open:
            upper, lower = upper - (1 - slit) * self.line, lower + (1 - slit) * self.line
        elif posed.lip_gap * self._framing.scale < 0.35:
            return
        outline = np.concatenate([upper, lower[::-1]])
        window = _window(outline, picture.shape, margin=3)
        if window is None:
            return
        x0, y0, x1, y1 = window
        cover = coverage(outline - np.array([x0, y0], np.float32), x1 - x0, y1 - y0)
        layers, lit = self._interior(posed, tongue, tongue_out, window)
        lit[-1] = _through(FRONT, self._opening(posed)) / _through(NARROW, self._opening(posed))
        light = self._light(cover, posed)
        cover = cv2.GaussianBlur(cover, (0, 0), max(0.35, LIP_EDGE * self._unit))
        # Under the corners of a mouth that was open in the photo lie its teeth, not lips.
        least = 0.7 if rig.is_open else 0.2
        cover *= _soft_corners(upper[0] - (x0, y0), upper[-1] - (x0, y0), cover.shape, least)
        # Between closed lips only a line shows, and lips shine through it.
        cover *= np.float32(0.42 + 0.58 * max(slit, self._tucked(posed)))
        back, *middle, front = layers
        show(picture[y0:y1, x0:x1], back, middle[0], middle[1], front, lit, light, cover)

    def _interior(
        self, posed: Posed, tongue: float, tongue_out: float, window: tuple[int, int, int, int]
    ) -> tuple[list[NDArray[np.uint8]], NDArray[np.float32]]:
        """Give the layers (h, w, 4) as they lie in a window of the film, from back to front, and their light (4,)."""
        x0, y0, x1, y1 = window
        rise = np.array([0, -TONGUE_RISE * max(tongue, min(1.0, 2.5 * tongue_out)), 0]) + np.array(
            [0, 0, -0.1 * tongue_out]
        )
        lift = self._rig.axes @ rise * self._rig.unit
        places = {
            CAVITY: posed.jaw * 0.5,
            TONGUE: posed.jaw * TONGUE_FOLLOWS + lift,
            LOWER: posed.jaw,
            UPPER: posed.jaw * 0,
        }
        order = (CAVITY, LOWER, TONGUE, UPPER) if tongue_out > 0.1 else (CAVITY, TONGUE, LOWER, UPPER)
        lit = np.array([1 - UNDERSIDE * max(0.0, tongue - tongue_out) * (index == TONGUE) for index in order])
        layers: list[NDArray[np.uint8]] = []
        for index in order:
            matrix = self._matrix(posed, places[index])
            matrix[:, 2] -= (x0, y0)
            matrix[:, 2] -= 0.5 - 0.5 * matrix[:, :2].sum(axis=1)
            layer = cv2.warpAffine(self.layers[index], matrix, (x1 - x0, y1 - y0), flags=cv2.INTER_LINEAR)
            layers.append(np.asarray(layer, np.uint8))
        return layers, lit.astype(np.float32)

    def _matrix(self, posed: Posed, shift: NDArray[np.float32]) -> NDArray[np.float64]:
        """Give the (2, 3) map from layer px to film px for a layer displaced by `shift` (px of the photo)."""
        rig, framing = self._rig, self._framing
        step = rig.unit / (rig.mouth_scale * self.layer_scale)
        turned = posed.turn @ rig.axes[:, :2] * step
        middle = posed.turn @ (self._centre + shift) + posed.shift
        origin = middle[:2] - turned[:2] @ (np.array(rig.mouth_origin) * self.layer_scale)
        matrix = np.empty((2, 3))
        matrix[:, :2] = turned[:2] * framing.scale
        matrix[:, 2] = (origin - (framing.left, framing.top)) * framing.scale
        return matrix

    def _light(self, cover: NDArray[np.float32], posed: Posed) -> NDArray[np.float32]:
        """Shade the interior: the upper lip's shadow, dark corners, and little light through a small opening."""
        gap = posed.lip_gap * self._framing.scale
        reach = min(0.05 * self._unit, max(0.4 * gap, 0.5))
        # What the cover looks like a little further up tells how near the upper lip is.
        shifted = cv2.warpAffine(cover, np.array([[1, 0, 0], [0, 1, reach]], np.float32), cover.shape[::-1])
        under = cv2.GaussianBlur(shifted, (0, 0), max(0.6, 0.5 * reach))
        edge = cv2.GaussianBlur(cover, (0, 0), max(0.6, 0.35 * reach))
        bare = TUCKED * self._tucked(posed)
        slit = max(min(1.0, gap / (SLIT * self._unit)), bare)
        shade = (UNDER_LIP + (1 - UNDER_LIP) * under) * (AT_EDGE + (1 - AT_EDGE) * edge)
        shade = bare + (1 - bare) * shade
        through = _through(NARROW, self._opening(posed)) * (0.35 + 0.65 * slit) * self._let_in(posed)
        return np.asarray(shade * through, np.float32)

    def _opening(self, posed: Posed) -> float:
        """Give how much of the widest opening there is that light needs, 0-1."""
        return max(min(1.0, posed.lip_gap / (WIDE * self._rig.unit)), TUCKED * self._tucked(posed))

    def _let_in(self, posed: Posed) -> float:
        """Give the share of light that reaches teeth behind lips that are pushed forward around a small opening."""
        upper, lower = (self._before_teeth(posed, ring) for ring in (self._rig.upper_lip, self._rig.lower_lip))
        deeper = max(0.0, (upper + lower) / 2 - TEETH_BEHIND)
        opening = posed.lip_gap / self._rig.unit + 0.03
        return opening / (opening + LIP_SHADE * deeper)

    def _tucked(self, posed: Posed) -> float:
        """Give how far the lower lip is drawn in from its rest toward the edge of the upper teeth, 0-1."""
        # Teeth that dim and brighten in an open mouth could not be followed.
        near = min(2 - posed.lip_gap / (SLIT * self._rig.unit), 1.0)
        if near <= 0:
            return 0.0
        return float(near * min(max(1 - self._before_teeth(posed, self._rig.lower_lip) / TEETH_BEHIND, 0.0), 1.0))

    def _before_teeth(self, posed: Posed, ring: NDArray[np.int32]) -> float:
        """Measure how far a lip's middle half lies before the teeth, IOD."""
        quarter = len(ring) // 4
        behind = posed.turn @ self._centre + posed.shift - posed.vertices[ring[quarter:-quarter]].mean(axis=0)
        return float(behind @ (posed.turn @ self._rig.axes[:, 2])) / self._rig.unit


def _through(least: float, opening: float) -> float:
    """Give the share of light, which is `least` where there is no opening."""
    return least + (1 - least) * opening


def _soft_corners(
    left: NDArray[np.float32], right: NDArray[np.float32], shape: tuple[int, ...], least: float
) -> NDArray[np.float32]:
    """Let the opening begin softly at its corners, where lip turns into lip: `least` to 1, (height, width)."""
    span = right - left
    along = span / max(float(span @ span), 1.0)
    x = (np.arange(shape[1]) + 0.5 - left[0]) * along[0]
    y = (np.arange(shape[0]) + 0.5 - left[1]) * along[1]
    place = x[None] + y[:, None]
    near = np.clip(np.minimum(place, 1 - place) / CORNER, 0, 1)
    return np.asarray(least + (1 - least) * near * near * (3 - 2 * near), np.float32)


def coverage(outline: NDArray[np.float32], width: int, height: int) -> NDArray[np.float32]:
    """Give the share (height, width) of each pixel inside a closed outline (n, 2), continuous px."""
    fine = np.zeros((height * SUBPIXELS, width * SUBPIXELS), np.uint8)
    corners = np.rint((outline * SUBPIXELS - 0.5) * 16).astype(np.int32)
    cv2.fillPoly(fine, [corners], 255, cv2.LINE_AA, shift=4)
    small = cv2.resize(fine, (width, height), interpolation=cv2.INTER_AREA)
    return np.asarray(small / np.float32(255), np.float32)


def _window(outline: NDArray[np.float32], shape: tuple[int, ...], margin: int) -> tuple[int, int, int, int] | None:
    """Give the (x0, y0, x1, y1) box around an outline inside the picture, or None outside it."""
    low, high = np.floor(outline.min(axis=0)) - margin, np.ceil(outline.max(axis=0)) + margin
    x0, y0 = max(0, int(low[0])), max(0, int(low[1]))
    x1, y1 = min(shape[1], int(high[0])), min(shape[0], int(high[1]))
    return (x0, y0, x1, y1) if x1 - x0 > 1 and y1 - y0 > 1 else None
