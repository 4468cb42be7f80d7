"""Build the rig: from 478 landmarks to a mesh over the whole picture that can be moved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from avatar.data import ARKIT_INDEX, ARKIT_NAMES, Rig
from avatar.portrait.mesh import topology
from avatar.portrait.mesh.frame import HeadFrame
from avatar.portrait.mesh.seams import Seams
from avatar.portrait.mouth import lips, seal, sides, teeth
from avatar.portrait.mouth.interior import paint_interior
from avatar.portrait.rig import lids
from avatar.portrait.rig.lid_light import lid_light
from avatar.portrait.rig.opening import calibrate_opening
from avatar.portrait.rig.sclera import take_in_white
from avatar.portrait.rig.shades import shades
from avatar.portrait.rig.stretch import ease_corners
from avatar.portrait.rig.surround import breathing, depths, head_weights, surround
from avatar.portrait.shapes.build import face_shapes
from avatar.portrait.shapes.mend import mend

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.data import Expression, Pose

SUBDIVISIONS = 2
FROWN_UNDOES = 2.8
"""Weight of mouthSmile that mouthFrown 1 takes from a full smile in the photo."""
CHEEKS = 0.3
"""Weight of cheekSquint that goes with a full smile."""
FOLDS_LEFT = 0.5
"""Share of that by which it lightens the smile's folds: they have moved off their places in the photo by then."""
LASH_LINE, LASHES_BEGIN, LASHES_END = -0.4, 0.3, 0.6
"""Change of brightness of a closed lid's margin, and the share of it from the outer and from the inner corner over
which that comes: few lashes grow near the nose."""
PIVOT = (0.0, -1.05, -0.85)
"""Where the skull turns on the neck, in the head's frame (IOD, y up, z toward the viewer): below the ears and as deep
as they are."""


def build_rig(image: NDArray[np.uint8], landmarks: NDArray[np.float32], pose: Pose, expression: Expression) -> Rig:
    """Rig a photo.

    `image` is (H, W, 3) RGB, `landmarks` (478, 3) px. The vertices 0-467 are MediaPipe's.
    """
    frame = HeadFrame(landmarks, pose)
    mesh, seams = _face(SUBDIVISIONS)
    face = mesh.mix @ landmarks[: topology.POINTS].astype(np.float64)
    for upper, lower in zip(seams.upper_lids, seams.lower_lids, strict=True):
        lids.widen_seam(face, upper, lower, frame.unit)
        take_in_white(image, face, upper, lower, frame.unit)
    is_open = expression.lip_gap > lips.OPEN_GAP
    rows = sides.LipRows.of(mesh.triangles, seams)
    if not is_open:
        seal.snap_lips(image, face, seams, frame.unit)
        sides.keep_beside(face, rows, seams, frame.unit)
    vertices, around = _with_surround(face, seams, image.shape[1], image.shape[0], frame)
    below = sides.sides_of_mouth(vertices, rows, seams, frame)
    neutral = np.zeros_like(vertices)
    if is_open:
        skin = np.concatenate([around, mesh.triangles]).astype(np.int32)
        closed = seal.neutralise(vertices, below, seams, frame, expression)
        neutral = mend(vertices, skin, seams.vertices(), frame.unit, closed)
    resting = vertices + neutral
    shapes = _shapes(resting, below, seams, frame)
    shade = shades(frame.into(resting), len(face))
    _light_lids(shade, lid_light(image, vertices, seams.upper_lids, seams.lower_lids, frame.unit))
    shade = _with_lash_lines(shade, seams)
    left = expression.smile * (1 - seal.RELAXED * is_open)
    _take_smile_back(shapes, left)
    _take_smile_back(shade, FOLDS_LEFT * left)
    interior = paint_interior(image, vertices, resting, seams, frame, is_open)
    lip_vertices, pull = seal.lip_pull(resting, below, seams, frame.unit)
    heads, breath = _carried(vertices, len(face), frame, seams)
    rig = Rig(
        vertices=vertices.astype(np.float32),
        triangles=_painters_order(mesh.triangles, around, seams, heads),
        surround=len(around),
        neutral=neutral.astype(np.float32),
        shapes=shapes.astype(np.float32),
        shades=shade,
        seam_shade=seal.seam_shade(len(vertices), seams, is_open) - (expression.smile - left) * _smile(shade),
        head_weight=heads,
        breath=breath,
        axes=frame.axes.astype(np.float32),
        unit=frame.unit,
        pivot=frame.out(np.array([PIVOT]))[0].astype(np.float32),
        upper_lip=seams.upper_lip,
        lower_lip=seams.lower_lip,
        lip_vertices=lip_vertices,
        lip_pull=pull,
        upper_lids=seams.upper_lids,
        lower_lids=seams.lower_lids,
        irises=_irises(landmarks),
        mouth_layers=interior.layers,
        mouth_centre=interior.centre.astype(np.float32),
        mouth_origin=teeth.layer_origin(),
        mouth_scale=teeth.layer_scale(),
        is_open=is_open,
    )
    return ease_corners(calibrate_opening(image, landmarks, rig))


def _face(levels: int) -> tuple[topology.Surface, Seams]:
    mesh = topology.face_surface()
    loops = [
        list(topology.UPPER_LIP_INNER),
        list(topology.LOWER_LIP_INNER),
        *(list(topology.LEFT_LID_UPPER), list(topology.RIGHT_LID_UPPER)),
        *(list(topology.LEFT_LID_LOWER), list(topology.RIGHT_LID_LOWER)),
        [*topology.FACE_OVAL, topology.FACE_OVAL[0]],
    ]
    for _ in range(levels):
        mesh, loops = topology.subdivide(mesh, loops)
    rings = [np.array(loop, np.int32) for loop in loops]
    return mesh, Seams(rings[0], rings[1], np.stack(rings[2:4]), np.stack(rings[4:6]), rings[6][:-1])


def _with_surround(
    face: NDArray[np.float64], seams: Seams, width: int, height: int, frame: HeadFrame
) -> tuple[NDArray[np.float64], NDArray[np.int32]]:
    oval = face[seams.oval]
    outside, triangles = surround(oval[:, :2], width, height, frame.unit)
    ears = float(face[[234, 454], 2].mean() + 0.12 * frame.unit)
    deep = depths(outside, oval, ears, frame.unit)
    vertices = np.concatenate([face, np.column_stack([outside, deep])])
    number = np.concatenate([seams.oval, np.arange(len(face), len(vertices), dtype=np.int32)])
    return vertices, number[triangles].astype(np.int32)


def _shapes(
    resting: NDArray[np.float64], below: NDArray[np.float32], seams: Seams, frame: HeadFrame
) -> NDArray[np.float64]:
    points = frame.into(resting).astype(np.float32)
    table = np.zeros((len(ARKIT_NAMES), len(resting), 3))
    for name, displacement in face_shapes(points[: topology.POINTS], points, below).items():
        table[ARKIT_INDEX[name]] = frame.turn(displacement.astype(np.float64))
    for name, closing in lids.lid_shapes(resting, seams.upper_lids, seams.lower_lids, frame.unit).items():
        table[ARKIT_INDEX[name]] += closing
    table[[ARKIT_INDEX["jawOpen"], ARKIT_INDEX["mouthClose"]]] *= _seen_opening(points)
    return table


def _smile(shade: NDArray[np.float32]) -> NDArray[np.float32]:
    """Give the folds of a full smile, (V,) change of brightness."""
    return np.asarray(shade[ARKIT_INDEX["mouthSmileLeft"]] + shade[ARKIT_INDEX["mouthSmileRight"]], np.float32)


def _take_smile_back(table: NDArray[np.floating[Any]], smile: float) -> None:
    """Let a frown first undo what is left of the photo's own smile, in a table of shapes or shades, in place."""
    for side in ("Left", "Right"):
        frown = table[ARKIT_INDEX[f"mouthFrown{side}"]]
        for name, weight in ((f"mouthSmile{side}", 1.0), (f"cheekSquint{side}", CHEEKS)):
            frown -= FROWN_UNDOES * smile * weight * table[ARKIT_INDEX[name]]


def _seen_opening(points: NDArray[np.float32]) -> float:
    """Size the jaw's opening so that it looks about the same on every face.

    Full lips read as parted wider than they are: between four portraits with 0.25-0.42 IOD of red lip the gap that a
    landmark detector sees grows by a factor of about 0.65 + 1.7 times that height.
    """
    red = float(points[0, 1] - points[13, 1] + points[14, 1] - points[17, 1])
    return float(np.clip(1.2 / (0.65 + 1.7 * red), 0.85, 1.1))


def _carried(
    vertices: NDArray[np.float64], face: int, frame: HeadFrame, seams: Seams
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Say what the head and what the breath carry along."""
    points = frame.into(vertices)
    chin = float(points[152, 1])
    rim = points[seams.oval]
    jaw = rim[rim[:, 1] < 0.5 * chin][:, :2]
    heads = np.ones(len(vertices))
    heads[face:] = head_weights(points[face:], chin, jaw)
    breath = np.zeros((len(vertices), 2))
    breath[face:] = breathing(points[face:], chin) * frame.unit
    return heads.astype(np.float32), breath.astype(np.float32)


def _painters_order(
    face: NDArray[np.int32], around: NDArray[np.int32], seams: Seams, heads: NDArray[np.float32]
) -> NDArray[np.int32]:
    back_to_front = np.argsort(heads[around].mean(axis=1), kind="stable")
    strips = [
        _strip(upper, lower)
        for upper, lower in (
            (seams.upper_lip, seams.lower_lip),
            *zip(seams.upper_lids, seams.lower_lids, strict=True),
        )
    ]
    # The closed mouth and eyes lie under the skin that surrounds them.
    ordered: NDArray[np.int32] = np.concatenate([around[back_to_front], *strips, face]).astype(np.int32)
    return ordered


def _strip(upper: NDArray[np.int32], lower: NDArray[np.int32]) -> NDArray[np.int32]:
    first = np.column_stack([upper[:-1], upper[1:], lower[:-1]])
    second = np.column_stack([upper[1:], lower[1:], lower[:-1]])
    return np.asarray(np.concatenate([first, second]), np.int32)


def _light_lids(table: NDArray[np.float32], light: list[NDArray[np.float32]]) -> None:
    """Let lids take light as far as they come down, in place; `light` is that of closed ones, image left first."""
    for side, closed in zip(("Right", "Left"), light, strict=True):
        table[ARKIT_INDEX[f"eyeBlink{side}"]] += closed
        table[ARKIT_INDEX[f"eyeLookDown{side}"]] += lids.LOOKING_DOWN * closed


def _with_lash_lines(table: NDArray[np.float32], seams: Seams) -> NDArray[np.float32]:
    """Darken the upper lid's margin as it comes down: the lashes that lay against the open eye, seen end on.

    Towards the corners there are few: a dark margin would be a thread there.
    """
    inward = np.linspace(0, 1, seams.upper_lids.shape[1])
    share = np.clip(np.minimum(inward / LASHES_BEGIN, (1 - inward) / LASHES_END), 0, 1)
    line = LASH_LINE * share**2 * (3 - 2 * share)
    for name, ring, shade in zip(("eyeBlinkRight", "eyeBlinkLeft"), seams.upper_lids, (line, line[::-1]), strict=True):
        table[ARKIT_INDEX[name], ring] = shade
    return table


def _irises(landmarks: NDArray[np.float32]) -> NDArray[np.float32]:
    rows = []
    for part in topology.IRISES:
        ring = landmarks[part, :2].astype(np.float64)
        radius = np.linalg.norm(ring[1:] - ring[0], axis=1).mean()
        rows.append([ring[0, 0], ring[0, 1], radius])
    eyes = np.array(rows, np.float32)
    return eyes[np.argsort(eyes[:, 0])]
