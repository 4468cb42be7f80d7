"""How far the phones that an aligner finds are from where they are, on voices of espeak, whose phones are known.

    python -m tests.measure.alignment_trials [ALIGNER]

Each sentence is said by a woman and a man of the language, slower and lower, as usual, and quicker and higher; the
aligner is told the text and given the sound. Then the same again with a tempo (and with it pitch and timbre) that sways
between 0.7 and 1.4 from syllable to syllable, as no rendering of espeak's does, with a pause inside, and with noise 20
dB below the voice. Printed: median and 90 % of the distance between found and true beginnings of phones, ms, and how
long it takes; women and men apart, because the usual aligner's own voice is that of the women.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from avatar import backends
from avatar.errors import AvatarError
from avatar.settings import SpeechSettings, TextSettings
from avatar.speech.engines import USUAL_ALIGNER, open_voice
from avatar.speech.voices import default_voice
from avatar.text import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from avatar.data import Speech, Utterance
    from avatar.stages import Aligner

TEXTS = {
    "en": "Papa may buy five blue balloons, if you like them.",
    "zh": "您好，我是小陈，很高兴为您服务。",
    "es": "Bienvenidos a nuestra tienda, por favor.",
    "fr": "Bienvenue dans notre boutique, mes chers amis.",
    "de": "Willkommen in unserem Geschäft, bitte sehr.",
    "ja": "いらっしゃいませ、どうぞよろしくお願いします。",
    "ar": "أهلا وسهلا بكم في متجرنا.",
}
WAYS = ((0.8, -15), (1.0, 0), (1.25, 15))
"""speed, and steps of espeak's pitch from the card's own"""
SLOWEST, FASTEST, SWAY = 0.7, 1.4, 0.4
"""of a swaying tempo, and s from one tempo to the next"""
PAUSE = 0.5
"""s"""
NOISE = 0.1
"""of the voice's effective value"""


def main(name: str) -> None:
    """Try an aligner on everything."""
    aligner: Aligner = backends.load("align", name)()
    known = [each for language in TEXTS for each in spoken(language)]
    for title, change in (
        ("as spoken", lambda speech, _: speech),
        ("in a swaying tempo", swaying),
        ("with a pause of half a second inside", paused),
        ("in a swaying tempo, in noise", lambda speech, rng: noisy(swaying(speech, rng), rng)),
    ):
        trial(title, aligner, known, change)


def spoken(language: str) -> Iterator[tuple[str, Utterance, Speech]]:
    """Let a woman and a man say the text of a language in each way."""
    for utterance in read(TEXTS[language], TextSettings(language)):
        for gender in ("female", "male"):
            card = default_voice(language, gender, "espeak")
            for speed, higher in WAYS:
                options = replace(card.options, pitch=min(max(card.options.pitch + higher, 0), 99))
                with open_voice(replace(card, options=options), SpeechSettings(speed=speed)) as speaker:
                    yield gender, utterance, speaker.speak(utterance)


def trial(
    title: str,
    aligner: Aligner,
    known: list[tuple[str, Utterance, Speech]],
    change: Callable[[Speech, np.random.Generator], Speech],
) -> None:
    """Align every speech, changed, and print how far off the phones are, by language and by gender."""
    rng = np.random.default_rng(0)
    off: dict[str, list[float]] = {}
    began, seconds = time.process_time(), 0.0
    for gender, utterance, speech in known:
        truth = change(speech, rng)
        found = aligner.align(replace(truth, phones=(), words=()), utterance)
        seconds += truth.seconds
        if [phone.ipa for phone in found.phones] != [phone.ipa for phone in truth.phones]:
            raise AvatarError(f"The phones of {utterance.text!r} depend on the voice; choose another sentence.")
        starts = [(a.start, b.start) for a, b in zip(found.phones, truth.phones, strict=True)]
        for group in (utterance.language, gender):
            off.setdefault(group, []).extend(1000 * (one - other) for one, other in starts)
    say(f"\n{title}: {(time.process_time() - began) / seconds:.2f} s of processor time for 1 s of sound")
    for group, each in sorted(off.items(), key=lambda item: len(item[1])):
        middle, most = np.percentile(np.abs(each), [50, 90])
        bias = float(np.median(each))
        say(f"{group:>6}  {len(each):5} phones  median {middle:5.1f} ms  90 % {most:5.1f} ms  bias {bias:+.1f} ms")


def swaying(speech: Speech, rng: np.random.Generator) -> Speech:
    """Play a speech now slower, now faster."""
    count, rate = len(speech.samples), speech.sample_rate
    moments = np.arange(count) / rate
    borders = np.arange(0, moments[-1] + 2 * SWAY, SWAY)
    tempi = np.exp(rng.uniform(np.log(SLOWEST), np.log(FASTEST), len(borders)))
    lengths = np.interp(moments, borders, tempi) / rate
    later = np.concatenate([[0.0], np.cumsum(lengths)[:-1]])
    played = np.interp(np.arange(int(later[-1] * rate)) / rate, later, np.arange(count))
    samples = np.interp(played, np.arange(count), speech.samples).astype(np.float32)
    starts, ends = (
        np.interp([getattr(phone, side) for phone in speech.phones], moments, later) for side in ("start", "end")
    )
    moved = zip(speech.phones, starts, ends, strict=True)
    phones = tuple(replace(phone, start=float(start), end=float(end)) for phone, start, end in moved)
    return replace(speech, samples=samples, phones=phones, words=())


def paused(speech: Speech, _: np.random.Generator) -> Speech:
    """Let a speaker stop before the word in the middle."""
    rate = speech.sample_rate
    word = speech.words[len(speech.words) // 2].start
    silence = np.zeros(round(PAUSE * rate), np.float32)
    samples = np.concatenate([speech.samples[: round(word * rate)], silence, speech.samples[round(word * rate) :]])
    phones = tuple(
        replace(phone, start=phone.start + PAUSE, end=phone.end + PAUSE) if phone.start >= word else phone
        for phone in speech.phones
    )
    return replace(speech, samples=samples, phones=phones, words=())


def noisy(speech: Speech, rng: np.random.Generator) -> Speech:
    """Lay noise over a speech."""
    level = NOISE * np.sqrt(np.mean(speech.samples**2))
    noise = level * rng.standard_normal(len(speech.samples))
    return replace(speech, samples=(speech.samples + noise).astype(np.float32))


def say(line: str) -> None:
    """Print at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*(sys.argv[1:] or [USUAL_ALIGNER]))
