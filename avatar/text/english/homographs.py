"""Words that are written alike and said in two ways: which one, by the words around, and how a voice is told.

The voice is told by another spelling that it says so, which is good for every engine: read, past, is "red".
"""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from avatar.text.english.patterns import after, before

_BEFORE, _AFTER = 60, 120
"""characters that are looked at on each side"""


class _Reading(NamedTuple):
    says: str
    """spelling that voices say rightly; "" for the word itself"""
    before: str
    """pattern of what must end right before the word, in lower case; behind "=", as it is written"""
    after: str
    """pattern of what must follow it, in lower case"""
    written: str
    """the only way it is written in, or "" for any"""

    def fits(self, word: str, led: str, following: str) -> bool:
        """Tell whether a word is said so between what stands before and after it."""
        if self.written and self.written != word:
            return False
        is_as_written = self.before.startswith("=")
        begins = not self.before or _pattern(self.before.removeprefix("=")).search(
            led if is_as_written else led.lower()
        )
        return bool(begins) and (not self.after or _pattern(self.after).match(following) is not None)


def homograph(match: re.Match[str]) -> str | None:
    """Give the spelling by which voices say the word of a match rightly; None where they do as it is."""
    word = match[0].replace("’", "'")
    entries = _entries(word.lower())
    if not entries:
        return None
    led = before(match, _BEFORE).replace("’", "'")
    following = after(match, _AFTER).lower().replace("’", "'")
    fitting = (reading for reading in entries if reading.fits(word, led, following))
    return next((reading.says for reading in fitting), "") or None


def _entries(word: str) -> list[_Reading]:
    table = _table()
    entries = table["words"].get(word, [])
    if says := table["verbs"].get(word):
        entries = [*entries, [says, "{TO}", ""], [says, "{SUBJECT}", "{DET}"], [says, "{HEAD}", "{DET}"]]
    return [_Reading(*entry, *[""] * (4 - len(entry))) for entry in entries]


@lru_cache
def _table() -> dict[str, Any]:
    return json.loads(Path(__file__).with_name("homographs.json").read_text("utf-8"))  # type: ignore[no-any-return]


# Most texts have few such words, so a pattern is compiled when its word is met.
@cache
def _pattern(text: str) -> re.Pattern[str]:
    for name, pattern in _table()["macros"].items():
        text = text.replace("{" + name + "}", f"(?:{pattern})")
    return re.compile(text)
