"""How fast clips are made: whole commands, timed from outside, beside what encoding the same pictures alone takes."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from threading import Event
from typing import TYPE_CHECKING

from avatar.bench.origin import Origin, origin
from avatar.bench.texts import SECONDS, TEXTS
from avatar.clip.request import DEFAULT_PORTRAIT, ClipRequest
from avatar.clip.stopwatch import Clock
from avatar.errors import AvatarError
from avatar.film import probe
from avatar.runtime.unfinished import passing_folder
from avatar.runtime.watch import Watch, unwatched
from avatar.settings import FilmSettings, Settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

STAGES = ("reading", "clearing", "portrait", "speaking", "moving", "rendering", "encoding")
"""Of a clip, as `avatar say --json` names them."""
_MEANWHILE = (0, 2)
"""Films that are made while a newcomer is waited for."""
_CROWD, _LONG = (720, 720), (512, 512)
"""px, of films that are made at once, and of long ones"""
_ALONE_SECONDS = 4.0
"""of pictures that are held in memory to be encoded alone, 160 MB at 1920x1080"""


@dataclass(frozen=True, slots=True)
class Spread:
    """A figure that was measured some times."""

    median: float
    """of the runs"""
    least: float
    """the same"""
    most: float
    """the same"""

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """Sum up the runs."""
        return cls(statistics.median(values), min(values), max(values))


@dataclass(frozen=True, slots=True)
class SizeSpeed:
    """How fast films of one size are made."""

    size: tuple[int, int]
    """width, height, px"""
    seconds: float
    """length of the film"""
    wall: Spread
    """of the whole command, s"""
    factor: Spread
    """wall time by length"""
    first_frame: Spread
    """s from the start of the work to the first picture"""
    stages: dict[str, float]
    """s, medians; pictures are rendered while others are encoded"""
    memory: float
    """largest peak, MB"""
    render_frame: float
    """ms from frame to frame when only rendering and labelling, on all cores, set up before"""
    encode_frame: float
    """ms to encode the same frame, one thread"""
    remap_frame: float
    """ms that `cv2.remap`, bicubic, takes over the same number of pixels"""
    steady_frame: float
    """ms from frame to frame in the whole pipeline, start of the program not counted"""

    @property
    def against_encoding(self) -> float:
        """Give how many times as long as encoding the same frames alone the whole pipeline takes."""
        return self.steady_frame / self.encode_frame


@dataclass(frozen=True, slots=True)
class Together:
    """Several clips made at once."""

    clips: int
    """count"""
    wall: float
    """s until all are done"""
    factor: float
    """wall time by the length of all films together"""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A photo taken apart and a sentence said with it, by one command, while films are made by others."""

    films: int
    """made meanwhile, 720x720"""
    wall: float
    """s, of the command"""
    portrait: float
    """s of it until the photo was taken apart"""


@dataclass(frozen=True, slots=True)
class Length:
    """One long film."""

    seconds: float
    """length of its picture"""
    wall: float
    """s"""
    memory: float
    """peak, MB"""
    drift: float
    """ms by which sound and picture differ in length"""


@dataclass(frozen=True, slots=True)
class Speed:
    """What the bench found."""

    origin: Origin
    """when, where and with what"""
    runs: int
    """of each command"""
    voice: str
    """who speaks; "": the usual voice"""
    sizes: tuple[SizeSpeed, ...]
    """one per size"""
    together: tuple[Together, ...]
    """one per number of clips"""
    newcomers: tuple[Newcomer, ...]
    """one alone, one beside films"""
    lengths: tuple[Length, ...]
    """one per length"""

    @property
    def beside_films(self) -> float:
        """Give how many times as long as alone a newcomer takes while films are made."""
        return self.newcomers[-1].wall / self.newcomers[0].wall

    def as_json(self) -> dict[str, object]:
        """Give the object of `avatar bench speed --json`."""
        found = asdict(self) | {"beside_films": self.beside_films}
        for size, content in zip(self.sizes, found["sizes"], strict=True):
            content["against_encoding"] = size.against_encoding
        return found


def measure_speed(  # noqa: PLR0913 - what is varied
    sizes: Sequence[tuple[int, int]],
    folder: Path,
    *,
    runs: int = 5,
    seconds: float = 10.0,
    clips: Sequence[int] = (1, 2, 4),
    lengths: Sequence[float] = (10.0, 60.0),
    voice: str = "",
    watch: Watch = unwatched,
) -> Speed:
    """Time whole commands of several sizes, several at once, and of several lengths; clips go to `folder`.

    `voice` is a card's name, or "fast"; "" is the usual one. Every run has a seed of its own, so that nothing is taken
    from the cache. Raise `AvatarError` if a run fails.
    """
    folder.mkdir(parents=True, exist_ok=True)
    say = _Command(folder, voice)
    total = len(sizes) * (runs + 1) + len(clips) + len(_MEANWHILE) + len(lengths) + 1
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        watch("speed", done, total)

    say.film("warm", (128, 128), 1.0, 0)  # enrols the portrait, and compiles what is compiled once
    step()
    by_size = []
    for size in sizes:
        reports = []
        for run in range(runs):
            reports.append(say.film(f"{size[0]}x{size[1]}", size, seconds, 1000 + run))
            step()
        by_size.append(_sum_up(size, reports, voice))
        step()
    several = []
    for count in clips:
        several.append(_at_once(say, count, seconds))
        step()
    newcomers = []
    for films in _MEANWHILE:
        newcomers.append(_newcomer(say, films, seconds))
        step()
    long = []
    for length in lengths:
        long.append(_long(say, length))
        step()
    return Speed(origin(), runs, voice, tuple(by_size), tuple(several), tuple(newcomers), tuple(long))


def _text(seconds: float) -> str:
    """Write a text of about so many seconds, without a sentence twice in a row."""
    return " ".join([TEXTS["en"]] * max(1, round(seconds / SECONDS)))


@dataclass(frozen=True, slots=True)
class _Command:
    """The command that is timed."""

    folder: Path
    """where films go"""
    voice: str
    """who speaks; "": the usual voice"""
    running: set[subprocess.Popen[str]] = field(default_factory=set)
    """films that are being made"""

    @contextmanager
    def ending(self) -> Iterator[None]:
        """End those that are being made when the block is left by a fault or a signal: threads wait for them."""
        try:
            yield
        except BaseException:
            for process in tuple(self.running):
                process.kill()
            raise

    def film(
        self, name: str, size: tuple[int, int], seconds: float, seed: int, portrait: Path | None = None
    ) -> dict[str, float]:
        """Run it, and give its report with the time that it took as seen from outside."""
        video, text = (self.folder / f"{name}-{seed}.{kind}" for kind in ("mp4", "txt"))
        text.write_text(_text(seconds), encoding="utf-8")
        fresh = str(time.time_ns() % 10**12)  # so that no earlier run's footage is used
        line = [sys.executable, "-m", "avatar", "say", "--file", str(text), "-o", str(video), "--seed", fresh]
        line += ["--size", f"{size[0]}x{size[1]}", "--json", "--quiet"]
        line += ["--portrait", str(portrait)] if portrait else []
        line += ["--voice", self.voice] if self.voice else []
        begin = time.perf_counter()
        with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            self.running.add(process)
            try:
                told, why = process.communicate()
            except BaseException:
                process.kill()  # or leaving the block would wait for the whole film
                raise
            finally:
                self.running.discard(process)
        wall = time.perf_counter() - begin
        if process.returncode:
            raise AvatarError(f"A run of the bench failed: {why.strip() or 'no reason given'}")
        report: dict[str, float] = json.loads(told) | {"outside_s": wall}
        return report


def _sum_up(size: tuple[int, int], reports: Sequence[dict[str, float]], voice: str) -> SizeSpeed:
    render, encode, remap, steady = _alone(size, voice)
    stages = {
        stage: statistics.median([report["stages"].get(stage, 0.0) for report in reports])  # type: ignore[attr-defined]
        for stage in STAGES
    }
    return SizeSpeed(
        size,
        reports[0]["seconds"],
        Spread.of([report["outside_s"] for report in reports]),
        Spread.of([report["outside_s"] / report["seconds"] for report in reports]),
        Spread.of([report["first_frame_s"] for report in reports]),
        stages,
        max(report["peak_rss_mb"] for report in reports),
        render,
        encode,
        remap,
        steady,
    )


def _alone(size: tuple[int, int], voice: str) -> tuple[float, float, float, float]:
    """Time rendering alone, encoding the same frames alone, a remap of as many pixels, and all together, ms a frame."""
    import cv2
    import numpy as np

    from avatar import pipeline
    from avatar.api import Performance
    from avatar.film.planes import Developer
    from avatar.film.shot import ShotEncoder

    settings = Settings(film=FilmSettings(width=size[0], height=size[1]))
    plan = pipeline.prepare(
        ClipRequest(_text(SECONDS), voice=voice or None, seed=time.time_ns() % 2**32, settings=settings)
    )
    performance = Performance(plan)
    developer, pictures = Developer(size), []
    count = len(performance.motion)  # so that all is spoken before the time is taken
    frames = iter(performance)
    next(frames)  # sets up the scene
    rendering = 0.0
    for _ in range(min(count - 1, round(_ALONE_SECONDS * float(performance.fps)))):
        begin = time.perf_counter()
        frame = next(frames)
        rendering += time.perf_counter() - begin
        pictures.append(developer.develop(frame))
    begin, encoder = time.perf_counter(), ShotEncoder(settings.film)
    for picture in pictures:
        encoder.add(picture)
    encoder.finish()
    encoding = time.perf_counter() - begin
    across, down = np.meshgrid(np.arange(size[0], dtype=np.float32) + 0.5, np.arange(size[1], dtype=np.float32) + 0.5)
    source = np.zeros((size[1], size[0], 3), np.uint8)
    remaps = []
    for _ in range(9):
        begin = time.perf_counter()
        cv2.remap(source, across, down, cv2.INTER_CUBIC)
        remaps.append(time.perf_counter() - begin)
    begin, clock = time.perf_counter(), Clock()
    with passing_folder() as folder:
        log, _, _ = pipeline.film(plan, folder / "steady.mp4", clock=clock)
    steady = (time.perf_counter() - begin - clock.spent["marking"]) / log.frames
    count = len(pictures)
    return 1e3 * rendering / count, 1e3 * encoding / count, 1e3 * statistics.median(remaps), 1e3 * steady


def _at_once(say: _Command, count: int, seconds: float) -> Together:
    begin = time.perf_counter()
    with ThreadPoolExecutor(count) as pool, say.ending():
        jobs = [
            pool.submit(say.film, f"together{count}", _CROWD, seconds, 2000 + 10 * count + index)
            for index in range(count)
        ]
        reports = [job.result() for job in jobs]
    wall = time.perf_counter() - begin
    return Together(count, wall, wall / sum(report["seconds"] for report in reports))


def _newcomer(say: _Command, films: int, seconds: float) -> Newcomer:
    """Say a sentence with a photo that was never seen before, while so many others make one film after the other."""
    is_over = Event()

    def film_on(number: int) -> None:
        while not is_over.is_set():
            say.film(f"meanwhile{number}", _CROWD, seconds, 4000 + number)

    with ThreadPoolExecutor(films + 1) as pool, say.ending():
        others = [pool.submit(film_on, number) for number in range(films)]
        try:
            report = say.film(f"newcomer{films}", _CROWD, SECONDS, 5000 + films, _unseen_photo(say.folder))
        finally:
            is_over.set()
        for other in others:
            other.result()
    return Newcomer(films, report["outside_s"], report["stages"]["portrait"])  # type: ignore[index]


def _unseen_photo(folder: Path) -> Path:
    """Copy a shipped portrait into a file of its own: the same pixels, which are authorized, but other bytes."""
    from avatar.portrait.store import PortraitStore

    path = PortraitStore().resolve(DEFAULT_PORTRAIT)
    copy = folder / f"newcomer{path.suffix}"
    copy.write_bytes(path.read_bytes() + str(time.time_ns()).encode())  # readers of JPEG stop at its own end
    return copy


def _long(say: _Command, seconds: float) -> Length:
    report = say.film("long", _LONG, seconds, 3000 + round(seconds))
    facts = probe(say.folder / f"long-{3000 + round(seconds)}.mp4")
    return Length(
        report["seconds"],
        report["outside_s"],
        report["peak_rss_mb"],
        1e3 * abs(facts.video_seconds - facts.audio_seconds),
    )
