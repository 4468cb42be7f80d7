"""A film is played more slowly while little of it is in hand, and not when there is enough."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

WEB = Path(__file__).parents[2] / "web"
STANDS_STILL = 0.07
"""s in hand with which a browser stands still"""


def played(*trials: dict[str, object]) -> list[dict[str, object]]:
    node = shutil.which("node")
    if node is None or not (WEB / "node_modules" / "esbuild").is_dir():
        pytest.skip("there is no node with esbuild here: cd web && npm ci")
    command = [node, str(Path(__file__).with_name("film_tempo.mjs")), str(WEB)]
    asked = json.dumps(trials)
    return json.loads(subprocess.run(command, input=asked, capture_output=True, text=True, check=True).stdout)


def idling(until: float, lead: float = 0.2) -> list[tuple[float, float]]:
    """Fragments of 80 ms that come so many s before they are over."""
    return [(0.08 * index, 0.08 * index + lead) for index in range(round(until / 0.08))]


def test_a_speech_that_begins_late_is_waited_for_without_standing_still():
    """Its first fragment comes a fifth of a second late: somebody at rest is shown more slowly meanwhile."""
    before = idling(4.0)
    (moment, ahead), gap = before[-1], 0.2
    speech = [(moment + gap + 0.04 * index, ahead + 0.08 * (index + 1)) for index in range(10)]
    expected = [(0, "nothing"), (moment - 0.3, "asked"), (moment, "announced"), (moment + 0.3, "heard")]
    slow, quick = played(
        {"arrivals": before + speech, "expected": expected},
        {"arrivals": idling(5.0, 0.4), "expected": [(0, "heard")]},
    )
    assert slow["least"] > STANDS_STILL
    assert min(rate for time, rate in slow["rates"] if time > moment) < 0.7
    assert {rate for _, rate in quick["rates"]} == {1}


def test_idling_stays_near_the_newest_picture_and_a_question_brings_it_nearer():
    (found,) = played({"arrivals": idling(12.0, 0.6), "expected": [(0, "nothing"), (8.0, "asked")]})
    late = [rate for time, rate in found["rates"] if 6.0 < time < 8.0]
    assert max(found["rates"][index][1] for index in range(60)) > 1.1  # it comes near within two seconds
    assert all(0.9 <= rate <= 1.1 for rate in late)
    assert found["least"] > STANDS_STILL


def test_somebody_who_speaks_is_never_slowed_beyond_understanding():
    gaps = [(0.5 * index, 0.5 * index + 0.2) for index in range(8)]
    (found,) = played({"arrivals": gaps, "expected": [(0, "heard")]})
    rates = [rate for _, rate in found["rates"]]
    assert min(rates) == 0.6
    assert max(rates) == 1


def test_what_is_sent_of_idling_before_a_speech_is_not_hurried_through():
    """A server that draws slowly idles on before it; once enough of the speech is there the page hurries to it."""
    before = idling(4.0)
    (moment, ahead) = before[-1]
    more = [(moment, ahead + 0.24), (moment + 0.2, ahead + 0.32), (moment + 0.24, ahead + 0.48), (moment + 1, 9.0)]
    expected = [(0, "nothing"), (moment, "announced")]
    (found,) = played({"arrivals": before + more, "expected": expected, "begins": ahead + 0.24})
    rates = [(time - moment, rate) for time, rate in found["rates"]]
    assert {rate for time, rate in rates if 0 < time < 0.2} == {1}
    assert max(rate for time, rate in rates if 0.2 < time < 0.4) > 1.5
