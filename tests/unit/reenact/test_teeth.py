"""What shows of the teeth between lips that hardly part."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from avatar.data import Phone
from avatar.reenact.framing import frame_portrait
from avatar.reenact.mesh import MeshRenderer
from avatar.settings import LipSettings
from avatar.visemes import ArticulatoryShaper
from tests.motions import SEALED, motion

SIZE = (720, 720)


def _held(ipa: str) -> dict[str, object]:
    """Give the lips in the middle of a sound between two open vowels."""
    phones = (Phone("a", 0.2, 0.4), Phone(ipa, 0.4, 0.52), Phone("a", 0.52, 0.72))
    lips = ArticulatoryShaper(LipSettings()).shape(phones, 0.9)
    row = lips.weights[int(np.searchsorted(lips.times, 0.46))]
    return {name: float(value) for name, value in zip(lips.names, row, strict=True) if name.startswith(("jaw", "mou"))}


def _enamel(portrait, row) -> float:
    """Measure the height of the upper teeth that shows in the middle of the mouth, IOD: what goes without them."""
    layers = portrait.rig.mouth_layers.copy()
    layers[3] = 0
    toothless = replace(portrait, rig=replace(portrait.rig, mouth_layers=layers))
    one, other = (
        next(iter(MeshRenderer().render(each, motion(row), SIZE))).image.astype(int) for each in (portrait, toothless)
    )
    framing = frame_portrait(portrait, SIZE)
    unit = portrait.rig.unit * framing.scale
    x = framing.place(portrait.rig.vertices[portrait.rig.upper_lip[[0, -1]], :2]).mean(axis=0)[0]
    shown = np.abs(one - other)[:, round(x - 0.12 * unit) : round(x + 0.12 * unit)].max(axis=2) > 30
    return float(np.median(shown.sum(axis=0)) / unit)


@pytest.mark.slow
@pytest.mark.parametrize("who", ["xiaochen", "smiling"])
@pytest.mark.parametrize("ipa", ["f", "v"])
def test_the_upper_teeth_show_on_the_lower_lip(who, ipa, request):
    """At f and v a narrow strip of enamel rests on the lip; where lips seal there is none."""
    portrait = request.getfixturevalue(who)
    assert 0.01 < _enamel(portrait, _held(ipa)) < 0.05
    assert _enamel(portrait, SEALED) == 0


def test_teeth_are_no_greyer_between_lips_that_hardly_part(xiaochen):
    """They stand right behind the lips: their brightness follows the eyes' white, not the opening."""
    size = (256, 256)
    framing = frame_portrait(xiaochen, size)
    framed = framing.place(xiaochen.landmarks)[:, :2]
    eye = framed[[33, 133, 159, 145]]
    (left, top), (right, bottom) = eye.min(axis=0).astype(int), eye.max(axis=0).astype(int)
    x, y = framed[13].astype(int)
    reach = round(0.1 * xiaochen.iod * framing.scale)
    raised = {"mouthUpperUpLeft": 0.2, "mouthUpperUpRight": 0.2}
    rows = motion(*({"jawOpen": opening} | raised for opening in (0.12, 0.3)))
    pictures = [frame.image.mean(axis=2) for frame in MeshRenderer().render(xiaochen, rows, size)]
    white = np.percentile(pictures[0][top : bottom + 1, left:right], 92)
    narrow, wide = (np.percentile(picture[y - 2 : y + reach, x - reach : x + reach], 90) for picture in pictures)
    assert 0.6 * white < wide < white
    assert 0.9 < narrow / wide < 1.4
