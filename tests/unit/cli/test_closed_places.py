"""Whatever may not be read or written is named in one sentence with its cure, and nothing is lost or half made.

Run by an ordinary user or by root, who gives up for each command what sets it above the rights of files.
"""

from __future__ import annotations

import errno
import os
import resource
import shutil
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image

import avatar
from avatar.cli.edge import run
from avatar.errors import OutputError
from avatar.ledger.keys import KeyRing
from avatar.portrait.store import PortraitStore
from avatar.runtime.access import refusal
from avatar.runtime.folders import shipped
from avatar.settings import PortraitSettings
from tests.ordinary import without_privilege

pytestmark = pytest.mark.slow

CURE = "chmod u+rwX"
SPEAK = ("speak", "-v", "fast", "-o", "out/a.wav", "Hello.")
SAY = ("say", "--size", "128x128", "-v", "fast", "-o", "out/a.mp4", "Hi.")
SIGN = ("consent", "sign", "me.png", "--self", "--yes")


@pytest.fixture(scope="module")
def seed(tmp_path_factory, warm):
    """A home in which everything was used once, and a folder with a picture, a text and a sound."""
    folder = tmp_path_factory.mktemp("seed")
    home = warm(folder / "home", "xiaochen")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AVATAR_HOME", str(home))
        patch.chdir(folder)
        Image.new("RGB", (64, 64), "grey").save("me.png")
        Path("text.txt").write_text("Hello.")
        (folder / "out").mkdir()
        KeyRing().init()
        avatar.record("Hi.", "a.wav")
        PortraitStore().add(shipped("portraits") / "xiaochen" / "portrait.jpg", "me", PortraitSettings())
        assert [run([*words]) for words in (SIGN, ("cache", "limit", "1GB"), ("consent", "list"))] == [0, 0, 0]
        (home / "cache" / "footage" / "ab").mkdir()
        (home / "cache" / "footage" / "ab" / "old.npz").write_bytes(b"old")
        (home / "voices" / "own").mkdir(parents=True)
        (home / "config.toml").write_text("[review]\ndays = 9\n")
        (home / "marks.toml").write_text('[provider]\nname = "Bank"\n')
    return folder


@pytest.fixture
def place(seed, tmp_path, monkeypatch):
    """A copy of all that, to work in."""
    folder = tmp_path / "place"
    shutil.copytree(seed, folder, copy_function=_copied)
    monkeypatch.setenv("AVATAR_HOME", str(folder / "home"))
    monkeypatch.chdir(folder)
    yield folder
    for path in folder.rglob("*"):  # from the top: what is below a closed folder is seen once that is open
        path.chmod(0o700)


def _copied(source, target):
    return os.link(source, target) if source.endswith(".npz") else shutil.copy2(source, target)


@contextmanager
def closed(path, mode):
    before = path.stat().st_mode
    path.chmod(mode)
    try:
        yield
    finally:
        path.chmod(before)


def contents(folder):
    """Give the files of a folder, but for locks, databases, and the portraits that are linked."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".lock" and path.suffix not in (".npz", ".sqlite")
    }


def refused(words, capsys):
    """Run a command that is refused; give its one sentence."""
    capsys.readouterr()
    with without_privilege():
        code = run(list(words))
    told = capsys.readouterr()
    assert (code, told.out) == (2, ""), told
    assert told.err.startswith("avatar: ")
    assert told.err.endswith(".\n")
    assert told.err.count("\n") == 1
    return told.err


CLOSED = [
    ("home", 0o000, SPEAK),
    ("home", 0o000, SAY),
    ("home", 0o000, SIGN),
    ("home", 0o000, ("portrait", "list")),
    ("home", 0o000, ("portrait", "enroll", "me.png")),
    ("home", 0o000, ("consent", "list")),
    ("home", 0o000, ("keys", "show")),
    ("home", 0o000, ("audit", "show")),
    ("home", 0o000, ("audit", "verify")),
    ("home", 0o000, ("review", "list")),
    ("home", 0o000, ("cache", "show")),
    ("home", 0o000, ("voice", "list")),
    ("home", 0o000, ("verify", "a.wav")),
    ("home/keys", 0o000, SPEAK),
    ("home/keys", 0o000, SAY),
    ("home/keys", 0o000, SIGN),
    ("home/keys", 0o000, ("consent", "list")),
    ("home/keys", 0o000, ("keys", "show")),
    ("home/keys", 0o000, ("audit", "verify")),
    ("home/keys", 0o000, ("verify", "a.wav")),
    ("home/keys/.lock", 0o400, ("keys", "rotate", "media")),
    ("home/keys/log", 0o000, SPEAK),
    ("home/keys/log", 0o000, SAY),
    ("home/keys/log", 0o000, ("audit", "verify")),
    ("home/keys/log", 0o000, ("audit", "export", "out/a.jsonl")),
    ("home/keys/log", 0o500, ("keys", "rotate", "log")),
    ("home/keys/media", 0o000, SPEAK),
    ("home/keys/watermark.key", 0o000, SPEAK),
    ("home/keys/credentials", 0o000, SPEAK),
    ("home/keys/credentials/signing.key.pem", 0o000, SPEAK),
    ("home/audit", 0o000, SPEAK),
    ("home/audit", 0o500, SPEAK),
    ("home/audit", 0o500, SAY),
    ("home/audit", 0o000, ("audit", "show")),
    ("home/audit", 0o000, ("audit", "verify")),
    ("home/audit", 0o500, ("audit", "export", "out/a.jsonl")),
    ("home/audit/.lock", 0o000, SPEAK),
    ("home/audit/head.json", 0o000, SPEAK),
    ("home/audit/log.jsonl", 0o400, SPEAK),
    ("home/audit/log.jsonl", 0o000, ("audit", "show")),
    ("home/audit/log.jsonl", 0o000, ("audit", "verify")),
    ("home/consent", 0o000, ("consent", "list")),
    ("home/consent", 0o000, SAY),
    ("home/consent", 0o000, SIGN),
    ("home/consent/records", 0o000, ("consent", "list")),
    ("home/consent/records", 0o500, SIGN),
    ("home/consent/ledger.sqlite", 0o000, ("consent", "list")),
    ("home/consent/ledger.sqlite", 0o000, SAY),
    ("home/registry", 0o000, SPEAK),
    ("home/registry", 0o500, SPEAK),
    ("home/registry/clips.sqlite", 0o400, SPEAK),
    ("home/cache/footage", 0o000, ("cache", "show")),
    ("home/cache/footage", 0o000, ("cache", "limit", "2GB")),
    ("home/cache/footage/limit", 0o400, ("cache", "limit", "2GB")),
    ("home/cache/footage/ab", 0o500, ("cache", "clear")),
    ("home/portraits", 0o000, ("portrait", "list")),
    ("home/portraits", 0o000, SAY),
    ("home/portraits/.cache", 0o500, ("portrait", "enroll", "me.png")),
    ("home/portraits/me", 0o000, ("portrait", "list")),
    ("home/portraits/me", 0o500, ("portrait", "remove", "me")),
    ("home/portraits/me/card.toml", 0o000, ("portrait", "show", "me")),
    ("home/portraits/me/portrait.jpg", 0o000, ("say", "-p", "me", "-v", "fast", "-o", "out/a.mp4", "Hi.")),
    ("home/voices", 0o000, ("voice", "list")),
    ("home/voices/own", 0o000, SPEAK),
    ("home/config.toml", 0o000, ("review", "list")),
    ("home/marks.toml", 0o000, SPEAK),
    ("me.png", 0o000, ("portrait", "check", "me.png")),
    ("me.png", 0o000, ("say", "-p", "me.png", "-v", "fast", "-o", "out/a.mp4", "Hi.")),
    ("me.png", 0o000, SIGN),
]


@pytest.mark.parametrize(("what", "mode", "words"), CLOSED, ids=lambda each: str(each)[:40])
def test_what_is_closed_is_named_with_its_cure(what, mode, words, place, capsys):
    before = contents(place)
    with closed(place / what, mode):
        told = refused(words, capsys)
    assert what.removeprefix("home/") in told
    assert CURE in told
    after = contents(place)
    kept = {name: content for name, content in before.items() if not name.endswith("/stores.json")}
    lost = [name for name, content in kept.items() if not after.get(name, b"").startswith(content)]
    assert not set(lost) - {"home/audit/head.json"}, "lines may have been added to the log, but nothing else changes"
    assert list((place / "out").iterdir()) == []


GIVEN = [
    ("me.png", ("portrait", "enroll", "me.png")),
    ("text.txt", ("speak", "-o", "out/a.wav", "--file", "text.txt")),
    ("a.wav", ("verify", "a.wav")),
    ("a.wav", ("inspect", "a.wav")),
    ("me.png", ("say", "--background", "me.png", "-v", "fast", "-o", "out/a.mp4", "Hi.")),
    ("me.png", ("audit", "verify", "--key", "me.png")),
    ("me.png", ("keys", "init", "--passphrase-file", "me.png")),
]


@pytest.mark.parametrize("is_folder_closed", [False, True])
@pytest.mark.parametrize(("file", "words"), GIVEN, ids=lambda each: str(each)[:40])
def test_a_given_file_that_may_not_be_read_is_named(file, words, is_folder_closed, place, capsys):
    inner = place / "inner"
    inner.mkdir()
    shutil.move(place / file, inner / file)
    words = [f"inner/{word}" if word == file else word for word in words]
    with closed(inner if is_folder_closed else inner / file, 0o000):
        told = refused(words, capsys)
    assert "inner" in told
    assert any(cure in told for cure in (CURE, "rights", "give another")), told


WRITTEN = [
    ("speak", "-o", "out/a.wav", "Hello."),
    ("say", "--size", "128x128", "-v", "fast", "-o", "out/a.mp4", "Hi."),
    ("audit", "export", "out/a.jsonl"),
    ("consent", "keygen", "-o", "out/a.key"),
    ("consent", "request", "me.png", "--subject", "Ana", "--licensee", "Bank", "-o", "out/a.html"),
]


@pytest.mark.parametrize("words", WRITTEN, ids=lambda each: " ".join(each[:2]))
def test_a_folder_for_results_that_may_not_be_written_is_named(words, place, capsys):
    with closed(place / "out", 0o500):
        told = refused(words, capsys)
    assert "out" in told
    assert "another" in told
    assert list((place / "out").iterdir()) == []


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("keys", ("keys", "show")),
        ("keys", SPEAK),
        ("audit", SPEAK),
        ("consent", ("consent", "list")),
        ("consent", SIGN),
        ("registry", SPEAK),
        ("cache", ("cache", "show")),
        ("portraits", ("portrait", "list")),
        ("portraits", ("portrait", "enroll", "me.png")),
        ("voices", ("voice", "list")),
    ],
    ids=lambda each: str(each)[:40],
)
def test_a_file_in_the_place_of_a_folder_is_named_and_stays(what, words, place, capsys):
    shutil.rmtree(place / "home" / what)
    (place / "home" / what).write_text("mine")
    told = refused(words, capsys)
    assert f"home/{what}' is not a folder, as it should be; move it away" in told
    assert (place / "home" / what).read_text() == "mine"
    assert list((place / "out").iterdir()) == []


@contextmanager
def full_disk():
    """Let files have no more than 16 bytes, as on a disk that has filled up."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (16, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize(
    "words",
    [
        ("keys", "rotate", "media"),
        SIGN,
        ("consent", "keygen", "-o", "out/a.key"),
        ("audit", "export", "out/a.jsonl"),
        ("portrait", "enroll", str(shipped("portraits") / "xiaochen" / "portrait.jpg"), "--name", "two"),
        SPEAK,
    ],
    ids=lambda each: " ".join(each[:2]),
)
def test_a_full_disk_is_a_sentence_and_loses_nothing(words, place, capsys):
    before = contents(place / "home" / "keys") | contents(place / "home" / "consent" / "records")
    with full_disk():
        told = refused(words, capsys)
    cures = ("free some space", "make room on the disk", "check the disk", "choose another")
    assert any(cure in told for cure in cures), told
    assert contents(place / "home" / "keys") | contents(place / "home" / "consent" / "records") == before
    assert list((place / "out").iterdir()) == []


def test_a_home_that_cannot_be_made_is_named(place, monkeypatch, capsys):
    monkeypatch.setenv("AVATAR_HOME", str(place / "out" / "new"))
    with closed(place / "out", 0o500):
        assert f"'{place}/out' is closed to you" in refused(("keys", "init"), capsys)


def test_the_library_raises_the_same_sentences(place):
    with closed(place / "home", 0o000), without_privilege(), pytest.raises(OutputError, match="is closed to you"):
        avatar.say("Hi.", output="out/a.mp4", voice="fast")


@pytest.mark.parametrize(
    "make",
    [
        lambda watch: avatar.record("Hi.", "out/a.wav", watch=watch),
        lambda watch: avatar.say("Hi.", output="out/a.mp4", voice="fast", size=(128, 128), watch=watch),
    ],
    ids=["record", "say"],
)
@pytest.mark.slow
def test_what_can_no_longer_be_logged_does_not_appear(make, place):
    """The log is closed while the work is under way."""
    with without_privilege(), pytest.raises(OutputError, match="audit"):
        make(lambda *_: (place / "home" / "audit").chmod(0o500))
    assert list((place / "out").iterdir()) == []


def test_what_belongs_to_somebody_else_is_not_to_be_opened_by_chmod(tmp_path):
    """Only its owner can open a folder."""
    if os.geteuid() == 0:
        os.chown(tmp_path, 65534, 65534)
        folder = tmp_path
    else:
        folder = Path("/etc")
    with without_privilege():
        told = str(refusal(folder / "new", PermissionError(errno.EACCES, "Permission denied")))
    assert told.startswith(f"'{folder}' is closed to you, for it belongs to ")
    assert "ask for the right to write there" in told
    assert "chmod" not in told
