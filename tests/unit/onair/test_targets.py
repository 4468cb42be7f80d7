"""Where a stream goes is read as it is written, refused with an example, and named without its secrets."""

from __future__ import annotations

import pytest

from avatar.errors import InputError
from avatar.onair.begin import read_targets
from avatar.onair.targets import read_sound, read_target


@pytest.mark.parametrize(
    ("text", "kind", "container", "channel"),
    [
        ("rtmp://live.example.com/app/key", "rtmp", "flv", "broadcast"),
        ("rtmps://live.example.com:443/app/key", "rtmps", "flv", "broadcast"),
        ("srt://192.0.2.1:9000?passphrase=0123456789", "srt", "mpegts", "broadcast"),
        ("srt://[2001:db8::1]:9000", "srt", "mpegts", "broadcast"),
        ("udp://239.0.0.1:1234", "udp", "mpegts", "broadcast"),
        ("tcp://127.0.0.1:9000?listen=1", "tcp", "mpegts", "broadcast"),
        ("rtp://127.0.0.1:5004", "rtp", "rtp_mpegts", "broadcast"),
        ("rtsp://127.0.0.1/live", "rtsp", "rtsp", "broadcast"),
        ("v4l2:/dev/video10", "v4l2", "v4l2", "live"),
        ("out/show.ts", "file", "mpegts", "file"),
        ("C:/shows/show.FLV", "file", "flv", "file"),
        ("show.mkv", "file", "matroska", "file"),
        ("-", "pipe", "mpegts", "file"),
    ],
)
def test_places_are_read(text, kind, container, channel):
    target = read_target(text)
    assert (target.kind, target.container, target.channel) == (kind, container, channel)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "show.mp4",
        "show",
        "http://example.com/x",
        "whip://example.com/x",
        "ndi:studio",
        "v4l2:",
        "srt://192.0.2.1",
        "udp://:9000",
        "udp://192.0.2.1:99999",
        "rtmp://live.example.com",
        "rtmp:///app/key",
        "tcp://192.0.2.1:port",
    ],
)
def test_what_is_no_such_place_is_refused_in_a_sentence(text):
    with pytest.raises(InputError, match=r"^[A-Z].*\.$"):
        read_target(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("rtmp://live.example.com/app/live_998_sEcReT", "rtmp://live.example.com/app/..."),
        ("rtmps://user:word@live.example.com:1936/app/sEcReT?x=sEcReT", "rtmps://live.example.com:1936/app/..."),
        ("srt://192.0.2.1:9000?passphrase=sEcReT", "srt://192.0.2.1:9000"),
        ("v4l2:/dev/video3", "/dev/video3"),
        ("-", "standard output"),
    ],
)
def test_secrets_are_not_shown(text, shown):
    assert str(read_target(text)) == shown


@pytest.mark.parametrize("text", ["rtmp://live.example.com:sEcReT/app/sEcReT", "rtmp://live.example.com?key=sEcReT"])
def test_a_refusal_does_not_show_them_either(text):
    with pytest.raises(InputError) as caught:
        read_target(text)
    assert "sEcReT" not in str(caught.value)


def test_datagrams_are_of_whole_packets():
    assert read_target("udp://127.0.0.1:9000").address.endswith("?pkt_size=1316")
    assert read_target("udp://127.0.0.1:9000?ttl=2").address.endswith("?ttl=2&pkt_size=1316")
    assert read_target("udp://127.0.0.1:9000?pkt_size=188").address.endswith("?pkt_size=188")


@pytest.mark.parametrize(
    ("text", "kind", "address"),
    [
        ("alsa:", "alsa", "default"),
        ("alsa:hw:1,0", "alsa", "hw:1,0"),
        ("pulse:", "pulse", ""),
        ("pulse:cam", "pulse", "cam"),
        ("a.WAV", "file", "a.WAV"),
    ],
)
def test_sound_goes_to_devices_and_files(text, kind, address):
    target = read_sound(text)
    assert (target.kind, target.address) == (kind, address)


@pytest.mark.parametrize("text", ["", "jack:x", "sound.mp3"])
def test_sound_goes_nowhere_else(text):
    with pytest.raises(InputError, match=r"alsa:"):
        read_sound(text)


def test_each_place_is_named_once_and_one_at_least():
    with pytest.raises(InputError, match="--to"):
        read_targets([], None)
    with pytest.raises(InputError, match="once"):
        read_targets(["a.ts", "a.ts"], None)
    targets, sound = read_targets(["a.ts", "udp://127.0.0.1:9"], "a.wav")
    assert len(targets) == 2
    assert sound is not None
