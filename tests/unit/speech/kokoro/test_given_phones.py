"""Phones that are given for a word are spelled in the network's alphabet, or the one that it lacks is named."""

from __future__ import annotations

import pytest

from avatar.errors import VoiceError
from avatar.speech.kokoro.phones import spell


@pytest.mark.parametrize(
    ("ipa", "language", "symbols"),
    [
        ("ŋwiən", "en", "ŋwˈiən"),
        ("təˈmeɪtoʊ", "en-US", "təmˈAtO"),
        ("təˈmɑːtəʊ", "en-GB", "təmˈɑːtQ"),
        ("ʃɪˈvɔːn", "en-GB", "ʃɪvˈɔːn"),
        ("bɔ̃ˈʒuʁ", "fr", "bɔ\u0303ʒˈuʁ"),
        ("t͡ʃaj", "it", "ʧˈaj"),
    ],
)
def test_phones_become_symbols(ipa, language, symbols):
    sounds = list(spell(ipa, "word", 2, language))
    assert "".join(sound.symbols for sound in sounds) == symbols
    assert {sound.word for sound in sounds} == {2}


def test_a_phone_that_the_alphabet_lacks_is_named():
    with pytest.raises(VoiceError, match=r"no sound \[ʘ\], as in /aʘa/ for 'kiss'"):
        list(spell("aʘa", "kiss", 0, "en"))
