"""A YAML file as it is written, with the line of everything in it: `no` is a language, not a falsehood.

Nothing of it becomes an object on its own; who asks for a number reads one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from avatar.errors import InputError, NotInstalledError
from avatar.runtime.access import told

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import yaml

_LARGEST = 200_000
"""bytes of the file; more is no campaign"""
_DEEPEST = 8
"""levels of what stands in something else"""
_EMPTY = frozenset({"", "~", "null", "Null", "NULL"})
"""what YAML writes for nothing"""

_TAGS = frozenset({"str", "int", "float", "bool", "null", "timestamp", "seq", "map", "merge", "value"})
"""kinds that YAML sees in plain values; the others would make objects"""

_SECOND_COLON = "mapping values are not allowed"
"""what PyYAML says of a colon where none may be"""
_EXPLAINED = {
    _SECOND_COLON: 'There is a second ": " in it, or it is set in too far; put a text with a colon in quotes: "a: b".',
    "cannot start any token": "The value begins with a sign that means something else in YAML; put it in quotes.",
    "could not find expected ':'": 'There is no colon after the key; write it as "key: value".',
    "expected <block end>": "It is set in otherwise than the lines around it, or a bracket or quote is not closed.",
    "expected ',' or": "It is set in otherwise than the lines around it, or a bracket or quote is not closed.",
    "end of stream": "A quote or bracket that begins here or above is never closed.",
}
"""what it says of other things, and what that means"""


@dataclass(frozen=True, slots=True)
class Text:
    """One value, as it is written."""

    line: int
    """from 1"""
    value: str
    """without its quotation marks"""
    is_quoted: bool = False
    """it is a text, whatever it looks like"""

    @property
    def is_empty(self) -> bool:
        """Nothing is written."""
        return not self.is_quoted and self.value in _EMPTY


@dataclass(frozen=True, slots=True)
class Items:
    """Several things in a row."""

    line: int
    """from 1"""
    items: tuple[Node, ...]
    """in order"""


@dataclass(frozen=True, slots=True)
class Entries:
    """Things under their names."""

    line: int
    """from 1"""
    entries: dict[str, Node] = field(default_factory=dict)
    """by name"""
    lines: dict[str, int] = field(default_factory=dict)
    """of the names"""


Node: TypeAlias = "Text | Items | Entries"
"""what stands at one place of the file"""


class Faults:
    """What is wrong with a file, all of it: whoever has made three slips learns of three."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._told: list[tuple[int, str]] = []

    def add(self, line: int, sentence: str) -> None:
        """Note a sentence about a line."""
        self._told.append((line, sentence))

    def raise_any(self) -> None:
        """Raise `InputError` with all sentences and their lines if there is one."""
        if len(self._told) == 1:
            line, sentence = self._told[0]
            raise InputError(f"{self.file}, line {line}: {sentence}")
        if self._told:
            lines = "\n".join(f"  line {line}: {sentence}" for line, sentence in sorted(self._told))
            raise InputError(f"{self.file} has {len(self._told)} faults.\n{lines}")


def read_document(path: Path) -> Entries:
    """Read a YAML file. Raise `InputError` with the line of what is no plain YAML."""
    content = _content(path)
    try:
        import yaml
    except ImportError:
        raise NotInstalledError(
            "To read a campaign.yaml, PyYAML is needed, which is not installed; "
            "install it with: pip install 'avatar[campaign]'"
        ) from None
    try:
        _refuse_aliases(path, content)
        root = yaml.compose(content, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        line = mark.line + 1 if mark else 1
        raise InputError(f"{path.name}, line {line}: {_explained(fault, content, line)}") from None
    except (yaml.YAMLError, RecursionError) as fault:
        raise InputError(f"{path.name} is not YAML that can be read ({str(fault).splitlines()[0][:80]}).") from None
    if root is None:
        raise InputError(f"{path.name} is empty; make a new one with: avatar campaign new NAME")
    node = _node(root, path.name, 0)
    if not isinstance(node, Entries):
        raise InputError(f"{path.name}, line {node.line}: It begins with no key; write lines such as name: spring.")
    return node


def _content(path: Path) -> str:
    from avatar.text.encodings import decode

    if not path.is_file():
        raise InputError(f"There is no file {str(path)!r}; make a campaign with: avatar campaign new NAME")
    with told(path):
        content = path.read_bytes()[: _LARGEST + 1]
    if len(content) > _LARGEST:
        raise InputError(f"{path.name} has more than {_LARGEST:,} bytes; a table belongs into a file of its own.")
    return decode(content, path.name)


def _refuse_aliases(path: Path, content: str) -> None:
    import yaml

    for event in yaml.parse(content, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            line = event.start_mark.line + 1
            raise InputError(f"{path.name}, line {line}: Anchors (&) and aliases (*) are not read here; write it out.")


def _explained(fault: yaml.MarkedYAMLError, content: str, line: int) -> str:
    """Say in plain words what a YAML reader stumbled over."""
    lines, problem = content.splitlines(), str(fault.problem or fault.context or "")
    written, above = (lines[place] if 0 <= place < len(lines) else "" for place in (line - 1, line - 2))
    if "\t" in written[: len(written) - len(written.lstrip())]:
        return "It is set in by a tab; YAML wants spaces."
    if _SECOND_COLON in problem and above.strip() and ":" not in above:
        return f'Line {line - 1} has no colon; write it as "key: value".'
    return next((told for sign, told in _EXPLAINED.items() if sign in problem), f"It is not YAML ({problem}).")


def _node(node: yaml.Node, file: str, depth: int) -> Node:
    import yaml

    line = node.start_mark.line + 1
    if depth > _DEEPEST:
        raise InputError(f"{file}, line {line}: It is nested too deeply; nothing here is deeper than a few levels.")
    if node.tag.rpartition(":")[2] not in _TAGS:
        raise InputError(f"{file}, line {line}: The tag {node.tag[:60]!r} is not read here; write the value alone.")
    if isinstance(node, yaml.ScalarNode):
        return Text(line, str(node.value).strip(), node.style in ("'", '"', "|", ">"))
    if isinstance(node, yaml.SequenceNode):
        return Items(line, tuple(_node(each, file, depth + 1) for each in node.value))
    return _entries(node.value, file, line, depth)


def _entries(pairs: list[tuple[yaml.Node, yaml.Node]], file: str, line: int, depth: int) -> Entries:
    found = Entries(line)
    for name, value in _named(pairs, file):
        if name.value in found.entries:
            raise InputError(
                f"{file}, line {name.line}: {name.value!r} stands here and in line {found.lines[name.value]}; keep one."
            )
        found.entries[name.value] = _node(value, file, depth + 1)
        found.lines[name.value] = name.line
    return found


def _named(pairs: list[tuple[yaml.Node, yaml.Node]], file: str) -> Iterator[tuple[Text, yaml.Node]]:
    for key, value in pairs:
        name = _node(key, file, 0)
        if not isinstance(name, Text):
            raise InputError(f"{file}, line {name.line}: A name is wanted before the colon; write key: value.")
        if name.value == "<<":
            raise InputError(f"{file}, line {name.line}: Merging (<<) is not read here; write it out.")
        yield name, value
