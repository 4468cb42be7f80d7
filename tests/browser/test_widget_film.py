"""The widget where the server draws: for browsers that can't, and photos that stay in the house."""

from __future__ import annotations

import pytest

from avatar.service.config import Agent
from tests.browser.visit import Visit, ready, visit
from tests.service import running, service

pytestmark = pytest.mark.slow
QUESTION = "When do you open on Saturday?"


@pytest.fixture(scope="module")
def server(pages, tmp_path_factory, warm):
    folder = tmp_path_factory.mktemp("film")
    warm(folder / "default", "xiaochen")
    agents = (
        Agent("filmed", "default", "xiaochen", voice="emma", origins=(pages.url,), mode="stream", size=(256, 256)),
        Agent("drawn", "default", "xiaochen", voice="emma", origins=(pages.url,), size=(256, 256)),
    )
    with running(service(folder, agents)) as url:
        ready(url)
        yield url


def opened(browser, pages, server, attributes: str, before: str = "") -> Visit:
    seen = visit(browser, pages.page(server, attributes), before=before)
    seen.find(".launcher").click()
    seen.page.wait_for_selector("video.shown", timeout=60_000)
    seen.page.wait_for_selector(".stage.present", timeout=60_000)
    return seen


def test_a_film_answers_and_stops_at_once(browser, pages, server):
    seen = opened(browser, pages, server, 'data-agent="filmed"')
    seen.wait("Avatar.get().shadowRoot.querySelector('video').currentTime > 1")
    seen.ask(QUESTION)
    started = seen.until("speech-started", seconds=60)
    assert started["text"].startswith("Our branches")
    said = seen.until("caption")
    assert abs(said["position_ms"] - said["start_ms"]) < 1000
    seen.page.wait_for_timeout(800)
    muted = "Avatar.get().shadowRoot.querySelector('video').muted"
    assert seen.run(muted) is False
    seen.run("Avatar.get().interrupt()")
    assert seen.run(muted) is True
    assert seen.find("canvas.rest.shown").count() == 1
    assert seen.until("speech-ended")["interrupted"] is True
    seen.page.wait_for_selector("canvas.rest:not(.shown)", state="attached", timeout=60_000)
    before = seen.run("Avatar.get().shadowRoot.querySelector('video').currentTime")
    seen.wait(f"Avatar.get().shadowRoot.querySelector('video').currentTime > {before} + 1")
    seen.ask(QUESTION)
    assert seen.until("speech-ended", seconds=60, interrupted=False)["spoken_text"].endswith("holidays.")
    assert seen.violations == []
    seen.page.context.close()


def test_a_browser_without_webgl_gets_the_film(browser, pages, server):
    without = """
    const get = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
      return kind === "webgl2" ? null : get.call(this, kind, ...more);
    };"""
    seen = opened(browser, pages, server, 'data-agent="drawn"', before=without)
    assert seen.until("ready")["mode"] == "stream"
    seen.page.context.close()
