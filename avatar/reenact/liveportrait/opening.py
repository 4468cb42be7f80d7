"""The networks' modules, which need torch: looked for without loading it, and loaded with a cure where that fails."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from avatar.errors import NotInstalledError
from avatar.runtime.packages import line_for

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from avatar.neural.liveportrait.network import LivePortrait

TORCH = line_for("neural")


def require_torch() -> None:
    """Raise `NotInstalledError` where torch is not installed."""
    if find_spec("torch") is None:
        raise NotInstalledError(f"LivePortrait needs torch, which is not installed; run: {TORCH}")


def found(folder: Path) -> Mapping[str, Path]:
    """Find the files in a folder; see `neural.liveportrait.reading.find`."""
    _import()
    from avatar.neural.liveportrait.reading import find

    return find(folder)


def opened(files: Mapping[str, Path], device: str, *, is_half: bool | None = None) -> LivePortrait:
    """Load the networks from their files; see `neural.liveportrait.network.load`."""
    _import()
    from avatar.neural.liveportrait.network import load

    return load(files, device, is_half=is_half)


def _import() -> None:
    try:
        import torch  # noqa: F401 - before anything that needs it
    except (ImportError, OSError) as fault:  # the latter where one of its libraries does not fit
        reason = str(fault).strip().partition("\n")[0]
        raise NotInstalledError(
            f"LivePortrait needs torch, which cannot be imported ({reason}); run: {TORCH}"
        ) from None
