"""Pictures that tests of the portrait stage share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from avatar.runtime.folders import shipped

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    Save = Callable[[NDArray[np.uint8]], Path]


@pytest.fixture(scope="session")
def marco() -> NDArray[np.uint8]:
    """A man with stubble, (1024, 1024, 3)."""
    photo = Image.open(shipped("portraits") / "marco" / "portrait.jpg")
    return np.asarray(photo.resize((1024, 1024), Image.Resampling.LANCZOS))


@pytest.fixture
def save(tmp_path: Path) -> Save:
    """Write a picture to a file."""

    def write(pixels: NDArray[np.uint8], name: str = "photo.png") -> Path:
        Image.fromarray(np.ascontiguousarray(pixels)).save(tmp_path / name)
        return tmp_path / name

    return write
