"""Write rules/syllables.toml anew after a term was added to rules/sounds.toml: its pinyin, and what sounds like it.

python tests/measure/policy_syllables.py
"""

from __future__ import annotations

import sys
from pathlib import Path

from avatar.permission.policy.sounds import characters_of, pinyin_of

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

RULES = Path(__file__).parents[2] / "avatar" / "permission" / "policy" / "rules"
HEAD = (
    "# Written by tests/measure/policy_syllables.py from sounds.toml with the readings of pypinyin (MIT licence);"
    " do not edit.\n"
)


def tables() -> dict[str, dict[str, str]]:
    """Give the two tables of the file."""
    terms = tomllib.loads((RULES / "sounds.toml").read_text(encoding="utf-8"))["sounds"]
    spelled = pinyin_of([term for term in terms if len(term) >= 3])
    syllables = characters_of(sorted({syllable for own in spelled.values() for syllable in own}))
    return {"spelled": {term: " ".join(own) for term, own in spelled.items()}, "syllables": syllables}


def main() -> None:
    """Write the file."""
    parts = [HEAD]
    for name, table in tables().items():
        parts += [
            f"\n[{name}]\n",
            *(f'{key if key.isascii() else f"{key!r}"} = "{own}"\n' for key, own in table.items()),
        ]
    (RULES / "syllables.toml").write_text("".join(parts), encoding="utf-8")


if __name__ == "__main__":
    main()
