"""`avatar bench`: what cannot be measured is refused before any time is spent on the rest."""

import shlex

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.main import get_command

from avatar.bench.matrix import Matrix
from avatar.cli import bench_lists
from avatar.cli.app import app
from tests.ordinary import without_privilege

LANGUAGES = st.lists(st.sampled_from(["zh", "en", "es", "ja", "ar"]), min_size=1, max_size=3)
SPEEDS = st.lists(st.sampled_from([0.5, 0.75, 1.0, 1.25, 2.0]), min_size=1, max_size=3)
SIZES = st.lists(st.tuples(st.integers(64, 1920), st.integers(64, 1920)), min_size=1, max_size=3)

QUALITY = [
    (["--portraits", ""], "has no portraits; give at least one"),
    (["--portraits", " , ,"], "has no portraits"),
    (["--languages", ","], "has no languages"),
    (["--speeds", ""], "has no speeds"),
    (["--sizes", ""], "has no sizes"),
    (["--portraits", "xiaochen,nobody"], "'nobody'"),
    (["--portraits", "nowhere.jpg"], "'nowhere.jpg'"),
    (["--portraits", "xiaochen:upside"], "'upside' of a portrait; choose one of mirrored, tilted"),
    (["--portraits", "xiaochen:"], "''"),
    (["--languages", "zh,xx"], "'xx'; choose from zh, en, es, ja, ar"),
    (["--speeds", "1,fast"], "The speed 'fast' is not a number; write it like 1.5"),
    (["--speeds", "1;2"], "'1;2'"),
    (["--speeds", "9"], "The speed 9 is out of range; choose one from 0.5 to 2"),
    (["--speeds", "nan"], "The speed nan is out of range"),
    (["--sizes", "512"], "'512' is not a width and a height"),
    (["--sizes", "512x512,big"], "'big' is not a width and a height"),
    (["--sizes", "99x512"], "The width 99 cannot be filmed"),
    (["--sizes", "512x513"], "The height 513 cannot be filmed"),
    (["--seconds", "-1"], "Invalid value '-1' for '--seconds'"),
    (["--out", "notes.txt"], "'notes.txt' cannot be made (File exists); choose another with --out"),
    (["--markdown", "absent/page.md"], "'absent/page.md' cannot be written; give a file in a folder that is there"),
    (["--markdown", "."], "'.' cannot be written"),
    (["--sheet", "absent/faces.png"], "'absent/faces.png' cannot be written"),
    (["surplus"], "(surplus)"),
]
SPEED = [
    (["--sizes", "512x512,99x99"], "The width 99 cannot be filmed"),
    (["--sizes", "513x512"], "The width 513 cannot be filmed"),
    (["--sizes", "big"], "'big' is not a width and a height"),
    (["--clips", "some"], "The number of clips 'some' is out of range; choose one from 1 to 64"),
    (["--clips", "1,0"], "The number of clips '0'"),
    (["--clips", "-1"], "The number of clips '-1'"),
    (["--clips", "1.6"], "The number of clips '1.6'"),
    (["--clips", "1000000"], "The number of clips '1000000'"),
    (["--lengths", "long"], "The length 'long' is not a number; write it like 1.5"),
    (["--lengths", "10,0"], "The length '0' is out of range; choose one from 1 to 14400 s"),
    (["--lengths", "-5"], "The length '-5' is out of range"),
    (["--lengths", "nan"], "The length 'nan' is out of range"),
    (["--lengths", "inf"], "The length 'inf' is out of range"),
    (["--runs", "0"], "Invalid value '0' for '--runs'"),
    (["--seconds", "0"], "Invalid value '0' for '--seconds'"),
    (["--markdown", "absent/speed.md"], "'absent/speed.md' cannot be written"),
]


@pytest.mark.parametrize(
    ("command", "words", "sentence"),
    [("quality", *each) for each in QUALITY] + [("speed", *each) for each in SPEED],
    ids=lambda each: " ".join(each) if isinstance(each, list) else "",
)
def test_what_cannot_be_measured_is_refused_before_the_first_clip(shell, command, words, sentence):
    (shell.folder / "notes.txt").write_text("Hello.")
    assert sentence in shell.refuses("bench", command, *words)


def test_a_page_in_a_closed_folder_is_refused_before_the_first_clip(shell):
    (shell.folder / "closed").mkdir(mode=0o500)
    with without_privilege():
        told = shell.refuses("bench", "quality", "--markdown", "closed/page.md")
    assert "closed' is closed to you" in told


def test_no_page_is_begun_before_there_is_something_to_write(shell):
    (shell.folder / "page.md").write_text("the last one")
    shell("bench", "quality", "--markdown", "page.md", "--languages", "xx")
    assert (shell.folder / "page.md").read_text() == "the last one"


def test_the_defaults_of_the_command_are_those_of_the_library():
    command = get_command(app).get_command(None, "bench").get_command(None, "quality")
    given = command.make_context("quality", []).params
    assert matrix_of(given) == Matrix()


def matrix_of(given):
    wanted = ("portraits", "languages", "speeds", "sizes", "seconds")
    return bench_lists.read_matrix(*(given[name] for name in wanted))


@pytest.mark.slow
@settings(deadline=None, max_examples=30)
@given(LANGUAGES, SPEEDS, SIZES, st.floats(0, 600))
def test_the_command_that_a_page_names_makes_the_same_matrix(languages, speeds, sizes, seconds):
    seconds = float(f"{seconds:g}")
    matrix = Matrix(("xiaochen", "a photo.jpg:tilted"), tuple(languages), tuple(speeds), tuple(sizes), seconds)
    avatar, group, name, *words = shlex.split(matrix.command())
    assert (avatar, group, name) == ("avatar", "bench", "quality")
    command = get_command(app).get_command(None, group).get_command(None, name)
    assert matrix_of(command.make_context(name, words).params) == matrix


@pytest.mark.slow
@settings(deadline=None)
@given(st.lists(st.text(st.characters(exclude_characters=","), min_size=1).map(str.strip).filter(bool)))
def test_a_list_is_what_stands_between_commas(parts):
    matrix = bench_lists.read_matrix(" , ".join(["xiaochen", *parts]), "zh", "1", "512x512", 0)
    assert matrix.portraits == ("xiaochen", *parts)
