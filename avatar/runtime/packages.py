"""Which installed packages shape what is made here: another version of one may draw or sound otherwise."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version

from avatar.runtime.system import is_linux_without_card

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

OPENCV = "opencv-contrib-python-headless"
"""distribution of OpenCV that is ours"""
_PROCESSORS = " --extra-index-url https://download.pytorch.org/whl/cpu"
"""where torch for machines without a card is; what PyPI has for Linux brings 3 GB of CUDA"""


def line_for(extra: str) -> str:
    """Give the line that installs an extra into an installation that is there, and breaks nothing of it.

    Of torch it takes the one for processors where there is no card to be seen. Where other packages of OpenCV come
    along, which lie in the same folder, ours is put back over them.
    """
    line = f"pip install 'avatar[{extra}]'"
    if extra in ("neural", "face-alignment", "coqui", "all") and is_linux_without_card():
        line += _PROCESSORS
    if extra in ("insightface", "face-alignment", "all"):
        line += f" && pip install --force-reinstall --no-deps {OPENCV}"
    return line


def line_for_card() -> str:
    """Give the line that puts the onnxruntime for NVIDIA's cards into the place of the other, which lies over it."""
    return "pip uninstall -y onnxruntime onnxruntime-gpu && pip install 'onnxruntime-gpu[cuda,cudnn]'"


def line_for_sound() -> str:
    """Give the line that puts a torchaudio right whose library was built for another torch than is here."""
    return "pip install --force-reinstall torch torchaudio" + (_PROCESSORS if is_linux_without_card() else "")


@cache
def version_of(package: str) -> str:
    """Give the version of an installed distribution; "" where it is not installed."""
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
