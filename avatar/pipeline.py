"""The order of the stages: text, speech, portrait, lips, motion, pictures, label, film. No other module knows it."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from avatar import backends
from avatar.clip import files, timeline
from avatar.clip.passages import cut
from avatar.clip.performance import Performance, Watch, shoot, unwatched
from avatar.clip.permit import clear
from avatar.clip.request import derive_content_id, derive_seed, file_stem
from avatar.clip.stopwatch import Clock
from avatar.clip.voice_choice import cast as choose_voices
from avatar.data import Clip
from avatar.errors import RefusedError
from avatar.marks.registry.facts import Span
from avatar.portrait.variants import derive
from avatar.runtime.access import told
from avatar.runtime.precompile import preparing
from avatar.runtime.system import give_back

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from avatar.clip.request import Order
    from avatar.portrait.cards import Source

LARGE = 64e6
# Bytes of a film that is signed with as little else in memory as may be: the library reads up to 512 MB at a time.

MEASURING = "research"
"""What an authorization has to cover for a picture that is derived from the portrait to be measured."""


def make(order: Order, output: Path | None = None, watch: Watch = unwatched) -> Clip:
    """Do all of an order: film and timeline, both or neither."""
    from avatar.film import check_output, usual_ending
    from avatar.text import unmarked

    clock = Clock()
    ending = usual_ending(order.settings.film)
    video = output or files.free_name(file_stem(order.portrait, unmarked(order.text)), Path(), ending)
    check_output(video, order.settings.film)
    files.check_timeline_place(video)
    performance = rehearse(order, watch, clock)
    log = film_to(performance, video, watch, clock)
    return Clip(
        video=str(video),
        timeline=str(files.timeline_path(video)),
        seconds=float(log.frames / performance.fps),
        frames=log.frames,
        fps=performance.fps,
        size=performance.size,
        content_id=performance.content_id,
        wall_s=clock.now(),
        first_frame_s=clock.first_frame,
        stages=clock.spent,
        warnings=performance.warnings,
    )


def film_to(performance: Performance, video: Path, watch: Watch, clock: Clock) -> timeline.Timeline:
    """Write film and timeline of a performance, with all marks, and log it; give what is said when."""
    from avatar.clip.marking import film_metadata, mark_film
    from avatar.film import FilmWriter

    settings, spans = performance.order.settings.film, list[Span]()
    with performance.permit() as permit:
        facts = performance.facts(permit)

        def mark(part: Path) -> None:
            with clock.stage("marking"):
                if part.stat().st_size > LARGE:
                    give_back()
                marked = mark_film(part, replace(facts, spans=tuple(spans), is_sound_marked=True))
            performance.finished(permit, marked.sha256)  # before it is seen

        with (
            files.together(video) as write_timeline,
            FilmWriter(video, settings, film_metadata(facts), before_rename=mark) as film,
        ):
            log = shoot(performance, film, watch, clock, spans.append)
            write_timeline(log.compose(performance.header()))
    return log


def rehearse(order: Order, watch: Watch = unwatched, clock: Clock | None = None, *, variant: str = "") -> Performance:
    """Do everything up to the first word. What is cheap to refuse is refused before anything costly begins.

    With a `variant`, one of `variants.VARIANTS`, it shows what is derived from the portrait, under the portrait's own
    permission; that is for measuring only. Raise `RefusedError` for a variant with another purpose than research.
    """
    backends.load("reenact", order.renderer)
    clock = clock or Clock()
    with preparing(watch) as finish:
        performance = _rehearse(order, watch, clock, variant)
        finish()
    return performance


@contextmanager
def shown_picture(source: Source, portrait_hash: str, variant: str = "") -> Iterator[tuple[Source | Path, str]]:
    """Give the picture that is shown and the sha256 of its pixels: an admitted photo, or its variant, made anew.

    `portrait_hash` is that of the admitted photo. Raise `RefusedError` if it is not that of the source.
    """
    if not variant:
        yield source, portrait_hash
        return
    import numpy as np
    from PIL import Image

    from avatar.portrait.read import read_photo

    photo = read_photo(source.path, source.content)
    require_same(photo.content_hash, portrait_hash, str(source.path))
    picture = np.ascontiguousarray(derive(Image.fromarray(photo.pixels), variant))
    with TemporaryDirectory(prefix="avatar-") as folder:  # nobody else can put a picture there
        place = Path(folder) / f"{source.path.stem}-{variant}.png"
        with told(place):
            Image.fromarray(picture).save(place, "PNG", compress_level=1)
        yield place, hashlib.sha256(picture.data).hexdigest()


def require_same(found: str, admitted: str, name: str) -> None:
    """Raise `RefusedError` if the picture that was taken apart is not the one that was admitted."""
    if found != admitted:
        raise RefusedError(f"The picture of {name!r} was changed while it was looked at; run the command again.")


def _rehearse(order: Order, watch: Watch, clock: Clock, variant: str) -> Performance:
    from avatar.portrait.store import PortraitStore
    from avatar.text import read

    if variant and order.occasion.purpose != MEASURING:
        raise RefusedError(
            f"A variant of a portrait is shown for {MEASURING} only, not for {order.occasion.purpose!r}."
        )
    settings, store = order.settings, PortraitStore()
    source = store.read(order.portrait)
    with clock.stage("reading"):
        utterances = read(order.text, settings.text)
        casting = choose_voices(utterances, order.voice, source.card.gender if source.card else None)
        passages = cut(utterances, casting.cards, settings.motion, settings.speech.speed)
        watch("reading", 1, 1)
    with clock.stage("clearing"):
        clearance = clear(order, source, utterances, [card.name for card in casting.cards])
    with (
        clock.stage("portrait"),
        shown_picture(source, clearance.portrait_hash, variant) as (picture, shown_hash),
    ):
        portrait = store.load_or_enroll(picture, settings.portrait, order.face, steps(watch))
    require_same(portrait.content_hash, shown_hash, order.portrait)
    clearance = replace(clearance, shown_hash=shown_hash)
    seed = derive_seed(portrait.content_hash) if order.seed is None else order.seed
    voices = [asdict(card) for card in casting.cards]
    content_id = derive_content_id(order, seed, portrait.content_hash, voices, timeline.versions())
    authorized = replace(portrait, authorization_id=clearance.authorization_id)
    return Performance(order, authorized, passages, seed, content_id, casting.warnings + clearance.warnings, clearance)


def steps(watch: Watch) -> Callable[[str, int, int], None]:
    """Let an enrolment's steps show as progress of the stage "portrait"."""
    return lambda _step, done, total: watch("portrait", done, total)
