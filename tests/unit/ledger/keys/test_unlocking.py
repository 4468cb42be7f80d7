"""Locked keys are opened without a caller's saying how, where an edge has been told; a key that is gone is missed."""

import os
import subprocess
import sys

import pytest

from avatar.errors import InputError, RefusedError
from avatar.ledger.keys import PURPOSES, KeyRing
from avatar.ledger.keys.unlocking import FROM, from_descriptor, handing_on, open_locked_with, usual_unlock

SECRET = b"correct horse"


@pytest.fixture(autouse=True)
def as_before():
    yield
    open_locked_with(None)


def pipe(content):
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb") as file:
        file.write(content)
    return str(reading)


@pytest.mark.parametrize("content", [SECRET, SECRET + b"\n", SECRET + b"\r\nsecond line\n"])
def test_an_open_file_gives_the_passphrase_once(tmp_path, content):
    ring = KeyRing(tmp_path / "keys")
    ring.init(SECRET)
    open_locked_with(from_descriptor(pipe(content)))
    assert {ring.load_signer(purpose).key_id for purpose in PURPOSES} == {card.key_id for card in ring.cards()}


@pytest.mark.parametrize("number", ["", "none", "-1", "987654"])
def test_a_number_that_is_no_open_file_is_told(number):
    with pytest.raises(InputError, match=FROM):
        from_descriptor(number)


def test_an_empty_file_is_told():
    with pytest.raises(InputError, match="is empty"):
        from_descriptor(pipe(b""))


def test_what_the_environment_says_counts_for_nothing_below_the_edge(monkeypatch):
    monkeypatch.setattr("avatar.runtime.environment._counts", False)
    monkeypatch.setenv(FROM, "987654")
    assert usual_unlock() is None


def test_a_child_is_handed_the_passphrase_through_a_pipe():
    open_locked_with(lambda _what: SECRET)
    program = (
        "from avatar.runtime.environment import trust_environment; trust_environment();"
        "from avatar.ledger.keys.unlocking import usual_unlock; print(usual_unlock()('a key').decode())"
    )
    with handing_on() as (variables, inherited):
        done = subprocess.run(
            [sys.executable, "-c", program],
            env=variables,
            pass_fds=inherited,
            capture_output=True,
            text=True,
            check=True,
        )
    assert done.stdout.strip() == SECRET.decode()
    assert SECRET.decode() not in str(variables)


@pytest.mark.parametrize("is_asking", [True, False])
def test_nothing_is_handed_on_where_nothing_is_known_or_a_person_is_asked(monkeypatch, is_asking):
    monkeypatch.setattr("avatar.runtime.environment._counts", False)  # no edge has spoken: nothing is read
    monkeypatch.setenv(FROM, "3")
    open_locked_with((lambda _what: SECRET) if is_asking else None, is_asking=is_asking)
    with handing_on() as (variables, inherited):
        assert (FROM in variables, inherited) == (False, ())


@pytest.mark.parametrize("purpose", PURPOSES)
@pytest.mark.parametrize("lost", ["current.pem", "*"])
def test_a_key_that_was_there_is_not_made_anew(tmp_path, purpose, lost):
    ring = KeyRing(tmp_path / "keys")
    ring.init(SECRET)
    for path in (ring.folder / purpose).glob(lost):
        path.unlink()
    for make in (ring.init, lambda: ring.load_signer(purpose), lambda: ring.load_signer(purpose, lambda _what: SECRET)):
        if lost == "current.pem":
            with pytest.raises(RefusedError, match=f"avatar keys rotate {purpose}"):
                make()
    if lost == "*":  # without a trace of it, at least not one that is open beside the locked ones
        with pytest.raises(RefusedError, match="--passphrase-file"):
            ring.load_signer(purpose)
        assert not list((ring.folder / purpose).glob("current.pem"))


@pytest.mark.parametrize(
    ("purpose", "trace"),
    [
        ("consent", "consent/records/a.json"),
        ("media", "registry/clips.sqlite"),
        ("log", "audit/head.json"),
        ("revocation", "consent/revocations.json"),
    ],
)
def test_a_key_whose_work_is_there_is_not_made_anew(tmp_path, purpose, trace):
    (tmp_path / trace).parent.mkdir(parents=True)
    (tmp_path / trace).write_text("{}")
    with pytest.raises(RefusedError, match=f"The key for {purpose} is gone"):
        KeyRing(tmp_path / "keys").load_signer(purpose)


def test_a_key_beside_locked_ones_is_locked_as_they_are(tmp_path):
    ring = KeyRing(tmp_path / "keys")
    ring.rotate("log", SECRET)
    with pytest.raises(RefusedError, match="passphrase does not open"):
        ring.load_signer("media", lambda _what: b"another one")
    ring.load_signer("media", lambda _what: SECRET)
    assert [card.is_locked for card in ring.cards()] == [True, True]
