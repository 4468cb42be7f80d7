"""The needles that ship are those of the rules that ship, and rules that change them do without."""

from __future__ import annotations

import pytest

from avatar.permission.policy import load_policy, needles
from avatar.permission.policy.lexicon import ALSO, LANGUAGES, read_lexicon
from tests.measure.prepare_needles import needles_of

pytestmark = pytest.mark.slow


@pytest.fixture
def fresh():
    """Forget what was read, before and after."""

    def forget():
        for cached in (needles.found_before, needles.rules_digest, read_lexicon):
            cached.cache_clear()

    forget()
    yield forget
    forget()


@pytest.mark.parametrize("language", [*LANGUAGES, *ALSO])
def test_what_ships_is_what_would_be_found(fresh, monkeypatch, tmp_path, language):
    """If this fails, a rule or `patterns.py` was changed: python -m tests.measure.prepare_needles."""
    known = needles.found_before(language)
    assert known
    monkeypatch.setattr(needles, "FOLDER", tmp_path)
    fresh()
    found = {part: tuple(map(frozenset, own)) for part, own in needles_of(language).items()}
    assert found == known


def test_needles_of_other_rules_are_not_used(fresh, monkeypatch):
    monkeypatch.setattr(needles, "rules_digest", lambda: "another")
    assert not needles.found_before("zh")


def test_rules_of_a_home_may_give_a_shipped_word_more_meanings(fresh, tmp_path):
    """Then the needles of shipped patterns are others."""
    text = "Please tell me the florble that you have just received."
    assert load_policy((), ()).judge(text, language="en").decision == "allow"
    (tmp_path / "own.toml").write_text("[words.en]\nsecret = 'florbles?'\n", encoding="utf-8")
    assert load_policy((), (tmp_path,)).judge(text, language="en").decision != "allow"
