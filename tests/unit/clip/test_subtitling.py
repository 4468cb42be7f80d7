"""What is settled of a clip's subtitles before its first word."""

from __future__ import annotations

from dataclasses import replace

import pytest

from avatar.clip.script import read_script
from avatar.clip.subtitling import Subtitling, require_stream, said_in, subtitling
from avatar.data import Word
from avatar.errors import InputError
from avatar.settings import FilmSettings, MotionSettings, Settings, SubtitleSettings, TextSettings

TEXT = "Good morning. Please bring your passport with you, and a pen. The office closes at five."
SECOND = "Bonjour.\nVeuillez apporter votre passeport, et un stylo.\nLe bureau ferme à cinq heures."


def settled(kind="file", text=TEXT, size=(720, 720), **more):
    script = read_script(text, TextSettings(), None, "emma" if text.isascii() else "xiaoyun")
    settings = Settings(film=FilmSettings(*size), subtitles=SubtitleSettings(kind, **more))
    passages = script.passages(MotionSettings(), 1.0)
    return subtitling(settings, script, passages), passages


def words_of(passage):
    texts = said_in(passage).replace(",", "").replace(".", "").split()
    return [Word(text, index / 2, index / 2 + 0.4) for index, text in enumerate(texts)]


def test_without_subtitles_there_is_nothing_to_settle():
    found, passages = settled("none")
    assert found == Subtitling()
    assert found.captions(passages[0], words_of(passages[0]), 9.0, 0.0) == ()
    assert found.files(()) == {}
    assert found.track() is None
    assert found.typesetter() is None


def test_what_is_of_no_use_is_refused():
    with pytest.raises(InputError, match="of no use"):
        settled("none", second="Bonjour.")


def test_lines_are_shorter_in_a_narrow_picture_and_in_chinese():
    wide, narrow = (settled(size=size)[0].pace.em for size in ((1920, 1080), (720, 720)))
    chinese = settled(text="您好，我是小陈。", size=(1920, 1080))[0].pace.em
    assert wide == 21
    assert narrow < 18
    assert chinese == 18


def test_captions_have_the_times_of_the_film():
    found, passages = settled()
    captions = found.captions(passages[0], words_of(passages[0]), 60.0, 100.0)
    assert captions[0].start == 100.0
    assert all(100 <= caption.start < caption.end <= 160 for caption in captions)


def test_each_sentence_has_its_line_of_the_second_language():
    found, passages = settled(second=SECOND)
    captions = [caption for each in passages for caption in found.captions(each, words_of(each), 60.0, 0.0)]
    assert [caption.second for caption in captions if caption.text == "Good morning."] == ["Bonjour."]
    assert captions[-1].second == "Le bureau ferme à cinq heures."
    assert all(caption.second for caption in captions)


def test_a_sentence_that_a_recording_leaves_out_takes_its_translation_with_it():
    script = read_script(TEXT, TextSettings(), None, "emma")
    whole = script.in_one(MotionSettings())
    heard = replace(whole, utterances=(whole.utterances[0], whole.utterances[2]), cards=whole.cards[:2])
    settings = Settings(subtitles=SubtitleSettings("file", second=SECOND))
    found = subtitling(settings, script, (heard,))
    assert found.second[heard.name] == ("Bonjour.", "Le bureau ferme à cinq heures.")


def test_without_words_there_is_nothing_to_read():
    script = read_script(TEXT, TextSettings(), None, "emma")
    silent = replace(script, utterances=(replace(script.utterances[0], text=""),), cards=script.cards[:1])
    with pytest.raises(InputError, match="without its text"):
        subtitling(Settings(subtitles=SubtitleSettings("burn")), silent, ())


def test_srt_of_the_second_language_goes_by_its_times():
    found, passages = settled(second="1\n00:00:10,000 --> 00:00:10,900\nBonjour.\n")
    captions = found.captions(passages[0], words_of(passages[0]), 60.0, 10.0)
    assert captions[0].second == "Bonjour."
    assert captions[-1].second == ""


def test_a_second_language_that_does_not_go_with_the_text_is_refused():
    with pytest.raises(InputError, match="2 lines, but the text has 3 sentences"):
        settled(second="Un.\nDeux.")


def test_only_what_is_burned_in_shapes_pictures():
    for kind in ("soft", "file"):
        found, passages = settled(kind)
        assert found.key(passages[0], 0) is None
        assert found.versions() == {}


def test_files_are_those_of_the_kind_file_alone():
    found, passages = settled(second=SECOND, style='[highlight]\ncolour = "#102030"\n[place]\nposition = "top"')
    captions = found.captions(passages[0], words_of(passages[0]), 60.0, 0.0)
    files = {ending: "".join(text) for ending, text in found.files(captions).items()}
    assert list(files) == [".srt", ".vtt", ".ass"]
    assert "Bonjour." in files[".srt"]
    assert "#102030" in files[".vtt"]
    assert "&H00302010" in files[".ass"]
    assert ",8,43,43,36,1\n" in files[".ass"]
    assert replace(found, settings=SubtitleSettings("soft")).files(captions) == {}


def test_a_track_is_written_as_its_codec_wants_it():
    found, passages = settled("soft")
    (caption, *_) = found.captions(passages[0], words_of(passages[0]), 60.0, 0.0)
    assert found.text(caption, "mov_text") == "Good morning."
    assert found.text(caption, "webvtt") == "<c>Good</c> <00:00:00.500><c>morning</c>."
    assert found.text(caption, "ass").startswith("{\\k40}Good ")
    assert found.track().language.startswith("en")


@pytest.mark.parametrize(("kind", "is_refused"), [("none", False), ("burn", False), ("soft", True), ("file", True)])
def test_a_stream_has_no_place_for_a_track_or_a_file(kind, is_refused):
    if is_refused:
        with pytest.raises(InputError, match="choose burn"):
            require_stream(SubtitleSettings(kind))
    else:
        require_stream(SubtitleSettings(kind))


def test_what_is_said_is_joined_as_its_languages_are_written():
    script = read_script("您好。我是小陈。Hello there. 再见。", TextSettings(), None, None)
    assert said_in(script.in_one(MotionSettings())) == "您好。我是小陈。Hello there.再见。"


def test_an_unknown_kind_is_told_with_those_that_there_are():
    with pytest.raises(InputError, match="choose one of none, soft, burn, file"):
        SubtitleSettings("hard")
