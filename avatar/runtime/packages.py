"""Which installed packages shape what is made here: another version of one may draw or sound otherwise."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version

PICTURES = (
    "numba",
    "numpy",
    "onnxruntime",
    "opencv-contrib-python",
    "opencv-contrib-python-headless",
    "opencv-python",
    "opencv-python-headless",
    "pillow",
)
"""distributions whose version shapes a picture"""


@cache
def version_of(package: str) -> str:
    """Give the version of an installed distribution; "" where it is not installed."""
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
