"""Write the locks: every package that is installed, for every Python and platform, with the sums of its files.

Usage: `python -m tests.measure.lock [--constraint FILE] [--upgrade]`, with `pip install uv`. What is in a lock stays
where it still fits, unless --upgrade is given. FILE says what may not be taken, as for pip.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOCKS = {"": "requirements.lock", "test": "requirements-test.lock", "all": "requirements-all.lock"}
"""by the extra that is installed with it"""
LOWEST = "3.10"
APART = {"all": ("opencv-python",)}
"""what an extra asks for and may not have: it would lie over the OpenCV that is there, which can do more"""
HEAD = """# Every package{what}, with the sha256 of its files. Written by: python -m tests.measure.lock
#   pip install --no-deps --require-hashes -r {name} && pip install --no-deps .
"""


def main() -> None:
    """Write one lock after the other."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--constraint", default="")
    parser.add_argument("--upgrade", action="store_true")
    asked = parser.parse_args()
    more = ["--upgrade"] if asked.upgrade else []
    more += ["--constraint", asked.constraint] if asked.constraint else []
    for extra, name in LOCKS.items():
        lock(extra, ROOT / name, more)


def lock(extra: str, place: Path, more: list[str]) -> None:
    """Write the lock of one extra, or of none."""
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--python-version", LOWEST]
    command += ["--generate-hashes", "--no-header", "--no-annotate", "--no-emit-package", "avatar", *more]
    command += [word for package in APART.get(extra, ()) for word in ("--no-emit-package", package)]
    command += ["--extra", extra] if extra else []
    subprocess.run([*command, "pyproject.toml", "--output-file", place.name], cwd=ROOT, check=True)
    what = f" of avatar[{extra}]" if extra else " of avatar"
    lines = [line for line in place.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    place.write_text(HEAD.format(what=what, name=place.name) + "\n".join([*lines, ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
