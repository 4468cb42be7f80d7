"""Messages to webhooks: signed, tried again, and never sent inside."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import io
import json
import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from avatar.errors import InputError
from avatar.service.logs import Log
from avatar.service.videos.database import Database
from avatar.service.videos.webhooks import addresses
from avatar.service.videos.webhooks.deliveries import PAUSES, Deliveries, due, settle
from avatar.service.videos.webhooks.secret import renew_secret, webhook_secret
from avatar.service.videos.webhooks.signing import headers
from tests.service import service
from tests.webhook import Receiver


@pytest.fixture
def receiver():
    with Receiver() as made:
        yield made
        made.shutdown()


def post(data, url, body="{}"):
    base = Database(data)
    with base.write() as file:
        file.execute(
            "INSERT INTO messages (id, url, body, next, at) VALUES ('msg_1', ?, ?, ?, ?)", (url, body, time.time(), 0)
        )
    return base


def deliver(tmp_path, base, *, has_loopback=True):
    of = service(tmp_path / "homes")
    of.log = Log(0, io.StringIO())
    asyncio.run(Deliveries(of, has_loopback=has_loopback).tell(base, tmp_path))


def test_a_message_is_signed_as_standard_webhooks_are():
    """The example of the specification's own libraries."""
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    told = headers(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    assert told["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert told["webhook-timestamp"] == "1614265330"


def test_a_message_arrives_and_can_be_checked(tmp_path, receiver):
    body = json.dumps({"type": "video.done", "data": {"id": "v-1"}})
    base = post(tmp_path, receiver.url, body)
    deliver(tmp_path, base)
    ((path, told, content),) = receiver.got
    told = {name.lower(): value for name, value in told.items()}
    signed = f"{told['webhook-id']}.{told['webhook-timestamp']}.".encode() + content
    key = base64.b64decode(webhook_secret(tmp_path).removeprefix("whsec_"))
    wanted = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert (path, content.decode(), told["webhook-signature"]) == ("/hook?x=1", body, f"v1,{wanted}")
    assert due(base, time.time() + 1e6) == []


def test_a_message_that_fails_is_tried_again_after_a_restart(tmp_path):
    with Receiver([500, 503]) as receiver:
        began = time.time()
        deliver(tmp_path, post(tmp_path, receiver.url))
        again = Database(tmp_path)
        assert due(again, began + PAUSES[0]) == []
        (message,) = due(again, time.time() + 1.2 * PAUSES[0])
        assert message.attempts == 1
        assert settle(again, message, 503, 0.0) == "retried"
        (message,) = due(again, 1.2 * PAUSES[1])
        assert settle(again, message, 204, 0.0) == "delivered"
        receiver.shutdown()


@pytest.mark.parametrize(("attempts", "status"), [(len(PAUSES), 500), (0, 410)])
def test_at_last_it_is_given_up(tmp_path, attempts, status):
    base = post(tmp_path, "https://bank.example/hook")
    with base.write() as file:
        file.execute("UPDATE messages SET attempts = ?", (attempts,))
    (message,) = due(base, time.time() + 1)
    assert settle(base, message, status, 0.0) == "given-up"
    assert due(base, 1e12) == []


def test_a_redirection_is_not_followed(tmp_path, receiver):
    with Receiver([302], location=receiver.url) as first:
        base = post(tmp_path, first.url)
        deliver(tmp_path, base)
        first.shutdown()
    assert receiver.got == []
    assert due(base, time.time() + 1e6)


def test_nothing_is_sent_to_this_machine_unless_the_settings_say_so(tmp_path, receiver):
    base = post(tmp_path, receiver.url)
    deliver(tmp_path, base, has_loopback=False)
    assert receiver.got == []
    assert due(base, time.time() + 1e6)[0].attempts == 1


INSIDE = (
    "10.0.0.1", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "127.0.0.1", "127.1.2.3",
    "255.255.255.255", "224.0.0.1", "240.0.0.1", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1", "fc00::1",
    "fd00:ec2::254", "ff02::1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::a00:1", "2002:a00:1::",
    "2001:db8::1",
)  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_no_address_inside_is_taken_written_out_or_behind_a_name(address):
    host = f"[{address}]" if ":" in address else address
    with pytest.raises(InputError, match="inside a network"):
        addresses.check_url(f"https://{host}/hook")
    with pytest.raises(InputError, match="inside a network"):
        addresses.resolve("https://bank.example/", lookup=lambda *_: ["93.184.215.14", address])


@pytest.mark.parametrize(
    "url",
    [
        "http://bank.example/", "ftp://bank.example/", "https:///x", "https://user:pw@bank.example/", "file:///etc/passwd",
        "https://bank.example:99999/", "https://bank.example:0/", "http://localhost/", "gopher://bank.example",
    ],
)  # fmt: skip
def test_only_https_to_a_plain_host_is_taken(url):
    with pytest.raises(InputError):
        addresses.check_url(url)


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "0177.0.0.1", "127.1", "localhost", "127.0.0.1.nip.example"])
def test_other_spellings_of_this_machine_are_found_out_when_they_are_looked_up(host):
    lookup = None if not host.endswith("example") else lambda *_: ["127.0.0.1"]
    with pytest.raises(InputError):
        addresses.resolve(f"https://{host}/", lookup=lookup)


def test_the_connection_goes_to_the_address_that_was_checked():
    answers = iter([["93.184.215.14"], ["127.0.0.1"]])
    target = addresses.resolve("https://bank.example/hook", lookup=lambda *_: next(answers))
    assert (target.address, target.host, target.port) == ("93.184.215.14", "bank.example", 443)


def test_a_secret_is_made_once_and_can_be_made_anew(tmp_path):
    first = webhook_secret(tmp_path)
    assert first.startswith("whsec_")
    assert webhook_secret(tmp_path) == first
    assert (tmp_path / "service" / "webhook_secret").stat().st_mode & 0o077 == 0
    assert renew_secret(tmp_path) == webhook_secret(tmp_path) != first


DOCUMENT = Path("docs/rest.md").read_text(encoding="utf-8")
SECRET, BODY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", '{"a": "ä"}'


def test_the_documented_check_in_python_takes_our_messages_and_no_others():
    (code,) = (block for block in re.findall(r"```python\n(.*?)```", DOCUMENT, re.DOTALL) if "is_ours" in block)
    names = {}
    exec(code, names)  # what a reader copies
    told = headers(SECRET, "msg_1", int(time.time()), BODY.encode())
    assert names["is_ours"](SECRET, told, BODY.encode())
    assert not names["is_ours"](SECRET, told, b"{}")
    assert not names["is_ours"](SECRET, told | {"webhook-timestamp": str(int(time.time()) - 999)}, BODY.encode())


@pytest.mark.skipif(shutil.which("node") is None, reason="there is no Node here")
def test_the_documented_check_in_node_takes_our_messages_and_no_others(tmp_path):
    code = re.findall(r"```js\n(.*?)```", DOCUMENT, re.DOTALL)[0]
    told = json.dumps(headers(SECRET, "msg_1", int(time.time()), BODY.encode()))
    ask = f"const told = {told}; const ask = (body) => isOurs({SECRET!r}, told, body);"
    script = tmp_path / "check.mjs"
    script.write_text(f"{code}\n{ask}\nconsole.log(ask({json.dumps(BODY)}), ask('other'))", encoding="utf-8")
    done = subprocess.run(["node", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["true", "false"]
