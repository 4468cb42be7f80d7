"""The words of a sentence that tell its language, and which of them may be names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from avatar.text.language_profiles import owners
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
_VOWELS = re.compile("[\u0640\u064b-\u0652\u0670]")
"""of Arabic, which are seldom written, and the stroke that makes a word longer"""
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
    """Give the words of one script in order; a clitic (l', dell') is a word of its own, vowel signs are left out."""
    found: list[Told] = []
    fresh, end = True, 0
    text = _VOWELS.sub("", sentence) if script == "Arabic" else sentence
    matches = list(_WORD.finditer(text))
    is_title = _is_title(matches)
    for match in matches:
        word = match[0].replace("’", "'")
        fresh = not end or any(sign in _SIGNS_BEFORE_CAPITAL for sign in text[end : match.start()])
        end = match.end()
        if script_of(word[0]) == script:
            # Units and what makes a number ordinal say as little as names.
            is_name = text[match.start() - 1 : match.start()].isdigit() or _is_name(word, fresh, is_title)
            found += [Told(part, is_name) for part in _parts(word.lower())]
    if is_title and len(found) > 1:
        strange = sum(not known(told.word, owners(script)) for told in found)
        if 2 * strange >= len(found):
            return [told._replace(is_name=True) for told in found]
    return [
        told._replace(is_name=told.is_name or (0 < index < len(found) - 1 and _within_name(found, index)))
        for index, told in enumerate(found)
    ]


def _is_title(matches: list[re.Match[str]]) -> bool:
    """Tell whether every word of weight has a capital, so that none is a name for having one."""
    small = [match[0] for match in matches if match[0].islower()]
    return any(match[0][0].isupper() for match in matches) and all(word in _LIGHT for word in small)


def _is_name(word: str, fresh: bool, is_title: bool) -> bool:
    has_inner = word[1:] != word[1:].lower()
    return has_inner and not word.isupper() if is_title else has_inner or (word[0].isupper() and not fresh)


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


def known(word: str, table: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Give the languages that a word is of; of Arabic ones, without the article too."""
    if word in table:
        return table[word]
    article = _ARTICLE.match(word)
    if article and article.end() < len(word) - 1:
        return tuple(language for language in table.get(word[article.end() :], ()) if language == "ar")
    return ()


def letters_of(words: list[Told]) -> int:
    """Count the letters of those words that are no names."""
    return sum(len(word) for word, is_name in words if not is_name)
