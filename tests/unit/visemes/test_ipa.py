"""Any phone that an engine writes becomes articulations, and the right ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avatar.visemes import viseme_of
from avatar.visemes.ipa import sounds_of
from avatar.visemes.targets import class_of, target_of
from tests.phones import is_bilabial, is_labiodental, is_open_vowel


def classes(ipa: str) -> list[str]:
    return [class_of(sound) for sound in sounds_of(ipa)]


@pytest.mark.parametrize(
    ("ipa", "expected"),
    [
        ("ph", "bilabial"),
        ("bʱ", "bilabial"),
        ("ɓ", "bilabial"),
        ("ʘ", "bilabial"),
        ("k͡p", "bilabial"),
        ("ɡb", "bilabial"),
        ("m̩", "bilabial"),
        ("mʲ", "bilabial"),
        ("β", "bilabial fricative"),
        ("f", "labiodental"),
        ("ɱ", "labiodental"),
        ("θ", "dental"),
        ("th", "alveolar"),
        ("t̪", "alveolar"),
        ("tˤ", "alveolar"),
        ("n̩", "alveolar"),
        ("ɫ", "alveolar"),
        ("t͡ɬʼ", "alveolar"),
        ("ts", "sibilant"),
        ("tsh", "sibilant"),
        ("ʦ", "sibilant"),
        ("t͡s", "sibilant"),
        ("r̝̊", "sibilant"),
        ("tʃ", "postalveolar"),
        ("d͡ʒ", "postalveolar"),
        ("tɕh", "alveolo-palatal"),
        ("s.", "retroflex"),
        ("ts.h", "retroflex"),
        ("ʈʂ", "retroflex"),
        ("ʐ", "retroflex"),
        ("ʈʰ", "retroflex stop"),
        ("i.", "apical vowel"),
        ("i̪", "apical vowel"),
        ("ç", "palatal"),
        ("kh", "velar"),
        ("k`", "velar"),
        ("χ", "uvular"),
        ("h", "glottal"),
        ("ʔ", "glottal"),
        ("ɹ", "rhotic"),
        ("ɚ", "rhotic"),
        ("j", "close front vowel"),
        ("ʲ", "close front vowel"),
        ("w", "close round vowel"),
        ("ɥ", "front round vowel"),
        ("iː", "close front vowel"),
        ("ɯᵝ", "close vowel"),
        ('u"', "close round vowel"),
        ("y", "front round vowel"),
        ("ø̃", "front round vowel"),
        ("o̞", "mid round vowel"),
        ("ɔ̃", "mid round vowel"),
        ("o-", "mid vowel"),
        ("ɛ", "mid vowel"),
        ("ä", "open vowel"),
        ("ɑ̃", "open vowel"),
        ("ɒ", "open vowel"),
        ("", "silence"),
        (" ", "silence"),
    ],
)
def test_each_writing_of_a_sound_has_its_class(ipa: str, expected: str) -> None:
    assert viseme_of(ipa) == expected


@pytest.mark.parametrize(
    ("ipa", "expected"),
    [
        # As Microsoft's phonetic sets for pinyin group them: ong 7,7,20; iang 6,2,20; ü 7.
        ("onɡ", ["mid round vowel", "velar"]),
        ("iɑnɡ", ["close front vowel", "open vowel", "velar"]),
        ("oenɡ", ["front round vowel", "velar"]),
        ("uei", ["close round vowel", "mid vowel", "close front vowel"]),
        ("iou", ["close front vowel", "mid round vowel", "close round vowel"]),
        ("uai", ["close round vowel", "open vowel", "close front vowel"]),
        ("ər", ["mid vowel", "alveolar"]),
        ("aɪ", ["open vowel", "close front vowel"]),
        ("ɔɪ", ["mid round vowel", "close front vowel"]),
        ("oʊː", ["mid round vowel", "close round vowel"]),
        ("aɪɚ", ["open vowel", "close front vowel", "rhotic"]),
        ("pf", ["bilabial", "labiodental"]),
        ("œy", ["front round vowel", "front round vowel"]),
    ],
)
def test_diphthongs_and_finals_are_sequences(ipa: str, expected: list[str]) -> None:
    assert classes(ipa) == expected


@pytest.mark.parametrize("ipa", ["☃", "123", "\u0301", "ːː", "語", "_", "ⁿ"])
def test_an_unknown_symbol_is_a_neutral_mid_opening(ipa: str) -> None:
    target = target_of(sounds_of(ipa)[0])
    assert 0.1 < target.jaw < 0.45
    assert not is_bilabial(ipa)


@given(st.text(max_size=12))
def test_no_writing_is_an_error(text: str) -> None:
    sounds = sounds_of(text)
    assert sounds
    for sound in sounds:
        target = target_of(sound)
        assert 0 <= target.jaw <= 1
        assert 0 <= target.pucker <= 1
        assert class_of(sound)


def test_claims_about_phones_see_every_part() -> None:
    assert is_bilabial("pf")
    assert is_labiodental("pf")
    assert not is_bilabial("f")
    assert not is_bilabial("w")
    assert is_open_vowel("aʊ")
    assert not is_open_vowel("i")


def test_height_opens_the_jaw_and_rounding_narrows_the_mouth() -> None:
    jaws = [target_of(sounds_of(vowel)[0]).jaw for vowel in "ieɛa"]
    assert jaws == sorted(jaws)
    assert jaws[-1] == pytest.approx(0.65, abs=0.02)
    puckers = [target_of(sounds_of(vowel)[0]).pucker for vowel in "ɔou"]
    assert puckers == sorted(puckers)
    assert target_of(sounds_of("y")[0]).pucker > target_of(sounds_of("u")[0]).pucker
    assert target_of(sounds_of("i")[0]).stretch > target_of(sounds_of("ɯ")[0]).stretch


def test_secondary_articulations_add_to_a_consonant() -> None:
    plain, labialised, palatalised = (target_of(sounds_of(ipa)[0]) for ipa in ("k", "kʷ", "kʲ"))
    assert labialised.pucker >= plain.pucker + 0.5
    assert palatalised.stretch > plain.stretch
