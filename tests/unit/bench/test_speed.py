"""The bench of speed, once around on the smallest films."""

import json
import signal

import pytest
from typer.testing import CliRunner

from avatar.bench import speed
from avatar.bench.speed import Spread
from avatar.cli.app import app


def test_a_spread_is_the_median_between_least_and_most():
    assert Spread.of([3.0, 1.0, 10.0]) == Spread(3.0, 1.0, 10.0)


@pytest.mark.slow
def test_tables_and_page_hold_what_was_measured(tmp_path, monkeypatch, warm):
    monkeypatch.setenv("AVATAR_HOME", str(warm(tmp_path / "home", "xiaochen")))
    for each in ("_CROWD", "_LONG"):
        monkeypatch.setattr(speed, each, (128, 128))
    monkeypatch.setattr(speed, "_MEANWHILE", (0, 1))
    page = tmp_path / "speed.md"
    words = ["bench", "speed", "--sizes", "128x128", "--runs", "1", "--seconds", "1", "--clips", "1", "--lengths", "1"]
    words += ["--voice", "fast"]
    done = CliRunner().invoke(app, [*words, "--out", str(tmp_path / "out"), "--markdown", str(page), "--json"])
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert found["voice"] == "fast"
    (size,) = found["sizes"]
    assert size["wall"]["median"] > size["first_frame"]["median"] > 0
    assert size["against_encoding"] == pytest.approx(size["steady_frame"] / size["encode_frame"])
    assert size["stages"]["rendering"] > 0
    assert found["lengths"][0]["drift"] < 40
    alone, beside = found["newcomers"]
    assert (alone["films"], beside["films"]) == (0, 1)
    assert alone["wall"] > alone["portrait"] > 0.2  # taken apart, not found in the cache
    assert beside["portrait"] > 0.2
    assert found["beside_films"] == pytest.approx(beside["wall"] / alone["wall"])
    text = page.read_text(encoding="utf-8")
    assert "128x128" in text
    assert f"{found['beside_films']:.2f}" in text
    assert f"{size['render_frame']:.1f}" in text


class Broken(BaseException):
    """What a signal raises."""


@pytest.mark.slow
def test_a_signal_ends_the_film_that_is_waited_for(tmp_path, monkeypatch, warm):
    """Nothing waits for it to be made: what is left of it is no film."""
    monkeypatch.setenv("AVATAR_HOME", str(warm(tmp_path / "home", "xiaochen")))
    say = speed._Command(tmp_path, "fast")

    def stop(number, frame):
        raise Broken

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, 1)
    try:
        with pytest.raises(Broken), say.ending():
            say.film("long", (256, 256), 120, 1)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert not say.running
    assert not list(tmp_path.glob("*.mp4"))
