"""`avatar serve`: its settings are checked, its keys are made, and what cannot be served is told."""

from __future__ import annotations

import os
import socket
import subprocess
import sys

import pytest

from avatar.service.logs import id_of


def settings(shell, text):
    (shell.folder / "serve.toml").write_text(text)
    return "--config", shell.folder / "serve.toml"


def test_settings_can_be_checked(shell):
    given = settings(shell, '[tenants.bank]\nhome = "bank"\n[agents.teller]\nportrait = "marco"\n')
    lines = shell.lines("serve", *given, "--check")
    assert lines == [["tenant", "bank", id_of("bank")], ["agent", "teller", id_of("teller")]]


def test_what_is_wrong_with_settings_is_told(shell):
    done = shell("serve", *settings(shell, "[server]\nprot = 1\n"))
    assert (done.code, done.out) == (2, "")
    assert done.err.endswith("serve.toml', [server] has no setting 'prot'; did you mean 'port'?\n")


@pytest.mark.parametrize("words", [("--portrait", "nobody"), ("--origin", "bank.example"), ("--config", "nothing")])
def test_what_is_wrong_with_options_is_told(shell, words):
    done = shell("serve", *words)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1"])
def test_without_a_key_only_this_machine_is_served(shell, host):
    done = shell("serve", "--host", host)
    assert done.code == 2
    assert done.err.startswith("avatar: Without a key nobody is let in from elsewhere")


def test_a_taken_port_is_told(shell):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = shell("serve", "--port", taken.getsockname()[1], "--processes", 1)
    assert done.code == 2
    assert "is taken; choose another with --port" in done.err


def test_the_key_of_the_environment_has_to_be_long_and_somebodys(shell, monkeypatch):
    monkeypatch.setenv("AVATAR_API_KEY", "secret")
    assert "shorter than 16" in shell("serve", "--check").err
    monkeypatch.setenv("AVATAR_API_KEY", "0123456789abcdef")
    assert shell("serve", "--check", "--host", "0.0.0.0").code == 0
    done = shell("serve", *settings(shell, '[tenants.bank]\nhome = "bank"\n'), "--check")
    assert (done.code, "'default'" in done.err) == (2, True)


def test_keys_are_made_listed_and_removed(shell):
    made = shell.tells("serve", "key", "new", "--scope", "videos,speech")
    assert made["key"].startswith("avk_")
    assert made["scopes"] == ["speech", "videos"]
    assert shell.tells("serve", "key", "list") == {"keys": [{"id": made["id"], "scopes": ["speech", "videos"]}]}
    assert shell("serve", "--host", "0.0.0.0", "--check").code == 0
    assert shell("serve", "key", "remove", made["id"]).code == 0
    assert shell.tells("serve", "key", "list") == {"keys": []}
    assert made["key"] not in "".join(path.read_text() for path in (shell.home / "service").iterdir())


def test_a_key_is_printed_once_and_alone(shell):
    assert shell.prints("serve", "key", "new").startswith("avk_")


@pytest.mark.parametrize(
    "words",
    [
        ("remove", "0123456789"),
        ("remove", ""),
        ("new", "--scope", "films"),
        ("new", "--scope", ","),
        ("new", "--tenant", "bank"),
    ],
)
def test_what_cannot_be_done_with_keys_is_told(shell, words):
    done = shell("serve", "key", *words)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)


@pytest.mark.slow
def test_what_the_service_is_made_with_is_named_where_it_is_missing(tmp_path):
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['fastapi'] = None\n")
    done = subprocess.run(
        [sys.executable, "-m", "avatar", "serve"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env=os.environ | {"PYTHONPATH": f"{tmp_path}:{os.environ.get('PYTHONPATH', '')}"},
    )
    assert done.returncode == 4
    assert done.stderr.startswith("avatar: The service needs the Python module 'fastapi'; run: pip install")
