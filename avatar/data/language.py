"""Tags of languages, BCP-47."""

from __future__ import annotations


def primary_subtag(language: str) -> str:
    """Give the language of a tag without its script and region, lower case: zh of zh-Hant-TW."""
    return language.partition("-")[0].lower()
