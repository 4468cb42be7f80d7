"""Compare films with portraits, as the identity guard does: the table of `docs/identity.md`.

    python tests/measure/identity.py CLIP=PORTRAIT ...

Every twelfth frame of each film is compared with every portrait named: by dlib's embedding where its package is
installed, and by the texture. A line gives the lowest mean of five neighbours and the lowest single frame for the
film's own portrait, and the highest mean of five for any other.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from avatar.identity import Guard, choose, numbers_of
from avatar.identity.seeing import FaceSeer
from avatar.identity.texture import TextureEmbedder
from avatar.inspection.film import open_film
from avatar.portrait.store import PortraitStore
from avatar.runtime.folders import Home
from avatar.settings import PortraitSettings

_EVERY = 12


def main(pairs: list[str]) -> None:
    store, seer = PortraitStore(), FaceSeer()
    named = [pair.rsplit("=", 1) for pair in pairs]
    portraits = {name: store.load_or_enroll(name, PortraitSettings()) for _, name in named}
    embedders = {each.name: each for each in (choose(Home.usual()), TextureEmbedder())}
    for clip, own in named:
        frames = [each for number, each in enumerate(open_film(Path(clip)).pictures()) if not number % _EVERY]
        faces = [seer.see(picture) for _, picture in frames]
        for embedder in embedders.values():
            runs = {}
            for name, portrait in portraits.items():
                guard = Guard(embedder, numbers_of(portrait, embedder, None))
                seen = zip(frames, faces, strict=True)
                looks = [look for (time, picture), each in seen if (look := guard.look(time, picture, each))]
                fives = [guard.judge(looks[first : first + 5]).likeness or 0.0 for first in range(len(looks) - 4)]
                runs[name] = min(fives), min(look.likeness for look in looks), max(fives)
            others = [run[2] for name, run in runs.items() if name != own]
            told = f"{runs[own][0]:.3f} | {runs[own][1]:.3f} | {max(others, default=np.nan):.3f}"
            sys.stdout.write(f"| {Path(clip).stem} | {Path(own).stem} | {embedder.name} | {told} |\n")


if __name__ == "__main__":
    main(sys.argv[1:])
