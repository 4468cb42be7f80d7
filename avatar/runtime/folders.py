"""Where the data that comes with the package lies, in a checkout and in an installed wheel alike."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from avatar.errors import InputError, NotInstalledError, OutputError
from avatar.runtime.access import told

if TYPE_CHECKING:
    from collections.abc import Callable

KINDS = ("templates", "voices", "portraits", "models")


def shipped(kind: str) -> Path:
    """Find the folder of shipped `kind` (one of `KINDS`)."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "_shipped" / kind, package.parent / kind):
        if folder.is_dir():
            return folder
    raise NotInstalledError(
        f"The folder {kind!r} that ships with avatar is missing; repair it with: pip install --force-reinstall avatar"
    )


@dataclass(frozen=True, slots=True)
class Home:
    """Whose portraits, voices, consents, keys, logs and caches are used: one per tenant, handed in from the edge."""

    data: Path
    """the folder of what cannot be made again; it is there"""
    cache: Path
    """the folder of what can; it is there"""

    @classmethod
    def at(cls, folder: str | Path) -> Home:
        """Give the home in a folder, and make it. Raise `InputError` if it is none, `OutputError` if it can't be."""
        if not isinstance(folder, str | os.PathLike):
            raise InputError(f"A home is named by its folder, a text or a path, not by {type(folder).__name__}.")
        place = _meant(os.fspath(folder))
        return cls(_made(place), _made(place / "cache"))

    @classmethod
    def usual(cls) -> Home:
        """Give the home that AVATAR_HOME names, else the user's: only the edge asks for that."""
        return cls(user_data(), user_cache())


def user_cache() -> Path:
    """Find the usual home's folder for what can be made again, and make it."""
    chosen = _chosen()
    if chosen:
        return _made(chosen / "cache")
    import platformdirs

    return _made(_usual(platformdirs.user_cache_dir))


def user_data() -> Path:
    """Find the usual home's folder for what the user adds (enrolled portraits, voices), and make it."""
    chosen = _chosen()
    if chosen:
        return _made(chosen)
    import platformdirs

    return _made(_usual(platformdirs.user_data_dir))


def _usual(find: Callable[..., str]) -> Path:
    try:
        return Path(find("avatar", appauthor=False)).absolute()
    except RuntimeError:  # nobody's process: it has neither a name nor HOME
        raise OutputError(
            "This user has no folder for what belongs to them; name one in AVATAR_HOME, such as /var/lib/avatar."
        ) from None


def _chosen() -> Path | None:
    name = os.environ.get("AVATAR_HOME", "")
    return _meant(name) if name.strip() else None


def _meant(name: str) -> Path:
    """Give the folder of a name, in which ~ is a user's: where no shell has read it, that is still to be done."""
    try:
        return Path(name).expanduser()
    except RuntimeError:
        raise OutputError(
            f"There is no folder of a user's for {name!r}; name a whole path in AVATAR_HOME, such as /var/lib/avatar."
        ) from None


def _made(folder: Path) -> Path:
    with told(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
