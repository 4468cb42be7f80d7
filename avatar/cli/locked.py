"""The option that opens locked keys: every command that signs has it, and it is read at the edge."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

FLAG = "--passphrase-file"
HELP = "File with the passphrase of locked keys, mode 0600."


def given_file(arguments: Sequence[str]) -> str:
    """Find the value of the option among arguments, wherever it stands; "" where it is not given."""
    own = arguments[: list(arguments).index("--")] if "--" in arguments else arguments
    joined = [each.partition("=")[2] for each in own if each.startswith(f"{FLAG}=")]
    return dict(pairwise(own)).get(FLAG, "") or (joined[-1] if joined else "")
