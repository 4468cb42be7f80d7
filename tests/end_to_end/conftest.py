"""One home for enrolled portraits and one small clip, made once by the real command line."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.processes import Process
from tests.unit.cli.conftest import Shell as Inside


@dataclass(frozen=True)
class Shell:
    home: Path

    def settings(self):
        return {"AVATAR_HOME": str(self.home), "COLUMNS": "200", "NO_COLOR": "1"}

    def environment(self):
        return os.environ | self.settings()

    def start(self, *arguments, cwd, **more):
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.DEVNULL}
        command = [sys.executable, "-m", "avatar", *map(str, arguments)]
        return Process(command, cwd=cwd, env=self.environment(), **(pipes | more))

    def __call__(self, *arguments, cwd, given=None):
        with self.start(*arguments, cwd=cwd, stdin=subprocess.DEVNULL if given is None else subprocess.PIPE) as process:
            out, err = process.communicate(given, timeout=300)
        return Done(process.returncode, out.decode(), err.decode())

    def say(self, *arguments, cwd, given=None):
        return self("say", "--size", "256x256", "--portrait", "xiaochen", *arguments, cwd=cwd, given=given)


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Made:
    text: str
    folder: Path
    video: Path
    timeline: dict
    report: dict
    err: str


@pytest.fixture(scope="session")
def shell(tmp_path_factory, warm):
    return Shell(warm(tmp_path_factory.mktemp("home"), "xiaochen"))


@pytest.fixture
def inside(shell, monkeypatch, capsys):
    """Run commands in this process, in a folder and at the shell's home: half a second less for each of them."""

    def begin(folder):
        for name, value in shell.settings().items():
            monkeypatch.setenv(name, value)
        monkeypatch.chdir(folder)
        return Inside(folder, capsys)

    return begin


@pytest.fixture(scope="session")
def made(shell, tmp_path_factory):
    text, folder = "您好，我是小陈。Hello!", tmp_path_factory.mktemp("made")
    done = shell.say("-o", "clip.mp4", "--json", text, cwd=folder)
    assert done.code == 0, done.err
    timeline = json.loads((folder / "clip.json").read_text(encoding="utf-8"))
    return Made(text, folder, folder / "clip.mp4", timeline, json.loads(done.out), done.err)
