"""A text is cut where its film may be cut, and a changed word changes no other cut."""

from dataclasses import asdict

import pytest

from avatar.clip.passages import RESTING, cut, expected_seconds, main_language
from avatar.clip.voice_choice import cast
from avatar.settings import MotionSettings, TextSettings
from avatar.text import read

SENTENCES = [
    "The branch opens at nine in the morning.",
    "Please bring your passport and a recent bill.",
    "Yes.",
    "A colleague will meet you at the second desk; she speaks Spanish.",
    "We close at five, on Saturdays at noon.",
    "Thank you for calling, and have a lovely day.",
]


def passages(text, motion=None):
    utterances = read(text, TextSettings())
    return cut(utterances, cast(utterances, None).cards, motion or MotionSettings())


def said(passage):
    return " ".join(utterance.text for utterance in passage.utterances)


def test_every_sentence_is_in_exactly_one_passage_in_order():
    found = passages(" ".join(SENTENCES))
    assert " ".join(map(said, found)).split() == " ".join(SENTENCES).split()
    assert [passage.is_last for passage in found] == [False] * (len(found) - 1) + [True]
    assert [passage.before for passage in found] == ["", *(passage.name for passage in found[:-1])]


def test_leads_and_tails_add_up_to_the_pauses():
    motion = MotionSettings()
    utterances = read(" ".join(SENTENCES), TextSettings())
    found = cut(utterances, cast(utterances, None).cards, motion)
    within = sum(each.pause_after for passage in found for each in passage.utterances[:-1])
    between = sum(passage.lead + passage.tail for passage in found)
    assert within + between == pytest.approx(
        motion.lead_in + motion.lead_out + sum(each.pause_after for each in utterances)
    )


def test_a_passage_ends_only_where_the_mouth_rests():
    found = passages(" ".join(SENTENCES))
    for passage in found[:-1]:
        assert passage.utterances[-1].pause_after >= RESTING
        assert passage.tail > 0.1
    assert all(passage.lead >= 0.1 for passage in found)


def test_a_word_of_one_breath_stays_with_the_next_sentence():
    assert any(
        said(passage).startswith("Yes.") and "colleague" in said(passage) for passage in passages(" ".join(SENTENCES))
    )


def test_a_changed_word_changes_its_own_passage_and_what_comes_right_after():
    before = passages(" ".join(SENTENCES))
    after = passages(" ".join(SENTENCES).replace("recent", "recent telephone"))
    assert [said(passage) for passage in before if "recent" not in said(passage)] == [
        said(passage) for passage in after if "recent" not in said(passage)
    ]
    changed = [one != other for one, other in zip(before, after, strict=True)]
    assert sum(changed) == 2
    assert changed.index(True) == next(index for index, passage in enumerate(before) if "recent" in said(passage))


def test_a_new_sentence_leaves_all_others_but_the_next_as_they_are():
    before = {asdict(passage)["name"] + passage.before for passage in passages(" ".join(SENTENCES))}
    more = [*SENTENCES[:2], "There is a park right behind the building.", *SENTENCES[2:]]
    after = {asdict(passage)["name"] + passage.before for passage in passages(" ".join(more))}
    assert len(after - before) == 2


def test_the_same_sentence_twice_has_two_names():
    found = passages("We are happy to help you with your new card today. " * 3)
    assert len({passage.name for passage in found}) == len(found) == 3


def test_the_voice_is_part_of_the_name():
    utterances = read(SENTENCES[0], TextSettings())
    names = [
        cut(utterances, cast(utterances, None, gender).cards, MotionSettings())[0].name for gender in ("male", "female")
    ]
    assert names[0] != names[1]


def test_a_gesture_is_not_cut_off():
    text = "It is so good to see you again. [nod] How can I help you today?"
    assert len(passages(text.replace("[nod] ", ""))) == 2
    assert len(passages("It is [smile] so good to see you again. How can I help you today?")) == 1


def test_a_text_without_any_stop_is_cut_all_the_same():
    found = passages("春眠不觉晓处处闻啼鸟" * 200)
    assert len(found) > 5
    assert max(sum(expected_seconds(each) for each in passage.utterances) for passage in found) < 90


def test_the_main_language_is_the_one_that_is_spoken_longest():
    assert main_language(read("您好，我是小陈，很高兴为您服务。OK.", TextSettings())) == "zh"
    assert main_language(read("Hello everybody, my name is Chen and I work here. 你好。", TextSettings())) == "en"
