"""Where a stream goes: servers, cameras, sound devices and files, as they are written at a shell."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from avatar.errors import InputError

_CONTAINERS = {"rtmp": "flv", "rtmps": "flv", "udp": "mpegts", "tcp": "mpegts", "rtp": "rtp_mpegts", "rtsp": "rtsp"}
"""FFmpeg's name of what goes over a protocol"""
_FILES = {".ts": "mpegts", ".flv": "flv", ".mkv": "matroska"}
"""files that can be read while they grow"""
_DATAGRAMS = ("udp", "rtp", "srt")
_KNOWN = (
    "rtmp://HOST/APP/KEY, srt://HOST:PORT, udp://HOST:PORT, rtp:, tcp: or rtsp:, v4l2:/dev/videoN, FILE.ts, .flv or "
    ".mkv, or - for standard output"
)
_SOUNDS = "alsa:DEVICE (default, for instance), pulse:, pulse:SINK or FILE.wav"


@dataclass(frozen=True, slots=True)
class Target:
    """One place that a stream goes to."""

    kind: str
    """rtmp, rtmps, srt, udp, tcp, rtp, rtsp, v4l2, file or pipe"""
    address: str
    """URL, path of a device or a file; "-" for standard output"""
    container: str
    """FFmpeg's name of the format"""

    @property
    def is_far(self) -> bool:
        """Whether it is a server, which may go away and come back."""
        return self.kind in _CONTAINERS or self.kind == "srt"

    @property
    def channel(self) -> str:
        """How it reaches people, as authorizations name that."""
        return "broadcast" if self.is_far else "live" if self.kind == "v4l2" else "file"

    def __str__(self) -> str:
        """Name it without what is secret: the last part of an RTMP address is a key, and queries are pass phrases."""
        if not self.is_far:
            return "standard output" if self.kind == "pipe" else self.address
        parts = urlsplit(self.address)
        place = f":{parts.port}" if parts.port else ""
        path = parts.path.rpartition("/")[0] if self.kind.startswith("rtmp") else parts.path
        hidden = "/..." if path != parts.path else ""
        return f"{self.kind}://{parts.hostname}{place}{path}{hidden}"


@dataclass(frozen=True, slots=True)
class SoundTarget:
    """Where the sound goes beside a camera, which takes none."""

    kind: str
    """alsa, pulse or file"""
    address: str
    """name of a device or sink, "" for the usual one; path of a file"""

    def __str__(self) -> str:
        """Name it."""
        return self.address if self.kind == "file" else f"{self.kind}:{self.address}"


def read_target(text: str) -> Target:
    """Read where pictures go. Raise `InputError` for what is no such place."""
    kind, colon, rest = text.partition(":")
    kind = kind.lower()
    if text == "-":
        return Target("pipe", "-", "mpegts")
    if kind in _CONTAINERS or kind == "srt":
        return _far(kind, text)
    if kind == "v4l2":
        if not rest:
            raise InputError(f"The camera {text!r} names no device; v4l2:/dev/video10 is one.")
        return Target("v4l2", rest, "v4l2")
    if kind == "ndi":
        raise InputError("NDI needs a library that is not free to pass on; send srt or rtmp to OBS, which speaks NDI.")
    if colon and (rest.startswith("//") or kind in ("http", "https", "whip")):
        raise InputError(f"A stream cannot go to {kind}:; it goes to {_KNOWN}.")
    if (container := _FILES.get(Path(text).suffix.lower())) is None:
        raise InputError(f"A stream cannot go to {text!r}; it goes to {_KNOWN}.")
    return Target("file", str(Path(text).expanduser()), container)


def read_sound(text: str) -> SoundTarget:
    """Read where sound goes. Raise `InputError` for what is no such place."""
    kind, colon, rest = text.partition(":")
    if colon and kind in ("alsa", "pulse"):
        return SoundTarget(kind, rest or ("default" if kind == "alsa" else ""))
    if Path(text).suffix.lower() == ".wav":
        return SoundTarget("file", str(Path(text).expanduser()))
    raise InputError(f"Sound cannot go to {text!r}; it goes to {_SOUNDS}.")


def _far(kind: str, text: str) -> Target:
    parts = urlsplit(text)
    try:
        port = parts.port
    except ValueError:
        port = -1
    example = {"rtmp": "rtmp://live.example.com/app/key", "rtmps": "rtmps://live.example.com/app/key"}.get(
        kind, f"{kind}://127.0.0.1:9000"
    )
    if not parts.hostname or port == -1:
        raise InputError(f"The address of the {kind} server has no host or no valid port; {example} has them.")
    if kind in (*_DATAGRAMS, "tcp") and port is None:
        raise InputError(f"The address of the {kind} server has no port; {example} has one.")
    if kind.startswith("rtmp") and not parts.path.strip("/"):
        raise InputError(f"The address of the {kind} server has no application and key; {example} has them.")
    if kind == "udp" and "pkt_size" not in parts.query:
        text += ("&" if parts.query else "?") + "pkt_size=1316"  # seven packets of MPEG-TS in a datagram
    return Target(kind, text, _CONTAINERS.get(kind, "mpegts"))
