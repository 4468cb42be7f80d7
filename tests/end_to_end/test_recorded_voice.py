"""A recording becomes a film as long as it is, whose lips, words and marks are those of any other film."""

from __future__ import annotations

import json

import numpy as np
import pytest

from avatar.film import probe
from avatar.settings import SOUND_RATE
from avatar.visemes.ipa import sounds_of
from tests.recordings import said, write

pytestmark = pytest.mark.slow

SENTENCES = ("Maybe my mother bought it.", "Please bring a picture.")


@pytest.fixture(scope="module")
def spoken():
    return said(SENTENCES, (0.4, 0.8, 0.5))


@pytest.fixture(scope="module")
def film(shell, spoken, tmp_path_factory):
    """A film of a recording with its text."""
    folder = tmp_path_factory.mktemp("recorded")
    write(folder / "mine.m4a", 0.3 * spoken.sound, codec="aac")
    done = shell.say("--audio", "mine.m4a", "-o", "a.mp4", "--json", " ".join(SENTENCES), cwd=folder)
    assert done.code == 0, done.err
    return folder, json.loads(done.out), json.loads((folder / "a.json").read_text(encoding="utf-8"))


def test_it_is_as_long_as_the_recording_and_complains_of_nothing(film, spoken):
    folder, report, _ = film
    assert report["warnings"] == []
    assert report["seconds"] == pytest.approx(len(spoken.sound) / SOUND_RATE, abs=0.08)
    assert probe(folder / "a.mp4").audio_seconds == pytest.approx(report["seconds"], abs=0.05)


def test_words_and_phones_are_where_they_were_said(film, spoken):
    words = film[2]["words"]
    true = [
        (word.text, word.start + begin)
        for speech, begin in zip(spoken.speeches, spoken.begins, strict=True)
        for word in speech.words
    ]
    assert [word["text"] for word in words] == [text for text, _ in true]
    off = np.array([word["start"] - start for word, (_, start) in zip(words, true, strict=True)])
    assert np.median(np.abs(off)) < 0.02
    assert np.abs(off).max() < 0.08


def test_the_timeline_says_whose_voice_it_is(film):
    timeline = film[2]
    assert timeline["voice"] == f"recording:{timeline['recording']['sha256'][:16]}"
    assert timeline["recording"]["name"] == "mine.m4a"
    assert timeline["language"] == "en"


def test_it_has_every_mark_and_its_sound_is_as_loud_as_speech(film, shell):
    folder, report, _ = film
    done = shell("verify", "a.mp4", "--json", cwd=folder)
    assert done.code == 0, done.out
    assert json.loads(done.out)["content_id"] == report["content_id"]
    from avatar.speech.meter import measure
    from avatar.speech.recording.reading import open_recording

    sound = np.concatenate(list(open_recording(folder / "a.mp4").sound()))
    assert measure(sound, SOUND_RATE) == pytest.approx(-16.0, abs=1.5)


@pytest.fixture(scope="module")
def wordless(shell, spoken, tmp_path_factory):
    """A film of the same recording without its text."""
    folder = tmp_path_factory.mktemp("wordless")
    write(folder / "mine.wav", spoken.sound)
    done = shell.say("--audio", "mine.wav", "-o", "a.mp4", "--json", cwd=folder)
    assert done.code == 0, done.err
    return folder, json.loads(done.out), json.loads((folder / "a.json").read_text(encoding="utf-8")), done.err


def test_without_its_text_it_says_that_nobody_has_read_it(wordless):
    _, report, timeline, err = wordless
    assert any("Nobody has read what is said in the recording" in each for each in report["warnings"])
    assert "Nobody has read" in err
    assert (timeline["text"], timeline["words"], timeline["language"]) == ("", [], "und")


def test_without_its_text_the_mouth_is_still_in_silence_and_open_in_vowels(wordless, spoken):
    timeline = wordless[2]
    names, curves = timeline["curves"]["names"], np.array(timeline["curves"]["values"])
    jaw = curves[:, names.index("jawOpen")]
    times = (np.arange(len(jaw)) + 0.5) / timeline["fps"]
    true = [
        (phone.start + begin, phone.end + begin, sounds_of(phone.ipa))
        for speech, begin in zip(spoken.speeches, spoken.begins, strict=True)
        for phone in speech.phones
    ]
    wide = [times[(times > start) & (times < end)] for start, end, kinds in true if kinds[0].height > 0.5]
    open_ = np.median([jaw[np.isin(times, each)].max() for each in wide if len(each)])
    gap = (times > spoken.begins[0] + spoken.speeches[0].seconds + 0.25) & (times < spoken.begins[1] - 0.25)
    assert np.ptp(jaw[gap]) < 0.03, "lips that part between two sentences stay as they are"
    assert jaw[gap].max() < 0.15
    assert open_ > jaw[gap].max() + 0.05


def test_a_home_that_refuses_what_nobody_has_read_refuses_it(shell, spoken, tmp_path):
    write(tmp_path / "mine.wav", spoken.sound)
    config = shell.home / "config.toml"
    config.write_text('[policy]\nunknown_language = "refuse"\n')
    try:
        wordless = shell.say("--audio", "mine.wav", "-o", "a.mp4", cwd=tmp_path)
        other = shell.say("--audio", "mine.wav", "-o", "b.mp4", SENTENCES[1], cwd=tmp_path)
        right = shell.say("--audio", "mine.wav", "-o", "c.mp4", " ".join(SENTENCES), cwd=tmp_path)
    finally:
        config.unlink()
    assert (wordless.code, other.code, right.code) == (3, 3, 0)
    assert "Nobody has read what is said in the recording, and unknown_language" in wordless.err
    assert "s of what is said in the recording" in other.err
    assert not (tmp_path / "a.mp4").exists()


def test_what_is_no_recording_is_bad_input(shell, tmp_path):
    (tmp_path / "notes.wav").write_text("la la la")
    done = shell.say("--audio", "notes.wav", "Hello.", cwd=tmp_path)
    assert done.code == 2
    assert "cannot be read as sound" in done.err
