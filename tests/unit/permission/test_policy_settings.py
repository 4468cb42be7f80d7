"""What config.toml of a home says of policies is what the gate asks; the examples of the page are used as they are."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from avatar.clip.permit import clear_script
from avatar.errors import InputError, NotInstalledError, RefusedError
from avatar.permission.policy.settings import read_policy_settings

PAGE = (Path(__file__).parents[3] / "docs" / "policy.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```toml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
OWN_RULE = next(each for each in EXAMPLES if "[concepts.rival]" in each)
SETTINGS = next(each for each in EXAMPLES if "[policy]" in each)
DUTCH = "Goedemorgen allemaal, vandaag praten we over het weer in de bergen."


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("AVATAR_HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


@pytest.fixture
def plug(tmp_path, monkeypatch):
    """Install a package that brings the policy of the page's name: it refuses zebras, and knows Dutch."""
    package = tmp_path / "site"
    about = package / "avatar_mine-1.0.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: avatar-mine\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[avatar.policy]\nmine = avatar_mine:Mine\n")
    (package / "avatar_mine.py").write_text(
        "from avatar.permission.policy import Finding, Verdict\n"
        "class Mine:\n"
        "    def judge(self, text, *, language, purpose):\n"
        "        at = text.find('zebra')\n"
        "        found = (Finding('mine.zebra', 'mine', 'refuse', at, at + 5, 'A zebra.'),) if at >= 0 else ()\n"
        "        return Verdict('refuse' if found else 'allow', found, language.startswith('nl'))\n"
    )
    monkeypatch.syspath_prepend(package)


def logged(home):
    return [json.loads(line) for line in (home / "audit" / "log.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.slow
def test_own_rules_and_a_plugged_in_policy_reach_the_gate(home, plug):
    """Both examples of the page, as they stand there."""
    (home / "config.toml").write_text(SETTINGS, encoding="utf-8")
    (home / "rules").mkdir()
    (home / "rules" / "own.toml").write_text(OWN_RULE, encoding="utf-8")
    with pytest.raises(RefusedError, match=r"waits for review \(rule own\.rival"):
        clear_script("We are better than Acme Corp in every way.", "en", "education", (), home)
    with pytest.raises(RefusedError, match=r"rule mine\.zebra"):
        clear_script("A zebra walks by.", "en", "education", (), home)
    assert clear_script("A horse walks by.", "en", "education", {"en"}, home).warnings == ()
    assert clear_script(DUTCH, "auto", "education", {"nl"}, home).warnings == ()  # the plugged one knows it


def test_a_language_that_no_policy_knows_is_said_and_logged(home):
    """The clip is made, with a warning, and the log says why nothing was objected to."""
    (warning,) = clear_script(DUTCH, "auto", "education", {"nl"}, home).warnings
    assert "language of this text (nl)" in warning
    assert [(line["what"], line["decision"]) for line in logged(home)] == [("policy.unknown", "allow")]
    assert DUTCH not in json.dumps(logged(home))


def test_a_language_that_no_policy_knows_is_refused_where_that_is_set(home):
    """The refusal names the language and is logged."""
    (home / "config.toml").write_text('[policy]\nunknown_language = "refuse"\n', encoding="utf-8")
    with pytest.raises(RefusedError, match=r"language of this text \(nl\).*plug in a policy"):
        clear_script(DUTCH, "auto", "education", {"nl"}, home)
    assert logged(home)[-1]["decision"] == "refuse"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("policy = 3", "no table"),
        ("[policy]\nrules = 3", "no list"),
        ('[policy]\nrule = ["x"]', "no setting 'rule'"),
        ('[policy]\nunknown_language = "hide"', "warn or refuse"),
    ],
)
def test_settings_that_make_no_sense_are_told_of(tmp_path, line, says):
    (tmp_path / "config.toml").write_text(line, encoding="utf-8")
    with pytest.raises(InputError, match=says):
        read_policy_settings(tmp_path)


@pytest.mark.parametrize(
    ("line", "fault"), [('rules = ["none"]', InputError), ('plugins = ["nobody"]', NotInstalledError)]
)
def test_a_policy_that_is_not_there_stops_the_gate(home, line, fault):
    """What was set and is missing is never left out in silence."""
    (home / "config.toml").write_text(f"[policy]\n{line}\n", encoding="utf-8")
    with pytest.raises(fault):
        clear_script("A horse walks by.", "en", "education", (), home)
