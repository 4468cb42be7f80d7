"""Watch a clip: one pass over all frames, each measured by itself, on two threads."""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from avatar.errors import InputError
from avatar.identity.chip import cut as cut_face
from avatar.inspection import irises, points
from avatar.inspection.faces import FaceFinder, Mesher, Place
from avatar.inspection.head import SIDE, HeadFollower, grey, mean_shape, warp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future

    from numpy.typing import NDArray

    from avatar.identity import Guard, Look
    from avatar.inspection.film import Film

_THREADS = 2
_SAMPLES = 9
_BACKDROPS = 120
_BACKDROP_SIDE = 640
_MOUTHS = 400
_COMPARED, _COMPARISONS = 0.48, 250
"""s between two frames whose faces are compared with the portrait's, and how many there are at most"""
CHIP = 112
"""px of a picture of such a face"""
_FINE = 96.0
"""px between the eyes of a face whose detail is compared with other films'"""
_OPEN = 0.08
"""IOD, between the lips, from which the teeth are looked for"""
MOUTH_SCALE = 1.5
"""px of the mouth's picture per px of the stabilised face"""
MOUTH_SIZE = (168, 96)
"""width, height, px"""


@dataclass(frozen=True, slots=True)
class Mouth:
    """An open mouth, held still by the head."""

    pixels: NDArray[np.uint8]
    """(h, w, 3)"""
    opening: NDArray[np.float32]
    """(20, 2), ring of the inner lips, px of the picture"""


@dataclass(frozen=True, slots=True)
class Sighting:
    """What one frame shows. Without a face all but the time is NaN."""

    time: float
    """s"""
    found: bool = False
    """a face was seen"""
    gap: float = np.nan
    """between the inner lips, IOD"""
    width: float = np.nan
    """of the mouth, IOD"""
    lids: float = np.nan
    """eyelid aperture, IOD"""
    brows: tuple[float, float] = (np.nan, np.nan)
    """middle of each brow above its eye's, left first, IOD"""
    gaze: tuple[float, float] = (np.nan, np.nan)
    """how far each iris is to the image's right of its eye's middle, left first, in eye widths"""
    outline: NDArray[np.float32] | None = field(default=None, repr=False)
    """(40, 2), points of the lips, in distances of the outer corners of the eyes"""
    iod: float = np.nan
    """inter-ocular distance, px"""
    centre: tuple[float, float] = (np.nan, np.nan)
    """middle of the box around the face, px"""
    angles: tuple[float, float, float] = (np.nan, np.nan, np.nan)
    """pitch, yaw, roll, degrees"""
    scale: float = np.nan
    """of the head, px of the picture per px of the stabilised reference"""
    is_followed: bool = False
    """the head was followed by its texture"""
    sharpness: float = np.nan
    """variance of the Laplacian over brows, eyes and nose"""
    fineness: float = np.nan
    """the same for faces of one size, in the variance of their light"""
    identity: float = np.nan
    """correlation of the upper face with the reference"""
    mouth: Mouth | None = None
    """if it is open, of some frames"""
    backdrop: NDArray[np.uint8] | None = None
    """the whole picture, grey and small, of some frames"""
    look: Look | None = None
    """the face compared with the portrait's, of some frames"""
    is_sampled: bool = False
    """it was to be compared, whether it could be or not"""
    chip: NDArray[np.uint8] | None = None
    """(CHIP, CHIP, 3), the face that was compared"""


@dataclass(frozen=True, slots=True)
class Stage:
    """What every frame is measured against."""

    place: Place
    """of the face"""
    follower: HeadFollower
    """from the reference frame to any other"""
    likeness: NDArray[np.uint8]
    """(SIDE, SIDE), grey, the stabilised face that identity is measured against"""
    iod: float
    """inter-ocular distance in the reference frame, px"""
    frames: int
    """about how many there will be"""
    guard: Guard | None = None
    """who knows the portrait's face; None: no portrait is given"""
    rate: float = 25.0
    """frames per second"""


def set_stage(film: Film) -> Stage:
    """Look at some frames to find the face and a reference. Raise `InputError` if there is no face."""
    spread = [film.seconds * (index + 0.5) / _SAMPLES for index in range(_SAMPLES)]
    pictures = [picture for _, picture in film.pictures_at(spread)]
    if not pictures:
        raise InputError(f"The film {str(film.path)!r} has no frame that can be decoded; make it again.")
    place = FaceFinder().locate(pictures)
    if place is None:
        raise InputError(f"No face is seen in {str(film.path)!r}; give a film of a person who faces the camera.")
    upright = [place.upright(picture) for picture in pictures]
    mesher = Mesher(place)
    seen = [(picture, found) for picture in upright if (found := mesher.see(picture)) is not None]
    if not seen:
        raise InputError(f"No face is seen in {str(film.path)!r}; give a film of a person who faces the camera.")
    picture, landmarks = _reference(seen)
    steady = landmarks.copy()
    steady[:, 2] = mean_shape(np.stack([found for _, found in seen])) * points.inter_ocular(landmarks)
    follower = HeadFollower(picture, steady)
    return Stage(
        place,
        follower,
        follower.grey,
        float(points.inter_ocular(landmarks)),
        max(1, round(film.seconds * film.fps)),
        rate=film.fps,
    )


def watch(film: Film, stage: Stage, tell: Callable[[int, int], None]) -> Iterator[Sighting]:
    """Yield what each frame shows, in order; `tell` hears how many are done, of how many."""
    with ExitStack() as stack:
        mesher = Mesher(stage.place)
        pool = stack.enter_context(ThreadPoolExecutor(_THREADS, thread_name_prefix="avatar-inspect"))
        stack.callback(pool.shutdown, wait=True, cancel_futures=True)
        pending: deque[Future[Sighting]] = deque()
        for index, (time, picture) in enumerate(film.pictures()):
            pending.append(pool.submit(_look, mesher, stage, index, time, picture))
            if len(pending) > 2 * _THREADS:
                yield pending.popleft().result()
                tell(index - len(pending) + 1, stage.frames)
        for call in pending:
            yield call.result()
        tell(stage.frames, stage.frames)


def sharpness(bright: NDArray[np.uint8], landmarks: NDArray[np.float32]) -> float:
    """Measure the variance of the Laplacian over brows, eyes and nose (Pech-Pacheco et al. 2000)."""
    import cv2

    ring = landmarks[list(points.DETAIL), :2]
    low = np.maximum(np.floor(ring.min(axis=0)).astype(int), 0)
    high = np.minimum(np.ceil(ring.max(axis=0)).astype(int) + 1, bright.shape[::-1])
    if (high - low < 8).any():
        return np.nan
    inside = np.zeros((high - low)[::-1], np.uint8)
    cv2.fillPoly(inside, [np.rint(ring - low).astype(np.int32)], 1)
    edges = cv2.Laplacian(bright[low[1] : high[1], low[0] : high[0]], cv2.CV_32F)
    return float(edges[inside > 0].var())


def fineness(bright: NDArray[np.uint8], landmarks: NDArray[np.float32]) -> float:
    """Measure how fine the detail of a face is that is `_FINE` px between its eyes, whatever the light and the film.

    It is the sharpness of such a face in the variance of its light; one that has fewer pixels is made larger, and so
    is less fine.
    """
    import cv2

    scale = _FINE / float(points.inter_ocular(landmarks))
    ring = landmarks[list(points.DETAIL), :2]
    low = np.maximum(np.floor(ring.min(axis=0)).astype(int), 0)
    high = np.minimum(np.ceil(ring.max(axis=0)).astype(int) + 1, bright.shape[::-1])
    if (high - low < 8).any():
        return np.nan
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    face = cv2.resize(bright[low[1] : high[1], low[0] : high[0]], None, fx=scale, fy=scale, interpolation=how)
    inside = np.zeros(face.shape, np.uint8)
    cv2.fillPoly(inside, [np.rint((ring - low) * scale).astype(np.int32)], 1)
    light = face[inside > 0].astype(np.float64)
    return float(cv2.Laplacian(face, cv2.CV_32F)[inside > 0].var() / max(light.var(), 1.0))


def correlation(one: NDArray[np.uint8], other: NDArray[np.uint8], model: NDArray[np.float64]) -> float:
    """Correlate two stabilised faces (SIDE, SIDE) over the upper face, at a quarter of their size."""
    import cv2

    inside = np.zeros((SIDE, SIDE), np.uint8)
    cv2.fillPoly(inside, [np.rint(model[list(points.UPPER_FACE), :2]).astype(np.int32)], 1)
    one, other, inside = (
        cv2.resize(each, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA) for each in (one, other, inside)
    )
    return float(np.corrcoef(one[inside > 0].astype(float), other[inside > 0].astype(float))[0, 1])


def _reference(
    seen: list[tuple[NDArray[np.uint8], NDArray[np.float32]]],
) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """Choose the sample that is most like the others in pose, with its eyes open."""
    marks = np.stack([landmarks for _, landmarks in seen])
    lids = points.lid_aperture(marks)
    centred = marks[:, points.SKULL, :2] - marks[:, points.SKULL, :2].mean(axis=1, keepdims=True)
    unlike = np.linalg.norm(centred - np.median(centred, axis=0), axis=(1, 2)) / points.inter_ocular(marks)
    closed = lids < 0.75 * np.percentile(lids, 80)
    return seen[int(np.argmin(unlike + 10.0 * closed))]


def _look(mesher: Mesher, stage: Stage, index: int, time: float, picture: NDArray[np.uint8]) -> Sighting:
    picture = stage.place.upright(picture)
    landmarks = mesher.see(picture)
    bright = grey(picture)
    backdrop = _small(bright) if index % _stride(stage.frames, _BACKDROPS) == 0 else None
    is_sampled = stage.guard is not None and index % _sampling(stage) == 0
    if landmarks is None:
        return Sighting(time, backdrop=backdrop, is_sampled=is_sampled)
    fit, _ = stage.follower.follow(bright, landmarks)
    gap = float(points.apart(landmarks, points.UPPER_LIP, points.LOWER_LIP))
    wants_mouth = gap > _OPEN and index % _stride(stage.frames, _MOUTHS) == 0
    depth = float(stage.follower.model[points.SKULL, 2].mean())
    box = landmarks[:468, :2]
    return Sighting(
        time=time,
        found=True,
        gap=gap,
        width=float(points.apart(landmarks, points.LEFT_CORNER, points.RIGHT_CORNER)),
        lids=float(points.lid_aperture(landmarks)),
        brows=tuple(points.brow_heights(landmarks)),
        gaze=tuple(irises.gaze(bright, landmarks, fit, stage.follower.model)),
        outline=points.lip_outline(landmarks).astype(np.float32),
        iod=float(points.inter_ocular(landmarks)),
        centre=tuple((box.min(axis=0) + box.max(axis=0)) / 2),
        angles=tuple(fit.angles),
        scale=fit.scale,
        is_followed=fit.is_followed,
        sharpness=sharpness(bright, landmarks),
        fineness=fineness(bright, landmarks),
        identity=correlation(warp(bright, fit.plane(depth)), stage.likeness, stage.follower.model),
        mouth=_mouth(stage.follower, fit.plane(_lip_depth(stage.follower)), picture, landmarks)
        if wants_mouth
        else None,
        backdrop=backdrop,
        look=stage.guard.look(time, picture, [landmarks]) if stage.guard and is_sampled else None,
        is_sampled=is_sampled,
        chip=cut_face(picture, landmarks, CHIP) if is_sampled else None,
    )


def _sampling(stage: Stage) -> int:
    """Give every how many frames the face is compared: about half a second, and at most some hundred times."""
    return max(round(_COMPARED * stage.rate), _stride(stage.frames, _COMPARISONS), 1)


def _stride(frames: int, most: int) -> int:
    return max(1, -(-frames // most))


def _small(bright: NDArray[np.uint8]) -> NDArray[np.uint8]:
    import cv2

    shrink = min(1.0, _BACKDROP_SIDE / max(bright.shape))
    if shrink == 1:
        return bright
    return np.asarray(cv2.resize(bright, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA))


def _lip_depth(follower: HeadFollower) -> float:
    return float(follower.model[[points.UPPER_LIP, points.LOWER_LIP], 2].mean())


def _mouth(
    follower: HeadFollower, plane: NDArray[np.float64], picture: NDArray[np.uint8], landmarks: NDArray[np.float32]
) -> Mouth:
    """Fetch the mouth so that whatever goes with the head stays in place."""
    middle = follower.model[[points.LEFT_CORNER, points.RIGHT_CORNER], :2].mean(axis=0)
    width, height = MOUTH_SIZE
    corner = middle - np.array([width / 2, height / 3]) / MOUTH_SCALE
    linear = plane[:, :2] / MOUTH_SCALE
    to_picture = np.column_stack([linear, plane[:, :2] @ corner + plane[:, 2]])
    ring = (landmarks[list(points.INNER_LIPS), :2] - to_picture[:, 2]) @ np.linalg.inv(linear).T
    return Mouth(warp(picture, to_picture, MOUTH_SIZE), ring.astype(np.float32))
