"""Run `avatar` in hostile surroundings, and print for each case the exit code and what was said.

    python -m tests.measure.hostile [WORD ...] [--list]

A case is fine if the work is done (exit code 0, or 141 where the reader of the output has left), or if it ends with 2
or 4 and one sentence. With words, only cases whose names hold one of them are run. The cases lie in `hostile.toml`:
every one has a folder and a home of its own, in which everything was used once. Root gives up what sets it above the
rights of files. Cases whose programs are not there (`faketime`, `unshare`) are left out, and said so.
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
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from avatar.runtime.toml import read_toml
from tests.ordinary import give_up_privilege

ROOT = Path(__file__).parents[2]
CASES = Path(__file__).with_suffix(".toml")
WORDS = {
    "SPEAK": "speak --voice fast 'Good morning.'",
    "SAY": "say --voice fast --size 128x128 'Good day to you.'",
}
SENTENCE = re.compile(r"avatar: .+[.!?…)'\w]$")
NEVER = ("Traceback", "Something went wrong", "atplotlib", "Warning:", "Exception ignored", "core dumped", "declare it")
PATIENCE = 120
"""s"""


@dataclass(frozen=True, slots=True)
class Case:
    """One try."""

    name: str
    """what is hostile, and what is tried there"""
    script: str
    """bash; its exit code is the one that counts"""
    codes: tuple[int, ...] = (0, 2, 4)
    """exit codes that are fine"""
    says: str = ""
    """pattern of what must be said"""
    needs: tuple[str, ...] = ()
    """programs without which it is left out"""
    is_mute: bool = False
    """its standard error goes elsewhere, or need not be a sentence"""


def read_cases() -> list[Case]:
    """Read all cases, one for each entry of a list that a case names."""
    tables: dict[str, Any] = read_toml(CASES.read_text(encoding="utf-8"))
    lists = tables.pop("each")
    made = []
    for table in (table for group in tables.values() for table in group):
        more = {name: tuple(table[name]) for name in ("codes", "needs") if name in table}
        more |= {name: table[name] for name in ("says", "is_mute") if name in table}
        for label, held in (lists[table["each"]] if "each" in table else {"": ""}).items():
            script = table["script"].replace("{}", held)
            for word, line in WORDS.items():
                quoted = line.replace("'", '"') if " bash -c '" in script else line
                script = script.replace(f"{{{word}}}", quoted)
            made.append(Case(f"{table['name']}{': ' if label else ''}{label}", script, **more))
    return made


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
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    # The folder that a case works in may not come before the package.
    begun = f"{sys.executable} {'-P ' if sys.version_info >= (3, 11) else ''}-m avatar"
    return kept | {
        "HOME": str(folder / "user"),
        "AVATAR_HOME": str(home),
        "PYTHONPATH": str(ROOT),
        "A": begun,
        "C": f"env PYTHONPATH={package} {begun}",
        "LANG": "C.UTF-8",
    }


def tried(case: Case, folder: Path, warm: Path, package: Path) -> tuple[int, str]:
    """Run a case; give its exit code and what it said on standard error."""
    for name in ("user", "out"):
        (folder / name).mkdir()
    shutil.copytree(warm, folder / "home")
    try:
        done = subprocess.run(
            ["timeout", "-k", "1", str(PATIENCE), "bash", "-c", case.script],
            cwd=folder,
            env=environment(folder, folder / "home", package),
            preexec_fn=give_up_privilege,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=2 * PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return -1, "it did not end"
    return done.returncode, done.stderr.decode(errors="replace").strip()


def fault_of(case: Case, code: int, said: str, shown: str) -> str:
    """Say what is wrong with how a case has ended; "" if nothing is."""
    if code not in case.codes:
        return f"exit code {code}"
    if found := [each for each in NEVER if each in said]:
        return f"it says {found[0]!r}"
    if case.says and not re.search(case.says, said + shown):
        return f"it does not say {case.says!r}"
    if case.is_mute:
        return ""
    lines = [line for line in said.splitlines() if line.strip()]
    if code in (2, 4) and not lines and not shown:
        return "it says nothing"
    return "there is more than a sentence" if any(not SENTENCE.match(line) for line in lines) else ""


def run(case: Case, base: Path, warm: Path, package: Path) -> str:
    """Run a case in a folder of its own, print what came of it, and say what is wrong; "" if nothing is."""
    folder = Path(tempfile.mkdtemp(dir=base))
    began = time.monotonic()
    code, said = tried(case, folder, warm, package)
    shown = ""
    with suppress(OSError):
        shown = (folder / "stdout").read_text(errors="replace")
    wrong = fault_of(case, code, said, shown)
    told = said.replace(str(folder), ".").replace("\n", " | ")[-240:]
    line = f"{'FAULT' if wrong else 'fine '} {case.name:<44} {code:>4} {time.monotonic() - began:5.1f} s  "
    tell(line + (f"{wrong}: " if wrong else "") + told)
    remove(folder)
    return wrong


def tell(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def remove(folder: Path) -> None:
    """Remove a folder, whatever was closed in it."""
    subprocess.run(["chmod", "-R", "u+rwX", str(folder)], check=False, stderr=subprocess.DEVNULL)
    shutil.rmtree(folder, ignore_errors=True)


def main() -> int:
    """Run the cases, and give 1 if one has a fault."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("words", nargs="*")
    parser.add_argument("--list", action="store_true", help="only name the cases")
    asked = parser.parse_args()
    cases = [case for case in read_cases() if not asked.words or any(word in case.name for word in asked.words)]
    if asked.list:
        tell("\n".join(case.name for case in cases))
        return 0
    absent = [case for case in cases if not all(map(shutil.which, case.needs))]
    base = Path(tempfile.mkdtemp(prefix="avatar-hostile-"))
    try:
        package, warm = closed_package(base / "package"), base / "warm"
        for words in ("speak --voice fast -o a.wav", "say --voice fast --size 128x128 -o a.mp4"):
            line = ["bash", "-c", f"$A {words} 'Good morning.'"]
            subprocess.run(line, cwd=base, env=environment(base, warm, package), check=True, capture_output=True)
        faults = sum(bool(run(case, base, warm, package)) for case in cases if case not in absent)
    finally:
        remove(base)
    for case in absent:
        tell(f"left out {case.name}: it needs {', '.join(case.needs)}")
    tell(f"{len(cases) - len(absent)} cases, {faults} faults; {len(absent)} left out")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
