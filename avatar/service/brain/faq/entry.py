"""What a file of questions and answers holds."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Entry:
    """One question with its answers."""

    name: str
    """that no other entry has"""
    asked: dict[str, tuple[str, ...]]
    """by language (BCP-47): the question in several ways, the first is how it is offered"""
    answers: dict[str, str]
    """by language"""
    more: dict[str, str] = field(default_factory=dict)
    """by language: what is told to whoever asks for more"""

    def language(self, *wanted: str) -> str:
        """Choose the first wanted language that there is an answer in; else English, else the file's first."""
        return next((each for each in (*wanted, "en") if each in self.answers), next(iter(self.answers)))

    def title(self, language: str) -> str:
        """Give the question as it is offered."""
        return self.asked.get(language, next(iter(self.asked.values())))[0]


@dataclass(frozen=True, slots=True)
class Faq:
    """All questions and answers of a file."""

    entries: tuple[Entry, ...]
    synonyms: tuple[tuple[str, ...], ...] = ()
    """groups of words that count as one"""
    glossary: dict[str, str] = field(default_factory=dict)
    """terms and what they mean, told to a model"""
