"""Numbers in circles, which number the parts of a text: ① ② ③."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from avatar.text.spoken import PAUSE, Spoken, with_single_pauses

if TYPE_CHECKING:
    from collections.abc import Callable

_JOINED = frozenset("号番번のとはをがや과와은는이가을를의에로和与及、")
"""What follows without a pause."""

CIRCLED = re.compile("[①-⑳⓪]")


def speak_with_circled(text: str, speak: Callable[[str], list[Spoken]]) -> list[Spoken]:
    """Speak a sentence with `speak`, each circled number by itself between pauses."""
    pieces: list[Spoken] = []
    end = 0
    for match in CIRCLED.finditer(text):
        pieces += speak(text[end : match.start()]) if end < match.start() else []
        number = speak(unicodedata.normalize("NFKC", match[0]))
        pieces += [Spoken("", PAUSE, ""), *(piece._replace(word=match[0]) for piece in number)]
        end = match.end()
        if text[end : end + 1] not in _JOINED:
            pieces.append(Spoken("", PAUSE, ""))
    return with_single_pauses([*pieces, *(speak(text[end:]) if end < len(text) else [])])
