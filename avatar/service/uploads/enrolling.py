"""Take a stranger's photo apart, in a process of its own: `python -m avatar.service.uploads.enrolling`.

It reads one JSON object and writes one: the portrait's name, or a sentence why not, with the kind of fault. The photo
has been looked at under stricter limits before (`checking`).
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from avatar.errors import AvatarError, InputError, NotInstalledError, OutputError, RefusedError, ShortageError
from avatar.runtime.environment import trust_environment
from avatar.service.uploads.attesting import Attested, Shown, attest, take_answer

MEMORY, PROCESSOR = 12 << 30, 600
"""bytes of address space, and s of the processor's time"""
_KINDS: tuple[tuple[type[AvatarError], str], ...] = (
    (RefusedError, "refused"),
    (NotInstalledError, "not-installed"),
    (ShortageError, "shortage"),
    (OutputError, "output"),
    (InputError, "input"),
)


def enroll(work: dict[str, Any]) -> str:
    """Note what is agreed to, then take the photo apart and keep it; give its name."""
    from avatar.clip import keeping
    from avatar.clip.request import portrait_settings
    from avatar.permission.consent.likeness import perceptual_hash
    from avatar.permission.consent.record import Picture
    from avatar.permission.consent.store import ConsentStore
    from avatar.portrait.read import read_photo
    from avatar.portrait.store import PortraitStore

    data, image = Path(work["data"]), Path(work["photo"])
    store, portraits = ConsentStore(data), PortraitStore(home=data)
    source = portraits.read_file(image)
    shown = Shown(Path(work["answer"]) if work["answer"] else None, work["subject_key"], work["form_sha256"])
    if shown.answer is not None:
        take_answer(store, shown)
    if work["attested"]:
        photo = read_photo(image, source.content)
        picture = Picture(photo.content_hash, perceptual_hash(photo.pixels))
        attest(store, picture, Attested.model_validate(work["attested"]), shown)
    keeping.admit(source, work["name"], data)
    # On the processor: a card's libraries ask for more room than a stranger's photo is given here.
    settings = portraits.settings_of(source, portrait_settings(**work["options"], device="cpu"))
    return portraits.add(source, work["name"], settings, work["face"]).name


def main() -> None:
    """Do what standard input says, and tell on standard output."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints is no answer of ours
    trust_environment()
    work = json.loads(sys.stdin.readline())
    _limit_myself()
    try:
        told = {"name": enroll(work)}
    except AvatarError as fault:
        kind = next((word for each, word in _KINDS if isinstance(fault, each)), "fault")
        told = {"kind": kind, "detail": str(fault).replace(work["photo"], work["name"])}
    except MemoryError:
        told = {"kind": "shortage", "detail": "This photo takes more memory than it may; send a smaller one."}
    out.write(json.dumps(told) + "\n")
    out.flush()


def _limit_myself() -> None:
    from avatar.runtime.scratch import find_scratch
    from avatar.runtime.system import confine

    find_scratch()
    confine(MEMORY, PROCESSOR, written=1 << 30)


if __name__ == "__main__":
    main()
