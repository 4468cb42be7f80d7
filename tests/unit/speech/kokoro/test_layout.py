"""Rows have spaces between words and after marks, and none is too long for the network."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from avatar.speech.kokoro.layout import MOST, lay_out, rows
from avatar.speech.kokoro.sounds import Mark, Sound
from avatar.speech.kokoro.symbols import NUMBERS

ITEMS = st.lists(
    st.one_of(
        st.builds(lambda word: [Sound(each, each, word) for each in "bat"], st.integers(0, 3)),
        st.just([Mark(",")]),
    ),
    min_size=1,
    max_size=120,
)


def _sounds(*words):
    return [Sound(each, each, index) for index, word in enumerate(words) for each in word]


def test_words_stand_apart_and_marks_close_up():
    items = [*_sounds("ab", "o"), Mark(","), Sound("m", "m", 2), Mark(".")]
    row = lay_out(items)
    assert row.symbols == "ab o, m."
    assert [(each.first, each.end, each.before_mark) for each in row.phones] == [
        (0, 1, False),
        (1, 2, False),
        (3, 4, True),
        (6, 7, True),
    ]
    assert row.numbers == [0, *(NUMBERS[each] for each in row.symbols), 0]


@given(ITEMS)
def test_nothing_is_lost_and_no_row_is_too_long(groups):
    items = [item for word, group in enumerate(groups) for item in group]
    items = [Sound(each.symbols, each.ipa, place // 3) if isinstance(each, Sound) else each
             for place, each in enumerate(items)]  # fmt: skip
    found = rows(items)
    assert [phone.sound for row in found for phone in row.phones] == [each for each in items if isinstance(each, Sound)]
    assert all(len(row.symbols) <= MOST for row in found)
    for row in found:
        for phone in row.phones:
            assert row.symbols[phone.first : phone.end] == phone.sound.symbols


def test_a_long_row_ends_at_a_mark_where_it_can():
    items = [*_sounds(*["bat"] * 20), Mark(","), *_sounds(*["bat"] * 22), Mark(".")]
    first, second = rows(items)
    assert first.symbols.endswith(",")
    assert second.symbols.endswith(".")


def test_one_endless_word_is_cut_all_the_same():
    assert len(rows([Sound("a", "a", 0)] * 400)) == 3
