"""When things in a scene happen: cues are found in what is said, moments are told from it, moves are eased."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from avatar.data import Word
from avatar.data.scene import Bullet, Bullets, Layer, Moment, Move, Scene, Slides, Source
from avatar.data.scene.looks import EASINGS
from avatar.finish.scene import Sentence, Spoken, scheduled
from avatar.finish.scene.easing import RESTING, eased, pose
from avatar.finish.scene.schedule import NEVER, when

WORDS = tuple(
    Word(text, 0.5 + index, 1.3 + index)
    for index, text in enumerate(["Spring", "is", "here", "Our", "new", "bag", "keeps", "water", "cold"])
)
SAID = Spoken(12.0, WORDS, (Sentence("Spring is here.", 0.5, 3.3), Sentence("Our new bag keeps water cold.", 3.5, 9.3)))
HAN = Spoken(4.0, (Word("它能让", 0.0, 0.9), Word("水保持", 1.0, 1.9), Word("冰凉", 2.0, 2.6)))


@pytest.mark.parametrize(
    ("cue", "time"),
    [
        ("here", 2.5),
        ("Our new", 3.5),
        ("OUR NEW!", 3.5),
        ("ring", None),
        ("keeps water", 6.5),
        ("never", None),
        ("", None),
    ],
)
def test_a_cue_is_where_its_words_begin(cue, time):
    assert SAID.find(cue) == time


def test_a_cue_in_chinese_may_begin_inside_a_word():
    assert HAN.find("保持冰凉") == pytest.approx(1.3)


def test_a_cue_is_looked_for_from_a_time_on():
    twice = Spoken(9.0, (Word("bag", 1.0, 1.5), Word("new", 2.0, 2.5), Word("bag", 3.0, 3.5)))
    assert (twice.find("bag"), twice.find("bag", 1.2), twice.find("bag", 3.2)) == (1.0, 3.0, None)


@pytest.mark.parametrize(
    ("moment", "time"),
    [
        (Moment("time", 2.5), 2.5),
        (Moment("end", offset=-2), 10.0),
        (Moment("speech", offset=-0.5), 0.0),
        (Moment("speech end"), 9.3),
        (Moment("sentence", 2), 3.5),
        (Moment("sentence", 9), 3.5),
        (Moment("word", words="water", offset=0.25), 7.75),
        (Moment("word", words="lipstick"), None),
        (Moment("share", 0.5), 6.0),
    ],
)
def test_moments_are_told_from_what_is_said(moment, time):
    assert when(moment, SAID) == (None if time is None else pytest.approx(time))


def steps(*items):
    layer = Layer("points", Bullets(tuple(items)))
    return scheduled(Scene((64, 64), "en", (layer,)), SAID).layers[0].steps


def test_bullets_come_with_their_words_or_with_the_sentence_that_is_most_like_them():
    assert steps(Bullet("It is spring", "Spring"), Bullet("Water stays cold all day")) == (0.5, 3.5)


def test_bullets_keep_their_order_and_share_what_is_between_those_that_are_spoken():
    first, second, third, last = steps(Bullet("here"), Bullet("qq"), Bullet("zz"), Bullet("cold"))
    assert (first, last) == (2.5, 8.5)
    assert (second, third) == (pytest.approx(4.5), pytest.approx(6.5))


@given(some.lists(some.sampled_from(["here", "bag", "water", "xyz", "cold", "Spring"]), min_size=1, max_size=6))
def test_whatever_bullets_say_each_comes_once_while_somebody_speaks_and_in_order(texts):
    times = steps(*map(Bullet, texts))
    assert len(times) == len(texts)
    assert list(times) == sorted(times)
    assert all(0.0 <= time <= SAID.end for time in times)


def test_slides_come_with_sentences_and_the_last_stays():
    slides = Slides((Source("a"), Source("b"), Source("c")), change="sentences")
    assert scheduled(Scene((64, 64), "en", (Layer("s", slides),)), SAID).layers[0].steps == (0.0, 3.5, NEVER)
    even = Slides((Source("a"), Source("b"), Source("c")))
    assert scheduled(Scene((64, 64), "en", (Layer("s", even),)), SAID).layers[0].steps == (0.0, 4.0, 8.0)


def test_a_layer_that_waits_for_words_that_never_come_is_not_seen():
    layer = Layer("x", Bullets(()), start=Moment("word", words="lipstick"))
    assert scheduled(Scene((64, 64), "en", (layer,)), SAID).layers[0].start == NEVER


@pytest.mark.parametrize("easing", EASINGS)
def test_every_easing_goes_from_nothing_to_all(easing):
    way = [eased(easing, share / 100) for share in range(101)]
    assert (way[0], way[-1]) == (pytest.approx(0), pytest.approx(1))
    assert max(way) <= (1.12 if easing == "over" else 1.0 + 1e-9)
    assert easing == "over" or way == sorted(way)


def test_what_comes_and_goes_is_there_in_between():
    enter, leave = Move("fade", 1.0, delay=0.5, easing="linear"), Move("fade", 2.0, easing="linear")
    at = {time: pose(time, 1.0, 5.0, enter, leave) for time in (1.4, 2.0, 2.5, 4.9, 6.0, 7.0)}
    assert (at[1.4], at[2.5], at[4.9], at[7.0]) == (None, RESTING, RESTING, None)
    assert (at[2.0].share, at[6.0].share) == (pytest.approx(0.5), pytest.approx(0.5))
