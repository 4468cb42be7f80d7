"""What a photo's face itself says of how well it suits, item by item."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from avatar.errors import PortraitError
from avatar.portrait.face.covers import find_covers
from avatar.portrait.face.landmark import face_height
from avatar.portrait.face.look import face_crop, hands_over_face, look_at
from avatar.portrait.face.pose import measure_expression, measure_pose
from avatar.portrait.glasses.find import find_glasses

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from avatar.data import Expression, Pose
    from avatar.portrait.face.covers import Covers
    from avatar.portrait.face.look import Look

Verdict = Literal["good", "usable", "poor"]
RANKS: tuple[Verdict, ...] = ("good", "usable", "poor")
"""from the best to the worst"""


@dataclass(frozen=True, slots=True)
class PhotoItem:
    """One thing that makes a photo suit."""

    name: str
    """what was looked at"""
    value: float
    """what was measured; nan where there was nothing to measure"""
    unit: str
    """of the value"""
    verdict: Verdict
    why: str
    """one sentence: what this means, and how to improve it"""


_ENLARGED, _DETAILED = 0.45, (200, 90)
"""Share of the finest detail that its pixels could show below which a face was enlarged; and px of detail that are good
and usable"""
_TEMPLES = (0.4, 709)
"""room around a face in which the temples of glasses are seen too, of its longer side, and px of such a crop"""
_TONGUE = (0.3, 0.6)
"""how sure it is that the tongue is out, from which on a photo is usable at best, and refused"""


def judge_face(pixels: NDArray[np.uint8], landmarks: NDArray[np.float32]) -> list[PhotoItem]:
    """Judge the face of an (H, W, 3) RGB photo with (478, 3) landmarks, px."""
    look, hands, pose = look_at(pixels, landmarks), hands_over_face(pixels, landmarks), measure_pose(landmarks)
    return [
        _size(float(np.ptp(landmarks[:, 1]))),
        _detail(look.detail, float(np.ptp(landmarks[:, 1]))),
        *_angles(pose),
        *_light(look),
        _sharpness(look),
        *_covers(_covered(pixels, landmarks), look, hands),
        *_expression(measure_expression(landmarks)),
        _tongue(look),
    ]


def doubts(pixels: NDArray[np.uint8], landmarks: NDArray[np.float32]) -> tuple[str, ...]:
    """Say why a film of this face will look poor: one sentence per reason, none for a face that is usable."""
    return tuple(item.why for item in judge_face(pixels, landmarks) if item.verdict == "poor")


def refuse_hidden_mouth(pixels: NDArray[np.uint8], landmarks: NDArray[np.float32], path: Path) -> None:
    """Raise `PortraitError` where a tongue lies over the lower lip: nobody can tell what the lip looks like."""
    if look_at(pixels, landmarks).tongue >= _TONGUE[1]:
        raise PortraitError(
            f"The tongue in {path.name!r} lies over the lower lip, which a film would have to make up; use a photo "
            "with the tongue in the mouth."
        )


def graded(name: str, value: float, unit: str, limits: tuple[float, float], whys: tuple[str, str]) -> PhotoItem:
    """Grade a value that is better the smaller it is: good up to the first limit, usable up to the second."""
    rank = int(value > limits[0]) + int(value > limits[1])
    return PhotoItem(name, round(value, 3), unit, RANKS[rank], whys[min(rank, 1)])


def least(name: str, value: float, unit: str, limits: tuple[float, float], whys: tuple[str, str]) -> PhotoItem:
    """Grade a value that is better the larger it is."""
    item = graded(name, -value, unit, (-limits[0], -limits[1]), whys)
    return PhotoItem(name, round(value, 3), unit, item.verdict, item.why)


def _size(height: float) -> PhotoItem:
    return least("face size", height, "px", (260, 90), (
        "The face has pixels enough for a large film.",
        "The face is small, so fine detail has to be made up; use a photo taken closer or of higher resolution.",
    ))  # fmt: skip


def _angles(pose: Pose) -> list[PhotoItem]:
    yaw, pitch, roll = (abs(float(np.degrees(angle))) for angle in (pose.yaw, pose.pitch, pose.roll))
    turned = "The head is turned away, and the far side of the face has little to show; look into the camera."
    lowered = "The head is lowered or raised; hold the camera at the height of the eyes."
    tilted = "The head is tilted, and stays tilted while it talks; hold it upright or turn the picture."
    return [
        graded("turned sideways", yaw, "degrees", (12, 25), ("The face looks straight at the camera.", turned)),
        graded("turned up or down", pitch, "degrees", (12, 25), ("The head is held level.", lowered)),
        graded("tilt", roll, "degrees", (12, 35), ("The head is upright.", tilted)),
    ]


def _light(look: Look) -> list[PhotoItem]:
    # The brightest parts, not the mean: dark skin in good light has bright parts too.
    return [
        least("brightness", look.brightness, "grey levels", (90, 60), (
            "The face is well lit.", "The face is too dark; put more light on it, from the front.")),
        graded("overexposed", 100 * look.blown, "% of the face", (2, 10), (
            "No part of the face is burnt out.", "Parts of the face are pure white; expose less or soften the light.")),
        graded("underexposed", 100 * look.black, "% of the face", (4, 15), (
            "No part of the face is lost in the dark.", "Parts of the face are pure black; lighten the shadows.")),
        _clipped("highlights", look.full, (5, 35), (
            "No colour of the skin is at its limit.",
            "of the skin is at its limit in the light parts, which turn flat and of a wrong hue; expose less, or "
            "use the original instead of a brightened copy.")),
        _clipped("shadows", look.empty, (6, 20), (
            "No colour of the skin is lost in the shadows.",
            "of the skin is lost in the shadows, where nothing can be brightened any more; put light on the face and "
            "expose more.")),
        graded("uneven light", look.unevenness, "stops", (1.2, 2.2), (
            "Both halves of the face are lit alike.",
            "One half of the face is much darker; face the window or the lamp.")),
    ]  # fmt: skip


def _clipped(
    name: str, shares: tuple[float, float, float], limits: tuple[float, float], whys: tuple[str, str]
) -> PhotoItem:
    """Grade the channel of which most is clipped: skin loses its red long before it is pure white."""
    worst = max(shares)
    channel = ("red", "green", "blue")[shares.index(worst)]
    return graded(name, 100 * worst, "% of the face", limits, (whys[0], f"The {channel} {whys[1]}"))


def _sharpness(look: Look) -> PhotoItem:
    return least("sharpness", look.sharpness, "fine detail of all contrast", (0.08, 0.05), (
        "Eyes and mouth are sharp.",
        "Eyes and mouth are blurred; focus on the eyes, hold the camera still, or use an original instead of a copy.",
    ))  # fmt: skip


def is_covered(pixels: NDArray[np.uint8], landmarks: NDArray[np.float32]) -> bool:
    """Say whether something hides mouth or eyes, or is printed over the face."""
    found = _covers(_covered(pixels, landmarks), look_at(pixels, landmarks), hands_over_face(pixels, landmarks))
    return any(item.verdict == "poor" for item in found)


def _covered(pixels: NDArray[np.uint8], landmarks: NDArray[np.float32]) -> Covers:
    """Look for what covers a face; glasses are none of it, unless their lenses are dark."""
    crop, points = face_crop(pixels, landmarks, *_TEMPLES)
    glasses = find_glasses(crop, points, measure_pose(points))
    unit, photo = (float(np.linalg.norm(face[468, :2] - face[473, :2])) for face in (points, landmarks))
    found = find_covers(crop, points[:, :2], glasses.mask > 0, unit / max(photo, 1e-3))
    return replace(found, eyes=1.0) if glasses.is_opaque else found


def _covers(covers: Covers, look: Look, hands: float) -> list[PhotoItem]:
    return [
        graded("mouth covered", max(covers.mouth, float(hands > 0.1)), "0-1", (0.3, 0.6), (
            "Nothing seems to cover the mouth.",
            "Something seems to cover the mouth or the face (a hand, a mask, a microphone) and would be taken for skin "
            "that moves; use a photo without it.")),
        graded("eyes covered", max(look.eye_cover, covers.eyes), "0-1", (0.3, 0.6), (
            "Nothing seems to cover the eyes.",
            "The eyes seem to be behind dark or mirroring glass, so neither blinks nor glances will show; take "
            "sunglasses off.")),
        graded("printed over", covers.printed, "% of cheeks and nose", (1.5, 2.0), (
            "Nothing seems to be printed over the face.",
            "Letters or lines seem to be printed over the face and would stretch with it; use the photo without a "
            "watermark.")),
    ]  # fmt: skip


def _detail(detail: float, height: float) -> PhotoItem:
    """Grade how many pixels high the face would be if it had no more than its detail needs."""
    real = min(height, detail * height)
    if detail >= _ENLARGED or real >= _DETAILED[0]:
        return PhotoItem("real detail", round(real, 3), "px", "good", "The face is as detailed as its size.")
    verdict: Verdict = "usable" if real >= _DETAILED[1] else "poor"
    why = f"The face has no more detail than one of {real:.0f} px: the picture was enlarged; use the original."
    return PhotoItem("real detail", round(real, 3), "px", verdict, why)


def _tongue(look: Look) -> PhotoItem:
    return graded("tongue", look.tongue, "0-1", _TONGUE, (
        "No tongue is out.",
        "The tongue seems to be out, and would be taken for the lower lip; use a photo with the tongue in the mouth.",
    ))  # fmt: skip


def _expression(shown: Expression) -> list[PhotoItem]:
    return [
        graded("open mouth", shown.lip_gap, "eye distances", (0.05, 0.30), (
            "The lips are closed, which is best.",
            "The mouth is open, so closed lips have to be made up; close it gently.")),
        graded("smile", shown.smile, "0-1", (0.5, 1.0), (
            "The face is at rest.", "The face smiles and goes on smiling while it talks; a calm face suits any text.")),
        least("eyes open", min(shown.eye_opening), "eye distances", (0.10, 0.06), (
            "Both eyes are open.", "The eyes are nearly closed; use a photo with open eyes.")),
    ]  # fmt: skip


def behind(clarity: float) -> PhotoItem:
    """Grade how clearly a person stands out from what is behind, as `matte.edge_clarity` measures it."""
    return least("background", clarity, "0-1", (0.6, 0.25), (
        "The person stands out clearly from the background.",
        "Background and hair are hard to tell apart, and pieces of pictures, screens or leaves behind the head may go "
        "along with it; use a plain backdrop of another colour.",
    ))  # fmt: skip


def room(landmarks: NDArray[np.float32], shape: tuple[int, ...]) -> PhotoItem:
    """Grade the room, in face heights, that a picture of some (height, width) px leaves around the landmarks, px."""
    low, high = landmarks[:, :2].min(0), landmarks[:, :2].max(0)
    face = face_height(landmarks)
    # Hair rises about a third of the face's height above the forehead's landmarks; the chin needs room to drop.
    spare = min(low[1] / face - 0.2, low[0] / face, (shape[1] - high[0]) / face, (shape[0] - high[1]) / face)
    return least("room around the face", float(spare), "face heights", (0.1, -0.1), (
        "The whole head is in the picture.",
        "Hair, ears or chin are cut off by the picture's edge, where the head will move; leave more room.",
    ))  # fmt: skip
