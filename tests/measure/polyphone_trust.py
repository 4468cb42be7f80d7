"""Learn whom to believe about polyphones: python -m tests.measure.polyphone_trust FILE.sent FILE.lb > trust.json.

Prints avatar/text/chinese/trust.json as the lines of both files teach it (their form: tests/measure/polyphones.py):
the factor of the network, the weights of a lone character's usual reading, of a dictionary's words of two characters
and of longer ones, and the characters that have several readings there, and one. On standard error stands what the
weights reach on the half of the lines that they were not learned from, beside the network and the dictionary alone.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.optimize import minimize

from avatar.text.chinese import pinyin
from avatar.text.chinese.context import Context
from avatar.text.chinese.weighing import FIRM, trust
from avatar.text.pronouncing import _reader
from avatar.text.spoken import PAUSE
from tests.measure.polyphones import Case, agrees, cases

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

KINDS = ("lone", "pair", "longer")
LEAST = -12.0


class Choice(NamedTuple):
    """What was to be chosen between at one polyphone."""

    character: str
    label: str
    dictionary: str
    """its reading"""
    kind: str
    """which weight it has"""
    odds: Mapping[str, float]
    """reading -> log"""


def choices(found: Sequence[Case]) -> list[Choice]:
    """Ask dictionary and network about each polyphone."""
    seen: list[tuple[str, float, Mapping[str, float]]] = []

    def weigh(_: str, reading: str, weight: float, odds: Mapping[str, float]) -> str:
        seen.append((reading, weight, odds))
        return reading

    pinyin.weigh = weigh
    kinds = {FIRM: "ours", trust().ours: "ours", **{getattr(trust(), kind): kind for kind in KINDS}}
    made = []
    for case in found:
        seen.clear()
        context, end = Context(case.sentence), 0
        for piece in _reader("zh")(case.sentence):
            place = case.sentence.find(piece.word, end)
            end = max(end, place + len(piece.word))
            if piece.language == "zh" and piece.says != PAUSE:
                pinyin.pronounce([(piece, place)], context)
        wanted = context.odds(case.place)
        for reading, weight, odds in seen:
            if odds and odds is wanted and weight in kinds:
                made.append(Choice(case.sentence[case.place], case.label, reading, kinds[weight], odds))
    return made


def chosen(choice: Choice, weights: Mapping[str, float]) -> str:
    """Choose as `weighing` does, but for the characters of which the network learned one reading only."""
    if choice.kind == "ours":
        return choice.dictionary
    return max(
        choice.odds,
        key=lambda each: (
            weights["network"] * max(choice.odds[each], LEAST) + weights[choice.kind] * (each == choice.dictionary)
        ),
    )


def learned(taught: Sequence[Choice]) -> dict[str, float]:
    """Fit the weights by maximum likelihood."""
    kept = [each for each in taught if each.label in each.odds and each.kind != "ours"]
    usual = np.array([0.5, 0.1, 2.0, 2.0])

    def loss(values: np.ndarray) -> float:
        weights = dict(zip(("network", *KINDS), values, strict=True))
        total = float(((values - usual) ** 2).sum())  # few lines teach some of them
        for each in kept:
            scores = {
                reading: weights["network"] * max(log, LEAST) + weights[each.kind] * (reading == each.dictionary)
                for reading, log in each.odds.items()
            }
            total += np.logaddexp.reduce(list(scores.values())) - scores[each.label]
        return total

    found = minimize(loss, usual, method="Nelder-Mead", options={"xatol": 0.02, "fatol": 0.05})
    return dict(zip(("network", *KINDS), (round(float(value), 2) for value in found.x), strict=True))


def main() -> None:
    """Print what was learned."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sentences", type=Path)
    parser.add_argument("labels", type=Path)
    given = parser.parse_args()
    found = cases(given.sentences, given.labels)
    random.Random(0).shuffle(found)
    asked = choices(found)
    half = len(asked) // 2
    weights, held = learned(asked[:half]), asked[half:]
    for name, reading in (
        ("dictionary alone", lambda each: each.dictionary),
        ("network alone", lambda each: max(each.odds, key=each.odds.__getitem__)),
        ("both, on lines held back", lambda each: chosen(each, weights)),
    ):
        right = sum(agrees(reading(each), each.label) for each in held)
        sys.stderr.write(f"{name:26s} {right} of {len(held)}  {right / len(held):.2%}\n")
    readings: dict[str, set[str]] = {}
    for case in found:
        if case.sentence[case.place] == "儿":  # a suffix or a child: that is told elsewhere
            continue
        readings.setdefault(case.sentence[case.place], set()).add(case.label)
    taught, once = (
        "".join(sorted(character for character, several in readings.items() if (len(several) > 1) == is_several))
        for is_several in (True, False)
    )
    kept = {**learned(asked), "ours": trust().ours, "taught": taught, "once": once}
    sys.stdout.write(json.dumps(kept, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
