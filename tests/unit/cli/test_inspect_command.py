"""`avatar inspect`: what it takes, what it prints and writes, and with which code it ends."""

import io
import json
import re
import shutil
from contextlib import redirect_stderr, redirect_stdout

import av
import pytest

from avatar.cli.edge import run
from avatar.runtime.folders import shipped
from tests.marked import scene

SIDE = 256


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    """A third of a second of a face at rest, silent and without a timeline."""
    path, picture = tmp_path_factory.mktemp("film") / "face.mp4", scene((SIDE, SIDE))
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25, width=SIDE, height=SIDE, pix_fmt="yuv420p")
        for _ in range(8):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture)))
        container.mux(stream.encode())
    return path


@pytest.fixture(scope="module")
def seen(film, tmp_path_factory):
    """What is said of it: to a person, with a page beside it, and to a program, with a page elsewhere."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AVATAR_HOME", str(tmp_path_factory.mktemp("home")))
        patch.chdir(film.parent)
        texts = []
        for words in (["face.mp4", "--html"], ["--html", "elsewhere.HTM", "face.mp4", "--strict", "--json"]):
            with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
                assert run(["inspect", *words]) == 0
            assert err.getvalue() == ""
            texts.append(out.getvalue())
    return texts


@pytest.fixture
def lines(seen):
    return seen[0].splitlines()


@pytest.fixture
def told(seen):
    assert seen[1].count("\n") == 1
    return json.loads(seen[1])


@pytest.fixture
def clip(shell, film):
    return shutil.copy(film, shell.folder / "face.mp4").name


@pytest.mark.slow
def test_a_line_has_five_fields_and_json_the_same_rows(lines, told):
    fields = [line.split("\t") for line in lines if "\t" in line]
    assert {len(line) for line in fields} == {5}
    assert {line[4] for line in fields} <= {"pass", "fail", "not judged", "in doubt"}
    assert {(int(line[0]), line[1]) for line in fields} == {(row["id"], row["name"]) for row in told["rows"]}
    assert len(fields) == sum(len(row["value"]) for row in told["rows"])


def test_json_has_what_the_documentation_says(told):
    assert {"passed", "rows", "frames", "faces_found", "worst", "clip", "notes", "details"} <= set(told)
    assert [row["id"] for row in told["rows"]] == list(range(1, 15))
    assert all({"id", "name", "value", "limit", "passed"} <= set(row) for row in told["rows"])
    assert all(set(moment) == {"time", "reason"} for moment in told["worst"])
    assert (told["frames"], told["faces_found"], told["clip"]) == (8, 8, "face.mp4")


def test_what_cannot_be_measured_is_null_and_a_note_says_why(told):
    first = told["rows"][0]
    assert set(first["value"].values()) == {None}
    assert first["passed"] is None
    assert any("no timeline beside the clip" in note and "--timeline" in note for note in told["notes"])
    assert any("no sound" in note for note in told["notes"])


def test_people_get_the_notes_and_a_verdict_at_the_end(lines, told):
    assert [line.removeprefix("note: ") for line in lines if line.startswith("note: ")] == told["notes"]
    assert lines[-1] == "face.mp4: passed, a face in 8 of 8 frames"


def test_the_page_goes_beside_the_clip_or_where_it_is_asked_for(lines, told, film):
    assert "page: face.html" in lines
    for name in ("face.html", "elsewhere.HTM"):
        written = (film.parent / name).read_text(encoding="utf-8")
        assert "<svg" in written
        assert not re.search(r"(src|href)=.https?:", written), "it loads nothing"
    assert {path.name for path in film.parent.iterdir()} == {"face.mp4", "face.html", "elsewhere.HTM"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "Missing argument 'clip'"),
        (["nowhere.mp4"], "There is no file 'nowhere.mp4'"),
        (["."], "There is no file '.'"),
        (["notes.txt"], "'notes.txt' cannot be read as a film"),
        (["empty.mp4"], "'empty.mp4'"),
        (["portrait.jpg"], "'portrait.jpg'"),
        (["face.mp4", "nowhere.mp4"], "not also 'nowhere.mp4'"),
        (["face.mp4", "notes.txt", "--html"], "for a page give --html OUT.html"),
        (["face.mp4", "out.html"], "for a page give --html OUT.html"),
        (["face.mp4", "--timeline", "nowhere.json"], "The timeline 'nowhere.json' cannot be read"),
        (["face.mp4", "--timeline", "notes.txt"], "The timeline 'notes.txt' is not JSON"),
        (["face.mp4", "--timeline", "list.json"], "'list.json'"),
        (["face.mp4", "--timeline", "."], "'.'"),
        (["face.mp4", "--portrait", "nobody"], "There is no portrait 'nobody'"),
        (["face.mp4", "--portrait", "notes.txt"], "'notes.txt' is not a picture"),
        (["face.mp4", "--html", "absent/out.html"], "'absent/out.html'"),
        (["face.mp4", "--fps", "25"], "No such option: --fps"),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, list) else "",
)
def test_what_cannot_be_inspected_is_named_and_leaves_nothing(shell, clip, words, sentence):
    (shell.folder / "notes.txt").write_text("Hello.")
    (shell.folder / "list.json").write_text("[]")
    (shell.folder / "empty.mp4").write_bytes(b"")
    shutil.copy(shipped("portraits") / "xiaochen" / "portrait.jpg", shell.folder)
    assert sentence in shell.refuses("inspect", *words)
