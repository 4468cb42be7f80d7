"""Records of every type in a home of their own, and ways to ask for them, for the tests and trials of consent."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from avatar.ledger.keys import Signer
from avatar.ledger.stores import open_log
from avatar.permission.consent import authorize, perceptual_hash
from avatar.permission.consent.issue import Terms, attest, declare_synthetic, sign_own
from avatar.permission.consent.record import Evidence, Issuer, Licensee, Picture, Record, Scope, Subject
from avatar.permission.consent.request import accept, answer, pose
from avatar.permission.consent.store import ConsentStore
from avatar.portrait.read import Photo, read_photo
from avatar.runtime.folders import shipped

if TYPE_CHECKING:
    from pathlib import Path

    from avatar.permission.consent.gate import Authorization

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=timezone.utc)
DAY = timedelta(days=1)
FIRM = "示例银行"
USE: dict[str, Any] = {"purpose": "marketing", "channel": "website", "language": "zh-CN", "territory": "CN"}
USE |= {"product": "Card", "licensee": None, "now": NOW}
NARROW = Scope(
    purposes=("marketing", "customer-service"),
    channels=("website", "app"),
    territories=("CN", "US-CA"),
    languages=("zh", "en-GB"),
    products=("Card", "房贷"),
)
TYPES = ("self", "subject-signed", "attested", "no-real-subject")


class Home:
    """A home with keys, and one photo that may be authorized in it."""

    def __init__(self, folder: Path, photo: Photo, image: Path) -> None:
        self.folder, self.photo, self.image = folder, photo, image
        self.store = ConsentStore(folder)
        self.picture = Picture(photo.content_hash, perceptual_hash(photo.pixels))

    @property
    def signer(self) -> Signer:
        return self.store.keys.load_signer("consent")

    def firm(self) -> Licensee:
        return Licensee(FIRM, uscc="91310000MA1FL00000", key_id=self.signer.key_id)

    def give(self, kind: str = "self", scope: Scope = NARROW, **terms: Any) -> Record:
        """Keep a record of a type."""
        record = self.make(kind, Terms(NOW - DAY, scope, **terms))
        self.store.save(record)
        return record

    def make(self, kind: str, terms: Terms) -> Record:
        if kind == "self":
            return sign_own(self.picture, FIRM, terms, self.signer)
        if kind == "attested":
            evidence = Evidence(form_sha256="ab" * 32)
            return attest(self.picture, Subject(name="Ana"), self.firm(), terms, evidence, self.signer)
        if kind == "no-real-subject":
            return declare_synthetic(self.picture, self.firm(), terms, "rendered", self.signer)
        person = Signer.new()
        return accept(self.store, self.answered(person, terms), person.key_id, terms.now)

    def answered(self, person: Signer, terms: Terms) -> Record:
        """Ask a person, and let them sign."""
        request = pose(self.store, self.image, self.picture, Subject(name="Ana"), self.firm(), terms)
        return answer(request, self.photo.content_hash, person, terms.now)

    def put(self, record: Record, change: Any = None) -> None:
        """Write a record's file as a forger would, after changing its JSON, into a home that is in use."""
        open_log(self.folder)
        content = json.loads(json.dumps(record.as_json()))
        if change:
            change(content)
        path = self.store.folder / "records" / f"{record.authorization_id}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content), encoding="utf-8")

    def ask(self, photo: Photo | None = None, **use: Any) -> Authorization:
        """Ask the gate."""
        photo = photo or self.photo
        phash = perceptual_hash(photo.pixels)
        return authorize(photo.content_hash, phash, home=self.folder, picture="ana.jpg", **(USE | use))


def make_home(folder: Path, number: int = 0) -> Home:
    """Make a home with a photo of its own: a piece of a shipped portrait, another for every number."""
    whole = _small(number % 4)
    left, top = number % 10, number // 10
    piece = whole.crop((left, top, whole.width - 10 + left, whole.height - 10 + top))
    folder.mkdir(parents=True, exist_ok=True)
    piece.save(folder / "ana.png")
    return Home(folder / "home", read_photo(folder / "ana.png"), folder / "ana.png")


@cache
def _small(number: int) -> Image.Image:
    with Image.open(sorted(shipped("portraits").glob("*/portrait.jpg"))[number]) as whole:
        return whole.convert("RGB").resize((270, 270 * whole.height // whole.width))


def look_alike(photo: Photo, kind: str, folder: Path) -> Photo:
    """Make another file of nearly the same picture."""
    image = Image.fromarray(photo.pixels)
    if kind == "crop":
        image = image.crop((2, 0, image.width, image.height))
    elif kind == "re-saved":
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=97)
        image = Image.open(buffer)
    elif kind == "mirrored":
        image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    elif kind == "one pixel":
        pixels = photo.pixels.copy()
        pixels[5, 7, 1] ^= 1
        image = Image.fromarray(pixels)
    elif kind == "brighter":
        image = Image.fromarray(np.minimum(photo.pixels.astype(np.int16) + 2, 255).astype(np.uint8))
    image.save(folder / f"{kind}.png")
    return read_photo(folder / f"{kind}.png")


def with_issuer(issuer: Signer) -> Issuer:
    """Name somebody whose revocation list counts too."""
    return Issuer(issuer.public_key.as_text())


def swapped(one: Record, other: Record) -> Record:
    """Put the signatures of another record under one."""
    return replace(one, signatures=other.signatures)
