"""The light of another scene on the person: their colours matched to it, and its light bled over their edge.

Both are worked into the portrait, once for a clip: they move with the photo, cost nothing in a frame, never flicker.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.data import Portrait

_CONES = np.array([[0.3811, 0.5783, 0.0402], [0.1967, 0.7244, 0.0782], [0.0241, 0.1288, 0.8444]])
"""linear RGB to the responses of the eye's cones (Reinhard, Ashikhmin, Gooch and Shirley 2001)"""
_BACK = np.linalg.inv(_CONES)
"""and back"""
_SKIN, _PATCH = (50, 280, 101, 330, 151, 205, 425), 0.02
"""landmarks of cheeks, brow and chin, and IOD around them that tell the skin's colour"""
_SKIN_MOST = 9.0
"""Lab distance by which a match in full may change the skin at most"""
_LIGHTER = 0.5
"""Share of a difference in brightness that a match takes over: faces stay lit, the colour of light is what tells."""
_DARKEST = 0.004
"""linear light, below which nothing is told apart"""
_DETAIL = 0.03
"""of a scene's longer side that its light is averaged over"""
_GRID = 96
"""px of a scene's longer side, for its figures"""
EDGE = 0.035
"""IOD, of the blur by which a pixel sees how near the edge is"""
BLEED = 0.2
"""of the scene's light that reaches the very edge at a wrap of 1, linear"""
SOLID = 0.9
"""cover from which a pixel's colour counts as the person's"""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is around the person, and where they stand in it."""

    picture: NDArray[np.uint8]
    """(H, W, 3) RGB, all that is seen behind them; of a film a mean"""
    left: float
    """portrait px at the picture's left edge"""
    top: float
    """portrait px at its upper edge"""
    scale: float
    """px of the picture per portrait px"""


def relit(portrait: Portrait, scene: Surroundings, match: float, wrap: float) -> Portrait:
    """Give the portrait in the light of a scene; `match` and `wrap`, 0-1, say how much of either."""
    if match > 0:
        portrait = _recoloured(portrait, transfer(portrait, scene.picture, match))
    return _wrapped(portrait, scene, wrap) if wrap > 0 else portrait


def transfer(portrait: Portrait, picture: NDArray[np.uint8], match: float) -> NDArray[np.float32]:
    """Find the change (3, 3) of linear RGB that brings a portrait toward a picture, as `change_toward` does."""
    return change_toward(picture, portrait.foreground[portrait.matte > 255 * SOLID][::37], _skin(portrait), match)


def change_toward(
    picture: NDArray[np.uint8], person: NDArray[np.uint8], skin: NDArray[np.uint8], match: float
) -> NDArray[np.float32]:
    """Find the change (3, 3) of linear RGB that brings a person toward a picture, as far as their skin stays skin.

    `person` are colours (N, 3) of all of them, `skin` (1, 3) is that of the face, RGB. Means of the logarithms of the
    cones' responses are brought nearer (Reinhard et al. 2001), in linear light: what is grey in the person goes toward
    the picture's mean hue, and their brightness, by less, toward its own. Clothes have no say in the hue. All is
    lessened until the face's mean colour changes by no more than a bound.
    """
    own, theirs = _cones(person), _cones(_flat(picture))
    hue = theirs.mean(axis=0) - theirs.mean()
    apart = match * (hue + _LIGHTER * (theirs.mean() - own.mean()))
    face = _linear(skin)
    for share in 0.85 ** np.arange(24):
        change = _BACK @ np.diag(np.exp(share * apart)) @ _CONES
        if np.linalg.norm(_lab(np.clip(face @ change.T, 0, 1)) - _lab(face)) <= _SKIN_MOST * match:
            break
    return np.asarray(change, np.float32)


def _flat(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.asarray(_small(picture).reshape(-1, 3))


def _changed(colours: NDArray[np.uint8], change: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Change (N, 3) RGB in linear light."""
    return _levels(np.asarray(_linear(colours) @ change.T, np.float32))


def _recoloured(portrait: Portrait, change: NDArray[np.float32]) -> Portrait:
    front, shown = portrait.foreground.copy(), portrait.matte > 0
    front[shown] = _changed(front[shown], change)
    layers = portrait.rig.mouth_layers.copy()
    seen = layers[..., 3] > 0
    alpha = layers[seen][:, 3:].astype(np.float32) / 255
    colours = np.clip(np.rint(layers[seen][:, :3] / alpha), 0, 255).astype(np.uint8)
    layers[seen, :3] = np.rint(_changed(colours, change) * alpha)
    return replace(portrait, foreground=front, rig=replace(portrait.rig, mouth_layers=layers))


def _wrapped(portrait: Portrait, scene: Surroundings, wrap: float) -> Portrait:
    """Let the light of what is behind each part of the edge fall over it; nothing gets darker."""
    import cv2

    cover = portrait.matte
    near = 1 - cv2.GaussianBlur(cover, (0, 0), EDGE * portrait.iod) / np.float32(255)
    rows, columns = np.nonzero((near > 0.02) & (cover > 0))
    if not len(rows):
        return portrait
    light = falling(scene.picture)
    step = max(scene.picture.shape[:2]) / max(light.shape[:2])
    places = [
        ((where + 0.5 - start) * scale / step - 0.5).astype(np.float32)
        for where, start, scale in ((columns, scene.left, scene.scale), (rows, scene.top, scene.scale))
    ]
    fallen = _sampled(light, *places)
    share = np.minimum(2 * near[rows, columns], 1)[:, None] ** 2 * np.float32(BLEED * wrap)
    front = portrait.foreground.copy()
    own = _linear(front[rows, columns])
    front[rows, columns] = _levels(own + share * np.maximum(fallen - own, 0))
    return replace(portrait, foreground=front)


def falling(picture: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Give the light that falls from each place of a scene (H, W, 3), linear, on a small grid."""
    import cv2

    return np.asarray(cv2.GaussianBlur(_linear(_small(picture)), (0, 0), max(0.8, _DETAIL * _GRID)), np.float32)


def _sampled(picture: NDArray[np.float32], x: NDArray[np.float32], y: NDArray[np.float32]) -> NDArray[np.float32]:
    """Read (H, W, 3) at (N,) places, bilinearly: (N, 3); beyond its edges it goes on."""
    import cv2

    width = 16384  # remap takes no list longer than 32767
    pad = -len(x) % width
    grid = [np.pad(plane, (0, pad)).reshape(-1, width) for plane in (x, y)]
    read = cv2.remap(picture, grid[0], grid[1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(np.asarray(read).reshape(-1, 3)[: len(x)], np.float32)


def _small(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    import cv2

    factor = min(1.0, _GRID / max(picture.shape[:2]))
    size = tuple(max(1, round(length * factor)) for length in picture.shape[1::-1])
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA))


def _skin(portrait: Portrait) -> NDArray[np.uint8]:
    return skin_of(portrait.foreground, portrait.landmarks, portrait.iod)


def skin_of(picture: NDArray[np.uint8], landmarks: NDArray[np.float32], iod: float) -> NDArray[np.uint8]:
    """Give the mean colour of cheeks, brow and chin in a picture (H, W, 3), (1, 3)."""
    reach = max(1, round(_PATCH * iod))
    patches = [
        picture[max(0, y - reach) : max(0, y + reach + 1), max(0, x - reach) : max(0, x + reach + 1)].reshape(-1, 3)
        for x, y in landmarks[list(_SKIN), :2].astype(int).tolist()
    ]
    return np.asarray(np.rint(np.concatenate(patches).mean(axis=0, keepdims=True)), np.uint8)


def _cones(colours: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Give the logarithms of the cones' responses to (N, 3) RGB."""
    return np.asarray(np.log(np.maximum(_linear(colours) @ _CONES.T, _DARKEST)), np.float64)


_STEPS = np.arange(256) / 255
CURVE = np.where(_STEPS <= 0.04045, _STEPS / 12.92, ((_STEPS + 0.055) / 1.055) ** 2.4).astype(np.float32)
"""(256,), linear light of each sRGB level"""
_FINE = np.arange(4097) / 4096
LEVELS = np.rint(255 * np.interp(_FINE**2, CURVE, _STEPS)).astype(np.uint8)
"""(4097,), sRGB level of each square root of linear light, in steps finer than a level"""


def _linear(colours: NDArray[np.uint8]) -> NDArray[np.float32]:
    return np.asarray(CURVE[colours], np.float32)


def _levels(light: NDArray[np.float32]) -> NDArray[np.uint8]:
    return np.asarray(LEVELS[np.rint(4096 * np.sqrt(np.clip(light, 0, 1))).astype(np.int16)])


def _lab(light: NDArray[np.float32]) -> NDArray[np.float64]:
    """Give CIE Lab, D65, of (N, 3) linear RGB."""
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    xyz = np.cbrt(np.maximum(light @ to_xyz.T / to_xyz.sum(axis=1), 0.0089))
    return np.stack([116 * xyz[:, 1] - 16, 500 * (xyz[:, 0] - xyz[:, 1]), 200 * (xyz[:, 1] - xyz[:, 2])], axis=1)
