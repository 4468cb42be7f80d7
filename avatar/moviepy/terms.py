"""How a composed film is written, checked before any work."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from avatar.errors import InputError
from avatar.settings import LABEL_LANGUAGES, BackgroundSettings, FilmSettings, MarkSettings

if TYPE_CHECKING:
    from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Terms:
    """Where a film lies, and what it looks like."""

    path: Path
    """of the film"""
    settings: FilmSettings
    """of its pictures"""
    seconds: float
    """how long it is"""
    jurisdiction: str
    """one of `settings.JURISDICTIONS`"""
    label_language: str
    """one of `settings.LABEL_LANGUAGES`"""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height, px."""
        return self.settings.width, self.settings.height

    @property
    def frames(self) -> int:
        """Count the frames."""
        return max(1, round(self.seconds * self.settings.fps))

    @classmethod
    def of(  # noqa: PLR0913 - what can be chosen
        cls,
        film: Any,  # noqa: ANN401 - a clip of moviepy's
        path: str | Path,
        fps: Fraction | float | str | None,
        codec: str | None,
        crf: int,
        jurisdiction: str,
        label_language: str,
    ) -> Terms:
        """Check them against the film. Raise `InputError` that says what to change."""
        from avatar.film import check_output, choose_codec, parse_fps

        place = Path(path)
        rate = fps if fps is not None else getattr(film, "fps", None)
        if getattr(film, "duration", None) is None:
            raise InputError("The film has no end; give it one with film.with_duration(SECONDS).")
        if rate is None:
            raise InputError("The film has no frame rate; say one, as in avatar.moviepy.write(film, path, fps=25).")
        if label_language not in LABEL_LANGUAGES:
            raise InputError(
                f"There is no label in the language {label_language!r}; choose one of {', '.join(LABEL_LANGUAGES)}."
            )
        MarkSettings(jurisdiction)
        is_transparent = film.mask is not None and place.suffix.lower() in (".webm", ".mov")
        chosen = choose_codec(place, codec, is_transparent=is_transparent)
        width, height = (int(side) for side in film.size)
        behind = BackgroundSettings("transparent") if is_transparent else BackgroundSettings()
        settings = FilmSettings(width, height, parse_fps(str(rate)), crf, codec=chosen, background=behind)
        check_output(place, settings)
        return cls(place, settings, float(film.duration), jurisdiction, label_language)
