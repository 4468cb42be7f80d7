"""Captions are drawn in every script and direction, in their place, at their time, and nowhere else."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from PIL import features

from avatar.data import Frame
from avatar.errors import NotInstalledError
from avatar.finish.label import LabelFilter
from avatar.finish.subtitles import fonts as fonts_
from avatar.finish.subtitles.bidi import begins_right, levels, visual_order
from avatar.finish.subtitles.burn import Burner, Typesetter, free_part
from avatar.finish.subtitles.families import families, is_shaped, package, script
from avatar.finish.subtitles.fonts import Face, Fonts, choose
from avatar.finish.subtitles.setting import set_line, unclosed
from avatar.subtitles import Caption, Sung
from avatar.subtitles.style import BoxStyle, HighlightStyle, PlaceStyle, Style

DEJAVU = Path(mpl.get_data_path()) / "fonts" / "ttf"
PLAIN = Fonts([Face(str(DEJAVU / "DejaVuSans-Bold.ttf"), 0, "DejaVu Sans", "Bold")])
"""it has Latin, Arabic and Hebrew, and comes with a package that the tests need anyway"""
FPS = Fraction(25)
shaped = pytest.mark.skipif(not features.check("raqm"), reason="FriBidi is not here")
"""what has to be shaped, or runs from right to left"""


@pytest.fixture
def bare(monkeypatch, tmp_path):
    """Give a machine on which only DejaVu Sans is installed."""
    (tmp_path / "DejaVuSans-Bold.ttf").symlink_to(DEJAVU / "DejaVuSans-Bold.ttf")
    monkeypatch.setattr(fonts_, "font_folders", lambda: (tmp_path,))
    fonts_._installed.cache_clear()
    yield tmp_path
    fonts_._installed.cache_clear()


def typesetter(style=None, size=(640, 360), language="en", second=None):
    style = style or Style()
    free = free_part(style, size, LabelFilter(language, size).place)
    return Typesetter(style, size, PLAIN, second, free)


def caption(text="Some words here", start=1.0, end=2.0, second=""):
    words = text.split()
    length = (end - start) / len(words)
    parts, at = [], 0
    for index, word in enumerate(words):
        first = text.index(word, at)
        at = first + len(word)
        parts.append(Sung(first, at, start + index * length, start + (index + 1) * length, index))
    return Caption(text, start, end, tuple(parts), "en", second)


def burned(captions, setter, times, channels=3):
    blank = np.full((setter.size[1], setter.size[0], channels), 90, np.uint8)
    frames = [Frame(blank.copy(), index, time) for index, time in enumerate(times)]
    return [frame.image for frame in Burner(captions, setter, FPS).apply(frames)]


def touched(image):
    """Box (left, top, right, bottom) of what is not grey any more."""
    rows, columns = np.nonzero((image != 90).any(axis=2))
    return columns.min(), rows.min(), columns.max() + 1, rows.max() + 1


def yellow(image):
    red, green, blue = (image[..., k].astype(int) for k in range(3))
    return (red > 200) & (green > 150) & (blue < 140)


def test_a_caption_is_seen_in_the_frames_of_its_time_and_in_no_other():
    """A frame shows it whose middle lies in its time."""
    images = burned([caption(start=1.0, end=2.0)], typesetter(), [0.96, 0.98, 1.5, 1.96, 1.98])
    assert [bool((image != 90).any()) for image in images] == [False, True, True, True, False]


def test_the_word_that_is_spoken_is_lit_and_only_that():
    first, second, third = burned([caption()], typesetter(), [1.1, 1.5, 1.8])
    places = [np.nonzero(yellow(image))[1].mean() for image in (first, second, third)]
    assert places[0] < places[1] < places[2]
    assert not (yellow(first) & yellow(third)).any()


def test_nothing_is_lit_where_that_is_not_wanted():
    (image,) = burned([caption()], typesetter(Style(highlight=HighlightStyle((0, 0, 0, 0.0)))), [1.1])
    assert not yellow(image).any()


@pytest.mark.parametrize("size", [(640, 360), (360, 360), (360, 640), (1280, 720)])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_captions_keep_off_the_label_and_the_picture_s_edges(size, language):
    setter = typesetter(size=size, language=language)
    long = caption("All it takes is one photograph and a text that is long enough")
    (image,) = burned([long], setter, [1.1])
    left, top, right, bottom = touched(image)
    x, y, across, down = LabelFilter(language, size).place
    assert right <= x or left >= x + across or bottom <= y or top >= y + down
    assert left > 0
    assert top > 0
    assert right < size[0]
    assert bottom < size[1]


def test_captions_are_in_the_lower_third_and_centred():
    (image,) = burned([caption("Two words")], typesetter(size=(360, 640)), [1.1])
    left, top, right, _ = touched(image)
    assert top > 640 * 0.67
    assert (left + right) / 2 == pytest.approx(180, abs=3)


def test_captions_at_the_top_are_there():
    (image,) = burned([caption()], typesetter(Style(place=PlaceStyle(position="top"))), [1.1])
    assert touched(image)[3] < 360 * 0.3


def test_letters_shrink_before_they_leave_the_picture():
    setter = typesetter(size=(360, 360))
    (image,) = burned([caption("Donaudampfschifffahrtsgesellschaft")], setter, [1.1])
    left, _, right, _ = touched(image)
    assert left > 0
    assert right < 360


def test_a_box_is_laid_behind_all_lines():
    plain, boxed = (
        burned([caption()], typesetter(style), [1.1])[0] for style in (Style(), Style(box=BoxStyle((0, 0, 0, 1.0))))
    )
    assert (boxed == 0).all(axis=2).sum() > 2 * (plain < 40).all(axis=2).sum()


def test_a_second_language_stands_below_or_above():
    second = caption("One line", second="Another")
    one, two = (burned([each], typesetter(second=PLAIN), [1.1])[0] for each in (caption("One line"), second))
    assert touched(two)[1] < touched(one)[1]
    assert np.nonzero(yellow(two))[0].mean() < np.nonzero(yellow(one))[0].mean()


def test_a_transparent_frame_becomes_opaque_where_letters_are():
    blank = np.zeros((360, 640, 4), np.uint8)
    (frame,) = Burner([caption()], typesetter(), FPS).apply([Frame(blank, 0, 1.1)])
    letters = frame.image[..., 3] == 255
    assert letters.any()
    assert (frame.image[letters][:, :3].max(axis=1) > 180).any()
    assert (frame.image[:100] == 0).all()


def test_a_frame_that_may_not_be_written_is_copied():
    blank = np.full((360, 640, 3), 90, np.uint8)
    blank.flags.writeable = False
    (frame,) = Burner([caption()], typesetter(), FPS).apply([Frame(blank, 0, 1.1)])
    assert (blank == 90).all()
    assert (frame.image != 90).any()


def test_what_lies_outside_of_a_caption_stays_as_it_was():
    (image,) = burned([caption()], typesetter(), [1.1])
    left, top, right, bottom = touched(image)
    outside = np.ones(image.shape[:2], bool)
    outside[top:bottom, left:right] = False
    assert (image[outside] == 90).all()
    assert bottom - top < 90


@shaped
def test_arabic_runs_from_right_to_left_and_numbers_in_it_from_left_to_right():
    text = "عام 2024 الجديد"
    parts = caption(text).parts
    line = set_line(text, 0, parts, PLAIN, 40, begins_right(text))
    order = [each.part for each in line.stretches if each.part >= 0]
    assert order == [2, 1, 0]
    assert [each.is_right for each in line.stretches if each.part == 1] == [False]
    assert line.width == pytest.approx(sum(each.width for each in line.stretches))


@shaped
def test_arabic_letters_are_joined():
    """Joined, the letters of a word are narrower than each alone."""
    joined = set_line("بيت", 0, (), PLAIN, 40, is_right=True).width
    apart = sum(set_line(letter, 0, (), PLAIN, 40, is_right=True).width for letter in "بيت")
    assert joined < 0.9 * apart


@shaped
@pytest.mark.parametrize(
    ("text", "is_right", "shown"),
    [
        ("abc", False, [0, 0, 0]),
        ("אב 12", True, [1, 1, 1, 2, 2]),
        ("a אב", False, [0, 0, 1, 1]),
        ("אב a", True, [1, 1, 1, 2]),
    ],
)
def test_directions_are_those_of_the_standard(text, is_right, shown):
    assert levels(text, is_right=is_right) == shown


def test_stretches_are_put_into_the_order_of_the_eye():
    assert visual_order([1, 2, 1]) == [2, 1, 0]
    assert visual_order([0, 1, 1, 0]) == [0, 2, 1, 3]
    assert visual_order([1, 2, 2, 1]) == [3, 1, 2, 0]
    assert visual_order([]) == []


def test_a_mark_is_drawn_with_its_letter_and_no_box_for_a_picture():
    stretches = set_line("e\u0301 😀 x", 0, (), PLAIN, 40, is_right=False).stretches
    assert "😀" not in "".join(each.text for each in stretches)
    assert stretches[0].text.startswith("e\u0301")


def test_the_comma_or_stop_at_a_chinese_line_s_end_is_left_out():
    assert unclosed("一二三，") == "一二三"
    assert unclosed("一，二！") == "一，二！"
    assert unclosed("One.") == "One."


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize(
    ("text", "language", "told"),
    [
        ("您好", "zh", "Chinese, Japanese or Korean letters .*apt-get install fonts-noto-cjk"),
        ("カナ", "ja", "apt-get install fonts-noto-cjk"),
        ("안녕", "ko", "apt-get install fonts-noto-cjk"),
        pytest.param("नमस्ते", "hi", "Devanagari letters .*apt-get install fonts-noto-core", marks=shaped),
        pytest.param("สวัสดี", "th", "Thai letters .*apt-get install fonts-noto-core", marks=shaped),
    ],
)
def test_letters_that_no_font_has_are_told_with_the_package(text, language, told):
    with pytest.raises(NotInstalledError, match=told) as found:
        choose(text, language)
    assert found.value.exit_code == 4


@pytest.mark.usefixtures("bare")
@shaped
def test_whatever_font_has_the_letters_is_taken():
    for text, language in (("Hello “world”…", "en"), ("مرحبا", "ar"), ("שלום", "he"), ("Привет", "ru"), ("a 😀", "en")):
        assert [face.family for face in choose(text, language).faces] == ["DejaVu Sans"]


@pytest.mark.usefixtures("bare")
def test_it_is_told_which_languages_can_be_drawn_here():
    found = fonts_.examine()
    assert found["en"] == found["ru"] == ""
    assert all("apt-get install fonts-noto-cjk" in found[language] for language in ("zh", "ja", "ko"))


def test_letters_that_would_be_torn_apart_are_told_with_the_library(monkeypatch):
    monkeypatch.setattr(features, "check", lambda name: False)
    with pytest.raises(NotInstalledError, match=r"Arabic letters .*apt-get install libfribidi0") as found:
        choose("مرحبا", "ar")
    assert found.value.exit_code == 4


def test_a_font_that_has_a_box_for_everything_is_no_font(monkeypatch):
    """Matplotlib brings such a one."""
    monkeypatch.setattr(fonts_, "font_folders", lambda: (DEJAVU,))
    fonts_._installed.cache_clear()
    with pytest.raises(NotInstalledError, match="fonts-noto-cjk"):
        choose("您", "zh")
    fonts_._installed.cache_clear()


@pytest.mark.usefixtures("bare")
def test_a_font_that_is_named_comes_first_or_is_missed():
    assert choose("a", "en", "dejavu sans").faces[0].family == "DejaVu Sans"
    with pytest.raises(NotInstalledError, match="'Comic Sans'"):
        choose("a", "en", "Comic Sans")


def test_the_same_characters_have_other_fonts_in_other_languages():
    wide = frozenset({"CJK"})
    first = {language: families(language, wide)[0] for language in ("zh", "zh-TW", "yue", "ja", "ko", "pt-BR")}
    assert first == {
        "zh": "Noto Sans CJK SC",
        "zh-TW": "Noto Sans CJK TC",
        "yue": "Noto Sans CJK HK",
        "ja": "Noto Sans CJK JP",
        "ko": "Noto Sans CJK KR",
        "pt-BR": "Noto Sans Cjk",
    }


def test_scripts_are_known_and_which_of_them_must_be_shaped():
    found = [script(sign) for sign in "aяא字か한م"]
    assert found == ["LATIN", "CYRILLIC", "HEBREW", "CJK", "HIRAGANA", "HANGUL", "ARABIC"]
    assert [is_shaped(sign) for sign in "aя字אمनก"] == [False, False, False, True, True, True, True]
    assert (package("CJK"), package("THAI")) == ("fonts-noto-cjk", "fonts-noto-core")


def test_a_font_is_named_by_its_content():
    assert len(PLAIN.faces[0].digest()) == 16
    other = Face(str(DEJAVU / "DejaVuSans.ttf"), 0, "DejaVu Sans", "Book")
    assert other.digest() != PLAIN.faces[0].digest()


@pytest.mark.parametrize(
    ("line", "is_right", "seen"),
    [
        ("هاتف +49 30 1234-567.", True, ".+49 30 1234-567 فتاه"),
        ("من 2026-12-31.", True, ".2026-12-31 نم"),
        ("هاتف ٠٣٠-١٢٣-٤٥٦٧", True, "٠٣٠-١٢٣-٤٥٦٧ فتاه"),
        ("من 10-20 يورو", True, "وروي 20-10 نم"),
        ("في 2024-2026", True, "2026-2024 يف"),
        ("السعر 1.299,50 حتى 31/12", True, "31/12 ىتح 1.299,50 رعسلا"),
        ("עד iPhone 15 Pro.", True, ".iPhone 15 Pro דע"),
        ("Call +49 30 1234-567.", False, "Call +49 30 1234-567."),
        ("The word שלום is 2.", False, "The word םולש is 2."),
    ],
)
def test_what_is_dialled_reads_from_left_to_right_among_arabic(line, is_right, seen):
    """Everything else stands as Unicode says; a range of years or prices runs with the text."""
    order = visual_order(levels(line, is_right=is_right))
    assert "".join(line[index] for index in order) == seen
