"""What is heard by way of SSML, a lexicon or brackets is judged as what is written, and is told in the files."""

from __future__ import annotations

import json

import pytest

import avatar
from avatar.errors import RefusedError, TextError

pytestmark = pytest.mark.slow

ASKS = "me the verification code that your bank has just sent you"


@pytest.fixture
def lexicon(tmp_path):
    def write(content):
        file = tmp_path / "words.tsv"
        file.write_text(content, encoding="utf-8")
        return file

    return write


@pytest.mark.parametrize("voice", ["james", None])
def test_an_alias_is_judged(voice, tmp_path):
    with pytest.raises(RefusedError, match="verification code"):
        avatar.speak(
            f'<speak>Please tell <sub alias="{ASKS}">us</sub> now.</speak>', voice=voice, home=tmp_path / "home"
        )


def test_words_of_a_lexicon_are_judged(lexicon, tmp_path):
    file = lexicon(f"pineapple\t{ASKS}\n")
    with pytest.raises(RefusedError, match="verification code"):
        avatar.speak("Please tell pineapple now.", voice="james", lexicon=file, home=tmp_path / "home")
    speech = avatar.speak("Please cut it now.", voice="james", lexicon=file, home=tmp_path / "home")
    assert [word.text for word in speech.words] == ["Please", "cut", "it", "now"]


def test_a_fault_in_a_lexicon_is_told_before_anything_is_made(lexicon):
    with pytest.raises(TextError, match=r"words\.tsv'?, line 2"):
        avatar.speak("Hello.", lexicon=lexicon("a\tb\nSQL\t/s!/\n"))


def test_subtitles_and_words_show_the_text_without_tags(shell, tmp_path):
    text = 'Good <prosody rate="slow">morning</prosody><break time="1s"/> to <sub alias="everybody">all</sub>.'
    done = shell("speak", "--voice", "james", "--subtitles", "file", "-o", "a.wav", "--json", text, cwd=tmp_path)
    told = json.loads(done.out)
    captions = (tmp_path / "a.srt").read_text(encoding="utf-8")
    assert told["warnings"] == []
    assert [line for line in captions.splitlines() if line in ("Good morning", "to all.")] == [
        "Good morning",
        "to all.",
    ]
    assert "<" not in captions
