"""One shot: pictures go in, packets come out, and what came out can be kept and used again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast, get_args

import av
import numpy as np
from av.packet import PacketSideData, PktSideDataT

from avatar.data import Pictures
from avatar.film.formats import BT709, LIMITED, decoding_lead, encoder_options, encoder_threads, format_of, pixels_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from avatar.settings import FilmSettings

_GLOBAL_HEADER = 1 << 22
"""libavcodec's AV_CODEC_FLAG_GLOBAL_HEADER: parameter sets go to the container, not into each shot"""
_ALPHA: Final = "matroska_block_additional"
"""libavcodec's name of the side data in which VP9 keeps its transparency"""


class ShotEncoder:
    """Encode one shot. Its first picture is a key frame, so that it can follow any other. For one thread at a time."""

    def __init__(self, settings: FilmSettings, is_live: bool = False) -> None:
        self._apart = 1 / settings.fps
        self._lead = decoding_lead(settings, is_live)
        self._context = encoder(settings, is_live)
        self._packets: list[av.Packet[av.VideoStream]] = []
        self.frames = 0
        """pictures so far"""

    def add(self, picture: av.VideoFrame) -> list[av.Packet[av.VideoStream]]:
        """Encode the next picture; give the packets that are ready."""
        picture.pts = self.frames
        picture.time_base = self._apart
        self.frames += 1
        return self._kept(self._context.encode(picture))

    def finish(self) -> list[av.Packet[av.VideoStream]]:
        """Give the packets that were still on their way."""
        return self._kept(self._context.encode(None))

    def pictures(self) -> Pictures:
        """Give the whole shot, once it is finished."""
        rows = [(packet.size, packet.pts, packet.dts, packet.is_keyframe) for packet in self._packets]
        alphas = [_alpha(packet) for packet in self._packets]
        return Pictures(
            np.frombuffer(b"".join(bytes(packet) for packet in self._packets), np.uint8),
            np.array(rows, np.int64).reshape(-1, 4),
            np.frombuffer(b"".join(alphas), np.uint8),
            np.array([len(alpha) for alpha in alphas], np.int64),
            self.frames,
        )

    def _kept(self, packets: list[av.Packet[av.VideoStream]]) -> list[av.Packet[av.VideoStream]]:
        for place, packet in enumerate(packets, len(self._packets)):
            if self._lead is not None:
                packet.dts = place - self._lead
        self._packets += packets
        return packets


def encoder(settings: FilmSettings, is_live: bool = False) -> av.VideoCodecContext:
    """Open an encoder for the pictures of a film."""
    chosen = format_of(settings)
    context = cast("av.VideoCodecContext", av.CodecContext.create(chosen.codec, "w"))
    context.options = encoder_options(settings, is_live)
    context.flags |= _GLOBAL_HEADER
    _describe(context, settings)
    context.open()
    return context


def template(settings: FilmSettings, is_live: bool = False) -> av.container.InputContainer:
    """Make a film of one black picture, which tells a container all about the stream that an encoder makes."""
    import io

    chosen, file = format_of(settings), io.BytesIO()
    with av.open(file, "w", format=chosen.raw) as container:
        stream = container.add_stream(chosen.codec, rate=settings.fps, options=encoder_options(settings, is_live))
        _describe(stream.codec_context, settings)
        picture = av.VideoFrame(settings.width, settings.height, pixels_of(settings))
        picture.pts, picture.time_base = 0, 1 / settings.fps
        for packet in [*stream.encode(picture), *stream.encode(None)]:
            packet.dts = packet.pts  # what x265 says of a shot of one picture is now and then nonsense
            container.mux(packet)
    file.seek(0)
    return av.open(file, "r", format=chosen.raw)


def packets_of(pictures: Pictures) -> Iterator[av.Packet[av.VideoStream]]:
    """Take kept pictures apart into packets again."""
    ends, alpha_ends = np.cumsum(pictures.packets[:, 0]), np.cumsum(pictures.alpha_sizes)
    columns = (pictures.packets, ends, pictures.alpha_sizes, alpha_ends)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    for (size, shown, decoded, is_key), end, alpha_size, alpha_end in rows:
        packet = cast("av.Packet[av.VideoStream]", av.Packet(pictures.data[end - size : end].tobytes()))
        packet.pts, packet.dts, packet.is_keyframe = shown, decoded, bool(is_key)
        if alpha_size:
            _set_alpha(packet, pictures.alpha[alpha_end - alpha_size : alpha_end].tobytes())
        yield packet


def _describe(context: av.VideoCodecContext, settings: FilmSettings) -> None:
    context.width, context.height, context.pix_fmt = settings.width, settings.height, pixels_of(settings)
    context.time_base, context.framerate = 1 / settings.fps, settings.fps
    if context.pix_fmt != "rgb24":
        context.color_primaries = context.color_trc = context.colorspace = BT709
        context.color_range = LIMITED
    context.thread_count = encoder_threads(settings)
    context.thread_type = "FRAME"  # slices would cost quality


def _alpha(packet: av.Packet[av.VideoStream]) -> bytes:
    if not packet.has_sidedata(_ALPHA):
        return b""
    return bytes(packet.get_sidedata(_ALPHA))


def _set_alpha(packet: av.Packet[av.VideoStream], alpha: bytes) -> None:
    side = PacketSideData(get_args(PktSideDataT).index(_ALPHA), len(alpha))  # type: ignore[call-arg]  # not in its stubs
    side.update(alpha)
    packet.set_sidedata(side)
