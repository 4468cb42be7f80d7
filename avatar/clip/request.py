"""What is asked for: one clip, or one sound, as the command line, Python, and any service put it."""

from __future__ import annotations

from dataclasses import MISSING, dataclass, field, fields, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from avatar.clip.options import ClipOptions, PortraitOptions, SoundOptions, sorted_in, table
from avatar.clip.scenes import canvas
from avatar.errors import InputError
from avatar.settings import AUDIBLE_LABELS, RATES, FilmSettings, NetworkFile, PortraitSettings, Settings

if TYPE_CHECKING:
    from pathlib import Path

    from typing_extensions import Unpack

    from avatar.data.scene import Scene

DEFAULT_PORTRAIT = "xiaochen"
DEFAULT_RENDERER = "mesh"
OF_FILES = ("codec", "subtitles", "subtitles_style", "subtitles_second")
"""options of films that lie in a file, for which a stream has no use"""
_SHAPES = ("size", "fps", "codec", "background")
"""what is asked for of a film in other words than its settings"""


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a clip is for: an authorization covers some of it and not the rest."""

    purpose: str = "personal"
    """one of `permission.consent.vocabulary.PURPOSES`, or a word of one's own, x-..."""
    channel: str = "file"
    """how it reaches people, one of `permission.consent.vocabulary.CHANNELS`, or x-..."""
    territory: str | None = None
    """where, CN or US-CA"""
    product: str | None = None
    """what it is about"""
    licensee: str | None = None
    """who makes it"""


@dataclass(frozen=True, slots=True)
class ClipRequest:
    """One clip, as it is asked for."""

    text: str
    """what is said"""
    portrait: str = DEFAULT_PORTRAIT
    """a path, or the name of an enrolled or shipped portrait"""
    voice: str | None = None
    """name of a voice card; None: the default voice of each sentence's language"""
    audio: str | None = None
    """path of a recording in which the text is said; None: a voice says it"""
    speaker: str | None = None
    """whose voice is recorded, as consents name it; None: nobody has said"""
    face: int | None = None
    """which face of a group photo, 1 is the image's leftmost; None: there is only one"""
    renderer: str = DEFAULT_RENDERER
    """name of the backend that makes the pictures"""
    network: str | None = None
    """name or file of the network that it draws with; None: the first for it that is installed"""
    seed: int | None = None
    """of all that is random; None: derived from the portrait, so that a rerun is identical"""
    settings: Settings = field(default_factory=Settings)
    """everything else"""
    occasion: Occasion = field(default_factory=Occasion)
    """what it is for"""
    notes: tuple[str, ...] = ()
    """what of it was rounded, sentences"""
    scene: Scene | None = None
    """what stands around the person; None: nothing, the person fills the film"""

    @classmethod
    def from_options(
        cls,
        text: str,
        portrait: str | Path = DEFAULT_PORTRAIT,
        output: Path | None = None,
        **options: Unpack[ClipOptions],
    ) -> ClipRequest:
        """Take what somebody asks for: a size is rounded to one that can be filmed, and says so in `notes`.

        `output` is where it will lie, whose ending may choose the codec. Raise `InputError` that says what to change.
        """
        places = sorted_in(ClipOptions, dict(options))
        asked, own = places.pop("film", {}), places.pop("", {})
        scene = _scene(own.pop("scene", None), asked, places)
        film, notes = _film(output, asked)
        if scene is not None:
            canvas(scene, (film.width, film.height))
        settings, occasion = _settings(places, film), _occasion(places)
        if own.get("audio") is not None and settings.speech.seconds is not None:
            raise InputError("A recording is as long as it is; leave seconds out, or let a voice say the text.")
        return cls(text, str(portrait), **own, settings=settings, occasion=occasion, notes=notes, scene=scene)


@dataclass(frozen=True, slots=True)
class SoundRequest:
    """One sound without pictures, as it is asked for."""

    text: str
    """what is said; marks for the face but pauses are not heard"""
    voice: str | None = None
    """name of a voice card; None: the default voice of each sentence's language"""
    label: str = AUDIBLE_LABELS[0]
    """one of `AUDIBLE_LABELS`"""
    settings: Settings = field(default_factory=Settings)
    """how the text is read and spoken, and whose rules on marks count; the rest shapes no sound"""
    occasion: Occasion = field(default_factory=Occasion)
    """what it is for: its purpose, for nobody is shown"""

    def __post_init__(self) -> None:
        if self.label not in AUDIBLE_LABELS:
            raise InputError(f"There is no audible label {self.label!r}; choose one of {', '.join(AUDIBLE_LABELS)}.")
        if self.settings.subtitles.kind not in ("none", "file"):
            raise InputError(
                f"A sound has no place for subtitles of the kind {self.settings.subtitles.kind!r}; choose file or none."
            )

    @classmethod
    def from_options(cls, text: str, **options: Unpack[SoundOptions]) -> SoundRequest:
        """Take what somebody asks for. Raise `InputError` that says what to change."""
        places = sorted_in(SoundOptions, dict(options))
        own = places.pop("", {})
        return cls(text, **own, settings=_settings(places), occasion=_occasion(places))


def portrait_settings(**options: Unpack[PortraitOptions]) -> PortraitSettings:
    """Take how somebody wants a photo taken apart. Raise `InputError` that says what to change."""
    return PortraitSettings(**_read_networks(sorted_in(PortraitOptions, dict(options)).get("portrait", {})))


def default_of(options: type, name: str) -> Any:  # noqa: ANN401 - as many types as there are options
    """Give what an option is where nobody says it, as it is written at a shell."""
    stage, _, own = table(options)[name].place.rpartition(".")
    if stage == "film" and own in _SHAPES:
        film = FilmSettings()
        return {"size": f"{film.width}x{film.height}", "fps": str(film.fps), "codec": None, "background": "own"}[own]
    if own == "rates":
        return "{:g}-{:g}".format(*RATES)
    holder: Any = ClipRequest("") if hasattr(ClipRequest, own) else SoundRequest("")
    if stage:
        holder = holder.occasion if stage == "occasion" else getattr(holder.settings, stage)
    return getattr(holder, own)


def _scene(given: Any, film: dict[str, Any], places: dict[str, dict[str, Any]]) -> Scene | None:  # noqa: ANN401
    """Read the scene that is asked for, and let it say what nobody else does: size, silence around, subtitles."""
    if given is None:
        return None
    from avatar.clip.scenes import read_scene

    scene = read_scene(given)
    if str(film.get("background") or "own") != "own":
        raise InputError(
            f"A scene has its own background, so {str(film['background'])!r} is of no use; leave --background out."
        )
    film["size"] = _whole(film.get("size")) or scene.size
    places.setdefault("motion", {}).update(lead_in=scene.lead_in, lead_out=scene.lead_out)
    subtitles = places.setdefault("subtitles", {})
    if scene.captions.are_shown and subtitles.get("kind", "none") == "none":
        subtitles["kind"] = "burn"
    if scene.captions.style and subtitles.get("kind", "none") == "burn" and not subtitles.get("style"):
        subtitles["own_style"] = scene.captions.style
    return scene


def _whole(size: Any) -> Any:  # noqa: ANN401 - whatever somebody gave
    """Give the size that somebody has chosen; None for the one that a film has anyway."""
    usual = FilmSettings()
    return None if size in (None, f"{usual.width}x{usual.height}", (usual.width, usual.height)) else size


def _read_subtitles(asked: dict[str, Any]) -> dict[str, Any]:
    """Read the files that are named for subtitles, and make sure that they say something."""
    from avatar.subtitles.reading import read_file
    from avatar.subtitles.second import read_second
    from avatar.subtitles.style import read_style

    if own := asked.pop("own_style", ""):
        asked["style"] = own
    elif style := asked.get("style"):
        asked["style"] = read_file(style, "subtitle style")
        read_style(asked["style"], str(style))
    if second := asked.get("second"):
        asked["second"] = read_file(second, "second language")
        read_second(asked["second"], str(second))
    return asked


def _read_lexicon(asked: dict[str, Any]) -> dict[str, Any]:
    """Read the file that is named as a lexicon, and make sure that it can be used."""
    from avatar.subtitles.reading import read_file
    from avatar.text import check_lexicon

    if path := asked.get("lexicon"):
        asked["lexicon"] = read_file(path, "lexicon")
        check_lexicon(asked["lexicon"], str(path))
    return asked


def _read_times(asked: dict[str, Any]) -> dict[str, Any]:
    """Read how long it may take, and how far the rate may go for that: one number, or two."""
    if asked.get("seconds") is not None:
        asked["seconds"] = _two("seconds", asked["seconds"], "12, or 8-12", least=0.0)
    if "rates" in asked:
        asked["rates"] = _two("rates", asked["rates"], "0.85-1.2")
    return asked


def _read_networks(asked: dict[str, Any]) -> dict[str, Any]:
    """Take the networks that are named; their files are looked for when the clip is prepared, in its home."""
    for place in ("upscale", "restore", "matting"):
        named = asked.get(place)
        if named is not None and not isinstance(named, NetworkFile):
            asked[place] = NetworkFile(str(named))
    return asked


def _two(name: str, given: Any, example: str, least: float | None = None) -> tuple[float, float]:  # noqa: ANN401
    """Read "8-12" or (8, 12); one number is the second where `least` says what the first is then."""
    written = [each.strip() for each in given.replace("–", "-").split("-")] if isinstance(given, str) else given
    try:
        numbers = [float(each) for each in (written if isinstance(written, list | tuple) else [written])]
        if len(numbers) == 1 and least is not None:
            numbers = [least, *numbers]
        first, second = numbers
    except (TypeError, ValueError):
        raise InputError(f"The {name} {given!r} are none; write them like {example}.") from None
    return first, second


def _settings(places: dict[str, dict[str, Any]], film: FilmSettings | None = None) -> Settings:
    made: dict[str, Any] = {}
    if "subtitles" in places:
        places["subtitles"] = _read_subtitles(places["subtitles"])
    if "text" in places:
        places["text"] = _read_lexicon(places["text"])
    if "speech" in places:
        places["speech"] = _read_times(places["speech"])
    if "portrait" in places:
        places["portrait"] = _read_networks(places["portrait"])
    for stage in fields(Settings):
        if stage.default_factory is not MISSING:
            made[stage.name] = stage.default_factory(**places.get(stage.name, {}))
    made["motion"] = replace(made["motion"], emotion=made["speech"].emotion)  # the face says it as the voice does
    return Settings(**(made if film is None else made | {"film": film}))


def _occasion(places: dict[str, dict[str, Any]]) -> Occasion:
    return Occasion(**places.get("occasion", {}))


def _film(output: Path | None, asked: dict[str, Any]) -> tuple[FilmSettings, tuple[str, ...]]:
    """Make a film's settings of what is asked for, and sentences on what was rounded."""
    from avatar.film import choose_codec, even_size, parse_fps, parse_size, preview_shape
    from avatar.finish.backdrops import parse_background

    usual = FilmSettings()
    asked = dict(asked)
    size, fps = asked.pop("size", (usual.width, usual.height)), asked.pop("fps", usual.fps)
    behind = parse_background(str(asked.pop("background", "own")))
    codec = choose_codec(output, asked.pop("codec", None), is_transparent=behind.is_transparent)
    shape, notes = even_size(parse_size(size) if isinstance(size, str) else _pair(size))
    rate = fps if isinstance(fps, Fraction) else parse_fps(str(fps))
    if codec == "gif":
        shape, rate, more = preview_shape(shape, rate)
        notes += more
    return FilmSettings(*shape, fps=rate, codec=codec, background=behind, **asked), notes


def _pair(size: Any) -> tuple[int, int]:  # noqa: ANN401 - whatever somebody gave
    try:
        width, height = (int(side) for side in size)
    except (TypeError, ValueError):
        raise InputError(
            f"The size {size!r} is not a width and a height; give two numbers, such as (720, 720)."
        ) from None
    return width, height
