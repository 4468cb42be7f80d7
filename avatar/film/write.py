"""Shots into a film: rendering and encoding overlap on two cores."""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING, cast

from avatar.errors import AvatarError
from avatar.film.output import check_output, whole_file
from avatar.film.track import check_track

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from concurrent.futures import Future
    from types import TracebackType
    from typing import Any, BinaryIO

    import av
    import numpy as np
    from numpy.typing import NDArray

    from avatar.data import Frame, Pictures
    from avatar.film.preview import PreviewReel
    from avatar.film.reel import Reel
    from avatar.film.shot import ShotEncoder
    from avatar.film.track import Track
    from avatar.settings import FilmSettings

_QUEUED = 4
"""pictures between renderer and encoder: enough to even out their pace, 12 MB at 1920x1080"""


class FilmWriter:
    """Write a film shot by shot; use it as a context manager.

    `target` is a path, which appears when the film is whole, or not at all, or a binary file that is written to as
    the film grows, in fragments. `metadata` keys are kept as they are. The same frames and samples give the same
    bytes. Encoding runs on a thread of its own, at most a few pictures behind.
    """

    def __init__(  # noqa: PLR0913 - what it is made of, and what it has beside pictures and sound
        self,
        target: Path | BinaryIO,
        settings: FilmSettings,
        metadata: Mapping[str, str] | None = None,
        *,
        is_live: bool = False,
        before_rename: Callable[[Path], object] | None = None,
        track: Track | None = None,
    ) -> None:
        """Prepare to write; `before_rename` gets the whole, still hidden file, and may refuse it by raising.

        With a `track` the film has one of subtitles, which `caption` fills. Raise `OutputError` if it has no place.
        """
        self._before_rename, self._track = before_rename, track
        self._target, self._settings, self._metadata, self._is_live = target, settings, metadata or {}, is_live
        self._stack = ExitStack()
        self._frames = 0

    def __enter__(self) -> FilmWriter:
        from avatar.film.formats import pixels_of
        from avatar.film.planes import Developer
        from avatar.film.reel import STREAM

        with ExitStack() as stack:
            place: Path | BinaryIO = self._target
            name: Path | str = STREAM
            if not hasattr(self._target, "write"):
                check_output(self._target, self._settings)
                if self._track is not None:
                    check_track(self._target)
                place, name = stack.enter_context(whole_file(self._target, self._before_rename)), self._target
            self._reel: Reel | PreviewReel = stack.enter_context(closing(self._opened(place, name)))
            self._aside = stack.enter_context(_Aside())
            self._developer = Developer((self._settings.width, self._settings.height), pixels_of(self._settings))
            self._name = name
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> bool | None:
        """Finish the film, or leave nothing of it if the block failed."""
        if kind is not None:  # raised again here, it would hold this frame and be held by it, with all that draws
            return self._stack.__exit__(kind, fault, trace)
        with ExitStack() as stack:
            stack.push(self._stack)
            if self._frames == 0:
                raise AvatarError(f"The film {str(self._name)!r} would have no frame; give it at least one.")
            self._aside.run(self._reel.finish)
            self._aside.wait()
        return None

    def _opened(self, place: Path | BinaryIO, name: Path | str) -> Reel | PreviewReel:
        from avatar.film.preview import PreviewReel
        from avatar.film.reel import Reel

        if self._settings.codec == "gif":
            return PreviewReel(place, name, self._settings, self._metadata)
        return Reel(place, name, self._settings, self._metadata, is_live=self._is_live, track=self._track)

    @property
    def keeps_luma(self) -> bool:
        """Whether its pictures have a plane of luma with 8 bits, which `shoot` lets be marked."""
        from avatar.film.formats import keeps_luma

        return keeps_luma(self._settings)

    def shoot(
        self,
        frames: Iterable[Frame],
        sound: NDArray[np.float32],
        mark: Callable[[NDArray[np.uint8], int], None] | None = None,
    ) -> Future[Pictures]:
        """Encode a shot, with its sound (N,) at 48 kHz, and put it at the film's end.

        The sound is cut or padded with silence to the length of the pictures. A frame's array is read before the next
        frame is asked for, and not after. `mark` may change the luma (H, W) of each picture, limited range, in place,
        and is told the picture's index in the shot. The result is there when the encoder has caught up. Raise
        `AvatarError` if there is a mark but no luma, or a frame does not fit the settings.
        """
        from avatar.film.planes import luma_of
        from avatar.film.shot import ShotEncoder

        if mark is not None and not self.keeps_luma:
            raise AvatarError(
                f"A film of {self._settings.codec} has no luma of 8 bits to mark; mark its frames as RGB."
            )
        encoder = ShotEncoder(self._settings, self._is_live)
        self._aside.run(self._reel.begin, sound)
        for index, frame in enumerate(frames):
            picture = self._developer.develop(frame)
            if mark is not None:
                mark(luma_of(picture), index)
            self._aside.run(self._encode, encoder, picture)
            self._frames += 1
        return self._aside.run(self._finish_shot, encoder)

    def insert(self, pictures: Pictures, sound: NDArray[np.float32]) -> None:
        """Put a shot that was encoded before at the film's end."""
        self._frames += pictures.frames
        self._aside.run(self._insert, pictures, sound)

    @property
    def track_codec(self) -> str:
        """FFmpeg's name of the codec of its track of subtitles; "": it has none."""
        from avatar.film.track import track_codec

        return track_codec(Path(self._name)) if self._track is not None else ""

    def caption(self, text: str, start: float, end: float) -> None:
        """Put a caption, written as its codec wants it, into the track; call it before the shot that it is shown in."""
        self._aside.run(cast("Reel", self._reel).caption, text, start, end)

    def chapters(self, chapters: Sequence[tuple[str, float, float]]) -> None:
        """Name its parts, (title, start s, end s) each, before the first shot; a GIF has no place for that."""
        from avatar.film.reel import Reel

        if isinstance(self._reel, Reel) and chapters:
            self._aside.run(self._reel.chapters, chapters)

    def afterwards(self, call: Callable[..., None], *args: object) -> None:
        """Call something after all that was asked for before, on the encoder's thread."""
        self._aside.run(call, *args)

    def _encode(self, encoder: ShotEncoder, picture: av.VideoFrame) -> None:
        self._reel.add(encoder.add(picture))

    def _finish_shot(self, encoder: ShotEncoder) -> Pictures:
        self._reel.add(encoder.finish())
        self._reel.end(encoder.frames)
        return encoder.pictures()

    def _insert(self, pictures: Pictures, sound: NDArray[np.float32]) -> None:
        from avatar.film.shot import packets_of

        self._reel.begin(sound)
        self._reel.add(packets_of(pictures))
        self._reel.end(pictures.frames)


class _Aside:
    """Run calls in order on a thread of its own, at most `_QUEUED` behind; a failed call fails the next `run`."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="avatar-film")
        self._pending: deque[Future[Any]] = deque()

    def run(self, call: Callable[..., Any], *args: object) -> Future[Any]:
        while len(self._pending) >= _QUEUED or (self._pending and self._pending[0].done()):
            self._pending.popleft().result()
        self._pending.append(self._pool.submit(call, *args))
        return self._pending[-1]

    def wait(self) -> None:
        """Wait for all of them."""
        while self._pending:
            self._pending.popleft().result()

    def __enter__(self) -> _Aside:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Wait for the calls that are left; if the block failed, only for the one that has begun."""
        self._pool.shutdown(wait=True, cancel_futures=kind is not None)
        if kind is None:
            self.wait()
