"""No door leads to a voice like that of somebody who has not allowed it; what was allowed is counted and logged."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

import avatar
from avatar.cli.app import app
from avatar.clip.keeping import overdue_voices
from avatar.clip.script import read_script
from avatar.clip.speaking import Voices
from avatar.errors import RefusedError, VoiceError
from avatar.ledger.audit import audit_folder, read_entries
from avatar.permission.consent import ConsentStore
from avatar.permission.consent.wording import text_hash, wording
from avatar.runtime.folders import user_data
from avatar.settings import MotionSettings, SpeechSettings, TextSettings
from tests import echo_engine

pytestmark = pytest.mark.slow

TINY = (128, 128)
SAID = "Good morning, welcome."


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch, warm):
    """A home with a voice, "twin", that is made of a recording."""
    package = tmp_path / "package"
    info = package / "avatar_echo-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: avatar-echo\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[avatar.speech]\necho = echoed:EchoEngine\n")
    (package / "echoed.py").write_bytes(Path(echo_engine.__file__).read_bytes())
    monkeypatch.syspath_prepend(package)
    monkeypatch.delitem(sys.modules, "echoed", raising=False)
    folder = warm(tmp_path / "home", "xiaochen")
    monkeypatch.setenv("AVATAR_HOME", str(folder))
    monkeypatch.chdir(tmp_path)
    (folder / "voices" / "twin").mkdir(parents=True)
    (folder / "voices" / "twin" / "card.toml").write_text(
        'language = "en"\ngender = "male"\nlicence = "CC0-1.0"\nengine = { name = "echo", recording = "me.wav" }\n'
    )
    (folder / "voices" / "twin" / "me.wav").write_bytes(b"RIFF somebody's voice")
    return folder


@pytest.fixture
def recording(home):
    return home / "voices" / "twin" / "me.wav"


def shell(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


def sign(recording, *words):
    done = shell("consent", "sign", recording, "--self", "--yes", *words)
    assert done.exit_code == 0, done.output
    return done.output.strip().splitlines()[-1]


DOORS = {
    "avatar.speak": lambda: avatar.speak(SAID, voice="twin"),
    "avatar.say": lambda: avatar.say(SAID, "xiaochen", Path("a.mp4"), voice="twin", size=TINY),
    "avatar.stream": lambda: next(iter(avatar.stream(SAID, "xiaochen", voice="twin", size=TINY))),
    "fragments": lambda: next(iter(avatar.stream(SAID, "xiaochen", voice="twin", size=TINY).fragments())),
}


@pytest.mark.parametrize("door", DOORS)
def test_without_consent_nothing_is_said(home, door):
    with pytest.raises(RefusedError, match=r"voice in the recording .*me\.wav.* is not authorized") as caught:
        DOORS[door]()
    assert caught.value.exit_code == 3
    assert not Path("a.mp4").exists()
    assert [entry["what"] for entry in read_entries(audit_folder(home))][-1] == "refuse"


def test_at_a_shell_it_ends_with_three_and_leaves_nothing():
    done = shell("speak", SAID, "--voice", "twin", "-o", "a.wav")
    assert isinstance(done.exception, RefusedError)
    assert not Path("a.wav").exists()


@pytest.mark.parametrize("door", DOORS)
def test_with_consent_it_is_said_counted_and_logged(home, recording, door):
    number = sign(recording, "--max-outputs", "1")
    DOORS[door]()
    assert ConsentStore().ledger.made(number) == 1
    (entry,) = (each for each in read_entries(audit_folder(home)) if each["what"] in ("render", "stream", "speak"))
    assert entry["details"]["voice_authorizations"] == number
    with pytest.raises(RefusedError, match="all 1 outputs of its authorization are used"):
        DOORS[door]()


def test_a_sound_file_is_counted_too(recording):
    number = sign(recording)
    done = shell("speak", SAID, "--voice", "twin", "-o", "a.wav")
    assert done.exit_code == 0, done.output
    assert Path("a.wav").stat().st_size > 1000
    assert ConsentStore().ledger.made(number) == 1


def test_what_is_revoked_meanwhile_is_refused(recording):
    number = sign(recording)
    performance = avatar.stream(SAID, "xiaochen", voice="twin", size=TINY)
    assert shell("consent", "revoke", number).exit_code == 0
    with pytest.raises(RefusedError, match="revoked"):
        next(iter(performance))


def test_who_speaks_is_not_asked_around_the_gate(recording):
    """What opens voices for a clip opens none that is somebody's unless a clearance lent it."""
    sign(recording)
    script = read_script(SAID, TextSettings(), user_data(), "twin")
    with Voices(SpeechSettings()) as voices, pytest.raises(RefusedError, match="'twin' is somebody's"):
        voices.speak(script.in_one(MotionSettings()))
    with Voices(SpeechSettings(), lent=script.lent) as voices:
        assert voices.speak(script.in_one(MotionSettings())).words


def test_a_recording_that_is_kept_without_consent_is_named(home, recording):
    (sentence,) = overdue_voices(home)
    assert "me.wav" in sentence
    assert sentence.endswith("Or delete it, and the card 'twin' with it.")
    sign(recording, "--voice", "another")
    assert overdue_voices(home) == []


def test_another_voice_needs_none():
    assert avatar.speak(SAID, voice="emma").words


def test_a_recording_that_was_swapped_is_not_the_signed_one(recording):
    sign(recording)
    avatar.speak(SAID, voice="twin")
    recording.write_bytes(b"RIFF somebody else's voice")
    with pytest.raises(RefusedError, match="there is no authorization for this recording"):
        avatar.speak(SAID, voice="twin")


def test_the_record_is_listed_shown_and_verified(recording):
    number = sign(recording, "--subject", "Ana")
    assert "of: a voice in a recording" in shell("consent", "show", recording).output
    assert number in shell("consent", "list").output
    assert shell("consent", "verify", recording).exit_code == 0
    recording.write_bytes(b"another")
    done = shell("consent", "verify", recording)
    assert (done.exit_code, done.output.strip()) == (3, f"{recording}: there is no authorization for this recording")


def test_what_is_agreed_to_is_about_the_voice():
    """Whose hash stands in the record: no word of it is about a photo."""
    text = wording("Bank", is_voice=True)
    assert "heard in this recording" in text
    assert "录音" in text
    assert "photo" not in text
    assert "照片" not in text
    assert text_hash("Bank", is_voice=True) != text_hash("Bank")


def test_somebody_elses_voice_is_attested(recording):
    Path("scan.pdf").write_bytes(b"signed")
    done = shell(
        "consent", "attest", recording, "--subject", "Ana", "--licensee", "Bank", "--form", "scan.pdf", "--yes"
    )
    assert done.exit_code == 0, done.output
    record = ConsentStore().find(done.output.strip().splitlines()[-1])
    assert [each.sha256 for each in record.voice] == [hashlib.sha256(recording.read_bytes()).hexdigest()]
    avatar.speak(SAID, voice="twin")


def test_a_card_whose_recording_is_missing_says_nothing(recording):
    recording.unlink()
    with pytest.raises((RefusedError, VoiceError)):
        avatar.speak(SAID, voice="twin")
