"""What comes before the first picture, step by step, on one thread: ms of processor time.

    python tests/measure/start_costs.py [SIZE] [--text TEXT] [--voice NAME]

Run it twice: the first time compiles loops and takes photos apart. The steps are those of `avatar say`, one after the
other; there, half of them overlap.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

TEXT = "您好，我是小陈。今天为您介绍三款理财产品，每一款都有不同的期限和收益。"
MODULES = ("avatar.cli.app", "avatar.cli.say", "numpy", "avatar.pipeline", "cv2", "av", "llvmlite.binding")


def main() -> None:
    """Print one line for each step."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("size", nargs="?", default="512x512")
    parser.add_argument("--text", default=TEXT)
    parser.add_argument("--voice", default="xiaoyun")
    asked = parser.parse_args()
    _tell("python", time.process_time())
    for name in MODULES:
        _step(f"import {name}", lambda name=name: import_module(name))
    from avatar.clip.meanwhile import look_at
    from avatar.clip.permit import clear
    from avatar.clip.request import ClipRequest
    from avatar.clip.script import read_script
    from avatar.pipeline import prepare, takes
    from avatar.portrait.store import PortraitStore
    from avatar.runtime import precompile
    from avatar.runtime.folders import Home

    home = Home.usual()
    request = ClipRequest.from_options(asked.text, "xiaochen", None, size=asked.size, voice=asked.voice, seed=5)
    settings, store = request.settings, PortraitStore(home=home.data)
    _step("loops", lambda: [precompile._is_fetched(precompile._loop(name)) for name in precompile.USUAL])
    source = _step("picture's file", lambda: store.read("xiaochen"))
    look = _step("photo", lambda: look_at(source))
    _step("portrait", lambda: store.kept(source, settings.portrait, request.face))
    script = _step("reading", lambda: read_script(asked.text, settings.text, home.data, asked.voice))
    _step("clearing", lambda: clear(request, look, script.utterances, script.voices, home.data))
    plan = _step("all of it again", lambda: prepare(request, home=home))
    take = _step("first passage", lambda: next(takes(plan)))
    _step("renderer", lambda: plan.crew.get_ready(plan.portrait, plan.fps, plan.size))
    _step("first picture", lambda: next(plan.crew.pictures(plan.portrait, take.motion, plan.size, 0)))
    sys.stdout.flush()
    os._exit(0)  # threads that would speak the next passage are not waited for


def _step(name: str, do: Callable[[], Any]) -> Any:
    start = time.process_time()
    given = do()
    _tell(name, time.process_time() - start)
    return given


def _tell(name: str, seconds: float) -> None:
    sys.stdout.write(f"{name:<24} {1e3 * seconds:7.1f}\n")


if __name__ == "__main__":
    main()
