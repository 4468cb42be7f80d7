"""A GIF: silent, small, 256 colours, for places that show nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

import av

from avatar.errors import AvatarError
from avatar.film.output import write_error
from avatar.film.shot import template

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from fractions import Fraction
    from pathlib import Path
    from typing import BinaryIO

    import numpy as np
    from numpy.typing import NDArray

    from avatar.settings import FilmSettings

_LOOKED_AT: Final = 60
"""pictures that the palette is taken from: some seconds, in which the mouth has been open"""
_DITHER: Final = "bayer:bayer_scale=4:diff_mode=rectangle"
"""a fixed pattern stands still where the picture does, and so needs no space"""


class PreviewReel:
    """Write one GIF to `target`: what `Reel` is for films. Not thread-safe: one thread at a time.

    The pictures are kept until the palette is known, then written as they come.
    """

    def __init__(
        self, target: Path | BinaryIO, name: Path | str, settings: FilmSettings, metadata: Mapping[str, str]
    ) -> None:
        self._name, self._settings = name, settings
        self._kept: list[av.VideoFrame] = []
        self._painter: _Painter | None = None
        self._shot: av.VideoCodecContext | None = None
        self._written = 0
        self.frames = 0
        """of the shots that are in it"""
        place = target if hasattr(target, "write") else f"file:{target}"
        self._container = av.open(place, "w", format="gif")
        self._container.metadata.update(metadata)
        self._stream = self._container.add_stream("gif", rate=settings.fps)
        self._stream.width, self._stream.height, self._stream.pix_fmt = settings.width, settings.height, "pal8"
        self._stream.codec_context.time_base = 1 / settings.fps
        self._stream.time_base = 1 / settings.fps

    def begin(self, sound: NDArray[np.float32]) -> None:
        """Begin a shot; a GIF has no sound."""
        with template(self._settings) as kept:
            source = kept.streams.video[0].codec_context
            self._shot = av.CodecContext.create("h264", "r")
            self._shot.extradata = source.extradata

    def add(self, packets: Iterable[av.Packet[av.VideoStream]]) -> None:
        """Put packets of the shot into the film."""
        for packet in packets:
            self._take(packet)

    def end(self, frames: int) -> None:
        """End the shot after so many frames."""
        self._take(None)
        self.frames += frames

    def finish(self) -> None:
        """Write what is left, and the end."""
        self._paint()
        try:
            self._container.mux(self._stream.encode(None))
            self._container.close()
        except OSError as fault:
            raise write_error(self._name, fault) from fault

    def close(self) -> None:
        """Let go of the file, finished or not."""
        try:
            self._container.close()
        except av.FFmpegError:
            return

    def _take(self, packet: av.Packet[av.VideoStream] | None) -> None:
        if self._shot is None:
            raise AvatarError("A shot has to begin before pictures come; call begin first.")
        copy = None if packet is None else cast("av.Packet[av.VideoStream]", av.Packet(bytes(packet)))
        self._kept += self._shot.decode(copy)
        if self._painter is not None or len(self._kept) >= _LOOKED_AT:
            self._paint()

    def _paint(self) -> None:
        """Give the pictures that were kept their 256 colours, and write them."""
        if self._painter is None and self._kept:
            self._painter = _Painter(self._kept, self._settings)
        try:
            for picture in self._kept:
                painted = cast("_Painter", self._painter).paint(picture)
                painted.pts, painted.time_base = self._written, 1 / self._settings.fps
                self._written += 1
                self._container.mux(self._stream.encode(painted))
        except OSError as fault:
            raise write_error(self._name, fault) from fault
        self._kept = []


class _Painter:
    """Paint pictures with the 256 colours that suit the first of them best."""

    def __init__(self, pictures: list[av.VideoFrame], settings: FilmSettings) -> None:
        self._count = 0
        self._graph = av.filter.Graph()
        step = 1 / settings.fps
        self._in = _source(self._graph, "rgb24", (settings.width, settings.height), step)
        colours = _source(self._graph, "rgb32", (16, 16), step)
        use = self._graph.add("paletteuse", f"dither={_DITHER}")
        sink = self._graph.add("buffersink")
        self._in.link_to(use, 0, 0)
        colours.link_to(use, 0, 1)
        use.link_to(sink)
        self._graph.configure()
        colours.push(_palette(pictures, settings))
        colours.push(None)

    def paint(self, picture: av.VideoFrame) -> av.VideoFrame:
        picture.pts = self._count
        self._count += 1
        self._in.push(picture)
        return cast("av.VideoFrame", self._graph.pull())


def _palette(pictures: list[av.VideoFrame], settings: FilmSettings) -> av.VideoFrame:
    graph = av.filter.Graph()
    source = _source(graph, "rgb24", (settings.width, settings.height), 1 / settings.fps)
    graph.link_nodes(source, graph.add("palettegen", "reserve_transparent=0"), graph.add("buffersink")).configure()
    for index, picture in enumerate(pictures):
        picture.pts = index
        source.push(picture)
    source.push(None)
    return cast("av.VideoFrame", graph.pull())


def _source(
    graph: av.filter.Graph, pixels: str, size: tuple[int, int], step: Fraction
) -> av.filter.context.FilterContext:
    form = av.VideoFormat(pixels, *size)
    return graph.add_buffer(width=size[0], height=size[1], format=form, time_base=step)
