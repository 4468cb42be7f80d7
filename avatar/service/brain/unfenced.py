"""Leave out of a text that is still coming what nobody reads aloud: blocks of code, and what a model thinks first."""

from __future__ import annotations

import re

_MAYBE_FENCE = re.compile(r"[ \t]{0,3}(?:`+|~+)?")
_FENCE = re.compile(r"[ \t]{0,3}(`{3,}|~{3,})[^`\n]*\n")
_OPENING, _CLOSING = "<think>", "</think>"
_LONGEST = 400
"""characters of an unfinished line of code that are kept to see whether it closes the block"""


class Unfenced:
    """Take a text as it comes, and give what is left of it as soon as that is known."""

    def __init__(self) -> None:
        self._waiting = ""
        self._fence = ""
        self._is_first, self._is_thinking, self._begins_line = True, False, True

    def feed(self, delta: str) -> str:
        """Take the next stretch; give what can be read on."""
        self._waiting += delta
        if self._is_first and not self._has_begun():
            return ""
        given = ""
        while self._waiting:
            before = self._waiting
            given += self._out_of_code() if self._fence else self._line()
            if self._waiting == before:
                break
        return given

    def finish(self) -> str:
        """Give the rest at the end of the text."""
        rest, self._waiting = self._waiting, ""
        is_code = self._fence or self._is_thinking or re.fullmatch(r"[ \t]{0,3}(`{3,}|~{3,})[^`\n]*", rest)
        return "" if is_code else rest

    def _has_begun(self) -> bool:
        """Tell whether what a model thinks before its answer is over, or there is none."""
        if self._is_thinking:
            _, found, rest = self._waiting.partition(_CLOSING)
            self._waiting = rest if found else self._waiting[-len(_CLOSING) :]
            self._is_thinking, self._is_first = not found, not found
            return bool(found)
        begin = self._waiting.lstrip()
        if begin.startswith(_OPENING):
            self._is_thinking, self._waiting = True, begin[len(_OPENING) :]
            return self._has_begun()
        self._is_first = _OPENING.startswith(begin)
        return not self._is_first

    def _line(self) -> str:
        """Give what is read of the line that comes, or begin a block of code."""
        if self._begins_line:
            if fence := _FENCE.match(self._waiting):
                self._fence, self._waiting = fence[1], self._waiting[fence.end() :]
                return ""
            if self._may_be_fence():
                return ""
        line, newline, rest = self._waiting.partition("\n")
        self._waiting, self._begins_line = rest, bool(newline)
        return line + newline

    def _may_be_fence(self) -> bool:
        start = _MAYBE_FENCE.match(self._waiting)
        assert start is not None
        signs = self._waiting[: start.end()].strip()
        is_open = start.end() == len(self._waiting) or (len(signs) >= 3 and "\n" not in self._waiting)
        return is_open and "`" not in self._waiting[start.end() :] and len(self._waiting) < _LONGEST

    def _out_of_code(self) -> str:
        """Skip code up to the end of its block."""
        line, newline, rest = self._waiting.partition("\n")
        if not newline:
            self._waiting = line[-_LONGEST:]
            return ""
        self._waiting, self._begins_line = rest, True
        bare = line.strip()
        if bare.startswith(self._fence) and not bare.strip(self._fence[0]):
            self._fence = ""
        return ""
