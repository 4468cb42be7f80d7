"""Try to edit portraits and videos without leave in every way we know, and print how often that is refused.

    python -m tests.measure.edit_trials [TRIALS [DOOR ...]]

Each trial has a home, keys, photos and records of its own, and goes through the door that a caller goes through. It is
refused only if the reason is the one that belongs to the case, and nothing was kept by it: no portrait, no record, no
film, and in the log no edit. Who fails takes turns among those who are asked. Beside them some with leave, whom consent
has to let through; what becomes of those further on is the pictures' matter. The exit code is 0 if all is so.
"""

from __future__ import annotations

import json
import sys
import tempfile
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

import avatar
from avatar.data import Frame
from avatar.errors import AvatarError, RefusedError
from avatar.ledger.audit import audit_folder, read_entries
from avatar.permission.consent.issue import Terms, record_edit, sign_own
from avatar.permission.consent.moments import now
from avatar.permission.consent.record import Licensee, Parent, Picture, Record, Scope
from avatar.permission.consent.revoking import revoke
from avatar.portrait.read import read_photo
from avatar.settings import FilmSettings
from tests.consents import DAY, FIRM, NARROW, Home, look_alike, make_home
from tests.films import write_film
from tests.measure.consent_trials import ALIKE, say

if TYPE_CHECKING:
    from collections.abc import Callable

VALID = 3
USE: dict[str, Any] = {"purpose": "marketing", "channel": "website", "territory": "CN", "product": "Card"}
SCOPE = replace(NARROW, languages=Scope().languages)
"""of what is agreed to: a video without sound is in no language"""
CHILD = Picture("c" * 64)


class People:
    """One home, in which one person's face may come on another's body, in other clothes, in a video."""

    def __init__(self, folder: Path, number: int) -> None:
        self.source = make_home(folder, number)
        other = make_home(folder / "other", number + 1)
        self.target = Home(self.source.folder, read_photo(other.image), other.image)
        self.folder, self.number = folder, number

    def of(self, edit: str) -> Home:
        """Give whose photo it is that is asked for an edit; "" asks for none."""
        return self.source if edit == "likeness" else self.target

    def give(self, edit: str, scope: Scope = SCOPE, **terms: Any) -> Record:
        """Keep a record that allows an edit, or as `terms` say."""
        record = self.made(edit, scope, **terms)
        self.of(edit).store.save(record)
        return record

    def made(self, edit: str, scope: Scope = SCOPE, **terms: Any) -> Record:
        """Sign a record that nobody keeps yet."""
        own = self.of(edit)
        wanted = {"edits": (edit,) if edit else ()} | terms
        return sign_own(own.picture, FIRM, Terms(now() - 2 * DAY, scope, **wanted), own.signer)


@dataclass(frozen=True)
class Door:
    """A way to a picture."""

    edits: tuple[str, ...]
    """what is asked for, of whoever has to agree; "": the use alone"""
    enter: Callable[[People], object]
    is_for_use: bool
    """it makes a film, and asks what for"""


def face(people: People) -> object:
    """Give somebody another's face."""
    return avatar.edit_portrait(people.target.image, "new", face=people.source.image, home=people.source.folder)


def garment(people: People) -> object:
    """Give somebody other clothes."""
    return avatar.edit_portrait(people.target.image, "new", garment=product(), home=people.source.folder)


def both(people: People) -> object:
    """Give somebody another's face and other clothes."""
    return avatar.edit_portrait(
        people.target.image, "new", face=people.source.image, garment=product(), home=people.source.folder
    )


def swap(people: People) -> object:
    """Give somebody in a video another's face."""
    return avatar.swap_face(
        film(),
        people.source.image,
        people.folder / "made.mp4",
        body=people.target.image,
        mute=True,
        home=people.source.folder,
        **USE,
    )


def background(people: People) -> object:
    """Show somebody in a video before something else."""
    return avatar.replace_background(
        film(),
        people.folder / "made.mp4",
        portrait=people.target.image,
        performer="self",
        mute=True,
        background="white",
        language="zh",
        home=people.source.folder,
        **USE,
    )


def shown(people: People) -> object:
    """Show a portrait that was made of two while both agreed."""
    from avatar.permission.consent import authorize

    return authorize(CHILD.sha256, home=people.source.folder, picture="anna", language="zh", **USE)


DOORS = {
    "edit --face": Door(("likeness", "body"), face, False),
    "edit --garment": Door(("clothes",), garment, False),
    "edit --face --garment": Door(("likeness", "body", "clothes"), both, False),
    "avatar swap": Door(("likeness", "body"), swap, True),
    "avatar background": Door(("",), background, True),
    "a film of an edit": Door(("likeness", "body"), shown, True),
}


def missing(_people: People, _edit: str) -> None:
    """Let nobody say anything."""


def revoked(people: People, edit: str) -> None:
    """End it, half of the times with a list that was made to look as if nothing had happened."""
    record = people.give(edit)
    store = people.of(edit).store
    revoke(store, record.authorization_id)
    if people.number % 2:
        (store.folder / "revocations.json").unlink()
        store.lists.issue(now())


def expired(people: People, edit: str) -> None:
    """Let it have run out, by a second or by a day."""
    seconds = 1 + 3600 * (people.number % 24)
    people.give(edit, not_before=now() - 2 * DAY, expires=now() - DAY / 86400 * seconds)


def early(people: People, edit: str) -> None:
    """Let it begin later."""
    people.give(edit, not_before=now() + DAY / 24 * (1 + people.number))


def kept_too_long(people: People, edit: str) -> None:
    """Let the photo be one that was to be deleted."""
    people.give(edit, keep_until=now() - DAY / 86400 * (1 + people.number))


def no_edit(people: People, edit: str) -> None:
    """Let them have agreed to films, and to no edit."""
    people.give(edit, edits=())


def another_edit(people: People, edit: str) -> None:
    """Let them have agreed to what else there is, and not to this."""
    people.give(edit, edits=tuple(each for each in ("likeness", "body", "clothes") if each != edit))


def added_by_hand(people: People, edit: str) -> None:
    """Write the edit into a good record that does not have it."""
    people.of(edit).put(people.made(edit, edits=()), lambda record: record.update(edits=[edit]))


def wrong_key(people: People, edit: str) -> None:
    """Let somebody else's home have signed it."""
    own = people.of(edit)
    other = Home(people.folder / "stranger", own.photo, own.image)
    terms = Terms(now() - 2 * DAY, SCOPE, edits=(edit,) if edit else ())
    own.put(sign_own(own.picture, FIRM, terms, other.signer))


def another_photo(people: People, edit: str) -> None:
    """Let the record be of a photo that looks the same."""
    own = people.of(edit)
    alike = look_alike(own.photo, ALIKE[people.number % len(ALIKE)], own.image.parent)
    terms = Terms(now() - 2 * DAY, SCOPE, edits=(edit,) if edit else ())
    own.store.save(sign_own(Picture(alike.content_hash, own.picture.phash), FIRM, terms, own.signer))


def beyond(**scope: Any) -> Callable[[People, str], None]:
    """Let them have agreed to another use."""

    def fail(people: People, edit: str) -> None:
        people.give(edit, replace(SCOPE, **scope))

    return fail


FAULTS: dict[str, tuple[set[str], Callable[[People, str], None]]] = {
    "missing": ({"absent"}, missing),
    "revoked": ({"revoked"}, revoked),
    "expired": ({"expired"}, expired),
    "not yet valid": ({"early"}, early),
    "photo kept too long": ({"retention"}, kept_too_long),
    "another's key": ({"untrusted"}, wrong_key),
    "a photo that looks alike": ({"absent"}, another_photo),
}
OF_EDITS: dict[str, tuple[set[str], Callable[[People, str], None]]] = {
    "no edit allowed": ({"edit"}, no_edit),
    "another edit allowed": ({"edit"}, another_edit),
    "edit added by hand": ({"forged", "untrusted", "absent", "edit"}, added_by_hand),
}
OF_USE: dict[str, tuple[set[str], Callable[[People, str], None]]] = {
    "another purpose": ({"purpose"}, beyond(purposes=("education",))),
    "another channel": ({"channel"}, beyond(channels=("branch",))),
    "another territory": ({"territory"}, beyond(territories=("US-CA",))),
    "another product": ({"product"}, beyond(products=("Tea",))),
}


def cases(door: Door) -> dict[str, tuple[set[str], Callable[[People, str], None]]]:
    """Give what can be wrong at a door."""
    return FAULTS | (OF_EDITS if any(door.edits) else {}) | (OF_USE if door.is_for_use else {})


def outcome(folder: Path, number: int, door: Door, fail: Callable[[People, str], None] | None) -> str:
    """Name what became of it: the reason for which it was refused, "let through", or what was kept though refused.

    Without `fail` all agree.
    """
    people = People(folder, number)
    failing = door.edits[number % len(door.edits)] if fail else None
    for edit in door.edits:
        if edit != failing:
            people.give(edit)
    if door.enter is shown:
        made(people, door)
    if fail and failing is not None:
        fail(people, failing)
    try:
        door.enter(people)
    except RefusedError as fault:
        return kept(people) or str(getattr(fault, "reason", "refused"))
    except AvatarError:
        return "let through"  # and refused by what the pictures show
    return "let through"


def made(people: People, door: Door) -> None:
    """Keep the record of a portrait that was made of both, as if they had agreed then."""
    parents = {Parent(edit, people.of(edit).picture.sha256): people.made(edit) for edit in door.edits}
    signer = people.source.signer
    people.source.store.save(record_edit(CHILD, parents, Licensee("here", key_id=signer.key_id), now(), signer))


def kept(people: People) -> str:
    """Say what a refusal has left that it must not; "" for nothing."""
    home = people.source.folder
    if [*(home / "portraits").rglob("*.npz"), *(home / "portraits").rglob("card.toml"), *people.folder.glob("*.mp4")]:
        return "a picture was kept"
    records = [json.loads(path.read_text()) for path in (home / "consent" / "records").glob("*.json")]
    if any(each["type"] == "edited" and each["portrait"][0]["sha256"] != CHILD.sha256 for each in records):
        return "a record was kept"
    if any(each["what"] == "portrait.edit" for each in read_entries(audit_folder(home))):
        return "an edit was logged"
    return ""


@cache
def product() -> Path:
    """Draw a T-shirt that lies flat."""
    from PIL import Image

    from tests.garments import drawn

    place = Path(tempfile.mkdtemp()) / "tee.png"
    Image.fromarray(drawn("logo tee", 240)).save(place)
    return place


@cache
def film() -> Path:
    """Make a short film in which nobody is seen: who has no leave is told before anybody looks."""
    place = Path(tempfile.mkdtemp()) / "walk.mp4"
    grey = np.full((128, 128, 3), 90, np.uint8)
    frames = [Frame(grey, index, index / 25) for index in range(5)]
    write_film(frames, np.zeros(9600, np.float32), place, FilmSettings(128, 128))
    return place


def main(trials: int, doors: list[str]) -> int:
    """Run every case at some doors; give the exit code."""
    held = True
    with tempfile.TemporaryDirectory() as folder:
        for name in doors:
            door = DOORS[name]
            for case, (own, fail) in cases(door).items():
                reasons = own | ({"edit"} if len(door.edits) > 2 else set())  # one photo's other edit is allowed
                found = [outcome(Path(folder) / name / case / str(n), n, door, fail) for n in range(trials)]
                refused = sum(each in reasons for each in found)
                held &= refused == trials
                say(f"{name:<24}{case:<26}{refused:>3} of {trials} refused   {', '.join(sorted(set(found)))}")
            let = sum(
                outcome(Path(folder) / name / "valid" / str(n), n, door, None) == "let through" for n in range(VALID)
            )
            held &= let == VALID
            say(f"{name:<24}{'all agree':<26}{let:>3} of {VALID} let through")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 25, sys.argv[2:] or list(DOORS)))
