"""An inaudible mark in speech that points to the record of a film or of a sound file, and how a sound file is written.

Like the mark in the pictures it can be forged by whoever has the key: it is a pointer, never a proof.
"""

from avatar.marks.audiomark.announce import announced
from avatar.marks.audiomark.detect import Found, detect, detect_blocks, detect_file
from avatar.marks.audiomark.embed import mark
from avatar.marks.audiomark.save import SoundFacts, SoundWriter

__all__ = ["Found", "SoundFacts", "SoundWriter", "announced", "detect", "detect_blocks", "detect_file", "mark"]
