"""Every warning of a reading has its words in Chinese on the studio's page."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import avatar
from avatar.clip.script import read_script
from avatar.settings import TextSettings

TABLE = Path(avatar.__file__).parents[1] / "web/src/studio/texts/warnings.zh.json"
TEXTS = {
    "signs of other scripts": ("Here is 𒀀 in a text.", "en"),
    "signs without a word": ("Pay 5 ₴ ✈ now.", "ko"),
    "formulas": ("Look, $x^2 + 1$ is it.", "sw"),
    "tags": (
        "<mumble>One <emphasis level='huge'>two</emphasis> <break time='soon'/> three</p> <break time='99s'/>",
        "en",
    ),
    "prosody": (
        "<prosody rate='odd' colour='red'>one</prosody> <sub>two</sub> <voice name='nobody'>three</voice>",
        "en",
    ),
    "kinds": ("<say-as interpret-as='riddle'>one</say-as> <phoneme alphabet='runes' ph='a'>two</phoneme> <b", "en"),
    "sounds": ("<speak>one <audio src='a.wav'>two</audio></speak> <emphasis>three", "en"),
    "rare languages": ("Mae hen wlad fy nhadau yn annwyl i mi, gwlad beirdd a chantorion.", "auto"),
}


@pytest.mark.parametrize("text, language", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("voice", [None, "emma"])
def test_a_warning_is_told_in_chinese(text: str, language: str, voice: str | None, tmp_path: Path) -> None:
    patterns = [re.compile(pattern) for pattern, _ in json.loads(TABLE.read_text("utf-8"))]
    warnings = read_script(text, TextSettings(language=language), tmp_path, voice, None, "neutral").warnings
    assert warnings
    for sentence in warnings:
        assert any(each.search(sentence) for each in patterns), sentence


def test_what_varies_in_a_sentence_is_said_in_chinese_too() -> None:
    for pattern, said in json.loads(TABLE.read_text("utf-8")):
        groups = re.compile(pattern).groups
        assert {int(each) for each in re.findall(r"\{L?(\d)\}", said)} <= set(range(1, groups + 1)), pattern
