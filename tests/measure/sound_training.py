"""Train the network that tells kinds of sounds (`avatar.speech.sounds`), on voices whose phones are known.

    python -m tests.measure.sound_training [CACHE]

espeak's voices say sentences of twenty-two languages, Kokoro's those of seven, now slower, now quicker, espeak's now
higher, now lower; each is made taller or shorter (its formants move), coloured, put into a room, and into noise. Every
tenth sentence is kept for testing. Printed: how often the network is right about a moment, by kind, and what it takes
it for instead. Takes ten minutes, most of them Kokoro's; CACHE is a folder in which what was said is kept.
"""

from __future__ import annotations

import json
import pickle
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from avatar.settings import SpeechSettings, TextSettings
from avatar.speech import sounds, spectra
from avatar.speech.espeak.speaker import EspeakSpeaker
from avatar.speech.filtering import convolve
from avatar.speech.joining import resample
from avatar.speech.kokoro.speaker import KokoroSpeaker
from avatar.speech.voices import default_voice, voices
from avatar.text import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from avatar.data import Phone, Speech, VoiceCard

    Said = tuple[bool, Speech]

HERE = Path(__file__).parent
OUTPUT = Path(sounds.__file__).with_name("sounds.npz")
VARIANTS = (
    *("f1", "f2", "f3", "f5", "m1", "m3", "m5", "m7", "klatt2", "klatt4", "linda", "adam", "belinda", "max", "steph"),
    "rob",
)
"""of espeak's voices"""
TIMES = 2
"""that espeak says each sentence, in other voices"""
NATURAL = {"en": 34, "zh": 36}
"""sentences that Kokoro says; of its other languages `FEW`"""
FEW = 15
WORTH = 4
"""times that what Kokoro says is used, each time changed in another way"""
KEPT = 24_000
"""Hz in which sound is kept"""
TESTED = 10
"""each so manieth sentence is kept for testing"""
LAYERS = (192, 96)
ROUNDS, BATCH, STEP = 12, 256, 2e-3
USED, USED_SILENCE = 0.75, 0.4
"""share of the moments that are learned from"""


def sentences() -> Iterator[tuple[str, str]]:
    """Yield languages and sentences."""
    for line in (HERE / "language_sentences.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            language, text = line.split("\t")
            yield language, text
    lines = (HERE / "policy_corpus" / "everyday.jsonl").read_text(encoding="utf-8").splitlines()
    everyday = [json.loads(line)["text"] for line in lines]
    chinese = [text for text in everyday if any("\u4e00" <= each <= "\u9fff" for each in text) and len(text) < 40]
    english = [text for text in everyday if text.isascii() and len(text) < 90]
    yield from (("zh", text) for text in chinese[:60])
    yield from (("en", text) for text in english[:40])
    japanese = (HERE.parent / "unit" / "text" / "japanese_readings.tsv").read_text(encoding="utf-8").splitlines()
    yield from (("ja", text) for _, text, *_ in (line.split("\t") for line in japanese[2:]) if 6 < len(text) < 30)


def by_espeak(rng: np.random.Generator) -> Iterator[Said]:
    """Yield what espeak says, and whether it is for testing."""
    speaker = EspeakSpeaker(default_voice("en", engine="espeak"), SpeechSettings())
    for number, (language, text) in enumerate(sentences()):
        for _ in range(TIMES):
            card = _varied(default_voice(language, engine="espeak"), rng)
            # A process for each of a thousand voices would take longer than all that they say.
            speaker._card, speaker._options = card, card.options
            speaker._settings = SpeechSettings(speed=float(rng.uniform(0.75, 1.35)))
            yield number % TESTED == 0, _kept(speaker.speak(read(text, TextSettings(language))[0]))
    speaker.close()


def by_kokoro(rng: np.random.Generator) -> Iterator[Said]:
    """Yield what Kokoro says: none of it for testing, since its voices are few."""
    cards: dict[str, list[VoiceCard]] = {}
    for card in voices():
        if card.engine == "kokoro":
            cards.setdefault(card.language.split("-")[0], []).append(card)
    texts: dict[str, list[str]] = {}
    for number, (language, text) in enumerate(sentences()):
        if language in cards and number % TESTED:
            texts.setdefault(language, []).append(text)
    for language, those in texts.items():
        chosen = rng.permutation(len(those))[: NATURAL.get(language, FEW)]
        for number, index in enumerate(chosen):
            card, speed = cards[language][number % len(cards[language])], float(rng.choice([0.85, 1.0, 1.2]))
            with KokoroSpeaker(card, SpeechSettings(speed=speed)) as speaker:
                yield False, _kept(speaker.speak(read(those[index], TextSettings(language))[0]))


def gathered(folder: Path | None, name: str, say: Callable[[np.random.Generator], Iterator[Said]]) -> list[Said]:
    """Speak everything, or take it from where it was kept."""
    place = folder / f"{name}.pickle" if folder else None
    if place and place.exists():
        found: list[Said] = pickle.loads(place.read_bytes())
        return found
    found = list(say(np.random.default_rng(5)))
    if place:
        place.write_bytes(pickle.dumps(found))
    return found


def changed(speech: Speech, rng: np.random.Generator) -> tuple[NDArray[np.float32], float]:
    """Make a speaker taller or shorter, colour it, put it into a room and noise.

    Give the sound at `spectra.RATE`, and how many times as long it lasts.
    """
    size = float(np.exp(rng.uniform(np.log(0.84), np.log(1.19))))
    sound = resample(speech.samples, speech.sample_rate, round(spectra.RATE * size)).astype(np.float64)
    if rng.random() < 0.5:
        length = int(rng.uniform(0.02, 0.12) * spectra.RATE)
        ring = rng.standard_normal(length) * np.exp(-6 * np.arange(length) / length) * rng.uniform(0.02, 0.12)
        ring[0] = 1.0
        sound = convolve(sound, ring)[: len(sound)]
    tilt = rng.uniform(-0.6, 0.6)
    sound = np.append(sound[:1], sound[1:] - tilt * sound[:-1])
    noise = convolve(rng.standard_normal(len(sound)), rng.uniform(0, 0.95) ** np.arange(40))[: len(sound)]
    noise *= np.sqrt(np.mean(sound**2) / np.mean(noise**2)) * 10 ** (-rng.uniform(12, 60) / 20)
    return (sound + noise).astype(np.float32), size


def labels(phones: tuple[Phone, ...], rows: int, scale: float) -> NDArray[np.int64]:
    """Give the kind of each row (T,) of a speech that lasts `scale` times as long."""
    found = np.zeros(rows, np.int64)
    for phone in phones:
        kinds = sounds.kinds_of(phone.ipa)
        borders = np.linspace(phone.start * scale, phone.end * scale, len(kinds) + 1) / sounds.HOP - 0.5
        for kind, (first, last) in zip(kinds, pairwise(np.maximum(np.ceil(borders), 0).astype(int)), strict=True):
            found[first:last] = kind
    return found


class Training:
    """A network on its way, by Adam (Kingma and Ba 2015)."""

    def __init__(self, sizes: Sequence[int], rng: np.random.Generator) -> None:
        self._weights = [
            (rng.standard_normal((one, other)) * np.sqrt(2 / one)).astype(np.float32) for one, other in pairwise(sizes)
        ]
        self._biases = [np.zeros(size, np.float32) for size in sizes[1:]]
        self._all = self._weights + self._biases
        self._first = [np.zeros_like(each) for each in self._all]
        self._second = [np.zeros_like(each) for each in self._all]
        self._steps = 0

    @property
    def network(self) -> sounds.Network:
        return sounds.Network(tuple(self._weights), tuple(self._biases))

    def learn(
        self, inputs: NDArray[np.float32], kinds: NDArray[np.int64], worth: NDArray[np.float32], rate: float
    ) -> None:
        """Take one step towards the kinds (B,) of inputs (B, F), each as important as it is worth (B,)."""
        values = [inputs]
        for number, (weights, biases) in enumerate(zip(self._weights, self._biases, strict=True)):
            after = values[-1] @ weights + biases
            values.append(np.maximum(after, 0.0) if number < len(self._weights) - 1 else after)
        shares = np.exp(values[-1] - values[-1].max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        shares[np.arange(len(kinds)), kinds] -= 1
        slope = shares * (worth / len(kinds))[:, None]
        of_weights, of_biases = [], []
        for number in range(len(self._weights) - 1, -1, -1):
            of_weights.insert(0, values[number].T @ slope)
            of_biases.insert(0, slope.sum(axis=0))
            slope = (slope @ self._weights[number].T) * (values[number] > 0)
        self._steps += 1
        for index, gradient in enumerate(of_weights + of_biases):
            self._first[index] += 0.1 * (gradient - self._first[index])
            self._second[index] += 0.001 * (gradient**2 - self._second[index])
            mean = self._first[index] / (1 - 0.9**self._steps)
            spread = self._second[index] / (1 - 0.999**self._steps)
            self._all[index] -= (rate * mean / (np.sqrt(spread) + 1e-8)).astype(np.float32)


def trained(inputs: NDArray[np.float32], kinds: NDArray[np.int64], rng: np.random.Generator) -> sounds.Network:
    """Fit a network; kinds that are rare count more."""
    training = Training((inputs.shape[1], *LAYERS, len(sounds.KINDS)), rng)
    counts = np.bincount(kinds, minlength=len(sounds.KINDS))
    worth = np.sqrt(counts.mean() / np.maximum(counts, 1)).astype(np.float32)
    steps, step = ROUNDS * (len(inputs) // BATCH), 0
    for _ in range(ROUNDS):
        order = rng.permutation(len(inputs))
        for begin in range(0, len(order) - BATCH + 1, BATCH):
            chosen = order[begin : begin + BATCH]
            step += 1
            rate = STEP * 0.5 * (1 + float(np.cos(np.pi * step / steps)))
            training.learn(inputs[chosen], kinds[chosen], worth[kinds[chosen]], rate)
    return training.network


def main(folder: Path | None = None) -> None:
    """Speak, train, test, and write the network."""
    rng = np.random.default_rng(0)
    said = gathered(folder, "espeak", by_espeak) + gathered(folder, "kokoro", by_kokoro) * WORTH
    known: dict[bool, list[tuple[NDArray[np.float32], NDArray[np.int64]]]] = {True: [], False: []}
    for is_test, speech in said:
        sound, scale = changed(speech, rng)
        inputs = sounds.inputs(sound)
        known[is_test].append((inputs, labels(speech.phones, len(inputs), scale)))
    inputs, kinds = (np.concatenate(each) for each in zip(*known[False], strict=True))
    used = rng.random(len(kinds)) < np.where(kinds != 0, USED, USED_SILENCE)
    say(f"{sum(speech.seconds for _, speech in said):.0f} s of speech, {used.sum()} moments")
    network = trained(inputs[used], kinds[used], rng)
    tell(network, *(np.concatenate(each) for each in zip(*known[True], strict=True)))
    layers = {f"weights_{number}": each.astype(np.float16) for number, each in enumerate(network.weights)}
    layers |= {f"biases_{number}": each.astype(np.float16) for number, each in enumerate(network.biases)}
    np.savez_compressed(OUTPUT, **layers)


def tell(network: sounds.Network, inputs: NDArray[np.float32], kinds: NDArray[np.int64]) -> None:
    """Print how often a network is right."""
    best = network.logits(inputs).argmax(axis=1)
    say(f"right: {np.mean(best == kinds):.1%} of {len(kinds)} moments")
    for number in np.unique(kinds):
        taken = np.bincount(best[kinds == number], minlength=len(sounds.NAMES)) / np.sum(kinds == number)
        others = [index for index in np.argsort(-taken) if index != number][:4]
        told = "  ".join(f"{sounds.NAMES[index] or '-'} {taken[index]:.0%}" for index in others)
        say(f"{sounds.NAMES[number] or '-':3} {taken[number]:5.0%} of {np.sum(kinds == number):5}   else {told}")


def say(line: str) -> None:
    """Print at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _varied(card: VoiceCard, rng: np.random.Generator) -> VoiceCard:
    """Give another voice of espeak's, which speaks the same language."""
    voice = f"{card.options.voice.partition('+')[0]}+{rng.choice(VARIANTS)}"
    pitch, span = int(rng.integers(15, 85)), int(rng.integers(30, 80))
    return replace(card, options=replace(card.options, voice=voice, pitch=pitch, range=span))


def _kept(speech: Speech) -> Speech:
    return replace(speech, samples=resample(speech.samples, speech.sample_rate, KEPT), sample_rate=KEPT)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
