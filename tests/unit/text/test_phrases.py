"""Phrases of pypinyin are looked up in a file: the readings are the same, whether it is there, new or damaged."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

TEXT = "您好，银行行长重新调整了一只只基金的三分之一，慢慢讲讲那些会计朝阳一模一样地行不行。"
PROGRAM = f"""
import sys
from avatar.text.pronouncing import pronunciations
print(*(each.reading for each in pronunciations({TEXT!r}, "zh")), sep="|")
from pypinyin import lazy_pinyin, load_phrases_dict
print(*lazy_pinyin({TEXT!r}), sep="|")
load_phrases_dict({{"基金的": [["jī"], ["jìn"], ["dì"]]}})
print(*lazy_pinyin("基金的"), sep="|")
print("phrases_dict" in str(getattr(sys.modules["pypinyin.phrases_dict"], "__file__", "")))
"""


def run(home: Path) -> tuple[str, bool]:
    """Give the readings, and whether pypinyin loaded its own phrases."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "AVATAR_HOME": str(home), "PYTHONUTF8": "1"},
    )
    *readings, is_loaded = done.stdout.splitlines()
    return "\n".join(readings), is_loaded == "True"


def test_readings_are_the_same_from_the_file(tmp_path):
    """Ours and those that pypinyin gives by itself, with its own cutting of words, also after a phrase was added."""
    first, is_loaded = run(tmp_path)
    assert is_loaded
    assert first.endswith("ji|jin|di")
    second, is_loaded = run(tmp_path)
    assert not is_loaded
    assert second == first


def test_a_damaged_file_is_written_anew(tmp_path):
    first, _ = run(tmp_path)
    (file,) = (tmp_path / "cache" / "chinese").iterdir()
    file.write_bytes(file.read_bytes()[:-10])
    assert run(tmp_path) == (first, True)
    assert run(tmp_path) == (first, False)


def test_a_home_that_may_not_be_written_costs_time_only(tmp_path):
    first, _ = run(tmp_path / "one")
    (tmp_path / "two").mkdir()
    (tmp_path / "two" / "cache").write_text("no folder")
    assert run(tmp_path / "two") == (first, True)
