"""Every fault that a caller can meet, as one tree.

    AvatarError                    exit code 1   a fault of ours
    ├── InputError                 exit code 2   what was given cannot be used
    │   ├── TextError                            nothing to say, or an unknown language
    │   ├── VoiceError                           no such voice
    │   ├── PortraitError                        the picture does not carry a usable face
    │   ├── TooLargeError                        it is larger than is read, or takes too long to look at
    │   ├── OutputError                          the result cannot be written where asked
    │   └── ShortageError                        the machine has too little of something: memory, threads, files
    ├── RefusedError               exit code 3   authorization or policy says no
    │   └── HeldError                            people have to look at it first
    └── NotInstalledError          exit code 4   a backend or model is missing

A message is one full sentence that names the offending value and the cure.
"""

from __future__ import annotations

from typing import ClassVar, Literal


class AvatarError(Exception):
    """Base of every error that this package raises on purpose."""

    exit_code: ClassVar[int] = 1
    about: Literal["", "face", "garment", "parser", "swapper"] = ""
    """which of the things that an edit takes it is about; "": of none alone"""


class InputError(AvatarError):
    """Say that something the caller gave cannot be used."""

    exit_code: ClassVar[int] = 2


class TextError(InputError):
    """Say why a text cannot be spoken."""


class VoiceError(InputError):
    """Say why a voice cannot be used."""


class PortraitError(InputError):
    """Say why a picture cannot become a portrait."""


class TooLargeError(InputError):
    """Say that a file is larger than is read."""


class OutputError(InputError):
    """Say why the result cannot be written."""


class ShortageError(InputError):
    """Say what the machine has too little of for what was asked."""


class RefusedError(AvatarError):
    """Say which authorization or policy forbids the work."""

    exit_code: ClassVar[int] = 3
    review: str = ""
    """key under which people decide about it, 64 hex digits; "": nobody is asked"""


class HeldError(RefusedError):
    """Say that people have to look at a text before it is made."""

    def __init__(self, message: str, review: str) -> None:
        """Take the sentence, and the key of the review."""
        super().__init__(message)
        self.review = review


class NotInstalledError(AvatarError):
    """Name what was asked for, what is available, and the line that installs it."""

    exit_code: ClassVar[int] = 4
