"""What it costs here to let somebody speak and to draw them: measured with a sentence and half a second of film."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from avatar.errors import AvatarError
from avatar.service.sessions.drawing import encoded

if TYPE_CHECKING:
    from avatar.live import Stage
    from avatar.service.sessions.making import Making
    from avatar.service.sessions.workshop import Bench

_SENTENCES = {"zh": "请稍等一下，我马上为您查询。", "ja": "少々お待ちください。", "ko": "잠시만 기다려 주세요."}
_ELSEWHERE = "One moment, please, I will have a look at that."
_UNKNOWN = 0.5
"""s of work per s of sound, where the sentence cannot be said"""
_FRAMES = 12


async def measured_speech(making: Making, stage: Stage, language: str) -> float:
    """Measure s of a core per s of sound; the voice is warm afterwards."""
    text = _SENTENCES.get(language.partition("-")[0].lower(), _ELSEWHERE)

    def speak(bench: Bench) -> float:
        lines = stage.read(text)
        voices = bench.voices(stage.request.settings.speech)
        best = float("inf")
        for _ in range(2):  # the first loads what is needed
            spent, seconds = time.process_time(), 0.0
            for passage in lines.passages:
                for bit in stage.unfold(voices, passage, stage.key(passage)):
                    if making.workshop.is_over:  # nobody waits for it any more
                        return _UNKNOWN
                    seconds += float((bit.end - bit.first) / stage.fps)
            best = min(best, (time.process_time() - spent) / seconds)
        return best

    try:
        return await making.workshop.make(speak, time.monotonic(), is_counted=False)
    except AvatarError:
        return _UNKNOWN


def measured_film(stage: Stage) -> float:
    """Measure s of a core per s of film that is drawn."""
    rows = stage.rest(2.0).motion.rows()
    best = float("inf")
    for _ in range(2):
        spent = time.process_time()
        count = sum(1 for _ in encoded(stage, rows[:_FRAMES], "0" * 64, 0))
        best = min(best, (time.process_time() - spent) / count * float(stage.fps))
    return best
