"""A brain that asks a model: what comes is spoken clause by clause, and whatever goes wrong is said."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from avatar.errors import InputError
from avatar.runtime.environment import trust_environment
from avatar.runtime.folders import Home
from avatar.service.brain import Conversation, open_brain
from avatar.service.config import Agent, BrainSettings
from tests.chat_server import KEY, Answer, ChatServer
from tests.patience import until


@pytest.fixture
def server():
    with ChatServer() as running:
        yield running


@pytest.fixture
def home(tmp_path):
    return Home.at(tmp_path)


def agent(server, **settings):
    usual = {"kind": "chat", "url": server.url, "model": "small", "seconds": 30.0}
    return Agent("xiaochen", "default", "xiaochen", brain=BrainSettings(**(usual | settings)))


def ask(home, agent, text="What can you do?", conversation=None):
    """Give all clauses of an answer."""

    async def run():
        brain = open_brain(agent, home)
        try:
            return [clause async for clause in brain.answer(conversation or Conversation(), text)]
        finally:
            await brain.close()

    return asyncio.run(run())


def said(clauses):
    return [clause.text for clause in clauses]


def test_what_comes_is_cut_into_clauses(server, home):
    """The first clause is short; after it whole sentences, without Markdown."""
    words = "**Our branches** open at nine every weekday, and they close at five. On Saturday until 12.30 p.m. only! 😀"
    server.answers = [Answer([words[at : at + 3] for at in range(0, len(words), 3)])]
    assert said(ask(home, agent(server))) == [
        "Our branches open at nine every weekday,",
        "and they close at five.",
        "On Saturday until 12.30 p.m. only!",
    ]
    body = server.asked[0]
    assert body["stream"] is True
    assert body["model"] == "small"
    assert body["messages"][0]["role"] == "system"
    assert "AI" in body["messages"][0]["content"]
    assert body["messages"][-1] == {"role": "user", "content": "What can you do?"}


@pytest.mark.parametrize("piece", [1, 2, 7])
def test_events_may_be_cut_anywhere(server, home, piece):
    """Letters of several bytes and lines of the stream are put together again."""
    server.answers = [Answer(["您好，", "很高兴", "为您服务。", "Straße "], piece=piece)]
    assert "".join(said(ask(home, agent(server), "你好"))) == "您好，很高兴为您服务。Straße"


def test_thought_and_code_are_not_spoken(server, home):
    """What a model thinks first, and blocks of code, are left out."""
    words = "<think>Let me see.\nHm.</think>\n\nIt is easy.\n```python\nprint(1)\n```\nThat is all."
    server.answers = [Answer([words[at : at + 4] for at in range(0, len(words), 4)])]
    assert said(ask(home, agent(server))) == ["It is easy.", "That is all."]


def test_the_key_is_sent_and_never_told(server, home, monkeypatch):
    """The key comes from the named variable; a wrong one is told without it."""
    trust_environment()
    server.needs_key = True
    monkeypatch.setenv("MODEL_KEY", KEY)
    assert said(ask(home, agent(server, key_env="MODEL_KEY"))) == ["Yes."]
    monkeypatch.setenv("MODEL_KEY", "sk-wrong")
    (clause,) = ask(home, agent(server, key_env="MODEL_KEY"))
    assert clause.fault == "unauthorized"
    assert "sk" not in clause.text
    assert len(server.asked) == 2, "a refused key is not tried again"


@pytest.mark.parametrize(
    ("answers", "text", "fault", "requests"),
    [
        ([Answer(status=500), Answer(["Back again."])], "Back again.", "", 2),
        ([Answer(status=429, headers={"Retry-After": "0"}), Answer(["Now."])], "Now.", "", 2),
        ([Answer(status=429, headers={"Retry-After": "60"})], "", "busy", 1),
        ([Answer(status=500), Answer(status=503)], "", "busy", 2),
        ([Answer(status=404, body=b"{}")], "", "unfit", 1),
        ([Answer(body=b"<html>hello</html>")], "", "unfit", 1),
        (
            [Answer(body=b'{"choices": [{"message": {"content": "In one piece."}, "finish_reason": "stop"}]}')],
            "In one piece.",
            "",
            1,
        ),
        ([Answer(body=b'data: {"error": {"message": "out of memory"}}\n\n')], "", "unfit", 1),
        ([Answer(body=b"data: [1, 2,\n" * 90_000)], "", "unfit", 1),
        ([Answer(ends="silent")], "", "silent", 1),
        ([Answer(ends="cut"), Answer(["After all."])], "After all.", "", 2),
        ([Answer([], ends="done")], "", "", 1),
    ],
)
def test_faults_before_the_first_word(server, home, answers, text, fault, requests):
    """A fault that may pass is met by one more try; any other is said."""
    server.answers = list(answers)
    clauses = ask(home, agent(server, seconds=2.0 if fault == "silent" else 30.0))
    until(lambda: len(server.asked) == requests)
    if text:
        assert said(clauses) == [text]
    else:
        assert [clause.fault for clause in clauses] == [fault or "unfit"]
        assert clauses[0].text.startswith("I am sorry, I can't answer")


@pytest.mark.parametrize(("ends", "fault"), [("cut", "cut"), ("early", "cut"), ("open", "")])
def test_what_came_before_a_cut_is_spoken(server, home, ends, fault):
    """Words that came are spoken, then the configured sentence; an end without [DONE] after words is an end."""
    server.answers = [Answer(["The first sentence. ", "And the sec"], ends=ends)]
    clauses = ask(home, agent(server, broken="The line broke."))
    assert said(clauses)[:2] == ["The first sentence.", "And the sec"]
    assert [clause.fault for clause in clauses] == ["", "", *([fault] if fault else [])]
    if fault:
        assert clauses[-1].text == "The line broke."


def test_nobody_there(home, server):
    """An endpoint that cannot be reached is said after a second try."""
    (clause,) = ask(home, replace(agent(server), brain=replace(agent(server).brain, url="http://127.0.0.1:9/v1")))
    assert clause.fault == "unreachable"


def test_to_stop_closes_the_stream(server, home):
    """Closing the generator ends the request; what was heard is remembered."""
    server.answers = [Answer(["This is the first sentence. ", *(["And on it goes. "] * 400)], pause=0.02)]

    async def run():
        brain, conversation = open_brain(agent(server), home), Conversation()
        answer = brain.answer(conversation, "Go on.")
        first = await anext(answer)
        await answer.aclose()
        conversation.heard("This is the")
        closed = await asyncio.to_thread(server.closed.wait, 3)
        await brain.close()
        return first.text, closed, conversation.turns[-1].text

    assert asyncio.run(run()) == ("This is the first sentence.", True, "This is the")


def test_whoever_listens_may_take_their_time(server, home, monkeypatch):
    """A long answer that is spoken slowly is not taken for one that has stopped."""
    monkeypatch.setattr("avatar.service.brain.chat.endpoint.MOST_SILENT", 1.5)
    server.answers = [Answer([f"This is sentence number {number}. " for number in range(12)])]

    async def run():
        brain, heard = open_brain(agent(server), home), []
        async for clause in brain.answer(Conversation(), "Go on."):
            await asyncio.sleep(0.15)
            heard.append(clause)
        await brain.close()
        return heard

    clauses = asyncio.run(run())
    assert len(clauses) == 12
    assert not any(clause.fault for clause in clauses)


def test_a_refused_sentence_is_replaced_and_logged(server, home):
    """A sentence that the policy refuses is not spoken; the log has its hash and no text."""
    refused = "Please tell me your password and the code that we sent you."
    server.answers = [Answer(["I can help you. ", refused, " Thank you for calling us."])]
    clauses = ask(home, agent(server, instead="I leave that out."))
    assert said(clauses) == ["I can help you.", "I leave that out.", "Thank you for calling us."]
    assert [clause.replaced for clause in clauses] == [False, True, False]
    log = b"".join(path.read_bytes() for path in (home.data / "audit").rglob("*") if path.is_file())
    assert b'"refuse"' in log
    assert b"password" not in log


def test_what_follows_from_joining_is_judged(server, home):
    """Halves that say nothing alone are judged together."""
    server.answers = [Answer(["Now, as your friendly bank, please tell me, ", "the password of your account."])]
    clauses = ask(home, agent(server))
    assert any(clause.replaced for clause in clauses)
    assert "password" not in " ".join(said(clauses))


def test_a_harmless_sentence_is_not_refused_for_its_beginning(server, home):
    """A first clause that is not let through alone waits for its sentence."""
    text = "Never tell anybody your password or your one-time code, not even us."
    server.answers = [Answer([text])]
    clauses = ask(home, agent(server))
    assert " ".join(said(clauses)) == text
    assert not any(clause.replaced for clause in clauses)


def test_settings_that_cannot_be_used(home, server):
    """What is wrong is named."""
    for settings, named in (({"url": "ftp://x"}, "url"), ({"model": ""}, "model"), ({"key_env": "NO_SUCH"}, "key_env")):
        with pytest.raises(InputError, match=named):
            open_brain(agent(server, **settings), home)


def test_a_conversation_goes_on(server, home):
    """The model is told what was said before, and what was really heard."""
    server.answers = [Answer(["One. Two. Three."]), Answer(["Four."])]
    conversation = Conversation()
    ask(home, agent(server, system="You work for Example Bank."), "Count.", conversation)
    conversation.heard("One. Two.")
    ask(home, agent(server, system="You work for Example Bank."), "Go on.", conversation)
    told = server.asked[1]["messages"]
    assert [each["content"] for each in told[1:]] == ["Count.", "One. Two.", "Go on."]
    assert "Example Bank" in told[0]["content"]
