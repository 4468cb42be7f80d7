"""Where the data that comes with the package lies, in a checkout and in an installed wheel alike."""

from __future__ import annotations

from pathlib import Path

from avatar.errors import NotInstalledError
from avatar.runtime.access import told

KINDS = ("templates", "voices", "portraits")


def shipped(kind: str) -> Path:
    """Find the folder of shipped `kind` ("templates", "voices" or "portraits")."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "_shipped" / kind, package.parent / kind):
        if folder.is_dir():
            return folder
    raise NotInstalledError(
        f"The folder {kind!r} that ships with avatar is missing; repair it with: pip install --force-reinstall avatar"
    )


def user_cache() -> Path:
    """Find the folder for what can be made again, and make it."""
    import os

    import platformdirs

    home = os.environ.get("AVATAR_HOME")
    folder = Path(home) / "cache" if home else Path(platformdirs.user_cache_dir("avatar", appauthor=False))
    with told(folder):
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def user_data() -> Path:
    """Find the folder for what the user adds (enrolled portraits, voices), and make it."""
    import os

    import platformdirs

    folder = Path(os.environ.get("AVATAR_HOME") or platformdirs.user_data_dir("avatar", appauthor=False))
    with told(folder):
        folder.mkdir(parents=True, exist_ok=True)
    return folder
