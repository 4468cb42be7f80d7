"""What a film can be encoded with: each codec with the container and the sound that go with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from avatar.settings import FilmSettings

BT709 = 1
"""code point of primaries, transfer and matrix alike (ITU-T H.273)"""
LIMITED = 1
"""libavutil's AVCOL_RANGE_MPEG"""
_ONE_THREAD_PIXELS = 1920 * 1088


@dataclass(frozen=True, slots=True)
class Format:
    """One way to keep pictures and sound."""

    codec: str
    """name that FFmpeg's libraries know the picture's encoder by"""
    pixels: str
    """the encoder's pixel format"""
    container: str
    """name that FFmpeg's libraries know the file's format by"""
    ending: str
    """of file names, with its dot"""
    raw: str
    """container that keeps what the encoder says of its stream as it is"""
    sound: str = "aac"
    """the sound's encoder"""


_DEAD_ZONES = "deadzone-inter=12:deadzone-intra=6"
"""of x264's quantiser, 0-32; its own are 21 and 11, and count where no trellis searches, up to the preset veryfast"""

FORMATS: dict[str, Format] = {
    "h264": Format("libx264", "yuv420p", "mp4", ".mp4", "nut"),
}
"""by the name of `FilmSettings.codec`"""


def format_of(settings: FilmSettings) -> Format:
    """Find the format of a film."""
    return FORMATS["h264"]


def encoder_options(settings: FilmSettings, is_live: bool) -> dict[str, str]:
    """Set up the encoder of a film's pictures; `is_live` gives each picture out at once."""
    # Mode 3 spends more on dark pictures, and narrower dead zones round fewer of the small coefficients to nothing:
    # skin would lose its grain otherwise. That keeps as much detail as a rate factor of 16 in less time and space.
    options = {"preset": settings.preset, "crf": str(settings.crf), "aq-mode": "3", "x264-params": _DEAD_ZONES}
    return options | {"tune": "zerolatency"} if is_live else options


def encoder_threads(settings: FilmSettings) -> int:
    """Choose how many threads encode.

    One wastes least beside a renderer on another core. A number of our own rather than the machine's, because x264's
    output depends on it.
    """
    return 1 if settings.width * settings.height <= _ONE_THREAD_PIXELS else 4
