"""Train the classifiers for Spanish, French, Italian, Portuguese and Japanese from policy_abroad and policy_hands.

    python -m tests.measure.policy_training_abroad               # writes avatar/permission/policy/weights/LANGUAGE.npz
    python -m tests.measure.policy_training_abroad --validate    # leaves out one manner of writing after the other

All five are fitted together, and what they know of kinds of words begins where the model for Chinese and English ended:
a weight costs what it departs from that. Each file holds what its own language has of it.
"""

from __future__ import annotations

import argparse
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

from avatar.permission.policy.features import BUCKETS, Kinds
from avatar.permission.policy.tongues import ABROAD, FIRST
from avatar.permission.policy.weighing import FOLDER, Weights, files_of
from avatar.service.brain.faq.reading import demonstration, read_faq
from avatar.service.brain.phrases import languages, phrase
from tests.measure.policy_reading import Script, abroad, sheets
from tests.measure.policy_training import (
    Fitted,
    Start,
    content_of,
    rows_of,
    trained,
    write,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

THRESHOLDS = (0.6, 0.75, -0.25, -0.75)
"""as in policy_training; the first was chosen by --validate, the last two are not used: no rule is overruled here"""
LOGITS = (-0.5, 0.0, 0.5, 1.0, 1.5, 2.0)
HELD_OUT = "frozen2"
"""The sheet that is never trained on"""
EVERYDAY = "everyday"
"""A part that is always trained on"""
FAMILY = ("es", "fr", "it", "pt")
"""which share pieces of words"""


@cache
def kinds_of(language: str) -> Kinds:
    """Read the kinds of words of a language."""
    return Kinds(files_of(FOLDER, language)[1])


def fit(told: Sequence[Script], seen: Sequence[np.ndarray]) -> Fitted:
    """Fit the models, beginning with what that for Chinese and English knows of kinds of words."""
    path, kinds = files_of(FOLDER, FIRST)
    return trained(told, seen, Kinds(kinds).size, Start.read(path))


def scripts() -> list[Script]:
    """Give all that is trained on."""
    told = (*abroad(), *sheets(), *own())
    return [script for script in told if script.language in ABROAD and script.part != HELD_OUT]


def own() -> Iterator[Script]:
    """Give what a service says of its own accord, and the answers of the demonstration."""
    for language in set(ABROAD) & set(languages()):
        for kind in ("hello", "thanks", "bye", "who", "unknown", "no_more", "ask", "instead", "broken", "too_long"):
            yield Script(phrase(kind, language, name="Anna", topics=""), "none", False, "", EVERYDAY, language)
    for entry in read_faq(demonstration()).entries:
        for language in set(ABROAD) & set(entry.answers):
            yield Script(entry.answers[language], "none", False, "", EVERYDAY, language)


def rows(told: Sequence[Script]) -> list[np.ndarray]:
    """Look at scripts, each with the kinds of its language."""
    return rows_of([content_of(script.text, kinds_of(script.language)) for script in told])


def fitted_for(language: str, fitted: Fitted, told: Sequence[Script], seen: Sequence[np.ndarray]) -> Fitted:
    """Keep what a language needs: the pieces that its family has, and all kinds."""
    family = FAMILY if language in FAMILY else (language,)
    there = np.unique(
        np.concatenate([row for script, row in zip(told, seen, strict=True) if script.language in family])
    )
    kept = np.isin(fitted.places, there) | (fitted.places >= BUCKETS)
    return Fitted(fitted.places[kept], fitted.count[:, kept], fitted.weigh[:, kept], fitted.scales)


def held_back(told: Sequence[Script], seen: Sequence[np.ndarray]) -> Iterator[tuple[Script, float]]:
    """Give each script that some manner of writing has, with what models say that never saw that manner: a logit."""
    for manner in sorted({script.part for script in told} - {EVERYDAY}):
        rest = [at for at, script in enumerate(told) if script.part != manner]
        fitted = fit([told[at] for at in rest], [seen[at] for at in rest])
        with TemporaryDirectory() as name:
            for language in ABROAD:
                own, kinds = fitted_for(language, fitted, told, seen), files_of(FOLDER, language)[1]
                path = Path(name) / f"{language}.npz"
                write(own.content(kinds, THRESHOLDS), path)
                weights = Weights(path, kinds)
                for script in told:
                    if script.part == manner and script.language == language:
                        content = content_of(script.text, kinds_of(language))
                        yield script, max(weights.score(window).logit for window in content.windows)


def validate() -> None:
    """Print what is above some logits, harmful / harmless in percent, of what the models had not seen."""
    told = scripts()
    found = list(held_back(told, rows(told)))
    names = [*sorted({script.part for script, _ in found}), *ABROAD, "all"]
    sys.stdout.write(f"{'logit above':<12}" + "".join(f"{at:>14}" for at in LOGITS) + "\n")
    for name in names:
        own = [(script.harmful, logit) for script, logit in found if name in (script.part, script.language, "all")]
        cells = [" / ".join(f"{_above(own, at, harmful):.1f}" for harmful in (True, False)) for at in LOGITS]
        sys.stdout.write(f"{name:<12}" + "".join(f"{cell:>14}" for cell in cells) + "\n")


def _above(found: Sequence[tuple[bool, float]], at: float, harmful: bool) -> float:
    own = [logit > at for is_harmful, logit in found if is_harmful is harmful]
    return 100 * sum(own) / max(1, len(own))


def main() -> None:
    """Train, or validate."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--validate", action="store_true")
    if parser.parse_args().validate:
        return validate()
    told = scripts()
    seen = rows(told)
    fitted = fit(told, seen)
    for language in ABROAD:
        path, kinds = files_of(FOLDER, language)
        write(fitted_for(language, fitted, told, seen).content(kinds, THRESHOLDS), path)
    return None


if __name__ == "__main__":
    main()
