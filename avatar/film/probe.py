"""What a film says of itself, without decoding it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, BinaryIO

from avatar.errors import InputError
from avatar.outside.media import broken, open_media

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import av

_CLOCK = re.compile(r"(\d+):(\d+):(\d+(?:\.\d+)?)")


@dataclass(frozen=True, slots=True)
class FilmFacts:
    """What the headers of a film tell, and the count of its packets where they don't."""

    size: tuple[int, int]
    """width, height, px"""
    fps: Fraction
    """average frame rate"""
    frames: int
    """count"""
    video_seconds: float
    """length of the picture, s"""
    audio_seconds: float
    """length of the sound, s; 0: none"""
    video_codec: str
    """"h264" """
    audio_codec: str
    """"aac"; "": no sound"""
    pixel_format: str
    """"yuv420p" """
    primaries: int
    """ITU-T H.273 code point; 1 is BT.709, 2 unknown"""
    transfer: int
    """the same for the transfer characteristics"""
    matrix: int
    """the same for the matrix coefficients"""
    is_limited_range: bool
    """luma from 16 to 235"""
    is_faststart: bool
    """the index of an MP4 lies before the data, so that playing starts before all has arrived"""
    has_alpha: bool
    """it can be transparent"""
    metadata: dict[str, str]
    """keys and values"""


def probe(path: Path) -> FilmFacts:
    """Read the headers of a film. Raise `InputError` if it is none."""
    try:
        with open_media(path) as container:
            if not container.streams.video:
                raise InputError(f"The file {str(path)!r} has no picture; give a film.")
            return _facts(container, is_faststart=_is_faststart(path))
    except broken() as fault:
        raise InputError(f"The file {str(path)!r} cannot be read as a film ({fault}); give an MP4.") from fault


def _facts(container: av.container.InputContainer, is_faststart: bool) -> FilmFacts:
    video = container.streams.video[0]
    audio = container.streams.audio[0] if container.streams.audio else None
    context = video.codec_context
    # By way of its format: where damage leaves none, some releases of PyAV crash over the name.
    pixel_format = context.format.name if context.format else ""
    return FilmFacts(
        size=(context.width, context.height),
        fps=video.average_rate or Fraction(0),
        frames=video.frames or sum(packet.size > 0 for packet in container.demux(video)),
        video_seconds=_seconds(video),
        audio_seconds=_seconds(audio) if audio else 0.0,
        video_codec=context.name,
        audio_codec=audio.codec_context.name if audio else "",
        pixel_format=pixel_format,
        primaries=int(context.color_primaries),
        transfer=int(context.color_trc),
        matrix=int(context.colorspace),
        is_limited_range=int(context.color_range) == 1,
        is_faststart=is_faststart,
        has_alpha=pixel_format.startswith("yuva") or video.metadata.get("alpha_mode") == "1",
        metadata=dict(container.metadata),
    )


def _seconds(stream: av.stream.Stream) -> float:
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    stated = _CLOCK.match(stream.metadata.get("DURATION", ""))  # how Matroska gives the length of each stream
    return 3600 * int(stated[1]) + 60 * int(stated[2]) + float(stated[3]) if stated else 0.0


def _is_faststart(path: Path) -> bool:
    with path.open("rb") as file:
        kinds = [kind for kind in _boxes(file) if kind in (b"moov", b"mdat")]
    return kinds[:1] == [b"moov"]


def _boxes(file: BinaryIO) -> Iterator[bytes]:
    """Walk over the outermost boxes (ISO/IEC 14496-12, 4.2)."""
    while len(header := file.read(8)) == 8:
        size, kind, read = int.from_bytes(header[:4], "big"), header[4:], 8
        if size == 1:
            size, read = int.from_bytes(file.read(8), "big"), 16
        yield kind
        if size < read:  # 0: to the end of the file
            return
        file.seek(size - read, 1)
