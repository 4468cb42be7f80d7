"""How well a photo suits, and what would make it better."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from avatar.data import Expression, Pose, inter_ocular_distance
from avatar.errors import PortraitError
from avatar.portrait.enroll import cut_by
from avatar.portrait.face.landmark import face_height
from avatar.portrait.face.locate import NobodyError, locate, refuse_unsuitable, require_somebody
from avatar.portrait.face.look import hands_over_face, look_at
from avatar.portrait.face.people import finding
from avatar.portrait.face.pose import measure_expression, measure_pose
from avatar.portrait.glasses.find import find_glasses
from avatar.portrait.pixels.detail import choose_scale, rescale
from avatar.portrait.pixels.key import find_screen
from avatar.portrait.pixels.matte import edge_clarity
from avatar.portrait.pixels.segment import segment_person
from avatar.portrait.read import read_photo
from avatar.settings import PortraitSettings

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from avatar.portrait.face.locate import Located
    from avatar.portrait.face.look import Look
    from avatar.portrait.glasses.find import Glasses
    from avatar.portrait.pixels.key import Screen
    from avatar.portrait.read import Photo
    from avatar.settings import NetworkFile

Verdict = Literal["good", "usable", "poor"]
_RANKS: tuple[Verdict, ...] = ("good", "usable", "poor")


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


@dataclass(frozen=True, slots=True)
class PhotoReport:
    """How well a photo suits."""

    verdict: Verdict
    """the worst of the items'"""
    items: tuple[PhotoItem, ...]


def check_photo(
    path: Path, face: int | None = None, settings: PortraitSettings | None = None, home: Path | None = None
) -> PhotoReport:
    """Judge a photo as a portrait, of several faces the `face`-th from the left.

    `settings` say how it would be taken apart, with the files of their networks; who finds faces is of a home's data.
    A photo that cannot be enrolled is reported as poor, with the reason. Raise `PortraitError` only for a file that is
    no readable picture, and as `people.finding` and `MattingNetwork` do for who is not here.
    """
    settings = settings or PortraitSettings()
    finder = finding(settings.finder, home, settings.device)
    try:
        photo = read_photo(path, glance=lambda small: require_somebody(small, path, finder))
    except NobodyError as refusal:
        return _refused(refusal)
    pixels = photo.pixels
    try:
        located = locate(pixels, path, face, finder)
    except PortraitError as refusal:
        return _refused(refusal)
    items = _judge(photo, located, settings)
    try:
        refuse_unsuitable(located, pixels.shape, path)
        choose_scale(pixels.shape, inter_ocular_distance(located.landmarks), settings.adds_detail, settings.by)
    except PortraitError as refusal:
        items.insert(0, PhotoItem("face", float("nan"), "", "poor", str(refusal)))
    return _report(items)


def _refused(why: PortraitError) -> PhotoReport:
    return _report([PhotoItem("face", float("nan"), "", "poor", str(why))])


def _report(items: list[PhotoItem]) -> PhotoReport:
    return PhotoReport(max((item.verdict for item in items), key=_RANKS.index), tuple(items))


def _judge(photo: Photo, located: Located, settings: PortraitSettings) -> list[PhotoItem]:
    pixels, landmarks = photo.pixels, located.landmarks
    look = look_at(pixels, landmarks)
    hands = hands_over_face(pixels, landmarks)
    scale = choose_scale(pixels.shape, inter_ocular_distance(landmarks), detail=False)
    pixels, small = rescale(pixels, scale), landmarks * np.float32(scale)
    others = [(x * scale, y * scale) for x, y in located.others]
    if settings.matting is not None and settings.matting.path:
        backdrop = _cut_by(settings.matting, replace(photo, pixels=pixels), small, others, settings.device)
    else:
        rough = segment_person(pixels, small, others)
        screen = find_screen(pixels, rough)
        backdrop = _keyed(screen) if screen else _backdrop(edge_clarity(pixels, rough, small))
    pose = measure_pose(landmarks)
    glasses = find_glasses(pixels, small, pose)
    return [
        _size(located.height),
        *_angles(pose),
        *_light(look),
        _sharpness(look),
        *_covers(look, hands, glasses.is_opaque),
        _glasses(glasses),
        *_expression(measure_expression(landmarks)),
        _room(small, pixels.shape),
        backdrop,
    ]


def _graded(name: str, value: float, unit: str, limits: tuple[float, float], whys: tuple[str, str]) -> PhotoItem:
    """Grade a value that is better the smaller it is: good up to the first limit, usable up to the second."""
    rank = int(value > limits[0]) + int(value > limits[1])
    return PhotoItem(name, round(value, 3), unit, _RANKS[rank], whys[min(rank, 1)])


def _least(name: str, value: float, unit: str, limits: tuple[float, float], whys: tuple[str, str]) -> PhotoItem:
    """Grade a value that is better the larger it is."""
    item = _graded(name, -value, unit, (-limits[0], -limits[1]), whys)
    return PhotoItem(name, round(value, 3), unit, item.verdict, item.why)


def _size(height: float) -> PhotoItem:
    return _least("face size", height, "px", (260, 90), (
        "The face has pixels enough for a large film.",
        "The face is small, so fine detail has to be made up; use a photo taken closer or of higher resolution.",
    ))  # fmt: skip


def _angles(pose: Pose) -> list[PhotoItem]:
    yaw, pitch, roll = (abs(float(np.degrees(angle))) for angle in (pose.yaw, pose.pitch, pose.roll))
    turned = "The head is turned away, and the far side of the face has little to show; look into the camera."
    lowered = "The head is lowered or raised; hold the camera at the height of the eyes."
    tilted = "The head is tilted, and stays tilted while it talks; hold it upright or turn the picture."
    return [
        _graded("turned sideways", yaw, "degrees", (12, 25), ("The face looks straight at the camera.", turned)),
        _graded("turned up or down", pitch, "degrees", (12, 25), ("The head is held level.", lowered)),
        _graded("tilt", roll, "degrees", (12, 35), ("The head is upright.", tilted)),
    ]


def _light(look: Look) -> list[PhotoItem]:
    # The brightest parts, not the mean: dark skin in good light has bright parts too.
    return [
        _least("brightness", look.brightness, "grey levels", (90, 60), (
            "The face is well lit.", "The face is too dark; put more light on it, from the front.")),
        _graded("overexposed", 100 * look.blown, "% of the face", (2, 10), (
            "No part of the face is burnt out.", "Parts of the face are pure white; expose less or soften the light.")),
        _graded("underexposed", 100 * look.black, "% of the face", (4, 15), (
            "No part of the face is lost in the dark.", "Parts of the face are pure black; lighten the shadows.")),
        _clipped("highlights", look.full, (5, 35), (
            "No colour of the skin is at its limit.",
            "of the skin is at its limit in the light parts, which turn flat and of a wrong hue; expose less, or "
            "use the original instead of a brightened copy.")),
        _clipped("shadows", look.empty, (6, 20), (
            "No colour of the skin is lost in the shadows.",
            "of the skin is lost in the shadows, where nothing can be brightened any more; put light on the face and "
            "expose more.")),
        _graded("uneven light", look.unevenness, "stops", (1.2, 2.2), (
            "Both halves of the face are lit alike.",
            "One half of the face is much darker; face the window or the lamp.")),
    ]  # fmt: skip


def _clipped(
    name: str, shares: tuple[float, float, float], limits: tuple[float, float], whys: tuple[str, str]
) -> PhotoItem:
    """Grade the channel of which most is clipped: skin loses its red long before it is pure white."""
    worst = max(shares)
    channel = ("red", "green", "blue")[shares.index(worst)]
    return _graded(name, 100 * worst, "% of the face", limits, (whys[0], f"The {channel} {whys[1]}"))


def _sharpness(look: Look) -> PhotoItem:
    return _least("sharpness", look.sharpness, "fine detail of all contrast", (0.08, 0.05), (
        "Eyes and mouth are sharp.",
        "Eyes and mouth are blurred; focus on the eyes, hold the camera still, or use an original instead of a copy.",
    ))  # fmt: skip


def _covers(look: Look, hands: float, dark_lenses: bool) -> list[PhotoItem]:
    return [
        _graded("mouth covered", max(look.mouth_cover, float(hands > 0.1)), "0-1", (0.3, 0.6), (
            "Nothing seems to cover the mouth.",
            "Something seems to cover the mouth or the face (a hand, a mask, a microphone); use a photo without it.")),
        _graded("eyes covered", max(look.eye_cover, float(dark_lenses)), "0-1", (0.3, 0.6), (
            "Nothing seems to cover the eyes.",
            "The eyes seem to be behind dark glass, so neither blinks nor glances will show; take sunglasses off.")),
    ]  # fmt: skip


def _glasses(found: Glasses) -> PhotoItem:
    return _graded("glasses", found.strength, "0-1", (0.5, 1.0), (
        "No glasses are seen; very fine rims in a blurred photo may be missed.",
        "The face seems to wear glasses: they stay stiff and move with the head, but what they reflect stays as it is, "
        "and the brows and lids beside them move less; without glasses the face is livelier.",
    ))  # fmt: skip


def _expression(shown: Expression) -> list[PhotoItem]:
    return [
        _graded("open mouth", shown.lip_gap, "eye distances", (0.05, 0.30), (
            "The lips are closed, which is best.",
            "The mouth is open, so closed lips have to be made up; close it gently.")),
        _graded("smile", shown.smile, "0-1", (0.5, 1.0), (
            "The face is at rest.", "The face smiles and goes on smiling while it talks; a calm face suits any text.")),
        _least("eyes open", min(shown.eye_opening), "eye distances", (0.10, 0.06), (
            "Both eyes are open.", "The eyes are nearly closed; use a photo with open eyes.")),
    ]  # fmt: skip


def _room(landmarks: NDArray[np.float32], shape: tuple[int, ...]) -> PhotoItem:
    low, high = landmarks[:, :2].min(0), landmarks[:, :2].max(0)
    face = face_height(landmarks)
    # Hair rises about a third of the face's height above the forehead's landmarks; the chin needs room to drop.
    spare = min(low[1] / face - 0.2, low[0] / face, (shape[1] - high[0]) / face, (shape[0] - high[1]) / face)
    return _least("room around the face", float(spare), "face heights", (0.1, -0.1), (
        "The whole head is in the picture.",
        "Hair, ears or chin are cut off by the picture's edge, where the head will move; leave more room.",
    ))  # fmt: skip


def _backdrop(clarity: float) -> PhotoItem:
    return _least("background", clarity, "0-1", (0.6, 0.25), (
        "The person stands out clearly from the background.",
        "Background and hair are hard to tell apart; use a plain backdrop of another colour.",
    ))  # fmt: skip


def _keyed(screen: Screen) -> PhotoItem:
    why = f"The person stands before a {screen.name} screen and is keyed: hair stays soft, shadows on the screen go."
    return PhotoItem("background", round(screen.purity, 3), f"purity of the {screen.name}", "good", why)


def _cut_by(
    network: NetworkFile, photo: Photo, landmarks: NDArray[np.float32], others: list[tuple[float, float]], device: str
) -> PhotoItem:
    nan = float("nan")
    try:
        cut_by(network.path, photo, landmarks, others, device)
    except PortraitError as refusal:
        return PhotoItem("background", nan, "", "poor", str(refusal))
    return PhotoItem("background", nan, "", "good", f"The network {network.name!r} cuts the person out.")
