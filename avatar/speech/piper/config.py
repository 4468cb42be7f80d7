"""Read the configuration that lies beside a Piper voice: its alphabet, its speakers, how lively it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from avatar.errors import VoiceError
from avatar.outside.documents import parsed
from avatar.runtime.access import told
from avatar.speech.symbols.alphabet import Alphabet

if TYPE_CHECKING:
    from pathlib import Path

ESPEAK, PINYIN, TEXT = "espeak", "pinyin", "text"
SPELLINGS = (ESPEAK, PINYIN, TEXT)
"""what the symbols are: espeak's IPA letter by letter; initials, finals and tones of pinyin; the letters of the text"""
PAD, BEGIN, END = "_", "^", "$"
"""symbols around all others"""
HOP = 256
"""samples of a frame where the file does not say"""
_LONGEST = 10_000_000
"""bytes of a configuration; more is none"""


@dataclass(frozen=True, slots=True)
class PiperConfig:
    """What a voice's own file says of it."""

    symbols: dict[str, tuple[int, ...]]
    """ids of each symbol"""
    spelling: str
    """one of `SPELLINGS`"""
    espeak_voice: str
    """espeak's name of the language it is spelled in, "en-us" """
    sample_rate: int
    """Hz"""
    hop: int
    """samples of a frame"""
    noise: float
    """of the sound"""
    width_noise: float
    """of the length of each symbol"""
    length: float
    """of everything: 2 is twice as long"""
    speakers: int
    """how many there are"""
    names: dict[str, int]
    """number of each speaker that has a name"""
    first_speaker: int
    """who speaks unless a card says else"""
    clusters: frozenset[str]
    """letters that are one symbol together, such as diphthongs"""

    @property
    def alphabet(self) -> Alphabet:
        """Give the symbols, and what stands around them: pinyin is padded by the syllable, all else by the symbol."""
        begin, pad, end = (self.symbols.get(each, ()) for each in (BEGIN, PAD, END))
        if self.spelling == PINYIN:
            return Alphabet(self.symbols, begin, (), end)
        return Alphabet(self.symbols, begin + pad, pad, end, self.clusters)

    def speaker(self, wanted: str) -> int | None:
        """Give the number of a speaker, None of a voice that has only one. Raise `VoiceError` for one it lacks."""
        if self.speakers <= 1 and not wanted:
            return None
        found = self.first_speaker if not wanted else self.names.get(wanted, int(wanted) if wanted.isdecimal() else -1)
        if self.speakers <= 1 and found == 0:
            return None
        if not 0 <= found < max(self.speakers, 1):
            named = ", ".join(sorted(self.names)[:8])
            known = f" ({named}{', ...' if len(self.names) > 8 else ''})" if named else ""
            raise VoiceError(
                f"It has speaker = {wanted!r}; this voice has the speakers 0 to {max(self.speakers, 1) - 1}{known}."
            )
        return found


def read_config(path: Path) -> PiperConfig:
    """Read NAME.onnx.json. Raise `VoiceError` if it is none, or spelled in a way that we cannot write."""
    with told(path), path.open("rb") as file:
        content = file.read(_LONGEST)
    try:
        return _read(parsed(content))
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as fault:
        raise VoiceError(
            f"{str(path)!r} is no configuration of a Piper voice ({type(fault).__name__}: {fault}); get it again from "
            "where the voice is published."
        ) from None


def _read(entries: dict[str, Any]) -> PiperConfig:
    inference, spelling = entries.get("inference", {}), entries.get("phoneme_type", ESPEAK)
    if spelling not in SPELLINGS:
        raise VoiceError(
            f"This Piper voice is spelled in {spelling!r}; avatar writes {', '.join(SPELLINGS)}. "
            "Choose another voice of that language."
        )
    return PiperConfig(
        symbols={symbol: tuple(int(each) for each in ids) for symbol, ids in entries["phoneme_id_map"].items()},
        spelling=spelling,
        espeak_voice=str(entries["espeak"]["voice"]),
        sample_rate=int(entries["audio"]["sample_rate"]),
        hop=int(entries.get("hop_length", HOP)),
        noise=float(inference.get("noise_scale", 0.667)),
        width_noise=float(inference.get("noise_w", 0.8)),
        length=float(inference.get("length_scale", 1.0)),
        speakers=int(entries.get("num_speakers", 1)),
        names={str(name): int(number) for name, number in entries.get("speaker_id_map", {}).items()},
        first_speaker=int(entries.get("default_speaker_id", 0)),
        clusters=frozenset("".join(each) for each in entries.get("vowel_clusters") or ()),
    )
