"""What somebody wears in a portrait, and where their neck and shoulders are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from avatar.edit import skin as bare
from avatar.errors import PortraitError
from avatar.neural import HandFinder
from avatar.portrait.mesh import topology

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.data import Portrait

_UNIT = 56.0
"""px per inter-ocular distance in the picture that clothes are looked for in"""
_CHIN, _CHEEKS = 152, (234, 454)
_ROUNDS = 4
"""of GrabCut"""
_LEAST = 0.6
"""share of the person below the shoulders that clothes must cover"""
_HAIR = 14.0
"""CIELAB between hair and clothes below which nothing tells them apart"""
_HANGING = 0.25
"""share of the hair's rim under the chin from which it hangs over the clothes"""
_SKIN_LIKE = 2.4
"""standard deviations from the neck's colour within which something may be skin"""
_HAND_FLOOR = 0.6
_STRAND = 0.06
"""IOD, half the width of what counts as hair before clothes: a dark gap inside a collar is narrower"""


@dataclass(frozen=True, slots=True)
class Worn:
    """Clothes in a portrait, all on its grid."""

    cloth: NDArray[np.float32]
    """(H, W), 0-1, where they are seen"""
    free: NDArray[np.float32]
    """(H, W), 0-1, where another garment may be seen: not before the head, the hair and the hands"""
    skin: NDArray[np.float32]
    """(H, W), 0-1, where neck and chest are bare"""
    neck: NDArray[np.float32]
    """(2, 2): x, y where the silhouette of the neck meets the clothes, image left and right"""
    edges: tuple[NDArray[np.float32], NDArray[np.float32]]
    """(n, 2) each: the person's outline from there outward and down, image left and right"""


def find_worn(portrait: Portrait, parsed: NDArray[np.float32] | None = None) -> Worn:
    """Find the clothes; `parsed` (H, W), 0-1, is where a network sees them.

    Raise `PortraitError` where they are not found.
    """
    view = _View(portrait)
    cloth = view.cloth() if parsed is None else view.shrunk(parsed) > 0.5
    cloth = view.cleaned(cloth)
    view.require_enough(cloth)
    if parsed is None:
        view.require_told_from_hair(cloth)
    soft = view.fine(cloth)
    free = view.fine(view.free(cloth))
    neck, edges = view.torso(cloth)
    return Worn(soft, free, view.fine(view.bare(cloth)), neck, edges)


class _View:
    """The portrait at a size at which clothes are found, and what is sure in it."""

    def __init__(self, portrait: Portrait) -> None:
        import cv2

        self.portrait = portrait
        self.scale = min(1.0, _UNIT / portrait.iod)
        self.pixels = self.shrunk(portrait.image)
        self.unit = portrait.iod * self.scale
        self.points = portrait.landmarks[:, :2] * self.scale
        self.lab = cv2.cvtColor(self.pixels.astype(np.float32) / 255, cv2.COLOR_RGB2Lab)
        self.person = self.shrunk(portrait.matte) > 127
        size = self.person.shape
        self.face = bare.hull(size, self.points, topology.FACE_OVAL, 0.04 * self.unit) > 0
        self.rows, self.columns = np.indices(size)
        self.chin = float(self.points[_CHIN, 1])
        self.middle = float(self.points[list(_CHEEKS), 0].mean())
        self.skin = self._skin()
        self.hair = self._hair()
        self.hands = self._hands()

    def shrunk(self, picture: NDArray[Any]) -> NDArray[Any]:
        import cv2

        size = max(1, round(picture.shape[1] * self.scale)), max(1, round(picture.shape[0] * self.scale))
        return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA))

    def _skin(self) -> NDArray[np.bool_]:
        """Mark what has the colour of this face's skin in any light, or of the neck right under it."""
        cheeks = np.zeros(self.person.shape, np.uint8)
        for which in (117, 118, 101, 36, 205, 187, 123), (346, 347, 330, 266, 425, 411, 352):
            cheeks |= bare.hull(self.person.shape, self.points, which)
        under = (np.abs(self.columns - self.middle) < 0.45 * self.unit) & ~self.face & self.person
        under &= (self.rows > self.chin) & (self.rows < self.chin + 0.22 * self.unit)
        known = self.lab[cheeks > 0]
        near = [_apart_in_hue(self.lab, known)]
        if under.sum() > 12:
            neck = self.lab[under]
            is_skin = np.linalg.norm(np.median(neck, axis=0)[1:] - np.median(known, axis=0)[1:]) < 16
            near += [_apart_in_hue(self.lab, neck)] if is_skin else []
        return np.asarray(np.min(near, axis=0) < _SKIN_LIKE, np.bool_)

    def _hair(self) -> NDArray[np.bool_]:
        """Mark what has the hair's colour and hangs together with it."""
        above = self.person & ~self.face & (self.rows < self.points[list(_CHEEKS), 1].min()) & ~self.skin
        if above.sum() < 20:
            return np.zeros_like(self.person)
        like = (_apart(self.lab, self.lab[above], (9.0, 4.0, 4.0)) < 2.2) & self.person & ~self.face
        return _joined(like | above, above)

    def _hands(self) -> NDArray[np.bool_]:
        import cv2

        found = np.zeros(self.person.shape, np.uint8)
        for joints in HandFinder(_HAND_FLOOR).find(np.ascontiguousarray(self.pixels)):
            shape = cv2.convexHull(np.rint(joints[:, :2]).astype(np.int32))
            cv2.fillConvexPoly(found, shape, 1)
            cv2.polylines(found, [shape], True, 1, max(1, round(0.3 * self.unit)))
        return np.asarray(found > 0) & self.skin

    def cloth(self) -> NDArray[np.bool_]:
        """Tell clothes from neck, hair and backdrop by colour and edges (GrabCut, Rother et al. 2004)."""
        import cv2

        below = self.rows > self.chin - 0.35 * self.unit
        about = below & self.person & ~self.face & ~self.hands
        other = self.skin | self.hair
        sure = about & ~other & (self.rows > self.chin + 0.35 * self.unit)
        sure = np.asarray(cv2.erode(sure.astype(np.uint8), np.ones((3, 3), np.uint8), iterations=2) > 0)
        seeds = np.full(self.person.shape, cv2.GC_BGD, np.uint8)
        seeds[about] = cv2.GC_PR_FGD
        seeds[about & other] = cv2.GC_PR_BGD
        seeds[sure] = cv2.GC_FGD
        if not sure.any():
            return sure
        models = np.zeros((1, 65)), np.zeros((1, 65))
        cv2.setRNGSeed(1)
        picture = np.ascontiguousarray(self.pixels[..., ::-1])
        cv2.grabCut(picture, seeds, None, *models, _ROUNDS, cv2.GC_INIT_WITH_MASK)
        return np.asarray((seeds == cv2.GC_FGD) | (seeds == cv2.GC_PR_FGD))

    def cleaned(self, cloth: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Keep what hangs together with the clothes at the bottom, and fill small holes: buttons, badges, prints."""
        import cv2

        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (3, 3))
        found = cv2.morphologyEx((cloth & self.person).astype(np.uint8), cv2.MORPH_OPEN, kernel) > 0
        low = found & (self.rows > self.chin + 0.5 * self.unit)
        found = _joined(found, low)
        _, parts, stats, _ = cv2.connectedComponentsWithStats((~found).astype(np.uint8), connectivity=4)
        small = np.flatnonzero(stats[:, cv2.CC_STAT_AREA] < 0.12 * self.unit**2)
        holes = np.isin(parts, small) & ~found & ~self.hands & ~self.hair
        return np.asarray(found | holes)

    def require_enough(self, cloth: NDArray[np.bool_]) -> None:
        """Raise `PortraitError` unless most of the person below the shoulders is clothes."""
        name = self.portrait.name
        below = self.person & (self.rows > self.chin + self.unit) & ~self.hands
        if below.sum() < self.unit**2:
            raise PortraitError(
                f"Too little is seen of {name!r} below the chin to dress; use a photo that shows the shoulders."
            )
        share = float((cloth & below).sum() / below.sum())
        if share < _LEAST:
            raise PortraitError(
                f"What {name!r} wears could not be told from skin, hair and background: clothes were found on "
                f"{share:.0%} of the body below the shoulders, and at least {_LEAST:.0%} are needed. Use a photo in "
                "which they differ in colour, or name a parsing network with --parser."
            )

    def require_told_from_hair(self, cloth: NDArray[np.bool_]) -> None:
        """Raise `PortraitError` where hair hangs over clothes of its own colour: black on black."""
        hangs = self.hair & (self.rows > self.chin)
        width = (self.hair & (self.rows < self.chin)).any(axis=0).sum()
        if hangs.any(axis=0).sum() < _HANGING * max(int(width), 1):
            return
        above = self.hair & (self.rows < self.points[list(_CHEEKS), 1].min())
        apart = np.linalg.norm(np.median(self.lab[above], axis=0) - np.median(self.lab[cloth], axis=0))
        if apart < _HAIR:
            raise PortraitError(
                f"The hair of {self.portrait.name!r} hangs over clothes of the same colour, and nothing tells where it "
                "ends; use a photo with other clothes or hair tied back, or name a parsing network with --parser."
            )

    def free(self, cloth: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Mark where a garment may come to lie: below the face, not before hair or hands; beside the person too."""
        import cv2

        side = 2 * round(_STRAND * self.unit) + 1
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
        full = cv2.morphologyEx(self.hair.astype(np.uint8), cv2.MORPH_OPEN, kernel) > 0
        hair = _joined(full & ~cloth, full & (self.rows < self.chin - 0.5 * self.unit))
        return np.asarray((self.rows > self.chin - 0.45 * self.unit) & ~self.face & ~hair & ~self.hands)

    def bare(self, cloth: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Mark the skin of neck and chest."""
        return np.asarray(self.skin & self.person & ~cloth & ~self.face & (self.rows > self.chin - 0.2 * self.unit))

    def fine(self, mask: NDArray[np.bool_]) -> NDArray[np.float32]:
        """Bring a mask to the portrait's own size, with its edges where those of the picture are."""
        import cv2

        image = self.portrait.image
        size = image.shape[1::-1]
        grown = cv2.resize(mask.astype(np.float32), size, interpolation=cv2.INTER_CUBIC)
        reach = max(2, round(0.03 * self.portrait.iod))
        guided = cv2.ximgproc.guidedFilter(image, grown, reach, 40.0)
        return np.asarray(np.clip((guided - 0.5) * 2.2 + 0.5, 0, 1), np.float32)

    def torso(
        self, cloth: NDArray[np.bool_]
    ) -> tuple[NDArray[np.float32], tuple[NDArray[np.float32], NDArray[np.float32]]]:
        """Find where the neck meets the clothes on both sides, and the outline from there."""
        necks, outlines = [], []
        for sign in (-1, 1):
            away = sign * (self.columns - self.middle)
            beside = cloth & (away > 0.5 * self.unit) & (away < 1.7 * self.unit)
            rows = np.flatnonzero(beside.any(axis=1))
            if len(rows) == 0 or rows[0] > self.chin + 1.3 * self.unit:
                raise PortraitError(
                    f"The shoulders of {self.portrait.name!r} are not seen beside the neck; use a photo that does so."
                )
            row = int(rows[0]) + max(1, round(0.05 * self.unit))
            inner = np.flatnonzero(beside[row])
            column = int(inner[0] if sign > 0 else inner[-1])
            necks.append((column, row))
            outlines.append(self._outline(cloth, column, row, sign))
        unit = np.float32(1 / self.scale)
        left, right = (np.asarray(each, np.float32) * unit for each in outlines)
        return np.asarray(necks, np.float32) * unit, (left, right)

    def _outline(self, cloth: NDArray[np.bool_], column: int, row: int, sign: int) -> list[tuple[float, float]]:
        """Follow the upper edge of the body outward from the neck until the picture or the body ends."""
        path = [(float(column), float(row))]
        stop = -1 if sign < 0 else cloth.shape[1]
        body = self.person & ~self.hair & (self.rows >= row)
        for x in range(column + sign, stop, sign):
            tops = np.flatnonzero(body[:, x])
            if len(tops) == 0 or tops[0] > path[-1][1] + 1.2 * self.unit:
                break
            path.append((float(x), max(path[-1][1] - 1, float(tops[0]))))
        return path


def _apart(
    lab: NDArray[np.float32], known: NDArray[np.float32], least: tuple[float, float, float]
) -> NDArray[np.float32]:
    """Give how many standard deviations, at least of the given size, each pixel is from known ones."""
    middle = np.median(known, axis=0)
    spread = np.maximum(1.4826 * np.median(np.abs(known - middle), axis=0), least)
    return np.asarray(np.sqrt((((lab - middle) / spread) ** 2).sum(axis=2) / 3), np.float32)


def _apart_in_hue(lab: NDArray[np.float32], known: NDArray[np.float32]) -> NDArray[np.float32]:
    """Give the same for skin, which keeps its hue in light and shade: across the hue less is allowed than along it."""
    along = np.median(known[:, 1:], axis=0)
    along /= max(float(np.linalg.norm(along)), 1e-3)
    turn = np.array([[along[0], -along[1]], [along[1], along[0]]], np.float32)
    turned, seen = (np.concatenate([each[..., :1], each[..., 1:] @ turn], axis=-1) for each in (lab, known))
    return _apart(turned, seen, (9.0, 4.0, 2.5))


def _joined(mask: NDArray[np.bool_], seeds: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Keep the parts of a mask that touch seeds."""
    import cv2

    _, parts = cv2.connectedComponents(mask.astype(np.uint8))
    kept = np.unique(parts[mask & seeds])
    return np.asarray(np.isin(parts, kept[kept > 0]))
