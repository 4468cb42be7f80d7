"""Letters that no font of this machine has, with the package that brings one: told before anything renders."""

from __future__ import annotations

from dataclasses import dataclass

from avatar.finish.subtitles import missing

__all__ = ["Missing", "missing_glyphs", "sentence"]


@dataclass(frozen=True, slots=True)
class Missing:
    """A character that cannot be drawn here."""

    character: str
    """itself"""
    script: str
    """that it is of, as people name it: Thai, Chinese, Japanese or Korean"""
    package: str
    """of Debian, that has a font for it"""


def missing_glyphs(text: str, language: str, family: str = "") -> tuple[Missing, ...]:
    """Find the characters of a text that no font here has, each once; pictures such as emoji are not drawn anyway.

    With a `family` (of a brand kit) a font of that name is asked first, and others for what it lacks. Where letters
    have to be put together and the library for that is absent, the first of them is given with its package.
    """
    return tuple(Missing(*each) for each in missing.missing(text, language, family))


def sentence(lacking: tuple[Missing, ...]) -> str:
    """Say what to install; "" where nothing lacks."""
    if not lacking:
        return ""
    signs = "".join(each.character for each in lacking[:8])
    packages = " ".join(dict.fromkeys(each.package for each in lacking))
    scripts = " and ".join(dict.fromkeys(each.script for each in lacking))
    return f"No font of this machine has the {scripts} letters {signs!r}; install one with: apt-get install {packages}"
