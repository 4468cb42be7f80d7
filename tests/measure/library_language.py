"""py3langid alone beside what we make of it: script first, its statistics, our common words, the neighbours.

Its two tables say which half of them the words and weights were chosen with.
"""

from __future__ import annotations

import re
import resource
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from library_costs import tell, timed

from avatar.text.language import languages_of

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable

    Sentences = list[tuple[str, str]]
    """languages that it may be in, parted by a stroke, and sentence"""

SENTENCES = Path(__file__).parent / "language_sentences.tsv"
TEXTS = Path(__file__).parent / "language_texts.tsv"
HALVES = ("tuned", "held")
MAIN = frozenset(["zh", "en", "ja", "ko", "es", "fr", "de", "ru", "ar", "pt", "it"])
"""languages that are asked for most"""
NAMES = {"no": "nb", "nn": "nb"}


def measure(asked: Namespace) -> None:
    """Tell how many sentences are given their language by either, and how long a sentence and the first one take."""
    before = _memory()
    begin = time.process_time()
    languages_of(["Guten Tag"])
    tell(f"ours is ready after {(time.process_time() - begin) * 1e3:.0f} ms, with {_memory() - before:.0f} MB more")
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    whole = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    ways: dict[str, Callable[[str], str]] = {
        "ours": lambda sentence: languages_of([sentence])[0],
        "py3langid": lambda sentence: _name(whole.classify(sentence)[0]),
    }
    tables = {f"short sentences, {half}": sentences(half) for half in HALVES}
    if asked.normalising:
        tables["spoken numbers"] = _of_numbers(asked.normalising)
    for title, rows in tables.items():
        for name, way in ways.items():
            _tell_how_many(f"{title}, {name}", rows, way)
    for half in HALVES:
        missed = [
            f"{got} for {language}: {sentence}"
            for text in texts(half)
            for (language, sentence), got in zip(text, languages_of([said for _, said in text]), strict=True)
            if got != language
        ]
        count = sum(map(len, texts(half)))
        tell(f"sentences within texts, {half}, ours: {count - len(missed)} of {count}; missed: {'; '.join(missed)}")


def sentences(half: str) -> Sentences:
    """Read the sentences of one half, each with the languages that it may be in."""
    rows = (line.split("\t") for line in _lines(SENTENCES))
    return [(language, sentence) for part, language, sentence in rows if part == half]


def texts(half: str) -> list[Sentences]:
    """Read the texts of one half."""
    rows = (line.split("\t") for line in _lines(TEXTS))
    return [
        [(language, said) for language, _, said in (each.partition("|") for each in parts)]
        for part, *parts in rows
        if part == half
    ]


def _lines(table: Path) -> list[str]:
    return [line for line in table.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


def _tell_how_many(title: str, table: Sentences, way: Callable[[str], str]) -> None:
    wrong = [language for language, sentence in table if way(sentence) not in language.split("/")]
    took = timed(lambda: [way(sentence) for _, sentence in table]) / len(table) * 1e3
    tell(f"{title}: {_share(len(table), len(wrong))}, {took:.2f} ms each")
    main = sum(language.split("/")[0] in MAIN for language, _ in table)
    tell(f"  of these in {len(MAIN)} languages: {_share(main, sum(each.split('/')[0] in MAIN for each in wrong))}")
    tell(f"  missed: {' '.join(f'{language} {count}' for language, count in Counter(wrong).most_common())}")


def _share(count: int, wrong: int) -> str:
    return f"{count - wrong} of {count} ({1 - wrong / count:.1%})"


def _of_numbers(table: Path) -> Sentences:
    """Take the spoken forms of three words and more, in languages that share their letters with others."""
    found = set()
    for line in table.read_text(encoding="utf-8").splitlines():
        language, _, *forms = line.split("\t")
        for form in forms:
            words = re.findall(r"[^\W\d_]{2,}", form)
            if language in ("de", "en", "es", "fr", "it", "pt", "vi", "ru") and 3 <= len(words) == len(form.split()):
                found.add((language, form))
    return sorted(found)


def _name(label: str) -> str:
    return NAMES.get(label, label)


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
