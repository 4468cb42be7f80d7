"""The clips of a campaign on one page, to be looked at, approved or rejected: it needs no server and no network."""

from __future__ import annotations

import base64
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from avatar.outside.cleaning import on_page

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from avatar.campaign.job import Job, Problem
    from avatar.campaign.running.manifest import Line
    from avatar.campaign.running.place import Place

GALLERY = "index.html"
"""name of the page below a campaign's outputs"""
_TEMPLATE = "gallery.html.j2"
_TOLD = {"closures": "lips meet", "lag_ms": "lag", "identity": "likeness"}
"""figures of the inspection as the page calls them"""


@dataclass(frozen=True, slots=True)
class Card:
    """One clip as the page shows it."""

    key: str
    """its input hash, under which what people say of it is kept"""
    title: str
    """row and name"""
    language: str
    """BCP-47"""
    format: str
    """name of the shape"""
    ratio: str
    """width / height, as CSS has it"""
    text: str
    """what is said"""
    state: str
    """done | failed | refused | left"""
    film: str
    """relative link; "": there is none"""
    thumbnail: str
    """relative link"""
    captions: str
    """WebVTT as a data: link"""
    length: str
    """m:ss"""
    figures: str
    """of the inspection"""
    problem: str
    """why there is no film"""
    warnings: tuple[str, ...]
    """sentences"""
    output: str
    """place of the film"""
    row: int
    """number of the row in the table"""


def write_gallery(
    place: Place, jobs: Sequence[Job], lines: Mapping[str, Line], problems: Sequence[Problem] = ()
) -> None:
    """Write the page beside the films."""
    place.write(page(jobs, lines, problems, place if place.is_local else None), GALLERY)


def page(
    jobs: Sequence[Job], lines: Mapping[str, Line], problems: Sequence[Problem] = (), place: Place | None = None
) -> str:
    """Make the page; where films lie on this machine, with their captions in it."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("avatar.campaign.running", "."),
        autoescape=True,
        finalize=on_page,
        undefined=jinja2.StrictUndefined,
    )
    cards = [_card(job, lines.get(job.input_hash), place) for job in jobs]
    return environment.get_template(_TEMPLATE).render(
        campaign=jobs[0].campaign if jobs else "",
        cards=cards,
        languages=sorted({card.language for card in cards}),
        counts=Counter(card.state for card in cards),
        problems=[each for each in problems if each.is_fatal],
    )


def _card(job: Job, line: Line | None, place: Place | None) -> Card:
    made = line.outcome.at(job.output) if line else None
    files = made.files if made and made.is_done else {}
    return Card(
        job.input_hash,
        f"{job.row} · {job.slug}",
        job.language,
        job.format,
        f"{job.size[0]} / {job.size[1]}",
        job.text,
        "left" if made is None else "done" if made.is_done else made.state,
        quote(made.output) if made and made.is_done else "",
        quote(files.get("thumbnail", "")),
        _captions(files.get("vtt"), place),
        f"{int(made.seconds) // 60}:{int(made.seconds) % 60:02d}" if made else "",
        ", ".join(f"{_TOLD.get(name, name)} {value:g}" for name, value in made.figures.items()) if made else "",
        made.message if made else "",
        made.warnings if made else (),
        job.output,
        job.row,
    )


def _captions(name: str | None, place: Place | None) -> str:
    """Give captions as a link that a page from a disk may read."""
    text = place.read(name) if place and name else None
    return f"data:text/vtt;base64,{base64.b64encode(text.encode()).decode()}" if text else ""
