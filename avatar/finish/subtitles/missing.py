"""Which characters of a text can be drawn by no font of this machine."""

from __future__ import annotations

from avatar.finish.subtitles.families import is_shaped, package, script, script_name
from avatar.finish.subtitles.fonts import candidates, family, is_drawn, is_picture

_SHAPING = "libfribidi0"
"""package without which letters cannot be put together"""


def missing(text: str, language: str, wanted: str = "") -> tuple[tuple[str, str, str], ...]:
    """Give each such character with the name of its script and the Debian package that brings a font for it."""
    from PIL import features

    letters = dict.fromkeys(sign for sign in text if is_drawn(sign) and not is_picture(sign))
    scripts = frozenset(map(script, letters)) - {""}
    named = tuple(family(wanted)) if wanted else ()
    rest = list(letters)
    for face in candidates(named, language, scripts, True):
        rest = [sign for sign in rest if not face.has(sign)]
        if not rest:
            break
    found = [(sign, script_name(script(sign)), package(script(sign))) for sign in rest]
    shaped = next((sign for sign in letters if is_shaped(sign) and sign not in rest), None)
    if shaped is not None and not features.check("raqm"):
        found.append((shaped, script_name(script(shaped)), _SHAPING))
    return tuple(found)
