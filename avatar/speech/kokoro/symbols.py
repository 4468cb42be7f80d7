"""The network's alphabet: which symbol has which number. Facts of the model's own configuration (Kokoro-82M v1.0)."""

from __future__ import annotations

_RUNS = (
    (1, ";:,.!?"),
    (9, '—…"()“” \u0303ʣʥʦʨᵝꭧAI'),
    (31, "O"),
    (33, "Q"),
    (35, "ST"),
    (39, "W"),
    (41, "Yᵊabcdef"),
    (50, "hijklmnopqrstuvwxyzɑɐɒæ"),
    (75, "βɔɕç"),
    (80, "ɖðʤə"),
    (85, "ɚɛɜ"),
    (90, "ɟ"),
    (92, "ɡ"),
    (99, "ɥ"),
    (101, "ɨɪʝ"),
    (110, "ɯɰŋɳɲɴø"),
    (118, "ɸθœ"),
    (123, "ɹ"),
    (125, "ɾɻ"),
    (128, "ʁɽʂʃʈʧ"),
    (135, "ʊʋ"),
    (138, "ʌɣɤ"),
    (142, "χʎ"),
    (147, "ʒʔ"),
    (156, "ˈˌː"),
    (162, "ʰ"),
    (164, "ʲ"),
    (169, "↓"),
    (171, "→↗↘"),
    (177, "ᵻ"),
)
"""the number of the first, and those that follow one by one"""
NUMBERS = {symbol: first + step for first, run in _RUNS for step, symbol in enumerate(run)}
"""number of each symbol; 0 is the pad at both ends"""
LONGEST = 510
"""symbols in one run, without the pads"""
TONES = {1: "→", 2: "↗", 3: "↓", 4: "↘", 5: ""}
"""Mandarin tone to the arrow after its vowel"""
PRIMARY, SECONDARY = "ˈ", "ˌ"
"""stress, before the vowel"""
