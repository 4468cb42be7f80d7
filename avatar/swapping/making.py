"""A video with another face, from what is asked for to what is kept: leave, measures, the drawing, its marks."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict, dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from avatar.clip import files
from avatar.clip.passages import main_language
from avatar.clip.request import ClipRequest
from avatar.clip.seen import require_seen
from avatar.edit.chin import across_chin, require_agreeing
from avatar.edit.likeness import Likeness, likeness
from avatar.edit.making import taken_apart
from avatar.edit.settings import FaceSettings
from avatar.edit.suiting import LARGEST_TURN, require_suiting, require_two
from avatar.errors import NotInstalledError, PortraitError
from avatar.finish.label import label_text
from avatar.identity import choose
from avatar.identity.texture import TextureEmbedder
from avatar.identity.weights import INSTALL
from avatar.permission.consent import perceptual_hash
from avatar.permission.consent.record import Parent, Picture
from avatar.portrait.store import PortraitStore
from avatar.runtime.hashing import value_sha256
from avatar.runtime.prefetch import ahead
from avatar.runtime.watch import Watch, unwatched
from avatar.swapping.body import find_body
from avatar.swapping.draw import Drawer
from avatar.swapping.filming import Compared, Work, film, require_alike
from avatar.swapping.key import choose_key, key_face
from avatar.swapping.leave import ask, editable
from avatar.swapping.mask import make_mask
from avatar.swapping.track import follow, smoothed
from avatar.swapping.video import open_video
from avatar.swapping.words import find_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.data import Portrait
    from avatar.edit.faces import FilmedFace
    from avatar.identity.embedders import Embedder
    from avatar.runtime.folders import Home
    from avatar.swapping.body import Body
    from avatar.swapping.leave import Leave
    from avatar.swapping.track import Track
    from avatar.swapping.video import Video
    from avatar.swapping.words import Words

_TURNED = 0.02
"""share of the frames in which the head may be turned farther than `LARGEST_TURN`, at most"""
_FARTHEST = 30.0
"""degrees by which it may be so in any"""


@dataclass(frozen=True, slots=True)
class SwappedVideo:
    """A video that was given another face."""

    video: str
    """path of the film"""
    seconds: float
    """length, s"""
    frames: int
    """count"""
    size: tuple[int, int]
    """width, height, px"""
    content_id: str
    """32 hex digits that name it"""
    likeness: Likeness
    """with the one whose face it has, and with the one before"""
    authorization_id: str
    """of the record that names both"""
    parents: tuple[Parent, ...]
    """the photos of both"""
    warnings: tuple[str, ...] = ()
    """sentences"""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for."""

    video: Path
    """of whom"""
    face: str
    """whose face it gets: a path, or the name of a portrait"""
    body: str | None = None
    """who is seen in the video, where it was not made here: a path, or the name of a portrait"""
    settings: FaceSettings = field(default_factory=FaceSettings)
    """how the face is laid on"""
    text: str = ""
    """what is said in the video; "": as it stands beside a film that was made here"""
    mute: bool = False
    """its sound is left out"""


def swap_face(
    asked: Asked,
    output: Path | None,
    home: Home,
    watch: Watch = unwatched,
    **options: Any,  # noqa: ANN401
) -> SwappedVideo:
    """Give a video another face, and write it: its speech, gaze and blinks stay.

    `options` are those of `clip.options.ClipOptions` that say what it is for and how it is written. Raise
    `RefusedError` where somebody has not agreed to it, `PortraitError` or `InputError` where it cannot be done well.
    """
    video, store = open_video(asked.video.expanduser()), PortraitStore(home=home.data)
    stem = f"{asked.video.stem}-{Path(asked.face).stem}"
    with files.named(output, stem, ".mp4") as place:
        files.check_apart(place, asked.video)
        request = _request(video, asked, place, options)
        face, body = store.read(asked.face), find_body(video, asked.body, store, home)
        editable(face, asked.face, body, home.data)
        words = find_words(video, body.made, asked.text, request.settings.text, home.data, watch, mute=asked.mute)
        request = replace(request, text=words.text, portrait=body.name)
        leave = ask(request, face, asked.face, body, words, home.data)
        source, embedder = taken_apart(store, face, asked.face, watch), choose(home)
        if body.photo is not None:
            _require_known(video, taken_apart(store, body.photo, body.name, watch), body, embedder, leave)
        track = _followed(video, watch)
        index, target = _key(video, track, source)
        require_suiting(source, target)
        require_two(source, target, embedder)
        drawer = Drawer(make_mask(source, target, track, index, asked.settings), track)
        picture = target.image.copy()
        drawer.draw(picture, index)
        before, after = (across_chin(each, target.landmarks, target.iod) for each in (target.image, picture))
        require_agreeing(before, after, asked.settings.skin)
        alike = likeness(replace(target, image=picture), source, target, embedder)
        require_alike(alike, video.name)
        facts = {name: f"{value:g}" for name, value in asdict(asked.settings).items()}
        facts |= {"likeness": f"{alike.source:.2f}", "way": alike.way, "video": video.film.sha256}
        shown = replace(target, image=picture).content_hash
        clearance = leave.film_of(Picture(shown, perceptual_hash(picture)), facts)
        compared = Compared(embedder, embedder.embed(source.image, source.landmarks))
        named = value_sha256([video.film.sha256, source.content_hash, shown, asdict(asked.settings), asked.mute])[:32]
        language = _label(request, body, words)
        work = Work(request, video, words, drawer, track, compared, body.made, named, language)
        count, alike, told = film(work, clearance, place, watch)
    parents = tuple(leave.parents)
    length = float(count / video.fps)
    return SwappedVideo(
        str(place),
        length,
        count,
        video.size,
        named,
        alike,
        clearance.authorization_id,
        parents,
        (*clearance.warnings, *told),
    )


def _request(video: Video, asked: Asked, output: Path, options: dict[str, Any]) -> ClipRequest:
    wanted = {name: value for name, value in options.items() if value is not None}
    return ClipRequest.from_options(asked.text, asked.face, output, size=video.size, fps=video.fps, **wanted)


def _require_known(video: Video, portrait: Portrait, body: Body, embedder: Embedder, leave: Leave) -> None:
    """Raise `RefusedError` unless a video shows whom its user says, `NotInstalledError` where nothing here can tell."""
    if isinstance(embedder, TextureEmbedder):
        raise NotInstalledError(
            f"Whether {video.name!r} shows {body.name!r} can only be told by a network that knows people; install it "
            f"with: {INSTALL}"
        )
    require_seen(video.film, portrait, body.name, embedder, leave.clearance, "--body")


def _followed(video: Video, watch: Watch) -> Track:
    total = max(1, round(video.film.seconds * video.fps))
    with closing(ahead(video.frames())) as pictures:
        points = follow(pictures, video.fps, video.name, lambda done: watch("following", done, max(done, total)))
    return smoothed(points, video.fps)


def _key(video: Video, track: Track, source: Portrait) -> tuple[int, FilmedFace]:
    """Choose the frame that the face is laid on. Raise `PortraitError` where the head turns too far."""
    apart = np.abs(np.degrees(track.yaw - source.pose.yaw))
    far = apart > LARGEST_TURN
    if far.mean() > _TURNED or apart.max() > _FARTHEST:
        at = float(int(apart.argmax()) / video.fps)
        raise PortraitError(
            f"The head in {video.name!r} is turned otherwise than in {source.name!r}, by {apart.max():.0f} degrees at "
            f"{at:.1f} s, and by more than {LARGEST_TURN:.0f} in {far.mean():.0%} of its frames: a side of the face "
            "would be shown that the photo does not have. Cut that out, or use a photo in which the head is turned "
            "alike."
        )
    index = choose_key(track, source.pose.yaw)
    return index, key_face(_picture(video, index), track, index, video.name)


def _picture(video: Video, index: int) -> NDArray[np.uint8]:
    return next(islice(video.frames(), index, None))


def _label(request: ClipRequest, body: Body, words: Words) -> str:
    """Choose the language of the label: that which somebody asks for, that of a film made here, that of the words."""
    chosen = request.settings.film.label_language
    if chosen != "auto":
        return chosen
    if body.made is not None:
        return "zh" if body.made.label == label_text("zh") else "en"
    return main_language(words.said) if words.said else "en"
