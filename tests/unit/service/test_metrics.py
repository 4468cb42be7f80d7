from __future__ import annotations

import pytest

from avatar.service.config import ServerSettings, ServiceConfig
from avatar.service.metrics import Metrics
from avatar.service.state import Service


def test_figures_are_told_by_their_names():
    metrics = Metrics()
    metrics.count("speeches", end="done")
    metrics.observe("first_audio_seconds", 0.12, mode="browser")
    metrics.gauge("sessions", 3, mode="browser")
    text = metrics.text().decode()
    assert 'avatar_speeches_total{end="done"} 1.0' in text
    assert 'avatar_first_audio_seconds_bucket{le="0.15",mode="browser"} 1.0' in text
    assert 'avatar_sessions{mode="browser"} 3.0' in text


def test_a_face_that_is_not_the_portraits_is_counted():
    service = Service(ServiceConfig(ServerSettings(), (), ()))
    for kind in ("session", "stream", "session"):
        service.identity_alarm(kind, 0.41, 0.8)
    text = service.metrics.text().decode()
    assert 'avatar_identity_alarms_total{kind="session"} 2.0' in text
    assert 'avatar_identity_alarms_total{kind="stream"} 1.0' in text


def test_a_figure_that_nobody_declared_is_a_fault():
    with pytest.raises(KeyError):
        Metrics().count("surprises")
