"""What is drawn of a film: plots and pages with a known answer."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from avatar.inspection.inspect import _details
from avatar.inspection.intent import Sound
from avatar.inspection.page import LABELS, format_figure, format_limit, render_page, with_pictures, write_page
from avatar.inspection.plots import Line, Plot, draw, plots_of, ticks
from avatar.inspection.report import Curves, Figure, Report, Row, Worst
from avatar.inspection.rows import rows
from tests.unit.inspection.tracks import evidence, sightings, timeline, times


@settings(max_examples=60, deadline=None)
@given(low=some.floats(-1e3, 1e3), span=some.floats(1e-3, 1e3), about=some.integers(1, 20))
def test_ticks_are_round_evenly_spaced_and_within(low, span, about):
    found = ticks(low, low + span, about)
    assert all(low - 1e-6 * span <= tick <= low + span + 1e-6 * span for tick in found)
    assert len(found) <= 3 * about + 2
    if len(found) > 2:
        np.testing.assert_allclose(np.diff(found), found[1] - found[0], rtol=1e-6, atol=1e-9)
        digit = f"{found[1] - found[0]:.6e}"
        assert digit[0] in "125"


def report(count=50, **more):
    when = np.arange(count) / 25
    flat = np.full(count, 0.1)
    curves = Curves(when, flat, flat + 1, np.zeros((count, 3)), flat + 1, flat + 1, flat + 0.8, blinks=(0.8,))
    given_parts = {
        "clip": "a.mp4",
        "rows": (Row(1, "one", (Figure("sealed", 1.0, 0.98),)),),
        "frames": count,
        "faces_found": count,
        "worst": (),
        "notes": (),
        "details": {},
        "curves": curves,
    }
    return Report(**given_parts | more)


def drawn(plot, of):
    return ET.fromstring(draw(plot, of))


def test_a_gap_in_a_curve_is_a_gap_in_its_line():
    values = np.full(50, 0.5)
    values[20:25] = np.nan
    picture = drawn(Plot("Lips", "IOD", (Line("gap", "measured", values),)), report())
    path = next(each for each in picture.iter("path"))
    assert path.get("d").count("M") == 2
    assert path.get("d").count("L") == 43
    assert "nan" not in path.get("d")


def test_a_plot_draws_its_limits_blinks_and_the_moments_by_their_number():
    worst = (Worst(0.4, "one"), Worst(1.2, "two"))
    plot = Plot("Eyelids", "of the open eye", (Line("aperture", "measured", np.ones(50)),), (0.9, 0.5))
    picture = drawn(plot, report(worst=worst))
    assert len([line for line in picture.iter("line") if line.get("class") == "limit"]) == 2
    assert len([dot for dot in picture.iter("circle") if dot.get("class") == "mark"]) == 1
    numbers = [text.text for text in picture.iter("text") if text.get("class") == "moment"]
    assert numbers == ["1", "2"]


def test_what_is_later_lies_further_right_and_what_is_more_lies_higher():
    picture = drawn(Plot("Lips", "IOD", (Line("gap", "measured", np.linspace(0, 1, 50)),)), report())
    points = [tuple(map(float, each)) for each in re.findall(r"[ML]([\d.]+) ([\d.]+)", picture.find("path").get("d"))]
    across, down = np.array(points).T
    assert (np.diff(across) > 0).all()
    assert (np.diff(down) < 0).all()
    assert across.max() < float(picture.get("width"))
    assert down.min() > 0


def test_sounds_and_words_stand_under_the_plot_that_asks_for_them_and_markup_is_text():
    meant = timeline(times(2.0), [Sound("<a>", 0.5, 0.7, "open vowel")])
    meant = replace(meant, words=(("a&b", 0.5, 0.7),))
    line = (Line("gap", "measured", np.ones(50)),)
    picture = drawn(Plot("Lips", "IOD", line, with_sounds=True), report(timeline=meant))
    assert "<a>" in [text.text for text in picture.iter("text")]
    assert "a&b" in [text.text for text in picture.iter("text")]
    assert next(picture.iter("rect")).get("class") == "sound open-vowel"
    assert not list(drawn(Plot("Lips", "IOD", line), report(timeline=meant)).iter("rect"))


def test_a_long_clip_is_drawn_within_bounds():
    picture = drawn(
        Plot("Lips", "IOD", (Line("gap", "measured", np.random.default_rng(0).random(50_000)),)), report(50_000)
    )
    assert float(picture.get("width")) <= 24_000
    assert picture.find("path").get("d").count("L") <= 6300


def test_a_clip_of_which_nothing_was_seen_is_drawn_all_the_same():
    nothing = np.full(50, np.nan)
    curves = Curves(np.arange(50) / 25, nothing, nothing, np.full((50, 3), np.nan), nothing, nothing, nothing)
    pictures = plots_of(report(curves=curves))
    assert len(pictures) == 6
    for _, picture in pictures:
        assert "nan" not in picture


@pytest.mark.parametrize(
    ("figure", "written", "limit"),
    [
        (Figure("clip_ms", 12.345, -10, 10), "whole clip: 12.3 ms late", "-10 to 10"),
        (Figure("sealed", None, 0.98), "sealed: -", "at least 0.98"),
        (Figure("drift_px", 0.25, None, 0.5), "drift: 0.25 px at 512", "at most 0.5"),
        (Figure("tilt", 179.6, -30, 30), "tilt: 180 degrees", "-30 to 30"),
        (Figure("new_one", 1.0, 0), "new one: 1", "at least 0"),
    ],
)
def test_figures_and_limits_are_written_for_people(figure, written, limit):
    assert (format_figure(figure), format_limit(figure)) == (written, limit)


def test_every_figure_of_the_rows_has_words_for_people():
    named = {figure.name for row in rows(evidence(sightings(times(10.0)))) for figure in row.figures}
    plain = {"opening", "width", "scale", "median"}
    assert named - plain <= set(LABELS)


def test_a_page_shows_notes_and_names_as_text_and_asks_for_nothing_else():
    details = _details(evidence(sightings(times(10.0))))
    page = render_page(report(notes=("<b>bold</b>",), clip="<script>.mp4", details=details))
    assert "<b>bold</b>" not in page
    assert "&lt;script&gt;.mp4" in page
    assert not re.search(r"(src|href)=\"https?:", page)


def test_each_moment_on_a_page_has_the_picture_of_its_time(eight_frames, tmp_path):
    from io import BytesIO

    from PIL import Image

    details = _details(evidence(sightings(times(10.0))))
    seen = report(worst=(Worst(0.04, "dark"), Worst(0.24, "bright")), details=details)
    shown = [Image.open(BytesIO(moment.picture)) for moment in with_pictures(seen, eight_frames.path).worst]
    assert [np.asarray(each).mean() for each in shown] == pytest.approx([45, 170], abs=5)
    page = tmp_path / "page.html"
    write_page(seen, eight_frames.path, page)
    assert page.read_text(encoding="utf-8").count("data:image/jpeg;base64,") == 2
    assert [each.name for each in tmp_path.iterdir()] == ["page.html"]
