"""A track of subtitles in a film, to be switched on or off: which codec each container has for it, and its language."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, cast

from avatar.errors import OutputError

if TYPE_CHECKING:
    from pathlib import Path

    import av
    from av.subtitles.stream import SubtitleStream

CODECS = {".mp4": "mov_text", ".mov": "mov_text", ".mkv": "ass", ".webm": "webvtt"}
"""FFmpeg's name of the codec of subtitles, by the ending of a film's name"""
_CLOCK = Fraction(1, 1000)
"""s; the times of all of them are whole milliseconds"""
_CODES = (
    "af:afr am:amh an:arg ar:ara as:asm az:aze ba:bak be:bel bg:bul bn:ben bs:bos ca:cat cs:ces/cze cv:chv "
    "cy:cym/wel da:dan de:deu/ger el:ell/gre en:eng eo:epo es:spa et:est eu:eus/baq fa:fas/per fi:fin fo:fao "
    "fr:fra/fre ga:gle gd:gla gn:grn gu:guj he:heb hi:hin hr:hrv ht:hat hu:hun hy:hye/arm ia:ina id:ind io:ido "
    "is:isl/ice it:ita ja:jpn jv:jav ka:kat/geo kk:kaz kl:kal km:khm kn:kan ko:kor ku:kur ky:kir la:lat lb:ltz "
    "lo:lao lt:lit lv:lav mi:mri/mao mk:mkd/mac ml:mal mn:mon mr:mar ms:msa/may mt:mlt my:mya/bur nb:nob ne:nep "
    "nl:nld/dut nn:nno no:nor oc:oci om:orm or:ori pa:pan pl:pol ps:pus pt:por qu:que ro:ron/rum ru:rus sd:snd "
    "se:sme si:sin sk:slk/slo sl:slv so:som sq:sqi/alb sr:srp su:sun sv:swe sw:swa ta:tam te:tel tg:tgk th:tha "
    "ti:tir tk:tuk tl:tgl tn:tsn tr:tur tt:tat ug:uig uk:ukr ur:urd uz:uzb vi:vie xh:xho yi:yid yo:yor "
    "zh:zho/chi zu:zul cmn:zho/chi"
)
"""ISO 639-2 by 639-1, of the languages that are spoken here; of two codes, the librarians' is the second"""


@dataclass(frozen=True, slots=True)
class Track:
    """What is told of a track of subtitles."""

    language: str
    """BCP-47"""
    header: str
    """what ASS says before its captions: the styles"""
    plain: str
    """the same for a track that knows no karaoke"""


def track_codec(name: Path) -> str:
    """Name the codec of subtitles in a film so called; "" if it has a place for none."""
    return CODECS.get(name.suffix.lower(), "")


def check_track(name: Path) -> None:
    """Raise `OutputError` for a film that has no place for a track of subtitles."""
    if not track_codec(name):
        raise OutputError(
            f"The film {str(name)!r} has no place for a track of subtitles; choose --subtitles burn or file, "
            f"or let its name end in {', '.join(CODECS)}."
        )


def add_track(container: av.container.OutputContainer, ending: str, track: Track) -> SubtitleStream:
    """Open a track in a film whose name has an ending."""
    stream = cast("SubtitleStream", container.add_stream(CODECS[ending]))
    header = track.header if CODECS[ending] == "ass" else track.plain
    stream.codec_context.subtitle_header = header.encode()
    stream.codec_context.time_base = stream.time_base = _CLOCK
    stream.metadata["language"] = code_of(track.language, is_bibliographic=ending in (".mkv", ".mov"))
    return stream


def code_of(language: str, *, is_bibliographic: bool = False) -> str:
    """Give the code of ISO 639-2 of a BCP-47 language; Matroska and QuickTime want the librarians'."""
    primary = language.split("-")[0].lower()
    known = dict(pair.split(":") for pair in _CODES.split())
    codes = known.get(primary, primary if len(primary) == 3 else "und").split("/")
    return codes[-1] if is_bibliographic else codes[0]


def packet_of(text: str, start: float, end: float, number: int, stream: SubtitleStream) -> av.Packet[SubtitleStream]:
    """Put one caption, as its codec wants it written, from `start` to `end`, s, into a packet."""
    import av

    content = text.encode()
    if stream.codec_context.name == "mov_text":
        content = len(content).to_bytes(2, "big") + content  # ISO/IEC 14496-17 and 3GPP TS 26.245, 5.17
    elif stream.codec_context.name in ("ass", "ssa"):
        content = f"{number},0,Text,,0,0,0,,".encode() + content  # Matroska: read order, layer, style, ...
    packet = cast("av.Packet[SubtitleStream]", av.Packet(content))
    packet.stream, packet.time_base = stream, _CLOCK
    packet.pts = packet.dts = round(start / _CLOCK)
    packet.duration = max(1, round(end / _CLOCK) - packet.pts)
    return packet
