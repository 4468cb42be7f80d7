"""py3langid alone beside what we make of it: script first, its statistics, our common words, the neighbours."""

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
    """language, sentence"""

SENTENCES = Path(__file__).parent / "language_sentences.tsv"
NAMES = {"no": "nb", "nn": "nb"}


def measure(asked: Namespace) -> None:
    """Tell how many sentences are given their language by either, and how long a sentence and the first one take."""
    before = _memory()
    begin = time.process_time()
    languages_of(["Guten Tag"])
    tell(f"ours is ready after {(time.process_time() - begin) * 1e3:.0f} ms, with {_memory() - before:.0f} MB more")
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    whole, twenty = (LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True) for _ in range(2))
    table = _read(SENTENCES)
    twenty.set_languages({"no" if language == "nb" else language for language, _ in table})
    ways: dict[str, Callable[[str], str]] = {
        "ours": lambda sentence: languages_of([sentence])[0],
        "py3langid": lambda sentence: _name(whole.classify(sentence)[0]),
        "py3langid, told the twenty": lambda sentence: _name(twenty.classify(sentence)[0]),
    }
    tables = {"short sentences": table}
    if asked.normalising:
        tables["spoken numbers"] = _of_numbers(asked.normalising)
    for title, rows in tables.items():
        for name, way in ways.items():
            _tell_how_many(f"{title}, {name}", rows, way)


def _tell_how_many(title: str, table: Sentences, way: Callable[[str], str]) -> None:
    wrong = Counter(language for language, sentence in table if way(sentence) != language)
    took = timed(lambda: [way(sentence) for _, sentence in table]) / len(table) * 1e3
    share = 1 - wrong.total() / len(table)
    missed = " ".join(f"{language} {count}" for language, count in wrong.most_common())
    tell(f"{title}: {len(table) - wrong.total()} of {len(table)} ({share:.1%}), {took:.2f} ms each; missed: {missed}")


def _read(table: Path) -> Sentences:
    lines = [line for line in table.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [(language, sentence) for language, sentence in (line.split("\t") for line in lines)]


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
