"""What the bench makes and says, without making a clip: which ones, under which names, in which tables."""

from __future__ import annotations

import json
import re
import shlex

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from avatar.bench.matrix import LEAST_SECONDS, Matrix
from avatar.bench.origin import Origin, measure_digest, origin
from avatar.bench.quality import Quality, make_folder
from avatar.bench.sheet import COLUMNS, SOUNDS, poses
from avatar.bench.speed import STAGES, Length, Newcomer, SizeSpeed, Speed, Spread, Together, _text
from avatar.bench.speed_table import page, tables
from avatar.bench.subjects import Subject
from avatar.bench.table import as_markdown, clip_header, clip_lines, lay_out, refusals, worst_lines, write_page
from avatar.bench.texts import SECONDS, TEXTS, text_of
from avatar.bench.trial import Cell, Trial, _read, _stem, _write
from avatar.bench.worst import worst_of
from avatar.data import ARKIT_INDEX
from avatar.errors import InputError, OutputError
from avatar.inspection.report import Figure, Report, Row

ORIGIN = Origin("2026-01-02", "abc1234", "2-core x86 computer")


def cell(name="xiaochen", **more):
    given_parts = {"language": "en", "speed": 1.0, "size": (512, 512), "seconds": 8.0} | more
    return Cell(Subject(name, name), **given_parts)


def trial(name="xiaochen", value=0.99, **more):
    rows = (Row(1, "seals", (Figure("sealed", value, 0.98), Figure("false_seals", None, None, 0.01))),)
    return Trial(cell(name), "a.mp4", "c" * 32, 10, more.pop("faces_found", 10), rows, **more)


def quality(*trials):
    return Quality(Matrix(), tuple(trials), worst_of(trials), ORIGIN)


def test_the_command_of_a_matrix_makes_it_again():
    matrix = Matrix(("a b.jpg", "marco:dark"), ("zh",), (1.0, 1.25), ((640, 360), (512, 512)), 9.5)
    words = shlex.split(matrix.command())
    assert words[:3] == ["avatar", "bench", "quality"]
    said = dict(zip(words[3::2], words[4::2], strict=True))
    assert said == {
        "--portraits": "a b.jpg,marco:dark",
        "--languages": "zh",
        "--speeds": "1,1.25",
        "--sizes": "640x360,512x512",
        "--seconds": "9.5",
    }


@pytest.mark.parametrize("name", ["portraits", "languages", "speeds", "sizes"])
def test_a_matrix_without_one_of_its_sides_is_refused_by_its_name(name):
    with pytest.raises(InputError, match=f"no {name}"):
        Matrix(**{name: ()})


def test_by_default_heads_have_time_to_sway_and_every_language_is_tried():
    assert Matrix().seconds == LEAST_SECONDS
    assert Matrix().languages == tuple(TEXTS)


@settings(max_examples=30, deadline=None)
@given(language=some.sampled_from([*TEXTS]), seconds=some.floats(0.1, 120), speed=some.floats(0.5, 2))
def test_a_text_is_said_as_often_as_a_clip_of_that_length_needs(language, seconds, speed):
    text = text_of(language, seconds, speed)
    times = text.count(TEXTS[language])
    assert text == " ".join([TEXTS[language]] * times)
    assert times >= 1
    assert times * SECONDS >= seconds * speed
    assert (times - 1) * SECONDS < seconds * speed


def test_a_language_without_a_text_is_refused_with_those_that_have_one():
    with pytest.raises(InputError, match=r"'tlh'.*zh, en, es, ja, ar"):
        text_of("tlh", 5, 1)


def test_a_cell_asks_for_what_it_shows_and_says_to_measure_it():
    request = cell(speed=1.5, size=(640, 360)).request()
    assert request.settings.speech.speed == 1.5
    assert (request.settings.film.width, request.settings.film.height) == (640, 360)
    assert request.settings.text.language == "en"
    assert request.occasion.purpose == "research"
    for wrong in ({"language": "xx"}, {"speed": 9.0}, {"size": (64, 64)}):
        with pytest.raises(InputError):
            cell(**wrong).request()


def test_a_clip_is_named_by_all_that_shapes_it_and_safely():
    names = {_stem(cell(who), content) for who in ("me", "you") for content in ("1", "2")}
    assert len(names) == 4
    odd = _stem(cell("../a b:c"), "1")
    assert re.fullmatch(r"[\w.\-]+", odd)
    assert "/" not in odd
    assert _stem(cell(), "1") == _stem(cell(), "1")


def test_a_measured_report_reads_back_the_same(tmp_path):
    rows = (Row(2, "lag", (Figure("clip_ms", -3.5, -10, 10), Figure("sound_ms", None, -45, 45, False)), "A note."),)
    place = tmp_path / "a.json"
    _write(Report("a.mp4", rows, 9, 8, (), ("n",), {"fps": 25}, None), place)
    assert _read(place) == (9, 8, rows)
    assert [each.name for each in tmp_path.iterdir()] == ["a.json"]


@pytest.mark.parametrize(
    ("one", "passes"),
    [
        (trial(), True),
        (trial(value=0.5), False),
        (trial(value=None), True),
        (trial(faces_found=9), False),
        (Trial(cell(), refusal="Not allowed."), False),
    ],
)
def test_a_clip_passes_if_it_is_there_shows_its_face_and_fails_no_row(one, passes):
    assert one.passed is passes
    assert quality(one).passed is passes
    assert one.as_json()["passed"] is passes
    assert json.loads(json.dumps(quality(one).as_json()))["passed"] is passes


def test_a_line_of_the_table_marks_what_fails_and_says_what_is_lost():
    (good, bad, lost) = clip_lines(quality(trial(), trial("marco", 0.5), trial("amara", faces_found=7)))
    assert good == ("xiaochen en 1x 512x512", "pass", "0.99 / -")
    assert bad[1:] == ("fail!", "0.5! / -")
    assert lost[1] == "fail!, no face in 3 of 10 frames"


def test_a_refused_clip_has_a_line_as_wide_as_the_others_and_its_reason_below():
    refused = Trial(cell("somebody"), refusal="Nobody allowed it.")
    found = quality(trial(), refused)
    assert len(clip_lines(found)[1]) == len(clip_header())
    assert refusals(found) == ["somebody en 1x 512x512: Nobody allowed it."]
    assert "- somebody en 1x 512x512: Nobody allowed it." in as_markdown(found)


def test_the_worst_of_each_figure_is_told_with_its_limit_its_clip_and_how_many_pass():
    (line, unjudged) = worst_lines(quality(trial(), trial("marco", 0.5)))
    assert line == ("1", "seals", "sealed: 0.5 of all", "at least 0.98", "fail", "1 of 2", "marco en 1x 512x512")
    assert unjudged[4] == "not judged"


def test_the_page_says_where_its_figures_come_from():
    page_ = as_markdown(quality(trial()))
    for part in (ORIGIN.date, ORIGIN.commit, ORIGIN.machine, Matrix().command(), "clips: 1, 1 of which pass"):
        assert part in page_
    assert "Refused" not in page_


def test_a_table_is_laid_out_with_as_many_columns_in_every_line():
    lines = lay_out(("a", "b"), [("1", "2"), ("3", "4")]).splitlines()
    assert lines == ["| a | b |", "| --- | --- |", "| 1 | 2 |", "| 3 | 4 |"]


def test_a_page_or_a_folder_that_cannot_be_made_is_a_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be made"):
        make_folder(tmp_path / "file" / "under")
    with pytest.raises(OutputError, match="cannot be written"):
        write_page("x", tmp_path / "missing" / "a.md")
    make_folder(tmp_path / "one" / "two")
    make_folder(tmp_path / "one" / "two")
    assert (tmp_path / "one" / "two").is_dir()


def test_the_origin_is_a_date_a_commit_and_a_machine():
    found = origin()
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", found.date)
    assert found.commit
    assert re.match(r"\d+-core ", found.machine)
    assert re.fullmatch("[0-9a-f]{12}", measure_digest())


def speed():
    spread = Spread(2.0, 1.5, 3.0)
    size = SizeSpeed((720, 720), 10.0, spread, spread, spread, dict.fromkeys(STAGES, 0.25), 512.0, 6.0, 4.0, 1.0, 8.0)
    return Speed(
        ORIGIN,
        5,
        "fast",
        (size,),
        (Together(2, 9.0, 0.45),),
        (Newcomer(0, 4.0, 2.0), Newcomer(2, 10.0, 6.0)),
        (Length(60.0, 31.0, 420.0, 1.5),),
    )


def test_figures_of_speed_that_follow_from_others_do():
    assert speed().sizes[0].against_encoding == 2
    assert speed().beside_films == 2.5
    found = speed().as_json()
    assert found["sizes"][0]["against_encoding"] == 2
    assert found["beside_films"] == 2.5
    assert json.loads(json.dumps(found))["runs"] == 5


def test_every_table_of_speed_has_lines_as_wide_as_its_header():
    for _, header, rows in tables(speed()):
        assert rows
        assert all(len(row) == len(header) for row in rows)
    written = page(speed())
    assert "2.00 (1.50-3.00)" in written
    assert "2.50" in written
    assert ORIGIN.machine in written
    assert "`avatar bench speed --voice fast --markdown speed.md`" in written


@given(values=some.lists(some.floats(0, 1e6), min_size=1, max_size=9))
def test_a_median_lies_between_least_and_most(values):
    spread = Spread.of(values)
    assert min(values) == spread.least <= spread.median <= spread.most == max(values)


@pytest.mark.parametrize(("seconds", "times"), [(0.1, 1), (5.0, 1), (10.0, 2), (60.0, 12)])
def test_a_film_of_a_length_says_the_text_as_often(seconds, times):
    assert _text(seconds).count(TEXTS["en"]) == times


def test_the_sheet_has_one_pose_per_column_each_another_and_sounds_as_they_are_shaped():
    motion = poses()
    assert len(motion) == len(COLUMNS)
    rows = [motion.weights[row].tobytes() + motion.head[row].tobytes() for row in range(len(motion))]
    assert len(set(rows)) == len(rows)
    closure, vowel = motion.weights[COLUMNS.index("closure m")], motion.weights[COLUMNS.index("open vowel a")]
    assert closure[ARKIT_INDEX["mouthClose"]] > closure[ARKIT_INDEX["jawOpen"]]
    assert vowel[ARKIT_INDEX["jawOpen"]] > 0.3
    assert motion.weights[COLUMNS.index("blink"), ARKIT_INDEX["eyeBlinkLeft"]] == 1
    assert motion.head[COLUMNS.index("turn +8 deg"), 1] == pytest.approx(0.1396, abs=1e-3)
    assert not motion.head[: len(SOUNDS)].any()
