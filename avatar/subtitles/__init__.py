"""Subtitles without a picture: words with their times become captions, and captions become SRT, WebVTT or ASS.

    captions(text, words, language)  ->  tuple[Caption, ...]  ->  srt(...) | vtt(...) | ass(...)

Pure functions of values; who draws them, or puts them into a film, is elsewhere.
"""

from avatar.subtitles.ass import AssLook, ass
from avatar.subtitles.caption import Caption, Sung, moved
from avatar.subtitles.cutting import Pace, captions
from avatar.subtitles.format import Shape
from avatar.subtitles.lines import lines
from avatar.subtitles.srt import srt
from avatar.subtitles.vtt import vtt

__all__ = ["AssLook", "Caption", "Pace", "Shape", "Sung", "ass", "captions", "lines", "moved", "srt", "vtt"]
