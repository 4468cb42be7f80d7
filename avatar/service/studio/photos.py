"""A photo that is added: how it suits, who agrees to what, and the portrait that becomes of it."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from avatar.errors import InputError
from avatar.service.problems import Problem
from avatar.service.uploads.attesting import Attested, Shown, attest
from avatar.service.uploads.kinds import PHOTO
from avatar.service.uploads.store import Uploads

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from avatar.permission.consent import Record
    from avatar.permission.consent.record import Picture
    from avatar.portrait.cards import PortraitCard
    from avatar.runtime.folders import Home
    from avatar.service.studio.asked import ConsentAsked
    from avatar.service.uploads.store import Upload

SECONDS = 300.0
"""for one photo"""
_SEEN = "seen.json"
_KINDS: dict[str, Literal["self", "form", "synthetic"]] = {"self": "self", "other": "form", "nobody": "synthetic"}
_KEPT = (
    "PATH",
    "PYTHONPATH",
    "LANG",
    "LC_ALL",
    "TMPDIR",
    "LD_LIBRARY_PATH",
    "VIRTUAL_ENV",
    "HOME",
    "XDG_CACHE_HOME",
    "AVATAR_HOME",
)
"""variables that the process is given"""
_DIED = "Reading this photo took more memory or time than there is; send a smaller one."


async def check(upload_id: str, home: Home) -> dict[str, Any]:
    """Say how well an uploaded photo suits. Raise `Problem` for one that cannot be read at all."""
    upload, place = find(upload_id, home)
    found: dict[str, Any] = {}
    async for told in _work("check", str(place)):
        if "fault" in told:
            raise Problem(422, "input", told["fault"].replace(repr(str(place)), "this photo"))
        found = told.get("found", found)
    seen = {name: found.pop(name) for name in ("sha256", "phash")}
    place.with_name(_SEEN).write_text(json.dumps(seen), encoding="utf-8")
    return {"photo": upload.id, **found}


def sign(upload_id: str, asked: ConsentAsked, home: Home) -> Record:
    """Make and keep the record that was signed on the page: the same as those of `avatar consent`.

    Raise `InputError` for what is missing, `Problem` 409 for a photo that was not looked at yet.
    """
    from avatar.permission.consent.record import Picture

    _, place = find(upload_id, home)
    try:
        seen = json.loads(place.with_name(_SEEN).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise Problem(409, "not-checked", "This photo was not looked at yet; have it checked first.") from None
    return _keep(Picture(seen["sha256"], seen["phash"]), asked, home)


def sign_anew(card: PortraitCard, asked: ConsentAsked, home: Home) -> Record:
    """Make and keep one more record of a portrait that is here already. Raise `InputError` for what is missing."""
    from avatar.permission.consent.record import Picture
    from avatar.service.studio.portraits import look

    seen = look(card)
    return _keep(Picture(seen.content_hash, seen.likeness), asked, home)


def _keep(picture: Picture, asked: ConsentAsked, home: Home) -> Record:
    from avatar.permission.consent.store import ConsentStore

    if not asked.agreed:
        raise InputError("Nothing is signed without the tick beside the statement; set it if you agree.")
    return attest(ConsentStore(home.data), picture, _attested(asked), Shown(form_sha256=asked.form_sha256))


def _attested(asked: ConsentAsked) -> Attested:
    """Put what was signed on the page into the words that every way in uses."""
    try:
        end = date.fromisoformat(asked.expires)
    except ValueError:
        raise InputError(f"The calendar has no day {asked.expires!r}; choose one like 2027-12-31.") from None
    return Attested(
        kind=_KINDS[asked.who],
        agreed=True,
        subject=None if asked.who == "nobody" else _given(asked.name, "the name of the person shown"),
        licensee=None if asked.who == "self" else _given(asked.licensee, "the name of whoever uses it"),
        purposes=asked.purposes,
        channels=asked.channels,
        edits=asked.edits,
        expires=end,
    )


def _given(words: str, what: str) -> str:
    if not words.strip():
        raise InputError(f"The permission needs {what}; write it.")
    return words.strip()


async def enrol(upload_id: str, name: str, options: dict[str, Any], home: Home) -> AsyncIterator[dict[str, Any]]:
    """Take an uploaded photo apart and keep it as a portrait; yield how far it is, then the portrait or the fault.

    `options` are those that `choices.read` gave.
    """
    from avatar.portrait.store import PortraitStore
    from avatar.service.studio.portraits import described

    upload, place = find(upload_id, home)
    async for told in _work("enrol", str(place), name, str(home.data), json.dumps(options)):
        if "fault" in told:
            yield {"problem": {"detail": told["fault"].replace(repr(str(place)), "this photo")}}
        elif "found" in told:
            store = PortraitStore(home=home.data)
            card = store.show(told["found"]["name"])
            yield {"portrait": await asyncio.to_thread(described, store, card, home.data)}
            Uploads(home.data).remove(upload.id)
        else:
            yield told


def find(upload_id: str, home: Home) -> tuple[Upload, Path]:
    """Find a photo that was uploaded. Raise `Problem` 404 if it is not there, `InputError` if it is none."""
    uploads = Uploads(home.data)
    upload = uploads.find(upload_id)
    if upload.family != PHOTO:
        raise InputError(f"The upload {upload_id!r} is a {upload.family}; a portrait needs a photo.")
    return upload, uploads.file(upload)


async def _work(*words: str) -> AsyncIterator[dict[str, Any]]:
    """Run one piece of work, and yield what it writes. Raise `Problem` if it dies or takes too long."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "avatar.service.studio.working",
        *words,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={name: os.environ[name] for name in _KEPT if name in os.environ},
        start_new_session=True,
    )
    if process.stdout is None:
        raise Problem(422, "unreadable", _DIED)
    end, is_told = asyncio.get_running_loop().time() + SECONDS, False
    try:
        while line := await asyncio.wait_for(process.stdout.readline(), end - asyncio.get_running_loop().time()):
            told: dict[str, Any] = json.loads(line)
            is_told = is_told or "stage" not in told
            yield told
        if not is_told:
            raise Problem(422, "unreadable", _DIED)
    except asyncio.TimeoutError:
        raise Problem(422, "unreadable", _DIED) from None
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
