"""A film or a sound from outside, opened as a file and nothing else, by a list of ours of containers.

Left to itself, ffmpeg takes a name such as `http:/...` or `concat:a|b` for a protocol, `x%d.gif` for a series of files,
and a text with the right first line for a list of other files to be played.
"""

# Shapes no clip.

from __future__ import annotations

import errno
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from avatar.errors import TooLargeError

if TYPE_CHECKING:
    from fractions import Fraction

    import av.container

PIXELS = 100_000_000
"""of a picture of a film; 8K has 33 million"""
STREAMS = 64
"""tracks of a film"""
_CONTAINERS = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,flv,mpegts,mpeg,mpegvideo,asf,mxf,nut,ivf,yuv4mpegpipe,"  # films
    "h264,hevc,wav,w64,aiff,au,mp3,flac,ogg,aac,ac3,eac3,amr,amrnb,amrwb,wv,ape,tta,dts,"  # sounds
    "gif,apng,png_pipe,jpeg_pipe,webp_pipe,bmp_pipe,tiff_pipe"  # pictures
)
"""ffmpeg's names of the readers that may look at a file; none of them opens another file"""
_JPEG = b"\xff\xd8\xff"
"""that such a file begins with"""
PICTURES, SOUND = ("video",), ("audio",)
BOTH = PICTURES + SOUND
"""kinds of tracks that somebody wants to decode"""
_TAGS_ARE_READ = 19
"""version of PyAV from which on tags that are no UTF-8 end no reading, whatever is asked"""


def open_media(
    source: Path | str | BinaryIO,
    reader: str | None = None,
    pixels: int = PIXELS,
    streams: int = STREAMS,
    wanted: tuple[str, ...] = BOTH,
) -> av.container.InputContainer:
    """Open a film or a sound to be read, for a `with` block; `reader` is the one reader that may look at it.

    The first track of each kind that is `wanted` can be decoded, where there is one.

    What is no UTF-8 in its tags is replaced. Raise `TooLargeError` where its pictures have more than `pixels`, and for
    damaged files one of `broken()`; decoding raises them, too, also for pictures that grow later.
    """
    import av

    options = {
        "protocol_whitelist": "file",
        "format_whitelist": _CONTAINERS,
        "max_streams": str(streams),
        "max_pixels": str(pixels),
    }
    file: Any = source if hasattr(source, "read") else f"file:{source}"
    if isinstance(file, str):
        reader = reader or _reader_of(Path(file.removeprefix("file:")))
    if isinstance(file, str) and "%" in file:  # of some kinds of file, that names a series of them
        file = Path(file.removeprefix("file:")).open("rb")  # noqa: SIM115 - it stays open as long as the container
    container = _bounded(av.open(file, "r", format=reader, options=options, **_any_tags(av.__version__)), pixels)
    for tags in (container.metadata, *(stream.metadata for stream in container.streams)):
        _readable(tags)
    for kind in wanted:
        first = next((stream for stream in container.streams if stream.type == kind), None)
        if first is not None and getattr(first, "codec_context", None) is None:
            container.close()
            raise av.error.DecoderNotFoundError(errno.ENOSYS, f"nobody here can decode its {kind}")
    return container


def broken() -> tuple[type[Exception], ...]:
    """Give what is raised for films and sounds that are damaged, as they are opened, decoded and resampled."""
    import av

    return (av.FFmpegError, OSError, ValueError, IndexError, OverflowError)


def why(fault: Exception) -> str:
    """Give FFmpeg's words for a fault, without its numbers."""
    return str(getattr(fault, "strerror", None) or fault)


def pace_of(container: av.container.InputContainer) -> tuple[Fraction | None, float]:
    """Give the pictures a second of a film, and its seconds, as its headers say; None and 0 where they don't."""
    stream = container.streams.video[0]
    seconds = float(stream.duration * stream.time_base) if stream.duration and stream.time_base else 0.0
    return stream.average_rate or stream.guessed_rate, seconds or (container.duration or 0) / 1e6


def _reader_of(path: Path) -> str | None:
    """Name the reader of a JPEG picture, whose name would be taken for one of a series; None for all else."""
    with path.open("rb") as file:
        return "jpeg_pipe" if file.read(len(_JPEG)) == _JPEG else None


def _bounded(container: av.container.InputContainer, pixels: int) -> av.container.InputContainer:
    for stream in container.streams.video:
        context: av.VideoCodecContext | None = stream.codec_context
        if context is None:  # nobody can decode it
            continue
        if context.width * context.height > pixels:
            container.close()
            raise TooLargeError(
                f"The pictures of {container.name.removeprefix('file:')!r} have {context.width}x{context.height} "
                f"pixels, and {pixels / 1e6:g} million are read at most; give smaller ones."
            )
        context.options = {"max_pixels": str(pixels)}
    return container


def _readable(tags: dict[str, str]) -> None:
    """Replace what is no UTF-8, and was put into the text as halves of pairs: nothing could write that anywhere."""
    for name, text in tags.items():
        if not text.isascii():
            tags[name] = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _any_tags(version: str) -> dict[str, Any]:
    """Give what lets this version of PyAV read tags that are no UTF-8."""
    return {} if int(version.split(".")[0]) >= _TAGS_ARE_READ else {"metadata_errors": "replace"}
