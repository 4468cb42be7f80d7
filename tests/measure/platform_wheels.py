"""Which wheels there are of what the package needs, by platform and Python: the table of docs/platforms.md.

Usage: `python -m tests.measure.platform_wheels [--write] [PACKAGE ...]`. Asks the index that pip is set to use
(PEP 691), some thirty pages. For each Python the newest release that pyproject.toml allows and that has a wheel for the
platform is taken. With --write the table goes into the page, else to standard output. PACKAGE adds what others carry
with them.
"""

from __future__ import annotations

import json
import re
import ssl
import subprocess
import sys
import urllib.request
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from packaging.requirements import Requirement
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.utils import InvalidWheelFilename, parse_wheel_filename

if TYPE_CHECKING:
    from packaging.version import Version

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "platforms.md"
BEGIN, END = "<!-- wheels: begin -->", "<!-- wheels: end -->"
PYTHONS = ("3.10", "3.11", "3.12", "3.13", "3.14")
CARRIED = ("llvmlite", "pydantic-core", "cffi", "MarkupSafe", "protobuf", "flatbuffers")
"""compiled packages that the dependencies bring along"""
PLATFORMS = {
    "Linux x86-64": r"(?:many)?linux\w*_x86_64",
    "Linux aarch64": r"(?:many)?linux\w*_aarch64",
    "macOS x86-64": r"macosx_\w+_(?:x86_64|universal2|intel)",
    "macOS arm64": r"macosx_\w+_(?:arm64|universal2)",
    "Windows x86-64": r"win_amd64",
}
GLIBC = {"manylinux1": (2, 5), "manylinux2010": (2, 12), "manylinux2014": (2, 17)}


class Wheel(NamedTuple):
    """One file of one release."""

    version: Version
    needs: SpecifierSet
    """Python versions that it is for"""
    tags: frozenset[tuple[str, str, str]]
    """interpreter, ABI, platform"""


@dataclass(frozen=True, slots=True)
class Found:
    """The newest wheel for one platform and one Python."""

    version: Version
    level: str
    """least system: "glibc 2.17", "macOS 11", or nothing"""


def main() -> None:
    """Print the table, or write it into the page."""
    names = [name for name in sys.argv[1:] if not name.startswith("-")]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = [Requirement(line) for line in project["dependencies"]]
    carried = [Requirement(name) for name in (*CARRIED, *names)]
    rows = [row(requirement) for requirement in (*needed, *carried)]
    text = "\n".join([f"As of {date.today():%B %Y}, from the index's own list of files.", "", *head(), *rows])
    if "--write" not in sys.argv:
        sys.stdout.write(text + "\n")
        return
    page = PAGE.read_text(encoding="utf-8")
    before, after = page[: page.index(BEGIN) + len(BEGIN)], page[page.index(END) :]
    PAGE.write_text(f"{before}\n\n{text}\n\n{after}", encoding="utf-8")


def head() -> list[str]:
    """Give the head of the table."""
    return ["| package | " + " | ".join(PLATFORMS) + " |", "|---" * (len(PLATFORMS) + 1) + "|"]


def row(requirement: Requirement) -> str:
    """Give the row of one package."""
    wheels = fetch(requirement)
    found = {platform: newest(wheels, pattern) for platform, pattern in PLATFORMS.items()}
    versions = {each.version for by_python in found.values() for each in by_python.values()}
    shown = "-".join(map(str, sorted({min(versions), max(versions)}))) if versions else "no wheel"
    return f"| {requirement.name} {shown} | " + " | ".join(map(cell, found.values())) + " |"


def newest(wheels: list[Wheel], platform: str) -> dict[str, Found]:
    """Find for each Python the newest wheel that runs on a platform, and the least system that it asks for."""
    found: dict[str, Found] = {}
    for python in PYTHONS:
        fitting = [
            (wheel.version, levels)
            for wheel in wheels
            if wheel.needs.contains(f"{python}.99")
            and (levels := [level for tag in wheel.tags if (level := runs_on(tag, python, platform)) is not None])
        ]
        if fitting:
            version = max(version for version, _ in fitting)
            least = min((level for each, levels in fitting if each == version for level in levels), key=_rank)
            found[python] = Found(version, least)
    return found


def runs_on(tag: tuple[str, str, str], python: str, platform: str) -> str | None:
    """Say what least system a tag asks for ("" for any), or None where it does not run."""
    interpreter, abi, system = tag
    minor = int(python.split(".")[1])
    own = f"cp3{minor}"
    is_stable = abi == "abi3" and interpreter.startswith("cp3") and int(interpreter[3:] or 0) <= minor
    fits = (interpreter, abi) == (own, own) or is_stable
    fits = fits or (abi == "none" and interpreter in {own, "py3", f"py3{minor}", "py2.py3"})
    if not fits or not (system == "any" or re.fullmatch(platform, system)):
        return None
    return least_system(system)


def least_system(system: str) -> str:
    """Name the oldest C library of Linux or the oldest macOS that a platform tag asks for."""
    modern, mac = re.match(r"manylinux_(\d+)_(\d+)_", system), re.match(r"macosx_(\d+)_(\d+)_", system)
    if modern:
        return f"glibc {modern[1]}.{modern[2]}"
    if mac:
        return f"macOS {mac[1]}" if int(mac[1]) > 10 else f"macOS {mac[1]}.{mac[2]}"
    older = next((level for name, level in GLIBC.items() if system.startswith(f"{name}_")), None)
    return "glibc {}.{}".format(*older) if older else ""


def cell(found: dict[str, Found]) -> str:
    """Write for which Pythons there are wheels, and for what least system."""
    if not found:
        return "**none**"
    missing = [python for python in PYTHONS if python not in found]
    levels = sorted({each.level for each in found.values()}, key=_rank)
    spans = "all" if not missing else ", ".join(found)
    return f"{spans}, {levels[-1]}" if levels[-1] else spans


def _rank(level: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", level)]


def fetch(requirement: Requirement) -> list[Wheel]:
    """Ask the index for the wheels of a package that the requirement allows, without previews and withdrawn files."""
    settings = pip_settings()
    index = settings.get("index-url", "https://pypi.org/simple").rstrip("/")
    name = re.sub(r"[-_.]+", "-", requirement.name).lower()
    request = urllib.request.Request(f"{index}/{name}/", headers={"Accept": "application/vnd.pypi.simple.v1+json"})
    trusted = ssl.create_default_context(cafile=settings.get("cert"))
    with urllib.request.urlopen(request, context=trusted) as answer:
        files = json.load(answer)["files"]
    wheels = [wheel for file in files if not file.get("yanked") and (wheel := parse(file))]
    return [wheel for wheel in wheels if requirement.specifier.contains(wheel.version, prereleases=False)]


def parse(file: dict[str, str]) -> Wheel | None:
    """Read one entry of the index; None for what is no wheel or has an odd name."""
    try:
        _, version, _, tags = parse_wheel_filename(file["filename"])
        needs = SpecifierSet(file.get("requires-python") or "")
    except (InvalidWheelFilename, InvalidSpecifier):
        return None
    return Wheel(version, needs, frozenset((tag.interpreter, tag.abi, tag.platform) for tag in tags))


def pip_settings() -> dict[str, str]:
    """Read what pip is set to: where its index is, and whose certificates it trusts."""
    command = [sys.executable, "-m", "pip", "config", "list"]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    pairs = (line.partition("=") for line in lines)
    return {key.rpartition(".")[2]: value.strip("'") for key, _, value in pairs}


if __name__ == "__main__":
    main()
