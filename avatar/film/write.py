"""Frames and a speech into a file: rendering and encoding overlap on two cores."""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import TYPE_CHECKING

from avatar.errors import AvatarError
from avatar.film.output import check_output, whole_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from concurrent.futures import Future
    from pathlib import Path
    from types import TracebackType

    from avatar.data import Frame, Speech
    from avatar.settings import FilmSettings

_QUEUED = 4
"""pictures between renderer and encoder: enough to even out their pace, 12 MB at 1920x1080"""


def write_film(  # noqa: PLR0913 - the two streams, where they go, and how
    frames: Iterable[Frame],
    speech: Speech,
    path: Path,
    settings: FilmSettings,
    metadata: Mapping[str, str] | None = None,
    on_frame: Callable[[int], None] | None = None,
) -> int:
    """Write `frames` with the sound of `speech` as H.264 and AAC in an MP4, and return how many frames there were.

    A frame's array is read before the next frame is asked for, and not after. The sound is cut or padded with silence
    to the length of the picture. `metadata` keys are kept as they are; `on_frame` is told the count after each frame.
    The same frames and samples give the same bytes. `path` appears when the film is whole, or not at all.

    Raise `OutputError` if it cannot be written there, `AvatarError` if the frames don't fit the settings or there are
    none, and whatever `frames` raises.
    """
    check_output(path)
    from avatar.film.encode import Encoder
    from avatar.film.planes import Developer

    developer = Developer((settings.width, settings.height))
    count = 0
    with whole_file(path) as part, closing(Encoder(part, path, speech, settings, metadata or {})) as encoder:
        with _Aside() as aside:
            for frame in frames:
                aside.run(encoder.add, developer.develop(frame))
                count += 1
                if on_frame is not None:
                    on_frame(count)
        if count == 0:
            raise AvatarError(f"The film {str(path)!r} would have no frame; give it at least one.")
        encoder.finish()
    return count


class _Aside:
    """Run calls in order on a thread of its own, at most `_QUEUED` behind; a failed call fails the next `run`."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="avatar-film")
        self._pending: deque[Future[None]] = deque()

    def run(self, call: Callable[..., None], *args: object) -> None:
        while len(self._pending) >= _QUEUED or (self._pending and self._pending[0].done()):
            self._pending.popleft().result()
        self._pending.append(self._pool.submit(call, *args))

    def __enter__(self) -> _Aside:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Wait for the calls that are left; if the block failed, only for the one that has begun."""
        self._pool.shutdown(wait=True, cancel_futures=kind is not None)
        if kind is None:
            for call in self._pending:
                call.result()
