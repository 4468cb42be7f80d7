"""The phrases of pypinyin, looked up in a file instead of loaded: 47,000 of them take a fifth of a second.

They are written once, sorted, into the folder for what can be made again. pypinyin itself reads them there, one at a
time, through a mapping that takes the place of its own before it is first imported; so its readings are the same.
"""

from __future__ import annotations

import hashlib
import sys
from contextlib import suppress
from functools import lru_cache
from importlib.metadata import version
from threading import Lock
from types import ModuleType
from typing import TYPE_CHECKING, Any

from avatar.errors import OutputError
from avatar.runtime.folders import user_cache

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    Readings = list[list[str]]
    """for each character of a phrase its readings, the usual one first"""


_lock = Lock()


class Phrases(dict[str, "Readings"]):
    """Phrases that lie in a file, sorted, and others that were added."""

    def __init__(self, lines: bytes) -> None:
        """Take the file's lines, "phrase=reading,other reading", sorted by their bytes."""
        super().__init__()
        self._lines = lines

    def __contains__(self, phrase: object) -> bool:
        return super().__contains__(phrase) or bool(isinstance(phrase, str) and self._found(f"{phrase}="))

    def __missing__(self, phrase: str) -> Readings:
        found = self._found(f"{phrase}=")
        if not found:
            raise KeyError(phrase)
        return [each.split(",") for each in found.partition("=")[2].split(" ")]

    def __bool__(self) -> bool:
        return True

    def copy(self) -> Phrases:
        """Give itself: nothing here can be changed but by adding to it."""
        return self

    def begins(self, start: str) -> bool:
        """Tell whether a phrase of the file begins like this."""
        return bool(self._found(start))

    def _found(self, start: str) -> str:
        """Give the first line that begins like this, or ""."""
        wanted, lines = start.encode(), self._lines
        low, high = 0, len(lines)
        while low < high:
            begin = max(low, lines.rfind(b"\n", low, (low + high) // 2) + 1)
            end = lines.index(b"\n", begin)
            if lines[begin:end] < wanted:
                low = end + 1
            else:
                high = begin
        return lines[low : lines.index(b"\n", low)].decode() if lines.startswith(wanted, low) else ""


class _Starts:
    """The beginnings of phrases, as pypinyin asks for them when it cuts words."""

    def __init__(self, phrases: Phrases) -> None:
        self._phrases, self._more = phrases, set[str]()

    def __contains__(self, start: str) -> bool:
        return start in self._more or self._phrases.begins(start)

    def train(self, words: Any) -> None:  # noqa: ANN401 - pypinyin's own kind of list
        """Learn words that were added."""
        self._more |= {word[: end + 1] for word in words for end in range(len(word))}


def phrases() -> Mapping[str, Readings]:
    """Give pypinyin's phrases, and let pypinyin itself look them up in the same place."""
    with _lock:
        return _phrases()


@lru_cache
def _phrases() -> Mapping[str, Readings]:
    if "pypinyin" not in sys.modules and (kept := _kept()):
        _lend(kept)
        return kept
    from pypinyin.constants import PHRASES_DICT

    known: dict[str, Readings] = PHRASES_DICT
    if not isinstance(known, Phrases):
        _keep(known)
    return known


def _lend(kept: Phrases) -> None:
    """Import pypinyin with these phrases in place of its own."""
    module: Any = ModuleType("pypinyin.phrases_dict")
    module.phrases_dict = kept
    sys.modules[module.__name__] = module
    from pypinyin.seg import mmseg

    mmseg.seg = mmseg.Seg(_Starts(kept), no_non_phrases=True)  # type: ignore[arg-type]  # asks it for no more


def _file() -> Path | None:
    with suppress(OutputError):  # a home that may not be written costs time, not the reading
        return user_cache() / "chinese" / f"pypinyin-{version('pypinyin')}.txt"
    return None


def _kept() -> Phrases | None:
    """Read the file; None if it is not there, or not whole."""
    file = _file()
    with suppress(OSError):
        whole = file.read_bytes() if file else b""
        seal, _, lines = whole.partition(b"\n")
        if seal == hashlib.sha256(lines).hexdigest().encode():
            return Phrases(lines)
    return None


def _keep(known: Mapping[str, Readings]) -> None:
    from avatar.runtime.archive import write

    lines = sorted(f"{phrase}={' '.join(map(','.join, readings))}\n".encode() for phrase, readings in known.items())
    content = b"".join(lines)
    if file := _file():
        with suppress(OSError):
            write(hashlib.sha256(content).hexdigest().encode() + b"\n" + content, file)
