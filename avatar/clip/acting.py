"""A plan is performed: passage after passage is spoken, its lips shaped, its head moved, before a picture is drawn."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, cast

from avatar.clip.crew import unblinking
from avatar.clip.speaking import Voices, fitted
from avatar.clip.stopwatch import Clock
from avatar.clip.takes import Kept, Take
from avatar.motion.mover import frame_count

if TYPE_CHECKING:
    from collections.abc import Collection, Generator, Sequence

    from avatar.clip.footage import FootageStore
    from avatar.clip.passages import Passage
    from avatar.clip.plan import Plan
    from avatar.data import LipTrack, MotionTrack, Speech


def takes(plan: Plan, clock: Clock | None = None) -> Generator[Take, None, None]:
    """Speak and move passage after passage, lazily, without a picture."""
    for each in wanted_takes(plan, clock or Clock(), None):
        yield cast("Take", each)


def wanted_takes(  # noqa: PLR0913 - who says what, and which of it is wanted how
    plan: Plan,
    clock: Clock,
    store: FootageStore | None,
    *,
    is_live: bool = False,
    wanted: Collection[str] | None = None,
    is_marked: bool = True,
) -> Generator[Take | Kept, None, None]:
    """Yield each passage: as the store has it, or spoken and moved; with a scene, when all are.

    Where some are `wanted`, by their names, those after them are left out, and those before where they shape nothing.
    """
    staging = plan.staging
    passages = plan.passages if wanted is None else plan.needed(wanted)
    those = _performed(plan, passages, clock, store, is_live=is_live, is_marked=is_marked and staging is None)
    yield from those if staging is None else staging.staged(those, is_marked=is_marked)


def _performed(  # noqa: PLR0913 - as above
    plan: Plan,
    passages: Sequence[Passage],
    clock: Clock,
    store: FootageStore | None,
    *,
    is_live: bool,
    is_marked: bool,
) -> Generator[Take | Kept, None, None]:
    """Yield each passage as soon as it is there."""
    first = 0
    with (
        Voices(plan.request.settings.speech, plan.recorded, lent=plan.clearance.lent) as voices,
        ThreadPoolExecutor(1, thread_name_prefix="avatar-renderer") as beside,
    ):
        for passage in passages:
            key = plan.key(passage, first, is_live)
            kept = store.find(key) if store else None
            if store and not kept:  # while it is spoken; what fails here fails again when it draws, and is told then
                beside.submit(plan.crew.get_ready, plan.portrait, plan.fps, plan.size)
            take = Kept(key, passage, kept) if kept else _act(plan, voices, passage, key, clock, is_marked=is_marked)
            first += len(take)
            yield take


def _act(  # noqa: PLR0913 - who speaks what, and under which name
    plan: Plan, voices: Voices, passage: Passage, key: str, clock: Clock, *, is_marked: bool = True
) -> Take:
    """Speak a passage, shape its lips, and move the head with it. It `is_marked`, or somebody else marks its sound."""
    scored, driven = plan.scored, plan.driven
    with clock.stage("speaking"):
        if driven is not None and driven.is_silent:
            speech = driven.silence(passage)
        else:
            speech = scored.speech(passage) if scored else fitted(voices.speak(passage), plan.fps)
    with clock.stage("moving"):
        if driven is not None:
            lips = plan.crew.shaper.shape(speech.phones, speech.seconds)
            motion = driven.move(passage, lips, frame_count(speech, plan.fps))
        elif scored is None:
            names = (passage.before, passage.name, passage.is_last)
            lips, motion = plan.crew.act(speech, plan.fps, plan.seed, names)
        else:
            lips, motion = scored.perform(passage, speech, lambda *asked: _acted(plan, *asked))
    is_done = scored is not None and scored.is_marked(passage)
    take = Take(key, passage, speech, lips, motion, is_marked=is_done)
    return take if is_done or not is_marked else take.with_mark(plan.home.data)


def _acted(plan: Plan, said: Speech, names: tuple[str, str, bool], is_unblinking: bool) -> tuple[LipTrack, MotionTrack]:
    """Shape and move what is said in a timeline, with or without blinks that nobody has asked for."""
    crew = unblinking(plan.crew, plan.request.settings.motion) if is_unblinking else plan.crew
    return crew.act(said, plan.fps, plan.seed, names)
