"""One self-contained page per inspected clip: verdicts, plots, and the worst frames as pictures."""

from __future__ import annotations

import base64
import io
from dataclasses import replace
from typing import TYPE_CHECKING

from avatar.inspection.film import open_film
from avatar.inspection.origin import said_by, tagged
from avatar.inspection.plots import plots_of
from avatar.outside.cleaning import on_page
from avatar.runtime.access import whole_page
from avatar.runtime.folders import shipped

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from avatar.inspection.report import Figure, Report, Worst
    from avatar.marks.aigc import Tag

LABELS = {
    "sealed": ("sealed", "of all"),
    "false_seals": ("false seals", "of all"),
    "clip_ms": ("whole clip", "ms late"),
    "worst_5s_ms": ("worst 5 s", "ms late"),
    "sound_ms": ("sound", "ms late"),
    "bites": ("f v", "of all"),
    "rounds": ("u w y", "of all"),
    "deviation_iod": ("mean deviation", "IOD"),
    "iod_per_s": ("mean speed", "IOD/s"),
    "drift_px": ("drift", "px at 512"),
    "scale": ("change of scale", ""),
    "blinks_per_minute": ("blinks", "a minute"),
    "yaw_sd": ("yaw SD", "degrees"),
    "pitch_sd": ("pitch SD", "degrees"),
    "roll_sd": ("roll SD", "degrees"),
    "under_2hz": ("under 2 Hz", "of energy"),
    "tilt": ("tilt", "degrees"),
    "change_levels": ("largest change", "levels of 255"),
    "unlike_portrait_levels": ("off the portrait", "levels of 255"),
    "worst_second": ("worst second", ""),
    "likeness": ("likeness, lowest five", ""),
    "vergence": ("vergence", "eye widths"),
    "brow_iod_per_frame": ("brows", "IOD a frame"),
    "silence_unrest": ("unrest in silence", "eye distances"),
}
"""what a figure is called by people, and its unit"""

_PICTURE_HEIGHT, _QUALITY = 300, 86


def write_page(report: Report, clip: Path, page: Path) -> None:
    """Write the report of a clip as an HTML file that needs no other. Raise `OutputError` if it cannot be written."""
    content = render_page(with_pictures(report, clip))
    with whole_page(page, "page") as part:
        part.write_text(content, encoding="utf-8")


def render_page(report: Report) -> str:
    """Lay the report out as HTML."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(shipped("templates") / "inspection"),
        autoescape=True,
        finalize=on_page,
        undefined=StrictUndefined,
    )
    environment.filters |= {"figure": format_figure, "limit": format_limit}
    pictures = [base64.b64encode(moment.picture).decode() for moment in report.worst]
    template = environment.get_template("page.html.jinja")
    return template.render(
        report=report,
        plots=plots_of(report),
        moments=list(zip(report.worst, pictures, strict=True)),
        faces=base64.b64encode(report.faces).decode(),
    )


def with_pictures(report: Report, clip: Path) -> Report:
    """Fetch the frame of each of the worst moments."""
    film, tag = open_film(clip), said_by(clip)
    pictures = film.pictures_at([moment.time for moment in report.worst])
    worst = [_pictured(moment, picture, tag) for moment, (_, picture) in zip(report.worst, pictures, strict=True)]
    return replace(report, worst=tuple(worst))


def format_figure(figure: Figure) -> str:
    """Write a figure with its name for people."""
    words, unit = LABELS.get(figure.name, (figure.name.replace("_", " "), ""))
    if figure.value is None:
        return f"{words}: -"
    doubt = "" if figure.error is None else f" \u00b1 {_number(figure.error)}"
    return f"{words}: {_number(figure.value)}{doubt} {unit}".rstrip()


def format_limit(figure: Figure) -> str:
    """Write where a figure has to lie for people."""
    if figure.low is not None and figure.high is not None:
        return f"{_number(figure.low)} to {_number(figure.high)}"
    return f"at least {_number(figure.low)}" if figure.low is not None else f"at most {_number(figure.high or 0.0)}"


def _number(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 100 else f"{round(value, 4):.3g}"


def _pictured(moment: Worst, picture: NDArray[np.uint8], tag: Tag | None) -> Worst:
    from PIL import Image

    image = Image.fromarray(picture)
    image.thumbnail((4 * _PICTURE_HEIGHT, _PICTURE_HEIGHT), Image.Resampling.LANCZOS)
    stored = io.BytesIO()
    image.save(stored, "JPEG", quality=_QUALITY)
    return replace(moment, picture=tagged(stored.getvalue(), "jpg", tag))
