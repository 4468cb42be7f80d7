"""Whatever is done to a file of a stranger's, a result or a sentence of ours is the answer. Always the same files."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.corpora import seeds
from tests.fuzz.damage import damaged, edits
from tests.fuzz.doors import DOORS
from tests.fuzz.trial import FINE, Trial

FEW = 25


@pytest.fixture(scope="module")
def trial():
    with Trial() as opened:
        yield opened


@pytest.mark.parametrize("door", DOORS)
def test_sound_files_are_opened(trial, door):
    for ending, content in seeds(door):
        assert trial.open(door, ending, content) in FINE, ending
        assert damaged(content, []) == content


@pytest.mark.slow
@pytest.mark.parametrize("door", DOORS)
def test_damaged_files_are_opened_or_refused(trial, door):
    @settings(max_examples=FEW, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(st.integers(0, 11), edits())
    def attempt(number, done):
        ending, content = trial.file(door, number, done)
        assert trial.open(door, ending, content) in FINE

    attempt()


def test_what_nobody_has_a_sentence_for_is_found(trial, tmp_path):
    assert "KeyError" in trial.open("a door that is not there", ".png", b"")
