"""What cannot be performed is told: each fault with its line, and what would be right."""

import pytest

from avatar.errors import InputError
from avatar.score.checks import ScoreError, settled, unusual
from avatar.score.draft import Draft, Mark, Moment
from avatar.score.spelling import read_spelled, spelled
from avatar.score.table import read_table, write_table
from tests.scores import HELLO

WRITTEN = write_table(HELLO)


def faults(before, after):
    assert before in WRITTEN
    with pytest.raises(ScoreError) as raised:
        settled(read_table(WRITTEN.replace(before, after), "a.toml"))
    return [str(note) for note in raised.value.notes]


def number_of(part):
    return next(number for number, line in enumerate(WRITTEN.splitlines(), 1) if part in line)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('[0.4500, 0.5200, "ə"', '[0.4400, 0.5200, "ə"', "begins at 0.44 s, before 'h' of line {M} ends (0.45 s)"),
        ('[0.4000, 0.9000, "Hello"', '[0.4000, 1.2000, "Hello"', "'Bob' begins at 1 s, before 'Hello' of line"),
        ('[0.4000, 0.9000, "Hello"', '[-0.4, 0.9000, "Hello"', "begins at -0.4 s; times count from 0"),
        ('[0.4000, 0.9000, "Hello"', '[0.9, 0.9000, "Hello"', "ends at 0.9 s, not after it begins (0.9 s)"),
        ('[1.0000, 1.4000, "Bob"', '[1.0000, 2.4000, "Bob"', "ends at 2.4 s, after the end of the clip (2 s)"),
        ('[1.0000, 1.4000, "Bob"', '[1.0000, nan, "Bob"', "has a time that is no number of seconds"),
        ('0.5200, "ə"', '0.5200, "7"', "'7' is no sound of the International Phonetic Alphabet"),
        ('"glottal"', '"glotal"', "there is no viseme 'glotal'; write 'glottal'"),
        ('"glottal"', '"xxxxx"', "there is no viseme 'xxxxx'; use one of silence, bilabial"),
        ('"nod"', '"nodd"', "there is no cue 'nodd'; write 'nod'"),
        ('[0.9500, "nod"', '[2.5, "nod"', "the cue 'nod' is at 2.5 s; the clip lasts from 0 to 2 s"),
        ('"nod",        0.5', '"nod", -1', "has the amount -1; it must be more than 0"),
    ],
)
def test_a_fault_is_told_with_its_line(before, after, said):
    first, *_ = faults(before, after)
    assert said.format(M=number_of('"h"')) in first
    assert first.startswith("line ")


def test_a_sound_outside_of_all_words_is_told_with_the_nearest_word():
    (fault,) = faults('[0.4000, 0.9000, "Hello"', '[0.5000, 0.9000, "Hello"')[:1]
    line = number_of('"h"')
    assert fault == (
        f"line {line}: the sound 'h' (0.4 s to 0.45 s) lies in no word; the nearest is 'Hello' "
        "(0.5 s to 0.9 s): move one of them"
    )


def test_all_faults_are_found_at_once_and_two_are_told_in_the_sentence():
    text = WRITTEN.replace('"nod"', '"nodd"').replace('"glottal"', '"x"').replace('0.5200, "ə"', '0.5200, "7"')
    with pytest.raises(ScoreError, match=r"a\.toml, line .*; line .*; and 1 more: avatar timeline edit") as raised:
        settled(read_table(text, "a.toml"))
    assert len(raised.value.notes) == 3
    assert isinstance(raised.value, InputError)


def test_rounding_is_no_overlap():
    marks = (Mark(0.1, 0.20004, "m"), Mark(0.2, 0.3, "a"))
    assert [phone.end for phone in settled(Draft("a", phones=marks)).phones] == [0.2, 0.3]


def test_a_cue_knows_the_word_that_it_comes_before():
    assert [cue.word for cue in settled(read_table(WRITTEN, "a")).cues] == [1, 2]


def test_what_a_draft_does_not_tell_of_stays():
    changed = settled(Draft("a", cues=(Moment(1.5, "blink"),)), HELLO)
    assert (changed.words, changed.phones, changed.text) == (HELLO.words, HELLO.phones, HELLO.text)
    assert [cue.kind for cue in changed.cues] == ["blink"]


def test_a_viseme_that_is_the_sounds_own_is_not_one_of_choice():
    marks = (Mark(0, 0.2, "aɪ", "open vowel"), Mark(0.2, 0.3, "b", "open vowel"))
    assert [phone.viseme for phone in settled(Draft("a", phones=marks)).phones] == ["", "open vowel"]
    assert [note.what for note in unusual(Draft("a", phones=marks))] == [
        "the sound 'b' is shown as 'open vowel', which is not its own viseme"
    ]


def test_a_viseme_in_a_tier_of_its_own_has_to_be_as_long_as_its_sound():
    looks = (Mark(0.1, 0.25, "open vowel", line=9),)
    with pytest.raises(
        ScoreError, match=r"line 9: the viseme 'open vowel' \(0\.1 s to 0\.25 s\) is not as long as any"
    ):
        settled(Draft("a", phones=(Mark(0.1, 0.2, "b"),), looks=looks))


@pytest.mark.parametrize("text", ["a", "ˈaɪ", "ˌiɛn³", "ts.h", "m⁵"])
def test_a_sound_is_read_as_it_is_spelled(text):
    from avatar.data import Phone

    ipa, stress, tone = read_spelled(text)
    assert spelled(Phone(ipa, 0, 1, stress, tone)) == text
