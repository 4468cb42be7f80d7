"""Writing the state of a home where nobody here can change it, and asking whether the home still goes on from there.

What is anchored is the statement that was signed after the last line of the log. So no key is needed, and whoever has
none can do it on a timer.
"""

# Shapes no clip.

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from avatar.errors import AvatarError, InputError, OutputError, RefusedError
from avatar.ledger.anchors.anchor import Anchor, read, read_all
from avatar.ledger.anchors.comparing import diverged, lagging
from avatar.ledger.anchors.kept import alone, failed_within, note_failure, remember, remembered
from avatar.ledger.anchors.places import AnchorPlace, named
from avatar.ledger.anchors.settings import AnchorSettings, read_settings
from avatar.ledger.anchors.stamps import read_authorities, stamp, stamped_at
from avatar.ledger.keys.ring import KeyRing
from avatar.ledger.stores.statement import newest
from avatar.ledger.stores.watch import CURE, troubles
from avatar.runtime.stores import shown

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

    from avatar.ledger.stores.statement import Statement

_AGAIN = 600.0
"""s after a failed try until the next that nobody asks for"""
_OTHERS = "begin another file or folder, and keep that one"


@dataclass(frozen=True, slots=True)
class Found:
    """What lies in one place."""

    anchors: tuple[Anchor, ...] = ()
    """those that a key of this home has signed, the first one first"""
    faults: tuple[str, ...] = ()
    """what is wrong there, clauses"""
    stamped: str = ""
    """time of the latest stamp that is good, UTC"""
    unchecked: int = 0
    """stamps that no authority was given for"""


def put_elsewhere(home: Path, settings: AnchorSettings) -> Anchor:
    """Anchor the state of a home in every place of the settings; give what was written, with where it lies.

    Raise `RefusedError` where stores of this home were put back, or a place knows it with more; `OutputError` where a
    server or a place fails: whatever worked is kept.
    """
    if not settings.is_set:
        raise InputError("There is nowhere to anchor; name a place with --to URL or a server with --tsa URL.")
    with alone(home):
        statement = _statement(home)
        known = [each for each in remembered(home, is_late=True) if each.statement == statement]
        made, wrong = _stamped(statement, known, settings)
        earlier = {place for each in known for place in each.places}
        done = [(url, _written(home, made, url)) for url in settings.places]
        made = replace(made, places=tuple(named(url) for url, fault in done if fault is None))
        wrong += [fault for _, fault in done if fault]
        has_news = set(made.places) - earlier or (made.stamps and not any(each.stamps for each in known))
        if has_news:
            remember(home, made)
        if wrong:
            refused = next((each for each in wrong if isinstance(each, RefusedError)), None)
            raise refused or type(wrong[0])(" ".join(str(each) for each in wrong))
    return made


def put_if_due(home: Path) -> str:
    """Anchor a home whose settings say that it is time; give why that failed, a sentence, or "".

    It never raises: what was made stays made. After a failure nobody is kept waiting again for ten minutes.
    """
    try:
        settings = read_settings(home)
        if not is_due(home, settings):
            return ""
        try:
            put_elsewhere(home, settings)
        except AvatarError as fault:
            note_failure(home, str(fault))
            return str(fault)
        note_failure(home, "")
    except AvatarError as fault:
        return str(fault)
    return ""


def is_due(home: Path, settings: AnchorSettings) -> bool:
    """Tell whether so many lines were logged since the last anchor that was written everywhere."""
    if not settings.is_set or not settings.every or failed_within(home, _AGAIN):
        return False
    statement = newest(home, KeyRing(home / "keys").trusted_keys("log"))
    if statement is None:
        return False
    wanted = {named(url) for url in settings.places}
    late = remembered(home, is_late=True)
    done = [each for each in late if wanted <= set(each.places) and (each.stamps or not settings.tsa)]
    return _lines(statement) - (_lines(done[-1].statement) if done else 0) >= settings.every


def look_there(home: Path, url: str, authorities: list[Certificate] | None) -> Found:
    """Read the anchors in a place; say whether they are all there, signed, and stamped when they say.

    Whether the home goes on from them is asked with `comparing`.
    """
    keys = KeyRing(home / "keys").trusted_keys("log")
    lines = AnchorPlace.at(url, home).lines()
    there = read_all(lines, shown(url))
    signed = [each for each in there if each.statement.is_signed(keys)]
    faults = [f"{unread} lines in {shown(url)!r} are no anchors"] if (unread := len(lines) - len(there)) else []
    if strange := len(there) - len(signed):
        faults.append(f"{strange} anchors in {shown(url)!r} are not signed by a key that counts here")
    if not there:
        faults.append(f"there is no anchor in {shown(url)!r}")
    written = {each.statement.signature for each in remembered(home) if named(url) in each.places}
    if lost := written - {each.statement.signature for each in there}:
        faults.append(f"{len(lost)} anchors that were written to {shown(url)!r} are not there any more")
    stamped, bad, unchecked = _stamps(signed, authorities)
    return Found(tuple(signed), (*faults, *bad), stamped, unchecked)


def _statement(home: Path) -> Statement:
    statement = newest(home, KeyRing(home / "keys").trusted_keys("log"))
    if wrong := troubles(home):
        raise RefusedError(f"{'; '.join(wrong)}: that is not anchored; {CURE} --reason WHY")
    if statement is None:
        raise OutputError("Nothing was signed or logged here yet, so there is nothing to anchor.")
    return statement


def _lines(statement: Statement) -> int:
    return statement.shown.counts.get("audit.lines", 0)


def _stamped(statement: Statement, known: list[Anchor], settings: AnchorSettings) -> tuple[Anchor, list[AvatarError]]:
    """Have a statement stamped, unless the server has done so before; give also what went wrong."""
    made = Anchor(statement)
    if not settings.tsa:
        return made, []
    before = [each for one in known for each in one.stamps if each.server == shown(settings.tsa)]
    try:
        found = before[:1] or [stamp(made.stamped, settings.tsa, read_authorities(Path(settings.tsa_ca).expanduser()))]
    except AvatarError as fault:
        return made, [fault]
    return replace(made, stamps=tuple(found)), []


def _written(home: Path, made: Anchor, url: str) -> AvatarError | None:
    """Add an anchor to a place; give what was wrong with that."""
    try:
        _add(home, made, AnchorPlace.at(url, home))
    except AvatarError as fault:
        return fault
    return None


def _add(home: Path, made: Anchor, place: AnchorPlace) -> None:
    """Add an anchor to a place, unless it is the last one there already."""
    line = replace(made, places=()).line()
    if last := place.last():
        try:
            there = read(last, shown(place.url)).statement
        except InputError as fault:
            raise RefusedError(f"{shown(place.url)!r} ends with what is no anchor; {_OTHERS}.") from fault
        if not there.is_signed(KeyRing(home / "keys").trusted_keys("log")):
            raise RefusedError(f"{shown(place.url)!r} holds the anchors of another home; {_OTHERS}.")
        if wrong := [*lagging(home, [there]), *diverged(home, there)]:
            raise RefusedError(
                f"This home does not go on from its last anchor in {shown(place.url)!r}: {'; '.join(wrong)}; put it "
                f"back from a later backup, or if you know why, {_OTHERS}."
            )
        if there == made.statement:
            return
    name = hashlib.sha256(line).hexdigest()[:12]
    place.add(line, f"anchor-{made.statement.number:09d}-{name}.json")


def _stamps(anchors: list[Anchor], authorities: list[Certificate] | None) -> tuple[str, list[str], int]:
    """Give the latest time that was stamped, which stamps are not good, and how many nobody could look at."""
    latest, bad, unchecked = "", list[str](), 0
    for each in anchors:
        for made in each.stamps:
            if authorities is None:
                unchecked += 1
                continue
            try:
                latest = max(latest, stamped_at(made, each.stamped, authorities).strftime("%Y-%m-%dT%H:%M:%SZ"))
            except ValueError as fault:
                bad.append(
                    f"the time stamp of {made.server!r} on the anchor of {each.statement.time} is not good ({fault})"
                )
    return latest, bad, unchecked
