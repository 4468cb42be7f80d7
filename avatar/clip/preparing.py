"""Everything up to the first word: a request is read, allowed, and given its portrait."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from avatar.clip import timeline
from avatar.clip.bettering import chosen
from avatar.clip.crew import bound_by, cutter_of, gather, helped, renderer_of
from avatar.clip.driven import log_performer, require_read
from avatar.clip.fitting import fitted as fit_in_time
from avatar.clip.meanwhile import Meanwhile
from avatar.clip.naming import derive_content_id, derive_seed
from avatar.clip.permit import clear
from avatar.clip.plan import Plan
from avatar.clip.recorded import listened, open_recorded, script_of
from avatar.clip.scenes import silence_told
from avatar.clip.script import read_script
from avatar.clip.shown import require_measuring, require_same, shown_picture
from avatar.clip.stopwatch import Clock
from avatar.clip.subtitling import subtitling
from avatar.portrait.face.people import facts
from avatar.portrait.store import PortraitStore
from avatar.runtime.folders import Home
from avatar.runtime.precompile import preparing
from avatar.runtime.shortage import film_room, require_room
from avatar.runtime.watch import Watch, unwatched
from avatar.speech.engines import warm

if TYPE_CHECKING:
    from avatar.clip.bettering import Chosen
    from avatar.clip.driven import Driven
    from avatar.clip.passages import Passage
    from avatar.clip.permit import Clearance
    from avatar.clip.recorded import Recorded
    from avatar.clip.request import ClipRequest
    from avatar.clip.scored import Given, Scored
    from avatar.clip.script import Script
    from avatar.data.network import NetworkFacts
    from avatar.portrait.cards import PortraitCard
    from avatar.runtime.shortage import Room
    from avatar.settings import FilmSettings


@dataclass(frozen=True, slots=True)
class _Ways:
    """Where it is made, what is performed besides a text, and who is told."""

    home: Home
    given: Given | None
    driven: Driven | None
    clock: Clock
    watch: Watch


@dataclass(frozen=True, slots=True)
class _Said:
    """What will be said and performed, and the leave for it."""

    request: ClipRequest
    """with the speed at which it fits into its time"""
    script: Script
    passages: tuple[Passage, ...]
    clearance: Clearance
    scored: Scored | None
    recorded: Recorded | None
    driven: Driven | None
    told: tuple[str, ...] = ()
    """sentences on what was found on the way"""


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
    room = _room(request.settings.film)
    with Meanwhile(source, store, request) as meanwhile, preparing(watch) as compiled:
        gender = source.card.gender if source.card else None
        said = _said(request, meanwhile, gender, room, _Ways(home, given, driven, clock, watch))
        request, script, passages, clearance = said.request, said.script, said.passages, said.clearance
        settings = request.settings
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
        crew = gather(request, label_language, renderer, subtitles, finders)
        crew = helped(crew, helpers.taking_part(request, portrait)).with_networks(cutters)
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
                [*(card.identity for card in script.cards), *_performed(said)],
                timeline.versions() | subtitles.versions(),
                crew.networks,
                crew.device,
            ),
            replace(clearance, shown_hash=shown_hash),
            crew,
            home,
            said.scored,
            said.recorded,
            subtitles,
            request.notes
            + script.warnings
            + clearance.warnings
            + said.told
            + subtitles.warnings
            + bound_by(crew.networks)
            + helpers.told(request, portrait)
            + portrait.doubts,
            said.driven,
        )
        compiled()
    return plan


def steps(watch: Watch) -> Watch:
    """Let an enrolment's steps show as progress of the stage "portrait"."""
    return lambda _step, done, total: watch("portrait", done, total)


def _said(request: ClipRequest, meanwhile: Meanwhile, gender: str | None, room: Room, ways: _Ways) -> _Said:
    """Read what is said, ask for leave, and then look at what is performed and listen to what was recorded."""
    clock, driven = ways.clock, ways.driven
    with clock.stage("reading"):
        scored, recorded, script, passages = _read(request, gender, ways)
        if not (scored or recorded or driven):
            warm(script.cards, room)
        ways.watch("reading", 1, 1)
    with clock.stage("clearing"):
        is_silent = driven is not None and driven.is_silent
        voices = scored.voices if scored else () if is_silent else script.voices
        clearance = clear(
            request, meanwhile.look(), script.utterances, voices, ways.home.data, script.lent, is_silent=is_silent
        )
    told: tuple[str, ...] = ()
    if recorded:
        with clock.stage("listening"):
            recorded, passages, unread, told = listened(recorded, script, request.settings.film.fps, ways.watch)
        if unread:
            clearance = clearance.besides(unread)
    elif ways.given is None and driven is None:
        with nullcontext() if request.settings.speech.seconds is None else clock.stage("speaking"):
            request, told = fit_in_time(request, script, clearance.lent, ways.home.data)
        passages = script.passages(request.settings.motion, request.settings.speech.speed)
    if driven is not None:
        driven = _looked_at(driven, request, clearance, recorded, ways)
        told += driven.notes
        passages = driven.passages(script) if driven.is_silent else passages
    if request.scene is not None and (recorded or scored):
        told += (silence_told(request.scene),)
    return _Said(request, script, passages, clearance, scored, recorded, driven, told)


def _read(
    request: ClipRequest, gender: str | None, ways: _Ways
) -> tuple[Scored | None, Recorded | None, Script, tuple[Passage, ...]]:
    """Read what is said; a recording, and a performance that nobody hears, are cut when they have been looked at."""
    if ways.given is not None:
        from avatar.clip.performing import read_scored

        scored, script, passages = read_scored(ways.given, request, ways.home)
        return scored, None, script, passages
    recorded = open_recorded(request)
    if recorded:
        return None, recorded, script_of(recorded, request), ()
    if ways.driven is not None:
        return None, None, ways.driven.script(request), ()
    settings = request.settings
    script = read_script(request.text, settings.text, ways.home.data, request.voice, gender, settings.speech.emotion)
    return None, None, script, script.passages(settings.motion, settings.speech.speed)


def _looked_at(
    driven: Driven, request: ClipRequest, clearance: Clearance, recorded: Recorded | None, ways: _Ways
) -> Driven:
    """Look at a performance, now that there is leave, as long as its sound is."""
    seconds = None
    if recorded is not None and recorded.hearing is not None:
        require_read(recorded.hearing)
        seconds = recorded.hearing.survey.seconds
    log_performer(driven.performer, driven.performing.sha256, clearance)
    with ways.clock.stage("watching"):
        return driven.performed(request, seconds, ways.watch)


def _performed(said: _Said) -> list[dict[str, object]]:
    """Name what is performed besides a text, for the name of the clip."""
    names: list[dict[str, object]] = [{"performed": passage.name} for passage in said.passages if said.scored]
    return names + ([{"driven": said.driven.digest()}] if said.driven else [])


def _helped(
    request: ClipRequest, card: PortraitCard | None, home: Home
) -> tuple[ClipRequest, Chosen, tuple[NetworkFacts, ...], tuple[NetworkFacts, ...]]:
    """Find who betters the pictures, who cuts the person out, and who finds the face: as asked, else as enrolled."""
    request, helpers = chosen(request, card, home)
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
