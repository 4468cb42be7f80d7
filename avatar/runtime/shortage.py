"""What a machine may run short of, told from what libraries say when it does: memory, threads, open files."""

from __future__ import annotations

import errno
import sys
from typing import TYPE_CHECKING

from avatar.errors import ShortageError

if TYPE_CHECKING:
    from collections.abc import Iterator

MEMORY = "There is not enough memory; choose a smaller --size or a shorter text, or allow this program more of it{}."
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
            return ShortageError(MEMORY.format(_limited()))
    return None


def memory_limit() -> int:
    """Give how many bytes of addresses this process may have (ulimit -v), 0 where nobody has said."""
    if sys.platform == "win32":
        return 0
    import resource

    soft = resource.getrlimit(resource.RLIMIT_AS)[0]
    return 0 if soft == resource.RLIM_INFINITY else soft


def _limited() -> str:
    limit = memory_limit()
    return f" than {limit / 1e6:,.0f} MB (ulimit -v)" if limit else ""


def _chain(fault: BaseException | None) -> Iterator[BaseException]:
    seen: list[BaseException] = []
    while fault is not None and fault not in seen:
        seen.append(fault)
        yield fault
        fault = fault.__cause__ or fault.__context__
