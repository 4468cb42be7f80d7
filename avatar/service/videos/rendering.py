"""The work itself, in a process of its own that may be killed: `python -m avatar.service.videos.rendering`.

Each line of its input is one piece of work as JSON, each line of its output one message: progress, done, refused or
fault. When its input ends, so does it, in the middle of whatever it is at.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from contextlib import suppress
from pathlib import Path
from queue import Queue
from typing import TYPE_CHECKING, Any

from avatar.errors import AvatarError, InputError, RefusedError
from avatar.runtime.folders import Home
from avatar.runtime.telling import Teller
from avatar.service.videos.order import Order, request_of

if TYPE_CHECKING:
    from avatar.data import Portrait
    from avatar.runtime.watch import Watch

FILM, TIMELINE, INSPECTION = "film", "film.json", "inspection.json"
"""stem of a film, and the names of what is told of it"""
_POLITE = 5
"""steps of niceness: conversations come first"""


def render(work: dict[str, Any], tell: Watch) -> dict[str, Any]:
    """Make a film; one that is whole already, since its process was killed just after, is not made twice."""
    from avatar import pipeline
    from avatar.film import usual_ending

    folder, home = Path(work["folder"]), _home(work)
    request = request_of(Order(**work["order"]), work["names"], folder)
    video = folder / f"{FILM}{usual_ending(request.settings.film)}"
    made = folder / "made.json"
    if made.is_file() and video.is_file():
        return dict(json.loads(made.read_text(encoding="utf-8")))
    for each in folder.glob(".film*"):
        each.unlink(missing_ok=True)
    clip = pipeline.make(request, video, tell, home)
    told = {
        "file": video.name,
        "subtitles": [Path(each).name for each in clip.subtitles],
        "seconds": round(clip.seconds, 3),
        "frames": clip.frames,
        "fps": float(clip.fps),
        "size": list(clip.size),
        "content_id": clip.content_id,
        "warnings": list(clip.warnings),
        "wall_s": round(clip.wall_s, 3),
        "likeness": clip.likeness,
        "likeness_floor": clip.likeness_floor,
    }
    part = folder / ".made.part"
    part.write_text(json.dumps(told), encoding="utf-8")
    part.replace(made)
    return told


def inspect(work: dict[str, Any], tell: Watch) -> dict[str, Any]:
    """Measure a film as a viewer would see it."""
    from avatar.inspection import inspect_clip

    folder, home = Path(work["folder"]), _home(work)
    report = inspect_clip(folder / work["file"], _portrait(folder, home), folder / TIMELINE, tell, home)
    told = report.as_json() | {"clip": work["file"]}
    part = folder / f".{INSPECTION}.part"
    part.write_text(json.dumps(told), encoding="utf-8")
    part.replace(folder / INSPECTION)
    return {"passed": report.passed}


def _portrait(folder: Path, home: Home) -> Portrait | None:
    """Find the enrolled portrait that a timeline names, if it is still the same."""
    from avatar.portrait.store import PortraitStore

    told = json.loads((folder / TIMELINE).read_text(encoding="utf-8")).get("portrait", {})
    store = PortraitStore(home=home.data)
    with suppress(InputError, KeyError):
        portrait = store.load_or_enroll(store.show(str(told["name"])).path)
        return portrait if portrait.content_hash == told["sha256"] else None
    return None


_WORK = {"video": render, "inspection": inspect}


def do(work: dict[str, Any], teller: Teller) -> None:
    """Do one piece of work, and tell how it ended."""
    try:
        teller.tell({"type": "done", "made": _WORK[work["kind"]](work, teller.watch)})
    except RefusedError as fault:
        teller.tell({"type": "refused", "detail": str(fault), "review": fault.review})
    except AvatarError as fault:
        teller.tell({"type": "fault", "detail": str(fault), "is_ours": not isinstance(fault, InputError)})
    except Exception as fault:  # noqa: BLE001 - the edge of this process: what else is wrong must not end it
        detail = f"Something went wrong inside avatar ({type(fault).__name__}); tell the operator."
        teller.tell({"type": "fault", "detail": detail, "is_ours": True})


def main() -> None:
    """Do what comes in, until nothing comes any more."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints is no message of ours
    with suppress(OSError):
        os.nice(_POLITE)
    _prepare()
    teller, works = Teller(out), Queue[dict[str, Any]]()
    threading.Thread(target=_listen, args=(works,), daemon=True).start()
    teller.tell({"type": "ready"})
    while True:
        do(works.get(), teller)


def _prepare() -> None:
    from avatar.runtime.environment import trust_environment
    from avatar.runtime.scratch import find_scratch
    from avatar.runtime.system import share_heaps

    share_heaps()
    find_scratch()
    trust_environment()


def _listen(works: Queue[dict[str, Any]]) -> None:
    """Take work; when the service is gone, nobody wants it any more."""
    for line in sys.stdin:
        works.put(json.loads(line))
    os._exit(0)


def _home(work: dict[str, Any]) -> Home:
    return Home(Path(work["data"]), Path(work["cache"]))


if __name__ == "__main__":
    main()
