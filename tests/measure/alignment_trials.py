"""How far the phones that an aligner finds are from where they are, on voices whose phones are known.

    python -m tests.measure.alignment_trials [ALIGNER] [ENGINE]

Each sentence is said by a woman and a man of the language; the aligner is told the text and given the sound.

With the engine espeak (the usual one here) slower and lower, as usual, and quicker and higher. Then the same again with
a tempo (and with it pitch and timbre) that sways between 0.7 and 1.4 from syllable to syllable, as no rendering of
espeak's does, with a pause inside, and with noise 20 dB below the voice. With kokoro, whose phones are its own
network's durations, as usual, a fifth slower and quicker, three semitones lower and higher (with the whole voice, as a
record that is played at another speed), and in noise. Last is how sure its words are, of their own text and of another.

Printed: median and 90 % of the distance between found and true beginnings of phones, ms, the median of p, b and m, how
many of them are within 60 ms, and how long it takes; women and men apart, because the usual aligner's own voice is that
of the women. Of another engine those phones count that are of the same kind in both its spelling and the aligner's.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from avatar import backends
from avatar.errors import VoiceError
from avatar.settings import SpeechSettings, TextSettings
from avatar.speech.engines import USUAL_ALIGNER, open_voice
from avatar.speech.sounds import kinds_of
from avatar.speech.voices import default_voice
from avatar.text import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from avatar.data import Phone, Speech, Utterance
    from avatar.stages import Aligner

    Known = tuple[str, Utterance, Speech]
    Change = Callable[[Speech, np.random.Generator], Speech]

TEXTS = {
    "en": "Papa may buy five blue balloons, if you like them.",
    "zh": "您好，我是小陈，很高兴为您服务。",
    "es": "Bienvenidos a nuestra tienda, por favor.",
    "fr": "Bienvenue dans notre boutique, mes chers amis.",
    "de": "Willkommen in unserem Geschäft, bitte sehr.",
    "ja": "いらっしゃいませ、どうぞよろしくお願いします。",
    "ar": "أهلا وسهلا بكم في متجرنا.",
    "it": "Benvenuti nel nostro negozio, buongiorno a tutti.",
    "pt": "Bem-vindos à nossa loja, bom dia a todos.",
}
OTHERS = {
    "en": "Nobody ever told the children where the river ends.",
    "zh": "明天早上我们一起去火车站。",
    "es": "El tren de las ocho llega siempre tarde.",
    "fr": "Le train de huit heures arrive toujours en retard.",
    "de": "Der Zug um acht Uhr kommt immer zu spät.",
    "ja": "明日の朝、駅で会いましょう。",
    "ar": "القطار يصل دائما متأخرا.",
    "it": "Il treno delle otto arriva sempre in ritardo.",
    "pt": "O trem das oito chega sempre atrasado.",
}
"""what is not said"""
WAYS = ((0.8, -15), (1.0, 0), (1.25, 15))
"""speed, and steps of espeak's pitch from the card's own"""
SLOWEST, FASTEST, SWAY = 0.7, 1.4, 0.4
"""of a swaying tempo, and s from one tempo to the next"""
PAUSE = 0.5
"""s"""
NOISE = 0.1
"""of the voice's effective value"""


def main(name: str = USUAL_ALIGNER, engine: str = "espeak") -> None:
    """Try an aligner on everything."""
    aligner: Aligner = backends.load("align", name)()
    if engine == "espeak":
        known = [each for language in TEXTS for each in spoken(language, engine, WAYS)]
        trials: list[tuple[str, Change, list[Known]]] = [
            ("as spoken", plain, known),
            ("in a swaying tempo", swaying, known),
            ("with a pause of half a second inside", paused, known),
            ("in a swaying tempo, in noise", lambda speech, rng: noisy(swaying(speech, rng), rng), known),
        ]
    else:
        known = [each for language in TEXTS for each in spoken(language, engine, ((1.0, 0),))]
        slow, quick = ([each for language in TEXTS for each in spoken(language, engine, ((s, 0),))] for s in (0.8, 1.2))
        trials = [
            ("as spoken", plain, known),
            ("a fifth slower", plain, slow),
            ("a fifth quicker", plain, quick),
            ("three semitones lower", lambda speech, _: played(speech, 2 ** (-3 / 12)), known),
            ("three semitones higher", lambda speech, _: played(speech, 2 ** (3 / 12)), known),
            ("in noise", noisy, known),
        ]
    for title, change, those in trials:
        trial(title, aligner, those, change)
    sureness(aligner, known)


def spoken(language: str, engine: str, ways: Sequence[tuple[float, int]]) -> Iterator[Known]:
    """Let a woman and a man say the text of a language in each way, if the engine has them."""
    utterance = read(TEXTS[language], TextSettings(language))[0]
    for gender in ("female", "male"):
        try:
            card = default_voice(language, gender, engine)
        except VoiceError:
            continue
        for speed, higher in ways:
            if engine == "espeak":
                options = replace(card.options, pitch=min(max(card.options.pitch + higher, 0), 99))
                card_now = replace(card, options=options)
            else:
                card_now = card
            with open_voice(card_now, SpeechSettings(speed=speed)) as speaker:
                yield gender, utterance, speaker.speak(utterance)


def trial(title: str, aligner: Aligner, known: list[Known], change: Change) -> None:
    """Align every speech, changed, and print how far off the phones are, by language and by gender."""
    rng = np.random.default_rng(0)
    off: dict[str, list[tuple[float, bool]]] = {}
    began, seconds = time.process_time(), 0.0
    for gender, utterance, speech in known:
        truth = change(speech, rng)
        found = aligner.align(replace(truth, phones=(), words=()), utterance)
        seconds += truth.seconds
        for one, other in same(found.phones, truth.phones):
            for group in (utterance.language, gender, "all"):
                off.setdefault(group, []).append((1000 * (one.start - other.start), other.ipa[0] in "pbm"))
    say(f"\n{title}: {(time.process_time() - began) / seconds:.2f} s of processor time for 1 s of sound")
    for group, each in sorted(off.items(), key=lambda item: len(item[1])):
        distances, sealed = np.array([distance for distance, _ in each]), np.array([is_sealed for _, is_sealed in each])
        middle, most = np.percentile(np.abs(distances), [50, 90])
        lips = np.abs(distances[sealed])
        told = f"p b m {np.median(lips):5.1f}, {np.mean(lips <= 60):4.0%} of {len(lips)} in 60 ms" if len(lips) else ""
        bias = float(np.median(distances))
        say(f"{group:>6} {len(each):5} phones  median {middle:5.1f}  90 % {most:5.1f}  bias {bias:+5.1f} ms  {told}")


def same(found: Sequence[Phone], true: Sequence[Phone]) -> list[tuple[Phone, Phone]]:
    """Pair phones of two spellings that are of one kind, by the cheapest way to turn one spelling into the other."""
    one, other = ([kinds_of(each.ipa)[0] for each in row] for row in (found, true))
    costs = np.add.outer(np.arange(len(one) + 1.0), np.arange(len(other) + 1.0))
    for row, kind in enumerate(one, 1):
        for column, its in enumerate(other, 1):
            changed = costs[row - 1, column - 1] + (0.0 if kind == its else 1.5)
            costs[row, column] = min(changed, costs[row - 1, column] + 1, costs[row, column - 1] + 1)
    pairs, row, column = [], len(one), len(other)
    while row and column:
        if one[row - 1] == other[column - 1] and costs[row, column] == costs[row - 1, column - 1]:
            pairs.append((found[row - 1], true[column - 1]))
            row, column = row - 1, column - 1
        elif costs[row, column] == costs[row - 1, column] + 1:
            row -= 1
        elif costs[row, column] == costs[row, column - 1] + 1:
            column -= 1
        else:
            row, column = row - 1, column - 1
    return pairs[::-1]


def sureness(aligner: Aligner, known: list[Known]) -> None:
    """Print how sure the words of a speech's own text are, and those of another text."""
    right, wrong = list[float](), list[float]()
    for _, utterance, speech in known:
        bare = replace(speech, phones=(), words=())
        other = read(OTHERS[utterance.language.split("-")[0]], TextSettings(utterance.language))[0]
        right += [word.confidence for word in aligner.align(bare, utterance).words]
        wrong += [word.confidence for word in aligner.align(bare, other).words]
    for title, each in (("its own text", right), ("another text", wrong)):
        shares = np.percentile(each, [5, 25, 50, 75, 95])
        say(f"\nconfidence of words of {title}: 5, 25, 50, 75, 95 %: {' '.join(f'{share:.2f}' for share in shares)}")


def plain(speech: Speech, _: np.random.Generator) -> Speech:
    """Leave a speech as it is."""
    return speech


def played(speech: Speech, speed: float) -> Speech:
    """Play a speech at another speed, and with it higher or lower."""
    count = len(speech.samples)
    places = np.arange(int(count / speed)) * speed
    samples = np.interp(places, np.arange(count), speech.samples).astype(np.float32)
    phones = tuple(replace(each, start=each.start / speed, end=each.end / speed) for each in speech.phones)
    return replace(speech, samples=samples, phones=phones, words=())


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
    main(*sys.argv[1:])
