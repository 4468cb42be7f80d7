"""Sign the records of the shipped portraits with a new project key.

    python tests/measure/sign_portraits.py

Run it after a portrait was added or changed. It makes a key pair, writes `portraits/*/consent.json` and the public half
`avatar/permission/consent/project_key.pem`, and forgets the private half: there is no key to keep or to lose. Commit
all of what it wrote together. A record whose pixels have not changed keeps its id.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path

from avatar.ledger.keys import Signer
from avatar.permission.consent import signatures
from avatar.permission.consent.issue import Terms, declare_shipped
from avatar.permission.consent.likeness import perceptual_hash
from avatar.permission.consent.record import Picture, Record, Scope
from avatar.portrait.read import read_photo
from avatar.runtime.folders import shipped

BEGIN = datetime(2025, 1, 1, tzinfo=timezone.utc)
END = datetime(2099, 12, 31, 23, 59, 59, tzinfo=timezone.utc)
NOTE = "A 3-D render made for this project from CC0 assets; see portraits/PROVENANCE.md."


def main() -> None:
    """Sign all of them."""
    signer = Signer.new()
    for image in sorted(shipped("portraits").glob("*/portrait.*")):
        record = sign(image, signer)
        path = image.with_name("consent.json")
        path.write_text(json.dumps(record.as_json(), indent=1) + "\n", encoding="utf-8")
        sys.stdout.write(f"{path}: {record.authorization_id}\n")
    key = Path(signatures.__file__).with_name("project_key.pem")
    key.write_bytes(signer.public_key.as_pem())
    sys.stdout.write(f"{key}: {signer.key_id}\n")


def sign(image: Path, signer: Signer) -> Record:
    """Sign one."""
    photo = read_photo(image)
    picture = Picture(photo.content_hash, perceptual_hash(photo.pixels))
    now = datetime.now(timezone.utc)
    record = declare_shipped(picture, Terms(now, Scope(), BEGIN, END), NOTE, signer)
    earlier = image.with_name("consent.json")
    if earlier.is_file():
        known = Record.from_json(json.loads(earlier.read_text(encoding="utf-8")))
        if known.portrait == record.portrait:
            bare = replace(record, authorization_id=known.authorization_id, signatures=())
            return signatures.signed(bare, "project", signer)
    return record


if __name__ == "__main__":
    main()
