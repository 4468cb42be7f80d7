"""Follow one request from `pipeline.make` to the first frame, and print every call that is given it.

Usage: python tests/measure/way_of_a_request.py [CHECKOUT] [--portrait NAME] [--text TEXT]

A call counts if one of its arguments is the request or what holds it whole (the plan of a clip; in earlier versions the
order and the performance). Properties, and what a generator does when it is woken again, are no calls. Printed are the
calls by depth, and then: how many, through how many modules, how many lead up to a module from which the caller's was
reached, and how often the most visited module is entered from another one.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import threading
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType

CARRIERS = {"Order", "ClipRequest", "Plan", "Performance"}
LATER = {"__iter__", "__len__", "__post_init__"}


class Trace:
    """Calls that are given the request, until the first frame is there."""

    def __init__(self, package: Path) -> None:
        self._package = package
        self._lock = threading.Lock()
        self._seen: set[int] = set()
        self.calls: list[tuple[int, str, str, str]] = []
        """depth, module of the caller, module, function"""
        self.is_over = False

    def __call__(self, frame: FrameType, event: str, _value: object) -> None:
        """Take one event of `sys.setprofile`."""
        if self.is_over or event != "call" or id(frame) in self._seen:
            return
        module, name = self._module(frame), frame.f_code.co_name
        if not module or name.startswith("<") or name in LATER or self._is_property(frame) or not self._is_given(frame):
            return
        if frame.f_lasti > 4 and frame.f_code.co_flags & 0x20:  # a generator that goes on
            return
        caller, depth = frame.f_back, 0
        while caller is not None and not self._module(caller):
            caller = caller.f_back
        above = caller
        while above is not None:
            depth += bool(self._module(above))
            above = above.f_back
        with self._lock:
            self._seen.add(id(frame))
            self.calls.append((depth, self._module(caller) if caller else "", module, name))

    def _module(self, frame: FrameType | None) -> str:
        if frame is None or not frame.f_code.co_filename.startswith(str(self._package)):
            return ""
        return ".".join(Path(frame.f_code.co_filename).relative_to(self._package).with_suffix("").parts)

    def _is_given(self, frame: FrameType) -> bool:
        count = frame.f_code.co_argcount + frame.f_code.co_kwonlyargcount
        return any(type(frame.f_locals.get(name)).__name__ in CARRIERS for name in frame.f_code.co_varnames[:count])

    def _is_property(self, frame: FrameType) -> bool:
        names = frame.f_code.co_varnames[: frame.f_code.co_argcount]
        holder = type(frame.f_locals.get(names[0])) if names else None
        return isinstance(getattr(holder, frame.f_code.co_name, None), property)


def follow(text: str, portrait: str) -> Trace:
    """Make a film in a new folder, from a home that has the portrait, and stop watching at its first frame."""
    import avatar
    from avatar import pipeline

    trace = Trace(Path(avatar.__file__).parent)
    try:
        from avatar.clip.request import ClipRequest as Request
        from avatar.clip.stopwatch import Clock
        from avatar.settings import FilmSettings, Settings
    except ImportError:
        from avatar.clock import Clock
        from avatar.order import Order as Request

        from avatar.settings import FilmSettings, Settings
    settings = Settings(film=FilmSettings(320, 320))
    frames = Clock.frames

    def watched(self, supply, name):
        for frame in frames(self, supply, name):
            trace.is_over = True
            yield frame

    Clock.frames = watched
    with tempfile.TemporaryDirectory() as folder:
        # Once for all that is made at the first use of a home, so that the second time shows the way alone.
        pipeline.make(Request("Hi.", portrait, settings=settings), Path(folder) / "first.mp4")
        trace.is_over = False
        threading.setprofile(trace)
        sys.setprofile(trace)
        try:
            pipeline.make(Request(text, portrait, settings=settings), Path(folder) / "a.mp4")
        finally:
            sys.setprofile(None)
            threading.setprofile(None)
    return trace


def say(line: str) -> None:
    sys.stdout.write(line + "\n")


def tell(trace: Trace) -> None:
    """Print the calls, and what they come to."""
    least = min(depth for depth, *_ in trace.calls)
    for depth, _, module, name in trace.calls:
        say(f"{'  ' * (depth - least)}{module}.{name}")
    modules = list(dict.fromkeys(module for _, _, module, _ in trace.calls))
    reached = {module: place for place, module in enumerate(modules)}
    up = sum(reached.get(caller, -1) > reached[module] for _, caller, module, _ in trace.calls)
    entered = Counter(module for _, caller, module, _ in trace.calls if caller != module)
    (most, times), *_ = entered.most_common(1)
    say(
        f"\n{len(trace.calls)} calls through {len(modules)} modules, {up} of them back up; "
        f"{most} is entered {times} times"
    )
    often = [f"{name} {count}" for name, count in entered.items() if count > 2]
    say(f"entered more than twice: {', '.join(often) or 'none'}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("checkout", nargs="?", default=str(Path(__file__).parents[2]))
    parser.add_argument("--portrait", default="xiaochen")
    parser.add_argument("--text", default="Good morning. How are you?")
    asked = parser.parse_args()
    sys.path.insert(0, asked.checkout)
    tell(follow(asked.text, asked.portrait))


if __name__ == "__main__":
    main()
