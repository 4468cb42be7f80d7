"""Addresses of the net, file names, hashtags and the names of programming languages in English."""

from __future__ import annotations

import re

from avatar.text.abbreviations import read_latin, spelled
from avatar.text.addresses import ADDRESS, parts_of, read_label
from avatar.text.english.numbers import cardinal, digit_by_digit
from avatar.text.english.patterns import say
from avatar.text.spoken import Rule, Spoken

_SIGNS = {
    **{
        ".": "dot",
        "@": "at",
        "/": "slash",
        "-": "dash",
        "_": "underscore",
        "?": "question mark",
        "=": "equals",
        "&": "ampersand",
    },
    **{
        "#": "hash",
        "+": "plus",
        "%": "percent",
        ":": "colon",
        "~": "tilde",
        "\\": "backslash",
        ",": "comma",
        ";": "semicolon",
    },
}


def _address(match: re.Match[str]) -> list[Spoken]:
    return say(match, _said(match[0].rstrip("/")))


def _said(address: str) -> str:
    said = []
    for part, kind in parts_of(address):
        if kind == "letters":
            said.append(read_label(part))
        elif kind == "digits":
            said.append(digit_by_digit(part))
        elif kind == "sign" and part in _SIGNS:
            said.append(_SIGNS[part])
    return " ".join(said)


def _digits(written: str) -> str:
    return cardinal(int(written)) if len(written) < 3 and not written.startswith("0") else digit_by_digit(written)


def _path(match: re.Match[str]) -> list[Spoken]:
    scheme, _, rest = match[0].partition("://")
    return say(match, f"{read_label(scheme)} colon slash slash {_said(rest)}" if rest else _said(match[0]))


def _file(match: re.Match[str]) -> list[Spoken]:
    *stem, ending = match[0].split(".")
    named = " dot ".join(" ".join(_piece(part) for part in re.findall("[A-Za-z]+|[0-9]+|_|-", each)) for each in stem)
    return say(match, f"{named} dot {_ENDINGS.get(ending.lower()) or spelled(ending)}")


_ENDINGS = {
    "doc": "doc",
    "docx": "doc X",
    "zip": "zip",
    "bin": "bin",
    "log": "log",
    "bat": "bat",
    "app": "app",
    "wav": "wave",
    "bak": "back",
    "jar": "jar",
    "go": "go",
    "jpeg": "jay peg",
    "jpg": "jay peg",
    "gif": "gif",
    "dot": "dot",
    "toml": "tommel",
    "json": "jason",
    "text": "text",
    "dat": "dat",
    "dll": "D L L",
    "exe": "E X E",
}


def _piece(part: str) -> str:
    if part.isdigit():
        return _digits(part)
    if part in _SIGNS:
        return _SIGNS[part]
    return " ".join(read_latin(word) for word in _camel(part))


def _camel(word: str) -> list[str]:
    return re.findall("[A-Z]+(?![a-z])|[A-Z]?[a-z]+", word) or [word]


def _location(match: re.Match[str]) -> list[Spoken]:
    said = [_piece(part) if part.isalnum() else _SIGNS.get(part, "") for part in re.findall(r"[A-Za-z]+|[0-9]+|.", match[0])]
    return say(match, " ".join(filter(None, said)))


def _hashtag(match: re.Match[str]) -> list[Spoken]:
    return say(match, f"hashtag {_name(match[0][1:])}")


def _handle(match: re.Match[str]) -> list[Spoken]:
    return say(match, f"at {_name(match[0][1:])}")


def _name(written: str) -> str:
    return " ".join(map(_piece, re.findall("[A-Za-z]+|[0-9]+|[_.-]", written)))


_LANGUAGES = {
    "C++": "C plus plus",
    "c++": "C plus plus",
    "C#": "C sharp",
    "F#": "F sharp",
    ".NET": "dot net",
    "G++": "G plus plus",
    "g++": "G plus plus",
    "Notepad++": "Notepad plus plus",
    "A*": "A star",
    "C♯": "C sharp",
    "F♯": "F sharp",
    "C#/.NET": "C sharp dot net",
}


def _language(match: re.Match[str]) -> list[Spoken]:
    return say(match, _LANGUAGES[match[0]])


def _plus_plus(match: re.Match[str]) -> list[Spoken]:
    return say(match, " ".join(["plus"] * len(match[0])))


def _script(match: re.Match[str]) -> list[Spoken]:
    stem, ending = match[0].split(".")
    return say(match, f"{read_latin(stem)} {spelled(ending)}")


_FILE_ENDINGS = (
    "pdf|docx?|xlsx?|pptx?|txt|csv|tsv|json|xml|ya?ml|toml|html?|css|js|ts|py|rb|go|rs|cpp|hpp|java|kt|swift|sh|bat|exe|dll|so|bin|"
    "dat|log|md|tex|png|jpe?g|gif|svg|webp|bmp|tiff?|psd|mp3|mp4|wav|flac|ogg|avi|mov|mkv|webm|zip|tar|gz|rar|7z|iso|dmg|apk|jar|db|sql|bak|cfg|ini"
)

ELECTRONIC: tuple[Rule, ...] = (
    Rule(ADDRESS, _address),
    Rule(r"(?<![A-Za-z0-9])[a-z]{2,8}://[^\s<>\"'，。、]+[A-Za-z0-9/]", _path),
    Rule(
        r"(?<![A-Za-z0-9._+-])[A-Za-z0-9][A-Za-z0-9._+&-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}(?:/[A-Za-z0-9/_.-]*[A-Za-z0-9])?",
        _path,
    ),
    Rule(
        rf"(?<![A-Za-z0-9@/.])[A-Za-z0-9][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*\.(?:{_FILE_ENDINGS}|{_FILE_ENDINGS.upper().replace('?', '?')}|(?<=[a-z_]{{2}}\.)[ch])(?![A-Za-z0-9_@]|\.[A-Za-z0-9])",
        _file,
    ),
    Rule(
        rf"(?<![A-Za-z0-9.])(?:{'|'.join(sorted(map(re.escape, _LANGUAGES), key=len, reverse=True))})(?![A-Za-z0-9+#])",
        _language,
    ),
    Rule(r"(?<=[A-Za-z])\+{2}(?![+\w])", _plus_plus),
    Rule(r"\b(?:Node|Vue|Next|Express|React|Three|D3)\.js\b", _script),
    Rule(r"(?<![\w&/#])#[A-Za-z][A-Za-z0-9_]*", _hashtag),
    Rule(r"(?<![\w.@])@[A-Za-z_][A-Za-z0-9_.]*[A-Za-z0-9_]", _handle),
)
"""First match wins."""
