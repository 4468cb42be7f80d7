"""Between the rows that the server sends, the face in the browser moves without a jump and skips no closure."""

from __future__ import annotations

import base64
import struct

import numpy as np
import pytest

from avatar.data import MOTION_NAMES
from tests.browser_faces import browser_page, chromium
from tests.motions import OPEN, SEALED, motion

pytest.importorskip("playwright")
pytestmark = pytest.mark.skipif(chromium() is None, reason="there is no Chromium here")

JAW, CLOSE, YAW = (MOTION_NAMES.index(name) for name in ("jawOpen", "mouthClose", "headYaw"))


@pytest.fixture(scope="module")
def page():
    with browser_page(b"") as page:
        page.evaluate(
            """() => {
              const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer;
              // Each step: [name, ...]; "read" gives the row at a time and a position.
              window.played = (steps) => {
                const motion = new window.renderer.Motion();
                const rows = [];
                for (const [name, one, other] of steps) {
                  if (name === "idle") motion.idleWith(bytes(one));
                  if (name === "begin") motion.begin();
                  if (name === "add") motion.add(bytes(one), other);
                  if (name === "interrupt") motion.interrupt();
                  if (name !== "read") continue;
                  const row = new Float32Array(62);
                  motion.read(one, other, row);
                  rows.push([...row]);
                }
                return rows;
              };
            }"""
        )
        yield page


def _payload(track):
    rows = np.rint(track.rows() * 16384).astype("<i2")
    return base64.b64encode(struct.pack("<HHf", *rows.shape, 25) + rows.tobytes()).decode()


def _played(page, *steps):
    return np.array(page.evaluate("steps => window.played(steps)", steps))


def test_rows_come_as_they_were_sent(page):
    track = motion(OPEN, {"head": [0.1, -0.2, 0.05, 0.1, 0, -0.05], "gaze": [0.2, -0.1], "breath": -0.7, "tongue": 0.4})
    row = _played(page, ["add", _payload(track), 0], ["read", 0, 0.001], ["read", 5, 0.04])[1]
    assert np.abs(row - track.rows()[1]).max() < 1e-3


@pytest.mark.parametrize("rate", [33, 60, 75, 144])
def test_no_display_misses_a_closure_of_one_row(page, rate):
    """b in "abba" may last 40 ms."""
    closing = motion(*[OPEN] * 4, SEALED, *[OPEN] * 4)
    for offset in np.linspace(0, 1 / rate, 7):
        times = [float(offset + k / rate) for k in range(int(0.32 * rate))]
        rows = _played(page, ["add", _payload(closing), 0], *(["read", 10 + time, time] for time in times))
        assert (rows[:, CLOSE] - rows[:, JAW]).max() > 0.0999


def test_speech_joins_idling_without_a_jump(page):
    idle = motion(*[{"head": [0, 0.1, 0, 0, 0, 0], "mouthSmile": 0.1}] * 50)
    speech = motion(*[OPEN | {"head": [0, -0.1, 0, 0, 0, 0]}] * 50)
    times = [5 + k / 60 for k in range(40)]
    rows = _played(
        page,
        ["idle", _payload(idle)],
        ["read", 4.98, None],
        ["begin"],
        ["add", _payload(speech), 0],
        *(["read", time, time - 5] for time in times),
    )
    assert np.abs(np.diff(rows[:, YAW])).max() < 0.03
    assert rows[0, YAW] == pytest.approx(0.1, abs=1e-3)
    assert rows[16, YAW] == pytest.approx(-0.1, abs=2e-3)  # after 250 ms


def test_an_interrupted_mouth_is_closed_within_100_ms(page):
    idle = motion(*[{"head": [0, 0.1, 0, 0, 0, 0]}] * 50)
    rows = _played(
        page,
        ["idle", _payload(idle)],
        ["add", _payload(motion(*[OPEN] * 50)), 0],
        *(["read", k / 60, k / 60] for k in range(30)),
        ["interrupt"],
        *(["read", 0.5 + k / 60, 0.5 + k / 60] for k in range(20)),
    )
    spoken, after = rows[:30], rows[30:]
    assert spoken[-1, JAW] > 0.49
    assert np.abs(np.diff(rows[29:, JAW])).max() < 0.25
    assert after[6, JAW] == pytest.approx(0, abs=1e-3)  # 100 ms


def test_pieces_join_in_any_order(page):
    first, second = (motion(*[{"jawOpen": value} for value in values]) for values in ([0.1, 0.2], [0.3, 0.4]))
    late = _played(
        page,
        ["add", _payload(second), 0.08],
        ["add", _payload(first), 0],
        ["read", 0, 0],
        *(["read", 1 + k * 0.02, k * 0.02] for k in range(7)),
    )[1:]
    assert late[:, JAW] == pytest.approx([0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4], abs=2e-3)


def test_idling_begins_again_without_a_jump(page):
    turns = np.sin(np.arange(50) / 50 * 2 * np.pi) * 0.1
    idle = motion(*[{"head": [0, float(yaw), 0, 0, 0, 0]} for yaw in turns])
    rows = _played(page, ["idle", _payload(idle)], *(["read", k / 60, None] for k in range(240)))
    assert np.abs(np.diff(rows[:, YAW])).max() < 0.008
    assert rows[:, YAW].max() == pytest.approx(0.1, abs=2e-3)
