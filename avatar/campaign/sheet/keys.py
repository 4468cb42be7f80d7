"""How each kind of value in a campaign.yaml is read: strictly, with a sentence for whoever has made a slip."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from avatar.campaign.sheet.document import Entries, Items, Node, Text
from avatar.campaign.sheet.filters import locale_of
from avatar.campaign.sheet.words import nearest
from avatar.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from avatar.campaign.sheet.document import Faults

_COLOUR = re.compile(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})")
_NAME = re.compile(r"[^\W\d]\w*")


class Values:
    """Reads the values of one file; what cannot be read is noted, and given as nothing."""

    def __init__(self, folder: Path, faults: Faults) -> None:
        self._folder, self._faults = folder, faults

    def text(self, key: str, node: Node) -> str | None:
        """Read one value; None for nothing."""
        if isinstance(node, Text):
            return None if node.is_empty else node.value
        self.fault(node, f"{key!r} wants one value, not {_kind(node)}.")
        return None

    def number(self, key: str, node: Node, least: float, most: float) -> float | None:
        """Read a number within limits."""
        written = self.text(key, node)
        if written is None:
            return None
        try:
            number = float(written)
        except ValueError:
            number = float("nan")
        if not least <= number <= most:
            self.fault(node, f"{key!r} is {written!r}; give a number from {least:g} to {most:g}.")
            return None
        return number

    def texts(self, key: str, node: Node) -> tuple[str, ...]:
        """Read several values: a list, or one line with commas."""
        if isinstance(node, Text):
            return () if node.is_empty else tuple(each.strip() for each in node.value.split(",") if each.strip())
        if isinstance(node, Items):
            return tuple(text for each in node.items if (text := self.text(key, each)) is not None)
        self.fault(node, f"{key!r} wants a list such as [a, b], not {_kind(node)}.")
        return ()

    def mapping(self, key: str, node: Node, known: Iterable[str] | None = None) -> Mapping[str, Node]:
        """Read named values, whose names may have to be among those `known`."""
        if not isinstance(node, Entries):
            if not (isinstance(node, Text) and node.is_empty):
                self.fault(node, f"{key!r} wants lines such as name: value below it, not {_kind(node)}.")
            return {}
        names = list(known) if known is not None else None
        for name in node.entries:
            if names is not None and name not in names:
                self.unknown(node.lines[name], f"{key!r} has no {name!r}", name, names)
        return {name: each for name, each in node.entries.items() if names is None or name in names}

    def named_texts(self, key: str, node: Node) -> dict[str, str]:
        """Read texts under names."""
        found = {name: self.text(f"{key}.{name}", each) for name, each in self.mapping(key, node).items()}
        return {name: text for name, text in found.items() if text is not None}

    def by_language(self, key: str, node: Node) -> dict[str, str]:
        """Read one value for all languages, or one for each: {zh: a, en: b}, in which default is for the others."""
        if isinstance(node, Text):
            text = self.text(key, node)
            return {} if text is None else {"": text}
        found = {}
        for tag, each in self.mapping(key, node).items():
            text = self.text(f"{key}.{tag}", each)
            if tag != "default" and not self.is_language(each, tag):
                continue
            if text is not None:
                found["" if tag == "default" else language_tag(tag)] = text
        return found

    def languages(self, key: str, node: Node) -> tuple[str, ...]:
        """Read languages, each once."""
        found = [language_tag(tag) for tag in self.texts(key, node) if self.is_language(node, tag)]
        for tag in sorted({each for each in found if found.count(each) > 1}):
            self.fault(node, f"The language {tag!r} stands twice in {key!r}; keep one.")
        return tuple(dict.fromkeys(found))

    def colours(self, key: str, node: Node) -> dict[str, str]:
        """Read colours under names."""
        found = {}
        for name, each in self.mapping(key, node).items():
            text = self.text(f"{key}.{name}", each)
            if text is None:
                cure = "; a colour with # needs quotation marks" if isinstance(each, Text) else ""
                self.fault(each, f'The colour {name!r} is empty{cure}: "#0a4d8c".')
            elif _COLOUR.fullmatch(text):
                found[name] = text
            else:
                self.fault(each, f'{text!r} is no colour; write it as "#0a4d8c", with its quotation marks.')
        return found

    def path(self, key: str, node: Node) -> str:
        """Read the path of a file that must be there, from the folder of the campaign on."""
        text = self.text(key, node)
        if text is None:
            return ""
        place = placed(self._folder, text)
        if not os.path.isfile(place):  # noqa: PTH113 - Path.is_file raises for names that no disk takes
            self.fault(node, f"{key!r} names {text!r}, and there is no such file in {str(self._folder)!r}.")
        return place

    def is_language(self, node: Node, tag: str) -> bool:
        """Tell whether this is a language that is known; if not, note it."""
        try:
            locale_of(tag)
        except InputError as fault:
            self.fault(node, str(fault))
            return False
        return True

    def checked(self, node: Node, make: Callable[[], object]) -> bool:
        """Tell whether something can be made; if not, note why."""
        try:
            make()
        except InputError as fault:
            self.fault(node, str(fault))
            return False
        return True

    def fault(self, node: Node, sentence: str) -> None:
        """Note what is wrong with a value."""
        self._faults.add(node.line, sentence)

    def unknown(self, line: int, what: str, name: str, known: Iterable[str]) -> None:
        """Note a name that there is not, and what may have been meant."""
        names = list(known)
        hint = nearest(name, names)
        self._faults.add(line, f"{what}{hint}" if hint else f"{what}; there are: {', '.join(names)}.")


def language_tag(tag: str) -> str:
    """Write a language's tag as it is usually written: zh-TW for zh_tw, sr-Latn for sr-latn."""
    first, *rest = tag.strip().replace("_", "-").split("-")
    return "-".join((first.lower(), *(each.title() if len(each) == 4 else each.upper() for each in rest)))


def placed(folder: Path, path: str) -> str:
    """Give a path from a campaign's folder on; what is a URL stays one."""
    if "://" in path:
        return path
    return str(folder / Path(path).expanduser())


def is_name(text: str) -> bool:
    """Tell whether texts can use this as a name: letters, digits and _ ."""
    return bool(_NAME.fullmatch(text))


def _kind(node: Node) -> str:
    if isinstance(node, Items):
        return "a list"
    return "lines below it" if isinstance(node, Entries) else f"{node.value[:40]!r}"
