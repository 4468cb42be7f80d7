"""Well-kept libraries beside our own code, in figures: what docs/decisions/0017-libraries-measured.md rests on.

Usage: `python -m tests.measure.libraries [PART ...] [--normalising FILE] [--polyphones STEM]`, with PART among numbers,
quantities, language, loudness, matting and characters (default: all, some ten minutes). Not all of the libraries are
needed by the package or its tests; install what is to be measured into a folder of its own, and point to it:

    pip install --target libraries num2words cn2an wetext pyloudnorm pymatting opencc
    PYTHONPATH=libraries python -m tests.measure.libraries

A part whose library is missing says so. FILE has lines of language, class, written and spoken form, parted by tabs, as
the test cases of NeMo-text-processing and WeTextProcessing; STEM names Chinese sentences and readings, STEM.sent and
STEM.lb, as those of g2pM (CPP). Each part runs in a process of its own in which no connection can be opened.
Beside another checkout's `avatar`, put that first: `PYTHONPATH=CHECKOUT:libraries python tests/measure/libraries.py`.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

HERE = str(Path(__file__).parent)
PARTS = {
    "numbers": ("library_numbers", ("num2words", "cn2an")),
    "quantities": ("library_quantities", ("wetext",)),
    "language": ("library_language", ("py3langid",)),
    "loudness": ("library_loudness", ("pyloudnorm",)),
    "matting": ("library_matting", ("pymatting",)),
    "characters": ("library_characters", ("opencc",)),
}
"""part -> its module beside this one, the packages that it is about"""


def main() -> None:
    """Measure the parts that the command line names, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--normalising", type=Path, help="lines of language, class, written and spoken form")
    parser.add_argument("--polyphones", type=Path, help="stem of a .sent and a .lb file")
    parser.add_argument("--alone", action="store_true", help="measure the one part in this process")
    asked = parser.parse_args()
    if unknown := set(asked.parts) - set(PARTS):
        parser.error(f"there is no part {unknown.pop()!r}; choose among {', '.join(PARTS)}")
    if asked.alone:
        measure(asked.parts[0], asked)
        return
    given = [f"--{name}={path.resolve()}" for name in ("normalising", "polyphones") if (path := getattr(asked, name))]
    for part in asked.parts or PARTS:
        subprocess.run([sys.executable, __file__, part, "--alone", *given], check=False, env=dict(os.environ))


def measure(part: str, asked: argparse.Namespace) -> None:
    """Print one part's lines, or why there are none."""
    sys.path += [HERE, str(Path(HERE).parents[1])]  # at the end: what PYTHONPATH names comes first
    from library_costs import cost, forbid_connections, tell

    module, packages = PARTS[part]
    tell(f"== {part}")
    try:
        tell("\n".join(map(cost, packages)))
    except ModuleNotFoundError as fault:
        tell(f"The part {part} is left out: {fault}; install it with: pip install {' '.join(packages)}")
        return
    forbid_connections()
    import_module(module).measure(asked)


if __name__ == "__main__":
    main()
