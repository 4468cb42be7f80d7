"""Addresses of the net, file names, hashtags and the names of programming languages in English."""

from __future__ import annotations

import re

from avatar.text.abbreviations import read_latin, spelled
from avatar.text.addresses import ADDRESS, parts_of, read_label
from avatar.text.english.numbers import cardinal, digit_by_digit, letter_name, year
from avatar.text.english.patterns import say
from avatar.text.spoken import Rule, Spoken

_SIGNS_TEXT = """
. dot | @ at | / slash | - dash | _ underscore | ? question mark | = equals | & ampersand | # hash | + plus | % percent
: colon | ~ tilde | \\ backslash | , comma | ; semicolon
"""
_SIGNS = dict(entry.strip().split(" ", 1) for entry in re.split(r"[|\n]", _SIGNS_TEXT.strip()))


def _address(match: re.Match[str]) -> list[Spoken]:
    return say(match, _said(match[0].rstrip("/")))


def _said(address: str) -> str:
    said = [_part(part, kind) for part, kind in parts_of(address)]
    return " ".join(filter(None, said))


def _part(part: str, kind: str) -> str:
    if kind == "letters":
        return read_label(part) if len(part) > 1 else letter_name(part)
    # Whoever reads an address aloud leaves https:// out.
    return digit_by_digit(part) if kind == "digits" else _SIGNS.get(part, "")


def _digits(written: str) -> str:
    if re.fullmatch("(?:19|20)[0-9]{2}", written):
        return year(int(written))
    return cardinal(int(written)) if len(written) < 3 and not written.startswith("0") else digit_by_digit(written)


def _path(match: re.Match[str]) -> list[Spoken]:
    scheme, _, rest = match[0].partition("://")
    return say(match, f"{read_label(scheme)} colon slash slash {_said(rest)}" if rest else _said(match[0]))


def _file(match: re.Match[str]) -> list[Spoken]:
    *stem, ending = match[0].split(".")
    named = " dot ".join(map(_name, stem))
    return say(match, f"{named} dot {_ENDINGS.get(ending.lower()) or spelled(ending)}")


_ENDINGS_TEXT = """
doc doc | docx doc X | zip zip | bin bin | log log | bat bat | app app | wav wave | bak back | jar jar | go go
jpeg jay peg | jpg jay peg | gif gif | toml tommel | json jason | dat dat
"""
_ENDINGS = dict(entry.strip().split(" ", 1) for entry in re.split(r"[|\n]", _ENDINGS_TEXT.strip()))
"""endings that are said, not spelled"""


def _piece(part: str) -> str:
    if part.isdecimal():
        return _digits(part)
    if part in _SIGNS:
        return _SIGNS[part]
    return " ".join(read_latin(word) if len(word) > 1 else letter_name(word) for word in _camel(part))


def _camel(word: str) -> list[str]:
    return re.findall("[A-Z]+(?![a-z])|[A-Z]?[a-z]+", word) or [word]


def _location(match: re.Match[str]) -> list[Spoken]:
    parts = re.findall("[A-Za-z]+|[0-9]+|.", match[0])
    said = [_piece(part) if part.isalnum() else _SIGNS.get(part, "") for part in parts]
    return say(match, " ".join(filter(None, said)))


def _hashtag(match: re.Match[str]) -> list[Spoken]:
    return say(match, f"hashtag {_name(match[0][1:])}")


def _handle(match: re.Match[str]) -> list[Spoken]:
    return say(match, f"at {_name(match[0][1:])}")


def _name(written: str) -> str:
    return " ".join(map(_piece, re.findall("[A-Za-z]+|[0-9]+|[_.-]", written)))


_LANGUAGES = {
    **dict.fromkeys(("C++", "c++"), "C plus plus"),
    **dict.fromkeys(("G++", "g++"), "G plus plus"),
    **dict.fromkeys(("C#", "C♯"), "C sharp"),
    **dict.fromkeys(("F#", "F♯"), "F sharp"),
    "Notepad++": "Notepad plus plus",
    ".NET": "dot net",
    "A*": "A star",
}


def _language(match: re.Match[str]) -> list[Spoken]:
    return say(match, _LANGUAGES[match[0]])


def _plus_plus(match: re.Match[str]) -> list[Spoken]:
    return say(match, " ".join(["plus"] * len(match[0])))


def _script(match: re.Match[str]) -> list[Spoken]:
    stem, ending = match[0].split(".")
    return say(match, f"{read_latin(stem)} {spelled(ending)}")


_FILE_ENDINGS_TEXT = """
pdf doc docx xls xlsx ppt pptx txt csv tsv json xml yml yaml toml htm html css js ts py rb go rs cpp hpp java kt swift
sh bat exe dll so bin dat log md tex png jpg jpeg gif svg webp bmp tif tiff psd mp3 mp4 wav flac ogg avi mov mkv webm
zip tar gz rar 7z iso dmg apk jar db sql bak cfg ini
"""
_FILE_ENDINGS = "|".join(sorted(_FILE_ENDINGS_TEXT.split(), key=len, reverse=True))
_STEM = r"[A-Za-z0-9][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*"
_MAIL = r"[A-Za-z0-9][A-Za-z0-9._+&-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"
_LANGUAGE = "|".join(sorted(map(re.escape, _LANGUAGES), key=len, reverse=True))

ELECTRONIC: tuple[Rule, ...] = (
    Rule(ADDRESS, _address),
    Rule(r"(?<![A-Za-z0-9])[a-z]{2,8}://[^\s<>\"'，。、]+[A-Za-z0-9/]", _path),
    Rule(rf"(?<![A-Za-z0-9._+-]){_MAIL}(?:/[A-Za-z0-9/_.-]*[A-Za-z0-9])?", _path),
    Rule(r"(?<![A-Za-z0-9])[A-Z]:\\[^\s<>\"'，。、,;]*[A-Za-z0-9]", _location),
    Rule(r"(?<![\w/.~<)])(?:~|\.{1,2})?(?:/[A-Za-z0-9_.-]*[A-Za-z0-9_-]){2,}", _location),
    Rule(
        rf"(?<![A-Za-z0-9@/.]){_STEM}\.(?:{_FILE_ENDINGS}|{_FILE_ENDINGS.upper()}|(?<=[a-z_]{{2}}\.)[ch])"
        r"(?![A-Za-z0-9_@]|\.[A-Za-z0-9])",
        _file,
    ),
    Rule(rf"(?<![A-Za-z0-9.])(?:{_LANGUAGE})(?![A-Za-z0-9+#])", _language),
    Rule(r"(?<=[A-Za-z])\+{2}(?![+\w])", _plus_plus),
    Rule(r"\b(?:Node|Vue|Next|Express|React|Three|D3)\.js\b", _script),
    Rule(r"(?<![\w&/#])#[A-Za-z][A-Za-z0-9_]*", _hashtag),
    Rule(r"(?<![\w.@])@[A-Za-z_][A-Za-z0-9_.]*[A-Za-z0-9_]", _handle),
)
"""First match wins."""
