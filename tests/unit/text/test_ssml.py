"""What SSML says about a text is heard, and is neither spoken nor shown."""

from __future__ import annotations

import pytest

from avatar.data import Prosody
from avatar.errors import TextError
from avatar.settings import TextSettings
from avatar.text import read, unmarked


def utterances(text, language="auto"):
    return read(text, TextSettings(language))


def said(text, language="auto"):
    return [item.reading for each in utterances(text, language) for item in each.pronunciations if item.reading != ","]


def warnings(text):
    return [warning for each in utterances(text) for warning in each.warnings]


@pytest.mark.parametrize(
    ("text", "shown", "pause"),
    [
        ('<speak>早上好<break time="750ms"/>各位</speak>', ["早上好", "各位"], 0.75),
        ('Wait...<break time="1200ms"/>now!', ["Wait...", "now!"], 1.2 + 0.16),
        ('bread<break strength="strong"/>butter', ["bread", "butter"], 0.8),
        ("bread <break/> butter", ["bread", "butter"], 0.5),
        ("<speak>bread<break time='2s'></break>butter</speak>", ["bread", "butter"], 2.0),
        ("bread<break time=“1s”/>butter", ["bread", "butter"], 1.0),
    ],
)
def test_a_break_is_a_pause(text, shown, pause):
    before, after = utterances(text, "zh" if "各" in text else "en")
    assert [before.text, after.text] == shown
    assert before.pause_after == pytest.approx(pause)


def test_a_break_of_nothing_is_no_pause_and_one_too_long_is_cut_with_a_warning():
    assert len(utterances('one <break time="0ms"/>two')) == 1
    first = utterances('one <break time="90s"/> two')[0]
    assert first.pause_after == pytest.approx(30.0)
    assert "90 s" in first.warnings[0]


@pytest.mark.parametrize(
    ("attributes", "prosody"),
    [
        ('rate="slow"', Prosody(rate=0.8)),
        ('rate="150%"', Prosody(rate=1.5)),
        ('rate="-20%"', Prosody(rate=0.8)),
        ('rate="1.3"', Prosody(rate=1.3)),
        ('pitch="+12st"', Prosody(pitch=2.0)),
        ('pitch="high" range="low"', Prosody(pitch=1.12, range=0.6)),
        ('pitch="+18Hz"', Prosody(pitch=1.1)),
        ('volume="-6dB"', Prosody(volume=-6.0)),
        ('volume="loud"', Prosody(volume=4.0)),
        ('rate="900%"', Prosody(rate=3.0)),
    ],
)
def test_prosody_reaches_its_words_alone(attributes, prosody):
    before, inside, after = utterances(f"We <prosody {attributes}>never ever</prosody> do that.")
    assert (before.prosody, after.prosody) == (Prosody(), Prosody())
    assert inside.text == "never ever"
    assert inside.prosody.rate == pytest.approx(prosody.rate)
    assert inside.prosody.pitch == pytest.approx(prosody.pitch)
    assert inside.prosody.range == pytest.approx(prosody.range)
    assert inside.prosody.volume == pytest.approx(prosody.volume)
    assert [each.continues for each in (before, inside, after)] == [True, True, False]


def test_prosody_inside_prosody_multiplies():
    inner = utterances('<prosody rate="50%">a <prosody rate="80%" volume="-3dB">slow</prosody> walk</prosody>')[1]
    assert inner.prosody.rate == pytest.approx(0.4)
    assert inner.prosody.volume == -3.0


def test_a_mark_stays_with_the_words_that_it_closes():
    first, second = utterances('Is it <emphasis level="strong">here</emphasis>, or there?')[1:]
    assert (first.text, second.text) == ("here,", "or there?")
    assert first.prosody.volume > 0
    assert first.pause_after > 0


@pytest.mark.parametrize(
    ("text", "language", "readings"),
    [
        ('<say-as interpret-as="characters">XK7</say-as>', "en", ["X", "K", "seven"]),
        ('<say-as interpret-as="digits">407</say-as>', "en", ["four", "zero", "seven"]),
        (
            '<say-as interpret-as="telephone">139 0011</say-as>',
            "zh",
            ["yao1", "san1", "jiu3", "ling2", "ling2", "yao1", "yao1"],
        ),
        ('<say-as interpret-as="ordinal">12</say-as>', "en", ["twelfth"]),
        ('<say-as interpret-as="ordinal">12</say-as>', "zh", ["di4 shi2 er4"]),
        (
            '<say-as interpret-as="date" format="dmy">4/7/2023</say-as>',
            "zh",
            ["er4 ling2 er4 san1 nian2 qi1 yue4 si4 ri4"],
        ),
        ('<say-as interpret-as="expletive">damn</say-as> it', "en", ["it"]),
    ],
)
def test_what_it_is_decides_how_it_is_said(text, language, readings):
    assert said(text, language) == readings


def test_a_date_is_read_in_the_order_that_it_is_written_in():
    british = said('<say-as interpret-as="date" format="dmy">4/7/2023</say-as>', "en")
    american = said('<say-as interpret-as="date" format="mdy">4/7/2023</say-as>', "en")
    assert ("July" in british[0], "April" in american[0]) == (True, True)


def test_an_alias_is_heard_and_the_written_word_shown():
    (spoken,) = utterances('Ask the <sub alias="World Health Organization">WHO</sub> today.')
    assert spoken.text == "Ask the WHO today."
    assert spoken.heard == "Ask the World Health Organization today."
    assert ("WHO", "World Health Organization") in [(each.word, each.reading) for each in spoken.pronunciations]


@pytest.mark.parametrize(
    ("tag", "word", "field", "value"),
    [
        ('<phoneme alphabet="ipa" ph="ˈtɒmətəʊ">', "tomato", "ipa", "ˈtɒmətəʊ"),
        ('<phoneme ph="/ˈʃeɪn/">', "Sean", "ipa", "ˈʃeɪn"),
        ('<phoneme alphabet="py" ph="dan1 yu2">', "单于", "reading", "dan1 yu2"),
        ('<phoneme alphabet="pinyin" ph="chán yú">', "单于", "reading", "chan2 yu2"),
    ],
)
def test_phones_are_those_that_are_given(tag, word, field, value):
    spoken = utterances(f"这是 {tag}{word}</phoneme>。", "zh")[0]
    assert [getattr(each, field) for each in spoken.pronunciations if each.word == word] == [value]


def test_another_language_is_read_by_its_own_rules_inside_a_sentence():
    (spoken,) = utterances('They sang <lang xml:lang="de-DE">Stille Nacht</lang> with us.')
    assert spoken.language == "en"
    assert [each.language for each in spoken.pronunciations][2:4] == ["de-DE", "de-DE"]
    (german,) = utterances('<lang xml:lang="de">Alles war so wie immer.</lang>')
    assert german.language == "de"


def test_the_root_names_the_language_and_a_voice_is_asked_for():
    first, second = utterances('<speak xml:lang="it-IT">Ciao a tutti. <voice name="diego">Va bene.</voice></speak>')
    assert {first.language, second.language} == {"it-IT"}
    assert (first.voice, second.voice) == ("", "diego")


def test_paragraphs_and_sentences_end_where_they_say():
    text = "<speak><p><s>Number one</s><s>Number two.</s></p><p>The last</p></speak>"
    assert [each.text for each in utterances(text, "en")] == ["Number one", "Number two.", "The last"]


def test_a_mark_with_the_name_of_one_for_the_face_is_one():
    assert [cue.kind for cue in utterances('Yes<mark name="shake_head"/> no.')[0].cues] == ["shake head"]
    assert "'m1'" in warnings('Yes <mark name="m1"/> no.')[0]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("<speak>so <blink rate='2'>very</blink> odd</speak>", "<blink>"),
        ('<amazon:effect name="whispered">so very odd</amazon:effect>', "<amazon:effect>"),
        ("<speak><prosody rate='slow'>so very odd</speak>", "<prosody>"),
        ("<speak>so very</emphasis> odd</speak>", "</emphasis>"),
        ("<prosody rate='gently'>so very odd</prosody>", "'gently'"),
        ("<prosody contour='(0%,+20Hz)'>so very odd</prosody>", "'contour'"),
        ('<say-as interpret-as="poem">so very odd</say-as>', "'poem'"),
        ('<lang xml:lang="xx-XX">so very odd</lang>', "'xx-XX'"),
        ("so <break time='long'/> very odd", "'long'"),
    ],
)
def test_what_is_not_understood_is_left_out_and_told(text, named):
    assert any(named in warning for warning in warnings(text))
    assert " ".join(said(text)).split() == ["so", "very", "odd"]


def test_a_tag_without_an_end_is_refused_by_name():
    with pytest.raises(TextError, match='\'<break time="1s"then'):
        utterances('<speak>first<break time="1s"then</speak>')


@pytest.mark.parametrize(
    "text",
    ["If a < b then stop.", "A vector<int> of them.", "Press <your key> now.", "x<y and y>z", "1 <2> 3"],
)
def test_what_only_looks_like_a_tag_stays(text):
    assert unmarked(text) == text
    assert "".join(each.text for each in utterances(text, "en")) == text


def test_a_document_that_was_escaped_is_one():
    assert said("&lt;speak&gt;one &lt;break time='1s'/&gt;two&lt;/speak&gt;", "en") == ["one", "two"]


def test_what_is_shown_has_no_tags():
    text = '<speak>Hello <prosody rate="slow">dear <sub alias="friend">fr.</sub></prosody> 重庆[[chong2 qing4]] [nod]'
    assert unmarked(f"{text}</speak>") == "Hello dear fr. 重庆"


def test_a_page_inside_a_document_is_cleaned_like_any():
    text = "<speak><head><title>No</title></head><b>Good</b> <script>var a = 1;</script>day<br/>all</speak>"
    assert said(text, "en") == ["Good", "day", "all"]
    assert warnings(text) == []
