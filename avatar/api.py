"""The functions at the front of the package: `avatar.say` and its kin."""

# Shapes no clip.

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from avatar import aloud, pipeline
from avatar.clip import keeping
from avatar.clip.request import DEFAULT_PORTRAIT, ClipRequest, SoundRequest, portrait_settings
from avatar.clip.takes import Take
from avatar.clip.timeline import Timeline
from avatar.data import MotionTrack
from avatar.errors import InputError
from avatar.portrait.choosing import found
from avatar.portrait.face.people import facts
from avatar.portrait.store import PortraitStore
from avatar.runtime.environment import trust_environment
from avatar.runtime.folders import Home
from avatar.runtime.scratch import find_scratch
from avatar.runtime.watch import unwatched
from avatar.settings import TextSettings
from avatar.speech.joining import join
from avatar.text import read as read_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from typing_extensions import Unpack

    from avatar.clip.options import ClipOptions, FilmOptions, PortraitOptions, SoundOptions, SpokenOptions
    from avatar.clip.plan import Plan
    from avatar.data import Clip, Frame, Portrait, Recording, Speech, Utterance
    from avatar.runtime.watch import Watch
    from avatar.score.score import Score


class Performance:
    """Speech and moving pictures of one clip: iterate over it for the labelled frames, as often as wanted.

    Each time that is one output: the permission is asked again, and it is counted, logged, registered and marked before
    its first frame is given.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._shown: list[Take] = []
        self._whole: tuple[Take, ...] = ()

    def __iter__(self) -> Iterator[Frame]:
        """Yield the frames, lazily: the second passage is spoken when the first has been taken."""
        shown = self._shown = list[Take]()
        yield from pipeline.frames(self._plan, shown, self._whole)
        self._whole = tuple(shown)

    def fragments(self, watch: Watch = unwatched) -> Iterator[bytes]:
        """Yield the film as fragmented MP4 while it is made: its opening, then fragments of 160 ms, sound included.

        The first picture is on its way before the second passage is spoken. Close the iterator to stop early.
        """
        return pipeline.fragments(self._plan, watch)

    @property
    def content_id(self) -> str:
        """32 hex digits that name this clip."""
        return self._plan.content_id

    @property
    def portrait(self) -> Portrait:
        """Who is shown."""
        return self._plan.portrait

    @property
    def seed(self) -> int:
        """Of all that is random."""
        return self._plan.seed

    @property
    def warnings(self) -> tuple[str, ...]:
        """What differs from what was asked for, sentences."""
        return self._plan.warnings

    @property
    def fps(self) -> Fraction:
        """Frames per second."""
        return self._plan.fps

    @property
    def size(self) -> tuple[int, int]:
        """Width and height, px."""
        return self._plan.size

    @property
    def speech(self) -> Speech:
        """The sound of the passages whose frames were last taken, from the first frame on, with the same marks.

        Raise `InputError` if no frame was taken yet: sound that nobody counted is not given.
        """
        if not self._shown:
            raise InputError("No frame of this performance was taken yet; iterate over it, then ask for its sound.")
        return join([take.speech for take in self._shown], [0.0] * len(self._shown))

    @cached_property
    def motion(self) -> MotionTrack:
        """The whole motion, one row per frame, which is made and held in memory when it is asked for."""
        names = ("weights", "head", "gaze", "tongue", "breath")
        parts = (np.concatenate([getattr(take.motion, name) for take in self._all()]) for name in names)
        return MotionTrack(self.fps, *parts)

    def timeline(self) -> dict[str, object]:
        """Write down what is said when, schema `avatar.timeline/1`, for which all is spoken."""
        log = Timeline(self.fps)
        for take in self._all():
            take.log(log)
        return log.document(self._plan.header())

    def _all(self) -> tuple[Take, ...]:
        self._whole = self._whole or tuple(pipeline.takes(self._plan))
        return self._whole


def say(
    text: str = "",
    portrait: str | Path = DEFAULT_PORTRAIT,
    output: str | Path | None = None,
    *,
    watch: Watch = unwatched,
    home: str | Path | None = None,
    **options: Unpack[ClipOptions],
) -> Clip:
    """Make the portrait say the text: write a film and its timeline. With a recording as `audio` there may be none.

    `portrait` is a path, or the name of an enrolled or shipped portrait; without `output` the film is named after
    portrait and text. `home` is the folder of portraits, voices, consents, keys and logs; None: the usual one.
    `options` are those of `clip.options.ClipOptions`. Raise an `AvatarError` that says what to
    change.
    """
    place = None if output is None else Path(output)
    return pipeline.make(ClipRequest.from_options(text, portrait, place, **options), place, watch, home_at(home))


def render(  # noqa: PLR0913 - what is performed by whom, where to, and how
    timeline: str | Path | Score,
    portrait: str | Path | None = None,
    output: str | Path | None = None,
    *,
    audio: str | Path | None = None,
    watch: Watch = unwatched,
    home: str | Path | None = None,
    **options: Unpack[FilmOptions],
) -> Clip:
    """Perform a timeline as it is written: its words, sounds, looks and cues at their times, with its own sound.

    `timeline` is a clip, the timeline beside it, a file that was exported from it and edited, or a `Score`. `audio` is
    the file of the sound; None: that of the clip it comes from. What is left out of `options` is as in that clip. Raise
    an `AvatarError` that says what to change.
    """
    from avatar.clip import rendering

    place = None if output is None else Path(output)
    given, request = rendering.asked(timeline, portrait, place, audio, **options)
    return pipeline.make(request, place, watch, home_at(home), given)


def reenact_video(  # noqa: PLR0913 - what is performed by whom, where to, and how
    driving: str | Path,
    text: str = "",
    portrait: str | Path = DEFAULT_PORTRAIT,
    output: str | Path | None = None,
    *,
    performer: str | Path | None = None,
    neutral: float | None = None,
    seconds: float | None = None,
    mute: bool = False,
    audio: str | Path | None = None,
    speaker: str | None = None,
    watch: Watch = unwatched,
    home: str | Path | None = None,
    **options: Unpack[FilmOptions],
) -> Clip:
    """Let a portrait move as somebody's face does: write a film of what they perform, and its timeline.

    `driving` is a film of one face, "webcam" for so many `seconds`, or a CSV of the app Live Link Face; `text` is all
    that is said in it, unless it is `mute`; `audio` is another file of its sound. `performer` says that whoever
    performs agrees: "self", "nobody", or the file of a form that they have signed. `neutral` is the second at which the
    face rests; None: it is found. Raise an `AvatarError` that says what to change.
    """
    from avatar.driving.asking import asked

    place = None if output is None else Path(output)
    driven, request = asked(
        driving,
        text,
        portrait,
        place,
        performer=performer,
        neutral=neutral,
        seconds=seconds,
        mute=mute,
        audio=audio,
        speaker=speaker,
        **options,
    )
    return pipeline.make(request, place, watch, home_at(home), driven=driven)


def read_timeline(path: str | Path) -> Score:
    """Read what a clip says when: a clip, the timeline beside it, or a file that was exported from it and edited.

    Raise `ScoreError` with the lines of all that cannot be performed.
    """
    from avatar.score.formats import read_score

    return read_score(path)


def write_timeline(score: Score, path: str | Path, format: str = "") -> tuple[Path, ...]:  # noqa: A002 - its name
    """Write a timeline to be edited, or for another program; without a `format` the file's ending says which.

    Formats are those of `avatar timeline export`. Give the files that were written. Raise `InputError` for an unknown
    format.
    """
    from avatar.score.formats import format_of, write_score

    place = Path(path)
    return write_score(score, place, format or format_of(place))


def stream(
    text: str = "",
    portrait: str | Path = DEFAULT_PORTRAIT,
    *,
    watch: Watch = unwatched,
    home: str | Path | None = None,
    **options: Unpack[ClipOptions],
) -> Performance:
    """Prepare what `say` would film, to be shown frame by frame.

    Iterate over the result for its labelled frames; its `speech` is the sound, its `fps` the rate.
    """
    request = ClipRequest.from_options(text, portrait, None, **options)
    return Performance(pipeline.prepare(request, watch, home=home_at(home)))


def read(text: str, language: str = "auto") -> list[Utterance]:
    """Split a text into utterances, each with its language and pronunciations. Raise `TextError` if there is none."""
    return read_text(text, TextSettings(language=language))


def speak(text: str, *, home: str | Path | None = None, **options: Unpack[SpokenOptions]) -> Speech:
    """Say a text without a picture, in memory: sound with its exact phones and words, to be looked at or played.

    It has no marks, so what others get to hear is better made by `record`. `options` are those of
    `clip.options.SpokenOptions`. Raise `RefusedError` for what may not be said.
    """
    return aloud.speak(SoundRequest.from_options(text, **options), home_at(home))


def record(
    text: str,
    output: str | Path | None = None,
    *,
    watch: Watch = unwatched,
    home: str | Path | None = None,
    **options: Unpack[SoundOptions],
) -> Recording:
    """Say a text into a sound file (.wav, .mp3 or .m4a) that has every mark, and shows nobody.

    It begins with a label, "spoken" or a "rhythm" of tones. Without `output` the file is named after voice and text.
    `options` are those of `clip.options.SoundOptions`. Raise an `AvatarError` that says what to change.
    """
    place = None if output is None else Path(output)
    return aloud.record(SoundRequest.from_options(text, **options), place, watch, home_at(home))


def enroll(
    image: str | Path,
    name: str | None = None,
    face: int | None = None,
    watch: Watch = unwatched,
    *,
    home: str | Path | None = None,
    **options: Unpack[PortraitOptions],
) -> Portrait:
    """Take a photo apart and keep it under a name, if somebody has agreed to that.

    `options` are those of `clip.options.PortraitOptions`; what is chosen here holds for all its clips, unless they say
    else. Raise `RefusedError` where no authorization of the photo stands, `PortraitError` if it does not suit,
    `NotInstalledError` where a network that is named is not here.
    """
    there = home_at(home)
    store = PortraitStore(home=there.data)
    source = store.read_file(Path(image))
    settings = found(portrait_settings(**options).settled(), there)
    facts(settings.finder, there.data)  # raises where who is to find the face is not here
    keeping.admit(source, str(image), there.data)
    return store.add(source, name, settings, face, pipeline.steps(watch))


def home_at(home: str | Path | None) -> Home:
    """Give the home that somebody names, or the usual one."""
    find_scratch()
    if home is None:
        trust_environment()
        return Home.usual()
    return Home.at(home)
