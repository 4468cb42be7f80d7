"""Things drawn before faces and behind heads: microphones, masks, hands, lenses, letters, and pictures of others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from tests.hands import ARM, FINGERS, drawn_hand
from tests.spectacles import KINDS, Spectacles, wear

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]
    Points = NDArray[np.float32]

MASK = (234, 93, 132, 58, 172, 136, 150, 149, 176, 148, 152, 377, 400, 378, 379, 365, 397, 288, 361, 323, 454,
        329, 6, 100)  # fmt: skip
LENSES = {
    "sun": KINDS["sun"],
    "brown": Spectacles((60, 38, 22), 0.04, lens=(0.43, 0.36), corners=2.3, tint=0.85),
    "mirrored": Spectacles((120, 120, 126), 0.025, lens=(0.42, 0.35), corners=2.4, tint=0.9, glare=0.75),
}


class Face:
    """A face's own frame in the picture: x to its right, y down from between the eyes, IOD."""

    def __init__(self, landmarks: Points) -> None:
        eyes = landmarks[[468, 473], :2].astype(np.float64)
        self.origin = eyes.mean(axis=0)
        self.across = eyes[1] - eyes[0] if eyes[1, 0] > eyes[0, 0] else eyes[0] - eyes[1]
        self.unit = float(np.linalg.norm(self.across))
        self.down = np.array([-self.across[1], self.across[0]])
        self.landmarks = landmarks[:, :2].astype(np.float64)

    def out(self, points: Any) -> NDArray[np.float64]:
        """Place points (n, 2)."""
        points = np.asarray(points, np.float64)
        return np.asarray(self.origin + points[:, :1] * self.across + points[:, 1:] * self.down, np.float64)

    def at(self, index: int) -> NDArray[np.float64]:
        """Give a landmark in the face's frame."""
        offset = self.landmarks[index] - self.origin
        return np.array([offset @ self.across, offset @ self.down]) / self.unit**2


def _cover(shape: tuple[int, ...], draw: Callable[[Picture], object], soft: float) -> NDArray[np.float32]:
    canvas = np.zeros(shape[:2], np.uint8)
    draw(canvas)
    return np.asarray(cv2.GaussianBlur(canvas.astype(np.float32), (0, 0), max(0.6, soft))[..., None], np.float32)


def _laid(picture: Picture, paint: NDArray[np.floating], cover: NDArray[np.float32], unit: float) -> Picture:
    """Lay paint over a picture, with the shadow that it throws."""
    moved = cv2.warpAffine(cover[..., 0], np.array([[1, 0, 0.02 * unit], [0, 1, 0.05 * unit]]), cover.shape[1::-1])
    shadow = cv2.GaussianBlur(moved, (0, 0), 0.05 * unit)[..., None]
    under = picture * (1 - 0.25 * shadow)
    return np.asarray(np.clip(np.rint(under + (paint - under) * cover), 0, 255), np.uint8)


def microphone(
    picture: Picture, landmarks: Points, centre: tuple[float, float], radius: float, colour: tuple[int, int, int],
    towards: tuple[float, float] = (0.15, 2.6), mesh: bool = False,
) -> Picture:  # fmt: skip
    """Hold a microphone before somebody: a ball about `centre` from the lower lip, IOD, on a stalk that goes on."""
    face = Face(landmarks)
    middle = face.out([np.add(face.at(14), centre)])[0]
    end = face.out([face.at(14) + np.add(centre, towards)])[0]
    ball = radius * face.unit
    spot = tuple(np.rint(middle).astype(int).tolist())
    stalk = _cover(
        picture.shape,
        lambda canvas: cv2.line(canvas, spot, tuple(np.rint(end).astype(int).tolist()), 1, max(2, round(0.7 * ball))),
        0.006 * face.unit,
    )
    picture = _laid(picture, np.array([38.0, 38, 42]), stalk, face.unit)
    cover = _cover(picture.shape, lambda canvas: cv2.circle(canvas, spot, round(ball), 1, -1), 0.008 * face.unit)
    y, x = np.mgrid[: picture.shape[0], : picture.shape[1]].astype(np.float32)
    dx, dy = (x - middle[0]) / ball, (y - middle[1]) / ball
    light = np.clip(0.75 - 0.45 * dy - 0.2 * dx, 0.25, 1.3)
    noise = np.random.default_rng(0).normal(0, 1, picture.shape[:2]).astype(np.float32)
    grain = 1 + 0.25 * cv2.GaussianBlur(noise, (0, 0), max(0.7, 0.012 * face.unit)) * 2
    if mesh:
        step = 2 * np.pi / (0.035 * face.unit)
        grain = 0.85 + 0.3 * (np.sin((x + y) * step) * np.sin((x - y) * step) > 0)
    return _laid(picture, np.array(colour, np.float32) * (light * grain)[..., None], cover, face.unit)


def headset(picture: Picture, landmarks: Points) -> Picture:
    """Bring a thin boom from an ear to the corner of the mouth."""
    face = Face(landmarks)
    ear, corner = face.at(234), face.at(61) + np.array([0.06, 0.1])
    t = np.linspace(0, 1, 40)[:, None]
    way = face.out((1 - t) ** 2 * ear + 2 * t * (1 - t) * np.array([ear[0] + 0.1, corner[1]]) + t**2 * corner)
    spot = tuple(np.rint(way[-1]).astype(int).tolist())

    def draw(canvas: Picture) -> None:
        cv2.polylines(canvas, [np.rint(way).astype(np.int32)], False, 1, max(2, round(0.035 * face.unit)))
        cv2.circle(canvas, spot, round(0.1 * face.unit), 1, -1)

    return _laid(picture, np.array([30.0, 30, 33]), _cover(picture.shape, draw, 0.006 * face.unit), face.unit)


def masked(picture: Picture, landmarks: Points, colour: tuple[int, int, int], chin: bool = False) -> Picture:
    """Put a mask with pleats over nose and mouth, or pull it under the lips."""
    face = Face(landmarks)
    ring = face.landmarks[list(MASK)].copy()
    if chin:
        low = face.at(17)[1] + 0.06
        ring = np.vstack([face.landmarks[list(MASK[2:-5])], face.out([(0.5, low), (-0.5, low)])])
    hull = cv2.convexHull(np.rint(ring).astype(np.int32))
    cover = _cover(picture.shape, lambda canvas: cv2.fillConvexPoly(canvas, hull, 1), 0.01 * face.unit)
    grey = cv2.GaussianBlur(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32), (0, 0), 0.35 * face.unit)
    light = grey / np.percentile(grey[hull.min((0, 1))[1] : hull.max((0, 1))[1]], 80)
    rows = np.mgrid[: picture.shape[0], : picture.shape[1]][0]
    pleats = 1 + 0.06 * np.sin(rows * (2 * np.pi / (0.22 * face.unit)))
    fine = 1 + 0.02 * np.random.default_rng(1).normal(size=picture.shape[:2])
    return _laid(picture, np.array(colour, np.float32) * (light * pleats * fine)[..., None], cover, face.unit)


def held(picture: Picture, landmarks: Points, centre: tuple[float, float], turn: float, tall: float = 2.6) -> Picture:
    """Hold a hand before somebody, its middle `centre` from the lower lip, turned by degrees; `tall` IOD high."""
    face, hand = Face(landmarks), drawn_hand().astype(np.float32)
    shape = np.zeros(hand.shape[:2], np.uint8)
    cv2.ellipse(shape, (300, 400), (95, 105), 0, 0, 360, 1, -1)
    for start, end, width in (ARM, *FINGERS):
        cv2.line(shape, start, end, 1, width)
    skin = np.median(picture[_near(face, (50, 280, 205, 425), picture)], axis=0)
    hand *= skin / np.array([185.0, 138, 112])
    middle = face.out([np.add(face.at(14), centre)])[0]
    scale = tall * face.unit / 600
    matrix = cv2.getRotationMatrix2D((300, 330), turn, scale)
    matrix[:, 2] += middle - (300, 330)
    size = picture.shape[1::-1]
    paint = cv2.warpAffine(hand, matrix, size, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE)
    cover = cv2.warpAffine(shape.astype(np.float32), matrix, size)
    return _laid(picture, paint, cv2.GaussianBlur(cover, (0, 0), 0.7)[..., None], face.unit)


def fingers(picture: Picture, landmarks: Points) -> Picture:
    """Lay a finger upright across the lips, as who asks for quiet."""
    face = Face(landmarks)
    skin = np.median(picture[_near(face, (50, 280, 205, 425), picture)], axis=0)
    top, foot = face.out([np.add(face.at(2), (0.03, 0.1)), np.add(face.at(14), (0.1, 1.6))])
    one, other = (tuple(np.rint(place).astype(int).tolist()) for place in (top, foot))

    def draw(canvas: Picture) -> None:
        cv2.line(canvas, one, other, 1, round(0.26 * face.unit))

    hard = np.zeros(picture.shape[:2], np.uint8)
    draw(hard)
    depth = np.sqrt(np.clip(cv2.distanceTransform(hard, cv2.DIST_L2, 5) / (0.13 * face.unit), 0, 1))[..., None]
    return _laid(picture, skin * (0.55 + 0.45 * depth), _cover(picture.shape, draw, 0.008 * face.unit), face.unit)


def _near(face: Face, which: tuple[int, ...], picture: Picture) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    places = np.clip(np.rint(face.landmarks[list(which)]).astype(int), 2, np.array(picture.shape[1::-1]) - 3)
    return places[:, 1], places[:, 0]


def lettered(picture: Picture, landmarks: Points, level: int, alpha: float, size: float, once: bool = False) -> Picture:
    """Print a watermark slantwise over the picture, its letters `size` IOD high."""
    face = Face(landmarks)
    side = 2 * max(picture.shape[:2])
    sheet = np.zeros((side, side), np.uint8)
    scale = size * face.unit / 21
    thick = max(1, round(0.13 * size * face.unit))
    text = "PREVIEW" if once else "SAMPLE PHOTO   "
    (wide, tall), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, scale, thick)
    for row in range(tall, side, round(3 * tall)):
        for column in range(-(row * 7 % wide), side, wide):
            if not once:
                cv2.putText(sheet, text, (column, row), cv2.FONT_HERSHEY_SIMPLEX, scale, 255, thick, cv2.LINE_AA)
    if once:
        place = side // 2 - wide // 2, side // 2 + tall // 2
        cv2.putText(sheet, text, place, cv2.FONT_HERSHEY_SIMPLEX, scale, 255, thick, cv2.LINE_AA)
    nose = face.landmarks[4]
    matrix = cv2.getRotationMatrix2D((side / 2, side / 2), 8 if once else 28, 1)
    matrix[:, 2] += nose - side / 2
    cover = cv2.warpAffine(sheet, matrix, picture.shape[1::-1], flags=cv2.INTER_LINEAR).astype(np.float32)[..., None]
    return np.asarray(np.rint(picture + (level - picture.astype(np.float32)) * alpha * cover / 255), np.uint8)


def before(picture: Picture, landmarks: Points) -> dict[str, Callable[[], Picture]]:
    """Name what can be held before a face, and how to draw it."""
    low, black, silver, red = (0.0, 0.02), (46, 46, 50), (168, 170, 176), (196, 60, 58)

    def put(**made: object) -> dict[str, Callable[[], Picture]]:
        return made  # type: ignore[return-value]

    return put(
        **{
            "mic at the mouth": lambda: microphone(picture, landmarks, low, 0.36, black),
            "mic, silver": lambda: microphone(picture, landmarks, (0.0, 0.05), 0.34, silver, mesh=True),
            "mic, red foam": lambda: microphone(picture, landmarks, low, 0.38, red),
            "mic under the lip": lambda: microphone(picture, landmarks, (0.0, 0.36), 0.33, black),
            "mic from the side": lambda: microphone(picture, landmarks, (-0.32, 0.1), 0.3, black, (-1.6, 1.8)),
            "headset": lambda: headset(picture, landmarks),
            "mask, blue": lambda: masked(picture, landmarks, (150, 185, 210)),
            "mask, white": lambda: masked(picture, landmarks, (232, 232, 230)),
            "mask, black": lambda: masked(picture, landmarks, (38, 38, 42)),
            "mask, skin": lambda: masked(picture, landmarks, (205, 165, 140)),
            "mask at the chin": lambda: masked(picture, landmarks, (150, 185, 210), chin=True),
            "hand at the mouth": lambda: held(picture, landmarks, (0.25, 0.25), 35),
            "hand at the cheek": lambda: held(picture, landmarks, (0.95, -0.1), 20),
            "fist at the chin": lambda: held(picture, landmarks, (0.1, 0.75), -60, 2.0),
            "finger on the lips": lambda: fingers(picture, landmarks),
            "text, white": lambda: lettered(picture, landmarks, 255, 0.45, 0.22),
            "text, faint": lambda: lettered(picture, landmarks, 255, 0.25, 0.18),
            "text, black": lambda: lettered(picture, landmarks, 0, 0.35, 0.22),
            "text, once": lambda: lettered(picture, landmarks, 255, 0.5, 0.5, once=True),
        },
        **{f"lenses, {name}": (lambda name=name: _worn(picture, landmarks, name)) for name in LENSES},
    )


def _worn(picture: Picture, landmarks: Points, name: str) -> Picture:
    KINDS.setdefault(f"lens {name}", LENSES[name])
    return wear(picture, landmarks, f"lens {name}")[0]
