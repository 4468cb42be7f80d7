"""What becomes of a request: the options of a clip, and the files that it names, copied to where the film is made."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from avatar.errors import InputError, PortraitError, VoiceError
from avatar.service.problems import Problem
from avatar.service.uploads.kinds import FILM, PHOTO, SOUND
from avatar.service.uploads.store import Uploads, is_upload
from avatar.service.videos.asked import AudioScript, TextScript

if TYPE_CHECKING:
    from avatar.clip.request import ClipRequest
    from avatar.runtime.folders import Home
    from avatar.service.videos.asked import VideoAsked

_SHEETS = {"lexicon": "lexicon.txt", "subtitles_style": "style.toml", "subtitles_second": "second.txt"}
"""options that name a small text file, and its name here"""


@dataclass(frozen=True, slots=True)
class Order:
    """A film that is to be made, as it is written down."""

    text: str
    portrait: str
    """name, or "" where it is an uploaded photo"""
    options: dict[str, Any]
    """of the clip, without those that name files"""
    files: dict[str, str]
    """ids of uploads, by "portrait", "audio" or "background" """
    sheets: dict[str, str]
    """contents of small text files, by their options"""


def read_order(asked: VideoAsked, home: Home) -> Order:
    """Make an order of a request. Raise `AvatarError` or `Problem` for what can be refused at once."""
    script, config = asked.script, asked.config
    told: dict[str, Any] = config.model_dump(exclude_none=True)
    told |= script.model_dump(include={"voice", "language", "speaker"}, exclude_none=True)
    told |= asked.model_dump(include={"purpose", "channel", "territory", "product", "licensee"}, exclude_none=True)
    sheets = {name: told.pop(name) for name in _SHEETS if name in told}
    if isinstance(script, TextScript) and script.lexicon is not None:
        sheets["lexicon"] = script.lexicon
    files = _files(asked, told)
    text = script.input if isinstance(script, TextScript) else script.text
    order = Order(text, "" if "portrait" in files else asked.source, told, files, sheets)
    _require(order, home)
    return order


def _files(asked: VideoAsked, told: dict[str, Any]) -> dict[str, str]:
    files = {}
    if is_upload(asked.source):
        files["portrait"] = asked.source
    if isinstance(asked.script, AudioScript):
        files["audio"] = asked.script.input
    if is_upload(told.get("background", "")):
        files["background"] = told.pop("background")
    return files


def _require(order: Order, home: Home) -> None:
    """Refuse what nobody needs to look at: a name that is none, a value out of range."""
    from avatar.clip.request import ClipRequest

    options = order.options
    if order.portrait:
        require_portrait(order.portrait, home)
    if "audio" not in order.files:
        require_voice(options.get("voice"), options["language"], home)
    require_background(options.get("background", "own"))
    ClipRequest.from_options(order.text, "", **options)
    _require_uploads(order, home)


def require_portrait(name: str, home: Home) -> None:
    """Raise `Problem` 404 for a name that is no portrait's of this tenant."""
    from avatar.portrait.store import PortraitStore

    try:
        PortraitStore(home=home.data, names_only=True).show(name)
    except PortraitError as fault:
        raise Problem(404, "no-portrait", str(fault)) from None


def require_background(name: str) -> None:
    """Refuse a path: only what has been uploaded lies where the service may look. Raise `Problem` 404."""
    from avatar.finish.backdrops import parse_background

    detail = (
        f"There is no background {name!r}; give a colour, a gradient, blur, green, transparent, own, or the id of an "
        "upload."
    )
    if Path(name).exists():
        raise Problem(404, "no-background", detail)
    try:
        parse_background(name)
    except InputError:
        raise Problem(404, "no-background", detail) from None


def require_voice(voice: str | None, language: str, home: Home) -> None:
    """Raise `Problem` 404 for a voice that is none, and for a language that nobody speaks."""
    from avatar.clip.voice_choice import FAST
    from avatar.speech.voices import default_voice, find_voice, voice_folders

    folders = voice_folders(home.data)
    try:
        if voice is not None and voice != FAST:
            find_voice(voice, folders)
        if language != "auto":
            default_voice(language, folders=folders)
    except VoiceError as fault:
        raise Problem(404, "no-voice", str(fault)) from None


def _require_uploads(order: Order, home: Home) -> None:
    fitting = {"portrait": (PHOTO,), "audio": (SOUND, FILM), "background": (PHOTO, FILM)}
    for role, name in order.files.items():
        found = Uploads(home.data).find(name)
        if found.family not in fitting[role]:
            raise InputError(f"The upload {name!r} is a {found.family}; as {role} give a {' or '.join(fitting[role])}.")


def gather_files(order: Order, home: Home, folder: Path) -> dict[str, str]:
    """Put what was uploaded into the folder in which a film is made: it may be deleted there meanwhile."""
    uploads, names = Uploads(home.data), {}
    given = folder / "given"
    given.mkdir(mode=0o700, parents=True)
    for role, name in order.files.items():
        upload = uploads.find(name)
        names[role] = f"{role}{upload.ending}"
        source = uploads.file(upload)
        try:
            os.link(source, given / names[role])
        except OSError:
            shutil.copyfile(source, given / names[role])
    return names


def request_of(order: Order, names: dict[str, str], folder: Path) -> ClipRequest:
    """Make the request of a clip, in the worker: only there are the files of strangers opened."""
    from avatar.clip.request import ClipRequest

    given, options = folder / "given", dict(order.options)
    for name, content in order.sheets.items():
        place = given / _SHEETS[name]
        place.write_text(content, encoding="utf-8")
        options[name] = str(place)
    for role in ("audio", "background"):
        if role in names:
            options[role] = str(given / names[role])
    portrait = str(given / names["portrait"]) if "portrait" in names else order.portrait
    return ClipRequest.from_options(order.text, portrait, None, **options)
