"""How far phones by a network's own durations are from what is heard: closures of p, b and m between vowels.

    python -m tests.measure.symbol_times VOICE [VOICE ...]

A voice says sentences full of p, b and m. A closed mouth takes the sound between 0.5 and 4 kHz away: where that falls
and rises half-way (in dB) is when the lips met and left each other. Printed, for each, ms: median, median of the
amount, and 90 % of the amount of heard less said, for the onset and for the end; first as the symbols last, then as the
phones are given, then as the usual aligner finds them that is told the text alone. It is a measure of its own (a
Butterworth band, Hann windows of 6 ms), but it hears as the settling does: the second figures say that this works, the
first how good the durations are.

Then: processor time for a second of sound, of loading, and the most memory.
"""

from __future__ import annotations

import resource
import sys
import time
from dataclasses import replace

import numpy as np

from avatar.settings import SpeechSettings, TextSettings
from avatar.speech.engines import open_voice, usual_aligner
from avatar.speech.espeak.segments import is_nucleus
from avatar.speech.symbols import timing
from avatar.speech.voices import find_voice
from avatar.text import read

TEXT = """
Papa may buy a new map of Bombay. My mama said a bee may be happy. Mummy made a paper boat for a baby.
He may pay me a penny a mile. Obey me or I may pay you back. A happy puppy may be a bit of a bother.
The mayor may be above a bay. Tony put a puma in a big pool. We met a man who made a map. I bought a pie at a party.
Remember to keep a copy of every paper. Amy baked a banana pie. The camera may be too big for a pocket.
She moved to Miami in May. A robot is able to open a door. Open a tab or a page. Do you pay by app or by post?
The lobby opens at ten. He made a habit of it. You may be a member. Summer may be over. Rubber boots help a bit.
A map of a memory. Zebra, paper, happy, tomorrow. Coming back by boat may be a problem. A pea, a bee, a me.
"""
LOW, HIGH, WINDOW, DEEP = 500, 4000, 0.006, 10.0
"""Hz, s, and dB that a dip is deep at least"""


def main(names: list[str]) -> None:
    """Measure each voice."""
    for name in names:
        off: dict[str, list[float]] = {}
        began = time.process_time()
        with open_voice(find_voice(name), SpeechSettings()) as speaker:
            loaded, seconds, spent = time.process_time() - began, 0.0, 0.0
            for utterance in read(TEXT, TextSettings("en")):
                kept: list[tuple[list, np.ndarray, int]] = []
                began = time.process_time()
                with watched(kept):
                    speech = speaker.speak(utterance)
                spent += time.process_time() - began
                seconds += speech.seconds
                for title, found, sound, rate in kept[:2]:
                    judge(title, found, sound, rate, off)
                aligned = usual_aligner().align(replace(speech, phones=(), words=()), utterance).phones
                judge("by the usual aligner", aligned, speech.samples, speech.sample_rate, off)
        say(f"\n{name}: {spent / seconds:.3f} s of processor time for 1 s of sound, {loaded:.2f} s to load, "
            f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most")  # fmt: skip
        for title, each in off.items():
            amount = np.abs(each)
            say(f"{title:>28}  {len(each):4}  {np.median(each):+5.0f} {np.median(amount):5.0f} "
                f"{np.percentile(amount, 90):5.0f}")  # fmt: skip


class watched:  # noqa: N801 - reads as a verb
    """Keep what the symbols say and what is made of it, on its way through `timing`."""

    def __init__(self, kept: list) -> None:
        self._kept, self._usual = kept, timing.by_sound

    def __enter__(self) -> None:
        def by_sound(signs, found, samples, rate):
            settled = self._usual(signs, found, samples, rate)
            self._kept.extend([("by symbols", found, samples, rate), ("as given", settled, samples, rate)])
            return settled

        timing.by_sound = by_sound

    def __exit__(self, *_: object) -> None:
        timing.by_sound = self._usual


def judge(title: str, found: list, sound: np.ndarray, rate: int, off: dict[str, list[float]]) -> None:
    """Compare each p, b and m between vowels that touch it with the dip that is heard."""
    loud = band(sound, rate)
    for before, closed, after in zip(found, found[1:], found[2:], strict=False):
        touching = closed.start - before.end < 0.02 and after.start - closed.end < 0.02
        if closed.ipa not in "pbm" or not (is_nucleus(before.ipa) and is_nucleus(after.ipa) and touching):
            continue
        first, last = (round((each.start + each.end) / 2 * rate) for each in (before, after))
        near = slice(max(first, round((closed.start - 0.08) * rate)), min(last, round((closed.end + 0.08) * rate)))
        deepest = near.start + int(np.argmin(loud[near]))
        left, right = loud[first:deepest], loud[deepest:last]
        floor = loud[deepest]
        if not len(left) or not len(right) or min(left.max(), right.max()) - floor < DEEP:
            continue
        onset = deepest - int(np.argmax(left[::-1] >= (left.max() + floor) / 2))
        end = deepest + int(np.argmax(right >= (right.max() + floor) / 2))
        for what, heard, said in (("onset", onset, closed.start), ("end", end, closed.end)):
            off.setdefault(f"{title}, {closed.ipa} {what}", []).append(1000 * (heard / rate - said))
            off.setdefault(f"{title}, all {what}", []).append(1000 * (heard / rate - said))


def band(sound: np.ndarray, rate: int) -> np.ndarray:
    """Measure the level between `LOW` and `HIGH`, dB, at each sample."""
    from scipy.signal import butter, sosfiltfilt

    window = np.hanning(round(WINDOW * rate))
    power = sosfiltfilt(butter(4, [LOW, HIGH], "band", fs=rate, output="sos"), sound) ** 2
    return 10 * np.log10(np.convolve(power, window / window.sum(), "same") + 1e-10)


def say(line: str) -> None:
    """Print at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
