"""What a template asks for: variables with their kinds, and the values that tables and people give for them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from avatar.data.language import primary_subtag
from avatar.errors import InputError

KINDS = ("text", "list", "picture", "film", "sound", "colour", "font", "number", "choice")
"""what a variable may be"""
FILES = ("picture", "film", "sound")
"""kinds that are paths"""
_KEYS = ("kind", "about", "required", "default", "max", "item_max", "choices")


@dataclass(frozen=True, slots=True)
class Variable:
    """One thing that a template asks for."""

    name: str
    kind: str = "text"
    """one of `KINDS`"""
    about: str = ""
    """one line"""
    required: bool = False
    default: Any = None
    """a value, or a table of values by language"""
    max: int = 0
    """characters of a text, or items of a list; 0: as many as fit"""
    item_max: int = 0
    """characters of a list's item; 0: as many as fit"""
    choices: tuple[str, ...] = ()
    """of a choice"""

    def usual(self, language: str) -> Any:  # noqa: ANN401 - as many types as there are kinds
        """Give the default for a language."""
        if not isinstance(self.default, dict):
            return self.default
        by_tag = {str(tag).lower(): value for tag, value in self.default.items()}
        for tag in (language.lower(), primary_subtag(language), "en"):
            if tag in by_tag:
                return by_tag[tag]
        return next(iter(by_tag.values()), None)


def read_variable(name: str, table: Any) -> Variable:  # noqa: ANN401 - what TOML gives
    """Read what a template says of a variable. Raise `InputError` for what it may not say."""
    if not isinstance(table, dict):
        raise InputError(f"The variable {name!r} is {table!r}; write it as a table, [variables.{name}].")
    if unknown := sorted(set(table) - set(_KEYS)):
        raise InputError(f"[variables.{name}] has no {unknown[0]!r}; use {', '.join(_KEYS)}.")
    kind = table.get("kind", "text")
    if kind not in KINDS:
        raise InputError(f"The variable {name!r} is of the kind {kind!r}, which is none; use {', '.join(KINDS)}.")
    if kind == "choice" and not table.get("choices"):
        raise InputError(f"The variable {name!r} is a choice of nothing; list its choices.")
    return Variable(name, **{**table, "choices": tuple(table.get("choices", ()))})


def value_of(variable: Variable, given: Any, folder: Path, *, is_own: bool = False) -> Any:  # noqa: ANN401
    """Take a value as a table's cell, a shell or Python gives it; one of the template's own lies in its `folder`.

    Raise `InputError` for what is none of its kind. What is empty is "", or an empty list.
    """
    if variable.kind == "list":
        return _items(variable, given)
    text = "" if given is None else str(given).strip()
    if not text:
        return ""
    if variable.kind in FILES:
        return str(_file(text, folder if is_own else None, variable.kind))
    if variable.kind == "number":
        return _number(text)
    if variable.kind == "choice" and text not in variable.choices:
        raise InputError(f"{text!r} is none of its choices; use one of {', '.join(variable.choices)}.")
    if variable.max and len(text) > variable.max:
        raise InputError(f"It has {len(text)} characters, but {variable.max} at most; shorten it: {text[:40]!r}.")
    return text


def _items(variable: Variable, given: Any) -> list[dict[str, str]]:  # noqa: ANN401
    """Take a list's items, each with its text and its cue."""
    if given is None:
        return []
    each = given if isinstance(given, (list, tuple)) else str(given).replace("\\n", "\n").splitlines()
    items = [found for one in each if (found := item_of(one))["text"]]
    if variable.max and len(items) > variable.max:
        raise InputError(f"It has {len(items)} items, but {variable.max} at most; leave some out.")
    longest = max((len(item["text"]) for item in items), default=0)
    if variable.item_max and longest > variable.item_max:
        raise InputError(f"An item has {longest} characters, but {variable.item_max} at most; shorten it.")
    return items


def item_of(one: Any) -> dict[str, str]:  # noqa: ANN401
    """Take an item of a list: what is shown, and after a bar the words that bring it."""
    if isinstance(one, dict):
        return {"text": str(one.get("text", "")).strip(), "cue": str(one.get("cue", "")).strip()}
    text, _, cue = str(one).partition("|")
    return {"text": text.strip().removeprefix("- ").removeprefix("• ").strip(), "cue": cue.strip()}


def _file(text: str, folder: Path | None, kind: str) -> Path:
    path = Path(text).expanduser()
    place = folder / path if folder is not None else path.absolute()
    if not place.is_file():
        raise InputError(f"There is no file {text!r}; give the path of a {kind}.")
    return place


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise InputError(f"{text!r} is not a number; write one such as 12.5.") from None
