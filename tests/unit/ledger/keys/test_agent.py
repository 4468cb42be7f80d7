"""The agent tells a home's passphrase to its own user alone, for as long as it was said, and forgets it at once."""

import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from avatar.errors import InputError, RefusedError
from avatar.ledger.keys import PURPOSES, KeyRing, agent
from avatar.ledger.keys.unlocking import handing_on
from tests.patience import until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux says who is at the other end")
SECRET = b"correct horse"


@pytest.fixture
def home(tmp_path):
    KeyRing(tmp_path / "home" / "keys").init(SECRET)
    yield tmp_path / "home"
    agent.end(tmp_path / "home")


def names(home):
    return {KeyRing(home / "keys").load_signer(purpose).key_id for purpose in PURPOSES}


def test_locked_keys_open_as_long_as_there_is_an_agent(home):
    with pytest.raises(RefusedError, match="avatar keys unlock"):
        names(home)
    agent.start(home, SECRET, 600)
    assert len(names(home)) == 4
    assert agent.end(home)
    with pytest.raises(RefusedError, match="is locked"):
        names(home)
    assert not agent.end(home)
    until(lambda: not agent.is_there(home))


def test_nobody_else_may_come_near_it(home):
    agent.start(home, SECRET, 600)
    place = home / agent.FOLDER / agent.NAME
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700


def test_another_passphrase_is_not_kept(home):
    with pytest.raises(RefusedError, match="does not open"):
        agent.start(home, b"another one", 600)
    assert not agent.is_there(home)


def test_keys_that_are_open_need_none(tmp_path):
    KeyRing(tmp_path / "keys").init()
    with pytest.raises(InputError, match="nothing to unlock"):
        agent.start(tmp_path, SECRET, 600)


def test_it_ends_when_its_time_is_over(home):
    agent.start(home, SECRET, 0.2)
    until(lambda: not agent.is_there(home))
    assert agent.ask(home) is None


def test_a_later_one_takes_the_place_of_an_earlier_one_and_a_dead_ones_socket_is_no_obstacle(home):
    agent.start(home, SECRET, 600)
    agent.start(home, SECRET, 600)
    assert agent.ask(home) == SECRET
    agent.end(home)
    until(lambda: not agent.is_there(home))
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(home / agent.FOLDER / agent.NAME))
    assert agent.ask(home) is None
    agent.start(home, SECRET, 600)
    assert agent.ask(home) == SECRET


def test_a_home_with_a_long_name_has_one_too(tmp_path):
    home = tmp_path / ("long" * 40)
    KeyRing(home / "keys").init(SECRET)
    agent.start(home, SECRET, 600)
    assert agent.ask(home) == SECRET
    agent.end(home)


def test_children_ask_it_themselves(home):
    agent.start(home, SECRET, 600)
    program = (
        "import sys; from pathlib import Path; from avatar.ledger.keys import KeyRing;"
        "print(KeyRing(Path(sys.argv[1])).load_signer('log').key_id)"
    )
    with handing_on() as (variables, inherited):
        done = subprocess.run(
            [sys.executable, "-c", program, str(home / "keys")],
            env=variables,
            pass_fds=inherited,
            capture_output=True,
            text=True,
            check=True,
        )
    assert done.stdout.strip() == KeyRing(home / "keys").load_signer("log").key_id


def test_a_key_that_is_made_beside_locked_ones_is_locked_with_what_it_knows(tmp_path):
    ring = KeyRing(tmp_path / "keys")
    ring.load_signer("log")
    ring.rotate("log", SECRET)
    agent.start(tmp_path, SECRET, 600)
    try:
        ring.load_signer("media")
        assert all(card.is_locked for card in ring.cards() if card.is_current)
    finally:
        agent.end(tmp_path)


def test_whoever_removes_its_socket_ends_it(home):
    agent.start(home, SECRET, 600)
    (home / agent.FOLDER / agent.NAME).unlink()
    assert agent.ask(home) is None


def test_a_key_that_lies_elsewhere_has_no_agent(home):
    assert agent.home_of(home / "keys" / "log" / "current.pem") == home
    for elsewhere in ("ana.key", "current.pem", "log/current.pem", str(home / "current.pem")):
        assert agent.home_of(Path(elsewhere)) is None
