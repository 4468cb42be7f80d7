"""What an inspection says, and how: JSON, notes, the page, and what it leaves open."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest

from avatar.errors import InputError, OutputError
from avatar.inspection import inspect_clip
from avatar.inspection.film import open_film
from avatar.inspection.page import render_page, write_page
from avatar.inspection.plots import ticks
from avatar.inspection.report import ROWS, Figure, Row

pytestmark = pytest.mark.slow


def test_the_json_has_the_fourteen_rows_and_the_keys_that_scripts_rely_on(sound):
    document = json.loads(json.dumps(sound.as_json(), allow_nan=False))
    assert {"passed", "rows", "frames", "faces_found", "worst"} <= set(document)
    assert [row["id"] for row in document["rows"]] == list(range(1, ROWS + 1))
    for row in document["rows"]:
        assert set(row) == {"id", "name", "value", "limit", "error", "passed"}
        assert set(row["value"]) == set(row["limit"]) == set(row["error"])
    for moment in document["worst"]:
        assert set(moment) == {"time", "reason"}
        assert 0 <= moment["time"] <= document["details"]["seconds"]


def test_without_a_timeline_what_was_intended_is_not_judged(take, inspect):
    report = inspect(take, with_timeline=False)
    verdicts = {row.id: row.passed for row in report.rows}
    assert [verdicts[row] for row in (1, 2, 3, 4, 10)] == [None] * 5
    assert [verdicts[row] for row in (5, 7, 9)] == [True] * 3
    assert verdicts[6] is not None
    assert "timeline" in " ".join(report.notes)
    assert report.details["opening_against_loudness"]["correlation"] > 0


def test_a_strangers_json_beside_the_clip_is_named_and_not_used(take, write):
    film = write(take, with_timeline=False)
    film.with_suffix(".json").write_text('{"mine": true}')
    report = inspect_clip(film)
    assert report.rows[0].passed is None
    assert "clip.json" in report.notes[0]


def test_the_page_needs_no_other_file_and_shows_all_of_it(sound, take, write, tmp_path):
    page = tmp_path / "page.html"
    write_page(sound, write(take), page)
    html = page.read_text(encoding="utf-8")
    assert not re.search(r'(?:src|href)="(?!data:)', html)
    assert "<script" not in html
    assert html.count("<svg") == 8
    assert html.count("data:image/jpeg;base64,") == len(sound.worst)
    assert all(f">{word}</text>" in html for word, _, _ in sound.timeline.words)
    assert all(row.name.split(",")[0].split("'")[0] in html for row in sound.rows)


def test_markup_in_names_is_shown_not_obeyed(sound):
    from dataclasses import replace

    html = render_page(replace(sound, clip="<b>clip</b>.mp4"))
    assert "<b>clip</b>" not in html


def test_a_page_that_cannot_be_written_is_a_sentence(sound, take, write, tmp_path):
    with pytest.raises(OutputError, match="absent"):
        write_page(sound, write(take), tmp_path / "absent" / "page.html")


def test_a_missing_clip_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"nowhere\.mp4"):
        inspect_clip(tmp_path / "nowhere.mp4")


def test_a_text_is_no_film(tmp_path):
    (tmp_path / "notes.mp4").write_text("Hello, this is not a film.")
    with pytest.raises(InputError, match=r"notes\.mp4"):
        inspect_clip(tmp_path / "notes.mp4")


def test_a_film_that_breaks_off_is_refused_or_measured_to_there(take, write):
    film = write(take)
    whole = film.read_bytes()
    film.write_bytes(whole[: len(whole) // 2])
    try:
        report = inspect_clip(film)
    except InputError as fault:
        assert "clip.mp4" in str(fault)
    else:
        assert report.frames < len(take.frames)
        assert any("frames" in note for note in report.notes)


@pytest.mark.parametrize("tenth", range(1, 10))
def test_a_film_cut_anywhere_is_read_to_there_or_refused_by_name(take, write, tenth):
    path = write(take)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) * tenth // 10])
    for read in (lambda: list(open_film(path).pictures()), lambda: list(open_film(path).sound())):
        assert "clip.mp4" in refusal_of(read, "clip.mp4")


def refusal_of(read, otherwise):
    """Give what a refused film is told, or something else where it can be read."""
    try:
        read()
    except InputError as fault:
        return str(fault)
    return otherwise


def test_a_film_without_a_face_is_refused(take, inspect):
    with pytest.raises(InputError, match="No face"):
        inspect(take.pictures(lambda _index, frame: np.full_like(frame, 128)))


@pytest.mark.parametrize("content", ["{", "[]", '{"schema": "avatar.timeline/1", "fps": 25}', '{"schema": "other"}'])
def test_a_timeline_that_is_none_is_refused(take, write, tmp_path, content):
    given = tmp_path / "given.json"
    given.write_text(content)
    with pytest.raises(InputError, match=r"given\.json"):
        inspect_clip(write(take), timeline=given)


def test_a_row_passes_only_if_each_judged_figure_does():
    good, bad, unknown = Figure("a", 1.0, 0.5), Figure("b", 1.0, None, 0.5), Figure("c", None, 0.5)
    assert Row(1, "", (good, unknown)).passed is True
    assert Row(1, "", (good, bad)).passed is False
    assert Row(1, "", (unknown, Figure("d", 9.0, None, 1.0, judged=False))).passed is None


def test_ticks_are_round_and_inside():
    assert ticks(0.0, 1.0, 4) == [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
    assert ticks(-7.2, 4.1, 4) == [-6.0, -4.0, -2.0, 0.0, 2.0, 4.0]
