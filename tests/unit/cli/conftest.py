"""The command line in this process: each test in a folder and with a home of its own."""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from avatar.cli.edge import run
from avatar.clip.timeline import Timeline
from avatar.data import MotionTrack
from tests.consents import make_home
from tests.scores import HELLO, moving

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str


class Shell:
    """Run commands, and say at once what each of them promised to print where."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.home = folder, folder / "home"
        self._capsys = capsys

    def __call__(self, *words: object, given: bytes | None = None) -> Done:
        """Run a command, on standard input what is given or nothing."""
        self._capsys.readouterr()
        with _standard_input(given):
            code = run([str(word) for word in words])
        told = self._capsys.readouterr()
        return Done(code, told.out, told.err)

    def prints(self, *words: object, code: int = 0, given: bytes | None = None) -> str:
        """Give the result of a command that has nothing else to say."""
        done = self(*words, given=given)
        assert (done.code, done.err) == (code, ""), done
        return done.out

    def lines(self, *words: object, code: int = 0) -> list[list[str]]:
        """Give the fields of each line of a result."""
        return [line.split("\t") for line in self.prints(*words, code=code).splitlines()]

    def tells(self, *words: object, code: int = 0, given: bytes | None = None) -> dict[str, Any]:
        """Give the one object that a command prints with `--json`, on one line and with nothing beside it."""
        out = self.prints(*words, "--json", code=code, given=given)
        assert out.count("\n") == 1, out
        told = json.loads(out)
        assert isinstance(told, dict)
        return told

    def refuses(self, *words: object, code: int = 2, given: bytes | None = None) -> str:
        """Give the one sentence by which a command is refused, which has printed and left nothing."""
        before = self.files()
        done = self(*words, given=given)
        assert (done.code, done.out) == (code, ""), done
        assert done.err.startswith("avatar: "), done.err
        assert done.err.count("\n") == 1, done.err
        assert "Traceback" not in done.err
        assert self.files() == before
        return done.err.removeprefix("avatar: ").rstrip("\n")

    def files(self) -> dict[str, bytes]:
        """Give what lies in the folder beside the home."""
        found = (path for path in self.folder.rglob("*") if self.home not in path.parents and path.is_file())
        return {str(path.relative_to(self.folder)): path.read_bytes() for path in found}


@contextmanager
def _standard_input(given: bytes | None) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryFile() as file:
        file.write(given or b"")
        file.seek(0)
        source = os.devnull if given is None else file.fileno()
        with open(source, encoding="utf-8", closefd=given is None) as text:
            patch.setattr("sys.stdin", text)
            yield


@pytest.fixture
def shell(tmp_path, monkeypatch, capsys):
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.setenv("AVATAR_HOME", str(folder / "home"))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.chdir(folder)
    return Shell(folder, capsys)


@pytest.fixture(scope="session")
def photo(tmp_path_factory):
    """A photo that nobody has authorized anywhere."""
    return make_home(tmp_path_factory.mktemp("photo"), 7).image


@pytest.fixture
def me(shell, photo):
    """Its copy in the folder, "me.png"."""
    (shell.folder / "me.png").write_bytes(photo.read_bytes())
    return Path("me.png")


@pytest.fixture
def clip(shell):
    """The timeline of a clip, beside what stands for its film."""
    motion = MotionTrack.from_rows(HELLO.fps, moving(HELLO).motion)
    log = Timeline(HELLO.fps)
    log.add(HELLO.phones, HELLO.words, HELLO.cues, ("jawOpen", "mouthClose"), motion.rows())
    header = {
        "text": HELLO.text,
        "language": "en",
        "voice": "emma",
        "emotion": "neutral",
        "size": [320, 240],
        "seed": 7,
    }
    document = log.document(header | {"portrait": {"name": "xiaochen", "sha256": "0" * 64}})
    (shell.folder / "hello.json").write_text(json.dumps(document), encoding="utf-8")
    (shell.folder / "hello.mp4").touch()
    return shell.folder / "hello.mp4"
