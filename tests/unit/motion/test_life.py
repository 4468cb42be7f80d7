"""What a face does between and around the words: brows and head show what is meant, lips never quite stand still."""

from fractions import Fraction

import numpy as np
import pytest

from avatar.data import ARKIT_INDEX, MOTION_NAMES, LipTrack, Phone, Speech, Word
from avatar.motion import NaturalMover
from avatar.motion.brows import brows
from avatar.motion.curves import RATE, clock
from avatar.motion.meaning import Meaning, understand
from avatar.motion.phrasing import endings
from avatar.motion.prosody import Prosody, listen
from avatar.motion.quiet import Quiet, part, quiet
from avatar.settings import MotionSettings
from tests.loops import echo, echo_by_chance

PHRASES = ((0.5, 2.5), (3.3, 5.3))


def heard(seconds: float = 6.0, phrases: tuple[tuple[float, float], ...] = PHRASES) -> Prosody:
    times = clock(seconds)
    return Prosody(times, np.zeros(len(times)), np.zeros(len(times)), phrases, ())


def spoken(text: str, language: str) -> Speech:
    """Say words, a tenth of a second each, as one phrase."""
    words = tuple(Word(word, 0.5 + 0.1 * index, 0.6 + 0.1 * index) for index, word in enumerate(text.split()))
    phones = tuple(Phone("a", word.start, word.end) for word in words)
    return Speech(np.zeros(32000, np.float32), 16000, phones, words, language, "none")


@pytest.mark.parametrize(
    ("text", "language", "asks", "denies"),
    [
        ("would you like to see it", "en", True, 0),
        ("what can I do for you", "en", True, 0),
        ("when you come we are here", "en", False, 0),
        ("what a day", "en", False, 0),
        ("I can't do that now", "en", False, 1),
        ("您 想 看看 订单 吗", "zh", True, 0),
        ("今天 天气 不错", "zh", False, 0),
        ("这个 没有 货 了", "zh", False, 1),
        ("wann kommt es", "de", True, 0),
        ("das ist nicht mehr da", "de", False, 1),
        ("¿dónde", "es", False, 0),
        ("dónde está", "es-MX", True, 0),
        ("ご予約 は お済み です か", "ja", True, 0),
        ("je ne veux pas", "fr", False, 1),
        ("no is not known here", "xx", False, 0),
    ],
)
def test_words_tell_what_is_asked_and_what_is_denied(text: str, language: str, asks: bool, denies: int) -> None:
    speech = spoken(text, language)
    meant = understand(speech, listen(speech))
    assert (len(meant.questions), len(meant.denials)) == (asks, denies)


def test_a_voice_that_rises_at_the_end_asks_in_any_language_but_those_of_tones() -> None:
    times = np.arange(2 * 16000) / 16000

    def said(hertz: np.ndarray, tone: int | None) -> tuple[int, ...]:
        sound = (0.3 * np.sin(2 * np.pi * np.cumsum(hertz) / 16000)).astype(np.float32)
        phones = tuple(Phone("a", at / 10, at / 10 + 0.1, 2, tone) for at in range(1, 19))
        return listen(Speech(sound, 16000, phones, (), "xx", "none")).rising

    rises = np.where(times < 1.6, 120.0, 120.0 + 250 * (times - 1.6))
    assert said(rises, None) == (0,)
    assert said(rises, 2) == ()
    assert said(np.full(len(times), 120.0), None) == said(120 + 15 * times, None) == said(200 - 30 * times, None) == ()


def test_brows_are_up_at_the_end_of_a_question_and_down_over_a_denial() -> None:
    told, asked = (
        [brows(heard(), meant, np.random.default_rng(seed)) for seed in range(30)]
        for meant in (Meaning(), Meaning((PHRASES[1],), (1.5,)))
    )
    end, word = slice(490, 530), slice(150, 185)

    def shown(drawn: list, name: str, when: slice) -> float:
        return float(np.mean([one[name][when].mean() for one in drawn]))

    assert shown(asked, "browInnerUp", end) > shown(told, "browInnerUp", end) + 0.3
    assert shown(asked, "browOuterUpLeft", end) > shown(told, "browOuterUpLeft", end) + 0.3
    assert shown(asked, "browDownLeft", word) > shown(told, "browDownLeft", word) + 0.2
    assert shown(asked, "browInnerUp", word) < 0.6 * shown(told, "browInnerUp", word)


def test_a_head_nods_most_phrases_to_their_end_and_tilts_over_questions() -> None:
    nodded = []
    for seed in range(40):
        nod, tilt = endings(heard(), Meaning((PHRASES[1],)), np.random.default_rng(seed))
        nodded.append(nod[240:290].max() > 1.5)
        assert 2 < np.abs(tilt[500:540]).max() < 4.1
        assert not np.abs(tilt[:400]).any()
        assert nod[500:540].max() <= 0
        assert np.abs(np.diff(np.stack([nod, tilt]))).max() * RATE < 40
    assert 0.5 < np.mean(nodded) < 0.95


@pytest.mark.parametrize("seed", range(8))
def test_lips_part_before_a_phrase_settle_after_it_and_never_quiver(seed: int) -> None:
    found = quiet(heard(8.0, ((0.6, 2.5), (3.2, 5.3))), 8.0, np.random.default_rng(seed)).jaw
    assert found[[0, 800]].max() < 1e-6
    assert found[55] > 0.04
    assert found[253:317].min() > 0.04, "nobody closes the mouth in a short pause"
    assert found[535] > 0.04
    assert found[650:].max() < 1e-3, "all is said"
    assert not found[80:225].any(), "nothing in speech"
    for low, high in ((0, 55), (253, 317), (535, 800)):
        steps = np.diff(found[low:high])
        assert np.abs(steps).max() * RATE < 0.8
        turns = np.diff(np.sign(steps[np.abs(steps) > 1e-6])) != 0
        assert turns.sum() == 0, "below 2 Hz: the lips of a silence go one way"


def test_lips_are_where_the_stretch_before_has_left_them() -> None:
    prosody = heard(4.0, ((0.2, 3.6),))
    found = quiet(prosody, 4.0, np.random.default_rng(0), 0.1, 0.06)
    assert found.jaw[[0, 400]] == pytest.approx([0.1, 0.06], abs=2e-3)
    assert found.heeds[[0, 400]].max() < 1e-3
    weights = np.zeros((101, len(ARKIT_INDEX)))
    weights[3:6, ARKIT_INDEX["mouthClose"]] = 0.17
    part(weights, found, np.arange(101) / 25, 25.0)
    jaw = weights[:, ARKIT_INDEX["jawOpen"]]
    assert jaw[[0, 100]] == pytest.approx([0.1, 0.06], abs=2e-3)
    assert jaw[3:6].max() == 0


def test_a_long_silence_breathes_and_swallows_slowly() -> None:
    parted, swallowed = [], []
    for seed in range(6):
        found = quiet(heard(90.0, ()), 90.0, np.random.default_rng(seed))
        assert found.jaw.max() < 0.035
        assert np.abs(np.diff(found.jaw)).max() * RATE < 0.15
        parted.append(int(((found.jaw[1:] > 0.008) & (found.jaw[:-1] <= 0.008)).sum()))
        swallowed.append(int(((found.gulp[1:] > 0.5) & (found.gulp[:-1] <= 0.5)).sum()))
        assert found.jaw[found.gulp > 0.9].max(initial=0.0) < 0.004
    assert 5 <= np.mean(parted) <= 12
    assert 2 <= np.mean(swallowed) <= 6


def test_lips_that_a_sound_wants_together_stay_so() -> None:
    weights = np.zeros((50, len(ARKIT_INDEX)))
    weights[20:24, ARKIT_INDEX["mouthClose"]] = 0.17
    weights[40:, ARKIT_INDEX["jawOpen"]] = 0.4
    found = Quiet(np.full(202, 0.08), np.zeros(202), np.ones(202))
    part(weights, found, np.arange(50) / 25, 25.0)
    jaw = weights[:, ARKIT_INDEX["jawOpen"]]
    assert jaw[20:24].max() == 0
    assert jaw[10] == pytest.approx(0.08)
    assert jaw[40:] == pytest.approx(0.4, abs=1e-3)


def moved(speech: Speech, seed: int) -> np.ndarray:
    times = (np.arange(round(speech.seconds * 100) + 1) / 100).astype(np.float32)
    lips = LipTrack(times, ("jawOpen",), np.zeros((len(times), 1), np.float32))
    return NaturalMover(MotionSettings()).move(lips, speech, Fraction(25), np.random.default_rng(seed)).rows()


def test_two_minutes_never_repeat_themselves_as_a_loop_does(babble) -> None:
    rows = moved(babble(120.0), 1)
    rng = np.random.default_rng(0)
    for name in ("headPitch", "headYaw", "headX", "browInnerUp"):
        track = rows[:, MOTION_NAMES.index(name)].astype(np.float64)
        chance = echo_by_chance(track, 25, rng, 20)
        assert echo(track, 25) < 1.15 * chance, name
        assert echo(np.tile(track[:500], 6), 25) > 1.5 * chance, "the measure knows a loop"


def test_lips_stand_apart_between_two_passages_and_are_closed_where_a_film_begins_and_ends(babble) -> None:
    mover = NaturalMover(MotionSettings())
    jaws = []
    for seed in range(12):
        poise = mover.poise(np.random.default_rng(seed))
        speech = babble(3.0, seed)
        times = (np.arange(301) / 100).astype(np.float32)
        lips = LipTrack(times, ("jawOpen",), np.zeros((301, 1), np.float32))
        one = mover.move(lips, speech, Fraction(25), np.random.default_rng(seed), None, poise)
        two = mover.move(lips, speech, Fraction(25), np.random.default_rng(seed + 99), poise, None)
        column = ARKIT_INDEX["jawOpen"]
        assert one.weights[0, column] == two.weights[-1, column] == 0
        assert two.weights[0, column] == pytest.approx(one.weights[-1, column], abs=0.01)
        jaws.append(float(two.weights[0, column]))
    assert min(jaws) > 0.07
    assert max(jaws) < 0.15
    assert np.std(jaws) > 0.01
