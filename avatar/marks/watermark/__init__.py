"""An invisible mark in the pictures that points to the record of a film.

It can be forged by whoever has the key, and removed by who tries hard: it is a pointer, never a proof.
"""

from avatar.marks.watermark.detect import Found, detect
from avatar.marks.watermark.embed import Marker
from avatar.marks.watermark.payload import Payload

__all__ = ["Found", "Marker", "Payload", "detect"]
