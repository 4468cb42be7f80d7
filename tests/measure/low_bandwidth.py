"""Measure what goes over a line when the picture is sent once and motion after: the rig, and bytes a second of speech.

python tests/measure/low_bandwidth.py [PORTRAIT ...]
"""

from __future__ import annotations

import gzip
import sys
import tempfile
from pathlib import Path

import avatar
from avatar.clip.rigs import labels
from avatar.portrait.store import PortraitStore
from avatar.reenact.gltf import write_glb
from avatar.service.sessions.opus import encode
from avatar.service.sessions.pieces import motion_payload
from avatar.settings import PortraitSettings

TEXT = "We are open from nine to five on weekdays. 您好，请带上您的护照。"
SIDE = 512


def main(names: list[str]) -> None:
    sys.stdout.write(
        "| portrait | rig, MB, once | motion, kB/s | motion, gzip | sound, kB/s | film of the same, kB/s | seconds |\n"
    )
    for name in names or ["xiaochen", "marco", "amara"]:
        rig = write_glb(PortraitStore().load_or_enroll(name, PortraitSettings()), (SIDE, SIDE), labels((SIDE, SIDE)))
        said = avatar.stream(TEXT, name, voice="fast", size=(SIDE, SIDE))
        for _ in said:  # it is spoken and moved as its pictures are taken
            pass
        motion, sound = motion_payload(said.motion), encode(said.speech.samples)
        with tempfile.TemporaryDirectory() as folder:
            clip = avatar.say(TEXT, name, Path(folder) / "a.mp4", voice="fast", size=(SIDE, SIDE))
            film = Path(clip.video).stat().st_size
        seconds = len(said.motion) / float(said.motion.fps)
        rates = [len(each) / seconds / 1000 for each in (motion, gzip.compress(motion), sound)]
        sys.stdout.write(
            f"| {name} | {len(gzip.compress(rig)) / 1e6:.2f} | {rates[0]:.1f} | {rates[1]:.1f} | {rates[2]:.1f} | "
            f"{film / seconds / 1000:.0f} | {seconds:.1f} |\n"
        )
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
