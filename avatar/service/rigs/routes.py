"""Where a page's browser fetches the rig that it draws."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Header, Path, Query, Request
from fastapi.responses import Response

from avatar.errors import InputError
from avatar.film import parse_size
from avatar.service.doors.caller import who
from avatar.service.problems import Problem
from avatar.service.rigs.shelf import KIND, Shelf

if TYPE_CHECKING:
    from avatar.service.config import Tenant
    from avatar.service.state import Service

MEDIA_TYPE = "model/gltf-binary"
SIZE = "512x512"
"""of pictures, for whoever asks with a key and says nothing else"""
_KEPT = "private, no-cache"
"""kept by the visitor's browser alone, which asks each time whether it may still be used"""


def router(service: Service) -> APIRouter:
    """Give the doors of this room."""
    room, shelf = APIRouter(tags=["rigs"]), Shelf(service)
    service.rooms["rigs"] = shelf
    service.on_start.append(shelf.begin)

    @room.get(
        "/v1/rigs/{portrait}.glb",
        response_class=Response,
        responses={
            200: {"content": {MEDIA_TYPE: {}}, "description": "A glTF 2.0 binary, as docs/rig.md describes it"},
            304: {"description": "What is known is still good"},
        },
        summary="Fetch a portrait that a browser draws",
    )
    def rig(
        request: Request,
        portrait: Annotated[str, Path(max_length=200, description="Its name.", examples=["xiaochen"])],
        token: Annotated[str | None, Query(max_length=2048, description="From `rig_url` of a session.")] = None,
        size: Annotated[
            str | None, Query(max_length=11, description="With a key: of what is drawn, WxH.", examples=[SIZE])
        ] = None,
        if_none_match: Annotated[str | None, Header(max_length=2000)] = None,
    ) -> Response:
        """Give the rig by the signed address of a session, or with a key that is good for portraits.

        Whoever gets it gets the photo: 403 with the reason unless a permission of the portrait allows the channel
        `website`. The ETag is the rig's identifier.
        """
        tenant, shape = _asked(service, request, portrait, token, size)
        known = tuple(each.strip().removeprefix("W/").strip('"') for each in (if_none_match or "").split(","))
        given = shelf.give(tenant, portrait, shape, known)
        headers = {"ETag": f'"{given.rig_id}"', "Cache-Control": _KEPT}
        if given.rig_id in known:
            return Response(status_code=304, headers=headers)
        return Response(given.content, media_type=MEDIA_TYPE, headers=headers)

    return room


def _asked(
    service: Service, request: Request, portrait: str, token: str | None, size: str | None
) -> tuple[Tenant, tuple[int, int]]:
    """Say whose portrait is wanted, and in which size. Raise `Problem`."""
    if token is None:
        try:
            return who(request, "portraits").tenant, parse_size(size or SIZE)
        except InputError as fault:
            raise Problem.of(fault) from fault
    claims = service.tokens.read(token, KIND)
    tenant = service.tenant(claims.get("tenant", ""))
    if tenant is None or claims.get("portrait") != portrait:
        raise Problem(401, "bad-token", "This token is for another portrait; ask for an address of this one.")
    return tenant, parse_size(claims.get("size", SIZE))
