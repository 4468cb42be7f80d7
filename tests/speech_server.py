"""A speech service on this machine, as real ones are: it speaks with espeak's James, and fails as they fail."""

from __future__ import annotations

import base64
import io
import json
import threading
import wave
from http.server import BaseHTTPRequestHandler

import numpy as np

from avatar.data import Utterance
from avatar.settings import SpeechSettings
from avatar.speech.engines import open_voice
from avatar.speech.http.events import SHAPES
from avatar.speech.voices import find_voice
from tests.local_server import LocalServer

RATE = 48_000
KEY = "sk-test"
TICKS = 10_000_000


class SpeechServer(LocalServer):
    """Serve `/v1/audio/speech`; `answers` says what the next requests get instead of sound."""

    def __init__(self):
        super().__init__(_Handler)
        self.asked: list[dict] = []
        """bodies of the requests, with the headers in "headers" """
        self.answers: list[tuple[int, dict, bytes]] = []
        """status, headers and body of what comes next; empty: sound"""
        self.events = ""
        """"sse", "ndjson", "multipart" or "metadata": sound comes with the mouth shapes and words of James"""
        self.needs_key = False
        self.said = {}
        self._lock = threading.Lock()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def speech(self, text, language="en-US"):
        """What James says, with his phones; the same for the same text."""
        with self._lock:
            if text not in self.said:
                with open_voice(find_voice("james"), SpeechSettings()) as speaker:
                    self.said[text] = speaker.speak(Utterance(text, language))
            return self.said[text]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(body | {"path": self.path, "headers": dict(self.headers)})
        if self.server.answers:
            self._send(*self.server.answers.pop(0))
        elif self.server.needs_key and self.headers.get("Authorization") != f"Bearer {KEY}":
            self._send(401, {"Content-Type": "application/json"}, b'{"error": {"message": "Incorrect API key."}}')
        else:
            speech = self.server.speech(body["input"])
            kind, content = packed(self.server.events, speech, sound_file(speech.samples, body["response_format"]))
            self._send(200, {"Content-Type": kind}, content)

    def _send(self, status, headers, content):
        self.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)
        if int({"Content-Length": len(content), **headers}["Content-Length"]) != len(content):
            self.close_connection = True


def sound_file(samples, kind="wav"):
    """Pack samples at 48 kHz as a service would."""
    whole = np.rint(np.clip(samples, -1, 1) * 32767).astype("<i2")
    if kind == "pcm":
        return whole[::2].tobytes()
    if kind == "wav":
        buffer = io.BytesIO()
        with wave.open(buffer, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(whole.tobytes())
        return buffer.getvalue()
    return _encoded(whole, kind)


def _encoded(whole, kind):
    import av

    buffer = io.BytesIO()
    codec, container = {"mp3": ("libmp3lame", "mp3"), "opus": ("libopus", "ogg"), "flac": ("flac", "flac")}[kind]
    with av.open(buffer, "w", format=container) as file:
        stream = file.add_stream(codec, rate=RATE, layout="mono")
        frame = av.AudioFrame.from_ndarray(whole[None], format="s16", layout="mono")
        frame.rate = RATE
        resampler = av.AudioResampler(format=stream.format.name, layout="mono", rate=RATE, frame_size=stream.frame_size)
        for part in (*resampler.resample(frame), *resampler.resample(None)):
            file.mux(stream.encode(part))
        file.mux(stream.encode(None))
    return buffer.getvalue()


def shape_of(ipa):
    """Which of Azure's mouth shapes a phone of James has; a vowel that is in none counts as the first."""
    plain = ipa.replace("ː", "").replace("g", "ɡ")
    return next(
        (number for length in (2, 1) for number, phones in enumerate(SHAPES) if plain[:length] in phones.split()), 1
    )


def events_of(speech):
    """Name mouth shapes and words as Azure's SDK does: ids and ticks of a hundred nanoseconds."""
    events, end = [], 0.0
    for phone in speech.phones:
        if phone.start - end > 0.02:
            events.append({"type": "viseme", "viseme_id": 0, "audio_offset": round(end * TICKS)})
        events.append({"type": "viseme", "viseme_id": shape_of(phone.ipa), "audio_offset": round(phone.start * TICKS)})
        end = phone.end
    events.append({"type": "viseme", "viseme_id": 0, "audio_offset": round(end * TICKS)})
    for word in speech.words:
        times = {"audio_offset": round(word.start * TICKS), "duration": round((word.end - word.start) * TICKS)}
        events.append({"type": "wordBoundary", "text": word.text, "boundary_type": "WordBoundary", **times})
    return events


def packed(how, speech, sound):
    """Pack sound and events; give the content type and the bytes."""
    halves = [base64.b64encode(half).decode() for half in (sound[: len(sound) // 2], sound[len(sound) // 2 :])]
    events = events_of(speech)
    if how == "sse":
        chunks = [{"type": "speech.audio.delta", "audio": half} for half in halves]
        lines = [f"data: {json.dumps(each)}\n\n" for each in (*events, *chunks, {"type": "speech.audio.done"})]
        return "text/event-stream; charset=utf-8", "".join([*lines, "data: [DONE]\n\n"]).encode()
    if how == "ndjson":
        return "application/x-ndjson", "\n".join(
            json.dumps(each) for each in (*({"audio": half} for half in halves), *events)
        ).encode()
    if how == "metadata":
        words = [each for each in events if each["type"] == "wordBoundary"]
        data = [
            {"Type": "WordBoundary", "Data": {
                "Offset": each["audio_offset"], "Duration": each["duration"],
                "text": {"Text": each["text"], "Length": len(each["text"]), "BoundaryType": "WordBoundary"}}}
            for each in words
        ]  # fmt: skip
        lines = [{"audio": "".join([base64.b64encode(sound).decode()])}, {"Metadata": data}]
        return "application/x-ndjson", "\n".join(map(json.dumps, lines)).encode()
    if how == "multipart":
        body = b"\r\n".join(
            [b"--cut", b"Content-Type: audio/wav", b"", sound, b"--cut", b"Content-Type: application/x-ndjson", b"",
             "\n".join(map(json.dumps, events)).encode(), b"--cut--", b""]
        )  # fmt: skip
        return 'multipart/mixed; boundary="cut"', body
    return "audio/wav", sound
