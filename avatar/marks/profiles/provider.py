"""Who makes the clips: the customer's name, producer code and signer, from `marks.toml` in the user's data.

[provider]
name = "示例银行"
code = "001191310000MA1FL0000010000"

[signer]
chain = "/etc/avatar/chain.pem"
anchor = "/etc/avatar/ca.pem"
algorithm = "es256"
command = ["/usr/local/bin/sign-with-hsm"]
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, TypeVar

from avatar.errors import InputError
from avatar.runtime.access import refusal
from avatar.runtime.folders import user_data
from avatar.runtime.toml import read_toml

if TYPE_CHECKING:
    from pathlib import Path

    from avatar.ledger.keys import PublicKey

ALGORITHMS = ("es256", "es384", "ps256", "ed25519")
"""of a credential's signature"""
_CODE = re.compile(r"0011[0-9A-HJ-NPQRTUWXY]{18}[12][0-9A-Za-z]{4}")
"""00, 1 (version), 1 (kind of code), unified social credit code (GB 32100), service type, four own signs"""
_Section = TypeVar("_Section")


@dataclass(frozen=True, slots=True)
class OwnSigner:
    """The customer's signer: it gets the bytes and gives the signature, so the key never comes here."""

    chain: str
    """path of the certificates (PEM), the signer's own first"""
    anchor: str
    """path of the certificate authority's certificate (PEM), which `verify` then trusts"""
    algorithm: str = "es256"
    """one of `ALGORITHMS`"""
    command: tuple[str, ...] = ()
    """a program that reads the bytes and writes the signature"""
    function: str = ""
    """"module:name" of a Python function from bytes to the signature, such as one around a PKCS #11 session"""

    def __post_init__(self) -> None:
        if self.algorithm not in ALGORITHMS:
            raise InputError(f"There is no algorithm {self.algorithm!r}; choose one of {', '.join(ALGORITHMS)}.")
        if bool(self.command) == bool(self.function):
            raise InputError("The [signer] of marks.toml needs either 'command' or 'function'; give one of them.")


@dataclass(frozen=True, slots=True)
class Provider:
    """Who answers for what is made here."""

    name: str = ""
    """of the company or person; goes into every clip"""
    code: str = ""
    """27-character producer code of GB 45438-2025; never made up"""
    signer: OwnSigner | None = None
    """of credentials; None: this installation's own"""

    def __post_init__(self) -> None:
        if self.code and not _CODE.fullmatch(self.code):
            raise InputError(
                f"The producer code {self.code!r} is not one of GB 45438-2025: 0011, the 18 signs of the unified "
                "social credit code, 1 or 2, and four own signs or 0000; correct it in marks.toml."
            )

    def producer(self, key: PublicKey) -> str:
        """Name the producer in an AIGC label: by code, else by name, else by this installation's media key.

        The last two are no producer codes and cannot be taken for one.
        """
        return self.code or self.display(key)

    def display(self, key: PublicKey) -> str:
        """Name the provider to people: by name, else by this installation's media key."""
        return self.name or f"avatar-installation-{key.key_id[:16]}"


def load_provider(folder: Path | None = None) -> Provider:
    """Read `marks.toml`. Raise `InputError` if it says what nobody understands."""
    path = (folder or user_data()) / "marks.toml"
    try:
        found = read_toml(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Provider()
    except OSError as fault:
        raise refusal(path, fault) from fault
    except ValueError as fault:
        raise InputError(f"The file {str(path)!r} cannot be read ({fault}); correct it.") from fault
    unknown = set(found) - {"provider", "signer"}
    if unknown:
        raise InputError(f"{str(path)!r} has an unknown section {min(unknown)!r}; there are provider and signer.")
    own = _section(OwnSigner, found["signer"], path) if "signer" in found else None
    return replace(_section(Provider, found.get("provider", {}), path), signer=own)


def _section(kind: type[_Section], values: object, path: Path) -> _Section:
    if not isinstance(values, dict):
        raise InputError(f"{str(path)!r} says {values!r} where a section should be; see docs/marks.md.")
    known = {field.name for field in fields(kind)} - {"signer"}  # type: ignore[arg-type]
    unknown = set(values) - known
    if unknown:
        raise InputError(f"{str(path)!r} has an unknown key {min(unknown)!r}; there are {', '.join(sorted(known))}.")
    try:
        return kind(**{key: _read(key, value, path) for key, value in values.items()})
    except TypeError as fault:
        raise InputError(f"{str(path)!r} lacks something ({fault}); see docs/marks.md.") from fault


def _read(key: str, value: object, path: Path) -> object:
    """Take what a key says: a text, or the words of a command."""
    words = value if isinstance(value, list) and key == "command" else [value]
    if not all(isinstance(word, str) for word in words) or (key == "command" and words is not value):
        raise InputError(f"{str(path)!r} has {key} = {value!r}; give a text in quotes, or several for a command.")
    return tuple(words) if key == "command" else value
