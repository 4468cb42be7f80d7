"""`avatar bench voice`, whole: what is chosen, what is shown, what is said of what is not installed."""

import json

import pytest
from typer.testing import CliRunner

from avatar.bench.voice import recogniser
from avatar.bench.voice.parts import choose
from avatar.cli.app import app
from avatar.errors import InputError, NotInstalledError, VoiceError


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("AVATAR_HOME", str(tmp_path / "home"))


def bench(*words):
    return CliRunner().invoke(app, ["bench", "voice", *words])


def test_engines_stand_beside_each_other_in_each_language():
    parts = choose(["espeak"], [], ["es", "de"], 2, 1.0)
    assert [(part.voice, part.language, len(part.sentences)) for part in parts] == [
        ("lucia", "es", 2),
        ("anna", "de", 2),
    ]


@pytest.mark.slow
def test_nothing_asked_for_is_every_language():
    languages = {part.language.split("-")[0] for part in choose([], [], [], 1, 1.0)}
    assert {"zh", "en", "es", "fr", "ja", "it", "pt", "de", "ar"} <= languages


def test_voices_are_taken_by_name_engine_and_language():
    parts = choose(["espeak"], ["emma", "xiaoyun", "af_heart"], ["en"], None, 1.5)
    assert [(part.voice, part.speed) for part in parts] == [("emma", 1.5)]


@pytest.mark.parametrize(
    ("asked", "fault", "words"),
    [
        (([], ["nobody"], []), VoiceError, "no voice 'nobody'"),
        ((["nobody"], [], []), NotInstalledError, "no speech backend 'nobody'"),
        (([], [], ["xx"]), InputError, "no sentences in the language 'xx'"),
        (([], ["emma"], ["zh"]), InputError, "None of these voices speaks one of these languages"),
    ],
)
def test_what_is_not_there_is_refused(asked, fault, words):
    with pytest.raises(fault, match=words):
        choose(*asked, None, 1.0)


def test_a_speed_out_of_range_is_refused_before_anybody_speaks():
    with pytest.raises(InputError, match="The speed 9 is out of range"):
        choose([], ["emma"], [], None, 9.0)


@pytest.mark.slow
def test_without_a_recogniser_the_rest_is_measured_and_it_is_said_how_to_get_one(tmp_path, monkeypatch):
    monkeypatch.setattr(recogniser, "_NEEDS", ("no_such_recogniser",))
    page = tmp_path / "voices.md"
    done = bench(
        *("--voice", "emma,xiaoyun", "--sentences", "2", "--out", str(tmp_path / "out"), "--json"),
        *("--markdown", str(page)),
    )
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert [(each["voice"], each["language"], each["heard"]) for each in found["voices"]] == [
        ("emma", "en-US", None),
        ("xiaoyun", "zh", None),
    ]
    assert found["recogniser"] == ""
    assert 'pip install "avatar[judge]"' in done.stderr
    emma = found["voices"][0]
    assert 0 < emma["cost"]["processor"] < 1
    assert emma["loudness"] == pytest.approx(-16, abs=1.5)
    assert emma["exactness"]["count"] > 0
    text = page.read_text(encoding="utf-8")
    assert "`avatar bench voice --voice emma,xiaoyun --sentences 2`" in text
    assert f"{emma['loudness']:.1f}" in text
    assert "no_such_recogniser" in text


@pytest.mark.slow
def test_a_sound_is_heard_once_and_then_known(tmp_path):
    pytest.importorskip("faster_whisper")
    words = ("--voice", "emma", "--sentences", "1", "--out", str(tmp_path), "--json")
    first = json.loads(bench(*words).stdout)["voices"][0]
    kept = {path: path.stat().st_mtime_ns for path in tmp_path.glob("heard-*.json")}
    assert len(kept) == 1
    assert first["heard"]["words"] < 0.5
    assert 1 < first["score"] < 5
    second = json.loads(bench(*words).stdout)["voices"][0]
    assert second["heard"] == first["heard"]
    assert {path: path.stat().st_mtime_ns for path in tmp_path.glob("heard-*.json")} == kept


@pytest.mark.slow
def test_lips_of_a_film_in_this_voice_are_inspected(tmp_path, monkeypatch, warm):
    monkeypatch.setenv("AVATAR_HOME", str(warm(tmp_path / "warm", "xiaochen")))
    monkeypatch.setattr(recogniser, "_NEEDS", ("no_such_recogniser",))
    done = bench("--voice", "james", "--sentences", "1", "--lips", "--out", str(tmp_path / "out"), "--json")
    assert done.exit_code == 0, done.output
    lips = json.loads(done.stdout)["voices"][0]["lips"]
    assert [row["id"] for row in lips["rows"]] == list(range(1, 15))
    assert lips["rows"][0]["passed"]
    assert json.loads((tmp_path / "out").joinpath(lips["video"]).with_suffix(".json").read_text())["voice"] == "james"
