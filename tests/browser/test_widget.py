"""A visitor asks a question and sees a face answer: the widget on a bank's page, in a real browser."""

from __future__ import annotations

import time

import pytest

from avatar.service.config import Agent
from tests.browser.bank import Wire
from tests.browser.visit import Visit, ready, visit
from tests.service import running, service

pytestmark = pytest.mark.slow
QUESTION = "When do you open on Saturday?"


@pytest.fixture(scope="module")
def server(pages, tmp_path_factory, warm):
    folder = tmp_path_factory.mktemp("widget")
    warm(folder / "default", "xiaochen")
    agents = (
        Agent("quick", "default", "xiaochen", voice="emma", origins=("own", pages.url), title="Xiaochen"),
        Agent("closed", "default", "xiaochen", voice="emma"),
        Agent("polite", "default", "xiaochen", voice="emma", origins=(pages.url,), greeting="Good morning."),
    )
    with running(service(folder, agents)) as url:
        ready(url)
        yield url


@pytest.fixture
def open_page(browser, pages, server):
    """Open a page with the widget; all are closed at the end."""
    opened: list[Visit] = []

    def open_it(attributes: str = 'data-agent="quick"', of: str = server, **more):
        shape = {name: more.pop(name) for name in ("lang", "direction", "tag") if name in more}
        opened.append(visit(browser, pages.page(of, attributes, **shape), **more))
        return opened[-1]

    yield open_it
    for each in opened:
        each.page.context.close()


def talking(seen: Visit, text: str = QUESTION) -> str:
    """Open the conversation and ask; give the id of the speech that answers, when its lips move."""
    if seen.find(".launcher").is_visible():
        seen.find(".launcher").click()
    before = len(seen.told("lips"))
    seen.ask(text)
    seen.wait(f"told.filter((e) => e.name === 'lips').length > {before}")
    speech: str = seen.told("lips")[-1]["speech_id"]
    return speech


def test_a_page_opens_and_the_face_idles(open_page):
    seen = open_page('data-agent="quick" data-mode="inline"')
    seen.until("ready")
    seen.page.wait_for_selector("canvas.face.shown")
    face = seen.find("canvas.face")
    first = face.screenshot()
    seen.page.wait_for_timeout(1500)
    assert face.screenshot() != first, "it breathes, blinks and looks about"
    assert seen.find(".stage").get_attribute("aria-label") == "Xiaochen, an AI-generated face"


def test_a_question_is_answered_in_sound_lips_captions_and_words(open_page):
    seen = open_page()
    speech = talking(seen)
    started = seen.until("speech-started", speech_id=speech)
    assert started["text"].startswith("Our branches are open")
    assert started["metrics"].keys() >= {"queued_ms", "first_audio_ms", "first_frame_ms"}
    seen.until("caption", speech_id=speech)
    seen.wait("level() > 0.01")
    ended = seen.until("speech-ended", speech_id=speech)
    assert ended["interrupted"] is False
    words = [each["text"] for each in seen.told("caption", speech_id=speech)]
    assert words[0].startswith("Our")
    times = [each["start_ms"] for each in seen.told("caption", speech_id=speech)]
    assert times == sorted(times)
    log = seen.find("[role=log]").inner_text()
    assert QUESTION in log
    assert ended["spoken_text"][:40] in log
    assert seen.violations == []
    assert seen.faults == []


def test_captions_follow_the_sound_and_the_face_its_clock(open_page):
    seen = open_page()
    speech = talking(seen)
    seen.until("speech-ended", speech_id=speech)
    said = seen.told("caption", speech_id=speech)
    delays = sorted(each["position_ms"] - each["start_ms"] for each in said)
    assert delays[0] >= 0, "no word is bright before it is said"
    assert delays[len(delays) // 2] < 500, "nor long after, on a busy machine"
    skew = seen.run("Avatar.get().metrics.skew_ms")
    assert abs(skew["mean"]) <= 80, "measured against the sound card's own report, on a busy machine"


def test_stop_is_silence_at_once(open_page):
    seen = open_page()
    speech = talking(seen)
    seen.wait("level() > 0.01")
    silence = seen.run("silenceAfter(() => Avatar.get().interrupt())")
    assert silence <= 500, "and 15 ms on a quiet machine"
    ended = seen.until("speech-ended", speech_id=speech)
    assert ended["interrupted"] is True
    assert ended["position_ms"] > 0
    assert "interrupted" in seen.find("[role=log]").inner_text()
    seen.page.wait_for_timeout(700)
    assert seen.run("level()") < 0.001, "nothing of it comes back"
    assert seen.find(".caption").inner_text() == ""


def test_the_stop_button_and_a_new_question_interrupt(open_page):
    seen = open_page()
    first = talking(seen)
    seen.button("Stop speaking").click()
    assert seen.until("speech-ended", speech_id=first)["interrupted"]
    second = talking(seen)
    third = talking(seen, "How do I block my card?")
    assert seen.until("speech-ended", speech_id=second)["interrupted"]
    assert third != second
    assert "block" in seen.until("speech-started", speech_id=third)["text"]


def test_a_cut_line_comes_back_and_nothing_is_lost(open_page, server):
    wire = Wire(server)
    try:
        seen = open_page(of=wire.url)
        speech = talking(seen)
        session = seen.run("Avatar.get().metrics.session_id")
        wire.cut()
        seen.until("state", state="reconnecting")
        time.sleep(0.3)
        wire.mend()
        seen.until("ready", resumed=True)
        assert seen.run("Avatar.get().metrics.session_id") == session
        ended = seen.until("speech-ended", speech_id=speech)
        assert ended["interrupted"] is False
        assert ended["spoken_text"].endswith("holidays.")
        assert len(seen.told("speech-started")) == 1, "nothing is said twice"
    finally:
        wire.close()


def test_two_tabs_hear_their_own(open_page):
    one, other = open_page(), open_page()
    one.find(".launcher").click()
    other.find(".launcher").click()
    one.run("Avatar.get().speak('The first page speaks of apples.')")
    other.run("Avatar.get().speak('The second page speaks of pears.')")
    assert "apples" in one.until("speech-ended")["spoken_text"]
    assert "pears" in other.until("speech-ended")["spoken_text"]
    assert len(one.told("speech-started")) == len(other.told("speech-started")) == 1
    assert "pears" not in one.find("[role=log]").inner_text()


def test_the_rig_is_fetched_once(open_page):
    seen = open_page('data-agent="quick" data-mode="inline"')
    fetched: list[str] = []
    seen.page.wait_for_selector("canvas.face.shown")
    seen.page.on("request", lambda request: fetched.append(request.url))
    seen.page.reload()
    seen.page.wait_for_selector("canvas.face.shown")
    assert not [url for url in fetched if "/v1/rigs/" in url]


def test_the_greeting_is_said_when_the_visitor_opens_it(open_page):
    seen = open_page('data-agent="polite" data-auto-connect="true"')
    seen.until("ready")
    seen.page.wait_for_timeout(500)
    assert seen.told("speech-started") == []
    seen.find(".launcher").click()
    assert seen.until("speech-started")["text"] == "Good morning."
    seen.button("Close").click()
    seen.find(".launcher").click()
    seen.page.wait_for_timeout(500)
    assert len(seen.told("message")) == 1


def test_a_page_may_greet_in_its_own_words(open_page):
    seen = open_page('data-agent="polite" data-greeting="Welcome to the branch."')
    seen.find(".launcher").click()
    assert seen.until("speech-started")["text"] == "Welcome to the branch."


def test_an_element_in_the_page_does_the_same(open_page, server):
    tag = f'<script async src="{server}/avatar-agent.js"></script>'
    tag += '<avatar-agent agent="quick" mode="inline"></avatar-agent>'
    seen = open_page(tag=tag)
    seen.until("ready")
    assert seen.run("Avatar.get('quick') === document.querySelector('avatar-agent')")
    seen.run("Avatar.get().speak('Hello from a script.')")
    assert "script" in seen.until("speech-ended")["spoken_text"]


def test_without_leave_it_says_so_in_words(open_page):
    seen = open_page('data-agent="closed"')
    seen.find(".launcher").click()
    assert seen.until("error")["code"] == "forbidden"
    assert seen.find("[role=alert]").inner_text().startswith("This page may not talk")
    assert seen.button("Try again").is_visible()


def test_sound_that_the_browser_holds_back_goes_on_silently(open_page):
    """Nobody has touched the page: captions and lips go on, and a button turns sound on where it is."""
    seen = open_page('data-agent="quick" data-mode="inline"')
    seen.until("ready")
    seen.run("Avatar.get().ask('When do you open on Saturday?')")
    speech = seen.until("lips")["speech_id"]
    seen.until("caption", speech_id=speech)
    assert seen.run("level()") == 0
    seen.button("Turn on sound").click()
    seen.wait("level() > 0.01")
    assert seen.find(".sound").is_hidden()
    assert seen.until("speech-ended", speech_id=speech)["interrupted"] is False
    assert len(seen.told("speech-started")) == 1
