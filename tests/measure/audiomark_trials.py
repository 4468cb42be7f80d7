"""Print how well the mark in sound is found after what sound goes through, how far below hearing it lies, and the cost.

    python tests/measure/audiomark_trials.py [SOUND.wav ...]

Without files, two voices of each of seven languages speak, as they are and as if recorded in a room: with an echo of
0.3 s and with noise 30 dB below. Excerpts of 3, 5 and 10 s are marked, each with an id of its own. A false hit is any
mark found in 5 s of speech without one or with a wrong key.
Hearing: Johnston's threshold of masking (IEEE J. Selected Areas in Communications 6, 1988) or that of quiet (Terhardt
1979; full scale is 96 dB SPL), whichever is higher, in each critical band of each 21 ms.
"""

from __future__ import annotations

import io
import secrets
import statistics
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import av
import numpy as np
import soxr
from scipy.signal import fftconvolve, stft

from avatar.marks.audiomark import detect, mark
from avatar.marks.audiomark.spectrum import bark
from avatar.marks.watermark.payload import Payload

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    Sound = NDArray[np.float32]
    Attack = Callable[[Sound], tuple[Sound, int]]

RATE = 48_000
LENGTHS = (3, 5, 10)
FALSE_TRIES = 1000
MEASURES = (
    "SNR dB",
    "segmental SNR dB",
    "log-spectral distance dB",
    "noise to mask dB",
    "above the mask %",
    "in pauses dBFS",
)
TEXTS = {
    "zh": (
        "xiaoyun",
        "yunfeng",
        "早上好，感谢您的来电。我可以帮您查询订单、开具发票，或者安排新的配送。请告诉我您的订单号码。",
    ),
    "en": (
        "emma",
        "james",
        "Good morning. Thank you for calling, and welcome. I can help you with your order, your invoice, or a new "
        "delivery. Please tell me your order number.",
    ),
    "es": (
        "lucia",
        "diego",
        "Buenos días. Gracias por llamar y bienvenido. Puedo ayudarle con su pedido, su factura o una nueva entrega. "
        "Dígame su número de pedido.",
    ),
    "ja": (
        "sakura",
        "haruto",
        "おはようございます。お電話ありがとうございます。ご注文、請求書、新しい配送についてお手伝いします。注文番号を教えてください。",
    ),
    "ar": (
        "layla",
        "omar",
        "صباح الخير. شكرا لاتصالك ومرحبا بك. يمكنني مساعدتك في طلبك أو فاتورتك أو توصيل جديد. "
        "من فضلك أخبرني برقم طلبك.",
    ),
    "de": (
        "anna",
        "lukas",
        "Guten Morgen. Vielen Dank für Ihren Anruf, und willkommen. Ich helfe bei Ihrer Bestellung, Ihrer Rechnung und "
        "einer neuen Lieferung. Wie lautet Ihre Bestellnummer?",
    ),
    "fr": (
        "chloe",
        "hugo",
        "Bonjour. Merci de votre appel, et bienvenue. Je peux vous aider pour votre commande, votre facture ou une "
        "nouvelle livraison. Quel est votre numéro de commande?",
    ),
}


def main(files: list[str]) -> None:
    """Mark, attack, find, and print."""
    voices = dict(given(files) if files else spoken())
    rng = np.random.default_rng(1)
    key = secrets.token_bytes(32)
    for kind, change in {"as spoken": lambda sound: sound, "in a room": lambda sound: in_a_room(sound, rng)}.items():
        sounds = {name: change(sound) for name, sound in voices.items()}
        for seconds in LENGTHS:
            recoveries(f"{kind}, {seconds} s", {name: cut(sound, seconds) for name, sound in sounds.items()}, key, rng)
    false_hits(list(voices.values()), key)
    costs(next(iter(voices.values())), key)


def recoveries(title: str, sounds: dict[str, Sound], key: bytes, rng: np.random.Generator) -> None:
    """Print the rows of one kind and length."""
    fits: dict[str, list[float]] = defaultdict(list)
    quality = []
    for sound in sounds.values():
        asset = int(rng.integers(1 << 40))
        marked = mark(sound, RATE, key, Payload(asset))
        quality.append(change(sound, marked))
        for name, attack in attacks(rng).items():
            damaged, rate = attack(marked)
            found = detect(np.asarray(damaged, np.float32), rate, [key])
            right = [one.asset_id for one in found] == [asset]
            fits[name].append(found[0].confidence if right else 0.0)
    say(f"\n{title}, {len(sounds)} voices")
    for name, values in zip(
        (
            "SNR dB",
            "segmental SNR dB",
            "log-spectral distance dB",
            "noise to mask dB",
            "above the mask %",
            "in pauses dBFS",
        ),
        zip(*quality, strict=True),
        strict=True,
    ):
        say(f"  {name:26} mean {np.mean(values):7.2f}  least {min(values):7.2f}  most {max(values):7.2f}")
    for name, row in fits.items():
        hits = sum(fit > 0 for fit in row)
        say(f"  {name:26} found {hits:3d}/{len(row):<3d} least fit {min(row):.2f}, median {statistics.median(row):.2f}")


def attacks(rng: np.random.Generator) -> dict[str, Attack]:
    """Name what may happen to sound."""
    offset = int(rng.integers(RATE))

    def coded(codec: str, bitrate: int) -> Attack:
        return lambda sound: (encoded(sound, codec, bitrate), RATE)

    def resampled(rate: int) -> Attack:
        return lambda sound: (soxr.resample(sound, RATE, rate), rate)

    return {
        "nothing": lambda sound: (sound, RATE),
        "AAC 64k": coded("aac", 64),
        "MP3 64k": coded("libmp3lame", 64),
        "Opus 24k": coded("libopus", 24),
        "AAC 32k": coded("aac", 32),
        "MP3 32k": coded("libmp3lame", 32),
        "AAC 96k, then MP3 64k": lambda sound: (encoded(encoded(sound, "aac", 96), "libmp3lame", 64), RATE),
        "16 kHz": resampled(16_000),
        "22.05 kHz": resampled(22_050),
        "44.1 kHz, AAC 64k": lambda sound: (encoded(soxr.resample(sound, RATE, 44_100), "aac", 64, 44_100), 44_100),
        "- 6 dB, AAC 64k": lambda sound: (encoded(sound * np.float32(0.5), "aac", 64), RATE),
        "+ 6 dB, clipped": lambda sound: (np.clip(sound * np.float32(2), -1, 1), RATE),
        "1 s cut off, AAC 64k": lambda sound: (encoded(sound[RATE + offset % 1000 :], "aac", 64), RATE),
        "noise 30 dB below": lambda sound: (noisy(sound, 30, rng), RATE),
        "noise 20 dB below": lambda sound: (noisy(sound, 20, rng), RATE),
    }


def change(sound: Sound, marked: Sound) -> tuple[float, float, float, float, float, float]:
    """Measure what was added: see the rows of `recoveries`."""
    added = marked - sound
    whole = 10 * np.log10(np.sum(sound**2) / np.sum(added**2))
    was, more = level(sound), level(added)
    is_speech = was > was.max() - 35
    segmental = float(np.mean((was - more)[is_speech]))
    floor = 1e-12 + 1e-6 * np.max(power(sound))
    difference = 10 * np.log10((power(marked) + floor) / (power(sound) + floor))
    distance = float(np.mean(np.sqrt(np.mean(difference**2, axis=0))))
    ratio = masked(sound, added)
    # A pause: silence that no speech touches within 21 ms, which is how far one window reaches.
    quiet = np.convolve(was > -75, np.ones(5), "same") == 0
    pause = float(np.max(more[quiet])) if quiet.any() else -120.0
    return float(whole), segmental, distance, float(np.mean(ratio)), float(np.mean(ratio > 0) * 100), pause


def masked(sound: Sound, added: Sound) -> NDArray[np.float64]:
    """Give the level of what was added above the threshold of hearing, dB, of all bands that it lies in."""
    frequency = np.fft.rfftfreq(1024, 1 / RATE)
    band = np.clip(np.floor(bark(frequency)).astype(int), 0, 24)
    bands = (np.arange(25)[:, None] == band).astype(float)
    heard = power(sound)
    energy = bands @ heard
    distance = np.subtract.outer(np.arange(25), np.arange(25)) + 0.474
    spreading = 10 ** ((15.81 + 7.5 * distance - 17.5 * np.sqrt(1 + distance**2)) / 10)
    spread = spreading / spreading.sum(axis=1, keepdims=True) @ energy
    voice = heard[(frequency > 100) & (frequency < 8000)] + 1e-14
    flatness = 10 * np.mean(np.log10(voice), axis=0) - 10 * np.log10(np.mean(voice, axis=0))
    tonality = np.minimum(flatness / -60, 1)
    offset = tonality * (14.5 + np.arange(25)[:, None]) + (1 - tonality) * 5.5
    kilohertz = np.maximum(bands @ frequency / bands.sum(axis=1), 20)[:, None] / 1000
    quiet = 3.64 * kilohertz**-0.8 - 6.5 * np.exp(-0.6 * (kilohertz - 3.3) ** 2) + 1e-3 * kilohertz**4
    threshold = np.maximum(10 * np.log10(spread + 1e-14) - offset, quiet - 96)
    noise = 10 * np.log10(bands @ power(added) + 1e-14)
    return (noise - threshold)[5:18][noise[5:18] > -110]


def power(sound: Sound) -> NDArray[np.float64]:
    """Give the power in each cell of 47 Hz by 21 ms, 1 for a full-scale sine."""
    _, _, spectra = stft(sound, RATE, nperseg=1024, noverlap=512)
    return 4 * np.abs(spectra) ** 2


def level(sound: Sound) -> NDArray[np.float64]:
    """Give the level of blocks of 10 ms, dBFS."""
    blocks = sound[: len(sound) // 480 * 480].reshape(-1, 480).astype(float)
    return 10 * np.log10(np.mean(blocks**2, axis=1) + 1e-12)


def false_hits(sounds: list[Sound], key: bytes) -> None:
    """Look for marks where none are."""
    hits = tries = 0
    rounds = -(-FALSE_TRIES // (2 * len(sounds)))
    for sound in sounds:
        plain = cut(sound, 5)
        marked = mark(plain, RATE, key, Payload(1))
        for number in range(rounds):
            wrong = secrets.token_bytes(32)
            hits += len(detect(plain, RATE, [wrong if number else key])) + len(detect(marked, RATE, [wrong]))
            tries += 2
    say(f"\nfalse hits: {hits} in {tries} tries")


def costs(sound: Sound, key: bytes) -> None:
    """Print processor times per second of sound."""
    piece = cut(sound, 5)
    marked = mark(piece, RATE, key, Payload(1))
    for name, work in {
        "mark": lambda: mark(piece, RATE, key, Payload(1)),
        "detect, marked": lambda: detect(marked, RATE, [key]),
        "detect, unmarked": lambda: detect(piece, RATE, [key]),
    }.items():
        takes = []
        for _ in range(9):
            begun = time.process_time()
            work()
            takes.append((time.process_time() - begun) / 5 * 1e3)
        say(f"{name}: {min(takes):.1f}-{statistics.median(takes):.1f} ms per second of sound (least and median of 9)")


def given(files: list[str]) -> Iterator[tuple[str, Sound]]:
    """Read sound files."""
    import soundfile

    for file in files:
        samples, rate = soundfile.read(file, dtype="float32", always_2d=True)
        yield Path(file).name, soxr.resample(samples.mean(axis=1), rate, RATE)


def spoken() -> Iterator[tuple[str, Sound]]:
    """Let all voices speak."""
    from avatar import speak

    for language, (woman, man, text) in TEXTS.items():
        for voice in (woman, man):
            speech = speak(text, voice=voice, language=language)
            yield voice, np.asarray(soxr.resample(speech.samples, speech.sample_rate, RATE), np.float32)


def in_a_room(sound: Sound, rng: np.random.Generator) -> Sound:
    """Add an echo that fades by 60 dB in 0.3 s, and noise."""
    times = np.arange(int(0.3 * RATE)) / RATE
    echo = rng.standard_normal(len(times)) * np.exp(-times * 6.9 / 0.3) * 0.03
    echo[0] = 1
    wet = fftconvolve(sound, echo)[: len(sound)]
    return noisy((wet / np.max(np.abs(wet)) * 0.8).astype(np.float32), 30, rng)


def noisy(sound: Sound, below: float, rng: np.random.Generator) -> Sound:
    """Add white noise."""
    strength = np.sqrt(np.mean(sound**2)) * 10 ** (-below / 20)
    return (sound + rng.standard_normal(len(sound)) * strength).astype(np.float32)


def cut(sound: Sound, seconds: int) -> Sound:
    """Take the first seconds; a shorter sound is repeated."""
    wanted = seconds * RATE
    return np.tile(sound, -(-wanted // len(sound)))[:wanted]


def encoded(sound: Sound, codec: str, kilobits: int, rate: int = RATE) -> Sound:
    """Encode and decode."""
    memory = io.BytesIO()
    with av.open(memory, "w", format="matroska") as file:
        track = file.add_stream(codec, rate=rate, layout="mono")
        track.bit_rate = kilobits * 1000
        whole = av.AudioFrame.from_ndarray(np.ascontiguousarray(sound, np.float32)[None], "fltp", "mono")
        whole.sample_rate, whole.pts = rate, 0
        mono = av.AudioResampler(track.format.name, "mono", rate)
        for frame in [*mono.resample(whole), *mono.resample(None)]:
            file.mux(track.encode(frame))
        file.mux(track.encode(None))
    memory.seek(0)
    with av.open(memory) as file:
        plain = av.AudioResampler("fltp", "mono", rate)
        parts = [part.to_ndarray()[0] for frame in file.decode(audio=0) for part in plain.resample(frame)]
    return np.concatenate(parts)


def say(line: str) -> None:
    """Print one line."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
