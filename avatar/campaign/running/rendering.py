"""One clip of a campaign: made, checked, put where the films lie, and written down last.

Every executor calls `render`. It may be called for the same job as often as one likes, at the same time, on any
machine: what is done is told again, and what was broken off goes on.
"""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from avatar.campaign.asking import request_of, require_pins
from avatar.campaign.job import Outcome
from avatar.campaign.running.manifest import Line, Manifest
from avatar.campaign.running.place import Place
from avatar.campaign.running.scratch import emptied, scratch
from avatar.campaign.running.segments import discard, gather
from avatar.errors import AvatarError, RefusedError
from avatar.runtime.hashing import file_sha256, value_sha256
from avatar.runtime.watch import Watch, unwatched

if TYPE_CHECKING:
    from pathlib import Path

    from avatar.campaign.job import Job
    from avatar.clip.request import ClipRequest
    from avatar.runtime.folders import Home

_FILM, _MADE = "film", "made.json"
"""stem of what is made of a clip, and what says that all of it is there"""
_BESIDE = {"timeline": ".json", "srt": ".srt", "vtt": ".vtt", "thumbnail": ".jpg"}
"""endings of what lies beside a film, by its kind"""


@dataclass(frozen=True, slots=True)
class Made:
    """A clip that is whole, but not yet where the films lie."""

    film: str
    """name of its file"""
    sha256: str
    """of the film's bytes"""
    content_id: str
    """32 hex digits"""
    seconds: float
    """how long the film is"""
    wall_s: float
    """how long it took"""
    figures: dict[str, float]
    """of the inspection"""
    warnings: tuple[str, ...]
    """sentences"""
    tries: int
    """how often it was rendered"""


class PoorError(AvatarError):
    """Say that a clip is not good enough, with its figures."""

    def __init__(self, message: str, figures: dict[str, float]) -> None:
        """Take the sentence and what was measured."""
        super().__init__(message)
        self.figures = figures


def render(job: Job, folder: str | Path, home: Home, watch: Watch = unwatched) -> Outcome:
    """Make a clip in a home, unless it is there already, and put it into `folder`, a path or the URL of a store.

    Consent, portrait and voice are looked at here, where the work is done. What went wrong is told by the outcome, and
    written down as what was made is.
    """
    started = time.monotonic()
    place = Place.at(folder)
    manifest = Manifest(place)
    try:
        with scratch(job.input_hash, home) as own:
            if (found := reused(job, place, manifest)) is not None:
                return found
            try:
                outcome = _delivered(job, own, place, home, watch)
                manifest.add(Line.of_job(job, outcome))
            except (RefusedError, PoorError):
                emptied(own)  # nobody may come back for it
                raise
            emptied(own)
            return outcome
    except RefusedError as fault:
        outcome = Outcome(job.input_hash, "refused", job.output, message=str(fault))
    except AvatarError as fault:
        figures = fault.figures if isinstance(fault, PoorError) else {}
        outcome = Outcome(job.input_hash, "failed", job.output, message=str(fault), figures=figures)
    except Exception as fault:  # noqa: BLE001 - the edge of a row: whatever is wrong with it must not end the others
        outcome = Outcome(job.input_hash, "failed", job.output, message=_sentence(fault))
    return noted(job, replace(outcome, wall_s=round(time.monotonic() - started, 3)), manifest)


def noted(job: Job, outcome: Outcome, manifest: Manifest) -> Outcome:
    """Write down what became of a job; where not even that can be written, say so."""
    try:
        manifest.add(Line.of_job(job, outcome))
    except AvatarError as fault:
        return replace(outcome, message=f"{outcome.message} {fault}")
    return outcome


def reused(job: Job, place: Place, manifest: Manifest) -> Outcome | None:
    """Give the outcome of a clip that was made before and lies where it should, unchanged; None if it does not."""
    line = manifest.last(job.input_hash)
    return None if line is None else still_there(line.outcome, place)


def still_there(outcome: Outcome, place: Place) -> Outcome | None:
    """Look whether what was made lies where it should: by its hash on a disk, elsewhere by its being there."""
    if not outcome.is_done or place.size(outcome.output) is None:
        return None
    if place.is_local and place.sha256(outcome.output) != outcome.sha256:
        return None
    if any(place.size(name) is None for name in outcome.files.values()):
        return None
    return replace(outcome, state="reused", tries=0, wall_s=0.0)


def _delivered(job: Job, own: Path, place: Place, home: Home, watch: Watch) -> Outcome:
    """Make a clip in a folder of its own, and put it in place: what lies beside the film first."""
    from avatar.campaign.running.streams import stream_hashes

    require_pins(job, home)
    gather(job, place, home)
    made = _kept(job, own, home, watch) or _made(job, own, home, watch)
    film = own / made.film
    stem = job.output.rpartition(".")[0]
    beside = {kind: film.with_suffix(ending) for kind, ending in _BESIDE.items()}
    names = {kind: f"{stem}{_BESIDE[kind]}" for kind, path in beside.items() if path.is_file()}
    watch("storing", 0, len(names) + 1)
    for count, (kind, name) in enumerate(names.items(), 1):
        place.put(beside[kind], name)
        watch("storing", count, len(names) + 1)
    place.put(film, job.output)
    discard(job, place)
    return Outcome(
        job.input_hash,
        "done",
        job.output,
        names,
        made.sha256,
        made.content_id,
        made.seconds,
        made.wall_s,
        made.figures,
        "",
        made.warnings,
        made.tries,
        {kind: file_sha256(beside[kind]) for kind in names},
        stream_hashes(film),
    )


def _kept(job: Job, own: Path, home: Home, watch: Watch) -> Made | None:
    """Take up what was finished before and never got into its place, if it may still be shown; None: there is none."""
    try:
        told = json.loads((own / _MADE).read_text(encoding="utf-8"))
        made = Made(**{**told, "warnings": tuple(told["warnings"])})
        if file_sha256(own / made.film) != made.sha256:
            return None
    except (OSError, ValueError, TypeError, KeyError):
        return None
    from avatar.pipeline import prepare

    prepare(request_of(job), watch, home=home)  # asks for the permission anew
    return made


def _made(job: Job, own: Path, home: Home, watch: Watch) -> Made:
    """Make a clip with all that lies beside it; one that is not good enough once more, with another seed."""
    from avatar.campaign.running.quality import shortfall

    shortfall({}, job.min_quality)
    made = _take(job, request_of(job), emptied(own), home, watch)
    if found := shortfall(made.figures, job.min_quality):
        again = int(value_sha256([job.input_hash, "again"])[:8], 16)
        second = _take(job, request_of(job, again), emptied(own), home, watch)
        if still := shortfall(second.figures, job.min_quality):
            raise PoorError(
                f"The clip is not good enough ({found}; with another seed {still}); lower min_quality, or change "
                "its text, voice or portrait.",
                second.figures,
            )
        told = f"It was rendered once more with another seed, because it was not good enough ({found})."
        made = replace(second, wall_s=round(made.wall_s + second.wall_s, 3), tries=2, warnings=(*second.warnings, told))
    (own / f".{_MADE}").write_text(json.dumps(asdict(made)), encoding="utf-8")
    (own / f".{_MADE}").replace(own / _MADE)
    return made


def _take(job: Job, request: ClipRequest, own: Path, home: Home, watch: Watch) -> Made:
    from avatar.campaign.running.quality import measured
    from avatar.campaign.running.thumbnail import write_thumbnail
    from avatar.pipeline import make
    from avatar.portrait.store import PortraitStore

    film = own / f"{_FILM}.{job.output.rpartition('.')[2]}"
    clip = make(request, film, watch, home)
    timeline = film.with_suffix(".json")
    _write_captions(film, timeline)
    write_thumbnail(film, timeline, film.with_suffix(".jpg"))
    figures = {}
    if job.min_quality:
        watch("inspecting", 0, 1)
        store = PortraitStore(home=home.data)
        source = store.read(request.portrait)
        shown = store.load_or_enroll(source, store.settings_of(source, request.settings.portrait), request.face)
        figures = measured(film, shown, home)
    told = (round(clip.seconds, 3), round(clip.wall_s, 3), figures, clip.warnings, 1)
    return Made(film.name, file_sha256(film), clip.content_id, *told)


def _write_captions(film: Path, timeline: Path) -> None:
    """Write .srt and .vtt where the clip came without them, as with subtitles in its pictures."""
    from avatar.score.formats import export, read_score

    missing = [name for name in ("srt", "vtt") if not film.with_suffix(f".{name}").exists()]
    if missing:
        score = read_score(timeline)
        for name in missing:
            film.with_suffix(f".{name}").write_text(export(score, name), encoding="utf-8")


def _sentence(fault: Exception) -> str:
    from avatar.runtime.access import FULL
    from avatar.runtime.shortage import shortage

    if (short := shortage(fault)) is not None:
        return str(short)
    if isinstance(fault, OSError) and fault.errno in FULL:
        return "What was to be written does not fit on its disk; free some space, then run the campaign again."
    if type(fault).__name__ == "SoftTimeLimitExceeded":  # of Celery, which may not be there
        return "It took longer than a worker allows; shorten its text, or start workers with a longer --time-limit."
    return f"Something went wrong inside avatar ({type(fault).__name__}: {fault}); render the row alone with --debug."
