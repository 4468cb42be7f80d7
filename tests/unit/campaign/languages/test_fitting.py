"""A text takes as long as it may: predicted at once, met by a clip after one real try, and told where it cannot be."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

import avatar
from avatar.campaign.languages.fitting import fit, options_of
from avatar.campaign.sheet.campaign import Fit
from avatar.clip import fitting
from avatar.clip.fitting import Spoken
from avatar.clip.request import ClipRequest
from avatar.clip.script import read_script
from avatar.errors import InputError
from avatar.runtime.folders import Home
from avatar.settings import SpeechSettings, TextSettings

TEXT = "Our new savings account pays you three percent. You can take your money out whenever you like."


@pytest.fixture(scope="module")
def home(warm, tmp_path_factory):
    return Home.at(warm(tmp_path_factory.mktemp("fitting"), "amara"))


@given(
    some.floats(0.5, 60.0),
    some.floats(0.0, 5.0),
    some.floats(0.3, 80.0),
    some.sampled_from([(0.85, 1.2), (1.0, 1.0), (0.5, 2.0)]),
)
def test_the_rate_stays_within_its_limits_and_the_time_is_that_of_the_rate(sounding, pauses, longest, rates):
    spoken = Spoken(sounding, pauses, 100)
    found = fitting.fit(spoken, (0.0, longest), rates)
    assert rates[0] <= found.speed <= rates[1]
    assert found.seconds == pytest.approx(spoken.seconds(found.speed))
    if abs(found.seconds / longest - 1.02) > 1e-6:  # just there it may go either way
        assert (found.seconds < longest * 1.02) == (found.warning == "")
    if spoken.seconds(1.0) <= longest:
        assert found.speed == 1.0 or rates[0] > 1.0


def test_what_does_not_fit_is_told_with_how_much_to_change():
    ten = Spoken(10.0, 0.0, 200)
    assert fitting.fit(ten, (0.0, 6.0)).warning == (
        "At the fastest rate of 1.20 the film takes 8.3 s, not 6.0 s; cut about 57 of its 200 characters."
    )
    assert fitting.fit(ten, (15.0, 20.0)).warning == (
        "At the slowest rate of 0.85 the film takes 11.8 s, not 15.0 s; it has room for about 55 characters more."
    )
    cut = replace(ten, sounding=10.0 * 143 / 200, characters=143)
    assert fitting.fit(cut, (0.0, 6.0)).warning == ""


@pytest.mark.slow
def test_the_prediction_is_near_and_one_try_puts_it_right(home):
    """With the voice that the prediction listens to it is the same; the time that is wanted is met."""
    script = read_script(TEXT, TextSettings(language="en"), home.data, "fast")
    quick = fitting.predicted(script, home.data)
    usual = fitting.tried(script, SpeechSettings())
    assert quick.seconds(1.0) == pytest.approx(usual.seconds(1.0), rel=0.01)
    assert quick.pauses > 0.2
    for share in (0.9, 1.1):
        wanted = share * usual.seconds(1.0)
        found = fitting.fit(quick, (wanted, wanted))
        real = fitting.tried(script, SpeechSettings(speed=found.speed))
        again = fitting.fit(real, (wanted, wanted))
        met = fitting.tried(script, SpeechSettings(speed=again.speed)).seconds(again.speed)
        assert met == pytest.approx(wanted, rel=0.02)


def test_a_row_is_fitted_before_anything_renders(home):
    found = fit(TEXT, "fast", "en", 3.0, home=home)
    assert found.speed == 1.2
    assert "cut about" in found.warning
    usual = fit(TEXT, "fast", "en", 60.0, home=home)
    assert (usual.speed, usual.warning) == (1.0, "")
    assert usual.seconds > 2 * 3.0
    assert options_of(Fit(8.0, 12.0)) == {"seconds": "8-12", "rates": "0.9-1.15"}
    assert options_of(Fit()) == {"seconds": "0-3600", "rates": "0.9-1.15"}
    assert options_of(None) == {}


@pytest.mark.slow
def test_a_clip_takes_as_long_as_it_may(home, tmp_path):
    usual = fit(TEXT, "fast", "en", 60.0, home=home).seconds
    wanted = round(0.88 * usual, 2)
    clip = avatar.say(TEXT, "amara", tmp_path / "a.mp4", home=home.data, voice="fast", size=(128, 128), seconds=wanted)
    assert clip.seconds == pytest.approx(wanted, rel=0.02)
    assert clip.seconds < 0.92 * usual
    assert clip.warnings == ()
    late = avatar.say(TEXT, "amara", tmp_path / "b.mp4", home=home.data, voice="fast", size=(128, 128), seconds="1-2")
    assert any("fastest rate of 1.20" in each for each in late.warnings)
    assert late.seconds < clip.seconds + 1


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"seconds": "soon"}, "The seconds 'soon' are none"),
        ({"seconds": "12-8"}, "No film takes 12 to 8 s"),
        ({"seconds": 0}, "No film takes 0 to 0 s"),
        ({"rates": "0.2-3"}, "out of range"),
        ({"seconds": 5, "speed": 1.1}, "contradict"),
    ],
)
def test_what_cannot_be_is_refused(options, words):
    with pytest.raises(InputError, match=words):
        ClipRequest.from_options("Hello", **options)


def test_a_recording_is_as_long_as_it_is():
    with pytest.raises(InputError, match="as long as it is"):
        ClipRequest.from_options("", audio="a.wav", seconds=3)
