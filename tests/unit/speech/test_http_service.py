"""What is sent to a speech service, what is made of its answers, and what is said where it gives no sound."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from avatar.data import Utterance
from avatar.errors import VoiceError
from avatar.runtime import environment
from avatar.settings import SpeechSettings
from avatar.speech.engines import open_voice
from avatar.speech.http import client
from avatar.speech.http.options import HttpOptions
from avatar.speech.http.reply import read_reply
from tests.file_server import FileServer
from tests.services import http_card
from tests.speech_server import KEY, SpeechServer, events_of, shape_of

TEXT = "Papa may buy five blue balloons."


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(client, "FIRST_PAUSE", 0.001)


@pytest.fixture(scope="module")
def said():
    """What the service has said before, which costs nothing the next time."""
    return {}


@pytest.fixture
def server(said):
    with SpeechServer() as server:
        server.said = said
        yield server


def speak(card, text=TEXT, **settings):
    with open_voice(card, SpeechSettings(**settings)) as speaker:
        return speaker.speak(Utterance(text, card.language))


def key_file(folder, mode=0o600, content=KEY + "\n"):
    (folder / "key.txt").write_text(content)
    (folder / "key.txt").chmod(mode)
    return "key.txt"


def test_what_is_asked_for_is_what_openai_takes(server):
    card = http_card(server, instructions="Calmly.", rate=1.2)
    speak(card, speed=1.5)
    (asked,) = server.asked
    assert asked["path"] == "/v1/audio/speech"
    assert asked["headers"]["Content-Type"] == "application/json"
    assert "Authorization" not in asked["headers"]
    said = {name: asked[name] for name in ("model", "voice", "input", "response_format", "speed", "instructions")}
    assert said == {
        "model": "tts-1",
        "voice": "james",
        "input": TEXT,
        "response_format": "wav",
        "speed": 1.8,
        "instructions": "Calmly.",
    }


@pytest.mark.parametrize("url", ["https://a.example/v1", "https://a.example/v1/", "https://a.example/v1/audio/speech"])
def test_the_address_is_that_of_the_service_or_of_its_speech(url):
    assert HttpOptions(url).address == "https://a.example/v1/audio/speech"


@pytest.mark.parametrize("kind", ["wav", "pcm", "mp3", "opus", "flac"])
@pytest.mark.slow
def test_every_format_gives_the_same_sound(server, kind):
    found = speak(http_card(server, format=kind))
    told = server.speech(TEXT)
    assert found.seconds == pytest.approx(told.seconds, abs=0.06)
    length = min(len(found.samples), len(told.samples))
    spectra = [np.abs(np.fft.rfft(each.samples[:length]))[:8000] for each in (found, told)]
    assert np.corrcoef(*spectra)[0, 1] > 0.95


def test_a_key_comes_from_a_file_of_the_owners_and_is_in_no_card(server, tmp_path):
    server.needs_key = True
    card = http_card(server, tmp_path, key_file=key_file(tmp_path))
    speak(card)
    assert server.asked[0]["headers"]["Authorization"] == f"Bearer {KEY}"
    assert KEY not in repr(card)


@pytest.mark.parametrize("place", ["../../../secret.txt", "/etc/hostname"])
def test_a_key_file_lies_in_the_home(server, tmp_path, place):
    """A card that somebody else has written can't have any file of this machine sent away."""
    folder = tmp_path / "home" / "voices" / "service"
    folder.mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "secret.txt").chmod(0o600)
    with pytest.raises(VoiceError, match="lies outside"):
        speak(http_card(server, folder, key_file=place))
    assert server.asked == []


def test_another_header_takes_the_key_as_it_is(server, tmp_path):
    speak(http_card(server, tmp_path, key_file=key_file(tmp_path), key_header="api-key"))
    assert server.asked[0]["headers"]["api-key"] == KEY


def test_a_key_comes_from_the_environment_where_an_edge_lets_it(server, monkeypatch):
    card = http_card(server, key_variable="A_KEY_OF_MINE")
    monkeypatch.setenv("A_KEY_OF_MINE", KEY)
    monkeypatch.setattr(environment, "_counts", False)
    with pytest.raises(VoiceError, match="variable 'A_KEY_OF_MINE', which is not set"):
        speak(card)
    environment.trust_environment()
    speak(card)
    assert server.asked[0]["headers"]["Authorization"] == f"Bearer {KEY}"


@pytest.mark.parametrize(
    ("mode", "content", "reason"),
    [(0o644, KEY, "Others may read the key file"), (0o600, "\n", "no key in its first line")],
)
def test_a_key_that_others_may_read_or_that_is_none_is_refused(server, tmp_path, mode, content, reason):
    with pytest.raises(VoiceError, match=reason):
        speak(http_card(server, tmp_path, key_file=key_file(tmp_path, mode, content)))
    assert server.asked == []


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"url": "api.example.com"}, "must be the address of a service"),
        ({"url": "https://ada:secret@api.example.com"}, "a name or a password in its url"),
        ({"url": "http://api.example.com", "key_file": "key"}, "which is not encrypted"),
        ({"url": "https://a.example", "key_file": "a", "key_variable": "B"}, "keep one"),
        ({"url": "https://a.example", "format": "midi"}, "one of wav, pcm"),
        ({"url": "https://a.example", "rate": 9}, "from 0.25 to 4"),
        ({"url": "https://a.example", "patience": "long"}, "must be a number"),
    ],
)
def test_a_card_that_cannot_be_is_refused(options, reason):
    with pytest.raises(VoiceError, match=reason):
        HttpOptions(**options)


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [
        (
            401,
            b'{"error": {"message": "Incorrect API key."}}',
            r'does not accept the key \(401\): "Incorrect API key."',
        ),
        (403, b'{"detail": "not for you"}', r'forbids this \(403\): "not for you"'),
        (404, b"<html>gone</html>", r"has no such address, model or voice \(404\); check url \(http://127"),
        (400, b'{"error": "no voice james"}', r'refuses \(400\): "no voice james"'),
    ],
)
def test_a_refusal_is_told_with_the_services_own_words(server, status, body, reason):
    server.answers = [(status, {}, body)]
    with pytest.raises(VoiceError, match=f"The service 127.0.0.1 of the voice 'service' {reason}"):
        speak(http_card(server))
    assert len(server.asked) == 1


def test_a_busy_service_is_asked_again_when_it_says(server):
    server.answers = [(429, {"Retry-After": "0"}, b""), (503, {}, b""), (502, {}, b"")]
    speak(http_card(server))
    assert len(server.asked) == 4


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ([(500, {}, b"")] * 4, r"is busy or broken \(500\); try again later"),
        ([(429, {"Retry-After": "3600"}, b"")], r"\(429\), and asks to come again in 3600 s"),
        ([(200, {"Content-Length": "500"}, b"RIFF")] * 4, "is not reached: it broke off after"),
    ],
)
def test_a_service_that_stays_busy_is_given_up(server, answers, reason):
    server.answers = list(answers)
    with pytest.raises(VoiceError, match=reason):
        speak(http_card(server))
    assert len(server.asked) == len(answers)


def test_sound_that_broke_off_is_asked_for_again(server):
    server.answers = [(200, {"Content-Length": "500"}, b"RIFF")]
    assert speak(http_card(server)).seconds > 1


@pytest.mark.slow
def test_a_service_that_is_silent_is_not_waited_for_without_end(server):
    with FileServer() as mute:
        mute.socket.listen(0)
        card = http_card(server, url=f"{mute.url}/nothing", patience=1)
        with pytest.raises(VoiceError, match=r"The service 127\.0\.0\.1"):
            speak(card)


@pytest.mark.parametrize(
    ("kind", "content", "reason"),
    [
        (
            "application/json",
            b'{"error": "out of voices"}',
            'no sound that can be read, which begins "{"error": "out of',
        ),
        ("text/html", b"<html>Log in</html>", 'which begins "<html>Log in</html>"'),
        ("audio/wav", b"", "gave 0 bytes"),
        ("audio/wav", bytes(range(256)) * 20, "no sound that can be read"),
    ],
)
def test_what_is_no_sound_is_told_with_its_beginning(server, kind, content, reason):
    server.answers = [(200, {"Content-Type": kind}, content)]
    with pytest.raises(VoiceError) as fault:
        speak(http_card(server))
    assert reason in str(fault.value)


@pytest.mark.parametrize("content", [b'{"error": "no"}', bytes(100_000), b"\x01"])
def test_what_is_no_pcm_is_told(server, content):
    server.answers = [(200, {"Content-Type": "audio/pcm"}, content)]
    with pytest.raises(VoiceError, match="was asked for pcm and gave"):
        speak(http_card(server, format="pcm"))


def test_a_key_is_given_to_no_other_host(server, tmp_path):
    with FileServer() as other:
        server.answers = [(307, {"Location": f"{other.url}/v1/audio/speech"}, b"")]
        with pytest.raises(VoiceError, match=r"leads to another host, 127.0.0.1, which is not given the key"):
            speak(http_card(server, tmp_path, key_file=key_file(tmp_path)))
        assert other.asked == []


def test_a_wav_whose_length_was_not_known_is_read_to_its_end(server):
    """Services that stream write the longest length there is."""
    from tests.speech_server import sound_file

    whole = bytearray(sound_file(server.speech(TEXT).samples))
    whole[4:8] = whole[40:44] = b"\xff\xff\xff\xff"
    server.answers = [(200, {"Content-Type": "audio/wav"}, bytes(whole))]
    assert speak(http_card(server)).seconds == pytest.approx(server.speech(TEXT).seconds, abs=0.01)


@pytest.mark.slow
@pytest.mark.parametrize("how", ["sse", "ndjson", "multipart"])
def test_mouth_shapes_that_come_are_when_the_lips_move(server, how):
    """Each phone is where the service says and is the one of the text: p, b and m are told apart, which look alike."""
    server.events = how
    found, told = speak(http_card(server)), server.speech(TEXT)
    assert [phone.ipa for phone in found.phones] == [phone.ipa for phone in told.phones]
    assert [phone.stress for phone in found.phones] == [phone.stress for phone in told.phones]
    assert [phone.start for phone in found.phones] == pytest.approx([phone.start for phone in told.phones], abs=1e-6)
    assert [word.text for word in found.words] == [word.text for word in told.words]
    assert [word.start for word in found.words] == pytest.approx([word.start for word in told.words], abs=1e-6)


@pytest.mark.slow
def test_words_that_come_alone_hold_their_phones(server):
    server.events = "metadata"
    found, told = speak(http_card(server)), server.speech(TEXT)
    for word, known in zip(found.words, told.words, strict=True):
        assert (word.start, word.end) == pytest.approx((known.start, known.end), abs=0.005)


def test_words_that_are_written_otherwise_stay_where_they_were_found(server):
    from avatar.speech.http.events import words_at
    from avatar.speech.http.reply import Boundary

    speech = server.speech(TEXT)
    first, last = speech.words[0], speech.words[-1]
    told = (Boundary("PAPA,", first.start + 0.01, first.end + 0.01), Boundary("5", 1.0, 1.2))
    moved = words_at(speech, told)
    assert moved.words[0].start == pytest.approx(first.start + 0.01)
    assert moved.words[-1] == last
    assert len(moved.words) == len(speech.words)


def test_shapes_of_another_text_stand_for_themselves(server):
    """Nothing in the text explains them, and their times count all the same."""
    from avatar.speech.http.events import phones_of
    from avatar.speech.http.reply import Shape

    speech = replace(server.speech(TEXT), phones=(), words=())
    shapes = (Shape(0, 0.0), Shape(21, 0.3), Shape(2, 0.42), Shape(0, 0.6), Shape(18, 0.9), Shape(0, 0.905))
    phones = phones_of(shapes, speech)
    assert [(phone.ipa, phone.start, phone.end) for phone in phones] == [("p", 0.3, 0.42), ("ɑ", 0.42, 0.6)]


def test_a_phone_that_has_no_known_shape_is_the_one_in_its_place():
    from avatar.data import Phone, Speech
    from avatar.speech.http.events import phones_of
    from avatar.speech.http.reply import Shape

    phones = tuple(Phone(ipa, 0.1 * index, 0.1 * index + 0.1) for index, ipa in enumerate(("p", "ø", "t", "ɑ")))
    speech = Speech(np.zeros(48_000, np.float32), 48_000, phones, (), "fr", "x")
    shapes = tuple(Shape(number, 0.2 * index) for index, number in enumerate((21, 1, 19, 4, 0)))
    found = phones_of(shapes, speech)
    assert [phone.ipa for phone in found] == ["p", "ø", "t", "ɛ"]  # the last is spoken otherwise than the text has it
    assert [phone.start for phone in found] == pytest.approx([0.0, 0.2, 0.4, 0.6])


def test_events_are_read_in_every_spelling():
    azure = b'data: {"Metadata": [{"Type": "Viseme", "Data": {"Offset": 5000000, "VisemeId": 21}}]}\n\n'
    script = b'{"type": "visemeReceived", "visemeId": 21, "audioOffset": 5000000}'
    python = b'event: viseme\ndata: {"viseme_id": 21, "audio_offset": 5000000}\n\n'
    assert read_reply("application/json", b'{"audioContent": "UklGRg=="}').sound == b"RIFF"
    for kind, content in (
        ("text/event-stream", azure), ("application/x-ndjson", script), ("text/event-stream; x=y", python)
    ):  # fmt: skip
        (shape,) = read_reply(kind, content).shapes
        assert (shape.number, shape.start) == (21, 0.5)


def test_marks_between_words_are_no_words():
    line = b'{"type": "WordBoundary", "boundaryType": "PunctuationBoundary", "text": ",", "audioOffset": 1}'
    assert read_reply("application/x-ndjson", line).words == ()


def test_every_phone_of_james_has_a_shape(server):
    speech = server.speech("Papa may buy five blue balloons.")
    assert all(1 <= shape_of(phone.ipa) <= 21 for phone in speech.phones)
    assert {each["viseme_id"] for each in events_of(speech) if each["type"] == "viseme"} >= {0, 18, 21}
