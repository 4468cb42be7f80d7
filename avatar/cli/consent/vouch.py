"""`avatar consent attest` and `declare`: what a licensee says about a photo, and answers for."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from avatar.cli.asking import PassphraseFile, Yes, require_agreement, unlocker
from avatar.cli.consent import limits
from avatar.cli.examples import examples
from avatar.cli.options import Debug, Json
from avatar.permission.consent.issue import Terms

ATTEST_EXAMPLES = examples(
    'avatar consent attest ana.jpg --subject "Ana Li" --licensee "Example Bank" --form scan.pdf --purpose marketing',
    'avatar consent attest ana.jpg --subject "Ana Li" --licensee "Example Bank" --form scan.pdf --max-outputs 20 --yes',
)
DECLARE_EXAMPLES = examples('avatar consent declare presenter.png --licensee "Example Bank" --note "rendered in-house"')


@limits.limited()
def attest(  # noqa: PLR0913 - one parameter per option of the command
    image: limits.About,
    subject: limits.Shown,
    licensee: limits.Firm,
    form: Annotated[Path, typer.Option("--form", help="Scan of the signed form.", show_default=False)],
    guardian: limits.Guardian = None,
    recording: Annotated[
        Path | None, typer.Option("--recording", help="A recording in which the person consents; keep it.")
    ] = None,
    note: Annotated[str | None, typer.Option("--note", help="Where the originals are kept.")] = None,
    *,
    terms: Terms,
    uscc: limits.Uscc = None,
    lei: limits.Lei = None,
    passphrase_file: PassphraseFile = None,
    yes: Yes = False,
    json: Json = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Attest that the person shown or heard has signed a form. It is shown as "attested, not subject-signed"."""
    from avatar.cli.consent.targets import file_hash, keep, read_about
    from avatar.permission.consent.issue import attest as attest_record
    from avatar.permission.consent.record import Evidence, Licensee, Subject
    from avatar.permission.consent.store import ConsentStore

    given, store, unlock = read_about(image), ConsentStore(), unlocker(passphrase_file)
    evidence = Evidence(file_hash(form), file_hash(recording) if recording else None, note)
    require_agreement(
        f"{given.path}\n\n{limits.in_words(terms)}",
        f"Do you attest that {subject} has signed {form} for this {given.what} and these limits?",
        is_given=yes,
    )
    signer = store.keys.load_signer("consent", unlock)
    person = Subject(name=subject, is_minor=guardian is not None, guardian=guardian)
    firm = Licensee(licensee, uscc, lei, signer.key_id)
    record = attest_record(given.about, person, firm, terms, evidence, signer)
    keep(store, record, unlock, as_json=json)


@limits.limited("purpose", "max_outputs", "expires", "edit")
def declare(  # noqa: PLR0913 - one parameter per option of the command
    image: limits.About,
    licensee: limits.Firm,
    note: Annotated[str | None, typer.Option("--note", help="How the picture was made.")] = None,
    *,
    terms: Terms,
    passphrase_file: PassphraseFile = None,
    yes: Yes = False,
    json: Json = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Declare that a picture or recording is of nobody who exists: made by a machine, and like no real person."""
    from avatar.cli.consent.targets import keep, read_about
    from avatar.permission.consent.issue import declare_synthetic
    from avatar.permission.consent.record import Licensee
    from avatar.permission.consent.store import ConsentStore

    given, store, unlock = read_about(image), ConsentStore(), unlocker(passphrase_file)
    require_agreement(
        f"{given.path}\n\n{limits.in_words(terms)}",
        f"Do you declare that {given.nobody}?",
        is_given=yes,
    )
    signer = store.keys.load_signer("consent", unlock)
    firm = Licensee(licensee, key_id=signer.key_id)
    keep(store, declare_synthetic(given.about, firm, terms, note, signer), unlock, as_json=json)
