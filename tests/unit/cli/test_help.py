"""Help pages: every option is there and explained, every example can be typed, and so can what docs show."""

import re
import shlex
from pathlib import Path

import pytest
from typer.main import get_command

from avatar.cli.app import app

ROOT = Path(__file__).parents[3]


def walk(command, path=()):
    """Give (path, command) of a command and of all below it."""
    yield path, command
    if hasattr(command, "list_commands"):
        context = command.make_context(path[-1] if path else "avatar", [], resilient_parsing=True)
        for name in command.list_commands(context):
            yield from walk(command.get_command(context, name), (*path, name))


TREE = dict(walk(get_command(app)))
LEAVES = {path: command for path, command in TREE.items() if path and not hasattr(command, "list_commands")}
named = pytest.mark.parametrize("path", LEAVES, ids=" ".join)


def options(command):
    return {option for parameter in command.params for option in parameter.opts if option.startswith("-")}


def examples(command):
    """Give the command lines under a help page, as they are shown."""
    return [
        line.strip().replace("\\[", "[")
        for line in (command.epilog or "").split("\n\n")
        if line.strip().startswith(("avatar ", "echo "))
    ]


def parse(line):
    """Let each `avatar` of a shell line be read by its command, as far as that goes without doing anything."""
    found = [words for part in re.split(r"\s(?:&&|\|)\s", line) if (words := shlex.split(part, comments=True))]
    for words in found:
        if words[0] != "avatar":
            continue
        depth = next(depth for depth in (2, 1, 0) if tuple(words[1 : 1 + depth]) in TREE)
        command = TREE[tuple(words[1 : 1 + depth])]
        command.make_context("avatar", words[1 + depth :])


def test_the_tree_has_all_commands():
    assert {path[0] for path in TREE if path} >= {"say", "speak", "inspect", "verify", "doctor", "portrait", "voice"}
    assert ("consent", "revoke") in LEAVES
    assert len(LEAVES) > 30


@pytest.mark.slow
@named
def test_a_page_names_and_explains_every_option(path, shell):
    page = shell.prints(*path, "--help")
    command = LEAVES[path]
    assert f"Usage: avatar {' '.join(path)} " in page
    for option in options(command):
        assert option in page
    for parameter in command.params:
        assert getattr(parameter, "help", ""), parameter.name
    assert not shell.home.exists(), "to ask for help makes nothing"


@named
def test_a_page_has_examples_and_all_of_them_can_be_typed(path):
    lines = examples(LEAVES[path])
    assert lines, "no examples"
    for line in lines:
        assert f"avatar {' '.join(path)}" in line
        parse(line)


@pytest.mark.parametrize("path", [path for path in TREE if path not in LEAVES], ids=" ".join)
def test_a_group_has_examples_of_its_commands(path):
    lines = examples(TREE[path])
    assert lines
    for line in lines:
        parse(line)


def test_an_example_that_could_not_be_typed_would_be_found():
    with pytest.raises(Exception, match="No such option"):
        parse("avatar voice list --colour red")


@named
def test_every_command_takes_debug_and_both_helps(path):
    known = options(LEAVES[path])
    assert "--debug" in known
    assert "--help" in TREE[path].get_help_option_names(TREE[path].make_context("x", [], resilient_parsing=True))


SILENT = {("worker",), ("portrait", "remove"), ("serve", "key", "remove"), ("keys", "unlock"), ("keys", "lock")}
"""commands that print nothing"""


@named
def test_every_command_that_prints_has_json(path):
    assert ("--json" in options(LEAVES[path])) == (path not in SILENT)


@named
def test_short_options_mean_the_same_everywhere(path):
    meanings = {"-o": "--output", "-q": "--quiet", "-v": "--voice", "-l": "--lang", "-p": "--portrait", "-f": "--file"}
    meanings |= {"-s": "--size", "-b": "--background", "-e": "--emotion", "-y": "--yes", "-n": "--name", "-h": "--help"}
    meanings |= {"-a": "--audio"}
    for parameter in LEAVES[path].params:
        for short in (each for each in parameter.opts if re.fullmatch("-[a-z]", each)):
            assert meanings[short] in parameter.opts


def shown():
    """Give every command line of the pages of docs."""
    for page in sorted((ROOT / "docs").rglob("*.md")):
        for block in re.findall(r"^```sh\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
            for line in block.splitlines():
                if "avatar " in line and not line.lstrip().startswith("#"):
                    yield pytest.param(line.strip(), id=f"{page.stem}: {line.strip()[:50]}")


@pytest.mark.parametrize("line", list(shown()))
def test_what_a_page_of_the_documentation_shows_can_be_typed(line):
    parse(line)


@pytest.mark.parametrize("page", ["shell", "speak", "inspect"])
def test_the_table_of_options_of_a_page_is_that_of_the_command(page):
    """All options are there, and none that is not."""
    path = ("say",) if page == "shell" else (page,)
    text = (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")
    told = {
        option
        for line in re.findall(r"^\| (`-.*?) \|", text, re.MULTILINE)
        for option in re.findall(r"`(--?[a-z-]+)", line)
    }
    long = {option for option in options(LEAVES[path]) if option.startswith("--")}
    assert {option for option in told if option.startswith("--")} == long
    assert told <= options(LEAVES[path])


def test_the_doors_that_the_documentation_promises_to_be_shut_are_shut(shell):
    for option in ("--no-label", "--no-consent", "--no-watermark", "--force", "--no-policy"):
        for command in ("say", "speak"):
            assert f"No such option: {option}" in shell.refuses(command, option, "Hi.")
