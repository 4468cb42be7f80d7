"""A process that knows the passphrase of a home's locked keys for some hours, and tells it to its own user alone.

It listens on a socket in a folder of the home that only its owner may enter, asks the system who is at the other end,
and keeps the passphrase in memory: never in a file, an argument or a variable.
"""

from __future__ import annotations

import os
import select
import signal
import socket
import stat
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

from avatar.errors import InputError, OutputError, RefusedError
from avatar.ledger.keys.files import is_key_locked, make_private_folder, read_private
from avatar.ledger.keys.ring import PURPOSES
from avatar.runtime.access import is_file, told
from avatar.runtime.environment import bare
from avatar.runtime.sockets import KNOWS_PEERS, hide_memory, peer_of, short_name
from avatar.runtime.system import HAS_MODES

FOLDER, NAME = "run", "keys.sock"
LONGEST = 24 * 3600.0
"""s for which a passphrase is kept at most"""
_ASK, _END = b"passphrase\n", b"end\n"
_MOST = 4096
_WAIT = 30.0
"""s that the other side may take to say what it wants"""
_START = 30.0
"""s in which the process has to begin"""


def start(home: Path, passphrase: bytes, seconds: float) -> None:
    """Keep a passphrase for a home's locked keys; the agent that there was is replaced.

    Raise `RefusedError` if it does not open them, `InputError` if there is none or the system knows no such sockets.
    """
    if not HAS_MODES or not KNOWS_PEERS:
        raise InputError("This system does not say who is at the other end of a socket; use --passphrase-file FILE.")
    locked = [path for path in _privates(home) if is_key_locked(path)]
    if not locked:
        raise InputError(f"No key in {str(home / 'keys')!r} is locked, so there is nothing to unlock.")
    for path in locked:
        read_private(path, lambda _what: passphrase)
    end(home)
    make_private_folder(home / FOLDER)
    process = subprocess.Popen(
        [sys.executable, "-I", "-c", _PROGRAM, str(home), str(seconds), *map(os.path.abspath, sys.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env=bare(),
        start_new_session=True,
    )
    assert process.stdin is not None and process.stdout is not None
    with process.stdin, process.stdout:
        with suppress(BrokenPipeError):
            process.stdin.write(passphrase)
            process.stdin.close()
        ready, _, _ = select.select([process.stdout], [], [], _START)
        if not ready or process.stdout.read(1) != b"+":
            process.kill()
            process.wait()
            raise OutputError(f"The agent for {str(home)!r} does not begin; use --passphrase-file FILE.")


def end(home: Path) -> bool:
    """Let the agent of a home forget the passphrase; tell whether there was one."""
    return _said(home, _END) is not None


def is_there(home: Path) -> bool:
    """Tell whether there may be an agent, without asking it."""
    with suppress(OSError):
        return stat.S_ISSOCK((home / FOLDER / NAME).stat().st_mode)
    return False


def ask(home: Path) -> bytes | None:
    """Give the passphrase that the agent of a home knows; None where there is none."""
    return _said(home, _ASK) or None


def home_of(key: Path) -> Path | None:
    """Give the home whose key a file is; None if it is nobody's, as that of a person who signs elsewhere."""
    is_ours = key.name == "current.pem" and len(key.parents) > 2 and key.parents[1].name == "keys"
    return key.parents[2] if is_ours else None


def _privates(home: Path) -> list[Path]:
    paths = [home / "keys" / purpose / "current.pem" for purpose in PURPOSES]
    return [path for path in paths if is_file(path)]


def _said(home: Path, wish: bytes) -> bytes | None:
    if not is_there(home):
        return None
    with suppress(OSError), short_name(home / FOLDER / NAME) as address, closing(socket.socket(socket.AF_UNIX)) as line:
        line.settimeout(_WAIT)
        line.connect(address)
        if peer_of(line) != os.geteuid():
            raise RefusedError(f"Somebody else listens on {str(home / FOLDER / NAME)!r}; remove it.")
        line.sendall(wish)
        told = b""
        while piece := line.recv(_MOST):
            told += piece
        return told
    return None


_PROGRAM = "import sys; sys.path[:] = sys.argv[3:]; from avatar.ledger.keys.agent import main; main()"


def main() -> None:
    """Be the agent of a home for some seconds: read the passphrase, say that it has begun, and answer."""
    home, until = Path(sys.argv[1]), time.monotonic() + float(sys.argv[2])
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # it outlives its terminal
    place = home / FOLDER / NAME
    with told(place), short_name(place) as address, closing(socket.socket(socket.AF_UNIX)) as door:
        place.unlink(missing_ok=True)
        before = os.umask(0o177)
        door.bind(address)
        os.umask(before)
        own = place.stat().st_ino
        door.listen()
        hide_memory()  # from here on nobody else reads it
        passphrase = sys.stdin.buffer.read(_MOST)
        sys.stdout.buffer.write(b"+")
        sys.stdout.close()
        try:
            while (left := until - time.monotonic()) > 0 and _is_own(place, own):
                if select.select([door], [], [], min(left, 1.0))[0] and _answered(door, passphrase):
                    break
        finally:
            if _is_own(place, own):
                place.unlink(missing_ok=True)


def _answered(door: socket.socket, passphrase: bytes) -> bool:
    """Answer one who has come; tell whether that is the end."""
    line, _ = door.accept()
    with line, suppress(OSError):
        line.settimeout(_WAIT)
        if peer_of(line) != os.geteuid():
            return False
        wish = line.recv(64)
        if wish == _ASK:
            line.sendall(passphrase)
        return wish == _END
    return False


def _is_own(place: Path, number: int) -> bool:
    """Tell whether the socket is still there: who replaces or removes it ends this agent."""
    with suppress(OSError):
        return place.stat().st_ino == number
    return False
