"""Which encoders work here: those of graphics cards need the card, its driver, and FFmpeg's libraries built for it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, cast

from avatar.errors import NotInstalledError
from avatar.film.formats import FORMATS, encoder_options
from avatar.settings import CODECS, PREVIEW_FPS, FilmSettings

if TYPE_CHECKING:
    import av

_SIDE = 256
"""px, of the trial; smaller pictures are refused by cards"""
_ON_CARDS = ("h264_nvenc", "hevc_nvenc")


@dataclass(frozen=True, slots=True)
class EncoderState:
    """Whether a codec can be encoded here."""

    codec: str
    """one of `settings.CODECS`"""
    encoder: str
    """FFmpeg's name"""
    trouble: str
    """why not, in FFmpeg's words; "" when it can"""


def encoder_states() -> tuple[EncoderState, ...]:
    """Try all of them, by opening each once."""
    return tuple(EncoderState(codec, FORMATS[codec].codec, _trouble(codec)) for codec in CODECS)


def check_encoder(codec: str) -> None:
    """Raise `NotInstalledError` if the codec needs a card that does not take it; nothing replaces it silently."""
    if codec in _ON_CARDS and (trouble := _trouble(codec)):
        own = codec.removesuffix("_nvenc")
        raise NotInstalledError(
            f"The encoder {codec} does not work here ({trouble}); it needs an NVIDIA card with its driver. "
            f"Use --codec {own} instead."
        )


def _trouble(codec: str) -> str:
    import av

    before = av.logging.get_level()
    av.logging.set_level(av.logging.ERROR)
    logs: list[tuple[int, str, str]] = []
    try:
        settings = FilmSettings(_SIDE, _SIDE, Fraction(PREVIEW_FPS), codec=codec)
        context = cast("av.VideoCodecContext", av.CodecContext.create(FORMATS[codec].codec, "w"))
        context.options = encoder_options(settings, is_live=False)
        context.width, context.height, context.pix_fmt = _SIDE, _SIDE, FORMATS[codec].pixels
        context.time_base = 1 / settings.fps
        with av.logging.Capture() as logs:  # what FFmpeg says is told once, by us
            context.open()
    except (av.FFmpegError, ValueError) as fault:
        told = [text.strip() for _, _, text in logs]
        return told[0].rstrip(".") if told else str(getattr(fault, "strerror", None) or fault)
    finally:
        av.logging.set_level(before)
    return ""
