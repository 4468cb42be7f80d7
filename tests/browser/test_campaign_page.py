"""The page of a campaign, opened from a disk: clips play in place, what is said of them is kept and taken away."""

from __future__ import annotations

import csv
import io

import av
import numpy as np
import pytest
from PIL import Image

from avatar.campaign.job import Outcome
from avatar.campaign.running.gallery import GALLERY, write_gallery
from avatar.campaign.running.manifest import Line
from avatar.campaign.running.place import Place
from tests.campaigns import job

GOOD, OTHER, BAD = job(1, "Hello."), job(1, "你好。", "zh"), job(2, "مرحبا", "ar")


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """A campaign of two films and a row that failed."""
    folder, lines = tmp_path_factory.mktemp("campaign"), {}
    for one in (GOOD, OTHER):
        film = folder / one.output
        film.parent.mkdir()
        with av.open(str(film), "w") as container:
            stream = container.add_stream("libx264", rate=25, options={"preset": "ultrafast"})
            stream.width = stream.height = 64
            stream.pix_fmt = "yuv420p"
            for _ in range(25):
                container.mux(stream.encode(av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8))))
            container.mux(stream.encode(None))
        Image.new("RGB", (64, 64), "teal").save(film.with_suffix(".jpg"))
        film.with_suffix(".vtt").write_text("WEBVTT\n\n00:00.000 --> 00:00.900\nHello.\n")
        files = {"vtt": one.output.replace("mp4", "vtt"), "thumbnail": one.output.replace("mp4", "jpg")}
        lines[one.input_hash] = Line.of_job(one, Outcome(one.input_hash, "done", one.output, files, seconds=1.0))
    lines[BAD.input_hash] = Line.of_job(BAD, Outcome(BAD.input_hash, "failed", message="No voice speaks it."))
    write_gallery(Place.at(folder), [GOOD, OTHER, BAD], lines)
    return (folder / GALLERY).as_uri()


@pytest.fixture
def page(browser, address):
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    page = context.new_page()
    faults = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.goto(address)
    yield page
    context.close()
    assert faults == []


def shown(page):
    return page.locator(".card:not([hidden])").count()


def test_clips_are_sifted(page):
    assert shown(page) == 3
    page.select_option("select[name=language]", "zh")
    assert shown(page) == 1
    page.select_option("select[name=language]", "")
    page.select_option("select[name=show]", "problem")
    assert page.locator(".card:not([hidden]) .problem").inner_text() == "No voice speaks it."
    page.select_option("select[name=show]", "")
    page.fill("input[name=words]", "你好")
    assert shown(page) == 1
    page.fill("input[name=words]", "nothing of it")
    assert page.locator("#empty").is_visible()


def test_a_film_plays_in_place_with_its_captions(page):
    page.locator(".play").first.click()
    page.wait_for_function("document.querySelector('video').currentTime > 0.1")
    page.evaluate("document.querySelector('video').textTracks[0].mode = 'hidden'")
    page.wait_for_function("document.querySelector('video').textTracks[0].cues?.length === 1")


def test_a_review_is_kept_and_taken_away(page):
    page.locator(".verdict.yes input").first.check()
    page.locator(".verdict.no input").nth(1).check()
    page.locator("textarea").nth(1).fill('=too "fast"')
    page.reload()
    assert "1 approved · 1 rejected · 0 open" in page.inner_text("#said")
    assert page.locator("textarea").nth(1).input_value() == '=too "fast"'
    with page.expect_download() as taken:
        page.click("#download")
    text = open(taken.value.path(), encoding="utf-8").read()  # noqa: PTH123, SIM115 - a path of the browser's
    rows = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))
    assert [(row["language"], row["verdict"], row["note"]) for row in rows] == [
        ("en", "approved", ""),
        ("zh", "rejected", '\'=too "fast"'),
        ("ar", "", ""),
    ]
    page.locator(".verdict.yes input").first.click()  # once more takes it back
    assert "0 approved" in page.inner_text("#said")


@pytest.mark.parametrize("width", [320, 390, 768])
def test_nothing_is_wider_than_the_window(page, width):
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_keys_are_enough(page):
    page.locator(".play").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.tagName === 'VIDEO'")
    page.locator(".verdict.yes input").nth(1).focus()
    page.keyboard.press("Space")
    assert "1 approved" in page.inner_text("#said")
