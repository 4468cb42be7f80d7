"""Marks direct the face and are never spoken or shown; what is not a mark stays text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avatar.data import CUE_KINDS
from avatar.errors import TextError
from avatar.settings import TextSettings
from avatar.text import read, unmarked
from avatar.text.marks import EXISTING

ALL = ["[smile]", "[frown]", "[nod]", "[shake head]", "[tilt head]", "[raise brows]", "[blink]", "[pause]"]
LOOKS = ["[look left]", "[look right]", "[look up]", "[look down]", "[look at me]"]


def utterances(text, language="auto"):
    return read(text, TextSettings(language=language))


def cues(text):
    return [cue for utterance in utterances(text) for cue in utterance.cues]


def words(utterance):
    return [item.word for item in utterance.pronunciations if any(map(str.isalnum, item.reading))]


def test_every_kind_of_cue_has_a_mark():
    assert {cue.kind for mark in [*ALL, *LOOKS] for cue in cues(f"Hello {mark} there.")} == set(CUE_KINDS)


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("[Smile]", "smile"),
        ("[ NOD ]", "nod"),
        ("[raise_eyebrows]", "raise brows"),
        ("[shake]", "shake head"),
        ("［点头］", "nod"),
        ("[微笑 0.5]", "smile"),
        ("[停顿1秒]", "pause"),
    ],
)
def test_marks_may_be_written_in_several_ways(written, kind):
    assert [cue.kind for cue in cues(f"Hello {written} there.")] == [kind]


@pytest.mark.parametrize(
    ("written", "amount"),
    [("[smile]", 1), ("[smile 0.5]", 0.5), ("[nod 1.5]", 1.5), ("[pause 500ms]", 0.5), ("[pause 1.2 s]", 1.2)],
)
def test_a_mark_may_say_how_much(written, amount):
    assert [cue.amount for cue in cues(f"Hello {written} there.")] == [pytest.approx(amount)]


@pytest.mark.parametrize(
    "text",
    [
        "See [1] and [2].",
        "这是注释[注]。",
        "A [link] here.",
        "Fill in [name].",
        "The [note] stays.",
        "x[i] = [nothing]",
    ],
)
def test_other_brackets_stay_text(text):
    assert unmarked(text) == text
    assert cues(text) == []
    assert "".join(utterance.text for utterance in utterances(text)).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    "mark", ["[smlie]", "[smle]", "[blnik]", "[nodd]", "[look sideways]", "[raise hands]", "[shake it]"]
)
def test_a_mark_that_does_not_exist_is_named_with_those_that_do(mark):
    with pytest.raises(TextError) as fault:
        utterances(f"Hello {mark} there.")
    assert str(fault.value) == f"There is no mark {mark}; there are {EXISTING}."


@pytest.mark.parametrize("mark", ["[smile 7]", "[smile 0]", "[nod -1]", "[smile 50%]", "[blink 2s]"])
def test_a_strength_out_of_range_is_refused(mark):
    with pytest.raises(TextError, match=r"has no strength that exists; choose one from 0.1 to 1.5"):
        utterances(f"Hello {mark} there.")


@pytest.mark.parametrize("mark", ["[pause 2]", "[pause 90s]", "[pause 1ms]", "[pause -1s]", "[pause 3 min]"])
def test_a_pause_without_a_length_that_exists_is_refused(mark):
    with pytest.raises(TextError, match=r"has no length that exists; choose one from 50ms to 30s"):
        utterances(f"Hello {mark} there.")


def test_a_text_of_marks_alone_has_nothing_to_say():
    with pytest.raises(TextError, match="nothing to say"):
        utterances("[smile] [nod]")


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Hello [smile], dear [nod] world [blink].", "Hello, dear world."),
        ("[smile] Hello. [nod] [pause 1s] Bye.", "Hello. Bye."),
        ("您好[微笑]，我是[点头]小陈。", "您好，我是小陈。"),
        ("Hello.\n[smile] Bye. [nod]", "Hello.\nBye."),
    ],
)
def test_marks_leave_no_trace_in_the_text(text, plain):
    assert unmarked(text) == plain
    without = utterances(plain)
    marked = utterances(text)
    assert " ".join(utterance.text for utterance in marked) == " ".join(utterance.text for utterance in without)
    assert [word for u in marked for word in words(u)] == [word for u in without for word in words(u)]


def test_a_cue_belongs_to_the_word_after_it():
    (said,) = utterances("Hello [smile], dear [nod] world [blink].")
    assert [(cue.kind, cue.word, cue.time) for cue in said.cues] == [("smile", 1, 0), ("nod", 2, 0), ("blink", 3, 0)]
    assert words(said) == ["Hello", "dear", "world"]


def test_a_cue_between_sentences_belongs_to_the_second():
    first, second = utterances("Hello. [smile] Bye for now.")
    assert first.cues == ()
    assert [(cue.kind, cue.word) for cue in second.cues] == [("smile", 0)]


def test_a_pause_cuts_the_sentence_and_the_voice_stays_up():
    first, second = utterances("我们[pause 800ms]明天见。")
    assert (first.text, second.text) == ("我们", "明天见。")
    assert first.pause_after == pytest.approx(0.8)
    assert first.continues
    assert not second.continues
    assert first.language == second.language == "zh"


def test_a_pause_is_added_to_what_punctuation_asks_for():
    plain, _ = utterances("Hello. Bye.")
    paused, _ = utterances("Hello. [pause 1s] Bye.")
    assert paused.pause_after == pytest.approx(plain.pause_after + 1)
    before_comma, after_comma = utterances("Hello [pause 1s], Bye."), utterances("Hello, [pause 1s] Bye.")
    assert before_comma == after_comma
    assert before_comma[0].text == "Hello,"
    assert before_comma[0].pause_after > 1


def test_a_pause_at_either_end_of_the_text():
    (first,) = utterances("[pause 1s] Hello.")
    assert first.pause_before == pytest.approx(1)
    (last,), (plain,) = utterances("Hello. [pause 1s]"), utterances("Hello.")
    assert last.pause_after == pytest.approx(plain.pause_after + 1)


def test_a_cue_between_two_pauses_comes_between_them():
    _, second = utterances("Well. [pause 1s] [nod] [pause 2s] Bye.")
    assert [(cue.kind, cue.word, cue.time) for cue in second.cues] == [
        ("pause", 0, pytest.approx(-3)),
        ("nod", 0, pytest.approx(-2)),
        ("pause", 0, pytest.approx(-2)),
    ]


def test_what_the_face_does_at_the_very_end_gets_time_to_be_seen():
    (last,), (plain,) = utterances("Goodbye! [smile]"), utterances("Goodbye!")
    assert last.cues[0].word == 1
    assert last.pause_after > plain.pause_after + 0.5


def test_expanded_numbers_are_not_taken_apart():
    (said,) = utterances("It costs $5,300 [nod] today.")
    assert words(said)[said.cues[0].word] == "today"


@given(st.lists(st.sampled_from(["hello ", "dear, ", "world. ", *ALL, *LOOKS, "[1] ", "\n"]), min_size=1, max_size=12))
def test_marks_anywhere_change_no_word_and_lose_no_cue(parts):
    text = "Well " + "".join(parts) + " bye."
    marked, without = utterances(text, "en"), utterances(unmarked(text), "en")
    assert [word for u in marked for word in words(u)] == [word for u in without for word in words(u)]
    assert len([cue for u in marked for cue in u.cues]) == sum(part in (*ALL, *LOOKS) for part in parts)
    silence = sum(u.pause_after + u.pause_before for u in marked)
    assert silence >= sum(u.pause_after for u in without) + 0.5 * parts.count("[pause]") - 1e-6
    assert all(0 <= cue.word <= len(words(u)) for u in marked for cue in u.cues)
