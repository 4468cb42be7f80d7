"""Sound files of every kind, small, made here."""

from __future__ import annotations

import io
import json
import zipfile
from functools import cache
from typing import TYPE_CHECKING

import av
import numpy as np
from PIL import Image, PngImagePlugin

if TYPE_CHECKING:
    from collections.abc import Callable

SIDE, RATE = 48, 16_000
CARD = b"""name = "ana"
file = "portrait.png"
sha256 = "%s"
subject = "Ana Li"
licence = "her own"
face = 1
""" % (b"a" * 64)
VOICE = b"""language = "en-US"
gender = "female"
licence = "GPL"
description = "a voice"

[engine]
name = "espeak"
voice = "gmw/en-US+f1"
pitch = 60
range = 60
rate = 138
presence = -7
"""
SSML = b"""<speak version="1.1" xml:lang="en-US"><p><s>Hello <emphasis level="strong">you</emphasis>.</s>
<break time="500ms"/><say-as interpret-as="date" format="mdy">12/24/2026</say-as> <sub alias="a web">WWW</sub>
<phoneme alphabet="ipa" ph="t&#x259;mei">tomato</phoneme> <prosody rate="slow">&lt;ok&gt;</prosody>
<voice language="zh-CN">\xe4\xbd\xa0\xe5\xa5\xbd\xe3\x80\x82</voice></p></speak>"""
MARKDOWN = """# Hello

A **bold** [link](http://a.b) 银行[yín háng] `code` $x^2$ 3.5 % of €20 on 12/24/2026 :-)

- one
- two
""".encode()
SRT = "1\n00:00:00,000 --> 00:00:01,500\nHello <i>you</i>.\n\n2\n00:00:01,500 --> 00:00:03,000\n你好。\n".encode()
VTT = b"WEBVTT\n\nNOTE\n\n00:00.000 --> 00:01.500 align:start\nHello <c.x>you</c>.\n\n00:01.500 --> 00:03.000\nBye.\n"
LABELS = b"0.000000\t0.500000\thello\n0.500000\t1.000000\tyou\n"
TABLE = 'name,text,amount,when\nAna,Hello {{ name }}!,12.50,2026-12-24\n李,"你好, ""朋友""",3,2026-01-01\n'.encode()
LINES = b'{"name": "Ana", "text": "Hello.", "amount": 12.5}\n{"name": "Li", "text": "Bye.", "tags": ["a", "b"]}\n'
CAMPAIGN = b"""name: greetings
table: people.csv
portrait: xiaochen
purpose: marketing
languages: [en, zh]
sizes: {feed: 1080x1080, story: 1080x1920}
voices: {en: emma, default: fast}
variables: {bank: "Hill & Sons", since: 1888}
speed: 1.1
"""
LEXICON = "tomato\tt ə m ˈeɪ t oʊ\nWWW\tWorld Wide Web\n银行\tyín háng\n".encode()
TEXTGRID = b"""File type = "ooTextFile"
Object class = "TextGrid"

xmin = 0
xmax = 1
tiers? <exists>
size = 1
item []:
    item [1]:
        class = "IntervalTier"
        name = "words"
        xmin = 0
        xmax = 1
        intervals: size = 2
        intervals [1]:
            xmin = 0
            xmax = 0.5
            text = "hello"
        intervals [2]:
            xmin = 0.5
            xmax = 1
            text = ""
"""
CONFIG = b"""{"audio": {"sample_rate": 22050, "quality": "medium"}, "espeak": {"voice": "en-us"},
"num_symbols": 256, "num_speakers": 1, "inference": {"noise_scale": 0.667, "length_scale": 1, "noise_w": 0.8},
"phoneme_id_map": {"_": [0], "^": [1], "a": [14]}}"""


def picture(kind: str, **more: object) -> bytes:
    ramp = np.linspace(0, 255, SIDE * SIDE * 3).reshape(SIDE, SIDE, 3).astype(np.uint8)
    file = io.BytesIO()
    Image.fromarray(ramp).save(file, kind, **more)
    return file.getvalue()


def _xmp() -> bytes:
    packet = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description xmlns:TC260="http://www.tc260.org.cn/ns/AIGC/1.0/" rdf:about="" '
        'TC260:AIGC="{&quot;Label&quot;:&quot;1&quot;}"/>'
        "</rdf:RDF></x:xmpmeta>"
    )
    info = PngImagePlugin.PngInfo()
    info.add_itxt("XML:com.adobe.xmp", packet)
    return picture("PNG", pnginfo=info)


def animation() -> bytes:
    file, frames = io.BytesIO(), [Image.new("RGB", (SIDE, SIDE), colour) for colour in ("red", "green", "blue")]
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:], duration=100)
    return file.getvalue()


def film(container: str, codec: str, sound: str, frames: int = 6) -> bytes:
    """Make a film; with no codec a sound alone."""
    file = io.BytesIO()
    options = {"movflags": "use_metadata_tags"} if container == "mp4" else {}
    with av.open(file, "w", format=container, options=options) as target:
        target.metadata.update({"title": "A film", "AIGC": '{"Label":"1","ProduceID":"' + "a" * 32 + '"}'})
        seen = target.add_stream(codec, rate=25) if codec else None
        heard = target.add_stream(sound, rate=RATE) if sound else None
        if seen is not None:
            seen.width = seen.height = SIDE
            seen.pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
            for number in range(frames):
                picture_ = av.VideoFrame.from_ndarray(np.full((SIDE, SIDE, 3), number * 40, np.uint8), format="rgb24")
                target.mux(seen.encode(picture_))
            target.mux(seen.encode())
        if heard is not None:
            wave = (np.sin(np.arange(RATE // 4) / 10) * 9000).astype(np.int16)[None]
            block = av.AudioFrame.from_ndarray(wave, format="s16", layout="mono")
            block.sample_rate = RATE
            context = heard.codec_context
            resampler = av.AudioResampler(context.format, context.layout, context.rate)
            fifo = av.AudioFifo()
            for part in resampler.resample(block):
                fifo.write(part)
            size = context.frame_size or 1024
            while (part := fifo.read(size)) is not None or (part := fifo.read()) is not None:
                target.mux(heard.encode(part))
            target.mux(heard.encode())
    return file.getvalue()


def timeline() -> bytes:
    phones = [{"symbol": "h", "start": 0.0, "end": 0.1}, {"symbol": "aɪ", "start": 0.1, "end": 0.4}]
    words = [{"text": "Hi", "start": 0.0, "end": 0.4}]
    utterance = {"text": "Hi.", "language": "en-US", "start": 0.0, "end": 0.5, "words": words, "phones": phones}
    facts = {"schema": "avatar.timeline/1", "fps": "25", "frames": 12, "seconds": 0.5, "size": [64, 64], "seed": 1}
    return json.dumps(
        facts | {"portrait": {"name": "ana", "sha256": "a" * 64}, "utterances": [utterance]}, indent=1
    ).encode()


def log() -> bytes:
    entry = {
        "n": 1,
        "time": "2026-11-21T12:00:00Z",
        "what": "render.done",
        "prev": "0" * 64,
        "hash": "a" * 64,
        "data": {"a": 1},
    }
    return b"".join(json.dumps(entry | {"n": number}).encode() + b"\n" for number in range(1, 5))


def workbook() -> bytes:
    import openpyxl

    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in (("name", "text"), ("Ana", "Hello"), ("Li", 3.5)):
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def consents() -> list[tuple[str, bytes]]:
    """Make a record and a request, as JSON and as the page that a person reads."""
    import tempfile
    from pathlib import Path

    from avatar.ledger.keys import Signer
    from avatar.permission.consent.issue import Terms
    from avatar.permission.consent.page import render_request
    from avatar.permission.consent.record import Subject
    from avatar.permission.consent.request import pose
    from tests.consents import DAY, NARROW, NOW, make_home

    with tempfile.TemporaryDirectory() as folder:
        home = make_home(Path(folder))
        record = home.make("attested", Terms(NOW - DAY, NARROW))
        image = Path(folder) / "small.png"
        image.write_bytes(picture("PNG"))
        request = pose(home.store, image, home.picture, Subject(name="Ana"), home.firm(), Terms(NOW, NARROW))
        answered = home.answered(Signer.new(), Terms(NOW - DAY, NARROW))
    told = [json.dumps(each.as_json(), ensure_ascii=False).encode() for each in (record, request, answered)]
    return [(".json", each) for each in told] + [(".html", render_request(request).encode())]


def scene() -> bytes:
    from avatar.data.scene import Layer, Panel, Person, Scene, Text

    layers = (Layer("back", Panel()), Layer("who", Person()), Layer("title", Text("Hello"), (0.1, 0.1, 0.5, 0.2)))
    return json.dumps(Scene((640, 360), "en", layers).document(), indent=1).encode()


def archive() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("voice/card.toml", VOICE)
        packed.writestr("voice/model.onnx", bytes(4000))
    return file.getvalue()


PHOTOS = tuple((kind.lower(), kind) for kind in ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF"))
FILMS = (
    ("mp4", "mpeg4", "aac"),
    ("matroska", "mpeg4", "pcm_s16le"),
    ("webm", "libvpx-vp9", "libopus"),
    ("mov", "mjpeg", "pcm_s16le"),
)
SOUNDS = (("wav", "pcm_s16le"), ("mp3", "libmp3lame"), ("flac", "flac"), ("ogg", "libopus"), ("ipod", "aac"))


@cache
def seeds(name: str) -> tuple[tuple[str, bytes], ...]:
    """Give the sound files of a kind, each with the ending that its name has."""
    return tuple(_SEEDS[name]())


_SEEDS: dict[str, Callable[[], list[tuple[str, bytes]]]] = {
    "photo": lambda: [(f".{ending}", picture(kind)) for ending, kind in PHOTOS],
    "film": lambda: [(f".{container}", film(container, *rest)) for container, *rest in FILMS] + [(".gif", animation())],
    "sound": lambda: [(f".{container}", film(container, "", codec)) for container, codec in SOUNDS],
    "tags": lambda: [(".png", _xmp()), (".jpg", picture("JPEG")), *seeds("film")[:3], *seeds("sound")[:2]],
    "card": lambda: [(".toml", CARD)],
    "voice": lambda: [(".toml", VOICE)],
    "consent": consents,
    "timeline": lambda: [(".json", timeline()), (".TextGrid", TEXTGRID), (".txt", LABELS)],
    "log": lambda: [(".jsonl", log())],
    "table": lambda: [(".csv", TABLE), (".jsonl", LINES), (".xlsx", workbook())],
    "campaign": lambda: [(".yaml", CAMPAIGN)],
    "scene": lambda: [(".json", scene())],
    "markup": lambda: [(".xml", SSML), (".md", MARKDOWN)],
    "lexicon": lambda: [(".txt", LEXICON)],
    "subtitles": lambda: [(".srt", SRT), (".vtt", VTT)],
    "archive": lambda: [(".zip", archive())],
    "model": lambda: [(".json", CONFIG)],
}
