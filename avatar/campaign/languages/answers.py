"""What was answered before, kept beside the campaign, a line of JSON each: what was asked once is not asked again."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from threading import Lock
from typing import TYPE_CHECKING

from avatar.outside.documents import parsed
from avatar.runtime.access import told

if TYPE_CHECKING:
    from pathlib import Path

    from avatar.campaign.languages.glossary import Glossary

FILE = "translations.jsonl"
"""what it is called, in the campaign's folder"""
_WRITING = "2"
"""of what is asked: another number, and everything is asked anew"""


def key_of(text: str, languages: tuple[str, str], glossary: Glossary, model: str) -> str:
    """Name a translation by all that shapes it, 64 hex digits."""
    parts = (_WRITING, text, *languages, glossary.digest(text, languages[1]), model)
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


class Answers:
    """Translations by their keys; each is on disk as soon as it is known. For any number of threads."""

    def __init__(self, path: Path) -> None:
        """Read what there is; a line that a killed process has left half-written counts for nothing."""
        self._path, self._lock = path, Lock()
        self._known: dict[str, str] = {}
        self._ends_open = False
        if path.is_file():
            with told(path, "choose another folder"):
                text = path.read_text(encoding="utf-8", errors="replace")
            self._ends_open = bool(text) and not text.endswith("\n")
            for line in text.splitlines():
                with suppress(ValueError, KeyError, TypeError):
                    entry = parsed(line)
                    self._known[str(entry["key"])] = str(entry["text"])

    def find(self, key: str) -> str | None:
        """Give a translation, if there is one."""
        return self._known.get(key)

    def keep(self, key: str, text: str, language: str) -> None:
        """Keep a translation."""
        line = json.dumps({"key": key, "language": language, "text": text}, ensure_ascii=False)
        with self._lock, told(self._path, "choose another folder"), self._path.open("a", encoding="utf-8") as file:
            file.write(f"\n{line}\n" if self._ends_open else f"{line}\n")
            self._ends_open = False
            self._known[key] = text
