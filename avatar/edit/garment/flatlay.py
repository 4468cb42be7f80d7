"""A garment as a shop shows it, laid flat on light ground: where it lies, and where its neck and shoulders are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from avatar.edit.garment.neckline import neckline
from avatar.errors import PortraitError
from avatar.portrait.pixels.fill import push_pull

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.portrait.read import Photo

LONGEST = 1400
"""px to which a product picture is averaged down: more than a worn garment shows"""
_SEARCH = 160
"""px, longest side of what the axis is looked for in"""
_TILTS = range(-12, 13, 2)
"""degrees by which it may lie askew"""
_LEAST, _MOST = 0.08, 0.92
"""share of the picture that a garment covers"""
_GROUND, _UNEVEN = 150.0, 14.0
"""grey level of the darkest ground, and by how much its border may vary"""
_ALIKE = 0.8
"""share of both halves that must cover each other when one is turned over"""
_FLAT = (-0.12, 0.7)
"""slope of a shoulder line that lies flat: from a little upward to 35 degrees down"""
_NARROWEST = 0.1
"""of the half width, half a neck"""
_SHORTEST = 0.12
"""of the half width, length of a shoulder line"""


@dataclass(frozen=True, slots=True)
class FlatLay:
    """A garment that was found, upright and symmetric about its axis. Places are px of `colours`."""

    colours: NDArray[np.float32]
    """(H, W, 3) sRGB, 0-255, against a ground that is white"""
    front: NDArray[np.float32]
    """(H, W), 0-1: the garment but for the inside of its back, which shows in the neck"""
    axis: float
    """x of its middle"""
    neck: NDArray[np.float32]
    """(2,): half width of the neck at the shoulder line, and y there"""
    tip: NDArray[np.float32]
    """(2,): distance of the end of the shoulder from the axis, and y there"""
    sleeve: NDArray[np.float32]
    """(n, 2): the sleeve's upper edge from the tip on, distance from the axis and y"""
    curve: NDArray[np.float32]
    """(n, 2): the front's edge in the neck, from left to right"""
    depth: float
    """px from the shoulder line's inner end down to the lowest point of the neckline"""

    @property
    def is_open(self) -> bool:
        """It is worn over something, which shows: a jacket."""
        return self.depth > _OPEN * float(self.tip[0])


_OPEN = 1.25
"""times half the shoulders' width from which a neck is so deep that something is worn under it"""


def read_flatlay(photo: Photo, name: str) -> FlatLay:
    """Find the garment in a product picture. Raise `PortraitError` where none lies flat, with the reason."""
    pixels, alpha = _shrunk(photo)
    white = _ground(pixels, alpha, name)
    mask = _mask(pixels, alpha)
    share = float(mask.mean())
    if not _LEAST <= share <= _MOST:
        what = "no garment" if share < _LEAST else "a garment that reaches beyond the picture"
        raise _refused(name, f"it shows {what} ({share:.0%} of it is not ground)")
    pixels, mask, axis = _upright(pixels, mask, white, name)
    neck, tip, sleeve = _shoulders(mask, axis, name)
    curve, depth = neckline(pixels, mask, axis, neck)
    neck[0] = min(float(neck[0]), float(curve[-1][0]) - axis)
    front = _front(mask, axis, neck, float(tip[0]), curve)
    balanced = np.clip(pixels.astype(np.float32) * (_PAPER / white), 0, 255)
    return FlatLay(np.asarray(balanced, np.float32), front, axis, neck, tip, sleeve, curve, depth)


_PAPER = 250.0
"""what a white ground is taken to be"""


def _refused(name: str, why: str) -> PortraitError:
    return PortraitError(
        f"No flat-lay garment was found in {name!r}: {why}. Use a picture of one top that lies flat and is seen from "
        "above, with its neck up, whole, on even light ground."
    )


def _shrunk(photo: Photo) -> tuple[NDArray[np.uint8], NDArray[np.uint8] | None]:
    import cv2

    scale = LONGEST / max(photo.pixels.shape[:2])
    if scale >= 1:
        return photo.pixels, photo.alpha
    size = round(photo.pixels.shape[1] * scale), round(photo.pixels.shape[0] * scale)
    pixels = np.asarray(cv2.resize(photo.pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
    if photo.alpha is None:
        return pixels, None
    return pixels, np.asarray(cv2.resize(photo.alpha, size, interpolation=cv2.INTER_AREA), np.uint8)


def _ground(pixels: NDArray[np.uint8], alpha: NDArray[np.uint8] | None, name: str) -> NDArray[np.float32]:
    """Give the ground's colour, (3,); a cut-out has none and is taken as it is."""
    if alpha is not None:
        return np.full(3, _PAPER, np.float32)
    edge = max(2, min(pixels.shape[:2]) // 60)
    border = np.concatenate(
        [each.reshape(-1, 3) for each in (pixels[:edge], pixels[-edge:], pixels[:, :edge], pixels[:, -edge:])]
    ).astype(np.float32)
    colour = np.median(border, axis=0)
    varies = 1.4826 * float(np.median(np.abs(border - colour), axis=0).max())
    if colour.min() < _GROUND or varies > _UNEVEN:
        raise _refused(name, "its border is not an even, light ground")
    return np.asarray(colour, np.float32)


def _mask(pixels: NDArray[np.uint8], alpha: NDArray[np.uint8] | None) -> NDArray[np.bool_]:
    """Mark the garment: what smooth ground, soft shadow included, cannot be reached from the border without an edge."""
    import cv2

    if alpha is not None:
        return _largest(alpha > 127)
    unit = max(pixels.shape[:2]) / 1000
    lab = cv2.cvtColor(cv2.GaussianBlur(pixels, (0, 0), 1.1 * unit).astype(np.float32) / 255, cv2.COLOR_RGB2Lab)
    steps = [cv2.Scharr(lab, cv2.CV_32F, *along) / (32 / unit) for along in ((1, 0), (0, 1))]
    edges = np.sqrt(sum((step**2).sum(axis=2) for step in steps))
    border = lab[:: max(1, lab.shape[0] - 1)].reshape(-1, 3)
    apart = np.linalg.norm((lab - np.median(border, axis=0)) * (0.35, 1.5, 1.5), axis=2)
    rough = _roughness(lab[..., 0], unit)
    barrier = (edges > _EDGE) | (apart > _APART) | (rough > _ROUGH)
    near = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * round(_GAP * unit) + 1,) * 2)
    ground = cv2.dilate(barrier.astype(np.uint8), near) == 0
    _, parts = cv2.connectedComponents(ground.astype(np.uint8), connectivity=4)
    rim = np.concatenate([parts[0], parts[-1], parts[:, 0], parts[:, -1]])
    reached = np.isin(parts, np.unique(rim[rim > 0]))
    reached = (cv2.dilate(reached.astype(np.uint8), near) > 0) & ~barrier
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))
    found = cv2.morphologyEx((~reached).astype(np.uint8), cv2.MORPH_OPEN, kernel, iterations=max(1, round(unit)))
    return _trimmed(_largest(found > 0), lab, unit)


def _trimmed(found: NDArray[np.bool_], lab: NDArray[np.float32], unit: float) -> NDArray[np.bool_]:
    """Lay the outline where the colour is as near to the cloth's as to the ground's; white cloth is shrunk instead."""
    import cv2

    def reaching(mask: NDArray[np.bool_], by: float) -> NDArray[np.bool_]:
        side = 2 * round(by * unit) + 1
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
        return np.asarray(cv2.dilate(mask.astype(np.uint8), kernel) > 0)

    inside, outside = ~reaching(~found, _BAND), ~reaching(found, 2)
    if not inside.any():
        return found
    cloth, ground = (push_pull(lab, each.astype(np.float32)) for each in (inside, outside))
    apart = cloth - ground
    share = ((lab - ground) * apart).sum(axis=2) / np.maximum((apart**2).sum(axis=2), 1)
    is_plain = np.linalg.norm(apart, axis=2) > _PLAIN
    within = np.where(is_plain, share > 0.5, ~reaching(~found, _WIDE))
    bare = (np.linalg.norm(lab - ground, axis=2) < _BARE) & (
        np.linalg.norm(np.median(lab[inside], axis=0) - ground, axis=2) > _PLAIN
    )
    gaps = bare & (_roughness(lab[..., 0], unit) < _GRAIN) & found
    return _largest((inside | (within & ~outside)) & ~(reaching(gaps, _WIDE) & bare))


_BARE, _GRAIN = 8.0, 1.6
"""CIELAB from the ground's colour, and times its grain, up to which ground shows between sleeve and body"""
_BAND, _WIDE = 12.0, 4.0
"""thousandths of the picture: how far inside what was found cloth is sure, and by how much that is too wide"""
_PLAIN = 12.0
"""CIELAB between cloth and ground from which colour alone tells them apart"""


def _roughness(light: NDArray[np.float32], unit: float) -> NDArray[np.float32]:
    """Give how much a fabric varies from thread to thread, in times of what the ground at the border does."""
    import cv2

    fine = np.abs(light - cv2.GaussianBlur(light, (0, 0), 2.2 * unit))
    found = cv2.GaussianBlur(fine, (0, 0), 3 * unit)
    border = np.concatenate([found[:3].ravel(), found[-3:].ravel(), found[:, :3].ravel(), found[:, -3:].ravel()])
    return np.asarray(found / max(float(np.percentile(border, 90)), 0.05), np.float32)


_ROUGH = 3.0
"""times the ground's own grain from which it is fabric"""
_GAP = 4.0
"""thousandths of the picture that an outline may be lost over: white cloth in its own shadow"""
_EDGE = 1.3
"""CIELAB per thousandth of the picture from which something is an edge"""
_APART = 16.0
"""CIELAB, lightness for a third, from which it is no ground, whatever its edges"""


def _largest(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Give the largest part, with its small holes filled."""
    import cv2

    count, parts, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
    if count < 2:
        return np.zeros_like(mask)
    whole = parts == 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
    count, parts, stats, _ = cv2.connectedComponentsWithStats((~whole).astype(np.uint8), connectivity=4)
    small = [n for n in range(1, count) if stats[n, cv2.CC_STAT_AREA] < 0.004 * mask.size]
    return np.asarray(whole | np.isin(parts, small))


def _upright(
    pixels: NDArray[np.uint8], mask: NDArray[np.bool_], white: NDArray[np.float32], name: str
) -> tuple[NDArray[np.uint8], NDArray[np.bool_], float]:
    """Turn the picture so that the garment is as symmetric as can be about an upright axis."""
    import cv2

    scale = _SEARCH / max(mask.shape)
    small = cv2.resize(mask.astype(np.float32), None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    best = max((_symmetry(_turned(small, tilt, 0.0)), -abs(tilt), tilt) for tilt in _TILTS)
    alike, middle = best[0]
    if alike < _ALIKE:
        raise _refused(name, f"its halves are too unlike ({alike:.0%} of them agree)")
    turned = _turned(pixels, best[2], tuple(float(c) for c in white)) if best[2] else pixels
    cover = np.asarray(_turned(mask.astype(np.float32), best[2], 0.0), np.float32) > 0.5 if best[2] else mask
    fine = cv2.resize(cover.astype(np.float32), None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    about = middle / scale / 2
    return np.asarray(turned, np.uint8), np.asarray(cover), 2 * _symmetry(fine, (about - 6, about + 6))[1]


def _turned(picture: NDArray[np.generic], tilt: float, border: float | tuple[float, ...]) -> NDArray[np.generic]:
    import cv2

    height, width = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), tilt, 1)
    filled = border if isinstance(border, tuple) else (border,)
    found = cv2.warpAffine(picture, turn, (width, height), flags=cv2.INTER_LINEAR, borderValue=filled)
    return np.asarray(found)


def _symmetry(cover: NDArray[np.generic], near: tuple[float, float] | None = None) -> tuple[float, float]:
    """Give how well both halves agree at best (share that both cover), and the axis, px."""
    shape = np.asarray(cover, np.float32)
    width = shape.shape[1]
    middle = float((shape.sum(0) * np.arange(width)).sum() / max(float(shape.sum()), 1e-6))
    low, high = near or (middle - 0.05 * width, middle + 0.05 * width)
    found = (0.0, middle)
    for twice in range(round(2 * low), round(2 * high) + 1):
        left, right = max(0, twice - width + 1), min(width - 1, twice)
        if right <= left:
            continue
        part = shape[:, left : right + 1]
        both, either = np.minimum(part, part[:, ::-1]).sum(), np.maximum(part, part[:, ::-1]).sum()
        found = max(found, (float(both / max(either, 1e-6)), twice / 2))
    return found


def _shoulders(
    mask: NDArray[np.bool_], axis: float, name: str
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """Find the longest flat part of the upper edge beside the axis, mean of both sides: that is a shoulder."""
    height, width = mask.shape
    reach = int(min(axis, width - 1 - axis))
    away = np.arange(reach)
    sides = [mask[:, np.clip(np.rint(axis + sign * away).astype(int), 0, width - 1)] for sign in (-1, 1)]
    is_there = sides[0].any(axis=0) & sides[1].any(axis=0)
    reach = int(np.argmin(is_there)) if not is_there.all() else reach
    if reach < 0.1 * width:
        raise _refused(name, "it has no two halves beside a middle")
    top = np.mean([np.argmax(side[:, :reach], axis=0) for side in sides], axis=0)
    step = max(2, reach // 40)
    slope = np.zeros(reach)
    slope[step:-step] = (top[2 * step :] - top[: -2 * step]) / (2 * step)
    flat = (slope > _FLAT[0]) & (slope < _FLAT[1])
    nearest = max(step, int(_NARROWEST * reach))
    flat[:nearest] = False
    begin, end = _longest(flat)
    if begin == nearest:
        raise _refused(name, "it has no neck at its top")
    if end - begin < _SHORTEST * reach or top[begin] > 0.6 * height:
        raise _refused(name, "it has no shoulders")
    sleeve = [(each, top[each]) for each in np.linspace(end, reach - 1 - step, 5).astype(int)[1:] if each > end]
    return (
        np.array((begin, top[begin]), np.float32),
        np.array((end, top[end]), np.float32),
        np.array(sleeve, np.float32).reshape(-1, 2),
    )


def _longest(flags: NDArray[np.bool_]) -> tuple[int, int]:
    """Give where the longest run of true begins and ends."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(int)))
    begins, ends = edges[::2], edges[1::2] - 1
    if len(begins) == 0:
        return 0, 0
    longest = int(np.argmax(ends - begins))
    return int(begins[longest]), int(ends[longest])


def _front(
    mask: NDArray[np.bool_], axis: float, neck: NDArray[np.float32], tip: float, curve: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Take the neck's opening out of the mask: what lies above the neckline, back and hood, is behind the head."""
    import cv2

    opening = np.zeros(mask.shape, np.uint8)
    left, right = curve[0].copy(), curve[-1].copy()
    left[1] = right[1] = 0
    outline = np.concatenate([[left], curve, [right]])
    cv2.fillPoly(opening, [np.rint(outline * 16).astype(np.int32)], 1, cv2.LINE_8, 4)
    # Beside the neck nothing stands higher than a collar does.
    rows = np.arange(mask.shape[0])[:, None]
    away = np.abs(np.arange(mask.shape[1]) - axis)[None]
    above = (rows < neck[1] - _COLLAR * tip) & (away < 0.95 * tip)
    front = mask & (opening == 0) & ~above
    return np.asarray(cv2.GaussianBlur(front.astype(np.float32), (0, 0), 0.8), np.float32)


_COLLAR = 0.1
"""of half the shoulders' width that a collar stands above the shoulder line"""
