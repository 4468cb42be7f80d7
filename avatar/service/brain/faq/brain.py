"""The embedded brain: a file of questions and answers, small talk, and the honesty to say what it doesn't know."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator

from avatar.runtime.folders import Home
from avatar.service.brain.answering import Answering, cuts_of
from avatar.service.brain.clause import Clause
from avatar.service.brain.conversation import Conversation
from avatar.service.brain.faq.entry import Entry
from avatar.service.brain.faq.index import Found, Index
from avatar.service.brain.faq.reading import demonstration, read_faq
from avatar.service.brain.faq.small_talk import meaning_of
from avatar.service.brain.judging import Judge
from avatar.service.brain.phrases import language_of, phrase
from avatar.service.brain.plain import plain
from avatar.service.config import Agent

SURE, MAYBE = 0.36, 0.3
"""scores from which on an entry is answered, and is offered"""
AHEAD = 1.05
"""how many times the second's score the first's must be to be answered; else both are offered"""
OFFERED = 3
"""questions at a time"""
WARMED = 8
"""questions whose answers are judged before somebody asks"""
LONGEST = 1000
"""characters of a visitor's words"""


class FaqBrain:
    """Answers that somebody has written."""

    def __init__(self, agent: Agent, home: Home, purpose: str) -> None:
        """Read the file. Raise `InputError` for one that cannot be used."""
        self._agent = agent
        self._faq = read_faq(agent.brain.faq or demonstration())
        self._index = Index(self._faq)
        self._entries = {entry.name: entry for entry in self._faq.entries}
        self._judge = Judge(home.data, purpose)
        self._is_closed = False
        # Not a daemon: one that is ended within a library takes the process with it.
        threading.Thread(target=self._warm, name="faq").start()

    async def answer(self, conversation: Conversation, text: str) -> AsyncGenerator[Clause, None]:
        """Give what is said to a visitor's words; see `Brain`."""
        conversation.add("visitor", text)
        answer, language = await asyncio.to_thread(self._think, conversation, text)
        answering = Answering(self._judge, self.sorry(language), language)
        for cut in cuts_of(answer):
            if clause := await answering.take(cut):
                conversation.said(clause.text)
                yield clause
        if clause := await answering.rest():
            conversation.said(clause.text)
            yield clause

    def sorry(self, language: str = "auto") -> str:
        """Give the sentence that stands for one that is refused."""
        return self._agent.brain.instead or phrase("instead", self._language("", language))

    async def close(self) -> None:
        """Begin nothing more."""
        self._is_closed = True

    def _warm(self) -> None:
        """Load what the first question would wait for, and judge the first answers."""
        meaning_of("hello")
        for entry in self._faq.entries[:WARMED]:
            if self._is_closed:
                return
            self._index.search(entry.title("en"))
            for answer in entry.answers.values():
                language_of(answer)
                for cut in cuts_of(answer):
                    self._judge.passes(plain(cut.text))

    def _think(self, conversation: Conversation, text: str) -> tuple[str, str]:
        """Find the answer and its language; the conversation knows then what it is about."""
        expected = conversation.language or self._language("", "auto")
        language = conversation.language = self._language(text, expected)
        offered, conversation.offered = conversation.offered, ()
        if len(text) > LONGEST:
            return phrase("too_long", language), language
        meaning = meaning_of(text)
        if meaning in ("yes", "more") and len(offered) == 1:
            return self._entry(conversation, self._entries[offered[0]], language)
        if meaning:
            return self._small(conversation, meaning, language), language
        return self._found(conversation, text, offered, language)

    def _found(self, conversation: Conversation, text: str, offered: tuple[str, ...], language: str) -> tuple[str, str]:
        if offered and (meant := self._index.search(text, offered)) and meant[0].score >= MAYBE:
            return self._entry(conversation, meant[0].entry, language)
        found = [each for each in self._index.search(text) if each.score >= MAYBE]
        if found and self._is_sure(found):
            return self._entry(conversation, found[0].entry, language, found[0].language)
        if found:
            return self._offer(conversation, "mean", [each.entry for each in found[:OFFERED]], language), language
        unknown = phrase("unknown", language)
        return f"{unknown} {self._offer(conversation, 'topics', self._topics(language), language)}", language

    def _is_sure(self, found: list[Found]) -> bool:
        return found[0].score >= SURE and (len(found) < 2 or found[0].score >= AHEAD * found[1].score)

    def _entry(self, conversation: Conversation, entry: Entry, *wanted: str) -> tuple[str, str]:
        conversation.topic = entry.name
        language = entry.language(*wanted)
        return entry.answers[language], language

    def _small(self, conversation: Conversation, meaning: str, language: str) -> str:
        if meaning in ("hello", "thanks", "bye", "who"):
            return phrase(meaning, language, name=self._agent.shown_name)
        if meaning == "help":
            return self._offer(conversation, "topics", self._topics(language), language)
        entry = self._entries.get(conversation.topic)
        if meaning == "more" and entry:
            return entry.more.get(language) or phrase("no_more", language)
        return phrase("ask", language)

    def _offer(self, conversation: Conversation, how: str, entries: list[Entry], language: str) -> str:
        conversation.offered = tuple(entry.name for entry in entries)
        return phrase(how, language, topics=" ".join(entry.title(language) for entry in entries))

    def _topics(self, language: str) -> list[Entry]:
        known = [entry for entry in self._faq.entries if language in entry.answers]
        return (known or list(self._faq.entries))[:OFFERED]

    def _language(self, text: str, expected: str) -> str:
        """Tell which language to answer in: the agent's, if it has one, else the visitor's."""
        own = self._agent.language
        expected = own if own != "auto" else ("en" if expected in ("", "auto") else expected)
        return language_of(text, expected) if text else expected
