"""`/v1/audio/speech`, `/v1/video/speech`, `/v1/voices`, `/v1/models`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Body, Depends, Query
from fastapi.responses import StreamingResponse

from avatar.runtime.system import usable_cores
from avatar.service.described import BYTES, Responses, events_told, problems
from avatar.service.doors.caller import Caller, caller
from avatar.service.speech import asked as questions
from avatar.service.speech import told
from avatar.service.speech.asked import FilmAsked, SoundAsked
from avatar.service.speech.streaming import Made, Stage, Streamed, events
from avatar.service.speech.voices import voices
from avatar.service.state import Service

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from avatar.identity import Verdict
    from avatar.runtime.folders import Home

_Speech = Annotated[Caller, Depends(caller("speech"))]
_EVENT = 'data: {"type": "speech.audio.delta", "audio": "SUQzBAA…"}\n\n'
_EVENT_DATA = {
    "type": "object",
    "required": ["type"],
    "properties": {
        "type": {"enum": ["speech.audio.delta", "speech.audio.done"]},
        "audio": {"type": "string", "contentEncoding": "base64", "description": "the next stretch of the file"},
        "bytes": {"type": "integer", "description": "of the whole file, at its end"},
    },
}
_MEDIA = ("audio/mpeg", "audio/ogg", "audio/aac", "audio/flac", "audio/wav", "audio/pcm")
_SOUND: Responses = {
    200: {
        "description": "The sound, sent while it is made; it begins with the label, and carries the watermark. With "
        "`stream_format` `sse` it comes as events, each with a stretch of the file in base64, and the last with its "
        "length.",
        "content": dict.fromkeys(_MEDIA, BYTES) | events_told("", _EVENT_DATA, _EVENT)["content"],
    }
}
_FILM: Responses = {
    200: {
        "description": "The film as fragmented MP4, sent while it is made, labelled and watermarked.",
        "content": {"video/mp4": BYTES},
    }
}
_FAULTS = problems(400, 401, 403, 404, 413, 422, 429, 501, 503)


def router(service: Service) -> APIRouter:
    """Give the routes of one process."""
    routes, stage = APIRouter(tags=["speech"]), Stage(service, max(2, 2 * usable_cores()))
    service.rooms["speech"] = stage
    _sounds(routes, stage)
    _films(routes, stage, service)
    _lists(routes)
    return routes


def _sounds(routes: APIRouter, stage: Stage) -> None:
    @routes.post(
        "/v1/audio/speech",
        operation_id="createSpeech",
        summary="Say a text as sound",
        description="As OpenAI's interface, so that its clients speak with our voices. The sound begins by saying that "
        "it is generated; a text that may not be said is refused with 403.",
        response_class=StreamingResponse,
        responses=_SOUND | _FAULTS,
    )
    async def sound(
        who: _Speech, asked: Annotated[SoundAsked, Body(openapi_examples={"a notice": {"value": questions.SOUND}})]
    ) -> StreamingResponse:
        from avatar.marks.audiomark.stream import format_named

        asked.require_model()
        media_type = format_named(asked.response_format).media_type
        made = await Made(stage, partial(_said, asked, who.tenant.home)).begin()
        if asked.stream_format == "sse":
            return Streamed(made, events(made), "text/event-stream")
        return Streamed(made, made, media_type)


def _films(routes: APIRouter, stage: Stage, service: Service) -> None:
    def alarmed(verdict: Verdict) -> None:
        service.identity_alarm("stream", verdict.likeness or 0.0, verdict.floor)

    @routes.post(
        "/v1/video/speech",
        operation_id="createVideoSpeech",
        summary="Let a portrait say a text, as a film that is sent while it is made",
        description="The first picture comes before the second sentence is spoken. A portrait or a text that may not "
        "be shown or said is refused with 403.",
        response_class=StreamingResponse,
        responses=_FILM | _FAULTS,
    )
    async def film(
        who: _Speech, asked: Annotated[FilmAsked, Body(openapi_examples={"a greeting": {"value": questions.FILM}})]
    ) -> StreamingResponse:
        asked.require_model()
        made = await Made(stage, partial(_shown, asked, who.tenant.home, alarmed)).begin()
        return Streamed(made, made, "video/mp4")


def _said(asked: SoundAsked, home: Home) -> Iterator[bytes]:
    from avatar import aloud
    from avatar.clip.request import SoundRequest
    from avatar.service.videos.order import require_voice

    require_voice(asked.voice_name, asked.language, home)
    request = SoundRequest.from_options(
        asked.input,
        voice=asked.voice_name,
        language=asked.language,
        speed=asked.speed,
        emotion=asked.emotion,
        purpose=asked.purpose,
        label=asked.label,
    )
    return aloud.stream(request, asked.response_format, home)


def _shown(asked: FilmAsked, home: Home, alarmed: Callable[[Verdict], object]) -> Iterator[bytes]:
    from avatar import pipeline
    from avatar.clip.request import ClipRequest
    from avatar.service.videos.order import require_background, require_portrait, require_voice

    require_voice(asked.voice_name, asked.language, home)
    require_background(asked.background)
    require_portrait(asked.portrait, home)
    request = ClipRequest.from_options(
        asked.input,
        asked.portrait,
        voice=asked.voice_name,
        language=asked.language,
        speed=asked.speed,
        emotion=asked.emotion,
        purpose=asked.purpose,
        channel=asked.channel,
        size=asked.size,
        fps=asked.fps,
        background=asked.background,
        seed=asked.seed,
    )
    return pipeline.fragments(pipeline.prepare(request, home=home), alarmed=alarmed)


def _lists(routes: APIRouter) -> None:
    @routes.get(
        "/v1/voices",
        response_model=told.VoicesTold,
        operation_id="listVoices",
        summary="List voices",
        description="The tenant's own and those that come with avatar first, then those that the engines bring.",
        responses=problems(401, 403, 422),
    )
    def voice_list(
        who: _Speech,
        language: Annotated[
            str | None, Query(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$", description="BCP-47", examples=["zh"])
        ] = None,
    ) -> told.VoicesTold:
        return told.VoicesTold(voices=voices(who.tenant.home, language))

    @routes.get(
        "/v1/models",
        response_model=told.ModelsTold,
        operation_id="listModels",
        summary="List models",
        description="One, for all voices together: programs for OpenAI's interface ask for it.",
        responses=problems(401, 403),
    )
    def models(who: _Speech) -> told.ModelsTold:
        known = [told.ModelTold(**{**told.MODEL, "id": name}) for name in questions.MODELS]
        return told.ModelsTold(data=known)
