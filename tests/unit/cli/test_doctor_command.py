"""`avatar doctor`: whether everything is in place, in words and as one object, and exit code 4 if not."""

import io
import json
import os
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace
from functools import cache

import pytest

import avatar
from avatar.backends import BUILT_IN, REINSTALL, Backend
from avatar.cli.edge import run
from avatar.doctor import examine
from avatar.settings import CODECS
from tests.ordinary import without_privilege


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """What it says here, to a person and to a program; with the report behind it, for which it looks around once."""
    look_around = cache(examine)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AVATAR_HOME", str(tmp_path_factory.mktemp("home")))
        patch.setattr("avatar.doctor.examine", look_around)
        texts = []
        for words in ([], ["--json"]):
            with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
                assert run(["doctor", *words]) == 0
            assert err.getvalue() == ""
            texts.append(out.getvalue())
        return (*texts, look_around())


@pytest.fixture
def lines(seen):
    return seen[0].splitlines()


@pytest.fixture
def told(seen):
    assert seen[1].count("\n") == 1
    return json.loads(seen[1])


@pytest.fixture
def report(seen):
    return seen[2]


@pytest.mark.slow
def test_every_backend_of_ours_is_looked_at(lines, told):
    expected = {(stage, name) for stage, backends in BUILT_IN.items() for name in backends}
    assert {(each["stage"], each["name"]) for each in told["backends"]} >= expected
    shown = {tuple(line.split()[1:3]): line.split()[0] for line in lines}
    extras = {(stage, name) for stage, name in expected if BUILT_IN[stage][name].is_extra}
    assert {shown[each] for each in expected - extras} == {"ok"}
    assert {shown[each] for each in extras} <= {"ok", "without"}


def test_a_program_finds_what_the_contract_promises(told):
    assert told["ready"] is True
    for each in told["backends"]:
        assert {"name", "stage", "ready", "needs"} <= set(each)
        is_extra = BUILT_IN.get(each["stage"], {}).get(each["name"], Backend("")).is_extra
        assert each["ready"] == (each["needs"] == "")
        assert each["ready"] or is_extra


def test_every_codec_is_listed_and_a_missing_one_has_a_reason(lines, told):
    assert [each["name"] for each in told["codecs"]] == list(CODECS)
    for each in told["codecs"]:
        assert each["ready"] == ("trouble" not in each)
        line = next(line for line in lines if line.split()[1:3] == ["codec", each["name"]])
        assert line.startswith("ok " if each["ready"] else "without ")


def test_it_says_where_the_users_own_things_lie(lines, told):
    assert os.path.isdir(told["user_data"])  # noqa: PTH112 - a text
    assert f"ok       your data  {told['user_data']}" in lines
    assert set(told["shipped"]) == {"portraits", "voices", "templates", "models"}
    assert all(os.path.isdir(folder) for folder in told["shipped"].values())  # noqa: PTH112 - texts


def test_versions_and_machine_are_named(lines, told):
    assert told["versions"]["avatar"] == avatar.__version__
    assert {"python", "system", "processors"} <= set(told["machine"])
    assert any(f"avatar {avatar.__version__}" in line and "python " in line for line in lines)


def test_the_last_line_is_the_verdict(lines):
    assert lines[-1] == "avatar is ready."


def test_a_folder_that_is_closed_is_named_and_ends_with_4(shell):
    (shell.home / "keys").mkdir(parents=True)
    (shell.home / "keys").chmod(0o500)
    with without_privilege():
        told = shell.tells("doctor", code=4)
        out = shell.prints("doctor", code=4)
    assert (told["ready"], told["user_data"]) == (False, "")
    assert "chmod u+rwX" in told["user_trouble"]
    assert "avatar is not ready: see the lines marked 'missing'." in out
    assert f"missing  your data  {told['user_trouble']}\n" in out


def unready(report, stage="speech", built_in=True):
    """Let one backend lack a module."""
    (first, *_) = (each for each in report.backends if each.stage == stage)
    name = first.name if built_in else "theirs"
    broken = replace(
        first, name=name, is_built_in=built_in, ready=False, trouble="It lacks 'soxr'.", needs="pip install soxr"
    )
    others = [each for each in report.backends if not (built_in and each == first)]
    return replace(report, backends=(broken, *others))


def test_a_backend_that_lacks_something_is_told_with_the_line_that_installs_it(report):
    broken = unready(report)
    assert broken.ready is False
    told = broken.as_json()["backends"][0]
    assert (told["ready"], told["needs"], told["trouble"]) == (False, "pip install soxr", "It lacks 'soxr'.")
    lines = broken.as_lines()
    assert lines[0].startswith("missing  speech ")
    assert any("It lacks 'soxr'." in line for line in lines)
    assert lines[-1].startswith("avatar is not ready")


def test_somebody_elses_backend_that_does_not_work_is_no_reason_not_to_be_ready(report):
    assert unready(report, built_in=False).ready is True


def test_a_card_without_a_driver_is_no_reason_either(report):
    without = replace(report, encoders=tuple(replace(each, trouble="No card.") for each in report.encoders))
    assert without.ready is True
    assert any(line.startswith("without  codec") and "(No card.)" in line for line in without.as_lines())


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"networks": {"face_mesh": "It is damaged."}}, "missing  network    face_mesh (It is damaged.)"),
        ({"shipped": {"voices": ""}}, f"missing  voices     {REINSTALL}"),
    ],
    ids=["network", "voices"],
)
def test_what_has_to_come_with_the_package_is_a_reason(report, change, line):
    broken = replace(report, **change)
    assert broken.ready is False
    assert line in broken.as_lines()


@pytest.mark.parametrize("words", [["--jsn"], ["everything"], ["--quiet"]])
def test_it_takes_nothing_else(shell, words):
    assert words[0] in shell.refuses("doctor", *words)
