"""Let a voice speak in a fresh process, where a cold start is cold and the memory is its own.

What it says is measured and dropped: no sound reaches a file or an ear.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
import time
from contextlib import redirect_stdout
from dataclasses import dataclass
from typing import TYPE_CHECKING

from avatar.errors import AvatarError

if TYPE_CHECKING:
    from avatar.data import Speech

SILENCE = 0.2
"""s before and after each sentence"""


@dataclass(frozen=True, slots=True)
class Part:
    """What one voice is to say."""

    voice: str
    """name of its card"""
    language: str
    """BCP-47, of the sentences"""
    sentences: tuple[str, ...]
    """one or more, each said by itself"""
    speed: float = 1.0
    """1 is the voice card's own rate"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What speaking took."""

    processor: float
    """s of processor time per s of sound, once the voice is open"""
    wall: float
    """s of wall time per s of sound, the same"""
    first_sound: float
    """s from asking for the voice, nothing being loaded, to the sound of the first sentence"""
    memory: float
    """peak of the process and of those that it started, MB"""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A part, spoken."""

    speeches: tuple[Speech, ...]
    """one per sentence"""
    cost: Cost
    """of all of them"""


def speak_alone(part: Part) -> Spoken:
    """Speak a part in a process of its own. Raise what the voice raises, `AvatarError` if the process dies."""
    line = [sys.executable, "-c", f"from {__name__} import answer; answer()"]
    done = subprocess.run(line, input=pickle.dumps(part), stdout=subprocess.PIPE, check=False)
    if done.returncode:
        raise AvatarError(f"The process in which the voice {part.voice!r} spoke has ended; try fewer --sentences.")
    told = pickle.loads(done.stdout)
    if isinstance(told, Spoken):
        return told
    raise told


def answer() -> None:
    """Speak the part that comes on standard input, and give on standard output what it became, or why not."""
    part: Part = pickle.load(sys.stdin.buffer)
    answers = sys.stdout.buffer
    with redirect_stdout(sys.stderr):
        try:
            told: Spoken | AvatarError = _speak(part)
        except AvatarError as fault:
            told = fault
    pickle.dump(told, answers)


def _speak(part: Part) -> Spoken:
    begin = time.perf_counter()
    from avatar.bench.voice.costs import largest_memory, processor_time
    from avatar.clip.passages import whole
    from avatar.clip.speaking import Voices
    from avatar.settings import MotionSettings, SpeechSettings, TextSettings
    from avatar.speech.voices import find_voice
    from avatar.text import read

    card, edges = find_voice(part.voice), MotionSettings(lead_in=SILENCE, lead_out=SILENCE)
    speeches: list[Speech] = []
    with Voices(SpeechSettings(speed=part.speed)) as voices:

        def say(sentence: str) -> None:
            utterances = read(sentence, TextSettings(language=part.language))
            speeches.append(voices.speak(whole(utterances, [card] * len(utterances), edges)))

        say(part.sentences[0])
        first_sound = time.perf_counter() - begin
        begin, before = time.perf_counter(), processor_time()
        for sentence in part.sentences[1:] or part.sentences:
            say(sentence)
        wall, processor = time.perf_counter() - begin, processor_time() - before
        memory = largest_memory() / 1e6
    seconds = sum(speech.seconds for speech in speeches[1:])
    kept = tuple(speeches[: len(part.sentences)])  # a lone sentence was said twice
    return Spoken(kept, Cost(processor / seconds, wall / seconds, first_sound, memory))
