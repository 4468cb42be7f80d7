"""One short clip, and ways to spoil it: every fault is made in its pictures or in its times."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest

import avatar
from avatar.data import Frame
from avatar.inspection import inspect_clip
from avatar.inspection.film import open_film
from avatar.reenact.framing import frame_portrait
from avatar.settings import FilmSettings
from tests.films import write_film

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from avatar.api import Performance
    from avatar.data import Portrait, Speech
    from avatar.inspection import Report

TEXT = "妈妈好，您是小陈，爸爸买帆布。"
SIDE = 512


@dataclass(frozen=True)
class Take:
    """What a clip is made of."""

    frames: tuple[NDArray[np.uint8], ...]
    speech: Speech
    timeline: dict[str, object]
    performance: Performance

    def pictures(self, change: Callable[[int, NDArray[np.uint8]], NDArray[np.uint8]]) -> Take:
        """Change each picture, of which the function may keep the array."""
        return replace(self, frames=tuple(change(index, frame.copy()) for index, frame in enumerate(self.frames)))


@pytest.fixture(scope="session")
def take(tmp_path_factory: pytest.TempPathFactory, warm: Callable[..., Path]) -> Take:
    """A talking xiaochen of four seconds, 512 px."""
    home = warm(tmp_path_factory.mktemp("home"), "xiaochen")
    key = home / "keys" / "watermark.key"  # the same one every time: what is measured differs a little from key to key
    key.parent.mkdir(mode=0o700, exist_ok=True)
    key.write_bytes(bytes(range(32)))
    key.chmod(0o600)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AVATAR_HOME", str(home))
        made = avatar.stream(TEXT, "xiaochen", size=(SIDE, SIDE), seed=3)
        return Take(tuple(frame.image.copy() for frame in made), made.speech, made.timeline(), made)


@pytest.fixture(scope="session")
def portrait(take: Take) -> Portrait:
    """Who is shown."""
    return take.performance.portrait


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a take as a clip with its timeline beside it."""

    def to_file(take: Take, *, with_timeline: bool = True) -> Path:
        film = tmp_path / "clip.mp4"
        frames = (Frame(np.ascontiguousarray(image), index, index / 25) for index, image in enumerate(take.frames))
        write_film(frames, take.speech.samples, film, FilmSettings(width=SIDE, height=SIDE))
        if with_timeline:
            film.with_suffix(".json").write_text(json.dumps(take.timeline))
        return film

    return to_file


@pytest.fixture
def inspect(write: Callable[..., Path]) -> Callable[..., Report]:
    """Write a take and inspect it."""

    def look(take: Take, portrait: Portrait | None = None, **how: bool) -> Report:
        return inspect_clip(write(take, **how), portrait)

    return look


@pytest.fixture(scope="session")
def sound(take: Take, portrait: Portrait, tmp_path_factory: pytest.TempPathFactory) -> Report:
    """What is found in the clip as it is."""
    film = tmp_path_factory.mktemp("sound") / "clip.mp4"
    frames = (Frame(image, index, index / 25) for index, image in enumerate(take.frames))
    write_film(frames, take.speech.samples, film, FilmSettings(width=SIDE, height=SIDE))
    film.with_suffix(".json").write_text(json.dumps(take.timeline))
    return inspect_clip(film, portrait)


@pytest.fixture(scope="session")
def person(portrait: Portrait) -> NDArray[np.uint8]:
    """Where the person is in the clip at rest: 1, elsewhere 0."""
    import cv2

    framing = frame_portrait(portrait, (SIDE, SIDE))
    to_portrait = np.array([[1 / framing.scale, 0, framing.left], [0, 1 / framing.scale, framing.top]])
    matte = cv2.warpAffine(portrait.matte, to_portrait, (SIDE, SIDE), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
    return np.asarray(matte > 60, np.uint8)


@cache
def disc(radius: int) -> NDArray[np.uint8]:
    """Draw a round kernel."""
    import cv2

    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1)))


@pytest.fixture(scope="session")
def eight_frames(tmp_path_factory):
    """Eight frames, each brighter than the one before, with a click in the middle of the sound."""
    path = tmp_path_factory.mktemp("clip") / "clip.mp4"
    frames = (Frame(np.full((128, 128, 3), 20 + 25 * index, np.uint8), index, index / 25) for index in range(8))
    sound = np.zeros(round(8 / 25 * 48000), np.float32)
    sound[7200:7440] = 0.8 * np.sin(2 * np.pi * 1000 * np.arange(240) / 48000)
    write_film(frames, sound, path, FilmSettings(128, 128, fps=Fraction(25)))
    return open_film(path)
