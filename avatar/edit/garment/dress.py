"""From a portrait and a product picture to the portrait that wears it: the order of the steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from avatar.edit.garment.colour import cielab, difference
from avatar.edit.garment.drape import Draped, drape
from avatar.edit.garment.shade import Shade, shade
from avatar.edit.garment.under import under
from avatar.edit.light import encoded, linear
from avatar.errors import PortraitError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.data import Portrait
    from avatar.edit.garment.flatlay import FlatLay
    from avatar.edit.garment.worn import Worn

LARGEST = 3.0
"""CIEDE2000 by which the garment's colour may be off, mean"""
_WHITE = 0.9
"""of full scale, linear, that the white of the product picture's paper has in the portrait's light, at most"""
_HEAD_SHADE, _HEAD_REACH = 0.3, 0.16
"""natural logarithm by which it is darker under the chin, and over how many IOD that falls off"""
_COLLAR_SHADE, _COLLAR_REACH = 0.34, 0.05
"""the same for the skin beside a collar"""
_COVERED = 0.9
"""share of what is dressed that the product picture must show; the rest is its cloth, continued"""


@dataclass(frozen=True, slots=True)
class Colour:
    """How well the product's colour was held, CIEDE2000."""

    off: float
    """mean over the garment, of what is seen from the product's colour in the portrait's light"""
    plain: float
    """between both pictures' mean colours, with no regard to light"""


@dataclass(frozen=True, slots=True)
class Dressed:
    """A picture in other clothes."""

    picture: NDArray[np.uint8]
    """(H, W, 3) RGB, on the portrait's grid"""
    mask: NDArray[np.float32]
    """(H, W), 0-1, what was drawn; where it is 0 the portrait's pixels are untouched"""
    colour: Colour
    painted: float
    """IOD squared of skin that was not to be seen before, and was painted"""


def dress(portrait: Portrait, worn: Worn, flat: FlatLay) -> Dressed:
    """Draw a portrait in a garment. Raise `PortraitError` where the product's colour is not held."""
    window = _window(portrait, worn)
    look = _Look.of(portrait, worn, flat, window)
    lit = look.lit()
    below, drawn = look.beneath()
    person = look.person
    over = look.over()[..., None]
    front = below + over * (lit - below)
    plate = portrait.plate[window].astype(np.float32)
    mixed = plate + person[..., None] * (front - plate)
    mask = np.maximum(drawn, over[..., 0]) * (person > 0)
    kept = portrait.image[window]
    picture, whole = portrait.image.copy(), np.zeros(portrait.image.shape[:2], np.float32)
    made = np.clip(np.rint(mixed), 0, 255).astype(np.uint8)
    picture[window] = np.where(mask[..., None] > 0, made, kept)
    whole[window] = mask
    return Dressed(picture, whole, look.colour(picture[window]), look.painted())


def require_held(dressed: Dressed, portrait: Portrait, product: str) -> None:
    """Raise `PortraitError` where the garment does not look as the product does."""
    if dressed.colour.off > LARGEST:
        raise PortraitError(
            f"The colour of {product!r} would be off by {dressed.colour.off:.1f} (CIEDE2000, mean) on "
            f"{portrait.name!r}, and at most {LARGEST:g} will do; use a photo of the person in softer light, or a "
            "product picture in even light."
        )


@dataclass(frozen=True, slots=True)
class _Look:
    """All that is needed, on one grid."""

    portrait: Portrait
    draped: Draped
    shade: Shade
    cloth: NDArray[np.float32]
    free: NDArray[np.float32]
    skin: NDArray[np.float32]
    person: NDArray[np.float32]
    """(h, w), 0-1: one matte for all"""
    own: NDArray[np.float32]
    """(h, w, 3): what is under the garment"""
    head: NDArray[np.float32]
    """(h, w), IOD from the face"""
    white: NDArray[np.float32]
    """(3,), linear: what white paper has in the portrait's light"""
    is_open: bool

    @classmethod
    def of(cls, portrait: Portrait, worn: Worn, flat: FlatLay, window: tuple[slice, slice]) -> _Look:
        cloth, free, skin = (each[window] for each in (worn.cloth, worn.free, worn.skin))
        return cls(
            portrait,
            drape(flat, worn, portrait.iod, window),
            shade(np.ascontiguousarray(portrait.image[window]), cloth, portrait.iod),
            cloth,
            free,
            skin,
            _whole(portrait.matte[window], portrait.iod),
            portrait.foreground[window].astype(np.float32),
            _from_face(portrait, window),
            _light(portrait),
            flat.is_open,
        )

    def over(self) -> NDArray[np.float32]:
        return np.asarray(self.draped.front * self.free, np.float32)

    def model(self) -> NDArray[np.float32]:
        """Give the light that the garment stands in, (h, w, 3), linear: all but the folds."""
        contact = _HEAD_SHADE * np.exp(-self.head / _HEAD_REACH)
        return np.asarray(np.exp(self.shade.slow - contact)[..., None] * self.white, np.float32)

    def lit(self) -> NDArray[np.float32]:
        folds = np.exp(self.shade.folds)[..., None]
        return encoded(np.asarray(linear(self.draped.colours) * self.model() * folds, np.float32))

    def beneath(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Give what is seen in the neck's opening, and where that was changed, (h, w), 0-1."""
        import cv2

        iod = self.portrait.iod
        painted, place = under(self.own, self.cloth, self.skin, self.shade.kinds, self.free, self.is_open, iod)
        opening = 1 - self.draped.front
        share = place * np.clip(opening * 4, 0, 1) * self.free
        found = self.own + share[..., None] * (painted - self.own)
        away = cv2.distanceTransform((self.over() < 0.5).astype(np.uint8), cv2.DIST_L2, 5) / iod
        shadow = _COLLAR_SHADE * np.exp(-away / _COLLAR_REACH) * (away < 4 * _COLLAR_REACH) * self.free * (opening > 0)
        found = encoded(np.asarray(linear(found) * np.exp(-shadow)[..., None], np.float32))
        return found, np.maximum(share, (shadow > 0.004).astype(np.float32))

    def painted(self) -> float:
        shown = (1 - self.draped.front) * self.cloth * self.free
        return 0.0 if self.is_open else float(shown.sum()) / self.portrait.iod**2

    def colour(self, made: NDArray[np.uint8]) -> Colour:
        """Compare what was drawn with the product."""
        shown = (self.over() > 0.5) & (self.person > 0.99)
        sure = shown & (self.over() > 0.98) & (self.draped.inside > 0.98)
        share = float(sure.sum() / max(int(shown.sum()), 1))
        if share < _COVERED:
            raise PortraitError(
                f"The garment would end where {self.portrait.name!r} still shows clothes: it covers {share:.0%} of "
                f"them, and at least {_COVERED:.0%} are needed. Use a photo with nothing before the body or around the "
                "neck, and a product picture of a whole top."
            )
        product = self.draped.colours[sure]
        expected = encoded(np.asarray(linear(product) * self.model()[sure], np.float32))
        off = difference(cielab(made[sure].astype(np.float32)), cielab(expected)).mean()
        means = [cielab(each.astype(np.float64).mean(axis=0)) for each in (made[sure], product)]
        return Colour(float(off), float(difference(means[0], means[1])))


def _whole(matte: NDArray[np.uint8], iod: float) -> NDArray[np.float32]:
    """Close the cracks in a matte, 0-1: white collars before a light room look like it, and are not worn any more."""
    import cv2

    side = 2 * round(_CRACK * iod) + 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    return np.asarray(cv2.morphologyEx(matte, cv2.MORPH_CLOSE, kernel) / np.float32(255), np.float32)


_CRACK = 0.05
"""IOD, half the width of such a crack"""


def _window(portrait: Portrait, worn: Worn) -> tuple[slice, slice]:
    height, width = portrait.image.shape[:2]
    rows = np.flatnonzero(worn.free.max(axis=1) > 0)
    top = int(rows[0]) if len(rows) else int(worn.neck[:, 1].min())
    return slice(max(0, top), height), slice(0, width)


def _from_face(portrait: Portrait, window: tuple[slice, slice]) -> NDArray[np.float32]:
    import cv2

    from avatar.edit.skin import hull
    from avatar.portrait.mesh import topology

    face = hull(portrait.matte.shape, portrait.landmarks, topology.FACE_OVAL)
    away = cv2.distanceTransform(1 - face, cv2.DIST_L2, 5)
    return np.asarray(away[window] / portrait.iod, np.float32)


def _light(portrait: Portrait) -> NDArray[np.float32]:
    """Give what white paper has in the portrait's light: its tint from the eyes' whites, weakly, and its strength."""
    from avatar.edit.skin import eyes

    seen = linear(portrait.image[eyes(portrait.matte.shape, portrait.landmarks)].astype(np.float32))
    if len(seen) < 20:
        return np.full(3, _WHITE, np.float32)
    bright = seen[seen.mean(axis=1) >= np.percentile(seen.mean(axis=1), 75)].mean(axis=0)
    tint = np.clip(bright / max(float(bright.mean()), 1e-3), 0.8, 1.25) ** _TINT
    strength = float(np.clip(bright.mean() / _SCLERA, 0.6, 1.0))
    return np.asarray(_WHITE * strength * tint / tint.max(), np.float32)


_TINT = 0.1
"""share of the eyes' tint that is the light's: they are pink and yellowish themselves"""
_SCLERA = 0.3
"""linear brightness of the eyes' whites in good light, shaded by brow and lids"""
