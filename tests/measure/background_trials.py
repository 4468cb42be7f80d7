"""How well people are cut out and put before something else: mattes, colours at the edge, and what a frame costs.

    python tests/measure/background_trials.py [mattes] [frames] [setup]

The shipped portraits, cut out, are the truth: they are put before walls and screens, unevenly lit, with their shadow,
with the screen's light on their edge, with noise, as a JPEG; that photo is taken apart again. Errors are those of the
band around the outline: SAD of the matte / 1000, its MSE * 1000, the mean difference of the person's own colour where
they are half covered, levels, and the root mean square of what is seen over white, black, red and grey, levels.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from fractions import Fraction
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from avatar.data import MotionTrack
from avatar.data.names import MOTION_NAMES
from avatar.portrait.pixels.key import find_screen, key_person
from avatar.portrait.pixels.layers import split_layers
from avatar.portrait.pixels.matte import refine_matte
from avatar.portrait.pixels.segment import segment_person
from avatar.portrait.store import PortraitStore
from avatar.reenact.mesh.cutout import cut_out
from avatar.settings import PortraitSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from avatar.data import Frame, Portrait

HEADS = ("xiaochen", "marco", "amara")
WALLS = {"plain": (188, 176, 160), "red": (170, 40, 45), "sky": (120, 165, 230)}
SCREENS = {"green": (45, 165, 70), "blue": (35, 70, 180)}
SIDE = 1000
"""px of the photos"""
SCENES = {"white": (255, 255, 255), "black": (0, 0, 0), "red": (200, 0, 0), "grey": (128, 128, 128)}
FRAMES = 50
"""of which the cost of one is the mean"""


class Truth(NamedTuple):
    """A person whose outline is known."""

    portrait: Portrait
    colour: NDArray[np.float32]
    cover: NDArray[np.float32]
    landmarks: NDArray[np.float32]


def main() -> None:
    """Measure what is named, or all of it."""
    wanted = sys.argv[1:] or ["mattes", "frames", "setup"]
    for name, measure in (("mattes", mattes), ("frames", frames), ("setup", setup)):
        if name in wanted:
            measure()


def tell(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def mattes() -> None:
    """Tell the errors of each person before each background, raw and cut out, and their means."""
    kinds = [*WALLS, "jumble", *SCREENS]
    found: dict[str, list[dict[str, float]]] = {}
    for head in HEADS:
        truth = true_person(head)
        for kind in kinds:
            group = "screens" if kind in SCREENS else "walls" if kind in WALLS else kind
            for way, errors in trial(truth, kind):
                tell(f"{head:9} {kind:7} {way:22} {shown(errors)}")
                found.setdefault(f"{group:8} {way}", []).append(errors)
    for name, rows in found.items():
        tell(f"MEAN {name:32} {shown({key: float(np.mean([row[key] for row in rows])) for key in rows[0]})}")


def trial(truth: Truth, kind: str) -> Iterator[tuple[str, dict[str, float]]]:
    """Take a photo apart, and compare each step with the truth."""
    pixels = photo(truth, kind)
    rough = segment_person(pixels, truth.landmarks)
    screen = find_screen(pixels, rough)
    ordinary = split_layers(pixels, refine_matte(pixels, rough, truth.landmarks), truth.landmarks)
    yield from _both(truth, pixels, "ordinary", "", ordinary)
    if screen:
        key = key_person(pixels, rough, truth.landmarks, screen)
        layers = split_layers(pixels, key, truth.landmarks, is_keyed=True)
        yield from _both(truth, pixels, "keyed", screen.name, layers)


def _both(
    truth: Truth, pixels: NDArray[np.uint8], way: str, screen: str, layers: tuple[NDArray[np.uint8], ...]
) -> Iterator[tuple[str, dict[str, float]]]:
    matte, front, plate = layers
    parts = {"image": pixels, "landmarks": truth.landmarks, "matte": matte, "foreground": front, "plate": plate}
    portrait = replace(truth.portrait, **parts, screen=screen)
    yield f"{way}, as solved", compare(truth, front, matte)
    yield f"{way}, cut out", compare(truth, *cut_out(portrait))


def true_person(name: str) -> Truth:
    """Cut a shipped portrait out, on a smaller grid."""
    portrait = PortraitStore().load_or_enroll(name, PortraitSettings())
    colour, cover = cut_out(portrait)
    size, share = (SIDE, SIDE), cover / np.float32(255)
    small = cv2.resize(share, size, interpolation=cv2.INTER_AREA)
    mixed = cv2.resize(colour * share[..., None], size, interpolation=cv2.INTER_AREA)
    places = np.asarray(portrait.landmarks * np.float32(SIDE / max(cover.shape)), np.float32)
    return Truth(portrait, mixed / np.maximum(small, 1e-3)[..., None], small, places)


def photo(truth: Truth, kind: str) -> NDArray[np.uint8]:
    """Put a person before a background, and take their picture."""
    rng = np.random.default_rng(0)
    cover, colour = truth.cover[..., None], truth.colour
    if kind == "jumble":
        blobs = cv2.GaussianBlur(rng.normal(0, 1, (SIDE, SIDE, 3)).astype(np.float32), (0, 0), SIDE / 60)
        behind = 120 + 35 * blobs / blobs.std()
    else:
        behind = _lit(np.array((WALLS | SCREENS)[kind], np.float32), truth.cover, has_shadow=kind in SCREENS)
    if kind in SCREENS:
        deep = cv2.distanceTransform((truth.cover > 0.5).astype(np.uint8), cv2.DIST_L2, 5)
        near = np.exp(-deep / (0.02 * SIDE))[..., None]
        colour = np.minimum(255, colour * (1 - 0.06 * near) + 0.16 * near * behind.mean((0, 1)))
    mixed = cv2.GaussianBlur(colour * cover + behind * (1 - cover), (0, 0), 0.5) + rng.normal(0, 2, colour.shape)
    flags = [cv2.IMWRITE_JPEG_QUALITY, 93, cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444]
    _, packed = cv2.imencode(".jpg", np.clip(np.rint(mixed), 0, 255).astype(np.uint8)[..., ::-1], flags)
    return np.ascontiguousarray(cv2.imdecode(packed, cv2.IMREAD_COLOR)[..., ::-1])


def _lit(colour: NDArray[np.float32], cover: NDArray[np.float32], *, has_shadow: bool) -> NDArray[np.float32]:
    y, x = np.mgrid[:SIDE, :SIDE].astype(np.float32) / SIDE
    light = 0.72 + 0.45 * np.exp(-((x - 0.3) ** 2 + (y - 0.25) ** 2) / 0.18)
    if has_shadow:
        moved = np.roll(cover, (int(0.04 * SIDE), int(0.06 * SIDE)), (0, 1))
        light *= 1 - 0.35 * cv2.GaussianBlur(moved, (0, 0), 0.03 * SIDE)
    return np.asarray(colour * light[..., None], np.float32)


def compare(truth: Truth, colour: NDArray[np.uint8], matte: NDArray[np.uint8]) -> dict[str, float]:
    """Give the errors of a cut-out."""
    cover, found = truth.cover, matte / np.float32(255)
    band = cv2.dilate(((cover > 0.01) & (cover < 0.99)).astype(np.uint8), np.ones((15, 15), np.uint8)) > 0
    away = np.abs(found - cover)
    half = (cover > 0.1) & (cover < 0.95) & (found > 0.02)
    colours = (np.abs(colour - truth.colour).mean(2) * cover)[half].sum() / cover[half].sum()
    errors = {"SAD": away.sum() / 1000, "MSE": 1000 * (away[band] ** 2).mean(), "colour": colours}
    for name, behind in SCENES.items():
        one, other = (
            front * share[..., None] + np.array(behind) * (1 - share[..., None])
            for front, share in ((truth.colour, cover), (colour, found))
        )
        errors[name] = np.sqrt(((one - other)[band] ** 2).mean())
    return {name: float(error) for name, error in errors.items()}


def shown(errors: dict[str, float]) -> str:
    """Write errors as a row."""
    return "  ".join(f"{name} {error:5.2f}" for name, error in errors.items())


def frames() -> None:
    """Tell what a frame of 1080p costs before each kind of background, ms of processor time, and beside the photo's."""
    from avatar.clip.setting import Setting
    from avatar.finish.backdrops import parse_background
    from avatar.reenact.mesh import MeshRenderer

    portrait = PortraitStore().load_or_enroll("xiaochen", PortraitSettings())
    size, fps = (1920, 1080), Fraction(25)
    motion = MotionTrack.from_rows(fps, np.zeros((FRAMES, len(MOTION_NAMES)), np.float32))
    with TemporaryDirectory() as folder:
        given = ["own", "blur", "linear:#102a54,#d9864a", *_files(folder, size), "transparent"]
        own = 0.0
        for text in given:
            background, renderer = parse_background(text), MeshRenderer()
            draw = renderer.render if background.is_own else Setting(renderer, background)

            def film(draw: Callable[..., Iterator[Frame]] = draw) -> None:
                for _ in draw(portrait, motion, size):
                    pass

            film()  # what is set up once
            cost = min(_seconds(film) for _ in range(3)) / FRAMES
            own = own or cost
            tell(f"{background.kind:12} {1000 * cost:6.2f} ms a frame, {100 * (cost / own - 1):+6.1f} %")


def _files(folder: str, size: tuple[int, int]) -> list[str]:
    """Make a picture and a film of two seconds."""
    import av

    rng = np.random.default_rng(0)
    pictures = [cv2.resize(rng.integers(0, 256, (9, 16, 3), np.uint8), size) for _ in range(4)]
    cv2.imwrite(f"{folder}/behind.png", pictures[0])
    with av.open(f"{folder}/behind.mp4", "w") as container:
        stream = container.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        for index in range(50):
            place = index / 12.5
            one, other = pictures[int(place) % 4], pictures[(int(place) + 1) % 4]
            mixed = cv2.addWeighted(one, 1 - place % 1, other, place % 1, 0)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(mixed, "rgb24")))
        container.mux(stream.encode(None))
    return [f"{folder}/behind.png", f"{folder}/behind.mp4"]


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def setup() -> None:
    """Tell what is spent once: on keying beside the ordinary matte, on cutting out, and on blurring 1080p."""
    from avatar.finish.lens import out_of_focus

    truth = true_person("xiaochen")
    pixels = photo(truth, "green")
    rough = segment_person(pixels, truth.landmarks)
    screen = find_screen(pixels, rough)
    assert screen is not None
    wide = cv2.resize(truth.portrait.plate, (1920, 1080))
    for name, work in {
        "matte of 1 MP": lambda: refine_matte(pixels, rough, truth.landmarks),
        "looking for a screen": lambda: find_screen(pixels, rough),
        "keying 1 MP": lambda: key_person(pixels, rough, truth.landmarks, screen),
        "cutting out 2.4 MP": lambda: cut_out(truth.portrait),
        "blurring 1080p": lambda: out_of_focus(wide, 0.5),
    }.items():
        tell(f"{name:22} {min(_seconds(work) for _ in range(3)):.2f} s of processor time")


if __name__ == "__main__":
    main()
