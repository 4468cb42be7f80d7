"""What is no word is not said: faces made of signs, codes, scripts, pictures; what is lost is named."""

from __future__ import annotations

import pytest

from avatar.errors import TextError
from avatar.settings import TextSettings
from avatar.text import read
from avatar.text.cleaning import clean
from avatar.text.faces import without_faces


@pytest.mark.parametrize(
    "face",
    [
        "(•̀ᴗ•́)و",
        "(｡◕‿◕｡)",
        "(╥﹏╥)",
        "ヽ(＾Д＾)ﾉ",
        "¯\\_(ツ)_/¯",
        "(ノಠ益ಠ)ノ彡┻━┻",
        "ʕ·ᴥ·ʔ",
        "(=^･ω･^=)",
        "(๑>◡<๑)",
        "(*≧ω≦)",
        "(T_T)",
        "(-_-)",
        "^_^",
        ">_<",
        "o_O",
        ":-D",
        "(눈_눈)",
        "٩(◕‿◕｡)۶",
        "（￣▽￣）",
        "(oﾟvﾟ)ノ",
    ],
)
@pytest.mark.parametrize(("before", "after"), [("好的", "，谢谢"), ("Fine ", " thanks")])
def test_a_face_is_left_out(face, before, after):
    assert clean(before + face + after).replace(" ", "") == (before + after).replace(" ", "")


@pytest.mark.parametrize(
    "text",
    [
        "f(x) = (x-1)(x+1)",
        "see (a) and (b)",
        "(°C)",
        "(10°~20°)",
        "(★)",
        "(C++)",
        "a (new) word",
        "（注）",
        "(x_1)",
        "(α, β)",
        "(1)",
        "(*)",
        "(-1)",
        "10:30",
        "snake_case_name",
        "(±5%)",
        "no_op",
        "Tel. 030 1234567",
        "0.0 to 0-0",
        "QoQ",
        "比分0-0平",
        "version 0.0",
        "*.*",
        "x-x",
        "TAT is short",
        "a: b",
        "~5~6",
        "价格（元）",
        "(Δt)",
        "a:b",
        "(m²)",
        "(O_O)"[:2],
    ],
)
def test_what_stands_in_brackets_is_no_face(text):
    assert without_faces(text) == text


def test_a_face_decides_no_language():
    spoken = read("谢谢大家！(๑•̀ㅂ•́)و✧ 明天见。♪", TextSettings())
    assert {each.language for each in spoken} == {"zh"}
    assert [each.text for each in spoken] == ["谢谢大家！", "明天见。"]


@pytest.mark.parametrize(
    ("written", "cleaned"),
    [
        ("![销售图](charts/q3.png)如下。", "销售图如下。"),
        ("![](x.png) Look at this.", "Look at this."),
        ("![logo][1] here\n\n[1]: https://a.example/x.png", "logo here"),
        ("See [the page](docs/page.md) and [home](index.html#top).", "See the page and home."),
        ("A [b](c d) e", "A [b](c d) e"),
        ("```sh\nls -l\n```", "ls -l"),
        ("```run it```", "run it"),
        ("~~~\nrun it\n~~~", "run it"),
        ("- [ ] buy tea\n- [x] call Ann", "buy tea\ncall Ann"),
        ("It is so.[^1]\n\n[^1]: As Ann says.", "It is so.\n\nAs Ann says."),
        ("Heading\n=======\ntext ======== more", "Heading\n\ntext more"),
        ("So ------ it ends", "So — it ends"),
        ("Sum $a_1 * b_2 * c$ of *two*", "Sum $a_1 * b_2 * c$ of two"),
        ("<https://example.com/a>", "https://example.com/a"),
        ("\x1b[1;32mok\x1b[0m done \x1b]0;title\x07now", "ok done now"),
        ("<style>p {color: red}</style><p>One</p><script src='x'>var a = 1 < 2;</script>Two", "One\nTwo"),
        ("Tom &amp;amp; Ann, 2 &amp;lt; 3", "Tom & Ann, 2 < 3"),
        ("a&amp;nbsp;b &#x4f60;", "a b 你"),
        ("x <!-- not this --> y", "x y"),
        ("<table><tr><th>Name</th><th>Age</th></tr></table>", "Name, Age"),
        ("if a<b && c>d", "if a<b && c>d"),
        ("今 天 天 气 很 好，我 们 走。", "今天天气很好，我们走。"),
        ("W e l c o m e  h o m e!", "Welcome home!"),
        ("A B C D", "A B C D"),
        ("a b c d e f", "a b c d e f"),
        ("我 爱 Python 和 茶", "我 爱 Python 和 茶"),
        ("┌──┐ │ok│ └──┘ ███", "ok"),
    ],
)
def test_marks_go_and_what_they_mark_stays(written, cleaned):
    assert clean(written) == cleaned
    assert clean(clean(written)) == clean(written)


def test_boxes_and_rules_are_not_said():
    spoken = read("┌──┐\n│ok│\n└──┘\n====== ------", TextSettings("en"))
    assert [item.word for each in spoken for item in each.pronunciations if item.reading != ","] == ["ok"]


@pytest.mark.parametrize("text", ["![](a.png)", "<script>alert(1)</script>", "(T_T)"])
def test_nothing_but_what_is_not_said_is_refused_in_words(text):
    with pytest.raises(TextError, match="not said, such as a picture"):
        clean(text)


def test_half_a_character_is_refused_and_two_halves_are_one():
    with pytest.raises(TextError, match=r"U\+DC4D"):
        read("好\udc4d", TextSettings())
    assert read("好\ud842\udfb7", TextSettings())[0].text == "好𠮷"


def test_a_rare_form_is_read_as_its_usual_one_and_heard_so():
    (spoken,) = read("𠮷田先生来了。", TextSettings())
    assert (spoken.pronunciations[0].word[0], spoken.heard[0]) == ("𠮷", "吉")
    assert spoken.pronunciations[0].reading.startswith("ji2")


@pytest.mark.parametrize(("text", "sign"), [("他叫𠁅。", "U+20045"), ("我在 ལ 这里", "TIBETAN")])
def test_a_sign_that_nobody_reads_is_named(text, sign):
    (spoken,) = read(text, TextSettings("zh"))
    assert any(sign in warning for warning in spoken.warnings)


@pytest.mark.parametrize(
    "text",
    [
        "On 3 May 2024 at 5:30 pm, $3.50!",
        "共3.5kg，价格￥20，2024年5月1日。",
        "Le 3 mai, 12 h 30.",
        "三月1,234円です。",
    ],
)
def test_nothing_is_named_where_all_is_said(text):
    assert not any("Left out" in warning for each in read(text, TextSettings()) for warning in each.warnings)
