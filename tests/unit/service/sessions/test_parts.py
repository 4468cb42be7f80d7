"""What sessions are made of: sound files, what is kept, what is sent, who is let in."""

from __future__ import annotations

import asyncio
import io

import av
import numpy as np
import pytest

from avatar.clip.passages import expected_seconds
from avatar.clip.shots import CLOSES, closing
from avatar.service.sessions import opus
from avatar.service.sessions.clock import Playing
from avatar.service.sessions.kept import Kept
from avatar.service.sessions.outbox import KEPT_BYTES, SOUND, Outbox
from avatar.service.sessions.sounds import files
from avatar.settings import TextSettings
from avatar.text import read
from avatar.text.clauses import clauses
from tests.unit.service.sessions.dreams import dreamt


def tone(seconds: float) -> np.ndarray:
    times = np.arange(round(seconds * 48_000)) / 48_000
    return (0.3 * np.sin(2 * np.pi * 220 * times)).astype(np.float32)


def decoded(data: bytes) -> np.ndarray:
    with av.open(io.BytesIO(data)) as container:
        return np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)])


@pytest.mark.parametrize("samples", [1920, 9599, 9600, 9601, 48_000, 100_001])
def test_an_opus_file_has_exactly_as_many_samples(samples: int) -> None:
    assert len(decoded(opus.encode(tone(3)[:samples]))) == samples


def test_opus_files_that_follow_each_other_join_without_a_click() -> None:
    sound = tone(2)
    whole = np.concatenate([decoded(opus.encode(sound[:48_000])), decoded(opus.encode(sound[48_000:], sound[:48_000]))])
    assert np.abs(np.diff(whole))[47_990:48_010].max() < 1.5 * np.abs(np.diff(sound)).max()


def test_long_sound_is_cut_where_it_is_quiet() -> None:
    sound = tone(9.6)
    sound[48_000 * 3 : 48_000 * 3 + 9600] = 0
    parts = files(sound, "opus")
    assert sum(len(decoded(data)) for _, data in parts) == len(sound)
    assert 3000 <= parts[1][0] <= 3200
    assert all(start % 40 == 0 for start, _ in parts)


def test_a_long_first_sentence_is_cut_after_a_comma_and_nothing_is_lost() -> None:
    (whole,) = read("We open at nine on weekdays, and at ten on Saturdays (30 days a month).", TextSettings())
    parts = clauses(whole, expected_seconds, 0.9, 2.2)
    assert parts[0].text == "We open at nine on weekdays,"
    assert " ".join(each.text for each in parts) == whole.text
    assert [each.continues for each in parts] == [True] * (len(parts) - 1) + [False]


def test_what_is_made_is_made_once_and_dropped_when_nobody_waits() -> None:
    async def trial() -> None:
        kept, made = Kept[int](10, lambda _: 4), []

        async def make() -> int:
            made.append(1)
            await asyncio.sleep(0.05)
            return len(made)

        assert await asyncio.gather(*(kept.get("a", make) for _ in range(5))) == [1] * 5
        waiting = asyncio.create_task(kept.get("b", make))
        await asyncio.sleep(0.01)
        waiting.cancel()
        await asyncio.sleep(0.1)
        assert await kept.get("b", make) == 3  # the one that was dropped is not there
        for name in "cdef":
            await kept.get(name, make)
        assert kept.bytes <= 10

    dreamt(trial())


def test_an_outbox_is_bounded_and_says_what_it_lacks() -> None:
    async def trial() -> None:
        outbox = Outbox("s0-1")
        for number in range(1000):
            outbox.binary(SOUND, 1, number, b"x" * 5000)
        assert outbox._bytes <= KEPT_BYTES
        assert outbox.last_seq == 1000 and outbox.has_after(999) and not outbox.has_after(3)
        with pytest.raises(LookupError):
            outbox.after(3)

    asyncio.run(trial())


def test_media_time_waits_for_a_piece_that_is_late() -> None:
    async def trial() -> None:
        playing = Playing()
        assert playing.send(100) == 0
        await asyncio.sleep(0.2)
        assert playing.position == 100
        assert playing.send(1000) == 100
        await asyncio.sleep(0.1)
        assert playing.position == 200
        assert playing.ahead == pytest.approx(0.9, abs=1e-4)

    dreamt(trial())


def test_the_mouth_closes_within_100_ms_and_everything_comes_to_rest() -> None:
    rows = closing(np.full(62, 0.4, np.float32))
    assert CLOSES * 40 <= 100
    assert np.abs(rows[CLOSES - 1, :53]).max() < 1e-6
    assert np.abs(rows[-1]).max() < 1e-6
    assert np.abs(np.diff(rows[:, 53:], axis=0)).max() < 0.06
