"""`avatar consent keygen`, `request` and `import`: consent from a person elsewhere."""

from __future__ import annotations

import json as json_form
from pathlib import Path
from typing import Annotated

import typer

from avatar.cli.asking import (
    Force,
    PassphraseFile,
    is_terminal,
    new_passphrase,
    require_agreement,
    require_free,
    unlocker,
)
from avatar.cli.consent import limits
from avatar.cli.examples import examples
from avatar.cli.options import Debug, Json
from avatar.errors import InputError, OutputError
from avatar.permission.consent.issue import Terms

KEYGEN_EXAMPLES = examples("avatar consent keygen -o me.key", "avatar consent keygen -o me.key --passphrase")
REQUEST_EXAMPLES = examples(
    'avatar consent request ana.jpg --subject "Ana Li" --licensee "Example Bank" --purpose marketing -o request.html',
    'avatar consent request ana.jpg --subject "Ana Li" --licensee "Example Bank" -o request.json --json',
)
IMPORT_EXAMPLES = examples(
    "avatar consent import answer.json",
    "avatar consent import answer.json --subject-key 30002355250e97fd945d310dbf15d511",
)


def keygen(
    output: Annotated[Path, typer.Option("--output", "-o", help="Where the private key goes.")] = Path("consent.key"),
    passphrase: Annotated[bool, typer.Option("--passphrase", help="Ask for a passphrase that locks it.")] = False,
    passphrase_file: PassphraseFile = None,
    json: Json = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Make a key of your own, to sign requests with. Keep it: with it you can also revoke."""
    from avatar.cli.result import print_fields, print_json
    from avatar.ledger.keys import Signer
    from avatar.ledger.keys.files import write_private
    from avatar.runtime.access import told

    public = output.with_name(output.name + ".pub")
    for path in (output, public):
        if path.exists():
            raise OutputError(f"There is a file {str(path)!r} already, and a key is never replaced; choose another -o.")
    signer = Signer.new()
    secret = new_passphrase(passphrase_file, is_asked=passphrase)
    write_private(output, signer, secret, "choose another -o")
    with told(public, "choose another -o"):
        public.write_bytes(signer.public_key.as_pem())
    made = {"key": str(output), "public": str(public), "key_id": signer.key_id}
    if json:
        print_json(made)
    else:
        print_fields(made)


@limits.limited()
def request(  # noqa: PLR0913 - one parameter per option of the command
    image: limits.Image,
    subject: limits.Shown,
    licensee: limits.Firm,
    output: Annotated[Path, typer.Option("--output", "-o", help="A .html page, or a .json file.", show_default=False)],
    guardian: limits.Guardian = None,
    *,
    terms: Terms,
    uscc: limits.Uscc = None,
    lei: limits.Lei = None,
    issuer: Annotated[
        Path | None, typer.Option("--list-key", help="Public key of somebody whose revocation list counts too.")
    ] = None,
    contact: Annotated[str | None, typer.Option("--list-contact", help="Where that list is asked for.")] = None,
    passphrase_file: PassphraseFile = None,
    force: Force = False,
    json: Json = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Make a request with a one-time challenge for the person shown to sign; good for two weeks."""
    from dataclasses import replace

    from avatar.cli.consent.targets import read_picture, read_public
    from avatar.cli.result import print_json, print_line
    from avatar.permission.consent.page import render_request
    from avatar.permission.consent.record import Issuer, Licensee, Subject
    from avatar.permission.consent.request import pose
    from avatar.permission.consent.store import ConsentStore

    if output.suffix.lower() not in {".html", ".htm", ".json"}:
        raise InputError(f"A request cannot be written as {output.name!r}; end its name in .html or .json.")
    require_free(output, is_forced=force)
    if issuer:
        terms = replace(terms, revocation=Issuer(read_public(issuer).as_text(), contact))
    photo, store = read_picture(image), ConsentStore()
    signer = store.keys.load_signer("consent", unlocker(passphrase_file))
    person = Subject(name=subject, is_minor=guardian is not None, guardian=guardian)
    asked = pose(store, photo.path, photo.picture, person, Licensee(licensee, uscc, lei, signer.key_id), terms)
    is_page = output.suffix.lower() != ".json"
    text = render_request(asked) if is_page else json_form.dumps(asked.as_json(), ensure_ascii=False) + "\n"
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as fault:
        raise OutputError(f"{str(output)!r} cannot be written ({fault.strerror}); choose another -o.") from fault
    challenge = asked.record.challenge
    if json:
        until = challenge.expires_at if challenge else None
        told = {"request": str(output), "authorization_id": asked.record.authorization_id, "expires_at": until}
        print_json(told)
    else:
        print_line(str(output))


def import_answer(
    answer: Annotated[Path, typer.Argument(help="The file that the person sent back.", show_default=False)],
    subject_key: Annotated[
        str | None,
        typer.Option("--subject-key", help="The key id that the person told you by another way.", show_default=False),
    ] = None,
    passphrase_file: PassphraseFile = None,
    json: Json = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Accept a signed request, once."""
    from avatar.cli.consent.targets import show
    from avatar.permission.consent.moments import now
    from avatar.permission.consent.request import accept
    from avatar.permission.consent.store import ConsentStore, read_record

    record, store = read_record(answer), ConsentStore()
    signed_with = record.signatures[0].kid if record.signatures else ""
    if subject_key is None:
        if not is_terminal():
            raise InputError(
                f"{str(answer)!r} is signed with the key {signed_with}; ask the person for their key id by another "
                "way, and give it with --subject-key KEY_ID."
            )
        question = f"Has {record.subject.name} told you the key id {signed_with} by another way?"
        require_agreement(limits.in_words_of(record), question, is_given=False)
        subject_key = signed_with
    accepted = accept(store, record, subject_key, now(), unlocker(passphrase_file))
    show(store, accepted, as_json=json)
