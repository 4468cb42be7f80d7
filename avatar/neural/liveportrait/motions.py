"""Implicit keypoints: what the motion extractor reads, in numbers that can be added and turned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch.nn import functional as F  # noqa: N812 - its usual name

from avatar.neural.liveportrait.sizes import AXES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from torch import Tensor

_DEGREES_PER_BIN, _FIRST_BIN = 3.0, -97.5
"""Classes of an angle are this wide, and lie so, degrees."""


@dataclass(frozen=True, slots=True)
class Motion:
    """How faces stand and what they do, B of them."""

    canonical: Tensor
    """(B, K, 3), keypoints of the face alone: facing the viewer, showing nothing"""
    expression: Tensor
    """(B, K, 3), what the expression adds to them"""
    rotation: Tensor
    """(B, 3, 3), of the head; a row of keypoints is multiplied by it from the right"""
    translation: Tensor
    """(B, 3), of which z is not used"""
    scale: Tensor
    """(B, 1)"""
    angles: Tensor
    """(B, 3): pitch, yaw, roll, degrees, as they were read; `rotation` is made of them"""

    @classmethod
    def read(cls, raw: Mapping[str, Tensor]) -> Motion:
        """Make it of what the motion extractor gives."""
        full = {name: value.float() for name, value in raw.items()}
        angles = torch.stack([degrees(full[name]) for name in ("pitch", "yaw", "roll")], dim=1)
        canonical, expression = (full[name].unflatten(1, (-1, AXES)) for name in ("kp", "exp"))
        return cls(canonical, expression, rotation(angles), full["t"], full["scale"], angles)

    def keypoints(self) -> Tensor:
        """Give them where they are, (B, K, 3): canonical ones turned, expression added, scaled, shifted."""
        placed = (self.canonical @ self.rotation + self.expression) * self.scale[..., None]
        return placed + F.pad(self.translation[:, :2], (0, 1))[:, None]

    def at(self, row: int) -> Motion:
        """Give one of them, as B = 1."""
        return Motion(*(getattr(self, name)[row : row + 1] for name in _FIELDS))

    def moved(self, driving: Motion, rest: Motion, expression: Tensor | None = None) -> Motion:
        """Give this face as another one's motion since its rest makes it: B frames of one face.

        The other's turn since rest comes upon this one's, its change of scale and place too; `expression` (B, K, 3)
        takes the place of the change that the other's shows.
        """
        change = driving.expression - rest.expression if expression is None else expression
        turn = driving.rotation @ rest.rotation.transpose(1, 2) @ self.rotation
        return Motion(
            self.canonical,
            self.expression + change,
            turn,
            self.translation + driving.translation - rest.translation,
            self.scale * driving.scale / rest.scale,
            driving.angles,
        )


_FIELDS = ("canonical", "expression", "rotation", "translation", "scale", "angles")


def degrees(scores: Tensor) -> Tensor:
    """Take scores of classes (B, bins) to angles (B,), degrees: the mean of the classes by what they are likely."""
    places = torch.arange(scores.shape[1], device=scores.device, dtype=scores.dtype)
    return (F.softmax(scores, dim=1) * places).sum(dim=1) * _DEGREES_PER_BIN + _FIRST_BIN


def rotation(angles: Tensor) -> Tensor:
    """Give (B, 3, 3) of pitch, yaw and roll (B, 3), degrees, to multiply rows by: about x first, then y, then z."""
    sines, cosines = torch.sin(torch.deg2rad(angles)), torch.cos(torch.deg2rad(angles))
    (sx, sy, sz), (cx, cy, cz) = sines.unbind(1), cosines.unbind(1)
    none, one = torch.zeros_like(sx), torch.ones_like(sx)
    about_x = _matrix(one, none, none, none, cx, -sx, none, sx, cx)
    about_y = _matrix(cy, none, sy, none, one, none, -sy, none, cy)
    about_z = _matrix(cz, -sz, none, sz, cz, none, none, none, one)
    return (about_z @ about_y @ about_x).transpose(1, 2)


def _matrix(*cells: Tensor) -> Tensor:
    return torch.stack(cells, dim=1).unflatten(1, (3, 3))
