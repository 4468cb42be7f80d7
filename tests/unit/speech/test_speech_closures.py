"""Phones lie where the sound shows them."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from avatar.data import Utterance
from avatar.speech.espeak.closures import HOP, level, refine, uncovered
from avatar.speech.espeak.segments import Segment


def _levels(speech, phone):
    envelope = level(speech.samples, speech.sample_rate)
    return envelope[round(phone.start / HOP) : round(phone.end / HOP)]


def _named(speech, *names):
    return [phone for phone in speech.phones if phone.ipa in names]


def test_voiceless_stops_begin_with_their_silence(english):
    """The event is the burst; the closure before it belongs to the stop, and a vowel never reaches into it."""
    speech = english.speak(Utterance("Papa, a cat, a kick, tat.", "en"))
    for stop in _named(speech, "p", "t", "k"):
        inside = _levels(speech, stop)
        assert np.min(inside[: len(inside) // 2 + 1]) < -40, stop
        assert stop.end - stop.start > 0.03, stop
    for vowel in _named(speech, "ɑː", "æ", "ɪ"):
        assert np.mean(_levels(speech, vowel) < -40) < 0.1, vowel


def test_a_chinese_stop_ends_at_its_release_and_the_aspiration_belongs_to_the_vowel(chinese, pinyin):
    speech = chinese.speak(pinyin("pa2", "pa4", "ba4", "ba1"))
    envelope = level(speech.samples, speech.sample_rate)
    for stop in _named(speech, "ph", "p"):
        burst = np.flatnonzero(envelope[round((stop.start + 0.01) / HOP) :] > -40)[0] * HOP + stop.start + 0.01
        assert stop.end - burst == pytest.approx(0.012, abs=0.008), stop


@pytest.mark.parametrize("text", ["Mama, a mat, my map, mother.", "A baby, a bubble, a big rabbit."])
def test_a_voiced_closure_is_softer_than_the_vowel_after_it(english, text):
    speech = english.speak(Utterance(text, "en"))
    pairs = pairwise(speech.phones)
    checked = 0
    for closed, vowel in pairs:
        if closed.ipa in ("m", "b") and vowel.stress and vowel.start == closed.end:
            inside = _levels(speech, closed)
            assert np.median(inside) < np.max(_levels(speech, vowel)) - 3, closed
            checked += 1
    assert checked >= 3


def test_no_sound_is_left_without_a_phone(english, chinese, pinyin):
    for speech in (
        english.speak(Utterance("The quick brown fox jumps over the lazy dog, and so on.", "en")),
        chinese.speak(pinyin("huan1 ying2", "guang1 lin2", ",", "xie4 xie5")),
    ):
        spans = [Segment(p.ipa, p.start, p.end, p.stress, p.word) for p in speech.phones]
        assert uncovered(spans, speech.samples, speech.sample_rate) < 0.03
        assert uncovered(spans[:3] + spans[8:], speech.samples, speech.sample_rate) > 0.1


def test_order_and_count_survive_any_sound():
    """Noise, silence and a single click move borders, but never past each other."""
    rng = np.random.default_rng(7)
    names = ["p", "a", "m", "i", "t", "s", "b", "u", "l", "ə", "k"]
    edges = np.cumsum(rng.uniform(0.03, 0.15, len(names) + 1))
    segments = [Segment(n, a, b, 0, 0) for n, a, b in zip(names, edges[:-1], edges[1:], strict=True)]
    length = round((edges[-1] + 0.1) * 22050)
    click = np.zeros(length, dtype=np.float32)
    click[length // 2] = 1.0
    for samples in (rng.normal(0, 0.1, length).astype(np.float32), np.zeros(length, dtype=np.float32), click):
        moved = refine(segments, samples, 22050)
        assert [segment.ipa for segment in moved] == names
        assert all(segment.end > segment.start for segment in moved)
        assert all(a.end <= b.start + 1e-9 for a, b in pairwise(moved))
        assert moved[0].start >= 0
        assert moved[-1].end <= length / 22050


def test_nothing_to_refine_is_nothing():
    assert refine([], np.zeros(10, dtype=np.float32), 22050) == []
