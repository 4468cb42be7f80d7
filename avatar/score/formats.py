"""The formats that a timeline is exported to, and those that are read back."""

from __future__ import annotations

import codecs
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from avatar.errors import InputError
from avatar.score import captions, curves, document, labels, table, textgrid
from avatar.score.checks import settled
from avatar.score.tiers import TIERS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from avatar.score.draft import Draft
    from avatar.score.score import Score

FILMS = (".mp4", ".mov", ".mkv", ".webm", ".gif")
"""endings of clips, whose timeline lies beside them"""
_LARGEST = 200_000_000
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write a timeline."""

    ending: str
    """of its files"""
    what: str
    """a line of help"""
    write: Callable[[Score], str]
    """makes the whole file"""


FORMATS: dict[str, Format] = {
    "toml": Format(".toml", "for editing by hand: one line per word, sound and cue", table.write_table),
    "json": Format(".json", "the same for programs, schema avatar.timeline/1", document.write_document),
    "textgrid": Format(".TextGrid", "Praat: tiers words, phones, visemes, cues", textgrid.write_textgrid),
    "labels": Format(".txt", "Audacity: a label track per tier", lambda score: labels.write_labels(score, "words")),
    "srt": Format(".srt", "subtitles, for players and editors of films", captions.write_srt),
    "vtt": Format(".vtt", "the same for web pages, word by word", captions.write_vtt),
    "arkit": Format(".arkit.json", "52 ARKit weights, head and gaze per frame", curves.write_arkit),
    "livelink": Format(".csv", "the same as Live Link Face records it, for Unreal", curves.write_livelink),
}
"""by name"""


def export(score: Score, name: str) -> str:
    """Write a score in one of `FORMATS`. Raise `InputError` for another, and for motion that is not known."""
    if name not in FORMATS:
        raise InputError(f"There is no format {name!r}; use one of {', '.join(FORMATS)}.")
    return FORMATS[name].write(score)


def format_of(path: Path, otherwise: str = "toml") -> str:
    """Tell a format by a file's ending."""
    name = path.name.lower()
    found = [key for key, each in FORMATS.items() if name.endswith(each.ending.lower())]
    return max(found, key=lambda key: len(FORMATS[key].ending), default=otherwise)


def read_score(path: str | Path) -> Score:
    """Read a clip's timeline, or a file that somebody has edited.

    Raise `ScoreError` with the lines of all that cannot be performed, `InputError` for a file that cannot be read.
    """
    return settled(read_draft(path))


def read_draft(path: str | Path, tier: str = "") -> Draft:
    """Read what is written in a file, told by its ending: a clip, .json, .toml, .TextGrid, or .txt labels of a tier.

    A tier of labels is named by the file, x.phones.txt, unless `tier` says it. Raise `InputError` for any other file.
    """
    place = Path(path).expanduser()
    if place.suffix.lower() in FILMS:
        if not place.is_file():
            raise InputError(f"There is no clip {str(place)!r}; check its name.")
        place = place.with_suffix(".json")
    text, origin = _text_of(place), place.name
    kind = format_of(place, "")
    if kind == "labels":
        return labels.read_labels(text, origin, _tier(place, tier))
    if kind == "textgrid":
        return textgrid.read_textgrid(text, origin)
    if kind not in ("toml", "json"):
        raise InputError(
            f"{origin} is no timeline that can be read back; give a clip, or a .json, .toml, .TextGrid or .txt file."
        )
    draft = table.read_table(text, origin) if kind == "toml" else document.read_document(text, origin)
    return _placed(draft, place)


def write_score(score: Score, path: Path, name: str, tiers: Sequence[str] = ()) -> tuple[Path, ...]:
    """Write a score into a file of one of `FORMATS`, whole or not at all; several tiers of labels into several files.

    Raise `OutputError` if it cannot be written.
    """
    if name == "labels":
        chosen = tuple(dict.fromkeys(tiers)) or TIERS
        texts = [labels.write_labels(score, tier) for tier in _known(chosen)]
        return tuple(map(_written, texts, places(path, name, chosen)))
    return (_written(export(_beside(score, path), name), path),)


def places(path: Path, name: str, tiers: Sequence[str] = ()) -> tuple[Path, ...]:
    """Say which files `write_score` writes."""
    chosen = _known(tuple(dict.fromkeys(tiers)) or TIERS)
    if name != "labels" or len(chosen) == 1:
        return (path,)
    return tuple(path.with_name(f"{path.stem}.{tier}{path.suffix or '.txt'}") for tier in chosen)


def _known(tiers: Sequence[str]) -> Sequence[str]:
    unknown = [tier for tier in tiers if tier not in TIERS]
    if unknown:
        raise InputError(f"There is no tier {unknown[0]!r}; use {', '.join(TIERS)}.")
    return tiers


def _written(text: str, path: Path) -> Path:
    from avatar.runtime.access import whole_page

    with whole_page(path, "timeline") as part:
        part.write_text(text, encoding="utf-8", newline="\n")
    return path


def _tier(place: Path, asked: str) -> str:
    tier = asked or Path(place.stem).suffix[1:]
    if tier not in TIERS:
        raise InputError(
            f"{place.name} does not say which tier it is; call it x.TIER.txt, or say it with --tier: "
            f"{', '.join(TIERS)}."
        )
    return tier


def _placed(draft: Draft, place: Path) -> Draft:
    """Find the clip that a draft names, from where its file lies; a clip's own timeline lies beside it."""
    facts = dict(draft.facts)
    if place.suffix == ".json" and "motion" in facts:
        films = [place.with_suffix(ending) for ending in FILMS if place.with_suffix(ending).is_file()]
        facts |= {"clip": str(films[0])} if films else {}
    elif facts.get("clip"):
        facts["clip"] = str(place.parent / Path(facts["clip"]).expanduser())
    return replace(draft, facts=facts)


def _beside(score: Score, path: Path) -> Score:
    """Name the clip as it is seen from where the file will lie."""
    if not score.clip:
        return score
    import os

    try:
        return replace(score, clip=Path(os.path.relpath(score.clip, path.parent)).as_posix())
    except ValueError:  # another drive
        return replace(score, clip=str(Path(score.clip).resolve()))


def _text_of(place: Path) -> str:
    try:
        with place.open("rb") as file:
            content = file.read(_LARGEST + 1)
    except OSError as fault:
        raise InputError(
            f"The timeline {str(place)!r} cannot be read ({fault.strerror}); check its name and rights."
        ) from fault
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "utf-8")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise InputError(f"{place.name} is not text in UTF-8 or UTF-16; save it as UTF-8.") from None
