"""What the attributes of SSML mean: rate, pitch, volume, lengths of pauses. What means nothing is None."""

from __future__ import annotations

import re

from avatar.data import Prosody

_NUMBER = re.compile(r"([+-]?)\s*([0-9]*\.?[0-9]+)\s*(%|st|hz|db|ms|s|x)?")
_RATES = {"x-slow": 0.6, "slow": 0.8, "medium": 1.0, "default": 1.0, "fast": 1.25, "x-fast": 1.6}
_PITCHES = {"x-low": 0.8, "low": 0.9, "medium": 1.0, "default": 1.0, "high": 1.12, "x-high": 1.25}
_RANGES = {"x-low": 0.3, "low": 0.6, "medium": 1.0, "default": 1.0, "high": 1.4, "x-high": 1.8}
_VOLUMES = {"silent": -40.0, "x-soft": -12.0, "soft": -6.0, "medium": 0.0, "default": 0.0, "loud": 4.0, "x-loud": 8.0}
_STRENGTHS = {"none": 0.0, "x-weak": 0.1, "weak": 0.2, "medium": 0.5, "strong": 0.8, "x-strong": 1.2}
_EMPHASES = {
    "strong": Prosody(0.88, 1.04, 1.4, 3.0),
    "moderate": Prosody(0.93, 1.02, 1.2, 1.5),
    "none": Prosody(),
    "reduced": Prosody(1.06, 0.98, 0.8, -3.0),
}
_VOICE = 180.0
"""Hz: a voice between a man's and a woman's, where a pitch is given in Hz"""
_BOUNDS = {"rate": (0.3, 3.0), "pitch": (0.5, 2.0), "range": (0.0, 2.0), "volume": (-40.0, 10.0)}
LONGEST_PAUSE = 30.0
"""s"""


def seconds(value: str, strength: str) -> float | None:
    """Give the length of a pause, s: of a time ("1.5s", "300ms"), else of a strength."""
    if not value:
        return _STRENGTHS.get(strength.lower() or "medium")
    found = _NUMBER.fullmatch(value.strip().lower())
    if not found or found[3] not in ("ms", "s") or found[1] == "-":
        return None
    return float(found[2]) * (0.001 if found[3] == "ms" else 1.0)


def emphasis(level: str) -> Prosody | None:
    """Give how something emphasised is said."""
    return _EMPHASES.get(level.lower() or "moderate")


def factor(name: str, value: str) -> float | None:
    """Give what the attribute `name` of prosody multiplies by, or with "volume" adds, dB, within what is possible."""
    words = {"rate": _RATES, "pitch": _PITCHES, "range": _RANGES, "volume": _VOLUMES}[name]
    plain = value.strip().lower()
    if plain in words:
        return words[plain]
    found = _NUMBER.fullmatch(plain)
    if not found:
        return None
    number = _volume(found) if name == "volume" else _factor(found, name)
    least, most = _BOUNDS[name]
    return None if number is None else min(max(number, least), most)


def _volume(found: re.Match[str]) -> float | None:
    sign, amount, unit = found[1], float(found[2]), found[3]
    if unit == "db":
        return -amount if sign == "-" else amount
    if unit == "%" and sign:
        return amount / 10 * (-1 if sign == "-" else 1)
    # Without a unit it is the loudness of SSML 1.0, from 0 to 100.
    return None if unit not in (None, "%") or amount > 100 else (amount - 100) / 100 * 30


def _factor(found: re.Match[str], name: str) -> float | None:
    amount, unit, is_relative = float(found[2]), found[3], bool(found[1])
    signed = -amount if found[1] == "-" else amount
    if unit == "%":
        return 1 + signed / 100 if is_relative else amount / 100
    if unit == "st" and name != "rate":
        return float(2 ** (signed / 12))
    if unit == "hz" and name == "pitch":
        return 1 + signed / _VOICE if is_relative else None
    if unit in (None, "x") and name == "rate":
        return 1 + signed if is_relative else amount
    return None
