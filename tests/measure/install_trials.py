"""Install a real voice from a local registry that cuts, throttles, lies and corrupts, and count what it cost:

npm pack kokoro-js@1.2.1
PYTHONPATH=. python tests/measure/install_trials.py kokoro-js-1.2.1.tgz
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from avatar.downloads.settings import DownloadSettings
from avatar.downloads.store import Way
from avatar.downloads.transfer import Patience
from avatar.errors import AvatarError
from avatar.runtime.folders import Home
from avatar.runtime.network import Network
from avatar.speech import shop
from tests.file_server import FileServer, Mishap

MB = 1_000_000
CUTS = random.Random(1)
TRIALS = {
    "nothing happens": ([], Mishap()),
    "cut after each 2.5 to 4 MB": (
        [Mishap(cut_after=CUTS.randrange(5 * MB // 2, 4 * MB)) for _ in range(40)],
        Mishap(),
    ),
    "cut after each 64 kB to 1 MB": ([Mishap(cut_after=CUTS.randrange(65_536, MB)) for _ in range(150)], Mishap()),
    "cut, then no pieces": ([Mishap(cut_after=20 * MB)], Mishap(ignores_range=True)),
    "busy three times (503, 429)": ([Mishap(status=503), Mishap(status=429, headers={"Retry-After": "1"})], Mishap()),
    "throttled to 4 MB/s, cut twice": ([Mishap(pause=0.001, cut_after=9 * MB)] * 2, Mishap(pause=0.001)),
    "corrupt when put together": ([Mishap(cut_after=5 * MB, is_corrupt=True), Mishap()], Mishap()),
    "says it is longer than it is": ([], Mishap(length_off_by=1000)),
    "corrupt every time": ([], Mishap(is_corrupt=True)),
    "forbidden": ([], Mishap(status=403)),
    "endless": ([], Mishap(is_endless=True)),
}


def main(package: Path) -> None:
    content = package.read_bytes()
    print(f"{'what happens':<32} {'result':<10} {'requests':>8} {'sent / size':>11} {'wall s':>7} {'cpu s':>6}")  # noqa: T201
    for name, (mishaps, always) in TRIALS.items():
        with FileServer() as server, tempfile.TemporaryDirectory() as folder:
            server.files["/kokoro-js/-/kokoro-js-1.2.1.tgz"] = content
            server.mishaps, server.always = list(mishaps), always
            home = Home.at(folder)
            settings = DownloadSettings(npm=server.url)
            way = Way(Network(silence_s=5), settings, replace(Patience(), first_s=0.05))
            wall, spent = time.perf_counter(), time.process_time()
            result, reason = attempt(home, way)
            wall, spent = time.perf_counter() - wall, time.process_time() - spent
            share = server.sent / len(content)
            print(f"{name:<32} {result:<10} {len(server.asked):>8} {share:>11.3f} {wall:>7.1f} {spent:>6.1f}  {reason}")  # noqa: T201


def attempt(home: Home, way: Way) -> tuple[str, str]:
    try:
        list(shop.install(shop.chosen(["zf_xiaobei", "zm_yunjian"]), home, way))
    except AvatarError as fault:
        left = [path for path in (home.data / "voices").rglob("*") if path.is_file()]
        return ("refused" if not left else "LEFTOVERS"), str(fault).partition(": ")[2][:90]
    return "installed", ""


if __name__ == "__main__":
    main(Path(sys.argv[1]))
