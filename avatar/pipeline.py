"""The whole sentence, which nothing else knows: a request is allowed, read, spoken, and kept in a file with its marks.

    request -> text -> permission -> portrait                            prepare
            -> speech -> lips -> motion                                  _act, passage by passage
            -> pictures -> background and label -> watermark             Crew.pictures, frame by frame
            -> marks -> count and log -> file                            film

`film` ends in a file, `fragments` and `frames` end in a stream; a text without a face is said by `aloud`. While one
passage is filmed the next is spoken; what was filmed before is taken from where it is kept.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from avatar.clip import files, marking, timeline
from avatar.clip.bettering import as_it_was, chosen
from avatar.clip.crew import (
    bound_by,
    cutter_of,
    encoded,
    gather,
    helped,
    renderer_of,
    unblinking,
    unlabelled,
    watermarked,
)
from avatar.clip.driven import log_performer, require_read
from avatar.clip.fitting import fitted as fit_in_time
from avatar.clip.footage import FootageStore
from avatar.clip.guarding import Guarded
from avatar.clip.meanwhile import Meanwhile
from avatar.clip.naming import derive_content_id, derive_seed, file_stem
from avatar.clip.permit import clear
from avatar.clip.plan import Plan
from avatar.clip.progress import Progress
from avatar.clip.recorded import listened, open_recorded, script_of
from avatar.clip.scenes import silence_told
from avatar.clip.script import read_script
from avatar.clip.showing import announced, showing
from avatar.clip.shown import require_measuring, require_same, shown_picture
from avatar.clip.speaking import Voices, as_float, fitted
from avatar.clip.stopwatch import Clock
from avatar.clip.subtitling import require_stream, subtitling
from avatar.clip.takes import Kept, Take, beginning, marker_of, shared_out, span_of
from avatar.data import Clip
from avatar.film import FilmWriter, check_fragments, check_output, check_track, fetched, usual_ending
from avatar.marks.registry.facts import Span
from avatar.motion.mover import frame_count
from avatar.portrait.face.people import facts
from avatar.portrait.store import PortraitStore
from avatar.runtime.folders import Home
from avatar.runtime.precompile import preparing
from avatar.runtime.prefetch import ahead
from avatar.runtime.shortage import film_room, require_room
from avatar.runtime.system import give_back
from avatar.runtime.watch import Watch, unwatched
from avatar.speech.engines import warm
from avatar.text import unmarked

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Generator, Iterator, Sequence
    from concurrent.futures import Future
    from contextlib import AbstractContextManager
    from typing import BinaryIO

    from avatar.clip.bettering import Chosen
    from avatar.clip.driven import Driven
    from avatar.clip.passages import Passage
    from avatar.clip.permit import Clearance, Permit
    from avatar.clip.recorded import Recorded
    from avatar.clip.request import ClipRequest
    from avatar.clip.scored import Given, Scored
    from avatar.clip.script import Script
    from avatar.data import Frame, LipTrack, MotionTrack, Pictures, Speech
    from avatar.data.network import NetworkFacts
    from avatar.film.fragments import Fragments
    from avatar.identity import Verdict
    from avatar.marks.registry.facts import Facts
    from avatar.portrait.cards import PortraitCard
    from avatar.runtime.shortage import Room
    from avatar.settings import FilmSettings
    from avatar.subtitles import Caption

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


def prepare(  # noqa: PLR0913 - what is asked for, and who is told of it
    request: ClipRequest,
    watch: Watch = unwatched,
    clock: Clock | None = None,
    *,
    variant: str = "",
    home: Home | None = None,
    given: Given | None = None,
    driven: Driven | None = None,
    store: PortraitStore | None = None,
) -> Plan:
    """Do everything up to the first word. What is cheap to refuse is refused before anything costly begins.

    With a `variant`, one of `portrait.variants.VARIANTS`, it shows what is derived from the portrait, under the
    portrait's own permission; that is for measuring only. Raise `RefusedError` for a variant with another purpose.
    A `store` of the same home may keep portraits in memory, or know none but by name.
    """
    clock, home = clock or Clock(), home or Home.usual()
    renderer = renderer_of(request, home)
    require_measuring(variant, request.occasion.purpose)
    store = store or PortraitStore(home=home.data)
    source = store.read(request.portrait)
    request, helpers, cutters, finders = _helped(request, source.card, home)
    settings = request.settings
    room = _room(settings.film)
    with Meanwhile(source, store, request) as meanwhile, preparing(watch) as compiled:
        with clock.stage("reading"):
            told: tuple[str, ...] = ()
            gender = source.card.gender if source.card else None
            scored, recorded, script, passages = _read(request, home, given, driven, gender)
            if not (scored or recorded or driven):
                warm(script.cards, room)
            watch("reading", 1, 1)
        with clock.stage("clearing"):
            is_silent = driven is not None and driven.is_silent
            voices = scored.voices if scored else () if is_silent else script.voices
            clearance = clear(
                request, meanwhile.look(), script.utterances, voices, home.data, script.lent, is_silent=is_silent
            )
        if recorded:
            with clock.stage("listening"):
                recorded, passages, unread, told = listened(recorded, script, settings.film.fps, watch)
            if unread:
                clearance = clearance.besides(unread)
        elif given is None and driven is None:
            with nullcontext() if settings.speech.seconds is None else clock.stage("speaking"):
                request, told = fit_in_time(request, script, clearance.lent, home.data)
            settings = request.settings
            passages = script.passages(settings.motion, settings.speech.speed)
        if driven is not None:
            driven = _looked_at(driven, request, clearance, recorded, clock, watch)
            told += driven.notes
            passages = driven.passages(script) if driven.is_silent else passages
        if request.scene is not None and (recorded or scored):
            told += (silence_told(request.scene),)
        label_language = _labelled(settings.film, script.language)
        subtitles = subtitling(settings, script, passages, label_language, request.scene)
        with (
            clock.stage("portrait"),
            shown_picture(source, clearance.portrait_hash, variant) as (picture, shown_hash),
        ):
            portrait = (None if variant else meanwhile.kept()) or store.load_or_enroll(
                picture, settings.portrait, request.face, steps(watch)
            )
        require_same(portrait.content_hash, shown_hash, request.portrait)
        seed = derive_seed(portrait.content_hash) if request.seed is None else request.seed
        performed: list[dict[str, object]] = [{"performed": passage.name} for passage in passages if scored]
        crew = gather(request, label_language, renderer, subtitles, finders)
        crew = helped(crew, helpers.taking_part(request, portrait)).with_networks(cutters)
        performed += [{"driven": driven.digest()}] if driven else []
        plan = Plan(
            request,
            replace(portrait, authorization_id=clearance.authorization_id),
            passages,
            script.text,
            label_language,
            seed,
            derive_content_id(
                request,
                seed,
                portrait.content_hash,
                [*(card.identity for card in script.cards), *performed],
                timeline.versions() | subtitles.versions(),
                crew.networks,
                crew.device,
            ),
            replace(clearance, shown_hash=shown_hash),
            crew,
            home,
            scored,
            recorded,
            subtitles,
            request.notes
            + script.warnings
            + clearance.warnings
            + told
            + subtitles.warnings
            + bound_by(crew.networks)
            + helpers.told(request, portrait),
            driven,
        )
        compiled()
    return plan


def _helped(
    request: ClipRequest, card: PortraitCard | None, home: Home
) -> tuple[ClipRequest, Chosen, tuple[NetworkFacts, ...], tuple[NetworkFacts, ...]]:
    """Find who betters the pictures, who cuts the person out, and who finds the face: as asked, else as enrolled."""
    request, helpers = chosen(as_it_was(request, card), home)
    request, cutters = cutter_of(request, home)
    return request, helpers, cutters, facts(request.settings.portrait.finder, home.data)


def _labelled(settings: FilmSettings, language: str) -> str:
    """Give the language of the label in a film of a text in some language."""
    return language if settings.label_language == "auto" else settings.label_language


def _room(settings: FilmSettings) -> Room:
    """Make sure that there is enough memory for a film, and say how much that is."""
    room = film_room(settings.width, settings.height)
    require_room(room)
    return room


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
            write_beside({".json": log.compose(plan.header()), **plan.subtitles.files(captions)})
    return log, (*unread, *seen.warnings), seen.verdict


def footage(plan: Plan, part: int, parts: int, watch: Watch = unwatched) -> tuple[str, ...]:
    """Film one of several parts of the passages and keep it, for the film that is put together of it; give the keys.

    Nobody sees it before then: the permission is asked, nothing is counted. Parts may be filmed anywhere, in any order.
    """
    settings, store, clock = plan.request.settings.film, FootageStore(home=plan.home), Clock()
    keys: list[str] = []
    wanted = shared_out(plan.passages, part, parts, plan.request.settings.speech.speed)
    with _allowed(plan), closing(_takes(plan, clock, store, wanted=wanted)) as those:
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

    def write(file: Fragments) -> None:
        guarded = Guarded(plan, is_live=True, alarmed=alarmed)
        with _allowed(plan) as permit, closing(guarded) as seen:
            metadata, show = marking.film_metadata(plan.facts(permit), plan.home.data), showing(plan, permit)
            with FilmWriter(cast("BinaryIO", file), settings, metadata, is_live=True) as writer:
                _shoot(plan, writer, watch, Clock(), show, seen, is_live=True)
                seen.over()

    return fetched(write)


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
    spoken = closing(_takes(plan, Clock(), None, is_marked=False))
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


def takes(plan: Plan, clock: Clock | None = None) -> Generator[Take, None, None]:
    """Speak and move passage after passage, lazily, without a picture."""
    for each in _takes(plan, clock or Clock(), None):
        yield cast("Take", each)


def _read(
    request: ClipRequest, home: Home, given: Given | None, driven: Driven | None, gender: str | None
) -> tuple[Scored | None, Recorded | None, Script, tuple[Passage, ...]]:
    """Read what is said; a recording, and a performance that nobody hears, are cut when they have been looked at."""
    if given is not None:
        from avatar.clip.performing import read_scored

        scored, script, passages = read_scored(given, request, home)
        return scored, None, script, passages
    recorded = open_recorded(request)
    if recorded:
        return None, recorded, script_of(recorded, request), ()
    if driven is not None:
        return None, None, driven.script(request), ()
    settings = request.settings
    script = read_script(request.text, settings.text, home.data, request.voice, gender, settings.speech.emotion)
    return None, None, script, script.passages(settings.motion, settings.speech.speed)


def _looked_at(  # noqa: PLR0913 - what is performed, for what, with which leave, and who is told
    driven: Driven, request: ClipRequest, clearance: Clearance, recorded: Recorded | None, clock: Clock, watch: Watch
) -> Driven:
    """Look at a performance, now that there is leave, as long as its sound is."""
    seconds = None
    if recorded is not None and recorded.hearing is not None:
        require_read(recorded.hearing)
        seconds = recorded.hearing.survey.seconds
    log_performer(driven, clearance)
    with clock.stage("watching"):
        return driven.performed(request, seconds, watch)


def steps(watch: Watch) -> Watch:
    """Let an enrolment's steps show as progress of the stage "portrait"."""
    return lambda _step, done, total: watch("portrait", done, total)


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
    with clock.stage("encoding"), closing(ahead(_takes(plan, clock, store, is_live=is_live))) as those:
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


def _takes(  # noqa: PLR0913 - who says what, and which of it is wanted how
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


def _each(those: Sequence[Take]) -> Generator[Take, None, None]:
    yield from those
