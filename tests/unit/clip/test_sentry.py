"""Frames pass as they are; some are looked at beside, and who is not the portrait's is told once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from avatar.clip.sentry import Sentry, Watched, _opaque
from avatar.data import Frame
from avatar.errors import InputError
from avatar.identity import Guard, Watcher

OWN = np.array([1.0, 0.0], np.float32)


class Shade:
    """Numbers that are the picture's own, wherever its face is."""

    name, floor = "shade", 0.8

    def embed(self, picture, landmarks):
        return picture[0, 0, :2].astype(np.float32)


@dataclass(frozen=True)
class Someone(Watched):
    """Whose face is known without a portrait."""

    def guard(self):
        return Guard(Shade(), OWN, self.floor)


@pytest.fixture(autouse=True)
def _faces_everywhere(monkeypatch):
    from tests.unit.identity.test_guard import faced

    monkeypatch.setattr("avatar.identity.seeing.FaceSeer.see", lambda *_: [faced()])
    monkeypatch.setattr("avatar.identity.seeing.FaceSeer.again", lambda *_: [faced()])


def frames(*shades, each=10):
    """Ten frames of each shade: 0 is the portrait's, 1 somebody else's."""
    for index, shade in enumerate(np.repeat(shades, each)):
        picture = np.zeros((4, 4, 3), np.uint8)
        picture[..., shade] = 200
        yield Frame(picture, index, index / 25)


def someone(floor=None, *, is_shown=True):
    return Someone(None, None, floor, is_shown=is_shown)


def test_frames_pass_as_they_are_and_the_worst_five_count():
    sentry, given = Sentry(someone(), 0.4), list(frames(0, 0, 1, 1, 1, 1, 1, 0, 0))
    passed = list(sentry.passing(iter(given), 25.0))
    assert all(one is other for one, other in zip(passed, given, strict=True))
    verdict = sentry.verdict()
    sentry.close()
    assert (verdict.looks, verdict.likeness, verdict.is_alarm) == (9, pytest.approx(0.0), True)


def test_a_stream_tells_it_once_and_anew_when_it_comes_back():
    told = []
    sentry = Sentry(someone(), 0.4, told.append)
    for number, (shades, expected) in enumerate([((0,) * 6, 0), ((1,) * 9, 1), ((0,) * 9, 1), ((1,) * 9, 2)]):
        list(sentry.passing(frames(*shades), 25.0))
        sentry.verdict()
        assert len(told) == expected, number
    sentry.close()
    assert all(verdict.is_alarm and verdict.floor == 0.8 for verdict in told)


def test_a_stream_too_short_for_five_looks_is_judged_at_its_end():
    told = []
    sentry = Sentry(someone(), 0.4, told.append)
    list(sentry.passing(frames(1, 1), 25.0))
    assert sentry.verdict().looks == 2
    sentry.close()
    assert len(told) == 1


@pytest.mark.parametrize("watched", [someone(0.0), someone(is_shown=False)])
def test_nobody_looks_where_nobody_wants_it_or_nobody_is_shown(watched, monkeypatch):
    monkeypatch.setattr(Watcher, "see", lambda *_: pytest.fail("somebody looked"))
    sentry = Sentry(watched, 0.4)
    assert len(list(sentry.passing(frames(1), 25.0))) == 10
    assert sentry.verdict() is None


def test_what_cannot_be_looked_at_is_said_and_costs_nobody_a_frame(monkeypatch):
    def damaged(_):
        raise InputError("The network is damaged.")

    monkeypatch.setattr(Someone, "guard", damaged)
    sentry = Sentry(someone(), 0.4)
    assert len(list(sentry.passing(frames(0, 0, 0), 25.0))) == 30
    assert sentry.verdict() is None
    assert "damaged" in sentry.trouble
    sentry.close()


def test_pictures_of_conversations_are_looked_at_by_portrait(monkeypatch):
    """However many passages are drawn, their looks count together."""
    from types import SimpleNamespace

    from avatar.service.sessions.drawing import Studio

    monkeypatch.setattr(Watched, "guard", lambda watched: Guard(Shade(), OWN, watched.floor))
    told, named = [], SimpleNamespace(settings=SimpleNamespace(identity=SimpleNamespace(floor=None)))
    one, other = (
        SimpleNamespace(
            shape=shape, request=named, portrait=None, crew=SimpleNamespace(stage=None, device="cpu"), home=None, fps=25
        )
        for shape in ("one", "other")
    )
    studio = Studio(1, alarmed=lambda stage, verdict: told.append((stage.shape, verdict.is_alarm)))
    for _ in range(7):
        list(studio.watched(one, frames(1, each=30)))
        list(studio.watched(other, frames(0, each=30)))
    for sentry in studio._sentries.values():
        sentry.verdict()
    studio.close()
    assert told == [("one", True)]


def test_who_is_cut_out_is_looked_at_before_grey():
    """Before black dark hair has no edge, and landmarks go astray."""
    picture = np.zeros((4, 4, 4), np.uint8)
    picture[:2] = (200, 100, 50, 255)
    picture[2] = (200, 100, 50, 51)
    seen = _opaque(picture)
    assert seen.shape == (4, 4, 3)
    assert (seen[0, 0] == (200, 100, 50)).all()
    assert (seen[3, 3] == seen[3, 3, 0]).all()
    assert 100 < seen[3, 3, 0] < 200
    assert np.allclose(seen[2, 0], 0.2 * seen[0, 0] + 0.8 * seen[3, 3], atol=1)
    plain = np.full((4, 4, 3), 7, np.uint8)
    assert np.array_equal(_opaque(plain), plain)
    assert not np.shares_memory(_opaque(plain), plain)
