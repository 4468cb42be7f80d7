"""What the system says about files and folders of the user's, as one sentence with the path and the cure.

`Path.is_file` and `Path.glob` take a folder that may not be read for an empty one, in some versions of Python: where
that would make a key or a record look absent, `is_file` and `listed` say what is wrong instead.
"""

from __future__ import annotations

import errno
import os
import stat
from contextlib import contextmanager, suppress
from fnmatch import fnmatch
from typing import IO, TYPE_CHECKING

from avatar.errors import OutputError
from avatar.runtime.system import AS_IT_IS, owner_of
from avatar.runtime.unfinished import own_name, unfinished

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
ELSEWHERE = "name another folder in AVATAR_HOME"
"""the cure for what lies in the user's data"""
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_CLOSED = (errno.EACCES, errno.EPERM)
_LEGIBLE = 120
"""characters of a name in a sentence"""
_IN_THE_WAY = (errno.ENOTDIR, errno.EEXIST)


def refusal(path: Path, fault: OSError, elsewhere: str = ELSEWHERE) -> OutputError:
    """Say why `path` cannot be read or written and what to do about it, other than to go `elsewhere`."""
    if fault.errno in FULL:
        return OutputError(f"The file {str(path)!r} does not fit on its disk; free some space, or {elsewhere}.")
    if fault.errno in _CLOSED:
        return OutputError(f"{_opening(_culprit(path))}, or {elsewhere}.")
    if fault.errno in _IN_THE_WAY:
        is_itself = os.path.lexists(path) and not os.path.isdir(path)  # noqa: PTH112 - as below
        culprit = path if is_itself else _culprit(path)
        cure = f"move it away, or {elsewhere}" if _is_movable(culprit) else elsewhere
        return OutputError(f"{str(culprit)!r} is not a folder, as it should be; {cure}.")
    if fault.errno == errno.ENAMETOOLONG:
        return OutputError(
            f"The name {_shortened(str(path))!r} is too long for its disk; choose a shorter one, or {elsewhere}."
        )
    if fault.errno == errno.EROFS:
        return OutputError(f"{str(path)!r} lies on a disk that can only be read; {elsewhere}.")
    reason = os.strerror(fault.errno) if fault.errno else str(fault)
    return OutputError(f"{str(path)!r} can be neither read nor written ({reason}); repair it, or {elsewhere}.")


@contextmanager
def told(path: Path, elsewhere: str = ELSEWHERE) -> Iterator[None]:
    """Turn the system's refusals into an `OutputError` about `path`."""
    try:
        yield
    except OSError as fault:
        raise refusal(path, fault, elsewhere) from fault


@contextmanager
def whole_page(path: Path, what: str) -> Iterator[Path]:
    """Give a hidden place beside `path` to write to, moved there if all went well.

    Raise `OutputError` if it cannot be written; `what` is what it is called, "page".
    """
    try:
        with unfinished(path.with_name(own_name(".avatar-", ".part"))) as part:
            yield part
            part.replace(path)
    except OSError as fault:
        reason = fault.strerror or fault
        raise OutputError(f"The {what} {str(path)!r} cannot be written ({reason}); choose another place.") from fault


def is_file(path: Path) -> bool:
    """Tell whether there is such a file. Raise `OutputError` where that may not be known."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as fault:
        raise refusal(path, fault) from fault


def listed(folder: Path, pattern: str) -> list[Path]:
    """List what is so named in a folder, sorted; nothing if it is not there. Raise `OutputError` if it is closed."""
    try:
        names = os.listdir(folder)  # noqa: PTH208 - Path.iterdir is lazy in some versions: its faults come later
    except FileNotFoundError:
        return []
    except OSError as fault:
        raise refusal(folder, fault) from fault
    return sorted(folder / name for name in names if fnmatch(name, pattern))


def make_closed(folder: Path) -> None:
    """Make a folder that only its owner may enter, whatever the umask; one that is there is closed to others."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    mode = stat.S_IMODE(folder.stat().st_mode)
    if mode & _OTHERS:
        with suppress(PermissionError):  # somebody else's, who says who may enter
            folder.chmod(mode & ~_OTHERS)


def write_closed(path: Path, content: bytes) -> None:
    """Write a file that only its owner may read, whatever the umask."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | AS_IT_IS, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    path.chmod(0o600)  # one that was left here may have been open


def lock_file(path: Path) -> IO[bytes]:
    """Open a file that is only there to be locked, made for its owner alone."""
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | AS_IT_IS, 0o600), "r+b")


def require_writable(folder: Path) -> None:
    """Raise `OutputError` if nothing can be put into a folder that is there."""
    if not _may(folder, os.W_OK | os.X_OK):
        raise refusal(folder, PermissionError(errno.EACCES, os.strerror(errno.EACCES)))


def database_refusal(path: Path, fault: Exception) -> OutputError | None:
    """Say why a database cannot be used if that is for want of rights or of room, None if it is for another reason."""
    denied = PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    if isinstance(fault, OSError):
        return refusal(path, fault)
    if not os.path.lexists(path) or not _may(path, os.R_OK | os.W_OK) or not _may(path.parent, os.W_OK | os.X_OK):
        return refusal(path, denied)
    if "full" in str(fault):
        return refusal(path, OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
    return None


def _culprit(path: Path) -> Path:
    """Find what stands in the way: the first folder above that may not be entered or is none, else the path itself."""
    nearest = path.absolute()
    for above in reversed(path.absolute().parents):
        if not os.path.lexists(above):
            return nearest
        if not os.path.isdir(above) or not _may(above, os.X_OK):  # noqa: PTH112 - Path.is_dir raises, in some versions
            return above
        nearest = above
    is_there, is_open = os.path.lexists(path), _may(path, os.R_OK | os.W_OK)
    return path if is_there and (not is_open or _may(nearest, os.W_OK)) else nearest


def _is_movable(path: Path) -> bool:
    """Tell whether it is something that can be moved away, and no device."""
    try:
        return not stat.S_ISCHR(path.stat().st_mode)
    except OSError:
        return True


def _shortened(name: str) -> str:
    return name if len(name) < _LEGIBLE else f"{name[: _LEGIBLE // 2]}...{name[-_LEGIBLE // 2 :]}"


def _may(path: Path, mode: int) -> bool:
    return os.access(path, mode, effective_ids=os.access in os.supports_effective_ids)


def _opening(place: Path) -> str:
    """Say that a place is closed, and how it is opened."""
    owner = owner_of(place)
    if not owner:
        return f"{str(place)!r} is closed to you; open it with: chmod u+rwX '{place}'"
    return f"{str(place)!r} is closed to you, for it belongs to {owner}; ask for the right to write there"
