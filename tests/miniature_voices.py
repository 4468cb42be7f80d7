"""A voice for each engine that brings none: models in miniature with a card each, for suites that try every engine."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from pathlib import Path

from avatar.speech.cards import read_card
from tests import miniature_coqui, miniature_piper

_CARD = """
language = "LANGUAGE"
gender = "neutral"
licence = "CC0-1.0"
engine = { ENGINE }
"""


def write_card(folder: Path, language: str, engine: str, more: str = "") -> Path:
    """Write a card whose table [engine] says `engine`; `more` lines follow it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "card.toml"
    path.write_text(_CARD.replace("LANGUAGE", language).replace("ENGINE", engine) + more, encoding="utf-8")
    return path


def miniatures():
    """Write one voice of each kind and read their cards, those of Coqui TTS where it is installed."""
    folder = Path(tempfile.mkdtemp(prefix="avatar-voices-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    kinds = {
        "mini-piper": ("en-US", {}),
        "mini-piper-de": ("de", {"language_of": "de"}),
        "mini-piper-pinyin": ("zh", {"symbols": miniature_piper.PINYIN, "spelling": "pinyin", "language_of": "cmn"}),
        "mini-piper-letters": (
            "fi",
            {"spelling": "text", "language_of": "fi", "symbols": f"{miniature_piper.IPA}ÄäÖöH"},
        ),
    }
    cards = []
    for name, (language, form) in kinds.items():
        miniature_piper.write_voice(folder / name, **form)
        cards.append(read_card(write_card(folder / name, language, 'name = "piper", model = "mini.onnx"')))
    if not miniature_coqui.trouble():
        miniature_coqui.write_vits(folder / "mini-vits")
        cards.append(read_card(write_card(folder / "mini-vits", "en-US", 'name = "coqui"')))
    return cards
