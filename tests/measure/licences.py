"""The licences of all that is installed, and of the native libraries in it: the tables of docs/licences.md.

Usage: `python -m tests.measure.licences [--write]`, in the environment that is to be looked at. With --write the tables
go into the page, else to standard output. What is under the GPL and is not declared in `DECLARED`, and what says no
licence and is not in `KNOWN`, is named, and the script ends with 1.
"""

from __future__ import annotations

import argparse
import re
import sys
from dataclasses import dataclass
from importlib.metadata import Distribution, distribution, distributions
from pathlib import Path
from typing import TYPE_CHECKING

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = Path(__file__).parents[2] / "docs" / "licences.md"
BEGIN, END = "<!-- licences: begin -->", "<!-- licences: end -->"
EXTRAS = (
    "service", "campaign", "queue", "moviepy", "anchors", "neural", "insightface", "face-alignment", "identity",
    "coqui", "ncnn", "heic", "gpu", "judge", "test", "browser", "check",
)  # fmt: skip
"""in the order in which they are named where several bring a package"""
DECLARED = {
    "espeakng-loader": "default; spoken by a process of its own",
    "libx264": "default; in av, for `--codec h264`",
    "libx265": "default; in av, for `--codec hevc`",
    "ffmpeg": "moviepy; a program of its own, in imageio-ffmpeg",
    "codespell": "check; a program for those who work on this package",
}
"""what is under the GPL, and how it comes to run"""
KNOWN = {
    "espeakng-loader": "GPL-3.0-or-later",  # of the library that it brings
    "insightface": "MIT",  # its code; of its networks docs/models.md tells
    "kiwisolver": "BSD-3-Clause",
    "monotonic-alignment-search": "MIT",
    "python-dateutil": "Apache-2.0 OR BSD-3-Clause",
    "scikit-image": "BSD-3-Clause",
}
"""licences of those whose metadata say none, or tell all of it, by what lies beside their code"""
NATIVE = {
    "libx264": "GPL-2.0-or-later", "libx265": "GPL-2.0-or-later", "ffmpeg": "GPL-3.0-or-later",
    "libavcodec": "LGPL-2.1-or-later", "libmp3lame": "LGPL-2.0-or-later", "libsndfile": "LGPL-2.1-or-later",
    "libsoxr": "LGPL-2.1-or-later", "libgnutls": "LGPL-2.1-or-later", "libgmp": "LGPL-3.0-or-later",
    "libnettle": "LGPL-3.0-or-later", "libunistring": "LGPL-3.0-or-later", "libasound": "LGPL-2.1-or-later",
    "libgfortran": "GPL-3.0-or-later WITH GCC-exception-3.1", "libquadmath": "LGPL-2.1-or-later",
    "libgomp": "GPL-3.0-or-later WITH GCC-exception-3.1", "libespeak-ng": "GPL-3.0-or-later",
    "libheif": "LGPL-3.0-or-later", "libde265": "LGPL-3.0-or-later",
}  # fmt: skip
"""libraries that wheels carry and whose licences ask for more than a notice"""
_FILE = re.compile(r"(?:^|/)(lib[a-z][\w+-]*?|ffmpeg)-[\w.-]*$|(?:^|/)(lib[a-z][\w+-]*?)\.(?:so|\d)")
_GPL = re.compile(r"\bA?GPL|GNU (?:Affero )?General Public")
_FREED = re.compile(r"\bOR\b|exception")


@dataclass(frozen=True)
class Package:
    """One distribution."""

    name: str
    version: str
    licence: str
    brought_by: str
    native: tuple[str, ...]
    """of `NATIVE`"""


def main() -> int:
    """Look at what is installed here."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    packages = sorted(found(), key=lambda each: canonicalize_name(each.name))
    text = tables(packages)
    if asked.write:
        page = PAGE.read_text(encoding="utf-8")
        before, rest = page.split(BEGIN)
        PAGE.write_text(f"{before}{BEGIN}\n\n{text}\n{END}{rest.split(END)[1]}", encoding="utf-8")
    else:
        sys.stdout.write(text)
    faults = [*undeclared(packages)]
    sys.stderr.write("".join(f"{fault}\n" for fault in faults))
    return 1 if faults else 0


def found() -> Iterator[Package]:
    """Describe everything that avatar and its extras bring and that is here."""
    brought: dict[str, str] = {}
    for extra in ("", *EXTRAS):
        for name in closure(Requirement(f"avatar[{extra}]" if extra else "avatar")):
            brought.setdefault(name, extra or "default")
    for each in distributions():
        name = canonicalize_name(each.name)
        if name in brought and name != "avatar":
            native = {match for file in each.files or () if (match := library(str(file)))}
            yield Package(each.name, each.version, licence_of(each), brought[name], tuple(sorted(native)))


def closure(need: Requirement) -> set[str]:
    """Follow what a package needs, as far as it is installed."""
    names: set[str] = set()
    open_needs, seen = [(canonicalize_name(need.name), frozenset(need.extras))], set()
    while open_needs:
        key = open_needs.pop()
        if key in seen:
            continue
        seen.add(key)
        try:
            lines = distribution(key[0]).requires or []
        except ModuleNotFoundError:
            continue
        names.add(key[0])
        open_needs += [
            (canonicalize_name(each.name), frozenset(each.extras))
            for each in map(Requirement, lines)
            if each.marker is None or any(each.marker.evaluate({"extra": extra}) for extra in ("", *key[1]))
        ]
    return names


def licence_of(package: Distribution) -> str:
    """Give the licence by name, in SPDX's words where the package uses them; "" if it says none."""
    meta = package.metadata
    if known := KNOWN.get(canonicalize_name(package.name)):
        return known
    if expression := meta.get("License-Expression"):
        return str(expression)
    kinds = [
        line.rpartition("::")[2].strip() for line in meta.get_all("Classifier") or () if line.startswith("License")
    ]
    if kinds := [kind for kind in kinds if kind != "OSI Approved"]:
        return " or ".join(kinds)
    lines = str(meta.get("License") or "").strip().splitlines()
    return lines[0] if len(lines) == 1 and len(lines[0]) < 60 else ""


def library(file: str) -> str:
    """Tell which of `NATIVE` a file is; "" if none."""
    match = _FILE.search(file)
    name = (match[1] or match[2]) if match else ""
    return name if name in NATIVE else ""


def is_gpl(licence: str) -> bool:
    """Tell whether there is no other choice than the GPL, and no exception that frees what runs with it."""
    return bool(_GPL.search(licence)) and not _FREED.search(licence)


def undeclared(packages: list[Package]) -> Iterator[str]:
    """Say what nobody has declared."""
    for each in packages:
        if not each.licence:
            yield f"{each.name} {each.version} says no licence; look it up, and put it into KNOWN."
        if is_gpl(each.licence) and canonicalize_name(each.name) not in DECLARED:
            yield f"{each.name} {each.version} is under {each.licence}; replace it, or declare it in DECLARED."
        for native in each.native:
            if is_gpl(NATIVE[native]) and not {native, canonicalize_name(each.name)} & {*DECLARED}:
                yield f"{each.name} {each.version} carries {native}, which is under {NATIVE[native]}; declare it."


def tables(packages: list[Package]) -> str:
    """Lay out what is under the GPL, what is in wheels, and everything."""
    gpl, natives, rows = [], [], []
    for each in packages:
        rows.append((each.name, each.version, each.licence, each.brought_by))
        if is_gpl(each.licence):
            gpl.append((each.name, each.licence, DECLARED.get(canonicalize_name(each.name), "")))
        elif carried := [name for name in each.native if is_gpl(NATIVE[name])]:
            gpl += [(f"{name}, in {each.name}", NATIVE[name], DECLARED.get(name, "")) for name in carried]
        if each.native:
            natives.append((each.name, ", ".join(f"{name} ({NATIVE[name]})" for name in each.native)))
    return "\n".join(
        [
            "## Under the GPL\n",
            table(("what", "licence", "brought by, and how it runs"), gpl),
            "## Libraries in wheels that ask for more than a notice\n",
            table(("package", "libraries"), natives),
            f"## All {len(rows)} packages\n",
            table(("package", "version", "licence", "brought by"), rows),
        ]
    )


def table(header: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """Write a table of Markdown."""
    lines = [header, tuple("---" for _ in header), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |\n" for line in lines)


if __name__ == "__main__":
    sys.exit(main())
