"""The order of the stages: text, speech, portrait, lips, motion, pictures, label, film. No other module knows it."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from avatar import backends, outputs, timeline
from avatar.casting import cast as choose_voices
from avatar.clearance import clear
from avatar.clock import Clock
from avatar.compiling import preparing
from avatar.data import Clip
from avatar.errors import RefusedError
from avatar.order import derive_content_id, derive_seed, file_stem
from avatar.passages import cut
from avatar.performance import Performance, Watch, shoot, unwatched
from avatar.provenance.registry.facts import Span
from avatar.system import give_back

if TYPE_CHECKING:
    from collections.abc import Callable

    from avatar.order import Order

LARGE = 64e6
# Bytes of a film that is signed with as little else in memory as may be: the library reads up to 512 MB at a time.


def make(order: Order, output: Path | None = None, watch: Watch = unwatched) -> Clip:
    """Do all of an order: film and timeline, both or neither."""
    from avatar.film import check_output, usual_ending
    from avatar.text import unmarked

    clock = Clock()
    ending = usual_ending(order.settings.film)
    video = output or outputs.free_name(file_stem(order.portrait, unmarked(order.text)), Path(), ending)
    check_output(video, order.settings.film)
    outputs.check_timeline_place(video)
    performance = rehearse(order, watch, clock)
    log = film_to(performance, video, watch, clock)
    return Clip(
        video=str(video),
        timeline=str(outputs.timeline_path(video)),
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
    from avatar.film import FilmWriter
    from avatar.marking import film_metadata, mark_film

    facts, spans = performance.facts(), list[Span]()

    def mark(part: Path) -> None:
        with clock.stage("marking"):
            if part.stat().st_size > LARGE:
                give_back()
            mark_film(part, replace(facts, spans=tuple(spans), is_sound_marked=True))
        performance.finished(part)  # before it is seen: no film appears that the log does not know of

    settings = performance.order.settings.film
    with (
        outputs.together(video) as write_timeline,
        FilmWriter(video, settings, film_metadata(facts), before_rename=mark) as film,
    ):
        log = shoot(performance, film, watch, clock, spans)
        write_timeline(log.compose(performance.header()))
    return log


def rehearse(order: Order, watch: Watch = unwatched, clock: Clock | None = None) -> Performance:
    """Do everything up to the first word. What is cheap to refuse is refused before anything costly begins."""
    backends.load("reenact", order.renderer)
    clock = clock or Clock()
    with preparing(watch) as finish:
        performance = _rehearse(order, watch, clock)
        finish()
    return performance


def _rehearse(order: Order, watch: Watch, clock: Clock) -> Performance:
    from avatar.portrait.store import PortraitStore
    from avatar.text import read

    settings, store = order.settings, PortraitStore()
    reference = store.resolve(order.portrait)
    card = store.card_of(reference)
    with clock.stage("reading"):
        utterances = read(order.text, settings.text)
        casting = choose_voices(utterances, order.voice, card.gender if card else None)
        passages = cut(utterances, casting.cards, settings.motion, settings.speech.speed)
        watch("reading", 1, 1)
    with clock.stage("clearing"):
        clearance = clear(order, reference, utterances)
    with clock.stage("portrait"):
        portrait = store.load_or_enroll(reference, settings.portrait, order.face, steps(watch))
    if portrait.content_hash != clearance.portrait_hash:
        raise RefusedError(
            f"The picture of {order.portrait!r} was changed while it was looked at; run the command again."
        )
    seed = derive_seed(portrait.content_hash) if order.seed is None else order.seed
    voices = [asdict(card) for card in casting.cards]
    content_id = derive_content_id(order, seed, portrait.content_hash, voices, timeline.versions())
    authorized = replace(portrait, authorization_id=clearance.authorization.authorization_id)
    return Performance(order, authorized, passages, seed, content_id, casting.warnings, clearance)


def steps(watch: Watch) -> Callable[[str, int, int], None]:
    """Let an enrolment's steps show as progress of the stage "portrait"."""
    return lambda _step, done, total: watch("portrait", done, total)
