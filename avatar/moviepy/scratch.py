"""Pictures and sound that wait on disk until they are asked for, in files that have no name.

A film is read at any time, forwards for the most part, and held in memory nowhere. Nobody else can open the files, and
they are gone with the process.
"""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING, BinaryIO, cast

import av
import numpy as np

from avatar.errors import AvatarError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

_ENCODER = {"preset": "ultrafast", "crf": "6", "bf": "0", "g": "12"}
"""of the pictures: near to what was drawn, quickly, with a key frame every half second to begin from"""
_RATE = 25
"""pictures per second of the file, whatever the film's rate: its pictures are found by their numbers"""
_NEAR = 12
"""pictures: whatever lies no further ahead is reached by going on, not by a new beginning"""


class PictureStore:
    """Pictures of one size (width, height) px and of 3 or 4 channels, put in one after the other, read at any place."""

    def __init__(self, size: tuple[int, int], channels: int) -> None:
        self._size, self._channels = size, channels
        self._file = cast("BinaryIO", tempfile.TemporaryFile(prefix="avatar-"))  # noqa: SIM115 - it lives as long as this
        self._writing: av.container.OutputContainer | None = av.open(self._file, "w", format="matroska")
        self._stream = self._writing.add_stream("libx264rgb", rate=_RATE, options=_ENCODER)
        self._stream.width, self._stream.height = size[0], size[1] * (2 if channels == 4 else 1)
        self._stream.pix_fmt = "rgb24"
        self._count = 0
        self._pictures: Iterator[av.VideoFrame] = iter(())
        self._at = -1
        self._last: av.VideoFrame | None = None

    def __len__(self) -> int:
        """Count the pictures."""
        return self._count

    def add(self, image: NDArray[np.uint8]) -> None:
        """Put a picture (H, W, channels) at the end."""
        if self._writing is None:
            raise AvatarError("This store of pictures was finished; open a new one.")
        picture = av.VideoFrame.from_ndarray(self._stacked(image), "rgb24")
        picture.pts = self._count
        self._writing.mux(self._stream.encode(picture))
        self._count += 1

    def finish(self) -> None:
        """Let it be read from now on."""
        if self._writing is not None:
            self._writing.mux(self._stream.encode(None))
            self._writing.close()
            self._writing = None
            self._file.seek(0)
            self._container = av.open(self._file, "r")
            self._video = self._container.streams.video[0]

    def read(self, index: int) -> NDArray[np.uint8]:
        """Read a picture (H, W, channels) by its number, an array of its own."""
        if not self._at <= index < self._at + _NEAR or self._last is None:
            self._container.seek(index * av.time_base // _RATE)
            self._pictures, self._at = self._container.decode(self._video), -1
        while self._at < index:
            self._last = next(self._pictures, None)
            if self._last is None:
                raise AvatarError(f"Picture {index} of {self._count} cannot be read back; make the clip anew.")
            self._at = round((self._last.time or 0.0) * _RATE)
        picture = cast("av.VideoFrame", self._last).to_ndarray(format="rgb24")
        return self._taken_apart(cast("NDArray[np.uint8]", picture))

    def close(self) -> None:
        """Let it go."""
        if self._writing is None:
            self._container.close()
        else:
            self._writing.close()
        self._file.close()

    def _stacked(self, image: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Lay the transparency below the colours, as a grey picture."""
        if self._channels == 3:
            return np.ascontiguousarray(image)
        return np.concatenate([image[..., :3], np.repeat(image[..., 3:], 3, axis=2)])

    def _taken_apart(self, picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
        if self._channels == 3:
            return picture
        height = self._size[1]
        return np.concatenate([picture[:height], picture[height:, :, 1:2]], axis=2)


class SoundStore:
    """Sound of one channel at `SOUND_RATE`, put in piece by piece, read at any place."""

    def __init__(self) -> None:
        self._file = cast("BinaryIO", tempfile.TemporaryFile(prefix="avatar-"))  # noqa: SIM115 - it lives as long as this
        self._count = 0

    def __len__(self) -> int:
        """Count the samples."""
        return self._count

    def add(self, samples: NDArray[np.float32]) -> None:
        """Put sound (N,) in [-1, 1] at the end."""
        self._file.seek(0, 2)
        self._file.write(np.ascontiguousarray(samples, np.float32).tobytes())
        self._count += len(samples)

    def read(self, first: int, last: int) -> NDArray[np.float32]:
        """Read the samples from one to before another, of those that there are, (N,)."""
        first, last = max(first, 0), min(last, self._count)
        self._file.seek(4 * first)
        return np.frombuffer(self._file.read(4 * max(last - first, 0)), np.float32)

    def close(self) -> None:
        """Let it go."""
        self._file.close()
