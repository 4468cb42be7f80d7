"""One visitor's session: what waits to be said, what is being said, and what is told of it."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import aclosing
from typing import TYPE_CHECKING

from avatar.data import MOTION_NAMES
from avatar.service.brain import Conversation
from avatar.service.logs import place_of
from avatar.service.sessions.clock import Playing, moment
from avatar.service.sessions.messages import Chat, Interrupt, KeepAlive, Listen, Speak
from avatar.service.sessions.outbox import MOTION, SOUND, Outbox
from avatar.service.sessions.speech import Said, Speech

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from avatar.live import Stage, Stream
    from avatar.service.brain import Brain
    from avatar.service.config import Agent
    from avatar.service.sessions.film import Film
    from avatar.service.sessions.making import Making
    from avatar.service.sessions.messages import Message
    from avatar.service.sessions.pieces import Piece
    from avatar.service.state import Service

MOST_WAITING = 16
"""texts that wait for their turn"""
_BUSY = "Too much waits to be said in this session; let it be said, or interrupt."
_FAULT = "Something went wrong on our side; say it again."


class Session:
    """Everything of one session, whether somebody is connected or not. Used by its event loop alone."""

    def __init__(  # noqa: PLR0913 - who speaks here, for whom
        self,
        session_id: str,
        agent: Agent,
        stage: Stage,
        stream: Stream,
        making: Making,
        brain: Brain,
        service: Service,
    ) -> None:
        """Begin, with leave that was counted."""
        self.id, self.agent, self.stage, self.stream = session_id, agent, stage, stream
        self.film: Film | None = None
        """what is shown where the server draws; None: the browser does"""
        self.kind = "opus"
        """of the sound, one of `sounds.FORMATS`"""
        self.costs = ""
        """name of what its speech costs"""
        self.outbox = Outbox(session_id)
        """what is sent"""
        self.seen = self._began = moment()
        """when somebody was last connected"""
        self.is_over = False
        """nothing comes any more"""
        self.is_known = False
        """somebody was connected before"""
        self.origin = ""
        """of the page that has opened it without a key; "": it was opened with one, or on this machine"""
        self.greets = True
        """says the agent's greeting when somebody connects"""
        self._making, self._brain, self._service = making, brain, service
        self._conversation = Conversation()
        self._waiting: deque[tuple[Speak | Chat, float]] = deque()
        self._task: asyncio.Task[None] | None = None
        self._ending: asyncio.Task[None] | None = None
        self._speech: Speech | None = None
        self._readying: set[asyncio.Future[None]] = set()
        self._numbers = 0
        self._state, self._is_listening = "idle", False

    @property
    def mode(self) -> str:
        """Say who draws: browser | stream."""
        return "browser" if self.film is None else "stream"

    @property
    def is_silent(self) -> bool:
        """Nothing is said, thought or waiting."""
        return self._task is None

    def ready(self, *, is_resumed: bool) -> None:
        """Tell a client that its connection stands."""
        film = self.stage.request.settings.film
        self.outbox.event(
            "ready",
            mode=self.mode,
            fps=float(film.fps),
            size=[film.width, film.height],
            columns=list(MOTION_NAMES),
            audio=self.kind,
            resumed=is_resumed,
            **({} if self.film is None else {"mime": self.film.mime}),
        )

    def greet(self) -> None:
        """Say what the agent says first."""
        if self.agent.greeting and self.greets:
            self._wait(Speak(self.agent.greeting, "greeting"))

    def take(self, message: Message) -> None:
        """Do what a client asks for."""
        if isinstance(message, Speak):
            self._wait(message)
        elif isinstance(message, Chat):
            self._stop()
            self.outbox.event("chat.user", source_id=message.id, text=message.text)
            self._wait(message)
        elif isinstance(message, Interrupt):
            if message.speech_id is None or (self._speech is not None and message.speech_id == self._speech.id):
                self._stop(message.position_ms)
        elif isinstance(message, Listen):
            self._is_listening = message.active
            if self._task is None:
                self._set_state("idle")
        elif isinstance(message, KeepAlive):
            self.outbox.event("alive")

    def tell_state(self) -> None:
        """Tell it once more, to somebody who may have missed it."""
        self.outbox.event("state", state=self._state)

    def note(self, fault: Exception) -> None:
        """Log a fault of ours: what and where, not what it says."""
        self._service.log("session.fault", session=self.id, **place_of(fault))

    def close(self) -> None:
        """End it."""
        self._stop()
        self.is_over = True

    # What follows is called by the speech.

    def playing(self) -> Playing:
        """Begin to count how much of a speech is heard."""
        return Playing() if self.film is None else self.film.playing()

    def expect(self, key: str) -> None:
        """Let a film get ready for a passage."""
        if self.film is not None:
            self.film.hold()
            task = asyncio.ensure_future(self.film.expect(key))
            self._readying.add(task)
            task.add_done_callback(self._readied)

    def _readied(self, task: asyncio.Future[None]) -> None:
        self._readying.discard(task)
        if not task.cancelled() and isinstance(fault := task.exception(), Exception):
            self.note(fault)

    async def has_begun(self) -> None:
        """Let what is said next wait for a film's first pictures."""
        if self.film is not None:
            await self.film.has_begun()

    def started(self, speech: Speech) -> None:
        """Tell that a speech begins."""
        self._set_state("speaking")
        self.outbox.event(
            "speech.started",
            speech_id=speech.id,
            source_id=speech.source_id,
            text=speech.text,
            metrics=speech.metrics,
            **self._in_film(speech),
        )
        for name in ("first_audio", "first_frame"):
            self._service.metrics.observe(f"{name}_seconds", speech.metrics[f"{name}_ms"] / 1000, mode=self.mode)

    def shown(self, speech: Speech, piece: Piece, start: int, *, is_last: bool) -> None:
        """Send a piece."""
        self.outbox.event(
            "caption",
            speech_id=speech.id,
            start_ms=start,
            end_ms=start + piece.length,
            words=[
                {"text": word.text, "start_ms": start + word.start, "end_ms": start + word.end} for word in piece.words
            ],
            phones=[
                {"ipa": ipa, "start_ms": start + first, "end_ms": start + last, "viseme": viseme}
                for ipa, first, last, viseme in piece.phones
            ],
            metrics=speech.metrics,
        )
        if self.film is not None:
            self.film.add(piece, speech.number, self.film.frame_of(speech.playing, start), is_last=is_last)
            return
        self.outbox.binary(MOTION, speech.number, start, piece.motion, is_last=is_last)
        for index, (offset, sound) in enumerate(piece.sounds, 1):
            ends = is_last and index == len(piece.sounds)
            self.outbox.binary(SOUND, speech.number, start + offset, sound, is_last=ends)

    def ended(self, speech: Speech, *, is_interrupted: bool) -> None:
        """Tell that a speech is over."""
        text, cut = speech.spoken(), {}
        if is_interrupted and self.film is not None:
            cut = {"film_ms": self.film.interrupt(speech.playing, speech.position)}
        elif self.film is not None:
            self.film.rest()
        self.outbox.event(
            "speech.ended",
            speech_id=speech.id,
            source_id=speech.source_id,
            position_ms=speech.position,
            spoken_text=text,
            interrupted=is_interrupted,
            metrics=speech.metrics,
            **cut,
        )
        self._service.metrics.count("speeches", end="interrupted" if is_interrupted else "whole")

    def _in_film(self, speech: Speech) -> dict[str, int]:
        return {} if self.film is None else {"film_ms": self.film.ms_of(speech.playing)}

    def failed(self, code: str, detail: str, source_id: str | None) -> None:
        """Tell that something is not done, and why."""
        self.outbox.event("error", code=code, detail=detail, source_id=source_id)
        self._service.log("session.error", session=self.id, code=code)

    def _wait(self, message: Speak | Chat) -> None:
        if len(self._waiting) >= MOST_WAITING:
            self.failed("busy", _BUSY, message.id)
            return
        self._waiting.append((message, moment()))
        self._go_on()

    def _go_on(self) -> None:
        if self._task is None and self._waiting and not self.is_over:
            self._task = asyncio.get_running_loop().create_task(self._do(*self._waiting.popleft()))
            self._task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        if self._task is task:
            self._task = self._speech = None
            self._go_on()
            if self._task is None:
                self._set_state("idle")

    async def _do(self, message: Speak | Chat, arrived: float) -> None:
        if self._ending is not None:
            await asyncio.wait([self._ending])
        self._numbers += 1
        texts = self._thought(message) if isinstance(message, Chat) else _given(message.text)
        speech = self._speech = Speech(
            self._numbers, message.id, arrived, texts, self.stage, self.stream, self._making, self, self._began
        )
        if isinstance(message, Chat):
            self._set_state("thinking")
        try:
            await speech.run()
        except asyncio.CancelledError:
            if isinstance(message, Chat) and speech.text:
                self._conversation.heard(speech.spoken())
            raise
        except Exception as fault:  # noqa: BLE001 - the edge: one session's fault is nobody else's
            self.note(fault)
            self.failed("fault", _FAULT, message.id)
            speech.end(is_interrupted=True)

    async def _thought(self, message: Chat) -> AsyncGenerator[Said, None]:
        """Let the brain answer, and show what it says as it comes."""
        is_first = True
        async with aclosing(self._brain.answer(self._conversation, message.text)) as clauses:
            async for clause in clauses:
                gap = "" if is_first or _is_dense(clause.text) else " "
                is_first = False
                self.outbox.event("chat.delta", source_id=message.id, text=gap + clause.text)
                if clause.fault:
                    self._service.log("session.brain", session=self.id, fault=clause.fault)
                yield Said(clause.text, is_last=False, language=clause.language)

    def _stop(self, position: float | None = None) -> None:
        """Stop what is thought and said, and all that waits."""
        self._waiting.clear()
        task, speech = self._task, self._speech
        self._task = self._speech = None
        if speech is not None:
            speech.end(is_interrupted=True, position=position)
        if task is not None:
            task.cancel()
            self._ending = task
            self._set_state("idle")

    def _set_state(self, state: str) -> None:
        state = "listening" if state == "idle" and self._is_listening else state
        if state != self._state and not self.is_over:
            self._state = state
            self.outbox.event("state", state=state)


async def _given(text: str) -> AsyncGenerator[Said, None]:
    yield Said(text, is_last=True)


def _is_dense(text: str) -> bool:
    return "\u2e80" <= text[:1] <= "\u9fff" or "\uf900" <= text[:1] <= "\uffef"
