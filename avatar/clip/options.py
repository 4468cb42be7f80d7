"""What can be asked for, each option once: its type in Python, its help, its name at a shell, and the setting it is."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction  # noqa: TC003 - read at run time, as the next
from functools import cache
from pathlib import Path  # noqa: TC003
from typing import Annotated, Any, TypedDict, get_type_hints

from avatar.data.scene import Scene  # noqa: TC001
from avatar.errors import InputError
from avatar.settings import AREAS, AUDIBLE_LABELS, CODECS, DETECTORS, DEVICES, EMOTIONS, JURISDICTIONS, SUBTITLES


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be asked for."""

    place: str
    """the setting that it is: "speech.speed" of `settings.Settings`, or a field of the request itself"""
    help: str
    """one line, as `--help` shows it"""
    flags: tuple[str, ...] = ()
    """what it is called at a shell; empty: its name"""
    kind: type[str] | type[int] | type[float] = str
    """what is written for it at a shell"""
    least: float | None = None
    """the smallest value that means something"""

    def read(self, name: str, value: object) -> object:
        """Take a value as somebody gave it. Raise `InputError` for what is no number where one is wanted.

        A part of a whole number is not dropped: 1.5 is refused as a face, as "1.5" is.
        """
        if value is None or self.kind is str:
            return value
        try:
            number: float = self.kind(value)  # type: ignore[arg-type, call-overload, assignment]
            if isinstance(value, float) and self.kind is int and number != value:
                raise ValueError
        except (TypeError, ValueError, OverflowError):
            raise InputError(f"The {name} {value!r} is not a number; {_lower(self.help)}") from None
        if self.least is not None and number < self.least:
            raise InputError(f"The {name} {value!r} is too small; the smallest is {self.least:g}.")
        return number


_SECOND = Option(
    "subtitles.second", "The text in a second language, a sentence a line, or as SRT; it stands under the first."
)


class SpokenOptions(TypedDict, total=False):
    """How a text is said, with a face or without; what is left out has the default of `avatar say`."""

    voice: Annotated[
        str | None,
        Option("voice", "A voice of `avatar voice list`, or fast; else the language's own.", ("--voice", "-v")),
    ]
    language: Annotated[
        str,
        Option("text.language", "Language of the text (zh, en, fr, ...); auto decides per sentence.", ("--lang", "-l")),
    ]
    lexicon: Annotated[
        str | Path | None,
        Option(
            "text.lexicon",
            "A file of words and how they are read: pinyin, /IPA/ or other words; see docs/markup.md.",
        ),
    ]
    speed: Annotated[float, Option("speech.speed", "Speaking rate, 0.5 to 2; 1 is the voice's own.", kind=float)]
    emotion: Annotated[
        str, Option("speech.emotion", f"Of voice and face: one of {', '.join(EMOTIONS)}.", ("--emotion", "-e"))
    ]
    purpose: Annotated[str, Option("occasion.purpose", "What it is for; whoever is shown has to have allowed that.")]
    jurisdiction: Annotated[
        str, Option("marks.jurisdiction", f"Whose rules on marks it must meet: {', '.join(JURISDICTIONS)}.")
    ]


class SoundOptions(SpokenOptions, total=False):
    """How a sound file is made; what is left out has the default of `avatar speak`."""

    subtitles: Annotated[str, Option("subtitles.kind", "none, or file: .srt, .vtt and .ass beside the sound.")]
    subtitles_second: Annotated[str | Path | None, _SECOND]
    label: Annotated[
        str,
        Option("label", f"How it says that it is generated: {' or '.join(AUDIBLE_LABELS)}; a rhythm is one of tones."),
    ]


class PortraitOptions(TypedDict, total=False):
    """How a photo is taken apart; what is left out is as the portrait was enrolled, else as usual."""

    detector: Annotated[
        str | None,
        Option("portrait.detector", f"What finds and marks the face of the photo: {', '.join(DETECTORS)}."),
    ]
    upscale: Annotated[
        str | Path | None,
        Option(
            "portrait.upscale", "Who adds detail: none, esrgan, a model, or a file (.pth, .safetensors, .onnx, .param)."
        ),
    ]
    upscale_by: Annotated[
        int | None,
        Option("portrait.by", "Enlarge the portrait 2 or 4 times; else no more than a film wants.", kind=int),
    ]
    upscale_area: Annotated[str | None, Option("portrait.area", f"Where detail is added: {' or '.join(AREAS)}.")]
    restore: Annotated[
        str | Path | None,
        Option("portrait.restore", "A face restorer: a model, or a file (GFPGAN, RestoreFormer); or none."),
    ]
    fidelity: Annotated[
        float | None,
        Option("portrait.fidelity", "Share of the face that a restorer leaves as it is, 0 to 1.", kind=float),
    ]
    matting: Annotated[
        str | Path | None,
        Option("portrait.matting", "A network that cuts the person out: an installed one, or an ONNX file; or none."),
    ]
    device: Annotated[str, Option("portrait.device", f"Where networks run that you name: {', '.join(DEVICES)}.")]


class FilmOptions(SpokenOptions, PortraitOptions, total=False):
    """How a film is made, whatever is heard in it."""

    size: Annotated[tuple[int, int] | str, Option("film.size", "Width x height in pixels.", ("--size", "-s"))]
    fps: Annotated[Fraction | float | str, Option("film.fps", "Frames per second, also as 30000/1001.")]
    codec: Annotated[
        str | None,
        Option("film.codec", f"One of {', '.join(CODECS)}; else what goes with the film's ending."),
    ]
    background: Annotated[
        str | Path,
        Option(
            "film.background",
            "own, blur, green, transparent, a colour, linear:#1e2a38,#8aa0b8, a picture or a film.",
            ("--background", "-b"),
        ),
    ]
    match: Annotated[
        float | None,
        Option("light.match", "How far the person takes on the colours of another background, 0 to 1.", kind=float),
    ]
    subtitles: Annotated[
        str,
        Option(
            "subtitles.kind",
            f"{', '.join(SUBTITLES)}: a track of the film, in its pictures, or .srt, .vtt and .ass beside it.",
        ),
    ]
    subtitles_style: Annotated[
        str | Path | None, Option("subtitles.style", "A TOML file of how they look; see docs/subtitles.md.")
    ]
    subtitles_second: Annotated[str | Path | None, _SECOND]
    renderer: Annotated[str, Option("renderer", "What makes the pictures: mesh, or a network: fomm, liveportrait.")]
    network: Annotated[
        str | None,
        Option(
            "network", "The network that the renderer draws with: an installed one by its name, a file or a folder."
        ),
    ]
    steady: Annotated[
        float | None,
        Option("frames.steady", "How much of a network's flicker is taken out, 0 to 1; else all of it.", kind=float),
    ]
    face: Annotated[
        int | None,
        Option("face", "Which face of a group photo, counted from the left, from 1.", kind=int, least=1),
    ]
    head: Annotated[float, Option("motion.head", "Size of head motion, 0 to 2.", kind=float)]
    blink: Annotated[float, Option("motion.blink", "How often the eyes blink, 0 to 2.", kind=float)]
    mouth: Annotated[
        float,
        Option("lips.strength", "Size of lip movements, 0.3 to 1.5; closures don't depend on it.", kind=float),
    ]
    label_language: Annotated[
        str,
        Option(
            "film.label_language", "Language of the label: zh, en, or auto for that of the text.", ("--label-lang",)
        ),
    ]
    seed: Annotated[
        int | None,
        Option("seed", "Of blinks, gaze and head; else derived from the portrait.", kind=int, least=0),
    ]
    identity: Annotated[
        float | None,
        Option(
            "identity.floor",
            "Likeness to the portrait below which a film's face is an alarm, 0 (not looked at) to 1.",
            kind=float,
        ),
    ]
    channel: Annotated[str, Option("occasion.channel", "How it reaches people: file, website, social, broadcast, ...")]
    territory: Annotated[str | None, Option("occasion.territory", "Where it is shown, such as CN or US-CA.")]
    product: Annotated[str | None, Option("occasion.product", "Which product it is about.")]
    licensee: Annotated[str | None, Option("occasion.licensee", "Who makes it, as in the authorization.")]


class ClipOptions(FilmOptions, total=False):
    """How a clip is made; what is left out has the default of `avatar say`."""

    scene: Annotated[
        str | Path | Scene | None,
        Option("scene", "What stands around the person: a filled scene, .json or .toml; see docs/templates.md."),
    ]

    audio: Annotated[
        str | Path | None,
        Option(
            "audio",
            "A recording (sound or film) in which it is said, instead of a voice; the text may be left out.",
        ),
    ]
    seconds: Annotated[
        tuple[float, float] | float | str | None,
        Option("speech.seconds", "How long the film may be, 12 or 8-12; the voice hurries or lingers for that."),
    ]
    rates: Annotated[
        tuple[float, float] | str,
        Option("speech.rates", "Least and greatest speaking rate for --seconds, 0.85-1.2 for instance."),
    ]
    speaker: Annotated[str | None, Option("speaker", "Whose voice is recorded, as the authorization names it.")]


@cache
def table(options: type) -> dict[str, Option]:
    """Give the options that a class of this module names, in their order."""
    return {
        name: next(each for each in hint.__metadata__ if isinstance(each, Option))
        for name, hint in get_type_hints(options, include_extras=True).items()
    }


def sorted_in(options: type, given: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Sort what was given by where it belongs: {"speech": {"speed": 1.2}, "": {"seed": 3}}; "" is the request.

    Raise `InputError` for an option that is none, and for what is no value of its kind.
    """
    known, places = table(options), dict[str, dict[str, Any]]()
    for name, value in given.items():
        if name not in known:
            raise InputError(f"There is no option {name!r}; use one of {', '.join(known)}.")
        stage, _, field = known[name].place.rpartition(".")
        places.setdefault(stage, {})[field] = known[name].read(name, value)
    return places


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
