"""A few pictures of a shipped person before a green screen, and before their own backdrop."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageOps

from avatar.runtime.folders import shipped

COUNT = 6


def filmed(name, shift=0, noise=2.0):
    """Film a still photo, 256 px, that moves by so many px a picture, with a camera's noise."""
    with Image.open(shipped("portraits") / name / "portrait.jpg") as file:
        photo = np.asarray(ImageOps.fit(file.convert("RGB"), (256, 256), Image.Resampling.LANCZOS))
    dice = np.random.default_rng(5)
    moved = [np.roll(photo, shift * number, axis=1) for number in range(COUNT)]
    return [np.clip(each + dice.normal(0, noise, each.shape), 0, 255).astype(np.uint8) for each in moved]


@pytest.fixture(scope="session")
def film_of():
    return filmed
