"""How a long recording is found in its text: of 384 sentences a man says all but three, and three others besides.

    python -m tests.measure.recording_trials [SENTENCES]

Printed: which changes were told, how far off begins and ends of sentences are, s, and what it takes.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from avatar.data import UNKNOWN_WORDS
from avatar.runtime.watch import unwatched
from avatar.settings import SOUND_RATE, SpeechSettings, TextSettings
from avatar.speech.engines import open_voice
from avatar.speech.recording.condition import clock, told_of_text
from avatar.speech.recording.listen import listen
from avatar.speech.recording.reading import open_recording
from avatar.speech.voices import default_voice
from avatar.text import read
from tests.recordings import write

CORPUS = Path(__file__).parent / "policy_corpus" / "everyday.jsonl"
SPEED, LONGEST_PAUSE, NOISE = 1.1, 0.7, 0.002
LEFT_OUT, SAID_BESIDES = (40, 41, 90), (20, 60, 61)
FAR = 0.3
"""s that a place is off, to be shown"""


def main(most: int = 10_000) -> None:
    """Say, find, and tell."""
    lines = CORPUS.read_text(encoding="utf-8").splitlines()
    texts = [text for text in (json.loads(line)["text"] for line in lines) if text.isascii() and len(text) < 200]
    utterances = read(" ".join(texts), TextSettings("en"))[:most]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.flac"
        rng, pieces, true, length = np.random.default_rng(1), [], {}, 0
        with open_voice(default_voice("en", "male", "espeak"), SpeechSettings(speed=SPEED)) as speaker:
            for index, each in enumerate(utterances):
                said = [utterances[index * 7 % len(utterances)]] if index in SAID_BESIDES else []
                for one in said + ([each] if index not in LEFT_OUT else []):
                    sound = speaker.speak(one).samples
                    pause = np.zeros(int(rng.uniform(0, LONGEST_PAUSE) * SOUND_RATE), np.float32)
                    length += len(pause) + len(sound)
                    if one is each:
                        true[index] = ((length - len(sound)) / SOUND_RATE, length / SOUND_RATE)
                    pieces += [pause, sound]
        sound = np.concatenate(pieces)
        write(path, sound + NOISE * rng.standard_normal(len(sound)).astype(np.float32), codec="flac")
        began, before = time.process_time(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        hearing = listen(open_recording(path), utterances, unwatched)
        spent = time.process_time() - began + resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    off = np.array(
        [(part.start - true[part.utterance][0], part.end - true[part.utterance][1])
         for part in hearing.parts if part.utterance in true]
    )  # fmt: skip
    sys.stdout.write(
        f"{len(true)} sentences in {hearing.survey.seconds:.0f} s, {len(off)} found, missing {hearing.missing}\n"
        f"said besides: {[clock(p.start) for p in hearing.parts if p.utterance == UNKNOWN_WORDS]}\n"
        f"begins off: median {np.median(np.abs(off[:, 0])):.3f}, 90 % {np.percentile(np.abs(off[:, 0]), 90):.3f}, "
        f"ends {np.median(np.abs(off[:, 1])):.3f}, {np.percentile(np.abs(off[:, 1]), 90):.3f}, "
        f"farther than {FAR}: {np.sum(np.abs(off).max(axis=1) > FAR)}\n"
        f"{spent / hearing.survey.seconds:.3f} s of processor time for 1 s of sound\n"
    )
    for sentence in told_of_text(hearing, utterances):
        sys.stdout.write(sentence + "\n")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
