"""How calm network pictures become, and what that costs in sharpness and in closures.

    python tests/measure/flicker_trials.py [table] [films] [sheet] [--unled] [--seed N] [--side PX] [--kept FOLDER]

The mesh renders the shipped portraits speaking; then each frame is disturbed as networks disturb theirs, because each
is painted anew: grain that boils, light that wobbles, textures that swim, and all of it, at three strengths. That goes
through the filter, which is told what led the network: a mesh of nine tenths of the motion, since no network follows
exactly (or, `--unled`, is not told). Flicker is the variance, square grey levels, of seven frames that are carried to
the middle one by the motion of the undisturbed film, on the person, where that motion explains the undisturbed film;
the undisturbed film's own is subtracted. Sharpness is the variance of the Laplacian in the face against the
undisturbed film. `films` makes whole films, as `avatar say` does, with a renderer that disturbs its own pictures so,
and inspects them: rows of `avatar inspect` of the mesh's own film, of one that is only drawn twice as large and halved,
which costs sharpness, of that disturbed, and of that calmed. `sheet` lays out frames before, after and
their difference.
"""

from __future__ import annotations

import argparse
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import cv2
import numpy as np
from PIL import Image

from avatar import backends, pipeline
from avatar.clip.request import ClipRequest
from avatar.data import Frame, MotionTrack, RenderCapabilities
from avatar.finish import chain
from avatar.finish.steady import SteadyFilter
from avatar.inspection import inspect_clip
from avatar.neural.tracking import FaceTracker
from avatar.reenact.mesh import MeshRenderer
from avatar.settings import FrameSettings
from avatar.stages import Painted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from avatar.data import Portrait
    from avatar.stages import FrameFilter, Renderer

HEADS = ("xiaochen", "marco", "amara")
TEXTS = {"xiaochen": "妈妈不怕麻烦，爸爸买了苹果和面包。", "*": "Mum put a big pumpkin pie by my purple lamp."}
SIDE = 256
"""px of the pictures in the table"""
FOLLOWED = 0.9
"""share of its motion that is in the pictures which are said to have led"""
LED = 256
"""px of those"""
FRAMES = 32
"""of each clip in the table"""
AROUND = 3
"""frames before and after, that flicker is measured over"""
EXPLAINED = 16.0
"""square grey levels of the undisturbed film's own variance, beyond which its motion is not known well enough"""


@dataclass(frozen=True, slots=True)
class Disturbance:
    """What a network does to its pictures, in one of its kinds."""

    name: str
    grain: float = 0.0
    """grey levels, fine noise that is new in each frame"""
    light: float = 0.0
    """share of brightness, of which half is the whole picture's and half wide patches'"""
    swim: float = 0.0
    """px that textures lie beside their place"""

    def laid_on(self, frames: Sequence[NDArray[np.uint8]], seed: int = 7) -> Iterator[NDArray[np.uint8]]:
        """Disturb frames that are given twice as large, reproducibly."""
        rng = np.random.default_rng(seed)
        height, width = frames[0].shape[:2]
        rows, columns = np.mgrid[:height, :width].astype(np.float32)
        beside = np.zeros((2, height, width), np.float32)
        for frame in frames:
            beside = 0.6 * beside + 0.8 * np.stack([_cloud(rng, (height, width), height / 25) for _ in range(2)])
            across, down = columns + 2 * self.swim * beside[0], rows + 2 * self.swim * beside[1]
            moved = halved(cv2.remap(frame, across, down, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT))
            wobble = 0.7 * rng.standard_normal() + 0.7 * _cloud(rng, moved.shape[:2], height / 16)[..., None]
            noise = cv2.GaussianBlur(rng.standard_normal(moved.shape, np.float32), (0, 0), 0.6)
            out = moved * (1 + self.light * wobble) + self.grain * noise / noise.std()
            yield np.clip(np.rint(out), 0, 255).astype(np.uint8)


def halved(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Reduce a picture to half its sides, so that what moved a little in it is as sharp as what did not."""
    size = picture.shape[1] // 2, picture.shape[0] // 2
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA))


KINDS = tuple(
    Disturbance(f"{name} {strength}", **{key: value * strength for key, value in kind.items()})
    for name, kind in {
        "grain": {"grain": 2.5},
        "light": {"light": 0.012},
        "swim": {"swim": 0.25},
        "all": {"grain": 2.5, "light": 0.012, "swim": 0.25},
    }.items()
    for strength in (1, 2, 3)
)


KINDS_TOLD = (Disturbance("none"), *KINDS)


def main() -> None:
    """Measure what is named, or all of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", default=["table", "films", "sheet"])
    parser.add_argument("--heads", nargs="*", default=list(HEADS))
    parser.add_argument("--unled", action="store_true", help="the filter isn't told what led")
    parser.add_argument("--seed", type=int, default=7, help="of the disturbances in the table")
    parser.add_argument("--side", type=int, default=SIDE, help="px of the pictures in the table")
    parser.add_argument("--kept", type=Path, help="where films and sheets are kept")
    asked = parser.parse_args()
    with TemporaryDirectory() as scratch:
        kept = asked.kept or Path(scratch)
        kept.mkdir(parents=True, exist_ok=True)
        for name, measure in (("table", table), ("films", films), ("sheet", sheet)):
            if name in asked.parts:
                measure(asked, kept)


def tell(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def table(asked: argparse.Namespace, _kept: Path) -> None:
    """Tell flicker before and after, and sharpness, of each kind and strength; means over the heads."""
    clips = [Clip.of(head, asked.side) for head in asked.heads]
    names = "flicker before", "after", "less by", "error before", "after", "sharpness before", "after", "lips", "ms"
    tell(f"| disturbance | {' | '.join(names)} |")
    tell("|---" * 10 + "|")
    for kind in KINDS_TOLD:
        rows = [trial(clip, kind, asked.seed, is_led=not asked.unled) for clip in clips]
        before, after, wrong_before, wrong_after, sharp_before, sharp_after, lips, cost = np.mean(rows, axis=0)
        less = f"{1 - after / before:.0%}" if before > 0.05 else "-"
        tell(
            f"| {kind.name} | {before:.2f} | {after:.2f} | {less} | "
            f"{wrong_before:.2f} | {wrong_after:.2f} | {sharp_before:.2f} | {sharp_after:.2f} | "
            f"{lips:.4f} | {cost:.0f} |"
        )


def trial(clip: Clip, kind: Disturbance, seed: int, *, is_led: bool) -> tuple[float, ...]:
    """Disturb and calm a clip; the last is the processor's time for a frame, ms."""
    disturbed = list(kind.laid_on(clip.large, seed))
    begin = time.process_time()
    calm = calmed(disturbed, clip.driven if is_led else None)
    cost = 1e3 * (time.process_time() - begin) / len(calm)
    pairs = [(measure(disturbed), measure(calm)) for measure in (clip.flicker, clip.error, clip.sharpness)]
    lips = float(np.nanmean(np.abs(gaps(calm) - clip.gaps)))
    return (*(each for pair in pairs for each in pair), lips, cost)


def calmed(frames: Sequence[NDArray[np.uint8]], driven: Sequence[NDArray[np.uint8]] | None) -> list[NDArray[np.uint8]]:
    """Pass pictures through the filter, and what led the network with them."""
    given: Iterable[Frame] = (Frame(frame, index, index / 25) for index, frame in enumerate(frames))
    if driven is not None:
        given = (Painted(each.image, each.index, each.time, led) for each, led in zip(given, driven, strict=True))
    return [frame.image for frame in SteadyFilter().apply(given)]


def gaps(frames: Sequence[NDArray[np.uint8]]) -> NDArray[np.float64]:
    """Measure the gap between the inner lips in each frame, IOD."""
    tracker, found = FaceTracker(), list[float]()
    for frame in frames:
        face = tracker.follow(frame)
        if face is None:
            found.append(np.nan)
            continue
        iod = np.linalg.norm((face[33] + face[133] - face[362] - face[263])[:2]) / 2
        found.append(float(np.linalg.norm((face[13] - face[14])[:2]) / iod))
    return np.array(found)


class Clip:
    """An undisturbed clip, and how things move in it."""

    def __init__(
        self, large: list[NDArray[np.uint8]], matte: NDArray[np.uint8], driven: list[NDArray[np.uint8]]
    ) -> None:
        self.driven, self.large, frames = driven, large, [halved(each) for each in large]
        self.frames, self.gaps = frames, gaps(frames)
        self._greys = [_grey(frame) for frame in frames]
        self._middles = range(AROUND, len(frames) - AROUND, 4)
        flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
        self._flows = {
            (middle, other): flow.calc(self._bytes(middle), self._bytes(other), None)
            for middle in self._middles
            for other in range(middle - AROUND, middle + AROUND + 1)
            if other != middle
        }
        own = {middle: self._variance(self._greys, middle) for middle in self._middles}
        self._known = {middle: (matte > 200) & (variance < EXPLAINED) for middle, variance in own.items()}
        self._own = float(np.mean([own[middle][self._known[middle]].mean() for middle in self._middles]))
        face = FaceTracker().follow(frames[0])
        assert face is not None
        (left, top), (right, bottom) = face[:468, :2].min(0).astype(int), face[:468, :2].max(0).astype(int)
        self._face = slice(max(top, 0), bottom), slice(max(left, 0), right)

    @classmethod
    def of(cls, head: str, side: int = SIDE) -> Clip:
        """Let one of the shipped portraits speak."""
        plan = pipeline.prepare(request(head, "mesh", 2 * side))
        frames: list[NDArray[np.uint8]] = []
        driven: list[NDArray[np.uint8]] = []
        matte = None
        for take in pipeline.takes(plan):
            if matte is None:
                first = MeshRenderer().cut_out(plan.portrait, take.motion, plan.size)
                matte = next(first).image[..., 3]
            frames += [frame.image for frame in MeshRenderer().render(plan.portrait, take.motion, plan.size)]
            driven += leading(plan.portrait, take.motion)
            if len(frames) >= 10 + FRAMES:
                break
        assert matte is not None
        seen = slice(10, 10 + FRAMES)
        return cls(frames[seen], halved(matte), driven[seen])

    def flicker(self, frames: Sequence[NDArray[np.uint8]]) -> float:
        """Measure what of the variance along the motion is not the undisturbed film's own, square grey levels."""
        greys = [_grey(frame) for frame in frames]
        found = [self._variance(greys, middle)[self._known[middle]].mean() for middle in self._middles]
        return max(float(np.mean(found)) - self._own, 0.0)

    def error(self, frames: Sequence[NDArray[np.uint8]]) -> float:
        """Measure how far frames are from the undisturbed ones, root mean square, grey levels, on face and all."""
        return float(
            np.sqrt(np.mean([((_grey(a) - _grey(b)) ** 2).mean() for a, b in zip(frames, self.frames, strict=True)]))
        )

    def sharpness(self, frames: Sequence[NDArray[np.uint8]]) -> float:
        """Measure the face's sharpness against the undisturbed film's."""
        return float(np.mean([_sharp(frame, self._face) for frame in frames])) / float(
            np.mean([_sharp(frame, self._face) for frame in self.frames])
        )

    def _bytes(self, index: int) -> NDArray[np.uint8]:
        return np.clip(np.rint(self._greys[index]), 0, 255).astype(np.uint8)

    def _variance(self, greys: Sequence[NDArray[np.float32]], middle: int) -> NDArray[np.float32]:
        height, width = greys[middle].shape
        rows, columns = np.mgrid[:height, :width].astype(np.float32)
        stack = [greys[middle]]
        for other in range(middle - AROUND, middle + AROUND + 1):
            if other != middle:
                flow = self._flows[middle, other]
                stack.append(cv2.remap(greys[other], columns + flow[..., 0], rows + flow[..., 1], cv2.INTER_CUBIC))
        return np.var(stack, axis=0)


def leading(portrait: Portrait, motion: MotionTrack) -> list[NDArray[np.uint8]]:
    """Draw what led a network that does more than it was shown."""
    less = MotionTrack.from_rows(motion.fps, np.asarray(FOLLOWED * motion.rows(), np.float32))
    return [frame.image for frame in MeshRenderer().render(portrait, less, (LED, LED))]


class Disturbed:
    """The mesh renderer, whose pictures are disturbed as a network's are, and bettered where the clip has that done."""

    capabilities = RenderCapabilities(cuts_out=False, repaints=256)
    kind = KINDS[-2]

    def __init__(self) -> None:
        self._mesh = MeshRenderer()
        self._filters: tuple[FrameFilter, ...] = ()

    def through(self, filters: Sequence[FrameFilter]) -> Renderer:
        """Give another one, whose pictures pass through filters."""
        other = Disturbed()
        other._filters = tuple(filters)
        return other

    def render(self, portrait: Portrait, motion: MotionTrack, size: tuple[int, int]) -> Iterator[Frame]:
        """Yield frames that flicker, or did."""
        frames = list(self._mesh.render(portrait, motion, (2 * size[0], 2 * size[1])))
        if frames:
            pictures = self.kind.laid_on([frame.image for frame in frames])
            given = (
                Painted(picture, frame.index, frame.time, led)
                for frame, picture, led in zip(frames, pictures, leading(portrait, motion), strict=True)
            )
            yield from chain(self._filters, given)


@contextmanager
def disturbing() -> Iterator[None]:
    """Let the renderer above be chosen by name."""
    backends.BUILT_IN["reenact"]["disturbed"] = backends.Backend(f"{__name__}:Disturbed")
    sys.modules.setdefault("tests.measure.flicker_trials", sys.modules[__name__])
    try:
        yield
    finally:
        del backends.BUILT_IN["reenact"]["disturbed"]


def request(head: str, renderer: str, side: int, steady: float | None = None) -> ClipRequest:
    """Ask for a clip of one head."""
    plain = ClipRequest.from_options(
        TEXTS.get(head, TEXTS["*"]), head, size=(side, side), renderer=renderer, purpose="research", upscale="none"
    )
    return replace(plain, settings=replace(plain.settings, frames=FrameSettings(steady)))


def films(asked: argparse.Namespace, kept: Path) -> None:
    """Tell what `avatar inspect` says of films whose pictures are disturbed, without the filter and with it."""
    rows_told = (1, 2, 3, 4, 5, 6, 7, 9, 10)
    tell("| film | " + " | ".join(f"row {each}" for each in rows_told) + " |")
    tell("|---" * (1 + len(rows_told)) + "|")
    with disturbing():
        for head in asked.heads:
            for name, renderer, steady in (
                ("mesh", "mesh", None),
                ("undisturbed", "disturbed", 0.0),
                ("before", "disturbed", 0.0),
                ("after", "disturbed", None),
            ):
                Disturbed.kind = KINDS_TOLD[0] if name == "undisturbed" else KINDS[-2]
                video = kept / f"{head}-{name}.mp4"
                plan = pipeline.prepare(request(head, renderer, 512, steady))
                pipeline.film(plan, video)
                report = inspect_clip(video, plan.portrait)
                by_id = {row.id: row for row in report.rows}
                told = (_told(by_id[each]) if each in by_id else "-" for each in rows_told)
                tell(f"| {head}, {name} | " + " | ".join(told) + " |")


def _told(row: object) -> str:
    figures = getattr(row, "figures", ())
    return ", ".join("-" if each.value is None else f"{each.value:.3g}" for each in figures)


def sheet(asked: argparse.Namespace, kept: Path) -> None:
    """Lay out frames of each head: disturbed, calmed, their difference, and how each changes to the next frame."""
    rows = []
    for head in asked.heads:
        clip = Clip.of(head, asked.side)
        disturbed = list(KINDS[-2].laid_on(clip.large, asked.seed))
        calm = calmed(disturbed, None if asked.unled else clip.driven)
        for index in (12, 24):
            change = [np.abs(each[index + 1].astype(int) - each[index]) * 8 for each in (clip.frames, disturbed, calm)]
            difference = np.abs(disturbed[index].astype(int) - calm[index]) * 8
            row = [clip.frames[index], disturbed[index], calm[index], difference, *change]
            rows.append(np.hstack([np.clip(each, 0, 255).astype(np.uint8) for each in row]))
    Image.fromarray(np.vstack(rows)).save(kept / "flicker.png")
    tell(f"{kept / 'flicker.png'}: undisturbed, before, after, their difference; changes to the next frame, x 8")


def _cloud(rng: np.random.Generator, shape: tuple[int, int], width: float) -> NDArray[np.float32]:
    """Draw smooth noise of variance 1."""
    small = max(4, round(shape[0] / width * 2)), max(4, round(shape[1] / width * 2))
    drawn = cv2.GaussianBlur(rng.standard_normal(small, np.float32), (0, 0), 1.0)
    large = cv2.resize(drawn, shape[::-1], interpolation=cv2.INTER_CUBIC)
    return np.asarray(large / max(float(drawn.std()), 1e-6), np.float32)


def _grey(frame: NDArray[np.uint8]) -> NDArray[np.float32]:
    return np.asarray(cv2.cvtColor(frame.astype(np.float32), cv2.COLOR_RGB2GRAY), np.float32)


def _sharp(frame: NDArray[np.uint8], face: tuple[slice, slice]) -> float:
    return float(cv2.Laplacian(_grey(frame), cv2.CV_32F)[face].var())


if __name__ == "__main__":
    main()
