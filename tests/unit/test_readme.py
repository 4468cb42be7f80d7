"""The two READMEs say the same: commands, headings, links and pictures; and what they show can be typed."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from typer.main import get_command

from avatar.cli.app import app

ROOT = Path(__file__).parents[2]
ENGLISH, CHINESE = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh-CN.md"))


def blocks(text):
    """Give (language, lines without comments) of each block of code."""
    found = re.findall(r"^```(\w*)\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return [(language, [re.sub(r"\s+#.*$", "", line) for line in body.splitlines()]) for language, body in found]


def outside(text):
    return re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)


def headings(text):
    return [len(signs) for signs in re.findall(r"^(#+) ", outside(text), re.MULTILINE)]


def links(text):
    return sorted(set(re.findall(r"\]\(([^)]+)\)", text)) - {"README.md", "README.zh-CN.md"})


def commands():
    """Give the arguments of every `avatar` that the shell's blocks show."""
    for language, lines in blocks(ENGLISH):
        for line in lines if language == "sh" else ():
            for part in re.split(r"&&|\|", line):
                words = shlex.split(part)
                if words and Path(words[0]).name == "avatar":
                    yield words[1:]


def test_both_show_the_same_commands():
    assert blocks(ENGLISH) == blocks(CHINESE)


def test_both_have_the_same_headings_points_and_links():
    assert headings(ENGLISH) == headings(CHINESE)
    assert links(ENGLISH) == links(CHINESE)
    assert len(re.findall(r"^- \*\*", ENGLISH, re.MULTILINE)) == len(re.findall(r"^- ", CHINESE, re.MULTILINE))
    assert re.findall(r"^    \S.*$", outside(ENGLISH), re.MULTILINE) == re.findall(
        r"^    \S.*$", outside(CHINESE), re.MULTILINE
    )


@pytest.mark.parametrize("link", sorted({link.partition("#")[0] for link in links(ENGLISH)} - {""}))
def test_links_lead_somewhere(link):
    assert (ROOT / link).exists()


@pytest.mark.parametrize("arguments", list(commands()), ids=lambda words: " ".join(words)[:40])
def test_every_command_and_option_is_there(arguments):
    command, words = get_command(app), list(arguments)
    while hasattr(command, "get_command") and not words[0].startswith("-"):  # `serve` is one, and has commands
        command = command.get_command(None, words.pop(0))
    known = {option for parameter in command.params for option in parameter.opts + parameter.secondary_opts}
    assert {word for word in words if re.fullmatch(r"--?[a-z].*", word)} <= known
