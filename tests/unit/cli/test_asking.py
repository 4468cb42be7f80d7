"""Questions go to a person on a terminal, on standard error; nowhere else is a yes taken for one."""

import os
import pty
import select
import sys
from contextlib import contextmanager, suppress

import pytest

from avatar.cli.asking import is_terminal, new_passphrase, require_agreement, unlocker
from avatar.cli.edge import run
from avatar.errors import InputError, RefusedError


@contextmanager
def terminal(*typed):
    """Sit somebody at a terminal who has typed this; give what they can read there."""
    here, there = os.openpty()
    shown = []
    with open(there, "r+b", buffering=0) as device, pytest.MonkeyPatch.context() as patch:  # noqa: PTH123 - a descriptor
        patch.setattr("sys.stdin", open(device.fileno(), encoding="utf-8", closefd=False))  # noqa: SIM115
        patch.setattr("sys.stderr", open(device.fileno(), "w", encoding="utf-8", closefd=False))  # noqa: SIM115
        for line in typed:
            os.write(here, line.encode())
        yield shown
        sys.stderr.flush()
    shown += _read(here)
    os.close(here)


def _read(here, seconds=0):
    """Read what is written to a terminal within this time; Linux says so by a fault when nothing can come any more."""
    with suppress(OSError):
        while select.select([here], [], [], seconds)[0]:
            yield os.read(here, 1 << 16).decode()


def test_off_a_terminal_nobody_can_be_asked():
    assert not is_terminal()
    with pytest.raises(InputError, match="there is no terminal to ask on; add --yes"):
        require_agreement("The text.", "Do you agree?", is_given=False)


def test_the_cure_is_that_of_the_command():
    with pytest.raises(InputError, match="add --accept"):
        require_agreement("The text.", "Do you agree?", is_given=False, cure="--accept")


def test_what_was_agreed_to_beforehand_is_not_asked(capsys):
    require_agreement("The text.", "Do you agree?", is_given=True)
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("answer", ["y\n", "yes\n", "Y\n", "YES\n"])
def test_a_yes_is_a_yes(answer):
    with terminal(answer) as shown:
        assert is_terminal()
        require_agreement("The text.", "Do you agree?", is_given=False)
    assert "The text." in "".join(shown)
    assert "Do you agree? [y/N]" in "".join(shown)


@pytest.mark.parametrize("answer", ["n\n", "no\n", "\n", "N\n", "\x04"], ids=repr)
def test_everything_else_is_a_no(answer):
    with terminal(answer), pytest.raises(RefusedError, match="You did not agree, so nothing was signed"):
        require_agreement("The text.", "Do you agree?", is_given=False)


def test_another_word_is_asked_about_again():
    with terminal("perhaps\n", "y\n") as shown:
        require_agreement("The text.", "Do you agree?", is_given=False)
    assert "".join(shown).count("Do you agree? [y/N]") == 2


@pytest.mark.parametrize(("words", "code"), [(["y\n"], 0), (["n\n"], 3)])
def test_a_question_is_not_part_of_the_result(shell, me, capsys, words, code):
    capsys.readouterr()
    with terminal(*words) as shown:
        assert run(["consent", "sign", str(me), "--self"]) == code
    told = capsys.readouterr()
    assert told.out.strip() == told.out.rstrip("\n")
    assert "Are you the person shown, and do you agree?" in "".join(shown)
    assert len(told.out) == (33 if code == 0 else 0), "the id and the end of its line, or nothing"


@pytest.mark.parametrize(
    ("command", "question"),
    [
        (
            ["attest", "me.png", "--subject", "Ana", "--licensee", "Bank", "--form", "scan.pdf"],
            "Do you attest that Ana has",
        ),
        (["declare", "me.png", "--licensee", "Bank"], "Do you declare that this picture shows nobody who exists?"),
    ],
    ids=lambda each: each[0] if isinstance(each, list) else "",
)
def test_whoever_vouches_sees_the_limits_first(shell, me, command, question):
    (shell.folder / "scan.pdf").write_bytes(b"signed")
    with terminal("n\n") as shown:
        assert run(["consent", *command, "--purpose", "news", "--max-outputs", "2"]) == 3
    text = "".join(shown).replace("\r", "")
    assert question in text
    assert text.index("purposes: news\n") < text.index("outputs: 2\n") < text.index(question)
    assert not (shell.home / "consent" / "records").exists()


def test_whoever_imports_an_answer_is_asked_for_the_key_that_signed_it(shell, me):
    key = shell.tells("consent", "keygen", "-o", "ana.key")["key_id"]
    shell("consent", "request", me, "--subject", "Ana", "--licensee", "Bank", "-o", "request.json")
    shell("consent", "sign", "request.json", "--key", "ana.key", "--yes")
    with terminal("n\n") as shown:
        assert run(["consent", "import", "request-signed.json"]) == 3
    assert f"Has Ana told you the key id {key} by another way?" in "".join(shown)
    assert shell.tells("consent", "verify", me, code=3)["valid"] is False
    with terminal("y\n"):
        assert run(["consent", "import", "request-signed.json"]) == 0
    assert shell.tells("consent", "verify", me)["valid"] is True


def test_without_a_file_and_a_terminal_locked_keys_stay_locked(tmp_path):
    assert unlocker(None) is None
    (tmp_path / "secret").write_text("correct horse\nanother line\n")
    (tmp_path / "secret").chmod(0o600)
    unlock = unlocker(tmp_path / "secret")
    assert unlock is not None
    assert unlock("the key") == b"correct horse"


def test_a_new_key_is_open_unless_a_passphrase_is_asked_for(tmp_path):
    assert new_passphrase(None, is_asked=False) is None
    with pytest.raises(InputError, match="--passphrase-file FILE"):
        new_passphrase(None, is_asked=True)
    (tmp_path / "secret").write_text("correct horse")
    (tmp_path / "secret").chmod(0o600)
    assert new_passphrase(tmp_path / "secret", is_asked=True) == b"correct horse"


@pytest.mark.parametrize(
    ("typed", "code", "sentence"),
    [
        (["correct horse\n", "correct horse\n"], 0, "locked"),
        (["correct horse\n", "another horse\n", "short\n", "short\n"], 2, "too short"),
        (["\x04"], 2, "No passphrase was typed"),
    ],
    ids=["twice the same", "a slip, then a short one", "none"],
)
def test_a_passphrase_is_typed_twice_and_not_shown(tmp_path, typed, code, sentence):
    process, here = pty.fork()
    if process == 0:
        os.environ |= {"AVATAR_HOME": str(tmp_path / "home"), "NO_COLOR": "1"}
        os.execv(sys.executable, [sys.executable, "-m", "avatar", "keys", "init", "--passphrase"])
    shown = ""
    for line in typed:  # each when it is asked for: what was typed before is thrown away
        while not shown.endswith(": "):
            assert select.select([here], [], [], 60)[0], shown
            shown += os.read(here, 4096).decode()
        shown += "\n"
        os.write(here, line.encode())
    shown += "".join(_read(here, 60))
    assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == code
    assert sentence in shown
    assert "horse" not in shown
    assert bool(list((tmp_path / "home").rglob("current.pem"))) == (code == 0)
