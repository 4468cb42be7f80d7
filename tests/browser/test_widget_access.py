"""Everybody can use the widget: by keyboard, with a screen reader, on a small screen, in either direction."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from avatar.service.config import Agent
from tests.browser.visit import Visit, ready, visit
from tests.service import running, service

pytestmark = pytest.mark.slow
AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
SMALLEST = 44
"""px, of what is pressed"""
WAYS = {
    "floating": {},
    "inline": {"attributes": 'data-mode="inline"'},
    "full": {"attributes": 'data-mode="full"'},
    "dark": {"color_scheme": "dark"},
    "small": {"width": 320, "height": 568, "has_touch": True},
    "Chinese": {"lang": "zh-CN"},
    "Arabic": {"lang": "ar", "direction": "rtl"},
}


@pytest.fixture(scope="module")
def server(pages, tmp_path_factory, warm):
    folder = tmp_path_factory.mktemp("access")
    warm(folder / "default", "xiaochen")
    agents = (Agent("quick", "default", "xiaochen", voice="emma", origins=(pages.url,), title="Xiaochen"),)
    with running(service(folder, agents)) as url:
        ready(url)
        yield url


@pytest.fixture
def open_page(browser, pages, server):
    """Open a page with the widget; all are closed at the end."""
    opened: list[Visit] = []

    def open_it(attributes: str = "", **more):
        shape = {name: more.pop(name) for name in ("lang", "direction", "tag") if name in more}
        url = pages.page(server, f'data-agent="quick" {attributes}', **shape)
        opened.append(visit(browser, url, **more))
        return opened[-1]

    yield open_it
    for each in opened:
        each.page.context.close()


def opened(seen: Visit) -> Visit:
    """Open the conversation and wait for the face."""
    if seen.find(".launcher").count():
        seen.find(".launcher").click()
    seen.page.wait_for_selector(".stage.present")
    return seen


@pytest.mark.parametrize("way", WAYS)
def test_axe_finds_nothing(open_page, way):
    if not AXE.exists():
        pytest.skip("axe-core is not there: npm ci in web/")
    seen = open_page(**WAYS[way])
    for state in ("closed", "open", "asked"):
        if state == "open":
            opened(seen)
        if state == "asked":
            seen.ask("When do you open on Saturday?")
            seen.until("caption")
        seen.run(AXE.read_text(encoding="utf-8"))
        found = seen.run(
            "axe.run({include: ['avatar-agent']}, {resultTypes: ['violations']})"
            ".then((r) => r.violations.map((v) => [v.id, v.impact, v.nodes.map((n) => n.html.slice(0, 120))]))"
        )
        assert found == [], state


@pytest.mark.parametrize("way", WAYS)
def test_what_is_pressed_is_large_enough_and_within_the_window(open_page, way):
    seen = opened(open_page(**WAYS[way]))
    width = seen.page.viewport_size["width"]
    assert seen.run("document.documentElement.scrollWidth") <= width
    buttons = [each for each in seen.find("avatar-agent button, avatar-agent input").all() if each.is_visible()]
    assert len(buttons) >= 4
    for each in buttons:
        box = each.bounding_box()
        assert box["height"] >= SMALLEST, each.get_attribute("aria-label")
        assert box["width"] >= SMALLEST
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width


def test_by_keyboard_alone(open_page):
    seen = open_page()
    keys = seen.page.keyboard
    keys.press("Tab")
    keys.press("Tab")
    focus = "Avatar.get().shadowRoot.activeElement"
    assert seen.run(f"{focus}.className") == "launcher"
    keys.press("Enter")
    assert seen.run(f"{focus}.tagName") == "INPUT"
    keys.type("When do you open on Saturday?")
    keys.press("Enter")
    seen.until("lips")
    keys.press("Tab")
    keys.press("Tab")
    assert seen.run(f"{focus}.getAttribute('aria-label')") == "Stop speaking"
    keys.press("Enter")
    assert seen.until("speech-ended")["interrupted"]
    assert seen.run(f"{focus}.tagName") == "INPUT", "focus does not fall into the void"
    keys.press("Escape")
    assert not seen.run("Avatar.get().isOpen")
    assert seen.run(f"{focus}.className") == "launcher"


def test_in_the_whole_window_focus_stays_inside(open_page):
    seen = opened(open_page('data-mode="full"'))
    assert seen.find(".panel").get_attribute("aria-modal") == "true"
    for press in ["Tab"] * 8 + ["Shift+Tab"] * 8:
        seen.page.keyboard.press(press)
        assert seen.run("document.activeElement.localName") == "avatar-agent"
        assert seen.run("Avatar.get().shadowRoot.activeElement.closest('.panel') !== null")
    seen.page.keyboard.press("Escape")
    assert seen.run("Avatar.get().shadowRoot.activeElement.className") == "launcher"


def _sway(seen: Visit) -> float:
    """How much the shoulders' picture changes within two seconds, levels of the most changed pixel."""
    box = seen.find("canvas.face").bounding_box()
    place = {"x": box["x"] + 40, "y": box["y"] + box["height"] * 0.25, "width": 60, "height": box["height"] * 0.6}
    shots = []
    for _ in range(5):
        seen.page.wait_for_timeout(400)
        shots.append(np.asarray(Image.open(io.BytesIO(seen.page.screenshot(clip=place))).convert("L"), np.int16))
    return float(max(np.abs(shot - shots[0]).max() for shot in shots))


def test_what_is_not_wished_does_not_move(open_page):
    """The head keeps still, and so does the panel; lips still say what is heard."""
    usual, seen = opened(open_page()), opened(open_page(reduced_motion="reduce"))
    assert _sway(usual) > 20
    assert _sway(seen) <= 2
    assert seen.run("getComputedStyle(Avatar.get().shadowRoot.querySelector('.panel')).animationName") == "none"
    seen.ask("When do you open on Saturday?")
    seen.until("lips")


def test_it_stands_on_the_other_side_where_one_reads_from_the_right(open_page):
    seen = opened(open_page(lang="ar", direction="rtl"))
    box = seen.find(".panel").bounding_box()
    assert box["x"] < 100
    assert seen.find(".root").get_attribute("lang") == "ar"
    who, close = seen.find(".who h2").bounding_box(), seen.button("إغلاق").bounding_box()
    assert close["x"] < who["x"]


def test_it_speaks_the_language_of_the_page_or_the_one_that_is_asked_for(open_page):
    opened(open_page(lang="zh-CN")).button("发送").wait_for()
    opened(open_page('data-language="en"', lang="zh-CN")).button("Send").wait_for()


def test_it_is_said_everywhere_that_it_is_generated(open_page):
    seen = open_page()
    seen.page.get_by_role("button", name="Talk to Xiaochen AI-generated").wait_for()
    opened(seen)
    seen.page.get_by_role("dialog", name="Conversation with Xiaochen, an AI-generated speaker").wait_for()
    seen.page.get_by_role("img", name="Xiaochen, an AI-generated face").wait_for()
    assert seen.find(".notice").inner_text() == "AI-generated"
    caption, face = seen.find(".caption").bounding_box(), seen.find("canvas.face").bounding_box()
    label = face["y"] + face["height"] * 0.865
    assert caption is None or caption["y"] + caption["height"] <= label, "no caption covers the label in the picture"


def test_captions_can_be_put_away_and_sound_muted(open_page):
    seen = opened(open_page())
    captions = seen.button("Show captions")
    assert captions.get_attribute("aria-pressed") == "true"
    captions.click()
    seen.button("Mute").click()
    assert seen.button("Mute").get_attribute("aria-pressed") == "true"
    seen.ask("When do you open on Saturday?")
    seen.until("caption")
    assert seen.find(".caption").inner_text() == ""
    seen.page.wait_for_timeout(300)
    assert seen.run("level()") < 0.001
