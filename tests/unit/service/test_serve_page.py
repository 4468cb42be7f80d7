"""docs/serve.md names every option, setting, figure, event and check that there is, and no others."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
from typer.main import get_command

from avatar.cli.app import app
from avatar.service import config
from avatar.service.doors.keys import SCOPES
from avatar.service.metrics import FIGURES

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "serve.md").read_text(encoding="utf-8")
SOURCES = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "avatar" / "service").rglob("*.py")))
ENDINGS = {"count": "_total", "gauge": "", "spread": ""}
KINDS = {"count": "counter", "gauge": "gauge", "spread": "histogram"}


def test_every_option_is_named():
    command = get_command(app).get_command(None, "serve")
    for parameter in command.params:
        assert f"`{parameter.opts[0]}" in PAGE, parameter.opts


@pytest.mark.parametrize(
    "table", [config.ServerSettings, config.Agent, config.LimitSettings, config.FilmsSettings, config.Tenant]
)
def test_every_setting_is_named(table):
    for field in fields(table):
        assert f"`{field.name}`" in PAGE or field.name == "name", field.name


def test_every_figure_is_named_with_its_kind_and_labels():
    named = set(re.findall(r"^\| `(avatar_\w+)` \| (\w+) \| ([\w, ]*?) ?\|", PAGE, re.MULTILINE))
    assert named == {
        (f"avatar_{each.name}{ENDINGS[each.kind]}", KINDS[each.kind], ", ".join(each.labels)) for each in FIGURES
    }


def test_every_event_is_named():
    events = set(re.findall(r"\blog\(\s*\"([a-z._]+)\"", SOURCES))
    assert events
    assert {event for event in events if f"`{event}`" not in PAGE} == set()


def test_every_scope_and_check_is_named():
    for name in (*SCOPES, "disk", "ledger", "portraits", "voices", "server"):
        assert f"`{name}`" in PAGE
