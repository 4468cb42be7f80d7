"""A timeline that is performed: cut where the mouth rests, and logged exactly as it was written."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avatar.clip.performing import _cut, _script
from avatar.clip.scored import Scored, _frames, judged_text
from avatar.clip.timeline import Timeline
from avatar.data import Cue, MotionTrack, Phone, Utterance, Word
from avatar.marks.registry.facts import Span
from avatar.score.checks import settled
from avatar.score.document import read_document
from avatar.score.score import Score
from avatar.settings import SOUND_RATE
from tests.scores import HELLO, moving, scores

RATES = [Fraction(25), Fraction(30000, 1001), Fraction(60)]


def scored(score, fps=Fraction(25), **more):
    frames = _frames(score, 0.0, fps, is_own=True) if score.frames else _frames(score, 0.0, fps, is_own=False)
    sound = np.arange(-(-frames * SOUND_RATE * fps.denominator // fps.numerator)).astype(np.int16)
    return Scored(score, sound, fps, frames, None, (), ("recording:1",), False, **more)


def passages(score, fps=Fraction(25), said=()):
    opened = scored(score, fps)
    return _cut(opened, _script(opened, said))


def long(count=4, gap=0.5):
    """Sentences of three seconds with half a second of silence between them."""
    words = tuple(Word(f"w{n}", n * (3 + gap), n * (3 + gap) + 3) for n in range(count))
    phones = tuple(
        Phone("ma"[part], word.start + part * 1.5, word.start + part * 1.5 + 1.5, word=n)
        for n, word in enumerate(words)
        for part in range(2)
    )
    return Score(words, phones, text=" ".join(word.text for word in words))


def still(fps, frames):
    zeros = np.zeros((frames, 62), np.float32)
    return MotionTrack.from_rows(fps, zeros)


@settings(max_examples=25, deadline=None)
@given(scores(), st.sampled_from(RATES))
def test_all_passages_together_log_what_was_written(score, fps):
    score = replace(score, fps=fps, frames=0)
    whole, cut = passages(score, fps)
    log = Timeline(fps)
    for passage in cut:
        speech, place = whole.speech(passage), whole.places[passage.name]
        log.add(speech.phones, speech.words, speech.cues, ("jawOpen",), still(fps, place.end - place.first).rows())
    logged = settled(read_document("".join(log.compose({"text": score.text})), "log"))
    assert log.frames == whole.frames
    assert (logged.words, logged.phones, logged.cues) == (score.words, score.phones, score.cues)


@pytest.mark.parametrize("fps", RATES)
def test_passages_follow_each_other_in_rests_and_begin_with_whole_samples(fps):
    score = long()
    whole, cut = passages(score, fps)
    places = [whole.places[passage.name] for passage in cut]
    assert len(cut) > 1
    assert (places[0].first, places[-1].end) == (0, whole.frames)
    for one, other in pairwise(places):
        assert one.end == other.first
        assert (other.first * SOUND_RATE / fps).denominator == 1
        time = float(other.first / fps)
        assert any(before.end + 0.25 <= time <= after.start - 0.1 for before, after in pairwise(score.phones))
    assert [passage.is_last for passage in cut] == [False] * (len(cut) - 1) + [True]
    assert sum(len(whole.speech(passage).samples) for passage in cut) == pytest.approx(len(whole.sound), abs=2)


def test_nothing_is_cut_while_a_cue_is_done():
    score = long()
    (first, *_), _ = [place.end for place in passages(score)[0].places.values()], None
    busy = replace(score, cues=(Cue("smile", 1.0, 1, first / 25 - 1.0),))
    assert first not in {place.end for place in passages(busy)[0].places.values()}


def test_an_edit_changes_the_name_of_its_own_passage_alone():
    score = long()
    other = replace(score, phones=(*score.phones[:-1], replace(score.phones[-1], viseme="bilabial")))
    before, after = ([passage.name for passage in passages(each)[1]] for each in (score, other))
    assert before[:-1] == after[:-1]
    assert before[-1] != after[-1]


def test_what_is_random_stays_when_something_is_edited():
    score = long()
    other = replace(score, phones=(*score.phones[:-1], replace(score.phones[-1], viseme="bilabial")))
    dice = [[place.dice for place in passages(each)[0].places.values()] for each in (score, other)]
    assert dice[0] == dice[1]
    assert len(set(dice[0])) == len(dice[0])


def test_each_utterance_belongs_to_the_passage_in_which_it_is_said():
    said = tuple(Utterance(f"w{number}.", "en") for number in range(4))
    _, cut = passages(long(), said=said)
    assert sum((passage.utterances for passage in cut), ()) == said
    assert cut[0].utterances[0].text == "w0."
    assert cut[-1].utterances[-1].text == "w3."


def test_without_words_an_utterance_of_no_language_stands_for_what_is_said():
    bare = Score(phones=(Phone("a", 0.5, 0.9),))
    _, (passage,) = passages(bare)
    assert [(each.text, each.language) for each in passage.utterances] == [("", "und")]


@pytest.mark.parametrize(
    ("text", "words", "judged"),
    [
        ("Hello, Bob!", "Hello Bob", "Hello, Bob!"),
        ("", "Hello Bob", "Hello Bob"),
        ("Good day.", "Hello Bob", "Good day.\nHello Bob"),
        ("Good day.", "", "Good day."),
        ("", "", ""),
        ("您好，小陈。", "您好 小陈", "您好，小陈。"),
        ("", "您好 小陈", "您好小陈"),
    ],
)
def test_text_and_words_are_both_judged_where_they_differ(text, words, judged):
    said = tuple(Word(word, number, number + 1) for number, word in enumerate(words.split()))
    assert judged_text(replace(HELLO, text=text, words=said)) == judged


def test_a_passage_is_marked_if_most_of_its_sounds_are():
    score = replace(HELLO, frames=50)
    for end, is_marked in ((1.4, True), (1.2, True), (0.9, False)):
        whole, (passage,) = passages(score)
        assert replace(whole, marks=(Span(1, 0.38, end),)).is_marked(passage) == is_marked


def test_a_film_is_as_long_as_it_was_unless_another_sound_asks_for_more():
    assert _frames(HELLO, 2.0, Fraction(25), is_own=True) == 50
    assert _frames(HELLO, 2.02, Fraction(25), is_own=False) == 50
    assert _frames(HELLO, 3.0, Fraction(25), is_own=False) == 75
    assert _frames(HELLO, 2.0, Fraction(50), is_own=True) == 100
    assert _frames(replace(HELLO, frames=0), 0.5, Fraction(25), is_own=False) == 50, "1.4 s and 0.6 s of rest"


def test_how_everything_moved_is_cut_with_its_passage():
    score = moving(replace(long(), frames=375))
    opened = replace(scored(score), before=score)
    whole, cut = _cut(opened, _script(opened, ()))
    rows = np.concatenate([whole.motion_before(passage) for passage in cut])
    assert np.array_equal(rows, score.motion)
