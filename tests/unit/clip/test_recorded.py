"""A recording is cut where it rests, into whole frames that are all of it, and goes with no voice and no speed."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

from avatar.clip.recorded import open_recorded, passages_of, script_of, unread_seconds
from avatar.clip.request import ClipRequest
from avatar.data import UNKNOWN_WORDS, Part
from avatar.errors import InputError
from avatar.settings import SOUND_RATE, Settings, SpeechSettings, TextSettings
from avatar.speech.recording.listen import Hearing
from avatar.speech.recording.survey import Survey
from tests.recordings import write

SECONDS = 20.37
TEXT = "Good morning. This is what I say. Nobody says that. And the end."
PARTS = (Part(0, 0.5, 2.0, 1.0), Part(1, 2.1, 5.5, 1.0), Part(UNKNOWN_WORDS, 7.0, 11.5, 0.0), Part(3, 15.0, 18.0, 0.4))


@pytest.fixture
def hum(tmp_path):
    times = np.arange(round(SECONDS * SOUND_RATE)) / SOUND_RATE
    return write(tmp_path / "hum.wav", (0.1 * np.sin(700 * times)).astype(np.float32))


def hearing(parts=PARTS, seconds=SECONDS):
    nothing = np.zeros(1, np.float32)
    survey = Survey(seconds, -20.0, 0.5, 0.0, nothing, nothing[:, None], nothing)
    return Hearing(survey, parts, (2,), np.zeros(1, np.bool_))


def scripted(hum, text=TEXT, **more):
    request = ClipRequest(text, audio=str(hum), settings=Settings(text=TextSettings("en")), **more)
    return script_of(open_recorded(request), request)


@pytest.mark.parametrize("fps", [Fraction(25), Fraction(30), Fraction(30000, 1001), Fraction(24)])
def test_passages_are_the_whole_recording_in_whole_frames(hum, fps):
    passages = passages_of(hearing(), scripted(hum), fps)
    assert len(passages) == 3
    spans = [(each.heard.first, each.heard.end) for each in passages]
    assert (spans[0][0], spans[-1][1]) == (0, round(SECONDS * SOUND_RATE))
    for (_, end), (first, _) in pairwise(spans):
        assert end == first
        assert (Fraction(end, SOUND_RATE) * fps).denominator == 1
    assert sum(each.expected(1.0) for each in passages) == pytest.approx(SECONDS)


def test_each_passage_has_what_is_said_in_it(hum):
    script = scripted(hum)
    passages = passages_of(hearing(), script, Fraction(25))
    assert [[each.text for each in passage.utterances] for passage in passages] == [
        ["Good morning.", "This is what I say.", "Nobody says that."],
        [],
        ["And the end."],
    ]
    last = passages[2].heard
    (part,) = last.parts
    assert part.utterance == 0
    assert last.first / SOUND_RATE + part.start == pytest.approx(15.0)
    assert 0.0 < part.start < 0.2
    assert sum((passage.utterances for passage in passages), ()) == script.utterances
    assert [passage.before for passage in passages] == ["", passages[0].name, passages[1].name]


def test_without_a_pause_it_is_cut_after_half_a_minute(hum):
    parts = tuple(Part(UNKNOWN_WORDS, 4.0 * number, 4.0 * number + 3.9, 0.0) for number in range(20))
    passages = passages_of(hearing(parts, 80.0), scripted(hum, ""), Fraction(25))
    assert [len(each.heard.parts) for each in passages] == [7, 7, 6]


def test_the_name_of_a_passage_is_that_of_its_recording(hum, tmp_path):
    other = write(tmp_path / "other.wav", np.full(round(SECONDS * SOUND_RATE), 0.1, np.float32))
    names = {passages_of(hearing(), scripted(path), Fraction(25))[0].name for path in (hum, other, hum)}
    assert len(names) == 2


def test_its_voice_is_called_by_its_hash_or_by_whose_it_is(hum):
    (name,) = scripted(hum).voices
    assert name.startswith("recording:")
    assert scripted(hum, speaker="Ana Li").voices == ("Ana Li",)
    assert scripted(hum, "").languages == {"en"}
    assert script_of(open_recorded(ask := ClipRequest("", audio=str(hum))), ask).languages == {"und"}


def test_what_was_not_read_counts_from_a_second_on():
    assert unread_seconds(hearing()) == pytest.approx(4.5 + 3.0)
    assert unread_seconds(hearing((PARTS[0], Part(UNKNOWN_WORDS, 3.0, 3.6, 0.0)))) == 0.0


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"voice": "emma"}, "has its own voice, so 'emma' cannot say it"),
        ({"settings": Settings(speech=SpeechSettings(speed=1.5))}, "own speed; leave the speed 1.5 out"),
    ],
)
def test_what_goes_with_no_recording_is_refused(hum, more, sentence):
    with pytest.raises(InputError, match=sentence):
        open_recorded(ClipRequest("Hello.", audio=str(hum), **more))


def test_a_speaker_without_a_recording_is_refused():
    with pytest.raises(InputError, match="The speaker 'Ana' is that of no recording"):
        open_recorded(ClipRequest("Hello.", speaker="Ana"))
