"""What is heard in a speech: phrases, accents, melody."""

from dataclasses import replace
from itertools import pairwise

import numpy as np

from avatar.data import Phone, Speech
from avatar.motion.prosody import listen


def test_phrases_are_what_lies_between_pauses(babble) -> None:
    speech = babble(12.0)
    phrases = listen(speech).phrases
    assert phrases[0][0] == speech.phones[0].start
    assert phrases[-1][1] == speech.phones[-1].end
    assert all(other[0] - one[1] >= 0.2 for one, other in pairwise(phrases))
    assert 3 <= len(phrases) <= 4


def test_silence_phones_belong_to_no_phrase() -> None:
    speech = Speech(np.zeros(32000, np.float32), 16000, (Phone("", 0, 0.5), Phone("a", 0.5, 0.7)), (), "en", "x")
    assert listen(speech).phrases == ((0.5, 0.7),)


def test_unlabelled_sound_still_has_phrases_and_accents(babble) -> None:
    speech = babble(12.0)
    heard = listen(replace(speech, phones=()))
    assert 3 <= len(heard.phrases) <= 5
    assert heard.accents


def test_accents_fall_on_stressed_vowels_and_keep_their_distance(babble) -> None:
    speech = babble(30.0)
    accents = listen(speech).accents
    stressed = {phone.start for phone in speech.phones if phone.stress == 2}
    assert {accent.time for accent in accents} <= stressed
    times = [accent.time for accent in accents]
    assert min(np.diff(times)) >= 0.45
    assert all(0 < accent.strength <= 1 for accent in accents)
    assert 0.3 < len(accents) / 30 < 2


def voiced(tones: list[int], heights: list[float]) -> Speech:
    """Say /ma/ four times a second at the given heights in Hz."""
    rate, step = 16000, 0.25
    samples = np.zeros(round((len(tones) * step + 0.5) * rate), np.float32)
    phones = []
    for index, (tone, hertz) in enumerate(zip(tones, heights, strict=True)):
        low, count = round((0.2 + index * step) * rate), round(0.2 * rate)
        phase = 2 * np.pi * hertz * np.arange(count) / rate
        samples[low : low + count] = 0.2 * np.sin(phase) + 0.1 * np.sin(2 * phase)
        phones.append(Phone("a", low / rate, (low + count) / rate, 0, tone))
    return Speech(samples, rate, tuple(phones), (), "zh", "x")


def test_a_high_tone_is_no_accent_in_mandarin_but_a_raised_one_is() -> None:
    tones = [1, 3] * 12
    heights = [220.0 if tone == 1 else 120.0 for tone in tones]
    heights[9] = 170.0  # a third tone, far above third tones, yet below every first tone
    accents = listen(voiced(tones, heights)).accents
    strongest = max(accents, key=lambda accent: accent.strength)
    assert abs(strongest.time - (0.2 + 9 * 0.25)) < 0.01


def test_lexical_tones_leave_the_melody_flat() -> None:
    tones = [1, 3] * 12
    alternating = listen(voiced(tones, [220.0 if tone == 1 else 120.0 for tone in tones]))
    rising = listen(voiced(tones, list(np.linspace(120, 220, 24))))
    # Both are in standard deviations: what remains of tones is faster than intonation, and has no course.
    inner = slice(100, 550)
    assert abs(np.corrcoef(alternating.times[inner], alternating.melody[inner])[0, 1]) < 0.5
    assert np.corrcoef(rising.times[inner], rising.melody[inner])[0, 1] > 0.9


def test_silence_is_heard_as_nothing(silence) -> None:
    for seconds in (0.001, 1.0, 20.0):
        heard = listen(silence(seconds))
        assert heard.phrases == ()
        assert heard.accents == ()
        assert np.abs(heard.melody).max() == 0
        assert np.abs(heard.loudness).max() == 0
