"""Put a manifest into a file, as its last change."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING

from avatar.errors import AvatarError, InputError, OutputError
from avatar.marks.aigc import MIME
from avatar.runtime.shortage import shortage
from avatar.runtime.stops import stops
from avatar.runtime.unfinished import unfinished

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from avatar.marks.credentials.signers import ManifestSigner

SIGNABLE = frozenset({"mp4", "mov", "m4a", "gif", "png", "jpg", "wav", "mp3"})
"""kinds of files that a manifest has a place in; Matroska and WebM have none"""
OFFLINE: dict[str, object] = {"remote_manifest_fetch": False, "ocsp_fetch": False}
FRUGAL: dict[str, object] = {"backing_store_memory_threshold_in_mb": 32}
"""films above this size are worked on in a temporary file rather than in memory"""


def attach(path: Path, kind: str, manifest: Mapping[str, object], signer: ManifestSigner) -> None:
    """Sign a manifest for a file and put it in. Raise `AvatarError` with the reason if that fails."""
    from avatar.marks.credentials.native import Builder, C2paError, C2paSigningAlg, Context, Signer

    # Hashing in pieces (merkle_tree_chunk_size_in_kb) would need less memory for films of more than 256 MB, but in
    # c2pa 0.91.3 changes within the first piece pass unnoticed.
    settings = {
        "verify": {**OFFLINE, "verify_after_sign": False},
        "builder": {"thumbnail": {"enabled": False}},
        "core": FRUGAL,
    }
    faults: list[AvatarError] = []

    def sign(data: bytes) -> bytes:
        try:
            return signer.sign(bytes(data))
        except AvatarError as fault:  # the library passes on that there was a fault, not which
            faults.append(fault)
            raise

    try:
        algorithm = C2paSigningAlg[signer.algorithm.upper()]
        # A stop waits for the library: it calls back for every byte, and would make another fault of it.
        with stops.hold(), unfinished(path.with_name(f"{path.name.removesuffix('.part')}.c2pa.part")) as scratch:
            with (
                Context.from_dict(settings) as context,
                Signer.from_callback(sign, algorithm, signer.chain, None) as seal,
                Builder(dict(manifest), context) as builder,
                path.open("rb") as source,
                scratch.open("w+b") as target,
            ):
                builder.sign(seal, MIME[kind], source, target)
            scratch.replace(path)
    except OSError as fault:
        raise OutputError(f"The credential of {str(path)!r} cannot be written ({fault.strerror or fault}).") from fault
    except C2paError as fault:
        if faults:
            raise faults[0] from fault
        if "not valid at time of signing" in str(fault):
            raise InputError(
                f"The computer's clock says {datetime.now(timezone.utc):%Y-%m-%d}, when the credential's certificate "
                "does not count; set the clock right, or renew the certificate that marks.toml names."
            ) from fault
        if (short := shortage(fault)) is not None:
            raise short from fault
        raise AvatarError(f"The credential of {str(path)!r} cannot be signed ({fault}); check marks.toml.") from fault
