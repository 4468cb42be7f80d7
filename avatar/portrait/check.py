"""How well a photo suits, and what would make it better."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from avatar.data import inter_ocular_distance
from avatar.errors import PortraitError
from avatar.portrait.enroll import cut_by
from avatar.portrait.face.locate import NobodyError, locate, refuse_unsuitable, require_somebody
from avatar.portrait.face.people import finding
from avatar.portrait.face.pose import measure_pose
from avatar.portrait.glasses.find import find_glasses
from avatar.portrait.judging import RANKS, PhotoItem, behind, graded, judge_face, refuse_hidden_mouth, room
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
    from avatar.portrait.glasses.find import Glasses
    from avatar.portrait.judging import Verdict
    from avatar.portrait.pixels.key import Screen
    from avatar.portrait.read import Photo
    from avatar.settings import NetworkFile


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
        refuse_hidden_mouth(pixels, located.landmarks, path)
        choose_scale(pixels.shape, inter_ocular_distance(located.landmarks), settings.adds_detail, settings.by)
    except PortraitError as refusal:
        items.insert(0, PhotoItem("face", float("nan"), "", "poor", str(refusal)))
    return _report(items)


def _refused(why: PortraitError) -> PhotoReport:
    return _report([PhotoItem("face", float("nan"), "", "poor", str(why))])


def _report(items: list[PhotoItem]) -> PhotoReport:
    return PhotoReport(max((item.verdict for item in items), key=RANKS.index), tuple(items))


def _judge(photo: Photo, located: Located, settings: PortraitSettings) -> list[PhotoItem]:
    pixels, landmarks = photo.pixels, located.landmarks
    scale = choose_scale(pixels.shape, inter_ocular_distance(landmarks), detail=False)
    pixels, small = rescale(pixels, scale), landmarks * np.float32(scale)
    others = [(x * scale, y * scale) for x, y in located.others]
    if settings.matting is not None and settings.matting.path:
        background = _cut_by(settings.matting, replace(photo, pixels=pixels), small, others, settings.device)
    else:
        rough = segment_person(pixels, small, others)
        screen = find_screen(pixels, rough)
        background = _keyed(screen) if screen else behind(edge_clarity(pixels, rough, small))
    glasses = find_glasses(pixels, small, measure_pose(landmarks))
    return [
        *judge_face(photo.pixels, landmarks),
        _glasses(glasses),
        room(small, pixels.shape),
        background,
    ]


def _glasses(found: Glasses) -> PhotoItem:
    return graded("glasses", found.strength, "0-1", (0.5, 1.0), (
        "No glasses are seen; very fine rims in a blurred photo may be missed.",
        "The face seems to wear glasses: they stay stiff and move with the head, but what they reflect stays as it is, "
        "and the brows and lids beside them move less; without glasses the face is livelier.",
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
