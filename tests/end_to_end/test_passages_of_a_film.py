"""What has been filmed once is used again: after a kill, after a changed word, and the pictures join without a seam."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

import avatar
from avatar import pipeline
from avatar.clip.footage import FootageStore
from avatar.clip.request import ClipRequest
from avatar.marks.registry.facts import asset_id
from avatar.marks.registry.pattern_key import pattern_key
from avatar.marks.watermark import detect
from tests.processes import Process

pytestmark = pytest.mark.slow

SENTENCES = [
    "Good morning, and welcome to our branch.",
    "Please bring your passport with you.",
    "The office closes at five in the evening.",
    "We wish you a very pleasant day.",
]
SIZE, VOICE = (256, 256), "fast"


@pytest.fixture(scope="module")
def home(tmp_path_factory, warm):
    """A home of its own whose cache of portraits is warm."""
    place = warm(tmp_path_factory.mktemp("home"), "xiaochen")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AVATAR_HOME", str(place))
        yield place


def shots(film: Path) -> list[bytes]:
    """Give the packets of each shot, joined: a shot begins where the encoder began anew."""
    found: list[bytearray] = []
    with av.open(str(film)) as container:
        for packet in container.demux(video=0):
            if packet.size:
                # x264 says who it is in the first picture of each shot.
                if packet.is_keyframe and b"x264 - core" in bytes(packet):
                    found.append(bytearray())
                found[-1] += bytes(packet)
    return [bytes(shot) for shot in found]


def sound_of(film: Path) -> bytes:
    """Give the packets of the sound, joined."""
    with av.open(str(film)) as container:
        return b"".join(bytes(packet) for packet in container.demux(audio=0))


def seconds_of(film: Path, kind: str) -> float:
    with av.open(str(film)) as container:
        stream = getattr(container.streams, kind)[0]
        return float(stream.duration * stream.time_base)


def command(folder: Path, text: str) -> list[str]:
    line = [
        sys.executable,
        "-m",
        "avatar",
        "say",
        text,
        "-o",
        str(folder / "clip.mp4"),
        "--size",
        "256x256",
        "--voice",
        "fast",
    ]
    return [*line, "--json"]


def test_a_killed_film_goes_on_where_it_stopped_and_is_the_same_as_an_unbroken_one(home, tmp_path):
    text = " ".join(SENTENCES)
    unbroken = avatar.say(text, output=tmp_path / "unbroken.mp4", size=SIZE, voice=VOICE)
    FootageStore().clear()
    environment = os.environ | {"AVATAR_HOME": str(home)}
    nowhere = subprocess.DEVNULL
    with Process(command(tmp_path, text), env=environment, stdout=nowhere, stderr=nowhere) as process:
        while FootageStore().usage().passages < 2 and process.poll() is None:
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        process.wait()
    kept = FootageStore().usage().passages
    assert kept >= 2
    assert not (tmp_path / "clip.mp4").exists()
    told = []
    again = avatar.say(
        text,
        output=tmp_path / "clip.mp4",
        size=SIZE,
        voice=VOICE,
        watch=lambda stage, done, total: told.append((stage, done)),
    )
    assert shots(Path(again.video)) == shots(Path(unbroken.video))
    assert sound_of(Path(again.video)) == sound_of(Path(unbroken.video))
    assert Path(again.timeline).read_bytes() == Path(unbroken.timeline).read_bytes()
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []


def test_a_changed_word_films_its_own_sentence_and_the_seam_after_it_anew(home, tmp_path):
    before = avatar.say(" ".join(SENTENCES), output=tmp_path / "before.mp4", size=SIZE, voice=VOICE)
    changed = [*SENTENCES]
    changed[1] = "Please bring your licence with you."
    rendered = []
    after = avatar.say(
        " ".join(changed),
        output=tmp_path / "after.mp4",
        size=SIZE,
        voice=VOICE,
        watch=lambda stage, done, total: rendered.append(done) if stage == "rendering" else None,
    )
    one, other = shots(Path(before.video)), shots(Path(after.video))
    assert len(one) == len(other) == 4
    assert [left == right for left, right in zip(one, other, strict=True)] == [True, False, False, True]
    assert before.content_id != after.content_id


def test_each_passage_carries_a_watermark_of_its_own(home, tmp_path):
    text = " ".join(SENTENCES)
    clip = avatar.say(text, output=tmp_path / "a.mp4", size=SIZE, voice=VOICE)
    performance, plan = (
        avatar.stream(text, size=SIZE, voice=VOICE),
        pipeline.prepare(ClipRequest.from_options(text, size=SIZE, voice=VOICE)),
    )
    ids = [asset_id(plan.key(passage, 0)) for passage in plan.passages]
    assert len(set(ids)) == 4
    found = detect(clip.video, [pattern_key()])
    assert [one.asset_id for one in found] == ids
    frames = ((frame.time, frame.image) for frame in performance)
    assert [one.asset_id for one in detect(frames, [pattern_key()])] == ids


def test_nothing_jumps_at_a_seam(home):
    performance = avatar.stream(" ".join(SENTENCES), size=SIZE, voice=VOICE)
    frames = [frame.image.astype(np.int16) for frame in performance]
    steps = np.array([np.abs(one - other).mean() for one, other in pairwise(frames)])
    plan = pipeline.prepare(ClipRequest.from_options(" ".join(SENTENCES), size=SIZE, voice=VOICE))
    lengths = [len(take) for take in pipeline.takes(plan)]
    seams = np.cumsum(lengths)[:-1] - 1
    assert len(seams) == 3
    assert steps[seams].max() < np.quantile(steps, 0.9)


def test_sound_and_picture_end_together_at_an_odd_frame_rate(home, tmp_path):
    clip = avatar.say(
        " ".join(SENTENCES * 2), output=tmp_path / "a.mp4", size=(128, 128), voice=VOICE, fps="30000/1001"
    )
    assert seconds_of(Path(clip.video), "video") == pytest.approx(clip.seconds, abs=0.002)
    assert seconds_of(Path(clip.video), "audio") == pytest.approx(clip.seconds, abs=0.002)


def test_the_second_sentence_is_spoken_after_the_first_frame(home):
    performance = avatar.stream(" ".join(SENTENCES), size=(128, 128), voice=VOICE)
    next(iter(performance))
    assert [word.text for word in performance.speech.words][-1] in SENTENCES[0]


def test_a_stream_can_be_played_from_its_fragments(home, tmp_path):
    performance = avatar.stream(" ".join(SENTENCES[:2]), size=(128, 128), voice=VOICE)
    fragments = list(performance.fragments())
    assert fragments[0][4:8] == b"ftyp"
    assert b"moov" in fragments[0]
    assert all(fragment[4:8] == b"moof" for fragment in fragments[1:-1])
    film = tmp_path / "stream.mp4"
    film.write_bytes(b"".join(fragments))
    with av.open(str(film)) as container:
        pictures = [frame.time for frame in container.decode(video=0)]
    assert len(pictures) == len(performance.motion)
    (tmp_path / "part.mp4").write_bytes(b"".join(fragments[: len(fragments) // 2]))
    with av.open(str(tmp_path / "part.mp4")) as container:
        assert len(list(container.decode(video=0))) > len(pictures) // 3


def test_a_stream_with_another_face_is_logged_once_and_sent_all_the_same(home):
    from avatar.runtime.folders import Home

    told = []
    request = ClipRequest.from_options(SENTENCES[1], size=SIZE, voice=VOICE, identity=1.0)  # nobody is as like as that
    plan = pipeline.prepare(request, home=Home.usual())
    assert len(list(pipeline.fragments(plan, alarmed=told.append))) > 2
    assert [verdict.is_alarm for verdict in told] == [True]
    lines = (Home.usual().data / "audit" / "log.jsonl").read_text(encoding="utf-8").splitlines()
    (alarm,) = [line for line in map(json.loads, lines) if line.get("what") == "alarm"]
    assert (alarm["details"]["content_id"], alarm["details"]["alarm"]) == (plan.content_id, "identity")


def test_a_stream_that_nobody_wants_any_more_ends(home):
    import gc
    import threading

    gc.collect()  # what others have left to it
    before = set(threading.enumerate())
    fragments = avatar.stream(" ".join(SENTENCES), size=(128, 128), voice=VOICE).fragments()
    next(fragments)
    fragments.close()
    assert not [each for each in threading.enumerate() if each.name.startswith("avatar") and each not in before]


def test_the_timeline_of_a_film_is_that_of_its_performance(home, tmp_path):
    text = " ".join(SENTENCES)
    clip = avatar.say(text, output=tmp_path / "a.mp4", size=(128, 128), voice=VOICE)
    assert json.loads(Path(clip.timeline).read_text()) == avatar.stream(text, size=(128, 128), voice=VOICE).timeline()
