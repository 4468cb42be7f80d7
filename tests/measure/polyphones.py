"""Count how many polyphones are read as labelled: python -m tests.measure.polyphones FILE.sent FILE.lb.

A line of the first file is a sentence with the polyphone between ▁ ▁, the same line of the second its reading
("hang2"). A reading counts as right too where it differs by third-tone sandhi alone, a second tone for the third. Those
that have a neutral tone where the label has another are counted apart: 认识 is ren4 shi5 in Xiandai Hanyu Cidian, and
shi2 in the labels. `--show` prints every difference.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from avatar.text.pronouncing import pronunciations

MARK = "▁"
WORST = 30


class Case(NamedTuple):
    """One line of the test."""

    sentence: str
    """without the marks"""
    place: int
    """of the polyphone"""
    label: str
    """its reading"""


def cases(sentences: Path, labels: Path) -> list[Case]:
    """Read the two files."""
    found = []
    for line, label in zip(
        sentences.read_text("utf-8").splitlines(), labels.read_text("utf-8").splitlines(), strict=True
    ):
        place = line.index(MARK)
        found.append(Case(line.replace(MARK, ""), place, label.strip().replace("u:", "v")))
    return found


def reading_at(sentence: str, place: int) -> str:
    """Give how we read one character of a sentence; "" where nothing is said for it."""
    end = 0
    for word in pronunciations(sentence, "zh"):
        start = sentence.find(word.word, end)
        if start < 0:
            continue
        end = start + len(word.word)
        if start <= place < end:
            return _of(word.word, word.reading.split(), place - start)
    return ""


def _of(word: str, syllables: list[str], place: int) -> str:
    """Give the syllable of a character; a suffix 儿 is part of the one before."""
    if len(syllables) == len(word):
        return syllables[place]
    taken = -1
    for at, character in enumerate(word):
        is_suffix = character == "儿" and 0 <= taken < len(syllables) and syllables[taken][:-1].endswith("r")
        is_suffix = is_suffix and not syllables[taken].startswith("er")
        taken += not is_suffix
        if at == place:
            return "r5" if is_suffix else re.sub("(?<!^e)r(?=[1-5]$)", "", syllables[min(taken, len(syllables) - 1)])
    return ""


def agrees(ours: str, label: str) -> bool:
    """Tell whether a reading is the label's, third-tone sandhi aside."""
    return ours == label or (label.endswith("3") and ours == f"{label[:-1]}2")


def main() -> None:
    """Print the share that is right, in all and for the characters that are worst."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sentences", type=Path)
    parser.add_argument("labels", type=Path)
    parser.add_argument("--show", action="store_true", help="print what differs")
    given = parser.parse_args()
    all_, wrong, neutral = Counter[str](), Counter[str](), 0
    size, start = 0, time.process_time()
    for case in cases(given.sentences, given.labels):
        ours = reading_at(case.sentence, case.place)
        character = case.sentence[case.place]
        all_[character] += 1
        size += len(case.sentence)
        if agrees(ours, case.label):
            continue
        wrong[character] += 1
        neutral += ours[:-1] == case.label[:-1] and ours.endswith("5")
        if given.show:
            around = case.sentence[max(case.place - 12, 0) : case.place + 13]
            sys.stdout.write(f"{character} is {ours}, label {case.label}: {around}\n")
    took, count, missed = time.process_time() - start, all_.total(), wrong.total()
    sys.stdout.write(
        f"right                      {count - missed} of {count}  {1 - missed / count:.2%}\n"
        f"right, or neutral instead  {count - missed + neutral} of {count}  {1 - (missed - neutral) / count:.2%}\n"
        f"CPU time a character       {took / size * 1000:.3f} ms\n"
    )
    for character, count in wrong.most_common(WORST):
        sys.stdout.write(f"{character}  {count} of {all_[character]} wrong\n")


if __name__ == "__main__":
    main()
