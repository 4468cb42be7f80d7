"""Changes that a program makes, line by line."""

import pytest

from avatar.errors import InputError
from avatar.score.checks import settled
from avatar.score.draft import drafted
from avatar.score.edits import added, changed, removed, shifted
from tests.scores import HELLO

DRAFT = drafted(HELLO, "a.toml")


def test_what_begins_in_a_stretch_is_shifted_and_nothing_else():
    score = settled(shifted(DRAFT, -0.1, after=0.2, before=0.95), HELLO)
    assert [word.start for word in score.words] == [0.3, 1.0]
    assert [phone.start for phone in score.phones[3:5]] == [0.5, 1.0]
    assert [cue.time for cue in score.cues] == [0.95, 1.2]


def test_all_after_a_moment_is_shifted_as_one():
    score = settled(shifted(DRAFT, 0.25, after=0.95), HELLO)
    assert [word.start for word in score.words] == [0.4, 1.25]
    assert [round(phone.start, 4) for phone in score.phones[4:]] == [1.25, 1.33, 1.55]
    assert [cue.time for cue in score.cues] == [1.2, 1.45]


def test_one_field_of_one_line_is_changed():
    score = settled(changed(changed(DRAFT, "phones", 5, "viseme", "open vowel"), "phones", 5, "end", "1.07"), HELLO)
    assert (score.phones[4].viseme, score.phones[4].end) == ("open vowel", 1.07)


def test_another_sound_looks_like_itself_unless_its_look_was_chosen():
    score = settled(changed(changed(DRAFT, "phones", 5, "ipa", "s"), "phones", 7, "ipa", "s"), HELLO)
    assert [(phone.ipa, phone.viseme) for phone in score.phones[4::2]] == [("s", ""), ("s", "open vowel")]


def test_cues_come_and_go():
    score = settled(removed(added(DRAFT, "smile", 0.3, 1.5), "cues", 1), HELLO)
    assert [(cue.kind, cue.amount, cue.time) for cue in score.cues] == [("smile", 1.5, 0.3), ("look at me", 1.0, 1.2)]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("phones", 8, "start", "1"), "no line 8 of phones; there are 7"),
        (("phones", 0, "start", "1"), "no line 0 of phones"),
        (("sounds", 1, "start", "1"), "no table 'sounds'; use words, phones, cues"),
        (("phones", 1, "begin", "1"), "phones has no 'begin'; it has start, end, ipa, viseme"),
        (("cues", 1, "time", "soon"), "The time 'soon' of line 1 of cues is not a number"),
    ],
)
def test_what_there_is_not_cannot_be_changed(asked, said):
    with pytest.raises(InputError, match=said):
        changed(DRAFT, *asked)
