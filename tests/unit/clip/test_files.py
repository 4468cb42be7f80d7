"""A clip and what lies beside it appear together or not at all."""

import json
import os
from pathlib import Path

import pytest

from avatar.clip.files import (
    SCHEMA,
    check_subtitles_place,
    check_timeline_place,
    free_name,
    subtitle_paths,
    timeline_path,
    together,
)
from avatar.errors import OutputError
from avatar.film.parts import hidden, sweep
from avatar.subtitles import ass, srt, vtt

TIMELINE = {"schema": SCHEMA, "text": "您好"}
TEXT = {".json": [json.dumps(TIMELINE, ensure_ascii=False)]}


def test_both_appear_when_the_film_is_written(tmp_path):
    video = tmp_path / "clip.mp4"
    with together(video) as write:
        write(TEXT)
        video.write_bytes(b"film")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["clip.json", "clip.mp4"]
    assert json.loads(timeline_path(video).read_text(encoding="utf-8")) == TIMELINE


@pytest.mark.parametrize("fault", [RuntimeError, KeyboardInterrupt])
def test_nothing_appears_when_the_film_fails(tmp_path, fault):
    with pytest.raises(fault), together(tmp_path / "clip.mp4") as write:
        write(TEXT)
        raise fault
    assert list(tmp_path.iterdir()) == []


def test_an_older_pair_survives_a_failure_unchanged(tmp_path):
    video = tmp_path / "clip.mp4"
    video.write_bytes(b"old film")
    timeline_path(video).write_text('{"schema":"avatar.timeline/1","old":true}')
    with pytest.raises(RuntimeError), together(video) as write:
        write(TEXT)
        raise RuntimeError
    assert video.read_bytes() == b"old film"
    assert json.loads(timeline_path(video).read_text())["old"]


def test_a_signal_right_after_the_film_leaves_the_pair_whole(tmp_path):
    video = tmp_path / "clip.mp4"
    with pytest.raises(KeyboardInterrupt), together(video) as write:
        write(TEXT)
        video.write_bytes(b"film")
        raise KeyboardInterrupt
    assert sorted(path.name for path in tmp_path.iterdir()) == ["clip.json", "clip.mp4"]


def test_a_timeline_that_cannot_be_written_is_a_sentence(tmp_path):
    with pytest.raises(OutputError, match="cannot be written"), together(tmp_path / "absent" / "clip.mp4") as write:
        write(TEXT)


def test_somebody_elses_json_is_not_overwritten(tmp_path):
    (tmp_path / "data.json").write_text('{"mine": 1}')
    with pytest.raises(OutputError, match=r"data\.json"):
        check_timeline_place(tmp_path / "data.mp4")


def test_our_own_older_timeline_may_be_replaced(tmp_path):
    video = tmp_path / "clip.mp4"
    with together(video) as write:
        write(TEXT)
        video.write_bytes(b"film")
    check_timeline_place(video)


def test_a_free_name_avoids_films_and_timelines(tmp_path):
    (tmp_path / "a.mp4").touch()
    (tmp_path / "a-2.json").touch()
    with free_name("a", tmp_path) as first, free_name("b", tmp_path) as second:
        assert (first.name, second.name) == ("a-3.mp4", "b.mp4")


def test_subtitles_appear_with_the_clip_and_leave_nothing_behind(tmp_path):
    clip = tmp_path / "clip.mp3"
    with together(clip) as write:
        write({ending: ["text"] for ending in (".srt", ".vtt", ".ass")})
        assert not (tmp_path / "clip.srt").exists()
        clip.write_bytes(b"sound")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["clip.ass", "clip.mp3", "clip.srt", "clip.vtt"]


def test_what_a_killed_process_left_of_subtitles_is_swept(tmp_path):
    clip = tmp_path / "clip.mp4"
    left = [hidden(clip, f"{ending}.part") for ending in (".srt", ".vtt", ".ass")]
    for path in left:
        path.with_name(path.name.replace(f"-{os.getpid()}-", "-4194305-")).touch()
    sweep(clip)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["clip.srt", "clip.vtt", "clip.ass"])
def test_somebody_elses_subtitles_are_not_overwritten(tmp_path, name):
    (tmp_path / name).write_text("1\n00:00:00,000 --> 00:00:01,000\nMine\n")
    with pytest.raises(OutputError, match=name):
        check_subtitles_place(tmp_path / "clip.mp4")
    with free_name("clip", tmp_path) as path:
        assert path.name == "clip-2.mp4"


def test_our_own_older_subtitles_may_be_replaced(tmp_path):
    for path in subtitle_paths(tmp_path / "clip.mp4", "file"):
        Path(path).write_text({".srt": srt, ".vtt": vtt, ".ass": ass}[Path(path).suffix](()))
    check_subtitles_place(tmp_path / "clip.mp4")
