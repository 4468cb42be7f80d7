"""Joined speech keeps every sound, phone and word at its time; loudness and timbre move none."""

from __future__ import annotations

import numpy as np
import pyloudnorm
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avatar.data import Cue, Phone, Speech, Utterance, Word
from avatar.errors import AvatarError
from avatar.settings import SpeechSettings
from avatar.speech.espeak.timbre import polish
from avatar.speech.joining import cued, join, resample
from avatar.speech.loudness import limit, normalise
from avatar.speech.meter import measure

RATE = 48_000


def _click(seconds, at, rate=RATE):
    """Speech with one click, marked by a phone that begins with it."""
    samples = np.zeros(round(seconds * rate), dtype=np.float32)
    samples[round(at * rate)] = 0.5
    phones = (Phone("", 0.0, at, word=-1), Phone("t", at, at + 0.05, word=0))
    return Speech(samples, rate, phones, (Word("t", at, at + 0.05),), "en", "someone")


@given(
    times=st.lists(st.floats(0.1, 0.8), min_size=1, max_size=4),
    pauses=st.lists(st.floats(0, 0.5), min_size=4, max_size=4),
    lead=st.floats(0, 1),
)
@settings(max_examples=30, deadline=None)
def test_phones_stay_on_their_sound(times, pauses, lead):
    joined = join([_click(1.0, at) for at in times], pauses[: len(times)], lead, 0.25)
    clicks = np.flatnonzero(joined.samples) / RATE
    starts = [phone.start for phone in joined.phones if phone.ipa]
    assert starts == pytest.approx(list(clicks), abs=1.5 / RATE)
    assert [word.start for word in joined.words] == starts
    assert [phone.word for phone in joined.phones if phone.ipa] == list(range(len(times)))
    assert joined.seconds == pytest.approx(lead + 0.25 + len(times) + sum(pauses[: len(times)]), abs=6 / RATE)


def test_cues_come_with_their_words():
    first = cued(_click(1.0, 0.4), (Cue("nod", 1.0, 0), Cue("blink", 1.0, 1, 0.2)))
    second = cued(_click(1.0, 0.3), (Cue("pause", 0.5, 0, -0.5),))
    joined = join([first, second], [0.7, 0.0], lead_in=0.2)
    assert [(cue.kind, cue.word) for cue in joined.cues] == [("nod", 0), ("blink", 1), ("pause", 1)]
    assert [cue.time for cue in joined.cues] == pytest.approx([0.6, 0.85, 1.7])
    assert joined.words[1].start == pytest.approx(2.2)


def test_no_cue_lies_before_the_clip():
    assert join([cued(_click(1.0, 0.4), (Cue("nod", 1.0, 0, -5.0),))], [0.0]).cues[0].time == 0


def test_parts_at_other_rates_are_resampled_in_time():
    joined = join([_click(1.0, 0.4), _click(1.0, 0.3, 22_050)], [0.0, 0.0])
    assert joined.sample_rate == RATE
    assert np.argmax(np.abs(joined.samples[RATE:])) / RATE == pytest.approx(0.3, abs=2 / RATE)


def test_too_few_pauses_or_parts_are_refused():
    with pytest.raises(AvatarError, match="1 stretches of speech cannot be joined with 0 pauses"):
        join([_click(1.0, 0.4)], [])
    with pytest.raises(AvatarError):
        join([], [])


def test_neither_resampling_nor_polish_moves_a_click():
    click = np.zeros(22_050, dtype=np.float32)
    click[11_025] = 1.0
    dense = polish(resample(click, 22_050, RATE), RATE, -6)
    assert len(dense) == RATE
    assert abs(int(np.argmax(np.abs(dense))) - RATE // 2) <= 1


def test_polish_takes_away_rumble_and_buzz_only():
    times = np.arange(RATE) / RATE
    for hertz, least, most in ((20, -90, -25), (300, 0.5, 2), (1000, -0.5, 0.5), (3500, -6.5, -5.5)):
        tone = np.sin(2 * np.pi * hertz * times).astype(np.float32)
        change = 20 * np.log10(np.std(polish(tone, RATE, -6)[4800:-4800]) / np.std(tone))
        assert least < change < most, hertz


@pytest.mark.parametrize("gain", [0.01, 0.1, 1.0, 20.0])
def test_speech_is_brought_to_the_wanted_loudness_without_clipping(english, gain):
    raw = english.speak(Utterance("Please tell me what you need, and I will find a way.", "en")).samples
    sound = normalise(raw * np.float32(gain), RATE, SpeechSettings())
    assert pyloudnorm.Meter(RATE).integrated_loudness(sound.astype(np.float64)) == pytest.approx(-16, abs=0.3)
    assert np.max(np.abs(sound)) <= 0.89
    assert len(sound) == len(raw)


def test_a_word_shorter_than_a_block_is_normalised_too(english):
    speech = english.speak(Utterance("Go.", "en"))
    short = speech.samples[: round(0.2 * RATE)]
    assert measure(normalise(short, RATE, SpeechSettings()), RATE) == pytest.approx(-16, abs=0.5)


def test_silence_stays_silence():
    for count in (0, 10, RATE):
        silence = np.zeros(count, dtype=np.float32)
        assert np.array_equal(normalise(silence, RATE, SpeechSettings()), silence)


def test_the_limiter_leaves_what_is_low_enough_and_turns_down_smoothly():
    times = np.arange(RATE) / RATE
    tone = (0.5 * np.sin(2 * np.pi * 440 * times)).astype(np.float32)
    assert np.array_equal(limit(tone, RATE, 0.89), tone)
    tone[24_000:24_100] *= 3
    limited = limit(tone, RATE, 0.89)
    assert np.max(np.abs(limited)) <= 0.89
    assert np.array_equal(limited[:20_000], tone[:20_000])
    assert np.array_equal(limited[-20_000:], tone[-20_000:])
    gain = limited[np.abs(tone) > 0.05] / tone[np.abs(tone) > 0.05]
    assert np.max(np.abs(np.diff(gain))) < 0.02
