"""The process in which a photo is looked at and taken apart, which may die: `python -m avatar.service.studio.working`.

It writes one JSON object a line: how far it is, then what was found, or why not.
"""

from __future__ import annotations

import json
import math
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from avatar.errors import AvatarError, RefusedError


def check(path: Path) -> dict[str, Any]:
    """Say how well a photo suits, and name its pixels."""
    from avatar.permission.consent.likeness import perceptual_hash
    from avatar.portrait.check import check_photo
    from avatar.portrait.read import read_photo

    report = check_photo(path)  # first: each of the two may hold a large picture
    photo = read_photo(path)
    refusal = next((item.why for item in report.items if item.name == "face" and math.isnan(item.value)), "")
    items = [
        asdict(item) | {"value": None if math.isnan(item.value) else item.value}
        for item in report.items
        if item.name != "face"
    ]
    return {
        "verdict": "refused" if refusal else report.verdict,
        "why": refusal.replace(f"{str(path)!r}", "This photo").replace(str(path), "this photo"),
        "items": items,
        "sha256": photo.content_hash,
        "phash": perceptual_hash(photo.pixels),
    }


def enrol(path: Path, name: str, data: Path, options: dict[str, Any]) -> dict[str, Any]:
    """Take a photo apart that somebody has agreed to, with `options` of `portrait_settings`, and keep it by a name."""
    from avatar.clip import keeping
    from avatar.clip.request import portrait_settings
    from avatar.pipeline import steps
    from avatar.portrait.cards import checked_name
    from avatar.portrait.store import PortraitStore

    store, name = PortraitStore(home=data), checked_name(name)
    source = store.read_file(path)
    keeping.admit(source, name, data)
    settings = store.settings_of(source, portrait_settings(**options))
    portrait = store.add(source, name, settings, None, steps(_watch))
    return {"name": portrait.name}


def _watch(stage: str, done: int, total: int) -> None:
    _tell({"stage": stage, "done": done, "total": total})


def _tell(told: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Do what the arguments say."""
    work, path, *more = sys.argv[1:]
    try:
        if work == "check":
            _tell({"found": check(Path(path))})
        else:
            name, data, options = more
            _tell({"found": enrol(Path(path), name, Path(data), json.loads(options))})
    except AvatarError as fault:
        _tell({"fault": str(fault), "is_refused": isinstance(fault, RefusedError)})


if __name__ == "__main__":
    main()
