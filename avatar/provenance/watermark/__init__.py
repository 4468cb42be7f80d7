"""An invisible mark in the pictures that points to the record of a film.

It can be forged by whoever has the key, and removed by who tries hard: it is a pointer, never a proof.
"""

from avatar.provenance.watermark.detect import Found, detect
from avatar.provenance.watermark.embed import Marker
from avatar.provenance.watermark.payload import Payload

__all__ = ["Found", "Marker", "Payload", "detect"]
