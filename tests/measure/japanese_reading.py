"""How well sentences of ours in `tests/unit/text/japanese_readings.tsv` are read, by us and by what may be installed.

Usage: `python -m tests.measure.japanese_reading [READER ...]`, with READER among avatar (default), lindera, janome,
openjtalk, unidic, sudachi-small, sudachi-core and pykakasi. One process per reader tells time and memory apart.
Printed: milliseconds to import and load, milliseconds a sentence, peak memory, and sentences read right, by kind.
"""

from __future__ import annotations

import re
import resource
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    Reader = Callable[[str], str]

TABLE = Path(__file__).parent.parent / "unit" / "text" / "japanese_readings.tsv"
_HIRAGANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}
_SAME = str.maketrans("ヲヅヂ", "オズジ")
_VOWELS = {
    kana: vowel
    for vowel, row in (
        ("ア", "アカサタナハマヤラワガザダバパァャヮ"),
        ("イ", "イキシチニヒミリギジビピィ"),
        ("ウ", "ウクスツヌフムユルグズブプゥュヴ"),
        ("エ", "エケセテネヘメレゲゼデベペェ"),
        ("オ", "オコソトノホモヨロゴゾドボポォョ"),
    )
    for kana in row
}


class Sentence(NamedTuple):
    """A sentence and how it is read."""

    kind: str
    text: str
    readings: tuple[str, ...]
    """katakana as pronounced; any of them is right"""


def sentences() -> list[Sentence]:
    """Read the table."""
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    rows = [line.split("\t") for line in lines]
    return [Sentence(kind, text, tuple(readings.split("|"))) for kind, text, readings in rows]


def sound(kana: str) -> str:
    """Write kana as they sound: katakana alone, long vowels as the vowel twice, one letter for one sound."""
    sounds: list[str] = []
    for letter in re.sub("[^ァ-ヴー]", "", kana.translate(_HIRAGANA).translate(_SAME)):
        vowel = _VOWELS.get(sounds[-1]) if sounds else None
        is_long = letter == "ー" or (letter, vowel) in {("ウ", "オ"), ("イ", "エ")}
        sounds.append(vowel if is_long and vowel else letter)
    return "".join(sounds)


def is_right(sentence: Sentence, kana: str) -> bool:
    """Tell whether a reading sounds like one of those of the table."""
    return sound(kana) in map(sound, sentence.readings)


def _avatar() -> Reader:
    from avatar.text.japanese.speak import speak_japanese

    return lambda text: "".join(piece.says for piece in speak_japanese(text))


def _lindera() -> Reader:
    from lindera import TokenizerBuilder

    builder = TokenizerBuilder()
    builder.set_mode("normal")
    builder.set_dictionary("embedded://ipadic")
    tokenizer = builder.build()
    return lambda text: "".join(token.details[8] for token in tokenizer.tokenize(text))


def _janome() -> Reader:
    from janome.tokenizer import Tokenizer

    tokenizer = Tokenizer()
    return lambda text: "".join(word.phonetic for word in tokenizer.tokenize(text))


def _openjtalk() -> Reader:
    import pyopenjtalk

    return lambda text: pyopenjtalk.g2p(text, kana=True)


def _unidic() -> Reader:
    import fugashi

    tagger = fugashi.Tagger()
    return lambda text: "".join(word.feature.pron or word.surface for word in tagger(text))


def _sudachi(edition: str) -> Reader:
    import sudachipy

    tokenizer = sudachipy.Dictionary(dict=edition).tokenizer()
    particles = {"は": "ワ", "へ": "エ", "を": "オ"}  # it gives readings, not pronunciations

    def read(text: str) -> str:
        words = tokenizer.tokenize(text)
        is_particle = [word.part_of_speech()[0] == "助詞" for word in words]
        said = zip(words, is_particle, strict=True)
        return "".join((particles.get(word.surface()) if one else None) or word.reading_form() for word, one in said)

    return read


def _pykakasi() -> Reader:
    import pykakasi

    converter = pykakasi.kakasi()
    return lambda text: "".join(word["kana"] for word in converter.convert(text))


READERS: dict[str, Callable[[], Reader]] = {
    "avatar": _avatar,
    "lindera": _lindera,
    "janome": _janome,
    "openjtalk": _openjtalk,
    "unidic": _unidic,
    "sudachi-small": lambda: _sudachi("small"),
    "sudachi-core": lambda: _sudachi("core"),
    "pykakasi": _pykakasi,
}


def measure(name: str) -> None:
    """Print one reader's row, and on standard error the sentences that it reads otherwise."""
    begin = time.perf_counter()
    read = READERS[name]()
    read("今日は")
    loaded = time.perf_counter()
    table = sentences()
    said = [read(sentence.text) for sentence in table]
    spent = time.perf_counter() - loaded
    right, of = Counter[str](), Counter(sentence.kind for sentence in table)
    for sentence, kana in zip(table, said, strict=True):
        right[sentence.kind] += is_right(sentence, kana)
        if not is_right(sentence, kana):
            sys.stderr.write(f"  {sentence.text} {kana}\n")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    kinds = ", ".join(f"{kind} {right[kind]}/{count}" for kind, count in of.items())
    times = f"{(loaded - begin) * 1e3:.0f} ms to load, {spent / len(table) * 1e3:.2f} ms a sentence, {peak:.0f} MB"
    sys.stdout.write(f"{name}: {sum(right.values())} of {len(table)} right ({kinds}); {times}\n")


if __name__ == "__main__":
    for reader in sys.argv[1:] or ["avatar"]:
        measure(reader)
