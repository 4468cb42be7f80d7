"""The description of the protocol: complete, and true to its own examples."""

from __future__ import annotations

import base64
import struct
from typing import Any

import jsonschema
import pytest
import yaml

from avatar.service.sessions.routes import PROTOCOL

PLAN: dict[str, Any] = yaml.safe_load(PROTOCOL.read_text(encoding="utf-8"))
MESSAGES: dict[str, Any] = PLAN["components"]["messages"]


def test_is_asyncapi_3_and_every_message_is_in_the_channel_and_in_one_operation() -> None:
    assert PLAN["asyncapi"].startswith("3.")
    assert set(PLAN["channels"]["session"]["messages"]) == set(MESSAGES)
    used = [each["$ref"].rsplit("/", 1)[1] for part in PLAN["operations"].values() for each in part["messages"]]
    assert sorted(used) == sorted(MESSAGES)


@pytest.mark.parametrize("name", MESSAGES)
def test_every_message_has_examples_that_fit_it(name: str) -> None:
    message = MESSAGES[name]
    assert message["summary"]
    check = jsonschema.Draft202012Validator({**message["payload"], "components": PLAN["components"]})
    for example in message["examples"]:
        check.validate(example["payload"])
        if message.get("contentType") is None:
            assert example["payload"]["type"] == name


@pytest.mark.parametrize(("name", "kind"), [("sound", 1), ("motion", 2), ("film", 3)])
def test_binary_examples_have_the_header(name: str, kind: int) -> None:
    for example in MESSAGES[name]["examples"]:
        data = base64.b64decode(example["payload"], validate=True)
        assert struct.unpack_from("<BB", data) == (kind, 1)
        assert len(data) > 16
