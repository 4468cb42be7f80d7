"""From a photo to a portrait: the order of the steps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING

from avatar.data import Portrait, inter_ocular_distance
from avatar.runtime.threads import side_by_side, unsplit

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from avatar.data import Rig
    from avatar.portrait.face.locate import Located
    from avatar.portrait.face.people import Finding
    from avatar.portrait.read import Photo
    from avatar.runtime.watch import Watch
    from avatar.settings import PortraitSettings

    """Hears what begins now, how many steps are done, and how many there are."""

SHAPE_STEP, SHADE_STEP = 1 / 512, 1 / 16384
"""What the rig's displacements, px, and changes of brightness are multiples of: nobody sees it, and they pack well"""
_SEEN = 0.5
"""Cover that a matte has to have in the middle of a face, or it is not this person's."""
_STEPS = ("reading", "detecting", "landmarks", "matte", "layers", "rig")


class PhotoEnroller:
    """Take photos apart: detect, measure, enlarge, cut out, rig."""

    def __init__(
        self, settings: PortraitSettings, on_step: Watch | None = None, finding: Finding | None = None
    ) -> None:
        """Work by some settings; `finding` is who finds the face (None: whom the settings name, of the usual home)."""
        self._settings = settings
        self._on_step = on_step
        self._finding = finding

    def enroll(self, image: Path, name: str, face: int | None = None, content: bytes | None = None) -> Portrait:
        """Take the photo apart; of several faces the `face`-th, counted from 1 at the left.

        `content` is the file's, where it has been read already.

        Raise `PortraitError` with the reason if it does not suit, `NotInstalledError` if a model is missing.
        """
        with unsplit():
            return self._enroll(image, name, face, content)

    def _enroll(self, image: Path, name: str, face: int | None, content: bytes | None) -> Portrait:
        from avatar.portrait.face.locate import locate, refuse_unsuitable, require_somebody
        from avatar.portrait.face.people import finding
        from avatar.portrait.judging import doubts, refuse_hidden_mouth
        from avatar.portrait.pixels.detail import choose_scale
        from avatar.portrait.read import read_photo

        progress = _Progress(self._on_step)
        progress.begin("reading")
        settings = self._settings
        finder = self._finding or finding(settings.finder, None, settings.device)
        photo = read_photo(image, content, lambda small: require_somebody(small, image, finder))
        progress.begin("detecting")
        located = locate(photo.pixels, image, face, finder)
        refuse_unsuitable(located, photo.pixels.shape, image)
        refuse_hidden_mouth(photo.pixels, located.landmarks, image)
        told = doubts(photo.pixels, located.landmarks)
        iod = inter_ocular_distance(located.landmarks)
        scale = choose_scale(photo.pixels.shape, iod, settings.adds_detail, settings.by)
        pixels = _restored(_regridded(photo.pixels, located, scale, progress, settings), located, scale, settings)
        photo = replace(photo, pixels=pixels)  # lets go of the file's own grid, which may be ten times as large
        portrait = _take_apart(photo, located, (scale, settings), name, progress)
        return replace(portrait, doubts=told + portrait.doubts)


def _take_apart(
    photo: Photo, located: Located, how: tuple[float, PortraitSettings], name: str, progress: _Progress
) -> Portrait:
    """Measure and cut a photo that is already on the portrait's grid.

    `how` is the grid's scale, px per px of the file, and by which settings a network cuts people out, if one does.
    """
    from avatar.portrait.face.locate import remeasure
    from avatar.portrait.face.pose import measure_expression, measure_pose
    from avatar.portrait.glasses.find import find_glasses
    from avatar.portrait.glasses.hold import hold_glasses
    from avatar.portrait.pixels.corners import heal_corners
    from avatar.portrait.pixels.layers import split_layers
    from avatar.portrait.rig.build import build_rig

    scale, settings = how

    def cut_out() -> tuple[_Cut, tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.uint8]]]:
        progress.begin("matte")
        cut = _matte(photo, landmarks, [(x * scale, y * scale) for x, y in located.others], settings)
        progress.begin("layers")
        return cut, split_layers(photo.pixels, cut.matte, landmarks, is_keyed=bool(cut.screen))

    def rigged() -> Rig:
        progress.begin("rig")
        rig = build_rig(photo.pixels, landmarks, pose, expression)
        return _rounded(hold_glasses(rig, find_glasses(photo.pixels, landmarks, pose)))

    progress.begin("landmarks")
    landmarks = located.landmarks if scale == 1 else remeasure(photo.pixels, located, scale, name)
    pose, expression = measure_pose(landmarks), measure_expression(landmarks)
    (cut, (matte, foreground, plate)), rig = side_by_side(cut_out, rigged)
    progress.end()
    return Portrait(
        name=name,
        image=photo.pixels,
        scale=scale,
        landmarks=landmarks,
        pose=pose,
        expression=expression,
        matte=matte,
        plate=plate,
        foreground=heal_corners(foreground, rig),
        rig=rig,
        content_hash=photo.content_hash,
        screen=cut.screen,
        doubts=cut.doubts,
    )


def _rounded(rig: Rig) -> Rig:
    import numpy as np

    shapes, shades = (
        np.rint(array / step) * step for array, step in ((rig.shapes, SHAPE_STEP), (rig.shades, SHADE_STEP))
    )
    return replace(rig, shapes=shapes.astype(np.float32), shades=shades.astype(np.float32))


class _Progress:
    """Count steps; the tiles of the detail step join once their number is known."""

    def __init__(self, on_step: Watch | None) -> None:
        self._on_step = on_step
        self._begun = 0
        self._total = len(_STEPS)
        self._lock = Lock()

    def begin(self, step: str) -> None:
        with self._lock:
            if self._on_step:
                self._on_step(step, self._begun, self._total)
            self._begun += 1

    def tile(self, number: int, count: int) -> None:
        if number == 1:
            self._total += count
        self.begin(f"detail {number}/{count}")

    def end(self) -> None:
        if self._on_step:
            self._on_step("done", self._total, self._total)


def _regridded(
    pixels: NDArray[np.uint8], located: Located, scale: float, progress: _Progress, settings: PortraitSettings
) -> NDArray[np.uint8]:
    from avatar.portrait.pixels.detail import add_detail, rescale

    if scale <= 1:
        return rescale(pixels, scale)
    network, chosen = None, settings.upscale
    if chosen is not None and chosen.path:
        from avatar.neural.pictures.load import load_upscaler

        network = load_upscaler(chosen.path, chosen.name, chosen.digest, settings.device)
    is_whole = settings.area == "frame"
    return add_detail(pixels, located.landmarks, scale, progress.tile, network=network, is_whole=is_whole)


def _restored(
    pixels: NDArray[np.uint8], located: Located, scale: float, settings: PortraitSettings
) -> NDArray[np.uint8]:
    """Let a restorer have its way with the face, where one was chosen."""
    chosen = settings.restore
    if chosen is None:
        return pixels
    from avatar.neural.pictures.faces import restored
    from avatar.neural.pictures.load import load_restorer

    network = load_restorer(chosen.path, chosen.name, chosen.digest, settings.device)
    return restored(network, pixels, located.landmarks * scale, settings.kept_share)


@dataclass(frozen=True, slots=True)
class _Cut:
    """A person cut out."""

    matte: NDArray[np.uint8]
    """(H, W)"""
    screen: str = ""
    """the name of the screen that they were before"""
    doubts: tuple[str, ...] = ()
    """why that will look poor"""


def _matte(
    photo: Photo, landmarks: NDArray[np.float32], others: list[tuple[float, float]], settings: PortraitSettings
) -> _Cut:
    """Cut the person out, or keep the cut-out that the file brings along.

    A network that the settings name takes the place of what we would find ourselves, screens included.
    """
    import cv2
    import numpy as np

    from avatar.portrait.judging import behind
    from avatar.portrait.pixels.key import find_screen, key_person
    from avatar.portrait.pixels.matte import edge_clarity, refine_matte
    from avatar.portrait.pixels.segment import one_component, segment_person

    if photo.alpha is None and settings.matting is not None and settings.matting.path:
        return _Cut(cut_by(settings.matting.path, photo, landmarks, others, settings.device))
    if photo.alpha is None:
        rough = segment_person(photo.pixels, landmarks, others)
        if screen := find_screen(photo.pixels, rough):
            return _Cut(key_person(photo.pixels, rough, landmarks, screen), screen.name)
        seen = behind(edge_clarity(photo.pixels, rough, landmarks))
        doubts = (seen.why,) if seen.verdict == "poor" else ()
        return _Cut(refine_matte(photo.pixels, rough, landmarks), doubts=doubts)
    size = photo.pixels.shape[1], photo.pixels.shape[0]
    how = cv2.INTER_AREA if size[0] < photo.alpha.shape[1] else cv2.INTER_CUBIC
    given = cv2.resize(photo.alpha, size, interpolation=how).astype(np.float32) / 255
    return _Cut(np.asarray(np.rint(one_component(given, landmarks) * 255), np.uint8))


def cut_by(
    network: str,
    photo: Photo,
    landmarks: NDArray[np.float32],
    others: list[tuple[float, float]],
    device: str = "auto",
) -> NDArray[np.uint8]:
    """Cut the person out by a network: as it says, or along the picture's own edges where it sees too few pixels."""
    from pathlib import Path

    import numpy as np

    from avatar.errors import PortraitError
    from avatar.neural.matting import MattingNetwork
    from avatar.portrait.face.landmark import face_height
    from avatar.portrait.pixels.matte import finished, refine_matte
    from avatar.portrait.pixels.segment import only_person
    from avatar.portrait.pixels.trimap import inner_face

    cutter = MattingNetwork(Path(network), device)
    found = cutter.matte(photo.pixels)
    if np.median(found[inner_face(found.shape, landmarks)]) < _SEEN:
        raise PortraitError(
            f"The matting network {Path(network).name!r} finds no person where the face is; name another, or leave "
            "matting out."
        )
    found = only_person(found, landmarks, others)
    if cutter.shows_hairs:
        return finished(found, found > 0.5, face_height(landmarks))
    return refine_matte(photo.pixels, found, landmarks)
