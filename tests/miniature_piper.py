"""A Piper voice in miniature, in the real form: written byte by byte, and as quick as it is ugly.

Each symbol lasts a number of frames of its own, more or less by chance; vowels hum, everything else is silent. So it
can be heard, and tested, when it says which of its symbols.
"""

from __future__ import annotations

import json
import struct
from typing import TYPE_CHECKING

from avatar.speech.wire import field, number_field

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

RATE, HOP = 22_050, 256
IPA = (
    "_^$ !'(),-.:;?abcdefhijklmnopqrstuvwxyzæçðøħŋœɐɑɒɓɔɕɖɗɘəɚɛɜɞ"
    "ɟɠɡɢɣɤɥɦɨɪɫɬɭɮɯɲɳɴɵɸɹɺɻɽɾʀʁʂʃʈʉʊʋʌʍʎʏʐʑʒʔʝʟʲˈˌːβθχᵻ12356ʰ\u0303\u0329\u032f"
)
PINYIN = (
    *("_", "^", "$", "Ø", "zh", "ch", "sh", *"bpmfdtnlgkhjqxrzcsyw", *"aeiouv", "ai", "ei", "ao", "ou", "an", "en"),
    *("ang", "eng", "ong", "ia", "ie", "iao", "iu", "ian", "in", "iang", "ing", "iong", "ua", "uo", "uai", "ui"),
    *("uan", "un", "uang", "ue", "ve", "van", "vn", "er", *"12345", "。", ".", "?", "!", ",", " "),
)
HUMMING = frozenset("aeiouæøœɐɑɒɔɘəɚɛɜɞɤɨɪɯɵʉʊʌʏᵻːvl") | {symbol for symbol in PINYIN if symbol[0] in "aeiouv"}
"""symbols that are heard"""
_FLOAT, _INT64 = 1, 7


def write_voice(
    folder: Path,
    symbols: Sequence[str] = IPA,
    spelling: str = "espeak",
    language_of: str = "en-us",
    *,
    name: str = "mini",
    speakers: int = 1,
    is_telling: bool = True,
    **more: object,
) -> Path:
    """Write NAME.onnx and NAME.onnx.json; unless it `is_telling`, nobody knows how long its symbols last."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.onnx"
    path.write_bytes(_model(symbols, speakers, is_telling=is_telling))
    config = {
        "audio": {"sample_rate": RATE},
        "espeak": {"voice": language_of},
        "inference": {"noise_scale": 0.667, "length_scale": 1, "noise_w": 0.8},
        "phoneme_type": spelling,
        "phoneme_id_map": {symbol: [number] for number, symbol in enumerate(symbols)},
        "num_symbols": len(symbols),
        "num_speakers": speakers,
        "speaker_id_map": {f"voice {number}": number for number in range(speakers)} if speakers > 1 else {},
        **more,
    }
    path.with_suffix(".onnx.json").write_text(json.dumps(config), encoding="utf-8")
    return path


def _model(symbols: Sequence[str], speakers: int, *, is_telling: bool) -> bytes:
    frames = [3.0 if symbol in "_^$" else 4.0 if symbol in ",.?!;: 。" else 7.0 for symbol in symbols]
    loudness = [0.5 if symbol in HUMMING else 0.0 for symbol in symbols]
    parts = [
        _floats("frames", frames), _floats("loudness", loudness), _floats("pitch", [0.04]), _floats("least", [0.2]),
        _floats("hiss", [0.0005]), _ints("zero", [0]), _ints("one", [1]), _ints("two", [2]),
        _ints("hop", [HOP]), _ints("flat", [-1]), _ints("column", [-1, 1]), _ints("whole", [1, 1, 1, -1]),
        _scalar("nothing", 0), _scalar("single", 1), _scalar("axis", 0),
        # how long each symbol lasts: its own frames, by chance a little more or less, times the scale
        _node("Gather", ("frames", "input"), "usual"),
        _node("RandomNormalLike", ("usual",), "chance"),
        _node("Gather", ("scales", "two"), "width"), _node("Gather", ("scales", "one"), "length"),
        _node("Mul", ("chance", "width"), "swayed"), _node("Add", ("usual", "swayed"), "wanted"),
        _node("Mul", ("wanted", "length"), "scaled"), _node("Max", ("scaled", "least"), "positive"),
        _node("Ceil" if is_telling else "Floor", ("positive",), "lasting"),
        # which symbol sounds at each sample, and how loud that is
        _node("Reshape", ("lasting", "flat"), "row"), _node("CumSum", ("row", "axis"), "ends"),
        _node("Cast", ("ends",), "ends_whole", _integer("to", _INT64)), _node("Mul", ("ends_whole", "hop"), "borders"),
        _node("Gather", ("borders", "flat"), "last"), _node("Squeeze", ("last",), "count"),
        _node("Range", ("nothing", "count", "single"), "times"), _node("Reshape", ("borders", "column"), "edges"),
        _node("LessOrEqual", ("edges", "times"), "passed"),
        _node("Cast", ("passed",), "passed_whole", _integer("to", _INT64)),
        _node("ReduceSum", ("passed_whole", "zero"), "which", _integer("keepdims", 0)),
        _node("Reshape", ("input", "flat"), "ids"), _node("Gather", ("ids", "which"), "sounding"),
        _node("Gather", ("loudness", "sounding"), "loud"),
        # a hum, louder for the second speaker, in a breath of noise
        _node("Cast", ("times",), "moments", _integer("to", _FLOAT)), _node("Mul", ("moments", "pitch"), "angle"),
        _node("Sin", ("angle",), "wave"), _node("Mul", ("wave", "loud"), "hum"),
        _node("RandomNormalLike", ("hum",), "air"), _node("Gather", ("scales", "zero"), "noise"),
        _node("Mul", ("air", "noise"), "breath"), _node("Mul", ("breath", "hiss"), "breathing"),
        _node("Add", ("hum", "breathing"), "said"), _node("Reshape", ("said", "whole"), "output"),
        _value(11, "input", _INT64), _value(11, "input_lengths", _INT64), _value(11, "scales", _FLOAT),
        *([_value(11, "sid", _INT64)] if speakers > 1 else []),
        _value(12, "output", _FLOAT),
    ]  # fmt: skip
    graph = b"".join(parts) + field(2, b"miniature")
    return number_field(1, 8) + field(8, number_field(2, 15)) + field(7, graph)


def _node(kind: str, takes: Sequence[str], gives: str, *attributes: bytes) -> bytes:
    inputs = b"".join(field(1, name.encode()) for name in takes)
    return field(1, inputs + field(2, gives.encode()) + field(4, kind.encode()) + b"".join(attributes))


def _integer(name: str, value: int) -> bytes:
    return field(5, field(1, name.encode()) + number_field(3, value) + number_field(20, 2))


def _floats(name: str, values: Sequence[float]) -> bytes:
    return _tensor(name, _FLOAT, struct.pack(f"<{len(values)}f", *values), len(values))


def _ints(name: str, values: Sequence[int]) -> bytes:
    return _tensor(name, _INT64, struct.pack(f"<{len(values)}q", *values), len(values))


def _scalar(name: str, value: int) -> bytes:
    return _tensor(name, _INT64, struct.pack("<q", value))


def _tensor(name: str, kind: int, content: bytes, *shape: int) -> bytes:
    sizes = b"".join(number_field(1, size) for size in shape)
    return field(5, sizes + number_field(2, kind) + field(8, name.encode()) + field(9, content))


def _value(number: int, name: str, kind: int) -> bytes:
    return field(number, field(1, name.encode()) + field(2, field(1, number_field(1, kind))))
