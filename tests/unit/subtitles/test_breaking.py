"""No line breaks where a typesetter of its language would not break it."""

from __future__ import annotations

from itertools import pairwise

import pytest

from avatar.data import Word
from avatar.subtitles import lines
from avatar.subtitles.breaking import BAD, CLAUSE, PLAIN, STOP, is_stop, places
from avatar.subtitles.clusters import clusters, width
from avatar.subtitles.matching import matched


def cut(text, limit, most=2, words=()):
    parts = matched(text, words)
    return [text[first:last] for first, last in lines(text, parts, limit, most)]


def told(text):
    """Show each place with a bar."""
    found = {place.first for place in places(text)}
    return "".join(f"|{sign}" if index in found else sign for index, sign in enumerate(text))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("One two, three.", "One |two, |three."),
        ("C'est vrai ? Oui !", "C'est |vrai ? |Oui !"),
        ("well-known facts", "well-|known |facts"),
        ("up to 3-4 days", "up |to |3-4 |days"),
        ("10\u00a0km away", "10\u00a0km |away"),
        ("他说：“好。”", "他|说：|“好。”"),
        ("《说明书》，", "《说|明|书》，"),
        ("等等……好", "等|等……|好"),
        ("シャッターを切った。", "シャッ|ター|を|切っ|た。"),
        ("iPhone 15的价格", "iPhone |15|的|价|格"),
        ("नमस्ते, मैं", "नमस्ते, |मैं"),
    ],
)
def test_a_line_may_end_here_and_nowhere_else(text, shown):
    """After UAX #14, clreq and jlreq: small kana, long marks, closers and dashes never begin a line."""
    assert told(text) == shown


@pytest.mark.parametrize("closer", "、。，！？）」』】》ーっゃァ々…")
def test_kinsoku_keeps_signs_from_a_lines_beginning(closer):
    assert all(place.first != 4 for place in places(f"一二三四{closer}五六七"))


@pytest.mark.parametrize("opener", "（「『【《“")
def test_kinsoku_keeps_signs_from_a_lines_end(opener):
    assert all(place.first != 4 for place in places(f"一二三{opener}四五六七"))


def test_places_are_the_better_the_more_they_end():
    stop, clause, plain = (place.cost for place in places("Done. Now, something different")[:3])
    assert (stop, clause, plain) == (STOP, CLAUSE, PLAIN)


def test_a_word_of_chinese_stays_whole_where_that_can_be():
    text = "请看说明书吧好吗"
    words = [Word(word, index, index + 1) for index, word in enumerate(("请", "看", "说明书", "吧", "好", "吗"))]
    inside = {text.index("明"), text.index("书")}
    costs = {place.first: place.cost for place in places(text, matched(text, words))}
    assert all(costs[place] == BAD for place in inside)
    assert costs[text.index("说")] < BAD


def test_lines_are_as_few_as_it_takes():
    assert cut("A short one.", 21) == ["A short one."]


def test_two_lines_are_alike_and_the_lower_is_rather_the_longer():
    assert cut("Aaaa bbbbb cccc ddddd eeeee", 12) == ["Aaaa bbbbb", "cccc ddddd eeeee"]
    upper, lower = cut("All it takes is one authorised photograph and a text", 21)
    assert abs(width(upper) - width(lower)) < 6


def test_an_article_stays_with_its_noun():
    for upper, lower in [cut("He went along the river and then he saw the house", limit) for limit in range(14, 20)]:
        assert upper.split()[-1] not in {"the", "and", "he"}, (upper, lower)


def test_a_postposition_of_hindi_stays_with_its_noun():
    upper, lower = cut("थोड़ा सा पाठ ही काफ़ी है और कुछ नहीं चाहिए आपको", 14)
    assert lower.split()[0] not in {"है", "ही", "सा"}, (upper, lower)


def test_no_word_is_lost_where_nothing_fits():
    pieces = cut("Donaudampfschifffahrtsgesellschaftskapitänsmütze und noch viel mehr davon", 8, 2)
    assert len(pieces) == 2
    words = ["Donaudampfschifffahrtsgesellschaftskapitänsmütze", "und", "noch", "viel", "mehr", "davon"]
    assert " ".join(pieces).split() == words


@pytest.mark.parametrize("text", ["क्षत्रिय स्त्री", "สวัสดีครับ เพื่อน", "מִלָּה", "e\u0301te\u0301", "👩‍👩‍👧 ok"])
def test_no_mark_is_parted_from_its_letter(text):
    found = list(clusters(text))
    assert found[0][0] == 0
    assert all(end == first for (_, end), (first, _) in pairwise(found))
    import unicodedata

    assert all(not unicodedata.category(text[first]).startswith("M") for first, _ in found)


def test_a_vowel_of_thai_that_is_written_first_stays_with_its_consonant():
    text = "เพียงภาพเดียว"
    assert [place.first for place in places(text) if place.cost == BAD] == [text.rindex("เ")]
    assert 1 not in {place.first for place in places(text)}


@pytest.mark.parametrize("text", ["Yes.", "真的吗？", "…he said.”", "है।", "هل؟"])
def test_it_is_known_when_a_sentence_ends(text):
    assert is_stop(text)
    assert not is_stop(text + ",")
