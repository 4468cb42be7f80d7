"""Print how well the watermark is found after what films go through, how much it changes the picture, and the cost.

    python tests/measure/watermark_trials.py [CLIP.mp4 ...]

The first five seconds of each clip are marked, each with an id of its own, and encoded as the project encodes films.
Without clips, nineteen are rendered: four people at four sizes, and three in front of busy pictures.
Later encodings use the preset `veryfast` (x265: `superfast`), which keeps less of a mark than slower ones. A crop keeps
that share of each side, at a place of chance. A false hit is any mark found in a clip without one or with a wrong key.
"""

from __future__ import annotations

import os
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import av
import cv2
import numpy as np

from avatar.marks.watermark import Marker, Payload, detect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from numpy.typing import NDArray

    from avatar.data import Frame

    Planes = NDArray[np.uint8]
    """yuv420p as one array (1.5 H, W)"""

SECONDS = 5
TEXT = (
    "Good morning. Thank you for calling, and welcome. I can help you with your order, your invoice, or a new delivery."
)
SIZES = ((512, 512), (720, 720), (1920, 1080), (1080, 1920))
RENDERED = 19
FALSE_TRIES = 1000
PROJECT = {"preset": "veryfast", "crf": "18", "aq-mode": "3"}


def main(clips: list[str]) -> None:
    """Mark, attack, find, and print."""
    key = secrets.token_bytes(32)
    rng = np.random.default_rng(1)
    hits: dict[str, list[bool]] = defaultdict(list)
    fits: dict[str, list[float]] = defaultdict(list)
    times: list[float] = []
    false_hits, tries = 0, 0
    subjects = given(clips) if clips else rendered()
    count = len(clips) or RENDERED
    with tempfile.TemporaryDirectory() as folder:
        for number, (name, plain) in enumerate(subjects):
            asset = int(rng.integers(1 << 40))
            film = Path(folder) / "marked.mp4"
            encode(marked(name, plain, Marker(key, Payload(asset), size(plain[0]))), film, PROJECT)
            whole = list(decode(film))
            row = []
            for attack, (change, options) in attacks(rng).items():
                path = Path(folder) / f"attacked.{options.get('suffix', 'mp4')}"
                save(change(whole), path, options)
                begun = time.perf_counter()
                found = detect(path, [key])
                times.append(time.perf_counter() - begun)
                hits[attack].append([one.asset_id for one in found] == [asset])
                fits[attack].append(found[0].confidence if found else 0.0)
                row.append(f"{attack} {fits[attack][-1]:.2f}{'' if hits[attack][-1] else ' LOST'}")
            say(f"  {'; '.join(row)}")
            wrong = [secrets.token_bytes(32) for _ in range(-(-FALSE_TRIES // (2 * count)))]
            unmarked = Path(folder) / "unmarked.mp4"
            encode(plain, unmarked, PROJECT)
            false_hits += len(detect(film, wrong)) + len(detect(unmarked, [key, *wrong[1:]]))
            tries += 2 * len(wrong)
            say(f"  {number + 1} of {count}: {false_hits} false hits in {tries} tries")
    say(f"\n{'after':34} {'found':>9} {'least':>6} {'median':>6}")
    for attack, outcomes in hits.items():
        fit = f"{min(fits[attack]):6.2f} {statistics.median(fits[attack]):6.2f}"
        say(f"{attack:34} {sum(outcomes):4d}/{len(outcomes):<4d} {fit}")
    say(f"false hits: {false_hits} of {tries}; detection {statistics.median(times):.1f} s in the median clip")
    costs()


def marked(name: str, plain: list[Planes], marker: Marker) -> list[Planes]:
    """Mark copies of the pictures; print PSNR and by how much the mark moves from frame to frame."""
    rows = plain[0].shape[0] * 2 // 3
    pictures, psnr, moves = [], [], []
    before: NDArray[np.int16] | None = None
    for index, planes in enumerate(plain):
        picture = planes.copy()
        marker.mark_luma(picture[:rows], index)
        change = picture[:rows].astype(np.int16) - planes[:rows]
        psnr.append(10 * np.log10(255**2 / np.mean(change.astype(np.float64) ** 2)))
        if before is not None:
            moves.append(float(np.sqrt(np.mean((change - before).astype(np.float64) ** 2))))
        before = change
        pictures.append(picture)
    say(
        f"{name}: Y-PSNR {np.mean(psnr):.1f} dB, worst frame {min(psnr):.1f}; "
        f"the mark changes by at most {max(moves):.2f} levels (rms) between frames"
    )
    return pictures


def attacks(rng: np.random.Generator) -> dict[str, tuple[Callable[[list[Planes]], Iterable[Planes]], dict[str, str]]]:
    """Name what may happen to a film."""
    x264 = {"preset": "veryfast"}
    place = rng.random(2)

    def crop(share: float) -> Callable[[list[Planes]], Iterable[Planes]]:
        return lambda film: cropped(film, share, (float(place[0]), float(place[1])))

    def half(film: Iterable[Planes]) -> Iterable[Planes]:
        return scaled(film, 0.5)

    return {
        "x264 CRF 23": (list, x264 | {"crf": "23"}),
        "x264 CRF 28": (list, x264 | {"crf": "28"}),
        "x264 CRF 32": (list, x264 | {"crf": "32"}),
        "x265 CRF 28": (list, {"codec": "libx265", "preset": "superfast", "crf": "28", "x265-params": "log-level=0"}),
        "half size, CRF 23": (half, x264 | {"crf": "23"}),
        "half size, CRF 28": (half, x264 | {"crf": "28"}),
        "half size, CRF 28, preset medium": (half, {"crf": "28"}),
        "size x 1.1, CRF 23": (lambda film: scaled(film, 1.1), x264 | {"crf": "23"}),
        "15 fps, CRF 23": (
            lambda film: [film[int(i / 15 * 25)] for i in range(15 * SECONDS)],
            x264 | {"crf": "23", "fps": "15"},
        ),
        "1 s cut out, CRF 23": (lambda film: film[58:83], x264 | {"crf": "23"}),
        "1 s cut out, CRF 28": (lambda film: film[58:83], x264 | {"crf": "28"}),
        "brightness + 10 %, CRF 23": (lambda film: brightened(film, 1.1), x264 | {"crf": "23"}),
        "brightness - 10 %, CRF 23": (lambda film: brightened(film, 0.9), x264 | {"crf": "23"}),
        "crop to 90 %, CRF 23": (crop(0.9), x264 | {"crf": "23"}),
        "crop to 80 %, CRF 23": (crop(0.8), x264 | {"crf": "23"}),
        "crop to 80 %, CRF 28": (crop(0.8), x264 | {"crf": "28"}),
        "crop to 90 %, half size, CRF 23": (lambda film: scaled(crop(0.9)(film), 0.5), x264 | {"crf": "23"}),
        "one frame, JPEG 90": (lambda film: film[60:61], {"suffix": "jpg", "quality": "90"}),
        "one frame, JPEG 75": (lambda film: film[60:61], {"suffix": "jpg", "quality": "75"}),
    }


def costs() -> None:
    """Print the time of one frame on one thread, looks at the picture included."""
    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)
    for width, height in ((512, 512), (720, 720), (1920, 1080)):
        ground = cv2.GaussianBlur(np.random.default_rng(0).integers(0, 255, (height, width, 3), np.uint8), (0, 0), 2)
        plane = ground[..., 0].copy()
        takes = []
        for marker, call, picture in (
            (Marker(bytes(32), Payload(1), (width, height)), Marker.mark_luma, plane),
            (Marker(bytes(32), Payload(1), (width, height)), Marker.mark, ground),
        ):
            call(marker, picture, 0)
            rounds = []
            for _ in range(7):
                begun = time.perf_counter()
                for index in range(25):
                    call(marker, picture, index)
                rounds.append((time.perf_counter() - begun) / 25 * 1e3)
            takes.append(f"{min(rounds):.2f}-{statistics.median(rounds):.2f}")
        say(f"{width}x{height}: {takes[0]} ms a frame for luma, {takes[1]} ms for RGB (least and median of 7)")
    cv2.setNumThreads(threads)


def given(clips: list[str]) -> Iterator[tuple[str, list[Planes]]]:
    """Read clips."""
    for clip in clips:
        yield Path(clip).name, list(decode(Path(clip)))


def rendered() -> Iterator[tuple[str, list[Planes]]]:
    """Render people at all sizes, and some in front of busy pictures."""
    from skimage import data

    from avatar import stream

    with tempfile.TemporaryDirectory() as folder:
        photo = Path(folder) / "astronaut.png"
        cv2.imwrite(str(photo), cv2.cvtColor(data.astronaut(), cv2.COLOR_RGB2BGR))
        os.environ["AVATAR_HOME"] = str(Path(folder) / "home")
        # The record is for these trials and goes with them.
        subprocess.run([sys.executable, "-m", "avatar", "consent", "sign", str(photo), "--self", "--yes"], check=True)
        for portrait in ("xiaochen", "marco", "amara", str(photo)):
            for extent in SIZES:
                frames = stream(TEXT, portrait, language="en", size=extent, seed=1)
                yield f"{Path(portrait).stem} {extent[0]}x{extent[1]}", [planes(frame.image) for frame in first(frames)]
    grounds = ((data.stereo_motorcycle()[0], (512, 512)), (data.coffee(), (720, 720)), (data.rocket(), (1920, 1080)))
    for ground, extent in grounds:
        frames = stream(TEXT, "xiaochen_green", language="en", size=extent, seed=1)
        film = [planes(keyed(frame.image, ground)) for frame in first(frames)]
        yield f"busy {extent[0]}x{extent[1]}", film


def first(frames: Iterable[Frame]) -> Iterator[Frame]:
    """Take five seconds."""
    return islice(frames, 25 * SECONDS)


def keyed(image: NDArray[np.uint8], ground: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Put a picture in the place of what is green."""
    height, width = image.shape[:2]
    colour = ground if ground.ndim == 3 else np.repeat(ground[..., None], 3, axis=2)
    share = max(height / colour.shape[0], width / colour.shape[1])
    back = cv2.resize(colour, None, fx=share, fy=share, interpolation=cv2.INTER_CUBIC)
    red, green, blue = (image[..., channel].astype(np.int16) for channel in range(3))
    mask = np.clip((green - np.maximum(red, blue) - 20) / 40, 0, 1)[..., None]
    return (image * (1 - mask) + back[:height, :width] * mask).astype(np.uint8)


def planes(image: NDArray[np.uint8]) -> Planes:
    """Turn RGB into yuv420p."""
    return av.VideoFrame.from_ndarray(np.ascontiguousarray(image), "rgb24").reformat(format="yuv420p").to_ndarray()


def size(picture: Planes) -> tuple[int, int]:
    """Return width and height, px."""
    return picture.shape[1], picture.shape[0] * 2 // 3


def scaled(film: Iterable[Planes], share: float) -> Iterator[Planes]:
    """Scale to even sizes."""
    for picture in film:
        width, height = (round(side * share / 2) * 2 for side in size(picture))
        frame = av.VideoFrame.from_ndarray(picture, "yuv420p")
        yield frame.reformat(width=width, height=height, interpolation="BICUBIC").to_ndarray()


def cropped(film: Iterable[Planes], share: float, place: tuple[float, float]) -> Iterator[Planes]:
    """Keep a share of each side."""
    for picture in film:
        image = av.VideoFrame.from_ndarray(picture, "yuv420p").to_ndarray(format="rgb24")
        height, width = (int(side * share) // 2 * 2 for side in image.shape[:2])
        top, left = round((image.shape[0] - height) * place[0]), round((image.shape[1] - width) * place[1])
        yield planes(image[top : top + height, left : left + width])


def brightened(film: Iterable[Planes], factor: float) -> Iterator[Planes]:
    """Multiply the luma."""
    for picture in film:
        rows = size(picture)[1]
        luma = np.clip((picture[:rows].astype(np.float32) - 16) * factor + 16, 16, 235)
        yield np.concatenate([np.rint(luma).astype(np.uint8), picture[rows:]])


def save(film: Iterable[Planes], path: Path, options: dict[str, str]) -> None:
    """Write a film, or its first frame as a picture."""
    if path.suffix == ".jpg":
        picture = next(iter(film))
        image = av.VideoFrame.from_ndarray(picture, "yuv420p").to_ndarray(format="bgr24")
        cv2.imwrite(str(path), image, [cv2.IMWRITE_JPEG_QUALITY, int(options["quality"])])
    else:
        encode(film, path, options, int(options.get("fps", "25")))


def encode(film: Iterable[Planes], path: Path, options: dict[str, str], fps: int = 25) -> None:
    """Write an MP4."""
    others = {name: value for name, value in options.items() if name not in {"codec", "fps"}}
    stream = None
    with av.open(str(path), "w") as container:
        for index, picture in enumerate(film):
            if stream is None:
                stream = container.add_stream(options.get("codec", "libx264"), rate=fps, options=others)
                stream.width, stream.height = size(picture)
                stream.pix_fmt = "yuv420p"
            frame = av.VideoFrame.from_ndarray(picture, "yuv420p")
            frame.pts, frame.time_base = index, Fraction(1, fps)
            container.mux(stream.encode(frame))
        if stream is not None:
            container.mux(stream.encode(None))


def decode(path: Path) -> Iterator[Planes]:
    """Read the first seconds."""
    with av.open(str(path)) as container:
        for index, frame in enumerate(container.decode(video=0)):
            if index == 25 * SECONDS:
                break
            yield frame.to_ndarray(format="yuv420p")


def say(line: str) -> None:
    """Print one line."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
