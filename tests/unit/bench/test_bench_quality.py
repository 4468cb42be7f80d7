"""A tiny matrix, end to end: two clips made, measured, tabled, and not made twice."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from avatar.bench import measure_quality
from avatar.bench.matrix import Matrix
from avatar.bench.sheet import COLUMNS, draw_sheet
from avatar.bench.table import as_markdown, clip_lines, refusals, worst_lines, write_markdown
from avatar.bench.texts import TEXTS, text_of
from avatar.cli.app import app
from avatar.clip.marking import check, plates
from avatar.errors import InputError, OutputError
from avatar.ledger.audit import audit_folder, read_entries
from avatar.marks.verify.label import FOUND, likeness

pytestmark = pytest.mark.slow

MATRIX = Matrix(portraits=("xiaochen",), languages=("zh", "es"), speeds=(1.5,), sizes=((256, 256),), seconds=0)


@pytest.fixture(scope="module", autouse=True)
def home(tmp_path_factory, warm):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AVATAR_HOME", str(warm(tmp_path_factory.mktemp("home"), "xiaochen")))
        yield


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("bench")


@pytest.fixture(scope="module")
def found(folder):
    return measure_quality(MATRIX, folder)


def test_each_combination_is_a_clip_with_fourteen_rows(found):
    assert [(each.cell.language, len(each.rows), each.refusal) for each in found.trials] == [
        ("zh", 14, ""),
        ("es", 14, ""),
    ]
    assert all(Path(each.video).is_file() and each.faces_found == each.frames > 50 for each in found.trials)
    assert len({each.content_id for each in found.trials}) == 2


def test_the_worst_of_each_figure_is_that_of_one_of_the_clips(found):
    assert {extreme.row for extreme in found.worst} == set(range(1, 15))
    by_name = {each.cell.name: each for each in found.trials}
    for extreme in found.worst:
        if extreme.judged:
            row = by_name[extreme.where].rows[extreme.row - 1]
            assert extreme.figure in row.figures


def test_what_lies_in_the_folder_is_not_made_again(found, folder):
    before = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    again = measure_quality(MATRIX, folder)
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == before
    assert again.trials == found.trials


def test_a_lost_report_is_measured_again_and_the_clip_stays(found, folder):
    report = next(folder.glob("*zh*.inspection-*.json"))
    report.unlink()
    film = Path(found.trials[0].video).stat().st_mtime_ns
    again = measure_quality(MATRIX, folder)
    assert report.exists()
    assert Path(again.trials[0].video).stat().st_mtime_ns == film
    assert again.trials[0].rows == found.trials[0].rows


def test_tables_and_json_name_date_commit_machine_command_and_every_row(found, tmp_path):
    write_markdown(found, tmp_path / "quality.md")
    page = (tmp_path / "quality.md").read_text(encoding="utf-8")
    for fact in (found.origin.date, found.origin.commit, found.origin.machine, MATRIX.command()):
        assert fact in page
    assert all(f"| {trial.cell.name} |" in page for trial in found.trials)
    assert str(tmp_path) not in page
    assert [len(line) for line in clip_lines(found)] == [16, 16]
    assert len(worst_lines(found)) == len(found.worst)
    content = json.loads(json.dumps(found.as_json()))
    assert [len(clip["rows"]) for clip in content["clips"]] == [14, 14]
    assert content["passed"] is found.passed


def test_a_portrait_that_is_refused_is_a_result_and_the_others_go_on(tmp_path):
    blank = tmp_path / "blank.png"
    Image.new("RGB", (300, 300), "grey").save(blank)
    assert CliRunner().invoke(app, ["consent", "sign", str(blank), "--self", "--yes"]).exit_code == 0
    matrix = Matrix((str(blank),), ("zh",), (1.0,), ((256, 256),))
    found = measure_quality(matrix, tmp_path / "out")
    assert not found.passed
    assert "face" in refusals(found)[0]
    assert "**refused**" in as_markdown(found)


@pytest.mark.parametrize(
    ("matrix", "sentence"),
    [
        (Matrix(languages=("fr",)), "no text in the language 'fr'"),
        (Matrix(speeds=(9.0,)), "speed 9"),
        (Matrix(sizes=((511, 512),)), "width 511"),
    ],
)
def test_what_cannot_be_made_is_refused_before_the_first_clip(matrix, sentence, tmp_path):
    with pytest.raises(InputError, match=sentence):
        measure_quality(matrix, tmp_path)
    assert not list(tmp_path.glob("*.mp4"))


def test_a_matrix_of_nothing_is_refused():
    with pytest.raises(InputError, match="no speeds"):
        Matrix(speeds=())


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="--out"):
        measure_quality(MATRIX, tmp_path / "file" / "below")


@pytest.mark.parametrize("language", TEXTS)
def test_longer_clips_say_the_text_as_often_as_they_need(language):
    assert text_of(language, 0, 1.0) == TEXTS[language]
    assert text_of(language, 8, 1.0).count(TEXTS[language]) == 2
    assert text_of(language, 8, 1.5).count(TEXTS[language]) == 3


def test_the_sheet_has_a_row_per_portrait_and_a_different_face_per_column(tmp_path):
    draw_sheet(["xiaochen"], tmp_path / "sheet.png", lambda *_: None)
    with Image.open(tmp_path / "sheet.png") as sheet:
        assert sheet.width == 200 * len(COLUMNS)
        assert 232 < sheet.height < 300, "a foot with a label"
        tiles = [sheet.crop((200 * column, 32, 200 * column + 200, 232)) for column in range(len(COLUMNS))]
    assert len({tile.tobytes() for tile in tiles}) == len(COLUMNS)
    labels = plates((200, 200), ("AI-generated",))
    found = [max(likeness(np.asarray(tile.convert("L")), label) for label in labels) for tile in tiles]
    assert min(found) > FOUND, "each has a label of its own"
    report = check(tmp_path / "sheet.png")
    assert report.verdict == "trusted", report.why
    lines = [each for each in read_entries(audit_folder()) if report.content_id in str(each)]
    assert [(each["what"], each["decision"]) for each in lines] == [("render", "allow")]


def test_a_refused_photo_leaves_its_row_of_the_sheet_empty(tmp_path):
    blank = tmp_path / "blank.png"
    Image.new("RGB", (300, 300), "grey").save(blank)
    draw_sheet([str(blank)], tmp_path / "sheet.png", lambda *_: None)
    with Image.open(tmp_path / "sheet.png") as sheet:
        assert sheet.crop((0, 32, sheet.width, sheet.height)).getextrema() == ((255, 255),) * 3
