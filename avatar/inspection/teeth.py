"""Follow the upper teeth in the mouth that the head holds still: they may not move there, whatever the lips do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from avatar.inspection.head import UNIT
from avatar.inspection.watch import MOUTH_SCALE, MOUTH_SIZE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from avatar.inspection.watch import Mouth, Sighting

_LEAST_FRAMES = 12
_LEAST_AREA = 150
"""px of a mouth's picture in which teeth must show"""
_LEAST_SHOWN = 0.65
"""of the strip that is followed: with less, lips cover the biting edge"""
_OFTEN = 0.4
"""of the frames in which a pixel lies in the mouth, from which it is averaged"""
_MARGIN = 2
"""px between the lips and what counts as inside"""
_REACH = 8
"""px by which teeth are looked for away from their place"""
_ABOVE, _BELOW = 9, 5
"""px around the biting edge: further up the lip's shadow moves, further down the tongue"""
_PLAIN = 0.6
"""of the plainest biting edge, that a frame must show to be averaged"""
_LIT = (0.7, 0.4)
"""of the clip's best whiteness that a frame must show; dimmer ones if the first are too few"""
_BEST = 90
"""percentile of the frames that counts as best"""
_LEAST_LIKE = 0.86
"""correlation below which what is seen is not the upper teeth"""
_MOST_GROWTH = 0.12
"""change of size beyond which what was found is something else"""
_NEIGHBOURS = 0.13
"""s from a frame's predecessor to its successor"""
_FALL = 0.3
"""of the range from cavity to enamel, that whiteness falls by at the biting edge"""
_LEAST_COLUMNS = 16
"""px of width of a biting edge"""
_CURVED = 9
"""px by which a biting edge may leave its middle row"""


@dataclass(frozen=True, slots=True)
class TeethTrack:
    """How the upper teeth move against the head, one value per frame in which they show."""

    times: NDArray[np.float64]
    """(n,), s"""
    drift: NDArray[np.float64]
    """(n, 2), right and down, px of a frame of 512 px"""
    growth: NDArray[np.float64]
    """(n,), change of size, 0: none"""
    doubt: float = 0.0
    """standard error of a single change of size, as its fit tells"""

    @property
    def away(self) -> NDArray[np.float64]:
        """Length of the drift, (n,), px of a frame of 512 px."""
        return np.asarray(np.hypot(*self.drift.T))

    @property
    def typical(self) -> tuple[float, float]:
        """Drift, px of a frame of 512 px (root mean square), and change of size (robust standard deviation).

        The twentieth of the frames in which the drift reads largest is left out: there lips or lower teeth were
        taken for the upper ones.
        """
        kept = np.sort(self.away)[: int(np.ceil(0.95 * len(self.away)))]
        return float(np.sqrt((kept**2).mean())), float(1.4826 * np.median(np.abs(self.growth)))


def follow_teeth(sightings: Sequence[Sighting], short_side: int) -> TeethTrack | None:
    """Follow the biting edge of the upper teeth where light falls on it; None if it is not seen often enough."""
    shown = [one for one in sightings if one.mouth is not None]
    tracks = (_follow(_well_lit(shown, share), short_side) for share in _LIT)
    return next((track for track in tracks if track is not None), None)


def _follow(shown: Sequence[Sighting], short_side: int) -> TeethTrack | None:
    if len(shown) < _LEAST_FRAMES:
        return None
    mouths = [one.mouth for one in shown if one.mouth is not None]
    brights = np.stack([_bright(mouth) for mouth in mouths])
    whites = np.stack([_white(mouth) for mouth in mouths])
    insides = np.stack([_inside(mouth) for mouth in mouths])
    template, region = _settled(brights, whites, insides)
    if region.sum() < _LEAST_AREA:
        return None
    found = [_match(template, region, *pair) for pair in zip(brights, insides, strict=True)]
    kept = [index for index, each in enumerate(found) if each is not None]
    if len(kept) < _LEAST_FRAMES:
        return None
    moves = np.array([found[index] for index in kept], np.float64)
    to_512 = np.array([shown[index].iod for index in kept]) / UNIT / MOUTH_SCALE * 512 / short_side
    angles = np.array([shown[index].angles for index in kept])
    drift = _without_parallax(moves[:, :2] * to_512[:, None], angles)
    times = np.array([shown[index].time for index in kept])
    growth = _of_three(times, moves[:, 2])
    # Pixels of a mouth that was drawn larger than the film shows it do not count each for itself.
    repeated = max(1.0, MOUTH_SCALE * UNIT / float(np.median([shown[index].iod for index in kept])))
    doubt = repeated * float(np.median(moves[:, 3]))
    return TeethTrack(times, drift, growth - np.median(growth), doubt)


def _of_three(times: NDArray[np.float64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Take the middle of three neighbours in time: teeth that grew would do it as slowly as lips part."""
    calm = np.array(values, np.float64)
    for index in range(1, len(values) - 1):
        if times[index + 1] - times[index - 1] <= _NEIGHBOURS:
            calm[index] = np.median(values[index - 1 : index + 2])
    return calm


def _well_lit(shown: Sequence[Sighting], share: float) -> list[Sighting]:
    """Keep the frames in which enamel shows `share` as white as at best: in the lips' shadow lips look as white."""
    lights = np.array([_whitest(one.mouth) for one in shown if one.mouth is not None])
    if not len(lights):
        return []
    least = share * float(np.percentile(lights, _BEST))
    return [one for one, light in zip(shown, lights, strict=True) if light >= least]


def _whitest(mouth: Mouth) -> float:
    """Measure how white the whitest of a mouth is; 0 if hardly anything of it shows."""
    inside = _inside(mouth)
    return float(np.percentile(_white(mouth)[inside], 95)) if inside.sum() >= _LEAST_AREA else 0.0


def _bright(mouth: Mouth) -> NDArray[np.float32]:
    """Give the green and blue light (h, w), of which lips and tongue have less."""
    return np.asarray(mouth.pixels[..., 1:].mean(axis=2), np.float32)


def _white(mouth: Mouth) -> NDArray[np.float32]:
    """Give what is bright and not red (h, w): only enamel, in the coarser grid that films keep colours in."""
    red, green, blue = (mouth.pixels[..., channel].astype(np.float32) for channel in range(3))
    return np.asarray(np.maximum(green + blue - red, 0.0))


def _inside(mouth: Mouth) -> NDArray[np.bool_]:
    import cv2

    mask = np.zeros(MOUTH_SIZE[::-1], np.uint8)
    cv2.fillPoly(mask, [np.rint(mouth.opening).astype(np.int32)], 1)
    return np.asarray(cv2.erode(mask, np.ones((2 * _MARGIN + 1,) * 2, np.uint8)) > 0)


def _settled(
    brights: NDArray[np.float32], whites: NDArray[np.float32], insides: NDArray[np.bool_]
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Average the mouths (n, h, w), each laid over the one with the plainest biting edge: moving teeth stay sharp so.

    With the picture comes the strip along the biting edge of the upper teeth (h, w).
    """
    strips = [_strip(white, inside) for white, inside in zip(whites, insides, strict=True)]
    sizes = np.array([strip.sum() for strip in strips])
    plainest = int(np.argmax(sizes))
    template, region = brights[plainest], strips[plainest]
    laid = []
    for index in np.flatnonzero(sizes >= _PLAIN * sizes[plainest]):
        layers = brights[index], whites[index], insides[index]
        move = _coarse(template, region, layers[0], layers[2])
        if move is not None:
            laid.append([np.roll(layer, (-move[1], -move[0]), axis=(0, 1)) for layer in layers])
    if len(laid) < _LEAST_FRAMES:
        return template, region
    bright, white, inside = (np.stack(layers) for layers in zip(*laid, strict=True))
    often = inside.sum(axis=0) >= _OFTEN * len(inside)
    return _average(bright, inside, often), _strip(_average(white, inside, often), often)


def _average(
    pictures: NDArray[np.float32], insides: NDArray[np.bool_], often: NDArray[np.bool_]
) -> NDArray[np.float32]:
    average = np.zeros(often.shape, np.float32)
    if often.any():
        average[often] = np.nanmedian(np.where(insides, pictures, np.nan)[:, often], axis=0)
    return average


def _strip(white: NDArray[np.float32], inside: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Mark the strip (h, w) along the biting edge of the upper teeth: where white ends toward the dark below."""
    strip = np.zeros_like(inside)
    if inside.sum() < _LEAST_AREA:
        return strip
    dark, light = np.percentile(white[inside], (5, 98))
    above = np.minimum(np.roll(white, 1, axis=0), np.roll(white, 2, axis=0))
    below = np.maximum(np.roll(white, -1, axis=0), np.roll(white, -2, axis=0))
    # Where the mouth ends, nothing is known of what lies below, and a lip's gloss is as white as teeth.
    goes_on = inside & np.roll(inside, -1, axis=0) & np.roll(inside, -2, axis=0)
    fall = np.where(goes_on, above - below, 0.0)
    columns = np.flatnonzero(fall.max(axis=0) > _FALL * max(light - dark, 1.0))
    if len(columns) < _LEAST_COLUMNS:
        return strip
    edges = fall[:, columns].argmax(axis=0)
    straight = np.abs(edges - np.median(edges)) <= _CURVED
    for column, edge in zip(columns[straight], edges[straight], strict=True):
        strip[max(edge - _ABOVE, 0) : edge + _BELOW, column] = True
    return strip & inside


def _match(
    template: NDArray[np.float32], region: NDArray[np.bool_], bright: NDArray[np.float32], inside: NDArray[np.bool_]
) -> tuple[float, float, float, float] | None:
    """Find shift right, shift down (px), growth of the teeth and its doubt in one picture; None if they don't show."""
    coarse = _coarse(template, region, bright, inside)
    return None if coarse is None else _refine(template, region & inside, bright, np.array([*coarse, 0.0]))


def _coarse(
    template: NDArray[np.float32], region: NDArray[np.bool_], bright: NDArray[np.float32], inside: NDArray[np.bool_]
) -> tuple[int, int] | None:
    """Find the shift right and down to whole px; None if too little shows."""
    import cv2

    seen = region & inside
    if seen.sum() < max(_LEAST_AREA, _LEAST_SHOWN * region.sum()):
        return None
    rows, columns = np.flatnonzero(seen.any(axis=1)), np.flatnonzero(seen.any(axis=0))
    box = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    padded = cv2.copyMakeBorder(bright, _REACH, _REACH, _REACH, _REACH, cv2.BORDER_REPLICATE)
    around = padded[rows[0] : rows[-1] + 1 + 2 * _REACH, columns[0] : columns[-1] + 1 + 2 * _REACH]
    fit = cv2.matchTemplate(around, template[box], cv2.TM_CCOEFF_NORMED, mask=seen[box].astype(np.float32))
    fit[~np.isfinite(fit)] = -1
    down, right = np.unravel_index(int(fit.argmax()), fit.shape)
    # At the border of what was searched lies no peak: it is something else that gets more alike further on.
    is_peak = 0 < down < 2 * _REACH and 0 < right < 2 * _REACH
    return (int(right) - _REACH, int(down) - _REACH) if is_peak else None


def _refine(
    template: NDArray[np.float32], seen: NDArray[np.bool_], bright: NDArray[np.float32], start: NDArray[np.float64]
) -> tuple[float, float, float, float] | None:
    """Find shift and growth to a fraction of a pixel, whatever the light (Lucas and Kanade, with gain and bias).

    The gain bends along the row: lips that round or spread move the dark of the corners, which is no growth of teeth.
    """
    import cv2

    y, x = (axis.astype(np.float32) for axis in np.nonzero(seen))
    middle = float(x.mean())
    aside = (x - middle) / max(float(np.abs(x - middle).max()), 1.0)
    want = template[seen].astype(np.float64)
    light = np.stack([want, want * aside, want * aside**2, np.ones_like(want)], axis=1)
    slope_x, slope_y = (cv2.Sobel(bright, cv2.CV_32F, *order, scale=1 / 8) for order in ((1, 0), (0, 1)))
    move, like = start.copy(), -1.0
    for _ in range(8):
        at_x = (middle + (1 + move[2]) * (x - middle) + move[0]).astype(np.float32)[:, None]
        at_y = (y + move[1]).astype(np.float32)[:, None]
        have, gx, gy = (
            cv2.remap(each, at_x, at_y, cv2.INTER_LINEAR)[:, 0].astype(np.float64)
            for each in (bright, slope_x, slope_y)
        )
        lit = light @ np.linalg.lstsq(light, have, rcond=None)[0]
        like = float(np.corrcoef(have, lit)[0, 1]) if min(have.std(), lit.std()) > 1 else -1.0
        slopes = np.column_stack([gx, gy, gx * (x - middle), -light])
        trust = np.sqrt(1 / np.maximum(np.abs(have - lit) / 12, 1))
        weighed = slopes * trust[:, None]
        step = np.linalg.lstsq(weighed, -have * trust, rcond=None)[0]
        move += np.clip(step[:3], (-1, -1, -0.03), (1, 1, 0.03))
    is_lost = like < _LEAST_LIKE or np.abs(move[:2]).max() > _REACH + 2 or abs(move[2]) > _MOST_GROWTH
    if is_lost:
        return None
    spread = float(np.square((have - lit) * trust).sum()) / max(1, len(have) - slopes.shape[1])
    doubt = float(np.sqrt(max(0.0, spread * np.linalg.pinv(weighed.T @ weighed)[2, 2])))
    return float(move[0]), float(move[1]), float(move[2]), doubt


def _without_parallax(drift: NDArray[np.float64], angles: NDArray[np.float64]) -> NDArray[np.float64]:
    """Take away what follows the head's pitch and yaw: teeth lie at a depth of their own, which is not known."""
    turns = np.column_stack([np.ones(len(angles)), angles[:, :2] - angles[:, :2].mean(axis=0)])
    fitted, *_ = np.linalg.lstsq(turns, drift, rcond=None)
    return np.asarray(drift - turns @ fitted)
