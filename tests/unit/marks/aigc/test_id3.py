"""A text in the ID3 tag of an MP3: whatever version the tag has, all else in it stays, and other programs find it."""

from __future__ import annotations

import io
import struct

import av
import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as some

from avatar.errors import InputError
from avatar.marks.aigc import id3
from avatar.marks.aigc.id3 import Id3, read_id3, write_id3
from avatar.marks.aigc.sound import read_mp3, write_mp3

SOUND = b"\xff\xfb\x90\xc4" + bytes(range(256)) * 9
COVER = bytes([*range(256), 255, 0, 255, 224]) * 3


def synchsafe(value):
    return bytes(value >> shift & 127 for shift in (21, 14, 7, 0))


def frame(name, content, version, flags=b"\0\0", plain=False):
    if version == 2:
        return name[:3] + struct.pack(">I", len(content))[1:] + content
    return (
        name
        + (synchsafe(len(content)) if version == 4 and not plain else struct.pack(">I", len(content)))
        + flags
        + content
    )


def tag(version, *frames, flags=0, before=b"", padding=0, after=b""):
    body = before + b"".join(frames) + b"\0" * padding
    return b"ID3" + bytes([version, 0, flags]) + synchsafe(len(body)) + body + after


def unsynchronised(content):
    return content.replace(b"\xff", b"\xff\0")


OLD = {2: b"\0AIGC\0old", 3: b"\1" + "AIGC\0".encode("utf-16") + "old".encode("utf-16"), 4: b"\3AIGC\0old\0second"}
PICTURE = {version: frame(b"PIC " if version == 2 else b"APIC", COVER, version) for version in (2, 3, 4)}
TAGS = {
    "2.2": tag(2, PICTURE[2], frame(b"TXX", OLD[2], 2)),
    "2.3": tag(3, frame(b"TXXX", OLD[3], 3), PICTURE[3], padding=300),
    "2.3, big-endian": tag(3, frame(b"TXXX", b"\2" + "AIGC\0old".encode("utf-16-be"), 3), PICTURE[3]),
    "2.3, grouped": tag(3, frame(b"TXXX", b"g" + OLD[3], 3, b"\0\x20"), PICTURE[3]),
    "2.3, all unsynchronised": tag(3, unsynchronised(PICTURE[3] + frame(b"TXXX", OLD[3], 3)), flags=0x80),
    "2.3, with a longer head": tag(3, PICTURE[3], frame(b"TXXX", OLD[3], 3), flags=64, before=b"\0\0\0\6" + bytes(6)),
    "2.4": tag(4, PICTURE[4], frame(b"TXXX", OLD[4], 4)),
    "2.4, sizes as in 2.3": tag(4, PICTURE[4].replace(synchsafe(len(COVER)), struct.pack(">I", len(COVER)), 1),
                                frame(b"TXXX", OLD[4] + b"." * 200, 4, plain=True)),
    "2.4, with a footer": tag(4, PICTURE[4], frame(b"TXXX", OLD[4], 4), flags=16, after=b"3DI\4\0\x10" + synchsafe(9)),
    "2.4, with a longer head": tag(4, PICTURE[4], frame(b"TXXX", OLD[4], 4), flags=64, before=synchsafe(6) + b"\1\0"),
    "2.4, with a length before the text": tag(4, PICTURE[4], frame(b"TXXX", synchsafe(9) + OLD[4], 4, b"\0\1")),
}  # fmt: skip


@pytest.fixture
def path(tmp_path):
    return tmp_path / "a.mp3"


@pytest.mark.parametrize("name", TAGS)
def test_a_text_is_read_and_replaced_and_all_else_stays_as_it_was(path, name, monkeypatch):
    monkeypatch.setattr(id3, "_BLOCK", 1000)  # what follows is moved in pieces
    path.write_bytes(TAGS[name] + SOUND)
    assert read_mp3(path) is not None and read_mp3(path).startswith("old")
    for text in ("{}", '{"producer": "示例银行"}' * 90, "short again"):
        write_mp3(path, text)
        assert read_mp3(path) == text
        content = path.read_bytes()
        assert content.endswith(SOUND)
        assert content.count(SOUND) == 1
        assert COVER in content
        assert (content[3], read_id3(io.BytesIO(content)).size) == (TAGS[name][3], len(content) - len(SOUND))
        assert len(read_id3(io.BytesIO(content)).frames) == 2


def test_each_frame_of_an_unsynchronised_tag_stays_so(path):
    frames = (frame(b"APIC", unsynchronised(COVER), 4, b"\0\2"), frame(b"TXXX", OLD[4], 4))
    path.write_bytes(tag(4, *frames, flags=0x80) + SOUND)
    write_mp3(path, "new")
    assert read_mp3(path) == "new"
    assert frames[0] in path.read_bytes()
    assert path.read_bytes()[5] == 0x80


@pytest.mark.parametrize("flags", [b"\0\x08", b"\0\x04"])
def test_what_is_compressed_or_encrypted_is_no_text_and_stays(path, flags):
    hidden = frame(b"TXXX", OLD[4], 4, flags)
    path.write_bytes(tag(4, hidden) + SOUND)
    assert read_mp3(path) is None
    write_mp3(path, "new")
    assert read_mp3(path) == "new"
    assert hidden in path.read_bytes()


def test_a_tag_with_room_is_filled_and_nothing_behind_it_moves(path):
    path.write_bytes(tag(4, PICTURE[4], padding=2000) + SOUND)
    before = path.stat().st_size
    write_mp3(path, "new")
    assert path.stat().st_size == before
    assert read_mp3(path) == "new"


@pytest.mark.parametrize(
    "content",
    [
        b"ID3",
        b"ID3\5\0\0" + synchsafe(0),
        b"ID3\4\0\0\xff\xff\xff\xff",
        TAGS["2.4"][:-40],
        tag(3, b"TXXX\xff\xff\xff\xff\0\0abc"),
        tag(3, frame(b"T\0XX", b"abc", 3)),
        b"ID3\4\0\0" + synchsafe(id3._LARGEST + 1),
    ],
)
def test_a_tag_that_is_not_understood_says_nothing_and_is_left_alone(path, content):
    path.write_bytes(content)
    assert read_mp3(path) is None
    with pytest.raises(InputError, match=r"ID3 tag of .*a\.mp3' is damaged"):
        write_mp3(path, "new")
    assert path.read_bytes() == content


@settings(max_examples=60)
@given(some.sampled_from([2, 3, 4]), some.text(some.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_any_text_comes_back(version, text):
    file = io.BytesIO(SOUND)
    write_id3(file, 0, Id3(version).with_text("AIGC", text))
    found = read_id3(file)
    assert found is not None
    assert found.text("AIGC") == text.lstrip("\ufeff")
    assert file.getvalue()[found.size :] == SOUND


@pytest.mark.parametrize("name", ["", "2.3", "2.4"])
def test_players_find_the_text_and_play_the_same_sound(path, name):
    file = io.BytesIO()
    soundfile.write(file, np.sin(np.linspace(0, 5000, 24000)) / 2, 24000, format="MP3")
    path.write_bytes((TAGS[name] if name else b"") + file.getvalue())
    write_mp3(path, '{"Label":"1","ContentProducer":"示例银行"}')
    with av.open(str(path)) as sound:
        assert sound.metadata["AIGC"] == '{"Label":"1","ContentProducer":"示例银行"}'
        assert sum(each.samples for each in sound.decode(audio=0)) == 24000
