"""Listen to where the bits of a streamed voice join: clicks, jumps of level, and how long what is said is.

    python tests/measure/bit_joints.py [--voice af_heart] [--kind opus] [--home FOLDER]

Texts are spoken as a session sends them: every piece is a file of its own, decoded by itself, and put behind the one
before. Printed per text: s that it is long, and as the same passages said whole; for its joints, the worst of each of
three things as the share (%) of all other places that are at least as bad:

    step    the largest step between two samples within 1 ms, against the level of the 20 ms around
    flux    how much the spectrum changes from 5 ms before to 5 ms after, dB, as a mean over bands that can be heard
    level   how much louder or softer the 10 ms after are than the 10 ms before, dB

A joint that cannot be heard is as bad as an ordinary place, so worst shares of several joints spread like the least of
as many random numbers: 100 / (joints + 1) % in the mean. The same is done at the borders of bits in the sound that was
said whole, where nothing was joined, for comparison.
"""

from __future__ import annotations

import argparse
import io
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import av
import numpy as np

from avatar.clip.speaking import Voices
from avatar.live import Stage, set_stage
from avatar.runtime.folders import Home
from avatar.service.config import Agent
from avatar.service.sessions.house import request_of
from avatar.service.sessions.pieces import pieces_of

RATE = 48_000
TEXTS = (
    "Good morning, and welcome. Which account would you like to talk about today?",
    "My neighbour renews the catalogue before the weekend, and our team looks after your order by twenty past nine.",
    "Remember that Moorgate is never open on Mondays, although many are, and you may as well ring us.",
    "You can block your card at once in the app, under cards and security, or call us at any hour of the day or night.",
)
CHINESE = (
    "您好，我是小陈。今天为您介绍三款理财产品，每一款都有不同的期限和收益。",
    "请您带上身份证和银行卡，到最近的网点办理。",
)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--voice", default="af_heart", help="of the engine kokoro")
    parser.add_argument("--kind", default="opus", choices=("opus", "aac", "wav"), help="of the pieces' files")
    parser.add_argument("--home", type=Path, help="a folder to keep what is made")
    asked = parser.parse_args()
    texts = CHINESE if asked.voice.startswith("z") else TEXTS
    language = "zh" if texts is CHINESE else "en"
    with TemporaryDirectory() as folder:
        agent = Agent("agent", "default", "xiaochen", voice=asked.voice, language=language)
        stage = set_stage(request_of(agent), Home.at(asked.home or Path(folder)))
        with Voices(stage.request.settings.speech) as voices:
            for text in texts:
                _report(text, *said(stage, voices, text, asked.kind))


def said(stage: Stage, voices: Voices, text: str, kind: str) -> tuple[np.ndarray, np.ndarray, list[int]]:
    """Give a text as it is heard piece by piece, the same said whole, and where its pieces join, samples."""
    parts, whole, borders = [], [], []
    for passage in stage.read(text).passages:
        key = stage.key(passage)
        for piece in pieces_of(stage.unfold(voices, passage, key), kind):
            for _, data in piece.sounds:
                parts.append(decoded(data))
                borders.append(sum(map(len, parts)))
        whole.append(np.asarray(stage.perform(voices, passage, key).speech.samples))
    return np.concatenate(parts), np.concatenate(whole), borders[:-1]


def decoded(data: bytes) -> np.ndarray:
    """Decode a file as a browser does."""
    with av.open(io.BytesIO(data)) as container:
        frames = [frame.to_ndarray()[0] for frame in container.decode(audio=0)]
    sound = np.concatenate(frames).astype(np.float32)
    return sound / 32768 if np.abs(sound).max() > 2 else sound


def oddness(sound: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Give step, flux and level (3, P) at places, samples."""
    return np.array([_odd(sound, int(place)) for place in places]).T


def _odd(sound: np.ndarray, place: int) -> tuple[float, float, float]:
    ms = RATE // 1000
    around = sound[place - 10 * ms : place + 10 * ms]
    loud = float(np.sqrt(np.mean(np.square(around)))) + 1e-4
    step = float(np.abs(np.diff(sound[place - ms // 2 : place + ms // 2])).max()) / loud
    before, after = (_bands(sound[place + shift : place + shift + 10 * ms]) for shift in (-10 * ms, 0))
    level = abs(10 * np.log10(before.sum() / after.sum()))
    return step, float(np.abs(10 * np.log10(before / after)).mean()), float(level)


def _bands(sound: np.ndarray) -> np.ndarray:
    power = np.square(np.abs(np.fft.rfft(sound * np.hanning(len(sound)))))
    edges = np.geomspace(2, len(power), 17).astype(int)
    floor = 1e-4 * len(sound)  # what is softer cannot be heard beside speech
    return np.add.reduceat(power, edges[:-1]) + floor


def _report(text: str, heard: np.ndarray, whole: np.ndarray, borders: list[int]) -> None:
    dice = np.random.default_rng(1)
    ms = RATE // 1000
    away = dice.integers(20 * ms, len(heard) - 20 * ms, 4000)
    away = away[[min(abs(place - border) for border in borders) > 40 * ms for place in away]]
    shift = (len(whole) - len(heard)) / RATE
    line = f"{text[:24]:24} {len(heard) / RATE:5.2f} s, whole {shift:+.2f} s; {len(borders)} joints;"
    for name, sound in (("joined", heard), ("whole", whole)):
        places = np.array([border for border in borders if border < len(sound) - 20 * ms])
        ordinary = oddness(sound, away[away < len(sound) - 20 * ms])
        shares = (ordinary[:, None] >= oddness(sound, places)[:, :, None]).mean(axis=2) * 100
        step, flux, level = shares.min(axis=1)
        told = f"step {step:4.1f} flux {flux:4.1f} level {level:4.1f}"
        line += f"  {name}: {told}"
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
