"""A reading that somebody gives counts, is checked, and is that of the word that is written."""

from __future__ import annotations

import pytest

from avatar.errors import TextError
from avatar.settings import TextSettings
from avatar.text import check_lexicon, read
from avatar.text.markup.likeness import sounds_like


def pieces(text, language="auto", lexicon=None):
    return [
        (item.word, f"/{item.ipa}/" if item.ipa else item.reading, item.language)
        for each in read(text, TextSettings(language, lexicon))
        for item in each.pronunciations
        if item.reading != ","
    ]


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("我去单县[[shan4 xian4]]看看。", ("单县", "shan4 xian4", "zh")),
        ("一个行[[hang2]]家", ("行", "hang2", "zh")),
        ("住在番禺[[pānyú]]区", ("番禺", "pan1 yu2", "zh")),
        ("西安[[xī'ān]]的", ("西安", "xi1 an1", "zh")),
        ("花儿[[huar1]]开了", ("花儿", "huar1", "zh")),
        ("绿色[[lü4 se4]]的", ("绿色", "lv4 se4", "zh")),
        ("Ask Siobhan[[/ʃɪˈvɔːn/]] first.", ("Siobhan", "/ʃɪˈvɔːn/", "en")),
        ("和Xiaomi[[xiao3 mi3]]一起", ("Xiaomi", "xiao3 mi3", "zh")),
        ("这是Huawei[[/hwɑːˈweɪ/]]的", ("Huawei", "/hwɑːˈweɪ/", "en")),
        ("到[[乐亭县|lao4 ting2 xian4]]去", ("乐亭县", "lao4 ting2 xian4", "zh")),
    ],
)
def test_a_reading_in_brackets_is_that_of_the_word_before(text, piece):
    assert piece in pieces(text)
    assert "[" not in "".join(each.text for each in read(text, TextSettings()))


@pytest.mark.parametrize("text", ["See [[Main Page]] now.", "df[[col1]] is it", "a[[0]] = 1", "[[wiki|a link]] here"])
def test_other_brackets_are_text(text):
    assert "[[" in "".join(each.text for each in read(text, TextSettings("en")))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("番禺[[pan1 yux2]]", "'yux'"),
        ("番禺[[pan1 yu9]]", "pan1 yu9"),
        ("[[番禺|pan1]]", "1 syllables"),
        ("Siobhan[[/ʃɪ!vɔːn/]]", "'!'"),
        ("weather[[/kəʊd/]]", "too far from 'weather'"),
        ("天气[[mi4 ma3]]", "too far from '天气'"),
        ("今天[[zhuan3 zhang4]]", "too far from '今天'"),
        ("hello[[mi4 ma3]]", "too far from 'hello'"),
    ],
)
def test_what_cannot_be_a_reading_is_refused_by_name(text, named):
    with pytest.raises(TextError, match=named):
        read(text, TextSettings())


@pytest.mark.parametrize(
    ("word", "phones"),
    [
        ("Nguyen", "ŋwiən"),
        ("Siobhan", "ʃɪvɔːn"),
        ("Worcester", "ˈwʊstə"),
        ("Leicester", "ˈlɛstə"),
        ("GIF", "dʒɪf"),
        ("SQL", "siːkwəl"),
        ("Xi", "ʃiː"),
        ("Qatar", "ˈkʌtər"),
        ("Versailles", "vɛʁsaj"),
        ("Łódź", "wutɕ"),
        ("仇", "qiu"),
        ("IKEA", "ɪkeːa"),
        ("Москва", "mɐskˈva"),
        ("서울", "sʌul"),
        ("とうきょう", "toːkjoː"),
        ("Goethe", "ɡøːtə"),
        ("nginx", "endʒɪneks"),
    ],
)
def test_names_may_be_said_as_their_people_say_them(word, phones):
    assert sounds_like(word, phones)


@pytest.mark.parametrize(
    ("word", "phones"),
    [
        ("kitten", "pæswɜːd"),
        ("weather", "məni"),
        ("hello", "trænsfɜːr"),
        ("天气", "mima"),
        ("42", "fɔːti"),
        ("★", "stɑː"),
        ("Berlin", "paswɔʁt"),
        ("Дом", "kərədɨ"),
        ("今天", "paswɔʁt"),
    ],
)
def test_nothing_can_be_said_under_another_word(word, phones):
    assert not sounds_like(word, phones)


LEXICON = """
# names of the house
word\treading\tlanguage\tcase
单县\tshan4 xian4
Siobhan\t/ʃɪˈvɔːn/
SQL\tsequel
IT\tI T\t\tcase
Paris\t/paʁi/\tfr
"""


def test_a_lexicon_reads_words_wherever_they_stand():
    assert ("单县", "shan4 xian4", "zh") in pieces("他在单县工作。", lexicon=LEXICON)
    assert pieces("It is SQL, said siobhan of IT.", "en", LEXICON) == [
        ("It", "It", "en"),
        ("is", "is", "en"),
        ("SQL", "sequel", "en"),
        ("said", "said", "en"),
        ("siobhan", "/ʃɪˈvɔːn/", "en"),
        ("of", "of", "en"),
        ("IT", "I T", "en"),
    ]


def test_a_lexicon_keeps_to_its_language_and_to_whole_words():
    assert ("Paris", "/paʁi/", "fr") in pieces("Je vis à Paris.", "fr", LEXICON)
    assert ("Paris", "Paris", "en") in pieces("I live in Paris.", "en", LEXICON)
    assert ("MySQLs", "sequel") not in [each[:2] for each in pieces("The MySQLs are here.", "en", LEXICON)]


def test_a_lexicon_goes_before_numbers_and_the_longest_word_first():
    table = "7-11\tseven eleven\n711\tseven one one\nNew York\t/njuːˈjɔːk/\nNew York City\tthe Big Apple\n"
    assert pieces("At 7-11 in New York City.", "en", table)[1:] == [
        ("7-11", "seven eleven", "en"),
        ("in", "in", "en"),
        ("New York City", "the Big Apple", "en"),
    ]


@pytest.mark.parametrize(
    "content",
    [
        '"单县" = "shan4 xian4"',
        "[words]\n'单县' = {reading = 'shan4 xian4', language = 'zh', case = true}",
        "单县,shan4 xian4",
    ],
)
def test_a_lexicon_is_written_in_lines_or_in_toml(content):
    assert ("单县", "shan4 xian4", "zh") in pieces("单县很大。", "zh", content)


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("a\tb\n单县 shan4 xian4\n", "line 2 of words.tsv"),
        ("x\ty\n\n单县\tshan4 xianx4", "words.tsv, line 3 holds 'xianx'"),
        ("SQL\tsequel\nsql\tess cue ell", "stands there twice"),
        ("SQL = 7", "'SQL' in words.tsv, line 1, has 7"),
        ("SQL = 'x", "is not TOML"),
        ("SQL\tsequel\txx", "'xx'"),
        ("SQL\t/s3/", "holds '3'"),
        ("...\tdots", "has no letter"),
    ],
)
def test_a_fault_in_a_lexicon_is_named_with_its_line(content, named):
    with pytest.raises(TextError, match=named):
        check_lexicon(content, "words.tsv")
