"""One answer on its way: each stretch is cleaned, judged with what was said before it, and then given."""

from __future__ import annotations

import asyncio

from avatar.service.brain.clause import Clause
from avatar.service.brain.cutting import Cut, Cutter
from avatar.service.brain.judging import Judge
from avatar.service.brain.plain import bare, plain

REACH = 800
"""characters before a clause that are judged together with it"""
LONGEST_HELD = 1200
"""characters that wait for the end of their sentence because their beginning alone is not let through"""


class Answering:
    """What has been given of one answer, and what comes next."""

    def __init__(self, judge: Judge, sorry: str, language: str = "auto") -> None:
        """Take who judges, and what is said in place of a sentence that is refused."""
        self._judge, self._sorry, self._language = judge, sorry, language
        self._given, self._held = "", ""
        self._is_sorry = False

    async def take(self, cut: Cut) -> Clause | None:
        """Give what is said of a stretch; None where nothing is, or not yet."""
        raw = self._held + cut.text
        text = plain(raw)
        self._held = ""
        if not text:
            return None
        if await asyncio.to_thread(self._passes, text):
            self._given = f"{self._given} {bare(text)}"[-REACH:]
            self._is_sorry = False
            return Clause(text, self._language)
        if not cut.ends and len(raw) < LONGEST_HELD:
            self._held = raw  # a fragment may be meant otherwise than its sentence
            return None
        return await self._replaced(text)

    async def rest(self) -> Clause | None:
        """Give what waited for the end of its sentence, where the text ends without one."""
        return await self.take(Cut("", ends=True)) if self._held else None

    async def _replaced(self, text: str) -> Clause | None:
        """Log a refused sentence; say so once, however many follow each other."""
        alone = bare(text)
        is_alone = not await asyncio.to_thread(self._judge.passes, alone)
        await asyncio.to_thread(self._judge.refuse, alone if is_alone else f"{self._given} {alone}".strip())
        if self._is_sorry:
            return None
        self._is_sorry = True
        return Clause(self._sorry, self._language, replaced=True)

    def _passes(self, text: str) -> bool:
        alone = bare(text)
        return self._judge.passes(alone) and (not self._given or self._judge.passes(f"{self._given} {alone}"))


def cuts_of(text: str) -> list[Cut]:
    """Cut a text that is there as a whole."""
    cutter = Cutter()
    return [*cutter.feed(text), *cutter.finish()]
