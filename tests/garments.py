"""Product pictures that are drawn: ten garments as they lie on white ground, with fabric, folds and a soft shadow."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

SIZE = (1200, 1000)
"""height and width that the outlines below are written for, px"""
_FINE = 2
"""how many times as finely everything is drawn"""

TEE = ((0, 142), (60, 134), (92, 120), (165, 141), (236, 165), (330, 255), (405, 335), (335, 402), (244, 335),
       (240, 600), (238, 820), (246, 1020), (0, 1030))  # fmt: skip
LONG = ((0, 142), (60, 134), (92, 120), (165, 141), (240, 168), (300, 330), (352, 560), (396, 830), (318, 850),
        (268, 590), (236, 390), (238, 640), (236, 860), (232, 990), (0, 1000))  # fmt: skip
DRESS = ((0, 138), (70, 132), (104, 118), (160, 136), (214, 156), (262, 235), (200, 262), (196, 330), (176, 470),
         (170, 540), (230, 780), (300, 1090), (0, 1110))  # fmt: skip
CREW = ((92, 120), (86, 162), (62, 198), (0, 216))
SCOOP = ((104, 118), (98, 190), (66, 236), (0, 256))
VEE = ((92, 120), (70, 180), (34, 270), (0, 340))
SHIRT = ((64, 128), (50, 165), (26, 206), (0, 240))
LAPELS = ((74, 124), (66, 200), (48, 360), (0, 620))


@dataclass(frozen=True)
class Garment:
    """What one of them looks like."""

    colour: tuple[int, int, int]
    outline: tuple[tuple[int, int], ...] = TEE
    neck: tuple[tuple[int, int], ...] = CREW
    is_v: bool = False
    rib: int = 0
    """width of a band around the neck, px"""
    stripes: tuple[int, int, int] | None = None
    logo: str = ""
    extra: str = ""
    """"hood", "collar", "polo" or "lapels" """
    knit: float = 0.018
    """contrast of the fabric"""


GARMENTS = {
    "striped tee": Garment((238, 236, 230), rib=20, stripes=(32, 54, 104)),
    "logo tee": Garment((54, 118, 92), rib=20, logo="NORTH"),
    "hoodie": Garment((146, 150, 156), LONG, ((84, 122), (74, 176), (52, 214), (0, 236)), rib=0, extra="hood"),
    "shirt": Garment((150, 186, 226), LONG, SHIRT, True, extra="collar", knit=0.01),
    "blazer": Garment((74, 62, 52), LONG, LAPELS, True, extra="lapels", knit=0.03),
    "v-neck": Garment((168, 44, 58), LONG, VEE, True, rib=18, knit=0.03),
    "dress": Garment((222, 150, 60), DRESS, SCOOP),
    "polo": Garment((28, 84, 150), TEE, ((62, 128), (52, 160), (24, 214), (0, 270)), True, extra="polo", knit=0.03),
    "black sweater": Garment((30, 30, 33), LONG, CREW, rib=26, knit=0.06),
    "white blouse": Garment((243, 242, 239), LONG, VEE, True, extra="blouse", knit=0.008),
}


def drawn(name: str, height: int = 1200, seed: int = 7) -> np.ndarray:
    """Draw one garment, (H, W, 3) RGB."""
    return Drawing(GARMENTS[name], height, seed).picture()


class Drawing:
    """One picture in the making, of linear reflectance."""

    def __init__(self, garment, height, seed):
        self.garment, self.rng = garment, np.random.default_rng(seed)
        self.unit = height / SIZE[0] * _FINE
        self.shape = (height * _FINE, round(SIZE[1] * height / SIZE[0]) * _FINE)

    def picture(self):
        kind = self.garment
        body = self.filled(kind.outline)
        if kind.extra == "hood":
            body |= self.filled(((0, -4), (70, 6), (118, 50), (128, 110), (108, 140), (0, 190)))
        if kind.extra in {"collar", "polo", "lapels", "blouse"}:
            body |= self.filled(((0, 104), (48, 100), (78, 108), (94, 128), (0, 180)))
        opening = self.filled(((0, 60), (kind.neck[0][0], 60), *kind.neck), smooth=not kind.is_v) & body
        if kind.extra == "hood":
            opening &= self.filled(((0, 84), (52, 92), (84, 122), (84, 300), (0, 300)), smooth=False)
        cloth = np.ones((*self.shape, 3), np.float32) * linear(kind.colour)
        if kind.stripes:
            rows = (np.arange(self.shape[0]) / self.unit - 240) % 62
            cloth[rows < 24] = linear(kind.stripes)
        if kind.logo:
            self.print_logo(cloth)
        cloth *= self.fabric(body)[..., None]
        self.seams(cloth, body)
        if kind.rib:
            self.band(cloth, kind)
        if kind.extra:
            self.trim(cloth, kind)
        inside = cloth * 0 + linear(kind.colour) * 0.62 * self.fabric(body)[..., None]
        self.label(inside)
        cloth = np.where(opening[..., None], inside, cloth)
        lip = cv2.GaussianBlur((~opening & body).astype(np.float32), (0, 0), 6 * self.unit)
        cloth[opening] *= (1 - 0.55 * lip[opening])[:, None]
        return self.laid(cloth, body)

    def laid(self, cloth, body):
        """Lay it on white ground with a soft shadow."""
        ground = np.full((*self.shape, 3), 0.93, np.float32)
        y, x = np.indices(self.shape) / self.unit
        ground *= (1 - 0.04 * ((x - 500) ** 2 + (y - 600) ** 2) / 5e5)[..., None]
        soft = body.astype(np.float32)
        soft = np.roll(soft, (round(9 * self.unit), round(5 * self.unit)), (0, 1))
        soft = 0.22 * cv2.GaussianBlur(soft, (0, 0), 15 * self.unit) + 0.1 * cv2.GaussianBlur(
            soft, (0, 0), 5 * self.unit
        )
        ground *= (1 - soft)[..., None]
        cover = cv2.GaussianBlur(body.astype(np.float32), (0, 0), 0.7)[..., None]
        whole = ground + cover * (cloth - ground)
        size = self.shape[1] // _FINE, self.shape[0] // _FINE
        small = cv2.resize(whole, size, interpolation=cv2.INTER_AREA)
        small = encoded(small) + self.rng.normal(0, 0.8, (*small.shape[:2], 1))
        return np.clip(np.rint(small), 0, 255).astype(np.uint8)

    def fabric(self, body):
        """Give what folds, edges and threads do to the light, around 1."""
        height, width = self.shape
        folds = np.zeros(self.shape, np.float32)
        for scale, strength in ((130, 0.1), (60, 0.05), (26, 0.02)):
            small = self.rng.normal(
                0, 1, (int(height / self.unit / scale * 0.7) + 3, int(width / self.unit / scale * 1.6) + 3)
            )
            folds += strength * cv2.resize(small.astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
        depth = cv2.distanceTransform(body.astype(np.uint8), cv2.DIST_L2, 5) / self.unit
        edge = 1 - 0.3 * np.exp(-depth / 7)
        y, x = np.indices(self.shape) / self.unit
        weave = np.sin(2 * np.pi * x / 5) * np.sin(2 * np.pi * y / 4) + self.rng.normal(0, 0.6, self.shape)
        return np.asarray((1 + 0.55 * folds) * edge * (1 + self.garment.knit * weave), np.float32)

    def seams(self, cloth, body):
        tip, pit = (self.garment.outline[4], self.garment.outline[8 if self.garment.outline is not LONG else 10])
        if self.garment.outline is DRESS:
            tip, pit = (214, 156), (196, 300)
            self.line(cloth, ((0, 540), (100, 536), (170, 538)))
        self.line(cloth, (tip, ((tip[0] + pit[0]) / 2 - 14, (tip[1] + pit[1]) / 2), pit))
        self.line(cloth, tuple((x, y - 22) for x, y in self.garment.outline[-2:]))

    def band(self, cloth, kind):
        """Knit a band around the neck."""
        outer = [(x * (1 + kind.rib / 92) if x else 0, y + (kind.rib * (1.1 if x < 60 else 0.3))) for x, y in kind.neck]
        self.line(cloth, outer, 0.7, 2.4, smooth=not kind.is_v)

    def trim(self, cloth, kind):
        """Draw collars, lapels, plackets, buttons, strings and pockets."""
        if kind.extra == "hood":
            for side in (-1, 1):
                self.stroke(cloth, ((side * 40, 226), (side * 46, 300), (side * 42, 390)), (232, 232, 230), 7)
            self.line(cloth, ((0, 700), (130, 700), (175, 850), (175, 930)), smooth=False)
            self.line(cloth, ((92, 126), (112, 196), (72, 252), (0, 276)), 0.6, 3)
        elif kind.extra in {"collar", "polo"}:
            end = 1000 if kind.extra == "collar" else 330
            bottom = kind.neck[-1][1]
            leaf = ((84, 112), (112, 150), (96, 236), (60, 250), (6, 236), (30, 190), (62, 128))
            self.leaf(cloth, leaf)
            self.stroke(cloth, ((13, bottom), (13, end)), tuple(0.86 * c for c in kind.colour), 2)
            for y in range(bottom + 26, end, 90 if kind.extra == "collar" else 34):
                self.dot(cloth, (0, y), 6, (240, 238, 232))
        elif kind.extra == "lapels":
            lapel = (
                (80, 118),
                (104, 150),
                (150, 262),
                (118, 288),
                (138, 320),
                (96, 470),
                (8, 640),
                (0, 620),
                (48, 360),
                (66, 200),
            )
            self.leaf(cloth, lapel)
            self.stroke(cloth, ((4, 630), (2, 800), (40, 995)), tuple(0.55 * c for c in kind.colour), 3)
            for y in (660, 780):
                self.dot(cloth, (16, y), 10, (40, 34, 30))
        elif kind.extra == "blouse":
            self.leaf(cloth, ((80, 112), (106, 140), (98, 220), (60, 300), (0, 350), (34, 270), (70, 180)))
            self.stroke(cloth, ((10, 345), (10, 1000)), (214, 212, 206), 2)
            for y in range(380, 1000, 85):
                self.dot(cloth, (0, y), 5, (226, 224, 218))

    def print_logo(self, cloth):
        canvas = np.zeros(self.shape, np.uint8)
        size = 3.1 * self.unit
        (wide, _), _ = cv2.getTextSize(self.garment.logo, cv2.FONT_HERSHEY_DUPLEX, size, round(7 * self.unit))
        place = (self.shape[1] - wide) // 2, round(372 * self.unit)
        cv2.putText(
            canvas, self.garment.logo, place, cv2.FONT_HERSHEY_DUPLEX, size, 255, round(7 * self.unit), cv2.LINE_AA
        )
        share = canvas[..., None].astype(np.float32) / 255
        cloth += share * (linear((246, 240, 224)) - cloth)

    def label(self, inside):
        self.stroke(inside, ((-16, 158), (16, 158)), (238, 238, 234), 16)

    def leaf(self, cloth, points):
        """Lay a piece of the same cloth over, which casts a narrow shadow."""
        for side in (-1, 1):
            mask = self.polygon([(side * x, y) for x, y in points]).astype(np.float32)
            around = cv2.GaussianBlur(mask, (0, 0), 4 * self.unit) * (1 - mask)
            cloth *= (1 - 0.4 * around)[..., None]
            rim = mask - cv2.erode(mask, np.ones((3, 3)), iterations=round(1.5 * self.unit))
            cloth *= (1 + 0.03 * mask - 0.16 * cv2.GaussianBlur(rim, (0, 0), 1.2))[..., None]

    def line(self, cloth, half, strength=0.82, width=1.6, smooth=True):
        for side in (-1, 1):
            points = [(side * x, y) for x, y in half]
            self.stroke(cloth, points, None, width, strength, smooth)

    def stroke(self, cloth, points, colour, width, strength=1.0, smooth=True):
        canvas = np.zeros(self.shape, np.uint8)
        path = curve(points) if smooth and len(points) > 2 else np.array(points, float)
        cv2.polylines(canvas, [self.px(path)], False, 255, max(1, round(width * self.unit)), cv2.LINE_AA)
        share = canvas[..., None].astype(np.float32) / 255
        if colour is None:
            cloth *= 1 - (1 - strength) * share
        else:
            cloth += share * (linear(colour) - cloth)

    def dot(self, cloth, place, radius, colour):
        canvas = np.zeros(self.shape, np.uint8)
        (centre,) = self.px(np.array([place], float))
        cv2.circle(canvas, tuple(int(v) for v in centre), round(radius * self.unit), 255, -1, cv2.LINE_AA)
        share = canvas[..., None].astype(np.float32) / 255
        cloth += share * (linear(colour) - cloth)

    def filled(self, half, smooth=True):
        right = curve(half) if smooth else np.array(half, float)
        return self.polygon([*right, *(right[::-1] * (-1, 1))])

    def polygon(self, points):
        canvas = np.zeros(self.shape, np.uint8)
        cv2.fillPoly(canvas, [self.px(np.array(points, float))], 1)
        return canvas > 0

    def px(self, points):
        return np.rint((np.asarray(points) + np.array((SIZE[1] / 2, 60.0))) * self.unit).astype(np.int32)


def curve(points):
    """Round the corners of a path a little."""
    path = np.array(points, float)
    for _ in range(3):
        low, high = 0.82 * path[:-1] + 0.18 * path[1:], 0.18 * path[:-1] + 0.82 * path[1:]
        path = np.concatenate([path[:1], np.stack([low, high], 1).reshape(-1, 2), path[-1:]])
    return path


def linear(colour):
    value = np.array(colour, np.float32) / 255
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4).astype(np.float32)


def encoded(light):
    value = np.clip(light, 0, 1)
    return 255 * np.where(value <= 0.0031308, 12.92 * value, 1.055 * value ** (1 / 2.4) - 0.055)
