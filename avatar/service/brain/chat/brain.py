"""A brain that asks a language model and speaks its answer while it is still coming."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator

from avatar.runtime.folders import Home
from avatar.service.brain.answering import Answering
from avatar.service.brain.chat.endpoint import ChatEndpoint
from avatar.service.brain.chat.fault import EndpointError
from avatar.service.brain.chat.prompt import Persona, messages
from avatar.service.brain.clause import Clause
from avatar.service.brain.conversation import Conversation
from avatar.service.brain.cutting import Cut, Cutter
from avatar.service.brain.faq.entry import Entry, Faq
from avatar.service.brain.faq.index import Index
from avatar.service.brain.faq.reading import read_faq
from avatar.service.brain.judging import Judge
from avatar.service.brain.phrases import language_of, phrase
from avatar.service.brain.unfenced import Unfenced
from avatar.service.config import Agent

LONGEST = 2000
"""characters of a visitor's words"""
MOST_SPOKEN, MOST_RECEIVED = 3000, 60_000
"""characters of an answer after which it is stopped: of what is said, and with what the model thinks before"""
KNOWN = 3
"""questions of the agent's file that a model is told, where they may be meant"""
NEAR = 0.25
"""score from which on they may be"""

_log = logging.getLogger(__name__)


class ChatBrain:
    """Answers of a model."""

    def __init__(self, agent: Agent, home: Home, purpose: str) -> None:
        """Get ready to ask. Raise `InputError` for settings or a file that cannot be used."""
        self._agent = agent
        self._endpoint = ChatEndpoint(agent.brain, agent.name)
        self._faq = read_faq(agent.brain.faq) if agent.brain.faq else Faq(())
        self._index = Index(self._faq)
        self._persona = Persona(agent.shown_name, agent.brain.system, self._faq.glossary)
        self._judge = Judge(home.data, purpose)

    async def answer(self, conversation: Conversation, text: str) -> AsyncGenerator[Clause, None]:
        """Give what is said to a visitor's words; see `Brain`."""
        expected = self._agent.language if self._agent.language != "auto" else conversation.language
        language = conversation.language = await asyncio.to_thread(language_of, text, expected)
        if len(text) > LONGEST:
            yield Clause(phrase("too_long", language), language, fault="too-long")
            return
        conversation.add("visitor", text)
        answering = Answering(self._judge, self.sorry(language), self._agent.language)
        fault, is_silent = "", True
        try:
            async for cut in self._cuts(conversation, text):
                if clause := await answering.take(cut):
                    is_silent = False
                    conversation.said(clause.text)
                    yield clause
        except EndpointError as problem:
            _log.warning("brain %s: %s", problem.kind, problem.detail)
            fault = problem.kind
        if clause := await answering.rest():
            is_silent = False
            conversation.said(clause.text)
            yield clause
        if fault := fault or ("unfit" if is_silent else ""):
            yield Clause(self._agent.brain.broken or phrase("broken", language), language, fault=fault)

    def sorry(self, language: str = "auto") -> str:
        """Give the sentence that stands for one that is refused."""
        own = self._agent.language
        language = own if language == "auto" and own != "auto" else language
        return self._agent.brain.instead or phrase("instead", language)

    async def close(self) -> None:
        """Close the connections to the endpoint."""
        await self._endpoint.close()

    async def _cuts(self, conversation: Conversation, text: str) -> AsyncGenerator[Cut, None]:
        """Cut what the model says; where it breaks off, what came is given before the fault is raised."""
        unfenced, cutter, length, spoken = Unfenced(), Cutter(), 0, 0
        told = messages(self._persona, self._known(text), conversation.language, conversation.turns)
        stream = self._endpoint.words(told)
        fault: EndpointError | None = None
        try:
            async for words in stream:
                taken = words[: MOST_RECEIVED - length]
                length += len(taken)
                for cut in cutter.feed(unfenced.feed(taken)):
                    spoken += len(cut.text)
                    yield cut
                if spoken > MOST_SPOKEN or length >= MOST_RECEIVED:
                    break
        except EndpointError as problem:
            fault = problem
        finally:
            await stream.aclose()
        for cut in [*cutter.feed(unfenced.finish()), *cutter.finish()]:
            yield cut
        if fault:
            raise fault

    def _known(self, text: str) -> list[Entry]:
        found = self._index.search(text)[:KNOWN]
        return [each.entry for each in found if each.score >= NEAR]
