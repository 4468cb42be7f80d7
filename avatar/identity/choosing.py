"""Which way to compare faces there is here."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING

from avatar.downloads.receipts import is_installed as is_here
from avatar.identity.weights import is_installed
from avatar.neural.models import SHELF, located

if TYPE_CHECKING:
    from avatar.identity.embedders import Embedder
    from avatar.runtime.folders import Home

PACKS = ("buffalo_l", "buffalo_s")
"""of InsightFace, with a network that tells people apart, the better one first"""
RESNET = "dlib-face-resnet"
"""the same file as the package's, as `avatar model install` brings it"""


def choose(home: Home | None, device: str = "cpu") -> Embedder:
    """Give the best that there is in a home: ArcFace where insightface and a pack are, else dlib's, else the texture.

    `device` is one of `settings.DEVICES`; the texture needs none. Without a home only installed packages are asked.
    Raise `NotInstalledError` or `InputError` if what is there is damaged.
    """
    from avatar.identity import embedders

    if home is not None and importlib.util.find_spec("insightface") is not None:
        for name in (each for each in PACKS if is_here(home.data / SHELF / each)):
            found = located(name, "identity", home)
            file = next(each for each in found.files if each.name.startswith("w600k"))
            return embedders.arcface(file, found.facts.sha256, device)
    if is_installed():
        return embedders.resnet(None, device)
    if home is not None and is_here(home.data / SHELF / RESNET):
        return embedders.resnet(located(RESNET, "identity", home).path, device)
    from avatar.identity.texture import TextureEmbedder

    return TextureEmbedder()
