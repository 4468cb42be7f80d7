"""Whatever is spoken in the templates and the examples is let pass: nobody's first film waits for a review."""

import csv
import re
import sys
from pathlib import Path

import pytest

from avatar.permission.policy import load_policy

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parents[3]
TABLES = sorted([*ROOT.glob("templates/*/*.csv"), *ROOT.glob("examples/**/*.csv")])
ANSWERS = sorted([*ROOT.glob("templates/**/*.toml"), *ROOT.glob("examples/**/*.toml")])
QUOTED = re.compile(r'(?<!")"([^"\n]{12,})"(?!")')
PROGRAMS = sorted(path for kind in ("py", "sh", "js", "html", "yaml") for path in ROOT.glob(f"examples/**/*.{kind}"))


def cells(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield from (cell for cell in row.values() if cell)


def strings(value):
    """Give what is said in answer, or drawn; what is asked is said by others."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)
    elif isinstance(value, dict):
        for name, each in value.items():
            if name not in ("ask", "synonyms"):
                yield from strings(each)


def texts(path):
    if path.suffix == ".csv":
        return list(cells(path))
    told = path.read_text(encoding="utf-8")
    return list(strings(tomllib.loads(told))) if path.suffix == ".toml" else QUOTED.findall(told)


@pytest.fixture(scope="module")
def policy():
    return load_policy([], [])


@pytest.mark.parametrize("path", [*TABLES, *ANSWERS, *PROGRAMS], ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_that_ships_is_questioned(path, policy):
    judged = {text: policy.judge(text, language="auto", purpose="marketing") for text in texts(path)}
    assert {text: told.rules for text, told in judged.items() if told.decision != "allow"} == {}


def test_there_is_something_to_judge():
    found = [text for path in (*TABLES, *ANSWERS) for text in texts(path)]
    assert len(TABLES) >= 10
    assert any("礼品卡" in text for text in found)
    assert any("Saturdays" in text for text in found)


def test_a_text_that_is_no_shop_s_would_be_found(policy):
    assert policy.judge("哥，今晚一个人吗？妹妹二十分钟到您房间，照片先挑，不满意再换。").decision != "allow"
