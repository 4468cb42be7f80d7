"""Each sentence of a text is found where it is said, what is missing or said besides is told, and so is bad sound."""

from __future__ import annotations

import re

import numpy as np
import pytest

from avatar.data import UNKNOWN_WORDS
from avatar.errors import InputError
from avatar.runtime.watch import unwatched
from avatar.settings import SOUND_RATE, TextSettings
from avatar.speech.recording import condition
from avatar.speech.recording.activity import speaking, stretches
from avatar.speech.recording.listen import listen
from avatar.speech.recording.reading import open_recording
from avatar.speech.recording.survey import survey
from avatar.text import read
from tests.recordings import SENTENCES, said, write

pytestmark = pytest.mark.slow

OTHER = "Nobody would ever tell such a story to the general public on a Sunday."


@pytest.fixture(scope="module")
def spoken():
    return said()


def heard(folder, sound, utterances=()):
    return listen(open_recording(write(folder / "a.wav", sound)), utterances, unwatched)


def utterance(text):
    return read(text, TextSettings("en"))[0]


def placed(hearing):
    return {part.utterance: part for part in hearing.parts if part.utterance != UNKNOWN_WORDS}


def test_every_sentence_is_found_where_it_is(tmp_path, spoken):
    hearing = heard(tmp_path, spoken.sound, spoken.utterances)
    found = placed(hearing)
    assert sorted(found) == [0, 1, 2, 3]
    assert not hearing.missing
    for index, part in found.items():
        begin = spoken.begins[index]
        assert part.start == pytest.approx(begin, abs=0.1)
        assert part.end == pytest.approx(begin + spoken.speeches[index].seconds, abs=0.12)
        assert part.confidence > 0.7
    assert condition.told_of_text(hearing, spoken.utterances) == []


def test_a_sentence_that_is_not_said_is_told_and_the_others_stay(tmp_path, spoken):
    utterances = (*spoken.utterances[:2], utterance(OTHER), *spoken.utterances[2:])
    hearing = heard(tmp_path, spoken.sound, utterances)
    for index, of in ((0, 0), (1, 1), (3, 2), (4, 3)):
        assert placed(hearing)[index].start == pytest.approx(spoken.begins[of], abs=0.25)
    told = " ".join(condition.told_of_text(hearing, utterances))
    assert "Nobody would ever tell" in told


def test_what_nobody_has_written_is_found_and_told(tmp_path, spoken):
    utterances = (spoken.utterances[0], spoken.utterances[3])
    hearing = heard(tmp_path, spoken.sound, utterances)
    assert placed(hearing)[1].start == pytest.approx(spoken.begins[3], abs=0.15)
    besides = [part for part in hearing.parts if part.utterance == UNKNOWN_WORDS]
    assert sum(part.end - part.start for part in besides) > 5
    (sentence,) = condition.told_of_text(hearing, utterances)
    assert re.search(r"s of speech are not in the text, the first at 0:03", sentence)
    assert condition.unread(hearing.parts) > 5


def test_another_text_fits_badly(tmp_path, spoken):
    utterances = tuple(
        map(utterance, (OTHER, "We hope that it ends well.", "Where have all the old friends gone now?"))
    )
    hearing = heard(tmp_path, spoken.sound, utterances)
    right = heard(tmp_path, spoken.sound, spoken.utterances)
    wrong = [part.confidence for part in placed(hearing).values()]
    assert max(wrong, default=0.0) < min(part.confidence for part in placed(right).values())
    assert condition.unread(hearing.parts) > 0.3 * condition.spoken(hearing.parts)


def test_without_a_text_it_is_where_somebody_speaks(tmp_path, spoken):
    hearing = heard(tmp_path, spoken.sound)
    assert all(part.utterance == UNKNOWN_WORDS for part in hearing.parts)
    assert hearing.parts[0].start == pytest.approx(spoken.begins[0], abs=0.08)
    assert hearing.parts[-1].end == pytest.approx(spoken.begins[3] + spoken.speeches[3].seconds, abs=0.1)


def test_where_nobody_speaks_is_refused(tmp_path):
    with pytest.raises(InputError, match="Nobody is heard"):
        heard(tmp_path, np.zeros(SOUND_RATE, np.float32))
    with pytest.raises(InputError, match=r"lasts 0\.10 s, which is too short"):
        heard(tmp_path, np.zeros(4800, np.float32))


def told(folder, sound):
    found = survey(open_recording(write(folder / "b.wav", sound)))
    return condition.told_of_sound(found, speaking(found.levels))


def under(spoken, background, decibels):
    """Lay a background under the voice."""
    sound = spoken.sound * 0.5
    gain = np.sqrt(np.mean(sound**2) / np.mean(background**2)) * 10 ** (decibels / 20)
    return (sound + gain * background).astype(np.float32)


def music(count):
    """Give chords that change every second, (N,)."""
    times = np.arange(count) / SOUND_RATE
    bars = times.astype(int) % 3
    roots = np.array([220.0, 196.0, 174.6])[bars]
    return sum(np.sin(2 * np.pi * ratio * roots * times) / number for number, ratio in enumerate((1, 1.25, 1.5, 2), 1))


def test_clean_speech_is_not_complained_of(tmp_path, spoken):
    assert told(tmp_path, spoken.sound * 0.8) == []


def test_music_and_noise_are_told_apart(tmp_path, spoken):
    noise = np.random.default_rng(1).standard_normal(len(spoken.sound))
    (sentence,) = told(tmp_path, under(spoken, noise, -10))
    assert "noise is only" in sentence
    for level in (-12, -25):
        (sentence,) = told(tmp_path, under(spoken, music(len(spoken.sound)), level))
        assert "music or a hum" in sentence


def test_a_cut_off_wave_a_soft_voice_and_a_long_silence_are_told(tmp_path, spoken):
    assert "cut off at its peaks" in told(tmp_path, np.clip(6 * spoken.sound, -0.9, 0.9))[0]
    assert "very soft (-5" in told(tmp_path, 0.01 * spoken.sound)[0]
    middle = round((spoken.begins[2] - 0.1) * SOUND_RATE)
    hole = np.zeros(8 * SOUND_RATE, np.float32)
    (sentence,) = told(tmp_path, np.concatenate([spoken.sound[:middle], hole, spoken.sound[middle:]]))
    assert sentence == "Nobody speaks for 8 s from 0:06 on."


def test_speech_is_heard_in_noise(tmp_path, spoken):
    noise = np.random.default_rng(2).standard_normal(len(spoken.sound))
    found = survey(open_recording(write(tmp_path / "c.wav", under(spoken, noise, -20))))
    spans = stretches(speaking(found.levels))
    assert spans[0, 0] == pytest.approx(spoken.begins[0], abs=0.15)
    assert len(SENTENCES) <= len(spans) < 4 * len(SENTENCES)


def test_the_loudness_is_that_of_the_whole(tmp_path, spoken):
    from avatar.speech.meter import measure

    found = survey(open_recording(write(tmp_path / "d.flac", spoken.sound, codec="flac")))
    assert found.loudness == pytest.approx(measure(spoken.sound, SOUND_RATE), abs=0.1)
    assert found.seconds == pytest.approx(len(spoken.sound) / SOUND_RATE, abs=1e-4)
