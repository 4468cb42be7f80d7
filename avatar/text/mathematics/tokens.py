r"""Cut a formula, LaTeX or plain, into tokens: \\frac{a}{b}, x², √2."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple


class Token(NamedTuple):
    """One token."""

    kind: str
    """number, letter, sign, command, open, close, raise, lower, fence, prose or mark"""
    text: str
    """the number, letter, name of the sign or command, or bracket"""


_SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ", "0123456789+-=()ni", strict=True))
_SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓᵢⱼₖₘₙₚₜ", "0123456789+-=()aeoxijkmnpt", strict=True))
_RAISED = re.compile(f"[{''.join(_SUPERSCRIPTS)}]+")
_LOWERED = re.compile(f"[{''.join(_SUBSCRIPTS)}]+")
_FRACTIONS = ["1/2", "1/3", "2/3", "1/4", "3/4", "1/5", "2/5", "3/5", "4/5", "1/6", "5/6", "1/8", "3/8", "5/8", "7/8"]
_VULGAR = dict(zip("½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞", _FRACTIONS, strict=True))
_TOKEN = re.compile(
    r"\\(?P<command>[A-Za-z]+|.)|(?P<number>[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?|\.[0-9]+)|(?P<letter>[A-Za-z\u0370-\u03ffℏℵ∆Ω])"
    r"|(?P<other>\S)"
)
_PLAIN = {"{": "open", "}": "close", "^": "raise", "_": "lower"}
_FENCES = frozenset("()[]|‖⌊⌋⌈⌉⟨⟩")


@lru_cache
def tables() -> dict[str, Any]:
    """Give the names of characters and commands."""
    return json.loads(Path(__file__).with_name("signs.json").read_text("utf-8"))  # type: ignore[no-any-return]


def tokens(formula: str) -> list[Token]:
    """Cut a formula into tokens; white space and commands that only set type are left out."""
    plain = _RAISED.sub(lambda match: "^{" + "".join(map(_SUPERSCRIPTS.__getitem__, match[0])) + "}", formula)
    plain = _LOWERED.sub(lambda match: "_{" + "".join(map(_SUBSCRIPTS.__getitem__, match[0])) + "}", plain)
    for sign, fraction in _VULGAR.items():
        plain = plain.replace(sign, r"\frac{{{}}}{{{}}}".format(*fraction.split("/")))
    plain = plain.replace("√", r"\sqrt ").replace("∛", r"\sqrt[3] ")
    found: list[Token] = []
    place = 0
    while match := _TOKEN.search(plain, place):
        place = match.end()
        if command := match["command"]:
            token, place = _command(command, plain, place)
            found += [token] if token else []
        elif match["number"]:
            found.append(Token("number", match[0]))
        elif match["letter"]:
            place = _word(plain, match, found)
        else:
            found.append(_other(match[0]))
    return found


def _word(plain: str, match: re.Match[str], found: list[Token]) -> int:
    """Take a function's name whole, sin or log, and else one letter."""
    name = re.compile("[A-Za-z]+").match(plain, match.start())
    if name and len(name[0]) > 1 and tables()["commands"].get(name[0]) == name[0]:
        found.append(Token("sign", name[0]))
        return name.end()
    if name and len(name[0]) > 1 and name[0] in tables()["greek"]:
        found.append(Token("letter", tables()["greek"][name[0]]))
        return name.end()
    found.append(Token("letter", match[0]))
    return match.end()


def _other(character: str) -> Token:
    if character in _PLAIN:
        return Token(_PLAIN[character], character)
    if character in _FENCES:
        return Token("fence", character)
    if character in tables()["large"]:
        return Token("command", character)
    name = tables()["characters"].get(character)
    return Token("sign", name) if name else Token("mark", character)


def _command(name: str, plain: str, place: int) -> tuple[Token | None, int]:
    known = tables()
    if name in known["prose"]:
        end = plain.find("}", place)
        start = plain.find("{", place)
        if 0 <= start < end:
            return Token("prose", plain[start + 1 : end]), end + 1
    if name in ("{", "}"):
        return Token("fence", name), place
    kinds = (("sign", known["commands"]), ("letter", known["greek"]), ("letter", known["letters"]))
    token = next((Token(kind, table[name]) for kind, table in kinds if name in table), Token("command", name))
    return None if name in known["transparent"] else token, place
