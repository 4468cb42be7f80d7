"""What a film can be encoded with: each codec with the containers and the sound that go with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from avatar.errors import InputError, OutputError
from avatar.settings import CODECS, X264_PRESETS

if TYPE_CHECKING:
    from pathlib import Path

    from avatar.settings import FilmSettings

BT709 = 1
"""code point of primaries, transfer and matrix alike (ITU-T H.273)"""
LIMITED = 1
"""libavutil's AVCOL_RANGE_MPEG"""
_ONE_THREAD_PIXELS = 1920 * 1088


@dataclass(frozen=True, slots=True)
class Sound:
    """One way to keep sound."""

    codec: str
    """name that FFmpeg's libraries know the encoder by; "": none is kept"""
    samples: str = "flt"
    """how the encoder takes them"""
    block: int = 1024
    """samples in a packet"""
    bitrate: int = 96_000
    """bit/s"""
    options: tuple[tuple[str, str], ...] = ()
    """of the encoder, names and values"""


AAC = Sound("aac", "fltp", options=(("aac_coder", "fast"),))
"""Blocks: ISO/IEC 14496-3; the rate is transparent for one voice. FFmpeg's usual search takes twice as long and comes
less near at this rate: 30 dB from what went in, this one 45 dB."""
OPUS = Sound("libopus", "flt", 960, 64_000)
PCM = Sound("pcm_s16le", "s16", 1024, 0)
SILENT = Sound("")


@dataclass(frozen=True, slots=True)
class Format:
    """One way to keep pictures and sound."""

    codec: str
    """name that FFmpeg's libraries know the picture's encoder by"""
    pixels: str
    """the encoder's pixel format"""
    endings: tuple[str, ...]
    """of the names of files that can hold it, the usual one first"""
    raw: str
    """container that keeps what the encoder says of its stream as it is"""
    sound: Sound = AAC
    """what goes with it"""
    see_through: str = ""
    """the encoder's pixel format with alpha; "": it keeps none"""
    tag: str = ""
    """four characters that players of MP4 and QuickTime look for, where FFmpeg's own choice is another"""


_DEAD_ZONES = "deadzone-inter=15:deadzone-intra=8"
"""of x264's quantiser, 0-32; its own are 21 and 11, and count where no trellis searches, up to the preset veryfast"""

_SEARCH = "partitions=i4x4,i8x8:subme=1:b-adapt=0:me=dia"
"""Macroblocks of inner pictures stay whole, their motion is refined once, and inner pictures are as many as may be: two
fifths of the time for an eighth of the size, at the same fidelity. At 1920x1080 20 % less time than with subme=2, 7 %
more size and 0.2 dB more (PSNR of luma). Heads move little from picture to picture: to look for motion in a small
diamond takes a tenth less time than in hexagons, for 0.4 % more size and 0.03 dB less."""
_SEARCHING = "veryfast"
"""preset that searches for more than it gains; slower ones are chosen for their search"""

_MPEG = (".mp4", ".mov", ".mkv")
FORMATS: dict[str, Format] = {
    "h264": Format("libx264", "yuv420p", _MPEG, "nut"),
    "hevc": Format("libx265", "yuv420p", _MPEG, "nut", tag="hvc1"),
    "vp9": Format("libvpx-vp9", "yuv420p", (".webm", ".mkv"), "webm", OPUS, "yuva420p"),
    "prores": Format("prores_ks", "yuv444p10le", (".mov", ".mkv"), "mov", PCM, "yuva444p10le", "ap4h"),
    # Pictures of a preview are kept without loss, and get their 256 colours when the whole is put together.
    "gif": Format("libx264rgb", "rgb24", (".gif",), "nut", SILENT),
    "h264_nvenc": Format("h264_nvenc", "yuv420p", _MPEG, "nut"),
    "hevc_nvenc": Format("hevc_nvenc", "yuv420p", _MPEG, "nut", tag="hvc1"),
}
"""by the name of `FilmSettings.codec`"""

CONTAINERS = {".mp4": "mp4", ".mov": "mov", ".mkv": "matroska", ".webm": "webm", ".gif": "gif"}
"""FFmpeg's name of the format by the ending of a file's name"""
_USUAL = {".mp4": ("h264",), ".mov": ("prores",), ".mkv": ("h264", "vp9"), ".webm": ("vp9",), ".gif": ("gif",)}
"""codec by ending, where none is asked for: the first that can show what the film shows"""


def format_of(settings: FilmSettings) -> Format:
    """Find the format of a film."""
    return FORMATS[settings.codec]


def pixels_of(settings: FilmSettings) -> str:
    """Give the encoder's pixel format of a film."""
    chosen = format_of(settings)
    return chosen.see_through if settings.background.is_transparent else chosen.pixels


def keeps_luma(settings: FilmSettings) -> bool:
    """Tell whether a film's pictures have a plane of luma with 8 bits."""
    return pixels_of(settings) in {"yuv420p", "yuva420p"}


def usual_ending(settings: FilmSettings) -> str:
    """Give the ending of the names of such films, with its dot."""
    return format_of(settings).endings[0]


def choose_codec(output: Path | None, codec: str | None, *, is_transparent: bool) -> str:
    """Find the codec that was asked for, by its name or by the ending of the film's; `output` may be open.

    Raise `InputError` or `OutputError` where the two contradict each other or what is to be seen.
    """
    if codec is not None:
        check_codec(codec)
        if output is not None:
            check_ending(output, codec)
        return codec
    if output is None:
        return "vp9" if is_transparent else "h264"
    usual = _USUAL.get(output.suffix.lower())
    if usual is None:
        raise _unknown_ending(output)
    fitting = [each for each in usual if FORMATS[each].see_through or not is_transparent]
    if not fitting:
        raise OutputError(f"The film {str(output)!r} cannot be transparent; let its name end in .webm or .mov.")
    return fitting[0]


def check_codec(codec: str) -> None:
    """Raise `InputError` for the name of no codec."""
    if codec not in CODECS:
        raise InputError(f"There is no codec {codec!r}; choose one of {', '.join(CODECS)}.")


def check_ending(path: Path, codec: str) -> None:
    """Raise `OutputError` for a file whose name says that it cannot hold the codec."""
    ending = path.suffix.lower()
    if ending not in CONTAINERS:
        raise _unknown_ending(path)
    endings = FORMATS[codec].endings
    if ending not in endings:
        fits = [name for name in CODECS if ending in FORMATS[name].endings]
        raise OutputError(
            f"The film {str(path)!r} cannot hold the codec {codec}; let its name end in {_either(endings)}, "
            f"or choose the codec {_either(fits)}."
        )


def check_fragments(settings: FilmSettings) -> None:
    """Raise `InputError` for a codec that is not sent in fragments while the film is made."""
    if ".mp4" not in format_of(settings).endings:
        fits = [name for name in CODECS if ".mp4" in FORMATS[name].endings]
        raise InputError(f"The codec {settings.codec} is not sent in fragments; choose {_either(fits)}.")


def encoder_options(settings: FilmSettings, is_live: bool) -> dict[str, str]:
    """Set up the encoder of a film's pictures; `is_live` gives each picture out at once."""
    crf, preset = settings.crf, settings.preset
    if settings.codec == "h264":
        # Mode 3 spends more on dark pictures, and narrower dead zones round fewer of the small coefficients to nothing:
        # skin would lose its grain otherwise. That keeps as much detail as a lower rate factor in less time and space.
        extra = f"{_DEAD_ZONES}:{_SEARCH}" if preset == _SEARCHING else _DEAD_ZONES
        options = {"preset": preset, "crf": str(crf), "aq-mode": "3", "x264-params": extra}
        return options | {"tune": "zerolatency"} if is_live else options
    if settings.codec == "hevc":
        # Fixed numbers of threads: x265's output depends on how many frames are encoded at once.
        depth = ":bframes=0:rc-lookahead=0" if is_live else ""
        rest = f"log-level=error:open-gop=0:pools=2:frame-threads=1:aq-mode=3:sao=0{depth}"
        return {"preset": preset, "crf": str(crf), "x265-params": rest}
    if settings.codec == "vp9":
        # Hidden frames, which need a look ahead, cannot carry transparency.
        speed = min(8, max(2, 8 - X264_PRESETS.index(preset)))
        quality = {"crf": str(min(63, round(_VP9_SCALE * crf))), "b": "0", "deadline": "realtime"}
        return quality | {"cpu-used": str(speed), "auto-alt-ref": "0", "lag-in-frames": "0", "row-mt": "0"}
    if settings.codec == "prores":
        return {"profile": "4444", "vendor": "apl0", "alpha_bits": "8"}
    if settings.codec == "gif":
        return {"preset": "ultrafast", "qp": "0"}
    # Constant quality on a scale close to x264's, and pictures in their own order, so that shots join.
    live = {"delay": "0"} if is_live else {}
    return {"preset": "p5", "rc": "vbr", "cq": str(crf), "b": "0", "bf": "0", "spatial-aq": "1"} | live


def decoding_lead(settings: FilmSettings, is_live: bool) -> int | None:
    """Say how many frames before it is shown a picture is decoded at the latest; None: as its encoder says.

    x265 says something else of a shot of one or two pictures, which would not join with longer ones.
    """
    return (0 if is_live else 2) if settings.codec == "hevc" else None


_VP9_SCALE = 1.45
"""libvpx's rate factor for x264's: equal at the ends of both scales, near equal between"""


def encoder_threads(settings: FilmSettings) -> int:
    """Choose how many threads encode.

    One wastes least beside a renderer on another core. A number of our own rather than the machine's, because x264's
    output depends on it.
    """
    if settings.codec == "prores":
        return 4  # each frame stands alone, so no output depends on it
    return 1 if settings.width * settings.height <= _ONE_THREAD_PIXELS else 4


def _unknown_ending(path: Path) -> OutputError:
    known = _either(tuple(CONTAINERS))
    return OutputError(f"The film {str(path)!r} has an ending that says no format; let its name end in {known}.")


def _either(names: tuple[str, ...] | list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
