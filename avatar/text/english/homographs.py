"""Words that are written alike and said in two ways: which one, by the words around, and how a voice is told.

The voice is told by another spelling that it says so, which is good for every engine: read, past, is "red".
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from avatar.text.english.patterns import after, before

_BEFORE, _AFTER = 60, 120
"""characters that are looked at on each side"""


class _Reading(NamedTuple):
    says: str
    """spelling that voices say rightly; "" for the word itself"""
    before: re.Pattern[str] | None
    """what must end right before the word, in lower case"""
    after: re.Pattern[str] | None
    """what must follow it, in lower case"""
    written: str
    """the only way it is written in, or "" for any"""


def homograph(match: re.Match[str]) -> str | None:
    """Give the spelling by which voices say the word of a match rightly; None where they do as it is."""
    word = match[0].replace("’", "'")
    readings = _table().get(word.lower())
    if not readings:
        return None
    led = before(match, _BEFORE).lower().replace("’", "'")
    following = after(match, _AFTER).lower().replace("’", "'")
    for reading in readings:
        if reading.written and reading.written != word:
            continue
        if (reading.before is None or reading.before.search(led)) and (
            reading.after is None or reading.after.match(following)
        ):
            return reading.says or None
    return None


@lru_cache
def _table() -> dict[str, tuple[_Reading, ...]]:
    given = json.loads(Path(__file__).with_name("homographs.json").read_text("utf-8"))
    macros: dict[str, str] = given["macros"]
    table = {word: tuple(_reading(entry, macros) for entry in entries) for word, entries in given["words"].items()}
    for verb, says in given["verbs"].items():
        as_verb = tuple(
            _reading(entry, macros)
            for entry in ([says, "{TO}", ""], [says, "{SUBJECT}", "{DET}"], [says, "{HEAD}", "{DET}"])
        )
        table[verb] = table.get(verb, ()) + as_verb
    return table


def _reading(entry: list[str], macros: dict[str, str]) -> _Reading:
    says, led, following, *written = entry
    return _Reading(says, _pattern(led, macros), _pattern(following, macros), written[0] if written else "")


def _pattern(text: str, macros: dict[str, str]) -> re.Pattern[str] | None:
    if not text:
        return None
    for name, pattern in macros.items():
        text = text.replace("{" + name + "}", f"(?:{pattern})")
    return re.compile(text)
