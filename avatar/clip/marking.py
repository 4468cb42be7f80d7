"""All marks of a file, put on in their order and read back; and what they say when a file comes back.

The pipeline gives the picture its label and its watermark and the film its metadata (`film_metadata`); when the film
is whole and not yet to be seen, `mark_film` does the rest: AIGC label, then C2PA manifest, which covers all of it.
"""

# Shapes no clip.

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING, cast

from avatar.errors import AvatarError
from avatar.marks.registry.facts import STREAM
from avatar.outside.documents import parsed
from avatar.runtime.system import make_durable

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from avatar.finish.label import Corner
    from avatar.ledger.keys import Signer
    from avatar.marks.aigc import Tag
    from avatar.marks.credentials import Credential
    from avatar.marks.profiles import Provider
    from avatar.marks.registry import Facts
    from avatar.marks.verify import Plate, Report
    from avatar.marks.verify.given import Given

_CORNERS: tuple[Corner, ...] = ("bottom right", "bottom left")
"""where the label stands: in films, and in scenes that are read from right to left"""
DISCLOSURE = "AI_DISCLOSURE"
"""key of a film's metadata: who made it with which system and when, as compact JSON"""
_GREY = 128
_TOOLS = (
    "avatar.marks.aigc.films",
    "avatar.marks.credentials.native",
    "avatar.marks.profiles",
    "avatar.marks.registry",
    "avatar.marks.verify.given",
    "cryptography.hazmat.backends.openssl.backend",
    "cryptography.x509",
)
"""modules that a film is marked and read back with"""


@dataclass(frozen=True, slots=True)
class Marked:
    """A file that has all its marks."""

    sha256: str
    """of the file, hex"""
    size: int
    """bytes"""
    layers: tuple[str, ...]
    """what it bears, as it was read back, names of `marks.verify.LAYERS`"""
    warnings: tuple[str, ...] = ()
    """what it was given and does not bear, sentences"""


def film_metadata(facts: Facts, home: Path | None = None) -> dict[str, str]:
    """Give what a film carries in its container from the start: the AIGC label, and the disclosure."""
    from avatar.marks.aigc import KEY

    maker = _maker(home)
    return {KEY: maker.tag(facts).as_text(), DISCLOSURE: _compact(maker.disclosure(facts))}


def load() -> None:
    """Load what `mark_film` works with, which takes 40 ms, beside something else."""
    for name in _TOOLS:
        import_module(name)


def mark_film(part: Path, facts: Facts, home: Path | None = None) -> Marked:
    """Give a finished file that nobody sees yet the marks that it lacks, check it, and put it into the registry.

    `facts.label` and `facts.spans` tell of the marks that should be in the pictures and the sound already. Raise
    `AvatarError` if a layer or a field that the jurisdiction asks for cannot be read back; the file must not be kept
    then.
    """
    from avatar.marks import aigc
    from avatar.marks.profiles import load_profile
    from avatar.marks.registry import Entry, Registry
    from avatar.marks.registry.pattern_key import pattern_key
    from avatar.marks.verify.given import read_given
    from avatar.runtime.hashing import file_sha256

    profile, kind, maker = load_profile(facts.jurisdiction), aigc.kind_of(part), _maker(home)
    tag = maker.tag(facts)
    if aigc.read(part) != tag.as_text():
        aigc.write(part, tag)
    credential = _credential(part, kind, facts, maker, home)
    given = read_given(part, kind, facts, partial(plates, texts=(facts.label,)), pattern_key(home))
    layers = _layers(kind, facts, credential, given.layers)
    # Where there are no pictures, the mark in the sound is the watermark.
    told = {each.replace("audio_watermark", "watermark") for each in layers} if kind in aigc.SOUNDS else layers
    profile.require(told, _fields(part, credential), facts.content_id, is_small=given.is_small)
    make_durable(part)  # before it is registered: what does not fit on the disk never was
    marked = Marked(file_sha256(part), part.stat().st_size, layers, _warnings(facts, given))
    Registry(home).add(Entry(facts, marked.sha256, marked.size, kind, layers))
    return marked


def mark_stream(facts: Facts, home: Path | None = None) -> None:
    """Put what is streamed into the registry, so that a recording of it is found again through its watermark.

    There is no file to read anything back from: `facts` say what is drawn.
    """
    from avatar.marks.registry import Entry, Registry

    Registry(home).add(Entry(facts, "", 0, STREAM, _drawn(facts)))


def noted(pieces: Iterator[bytes], shown: Sequence[Facts], home: Path | None = None) -> Iterator[bytes]:
    """Pass the pieces of a stream on, and note what goes out, so that what somebody saves of it is known again.

    At its end, however that comes, one row tells of all of it; `shown` then has what its passages' rows tell. A process
    that is killed leaves none.
    """
    from avatar.marks.registry import Entry, Registry, Sending

    sending = Sending()
    try:
        with closing(cast("Generator[bytes]", pieces)):
            yield from sending.passing(pieces)
    finally:
        if sending.size and shown:
            spans = tuple(span for each in shown for span in each.spans)
            told, notes = replace(shown[0], spans=spans), tuple(sending.notes)
            Registry(home).add(Entry(told, sending.sha256, sending.size, STREAM, _drawn(told), notes=notes))


def _drawn(facts: Facts) -> tuple[str, ...]:
    drawn = {
        "label": facts.label,
        "watermark": facts.portrait_sha256 and facts.spans,
        "audio_watermark": facts.spans and facts.is_sound_marked,
    }
    return _layers(STREAM, facts, None, frozenset(name for name, is_there in drawn.items() if is_there))


def check(path: Path, home: Path | None = None, now: datetime | None = None) -> Report:
    """Read every mark of a file and judge them together; see `marks.verify.verify`."""
    from avatar.marks.verify import verify

    return verify(path, plates, home=home, now=now)


def plates(size: tuple[int, int], texts: Sequence[str] = ()) -> Sequence[Plate]:
    """Draw the labels that a picture of this width and height could have, over middle grey; those of `texts` alone."""
    from avatar.finish.label import label_text

    languages = [each for each in ("zh", "en") if not texts or label_text(each) in texts]
    return [_plate(language, size, corner) for language in languages for corner in _CORNERS]


def _plate(language: str, size: tuple[int, int], corner: Corner) -> Plate:
    import numpy as np

    from avatar.data import Frame
    from avatar.finish.label import LabelFilter
    from avatar.marks.verify import Plate

    label = LabelFilter(language, size, corner)
    grey = np.full((size[1], size[0], 3), _GREY, np.uint8)
    (frame,) = label.apply([Frame(grey, 0, 0.0)])
    x, y, across, down = label.place
    cut = frame.image[max(0, y) : y + down, max(0, x) : x + across]
    return Plate(label.text, np.ascontiguousarray(cut[..., 1]), (max(0, x), max(0, y)))


@dataclass(frozen=True, slots=True)
class _Maker:
    """Who makes the marks here."""

    provider: Provider
    signer: Signer
    name: str
    """of the provider, as people read it"""

    def tag(self, facts: Facts) -> Tag:
        from avatar.marks.aigc import signed_tag

        return signed_tag(self.provider.producer(self.signer.public_key), facts.content_id, self.signer)

    def disclosure(self, facts: Facts) -> dict[str, str]:
        """Say what California's latent disclosure asks for."""
        return {
            "provider": self.name,
            "system": "avatar",
            "system_version": version("avatar"),
            "created": facts.created,
            "content_id": facts.content_id,
        }


def _maker(home: Path | None) -> _Maker:
    from avatar.ledger.keys import load_signer
    from avatar.marks.profiles import load_provider

    provider = load_provider(home)
    signer = load_signer("media", folder=None if home is None else home / "keys")
    return _Maker(provider, signer, provider.display(signer.public_key))


def _credential(part: Path, kind: str, facts: Facts, maker: _Maker, home: Path | None) -> Credential:
    """Sign the manifest where the file has a place for one, and read it back."""
    from avatar.marks import credentials
    from avatar.marks.credentials.signers import anchors, load_manifest_signer

    if kind not in credentials.SIGNABLE:
        return credentials.Credential("absent")
    signer = load_manifest_signer(maker.provider, maker.name, home)
    credentials.attach(part, kind, credentials.compose(facts, maker.disclosure(facts)), signer)
    found = credentials.read(part, kind, anchors(maker.provider, home))
    if found.state != "trusted":
        raise AvatarError(
            f"The credential of the film reads back as {found.state} ({', '.join(found.codes)}); check that chain and "
            "anchor in marks.toml belong together."
        )
    return found


def _layers(kind: str, facts: Facts, credential: Credential | None, given: frozenset[str]) -> tuple[str, ...]:
    """Name what a file bears; `given` was read back from it. Nothing listens to the label of a sound."""
    from avatar.marks.aigc import SOUNDS

    borne = {
        "label": bool(facts.label) if kind in SOUNDS else "label" in given,
        "aigc": True,
        "c2pa": credential is not None and credential.state == "trusted",
        "watermark": "watermark" in given,
        "audio_watermark": "audio_watermark" in given,
    }
    return tuple(name for name, is_there in borne.items() if is_there)


def _warnings(facts: Facts, given: Given) -> tuple[str, ...]:
    """Say what cannot be read back although it was put there."""
    if not facts.spans or "watermark" in given.layers or not any(given.size):
        return ()
    width, height = given.size
    why = "they are too small" if given.is_small else "they are compressed too much, or all fine texture"
    found = "its sound bears it" if "audio_watermark" in given.layers else "its sound does not bear it either"
    return (f"No watermark can be read in the pictures of {width}x{height} px, because {why}; {found}.",)


def _fields(part: Path, credential: Credential) -> dict[str, str]:
    """Read back what the machine-readable layers of a file say."""
    from avatar.marks import aigc

    text = aigc.read(part)
    tag = aigc.Tag.from_text(text) if text else None
    found = {"label": tag.label, "producer": tag.producer, "reserved": tag.signature} if tag else {}
    told = aigc.read_key(part, DISCLOSURE)
    more = credential.claims or (parsed(told) if told else {})
    return found | {key: value for key, value in more.items() if isinstance(value, str)}


def _compact(values: dict[str, str]) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))
