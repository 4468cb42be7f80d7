"""`avatar inspect` at the shell: what it prints, what it leaves behind, and with which code it leaves."""

import json
import shutil

import pytest

pytestmark = pytest.mark.slow

ROWS = list(range(1, 15))


@pytest.fixture(scope="module")
def inspected(made, shell):
    done = shell("inspect", "clip.mp4", "--portrait", "xiaochen", "--html", "--json", cwd=made.folder)
    assert done.code == 0, done.err
    return done


def test_json_is_one_object_with_the_fourteen_rows(inspected, made):
    report = json.loads(inspected.out)
    assert inspected.err == ""
    assert [row["id"] for row in report["rows"]] == ROWS
    assert report["frames"] == made.timeline["frames"]
    assert report["faces_found"] == report["frames"]
    rows = {row["id"]: row for row in report["rows"]}
    # The watermark differs from key to key, and in two seconds at 256 pixels the lag is read to some 5 ms.
    assert abs(rows[2]["value"]["clip_ms"]) <= 20
    assert rows[3]["value"]["opening"] >= 0.9
    assert rows[3]["value"]["width"] >= 0.85
    assert rows[10]["passed"] is not None


def test_the_page_lies_beside_the_clip(inspected, made):
    page = made.folder / "clip.html"
    assert "<svg" in page.read_text(encoding="utf-8")
    page.unlink()


def test_without_its_timeline_the_clip_is_measured_as_far_as_it_goes(made, shell, tmp_path):
    shutil.copy(made.video, tmp_path / "alone.mp4")
    done = shell("inspect", "alone.mp4", "--html", "out.html", cwd=tmp_path)
    assert done.code == 0, done.err
    lines = [line.split("\t") for line in done.out.splitlines() if line.count("\t") == 4]
    assert sorted({int(line[0]) for line in lines}) == ROWS
    assert {line[4] for line in lines if line[0] in ("1", "2", "3")} == {"not judged"}
    assert (tmp_path / "out.html").is_file()


def test_strict_leaves_with_a_code_for_a_clip_that_fails(made, shell, tmp_path):
    shutil.copy(made.video, tmp_path / "clip.mp4")
    timeline = made.timeline | {"curves": {**made.timeline["curves"]}}
    timeline["curves"]["values"] = timeline["curves"]["values"][::-1]  # meant to say something else
    (tmp_path / "clip.json").write_text(json.dumps(timeline))
    done = shell("inspect", "--strict", "clip.mp4", cwd=tmp_path)
    assert (done.code, done.err) == (2, "")
    assert "clip.mp4: failed" in done.out


REFUSED = {
    "missing clip": (["nowhere.mp4"], "nowhere.mp4"),
    "text as a clip": (["notes.mp4"], "notes.mp4"),
    "still picture": (["photo.png"], "photo.png"),
    "clip of nobody": (["grey.mp4"], "grey.mp4"),
    "two clips": (["notes.mp4", "grey.mp4"], "grey.mp4"),
    "page without --html": (["notes.mp4", "out.html"], "--html"),
    "missing timeline": (["grey.mp4", "--timeline", "absent.json"], "absent.json"),
    "missing portrait": (["grey.mp4", "--portrait", "nobody"], "nobody"),
}


@pytest.fixture(scope="module")
def odd(tmp_path_factory):
    import av
    import numpy as np
    from PIL import Image

    folder = tmp_path_factory.mktemp("odd")
    (folder / "notes.mp4").write_text("Hello, this is not a film.")
    Image.new("RGB", (64, 64)).save(folder / "photo.png")
    with av.open(str(folder / "grey.mp4"), "w") as container:
        stream = container.add_stream("libx264", rate=25, width=128, height=128, pix_fmt="yuv420p")
        for _ in range(12):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(np.full((128, 128, 3), 128, np.uint8))))
        container.mux(stream.encode())
    return folder


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_inspected_is_refused_with_one_sentence(case, inside, odd):
    arguments, word = REFUSED[case]
    assert word in inside(odd).refuses("inspect", *arguments)
