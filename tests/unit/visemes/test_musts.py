"""What the mouth must do whatever the speed and whatever comes before and after."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avatar.data import ARKIT_INDEX, TONGUE_TIP, LipTrack, Phone
from avatar.errors import InputError
from avatar.motion.sampling import frame_times, sample_lips
from avatar.settings import LipSettings
from avatar.visemes import ArticulatoryShaper, is_sealed, opening, viseme_of
from tests.phones import is_bilabial, is_labiodental, is_open_vowel

LEAD = 0.5
CONSONANTS = ["p", "b", "m", "ph", "f", "v", "t", "s", "ʃ", "k", "l", "n", "ŋ", "w", "ɹ", "ts.h", "tɕ", "h", "β", "kʷ"]
VOWELS = ["a", "i", "u", "ə", "ɛ", "o", "y", "aɪ", "ɑu", "uei", "iɑnɡ", "onɡ", "ɚ", "ɑ̃"]


def spoken(*sounds: tuple[str, float], stress: int = 0) -> tuple[Phone, ...]:
    phones, clock = [], LEAD
    for ipa, seconds in sounds:
        if ipa:
            phones.append(Phone(ipa, clock, clock + seconds, stress))
        clock += seconds
    return tuple(phones)


def shaped(phones: tuple[Phone, ...], strength: float = 1.0) -> LipTrack:
    return ArticulatoryShaper(LipSettings(strength=strength)).shape(phones, (phones[-1].end if phones else 0.5) + LEAD)


def weight(lips: LipTrack, name: str) -> np.ndarray:
    return lips.weights[:, lips.names.index(name)]


def within(lips: LipTrack, start: float, end: float) -> np.ndarray:
    return (lips.times >= start - 1e-4) & (lips.times <= end + 1e-4)


def middle(phone: Phone) -> int:
    return round((phone.start + phone.end) * 50)


def longest_run(flags: np.ndarray) -> int:
    best = run = 0
    for flag in flags:
        run = run + 1 if flag else 0
        best = max(best, run)
    return best


syllables = st.lists(
    st.tuples(st.sampled_from(CONSONANTS), st.floats(0.03, 0.15), st.sampled_from(VOWELS), st.floats(0.06, 0.25)),
    min_size=1,
    max_size=12,
)


@pytest.mark.slow
@given(syllables)
@settings(max_examples=60, deadline=None)
def test_every_bilabial_seals_for_at_least_fifty_milliseconds_or_for_thirty_if_it_is_shorter_itself(
    parts: list[tuple[str, float, str, float]],
) -> None:
    phones = spoken(*[sound for c, dc, v, dv in parts for sound in ((c, dc), (v, dv))])
    lips = shaped(phones)
    sealed = is_sealed(lips)
    for phone in phones:
        if is_bilabial(phone.ipa):
            least = 3 if phone.end - phone.start < 0.05 else 5
            assert longest_run(sealed[within(lips, phone.start - 0.08, phone.end + 0.08)]) >= least, phone


@pytest.mark.slow
@given(syllables)
@settings(max_examples=60, deadline=None)
def test_every_vowel_opens_between_whatever_consonants(parts: list[tuple[str, float, str, float]]) -> None:
    phones = spoken(*[sound for c, dc, v, dv in parts for sound in ((c, max(dc, 0.05)), (v, dv))])
    lips = shaped(phones)
    gap = opening(lips)
    for phone in phones[1::2]:
        least = 0.08 if phone.ipa in ("a", "aɪ", "ɑu", "ɑ̃") else 0.015
        assert gap[within(lips, phone.start, phone.end)].max() > least, phone


@pytest.mark.slow
@given(
    st.lists(
        st.tuples(st.one_of(st.sampled_from([*CONSONANTS, *VOWELS, ""]), st.text(max_size=3)), st.floats(0.005, 0.6)),
        max_size=25,
    ),
    st.floats(0.3, 1.5),
)
@settings(max_examples=60, deadline=None)
def test_any_phones_at_all_give_a_track_in_range(sounds: list[tuple[str, float]], strength: float) -> None:
    lips = shaped(spoken(*sounds), strength)
    assert np.isfinite(lips.weights).all()
    assert lips.weights.min() >= 0
    assert lips.weights.max() <= 1
    assert (weight(lips, "mouthClose") - weight(lips, "jawOpen")).max() <= 0.2
    assert lips.times[0] == 0
    assert np.allclose(np.diff(lips.times), 0.01, atol=1e-4)


@pytest.mark.parametrize("bilabial", ["p", "b", "m", "ph"])
@pytest.mark.parametrize("seconds", [0.03, 0.06, 0.1])
def test_an_open_vowel_of_sixty_milliseconds_opens_between_two_bilabials(bilabial: str, seconds: float) -> None:
    phones = spoken((bilabial, seconds), ("a", 0.06), (bilabial, seconds))
    lips = shaped(phones)
    assert opening(lips)[within(lips, phones[1].start, phones[1].end)].max() > 0.09
    sealed = is_sealed(lips)
    assert longest_run(sealed[lips.times < phones[1].start + 0.03]) >= 6
    assert longest_run(sealed[lips.times > phones[1].end - 0.03]) >= 6


def test_a_seal_is_aimed_past_contact_with_nothing_left_to_part_the_lips() -> None:
    lips = shaped(spoken(("u", 0.12), ("m", 0.1), ("a", 0.15)))
    held = within(lips, 0.64, 0.69)
    assert (weight(lips, "mouthClose") - weight(lips, "jawOpen"))[held].min() >= 0.15
    for name in ("mouthLowerDownLeft", "mouthUpperUpRight", "mouthFunnel"):
        assert weight(lips, name)[held].max() < 1e-3


def test_closures_do_not_depend_on_the_strength() -> None:
    phones = spoken(("a", 0.12), ("p", 0.09), ("a", 0.12))
    for strength in (0.3, 1.5):
        assert longest_run(is_sealed(shaped(phones, strength))) >= 6


def test_neighbouring_bilabials_are_one_seal() -> None:
    lips = shaped(spoken(("a", 0.12), ("m", 0.07), ("p", 0.07), ("a", 0.12)))
    assert np.abs(np.diff(is_sealed(lips).astype(int))).sum() == 2


@pytest.mark.parametrize("before", ["a", "u", "s", "ɔ"])
@pytest.mark.parametrize("labiodental", ["f", "v", "ɱ"])
def test_a_labiodental_bites_the_lip_without_sealing(before: str, labiodental: str) -> None:
    phones = spoken(("a", 0.15), (before, 0.1), (labiodental, 0.08), ("a", 0.15))
    lips = shaped(phones)
    inside = within(lips, phones[2].start + 0.02, phones[2].end - 0.03)
    vowels = opening(lips)[within(lips, phones[3].start + 0.03, phones[3].end)].mean()
    assert weight(lips, "mouthRollLower")[inside].min() > 0.4
    assert opening(lips)[inside].max() < 0.35 * vowels
    assert opening(lips)[inside].min() > 0.005


def test_silence_is_still_and_all_zero() -> None:
    lips = shaped(spoken(("a", 0.2), ("m", 0.1), ("", 1.2), ("p", 0.1), ("a", 0.2), ("", 0.8)))
    still = within(lips, 0, 0.2) | within(lips, 1.15, 1.75) | (lips.times > LEAD + 2.1)
    assert still.sum() > 90
    assert lips.weights[still].max() < 1e-4
    assert shaped(()).weights.max() == 0


def test_a_short_gap_keeps_the_mouth_at_work_and_a_long_one_closes_it() -> None:
    short, long = (shaped(spoken(("a", 0.2), ("", gap), ("a", 0.2))) for gap in (0.12, 0.4))
    assert opening(short)[within(short, 0.7, 0.82)].min() > 0.05
    assert opening(long)[within(long, 0.7, 1.1)].min() < 1e-3


def test_the_mouth_gets_ready_before_the_first_sound_and_closes_gently_after_the_last() -> None:
    lips = shaped(spoken(("a", 0.3)))
    gap = opening(lips)
    assert 0.02 < gap[within(lips, LEAD - 0.06, LEAD - 0.05)].mean() < 0.3
    falling = np.diff(gap[within(lips, 0.8, 1.1)])
    assert falling.max() <= 1e-3
    assert np.abs(falling).max() < 0.03


def test_an_utterance_that_begins_with_a_bilabial_does_not_pop_open_before_it() -> None:
    lips = shaped(spoken(("m", 0.09), ("a", 0.2)))
    assert opening(lips)[lips.times < LEAD + 0.05].max() < 0.01


@pytest.mark.parametrize("consonant", ["l", "n", "t", "d", "ɡ", "k", "ŋ"])
def test_tongue_consonants_never_shape_the_lips(consonant: str) -> None:
    for vowel, name in (("i", "mouthStretchLeft"), ("u", "mouthPucker")):
        phones = spoken((vowel, 0.15), (consonant, 0.07), (vowel, 0.15))
        lips = shaped(phones)
        assert weight(lips, name)[middle(phones[1])] > 0.8 * weight(lips, name)[middle(phones[0])]


def test_the_tongue_tip_rises_for_t_d_n_l_only() -> None:
    for consonant in "tdnl":
        phones = spoken(("a", 0.15), (consonant, 0.07), ("a", 0.15))
        assert weight(shaped(phones), TONGUE_TIP)[middle(phones[1])] > 0.6
    phones = spoken(("a", 0.15), ("k", 0.07), ("a", 0.15))
    assert weight(shaped(phones), TONGUE_TIP).max() < 0.1


def test_the_tongue_shows_between_the_teeth_in_th() -> None:
    phones = spoken(("a", 0.15), ("θ", 0.09), ("a", 0.15))
    assert weight(shaped(phones), "tongueOut")[middle(phones[1])] > 0.15


def test_rounding_starts_early_over_consonants_but_not_through_a_vowel() -> None:
    through = spoken(("i", 0.15), ("s", 0.08), ("t", 0.06), ("k", 0.06), ("u", 0.15))
    pucker = weight(shaped(through), "mouthPucker")
    onset = through[-1].start
    assert pucker[round((onset - 0.12) * 100)] > 0.15
    assert pucker[round((onset - 0.3) * 100)] < 0.1
    behind_vowel = spoken(("a", 0.2), ("u", 0.15))
    assert weight(shaped(behind_vowel), "mouthPucker")[round((behind_vowel[1].start - 0.12) * 100)] < 0.1


def test_sibilants_narrow_the_jaw_even_when_short() -> None:
    for seconds in (0.04, 0.09):
        phones = spoken(("a", 0.15), ("s", seconds), ("a", 0.15))
        jaw = weight(shaped(phones), "jawOpen")
        assert jaw[within(shaped(phones), phones[1].start, phones[1].end)].min() < 0.6 * jaw[middle(phones[0])]


def test_rounded_vowels_are_narrow_and_front_vowels_wide_in_running_speech() -> None:
    phones = spoken(*[(sound, 0.09) for sound in "kitusiʃulitu"])
    lips = shaped(phones)
    for phone in phones:
        if phone.ipa == "u":
            assert weight(lips, "mouthPucker")[middle(phone)] > 0.4
        if phone.ipa == "i":
            assert weight(lips, "mouthStretchLeft")[middle(phone)] > 0.15
            assert weight(lips, "mouthPucker")[middle(phone)] < 0.25


def test_a_diphthong_moves() -> None:
    phones = spoken(("h", 0.06), ("aɪ", 0.2), ("k", 0.06))
    gap, lips = opening(shaped(phones)), shaped(phones)
    early, late = phones[1].start + 0.07, phones[1].end - 0.03
    assert gap[round(early * 100)] > 1.5 * gap[round(late * 100)]
    assert weight(lips, "mouthStretchLeft")[round(late * 100)] > weight(lips, "mouthStretchLeft")[round(early * 100)]


def test_short_sounds_do_not_get_all_the_way() -> None:
    long, short = (spoken(("t", 0.08), ("a", seconds), ("t", 0.08)) for seconds in (0.15, 0.04))
    assert 0.3 < opening(shaped(short)).max() / opening(shaped(long)).max() < 0.85


def test_stress_opens_wider() -> None:
    stressed, plain = (shaped(spoken(("t", 0.08), ("a", 0.12), ("t", 0.08), stress=stress)) for stress in (2, 0))
    assert opening(stressed).max() > 1.1 * opening(plain).max()


@pytest.mark.parametrize("strength", [0.0, 3.0, float("nan")])
def test_a_strength_out_of_range_is_refused_in_a_sentence(strength: float) -> None:
    with pytest.raises(InputError, match=r"strength .* out of range; choose"):
        LipSettings(strength=strength)


def test_phones_beyond_the_end_and_a_track_of_no_length_are_no_error() -> None:
    shaper = ArticulatoryShaper(LipSettings())
    assert len(shaper.shape((Phone("a", 0.9, 1.4), Phone("m", 2.0, 2.1)), 1.0).times) == 101
    assert len(shaper.shape((), 0.0).times) == 1


# Sounds and their lengths in ms at normal speed, as espeak-ng gives them: dense in p b m, in f v, in u w.
SENTENCES = (
    "m 77 ɑ 64 m 77 ɑ 98 p 53 ɑ 92 p 53 ɑ 92 kh 53 uai 196 f 75 ɑ 88 ph 53 iɑu 150 f 75 ɑŋ 160 ts 90 ai 112 p 53",
    "b 60 ɒ 120 b 62 m 78 eɪ 120 b 58 i 70 m 75 aɪ 95 m 77 oʊ 118 b 57 əl 110 æ 96 p 60 f 100 ɹ 60 oʊ 140 z 90 w 70",
    "p 59 o 78 ɾ 70 f 80 a 92 b 65 o 80 ɾ 60 l 40 a 92 m 78 a 50 ɲ 150 a 90 b 60 u 75 e 70 n 60 a 90 b 55 i 60 v 70",
)


def at_speed(sentence: str, speed: float, start: float) -> tuple[Phone, ...]:
    words = sentence.split()
    phones, clock = [], start
    for ipa, length in zip(words[::2], words[1::2], strict=True):
        seconds = float(length) / 1000 / speed
        phones.append(Phone(ipa, clock, clock + seconds, 0))
        clock += seconds
    return tuple(phones)


def frames_of(lips: LipTrack) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Give times, jawOpen less mouthClose and pucker of the frames at 25 per second."""
    count = int(lips.times[-1] * 25)
    weights, _ = sample_lips(lips, Fraction(25), count)
    apart = weights[:, ARKIT_INDEX["jawOpen"]] - weights[:, ARKIT_INDEX["mouthClose"]]
    return frame_times(count, Fraction(25)), apart, weights[:, ARKIT_INDEX["mouthPucker"]]


@pytest.mark.parametrize("speed", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("start", [0.5, 0.51, 0.53])
def test_the_musts_are_seen_in_the_frames_at_any_speed(sentence: str, speed: float, start: float) -> None:
    phones = at_speed(sentence, speed, start)
    times, apart, pucker = frames_of(shaped(phones))
    missed = 0
    for phone in phones:
        seconds, middle_time = phone.end - phone.start, (phone.start + phone.end) / 2
        if is_bilabial(phone.ipa):
            around = (times >= phone.start - 0.06) & (times <= phone.end + 0.06)
            assert longest_run(apart[around] <= -0.08) >= (1 if seconds < 0.05 else 2), phone
        elif is_labiodental(phone.ipa):
            assert apart[(times >= phone.start - 0.02) & (times <= phone.end + 0.02)].min() < 0.04, phone
        elif is_open_vowel(phone.ipa) and seconds >= 0.06:
            inside = np.abs(times - middle_time) <= max(seconds / 4, np.abs(times - middle_time).min())
            missed += apart[inside].min() < 0.03
        elif viseme_of(phone.ipa) == "close round vowel":
            inside = np.abs(times - middle_time) <= max(seconds / 2, np.abs(times - middle_time).min())
            assert pucker[inside].max() > 0.5, phone
    assert missed == 0


@pytest.mark.parametrize("speed", [1.0, 1.5])
@pytest.mark.parametrize("sentence", SENTENCES)
def test_lips_move_no_more_than_people_s_do_in_quick_speech(sentence: str, speed: float) -> None:
    phones = at_speed(sentence, speed, 0.5)
    times, apart, _ = frames_of(shaped(phones))
    spoken = (times >= phones[0].start) & (times <= phones[-1].end)
    speeds = 0.72 * np.abs(np.diff(np.maximum(apart, 0.0)[spoken])) * 25
    assert 0.43 < speeds.mean() < 1.1


def test_quick_speech_opens_less_but_opens() -> None:
    calm, quick = (opening(shaped(at_speed(SENTENCES[0], speed, 0.5))).max() for speed in (0.75, 2.0))
    assert 0.09 < quick < 0.9 * calm


@pytest.mark.parametrize("labiodental", ["f", "v", "ɱ"])
def test_a_labiodental_bares_the_teeth_and_draws_the_lower_lip_in_under_them(labiodental: str) -> None:
    phones = spoken(("a", 0.15), (labiodental, 0.08), ("a", 0.15))
    lips = shaped(phones)
    peak = middle(phones[1])
    assert weight(lips, "mouthUpperUpLeft")[peak] > 0.14
    assert weight(lips, "mouthRollLower")[peak] > 0.5
    assert opening(lips)[peak] < 0.02
