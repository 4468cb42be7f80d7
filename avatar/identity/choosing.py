"""Which way to compare faces there is here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.identity.weights import is_installed

if TYPE_CHECKING:
    from avatar.identity.embedders import Embedder


def choose() -> Embedder:
    """Give dlib's embedding where its package is installed, else the texture, which needs none.

    Raise `NotInstalledError` if the package is there but damaged.
    """
    if is_installed():
        from avatar.identity.embedders import resnet

        return resnet()
    from avatar.identity.texture import TextureEmbedder

    return TextureEmbedder()
