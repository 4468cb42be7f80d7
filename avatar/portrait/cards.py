"""A folder with a picture and a `card.toml` that says whose it is."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from dataclasses import asdict, dataclass, field, fields
from pathlib import PureWindowsPath
from typing import TYPE_CHECKING, Any

from avatar.data.network import NetworkFacts
from avatar.errors import PortraitError
from avatar.runtime.access import is_file, refusal, told, write_closed
from avatar.runtime.hashing import file_sha256
from avatar.runtime.toml import read_toml
from avatar.runtime.unfinished import own_name, unfinished

if TYPE_CHECKING:
    from pathlib import Path

CARD = "card.toml"
_LONGEST = 1_000_000
"""bytes of a card; more is no card, and a device never ends"""


@dataclass(frozen=True, slots=True)
class PortraitCard:
    """What is known about a portrait."""

    name: str
    """What the user calls it."""
    path: Path
    """the picture"""
    sha256: str
    """of the picture's file, hex"""
    subject: str = ""
    """who is shown"""
    licence: str = ""
    """under which terms"""
    source: str = ""
    """where it comes from"""
    description: str = ""
    """what is seen"""
    face: int | None = None
    """which face of several, counted from 1 at the left"""
    is_shipped: bool = False
    """comes with the package"""
    gender: str = ""
    """"female" or "male": of the voices that suit; "" where it is not said"""
    prepared: str = ""
    """name of the file beside the picture that holds it taken apart; "" where there is none"""
    prepared_sha256: str = ""
    """of that file, hex"""
    pixels: str = ""
    """sha256 of the upright pixels, hex, as they were when it was enrolled; "" where it is not said"""
    keyed: str = ""
    """"green" or "blue" where the person was taken out of such a screen; else "" """
    detector: str = ""
    """who found the face; "" for our own networks"""
    upscale: str = ""
    """name or file of the network that added detail, "none" for nobody; "" for the usual one"""
    upscale_by: int | None = None
    """how many times it was enlarged; None: no more than a film wants"""
    upscale_area: str = ""
    """where detail was added; "" for head and face"""
    restore: str = ""
    """name or file of the network that restored the face; "" for none"""
    fidelity: float | None = None
    """0-1: share of the face that it left as it was"""
    matting: str = ""
    """name or file of the network that cut the person out; "" for none"""
    networks: tuple[NetworkFacts, ...] = ()
    """that drew the picture itself, an edited portrait's: every clip names them"""


@dataclass(frozen=True, slots=True)
class Source:
    """A picture's file that was read once: just this is looked at, admitted and taken apart, whatever becomes of it."""

    path: Path
    """where it lay"""
    content: bytes = field(repr=False)
    """of the file"""
    sha256: str
    """of the content, hex"""
    card: PortraitCard | None = None
    """what is known of it, where it is a portrait of ours"""


_TEXTS = (
    "subject", "licence", "source", "description", "gender", "prepared", "prepared_sha256", "pixels", "keyed",
    "detector", "upscale", "upscale_area", "restore", "matting",
)  # fmt: skip
_NUMBERS: dict[str, type[int] | type[float]] = {"face": int, "upscale_by": int, "fidelity": float}
_DIGEST = re.compile("[0-9a-f]{64}")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""kinds of signs that change a line without being seen: ends of lines, escapes, turns of direction"""
_JOINERS = "\u200c\u200d"
"""what Persian and Indian names are written with"""


def read_card(folder: Path, *, is_shipped: bool = False) -> PortraitCard:
    """Read a portrait's card. Raise `PortraitError` if it is missing, malformed or leads out of its folder."""
    path = folder / CARD
    try:
        entries = read_toml(_text(path))
        name, file, digest = (entries[key] for key in ("name", "file", "sha256"))
        return PortraitCard(
            name=checked_name(str(name)),
            path=folder / _plain(str(file)),
            sha256=_hex(str(digest)),
            is_shipped=is_shipped,
            networks=_networks(entries.get("networks", [])),
            **{**_numbers(entries), **_texts(entries)},
        )
    except OSError as fault:
        raise refusal(path, fault) from fault
    except (ValueError, KeyError) as fault:
        raise PortraitError(
            f"The card {str(path)!r} cannot be read ({fault}); it needs name, file and sha256."
        ) from fault


def _numbers(entries: dict[str, object]) -> dict[str, Any]:
    return {key: kind(str(entries[key])) for key, kind in _NUMBERS.items() if key in entries}


def _texts(entries: dict[str, object]) -> dict[str, str]:
    texts = {key: str(entries.get(key, "")) for key in _TEXTS}
    if texts["prepared"]:
        texts |= {"prepared": _plain(texts["prepared"]), "prepared_sha256": _hex(texts["prepared_sha256"])}
    return texts


def _networks(entries: object) -> tuple[NetworkFacts, ...]:
    if not isinstance(entries, list) or not all(isinstance(each, dict) for each in entries):
        raise ValueError("networks is a list of tables")
    kinds = {each.name: bool if each.name == "copyleft" else str for each in fields(NetworkFacts)}
    for each in entries:
        if each.keys() - kinds or any(not isinstance(value, kinds[key]) for key, value in each.items()):
            raise ValueError(f"a network has {', '.join(kinds)}")
    try:
        return tuple(NetworkFacts(**each) for each in entries)
    except TypeError as fault:
        raise ValueError("a network lacks what is known of it") from fault


def checked_name(name: str) -> str:
    """Give a portrait's name, which is a folder's too and stands in lists. Raise `PortraitError` if it can't be one."""
    if name != name.strip() or any(unicodedata.category(sign) in _UNSEEN and sign not in _JOINERS for sign in name):
        raise PortraitError(
            f"A portrait cannot be named {name!r}; leave out blanks at its ends, line ends, and signs that nobody sees."
        )
    if not name or name.startswith(".") or any(sign in name for sign in "/\\") or len(name.encode()) > 200:
        raise PortraitError(
            f"A portrait cannot be named {name!r}; use a short name without slashes that does not begin with a dot."
        )
    return name


def _text(path: Path) -> str:
    if not is_file(path):
        raise ValueError("it is no file")
    with path.open("rb") as file:
        content = file.read(_LONGEST + 1)
    if len(content) > _LONGEST:
        raise ValueError(f"it is longer than {_LONGEST} bytes")
    return content.decode()


def _plain(name: str) -> str:
    """Give a file's name. What it names is read, and its folder is deleted with the portrait: it must lie there."""
    if PureWindowsPath(name).name != name or name in {"", ".."} or "\0" in name:
        raise ValueError(f"{name!r} is not the name of a file beside it")
    return name


def _hex(digest: str) -> str:
    """Give a sha256, which names a folder of the cache too."""
    if not _DIGEST.fullmatch(digest):
        raise ValueError(f"{digest!r} is no sha256")
    return digest


def write_card(card: PortraitCard) -> None:
    """Write the card beside its picture, replacing an earlier one."""
    entries: dict[str, str | float] = {"name": card.name, "file": card.path.name, "sha256": card.sha256}
    entries.update({key: getattr(card, key) for key in _TEXTS if getattr(card, key)})
    entries.update({key: getattr(card, key) for key in _NUMBERS if getattr(card, key) is not None})
    # A JSON string is a TOML string too, but for the one control sign that JSON leaves as it is.
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in entries.items()]
    for network in card.networks:
        lines += ["\n[[networks]]\n"]
        lines += [f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in asdict(network).items()]
    text = "".join(lines).replace("\x7f", "\\u007f")
    scratch = card.path.with_name(own_name(".avatar-", ".part"))
    with told(card.path.with_name(CARD)), unfinished(scratch):
        write_closed(scratch, text.encode())
        scratch.replace(card.path.with_name(CARD))


def verify(card: PortraitCard, found: str | None = None) -> None:
    """Raise `PortraitError` if the picture is gone or is not the one that the card describes.

    `found` is the sha256 of the file, where it has been read already.
    """
    require_picture(card)
    if (found or file_digest(card.path)) != card.sha256:
        raise PortraitError(
            f"The picture of portrait {card.name!r} is not the one its card describes (sha256 differs): "
            f"{str(card.path)!r}; enroll it again."
        )


def require_picture(card: PortraitCard) -> None:
    """Raise `PortraitError` if the picture is gone."""
    if not is_file(card.path):
        raise PortraitError(f"The picture of portrait {card.name!r} is missing: {str(card.path)!r}; enroll it again.")


def read_source(path: Path, card: PortraitCard | None = None) -> Source:
    """Read a picture's file. Raise `OutputError` if that may not be."""
    with told(path, "choose another picture"):
        content = path.read_bytes()
    return Source(path, content, hashlib.sha256(content).hexdigest(), card)


def file_digest(path: Path) -> str:
    """Give the sha256 of a file's bytes, hex."""
    with told(path, "choose another picture"):
        return file_sha256(path)
