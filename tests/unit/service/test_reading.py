from __future__ import annotations

import pytest

from avatar.errors import InputError
from avatar.service.doors.keys import digest_of
from avatar.service.reading import read_config, require_closed

WHOLE = """
[server]
host = "0.0.0.0"
port = 9000
public_url = "https://avatar.bank.example"
proxies = ["10.0.0.1"]

[tenants.bank]
home = "bank"
keys = ["sha256:{digest}", "sha256:{digest} videos,speech"]

[tenants.shop]
home = "shop"

[agents.teller]
tenant = "bank"
portrait = "xiaochen"
voice = "yunfeng"
origins = ["https://www.bank.example"]
mode = "stream"
size = [640, 640]

[agents.teller.brain]
kind = "chat"
url = "http://127.0.0.1:11434/v1"
model = "small"
faq = "faq.toml"
seconds = 5

[agents.teller.transcription]
url = "http://127.0.0.1:8000/v1"
largest_mb = 3

[limits]
body_mb = 2

[enrolment]
networks = ["modnet", "insightface"]
"""


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("AVATAR_HOME", str(tmp_path / "home"))


def read(tmp_path, text, **more):
    file = tmp_path / "serve.toml"
    file.write_text(text, encoding="utf-8")
    return read_config(file, **more)


def test_everything_that_can_be_written_is_read(tmp_path):
    (tmp_path / "faq.toml").write_text("[[question]]\nask = 'When?'\nanswer = 'Now.'\n", encoding="utf-8")
    config = read(tmp_path, WHOLE.format(digest=digest_of("secret")))
    assert (config.server.host, config.server.port, config.server.proxies) == ("0.0.0.0", 9000, ("10.0.0.1",))
    assert [(tenant.name, tenant.home.data) for tenant in config.tenants] == [
        ("bank", tmp_path / "bank"),
        ("shop", tmp_path / "shop"),
    ]
    (agent,) = config.agents
    assert (agent.name, agent.tenant, agent.mode, agent.size) == ("teller", "bank", "stream", (640, 640))
    assert (agent.transcription.url, agent.transcription.largest_mb) == ("http://127.0.0.1:8000/v1", 3.0)
    assert (agent.brain.kind, agent.brain.faq, agent.brain.seconds) == ("chat", tmp_path / "faq.toml", 5.0)
    assert config.limits.body_mb == 2.0
    assert [sorted(key.scopes) for key in config.keys][1] == ["speech", "videos"]
    assert len(config.keys[0].scopes) == 5
    assert config.enrolment.networks == ("modnet", "insightface")


def test_without_a_file_every_portrait_is_an_agent_of_the_usual_home(tmp_path):
    config = read_config(None)
    assert [agent.name for agent in config.agents] == ["amara", "marco", "xiaochen", "xiaochen_green"]
    assert {agent.origins for agent in config.agents} == {("own",)}
    assert config.server.host == "127.0.0.1"
    assert [(tenant.name, tenant.home.data) for tenant in config.tenants] == [("default", tmp_path / "home")]


def test_portraits_and_origins_can_be_named_on_the_command_line():
    config = read_config(None, ["marco"], ["https://www.bank.example"])
    assert [(agent.name, agent.origins) for agent in config.agents] == [("marco", ("own", "https://www.bank.example"))]


def test_an_agent_of_the_only_tenant_need_not_say_so(tmp_path):
    config = read(tmp_path, '[tenants.bank]\nhome = "bank"\n[agents.teller]\nportrait = "marco"\n')
    assert config.agents[0].tenant == "bank"


FAULTS = {
    "[server]\nprot = 1": "[server] has no setting 'prot'; did you mean 'port'?",
    "[sever]": "did you mean 'server'?",
    "server = 1": "is 1, which is no table",
    "[server]\nport = '80'": "port = '80'; write a whole number",
    "[server]\nport = true": "write a whole number",
    "[server]\nport = 70000": "use 1 to 65535",
    "[server]\nprocesses = -1": "use 1 to 256",
    "[server]\npublic_url = 'bank'": "write it as https://",
    "[server]\nproxies = '10.0.0.1'": "write a list in [ ]",
    "[limits]\nbody_mb = 0": "use more than 0",
    "[limits]\nbody_mb = 'much'": "write a number",
    "[enrolment]\nnetworks = 'modnet'": "write a list in [ ]",
    "[enrolment]\nnetworks = ['/etc/passwd']": "offers the network '/etc/passwd', which no catalogue has",
    "[enrolment]\nnetworks = ['modnet', 'insightface']\nnetwork = 1": "did you mean 'networks'?",
    "[tenants.bank]": "lacks home",
    "[tenants.bank]\nhome = 'a'\nkeys = ['secret']": "write sha256: and 64 hex digits",
    "[tenants.bank]\nhome = 'a'\nkeys = 'secret'": "write a list",
    f"[tenants.bank]\nhome = 'a'\nkeys = ['sha256:{'0' * 64} films']": "there is no scope 'films'; use videos",
    "[tenants.a]\nhome = 'x'\n[tenants.b]\nhome = 'x'": "[tenants.b] has the same home as 'a'",
    "[tenants.'a/b']\nhome = 'x'": "has the name 'a/b'; use up to 64 letters",
    "[agents.x]": "[agents.x] lacks 'portrait'; add it",
    "[agents.x]\nportrait = 'xiaochen'\ntenant = 'bank'": "add [tenants.bank]",
    "[agents.x]\nportrait = 'nobody'": "no portrait named 'nobody'; there are: amara",
    "[agents.x]\nportrait = '../xiaochen'": "no portrait named",
    "[agents.x]\nportrait = 'xiaochen'\nvoice = 'nobody'": "'nobody'",
    "[agents.x]\nportrait = 'xiaochen'\nmode = 'gpu'": "use browser or stream",
    "[agents.x]\nportrait = 'xiaochen'\norigins = ['www.bank.example']": "write scheme, host and port alone",
    "[agents.x]\nportrait = 'xiaochen'\norigins = ['https://www.bank.example/']": "write scheme, host and port alone",
    "[agents.x]\nportrait = 'xiaochen'\norigins = ['*']": "write scheme, host and port alone",
    "[agents.x]\nportrait = 'xiaochen'\nsize = [512]": "write 2 values",
    "[agents.x]\nportrait = 'xiaochen'\n[agents.x.brain]\nkind = 'magic'": "brain.kind = 'magic'; use faq or chat",
    "[agents.x]\nportrait = 'xiaochen'\n[agents.x.brain]\nkind = 'chat'": "[agents.x.brain] has no url",
    "[agents.x]\nportrait = 'xiaochen'\n[agents.x.brain]\nfaq = 'gone.toml'": "gone.toml",
    "[agents.x]\nportrait = 'xiaochen'\n[agents.x.brain]\nmodle = 'm'": "'modle'; did you mean 'model'?",
    "[server": "is not valid TOML",
}


@pytest.mark.parametrize("text", FAULTS)
def test_what_is_wrong_is_told_with_the_file_and_the_cure(tmp_path, text):
    with pytest.raises(InputError) as fault:
        read(tmp_path, text)
    assert FAULTS[text] in str(fault.value)
    assert "serve.toml" in str(fault.value) or "agent 'x'" in str(fault.value)


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(InputError, match=r"nothing\.toml"):
        read_config(tmp_path / "nothing.toml")


def test_without_a_key_nobody_elsewhere_is_served():
    for host in ("127.0.0.1", "localhost", "::1"):
        require_closed(host, has_keys=False)
    require_closed("0.0.0.0", has_keys=True)
    for host in ("0.0.0.0", "::", "192.168.1.2", "bank.example"):
        with pytest.raises(InputError, match="avatar serve key new"):
            require_closed(host, has_keys=False)
