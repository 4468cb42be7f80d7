"""Run `avatar` in hostile surroundings, and print for each case the exit code and what was said.

    python -m tests.measure.hostile [WORD ...] [--list]

A case is fine if the work is done (exit code 0, or 141 where the reader of the output has left), or if it ends with 2 or 4
and one sentence. With words, only cases whose names hold one of them are run. Every case has a folder and a home of its
own, in which everything was used once; `$A` is `avatar`, `$C` the same from a package folder that is closed and has no
compiled loops. Cases whose programs are not there (`faketime`, `unshare`, `prlimit`) are left out, and said so.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from tests.hostile_cases import CASES, Case
from tests.ordinary import give_up_privilege

ROOT = Path(__file__).parents[2]
SENTENCE = re.compile(r"avatar: .+[.!?…)'\w]$")
NEVER = (
    "Traceback",
    "Something went wrong",
    "Matplotlib",
    "matplotlib",
    "Warning:",
    "Exception ignored",
    "core dumped",
    "declare it",
)
PATIENCE = 240
"""s"""


def closed_package(folder: Path) -> Path:
    """Copy the package without what was compiled, and let nobody write there."""
    shutil.copytree(ROOT / "avatar", folder / "avatar", ignore=shutil.ignore_patterns("__pycache__"))
    for kind in ("voices", "portraits", "templates"):
        (folder / kind).symlink_to(ROOT / kind)
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o555 if path.is_dir() else 0o444)
    return folder


def environment(folder: Path, home: Path, package: Path) -> dict[str, str]:
    """Give the variables that a case begins with: few."""
    names = ("PATH", "LD_LIBRARY_PATH", "LANG")
    kept = {name: os.environ[name] for name in names if name in os.environ}
    # What is closed may only be read, so its own folder comes first; it is entered by a program of one line.
    begun = f"{sys.executable} -P -m avatar" if sys.version_info >= (3, 11) else f"{sys.executable} -m avatar"
    return kept | {
        "HOME": str(folder / "user"),
        "AVATAR_HOME": str(home),
        "PYTHONPATH": str(ROOT),
        "A": begun,
        "C": f"env PYTHONPATH={package} {begun}",
        "LANG": "C.UTF-8",
    }


def tried(case: Case, folder: Path, warm: Path, package: Path) -> tuple[int, str, float]:
    """Run a case; give its exit code, what it said on standard error, and how long it took, s."""
    (folder / "user").mkdir()
    (folder / "out").mkdir()
    shutil.copytree(warm, folder / "home")
    began = time.monotonic()
    try:
        done = subprocess.run(
            ["bash", "-c", case.script],
            cwd=folder,
            env=environment(folder, folder / "home", package),
            preexec_fn=give_up_privilege,
            capture_output=True,
            timeout=PATIENCE,
            stdin=subprocess.DEVNULL,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return -1, "it did not end", time.monotonic() - began
    return done.returncode, done.stderr.decode(errors="replace").strip(), time.monotonic() - began


def printed(folder: Path) -> str:
    """Give what a case has kept of standard output."""
    with suppress(OSError):
        return (folder / "stdout").read_text(errors="replace")
    return ""


def fault_of(case: Case, code: int, said: str, shown: str) -> str:
    """Say what is wrong with how a case has ended; "" if nothing is."""
    if code not in case.codes:
        return f"exit code {code}"
    if found := [each for each in NEVER if each in said]:
        return f"it says {found[0]!r}"
    if case.says and not re.search(case.says, said + shown):
        return f"it does not say {case.says!r}"
    lines = [line for line in said.splitlines() if line.strip()]
    if code in (2, 4) and not lines and not shown and not case.is_mute:
        return "it says nothing"
    if any(not SENTENCE.match(line) for line in lines):
        return "there is more than a sentence"
    return ""


def main() -> int:
    """Run the cases, and give 1 if one has a fault."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("words", nargs="*")
    parser.add_argument("--list", action="store_true", help="only name the cases")
    asked = parser.parse_args()
    cases = [case for case in CASES if not asked.words or any(word in case.name for word in asked.words)]
    if asked.list:
        print(*(case.name for case in cases), sep="\n")
        return 0
    base, faults, left_out = Path(tempfile.mkdtemp(prefix="avatar-hostile-")), 0, 0
    try:
        package = closed_package(base / "package")
        warm = base / "warm"
        first = environment(base, warm, package)
        for words in ("speak --voice fast -o a.wav", "say --voice fast --size 128x128 -o a.mp4"):
            line = f"cd {base} && $A {words} 'Good morning.'"
            subprocess.run(["bash", "-c", line], env=first, check=True, capture_output=True)
        for number, case in enumerate(cases):
            missing = [name for name in case.needs if not shutil.which(name)]
            if missing:
                left_out += 1
                print(f"left out {case.name}: there is no {missing[0]}")
                continue
            folder = base / str(number)
            folder.mkdir()
            code, said, seconds = tried(case, folder, warm, package)
            wrong = fault_of(case, code, said, printed(folder))
            faults += bool(wrong)
            mark = "FAULT" if wrong else "fine "
            told = said.replace(str(folder), ".").replace("\n", " | ")
            print(
                f"{mark} {case.name:<48} {code:>4} {seconds:5.1f} s  {wrong + ': ' if wrong else ''}{told[-260:]}",
                flush=True,
            )
            subprocess.run(["chmod", "-R", "u+rwX", str(folder)], check=False)
            shutil.rmtree(folder, ignore_errors=True)
    finally:
        subprocess.run(["chmod", "-R", "u+rwX", str(base)], check=False)
        shutil.rmtree(base, ignore_errors=True)
    print(f"{len(cases)} cases: {faults} faults, {left_out} left out")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
