"""Voices, portraits, versions, help and doctor: for people and for programs."""

import json
from dataclasses import replace

import pytest

from tests.ordinary import give_up_privilege

pytestmark = pytest.mark.slow


@pytest.fixture
def here(inside, tmp_path):
    return inside(tmp_path)


@pytest.mark.parametrize(
    "command",
    [
        [],
        ["say"],
        ["speak"],
        ["portrait"],
        ["portrait", "enroll"],
        ["portrait", "list"],
        ["portrait", "show"],
        ["portrait", "check"],
        ["portrait", "remove"],
        ["voice"],
        ["voice", "list"],
        ["voice", "show"],
        ["inspect"],
        ["bench"],
        ["bench", "quality"],
        ["bench", "speed"],
        ["cache"],
        ["cache", "show"],
        ["cache", "clear"],
        ["cache", "limit"],
        ["consent"],
        ["consent", "sign"],
        ["consent", "revoke"],
        ["keys"],
        ["keys", "init"],
        ["review"],
        ["review", "approve"],
        ["audit"],
        ["audit", "verify"],
        ["doctor"],
    ],
)
def test_every_command_has_help_with_examples(command, here):
    shown = here.prints(*command, "--help")
    assert "Examples" in shown
    assert "avatar " + " ".join(command) in shown


def test_a_program_of_its_own_shows_the_same_help(here, shell, tmp_path):
    done = shell("keys", "init", "--help", cwd=tmp_path)
    assert (done.code, done.err, done.out) == (0, "", here.prints("keys", "init", "--help"))


def test_the_label_cannot_be_turned_off(here):
    help_page = here.prints("say", "--help")
    assert "--label-lang" in help_page
    assert "no-label" not in help_page


def test_the_version_is_shown(shell, tmp_path):
    import avatar

    assert shell("--version", cwd=tmp_path).out == f"avatar {avatar.__version__}\n"


def test_voices_are_lines_of_fields(shell, tmp_path):
    lines = [line.split("\t") for line in shell("voice", "list", "--lang", "zh", cwd=tmp_path).out.splitlines()]
    assert {line[1] for line in lines} == {"zh"}
    assert {"female", "male"} <= {line[2] for line in lines}


@pytest.mark.parametrize("language", ["zh", "en", "es", "fr", "de", "ja", "ar"])
def test_each_main_language_has_a_woman_and_a_man(language, here):
    cards = here.tells("voice", "list", "--lang", language)["voices"]
    assert {"female", "male"} <= {card["gender"] for card in cards}


def test_a_voice_is_shown_as_json(shell, tmp_path):
    card = json.loads(shell("voice", "show", "xiaoyun", "--json", cwd=tmp_path).out)
    assert (card["name"], card["language"], card["engine"]) == ("xiaoyun", "zh", "espeak")


def test_the_doctor_finds_everything_ready(shell, tmp_path):
    done = shell("doctor", "--json", cwd=tmp_path)
    report = json.loads(done.out)
    assert done.code == 0
    assert report["ready"] is True
    for backend in report["backends"]:
        assert {"name", "stage", "ready", "needs"} <= set(backend)
        is_extra = backend["needs"].startswith("pip install 'avatar[")  # what only an extra brings may be missing
        assert is_extra or (backend["ready"], backend["needs"]) == (True, "")
    assert {("speech", "espeak"), ("reenact", "mesh")} <= {(row["stage"], row["name"]) for row in report["backends"]}
    assert all(network["ready"] for network in report["networks"])
    assert {"face_mesh", "person"} <= {network["name"] for network in report["networks"]}


def test_the_doctor_names_a_folder_of_the_user_that_is_closed(shell, tmp_path):
    keys = tmp_path / "home" / "keys"
    keys.mkdir(parents=True)
    keys.chmod(0o500)
    with replace(shell, home=tmp_path / "home").start("doctor", cwd=tmp_path, before=give_up_privilege) as process:
        out, err = process.communicate(timeout=120)
    assert (process.returncode, err) == (4, b"")
    (line,) = (line for line in out.decode().splitlines() if "your data" in line)
    assert line.startswith("missing  your data")
    assert f"'{keys}' is closed to you; open it with: chmod u+rwX '{keys}'" in line
