"""How large rigs are, and how far pictures drawn from their files alone are from the portrait's: a table.

python tests/measure/rigs.py [PORTRAIT ...]
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np

from avatar.clip.rigs import labels
from avatar.portrait.store import PortraitStore
from avatar.reenact.gltf import write_glb
from avatar.reenact.gltf.container import parts
from avatar.reenact.mesh.scene import Scene
from avatar.settings import PortraitSettings
from tests.motions import motion
from tests.rig_scenes import scene_of
from tests.unit.reenact.test_gltf import ROWS

SHIPPED = ("xiaochen", "amara", "marco", "xiaochen_green")
SIZES = ((512, 512), (720, 1280), (1080, 1080), (1920, 1080))


def main(names: list[str]) -> None:
    store, moved = PortraitStore(), motion(*ROWS)
    sys.stdout.write("| portrait | size | MB | of that pictures | gzip | levels away, mean | 99.9 % |\n")
    sys.stdout.write("|---|---|---|---|---|---|---|\n")
    for name in names or [*SHIPPED, _astronaut()]:
        portrait = store.load_or_enroll(name, PortraitSettings())
        for size in SIZES:
            content = write_glb(portrait, size, labels(size))
            head, _ = parts(content)
            pictures = sum(head["bufferViews"][each["bufferView"]]["byteLength"] for each in head["images"])
            one, other = Scene(portrait, size), scene_of(content)
            away = [np.abs(one.draw(moved, row).astype(int) - other.draw(moved, row)) for row in range(len(ROWS))]
            mean, most = max(each.mean() for each in away), max(np.percentile(each, 99.9) for each in away)
            sys.stdout.write(
                f"| {portrait.name} | {size[0]}x{size[1]} | {len(content) / 1e6:.2f} | {pictures / 1e6:.2f} "
                f"| {_zipped(content) / 1e6:.2f} | {mean:.2f} | {most:.0f} |\n"
            )


def _zipped(content: bytes) -> int:
    import gzip

    return len(gzip.compress(content, 6))


def _astronaut() -> str:
    from PIL import Image
    from skimage.data import astronaut

    path = Path(tempfile.mkdtemp()) / "astronaut.png"
    Image.fromarray(astronaut()).save(path)
    return str(path)


if __name__ == "__main__":
    main(sys.argv[1:])
