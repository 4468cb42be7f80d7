"""C2PA manifests: what was made, with what and by whose leave, signed and bound to every byte of a file.

Offline always: nothing is fetched, and no time-stamp authority is asked.
"""

from avatar.marks.credentials.manifest import ASSERTION, compose
from avatar.marks.credentials.read import Credential, read
from avatar.marks.credentials.sign import SIGNABLE, attach

__all__ = ["ASSERTION", "SIGNABLE", "Credential", "attach", "compose", "read"]
