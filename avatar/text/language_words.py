"""The words of a sentence that tell its language, and which of them may be names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from avatar.text.scripts import WORD, script_of

if TYPE_CHECKING:
    from collections.abc import Mapping

_WORD = re.compile(rf"{WORD}(?:['’·]{WORD})*['’]?")
_ADDRESS = re.compile(r"\S*(?:://|www\.|@)\S*|\S+\.(?:com|org|net|cn)\S*", re.IGNORECASE)
_ARTICLE = re.compile("[وفبكل]?(?:ال|لل)")
"""what Arabic writes in one with the word after it"""
_LIGHT_WORDS = (
    "a an and at by for from in of on or the to with de del el la las los y o e da do das dos em na no para por di "
    "della dei delle del il lo gli per un una le les des du et au aux à l' d' der die das den dem des und von zu im am"
)
_LIGHT = frozenset(_LIGHT_WORDS.split())
"""that have no capital in a title"""
_SIGNS_BEFORE_CAPITAL = ".!?:;|>•…"


class Told(NamedTuple):
    """A word, lower case."""

    word: str
    is_name: bool
    """it may be one: a capital within the sentence, or within the word"""


def without_addresses(sentence: str) -> str:
    """Leave out addresses of the web and of mail, which are of no language."""
    return _ADDRESS.sub(" ", sentence)


def words_of(sentence: str, script: str) -> list[Told]:
    """Give the words of one script, without addresses, in order; a clitic (l', dell') is a word of its own."""
    found: list[Told] = []
    fresh, end = True, 0
    # In a title every word of weight has a capital, so none is a name for having one.
    titled = all(word in _LIGHT for word in _WORD.findall(sentence) if word.islower())
    for match in _WORD.finditer(sentence):
        word = match[0].replace("’", "'")
        if end:
            fresh = any(sign in _SIGNS_BEFORE_CAPITAL for sign in sentence[end : match.start()])
        end = match.end()
        if script_of(word[0]) != script:
            continue
        is_name = word[1:] != word[1:].lower() if not titled else not word.isupper() and word[1:] != word[1:].lower()
        is_name = is_name or (word[0].isupper() and not fresh and not titled)
        # Units and what makes a number ordinal say little.
        is_name = is_name or sentence[match.start() - 1 : match.start()].isdigit()
        found += [Told(part, is_name) for part in _parts(word.lower())]
    return [
        told._replace(is_name=told.is_name or (0 < index < len(found) - 1 and _within_name(found, index)))
        for index, told in enumerate(found)
    ]


def _within_name(words: list[Told], index: int) -> bool:
    """Tell the particle of a name, as in Café de Flore."""
    return words[index - 1].is_name and words[index + 1].is_name and len(words[index].word) <= 3


def _parts(word: str) -> list[str]:
    word = word.rstrip("'") or word
    head, apostrophe, rest = word.partition("'")
    # English negates and shortens behind the apostrophe, Romance languages leave a vowel out before it.
    if not apostrophe or len(rest) < 3:
        return [word]
    return [head + apostrophe, rest]


def known(word: str, owners: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Give the languages that a word is of; of Arabic ones, without the article too."""
    if word in owners:
        return owners[word]
    article = _ARTICLE.match(word)
    if article and article.end() < len(word) - 1:
        return tuple(language for language in owners.get(word[article.end() :], ()) if language == "ar")
    return ()
