"""A home with an authorization, and short films made in it that bear every mark, for the tests and trials of marks."""

from __future__ import annotations

import hashlib
from datetime import datetime, timezone
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from avatar.clip import marking
from avatar.data import Frame
from avatar.film import FilmWriter
from avatar.finish.label import LabelFilter
from avatar.ledger.keys.files import write_private_bytes
from avatar.marks.audiomark import mark
from avatar.marks.registry import Facts, Span
from avatar.marks.registry.pattern_key import pattern_key
from avatar.marks.watermark import Marker, Payload
from avatar.permission.consent.record import Scope
from avatar.runtime.folders import shipped
from avatar.settings import FilmSettings
from tests.consents import Home, make_home

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from avatar.permission.consent import Record

NOW = datetime(2026, 11, 21, 13, 0, tzinfo=timezone.utc)
"""an hour after the films are made"""
MADE = "2026-11-21T12:00:00Z"
RATE = 48_000
"""Hz, of their sound"""
CODECS = {".mp4": "h264", ".mov": "h264", ".mkv": "h264", ".webm": "vp9", ".gif": "gif"}


class Studio:
    """Makes marked films of a portrait in a home of its own."""

    def __init__(self, folder: Path) -> None:
        self.home: Home = make_home(folder)
        self.record: Record = self.home.give("self", Scope())
        self.folder = self.home.folder
        # How well a mark is read depends a little on the key that it is drawn with: here it is the same each time.
        write_private_bytes(self.folder / "keys" / "watermark.key", hashlib.sha256(b"studio").digest())

    def facts(self, number: int = 1, seconds: float = 2.0, **changes: Any) -> Facts:
        """Give the facts of a film, another for every number."""
        values: dict[str, Any] = {
            "content_id": f"{number:032x}",
            "created": MADE,
            "portrait_sha256": self.home.photo.content_hash,
            "text_sha256": f"{number:064x}",
            "authorization_id": self.record.authorization_id,
            "record_sha256": self.record.sha256,
            "voices": ("xiaoyu",),
            "spans": (Span(7_000_000 + number, 0.0, seconds),),
            "label": "AI生成",
            "versions": {"avatar": "0"},
        }
        return Facts(**(values | changes))

    @staticmethod
    def facts_of(number: int) -> Facts:
        """Give facts as a stranger can know them."""
        return Facts(f"{number:032x}", MADE, "00" * 32, "00" * 32, "00" * 16, "00" * 32)

    def film(
        self,
        path: Path,
        facts: Facts,
        size: tuple[int, int] = (256, 256),
        seconds: float = 2.0,
        drawn: Sequence[Facts] | None = None,
        crf: int = 18,
    ) -> Path:
        """Make a film with every mark that `facts` tell of, or with those of `drawn`, one for each passage of it."""
        frame_rate = Fraction(10 if path.suffix == ".gif" else 25)
        settings = FilmSettings(*size, codec=CODECS[path.suffix], fps=frame_rate, crf=crf)
        metadata = marking.film_metadata(facts, self.folder)
        with FilmWriter(
            path, settings, metadata, before_rename=lambda part: marking.mark_film(part, facts, self.folder)
        ) as film:
            for each in drawn or (facts,):
                film.shoot(self._frames(each, size, round(seconds * frame_rate)), self._sound(each, seconds))
        return path

    def _sound(self, facts: Facts, seconds: float) -> NDArray[np.float32]:
        """Hum, each film at its own pitch, with syllables, over a little noise."""
        number = int(facts.content_id, 16)
        times = np.arange(round(seconds * RATE)) / RATE
        phase = 2 * np.pi * (100 + number % 60) * times + 8 * np.sin(8 * times)
        hum = np.sum([np.sin(harmonic * phase) / harmonic for harmonic in range(1, 40)], axis=0)
        noise = np.random.default_rng(number).standard_normal(len(times))
        sound = (0.05 * hum * (0.55 + 0.45 * np.sin(18 * times)) + 0.001 * noise).astype(np.float32)
        if facts.is_sound_marked:
            return mark(sound, RATE, pattern_key(self.folder), Payload(facts.spans[0].asset_id))
        return sound

    def _frames(self, facts: Facts, size: tuple[int, int], count: int) -> Iterator[Frame]:
        marker = None
        if facts.spans:
            marker = Marker(pattern_key(self.folder), Payload(facts.spans[0].asset_id), size)
        plain = scene(size)
        frames: Iterator[Frame] = (Frame(moved(plain, index), index, index / 25) for index in range(count))
        if facts.label:
            frames = LabelFilter("zh" if facts.label == "AI生成" else "en", size).apply(frames)
        for frame in frames:
            if marker is not None:
                marker.mark(frame.image, frame.index)
            yield frame


def scene(size: tuple[int, int]) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """Give a real picture of this size: a shipped portrait, cropped."""
    with Image.open(shipped("portraits") / "xiaochen" / "portrait.jpg") as whole:
        side = min(whole.width, round(whole.width * size[1] / size[0]))
        cut = whole.convert("RGB").crop((0, 0, whole.width, side))
        return np.asarray(cut.resize(size), np.uint8)


def moved(picture: np.ndarray[Any, np.dtype[np.uint8]], index: int) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """Let something move in it."""
    image = picture.copy()
    height, width = image.shape[:2]
    top, left = height // 3, (3 * index) % (width // 2)
    image[top : top + height // 8, left : left + width // 8] //= 2
    return image
