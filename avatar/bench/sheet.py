"""A contact sheet: what each portrait looks like in the poses that a talking face has to get right."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from avatar import backends
from avatar.bench.marked_sheet import Shown, save_marked
from avatar.bench.subjects import PURPOSE, find_subjects
from avatar.clip.permit import admit
from avatar.clip.request import DEFAULT_RENDERER, Occasion
from avatar.clip.shown import require_same, shown_picture
from avatar.data import ARKIT_INDEX, ARKIT_NAMES, TONGUE_TIP, MotionTrack, Phone
from avatar.errors import PortraitError, RefusedError
from avatar.finish.label import LabelFilter
from avatar.portrait.store import PortraitStore
from avatar.reenact.framing import frame_portrait
from avatar.runtime.folders import user_data
from avatar.settings import LipSettings
from avatar.visemes import ArticulatoryShaper

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray
    from PIL import Image

    from avatar.bench.subjects import Subject
    from avatar.data import Frame, LipTrack, Portrait
    from avatar.runtime.watch import Watch

SOUNDS = {"closure m": "m", "open vowel a": "a", "rounded u": "u", "bite f": "f", "sibilant s": "s"}
"""Columns that show a sound, and which."""
COLUMNS = (*SOUNDS, "smile", "blink", "turn +8 deg")
"""of the sheet, from left to right"""
_FILM = (720, 720)
_TILE, _CAPTION = 200, 16
"""px"""
_LABEL_LANGUAGE = "en"
"""as the captions"""
_AROUND = 1.35
"""face heights that a tile shows"""
_TURN = np.radians(8.0)
_SMILE = {"mouthSmile": 0.6, "cheekSquint": 0.3}
_SETTLED = 0.4
"""s into the sheet's sounds, each of which lasts from 0.2 to 0.6 s"""


def draw_sheet(
    references: Sequence[str],
    sheet: Path,
    watch: Watch,
) -> None:
    """Render each portrait in each pose and write the sheet as a PNG.

    Each person on it counts as one output of their permission. A photo that is refused has its reason in place of
    pictures. Raise `PortraitError` for a portrait that is not there, `OutputError` if the sheet cannot be written.
    """
    rows: list[tuple[str, list[Image.Image]]] = []
    shown: list[Shown] = []
    subjects = find_subjects(references)
    with ExitStack() as leave:
        for done, subject in enumerate(subjects):
            watch("sheet", done, len(subjects))
            try:
                portrait, who = leave.enter_context(_admitted(subject))
            except (PortraitError, RefusedError) as refusal:
                rows.append((f"{subject.name}: {refusal}", []))
            else:
                rows.append((subject.name, tiles(portrait)))
                shown.append(who)
        watch("sheet", len(subjects), len(subjects))
        save_marked(_lay_out(rows), sheet, shown, user_data())


def poses() -> MotionTrack:
    """Give one row of motion per column of the sheet; the sounds as the shaper makes them, held."""
    count = len(COLUMNS)
    weights, tongue = np.zeros((count, len(ARKIT_NAMES)), np.float32), np.zeros(count, np.float32)
    head = np.zeros((count, 6), np.float32)
    shaper = ArticulatoryShaper(LipSettings())
    for row, ipa in enumerate(SOUNDS.values()):
        held: LipTrack = shaper.shape((Phone(ipa, _SETTLED - 0.2, _SETTLED + 0.2),), 2 * _SETTLED)
        shape = held.weights[int(np.searchsorted(held.times, _SETTLED))]
        for name, weight in zip(held.names, shape, strict=True):
            if name == TONGUE_TIP:
                tongue[row] = weight
            else:
                weights[row, ARKIT_INDEX[name]] = weight
    for name, weight in _SMILE.items():
        _set_both(weights[COLUMNS.index("smile")], name, weight)
    _set_both(weights[COLUMNS.index("blink")], "eyeBlink", 1.0)
    head[COLUMNS.index("turn +8 deg"), 1] = _TURN
    still = np.zeros(count, np.float32)
    return MotionTrack(Fraction(25), weights, head, np.zeros((count, 2), np.float32), tongue, still)


def tiles(portrait: Portrait) -> list[Image.Image]:
    """Render the face in each pose, one labelled square of 200 px per column."""
    from PIL import Image

    renderer = backends.load("reenact", DEFAULT_RENDERER)()
    label = LabelFilter(_LABEL_LANGUAGE, (_TILE, _TILE))
    cut = _cut(renderer.render(portrait, poses(), _FILM), _face_box(portrait))
    return [Image.fromarray(frame.image) for frame in label.apply(cut)]


def _cut(frames: Iterable[Frame], box: tuple[int, int, int, int]) -> Iterator[Frame]:
    """Cut the face out of each frame: what is seen of a frame has a label of its own, as the frame would have."""
    from PIL import Image

    for frame in frames:
        tile = Image.fromarray(frame.image).crop(box).resize((_TILE, _TILE), Image.Resampling.LANCZOS)
        yield replace(frame, image=np.array(tile))


@contextmanager
def _admitted(subject: Subject) -> Iterator[tuple[Portrait, Shown]]:
    """Take a subject's picture apart, once its portrait was let in; what is shown in the block may be counted."""
    store = PortraitStore()
    source = store.read(subject.reference)
    portrait_hash, authorization = admit(source, subject.reference, Occasion(purpose=PURPOSE), user_data())
    with authorization:
        with shown_picture(source, portrait_hash, subject.variant) as (picture, shown_hash):
            portrait = store.load_or_enroll(picture)
            require_same(portrait.content_hash, shown_hash, subject.reference)
        yield portrait, Shown(authorization, portrait_hash)


def _set_both(weights: NDArray[np.float32], name: str, weight: float) -> None:
    for side in ("Left", "Right"):
        weights[ARKIT_INDEX[f"{name}{side}"]] = weight


def _face_box(portrait: Portrait) -> tuple[int, int, int, int]:
    """Find the square around the face in the film, px: left, top, right, bottom."""
    points = frame_portrait(portrait, _FILM).place(portrait.landmarks[:468])[:, :2]
    low, high = points.min(axis=0), points.max(axis=0)
    side = _AROUND * float((high - low).max())
    left, top = ((low + high) / 2 - side / 2).round().astype(int).tolist()
    return left, top, left + round(side), top + round(side)


def _lay_out(rows: list[tuple[str, list[Image.Image]]]) -> Image.Image:
    from PIL import Image, ImageDraw, ImageFont

    step = _TILE + _CAPTION
    sheet = Image.new("RGB", (_TILE * len(COLUMNS), _CAPTION + step * len(rows)), "white")
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default()
    for column, name in enumerate(COLUMNS):
        draw.text((column * _TILE + 4, 2), name, "black", font)
    for number, (name, pictures) in enumerate(rows):
        top = _CAPTION + number * step
        draw.text((4, top + 2), name, "black", font)
        for column, picture in enumerate(pictures):
            sheet.paste(picture, (column * _TILE, top + _CAPTION))
    return sheet
