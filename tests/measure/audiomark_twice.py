"""Mark a few words twice, as a sound that was made here and is given again, and print how well each mark is read.

    python -m tests.measure.audiomark_twice [TRIALS] [--seed N]

The words have 0.5 to 1.3 s, without any silence around them; keys and ids are random. Read is the second mark, as it is
and after AAC of 96 kbit/s, by whoever looks for any mark and by whoever knows it. It fails where one is not found.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

import numpy as np
import soxr

from avatar import speak
from avatar.marks.audiomark import detect, mark
from avatar.marks.audiomark.confirm import fit
from avatar.marks.watermark.payload import Payload
from tests.measure.audiomark_trials import RATE, encoded, masked, say

if TYPE_CHECKING:
    from numpy.typing import NDArray

TEXTS = (
    "Yes.",
    "No.",
    "Hello.",
    "Thank you.",
    "One moment.",
    "Good morning.",
    "See you later.",
    "Please come in.",
    "Your order is ready.",
    "Goodbye!",
    "Call me.",
    "请稍等。",
    "Guten Tag.",
    "Merci.",
    "Gracias, adiós.",
)


def words() -> list[NDArray[np.float32]]:
    """Let the fast voice say them, and cut the silence off."""
    found = []
    for text in TEXTS:
        speech = speak(text, voice="fast")
        sound = np.asarray(soxr.resample(speech.samples, speech.sample_rate, RATE), np.float32)
        heard = np.flatnonzero(np.abs(sound) > 1e-3)
        found.append(sound[heard[0] : heard[-1] + 1])
    return [sound for sound in found if len(sound) > RATE // 2]


def main() -> int:
    """Mark, read, and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("trials", type=int, nargs="?", default=60)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    rng, sounds = np.random.default_rng(asked.seed), words()
    fits: dict[str, list[float]] = {"once": [], "twice": [], "twice, AAC": []}
    found = dict.fromkeys(fits, 0)
    over = []
    for trial in range(asked.trials):
        sound, key = sounds[trial % len(sounds)], rng.bytes(32)
        first, second = (Payload(int(each)) for each in rng.integers(1 << 40, size=2))
        once = mark(sound, RATE, key, first)
        twice = mark(once, RATE, key, second)
        over.append(masked(once, twice - once))
        for name, marked, payload in (
            ("once", once, first),
            ("twice", twice, second),
            ("twice, AAC", encoded(twice, "aac", 96), second),
        ):
            fits[name].append(fit(marked, RATE, key, payload))
            found[name] += payload.asset_id in {each.asset_id for each in detect(marked, RATE, [key])}
    for name, row in fits.items():
        say(f"{name:12} found {found[name]}/{len(row)}, fit least {min(row):.3f}, median {np.median(row):.3f}")
    say(f"the second mark to the threshold of hearing: mean {np.mean(np.concatenate(over)):.1f} dB")
    return 0 if all(count == asked.trials for count in found.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
