"""One command makes a labelled talking film and its timeline, the same one every time."""

import json
from fractions import Fraction
from itertools import pairwise

import av
import numpy as np
import pytest

from avatar.data import ARKIT_NAMES, TONGUE_TIP, Frame
from avatar.film import probe
from avatar.finish.label import LabelFilter

pytestmark = pytest.mark.slow


def test_film_and_timeline_and_nothing_else_are_written(made):
    assert sorted(path.name for path in made.folder.iterdir()) == ["clip.json", "clip.mp4"]


def test_the_film_is_h264_and_aac_for_every_player(made):
    facts = probe(made.video)
    assert (facts.video_codec, facts.audio_codec, facts.pixel_format) == ("h264", "aac", "yuv420p")
    assert (facts.size, facts.fps) == ((256, 256), Fraction(25))
    assert (facts.primaries, facts.transfer, facts.matrix) == (1, 1, 1)
    assert facts.is_faststart


def test_picture_and_sound_are_equally_long(made):
    facts = probe(made.video)
    assert facts.video_seconds == pytest.approx(facts.audio_seconds, abs=1 / 25)
    assert facts.frames == made.report["frames"]


def test_the_report_has_what_the_contract_says(made):
    assert set(made.report) == {
        *("video", "timeline", "seconds", "frames", "fps", "size", "wall_s", "first_frame_s", "rtf"),
        *("stages", "peak_rss_mb", "content_id", "warnings", "subtitles", "identity"),
    }
    assert set(made.report["stages"]) == {
        *("reading", "clearing", "portrait", "speaking", "moving", "rendering", "encoding", "marking", "guarding"),
    }
    assert made.report["identity"]["likeness"] > made.report["identity"]["floor"]
    assert made.report["size"] == [256, 256]
    assert made.report["video"] == "clip.mp4"
    assert made.report["seconds"] == pytest.approx(made.report["frames"] / 25, abs=1e-3)
    assert 0 < made.report["first_frame_s"] < made.report["wall_s"]
    aside = {"speaking", "moving"}  # done for the next passage while this one is rendered
    spent = [seconds for stage, seconds in made.report["stages"].items() if stage not in aside]
    assert sum(spent) <= made.report["wall_s"] + 0.1
    assert made.report["peak_rss_mb"] > 50


def test_a_face_that_is_not_like_enough_is_told_and_logged_and_0_looks_at_nobody(made, shell):
    asked = ("-o", "strict.mp4", "--json", "--identity")
    strict = json.loads(shell.say(*asked, "1", made.text, cwd=made.folder).out)
    assert any("unlike the portrait's" in warning for warning in strict["warnings"])
    assert (strict["identity"]["floor"], strict["content_id"]) == (1.0, made.report["content_id"])
    logged = shell("audit", "show", "--last", "1", "--json", cwd=made.folder).out
    assert '"alarm":"identity"' in logged.replace(" ", "")
    assert json.loads(shell.say(*asked, "0", made.text, cwd=made.folder).out)["identity"] is None


def test_the_timeline_has_what_the_contract_says(made):
    document = made.timeline
    assert document["schema"] == "avatar.timeline/1"
    assert {"text", "language", "voice", "fps", "size", "frames", "seed", "content_id", "versions"} <= set(document)
    assert (document["fps"], document["size"]) == (25, [256, 256])
    assert document["content_id"] == made.report["content_id"]
    assert document["versions"]["avatar"]


def test_phones_and_words_are_in_order_and_within_the_clip(made):
    for row in (made.timeline["phones"], made.timeline["words"]):
        assert row
        assert all(each["start"] < each["end"] for each in row)
        assert all(one["end"] <= after["start"] + 1e-3 for one, after in pairwise(row))
        assert row[0]["start"] >= 0
        assert row[-1]["end"] <= made.report["seconds"] + 1e-3
    assert all({"ipa", "start", "end", "viseme"} == set(phone) for phone in made.timeline["phones"])


def test_curves_have_a_row_per_frame_and_open_the_mouth_only_while_speaking(made):
    names, values = made.timeline["curves"]["names"], np.array(made.timeline["curves"]["values"])
    assert set(names) <= {*ARKIT_NAMES, TONGUE_TIP}
    assert values.shape == (made.report["frames"], len(names))
    jaw = values[:, names.index("jawOpen")]
    assert jaw.max() > 0.1
    assert jaw[0] < 0.05
    assert jaw[-1] < 0.05


def test_the_text_and_its_words_are_in_the_timeline(made):
    assert made.timeline["text"] == made.text
    assert "".join(word["text"] for word in made.timeline["words"]).startswith("您好")


def streams(film):
    """Give picture and sound as they are encoded; what tells of the moment of making lies beside them."""
    with av.open(str(film)) as container:
        return [(packet.stream.type, packet.pts, bytes(packet)) for packet in container.demux()]


@pytest.mark.parametrize("is_made_anew", [False, True])
def test_a_rerun_gives_the_same_picture_and_sound(made, shell, tmp_path, is_made_anew):
    if is_made_anew:
        shell("cache", "clear", cwd=tmp_path)
    done = shell.say("-o", "clip.mp4", made.text, cwd=tmp_path)
    assert done.out == "clip.mp4\n"
    assert streams(tmp_path / "clip.mp4") == streams(made.video)
    assert (tmp_path / "clip.json").read_bytes() == (made.folder / "clip.json").read_bytes()


def test_another_seed_moves_differently_but_speaks_the_same(made, shell, tmp_path):
    assert shell.say("--seed", 5, "-o", "clip.mp4", made.text, cwd=tmp_path).code == 0
    other = json.loads((tmp_path / "clip.json").read_text())
    assert other["seed"] == 5
    assert other["phones"] == made.timeline["phones"]
    assert other["content_id"] != made.timeline["content_id"]
    assert streams(tmp_path / "clip.mp4") != streams(made.video)


def test_the_label_is_in_every_frame(made):
    place, shade = label_of(size=(256, 256), language="zh")
    with av.open(str(made.video)) as film:
        frames = [frame.to_ndarray(format="rgb24").mean(axis=2) for frame in film.decode(video=0)]
    assert len(frames) == made.report["frames"]
    for frame in frames:
        assert np.corrcoef(frame[place].ravel(), shade.ravel())[0, 1] > 0.7


def label_of(size, language):
    """Where the label lies, and how it looks there on grey."""
    width, height = size
    grey = Frame(np.full((height, width, 3), 128, np.uint8), 0, 0.0)
    (labelled,) = LabelFilter(language, size).apply([grey])
    shade = labelled.image.mean(axis=2)
    rows, columns = np.nonzero(np.abs(shade - 128) > 2)
    place = np.s_[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    return place, shade[place]


def test_without_a_name_the_clip_is_named_after_portrait_and_text_and_never_replaces_one(shell, tmp_path):
    first = shell.say("--voice", "fast", "Hi there.", cwd=tmp_path)
    second = shell.say("--voice", "fast", "Hi there.", cwd=tmp_path)
    assert (first.out, second.out) == ("xiaochen-Hi-there.mp4\n", "xiaochen-Hi-there-2.mp4\n")
    assert len(list(tmp_path.iterdir())) == 4


def test_text_comes_from_a_file_or_standard_input_and_quiet_is_quiet(shell, tmp_path):
    (tmp_path / "script.txt").write_bytes("你好".encode("gb18030"))
    quiet = ("--quiet", "--voice", "fast", "--file")
    from_file = shell.say(*quiet, "script.txt", "-o", "a.mp4", cwd=tmp_path)
    piped = shell.say(*quiet, "-", "-o", "b.mp4", cwd=tmp_path, given="你好".encode())
    for done in (from_file, piped):
        assert (done.code, done.err) == (0, "")
    assert streams(tmp_path / "a.mp4") == streams(tmp_path / "b.mp4")
    assert json.loads((tmp_path / "a.json").read_text())["text"] == "你好"


def test_a_voice_says_only_its_own_language_and_a_warning_tells(shell, tmp_path):
    done = shell.say(
        "--voice", "yunfeng", "-o", "a.mp4", "--json", "你好。The early bird catches the worm.", cwd=tmp_path
    )
    (warning,) = json.loads(done.out)["warnings"]
    assert "'yunfeng'" in warning
    assert "'en'" in warning
    assert warning in done.err


def test_the_library_makes_the_same_film_as_the_command_line(made, shell, tmp_path, monkeypatch):
    import avatar

    monkeypatch.setenv("AVATAR_HOME", str(shell.home))
    clip = avatar.say(made.text, "xiaochen", tmp_path / "clip.mp4", size=(256, 256))
    assert streams(clip.video) == streams(made.video)
    assert clip.content_id == made.report["content_id"]


def test_the_library_streams_labelled_frames_again_and_again(shell, monkeypatch):
    import avatar

    monkeypatch.setenv("AVATAR_HOME", str(shell.home))
    performance = avatar.stream("Hi.", size=(160, 128), fps=10, voice="fast")
    once, again = list(performance), list(performance)
    assert len(once) == len(performance.motion)
    assert once[0].image.shape == (128, 160, 3)
    assert [frame.index for frame in once] == list(range(len(once)))
    assert all(np.array_equal(one.image, other.image) for one, other in zip(once, again, strict=True))
    assert performance.speech.seconds == pytest.approx(len(once) / performance.fps, abs=0.1)
