"""How sure the encoding of short texts, of four characters beyond ASCII and more, is told.

    python -m tests.measure.encodings [TABLE]

The texts are the sentences of `language_sentences.tsv`, and the third column of TABLE (language, kind, text), if given.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from avatar.text.encodings import guesses, is_certain

FEWEST = 4
CODECS = {
    "zh": ("gb18030",),
    "ja": ("cp932", "euc_jp"),
    "ko": ("cp949",),
    "ru": ("cp1251", "koi8_r"),
    **dict.fromkeys(("fr", "de", "es", "sv"), ("cp1252",)),
}


def main() -> None:
    counts: Counter[tuple[str, str, str]] = Counter()
    for language, text in _texts():
        for codec in CODECS.get(language, ()):
            try:
                content = text.encode(codec)
            except UnicodeEncodeError:
                continue
            if sum(not each.isascii() for each in text) < FEWEST or _is_utf8(content):
                continue
            found = guesses(content)
            right = "right" if found and found[0].codec == codec else "wrong"
            sure = "certain" if found and is_certain(found) else "in doubt"
            counts[codec, right, sure] += 1
            if right == "wrong" and sure == "certain":
                sys.stdout.write(f"{text[:40]!r} in {codec} is taken for {found[0].codec}\n")
    for (codec, right, sure), count in sorted(counts.items()):
        sys.stdout.write(f"{codec:10} {right}, {sure}: {count}\n")


def _texts() -> list[tuple[str, str]]:
    tables = [(Path(__file__).with_name("language_sentences.tsv"), 1), *((Path(name), 2) for name in sys.argv[1:2])]
    rows = [(line.split("\t"), column) for path, column in tables for line in path.read_text("utf-8").splitlines()]
    return [(cells[0], cells[column]) for cells, column in rows if len(cells) > column and cells[0] in CODECS]


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


if __name__ == "__main__":
    main()
