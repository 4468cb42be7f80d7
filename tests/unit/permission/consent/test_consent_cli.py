"""`avatar consent` and `avatar keys` at the shell: results on standard output, one sentence and a code for a fault."""

import contextlib
import hashlib
import json
import os
import pty
import shutil
import sys

import pytest

from avatar.cli.edge import run
from avatar.permission.consent.record import Record
from avatar.runtime.folders import shipped
from tests.consents import make_home


@pytest.fixture
def shell(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("AVATAR_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", open("/dev/null"))  # noqa: SIM115, PTH123 - the shell's, not ours to close
    shutil.copy(make_home(tmp_path / "photo").image, tmp_path / "me.png")

    def call(*arguments, code=0):
        assert run(["consent", *arguments] if arguments[0] != "keys" else list(arguments)) == code
        captured = capsys.readouterr()
        assert bool(captured.out) == (code in {0, 3} and not captured.err.startswith("avatar: ")), captured.err
        return captured.out if code in {0, 3} and captured.out else captured.err

    return call


def told(text):
    return json.loads(text)


def test_ones_own_photo_is_authorized_with_one_command(shell):
    made = told(shell("sign", "me.png", "--self", "--yes", "--json"))
    record = Record.from_json(made["record"])
    assert made["valid"]
    assert (record.type, record.expires_at[:4]) == ("self", str(int(record.issued_at[:4]) + 1))
    assert "marketing" in record.scope.purposes
    assert "politics" not in record.scope.purposes
    assert shell("verify", "me.png").startswith(record.authorization_id)


def test_without_a_terminal_and_without_yes_nothing_is_signed(shell):
    assert "--yes" in shell("sign", "me.png", "--self", code=2)
    assert told(shell("show", "me.png", "--json"))["records"] == []


def test_whose_photo_it_is_has_to_be_said(shell):
    assert "--self" in shell("sign", "me.png", "--yes", code=2)


def test_limits_stand_in_the_record(shell):
    options = (
        "--purpose",
        "marketing",
        "--language",
        "pt-BR",
        "--territory",
        "cn",
        "--channel",
        "app",
        "--product",
        "Card",
        "--voice",
        "diego",
    )
    until = ("--max-outputs", "3", "--expires", "2099-06-30", "--subject", "Ana Li")
    record = told(shell("sign", "me.png", "--self", "--yes", "--json", *options, *until))["record"]
    assert record["scope"] == {
        "purposes": ["marketing"],
        "channels": ["app"],
        "territories": ["CN"],
        "languages": ["pt-br"],
        "products": ["Card"],
        "voices": ["diego"],
        "max_outputs": 3,
    }
    assert (record["expires_at"], record["subject"]["name"]) == ("2099-06-30T23:59:59Z", "Ana Li")


def test_how_long_the_photo_may_be_kept_is_asked_for_and_shown(shell):
    made = told(shell("sign", "me.png", "--self", "--yes", "--json", "--keep-until", "2099-06-30"))
    assert made["record"]["legal"]["retention_until"] == "2099-06-30T23:59:59Z"
    assert "photo kept until: 2099-06-30T23:59:59Z" in shell("show", "me.png")


def test_what_people_have_to_look_at_is_shown(shell, tmp_path):
    (tmp_path / "form.pdf").write_bytes(b"form")
    (tmp_path / "ana.mp4").write_bytes(b"film")
    files = ("--form", str(tmp_path / "form.pdf"), "--recording", str(tmp_path / "ana.mp4"), "--note", "in the safe")
    shell("attest", "me.png", "--subject", "Ana", "--licensee", "Bank", "--guardian", "Eva", *files, "--yes")
    shown = shell("show", "me.png")
    for name, content in (("form", b"form"), ("recording", b"film")):
        assert f"{name}: {hashlib.sha256(content).hexdigest()}" in shown
    assert "note: in the safe" in shown
    assert "guardian: Eva" in shown


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (("--purpose", "fun"), "'fun'"),
        (("--expires", "soon"), "'soon'"),
        (("--expires", "2020-01-01"), "--expires"),
        (("--territory", "Europe"), "'EUROPE'"),
        (("--max-outputs", "0"), "--max-outputs"),
    ],
)
def test_limits_that_cannot_be_used_are_named(shell, options, word):
    assert word in shell("sign", "me.png", "--self", "--yes", *options, code=2)


def test_a_file_that_is_no_photo_is_named(shell):
    assert "nowhere.png" in shell("sign", "nowhere.png", "--self", "--yes", code=2)


def test_an_attestation_keeps_the_hash_of_the_form(shell, tmp_path):
    (tmp_path / "scan.pdf").write_bytes(b"signed by Ana")
    who = ("--subject", "Ana", "--licensee", "Bank", "--form", "scan.pdf", "--yes", "--json")
    made = told(shell("attest", "me.png", *who))
    assert made["statement"] == "attested, not subject-signed"
    assert len(made["record"]["evidence"]["form_sha256"]) == 64
    assert "attested, not subject-signed" in shell("show", "me.png")


def test_a_synthetic_person_is_declared(shell):
    made = told(shell("declare", "me.png", "--licensee", "Bank", "--note", "drawn", "--yes", "--json"))
    assert made["type"] == "no-real-subject"


@pytest.mark.slow
def test_a_person_elsewhere_signs_a_page_and_revokes(shell, tmp_path):
    key = told(shell("keygen", "-o", "me.key", "--json"))["key_id"]
    who = ("--subject", "Ana", "--licensee", "Bank", "--purpose", "marketing")
    number = told(shell("request", "me.png", *who, "-o", "request.html", "--json"))["authorization_id"]
    assert shell("sign", "request.html", "--key", "me.key", "--yes") == "request-signed.json\n"
    assert "--subject-key" in shell("import", "request-signed.json", code=2)
    assert shell("import", "request-signed.json", "--subject-key", key) == f"{number}\n"
    assert "once" in shell("import", "request-signed.json", "--subject-key", key, code=3)
    assert "valid" in shell("verify", number[:8])
    shell("revoke", number, "--key", "me.key", "-o", "end.json")
    shell("revoke", "--import", "end.json")
    assert "revoked" in shell("verify", number[:8], code=3)


def test_a_key_is_never_replaced(shell, tmp_path):
    shell("keygen", "-o", "me.key")
    kept = (tmp_path / "me.key").read_bytes()
    assert "already" in shell("keygen", "-o", "me.key", code=2)
    assert (tmp_path / "me.key").read_bytes() == kept
    assert (tmp_path / "me.key").stat().st_mode & 0o077 == 0


def test_the_licensee_revokes_and_the_list_is_numbered(shell):
    number = shell("sign", "me.png", "--self", "--yes").strip()
    first = told(shell("revoke", number, "--json"))
    second = told(shell("revoke", "--refresh", "--days", "30", "-o", "list.json", "--json"))
    assert (second["number"], second["revoked"]) == (first["number"] + 1, 1)
    found = told(shell("verify", number, "--json", code=3))
    assert (found["valid"], found["records"][0]["reason"]) == (False, "revoked")


def test_the_shipped_portraits_are_listed_and_valid(shell):
    listed = told(shell("list", "--json"))["records"]
    assert len(listed) == len(list(shipped("portraits").glob("*/portrait.jpg")))
    assert all(each["valid"] for each in listed)
    assert "no real subject" in shell("verify", "xiaochen")


def test_what_has_no_record_is_not_valid(shell):
    assert "no authorization" in shell("verify", "me.png", code=3)
    assert told(shell("verify", "me.png", "--json", code=3)) == {"valid": False, "records": []}


def test_keys_are_shown_and_rotated_without_their_secrets(shell):
    made = told(shell("keys", "init", "--json"))["keys"]
    assert [each["purpose"] for each in made] == ["consent", "media", "log", "revocation"]
    rotated = told(shell("keys", "rotate", "media", "--json"))["keys"]
    assert [each["is_current"] for each in rotated] == [True, False]
    assert "PRIVATE" not in shell("keys", "show", "--json")
    assert "'payments'" in shell("keys", "rotate", "payments", code=2)


def test_a_locked_key_signs_with_the_passphrase_file(shell, tmp_path):
    (tmp_path / "secret").write_text("correct horse")
    (tmp_path / "secret").chmod(0o600)
    shell("keys", "init", "--passphrase-file", "secret")
    assert "--passphrase-file" in shell("sign", "me.png", "--self", "--yes", code=3)
    assert shell("sign", "me.png", "--self", "--yes", "--passphrase-file", "secret")
    assert "--no-passphrase" in shell("keys", "rotate", "consent", code=2)
    assert shell("keys", "rotate", "consent", "--passphrase-file", "secret").count("locked") == 1


def test_the_clock_can_be_accepted(shell):
    assert told(shell("clock", "--json"))["latest_seen"] is None
    seen = told(shell("clock", "--accept", "--json"))
    assert seen["latest_seen"] == seen["now"]


def on_a_terminal(arguments, answer, home):
    """Run a command on a terminal of its own, and type an answer."""
    process, terminal = pty.fork()
    if process == 0:
        os.environ |= {"AVATAR_HOME": str(home), "NO_COLOR": "1"}
        os.execv(sys.executable, [sys.executable, "-m", "avatar", *arguments])
    os.write(terminal, answer)
    shown = b""
    with contextlib.suppress(OSError):  # Linux says so when the other side has gone
        while block := os.read(terminal, 4096):
            shown += block
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), shown.decode()


@pytest.mark.slow
@pytest.mark.parametrize(("answer", "code"), [(b"y\n", 0), (b"n\n", 3), (b"\n", 3)])
def test_on_a_terminal_the_text_is_shown_and_asked(tmp_path, answer, code):
    image = make_home(tmp_path / "photo").image
    found, shown = on_a_terminal(["consent", "sign", str(image), "--self"], answer, tmp_path / "home")
    assert found == code
    assert "I can withdraw this at any time" in shown
    assert "purposes: personal" in shown
    assert "do you agree? [y/N]" in shown
