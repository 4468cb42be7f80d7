"""Portraits that many tests share, enrolled once per run from real pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from avatar.data import Portrait


@pytest.fixture(scope="session")
def xiaochen() -> Portrait:
    """A frontal portrait with closed lips."""
    from avatar.assets import shipped
    from avatar.portrait import PhotoEnroller
    from avatar.settings import PortraitSettings

    return PhotoEnroller(PortraitSettings()).enroll(shipped("portraits") / "xiaochen" / "portrait.jpg", "xiaochen")


@pytest.fixture(scope="session")
def smiling(tmp_path_factory: pytest.TempPathFactory) -> Portrait:
    """A photo with a broad smile that shows the teeth."""
    from PIL import Image
    from skimage.data import astronaut

    from avatar.portrait import PhotoEnroller
    from avatar.settings import PortraitSettings

    path: Path = tmp_path_factory.mktemp("photo") / "astronaut.png"
    photo = Image.fromarray(astronaut()[:300, 80:380])
    photo.resize((1200, 1200), Image.Resampling.BICUBIC).save(path)
    return PhotoEnroller(PortraitSettings(detail=False)).enroll(path, "astronaut")
