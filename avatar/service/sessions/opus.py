"""Sound as Ogg Opus files, each complete by itself and of exactly as many samples as it was given.

RFC 6716 (Opus), RFC 7845 (in Ogg), RFC 3533 (Ogg). A file begins with sound that comes before it, which its decoder
skips: so files that follow each other join without a click.
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

import numpy as np

from avatar.settings import SOUND_RATE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

BITRATE = 32_000
"""bit/s: the mark in the sound can still be read"""
_FRAME = 960
"""samples in a packet, 20 ms"""
_DELAY = 312
"""samples by which the encoder is late"""
LEAD = 3840
"""samples of the sound before it that a file begins with: as RFC 7845 has it, 80 ms until a decoder is in step"""
_FIRST, _OTHERS = 4, 50
"""packets on a page: the first ends before the last, for FFmpeg does not cut the end of a file with one page"""
_SEGMENTS = 255
"""of a page at most"""
_MIRRORED = bytes(int(f"{value:08b}"[::-1], 2) for value in range(256))


def encode(sound: NDArray[np.float32], before: NDArray[np.float32] | None = None) -> bytes:
    """Encode sound (N,), 48 kHz, which follows on `before`."""
    lead = np.zeros(LEAD, np.float32) if before is None else _last(before)
    skipped = LEAD + _DELAY
    whole = skipped + len(sound)
    padded = np.pad(np.concatenate([lead, sound]), (0, -(-whole // _FRAME) * _FRAME - LEAD - len(sound)))
    packets = _packets(padded.astype(np.float32))[: -(-whole // _FRAME)]
    head = struct.pack("<8sBBHIhB", b"OpusHead", 1, 1, skipped, SOUND_RATE, 0, 0)
    tags = struct.pack("<8sI6sI", b"OpusTags", 6, b"avatar", 0)
    return b"".join(_pages([head], [tags], packets, whole))


def _last(before: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.pad(before[-LEAD:], (max(LEAD - len(before), 0), 0))


def _packets(sound: NDArray[np.float32]) -> list[bytes]:
    import av

    encoder = av.CodecContext.create("libopus", "w")
    encoder.sample_rate, encoder.layout, encoder.format = SOUND_RATE, "mono", av.AudioFormat("flt")
    encoder.bit_rate = BITRATE
    encoder.options = {"application": "audio", "frame_duration": "20", "vbr": "on", "compression_level": "5"}
    packets: list[bytes] = []
    for start in range(0, len(sound), _FRAME):
        frame = av.AudioFrame.from_ndarray(sound[None, start : start + _FRAME], format="flt", layout="mono")
        frame.sample_rate, frame.pts = SOUND_RATE, start
        packets += [bytes(packet) for packet in encoder.encode(frame)]
    return packets + [bytes(packet) for packet in encoder.encode(None)]


def _pages(head: list[bytes], tags: list[bytes], packets: Sequence[bytes], end: int) -> Iterator[bytes]:
    """Write the file: one page each for head and tags, then a page per second or so."""
    yield _page(head, 0, 0, 2)
    yield _page(tags, 0, 1, 0)
    group: list[bytes] = []
    number, done = 2, 0
    for index, packet in enumerate(packets):
        group.append(packet)
        done += _FRAME
        is_last = index == len(packets) - 1
        is_full = len(group) == (_FIRST if number == 2 else _OTHERS)
        if is_last or is_full or sum(len(each) // 255 + 1 for each in group) > _SEGMENTS - 8:
            yield _page(group, end if is_last else done, number, 4 if is_last else 0)
            number += 1
            group = []


def _page(packets: Sequence[bytes], granule: int, number: int, flags: int) -> bytes:
    lacing = b"".join(b"\xff" * (len(packet) // 255) + bytes([len(packet) % 255]) for packet in packets)
    head = struct.pack("<4sBBqIIIB", b"OggS", 0, flags, granule, 1, number, 0, len(lacing))
    page = head + lacing + b"".join(packets)
    return page[:22] + struct.pack("<I", _checksum(page)) + page[26:]


def _checksum(page: bytes) -> int:
    """Compute Ogg's CRC: that of zlib with every bit the other way round, and without its inversions."""
    mirrored = zlib.crc32(page.translate(_MIRRORED), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int.from_bytes(mirrored.to_bytes(4, "little").translate(_MIRRORED), "big")
