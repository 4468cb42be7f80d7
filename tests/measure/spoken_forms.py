"""Count how many written forms are read as their spoken forms: python -m tests.measure.spoken_forms FILE.tsv.

The file has four columns with a head line: language, class, written form, spoken form. Both forms are read in their
language; they agree where the voice gets the same to say, pauses, case and hyphens aside. `--show` prints what differs.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from pathlib import Path

from avatar.errors import AvatarError
from avatar.settings import TextSettings
from avatar.text import read
from avatar.text.spoken import PAUSE


def said(text: str, language: str) -> str:
    """Give what a voice gets to say, in one line."""
    try:
        utterances = read(text, TextSettings(language=language))
    except AvatarError as error:
        return f"({error})"
    words = [word.reading for utterance in utterances for word in utterance.pronunciations if word.reading != PAUSE]
    line = re.sub(r"[-‐'’.,·\s]+", " ", " ".join(words)).casefold().strip()
    return line.replace(" ", "") if language in {"zh", "ja", "ko"} else line


def main() -> None:
    """Print how many agree, per language and class."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--lang", default="", help="only these languages, with commas between")
    parser.add_argument("--classes", action="store_true", help="a line per class")
    parser.add_argument("--show", action="store_true", help="print what differs")
    given = parser.parse_args()
    wanted = set(filter(None, given.lang.split(",")))
    right: Counter[tuple[str, str]] = Counter()
    all_: Counter[tuple[str, str]] = Counter()
    for row in given.file.read_text("utf-8").splitlines()[1:]:
        language, kind, written, spoken = row.split("\t")
        if wanted and language not in wanted:
            continue
        ours, theirs = said(written, language), said(spoken, language)
        for key in ((language, ""), (language, kind)):
            all_[key] += 1
            right[key] += ours == theirs
        if given.show and ours != theirs:
            sys.stdout.write(f"{language} {kind}: {written}\n    is    {ours}\n    wants {theirs}\n")
    for (language, kind), count in sorted(all_.items()):
        if given.classes or not kind:
            found = right[language, kind]
            sys.stdout.write(f"{language:4s} {kind or 'all':24s} {found:4d} of {count:4d}  {found / count:.1%}\n")


if __name__ == "__main__":
    main()
