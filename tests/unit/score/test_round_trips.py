"""What is exported and not changed comes back exactly, in every format that is read."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from avatar.score.checks import settled
from avatar.score.document import read_document, write_document
from avatar.score.draft import drafted
from avatar.score.labels import read_labels, write_labels
from avatar.score.table import read_table, write_table
from avatar.score.textgrid import read_textgrid, write_textgrid
from avatar.score.tiers import TIERS
from tests.scores import HELLO, scores

many = settings(max_examples=25, deadline=None)
STAGED = ("words", "phones", "cues")


def told(score):
    return {name: getattr(score, name) for name in STAGED}


@many
@given(scores())
def test_a_table_holds_all_of_a_timeline(score):
    assert settled(read_table(write_table(score), "a.toml")) == score


@many
@given(scores())
def test_a_document_holds_all_of_a_timeline(score):
    assert settled(read_document(write_document(score), "a.json")) == score


@many
@given(scores())
def test_a_textgrid_holds_words_sounds_looks_and_cues(score):
    blank = replace(score, words=(), phones=(), cues=())
    assert told(settled(read_textgrid(write_textgrid(score), "a.TextGrid"), blank)) == told(score)


@many
@given(scores())
def test_tracks_of_labels_together_hold_the_same(score):
    back = replace(score, words=(), phones=(), cues=())
    for tier in TIERS:
        back = settled(read_labels(write_labels(score, tier), f"a.{tier}.txt", tier), back)
    assert told(back) == told(score)


@many
@given(scores())
def test_a_draft_of_a_timeline_is_that_timeline(score):
    assert settled(drafted(score), score) == score


def test_a_textgrid_without_visemes_leaves_those_of_the_sounds():
    lines = write_textgrid(HELLO).replace('name = "visemes"', 'name = "notes"')
    back = settled(read_textgrid(lines, "a.TextGrid"), HELLO)
    assert [phone.viseme for phone in back.phones] == [""] * 7


def test_a_short_textgrid_says_the_same_as_a_long_one():
    long = write_textgrid(HELLO)
    atoms = [line.split("=", 1)[-1].strip() for line in long.splitlines() if "=" in line or "<exists>" in line]
    short = "\n".join(atom.removeprefix("tiers? ") for atom in atoms)
    assert told(settled(read_textgrid(short, "short"), HELLO)) == told(HELLO)


@pytest.mark.parametrize("tier", TIERS)
def test_a_label_is_a_start_an_end_and_a_text(tier):
    first = write_labels(HELLO, tier).splitlines()[0]
    assert (
        first
        == {
            "words": "0.400000\t0.900000\tHello",
            "phones": "0.400000\t0.450000\th",
            "visemes": "0.400000\t0.450000\tglottal",
            "cues": "0.950000\t0.950000\tnod 0.5",
        }[tier]
    )
