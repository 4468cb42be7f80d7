"""The values that pass between the stages: frozen, slotted, checked where they are made.

Axes. Pictures and landmarks share one right-handed frame: x to the image's right, y down,
z away from the viewer (MediaPipe's order), in pixels of the portrait. Time is in seconds from
the first sample of the clip. The unit of face length is the inter-ocular distance (IOD): the
distance between the centres of the two eyes, each the mean of its corner landmarks.

Colour is RGB uint8 everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from avatar.errors import AvatarError

if TYPE_CHECKING:
    from numpy.typing import NDArray

ARKIT_NAMES: tuple[str, ...] = (
    "eyeBlinkLeft",
    "eyeLookDownLeft",
    "eyeLookInLeft",
    "eyeLookOutLeft",
    "eyeLookUpLeft",
    "eyeSquintLeft",
    "eyeWideLeft",
    "eyeBlinkRight",
    "eyeLookDownRight",
    "eyeLookInRight",
    "eyeLookOutRight",
    "eyeLookUpRight",
    "eyeSquintRight",
    "eyeWideRight",
    "jawForward",
    "jawLeft",
    "jawRight",
    "jawOpen",
    "mouthClose",
    "mouthFunnel",
    "mouthPucker",
    "mouthLeft",
    "mouthRight",
    "mouthSmileLeft",
    "mouthSmileRight",
    "mouthFrownLeft",
    "mouthFrownRight",
    "mouthDimpleLeft",
    "mouthDimpleRight",
    "mouthStretchLeft",
    "mouthStretchRight",
    "mouthRollLower",
    "mouthRollUpper",
    "mouthShrugLower",
    "mouthShrugUpper",
    "mouthPressLeft",
    "mouthPressRight",
    "mouthLowerDownLeft",
    "mouthLowerDownRight",
    "mouthUpperUpLeft",
    "mouthUpperUpRight",
    "browDownLeft",
    "browDownRight",
    "browInnerUp",
    "browOuterUpLeft",
    "browOuterUpRight",
    "cheekPuff",
    "cheekSquintLeft",
    "cheekSquintRight",
    "noseSneerLeft",
    "noseSneerRight",
    "tongueOut",
)
"""The 52 ARKit face shapes in Apple's order; Left and Right are the subject's own."""

ARKIT_INDEX: dict[str, int] = {name: index for index, name in enumerate(ARKIT_NAMES)}
"""Column of each ARKit name in `MotionTrack.weights`."""

TONGUE_TIP = "tongueTip"
"""Lip-track channel beyond ARKit: how far the tongue tip rises to the upper teeth, 0-1."""


def _require(holds: bool, what: str) -> None:
    if not holds:
        raise AvatarError(f"A value between two stages is malformed: {what}.")


def _require_array(array: NDArray[np.generic], kind: type, shape: tuple[int | None, ...], name: str) -> None:
    fits = array.ndim == len(shape) and all(
        want is None or have == want for have, want in zip(array.shape, shape, strict=True)
    )
    _require(
        array.dtype == np.dtype(kind) and fits,
        f"{name} must be {np.dtype(kind).name} of shape {shape}, not {array.dtype} {array.shape}",
    )


CUE_KINDS: tuple[str, ...] = (
    "smile",
    "frown",
    "nod",
    "shake head",
    "tilt head",
    "raise brows",
    "blink",
    "look left",
    "look right",
    "look up",
    "look down",
    "look at me",
    "pause",
)
"""What a cue can ask for; left and right are those of the picture."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Something that the face is to do at a moment of the speech."""

    kind: str
    """one of `CUE_KINDS`"""
    amount: float = 1.0
    """strength, 1 is natural; of a pause, its length, s"""
    word: int = 0
    """index of the word that it comes before; the number of words: it comes after the last"""
    time: float = 0.0
    """s; in a `Speech` from its beginning, in an `Utterance` from the border of that word"""

    def __post_init__(self) -> None:
        _require(self.kind in CUE_KINDS, f"there is no cue {self.kind!r}")
        _require(self.amount > 0, f"the cue {self.kind!r} has the amount {self.amount}")


@dataclass(frozen=True, slots=True)
class Utterance:
    """A stretch of text that is spoken in one breath, in one language."""

    text: str
    """As the reader wrote it; what subtitles show."""
    language: str
    """BCP-47, lower case primary subtag first: "zh", "en", "pt-BR"."""
    pronunciations: tuple[Pronunciation, ...] = ()
    """How the engine is to read it, piece by piece, in order; empty: the text itself."""
    pause_after: float = 0.0
    """Silence after it, s."""
    pause_before: float = 0.0
    """Silence before it, s; only the first of a text has any."""
    continues: bool = False
    """Its sentence goes on in the next utterance, so the voice does not fall at its end."""
    cues: tuple[Cue, ...] = ()
    """What the face does, in order."""


@dataclass(frozen=True, slots=True)
class Pronunciation:
    """How one word of an utterance is to be read."""

    word: str
    """The written word: a substring of the utterance's text, or what it was expanded from."""
    reading: str
    """What the engine reads: expanded words, or pinyin with tone digits for Chinese."""
    language: str
    """BCP-47 of this word, so that English inside Chinese is read as English."""


@dataclass(frozen=True, slots=True)
class Phone:
    """One speech sound with its exact time."""

    ipa: str
    """The sound, without stress or tone marks; "" is silence."""
    start: float
    """s"""
    end: float
    """s, after start"""
    stress: int = 0
    """0 none, 1 secondary, 2 primary"""
    tone: int | None = None
    """Mandarin tone 1-5 on the syllable's nucleus, otherwise None."""
    word: int = -1
    """Index into `Speech.words`; -1: belongs to none (silence)."""

    def __post_init__(self) -> None:
        _require(self.end > self.start, f"phone {self.ipa!r} ends at {self.end} before it starts at {self.start}")


@dataclass(frozen=True, slots=True)
class Word:
    """A written word with the time it is spoken."""

    text: str
    """As written."""
    start: float
    """s"""
    end: float
    """s"""


@dataclass(frozen=True, slots=True)
class Speech:
    """Sound together with what is said in it."""

    samples: NDArray[np.float32]
    """(N,), mono, in [-1, 1]"""
    sample_rate: int
    """Hz"""
    phones: tuple[Phone, ...]
    """In order, without overlap; gaps between them are silence."""
    words: tuple[Word, ...]
    """In order."""
    language: str
    """BCP-47 of most of it."""
    voice: str
    """Name of the voice card."""
    cues: tuple[Cue, ...] = ()
    """What the face does, in order."""

    def __post_init__(self) -> None:
        _require_array(self.samples, np.float32, (None,), "samples")

    @property
    def seconds(self) -> float:
        """Length of the sound, s."""
        return len(self.samples) / self.sample_rate


@dataclass(frozen=True, slots=True)
class LipTrack:
    """What the mouth does, on a fine clock of its own."""

    times: NDArray[np.float32]
    """(T,), s, ascending, 100 Hz"""
    names: tuple[str, ...]
    """(M,), ARKit mouth and jaw names, plus `TONGUE_TIP`."""
    weights: NDArray[np.float32]
    """(T, M), 0-1; mouthClose may exceed jawOpen by up to 0.2: lips pressed past contact."""

    def __post_init__(self) -> None:
        _require_array(self.times, np.float32, (None,), "times")
        _require_array(self.weights, np.float32, (len(self.times), len(self.names)), "weights")


@dataclass(frozen=True, slots=True)
class MotionTrack:
    """Everything that moves, one row per video frame. All zeros is the sealed, resting portrait."""

    fps: Fraction
    """frames per second"""
    weights: NDArray[np.float32]
    """(T, 52), `ARKIT_NAMES` order, 0-1"""
    head: NDArray[np.float32]
    """(T, 6): pitch (chin down +), yaw (to the image's right +), roll (clockwise in the image +), rad;
    then x (right +), y (down +), z (away +), IOD; relative to the portrait's own pose"""
    gaze: NDArray[np.float32]
    """(T, 2): right +, down +, rad, relative to the portrait's own gaze, head-fixed"""
    tongue: NDArray[np.float32]
    """(T,): tongue tip toward the upper teeth, 0-1"""
    breath: NDArray[np.float32]
    """(T,): -1 fully out to 1 fully in"""

    def __post_init__(self) -> None:
        frames = len(self.weights)
        _require_array(self.weights, np.float32, (frames, len(ARKIT_NAMES)), "weights")
        _require_array(self.head, np.float32, (frames, 6), "head")
        _require_array(self.gaze, np.float32, (frames, 2), "gaze")
        _require_array(self.tongue, np.float32, (frames,), "tongue")
        _require_array(self.breath, np.float32, (frames,), "breath")

    def __len__(self) -> int:
        return len(self.weights)


@dataclass(frozen=True, slots=True)
class Poise:
    """How the person stands where one stretch of motion ends and the next begins: at rest, looking at the viewer."""

    head: NDArray[np.float32]
    """(6,), as in a row of `MotionTrack.head`"""

    def __post_init__(self) -> None:
        _require_array(self.head, np.float32, (6,), "head")


@dataclass(frozen=True, slots=True)
class Keypoints:
    """The motion in the form that the First Order Motion Model takes (Siarohin et al. 2019)."""

    points: NDArray[np.float32]
    """(T, K, 2), x and y in [-1, 1] over the frame"""
    jacobians: NDArray[np.float32]
    """(T, K, 2, 2), local affine frames in the same coordinates"""

    def __post_init__(self) -> None:
        _require_array(self.points, np.float32, (None, None, 2), "points")
        _require_array(self.jacobians, np.float32, (*self.points.shape[:2], 2, 2), "jacobians")


@dataclass(frozen=True, slots=True)
class Pose:
    """How the head stands in the photo."""

    pitch: float
    """rad, chin down +"""
    yaw: float
    """rad, to the image's right +"""
    roll: float
    """rad, clockwise in the image +"""


@dataclass(frozen=True, slots=True)
class Expression:
    """What the face in the photo already shows."""

    lip_gap: float
    """IOD, inner lips 13 to 14"""
    mouth_width: float
    """IOD, corner 61 to corner 291"""
    smile: float
    """0-1"""
    eye_opening: tuple[float, float]
    """IOD, (image left eye, image right eye), lid to lid"""


@dataclass(frozen=True, slots=True)
class Rig:
    """The portrait as a mesh that can be moved: a texture map, shapes and the seams at lips and lids.

    Columns of `vertices` are px of the portrait; displacements are px in the same frame, in the photo's own pose.
    """

    vertices: NDArray[np.float32]
    """(V, 3), where each vertex lies in the photo: its place in the texture, and its depth"""
    triangles: NDArray[np.int32]
    """(F, 3), in painter's order: body, hair, the closed mouth and eyes, face"""
    surround: int
    """how many of `triangles`, the first ones, lie around the face: smooth, slow parts"""
    neutral: NDArray[np.float32]
    """(V, 3), displacement that takes the photo's expression to sealed, resting lips"""
    shapes: NDArray[np.float32]
    """(52, V, 3), displacement at weight 1, `ARKIT_NAMES` order"""
    shades: NDArray[np.float32]
    """(52, V), change of brightness at weight 1, -1 to 1: folds and shadows that come with a shape"""
    seam_shade: NDArray[np.float32]
    """(V,), constant change of brightness: the line between lips that the photo shows apart"""
    head_weight: NDArray[np.float32]
    """(V,), 1 moves with the head, 0 stays with the body"""
    breath: NDArray[np.float32]
    """(V, 2), displacement in the picture plane at breath 1"""
    axes: NDArray[np.float32]
    """(3, 3), columns: the head's right, down and back in the photo's frame, unit length"""
    unit: float
    """inter-ocular distance in space, px (longer than `Portrait.iod` when the head is turned)"""
    pivot: NDArray[np.float32]
    """(3,), where the head turns on the neck, px"""
    upper_lip: NDArray[np.int32]
    """(n,), inner ring of the upper lip, from the image's left to its right"""
    lower_lip: NDArray[np.int32]
    """(n,), inner ring of the lower lip, vertex by vertex opposite to `upper_lip`"""
    lip_vertices: NDArray[np.int32]
    """(L,), vertices near the lips"""
    lip_pull: NDArray[np.float32]
    """(2, L, n), share of each lip pair's contact correction that those vertices take: upper lip's, lower lip's"""
    upper_lids: NDArray[np.int32]
    """(2, m), lid margins of the eye at the image's left, then right"""
    lower_lids: NDArray[np.int32]
    """(2, m)"""
    irises: NDArray[np.float32]
    """(2, 3), centre x, y and radius, px"""
    mouth_layers: NDArray[np.uint8]
    """(4, h, w, 4), colour times alpha: cavity, tongue, lower teeth, upper teeth"""
    mouth_centre: NDArray[np.float32]
    """(3,), px: where in the head the layers' origin lies, behind the middle of the closed lips"""
    mouth_origin: tuple[float, float]
    """layer px of the middle of the closed lip line"""
    mouth_scale: float
    """layer px per inter-ocular distance"""
    is_open: bool
    """the photo shows the mouth open"""
    eyes_hidden: bool = False
    """dark lenses hide the eyes: no blink, no gaze is to be seen"""


@dataclass(frozen=True, slots=True)
class Portrait:
    """A photo that has been taken apart, ready to be moved. All arrays share one pixel grid."""

    name: str
    """What the user calls it."""
    image: NDArray[np.uint8]
    """(H, W, 3) RGB; the photo upright, with ESRGAN detail where it was added (then larger than the file's own)"""
    scale: float
    """Pixels here per pixel of the file: 1, or more where detail was added."""
    landmarks: NDArray[np.float32]
    """(478, 3), px, z in the scale of x"""
    pose: Pose
    expression: Expression
    matte: NDArray[np.uint8]
    """(H, W), 255 where the person is"""
    plate: NDArray[np.uint8]
    """(H, W, 3) RGB, the background with the person taken out"""
    foreground: NDArray[np.uint8]
    """(H, W, 3) RGB, the person's own colour, also under half-covered edges, so that
    matte * foreground + (1 - matte) * plate is the image (but for slivers of an open mouth, painted off the lips)"""
    rig: Rig
    """the same, as a mesh that can be moved"""
    content_hash: str
    """sha256 of the file's upright pixels, hex"""
    authorization_id: str | None = None
    """Identifier of the record that allows its use."""

    def __post_init__(self) -> None:
        height, width = self.image.shape[:2]
        _require_array(self.image, np.uint8, (height, width, 3), "image")
        _require_array(self.landmarks, np.float32, (478, 3), "landmarks")
        _require_array(self.matte, np.uint8, (height, width), "matte")
        _require_array(self.plate, np.uint8, (height, width, 3), "plate")
        _require_array(self.foreground, np.uint8, (height, width, 3), "foreground")

    @property
    def iod(self) -> float:
        """Inter-ocular distance, px."""
        return inter_ocular_distance(self.landmarks)


@dataclass(frozen=True, slots=True)
class Frame:
    """One finished or unfinished picture of the clip."""

    image: NDArray[np.uint8]
    """(H, W, 3) RGB, or 4 channels with alpha"""
    index: int
    """0, 1, 2, ..."""
    time: float
    """s"""


@dataclass(frozen=True, slots=True)
class Pictures:
    """Encoded pictures of one shot, which begins with a key frame and needs no other."""

    data: NDArray[np.uint8]
    """(B,), all packets one after the other"""
    packets: NDArray[np.int64]
    """(P, 4), in decoding order: size, bytes; time shown, time decoded, frames from the shot's first; 1: key frame"""
    alpha: NDArray[np.uint8]
    """(A,), the packets' transparency where a codec keeps it apart; else empty"""
    alpha_sizes: NDArray[np.int64]
    """(P,), bytes of each in `alpha`"""
    frames: int
    """count"""

    def __post_init__(self) -> None:
        _require_array(self.data, np.uint8, (None,), "data")
        _require_array(self.packets, np.int64, (None, 4), "packets")
        _require_array(self.alpha, np.uint8, (None,), "alpha")
        _require_array(self.alpha_sizes, np.int64, (len(self.packets),), "alpha_sizes")


@dataclass(frozen=True, slots=True)
class Footage:
    """A stretch of the film that is done: what is said in it, what the mouth does, and its encoded pictures."""

    sound: NDArray[np.int16]
    """(N,), mono, 48 kHz"""
    phones: tuple[Phone, ...]
    """times from the stretch's beginning"""
    words: tuple[Word, ...]
    """the same"""
    cues: tuple[Cue, ...]
    """the same"""
    names: tuple[str, ...]
    """(M,), what `curves` are of"""
    curves: NDArray[np.float32]
    """(T, M), the mouth's weights in each frame"""
    pictures: Pictures

    def __post_init__(self) -> None:
        _require_array(self.sound, np.int16, (None,), "sound")
        _require_array(self.curves, np.float32, (self.pictures.frames, len(self.names)), "curves")


@dataclass(frozen=True, slots=True)
class Clip:
    """A finished film and where its parts lie."""

    video: str
    """path of the film"""
    timeline: str
    """path of the timeline"""
    seconds: float
    """length, s"""
    frames: int
    """count"""
    fps: Fraction
    """frames per second"""
    size: tuple[int, int]
    """width, height, px"""
    content_id: str
    """32 hex digits that name this clip"""
    wall_s: float
    """time from call to finished file, s"""
    first_frame_s: float
    """time from call to the first rendered frame, s"""
    stages: dict[str, float] = field(default_factory=dict)
    """time spent in each stage, s"""
    warnings: tuple[str, ...] = ()
    """sentences"""


def inter_ocular_distance(landmarks: NDArray[np.float32]) -> float:
    """Measure eye centre to eye centre in the picture plane of (478, 3) or (468, 3) landmarks, in their unit."""
    one = (landmarks[33, :2] + landmarks[133, :2]) / 2
    other = (landmarks[362, :2] + landmarks[263, :2]) / 2
    return float(np.linalg.norm(one - other))


def head_rotation(pitch: float, yaw: float, roll: float) -> NDArray[np.float64]:
    """Give the (3, 3) rotation of a head by angles as in `Pose`, rad: pitch first, then yaw, then roll."""
    sp, cp = np.sin(pitch), np.cos(pitch)
    sy, cy = np.sin(-yaw), np.cos(-yaw)
    sr, cr = np.sin(roll), np.cos(roll)
    about_x = np.array([[1, 0, 0], [0, cp, -sp], [0, sp, cp]])
    about_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    about_z = np.array([[cr, -sr, 0], [sr, cr, 0], [0, 0, 1]])
    return np.asarray(about_z @ about_y @ about_x)
