"""A clip of moviepy's whose frames and sound are a portrait's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from moviepy import AudioClip, VideoClip

from avatar import pipeline
from avatar.clip.request import ClipRequest
from avatar.moviepy.source import Source
from avatar.runtime.environment import trust_environment
from avatar.runtime.folders import Home
from avatar.runtime.scratch import find_scratch
from avatar.settings import SOUND_RATE

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray
    from typing_extensions import Unpack

    from avatar.clip.options import ClipOptions
    from avatar.data import Word
    from avatar.runtime.watch import Watch

_SAMPLES = 48_000
"""of sound that moviepy is to ask for at once"""


def make(
    text: str, portrait: str | Path, watch: Watch, home: str | Path | None, **options: Unpack[ClipOptions]
) -> TalkingClip:
    """Do what `avatar.moviepy.clip` says."""
    request = ClipRequest.from_options(text, portrait, None, **options)
    plan = pipeline.prepare(request, watch, home=_home(home))
    return TalkingClip(Source(plan, watch), plan.warnings)


def _home(folder: str | Path | None) -> Home:
    find_scratch()
    if folder is None:
        trust_environment()
        return Home.usual()
    return Home.at(folder)


class TalkingClip(VideoClip):  # type: ignore[misc]  # moviepy has no types
    """A portrait that says a text; whatever moviepy does with a clip can be done with it."""

    def __init__(self, source: Source, warnings: tuple[str, ...] = ()) -> None:
        self.source = source
        """where its frames come from"""
        self.words: tuple[Word, ...] = source.words
        """what is said when, s from the beginning of the whole clip, however it is cut"""
        self.warnings = warnings
        """what differs from what was asked for, sentences"""
        super().__init__(frame_function=self._picture_at, duration=source.seconds)
        self.fps = float(source.fps)
        self.audio = AudioClip(_Heard(source), duration=source.seconds, fps=SOUND_RATE)
        self.audio.buffersize = _SAMPLES
        if source.is_transparent:
            self.mask = VideoClip(_Seen(source), is_mask=True, duration=source.seconds)
            self.mask.fps = self.fps

    @property
    def content_id(self) -> str:
        """32 hex digits that name the clip."""
        return self.source.facts.content_id

    def close(self) -> None:
        """Let go of the files that it lies in; none of its copies can be used any more."""
        self.source.close()

    def _picture_at(self, time: float) -> NDArray[np.uint8]:
        return self.source.frame(time)[..., :3]


class _Seen:
    """Say how far each pixel is seen, 0-1."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def __call__(self, time: float) -> NDArray[np.float64]:
        return self._source.frame(time)[..., 3] / 255.0


class _Heard:
    """Give the sound in two channels, as moviepy's effects expect."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def __call__(self, time: Any) -> NDArray[np.float32]:  # noqa: ANN401 - a moment, or many
        heard = self._source.sound(np.atleast_1d(np.asarray(time, np.float64)))
        stereo = np.repeat(heard[:, None], 2, axis=1)
        return stereo if np.ndim(time) else stereo[0]
