"""The picture of a clip shows open eyes and a mouth at ease, from its middle."""

from __future__ import annotations

import numpy as np

from avatar.campaign.running.thumbnail import best_frame


def timeline(jaw, blink):
    values = np.stack([jaw], axis=1).tolist()
    motion = np.stack([blink, blink], axis=1).tolist()
    return {
        "frames": len(jaw),
        "fps": 25,
        "curves": {"names": ["jawOpen"], "values": values},
        "motion": {"names": ["eyeBlinkLeft", "eyeBlinkRight"], "values": motion},
    }


def test_neither_a_blink_nor_an_open_mouth():
    jaw, blink = np.full(100, 0.5), np.zeros(100)
    jaw[40:50] = 0.08
    jaw[60:70] = 0.08
    blink[38:52] = 1.0
    assert 60 <= best_frame(timeline(jaw, blink)) < 70


def test_the_ends_are_left_out():
    jaw = np.full(100, 0.3)
    jaw[:8] = 0.08
    jaw[95:] = 0.08
    assert 10 <= best_frame(timeline(jaw, np.zeros(100))) < 90


def test_the_shortest_clip_has_a_picture():
    assert best_frame(timeline(np.zeros(1), np.zeros(1))) == 0
    assert 0 <= best_frame(timeline(np.zeros(3), np.zeros(3))) < 3
