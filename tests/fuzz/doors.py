"""What opens files of strangers: each door takes a file and gives nothing, or raises what is a sentence of ours."""

from __future__ import annotations

from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING

from avatar.errors import AvatarError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def _photo(path: Path) -> None:
    from avatar.finish.backdrops import parse_background, still
    from avatar.finish.scene.pictures import opened
    from avatar.portrait.read import read_photo

    with suppress(AvatarError):
        still(path, (32, 24))
    with suppress(AvatarError):
        opened(str(path))
    with suppress(AvatarError):
        parse_background(str(path))
    read_photo(path)


def _film(path: Path) -> None:
    from avatar.driving.sources import open_driving
    from avatar.film.probe import probe
    from avatar.finish.backdrops import Film, parse_background
    from avatar.inspection.film import open_film

    with suppress(AvatarError):
        probe(path)
    with suppress(AvatarError):
        found = open_film(path)
        list(islice(found.pictures(), 20))
        found.sound()
    with suppress(AvatarError):
        list(islice(open_driving(path).pictures(0.01), 20))
    with suppress(AvatarError):
        parse_background(str(path))
        Film(path, (32, 24)).at(0.1)


def _sound(path: Path) -> None:
    from avatar.film.hearing import hear
    from avatar.speech.recording.reading import open_recording

    with suppress(AvatarError):
        recording = open_recording(path)
        list(islice(recording.native(), 20))
    with suppress(AvatarError):
        hear(path)


def _tags(path: Path) -> None:
    from avatar.marks import aigc
    from avatar.marks.credentials import read

    kind = aigc.kind_of(path)
    if kind:
        text = aigc.read(path)
        read(path, kind, "")
        if text is not None:
            aigc.Tag.from_text(text)


def _card(path: Path) -> None:
    from avatar.portrait.cards import read_card

    folder = path.parent / "portrait"
    folder.mkdir(exist_ok=True)
    (folder / "card.toml").write_bytes(path.read_bytes())
    read_card(folder)


def _voice(path: Path) -> None:
    from avatar.speech.cards import read_card

    folder = path.parent / "voice"
    folder.mkdir(exist_ok=True)
    (folder / "card.toml").write_bytes(path.read_bytes())
    read_card(folder / "card.toml")


def _consent(path: Path) -> None:
    from avatar.permission.consent.request import read_request
    from avatar.permission.consent.store import read_record

    with suppress(AvatarError):
        read_record(path)
    read_request(path).picture_file()


def _timeline(path: Path) -> None:
    from avatar.inspection.intent import read_timeline
    from avatar.score.formats import read_draft, read_score

    for door in (read_score, read_timeline, lambda each: read_draft(each, "words")):
        with suppress(AvatarError):
            door(path)


def _log(path: Path) -> None:
    from avatar.ledger.audit.export import verify_export
    from avatar.ledger.audit.verify import check_lines

    check_lines([path.read_bytes()])
    verify_export(path, {})


def _table(path: Path) -> None:
    from avatar.campaign.sheet.opening import read_table

    read_table(path)


def _campaign(path: Path) -> None:
    from avatar.campaign.sheet.reading import read_campaign

    (path.parent / "people.csv").write_text("name,text,amount,when\nAna,Hello {{ name }}!,3,2026-01-01\n")
    read_campaign(path)


def _scene(path: Path) -> None:
    from avatar.clip.scenes import read_scene

    read_scene(path)


def _markup(path: Path) -> None:
    from avatar.settings import TextSettings
    from avatar.text import read
    from avatar.text.encodings import decode

    read(decode(path.read_bytes(), path.name), TextSettings())


def _lexicon(path: Path) -> None:
    from avatar.text import check_lexicon

    check_lexicon(path.read_bytes().decode("utf-8", "replace"), path.name)


def _subtitles(path: Path) -> None:
    from avatar.subtitles.second import read_second

    read_second(path.read_bytes().decode("utf-8", "replace"))


def _archive(path: Path) -> None:
    from avatar.downloads.unpacking import is_archive, names_in, unpack

    if is_archive(path):
        names_in(path)
        unpack(path, "/", path.parent / "unpacked")


def _model(path: Path) -> None:
    from avatar.speech.piper.config import read_config

    read_config(path)


DOORS: dict[str, Callable[[Path], object]] = {
    "photo": _photo,
    "film": _film,
    "sound": _sound,
    "tags": _tags,
    "card": _card,
    "voice": _voice,
    "consent": _consent,
    "timeline": _timeline,
    "log": _log,
    "table": _table,
    "campaign": _campaign,
    "scene": _scene,
    "markup": _markup,
    "lexicon": _lexicon,
    "subtitles": _subtitles,
    "archive": _archive,
    "model": _model,
}


def outcome(door: str, path: Path) -> str:
    """Open a file by a door: "taken" or "refused"; whatever else it raises is a fault."""
    try:
        DOORS[door](path)
    except AvatarError as fault:
        assert str(fault).strip(), type(fault)
        return "refused"
    return "taken"
