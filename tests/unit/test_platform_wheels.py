"""The table of wheels says for each platform and Python what pip would find, and what system it asks for."""

from __future__ import annotations

import pytest

from tests.measure.platform_wheels import PLATFORMS, Wheel, cell, least_system, newest, parse, runs_on

LINUX = PLATFORMS["Linux x86-64"]


def wheel(name: str, needs: str = ">=3.10") -> Wheel:
    found = parse({"filename": name, "requires-python": needs})
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("tag", "python", "level"),
    [
        (("cp311", "cp311", "manylinux_2_28_x86_64"), "3.11", "glibc 2.28"),
        (("cp311", "cp311", "manylinux2014_x86_64"), "3.12", None),
        (("cp310", "abi3", "manylinux2014_x86_64"), "3.14", "glibc 2.17"),
        (("cp313", "abi3", "manylinux2014_x86_64"), "3.12", None),
        (("cp314", "cp314t", "manylinux_2_28_x86_64"), "3.14", None),
        (("py3", "none", "any"), "3.10", ""),
        (("py3", "none", "win_amd64"), "3.10", None),
        (("cp312", "cp312", "musllinux_1_2_x86_64"), "3.12", None),
        (("cp312", "cp312", "manylinux_2_28_aarch64"), "3.12", None),
    ],
)
def test_a_tag_runs_where_pip_would_take_it(tag: tuple[str, str, str], python: str, level: str | None) -> None:
    assert runs_on(tag, python, LINUX) == level


def test_the_newest_that_runs_is_taken_with_its_lowest_demand() -> None:
    wheels = [
        wheel("some-1.0-cp310-cp310-manylinux_2_17_x86_64.whl"),
        wheel("some-2.0-cp310-cp310-manylinux_2_17_x86_64.manylinux_2_28_x86_64.whl"),
        wheel("some-3.0-cp311-cp311-manylinux_2_34_x86_64.whl", ">=3.11"),
        wheel("some-4.0-cp310-abi3-manylinux_2_34_x86_64.whl", ">=3.12,<3.14"),
    ]
    found = newest(wheels, LINUX)
    assert {python: (str(each.version), each.level) for python, each in found.items()} == {
        "3.10": ("2.0", "glibc 2.17"),
        "3.11": ("3.0", "glibc 2.34"),
        "3.12": ("4.0", "glibc 2.34"),
        "3.13": ("4.0", "glibc 2.34"),
    }
    assert cell(found) == "3.10, 3.11, 3.12, 3.13, glibc 2.34"
    assert cell(newest(wheels, PLATFORMS["Windows x86-64"])) == "**none**"


def test_a_wheel_for_any_machine_asks_for_no_system() -> None:
    found = newest([wheel("some-1.0-py3-none-any.whl")], PLATFORMS["macOS arm64"])
    assert cell(found) == "all"


@pytest.mark.parametrize(
    ("system", "least"),
    [("macosx_10_9_universal2", "macOS 10.9"), ("macosx_14_0_arm64", "macOS 14"), ("manylinux1_x86_64", "glibc 2.5")],
)
def test_the_least_system_is_named(system: str, least: str) -> None:
    assert least_system(system) == least


def test_what_is_no_wheel_is_passed_over() -> None:
    assert parse({"filename": "some-1.0.tar.gz"}) is None
    assert parse({"filename": "some-1.0-cp310-cp310-win_amd64.whl", "requires-python": "whatever"}) is None
