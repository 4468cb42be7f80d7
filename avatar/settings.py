"""One frozen class of settings per stage, each with its defaults and its limits."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from fractions import Fraction
from typing import Any

from avatar.errors import InputError

SHORTEST_SIDE, LONGEST_SIDE = 128, 3840
"""of a film, px"""
FASTEST = 120
"""frames per second"""
X264_PRESETS = ("ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow")
"""from large and quick to small and slow"""
DEVICES = ("auto", "cpu", "cuda")
"""where networks that somebody has named can run; "auto" is a GPU where there is one"""
CODECS = ("h264", "hevc", "vp9", "prores", "gif", "h264_nvenc", "hevc_nvenc")
"""that the pictures of a film can be kept in"""
SOUND_RATE = 48_000
"""of all sound that is kept, Hz: what players and platforms expect beside H.264"""
TRANSPARENT_CODECS = ("vp9", "prores")
"""those of them that keep alpha"""
PREVIEW_WIDTH, PREVIEW_FPS = 480, 15
"""of a GIF at most, px and frames per second"""
BACKGROUNDS = ("own", "blur", "colour", "linear", "radial", "image", "video", "green", "transparent")
"""what can be seen behind the person"""
KEY_GREEN = (0, 177, 64)
"""RGB of the background that editing programs take away"""
USUAL_MATCH = 0.4
"""how far a person takes on the colours of a picture or a film, where nobody says it"""
MOST_STOPS = 8
"""colours that a gradient runs through"""
LABEL_LANGUAGES = ("auto", "zh", "en")
"""of the label in the picture"""
AUDIBLE_LABELS = ("spoken", "rhythm")
"""of sound without pictures"""
DETECTORS = ("mesh", "insightface", "face-alignment")
"""what finds and marks the face of a photo, first our own networks, which are usual; other packages may add more"""
SUBTITLES = ("none", "soft", "burn", "file")
"""what becomes of the words that are said: nothing, a track of the film, letters in its pictures, files beside it"""
NOBODY, EMBEDDED = "none", "esrgan"
"""who needs no file: nobody, in place of any network, and the Real-ESRGAN that comes along"""
_FIDELITY = 0.5
"""share of a face that a restorer leaves as it is, where nobody says it"""
ENLARGEMENTS = (2, 4)
"""how many times a portrait can be enlarged where somebody wants that"""
AREAS = ("face", "frame")
"""where detail can be added: to head and face, or to the whole picture"""
RATES = (0.85, 1.2)
"""least and greatest speaking rate that nobody notices, within which a text is made to fit a time"""
EMOTIONS = ("neutral", "warm", "serious", "cheerful", "concerned")
"""that a face, and a voice, can have while it speaks"""


def _require_emotion(emotion: str) -> None:
    if emotion not in EMOTIONS:
        raise InputError(f"There is no emotion {emotion!r}; choose one of {', '.join(EMOTIONS)}.")


@dataclass(frozen=True, slots=True)
class TextSettings:
    """How a text is read."""

    language: str = "auto"
    """BCP-47, or "auto" to decide sentence by sentence"""
    lexicon: str | None = None
    """the content of a file that says how words are read, see `avatar.text.markup.lexicon`; None: there is none"""


@dataclass(frozen=True, slots=True)
class SpeechSettings:
    """How it sounds."""

    loudness: float = -16.0
    """integrated loudness, LUFS (ITU-R BS.1770)"""
    peak: float = 0.89
    """largest sample after limiting, 0-1 (-1 dBFS)"""
    speed: float = 1.0
    """1 is the voice card's own rate; 0.5-2"""
    emotion: str = "neutral"
    """one of `EMOTIONS`: how fast, high and lively it is said"""
    seconds: tuple[float, float] | None = None
    """least and most s that the film may be long, for which the speed is found; None: as long as it takes"""
    rates: tuple[float, float] = RATES
    """least and greatest speed that may be found for that"""

    def __post_init__(self) -> None:
        _require_emotion(self.emotion)
        self._require_times()
        if not 0.5 <= self.speed <= 2.0:
            raise InputError(f"The speed {self.speed:g} is out of range; choose one from 0.5 to 2.")

    def _require_times(self) -> None:
        shortest, longest = self.seconds or (0.0, 1.0)
        if not 0.0 <= shortest <= longest or not 0.0 < longest <= 3600.0:
            raise InputError(f"No film takes {shortest:g} to {longest:g} s; choose seconds such as 12, or 8-12.")
        slowest, fastest = self.rates
        if not 0.5 <= slowest <= fastest <= 2.0:
            raise InputError(
                f"The rates {slowest:g} to {fastest:g} are out of range; choose the least and the greatest from 0.5 "
                "to 2, such as 0.85-1.2."
            )
        if self.seconds is not None and self.speed != 1.0:
            raise InputError(
                f"The speed {self.speed:g} and the time that the film may take contradict each other; choose one."
            )


@dataclass(frozen=True, slots=True)
class LipSettings:
    """How the mouth moves."""

    strength: float = 1.0
    """size of the lip movements, 0.3-1.5; closures do not depend on it"""

    def __post_init__(self) -> None:
        if not 0.3 <= self.strength <= 1.5:
            raise InputError(f"The lip strength {self.strength:g} is out of range; choose one from 0.3 to 1.5.")


@dataclass(frozen=True, slots=True)
class MotionSettings:
    """How the rest of the head moves."""

    head: float = 1.0
    """strength of head motion, 0-2"""
    blink: float = 1.0
    """how often the eyes blink, 0 (never) to 2; 1 is natural"""
    lead_in: float = 0.4
    """idle before the speech, s"""
    lead_out: float = 0.6
    """idle after the speech, s"""
    emotion: str = "neutral"
    """one of `EMOTIONS`"""

    def __post_init__(self) -> None:
        _require_emotion(self.emotion)
        for name, value in (("head", self.head), ("blink", self.blink)):
            if not 0.0 <= value <= 2.0:
                raise InputError(f"The strength {value:g} of {name!r} is out of range; choose one from 0 to 2.")
        for name, value in (("lead_in", self.lead_in), ("lead_out", self.lead_out)):
            if not 0.0 <= value <= 60.0:
                raise InputError(f"The idle time {name!r} of {value:g} s is out of range; choose one from 0 to 60 s.")


@dataclass(frozen=True, slots=True)
class NetworkFile:
    """A network that somebody has chosen."""

    name: str
    """as it was asked for: a built-in one, one that is installed, or a file"""
    path: str = field(default="", compare=False, repr=False)
    """where its file lies, once it is found; it names nothing, its content does"""
    digest: str = ""
    """sha256 of that file, hex; "": a built-in one, or not found yet"""


NO_DETAIL = NetworkFile(NOBODY)
"""for `PortraitSettings.upscale`"""


@dataclass(frozen=True, slots=True)
class PortraitSettings:
    """How a photo is taken apart, and with whose help a face gains detail, then or in each frame."""

    upscale: NetworkFile | None = None
    """whose detail a face gains that has fewer pixels than a film wants, `NO_DETAIL`: nobody's; None: as the portrait
    was enrolled, else `EMBEDDED`"""
    by: int | None = None
    """how many times to enlarge, one of `ENLARGEMENTS`; None: as it was enrolled, else no more than a film wants"""
    area: str | None = None
    """one of `AREAS`: where detail is added; None: as the portrait was enrolled, else the first"""
    restore: NetworkFile | None = None
    """whose idea of a face; None: as the portrait was enrolled, else nobody's, which `NOBODY` asks for"""
    fidelity: float | None = None
    """0-1: share of the face that stays as it is, where one is restored; None: as it was enrolled, else a half"""
    detector: str | None = None
    """name of the backend that finds the face, and marks it; None: as the portrait was enrolled, else ours"""
    matting: NetworkFile | None = None
    """who cuts the person out; None: as the portrait was enrolled, else the usual matte, which `NOBODY` asks for"""
    device: str = field(default=DEVICES[0], repr=False)
    """one of `DEVICES`: where networks run that somebody has named, the one that draws included"""

    def __post_init__(self) -> None:
        if self.device not in DEVICES:
            raise InputError(f"There is no device {self.device!r}; choose one of {', '.join(DEVICES)}.")
        if self.by is not None and self.by not in ENLARGEMENTS:
            raise InputError(
                f"A portrait cannot be enlarged {self.by} times; choose {' or '.join(map(str, ENLARGEMENTS))}."
            )
        if self.area not in (None, *AREAS):
            raise InputError(f"Detail cannot be added to {self.area!r}; choose {' or '.join(AREAS)}.")
        if self.fidelity is not None and not 0.0 <= self.fidelity <= 1.0:
            raise InputError(f"The fidelity {self.fidelity:g} is out of range; choose one from 0 to 1.")

    @property
    def adds_detail(self) -> bool:
        """Whether a small face gains any."""
        return self.upscale is None or self.upscale.name != NOBODY

    @property
    def finder(self) -> str:
        """Who finds the face."""
        return self.detector or DETECTORS[0]

    @property
    def kept_share(self) -> float:
        """Share of the face that a restorer leaves as it is, 0-1."""
        return _FIDELITY if self.fidelity is None else self.fidelity

    def settled(self, enrolled: PortraitSettings | None = None) -> PortraitSettings:
        """Fill in what nobody has said: as the portrait was enrolled, else as usual. Nobody is named `NOBODY` then."""
        said: dict[str, Any] = {each.name: getattr(self, each.name) for each in fields(self)}
        if enrolled is not None:
            said = {name: getattr(enrolled, name) if value is None else value for name, value in said.items()}
        usual = {"area": AREAS[0], "fidelity": _FIDELITY, "detector": DETECTORS[0]}
        said |= {name: value for name, value in usual.items() if said[name] is None}
        for name in ("restore", "matting"):
            if said[name] is not None and said[name].name == NOBODY:
                said[name] = None
        return PortraitSettings(**said)


@dataclass(frozen=True, slots=True)
class FrameSettings:
    """What is done to each picture that a network paints."""

    steady: float | None = None
    """how much of the flicker is taken out, 0 (none) to 1; None: all of a network's, and none of what none has made"""

    def __post_init__(self) -> None:
        if self.steady is not None and not 0.0 <= self.steady <= 1.0:
            raise InputError(f"The steadiness {self.steady:g} is out of range; choose one from 0 to 1.")


@dataclass(frozen=True, slots=True)
class BackgroundSettings:
    """What is seen behind the person."""

    kind: str = "own"
    """one of `BACKGROUNDS`; "own" is the photo's, "blur" that one out of focus"""
    colour: tuple[int, int, int] = (0, 0, 0)
    """RGB, 0-255, of the kind "colour" """
    path: str = ""
    """the picture or the film, which names no clip: its content does"""
    digest: str = ""
    """sha256 of that file, hex"""
    stops: tuple[tuple[int, int, int], ...] = ()
    """RGB, 0-255, of the gradients "linear" and "radial", evenly spaced"""
    angle: float = 180.0
    """degrees, of a linear gradient: 0 runs upward, 90 to the right, 180 downward, as in CSS"""
    radius: float = 0.5
    """of the blur, 0 (hardly any) to 1 (nothing can be made out)"""

    def __post_init__(self) -> None:
        if self.kind not in BACKGROUNDS:
            raise InputError(
                f"There is no background of the kind {self.kind!r}; choose one of {', '.join(BACKGROUNDS)}."
            )
        for colour in (self.colour, *self.stops):
            if len(colour) != 3 or not all(0 <= level <= 255 for level in colour):
                raise InputError(f"The colour {colour} is none; give red, green and blue from 0 to 255.")
        if self.is_gradient and not 2 <= len(self.stops) <= MOST_STOPS:
            raise InputError(f"A gradient of {len(self.stops)} colours is none; give 2 to {MOST_STOPS}.")
        if not abs(self.angle) <= 360:
            raise InputError(f"The angle {self.angle:g} of the gradient is out of range; choose one from 0 to 360.")
        if not 0.0 <= self.radius <= 1.0:
            raise InputError(f"The blur {self.radius:g} is out of range; choose one from 0 to 1, such as blur:0.6.")

    @property
    def is_own(self) -> bool:
        """The photo's own background stays."""
        return self.kind == "own"

    @property
    def is_transparent(self) -> bool:
        """Nothing is seen: the film keeps alpha."""
        return self.kind == "transparent"

    @property
    def is_gradient(self) -> bool:
        """Colours that run into each other."""
        return self.kind in ("linear", "radial")

    @property
    def is_scene(self) -> bool:
        """It has light of its own, which falls on the person: all but the photo's own, nothing, and what is keyed."""
        return self.kind in ("colour", "linear", "radial", "image", "video")


@dataclass(frozen=True, slots=True)
class LightSettings:
    """How far the light of another background falls on the person."""

    match: float | None = None
    """how far the person takes on its colours, 0-1; None: `USUAL_MATCH` before a picture or a film, else not at all"""
    wrap: float = 0.4
    """how far its light bleeds over the person's edge, 0 (not at all) to 1"""

    def __post_init__(self) -> None:
        for name, value in (("match", self.match or 0.0), ("wrap", self.wrap)):
            if not 0.0 <= value <= 1.0:
                raise InputError(f"The {name} {value:g} is out of range; choose one from 0 (none) to 1 (in full).")

    def matched(self, background: BackgroundSettings) -> float:
        """Give how far the person takes on the colours of a background, 0-1."""
        if not background.is_scene:
            return 0.0
        usual = USUAL_MATCH if background.kind in ("image", "video") else 0.0
        return usual if self.match is None else self.match


@dataclass(frozen=True, slots=True)
class FilmSettings:
    """What the film looks like."""

    width: int = 720
    """px, even"""
    height: int = 720
    """px, even"""
    fps: Fraction = Fraction(25)
    """frames per second"""
    crf: int = 18
    """constant rate factor on x264's scale, 1 (best) to 51"""
    preset: str = "veryfast"
    """x264 preset, one of `X264_PRESETS`; other codecs take theirs that is nearest"""
    label_language: str = "auto"
    """one of `LABEL_LANGUAGES`; "auto": "zh" for a Chinese text, "en" for any other"""
    codec: str = "h264"
    """one of `CODECS`"""
    background: BackgroundSettings = field(default_factory=BackgroundSettings)
    """what is seen behind the person"""

    def __post_init__(self) -> None:
        for name, length in (("width", self.width), ("height", self.height)):
            if length % 2 or not SHORTEST_SIDE <= length <= LONGEST_SIDE:
                raise InputError(
                    f"The {name} {length} cannot be filmed; choose an even one from {SHORTEST_SIDE} to {LONGEST_SIDE}."
                )
        if not 1 <= self.fps <= FASTEST or self.fps.denominator > 1001:
            raise InputError(
                f"The frame rate {self.fps} cannot be filmed; choose one from 1 to {FASTEST}, such as 25 or 30000/1001."
            )
        if not 1 <= self.crf <= 51:  # 0 is lossless, in a profile that browsers don't play
            raise InputError(f"The rate factor {self.crf} is out of range; choose one from 1 (best) to 51, such as 18.")
        if self.label_language not in LABEL_LANGUAGES:
            raise InputError(
                f"There is no label in the language {self.label_language!r}; "
                f"choose one of {', '.join(LABEL_LANGUAGES)}."
            )
        if self.preset not in X264_PRESETS:
            raise InputError(f"There is no x264 preset {self.preset!r}; choose one of {', '.join(X264_PRESETS)}.")
        self._check_codec()

    def _check_codec(self) -> None:
        if self.codec not in CODECS:
            raise InputError(f"There is no codec {self.codec!r}; choose one of {', '.join(CODECS)}.")
        if self.background.is_transparent and self.codec not in TRANSPARENT_CODECS:
            raise InputError(
                f"The codec {self.codec} cannot be transparent; choose {' or '.join(TRANSPARENT_CODECS)}, "
                "or another background."
            )
        if self.codec == "gif" and (self.width > PREVIEW_WIDTH or self.fps > PREVIEW_FPS):
            raise InputError(
                f"A GIF of {self.width} px at {float(self.fps):g} frames per second is too large; "
                f"choose {PREVIEW_WIDTH} px and {PREVIEW_FPS} at most."
            )


@dataclass(frozen=True, slots=True)
class SubtitleSettings:
    """How what is said can be read."""

    kind: str = "none"
    """one of `SUBTITLES`"""
    style: str | None = None
    """the content of a style file, see `avatar.subtitles.style`; None: the usual style"""
    second: str | None = None
    """the content of a file with the same in another language, see `avatar.subtitles.second`; None: there is none"""

    def __post_init__(self) -> None:
        if self.kind not in SUBTITLES:
            raise InputError(f"There are no subtitles of the kind {self.kind!r}; choose one of {', '.join(SUBTITLES)}.")

    @property
    def are_burned(self) -> bool:
        """They are in the pictures."""
        return self.kind == "burn"


JURISDICTIONS = ("cn", "eu", "us-ca", "us-ny", "kr", "all")
"""whose rules on marking generated films can be asked for; `marks.profiles` says what they are"""


@dataclass(frozen=True, slots=True)
class MarkSettings:
    """Which rules on marking a clip has to meet."""

    jurisdiction: str = "all"
    """one of `JURISDICTIONS`; every clip gets all marks that its file has a place for, this says which must be there"""

    def __post_init__(self) -> None:
        if self.jurisdiction not in JURISDICTIONS:
            raise InputError(
                f"There is no jurisdiction {self.jurisdiction!r}; choose one of {', '.join(JURISDICTIONS)}."
            )


@dataclass(frozen=True, slots=True)
class IdentitySettings:
    """How far the face of a film may be from its portrait's before that is said."""

    floor: float | None = None
    """likeness below which it is, 0-1; 0: no film is looked at; None: what is measured with has its own"""

    def __post_init__(self) -> None:
        if self.floor is not None and not 0.0 <= self.floor <= 1.0:
            raise InputError(f"The likeness {self.floor:g} is out of range; choose one from 0 to 1, such as 0.8.")


@dataclass(frozen=True, slots=True)
class Settings:
    """All of them together: how a clip is made."""

    text: TextSettings = field(default_factory=TextSettings)
    """reading"""
    speech: SpeechSettings = field(default_factory=SpeechSettings)
    """speaking"""
    lips: LipSettings = field(default_factory=LipSettings)
    """lips"""
    motion: MotionSettings = field(default_factory=MotionSettings)
    """head, gaze, blinks"""
    portrait: PortraitSettings = field(default_factory=PortraitSettings)
    """enrolment"""
    frames: FrameSettings = field(default_factory=FrameSettings)
    """what is done to a network's pictures"""
    film: FilmSettings = field(default_factory=FilmSettings)
    """the film"""
    light: LightSettings = field(default_factory=LightSettings)
    """the light of another background"""
    subtitles: SubtitleSettings = field(default_factory=SubtitleSettings)
    """subtitles"""
    marks: MarkSettings = field(default_factory=MarkSettings)
    """the marks, which shape no picture"""
    identity: IdentitySettings = field(default_factory=IdentitySettings)
    """who is recognised, which shapes no picture"""
