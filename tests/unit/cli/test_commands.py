"""Commands are imported when they are asked for; the help and a slip of the finger know all of them."""

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

import avatar.cli
from avatar.cli.app import app
from avatar.cli.commands import NAMES


def run(*arguments):
    return CliRunner().invoke(app, arguments, env={"COLUMNS": "200", "TERMINAL_WIDTH": "200"})


def test_the_help_has_a_line_for_each_command():
    shown = run("--help").output
    lines = [line.strip("│ ").split("  ", 1) for line in shown.splitlines() if line.startswith("│")]
    helps = {words[0]: words[1].strip() for words in lines if len(words) == 2}
    assert all(helps.get(name) for name in NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_each_command_has_its_own_help(name):
    result = run(name, "-h")
    assert result.exit_code == 0
    assert f"Usage: avatar {name} " in result.output
    assert "Examples" in result.output


def test_every_module_that_has_commands_is_named():
    folder = Path(avatar.cli.__file__).parent
    apps = {path.stem for path in folder.glob("*.py") if "\napp = typer.Typer(" in path.read_text(encoding="utf-8")}
    assert apps - {"app"} <= set(NAMES)


@pytest.mark.slow
def test_one_command_does_not_import_the_others():
    code = "import sys; from avatar.cli.edge import run; run(['doctor', '-h']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "avatar.cli.doctor" in loaded
    assert loaded.isdisjoint(f"avatar.cli.{name}" for name in NAMES if name != "doctor")


@pytest.mark.slow
def test_an_unknown_command_is_told_what_it_could_have_been():
    done = subprocess.run([sys.executable, "-m", "avatar", "consnt"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "No such command 'consnt'. Did you mean 'consent'?" in done.stderr
