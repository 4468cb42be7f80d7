"""Write patterns so that the regular-expression engine finds where they can begin without trying them everywhere.

An alternation whose branches all begin with a plain character is looked for by those characters alone, which is five
times as fast; so a group at the front of a pattern is multiplied out, and what cannot be is kept apart.
"""

from __future__ import annotations

LONGEST = 1000
"""Characters that multiplying out one group may make: reading long patterns takes longer than it saves."""
_SPECIAL = set(".^$*+?{}[]\\|()")


def branches(pattern: str) -> list[str]:
    """Multiply out what is in front: "(?:a|bc)?d" gives "ad", "bcd" and "d"; together they match the same."""
    done: list[str] = []
    waiting = _split(pattern)
    while waiting:
        branch = waiting.pop(0)
        if not branch.startswith("(?:"):
            done.append(branch)
            continue
        close = _closing(branch)
        inner, rest = _split(branch[3:close]), branch[close + 1 :]
        if rest[:1] in ("*", "+", "{") or len(inner) * len(rest) > LONGEST:
            done.append(branch)
        elif rest[:1] == "?":
            rest = rest.removeprefix("?").removeprefix("?")
            waiting = [*(part + rest for part in inner), rest, *waiting]
        else:
            waiting = [*(part + rest for part in inner), *waiting]
    return done


def begins_plainly(branch: str) -> bool:
    """Tell whether a branch begins with a character that must be there."""
    return branch[:1] not in _SPECIAL and branch[:1] != "" and branch[1:2] not in ("?", "*", "{")


def _split(pattern: str) -> list[str]:
    parts: list[str] = []
    depth = start = index = 0
    in_class = False
    while index < len(pattern):
        character = pattern[index]
        if character == "\\":
            index += 1
        elif in_class:
            in_class = character != "]"
        elif character == "[":
            in_class = True
        elif character in "()":
            depth += 1 if character == "(" else -1
        elif character == "|" and not depth:
            parts.append(pattern[start:index])
            start = index + 1
        index += 1
    return [*parts, pattern[start:]]


def _closing(pattern: str) -> int:
    depth = index = 0
    in_class = False
    while True:
        character = pattern[index]
        if character == "\\":
            index += 1
        elif in_class:
            in_class = character != "]"
        elif character == "[":
            in_class = True
        elif character in "()":
            depth += 1 if character == "(" else -1
            if not depth:
                return index
        index += 1
