"""Where the label lies in each kind of file, byte by byte, and what becomes of files that are cut off or strange."""

from __future__ import annotations

import io
import json
import struct
import zlib

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as some
from PIL import Image

from avatar.errors import AvatarError, InputError
from avatar.ledger.keys import Signer
from avatar.marks import aigc
from avatar.marks.aigc.boxes import read_key
from avatar.marks.aigc.kinds import MEDIA, MIME, kind_of
from avatar.marks.aigc.pictures import read_packet, with_packet
from avatar.marks.aigc.sound import read_wav, write_wav
from avatar.marks.aigc.tag import KEYS, Tag
from avatar.marks.aigc.xmp import tag_in, with_tag
from avatar.marks.registry.facts import Facts, Span, asset_id

TAG = aigc.signed_tag("Example Bank", "ab" * 16, Signer.new())
PICTURE = np.arange(32 * 32 * 3, dtype=np.uint32).reshape(32, 32, 3).astype(np.uint8)


def picture(kind, **how):
    file = io.BytesIO()
    Image.fromarray(PICTURE).save(file, {"jpg": "JPEG"}.get(kind, kind.upper()), **how)
    return file.getvalue()


def sound(kind):
    file = io.BytesIO()
    soundfile.write(file, np.linspace(-0.5, 0.5, 4801), 24000, format=kind.upper())
    return file.getvalue()


def content_of(kind):
    return picture(kind) if kind in ("png", "jpg", "gif") else sound(kind)


FILES = {kind: content_of(kind) for kind in ("png", "jpg", "gif", "wav", "mp3")}


@pytest.mark.parametrize("kind", FILES)
@settings(max_examples=40, deadline=None)
@given(share=some.floats(0, 1))
def test_a_file_that_is_cut_off_is_labelled_or_refused_in_a_sentence(tmp_path_factory, kind, share):
    path = tmp_path_factory.mktemp("cut") / f"a.{kind}"
    # Mostly near its beginning, where what is read of it lies.
    path.write_bytes(FILES[kind][: round(share**3 * len(FILES[kind]))])
    try:
        aigc.write(path, TAG)
    except AvatarError as fault:
        assert str(fault).endswith(".")
    else:
        assert aigc.read(path) == TAG.as_text()


@pytest.mark.parametrize("kind", FILES)
def test_a_second_label_takes_the_place_of_the_first(tmp_path, kind):
    path = tmp_path / f"a.{kind}"
    path.write_bytes(FILES[kind])
    aigc.write(path, TAG)
    once = path.stat().st_size
    other = aigc.signed_tag("Example Bank", "cd" * 16, Signer.new())
    aigc.write(path, other)
    assert aigc.read(path) == other.as_text()
    assert abs(path.stat().st_size - once) <= 64
    assert b"ab" * 16 not in path.read_bytes()


@pytest.mark.parametrize("kind", ["png", "jpg", "gif"])
def test_a_picture_with_a_packet_shows_the_same_pixels(kind):
    marked = with_packet(FILES[kind], kind, with_tag(None, "x"))
    before, after = (np.asarray(Image.open(io.BytesIO(each)).convert("RGB")) for each in (FILES[kind], marked))
    np.testing.assert_array_equal(before, after)
    assert tag_in(read_packet(marked, kind)) == "x"


def test_a_chunk_of_a_png_has_its_checksum_and_comes_right_after_the_header():
    marked = with_packet(FILES["png"], "png", b"<x/>")
    size, kind = struct.unpack_from(">I4s", marked, 33)
    assert kind == b"iTXt"
    body = marked[37 : 41 + size]
    assert struct.unpack_from(">I", marked, 41 + size)[0] == zlib.crc32(body)


def test_a_packed_text_of_a_png_is_read_and_a_broken_one_is_none():
    def chunk(text):
        body = b"iTXtXML:com.adobe.xmp\0\1\0\0\0" + text
        return struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))

    packet = with_tag(None, "packed")
    start = FILES["png"][:33]
    assert tag_in(read_packet(start + chunk(zlib.compress(packet)) + FILES["png"][33:], "png")) == "packed"
    assert read_packet(start + chunk(b"no zlib") + FILES["png"][33:], "png") == b""


def test_a_packet_too_large_for_a_jpeg_is_refused():
    with pytest.raises(InputError, match="does not fit into a JPEG"):
        with_packet(FILES["jpg"], "jpg", b"x" * 70_000)


def test_in_a_jpeg_the_packet_follows_exif():
    exif = Image.Exif()
    exif[0x010F] = "camera"
    content = picture("jpg", exif=exif)
    marked = with_packet(content, "jpg", b"<x/>")
    assert marked.index(b"Exif\0") < marked.index(b"http://ns.adobe.com/xap/1.0/\0") < marked.index(b"\xff\xda")
    assert Image.open(io.BytesIO(marked)).getexif()[0x010F] == "camera"


def test_a_gif_of_the_first_version_becomes_one_that_knows_extensions():
    marked = with_packet(b"GIF87a" + FILES["gif"][6:], "gif", b"<x/>")
    assert marked.startswith(b"GIF89a")
    assert read_packet(marked, "gif") == b"<x/>"


def test_a_wav_is_as_long_as_it_says_and_its_sound_is_untouched(tmp_path):
    path = tmp_path / "a.wav"
    path.write_bytes(FILES["wav"])
    before = soundfile.read(path)[0]
    for text in ("odd", "even", "x" * 501):
        write_wav(path, text)
        content = path.read_bytes()
        assert int.from_bytes(content[4:8], "little") == len(content) - 8
        assert len(content) % 2 == 0
        assert read_wav(path) == text
        np.testing.assert_array_equal(soundfile.read(path)[0], before)


def test_what_follows_the_last_chunk_of_a_wav_does_not_hide_the_label(tmp_path):
    path = tmp_path / "a.wav"
    path.write_bytes(FILES["wav"] + b"abc")
    write_wav(path, "here")
    assert read_wav(path) == "here"


def box(kind, content):
    return struct.pack(">I4s", 8 + len(content), kind) + content


def boxed(place, name=b"AIGC", value=b"label", number=1):
    keys = box(b"keys", struct.pack(">II", 0, 1) + box(b"mdta", name))
    items = box(b"ilst", box(struct.pack(">I", number), box(b"data", struct.pack(">II", 1, 0) + value)))
    content = keys + items
    for kind in reversed(place):
        content = box(kind, (b"\0\0\0\0" if kind == b"meta" else b"") + content)
    return box(b"ftyp", b"mp42") + box(b"mdat", b"\0" * 9) + content


@pytest.mark.parametrize("place", [(b"moov", b"udta", b"meta"), (b"moov", b"meta")])
def test_a_key_is_read_in_both_places_that_standards_name(place):
    assert read_key(io.BytesIO(boxed(place)), "AIGC") == "label"
    assert read_key(io.BytesIO(boxed(place)), "OTHER") is None


@pytest.mark.parametrize("place", [(b"meta",), (b"moov", b"trak", b"meta"), (b"udta", b"meta")])
def test_a_key_anywhere_else_is_none(place):
    assert read_key(io.BytesIO(boxed(place)), "AIGC") is None


@pytest.mark.parametrize("number", [0, 2, 2**31])
def test_a_value_under_a_number_that_no_key_has_is_none(number):
    assert read_key(io.BytesIO(boxed((b"moov", b"meta"), number=number)), "AIGC") is None


@settings(max_examples=60, deadline=None)
@given(place=some.integers(0, 200), bit=some.integers(0, 7), cut=some.integers(0, 200))
def test_damaged_boxes_are_read_without_a_crash(place, bit, cut):
    content = bytearray(boxed((b"moov", b"udta", b"meta")))
    content[place % len(content)] ^= 1 << bit
    found = read_key(io.BytesIO(bytes(content[: len(content) - cut])), "AIGC")
    assert found is None or isinstance(found, str)


@settings(max_examples=40, deadline=None)
@given(
    text=some.text(some.characters(min_codepoint=32, max_codepoint=0x2FFFF, exclude_categories=("Cs",)), max_size=60)
)
def test_any_text_comes_back_from_a_packet_as_it_went_in(text):
    if "\ufffe" in text or "\uffff" in text or any(0x7F <= ord(sign) < 0xA0 for sign in text):
        return  # no signs of XML
    once = with_tag(None, text)
    assert tag_in(once) == text
    assert tag_in(with_tag(once, text + "!")) == text + "!"
    assert with_tag(once, "new").count(b"TC260:AIGC") == 1


def test_a_packet_that_is_no_xml_is_none_and_is_replaced():
    for packet in (b"", b"<x", b"\xff\xfe", b"<a/>"):
        assert tag_in(packet) is None
        assert tag_in(with_tag(packet, "new")) == "new"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\0\0\0\x18ftypmp42", "mp4"),
        (b"\0\0\0\x18ftypqt  ", "mov"),
        (b"\0\0\0\x18ftypM4A ", "m4a"),
        (b"\x1a\x45\xdf\xa3 webm", "webm"),
        (b"\x1a\x45\xdf\xa3 matroska", "mkv"),
        (b"RIFF\0\0\0\0WAVE", "wav"),
        (b"RIFF\0\0\0\0AVI ", ""),
        (b"ID3\4", "mp3"),
        (b"\xff\xfb\x90", "mp3"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"\xff\xd8\xff\xe0", "jpg"),
        (b"GIF89a", "gif"),
        (b"", ""),
        (b"\xff", ""),
        (b"%PDF", ""),
    ],
)
def test_a_file_is_known_by_its_content_whatever_its_name(tmp_path, content, kind):
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    assert kind_of(path) == kind
    assert not kind or kind in MIME


def test_every_kind_has_an_ending_and_a_missing_file_is_a_sentence(tmp_path):
    assert {f".{kind}" for kind in MIME} <= set(MEDIA)
    with pytest.raises(InputError, match=r"missing\.mp4' cannot be read \(No such file"):
        kind_of(tmp_path / "missing.mp4")


@settings(max_examples=40, deadline=None)
@given(values=some.lists(some.text(max_size=20), min_size=7, max_size=7))
def test_a_tag_reads_back_from_its_text_whatever_it_says(values):
    label, producer, produce_id, signature, propagator, propagate_id, reserved = values
    tag = Tag(producer, produce_id, signature, label, propagator, propagate_id, reserved)
    assert Tag.from_text(tag.as_text()) == tag
    assert list(json.loads(tag.as_text())) == list(KEYS)


@pytest.mark.parametrize("key", ["0" * 32, ""])
@pytest.mark.parametrize("form", ["ed25519", "rsa"])
def test_a_signature_by_a_key_or_in_a_form_that_is_not_known_here_is_foreign(key, form):
    signer = Signer.new()
    tag = Tag("a", "b", f"{form}:{key}:AAAA")
    assert aigc.check_signature(tag, {signer.key_id: signer.public_key}) == "foreign"


facts = some.builds(
    Facts,
    *[some.text(max_size=12)] * 6,
    voices=some.lists(some.text(max_size=6), max_size=3).map(tuple),
    spans=some.lists(some.builds(Span, some.integers(0, 2**40 - 1), some.floats(0, 99), some.floats(0, 99))).map(tuple),
    versions=some.dictionaries(some.text(max_size=5), some.text(max_size=5), max_size=3),
)


@settings(max_examples=40, deadline=None)
@given(known=facts)
def test_what_is_known_of_a_clip_reads_back_from_plain_values(known):
    assert Facts.from_json(json.loads(json.dumps(known.as_json()))) == known


@pytest.mark.parametrize("change", [{"spans": [{"asset": 1}]}, {"later": True}, {"spans": None}])
def test_a_record_of_another_version_is_refused(change):
    values = Facts(*"abcdef").as_json() | change
    with pytest.raises(InputError, match="update avatar"):
        Facts.from_json(values)


@given(key=some.text("0123456789abcdef", min_size=64, max_size=64))
def test_what_a_watermark_carries_is_the_first_forty_bits_of_a_passages_name(key):
    assert 0 <= asset_id(key) < 2**40
    assert f"{asset_id(key):010x}" == key[:10]
