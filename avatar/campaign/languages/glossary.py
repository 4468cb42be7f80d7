"""Words that are always translated alike, and words that are not translated at all.

    term,de,zh,es
    balance,Guthaben,余额,saldo
    Sunrise Bank,,,

A term without a translation in a language stays as it is in that language.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from avatar.campaign.sheet.keys import language_tag
from avatar.campaign.sheet.opening import read_table
from avatar.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

_TERM = ("term", "source", "word")
"""what the first column may be called"""


@dataclass(frozen=True, slots=True)
class Glossary:
    """The words of one campaign."""

    terms: dict[str, dict[str, str]] = field(default_factory=dict)
    """translation by term of the source and by language, BCP-47 in lower case"""
    untranslated: tuple[str, ...] = ()
    """what stays as it is in every language"""

    def wanted(self, text: str, language: str) -> dict[str, str]:
        """Give what the terms in a text have to be in a language; what stays as it is, as itself."""
        found = {term: term for term in self.untranslated if contains(text, term)}
        for term, by_language in self.terms.items():
            if contains(text, term):
                tag = language.lower()
                found[term] = by_language.get(tag) or by_language.get(tag.split("-")[0]) or term
        return found

    def digest(self, text: str, language: str) -> str:
        """Name what it says of a text, 16 hex digits: another word of it elsewhere changes nothing here."""
        return hashlib.sha256(repr(sorted(self.wanted(text, language).items())).encode()).hexdigest()[:16]


def read_glossary(path: Path | None, untranslated: tuple[str, ...] = ()) -> Glossary:
    """Read a table of terms. Raise `InputError` for one that has no column of terms, or a term twice."""
    if path is None:
        return Glossary(untranslated=untranslated)
    table = read_table(path)
    first, *rest = table.headers
    if first.casefold() not in _TERM:
        raise InputError(
            f"The glossary {path.name!r} begins with the column {first!r}; let it begin with term, and a column for "
            "each language: term,de,zh."
        )
    terms: dict[str, dict[str, str]] = {}
    for row in table.rows:
        term = row.cells[first].strip()
        if term in terms:
            raise InputError(f"The glossary {path.name!r} has {term!r} twice, in row {row.number} again; delete one.")
        if term:
            terms[term] = {language_tag(each).lower(): row.cells[each].strip() for each in rest if each}
    return Glossary(terms, untranslated)


def contains(text: str, term: str) -> bool:
    """Tell whether a word stands in a text: as a word, where words are set apart, and whatever its case."""
    return _sought(term).search(text) is not None


@lru_cache(4096)
def _sought(term: str) -> re.Pattern[str]:
    bound = r"(?<!\w)" if re.match(r"[\u0000-\u02ff\u0370-\u052f]", term) else ""
    end = r"(?!\w)" if re.search(r"[\u0000-\u02ff\u0370-\u052f]$", term) else ""
    return re.compile(f"{bound}{re.escape(term)}{end}", re.IGNORECASE)
