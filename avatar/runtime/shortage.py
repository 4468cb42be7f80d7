"""What a machine may run short of, told from what libraries say when it does: memory, threads, open files."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from typing import TYPE_CHECKING

from avatar.errors import ShortageError
from avatar.runtime.system import container_limit, memory_limit

if TYPE_CHECKING:
    from collections.abc import Iterator

_CURE = "choose a smaller --size or a shorter text, or allow this program more"
_NO_MEMORY = (
    "allocate",  # of numpy, OpenCV, FFmpeg and the system: "Unable to ...", "Failed to ...", "Cannot ... memory"
    "bad_alloc",
    "bad allocation",
    "failed to map segment",
    "out of memory",
    "insufficient memory",
)
"""words of libraries, in small letters"""
_EXTERNAL = ("avcodec_send_frame", "avcodec_open2")
"""calls of FFmpeg that only say that the encoder has failed: ours are given nothing that it does not know"""
_MB = 1 << 20
_FILES, _PROCESSES = (errno.EMFILE, errno.ENFILE), (errno.EAGAIN,)


def shortage(fault: BaseException) -> ShortageError | None:
    """Say what the machine lacks if that is why something went wrong, None if it is for another reason."""
    for each in _chain(fault):
        number = each.errno if isinstance(each, OSError) else None
        text = str(each).lower()
        if number in _FILES:
            return ShortageError("Too many files are open at once; allow more of them, such as with: ulimit -n 1024.")
        if "can't start new thread" in text or number in _PROCESSES:
            return ShortageError(
                "No further thread or process can be started; allow more of them (ulimit -u), or more memory."
            )
        is_told = isinstance(each, MemoryError) or number == errno.ENOMEM or any(word in text for word in _NO_MEMORY)
        if is_told or (memory_limit() and any(call in text for call in _EXTERNAL)):
            return ShortageError(f"There is not enough memory; {_CURE}{_limited()}.")
    return None


@dataclass(frozen=True, slots=True)
class Room:
    """How much memory some work takes at least, MB of 1024 * 1024 bytes."""

    addresses: float
    """of what the process reserves, which `ulimit -v` limits"""
    resident: float
    """of what it holds at its peak, which a container limits"""


SOUND, NATURAL_VOICE, LOOKING = Room(650, 130), Room(450, 250), Room(900, 350)
"""a text as sound; what the natural voice takes besides; to look at an installation"""


def film_room(width: int, height: int) -> Room:
    """Say what a film of a size takes, px."""
    pixels = width * height / 1e6
    return Room(930 + 170 * pixels, 230 + 100 * pixels)


def require_room(*parts: Room) -> None:
    """Raise `ShortageError` if a limit leaves less memory than some work takes, before libraries meet it.

    They end the process, say nothing, or never return where their memory ends.
    """
    for what, limit, wanted in (
        ("ulimit -v", memory_limit(), sum(part.addresses for part in parts)),
        ("the container", container_limit(), sum(part.resident for part in parts)),
    ):
        if limit and limit < wanted * _MB:
            raise ShortageError(
                f"There is not enough memory: {what} allows {limit // _MB:,} MB, and this takes {wanted:,.0f} MB or "
                f"more; {_CURE}."
            )


def _limited() -> str:
    limit = memory_limit()
    return f" than {limit // _MB:,} MB (ulimit -v)" if limit else ""


def _chain(fault: BaseException | None) -> Iterator[BaseException]:
    seen: list[BaseException] = []
    while fault is not None and fault not in seen:
        seen.append(fault)
        yield fault
        fault = fault.__cause__ or fault.__context__
