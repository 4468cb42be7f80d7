"""Train the classifiers for Spanish, French, Italian, Portuguese and Japanese from policy_abroad and policy_hands.

    python -m tests.measure.policy_training_abroad               # writes weights/family.npz and ja.npz
    python -m tests.measure.policy_training_abroad --validate    # leaves out one manner of writing after the other

All five are fitted together, and what they know of kinds and senses of words begins where the model for Chinese and
English ended: a weight costs what it departs from that. One file holds what the four languages of a family have of it,
one what Japanese has.
"""

from __future__ import annotations

import argparse
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

from avatar.permission.policy.features import BUCKETS
from avatar.permission.policy.tongues import ABROAD, FAMILY, FIRST
from avatar.permission.policy.weighing import FOLDER, Lists, Weights, files_of
from avatar.service.brain.faq.reading import demonstration, read_faq
from avatar.service.brain.phrases import languages, phrase
from tests.measure.policy_reading import Script, abroad, sheets, strangers
from tests.measure.policy_training import (
    Fitted,
    Start,
    content_of,
    row_of,
    trained,
    write,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Content = dict[str, np.ndarray]

THRESHOLDS = (0.6, 0.75, -0.25, -0.75)
"""as in policy_training; the first was chosen by --validate, the last two are not used: no rule is overruled here"""
LOGITS = (-0.5, 0.0, 0.5, 1.0, 1.5, 2.0)
HELD_OUT = ("frozen2", "frozen3", "frozen4", "counter")
"""Sheets that are never trained on"""
EVERYDAY = "everyday"
"""A part that is always trained on"""


@cache
def lists_of(language: str) -> Lists:
    """Read what was written by hand about the words of a language."""
    return Lists.read(language)


def fit(told: Sequence[Script], seen: Sequence[np.ndarray]) -> Fitted:
    """Fit the models, beginning with what that for Chinese and English knows of kinds and senses of words."""
    return trained(told, seen, lists_of(FIRST), Start.read(files_of(FOLDER, FIRST)[0]))


def scripts() -> list[Script]:
    """Give all that is trained on."""
    told = (*abroad(), *strangers(), *sheets(), *own())
    return [script for script in told if script.language in ABROAD and script.part not in HELD_OUT]


def own() -> Iterator[Script]:
    """Give what a service says of its own accord, and the answers of the demonstration."""
    for language in sorted(set(ABROAD) & set(languages())):
        for kind in ("hello", "thanks", "bye", "who", "unknown", "no_more", "ask", "instead", "broken", "too_long"):
            yield Script(phrase(kind, language, name="Anna", topics=""), "none", False, "", EVERYDAY, language)
    for entry in read_faq(demonstration()).entries:
        for language in sorted(set(ABROAD) & set(entry.answers)):
            yield Script(entry.answers[language], "none", False, "", EVERYDAY, language)


def rows(told: Sequence[Script]) -> list[np.ndarray]:
    """Look at scripts, each with the lists of its language."""
    return [row_of(script.text, lists_of(script.language)) for script in told]


def contents(fitted: Fitted, told: Sequence[Script], seen: Sequence[np.ndarray]) -> Iterator[tuple[str, Content]]:
    """Give the name and the content of each weights file: the pieces that its languages have, and all other things."""
    for family in (FAMILY, *((language,) for language in ABROAD if language not in FAMILY)):
        own = [row for script, row in zip(told, seen, strict=True) if script.language in family]
        kept = np.isin(fitted.places, np.unique(np.concatenate(own))) | (fitted.places >= BUCKETS)
        part = Fitted(fitted.places[kept], fitted.count[:, kept], fitted.weigh[:, kept], fitted.scales)
        kinds = [files_of(FOLDER, language)[1] for language in family]
        yield files_of(FOLDER, family[0])[0].name, part.content(kinds, THRESHOLDS)


def held_back(told: Sequence[Script], seen: Sequence[np.ndarray]) -> Iterator[tuple[Script, float]]:
    """Give each script that some manner of writing has, with what models say that never saw that manner: a logit."""
    for manner in sorted({script.part for script in told} - {EVERYDAY}):
        rest = [at for at, script in enumerate(told) if script.part != manner]
        fitted = fit([told[at] for at in rest], [seen[at] for at in rest])
        with TemporaryDirectory() as name:
            for file, content in contents(fitted, told, seen):
                write(content, Path(name) / file)
            weights = {language: Weights(*files_of(Path(name), language), language) for language in ABROAD}
        for script in told:
            if script.part == manner:
                windows = content_of(script.text, lists_of(script.language)).windows
                yield script, max(weights[script.language].score(window).logit for window in windows)


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
    for file, content in contents(fitted, told, seen):
        write(content, FOLDER / file)
    return None


if __name__ == "__main__":
    main()
