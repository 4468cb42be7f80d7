"""What is said in the clips of the bench: customer service, dense in sounds that the lips have to show."""

from __future__ import annotations

import math

from avatar.errors import InputError

SECONDS = 5.0
"""that each text lasts at least at speed 1"""

TEXTS = {
    "zh": "您好，我们免费帮您补发包裹，明天发往武汉，请您放心。",
    "en": "Hello! Your refund of fifty-five pounds was approved; you may phone us before five.",
    "es": "Buenas tardes. Su pedido viaja a Bilbao; si prefiere otra fecha, puede llamar por la mañana.",
    "ja": "お電話ありがとうございます。ご予約の変更は無料です。部品は福岡から届きます。",
    "ar": "أَهْلاً بِكُمْ، يُمْكِنُكُمْ تَغْيِيرُ مَوْعِدِ الفَحْصِ، وَسَوْفَ يَصِلُ الطَّلَبُ قَبْلَ الظُّهْرِ.",
}
"""One text per language, each with p b m, f or v, round and open vowels as far as the language has them."""


def text_of(language: str, seconds: float, speed: float) -> str:
    """Give the text of a language, said as often as `seconds` of clip at a `speed` need. Raise `InputError` if none."""
    if language not in TEXTS:
        raise InputError(f"The bench has no text in the language {language!r}; choose from {', '.join(TEXTS)}.")
    return " ".join([TEXTS[language]] * max(1, math.ceil(seconds * speed / SECONDS)))
