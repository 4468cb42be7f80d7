"""The whole sentence, which nothing else knows: a request is allowed, read, spoken, and kept in a file with its marks.

    request -> text -> permission -> portrait                            prepare
            -> speech -> lips -> motion                                  takes, passage by passage
            -> pictures -> background and label -> watermark             Crew.pictures, frame by frame
            -> marks -> count and log -> file                            film

`film` ends in a file, `fragments` and `frames` end in a stream; a text without a face is said by `aloud`. While one
passage is filmed the next is spoken; what was filmed before is taken from where it is kept.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from avatar.clip import files, marking, timeline
from avatar.clip.acting import takes, wanted_takes
from avatar.clip.crew import encoded, unlabelled, watermarked
from avatar.clip.footage import FootageStore
from avatar.clip.guarding import Guarded
from avatar.clip.naming import file_stem
from avatar.clip.preparing import prepare, steps
from avatar.clip.progress import Progress
from avatar.clip.showing import announced, showing
from avatar.clip.speaking import as_float
from avatar.clip.stopwatch import Clock
from avatar.clip.subtitling import require_stream
from avatar.clip.takes import Kept, Take, beginning, marker_of, shared_out, span_of
from avatar.data import Clip
from avatar.film import FilmWriter, check_fragments, check_output, check_track, fetched, usual_ending
from avatar.marks.registry.facts import Span
from avatar.runtime.prefetch import ahead
from avatar.runtime.system import give_back
from avatar.runtime.watch import Watch, unwatched
from avatar.text import unmarked

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence
    from concurrent.futures import Future
    from contextlib import AbstractContextManager
    from typing import BinaryIO

    from avatar.clip.driven import Driven
    from avatar.clip.permit import Permit
    from avatar.clip.plan import Plan
    from avatar.clip.request import ClipRequest
    from avatar.clip.scored import Given
    from avatar.data import Frame, Pictures
    from avatar.film.fragments import Fragments
    from avatar.identity import Verdict
    from avatar.marks.registry.facts import Facts
    from avatar.runtime.folders import Home
    from avatar.subtitles import Caption

__all__ = ["film", "footage", "fragments", "frames", "make", "prepare", "steps", "takes", "unmarked_takes"]

LARGE = 64e6
"""bytes of a film that is signed with as little else in memory as may be: the library reads up to 512 MB at a time"""


def make(  # noqa: PLR0913 - what is asked for, where to, and who is told of it
    request: ClipRequest,
    output: Path | None = None,
    watch: Watch = unwatched,
    home: Home | None = None,
    given: Given | None = None,
    driven: Driven | None = None,
) -> Clip:
    """Do all of a request in a home (None: the usual one): film and timeline, both or neither.

    What is `given` is performed instead of the text being said; a performance that it is `driven` by moves all.
    """
    clock = Clock()
    stem = file_stem(request.portrait, unmarked(request.text) or Path(request.audio or "").stem)
    with files.named(output, stem, usual_ending(request.settings.film)) as video:
        check_output(video, request.settings.film)
        files.check_apart(video, request.portrait, request.audio, request.settings.film.background.path)
        files.check_timeline_place(video)
        if request.settings.subtitles.kind == "soft":
            check_track(video)
        if request.settings.subtitles.kind == "file":
            files.check_subtitles_place(video)
        plan = prepare(request, watch, clock, home=home, given=given, driven=driven)
        log, unread, seen = film(plan, video, watch, clock)
    return Clip(
        video=str(video),
        timeline=str(files.timeline_path(video)),
        seconds=float(log.frames / plan.fps),
        frames=log.frames,
        fps=plan.fps,
        size=plan.size,
        content_id=plan.content_id,
        wall_s=clock.now(),
        first_frame_s=clock.first_frame,
        stages=clock.spent,
        warnings=plan.warnings + unread,
        subtitles=files.subtitle_paths(video, request.settings.subtitles.kind),
        likeness=seen.likeness if seen else None,
        likeness_floor=seen.floor if seen else None,
        likeness_by=seen.way if seen else "",
    )


def film(
    plan: Plan, video: Path, watch: Watch = unwatched, clock: Clock | None = None
) -> tuple[timeline.Timeline, tuple[str, ...], Verdict | None]:
    """Write film and timeline, with all marks, counted and logged before they are seen.

    Give what is said when, sentences on what cannot be read back or is unlike the portrait, and how like it is.
    """
    settings, clock = plan.request.settings.film, clock or Clock()
    spans, unread = list[Span](), list[str]()
    with _allowed(plan) as permit, closing(Guarded(plan)) as seen:
        facts = plan.facts(permit)

        def mark(part: Path) -> None:
            with clock.stage("marking"):
                if part.stat().st_size > LARGE:
                    give_back()
                told = replace(facts, spans=tuple(spans), is_sound_marked=True)
                found = marking.mark_film(part, told, plan.home.data)
            unread.extend(found.warnings)
            with clock.stage("guarding"):
                seen.look(part, float(log.frames / plan.fps))
            plan.finished(permit, found.sha256, seen.facts)

        with (
            files.together(video) as write_beside,
            FilmWriter(
                video,
                settings,
                marking.film_metadata(facts, plan.home.data),
                before_rename=mark,
                track=plan.subtitles.track(),
            ) as writer,
        ):
            log, captions = _shoot(plan, writer, watch, clock, spans.append, seen)
            marking.load()  # the encoder is at the last pictures
            write_beside({".json": log.compose(plan.header()), **plan.subtitles.files(captions)})
    return log, (*unread, *seen.warnings), seen.verdict


def footage(plan: Plan, part: int, parts: int, watch: Watch = unwatched) -> tuple[str, ...]:
    """Film one of several parts of the passages and keep it, for the film that is put together of it; give the keys.

    Nobody sees it before then: the permission is asked, nothing is counted. Parts may be filmed anywhere, in any order.
    """
    settings, store, clock = plan.request.settings.film, FootageStore(home=plan.home), Clock()
    keys: list[str] = []
    wanted = shared_out(plan.passages, part, parts, plan.request.settings.speech.speed)
    with _allowed(plan), closing(wanted_takes(plan, clock, store, wanted=wanted)) as those:
        for first, take in beginning(those):
            if take.passage.name not in wanted:
                continue
            keys.append(take.key)
            if isinstance(take, Take):
                marker, shown = marker_of(take, plan.size, plan.home.data), plan.captions(take, first)
                drawn = plan.crew.pictures(plan.portrait, take.motion, plan.size, first, shown, take.schedule)
                store.keep(take.key, take.footage(encoded(drawn, settings, marker, first)))
            watch("rendering", len(keys), len(wanted))
    return tuple(keys)


def fragments(
    plan: Plan, watch: Watch = unwatched, alarmed: Callable[[Verdict], object] | None = None
) -> Iterator[bytes]:
    """Yield the film as fragmented MP4 while it is made: its opening, then fragments of 160 ms, sound included.

    The first picture is on its way before the second passage is spoken. Close the iterator to stop early. Where the
    face is not the portrait's, that is logged, and `alarmed` hears of it.
    """
    settings = plan.request.settings.film
    check_fragments(settings)
    require_stream(plan.request.settings.subtitles)
    shown: list[Facts] = []

    def write(file: Fragments) -> None:
        guarded = Guarded(plan, is_live=True, alarmed=alarmed)
        with _allowed(plan) as permit, closing(guarded) as seen:
            metadata, show = marking.film_metadata(plan.facts(permit), plan.home.data), showing(plan, permit, shown)
            with FilmWriter(cast("BinaryIO", file), settings, metadata, is_live=True) as writer:
                _shoot(plan, writer, watch, Clock(), show, seen, is_live=True)
                seen.over()

    return marking.noted(fetched(write), shown, plan.home.data)


def frames(plan: Plan, taken: list[Take], spoken: Sequence[Take] = ()) -> Iterator[Frame]:
    """Yield the labelled and marked frames, lazily: the second passage is spoken when the first has been taken.

    What is spoken is put into `taken` before its frames are given; `spoken` is what was spoken to its end before.
    """
    first = 0
    require_stream(plan.request.settings.subtitles)
    seen = Guarded(plan, is_live=True)
    with _allowed(plan) as permit, closing(seen), closing(_each(spoken) if spoken else takes(plan)) as those:
        show = showing(plan, permit)
        for take in those:
            taken.append(take)
            shown = plan.captions(take, first)
            drawn = plan.crew.pictures(plan.portrait, take.motion, plan.size, first, shown, take.schedule)
            pictures = watermarked(drawn, marker_of(take, plan.size, plan.home.data), first)
            yield from announced(seen.passing(pictures), show, span_of(take, first, plan.fps))
            first += len(take)
        seen.over()


def unmarked_takes(plan: Plan, told: Callable[[Facts], object]) -> Generator[tuple[Take, Iterator[Frame]], None, None]:
    """Yield passage after passage with its frames, which lack label and watermark as its sound does.

    They are for who puts both on whatever is given away, as `avatar.moviepy` does; counted, logged and registered as a
    stream's are, under the marks that they are to bear, which `told` gets the facts of. The frames of a passage are
    taken before the next passage.
    """
    crew, first = unlabelled(plan.crew), 0
    require_stream(plan.request.settings.subtitles)
    seen = Guarded(plan, is_live=True)
    spoken = closing(wanted_takes(plan, Clock(), None, is_marked=False))
    with _allowed(plan) as permit, closing(seen), spoken as those:
        told(plan.facts(permit))
        show = showing(plan, permit)
        for each in those:
            take = cast("Take", each)
            show(span_of(take, first, plan.fps))
            shown = plan.captions(take, first)
            drawn = crew.pictures(plan.portrait, take.motion, plan.size, first, shown, take.schedule)
            yield take, seen.passing(drawn)
            first += len(take)
        seen.over()


def _allowed(plan: Plan) -> AbstractContextManager[Permit]:
    """Ask again, now that one film or stream really begins, for leave to make it in a block."""
    return plan.clearance.permit(plan.portrait.content_hash, plan.said)


def _shoot(  # noqa: PLR0913 - who, where to, and what is told of it
    plan: Plan,
    writer: FilmWriter,
    watch: Watch,
    clock: Clock,
    show: Callable[[Span], object],
    seen: Guarded,
    *,
    is_live: bool = False,
) -> tuple[timeline.Timeline, list[Caption]]:
    """Put the passages into a film, filming those that were not kept, and give what is said and can be read when.

    `show` is told where in the film which watermark lies, before the passage that bears it can be seen.
    """
    store, log = FootageStore(home=plan.home), timeline.Timeline(plan.fps)
    progress = Progress(plan.passages, plan.request.settings.speech.speed, watch)
    captions: list[Caption] = []
    with clock.stage("encoding"), closing(ahead(wanted_takes(plan, clock, store, is_live=is_live))) as those:
        for take in those:
            if plan.staging and take.schedule and not log.frames:
                writer.chapters(plan.staging.chapters(take.schedule))
            span = span_of(take, log.frames, plan.fps)
            shown = plan.captions(take, log.frames)
            captions += shown
            for caption in shown if writer.track_codec else ():
                writer.caption(plan.subtitles.text(caption, writer.track_codec), caption.start, caption.end)
            if isinstance(take, Kept):
                show(span)
                seen.missed()
                writer.insert(take.footage.pictures, as_float(take.footage.sound))
                clock.first_frame = clock.first_frame or clock.now()
            else:
                progress.spoken(len(take))
                marker = marker_of(take, plan.size, plan.home.data)
                drawn = plan.crew.pictures(plan.portrait, take.motion, plan.size, log.frames, shown, take.schedule)
                pictures = drawn if writer.keeps_luma else watermarked(drawn, marker, log.frames)
                timed = clock.frames(announced(seen.passing(pictures), show, span), "rendering")
                mark = marker.mark_luma if writer.keeps_luma else None
                filmed = writer.shoot(progress.counted(timed), take.speech.samples, mark=mark)
                writer.afterwards(_keep, store, take, filmed)
            take.log(log)
            if isinstance(take, Kept):
                progress.passed(log.frames)
    # Pictures are made while the encoder waits for them, so the clock has counted them twice.
    clock.spent["encoding"] -= clock.spent.get("rendering", 0.0)
    return log, captions


def _keep(store: FootageStore, take: Take, filmed: Future[Pictures]) -> None:
    """Keep what was filmed; by the time this is called, the encoder is done with it."""
    store.keep(take.key, take.footage(filmed.result()))


def _each(those: Sequence[Take]) -> Generator[Take, None, None]:
    yield from those
