"""Films of strangers, measured in a process that may be ended: `python -m avatar.bench.public.reading`.

A film that takes more than it may, that is broken or shows nobody is a line of the table that says so, and the next one
has its turn.
"""

# Shapes no clip.

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from avatar.outside.confined import Confined, Exceeded, answer_questions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

LONGEST = 600.0
"""s of a film that is measured"""
MEMORY = 3_000_000_000
"""bytes that the process may have of its own"""
_PATIENCE, _PER_SECOND = 240.0, 20.0
"""s for a film, and for each of its seconds"""
_LARGEST_TEXT = 1_000_000
"""bytes"""
PHOTOS = (".jpg", ".jpeg", ".png", ".webp")
"""endings of a photo beside a film, of who it shows"""


@dataclass(frozen=True, slots=True)
class Asked:
    """A film, and what lies beside it."""

    film: Path
    timeline: Path | None = None
    """of avatar's own"""
    text: Path | None = None
    """what is said in it"""
    photo: Path | None = None
    """of who it shows"""

    def as_question(self, language: str, home: tuple[str, str]) -> dict[str, object]:
        """Write it as a question."""
        places = {name: getattr(self, name) for name in ("film", "timeline", "text", "photo")}
        told = {name: None if place is None else str(place) for name, place in places.items()}
        return {**told, "language": language, "home": home}


@dataclass(frozen=True, slots=True)
class Measured:
    """What was found in one film."""

    asked: Asked
    report: Mapping[str, Any]
    """as `avatar inspect --json` has it; empty for a film that could not be measured"""
    by: str
    """what is known of what it says: "timeline", "text", "sound", or "nothing" """
    fault: str = ""
    """why it could not be measured, or only in part: a sentence"""


def measured(
    films: Iterable[Asked], language: str, home: tuple[str, str], *, is_debugged: bool = False
) -> Iterator[Measured]:
    """Measure films one by one; `language` is that of their texts ("auto": as it is written), `home` data and cache."""
    with Confined("avatar.bench.public.reading", MEMORY, is_talkative=is_debugged) as reader:
        for asked in films:
            question = asked.as_question(language, home)
            try:
                told = reader.ask({**question, "only": "length"}, _PATIENCE)
                if "fault" not in told:
                    told = reader.ask(question, _PATIENCE + _PER_SECOND * float(told["seconds"]))
            except Exceeded as fault:
                yield Measured(asked, {}, "nothing", f"Measuring {str(asked.film)!r} was ended: {fault}.")
                continue
            yield Measured(asked, told.get("report", {}), told.get("by", "nothing"), _sentence(asked, told))


def _sentence(asked: Asked, told: Mapping[str, Any]) -> str:
    fault = str(told.get("fault", ""))
    if not fault or fault.endswith("."):
        return fault
    return f"The film {str(asked.film)!r} is damaged ({fault}); make it again."


def _answer(question: dict[str, Any]) -> dict[str, Any]:
    from avatar.errors import AvatarError, TooLargeError
    from avatar.inspection.film import open_film
    from avatar.runtime.shortage import shortage

    path = Path(question["film"])
    try:
        film = open_film(path)
        if film.seconds > LONGEST:
            raise TooLargeError(
                f"The film {str(path)!r} lasts {film.seconds:.0f} s; give a part of it, of {LONGEST:.0f} s at most."
            )
        if question.get("only") == "length":
            return {"seconds": film.seconds}
        return _found(question, path)
    except AvatarError as fault:
        if shortage(fault) is not None:
            raise
        return {"fault": str(fault)}


def _found(question: dict[str, Any], path: Path) -> dict[str, Any]:
    from avatar.bench.public.heard import heard_in
    from avatar.errors import AvatarError
    from avatar.inspection.film import open_film
    from avatar.inspection.inspect import inspect_film
    from avatar.inspection.intent import read_timeline
    from avatar.runtime.folders import Home

    photo, fault = _place(question["photo"]), ""
    home = Home(*map(Path, question["home"]))
    if question["timeline"] is not None:
        meant, by = read_timeline(Path(question["timeline"])), "timeline"
    else:
        text = _place(question["text"])
        try:
            said = "" if text is None else _read(text)
            meant, by = heard_in(open_film(path), said, question["language"]), "text" if said.strip() else "sound"
        except AvatarError as unheard:
            meant, by, fault = None, "nothing", str(unheard)
    portrait = None
    if photo is not None:
        try:
            portrait = _taken_apart(photo)
        except AvatarError as unseen:
            fault = fault or str(unseen)
    report = inspect_film(open_film(path), meant, portrait, home)
    return {"report": report.as_json(), "by": by, "fault": fault}


def _place(name: str | None) -> Path | None:
    return None if name is None else Path(name)


def _read(text: Path) -> str:
    from avatar.errors import TooLargeError
    from avatar.text.encodings import decode

    if text.stat().st_size > _LARGEST_TEXT:
        raise TooLargeError(
            f"The text {str(text)!r} is too long for a film of {LONGEST:.0f} s; give what is said in it."
        )
    return decode(text.read_bytes(), str(text))


def _taken_apart(photo: Path) -> Any:  # noqa: ANN401
    """Take a photo of a stranger apart; nothing of it is kept."""
    from avatar.portrait.store import PortraitStore
    from avatar.runtime.unfinished import passing_folder

    with passing_folder() as folder:
        return PortraitStore(folder).load_or_enroll(photo)


def main() -> None:
    """Answer until nobody asks any more."""
    import avatar.bench.public.heard
    import avatar.inspection.inspect  # noqa: F401 - before memory is limited, and while whoever asks gets ready

    answer_questions(_answer)


if __name__ == "__main__":
    main()
