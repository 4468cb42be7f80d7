"""The statistics of languages: unpacked once per home, and what is said where that cannot be."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.ordinary import give_up_privilege

if TYPE_CHECKING:
    from pathlib import Path

ASK = """
from avatar.errors import AvatarError
from avatar.text.language import languages_of
try: print(*languages_of(['Guten Tag, wie geht es Ihnen?', 'Jag har glömt nyckeln hemma.']))
except AvatarError as fault: print(fault)
"""
NO_SCRATCH = "import tempfile; tempfile.tempdir = '/nowhere'"
"""Unpacking needs a folder for temporary files, mapping does not."""


def asked(home: Path, before: str = "") -> str:
    line = [sys.executable, "-c", before + ASK]
    env = os.environ | {"AVATAR_HOME": str(home)}
    done = subprocess.run(line, capture_output=True, text=True, check=True, env=env, preexec_fn=give_up_privilege)
    return done.stdout.strip()


def tables(home: Path) -> list[Path]:
    return sorted((home / "cache" / "language").glob("*/*"))


@pytest.mark.slow
def test_it_is_unpacked_once_per_home(tmp_path: Path) -> None:
    assert asked(tmp_path) == "de sv"
    assert len(tables(tmp_path)) == 3
    assert asked(tmp_path, NO_SCRATCH) == "de sv"


@pytest.mark.slow
@pytest.mark.parametrize("which", [0, 1])
def test_what_was_kept_and_is_not_whole_is_made_anew(tmp_path: Path, which: int) -> None:
    asked(tmp_path)
    tables(tmp_path)[which].write_bytes(b"PK\x03\x04 half of it")
    assert asked(tmp_path) == "de sv"
    assert asked(tmp_path, NO_SCRATCH) == "de sv"


@pytest.mark.slow
def test_a_home_that_may_not_be_written_costs_time_only(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir(mode=0o500)
    assert asked(tmp_path / "home") == "de sv"
    assert not tables(tmp_path / "home")


def test_without_any_folder_to_unpack_it_in_it_says_so(tmp_path: Path) -> None:
    assert "TMPDIR" in asked(tmp_path, NO_SCRATCH)


def test_without_the_package_it_says_how_to_get_it(tmp_path: Path) -> None:
    assert "pip install py3langid" in asked(tmp_path, "import sys; sys.modules['py3langid'] = None")


@pytest.mark.slow
def test_chinese_needs_none_of_it(tmp_path: Path) -> None:
    before = "from avatar.text import read; from avatar.settings import TextSettings as S; import sys; "
    before += "read('您尾号8812的卡。请联系CEO。', S()); print('py3langid' in sys.modules)"
    assert asked(tmp_path, before).startswith("False")
