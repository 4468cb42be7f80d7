"""What all networks share that are written as ONNX graphs by torch."""

# Shapes no clip.

from __future__ import annotations

import logging
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING

from avatar.errors import NotInstalledError

if TYPE_CHECKING:
    from collections.abc import Iterator


def require_onnx() -> None:
    """Raise `NotInstalledError` without what torch's exporter needs, which fails late and in other words."""
    try:
        import onnx  # noqa: F401
        import onnxscript  # noqa: F401
    except ImportError as fault:
        raise NotInstalledError(
            f"Writing ONNX needs {fault.name!r}, which is not installed; install it with: pip install onnx onnxscript"
        ) from None


@contextmanager
def silent() -> Iterator[None]:
    """Keep to itself what the exporter says of its own future."""
    log = logging.getLogger("torch.onnx")
    before = log.level
    log.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        log.setLevel(before)
