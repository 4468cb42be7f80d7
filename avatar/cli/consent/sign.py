"""`avatar consent sign`: one's own photo, or a request that somebody sent."""

from __future__ import annotations

import getpass
import json as json_form
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from avatar.cli.asking import Force, PassphraseFile, Yes, require_agreement, require_free, unlocker
from avatar.cli.consent import limits
from avatar.cli.examples import examples
from avatar.cli.options import Debug, Json
from avatar.errors import InputError, OutputError
from avatar.permission.consent.issue import Terms
from avatar.permission.consent.record import Scope
from avatar.runtime.unfinished import passing_folder

if TYPE_CHECKING:
    from avatar.permission.consent.record import Record

EXAMPLES = examples(
    "avatar consent sign me.jpg --self",
    "avatar consent sign my-voice.wav --self",
    "avatar consent sign me.jpg --self --purpose marketing --language zh --expires 2027-06-30 --yes",
    "avatar consent sign request.html --key me.key -o answer.json",
)
_REQUESTS = {".json", ".html", ".htm"}


@limits.limited()
def sign(  # noqa: PLR0913 - one parameter per option of the command
    target: Annotated[
        str,
        typer.Argument(
            help="Your photo, a recording of your voice, or a request that somebody sent.", show_default=False
        ),
    ],
    own: Annotated[bool, typer.Option("--self", help="It is my own, for my own use.")] = False,
    subject: Annotated[
        str | None,
        typer.Option("--subject", help="Your name.", show_default="your account's", callback=limits.filled),
    ] = None,
    *,
    terms: Terms,
    key: Annotated[
        Path | None, typer.Option("--key", help="Key file of `avatar consent keygen`, for a request.")
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Where the answer to a request goes.")] = None,
    passphrase_file: PassphraseFile = None,
    yes: Yes = False,
    force: Force = False,
    json: Json = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Authorize your own photo or voice for your own use, or sign a request as the person shown.

    Without --purpose, your own is authorized for everything but news, politics and government, for a year.
    """
    if Path(target).suffix.lower() in _REQUESTS:
        _require_none_given(target, own, subject, terms)
        place = output or Path(target).with_name(f"{Path(target).stem}-signed.json")
        require_free(place, is_forced=force)
        _sign_request(Path(target), key, place, passphrase_file, is_given=yes, as_json=json)
        return
    if not own:
        raise InputError(
            f"Say whose photo {target!r} is: your own with --self; for somebody else's see avatar consent request, "
            "avatar consent attest and avatar consent declare."
        )
    if key or output:
        raise InputError(
            f"{target!r} is a photo, which your consent key signs here; --key and --output are for a request."
        )
    from avatar.permission.consent.vocabulary import OWN_USE

    if not terms.scope.purposes:
        terms = replace(terms, scope=replace(terms.scope, purposes=OWN_USE))
    _sign_own(target, subject or _account(), terms, passphrase_file, is_given=yes, as_json=json)


def _require_none_given(target: str, own: bool, subject: str | None, terms: Terms) -> None:
    """Raise `InputError` for what would have no effect: a request is signed as it is, or not at all."""
    if own or subject is not None or terms != Terms(terms.now, Scope()):
        raise InputError(
            f"The request {target!r} says itself who is shown and what is allowed; sign it without --self, --subject "
            "and limits, or ask for another one."
        )


def _sign_own(  # noqa: PLR0913 - the options that matter here
    target: str, name: str, terms: Terms, passphrase_file: Path | None, *, is_given: bool, as_json: bool
) -> None:
    from avatar.cli.consent.targets import Heard, keep, read_about
    from avatar.permission.consent.issue import sign_own
    from avatar.permission.consent.store import ConsentStore
    from avatar.permission.consent.wording import wording

    given, store, unlock = read_about(target), ConsentStore(), unlocker(passphrase_file)
    is_voice = isinstance(given, Heard)
    text = f"{given.path}\n\n{wording(name, is_voice=is_voice, edits=terms.edits)}\n\n{limits.in_words(terms)}"
    question = f"Are you the person {'heard' if is_voice else 'shown'}, and do you agree?"
    require_agreement(text, question, is_given=is_given)
    record = sign_own(given.about, name, terms, store.keys.load_signer("consent", unlock))
    keep(store, record, unlock, as_json=as_json)


def _sign_request(  # noqa: PLR0913 - the options that matter here
    path: Path, key: Path | None, place: Path, passphrase_file: Path | None, *, is_given: bool, as_json: bool
) -> None:
    from avatar.cli.result import print_json, print_line
    from avatar.ledger.keys.files import read_private
    from avatar.permission.consent.moments import now
    from avatar.permission.consent.request import answer, read_request
    from avatar.permission.consent.store import ConsentStore

    request, unlock = read_request(path), unlocker(passphrase_file)
    seen = _pixels(request.picture_file(), request.picture_name)
    signer = read_private(key, unlock) if key else ConsentStore().keys.load_signer("consent", unlock)
    require_agreement(
        f"{request.text}\n\n{json_form.dumps(request.record.as_json(), ensure_ascii=False, indent=1)}",
        f"Do you agree, for the photo {request.picture_name}?",
        is_given=is_given,
    )
    record = answer(request, seen, signer, now())
    _write(place, record)
    if as_json:
        print_json({"answer": str(place), "authorization_id": record.authorization_id, "key_id": signer.key_id})
        return
    print_line(str(place))
    typer.echo(f"Tell the one who asked your key id, by another way than the file: {signer.key_id}", err=True)


def _pixels(content: bytes, name: str) -> str:
    """Hash the pixels of the photo that came with a request."""
    from avatar.portrait.read import read_photo

    with passing_folder() as folder:
        path = folder / f"photo{Path(name).suffix}"
        path.write_bytes(content)
        return read_photo(path).content_hash


def _write(place: Path, record: Record) -> None:
    try:
        place.write_text(json_form.dumps(record.as_json(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as fault:
        raise OutputError(f"{str(place)!r} cannot be written ({fault.strerror}); choose another -o.") from fault


def _account() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "the holder of this key"
