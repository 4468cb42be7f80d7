"""All that differs between operating systems: whatever else the package does, it does in the same way everywhere.

Linux is what every change is tried on. What stands here for macOS and Windows follows their documentation and has not
been tried on them; docs/platforms.md says what that means. Where a system has no counterpart, the work is done without.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING

from avatar.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STOPS = tuple(signal.Signals[name] for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""signals that ask a program to stop; Windows has no SIGHUP"""
READER_GONE = 13
"""number of SIGPIPE, which Windows lacks: the reader of our output has left"""
CAN_FORK = hasattr(os, "fork")
"""whether a process can be doubled as it stands"""
HAS_MODES = os.name == "posix"
"""whether a file's mode says who else may read it"""
EDITOR = "vi" if HAS_MODES else "notepad"
"""what edits a text where nobody says what else"""
AS_IT_IS = getattr(os, "O_BINARY", 0)
"""flag of `os.open` without which Windows writes two signs for each end of line"""

FRIBIDI: tuple[str, ...] = {
    "darwin": ("libfribidi.0.dylib", "/opt/homebrew/lib/libfribidi.0.dylib", "/usr/local/lib/libfribidi.0.dylib"),
    "win32": ("fribidi-0.dll", "libfribidi-0.dll", "fribidi.dll"),
}.get(sys.platform, ("libfribidi.so.0", "libfribidi.so"))
"""what the library of the bidirectional algorithm is called"""

_ARENA_MAX, _MMAP_THRESHOLD, _TRIM_THRESHOLD, _HEAPS = -8, -3, -1, 2
"""glibc's names of the limits in malloc.h, and that of heaps"""
_CARD = "/dev/nvidiactl"
_CONTROL_GROUPS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")
_UNLIMITED = 1 << 60
"""bytes from which on a limit is none"""
_LOWEST = 19
"""the greatest niceness there is"""
_UNKNOWN_HERE = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL)
"""what some file systems say of what they do not know"""
_HELD = (errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK)
"""what the system says of a lock that somebody else holds"""
_BELOW_NORMAL, _ACTIVE, _MAY_ASK = -1, 259, 0x1000
"""Windows' names of a priority, of a process that has not ended, and of the right to ask whether it has"""


def usable_cores() -> int:
    """Count the processor's cores that this process may use; all, where processes can't be held to some."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def is_linux_without_card() -> bool:
    """Say whether this is Linux, for which packages bring CUDA along unless told otherwise, and no card is seen."""
    return sys.platform == "linux" and not os.path.exists(_CARD)  # noqa: PTH110 - cheap at every start


def give_way(steps: int) -> None:
    """Let this thread give way to others by some steps of niceness; macOS can't tell threads apart in this way."""
    if sys.platform == "linux":
        from threading import get_native_id

        nice = os.getpriority(os.PRIO_PROCESS, get_native_id()) + steps
        os.setpriority(os.PRIO_PROCESS, get_native_id(), min(nice, _LOWEST))
    elif sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        kernel.GetCurrentThread.restype = ctypes.c_void_p
        kernel.SetThreadPriority(ctypes.c_void_p(kernel.GetCurrentThread()), _BELOW_NORMAL)


def share_heaps() -> None:
    """Let all threads share two heaps, where the C library is glibc: each keeps what was freed for a while.

    Call it before there are threads. With a heap per thread, a film of 1920x1080 holds 100 MB more. What is larger than
    8 MB, such as a large picture, lies outside of them and goes back at once: in a film of 3840x2160 that is 250 MB.
    Pictures of 1920x1080, which have 6 MB, are used again: to fetch one anew takes longer than to fill it.
    """
    if sys.platform == "linux":
        import ctypes

        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
        if mallopt is not None:
            mallopt(_ARENA_MAX, _HEAPS)
            mallopt(_MMAP_THRESHOLD, 8 << 20)
            mallopt(_TRIM_THRESHOLD, 64 << 20)


def give_back() -> None:
    """Give the system what the heaps hold of freed memory, where the C library is glibc; it takes some 20 ms."""
    if sys.platform == "linux":
        import ctypes

        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)


def peak_memory() -> int:
    """Measure the largest memory that this process has held, bytes."""
    if sys.platform == "win32":
        return _peak_of_windows()
    return _peak_of_status() or peak_of_usage()


def peak_of_usage() -> int:
    """Ask what every Unix answers; Linux counts what the parent held when it started this program."""
    import resource

    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, kilobytes elsewhere
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def confine(memory: int, processor: int, written: int, files: int | None = None) -> None:
    """Hold this process from now on to so many bytes of memory, seconds of a processor, bytes of a file, open files.

    It leaves no picture of its memory when it dies. What it is held to already is not widened. Windows does none of it.
    """
    if sys.platform == "win32":
        return
    import resource

    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, processor),
        (resource.RLIMIT_FSIZE, written),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, files),
    ):
        least = resource.getrlimit(what)[1]
        if most is not None:
            limit = most if least == resource.RLIM_INFINITY else min(most, least)
            resource.setrlimit(what, (limit, limit))


def hold_data(most: int) -> None:
    """Let this process have no more than so many bytes of memory of its own from now on, programs and maps aside.

    More is refused it, as a fault of what asks for it. It leaves no picture of its memory when it dies. Windows does
    none of it, and macOS little.
    """
    if sys.platform == "win32":
        return
    import resource

    for what, limit in ((resource.RLIMIT_DATA, most), (resource.RLIMIT_CORE, 0)):
        least = resource.getrlimit(what)[1]
        held = limit if least == resource.RLIM_INFINITY else min(limit, least)
        resource.setrlimit(what, (held, held))


def _peak_of_status() -> int:
    import re
    from pathlib import Path

    status = Path("/proc/self/status")
    own = re.search(r"VmHWM:\s+(\d+) kB", status.read_text(encoding="utf-8")) if status.exists() else None
    return int(own[1]) * 1024 if own else 0


def memory_limit() -> int:
    """Give how many bytes of addresses this process may have (ulimit -v), 0 where nobody has said."""
    if sys.platform == "win32":
        return 0
    import resource

    soft = resource.getrlimit(resource.RLIMIT_AS)[0]
    return 0 if soft == resource.RLIM_INFINITY else soft


def container_limit() -> int:
    """Give how many bytes the control group of this process may hold, 0 where nobody has said, or none is known."""
    for place in _CONTROL_GROUPS:
        with suppress(OSError), open(place, encoding="ascii") as file:  # noqa: PTH123 - quicker than a path
            limit = file.read().strip()
            return int(limit) if limit.isdecimal() and int(limit) < _UNLIMITED else 0
    return 0


def available_memory() -> int:
    """Give how many bytes can be had without pushing others out, 0 where the system does not tell."""
    with suppress(OSError, ValueError, IndexError), open("/proc/meminfo", encoding="ascii") as file:  # noqa: PTH123 - as above
        told = dict(line.split(":") for line in file)
        free = int(told["MemAvailable"].split()[0]) * 1024
        return min(free, container_limit() or free)
    return 0


if sys.platform == "win32":

    def _peak_of_windows() -> int:
        import ctypes

        class Counters(ctypes.Structure):
            """Mirror `PROCESS_MEMORY_COUNTERS` of psapi.h."""

            _fields_ = (
                *(("size", ctypes.c_uint32), ("faults", ctypes.c_uint32), ("peak", ctypes.c_size_t)),
                *((f"other_{index}", ctypes.c_size_t) for index in range(7)),
            )

        counters = Counters(size=ctypes.sizeof(Counters))
        kernel = ctypes.windll.kernel32
        kernel.GetCurrentProcess.restype = ctypes.c_void_p
        here = ctypes.c_void_p(kernel.GetCurrentProcess())
        kernel.K32GetProcessMemoryInfo(here, ctypes.byref(counters), counters.size)
        return int(counters.peak)


def owner_of(path: Path) -> str:
    """Name whose a file or folder is, for a sentence; "" where it is this user's, or where the system does not tell."""
    if not hasattr(os, "geteuid"):
        return ""
    owner = path.lstat().st_uid
    if owner == os.geteuid():
        return ""
    import pwd

    try:
        return repr(pwd.getpwuid(owner).pw_name)
    except KeyError:  # a container without a name for the user
        return f"the user {owner}"


def is_running(process: int) -> bool:
    """Tell whether a process of this machine has not ended; one that belongs to somebody else counts too."""
    if sys.platform == "win32":  # there, `os.kill` ends it whatever the signal
        import ctypes

        kernel = ctypes.windll.kernel32
        kernel.OpenProcess.restype = ctypes.c_void_p
        handle = ctypes.c_void_p(kernel.OpenProcess(_MAY_ASK, 0, process))
        code = ctypes.c_uint32()
        is_known = bool(handle.value) and bool(kernel.GetExitCodeProcess(handle, ctypes.byref(code)))
        kernel.CloseHandle(handle)
        return is_known and code.value == _ACTIVE
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@contextmanager
def locked(file: IO[bytes] | IO[str] | int, *, is_shared: bool = False) -> Iterator[None]:
    """Keep others out who lock the same file, or only those who change what it guards, until the block ends.

    Windows knows no shared lock of this kind: there readers keep each other out as well.
    """
    descriptor = file if isinstance(file, int) else file.fileno()
    if sys.platform == "win32":
        import msvcrt
        import time

        os.lseek(descriptor, 0, os.SEEK_SET)
        while True:
            try:
                msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)
                break
            except OSError:  # it gives up after ten tries, a second apart
                time.sleep(0)
        try:
            yield
        finally:
            os.lseek(descriptor, 0, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)
    else:
        import fcntl

        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH if is_shared else fcntl.LOCK_EX)
        except OSError as fault:
            if fault.errno not in _UNKNOWN_HERE:
                raise
            raise OutputError(
                f"The disk of a file that has to be locked knows no locks ({fault.strerror}); name a folder on another "
                "disk in AVATAR_HOME."
            ) from fault
        try:
            yield
        finally:
            fcntl.flock(descriptor, fcntl.LOCK_UN)


def take_lock(descriptor: int, *, is_patient: bool) -> bool | None:
    """Keep others out who lock the same file, until it is closed: at once, or when they are done if `is_patient`.

    Give False where somebody else has it, None where no file can be locked.
    """
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_LOCK if is_patient else msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if is_patient else fcntl.LOCK_NB))
    except OSError as fault:
        return False if fault.errno in _HELD else None
    return True


def make_durable(path: Path) -> None:
    """Wait until a file lies on the disk, whoever wrote it; some disks of a network, or of a program, cannot tell."""
    # Windows does so only for who may write.
    descriptor = os.open(path, os.O_RDWR if sys.platform == "win32" else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as fault:
        if fault.errno not in _UNKNOWN_HERE:
            raise
    finally:
        os.close(descriptor)


def is_virtual_machine() -> bool:
    """Tell whether this machine is one within another, where Linux says so; elsewhere it is taken for a real one."""
    from pathlib import Path

    try:
        return " hypervisor" in Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return False


def font_folders() -> tuple[Path, ...]:
    """List the folders that exist of those in which this system keeps fonts."""
    from pathlib import Path

    try:
        home = Path.home()
    except RuntimeError:  # nobody's process: it has neither a name nor HOME
        home = Path()
    if sys.platform == "darwin":
        places = [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts"]
    elif sys.platform == "win32":
        places = [Path("C:/Windows/Fonts"), home / "AppData/Local/Microsoft/Windows/Fonts"]
    else:
        places = [
            Path("/usr/share/fonts"),
            Path("/usr/local/share/fonts"),
            home / ".local/share/fonts",
            home / ".fonts",
        ]
    return tuple(place for place in places if place.is_dir())
