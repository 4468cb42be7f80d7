"""Timelines for tests: one to look at, and any that could be written."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import strategies as st

from avatar.data import CUE_KINDS, MOTION_NAMES, Cue, Phone, Word
from avatar.score.score import Score
from avatar.visemes import VISEMES, viseme_of

if TYPE_CHECKING:
    from pathlib import Path

HELLO = Score(
    words=(Word("Hello", 0.4, 0.9), Word("Bob", 1.0, 1.4)),
    phones=(
        Phone("h", 0.4, 0.45, word=0),
        Phone("ə", 0.45, 0.52, word=0),
        Phone("l", 0.52, 0.6, word=0),
        Phone("oʊ", 0.6, 0.9, 2, word=0),
        Phone("b", 1.0, 1.08, word=1),
        Phone("ɒ", 1.08, 1.3, 2, word=1),
        Phone("b", 1.3, 1.4, word=1, viseme="open vowel"),
    ),
    cues=(Cue("nod", 0.5, 1, 0.95), Cue("look at me", 1.0, 2, 1.2)),
    text="Hello, Bob!",
    language="en",
    voice="emma",
    portrait="xiaochen",
    size=(320, 240),
    frames=50,
    seed=7,
)
"""two words, with a sound that is shown as another"""

_SOUNDS = ("p", "b", "m", "f", "ts.h", "ŋ", "iɛn", "aɪ", "əl", "t͡ʃ", "ɑ̃", "kʷ", "ʔ")
_TEXTS = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp", "Zs")), min_size=1, max_size=8)
_STEP = 10_000


@st.composite
def scores(draw: st.DrawFn) -> Score:
    """Any timeline that can be performed: times on a grid of 0.1 ms, sounds within words, gaps wherever."""
    words: list[Word] = []
    phones: list[Phone] = []
    clock = 0
    for number in range(draw(st.integers(0, 4))):
        clock += draw(st.integers(0, 20_000))
        start = clock
        for _ in range(draw(st.integers(1, 4))):
            clock += draw(st.integers(0, 900))
            length = draw(st.integers(2, 3000))
            ipa = draw(st.sampled_from(_SOUNDS))
            look = draw(st.sampled_from(["", *VISEMES]))
            phones.append(
                Phone(
                    ipa,
                    clock / _STEP,
                    (clock + length) / _STEP,
                    draw(st.integers(0, 2)),
                    draw(st.none() | st.integers(1, 5)),
                    number,
                    "" if look == viseme_of(ipa) else look,
                )
            )
            clock += length
        words.append(Word(draw(_TEXTS), start / _STEP, clock / _STEP))
    end = clock / _STEP
    fps = draw(st.sampled_from([Fraction(25), Fraction(30000, 1001), Fraction(24)]))
    frames = draw(st.just(0) | st.integers(int(end * fps) + 1, int(end * fps) + 90))
    moments = sorted(draw(st.lists(st.integers(0, clock), max_size=4)))
    cues = tuple(
        Cue(
            draw(st.sampled_from(CUE_KINDS)),
            draw(st.integers(1, 40)) / 16,
            sum(word.start < moment / _STEP for word in words),
            moment / _STEP,
        )
        for moment in moments
    )
    return Score(
        tuple(words),
        tuple(phones),
        cues,
        text=draw(st.text(st.characters(blacklist_categories=("Cs",)), max_size=12)),
        language=draw(st.sampled_from(["", "en", "pt-BR"])),
        fps=fps,
        frames=frames,
        seed=draw(st.none() | st.integers(0, 2**32)),
        head=draw(st.sampled_from([1.0, 0.5])),
        size=draw(st.none() | st.just((512, 288))),
    )


def with_sound(folder: Path, seconds: float = 2.0) -> Path:
    """Write a hum that rises and falls like syllables, and say where it lies."""
    import soundfile

    folder.mkdir(exist_ok=True)
    times = np.arange(int(seconds * 48_000)) / 48_000
    hum = sum(np.sin(2 * np.pi * 140 * part * times) / part for part in range(1, 24))
    soundfile.write(folder / "hum.wav", 0.1 * hum * np.abs(np.sin(2 * np.pi * 2.2 * times)), 48_000)
    return folder / "hum.wav"


def moving(score: Score, seed: int = 0) -> Score:
    """Give a timeline any motion."""
    rows = np.random.default_rng(seed).uniform(0, 1, (score.frames, len(MOTION_NAMES))).round(4).astype(np.float32)
    return replace(score, motion=rows, names=("jawOpen", "mouthClose"))
