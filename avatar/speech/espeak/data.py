"""What the installed espeak-ng brings, read from its files: nothing of it is loaded or run here."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from avatar.errors import NotInstalledError

_LANGUAGES = {"en": "en-GB"}
"""espeak voices whose file name is not their language."""

_HIDDEN = frozenset({"cmn", "cmn-Latn-pinyin", "en-Shaw", "fa-Latn", "yue-Latn-jyutping"})
"""espeak voices that read a spelling of their own; Mandarin needs both of its voices, so it has cards of ours."""


@dataclass(frozen=True, slots=True)
class EspeakVoice:
    """One of espeak's own voices."""

    file: str
    """what espeak calls it, "gmw/en-US" """
    language: str
    """BCP-47"""
    title: str
    """in English, "English (America)" """


def espeak_folder() -> Path:
    """Find the folder of the installed espeakng-loader without importing it."""
    found = importlib.util.find_spec("espeakng_loader")
    if found is None or found.origin is None:
        raise NotInstalledError(
            'The speech engine "espeak" needs the package espeakng-loader; install it with: pip install espeakng-loader'
        )
    return Path(found.origin).parent


@cache
def languages_of_files() -> frozenset[str]:
    """List what the voices may speak, in small letters, by the names of their files; none where espeak is missing."""
    try:
        folder = espeak_folder() / "espeak-ng-data" / "lang"
    except NotInstalledError:
        return frozenset()
    return frozenset(_LANGUAGES.get(path.name, path.name).lower() for path in folder.rglob("*") if path.is_file())


@cache
def espeak_voices() -> tuple[EspeakVoice, ...]:
    """List the voices whose dictionary is there, in the order of their files."""
    data = espeak_folder() / "espeak-ng-data"
    found = []
    for path in sorted(path for path in (data / "lang").rglob("*") if path.is_file()):
        entries = _entries(path)
        spoken = entries.get("language", path.name).split()[0]
        dictionary = entries.get("dictionary", spoken.split("-")[0])
        if path.name not in _HIDDEN and (data / f"{dictionary}_dict").is_file():
            language = _LANGUAGES.get(path.name, path.name)
            found.append(
                EspeakVoice(path.relative_to(data / "lang").as_posix(), language, entries.get("name", language))
            )
    return tuple(found)


def _entries(path: Path) -> dict[str, str]:
    """Read the "key value" lines of a voice file; of several with one key the first counts."""
    entries: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        key, _, value = line.strip().partition(" ")
        entries.setdefault(key, value.strip())
    return entries
