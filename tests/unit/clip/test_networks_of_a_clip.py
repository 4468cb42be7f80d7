"""A network that took part is named wherever a clip is told of: record, manifest, timeline, warning, names."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

import avatar
from avatar import backends, pipeline
from avatar.clip.crew import bound_by, networks_of
from avatar.clip.marking import check
from avatar.clip.naming import shaped_by
from avatar.clip.request import ClipRequest
from avatar.data.network import NetworkFacts
from avatar.live import set_stage
from avatar.marks.credentials.manifest import ASSERTION, compose
from avatar.marks.registry import Registry
from avatar.marks.registry.facts import Facts
from avatar.portrait.cards import write_card
from avatar.portrait.store import PortraitStore
from avatar.reenact.mesh import MeshRenderer
from avatar.runtime.folders import Home
from avatar.settings import FilmSettings, PortraitSettings, Settings

PAINTER = NetworkFacts("painter", "fomm", "ab" * 32, "CC-BY-NC-4.0", "no", attribution="Ann")
CUTTER = NetworkFacts("cutter", "matting", "cd" * 32, "MIT", "yes")
SWAPPER = NetworkFacts("swapper", "swap", "12" * 32, "non-commercial", "no")
SHARER = NetworkFacts("sharer", "matting", "ef" * 32, "AGPL-3.0", "yes", copyleft=True)
FACTS = Facts("ab" * 16, "2026-01-02T03:04:05Z", "p" * 64, "t" * 64, "auth", "r" * 64, networks=(PAINTER, CUTTER))


class Painted(MeshRenderer):
    """A renderer that says that a network takes part."""

    networks = (PAINTER,)


class Filter:
    networks = (CUTTER, PAINTER)


def test_networks_are_collected_from_whoever_tells_each_once():
    assert networks_of(Painted(), object(), Filter()) == (PAINTER, CUTTER)


def test_a_licence_that_binds_is_told_to_whoever_makes_the_clip():
    told = bound_by((PAINTER, CUTTER, SHARER))
    assert len(told) == 2
    assert "'painter' took part, whose licence is 'CC-BY-NC-4.0' (not for commercial use; to be named: Ann)" in told[0]
    assert "'AGPL-3.0' (what is derived from it stays under the same licence)" in told[1]
    assert not bound_by((CUTTER,))


def test_a_record_keeps_them_and_one_of_earlier_has_none():
    written = json.loads(json.dumps(FACTS.as_json()))
    assert Facts.from_json(written) == FACTS
    del written["networks"]
    assert Facts.from_json(written).networks == ()


def test_a_manifest_names_them_with_what_their_licences_ask_for():
    (own,) = (each for each in compose(FACTS, {"system_version": "1"})["assertions"] if each["label"] == ASSERTION)
    assert own["data"]["networks"][0]["terms"] == "not for commercial use; to be named: Ann"
    assert [each["sha256"] for each in own["data"]["networks"]] == [PAINTER.sha256, CUTTER.sha256]
    (bare,) = (
        each
        for each in compose(replace(FACTS, networks=()), {"system_version": "1"})["assertions"]
        if each["label"] == ASSERTION
    )
    assert "networks" not in bare["data"]


def test_where_a_network_draws_names_the_clip_where_that_is_no_processor():
    """Numbers are half as long on a card; names that were given on processors stay what they were."""
    assert shaped_by((PAINTER,), "cpu") == shaped_by((PAINTER,), "") == {"networks": [["fomm", "ab" * 32]]}
    assert shaped_by((PAINTER,), "cuda") == shaped_by((PAINTER,), "cpu") | {"device": "cuda"}
    assert shaped_by((), "") == {}


@pytest.mark.slow
def test_a_clip_says_which_networks_made_it(tmp_path, warm, monkeypatch):
    home = warm(tmp_path / "home", "xiaochen")
    monkeypatch.setenv("AVATAR_HOME", str(home))
    plain = pipeline.prepare(ClipRequest("Hi.", settings=Settings(film=FilmSettings(128, 128))))
    monkeypatch.setitem(backends.BUILT_IN["reenact"], "mesh", backends.Backend(f"{__name__}:Painted"))
    painted = pipeline.prepare(ClipRequest("Hi.", settings=Settings(film=FilmSettings(128, 128))))
    assert painted.content_id != plain.content_id
    assert painted.key(painted.passages[0], 0) != plain.key(plain.passages[0], 0)
    clip = avatar.say("Hi.", output=tmp_path / "clip.mp4", size="128x128")
    assert any("'painter' took part" in each for each in clip.warnings)
    told = json.loads((tmp_path / "clip.json").read_text())["networks"]
    assert [(each["name"], each["licence"]) for each in told] == [("painter", "CC-BY-NC-4.0")]
    (entry,) = Registry(home).by_content(clip.content_id)
    assert entry.facts.networks == (PAINTER,)
    assert entry.facts.is_generated_by_network
    registry = check(tmp_path / "clip.mp4", home).layers["registry"]
    assert registry.details["networks"] == ["painter: CC-BY-NC-4.0 (not for commercial use; to be named: Ann)"]


@pytest.mark.slow
def test_a_network_that_drew_the_portrait_itself_is_named_by_each_clip_of_it(tmp_path, warm):
    home = Home.at(warm(tmp_path / "home", "xiaochen"))
    store = PortraitStore(home=home.data)
    store.add(store.read("xiaochen").path, "drawn", PortraitSettings())
    request = ClipRequest("Hi.", "drawn", settings=Settings(film=FilmSettings(128, 128)))
    plain = pipeline.prepare(request, home=home)
    assert plain.networks == ()
    write_card(replace(store.show("drawn"), networks=(SWAPPER,)))
    drawn = pipeline.prepare(request, home=home)
    assert drawn.networks == (SWAPPER,)
    assert drawn.networks[0].paints
    assert drawn.content_id != plain.content_id
    assert any("'swapper' took part" in each for each in drawn.warnings)
    assert set_stage(request, home).crew.networks == (SWAPPER,)
