"""How large the network's parts are: the published configurations, and whatever else somebody trains."""

from __future__ import annotations

from dataclasses import dataclass

from avatar.errors import InputError


@dataclass(frozen=True, slots=True)
class HourglassSizes:
    """An encoder that halves the plane again and again, and a decoder that takes it back."""

    width: int
    """channels that the first level's are twice as many as"""
    most: int
    """channels that no level exceeds"""
    depth: int
    """halvings"""

    def channels(self, level: int) -> int:
        """Count the channels after so many halvings, from 1 on; of 0, those that the decoder ends with."""
        return int(min(self.most, self.width * 2**level))


@dataclass(frozen=True, slots=True)
class Sizes:
    """One configuration of the whole network, for RGB pictures."""

    side: int
    """px of the pictures that go in and come out"""
    keypoints: int
    """count"""
    detector: HourglassSizes
    """finds keypoints"""
    dense: HourglassSizes
    """joins their motions"""
    width: int
    """channels of the generator's first level"""
    most: int
    """channels that no level of it exceeds"""
    halvings: int
    """of the picture, before its features are moved"""
    blocks: int
    """residual blocks after that"""
    shrink: int = 4
    """factor by which pictures are smaller where keypoints and motion are found"""
    temperature: float = 0.1
    """of the softmax that turns a map into the probability of a place"""
    variance: float = 0.01
    """of the blot that stands for a keypoint, in coordinates of [-1, 1]"""

    @property
    def step(self) -> int:
        """Px that sides of pictures have to be a multiple of."""
        depth = max(self.detector.depth, self.dense.depth)
        return int(max(self.shrink * 2**depth, 2**self.halvings))

    def channels(self, level: int) -> int:
        """Count the generator's channels after so many halvings."""
        return int(min(self.most, self.width * 2**level))


_VOX = Sizes(256, 10, HourglassSizes(32, 1024, 5), HourglassSizes(64, 1024, 5), 64, 512, halvings=2, blocks=6)
CONFIGS = {"vox-256": _VOX, "vox-adv-256": _VOX}
"""the published ones for talking faces, by their names; the second was trained on against a discriminator"""


def sizes_of(config: str | Sizes) -> Sizes:
    """Find a configuration by name. Raise `InputError` with the names that there are."""
    if isinstance(config, Sizes):
        return config
    if config not in CONFIGS:
        raise InputError(
            f"There is no configuration {config!r} of the first-order-motion network; choose one of "
            f"{', '.join(CONFIGS)}."
        )
    return CONFIGS[config]
