"""A running service anchors its tenants' homes; what fails is one line of its log."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from types import SimpleNamespace

from avatar.ledger.audit import Event
from avatar.ledger.stores import open_log
from avatar.service.logs import Log
from avatar.service.run.anchoring import anchoring
from tests.patience import until


@dataclass
class Bank:
    home: SimpleNamespace
    name: str = "bank"


def tenant(folder, to):
    open_log(folder).append(Event("refuse", decision="refuse"))
    (folder / "config.toml").write_text(f'[anchors]\nto = "{to}"\nevery = 1\n', encoding="utf-8")
    return Bank(SimpleNamespace(data=folder))


def test_every_home_is_anchored_and_a_failure_is_logged(tmp_path):
    said = io.StringIO()
    homes = [tenant(tmp_path / "one", tmp_path / "no" / "far"), tenant(tmp_path / "two", tmp_path / "far")]
    with anchoring(homes, Log(stream=said), look=0.01):
        until((tmp_path / "far").exists)
        until(lambda: said.getvalue().endswith("\n"))
    assert {json.loads(line)["event"] for line in said.getvalue().splitlines()} == {"anchor.failed"}
