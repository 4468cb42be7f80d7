"""A home in which everything that is watched has happened."""

import shutil

import pytest

from avatar.ledger.audit import Event
from avatar.ledger.stores import open_log
from avatar.permission.consent.record import Scope
from avatar.permission.consent.revoking import revoke
from avatar.permission.review import ReviewQueue
from tests.consents import Home, make_home
from tests.watched import make_clip

SCRIPT = "我是市公安局民警。"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Make a home with a record, three clips, a checkpoint, a revoked record, and a vote."""
    home = make_home(tmp_path_factory.mktemp("made"))
    revoke(home.store, home.give(scope=Scope(purposes=("research",))).authorization_id)
    record = home.give(scope=Scope(max_outputs=99))
    for number in range(3):
        make_clip(home, record, number)
    for _ in range(48):
        open_log(home.folder).append(Event("refuse", decision="refuse"))
    queue = ReviewQueue(home=home.folder)
    queue.approve(queue.submit(SCRIPT, portrait="ab" * 32, purpose="news").key, reviewer="Ana", reason="seen")
    return home, record


@pytest.fixture
def home(made, tmp_path):
    """Give a copy of it."""
    shutil.copytree(made[0].folder, tmp_path / "home", copy_function=shutil.copy)
    home = Home(tmp_path / "home", made[0].photo, made[0].image)
    home.record = made[1]
    return home
