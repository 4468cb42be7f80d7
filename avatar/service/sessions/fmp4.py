"""Fragments of a film, written as soon as their pictures are there: boxes after ISO/IEC 14496-12 and -15.

The opening (ftyp, moov) comes from FFmpeg. Fragments are written here, because FFmpeg's muxer gives each out only when
the next one has begun, and cannot go back in time, as a film does that is interrupted.
"""

from __future__ import annotations

import io
import re
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from avatar.film.shot import template
from avatar.settings import SOUND_RATE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import av

    from avatar.settings import FilmSettings

VIDEO, AUDIO = 1, 2
"""numbers of the tracks"""
BLOCK = 1024
"""samples in a packet of AAC"""
_BITRATE = 96_000
_KEY, _INNER = 0x02000000, 0x01010000
"""flags of a sample that needs no other, and of one that does"""
_START_CODE = re.compile(rb"\x00\x00\x00?\x01")


@dataclass(frozen=True, slots=True)
class Opening:
    """What a film begins with."""

    data: bytes
    """ftyp and moov"""
    video_rate: int
    """ticks a second of the pictures' track"""
    mime: str
    """for MediaSource"""


def opening(settings: FilmSettings, metadata: Mapping[str, str]) -> Opening:
    """Write what a film of these settings begins with, for as long as it may become."""
    import av

    file = io.BytesIO()
    shape = template(settings, is_live=True)
    options = {"movflags": "+empty_moov+default_base_moof+use_metadata_tags", "video_track_timescale": "12800"}
    with shape, av.open(file, "w", format="mp4", options=options) as container:
        container.metadata.update(metadata)
        video = container.add_stream_from_template(shape.streams.video[0])
        video.time_base = 1 / settings.fps
        audio = cast("av.AudioStream", container.add_stream("aac", rate=SOUND_RATE, layout="mono"))
        audio.bit_rate = _BITRATE
        container.start_encoding()
        data = file.getvalue()
    start = data.index(b"avcC") + 5
    return Opening(_boxes(data), 12800, f'video/mp4; codecs="avc1.{data[start : start + 3].hex()}, mp4a.40.2"')


def fragment(  # noqa: PLR0913 - both tracks and their times
    number: int,
    pictures: Sequence[tuple[bytes, bool]],
    video_time: int,
    duration: int,
    blocks: Sequence[bytes],
    audio_time: int,
) -> bytes:
    """Write moof and mdat: pictures (packet of H.264, whether a key frame) of `duration` ticks, and blocks of AAC.

    Times are those of the first of each, in ticks of its track.
    """
    samples = [(_lengths_for_start_codes(data), is_key) for data, is_key in pictures]
    media = b"".join(data for data, _ in samples)
    shown = [(len(data), _KEY if is_key else _INNER) for data, is_key in samples]
    heard = [(len(block), _KEY) for block in blocks]

    def moof(offset: int) -> bytes:
        head = _full_box(b"mfhd", 0, 0, struct.pack(">I", number))
        video = _track(VIDEO, video_time, duration, shown, offset)
        audio = _track(AUDIO, audio_time, BLOCK, heard, offset + len(media)) if heard else b""
        return _box(b"moof", head + video + audio)

    whole = moof(len(moof(0)) + 8)
    return whole + _box(b"mdat", media + b"".join(blocks))


def _track(track: int, time: int, duration: int, samples: Sequence[tuple[int, int]], offset: int) -> bytes:
    head = _full_box(b"tfhd", 0, 0x020008, struct.pack(">II", track, duration))
    begins = _full_box(b"tfdt", 1, 0, struct.pack(">Q", time))
    rows = b"".join(struct.pack(">II", size, flags) for size, flags in samples)
    run = _full_box(b"trun", 0, 0x000601, struct.pack(">Ii", len(samples), offset) + rows)
    return _box(b"traf", head + begins + run)


def _box(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), name) + content


def _full_box(name: bytes, version: int, flags: int, content: bytes) -> bytes:
    return _box(name, struct.pack(">I", version << 24 | flags) + content)


def _boxes(data: bytes) -> bytes:
    """Give ftyp and moov alone."""
    found, start = b"", 0
    while start < len(data):
        size, name = struct.unpack_from(">I4s", data, start)
        if name in (b"ftyp", b"moov"):
            found += data[start : start + size]
        start += size
    return found


def _lengths_for_start_codes(data: bytes) -> bytes:
    """Write a packet as MP4 has it: before each unit its length, in place of a start code."""
    units = [unit for unit in _START_CODE.split(data) if unit]
    return b"".join(struct.pack(">I", len(unit)) + unit for unit in units)
