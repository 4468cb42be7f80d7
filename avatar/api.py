"""The functions at the front of the package: `avatar.say` and its kin."""

# Shapes no clip.

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from avatar import pipeline
from avatar.clip.performance import unwatched
from avatar.clip.request import DEFAULT_PORTRAIT, DEFAULT_RENDERER, Occasion, Order
from avatar.settings import (
    FilmSettings,
    LipSettings,
    MarkSettings,
    MotionSettings,
    PortraitSettings,
    Settings,
    SpeechSettings,
    TextSettings,
)

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from avatar.clip.performance import Performance, Watch
    from avatar.data import Clip, Portrait, Recording, Speech, Utterance

_FILM, _SPEECH, _TEXT = FilmSettings(), SpeechSettings(), TextSettings()
_LIPS, _MOTION, _MARKS = LipSettings(), MotionSettings(), MarkSettings()


class Options(TypedDict, total=False):
    """How a clip is made; what is left out has the default of `avatar say`."""

    voice: str | None
    """name of a voice; None: the default voice of each sentence's language"""
    language: str
    """of the text, BCP-47; "auto" decides sentence by sentence"""
    speed: float
    """1 is the voice's own rate"""
    emotion: str
    """one of `settings.EMOTIONS`"""
    head: float
    """size of head motion, 0-2"""
    blink: float
    """how often the eyes blink, 0-2"""
    mouth: float
    """size of lip movements, 0.3-1.5; closures don't depend on it"""
    size: tuple[int, int]
    """width and height, px, even"""
    fps: Fraction | int | str
    """frames per second; "30000/1001" is exact"""
    label_language: str
    """"zh", "en", or "auto" for the language of the text"""
    codec: str | None
    """one of `settings.CODECS`; None: what goes with the ending of the film's name, or H.264"""
    background: str | Path
    """"own", "transparent", a colour ("white", "#1e2a38"), or the path of a picture or a film"""
    renderer: str
    """name of the backend that makes the pictures"""
    face: int | None
    """which face of a group photo, counted from the image's left, from 1"""
    purpose: str
    """what the clip is for, which the person's authorization has to cover: "personal", "marketing", ..."""
    channel: str
    """how it reaches people: "file", "live", "website", ..."""
    territory: str | None
    """where, CN or US-CA"""
    product: str | None
    """what it is about"""
    licensee: str | None
    """who makes it"""
    jurisdiction: str
    """one of `settings.JURISDICTIONS`: whose rules on marks the clip must meet"""
    seed: int | None
    """of blinks, gaze and head; None: derived from the portrait"""


class _Occasion(TypedDict, total=False):
    purpose: str
    channel: str
    territory: str | None
    product: str | None
    licensee: str | None


def say(
    text: str,
    portrait: str | Path = DEFAULT_PORTRAIT,
    output: str | Path | None = None,
    *,
    watch: Watch = unwatched,
    **options: Unpack[Options],
) -> Clip:
    """Make the portrait say the text: write a film and its timeline.

    `portrait` is a path, or the name of an enrolled or shipped portrait; without `output` the film is named after
    portrait and text. `options` are those of `Options`. Raise an `AvatarError` that says what to change.
    """
    place = None if output is None else Path(output)
    return pipeline.make(_order(text, portrait, place, **options), place, watch)


def stream(
    text: str, portrait: str | Path = DEFAULT_PORTRAIT, *, watch: Watch = unwatched, **options: Unpack[Options]
) -> Performance:
    """Prepare what `say` would film, to be shown frame by frame.

    Iterate over the result for its labelled frames; its `speech` is the sound, its `fps` the rate.
    """
    return pipeline.rehearse(_order(text, portrait, None, **options), watch)


def read(text: str, language: str = _TEXT.language) -> list[Utterance]:
    """Split a text into utterances, each with its language and pronunciations. Raise `TextError` if there is none."""
    from avatar.text import read as read_text

    return read_text(text, TextSettings(language=language))


def speak(
    text: str,
    voice: str | None = None,
    language: str = _TEXT.language,
    speed: float = _SPEECH.speed,
    *,
    purpose: str = "personal",
) -> Speech:
    """Say a text without a picture, in memory: sound with its exact phones and words, to be looked at or played.

    It has no marks, so what others get to hear is better made by `record`. Raise `RefusedError` for what may not be
    said.
    """
    from avatar.clip.aloud import say_aloud

    settings = Settings(text=TextSettings(language=language), speech=SpeechSettings(speed=speed))
    return say_aloud(text, voice, purpose, settings)


def record(  # noqa: PLR0913 - what is said, where to, and how
    text: str,
    output: str | Path | None = None,
    voice: str | None = None,
    language: str = _TEXT.language,
    speed: float = _SPEECH.speed,
    *,
    label: str = "spoken",
    purpose: str = "personal",
    jurisdiction: str = _MARKS.jurisdiction,
    watch: Watch = unwatched,
) -> Recording:
    """Say a text into a sound file (.wav, .mp3 or .m4a) that has every mark, and shows nobody.

    It begins with a label, "spoken" or a "rhythm" of tones. Without `output` the file is named after voice and text.
    Raise an `AvatarError` that says what to change.
    """
    from avatar.clip import sound_file

    settings = Settings(
        text=TextSettings(language=language), speech=SpeechSettings(speed=speed), marks=MarkSettings(jurisdiction)
    )
    script = sound_file.Script(text, voice, label, purpose, settings)
    return sound_file.record(script, None if output is None else Path(output), watch)


def enroll(image: str | Path, name: str | None = None, face: int | None = None, watch: Watch = unwatched) -> Portrait:
    """Take a photo apart and keep it under a name, if somebody has agreed to that.

    Raise `RefusedError` where no authorization of the photo stands, `PortraitError` if it does not suit.
    """
    from avatar.clip import keeping
    from avatar.portrait.store import PortraitStore

    store = PortraitStore()
    source = store.read_file(Path(image))
    keeping.admit(source, str(image))
    return store.add(source, name, PortraitSettings(), face, pipeline.steps(watch))


def _order(  # noqa: PLR0913 - the defaults of `Options`
    text: str,
    portrait: str | Path,
    output: Path | None,
    *,
    voice: str | None = None,
    language: str = _TEXT.language,
    speed: float = _SPEECH.speed,
    emotion: str = _MOTION.emotion,
    head: float = _MOTION.head,
    blink: float = _MOTION.blink,
    mouth: float = _LIPS.strength,
    size: tuple[int, int] = (_FILM.width, _FILM.height),
    fps: Fraction | int | str = _FILM.fps,
    label_language: str = _FILM.label_language,
    codec: str | None = None,
    background: str | Path = "own",
    renderer: str = DEFAULT_RENDERER,
    face: int | None = None,
    jurisdiction: str = _MARKS.jurisdiction,
    seed: int | None = None,
    **occasion: Unpack[_Occasion],
) -> Order:
    from avatar.film import choose_codec, preview_shape
    from avatar.finish.backdrops import parse_background

    behind, rate = parse_background(str(background)), Fraction(fps)
    chosen = choose_codec(output, codec, is_transparent=behind.is_transparent)
    if chosen == "gif":
        size, rate, _ = preview_shape(size, rate)
    film = FilmSettings(*size, fps=rate, label_language=label_language, codec=chosen, background=behind)
    settings = Settings(
        text=TextSettings(language=language),
        speech=SpeechSettings(speed=speed),
        lips=LipSettings(strength=mouth),
        motion=MotionSettings(head=head, blink=blink, emotion=emotion),
        film=film,
        marks=MarkSettings(jurisdiction),
    )
    return Order(text, str(portrait), voice, face, renderer, seed, settings, Occasion(**occasion))
