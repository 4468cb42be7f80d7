"""Where compiled loops are kept: beside the package if that may be written, else in the user's cache.

With NUMBA_CACHE_DIR they are kept there, and nowhere else, such as in a folder that a container's image brings along.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from avatar.runtime.folders import user_cache
from avatar.runtime.machine_code import processor

if TYPE_CHECKING:
    from collections.abc import Iterator

_ENDING = ".loop"
_SEAL = 32
"""bytes of the hash in front"""


@dataclass(frozen=True, slots=True)
class Place:
    """How the object file of a loop is named, and where it may lie."""

    source: Path
    """the module's file"""
    loop: str
    """the loop's full name"""
    made_of: str
    """names the module's text and the loop's declaration, hex"""
    made_for: str
    """names compiler and processor, hex"""

    @property
    def name(self) -> str:
        """Name the file."""
        return f"{self.loop}-{self.made_of}-{self.made_for}{_ENDING}"


def place(loop: Any, declared: str) -> Place:  # noqa: ANN401 - a function, of which types say too little
    """Say where a loop is kept that was declared like this; another text of its module is another loop."""
    source = Path(loop.__code__.co_filename)
    return Place(
        source,
        f"{loop.__module__}.{loop.__qualname__}",
        _short(_content(source) + declared.encode()),
        _short(repr((_compilers(), processor())).encode()),
    )


def fetch(wanted: Place) -> bytes | None:
    """Read the object file of a loop; None where there is none that is whole."""
    for folder in _folders(wanted.source):
        with suppress(OSError):
            whole = (folder / wanted.name).read_bytes()
            if hashlib.sha256(whole[_SEAL:]).digest() == whole[:_SEAL]:
                return whole[_SEAL:]
    return None


def keep(wanted: Place, content: bytes) -> None:
    """Write the object file of a loop where that can be done, whole or not at all, instead of any of an older text."""
    for folder in _folders(wanted.source):
        scratch = folder / f".{wanted.name}.{os.getpid()}"
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            scratch.write_bytes(hashlib.sha256(content).digest() + content)
            scratch.replace(folder / wanted.name)
            for other in folder.glob(f"{wanted.loop}-*{_ENDING}"):
                if not other.name.startswith(f"{wanted.loop}-{wanted.made_of}-"):
                    other.unlink(missing_ok=True)
            return
        with suppress(OSError):
            scratch.unlink(missing_ok=True)


def _folders(source: Path) -> Iterator[Path]:
    chosen = os.environ.get("NUMBA_CACHE_DIR")
    if chosen:
        yield Path(chosen)
        return
    yield source.parent / "__pycache__"
    yield user_cache() / "kernels"


@lru_cache
def _content(source: Path) -> bytes:
    return source.read_bytes()


@lru_cache
def _compilers() -> tuple[str, ...]:
    # How arguments are laid out is no matter of the loop's module.
    ours = (Path(__file__).with_name(f"{name}.py") for name in ("compiling", "machine_code", "signature"))
    return version("numba"), version("llvmlite"), *(_short(_content(each)) for each in ours)


def _short(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]
