"""Networks that better pictures are found in the clip's home, do what was asked for, and are told of."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from avatar import pipeline
from avatar.clip.bettering import afterwards, as_it_was, bettered, chosen, magnification
from avatar.clip.request import ClipRequest
from avatar.data import RenderCapabilities
from avatar.errors import InputError, NotInstalledError
from avatar.finish.detail import EnlargingFilter
from avatar.finish.steady import SteadyFilter
from avatar.portrait.store import PortraitStore
from avatar.runtime.folders import Home
from avatar.settings import NO_DETAIL, NetworkFile, PortraitSettings
from tests.miniature_networks import write_onnx


@dataclass
class Painter:
    """A renderer whose network is looked at only for what would be done to its pictures."""

    capabilities: RenderCapabilities = field(default_factory=lambda: RenderCapabilities(repaints=256))
    filters: tuple = ()

    def through(self, filters):
        return Painter(filters=tuple(filters))


@pytest.fixture
def home(tmp_path):
    return Home.at(tmp_path / "home")


def asked(**options):
    return ClipRequest.from_options("Hello", **options)


def kinds(renderer):
    return [type(each) for each in renderer.filters]


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        ({}, [SteadyFilter, EnlargingFilter]),
        ({"steady": 0}, [EnlargingFilter]),
        ({"upscale": "none"}, [SteadyFilter]),
        ({"size": (256, 256)}, [SteadyFilter]),
        ({"size": (256, 256), "upscale_by": 2}, [SteadyFilter, EnlargingFilter]),
        ({"upscale": "none", "steady": 0}, []),
    ],
)
def test_what_a_network_paints_is_calmed_and_enlarged_unless_somebody_says_else(options, wanted):
    assert kinds(bettered(Painter(), asked(**options))) == wanted


@pytest.mark.parametrize(("side", "by"), [(256, 1), (512, 2), (720, 4), (1080, 4)])
def test_a_square_is_enlarged_as_far_as_the_film_shows_it(side, by):
    assert magnification(asked(size=(side, side)).settings, 256) == by


def test_a_renderer_without_a_network_is_left_alone_unless_somebody_asks():
    mesh = SimpleNamespace(capabilities=RenderCapabilities())
    assert bettered(mesh, asked()) is mesh
    assert afterwards(mesh, asked().settings) == ()
    assert [type(each) for each in afterwards(mesh, asked(steady=0.5).settings)] == [SteadyFilter]


def test_built_in_upscalers_need_no_file(home):
    for name in ("none", "esrgan"):
        request, helpers = chosen(asked(upscale=name), None, home)
        assert request.settings.portrait.upscale == NetworkFile(name)
        assert helpers.upscaler is None


def test_a_file_is_named_by_its_content(home, tmp_path):
    """The same file elsewhere is the same network; another content is another one."""
    paths = [tmp_path / name / "net.onnx" for name in ("one", "other", "third")]
    for path, scale in zip(paths, (2, 2, 4), strict=True):
        path.parent.mkdir()
        write_onnx(path, scale)
    found = [chosen(asked(upscale=path), None, home)[0].settings.portrait for path in paths]
    assert found[0] == found[1] != found[2]
    entries = [PortraitStore(home=home.data).entry_of("0" * 64, each, None).name for each in found]
    assert entries[0] == entries[1] != entries[2]
    assert str(paths[0]) not in repr(found[0])


def test_a_network_that_is_not_here_is_told_before_anything_is_done(home):
    with pytest.raises(InputError, match=r"no file 'nowhere\.pth'"):
        pipeline.prepare(asked(upscale="nowhere.pth"), home=home)
    with pytest.raises(NotInstalledError, match="avatar model install"):
        pipeline.prepare(asked(restore="gfpgan-1.4"), home=home)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [({"upscale_by": 3}, "2 or 4"), ({"upscale_area": "hair"}, "face or frame"), ({"fidelity": 2}, "0 to 1"),
     ({"steady": -1}, "0 to 1")],
)  # fmt: skip
def test_what_cannot_be_is_told_in_a_sentence(options, sentence):
    with pytest.raises(InputError, match=sentence):
        asked(**options)


@pytest.mark.slow
def test_a_portrait_is_enlarged_by_the_file_that_was_named(home, tmp_path, astronaut, enrolled, warm):
    """Another choice makes another portrait, whole or of the face alone, and the network is told of."""
    photo = tmp_path / "small.png"
    face = cv2.resize(cv2.imread(str(astronaut))[:300, 80:380], (220, 220), interpolation=cv2.INTER_AREA)
    cv2.imwrite(str(photo), face)
    path = write_onnx(tmp_path / "bright.onnx", 2, blur=1)
    made = {}
    for area in ("face", "frame"):
        request, helpers = chosen(asked(upscale=path, upscale_by=2, upscale_area=area), None, home)
        made[area] = enrolled(photo, request.settings.portrait)
        assert made[area].image.shape == (440, 440, 3)
        assert [each.sha256 for each in helpers.taking_part(request, made[area])] == [
            request.settings.portrait.upscale.digest
        ]
        assert helpers.told(request, made[area]) == ()
    plain = enrolled(photo, PortraitSettings(upscale=NO_DETAIL))
    assert plain.image.shape == (220, 220, 3)
    differs = np.abs(made["face"].image.astype(int) - made["frame"].image).max(axis=2)
    assert differs[-60:, :40].max() > 8
    store = PortraitStore(home=warm(home.data))
    store.add(photo, "me", request.settings.portrait)
    assert np.array_equal(store.load_or_enroll("me").image, made["frame"].image)
    later = as_it_was(asked(), store.show("me"))
    assert chosen(later, None, home)[0].settings.portrait == request.settings.portrait.settled()
    request, helpers = chosen(asked(upscale=path), None, home)
    (told,) = helpers.told(request, plain)
    assert "nothing to do" in told


@pytest.mark.slow
def test_the_clip_says_who_was_asked_for_detail(home):
    """Where nobody was, it says nothing; the choice is part of the clip's name."""
    plans = [pipeline.prepare(asked(voice="fast", **more), home=home) for more in ({}, {"upscale": "none"})]
    assert [plan.header().get("upscale") for plan in plans] == [None, "none"]
    assert plans[0].content_id != plans[1].content_id
