"""Tags of languages, BCP-47."""

from __future__ import annotations

_RIGHT_TO_LEFT = frozenset(("ar", "he", "fa", "ur", "yi", "ps", "sd", "ug", "dv", "ckb"))
"""primary subtags of languages whose pages begin on the right"""


def primary_subtag(language: str) -> str:
    """Give the language of a tag without its script and region, lower case: zh of zh-Hant-TW."""
    return language.partition("-")[0].lower()


def begins_on_right(language: str) -> bool:
    """Tell whether the pages of a language begin on the right."""
    return primary_subtag(language) in _RIGHT_TO_LEFT
