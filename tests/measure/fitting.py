"""How well the time that a text takes is predicted and met, per language. Usage: python tests/measure/fitting.py [N].

Prints for each language the time that its usual voice takes for its phones in espeak's (`clip/fitting._LONGER`), the
error of the prediction with it, and that of the time that is met after one real try, each over N texts.
"""

from __future__ import annotations

import sys
import time
from statistics import mean, median

from avatar.clip import fitting
from avatar.clip.script import read_script
from avatar.runtime.folders import Home
from avatar.settings import SpeechSettings, TextSettings
from tests.measure.fitting_texts import TEXTS


def main() -> None:
    """Measure all languages."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 4
    home = Home.usual().data
    sys.stdout.write("language  engine  ratio  error  worst  met  worst  prediction/real CPU\n")
    for language, texts in TEXTS.items():
        rows = [_row(text, language, home) for text in texts[:count]]
        ratio = median(real.sounding / quick.sounding for quick, real, *_ in rows)
        errors = [abs(quick.seconds(1) / real.seconds(1) - 1) for quick, real, *_ in rows]
        met = [abs(each - 1) for *_, each, _, _ in rows]
        cost = sum(row[-2] for row in rows) / sum(row[-1] for row in rows)
        engine = read_script(texts[0], TextSettings(language=language), home, None).cards[0].engine
        shares = f"{mean(errors):5.1%} {max(errors):6.1%} {mean(met):5.1%} {max(met):6.1%}"
        sys.stdout.write(f"{language:9} {engine:7} {ratio:5.3f}  {shares}  {cost:.2f}\n")


def _row(text: str, language: str, home: object) -> tuple:
    script = read_script(text, TextSettings(language=language), home, None)
    began = time.process_time()
    quick = fitting.predicted(script, home)
    looked = time.process_time()
    real = fitting.tried(script, SpeechSettings())
    spoke = time.process_time()
    # Wanted: a tenth less than it takes; the rate is found as a clip finds it.
    wanted = 0.9 * real.seconds(1)
    first = fitting.fit(quick, (wanted, wanted), (0.5, 2.0))
    found = fitting.fit(fitting.tried(script, SpeechSettings(speed=first.speed)), (wanted, wanted), (0.5, 2.0))
    takes = fitting.tried(script, SpeechSettings(speed=found.speed)).seconds(found.speed)
    return quick, real, takes / wanted, looked - began, spoke - looked


if __name__ == "__main__":
    main()
