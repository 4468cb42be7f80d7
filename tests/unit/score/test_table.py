"""The file that people edit: what it looks like, and what is said of slips in it."""

import re

import pytest

from avatar.errors import InputError
from avatar.score.checks import settled
from avatar.score.table import read_table, write_table
from tests.scores import HELLO

WRITTEN = write_table(HELLO)


def line_of(text, part):
    return next(number for number, line in enumerate(text.splitlines(), 1) if part in line)


def test_each_word_sound_and_cue_is_one_line_with_its_times_in_front():
    assert '  [0.4000, 0.9000, "Hello"],' in WRITTEN
    assert '  [1.0000, 1.0800, "b",   "bilabial"],         # Bob' in WRITTEN
    assert '  [0.9500, "nod",        0.5],' in WRITTEN


def test_it_begins_by_telling_how_it_is_edited():
    assert WRITTEN.startswith("# What a clip says")
    assert "avatar timeline render" in WRITTEN[:400]


def test_columns_stand_below_each_other_whatever_the_script():
    from dataclasses import replace

    from avatar.data import Word

    text = write_table(replace(HELLO, words=(Word("您好", 0.4, 0.9), Word("Bob", 1.0, 1.4)), text=""))
    wide, narrow = text[text.index("words = [") :].splitlines()[1:3]
    assert wide == '  [0.4000, 0.9000, "您好"],'
    assert narrow == '  [1.0000, 1.4000, "Bob"],'


def test_lines_may_be_left_out_added_and_in_any_order():
    text = WRITTEN.replace('  [0.9500, "nod",        0.5],\n', "")
    text = text.replace("phones = [\n", 'phones = [\n  [1.41, 1.5, "ə"], # new\n')
    text = text.replace('[1.0000, 1.4000, "Bob"]', '[1.0000, 1.6000, "Bob"]')
    score = settled(read_table(text, "a.toml"))
    assert [cue.kind for cue in score.cues] == ["look at me"]
    assert score.phones[-1].ipa == "ə"


def test_a_timeline_may_have_nothing_but_sounds():
    score = settled(read_table('phones = [[0, 0.1, "m"], [0.1, 0.25, "a"]]', "a.toml"))
    assert [(phone.ipa, phone.start, phone.word) for phone in score.phones] == [("m", 0.0, -1), ("a", 0.1, -1)]
    assert (score.words, score.text, score.frames) == ((), "", 0)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            '[0.4000, 0.9000, "Hello"],',
            '[0.4000, "0.9", "Hello"],',
            r"line N: this is not like \[0\.5, 0",
        ),
        ('[0.4000, 0.9000, "Hello"],', "[0.4000, 0.9000],", "line N: this is not like"),
        ('[0.9500, "nod",        0.5],', '["nod", 0.95],', r'line N: this is not like \[2\.5, "nod", 1\.0\]'),
        ('[0.4000, 0.9000, "Hello"],', '[0.4000 0.9000, "Hello"],', r"a\.toml cannot be read: .*line N"),
        ("fps = 25", "fps = 0", "says something that cannot be meant"),
        ("fps = 25", 'size = "big"\nfps = 25', "cannot be read|cannot be meant"),
        ("avatar.timeline/1", "avatar.timeline/9", "has the schema 'avatar.timeline/9'"),
    ],
)
def test_what_is_no_table_is_told_with_its_line(before, after, said):
    assert before in WRITTEN
    number = line_of(WRITTEN, before)
    with pytest.raises(InputError, match=said.replace("N", str(number))):
        read_table(WRITTEN.replace(before, after), "a.toml")


def test_a_line_is_found_whatever_stands_in_strings_and_comments():
    text = (
        'text = """\nwords = [\n[ "x\n"""\n# phones = [[0, 1, "a"]]\nwords = [[0, 1, "a ] [\\" #"], # [\n'
        "  [2, 1, '[b']]\n"
    )
    draft = read_table(text, "a.toml")
    assert [(mark.text, mark.line) for mark in draft.words] == [('a ] [" #', 6), ("[b", 7)]


def test_every_line_knows_its_number():
    draft = read_table(WRITTEN, "a.toml")
    lines = WRITTEN.splitlines()
    for mark in (*draft.words, *draft.phones):
        assert re.search(rf"{mark.start:.4f}, {mark.end:.4f}, \"{re.escape(mark.text)}\"", lines[mark.line - 1])
    assert [lines[cue.line - 1].split('"')[1] for cue in draft.cues] == ["nod", "look at me"]
