"""Films of anybody's beside each other: what is found beside a film, what is heard in it, what the tables say."""

from __future__ import annotations

import json

import numpy as np
import pytest

from avatar.bench.origin import Origin
from avatar.bench.public.heard import heard_in
from avatar.bench.public.measure import Film, PublicBench, _film, _system, find_films, measure_public
from avatar.bench.public.reading import Asked, Measured, _answer
from avatar.bench.public.score import REAL, score_of
from avatar.bench.public.table import page, tables
from avatar.data import Frame, Utterance
from avatar.errors import InputError
from avatar.inspection.film import open_film
from avatar.inspection.intent import SCHEMA
from avatar.runtime.folders import Home, shipped
from avatar.settings import FilmSettings, SpeechSettings
from avatar.speech.espeak.process import EspeakProcess
from avatar.speech.espeak.speaker import EspeakSpeaker
from avatar.speech.joining import resample
from avatar.speech.voices import default_voice
from tests.films import write_film

TEXT = "My baby may buy a big map. Papa pays for a warm room."
LATE = 0.2


def film(name="a/one.mp4", system="a", **more):
    given = {"seconds": 4.0, "frames": 100, "faces_found": 100, "by": "sound"} | more
    return Film(name, system, **given)


def bench(*films):
    names = sorted({each.system for each in films})
    systems = tuple(_system(name, [each for each in films if each.system == name]) for name in names)
    return PublicBench(Origin("2026-01-02", "abc1234", "2-core x86 computer"), "0123456789ab", systems, films)


@pytest.fixture
def folder(tmp_path):
    for name in ("own.mp4", "rival/one.MP4", "rival/two.webm", "rival/deeper/three.mp4", "rival/notes.txt"):
        place = tmp_path / name
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(b"no film")
    return tmp_path


def test_films_are_found_in_a_folder_and_in_those_in_it(folder):
    assert [str(each.film.relative_to(folder)) for each in find_films(folder)] == [
        "own.mp4",
        "rival/one.MP4",
        "rival/two.webm",
    ]


def test_what_lies_beside_a_film_is_used_if_it_is_what_it_seems(folder):
    (folder / "own.json").write_text(json.dumps({"schema": SCHEMA}))
    (folder / "rival/one.json").write_text('{"mine": true}')
    (folder / "rival/one.txt").write_text("Hello.")
    (folder / "rival/one.png").write_bytes(b"")
    own, one, two = find_films(folder)
    assert (own.timeline, own.text, own.photo) == (folder / "own.json", None, None)
    assert (one.timeline, one.text, one.photo) == (None, folder / "rival/one.txt", folder / "rival/one.png")
    assert (two.timeline, two.text, two.photo) == (None, None, None)
    assert find_films(folder, by_sound=True)[0].timeline is None


@pytest.mark.parametrize("place", ["absent", "empty"])
def test_a_folder_that_is_none_or_has_no_film_is_refused_by_name(tmp_path, place):
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=place):
        find_films(tmp_path / place)


def test_one_bad_film_does_not_end_the_folder(folder, tmp_path):
    """Each is asked about in the confined process, and has a sentence of its own."""
    found = measure_public(folder, Home.at(tmp_path / "home"))
    assert [each.is_measured for each in found.films] == [False] * 3
    assert all(each.name.rsplit("/")[-1] in each.fault for each in found.films)
    assert {each.name: (each.films, each.failed) for each in found.systems} == {folder.name: (0, 1), "rival": (0, 2)}


def test_a_film_that_is_too_long_is_refused_before_it_is_looked_at(eight_frames, monkeypatch):
    monkeypatch.setattr("avatar.bench.public.reading.LONGEST", 0.1)
    told = _answer({"film": str(eight_frames), "only": "length"})
    assert "give a part of it" in told["fault"]


@pytest.fixture(scope="module")
def speech():
    card = default_voice("en", engine="espeak", folders=(shipped("voices"),))
    process = EspeakProcess()
    try:
        return EspeakSpeaker(card, SpeechSettings(), process).speak(Utterance(TEXT, "en"))
    finally:
        process.close()


def write(speech, place, seconds=8.0):
    """Write a grey film in which the speech begins `LATE` s after its beginning."""
    samples = resample(speech.samples, speech.sample_rate, 48_000)
    sound = np.zeros(round(seconds * 48_000), np.float32)
    sound[round(LATE * 48_000) :][: len(samples)] = samples[: len(sound) - round(LATE * 48_000)]
    frames = (Frame(np.full((128, 128, 3), 90, np.uint8), index, index / 25) for index in range(round(seconds * 25)))
    write_film(frames, sound, place, FilmSettings(128, 128))
    return place


@pytest.fixture(scope="module")
def spoken(speech, tmp_path_factory):
    return write(speech, tmp_path_factory.mktemp("spoken") / "spoken.mp4", speech.seconds + 2 * LATE)


@pytest.fixture(scope="module")
def eight_frames(spoken):
    return spoken


def bilabials(speech):
    return np.array([(each.start + each.end) / 2 + LATE for each in speech.phones if each.ipa in {"p", "b", "m"}])


def test_what_a_text_says_is_found_where_it_is_heard(speech, spoken):
    meant = heard_in(open_film(spoken), TEXT, "en")
    found = np.array([(each.start + each.end) / 2 for each in meant.sounds if each.viseme == "bilabial"])
    true = bilabials(speech)
    assert len(found) == len(true)
    assert np.median(np.abs(found - true)) < 0.04
    assert meant.times[0] == 0
    assert np.ptp(meant.opening) > 0.1


def test_without_a_text_only_what_is_surely_heard_is_asked_for(speech, spoken):
    meant = heard_in(open_film(spoken), "", "auto")
    found = [(each.start + each.end) / 2 for each in meant.sounds if each.viseme == "bilabial"]
    true = bilabials(speech)
    assert 0 < len(found) <= len(true) + 2
    assert np.median([np.abs(true - each).min() for each in found]) < 0.08
    assert any(each.viseme == "unsure" for each in meant.sounds)


def test_a_silent_film_has_nobody_to_hear(tmp_path):
    frames = (Frame(np.full((128, 128, 3), 90, np.uint8), index, index / 25) for index in range(30))
    write_film(frames, np.zeros(30 * 1920, np.float32), tmp_path / "still.mp4", FilmSettings(128, 128))
    with pytest.raises(InputError, match="Nobody is heard"):
        heard_in(open_film(tmp_path / "still.mp4"), "", "auto")


def test_a_report_becomes_a_line_and_a_fault_a_sentence(tmp_path):
    names = {2: "clip_ms", 3: "opening", 5: "deviation_iod", 6: "iod_per_s", 7: "drift_px", 8: "blinks_per_minute"}
    rows = [
        {"id": row, "value": {name: float(row)}} for row, name in (names | {11: "likeness", 12: "vergence"}).items()
    ]
    details = {
        "seconds": 4.0,
        "fineness": 0.5,
        "identity": {"worst_20th": 0.97},
        "theval": dict.fromkeys(REAL, 1.0),
        "tokens": {"seals": [3, 4]},
    }
    report = {"rows": rows, "details": details, "frames": 100, "faces_found": 99}
    found = _film(Measured(Asked(tmp_path / "rival" / "x.mp4"), report, "text"), tmp_path)
    assert (found.name, found.system, found.tokens) == ("rival/x.mp4", "rival", {"seals": (3, 4)})
    assert (found.figures["lag_ms"], found.figures["vergence"], found.figures["steadiness"]) == (2.0, 12.0, 0.97)
    broken = _film(Measured(Asked(tmp_path / "y.mp4"), {}, "nothing", "It is broken."), tmp_path)
    assert (broken.is_measured, broken.fault, broken.system) == (False, "It is broken.", tmp_path.name)


def test_a_system_is_the_sum_of_its_sounds_and_the_mean_of_its_figures():
    found = bench(
        film("a/1.mp4", tokens={"seals": (3, 4)}, figures={"lag_ms": 10.0, "head": 9.0}),
        film("a/2.mp4", tokens={"seals": (1, 6)}, figures={"lag_ms": -30.0, "head": None}),
        film("a/3.mp4", frames=0, faces_found=0, fault="It is broken."),
    )
    (system,) = found.systems
    assert (system.films, system.failed, system.by) == (2, 1, "sound")
    assert system.tokens["seals"] == (4, 10)
    assert (system.figures["lag_ms"], system.figures["head"], system.figures["brows"]) == (20.0, 9.0, None)
    assert system.score.parts == {"head": 1.0}


def test_who_moves_as_real_talkers_do_scores_one_and_twice_as_much_nothing():
    assert score_of(REAL).value == pytest.approx(1.0)
    assert score_of({name: 2 * value for name, value in REAL.items()}).value == pytest.approx(0.0)
    assert score_of({name: 5 * value for name, value in REAL.items()}).value == pytest.approx(0.0)
    assert score_of({"brows": 0.0034}).parts == {"brows": pytest.approx(0.5)}
    assert score_of({}).value is None


def test_tables_have_a_line_for_each_and_names_of_strangers_stay_text():
    found = bench(
        film(tokens={"seals": (3, 4)}, figures={"lag_ms": 12.4}),
        film("b|<b>x</b>[y](z).mp4", "b", frames=0, faces_found=0, fault="It is `broken`."),
    )
    (_, header, systems), (_, other, films) = tables(found)
    assert header == ("", "a", "b", "real talkers", "off by")
    assert {len(line) for line in systems} == {len(header)}
    assert {line[0]: line[1] for line in systems}["p b m"] == "3/4"
    assert [len(line) for line in films] == [len(other)] * 2
    assert films[0][2:3] + films[0][6:7] == ("3/4", "12")
    text = page(found, "avatar bench public films")
    lines = [line for line in text.splitlines() if "broken" in line]
    assert len(lines) == 1
    assert "<b>" not in text
    assert lines[0].replace("\\|", "").count("|") == len(other) + 1
    json.dumps(found.as_json(), allow_nan=False)
