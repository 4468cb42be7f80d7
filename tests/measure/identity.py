"""Compare films with portraits, as the identity guard does, and swap faces: the tables of `docs/identity.md`.

    python tests/measure/identity.py CLIP=PORTRAIT ...

Every twelfth frame of each film is compared with every portrait named: by dlib's embedding where its package is
installed, and by the texture. A line gives the lowest mean of five neighbours and the lowest single frame for the
film's own portrait, and the highest mean of five for any other. Then each film gets the face of each other portrait,
warped onto the mesh of each frame, with matched colours and soft edges; a line gives the lowest and the highest mean
of five for the film's own portrait.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from avatar.identity import Guard, choose, numbers_of
from avatar.identity.seeing import FaceSeer
from avatar.identity.texture import TextureEmbedder
from avatar.inspection.film import open_film
from avatar.portrait.mesh.topology import face_surface
from avatar.portrait.store import PortraitStore
from avatar.runtime.folders import Home
from avatar.settings import PortraitSettings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.data import Portrait

_EVERY = 12
_FADE = 0.05
"""of the distance from eye to eye, over which a swapped face goes over into the film's own"""


def main(pairs: list[str]) -> None:
    store, seer = PortraitStore(), FaceSeer()
    named = [pair.rsplit("=", 1) for pair in pairs]
    portraits = {name: store.load_or_enroll(name, PortraitSettings()) for _, name in named}
    embedders = {each.name: each for each in (choose(Home.usual()), TextureEmbedder())}
    guards = {
        (way, name): Guard(embedder, numbers_of(portrait, embedder, None))
        for way, embedder in embedders.items()
        for name, portrait in portraits.items()
    }
    films = {}
    for clip, own in named:
        frames = [each for number, each in enumerate(open_film(Path(clip)).pictures()) if not number % _EVERY]
        films[clip, own] = [(picture, seer.see(picture)) for _, picture in frames]
    for (clip, own), seen in films.items():
        for way in embedders:
            runs = {name: looked(guards[way, name], seen) for name in portraits}
            others = [fives.max() for name, (fives, _) in runs.items() if name != own]
            told = f"{runs[own][0].min():.3f} | {runs[own][1]:.3f} | {max(others, default=np.nan):.3f}"
            tell(f"| {Path(clip).stem} | {Path(own).stem} | {way} | {told} |")
    for (clip, own), seen in films.items():
        for other, portrait in portraits.items():
            if other == own:
                continue
            pictures = [swapped(picture, faces[0], portrait) for picture, faces in seen if faces]
            swaps = [(picture, seer.see(picture)) for picture in pictures]
            for way in embedders:
                fives, _ = looked(guards[way, own], swaps)
                told = f"{fives.min():.3f} | {fives.max():.3f} | {guards[way, own].floor:g}"
                tell(f"| {Path(other).stem}'s face on {Path(clip).stem} | {way} | {told} |")


def tell(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def looked(
    guard: Guard, seen: list[tuple[NDArray[np.uint8], list[NDArray[np.float64]]]]
) -> tuple[NDArray[np.float64], float]:
    """Give the likeness of each five neighbouring looks, and the lowest of a single one."""
    looks = [look for picture, faces in seen if (look := guard.look(0.0, picture, faces))]
    fives = [guard.judge(looks[first : first + 5]).likeness or 0.0 for first in range(len(looks) - 4)]
    return np.array(fives), min(look.likeness for look in looks)


def swapped(picture: NDArray[np.uint8], face: NDArray[np.floating], portrait: Portrait) -> NDArray[np.uint8]:
    """Lay the face of a portrait over a face with (478, 3) landmarks."""
    triangles = face_surface().triangles
    owner = np.full(picture.shape[:2], -1, np.int32)
    for number in np.argsort(-face[triangles, 2].mean(axis=1)):
        corners = np.rint(face[triangles[number], :2] * 16).astype(np.int32)
        cv2.fillConvexPoly(owner, corners, int(number), shift=4)
    down, across = np.nonzero(owner >= 0)
    own = triangles[owner[down, across]]
    shares = _shares(face[own, :2], np.stack([across, down], axis=1).astype(float))
    where = np.zeros((*owner.shape, 2), np.float32)
    where[down, across] = np.einsum("nk,nkd->nd", shares, portrait.landmarks[own, :2])
    warped = cv2.remap(cv2.GaussianBlur(portrait.image, (0, 0), 1.0), where, None, cv2.INTER_LINEAR)
    inside = owner >= 0
    one, other = (cv2.cvtColor(each, cv2.COLOR_RGB2LAB).astype(np.float32) for each in (warped, picture))
    spread = np.clip(other[inside].std(axis=0) / one[inside].std(axis=0), 0.7, 1.4)
    one = (one - one[inside].mean(axis=0)) * spread + other[inside].mean(axis=0)
    matched = cv2.cvtColor(np.clip(one, 0, 255).astype(np.uint8), cv2.COLOR_LAB2RGB)
    fade = _FADE * float(np.linalg.norm(face[33, :2] - face[263, :2]))
    core = cv2.erode(inside.astype(np.float32), np.ones((round(3 * fade),) * 2, np.uint8))
    share = cv2.GaussianBlur(core, (0, 0), fade)[..., None]
    return np.clip(np.rint(picture * (1 - share) + matched * share), 0, 255).astype(np.uint8)


def _shares(corners: NDArray[np.float64], points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give how near points (N, 2) lie to each of the three corners (N, 3, 2) of their triangles, (N, 3)."""
    from_last = np.stack([corners[:, 0] - corners[:, 2], corners[:, 1] - corners[:, 2]], axis=-1)
    from_last[np.abs(np.linalg.det(from_last)) < 1e-6] = np.eye(2)
    first = np.linalg.solve(from_last, (points - corners[:, 2])[..., None])[..., 0]
    return np.column_stack([first, 1 - first.sum(axis=1)])


if __name__ == "__main__":
    main(sys.argv[1:])
