"""Try to get past the gate in every way we know, and print how often it holds.

    python -m tests.measure.consent_trials [TRIALS]

Each trial has a home, keys, a photo and a record of its own. A trial counts as rejected only if the gate refuses with
the reason that belongs to the case; 50 valid ones have to be let through. The exit code is 0 if all is so.
"""

from __future__ import annotations

import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from avatar.errors import RefusedError
from avatar.ledger.keys import Signer
from avatar.ledger.stores import rotate
from avatar.permission.consent.faults import ConsentError
from avatar.permission.consent.lists import sign_list
from avatar.permission.consent.record import Scope
from avatar.permission.consent.revoking import revoke, write
from tests.consents import DAY, FIRM, NARROW, NOW, TYPES, Home, look_alike, make_home, swapped, with_issuer

if TYPE_CHECKING:
    from collections.abc import Callable

VALID = 50
ALIKE = ("crop", "re-saved", "mirrored", "one pixel", "brighter")
CHANGES: tuple[Callable[[dict], object], ...] = (
    lambda record: record.update(expires_at="2099-01-01T00:00:00Z"),
    lambda record: record["scope"].pop("purposes"),
    lambda record: record["scope"]["languages"].append("fr"),
    lambda record: record["subject"].update(name="Somebody Else"),
    lambda record: record.update(authorization_id="0" * 32),
    lambda record: record["portrait"].append({"sha256": "0" * 64}),
    lambda record: record["legal"].update(retention_until="2099-01-01T00:00:00Z"),
    lambda record: record["signatures"][0].update(sig="A" * 86 + "=="),
    lambda record: record["signatures"][0].update(role="project"),
    lambda record: record.update(type="no-real-subject"),
    lambda record: record.update(extra="unknown"),
)


def main(trials: int) -> int:
    """Run every case; give the exit code."""
    held = True
    with tempfile.TemporaryDirectory() as folder:
        for name, (reasons, attempt) in CASES.items():
            found = [outcome(Path(folder) / name / str(n), n, attempt) for n in range(trials)]
            rejected = sum(reason in reasons for reason in found)
            held &= rejected == trials
            say(f"{name:<26}{rejected:>3} of {trials} rejected   {', '.join(sorted(set(found)))}")
        accepted = sum(outcome(Path(folder) / "valid" / str(n), n, valid) == "accepted" for n in range(VALID))
        say(f"{'valid':<26}{accepted:>3} of {VALID} accepted")
    return 0 if held and accepted == VALID else 1


def outcome(folder: Path, number: int, attempt: Callable[[Home, int], object]) -> str:
    """Name what the gate did: "accepted", or the reason for which it refused."""
    home = make_home(folder, number)
    try:
        attempt(home, number)
    except ConsentError as fault:
        return fault.reason
    except RefusedError:
        return "refused"
    return "accepted"


def kind_of(number: int) -> str:
    """Take the types of record in turns."""
    return TYPES[number % len(TYPES)]


def valid(home: Home, number: int) -> None:
    """Ask for what is allowed, in every way that is."""
    uses = ({}, {"language": ["zh-Hant-TW", "en-GB"]}, {"territory": "US-CA"}, {"licensee": FIRM}, {"product": "card"})
    limit = Scope(max_outputs=2) if number % 3 == 0 else NARROW
    record = home.give(kind_of(number), limit)
    if number % 5 == 0:
        home.give("attested", Scope(purposes=("news",)))  # a later record that does not allow it is no obstacle
    with home.ask(**uses[number % len(uses)]) as leave:
        if leave.authorization_id != record.authorization_id:
            raise RefusedError("another record was found")
        leave.count("clip")


def forged(home: Home, number: int) -> None:
    """Change one field, or the signature."""
    home.put(home.make("self", terms()), CHANGES[number % len(CHANGES)])
    home.ask()


def wrong_key(home: Home, number: int) -> None:
    """Sign in another home, with other keys."""
    other = make_home(home.folder.parent / "other", number)
    home.put(other.give(kind_of(number)))
    home.ask()


def swapped_signature(home: Home, number: int) -> None:
    """Put the signature of one good record under another."""
    kind = kind_of(number)
    one, other = home.make(kind, terms()), home.make(kind, terms())
    for kept in (home.store.folder / "records").glob("*.json"):
        kept.unlink()  # accepted answers are kept at once, and these two are good
    home.put(swapped(one, other))
    home.ask()


def terms() -> object:
    """Give the usual terms."""
    from avatar.permission.consent.issue import Terms

    return Terms(NOW - DAY, NARROW)


def expired(home: Home, number: int) -> None:
    """Ask after the end, by a second or by years."""
    home.give(kind_of(number), expires=NOW + DAY)
    home.ask(now=NOW + DAY + timedelta(seconds=4**number if number < 12 else number))


def early(home: Home, number: int) -> None:
    """Ask before the beginning."""
    home.give(kind_of(number), not_before=NOW + timedelta(seconds=1 + 3600 * number))
    home.ask()


def revoked(home: Home, number: int) -> None:
    """Ask after the revocation, half of the times with a list that was made to look as if nothing had happened."""
    record = home.give(kind_of(number))
    revoke(home.store, record.authorization_id)
    if number % 2:
        (home.store.folder / "revocations.json").unlink()
        home.store.lists.issue(NOW)
    home.ask()


def wrong_portrait(home: Home, number: int) -> None:
    """Ask with a file that looks the same."""
    home.give(kind_of(number))
    home.ask(look_alike(home.photo, ALIKE[number % len(ALIKE)], home.image.parent))


def beyond(**use: list[object]) -> Callable[[Home, int], None]:
    """Make a case that asks for something outside the scope."""

    def attempt(home: Home, number: int) -> None:
        home.give(kind_of(number))
        home.ask(**{name: values[number % len(values)] for name, values in use.items()})

    return attempt


def stale_list(home: Home, number: int) -> None:
    """Ask with a list past its next update: of an agency, or our own with its key locked away."""
    agency = Signer.new()
    if number % 2:
        home.give(kind_of(number), revocation=with_issuer(agency))
        path = home.image.parent / "list.json"
        write(sign_list(agency, 1, NOW - 8 * DAY, 7), path)
        home.store.lists.import_list(path, agency.public_key)
    else:
        home.give(kind_of(number))
        home.store.lists.issue(NOW - 8 * DAY)
        rotate(home.folder, "revocation", b"a passphrase nobody gives")
    home.ask()


def older_list(home: Home, number: int) -> None:
    """Put an older list back in the place of the present one."""
    record, path = home.give(kind_of(number)), home.store.folder / "revocations.json"
    home.store.lists.issue(NOW)
    earlier = path.read_bytes()
    revoke(home.store, record.authorization_id)
    path.write_bytes(earlier)
    home.ask()


def too_many(home: Home, number: int) -> None:
    """Ask once more than allowed, half of the times after lowering the count by hand."""
    limit = 1 + number % 4
    record = home.give(kind_of(number), Scope(max_outputs=limit))
    for made in range(limit):
        home.ask().count(f"clip {made}")
    if number % 3 == 1:
        (home.store.folder / "ledger.sqlite").unlink()
    if number % 3 == 2:
        (home.store.folder / "counts" / f"{record.authorization_id}.json").unlink()
    home.ask()


def clock_back(home: Home, number: int) -> None:
    """Turn the clock back to when an authorization that ended was good."""
    home.give(kind_of(number), expires=NOW + DAY)
    home.give("self", expires=NOW + 90 * DAY)
    home.ask(now=NOW + (4 + number) * DAY)
    home.ask(now=NOW)


def replayed(home: Home, number: int) -> None:
    """Send a signed answer a second time, or change what it allows."""
    from dataclasses import replace

    from avatar.permission.consent.request import accept

    person = Signer.new()
    record = home.answered(person, terms())
    if number % 2:
        accept(home.store, record, person.key_id, NOW)
    else:
        record = replace(record, scope=Scope())
    accept(home.store, record, person.key_id, NOW)


CASES: dict[str, tuple[set[str], Callable[[Home, int], None]]] = {
    "forged": ({"forged", "untrusted"}, forged),
    "wrong key": ({"untrusted"}, wrong_key),
    "swapped signature": ({"forged", "untrusted"}, swapped_signature),
    "expired": ({"expired"}, expired),
    "not yet valid": ({"early"}, early),
    "revoked": ({"revoked"}, revoked),
    "wrong portrait": ({"absent"}, wrong_portrait),
    "out of scope: purpose": ({"purpose"}, beyond(purpose=["news", "politics", "personal", "x-own"])),
    "out of scope: channel": ({"channel"}, beyond(channel=["file", "live", "broadcast", "x-own"])),
    "out of scope: language": ({"language"}, beyond(language=["en", "fr", ["zh", "en-US"], "zho", "yue", []])),
    "out of scope: territory": ({"territory"}, beyond(territory=["US", "US-NY", "DE", None])),
    "out of scope: product": ({"product"}, beyond(product=["Loan", "房", None])),
    "stale list": ({"list"}, stale_list),
    "older list put back": ({"list"}, older_list),
    "too many outputs": ({"outputs"}, too_many),
    "clock turned back": ({"clock"}, clock_back),
    "answer sent again": ({"refused"}, replayed),
}


def wrong_licensee(home: Home, number: int) -> None:
    """Ask in another company's name."""
    home.give(kind_of(number))
    home.ask(licensee=("Other Bank", "示例", "91310000MA1FL00001", "")[number % 4])


CASES["wrong licensee"] = ({"licensee"}, wrong_licensee)


def say(line: str) -> None:
    """Print one line."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 25))
