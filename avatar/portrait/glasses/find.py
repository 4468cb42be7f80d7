"""Find spectacles: rims around both eyes, a bridge over the nose, temples toward the ears.

No network knows spectacles here. What tells them from skin, wrinkles and brows is that their lines go on: across the
bridge of the nose, where skin is smooth, and around both eyes alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from avatar.portrait.glasses.lines import along, follow, follow_around, line_strength
from avatar.portrait.glasses.view import LEFT, TOP, UNIT, View, view_band
from avatar.portrait.mesh import topology

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.data import Pose

LIKELY = 0.6
_STEP = 0.009
"""IOD between the samples across a line."""
_TURN = np.radians(np.arange(0, 360, 3))
"""Around a lens from its outer end: down, toward the nose, up."""
_RADII = np.arange(0.17, 0.56, _STEP)
_CENTRE, _WIDER = (0.50, 0.06), 1.2
"""Middle of a lens, and its width against its height, IOD."""
_USUAL = (0.6 + 0.4 * np.exp(-(((_RADII - 0.31) / 0.09) ** 2))).astype(np.float32)
"""Trust in lines at each radius: lenses are about that high."""
_BROWS = ((70, 63, 105, 66, 107, 55, 65, 52, 53, 46), (300, 293, 334, 296, 336, 285, 295, 282, 283, 276))
_LIDS = (
    (*topology.LEFT_LID_UPPER, *topology.LEFT_LID_LOWER[-2:0:-1]),
    (*topology.RIGHT_LID_UPPER, *topology.RIGHT_LID_LOWER[-2:0:-1]),
)
_THIN, _THICK, _BESIDE = 0.025, 0.05, 0.012
"""Half widths of the finest and the broadest rims that are covered, and how much more than that, IOD."""
_REACH, _ALIKE = 0.15, 14.0
"""How far from its line a broad part of the frame reaches, IOD, and how much its colour may differ, steps of L*a*b*."""
_LASHES = 0.05
"""How far from the lids' margins nothing dark is taken for the frame, IOD."""
_NEAR, _AS_GOOD = 4, 0.5
"""Steps by which the two rims may differ from what they share; quality of a second line that is followed as well."""
_DECIDE = 0.5
_PROOF = {"bridge": 3.1, "below": 1.3, "nose": 1.3, "outer": 2.5, "temples": 3.6}
_DOUBT = -7.6
"""Logistic regression over 399 pictures of drawn and real spectacles and 276 of bare faces, also with wrinkles,
freckles, make-up, fringes, plasters and heavy brows, in bad light and quality; evidence counts up to `_CAP`."""
_CAP = 1.2


@dataclass(frozen=True, slots=True)
class Glasses:
    """What the face wears before its eyes."""

    strength: float
    """0-1, how likely there are spectacles"""
    is_opaque: bool
    """the lenses hide the eyes"""
    mask: NDArray[np.float32]
    """(H, W), where rims, bridge and temples cover the photo, and lenses that are opaque: 1 where colour shows them,
    `LIKELY` where only the line says so or right beside it, 0 elsewhere"""

    def __bool__(self) -> bool:
        """Say whether there are any."""
        return self.strength >= _DECIDE


@dataclass(frozen=True, slots=True)
class _Lines:
    """The best lines found, as places in IOD, and what speaks for each."""

    rims: tuple[NDArray[np.float64], NDArray[np.float64]]
    seconds: tuple[NDArray[np.float64], ...]
    """lines around the eyes nearly as good: the rim, where a fold of skin was the better one"""
    bridge: NDArray[np.float64]
    temples: tuple[NDArray[np.float64], NDArray[np.float64]]
    proof: dict[str, float]


def find_glasses(pixels: NDArray[np.uint8], landmarks: NDArray[np.float32], pose: Pose) -> Glasses:
    """Look for spectacles in (H, W, 3) RGB on the face with (478, 3) landmarks, px."""
    view = view_band(pixels, landmarks, pose)
    lines = _lines(view)
    evidence = _DOUBT + sum(weight * min(lines.proof[name], _CAP) for name, weight in _PROOF.items())
    strength = float(1 / (1 + np.exp(-evidence)))
    is_opaque = _is_opaque(view)
    if strength < _DECIDE:
        return Glasses(strength, False, np.zeros(pixels.shape[:2], np.float32))
    return Glasses(strength, is_opaque, view.onto_photo(_cover(view, lines, is_opaque), pixels.shape))


def _lines(view: View) -> _Lines:
    around = [_around(view, side) for side in (0, 1)]
    # Spectacles are alike on both sides, give or take a little; hair, moles and wrinkles are not.
    both = np.minimum(*(_dilated(strength) for strength in around))
    way = follow_around(both)
    found = along(both, way)
    degrees = np.degrees(_TURN)
    near = np.abs(np.arange(len(_RADII))[None] - way[:, None]) <= _NEAR
    others = np.where(near, 0, both)
    second = follow_around(others)
    seconds = along(others, second).mean() > _AS_GOOD * found.mean()
    rims = [_lens(side, follow_around(np.where(near, around[side], 0))) for side in (0, 1)]
    bridge, bridge_proof = _crossing(view, np.linspace(-0.16, 0.16, 37), (-0.16, 0.24))
    temples = [_crossing(view, side * np.linspace(0.86, 1.15, 34), (-0.35, 0.30)) for side in (-1, 1)]
    return _Lines(
        (rims[0], rims[1]),
        (_lens(0, second), _lens(1, second)) if seconds else (),
        bridge,
        (temples[0][0], temples[1][0]),
        {
            "bridge": bridge_proof,
            "below": _low(found[(degrees >= 30) & (degrees <= 150)]),
            "nose": _low(found[(degrees >= 135) & (degrees <= 200)]),
            "outer": _low(found[(degrees <= 45) | (degrees >= 330)]),
            "temples": min(proof for _, proof in temples),
        },
    )


def _low(values: NDArray[np.float32]) -> float:
    """Take what all but the weakest parts of a line reach: a line has no gaps."""
    return float(np.percentile(values, 20))


def _around(view: View, side: int) -> NDArray[np.float32]:
    """Unroll the surroundings of one eye and say where there are lines around it: (turns, radii)."""
    x, y = _places(side, np.broadcast_to(_RADII, (len(_TURN), len(_RADII))))
    sheet = view.sample(x, y)
    edge = 10
    wound = np.concatenate([sheet[-edge:], sheet, sheet[:edge]])
    strength = line_strength(wound, view.skin)[edge:-edge]
    strength[(2 * side - 1) * x < 0.03] = 0
    return np.asarray(strength * _doubted(view, side, x, y) * _USUAL)


def _doubted(view: View, side: int, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float32]:
    """Trust lines less where the face has lines of its own: little at the brow, not at all at the lids."""
    import cv2

    size = view.lab.shape[:2]
    trust = np.ones(size, np.float32)
    for part, value, reach in ((_BROWS[side], 0.3, 0.03), (_LIDS[side], 0.05, 0.08)):
        drawn = np.zeros(size, np.uint8)
        outline = np.rint((view.landmarks[list(part)] - (LEFT, TOP)) * UNIT).astype(np.int32)
        cv2.fillPoly(drawn, [outline], 1)
        cv2.polylines(drawn, [outline], True, 1, round(2 * reach * UNIT))
        trust[drawn > 0] = value
    trust = cv2.GaussianBlur(trust, (0, 0), 1.5)
    across, down = ((x - LEFT) * UNIT - 0.5).astype(np.float32), ((y - TOP) * UNIT - 0.5).astype(np.float32)
    return np.asarray(cv2.remap(trust, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))


def _places(side: int, radius: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    turn = _TURN.reshape(-1, *[1] * (radius.ndim - 1))
    outward = 2 * side - 1
    x = outward * (_CENTRE[0] + _WIDER * radius * np.cos(turn))
    return x, _CENTRE[1] + radius * np.sin(turn)


def _lens(side: int, way: NDArray[np.int32]) -> NDArray[np.float64]:
    return np.column_stack(_places(side, _RADII[way]))


def _crossing(
    view: View, across: NDArray[np.float64], heights: tuple[float, float]
) -> tuple[NDArray[np.float64], float]:
    """Follow the best level line over the given x, IOD: its places (n, 2), and what speaks for it."""
    down = np.arange(*heights, _STEP)
    x, y = np.meshgrid(across, down, indexing="ij")
    strength = line_strength(view.sample(x, y), view.skin)
    way = follow(strength)
    return np.column_stack([across, down[way]]), _low(along(strength, way))


def _dilated(strength: NDArray[np.float32]) -> NDArray[np.float32]:
    import cv2

    return np.asarray(cv2.dilate(strength, np.ones((1, 5), np.uint8)))


def _is_opaque(view: View) -> bool:
    """Tell dark lenses: nearly all before both eyes is dark, and no white of the eye shines through."""
    for side in (0, 1):
        x, y = _places(side, np.broadcast_to(np.linspace(0.02, 0.2, 12), (len(_TURN), 12)))
        light = view.sample(x, y)[..., 0] / max(view.skin, 1)
        if np.median(light) > 0.52 or np.percentile(light, 75) > 0.72:
            return False
    return True


def _cover(view: View, lines: _Lines, is_opaque: bool) -> NDArray[np.float32]:
    import cv2

    cover = np.zeros(view.lab.shape[:2], np.uint8)
    half = max(_half_width(view, side, rim) for side, rim in enumerate(lines.rims))
    for rims, reach in ((lines.rims, half), (lines.seconds, _THIN)):
        for rim in rims:
            cv2.polylines(cover, [_pixels(rim)], True, 255, round(2 * reach * UNIT))
            if is_opaque:
                cv2.fillPoly(cover, [_pixels(rim)], 255)
    for line in (_joined(lines), *lines.temples):
        cv2.polylines(cover, [_pixels(line)], False, 255, round(2 * max(half, 0.035) * UNIT))
    certain = cover if is_opaque else np.maximum(*(_grown(view, *rim) for rim in enumerate(lines.rims)))
    return np.maximum(cover * np.float32(LIKELY / 255), certain.astype(np.float32) / 255)


def _half_width(view: View, side: int, rim: NDArray[np.float64]) -> float:
    """Measure half a rim's width across its line, with some room, IOD."""
    middle = (2 * side - 1) * _CENTRE[0], _CENTRE[1]
    radius = np.linalg.norm((rim - middle) / (_WIDER, 1), axis=1)
    across = np.arange(-0.09, 0.0901, 0.006)
    colours = view.sample(*_places(side, radius[:, None] + across))
    skin = (colours[:, :3].mean(axis=1) + colours[:, -3:].mean(axis=1)) / 2
    profile = np.median(np.linalg.norm(colours - skin[:, None], axis=2), axis=0)
    wide = 0.006 * float((profile > 0.5 * profile.max()).sum())
    return float(np.clip(wide / 2 + _BESIDE, _THIN, _THICK))


def _grown(view: View, side: int, rim: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Cover what hangs together with a rim and has its colour: wings and broad upper edges."""
    import cv2

    size = view.lab.shape[:2]
    line, near = np.zeros(size, np.uint8), np.zeros(size, np.uint8)
    cv2.polylines(line, [_pixels(rim)], True, 1, 2)
    cv2.polylines(near, [_pixels(rim)], True, 1, round(2 * _REACH * UNIT))
    above = _pixels(rim)[rim[:, 1] < _CENTRE[1] - 0.1]
    x, y = np.clip(above, 0, (size[1] - 1, size[0] - 1)).T
    colour = np.median(view.lab[y, x], axis=0)
    if abs(float(colour[0]) - view.skin) < 2 * _ALIKE:
        return np.zeros(size, np.uint8)
    alike = ((np.linalg.norm(view.lab - colour, axis=2) < _ALIKE) & (near > 0)).astype(np.uint8)
    alike = cv2.morphologyEx(alike, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))  # hair is no part of it
    lid = np.rint((view.landmarks[list(_LIDS[side])] - (LEFT, TOP)) * UNIT).astype(np.int32)
    cv2.polylines(alike, [lid], True, 0, round(2 * _LASHES * UNIT))
    _, parts = cv2.connectedComponents(alike)
    touched = np.setdiff1d(parts[line > 0], 0)
    return np.asarray(np.where(np.isin(parts, touched), 255, 0), np.uint8)


def _joined(lines: _Lines) -> NDArray[np.float64]:
    """Carry the bridge on to the nearest places of both rims."""
    ends = []
    for rim, end in zip(lines.rims, lines.bridge[[0, -1]], strict=True):
        ends.append(rim[np.linalg.norm(rim - end, axis=1).argmin()])
    return np.vstack([ends[0], lines.bridge, ends[1]])


def _pixels(places: NDArray[np.float64]) -> NDArray[np.int32]:
    return np.asarray(np.rint((places - (LEFT, TOP)) * UNIT - 0.5), np.int32)
