"""A text that is still coming is cut where it can be spoken, and nowhere else."""

from __future__ import annotations

import random
import time

import pytest

from avatar.service.brain.cutting import Cutter
from avatar.service.brain.plain import plain
from avatar.service.brain.unfenced import Unfenced

ANSWERS = [
    (
        "Gern! Das Konto kostet 3,50 Euro im Monat, z. B. für Überweisungen. Am 3. Oktober ist geschlossen.",
        ["Gern!", "Das Konto kostet 3,50 Euro im Monat,", "z. B. für Überweisungen.", "Am 3. Oktober ist geschlossen."],
    ),
    (
        "您好，我们的营业时间是周一到周五，上午九点到下午五点。周末休息！",
        ["您好，我们的营业时间是周一到周五，", "上午九点到下午五点。", "周末休息！"],
    ),
    (
        "Dr. Smith said that it costs $1,250.75 (about 1,100 euros, before tax), which is fair. "
        "See www.bank.example/a.b?c=1,2 now.",
        [
            "Dr. Smith said that it costs $1,250.75 (about 1,100 euros, before tax),",
            "which is fair.",
            "See www.bank.example/a.b?c=1,2 now.",
        ],
    ),
    (
        "You need:\n\n1. **Your passport**. It must be valid.\n2. *A bill*\n- [the form](https://bank.example/form.pdf)\n\n"
        "---\nThat's all.",
        ["You need:", "1. Your passport.", "It must be valid.", "2. A bill", "the form", "That's all."],
    ),
    (
        "ご来店ありがとうございます。口座は、アプリで十分ほどで開けます。",
        ["ご来店ありがとうございます。", "口座は、アプリで十分ほどで開けます。"],
    ),
    (
        "نعم، يمكنك فتح الحساب في التطبيق. هل تريد المزيد؟",
        ["نعم، يمكنك فتح الحساب في التطبيق.", "هل تريد المزيد؟"],
    ),
    (
        "好的。The app is called “ICBC Mobile”, 在应用商店下载即可。Version 2.0 is new!",
        ["好的。", "The app is called “ICBC Mobile”,", "在应用商店下载即可。", "Version 2.0 is new!"],
    ),
]


def cuts(text, sizes):
    unfenced, cutter, found, at = Unfenced(), Cutter(), [], 0
    for size in sizes:
        found += cutter.feed(unfenced.feed(text[at : at + size]))
        at += size
        if at >= len(text):
            break
    return found + cutter.feed(unfenced.finish()) + cutter.finish()


@pytest.mark.parametrize(("text", "expected"), ANSWERS)
@pytest.mark.parametrize("size", [1, 3, 10_000])
def test_clauses(text, expected, size):
    """However the text is cut on its way, the same is spoken."""
    spoken = [plain(cut.text) for cut in cuts(text, [size] * len(text))]
    assert [each for each in spoken if each] == expected


@pytest.mark.parametrize(("text", "expected"), ANSWERS)
def test_nothing_is_lost(text, expected):
    """All of a text comes out once and in order."""
    chance = random.Random(3)
    for _ in range(20):
        found = cuts(text, [chance.randint(1, 9) for _ in text])
        assert "".join(cut.text for cut in found) == text


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("**bold** and `code` and ~~old~~ 😀", "bold and code and old"),
        ("[smile] Hello [pause 30s] there [smiel]", "[smile] Hello there"),
        ('<break time="30s"/>Hi <sub alias="bad word">good</sub>', "Hi good"),
        ("&lt;sub alias='bad'&gt;good&lt;/sub&gt; &amp;lt;b&amp;gt;x", "good x"),
        ("重庆[[chong2 qing4]] [[银行|yin2 hang2]]", "重庆 银行"),
        ("half \ud83d of an emoji", "half � of an emoji"),
        ("***", ""),
        ("😀 ...", ""),
        ("half **open", "half open"),
    ],
)
def test_what_is_said(text, spoken):
    """Marks, tags and readings are not read, and say nothing else than what is judged."""
    assert plain(text) == spoken


@pytest.mark.parametrize("sign", ["*", "[", "，", "&lt;"])
def test_signs_without_end_take_no_time(sign):
    """A model that has lost its way keeps nobody else waiting."""
    text, began = sign * 1000, time.process_time()
    for cut in cuts(text, [3] * len(text)):
        plain(cut.text)
    assert time.process_time() - began < 5


def test_a_text_without_an_end():
    """A stream without any stop is cut all the same, and nothing is kept without end."""
    cutter = Cutter()
    found = [cut for _ in range(400) for cut in cutter.feed("word after word ")]
    assert max(len(cut.text) for cut in found) < 700
    assert len(cutter.finish()) <= 2


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("```\ncode", ""),
        ("a\n~~~ js\nx\n~~~\nb", "a\nb"),
        ("a ``` b", "a ``` b"),
        ("<think>never ends", ""),
        ("<thinking is good>", "<thinking is good>"),
        ("\n<think>x</think>y", "y"),
        ("```js", ""),
        ("``\nx", "``\nx"),
    ],
)
def test_blocks_of_code_and_thought(text, left):
    """They are left out, however the text is cut."""
    for size in (1, 2, 100):
        unfenced = Unfenced()
        found = "".join(unfenced.feed(text[at : at + size]) for at in range(0, len(text), size)) + unfenced.finish()
        assert found == left
