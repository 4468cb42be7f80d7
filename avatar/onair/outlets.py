"""What pictures and sound go out by: a container on its way to a server, a pipe or a file, a camera, a sound device."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from io import RawIOBase
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol, cast

import av
import numpy as np

from avatar.errors import NotInstalledError, OutputError
from avatar.film.formats import AAC, BT709, LIMITED, encoder_options, encoder_threads
from avatar.settings import SOUND_RATE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from numpy.typing import NDArray

    from avatar.onair.targets import SoundTarget, Target
    from avatar.settings import FilmSettings

KEY_EVERY = 2
"""s from one picture that a receiver can begin with to the next, as servers ask for"""
BROKEN = (OSError, ValueError, av.FFmpegError)
"""what is raised where nothing can be sent any more"""
_ANSWERS = 8.0
"""s that a server may take to answer"""
_ENDS = 2.0
"""s that a program has to send what it still holds"""
_PER_PIXEL = 1.6
"""bit/s of the least that a picture of 25 frames per second is given at most: 1.5 Mbit/s at 1280x720"""
_FLUSH = 0x200
"""libavformat's AVFMT_FLAG_FLUSH_PACKETS: nothing waits in a buffer"""
_SRT = 'sudo apt install srt-tools, or its like elsewhere, brings the program "srt-live-transmit"'
_PULSE = 'sudo apt install pulseaudio-utils, or its like elsewhere, brings the program "pacat"'


class Outlet(Protocol):
    """One way out. For one thread."""

    def open(self) -> None:
        """Begin. Raise `OutputError` with the reason if nothing can be sent."""
        ...

    def send(self, picture: av.VideoFrame, sound: NDArray[np.float32]) -> None:
        """Send a picture, whose `pts` counts the frames of the stream, and what is heard meanwhile, 48 kHz.

        Raise `OSError` when it cannot go on.
        """
        ...

    def close(self) -> None:
        """Send what is still held, and end."""
        ...


class Muxed:
    """Pictures as H.264 and sound as AAC, in one container."""

    def __init__(self, target: Target, settings: FilmSettings, metadata: Mapping[str, str]) -> None:
        """Tell where to, of what size and rate, and what the container says of it."""
        self._target, self._settings, self._metadata = target, settings, dict(metadata)
        self._container: av.container.OutputContainer | None = None
        self._carrier: _Program | None = None

    def open(self) -> None:
        """Begin."""
        target = self._target
        try:
            self._container = self._opened()
            if target.container in ("flv", "matroska"):
                self._container.metadata.update(self._metadata)
            self._pictures = _pictures(self._container, self._settings)
            self._sound = _Sound(self._container, AAC.codec, "fltp", 128_000)
            self._container.start_encoding()
        except BROKEN as fault:
            self.close()
            raise _unreachable(target, fault) from fault

    def _opened(self) -> av.container.OutputContainer:
        target, file = self._target, None
        if target.kind == "srt":
            program = _found("srt-live-transmit", "SRT", _SRT)
            self._carrier = _Program([program, "-q", "-loglevel:fatal", "file://con", target.address])
            file = self._carrier.into
        elif target.kind == "pipe":
            file = _Whole(sys.stdout.fileno())
        options = {"rw_timeout": str(int(1e6 * _ANSWERS)), "tcp_nodelay": "1"} if target.kind == "tcp" else {}
        if target.kind.startswith("rtmp"):
            options = {"flvflags": "no_duration_filesize"}
        made = av.open(
            file or target.address, "w", format=target.container, options=options, timeout=(_ANSWERS, _ANSWERS)
        )
        made.flags |= _FLUSH
        return made

    def send(self, picture: av.VideoFrame, sound: NDArray[np.float32]) -> None:
        """Encode and send."""
        container = cast("av.container.OutputContainer", self._container)
        if self._carrier is not None:
            self._carrier.require()
        for packet in self._pictures.encode(picture):
            container.mux(packet)
        self._sound.send(container, sound, int(picture.pts or 0), self._settings.fps)

    def close(self) -> None:
        """End the file, or the connection."""
        container, self._container = self._container, None
        if container is not None:
            with suppress(*BROKEN):
                for packet in self._pictures.encode(None):
                    container.mux(packet)
                self._sound.finish(container)
            with suppress(*BROKEN):
                container.close()
        if self._carrier is not None:
            self._carrier.close()
            self._carrier = None


class Camera:
    """Pictures without sound, as a video device shows them to every program that looks through cameras."""

    def __init__(self, target: Target, settings: FilmSettings) -> None:
        """Tell which device."""
        self._target, self._settings = target, settings
        self._container: av.container.OutputContainer | None = None

    def open(self) -> None:
        """Let the device be what these pictures are like."""
        device, settings = Path(self._target.address), self._settings
        if not device.exists():
            raise OutputError(f"There is no video device {str(device)!r}; {_LOOPBACK}.")
        try:
            self._container = av.open(str(device), "w", format=self._target.container)
            stream = self._container.add_stream("rawvideo", rate=settings.fps)
            stream.width, stream.height, stream.pix_fmt = settings.width, settings.height, "yuv420p"
            self._container.start_encoding()
        except BROKEN as fault:
            self._container = None
            raise OutputError(
                f"{str(device)!r} takes no pictures of {settings.width}x{settings.height} ({_words(fault)}); "
                f"{_LOOPBACK}."
            ) from fault
        self._pictures = stream

    def send(self, picture: av.VideoFrame, sound: NDArray[np.float32]) -> None:
        """Show a picture."""
        container = cast("av.container.OutputContainer", self._container)
        for packet in self._pictures.encode(picture):
            container.mux(packet)

    def close(self) -> None:
        """Let go of the device."""
        if self._container is not None:
            with suppress(*BROKEN):
                self._container.close()
            self._container = None


class Speakers:
    """Sound without pictures: for a device that programs take for a microphone, or for the ears."""

    def __init__(self, target: SoundTarget, fps: Fraction) -> None:
        """Tell which device."""
        self._target, self._fps = target, fps
        self._program: _Program | None = None
        self._container: av.container.OutputContainer | None = None

    def open(self) -> None:
        """Begin to play."""
        target = self._target
        if target.kind == "pulse":
            sink = [f"--device={target.address}"] if target.address else []
            wanted = ["--playback", "--raw", "--format=s16le", f"--rate={SOUND_RATE}", "--channels=1"]
            named = ["--latency-msec=60", "--client-name=avatar", "--stream-name=avatar"]
            self._program = _Program([_found("pacat", "PulseAudio or PipeWire", _PULSE), *wanted, *named, *sink])
            return
        try:
            name = "wav" if target.kind == "file" else "alsa"
            self._container = av.open(target.address, "w", format=name)
            self._sound = _Sound(self._container, "pcm_s16le", "s16", 0, "stereo" if name == "alsa" else "mono")
            self._container.start_encoding()
        except BROKEN as fault:
            self._container = None
            raise OutputError(f"No sound can be played by {target} ({_words(fault)}); name another one.") from fault

    def send(self, picture: av.VideoFrame, sound: NDArray[np.float32]) -> None:
        """Play what is heard."""
        if self._program is not None:
            self._program.require()
            self._program.into.write(_as_16_bit(sound).tobytes())
        elif self._container is not None:
            self._sound.send(self._container, sound, int(picture.pts or 0), self._fps)

    def close(self) -> None:
        """End."""
        if self._program is not None:
            self._program.close()
        if self._container is not None:
            with suppress(*BROKEN):
                self._sound.finish(self._container)
                self._container.close()
        self._program = self._container = None


class _Sound:
    """Sound on its way into a container, in the blocks that its encoder takes."""

    def __init__(
        self, container: av.container.OutputContainer, codec: str, samples: str, bitrate: int, layout: str = "mono"
    ) -> None:
        self._stream = cast("av.AudioStream", container.add_stream(codec, rate=SOUND_RATE))
        self._stream.layout, self._stream.format = layout, av.AudioFormat(samples)
        if bitrate:
            self._stream.bit_rate = bitrate
        self._samples, self._layout = samples, layout
        self._left = np.zeros(0, np.float32)
        self._next = -1
        """pts of the first sample that is left; -1: nothing was sent"""

    def send(
        self, container: av.container.OutputContainer, sound: NDArray[np.float32], frame: int, fps: Fraction
    ) -> None:
        """Encode what is heard with a frame of the stream, counted from its beginning."""
        if self._next < 0:
            self._next = round(frame * SOUND_RATE / fps)
        whole = np.concatenate([self._left, sound])
        block = self._stream.codec_context.frame_size or len(whole)
        for start in range(0, len(whole) - block + 1, block):
            for packet in self._stream.encode(self._block(whole[start : start + block])):
                container.mux(packet)
        self._left = whole[len(whole) // block * block :]

    def finish(self, container: av.container.OutputContainer) -> None:
        """Encode the rest."""
        if len(self._left):
            for packet in self._stream.encode(self._block(self._left)):
                container.mux(packet)
        for packet in self._stream.encode(None):
            container.mux(packet)

    def _block(self, sound: NDArray[np.float32]) -> av.AudioFrame:
        channels = 2 if self._layout == "stereo" else 1
        if self._samples == "s16":
            made = np.repeat(_as_16_bit(sound), channels)[None]
        else:
            made = np.ascontiguousarray(sound[None], np.float32)
        frame = av.AudioFrame.from_ndarray(made, format=self._samples, layout=self._layout)
        frame.sample_rate, frame.pts = SOUND_RATE, self._next
        self._next += len(sound)
        return frame


class _Whole(RawIOBase):
    """A descriptor that is written to without a buffer, and whole: who reads waits for nothing."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:  # noqa: ANN401 - whatever has bytes
        left = memoryview(data).cast("B")
        while left:
            left = left[os.write(self._descriptor, left) :]
        return len(memoryview(data).cast("B"))


class _Program:
    """A program that takes what it is given by its standard input."""

    def __init__(self, command: list[str]) -> None:
        self._name = os.path.basename(command[0])  # noqa: PTH119 - of a command
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, bufsize=0
        )
        self.into = _Whole(cast("IO[bytes]", self._process.stdin).fileno())
        """what it reads"""

    def require(self) -> None:
        """Raise `OSError` if it has ended."""
        if (code := self._process.poll()) is not None:
            raise BrokenPipeError(f"{self._name} has ended with {code}")

    def close(self) -> None:
        """Let it send what it holds, and end it."""
        with suppress(OSError):
            cast("IO[bytes]", self._process.stdin).close()
        try:
            self._process.wait(_ENDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _pictures(container: av.container.OutputContainer, settings: FilmSettings) -> av.VideoStream:
    """Add a stream of H.264 that any player can begin with every `KEY_EVERY` s."""
    most = round(_PER_PIXEL * settings.width * settings.height * float(settings.fps) / 25)
    limits = {"g": str(round(KEY_EVERY * settings.fps)), "maxrate": str(most), "bufsize": str(most)}
    options: dict[str, Any] = encoder_options(settings, is_live=True) | limits
    stream = container.add_stream("libx264", rate=settings.fps, options=options)
    stream.width, stream.height, stream.pix_fmt = settings.width, settings.height, "yuv420p"
    context = stream.codec_context
    context.time_base = 1 / settings.fps
    context.color_primaries = context.color_trc = context.colorspace = BT709
    context.color_range = LIMITED
    context.thread_count = encoder_threads(settings)
    return stream


def _as_16_bit(sound: NDArray[np.float32]) -> NDArray[np.int16]:
    return np.asarray(np.rint(np.clip(sound, -1, 1) * 32767), np.int16)


def _found(program: str, what: str, cure: str) -> str:
    if (path := shutil.which(program)) is None:
        raise NotInstalledError(f"{what} goes out by a program that is not here; {cure}.")
    return path


def _words(fault: Exception) -> str:
    return str(getattr(fault, "strerror", None) or fault)


def _unreachable(target: Target, fault: Exception) -> OutputError:
    cure = "see that the server runs and takes this address" if target.is_far else "choose another place"
    return OutputError(f"Nothing can be sent to {target} ({_words(fault)}); {cure}.")


_LOOPBACK = (
    "a virtual camera is made by: sudo apt install v4l2loopback-dkms, then sudo modprobe v4l2loopback exclusive_caps=1"
)
