"""Passages that are made piece by piece: in whose turn, by how many, and what a listener gets of them."""

from __future__ import annotations

import asyncio
import threading
import time
from contextlib import aclosing
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

from avatar.clip.passages import Passage
from avatar.clip.unfolding import unfold
from avatar.data import LipTrack, MotionTrack, Phone, Saying, Speech, Word
from avatar.errors import AvatarError
from avatar.service.sessions import making
from avatar.service.sessions.making import UNFINISHED, Making
from avatar.service.sessions.pieces import Piece, pieces_of, unpacked
from avatar.service.sessions.unfolding import PATIENCE, Due, Unfolding
from avatar.service.sessions.workshop import Workshop
from avatar.settings import SOUND_RATE, TextSettings
from avatar.text import read

FPS = Fraction(25)


def _piece(number: int, length: int, *, ends: bool) -> Piece:
    return Piece("0" * 64, Passage((), (), 0, 0, str(number), "", True), length, b"", (), (), (), not number, ends)


def _steps(told: list[str], name: str, lengths: list[int]):
    def steps(_):
        for number, length in enumerate(lengths):
            told.append(f"{name}{number}")
            yield _piece(number, length, ends=number == len(lengths) - 1)

    return steps


def test_whoever_runs_out_soonest_is_served_first_then_new_answers_then_what_is_far_ahead() -> None:
    """One thread, three that ask at once: a listener with 0.2 s left, a new visitor, somebody with seconds in hand."""

    async def tried() -> list[str]:
        workshop, told = Workshop(1), list[str]()
        now = time.monotonic()
        begun, go = threading.Event(), threading.Event()

        def block(_) -> None:
            begun.set()
            go.wait(60)

        blocking = asyncio.ensure_future(workshop.make(block, now - 9))
        await asyncio.to_thread(begun.wait, 60)
        asked = (
            ("ahead", Due(now + 60, begins=False), [900, 900]),
            ("new", Due(now, begins=True), [9000, 900]),
            ("short", Due(now + 0.2, begins=False), [9000, 900]),
        )
        makers = [
            asyncio.ensure_future(Unfolding(_steps(told, name, lengths)).make(workshop, due, lambda *_: None))
            for name, due, lengths in asked
        ]
        while workshop.waiting < len(makers):
            await asyncio.sleep(0.001)
        go.set()
        await asyncio.gather(blocking, *makers)
        workshop.close()
        return told

    assert Due(5.0, begins=True).first == 5.0 + PATIENCE
    told = asyncio.run(tried())
    assert told[:2] == ["short0", "new0"]
    assert told.index("new1") < told.index("ahead0")
    assert told.index("short1") < told.index("ahead0")


def test_all_who_ask_hear_every_piece_once_and_a_fault_makes_none_twice() -> None:
    """Somebody who comes late hears it from the first piece; where a process dies it is made on from where it was."""

    async def tried() -> tuple[list[int], list[int], list[str]]:
        workshop, told, faults = Workshop(2), list[str](), [1]

        def steps(bench):
            for piece in _steps(told, "p", [100, 200, 300])(bench):
                if piece.length == 200 and faults:
                    faults.pop()
                    raise AvatarError("A process has died.")
                yield piece

        unfolding = Unfolding(steps)
        due = Due(time.monotonic(), begins=True)
        task = asyncio.ensure_future(unfolding.make(workshop, due, lambda *_: None))

        async def listen(wait: float) -> list[int]:
            await asyncio.sleep(wait)
            return [piece.length async for piece in unfolding.pieces(task)]

        heard = await asyncio.gather(listen(0.0), listen(0.1))
        workshop.close()
        return heard[0], heard[1], told

    one, other, told = asyncio.run(tried())
    assert one == other == [100, 200, 300]
    assert told.count("p2") == 1


def test_what_was_made_when_a_listener_left_is_there_for_the_next_and_only_the_rest_is_made() -> None:
    """One leaves in the middle of the third piece; whoever asks again hears all four, each of which was made once."""

    async def tried() -> tuple[list[int], list[int], list[str]]:
        workshop, told, go = Workshop(2), list[str](), threading.Event()

        def steps(bench):
            for piece in _steps(told, "p", [100, 200, 300, 400])(bench):
                if piece.length == 300:
                    go.wait(60)
                yield piece

        unfolding = Unfolding(steps)

        async def listen(enough: int) -> list[int]:
            due = Due(time.monotonic(), begins=True)
            task = asyncio.ensure_future(unfolding.make(workshop, due, lambda *_: None))
            heard = list[int]()
            try:
                async with aclosing(unfolding.pieces(task)) as pieces:
                    async for piece in pieces:
                        heard.append(piece.length)
                        if len(heard) == enough:
                            while "p2" not in told:
                                await asyncio.sleep(0.001)
                            return heard
            finally:
                task.cancel()
            return heard

        one = await listen(2)
        assert unfolding.listeners == 0
        asyncio.get_running_loop().call_later(0.05, go.set)
        other = await listen(9)
        workshop.close()
        return one, other, told

    one, other, told = asyncio.run(tried())
    assert one == [100, 200]
    assert other == [100, 200, 300, 400]
    assert told == ["p0", "p1", "p2", "p3"]


class _Stage:
    """What names its passages after themselves."""

    def key(self, passage: Passage) -> str:
        return passage.name


def test_passages_whose_listeners_left_are_gone_on_with_and_only_a_few_are_kept(monkeypatch) -> None:
    """Twenty visitors leave after the first of three pieces: the last of them finds it made when it comes back."""
    told, go = list[str](), threading.Event()

    def steps(_stage, _lines, passage, _key, _kind):
        def made(bench):
            for piece in _steps(told, f"{passage.name}.", [100, 200, 300])(bench):
                if piece.length == 200:
                    go.wait(60)
                yield piece

        return made

    async def tried() -> tuple[list[int], int, int]:
        monkeypatch.setattr(making, "_steps", steps)
        maker = Making(Workshop(1), lambda *_: None)

        async def listen(name: str, enough: int) -> list[int]:
            passage = Passage((), (), 0, 0, name, "", True)
            due, heard = Due(time.monotonic(), begins=True), list[int]()
            if enough == 1:
                go.clear()
            async with aclosing(maker.unfold(_Stage(), None, passage, "opus", due)) as pieces:
                async for piece in pieces:
                    heard.append(piece.length)
                    if len(heard) == enough:
                        break
            go.set()
            return heard

        for number in range(20):
            await listen(str(number), 1)
        kept = len(maker._unfolding)
        heard, again = await asyncio.gather(listen("19", 9), listen("19", 9))
        maker.close()
        assert heard == again
        return heard, kept, len(maker._unfolding)

    heard, kept, left = asyncio.run(tried())
    assert heard == [100, 200, 300]
    assert (kept, left) == (UNFINISHED, UNFINISHED - 1)
    assert [told.count(f"19.{number}") for number in range(3)] == [1, 1, 1]


@pytest.fixture
def sayings() -> list[Saying]:
    """Give a speech of 2 s that becomes known in three steps, in which a phone's time is corrected."""
    noise = np.random.default_rng(3).normal(0, 0.05, 2 * SOUND_RATE).astype(np.float32)
    borders = np.linspace(0.1, 1.9, 10)
    phones = tuple(
        Phone(ipa, one, other, word=n // 3)
        for n, (ipa, (one, other)) in enumerate(zip("mamapasom", pairwise(borders), strict=True))
    )
    words = tuple(
        Word(text, phones[3 * n].start, phones[3 * n + 2].end) for n, text in enumerate(("one", "two", "three"))
    )
    whole = Speech(noise, SOUND_RATE, phones, words, "en", "v")
    guessed = (*phones[:6], *(replace(each, start=each.start + 0.03, end=each.end + 0.03) for each in phones[6:]))
    early = replace(whole, phones=guessed)
    return [
        Saying(replace(early, samples=noise[: round(0.77 * SOUND_RATE)]), is_whole=False),
        Saying(replace(early, samples=noise[: round(1.3 * SOUND_RATE)]), is_whole=False),
        Saying(whole, is_whole=True),
    ]


def _act(speech: Speech) -> tuple[LipTrack, MotionTrack]:
    """Open the mouth with the phones, and let the head go as far as the speech is long."""
    count = round(speech.seconds * 25)
    times = np.arange(count, dtype=np.float32) / 25
    rows = np.zeros((count, 62), np.float32)
    rows[:, 17] = np.interp(times, [phone.start for phone in speech.phones], np.arange(len(speech.phones)) % 2)
    rows[:, 53] = np.linspace(0, speech.phones[-1].end / 10, count)
    return LipTrack(times, ("jawOpen",), rows[:, 17:18]), MotionTrack.from_rows(FPS, rows)


@pytest.mark.slow
def test_pieces_are_whole_frames_that_add_up_and_move_on_without_a_jump(sayings, tmp_path) -> None:
    """Sound, motion, words and phones of all pieces in a row are those of the passage, each told once."""
    utterance = read("one two three", TextSettings())[0]
    passage = Passage((utterance,), (), 0.1, 0.1, "ab" * 32, "", True)

    pieces = list(pieces_of(unfold(passage, "cd" * 32, sayings, _act, FPS, tmp_path), "wav"))

    assert [(piece.begins, piece.ends) for piece in pieces] == [(True, False), (False, False), (False, True)]
    assert [piece.length for piece in pieces] == [760, 520, 720]
    rows = [unpacked(piece.motion) for piece in pieces]
    assert [len(each) * 40 for each in rows] == [piece.length for piece in pieces]
    sizes = [sum(len(data) - 44 for _, data in piece.sounds) for piece in pieces]
    assert sizes == [2 * 48 * piece.length for piece in pieces]
    assert [word.text.strip() for piece in pieces for word in piece.words] == ["one", "two", "three"]
    assert "".join(phone[0] for piece in pieces for phone in piece.phones) == "mamapasom"
    motion = np.concatenate(rows)
    steps = np.abs(np.diff(motion, axis=0))
    whole = np.abs(np.diff(_act(sayings[-1].speech)[1].rows(), axis=0))
    assert (steps.max(axis=0) <= whole.max(axis=0) + 0.1).all()
    assert all(-1e-6 < start < piece.length for piece in pieces for _, start, _, _ in piece.phones)


def test_a_passage_that_turns_out_to_end_before_what_was_shown_ends_a_frame_later(sayings, tmp_path) -> None:
    """The silence behind a last sound is cut away when it is known to be the last: its end is told all the same."""
    *before, whole = sayings
    shown = before[-1].speech.samples
    short = Saying(replace(whole.speech, samples=shown[: len(shown) - 4000]), is_whole=True)
    utterance = read("one two three", TextSettings())[0]
    passage = Passage((utterance,), (), 0.1, 0.1, "ab" * 32, "", True)
    bits = list(unfold(passage, "cd" * 32, [*before, short], _act, FPS, tmp_path))
    assert [bit.is_last for bit in bits] == [False] * len(before) + [True]
    assert bits[-1].end == bits[-2].end + 1
