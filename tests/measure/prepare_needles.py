"""Find the needles of the shipped rules, and lay them where the policy looks for them.

    python -m tests.measure.prepare_needles

Run it after a rule file or `patterns.py` was changed, and commit what it wrote; a test asks for it.
"""

from __future__ import annotations

import json
import sys

from avatar.permission.policy.lexicon import ALSO, LANGUAGES, read_lexicon
from avatar.permission.policy.needles import FOLDER, RULES, found_before, rules_digest


def main() -> None:
    """Write one file per language."""
    FOLDER.mkdir(exist_ok=True)
    for language in (*LANGUAGES, *ALSO):
        place = FOLDER / f"{language}.json"
        place.unlink(missing_ok=True)
        found = needles_of(language)
        lines = ",\n".join(f"{_written(part)}:{_written(needles)}" for part, needles in found.items())
        place.write_text(f"[{_written(rules_digest())},{{\n{lines}\n}}]\n", encoding="utf-8")
        sys.stdout.write(f"{place}: {len(found)} patterns\n")


def needles_of(language: str) -> dict[str, list[list[str]]]:
    """Give pattern -> its sets of needles, in order."""
    found_before.cache_clear()
    read_lexicon.cache_clear()
    patterns: dict[str, list[list[str]]] = {}
    for concept in read_lexicon((RULES,)).concepts.values():
        for phrase in (*concept.patterns(language), *concept.excepted(language)):
            patterns[phrase.part] = [sorted(own) for own in phrase.needles]
    return dict(sorted(patterns.items()))


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


if __name__ == "__main__":
    main()
