"""Train the network that tells kinds of sounds (`avatar.speech.sounds`), on voices whose phones are known.

    python -m tests.measure.sound_training [CACHE]

The voices of the engines here say sentences of twenty-two languages, now slower, now quicker, higher and lower; each
is made taller or shorter (its formants move), coloured, put into a room, and into noise. Every tenth sentence is kept
for testing. Printed: how often the network is right, by kind. Takes some minutes. CACHE is a folder in which the sound is kept.
"""

from __future__ import annotations

import json
import pickle
import sys
import time
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from avatar.settings import SpeechSettings, TextSettings
from avatar.speech import sounds, spectra
from avatar.speech.espeak.speaker import EspeakSpeaker
from avatar.speech.filtering import convolve
from avatar.speech.joining import resample
from avatar.speech.voices import default_voice
from avatar.text import read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from avatar.data import Phone, Speech, VoiceCard

HERE = Path(__file__).parent
VARIANTS = (
    "f1",
    "f2",
    "f3",
    "f5",
    "m1",
    "m3",
    "m5",
    "m7",
    "klatt2",
    "klatt4",
    "linda",
    "adam",
    "belinda",
    "max",
    "steph",
    "rob",
)
"""of espeak's voices"""
TIMES = 2
"""that each sentence is said"""
LAYERS = (192, 96)
ROUNDS, BATCH, RATE = 12, 256, 2e-3
OUTPUT = Path(sounds.__file__).with_name("sounds.npz")


def sentences() -> Iterator[tuple[str, str]]:
    """Yield languages and sentences."""
    for line in (HERE / "language_sentences.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            language, text = line.split("\t")
            yield language, text
    lines = (HERE / "policy_corpus" / "everyday.jsonl").read_text(encoding="utf-8").splitlines()
    everyday = [json.loads(line)["text"] for line in lines]
    chinese = [text for text in everyday if any("\u4e00" <= each <= "\u9fff" for each in text) and len(text) < 40]
    yield from (("zh", text) for text in chinese[:60])
    yield from (("en", text) for text in [each for each in everyday if each.isascii() and len(each) < 90][:40])
    japanese = (HERE.parent / "unit" / "text" / "japanese_readings.tsv").read_text(encoding="utf-8").splitlines()
    yield from (
        ("ja", line.split("\t")[1])
        for line in japanese[2:]
        if len(line.split("\t")) > 2 and 6 < len(line.split("\t")[1]) < 30
    )


def spoken(rng: np.random.Generator) -> Iterator[tuple[bool, Speech]]:
    """Yield speech, and whether it is for testing."""
    for number, (language, text) in enumerate(sentences()):
        for _ in range(TIMES):
            card = default_voice(language, engine="espeak")
            yield number % 10 == 0, said(text, language, varied(card, rng), float(rng.uniform(0.75, 1.35)))


def varied(card: VoiceCard, rng: np.random.Generator) -> VoiceCard:
    """Give another voice of espeak's."""
    base = card.options.voice.partition("+")[0]
    pitch, span = int(rng.integers(15, 85)), int(rng.integers(30, 80))
    return replace(card, options=replace(card.options, voice=f"{base}+{rng.choice(VARIANTS)}", pitch=pitch, range=span))


def said(text: str, language: str, card: VoiceCard, speed: float) -> Speech:
    """Let a voice say the first sentence of a text."""
    speaker = _speaker()
    speaker._card, speaker._options, speaker._settings = card, card.options, SpeechSettings(speed=speed)
    return speaker.speak(read(text, TextSettings(language))[0])


@cache
def _speaker() -> EspeakSpeaker:
    return EspeakSpeaker(default_voice("en", engine="espeak"), SpeechSettings())


def changed(speech: Speech, rng: np.random.Generator) -> tuple[NDArray[np.float32], float]:
    """Make a speaker taller or shorter, colour it, put it into a room and noise.

    Give the sound at 16 kHz, and by how much it lasts longer.
    """
    size = float(np.exp(rng.uniform(np.log(0.84), np.log(1.19))))
    sound = resample(speech.samples, speech.sample_rate, round(spectra.RATE * size))
    if rng.random() < 0.5:
        length = int(rng.uniform(0.02, 0.12) * spectra.RATE)
        ring = rng.standard_normal(length) * np.exp(-6 * np.arange(length) / length) * rng.uniform(0.02, 0.12)
        ring[0] = 1.0
        sound = convolve(sound.astype(np.float64), ring)[: len(sound)]
    tilt = rng.uniform(-0.6, 0.6)
    sound = np.append(sound[:1], sound[1:] - tilt * sound[:-1])
    noise = rng.standard_normal(len(sound))
    colour = rng.uniform(0, 0.95)
    noise = convolve(noise, colour ** np.arange(40))[: len(sound)]
    noise *= np.sqrt(np.mean(sound**2) / np.mean(noise**2)) * 10 ** (-rng.uniform(12, 60) / 20)
    return (sound + noise).astype(np.float32), size


def labels(phones: tuple[Phone, ...], rows: int, scale: float) -> NDArray[np.int64]:
    """Give the kind of each row (T,)."""
    found = np.zeros(rows, np.int64)
    for phone in phones:
        kinds = sounds.kinds_of(phone.ipa)
        borders = np.linspace(phone.start * scale, phone.end * scale, len(kinds) + 1) / sounds.HOP - 0.5
        for kind, first, last in zip(kinds, borders[:-1], borders[1:], strict=True):
            found[max(int(np.ceil(first)), 0) : max(int(np.ceil(last)), 0)] = kind
    return found


def gathered(cache: Path | None, rng: np.random.Generator) -> list[tuple[bool, Speech]]:
    """Speak everything, or take it from where it was kept."""

    place = cache / "spoken.pickle" if cache else None
    if place and place.exists():
        return pickle.loads(place.read_bytes())
    found = []
    for is_test, speech in spoken(rng):
        if len(found) % 100 == 0:
            print(len(found), flush=True)
        found.append(
            (is_test, replace(speech, samples=resample(speech.samples, speech.sample_rate, 24000), sample_rate=24000))
        )
    if place:
        place.write_bytes(pickle.dumps(found))
    return found


def train(inputs: NDArray[np.float32], kinds: NDArray[np.int64], rng: np.random.Generator) -> sounds.Network:
    """Fit a network by Adam."""
    sizes = (inputs.shape[1], *LAYERS, len(sounds.KINDS))
    weights = [
        (rng.standard_normal((a, b)) * np.sqrt(2 / a)).astype(np.float32)
        for a, b in zip(sizes[:-1], sizes[1:], strict=True)
    ]
    biases = [np.zeros(b, np.float32) for b in sizes[1:]]
    all_ = weights + biases
    first, second = [np.zeros_like(x) for x in all_], [np.zeros_like(x) for x in all_]
    step = 0
    counts = np.bincount(kinds, minlength=len(sounds.KINDS))
    worth = np.sqrt(counts.mean() / np.maximum(counts, 1)).astype(np.float32)
    total = ROUNDS * (len(inputs) // BATCH)
    for turn in range(ROUNDS):
        order, loss = rng.permutation(len(inputs)), 0.0
        for begin in range(0, len(order) - BATCH + 1, BATCH):
            chosen = order[begin : begin + BATCH]
            x, y = inputs[chosen], kinds[chosen]
            values = [x]
            for number in range(len(weights)):
                z = values[-1] @ weights[number] + biases[number]
                if number < len(weights) - 1:
                    np.maximum(z, 0, out=z)
                values.append(z)
            z = values[-1] - values[-1].max(axis=1, keepdims=True)
            p = np.exp(z)
            p /= p.sum(axis=1, keepdims=True)
            w = worth[y]
            loss -= float((w * np.log(p[np.arange(len(y)), y] + 1e-9)).mean())
            p[np.arange(len(y)), y] -= 1
            grad = p * (w / len(y))[:, None]
            grads_w, grads_b = [], []
            for number in range(len(weights) - 1, -1, -1):
                grads_w.insert(0, values[number].T @ grad)
                grads_b.insert(0, grad.sum(axis=0))
                if number:
                    grad = (grad @ weights[number].T) * (values[number] > 0)
            step += 1
            rate = RATE * 0.5 * (1 + np.cos(np.pi * step / total))
            for each, g, m, v in zip(all_, grads_w + grads_b, first, second, strict=True):
                m += 0.1 * (g - m)
                v += 0.001 * (g * g - v)
                each -= rate * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
        print(turn, round(loss / (len(order) // BATCH), 4), flush=True)
    return sounds.Network(tuple(weights), tuple(biases))


def main(cache: Path | None = None) -> None:
    rng = np.random.default_rng(0)
    t = time.process_time()
    found = gathered(cache, rng)
    print(len(found), sum(s.seconds for _, s in found), time.process_time() - t, flush=True)
    print("inputs", flush=True)
    sets: dict[bool, list] = {True: [], False: []}
    for name, repeat in (("/tmp/rec/kokoro_train.pickle", 4),):
        if Path(name).exists():
            for _, _, _, s in pickle.loads(Path(name).read_bytes()):
                found += [(False, s)] * repeat
    for is_test, speech in found:
        sound, scale = changed(speech, rng)
        x = sounds.inputs(sound)
        y = labels(speech.phones, len(x), scale)
        sets[is_test].append((x, y))
    x, y = (np.concatenate(each) for each in zip(*sets[False], strict=True))
    keep = rng.random(len(y)) < np.where(y != 0, 0.75, 0.4)
    print(keep.sum(), time.process_time() - t, flush=True)
    net = train(x[keep], y[keep], rng)
    x, y = (np.concatenate(each) for each in zip(*sets[True], strict=True))
    best = net.logits(x).argmax(axis=1)
    print("right", (best == y).mean(), time.process_time() - t)
    for number, name in enumerate(sounds.NAMES):
        mine = y == number
        if mine.any():
            wrong = np.bincount(best[mine], minlength=len(sounds.NAMES)) / mine.sum()
            print(
                f"{name or '-':3} {mine.sum():6} {wrong[number]:.2f}",
                " ".join(f"{sounds.NAMES[k] or '-'}:{wrong[k]:.2f}" for k in np.argsort(-wrong)[:5] if k != number),
            )
    np.savez_compressed(
        OUTPUT,
        **{f"weights_{n}": w.astype(np.float16) for n, w in enumerate(net.weights)},
        **{f"biases_{n}": b.astype(np.float16) for n, b in enumerate(net.biases)},
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
