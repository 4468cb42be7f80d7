"""A clip drives a portrait: the film has every mark that any other has, and the log says who performs."""

from __future__ import annotations

import json

import numpy as np
import pytest

from avatar.ledger.audit import read_entries
from avatar.settings import SOUND_RATE

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def driven(shell, made, tmp_path_factory):
    folder = tmp_path_factory.mktemp("driven")
    done = shell(
        *("reenact", "--driving", made.video, "--portrait", "xiaochen", "--size", "256x256"),
        *("--performer-consent", "nobody", "-o", "film.mp4", "--json", made.text),
        cwd=folder,
    )
    assert done.code == 0, done.err
    return folder, json.loads(done.out), json.loads((folder / "film.json").read_text(encoding="utf-8"))


def rows(timeline):
    found = {}
    for part in ("curves", "motion"):
        found |= dict(zip(timeline[part]["names"], np.array(timeline[part]["values"]).T, strict=True))
    return found


def test_it_moves_as_the_performer_does_and_has_every_mark(driven, made, shell):
    folder, report, timeline = driven
    assert abs(report["frames"] - made.report["frames"]) <= 1
    one, other = rows(made.timeline), rows(timeline)
    count = min(report["frames"], made.report["frames"])
    assert np.corrcoef(one["jawOpen"][:count], other["jawOpen"][:count])[0, 1] > 0.8
    assert [word["text"] for word in timeline["words"]] == [word["text"] for word in made.timeline["words"]]
    assert timeline["performance"]["performer"] == "nobody"
    checked = shell("verify", "film.mp4", "--json", cwd=folder)
    assert checked.code == 0, checked.out
    layers = json.loads(checked.out)["layers"]
    assert {name for name, layer in layers.items() if layer["state"] == "present"} >= {
        # Its sound bore a mark before, and in so short a sound two hide each other.
        *("label", "aigc", "c2pa", "watermark", "registry", "authorization")
    }


def test_the_log_says_who_performs(driven, shell):
    entries = [each for each in read_entries(shell.home / "audit") if each["what"] == "performer"]
    assert entries
    assert entries[0]["details"]["performer"] == "nobody"
    assert entries[0]["details"]["performance"] == driven[2]["performance"]["sha256"]


def test_without_its_sound_it_is_a_silent_film(made, shell, tmp_path):
    done = shell(
        *("reenact", "--driving", made.video, "--mute", "--portrait", "xiaochen", "--size", "256x256"),
        *("--performer-consent", "nobody", "-o", "film.mp4", "--json"),
        cwd=tmp_path,
    )
    assert done.code == 0, done.err
    assert json.loads(done.out)["warnings"] == []
    from avatar.speech.recording.reading import open_recording

    sound = np.concatenate(list(open_recording(tmp_path / "film.mp4").sound()))
    assert np.abs(sound).max() < 1e-3
    assert len(sound) / SOUND_RATE == pytest.approx(json.loads(done.out)["seconds"], abs=0.06)
    assert shell("verify", "film.mp4", cwd=tmp_path).code == 0


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("Hello",), 3, "--performer-consent"),
        (("--performer-consent", "self"), 2, "Nobody has written down"),
    ],
)
def test_what_may_not_be_is_refused(made, shell, tmp_path, arguments, code, sentence):
    done = shell("reenact", "--driving", made.video, "--size", "256x256", *arguments, cwd=tmp_path)
    assert done.code == code, done.err
    assert sentence in done.err
    assert not list(tmp_path.iterdir())
