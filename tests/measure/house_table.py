"""Measure how a package is built, file by file and function by function: the table that it is compared with others by.

    python tests/measure/house_table.py [PACKAGE_FOLDER TESTS_FOLDER...]

Without arguments this checkout is measured, and for tests those of units, contracts and whole clips count. Any other
package works as well, such as one that was installed with `pip install --target FOLDER httpx`.
"""

from __future__ import annotations

import ast
import io
import re
import statistics
import sys
import tokenize
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LONG = 40
"""lines of a function, beyond which it wants to be split"""
_FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)
_NESTING = (ast.If, ast.For, ast.While, ast.With, ast.Try, ast.AsyncFor, ast.AsyncWith, ast.Match)
_BROAD = {"Exception", "BaseException"}
_MANY = re.compile(r"#\s*noqa:[^#]*\bPLR0913\b")


@dataclass(frozen=True, slots=True)
class Function:
    """One function or method."""

    name: str
    """as it is written"""
    where: str
    """file and line"""
    lines: int
    """from its first line to its last, decorators left out"""
    parameters: int
    """count, without self and cls"""
    is_typed: bool
    """every parameter and what it gives back has a type"""
    is_public: bool
    """nothing in its name, or in the classes that hold it, begins with an underscore"""
    has_docstring: bool
    """it says what it does"""
    depth: int
    """of the deepest nested statement; an `elif` lies as deep as its `if`"""


@dataclass(frozen=True, slots=True)
class Source:
    """One file of a package."""

    place: Path
    """within the package"""
    lines: int
    """all of them"""
    comments: int
    """lines that hold nothing but a comment"""
    docstrings: int
    """lines of docstrings, and of texts under a name that say what it is"""
    broad: int
    """handlers of any exception"""
    many: int
    """marks of a function that takes more parameters than ruff likes"""
    functions: tuple[Function, ...]
    """in order"""


def read(path: Path, package: Path) -> Source:
    """Measure one file."""
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    place = path.relative_to(package)
    return Source(
        place,
        len(text.splitlines()),
        _comments(text),
        _documented(tree),
        sum(_is_broad(node) for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler)),
        len(_MANY.findall(text)),
        tuple(_functions(tree, str(place), is_public=True)),
    )


def _functions(node: ast.AST, place: str, *, is_public: bool) -> list[Function]:
    found = []
    for child in ast.iter_child_nodes(node):
        shown = is_public and not (isinstance(child, (*_FUNCTION, ast.ClassDef)) and child.name.startswith("_"))
        if isinstance(child, _FUNCTION):
            found.append(_function(child, place, shown))
            shown = False  # nobody outside calls what is made inside
        found += _functions(child, place, is_public=shown)
    return found


def _function(node: ast.FunctionDef | ast.AsyncFunctionDef, place: str, is_public: bool) -> Function:
    given = node.args
    every = [*given.posonlyargs, *given.args, *given.kwonlyargs, *filter(None, (given.vararg, given.kwarg))]
    asked = [each for index, each in enumerate(every) if index or each.arg not in ("self", "cls")]
    return Function(
        node.name,
        f"{place}:{node.lineno}",
        (node.end_lineno or node.lineno) - node.lineno + 1,
        len(asked),
        all(each.annotation for each in asked) and (node.returns is not None or node.name == "__init__"),
        is_public,
        ast.get_docstring(node) is not None,
        _depth(node),
    )


def _depth(node: ast.AST, level: int = 0) -> int:
    deepest = level
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (*_FUNCTION, ast.ClassDef, ast.Lambda)):
            continue
        is_elif = isinstance(node, ast.If) and isinstance(child, ast.If) and child in node.orelse
        deepest = max(deepest, _depth(child, level + (isinstance(child, _NESTING) and not is_elif)))
    return deepest


def _is_broad(handler: ast.ExceptHandler) -> bool:
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(kind is None or (isinstance(kind, ast.Name) and kind.id in _BROAD) for kind in kinds)


def _comments(text: str) -> int:
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return sum(each.type == tokenize.COMMENT and each.line.lstrip().startswith("#") for each in tokens)


def _documented(tree: ast.Module) -> int:
    """Count the lines of texts that stand by themselves."""
    texts = (
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    )
    return sum((node.end_lineno or node.lineno) - node.lineno + 1 for node in texts)


def table(package: Path, tests: list[Path]) -> list[tuple[str, str]]:
    """Give each line of the table: what is measured, and its figure."""
    sources = [read(path, package) for path in _files([package])]
    suite = [read(path, path.parent) for path in _files(tests)]
    functions = [each for source in sources for each in source.functions]
    if not functions:
        raise SystemExit(f"There is no function in {str(package)!r}; give the folder of a package.")
    public = [each for each in functions if each.is_public]
    checks = [each for source in suite for each in source.functions if each.name.startswith("test")]
    lines = sorted(source.lines for source in sources)
    total = sum(lines)
    deep = max(functions, key=lambda each: each.depth)
    wide = max(functions, key=lambda each: each.parameters)
    folders = Counter(source.place.parent for source in sources)
    fullest, most = folders.most_common(1)[0]
    levels = Counter(len(source.place.parts) for source in sources)
    long = sum(each.lines > LONG for each in functions)
    return [
        ("files / lines", f"{len(sources)} / {total:,}"),
        ("lines per file: median, 90 %, max", f"{_middle(lines)}, {_share(lines, 0.9)}, {lines[-1]:,}"),
        ("lines per function: median, mean", _lengths(functions)),
        (f"functions over {LONG} lines", f"{long} ({long / len(functions):.1%})"),
        ("functions wholly typed", _percent(each.is_typed for each in functions)),
        ("public functions with a docstring", _percent(each.has_docstring for each in public)),
        ("deepest nesting", f"{deep.depth} ({deep.where})"),
        ("broad excepts", f"{sum(source.broad for source in sources)}"),
        ("tests / code", f"{sum(source.lines for source in suite) / total:.2f}"),
        ("tests / tests with a docstring", f"{len(checks)} / {_percent(each.has_docstring for each in checks)}"),
        ("loose modules at the top", f"{folders[Path()]}"),
        ("widest folder", f"{most} ({fullest})"),
        ("modules at level 1 / 2 / 3 ...", " / ".join(str(levels[level]) for level in sorted(levels))),
        ("lines that are comments", f"{sum(source.comments for source in sources) / total:.1%}"),
        ("lines that are docstrings", f"{sum(source.docstrings for source in sources) / total:.1%}"),
        ("most parameters", f"{wide.parameters} ({wide.where})"),
        ("noqa: PLR0913", f"{sum(source.many for source in sources)}"),
    ]


def _files(folders: list[Path]) -> list[Path]:
    return sorted(path for folder in folders for path in folder.rglob("*.py"))


def _middle(lines: list[int]) -> str:
    return f"{statistics.median(lines):.0f}"


def _share(lines: list[int], share: float) -> int:
    return lines[min(len(lines) - 1, int(share * len(lines)))]


def _lengths(functions: list[Function]) -> str:
    lines = [each.lines for each in functions]
    return f"{statistics.median(lines):.0f}, {statistics.mean(lines):.1f}"


def _percent(claims: object) -> str:
    held = list(claims)  # type: ignore[call-overload]
    return f"{sum(held) / len(held):.0%}" if held else "-"


def main() -> None:
    """Print the table."""
    given = [Path(each).resolve() for each in sys.argv[1:]]
    own = [ROOT / "tests" / kind for kind in ("unit", "contract", "end_to_end")]
    package, tests = (given[0], given[1:]) if given else (ROOT / "avatar", own)
    if missing := [each for each in (package, *tests) if not each.is_dir()]:
        raise SystemExit(f"There is no folder {str(missing[0])!r}; give that of a package, then those of its tests.")
    rows = table(package, tests)
    wide = max(len(name) for name, _ in rows)
    sys.stdout.write("".join(f"{name:<{wide}}  {figure}\n" for name, figure in rows))


if __name__ == "__main__":
    main()
