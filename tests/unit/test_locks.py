"""The locks hold what pyproject.toml asks for, on every Python, and nothing without a sum."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parents[2]
LOCKS = {"": "requirements.lock", "test": "requirements-test.lock", "all": "requirements-all.lock"}
APART = {"opencv-python"}
PYTHONS = ("3.10", "3.11", "3.12", "3.13", "3.14")
PLATFORMS = (("linux", "Linux", "x86_64"), ("darwin", "Darwin", "arm64"), ("win32", "Windows", "AMD64"))
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def environments():
    for python in PYTHONS:
        for platform, system, machine in PLATFORMS:
            yield {
                "python_version": python,
                "python_full_version": f"{python}.9",
                "sys_platform": platform,
                "platform_system": system,
                "platform_machine": machine,
                "implementation_name": "cpython",
                "platform_python_implementation": "CPython",
                "os_name": "nt" if platform == "win32" else "posix",
                "extra": "",
            }


def asked(extra):
    """What the project itself needs, and what its extras need, those that they name included."""
    found = list(map(Requirement, PROJECT["dependencies"]))
    extras = [extra] if extra else []
    for each in extras:
        for line in map(Requirement, PROJECT["optional-dependencies"][each]):
            if line.name == "avatar":
                extras += [name for name in sorted(line.extras) if name not in extras]
            else:
                found.append(line)
    return found


def pinned(name):
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return [Requirement(line.removesuffix(" \\")) for line in lines if line[:1].isalnum()]


@pytest.mark.parametrize("extra", LOCKS)
def test_every_package_that_is_asked_for_is_pinned_once_to_a_version_that_will_do(extra):
    pins = pinned(LOCKS[extra])
    for environment in environments():
        there = [each for each in pins if each.marker is None or each.marker.evaluate(environment)]
        versions = {canonicalize_name(each.name): str(each.specifier).removeprefix("==") for each in there}
        assert len(versions) == len(there), environment
        for need in asked(extra):
            if need.marker is None or need.marker.evaluate(environment):
                version = versions[canonicalize_name(need.name)]
                assert need.specifier.contains(version, prereleases=True), (need, version, environment)


@pytest.mark.parametrize("name", LOCKS.values())
def test_every_pin_has_the_sums_of_its_files(name):
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines):
        if line[:1].isalnum():
            assert "==" in line and line.endswith(" \\"), line
            assert HASH.fullmatch(lines[number + 1]), lines[number + 1]
        else:
            assert line.startswith("#") or HASH.fullmatch(line), line


@pytest.mark.parametrize("name", LOCKS.values())
def test_nothing_is_pinned_that_overwrites_what_is_there_or_is_under_the_gpl(name):
    names = {canonicalize_name(each.name) for each in pinned(name)}
    assert not names & {*APART, "avatar", "mutagen"}
