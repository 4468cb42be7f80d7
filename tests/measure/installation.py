"""What an installation takes: seconds, megabytes by package, and the time of the first commands.

Usage: `python -m tests.measure.installation [PYTHON ...] [--checkout FOLDER] [--extra NAME] [--cached]`, with PYTHON an
interpreter (default: the one that runs this), FOLDER what is installed (default: this checkout), NAME an extra to
install with it. Each interpreter gets an environment of its own, which is thrown away. Without --cached everything is
fetched anew. Seconds by the clock hold the network's share and that of whatever else the machine does; those of the
processor are pip's own work.

Megabytes are what `du -m` counts, 2^20 bytes on the disk, with compiled files; pip itself is left out.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from importlib.metadata import distributions
from pathlib import Path

ROOT = Path(__file__).parents[2]
MB = 1 << 20
SHOWN = 25
"""packages in the table"""
TRIES = 7
COMMANDS = {"nothing": "pass", "import avatar": "import avatar"}


def main() -> None:
    """Measure one interpreter after the other."""
    parser = argparse.ArgumentParser()
    parser.add_argument("pythons", nargs="*", default=[sys.executable])
    parser.add_argument("--checkout", default=str(ROOT))
    parser.add_argument("--extra", default="")
    parser.add_argument("--cached", action="store_true")
    asked = parser.parse_args()
    for python in asked.pythons:
        what = f"{asked.checkout}[{asked.extra}]" if asked.extra else asked.checkout
        with tempfile.TemporaryDirectory() as folder:
            measure(python, what, Path(folder), is_cached=asked.cached)


def measure(python: str, what: str, folder: Path, *, is_cached: bool) -> None:
    """Install, and print what it takes."""
    _run(python, "-m", "venv", str(folder / "env"))
    own = folder / "env" / "bin" / "python"
    site = Path(_run(str(own), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    before = set(_sizes(site))
    options = [] if is_cached else ["--no-cache-dir"]
    begin, worked = time.perf_counter(), _processor_seconds()
    _run(str(own), "-m", "pip", "install", "-q", *options, what)
    seconds, work = time.perf_counter() - begin, _processor_seconds() - worked
    sizes = Counter({name: size for name, size in _sizes(site).items() if name not in before})
    version = _run(str(own), "-c", "import platform; print(platform.python_version())").strip()
    _tell(f"Python {version}: {sum(sizes.values()) / MB:.0f} MB in {len(sizes)} packages")
    _tell(f"  {seconds:.0f} s by the clock, {work:.0f} s of the processor")
    for package, size in sizes.most_common(SHOWN):
        _tell(f"  {size / MB:7.1f} MB  {package}")
    for title, seconds in _times(own).items():
        _tell(f"  {seconds * 1e3:7.0f} ms  {title}")
    _tell(f"  pip check: {_run(str(own), '-m', 'pip', 'check', is_expected_to_work=False).strip()}")


def _sizes(site: Path) -> dict[str, int]:
    """Add up what each distribution has put on the disk, bytes; a file that two of them wrote counts once."""
    sizes, counted = {}, set[Path]()
    for distribution in distributions(path=[str(site)]):
        paths = {Path(str(file.locate())).resolve() for file in distribution.files or []} - counted
        counted |= paths
        label = f"{distribution.metadata['Name']} {distribution.version}"
        sizes[label] = sum(path.stat().st_blocks * 512 for path in paths if path.is_file())
    return sizes


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _times(python: Path) -> dict[str, float]:
    """Give the median wall seconds of the first commands, the first try of each left out."""
    commands = {title: [str(python), "-c", code] for title, code in COMMANDS.items()}
    commands["avatar --help"] = [str(python.parent / "avatar"), "--help"]
    times: dict[str, list[float]] = {title: [] for title in commands}
    for _ in range(TRIES + 1):
        for title, command in commands.items():
            begin = time.perf_counter()
            _run(*command)
            times[title].append(time.perf_counter() - begin)
    return {title: statistics.median(seconds[1:]) for title, seconds in times.items()}


def _run(*command: str, is_expected_to_work: bool = True) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd="/")
    if is_expected_to_work and done.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return done.stdout


def _tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
