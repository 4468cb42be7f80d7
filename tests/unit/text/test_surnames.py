"""Surnames that read otherwise than the same characters elsewhere."""

from __future__ import annotations

import pytest

from avatar.text.chinese.surnames import surnames


def read(text: str) -> dict[str, str]:
    """Give each surname of a sentence with its reading."""
    return {text[place]: reading for place, reading in surnames(text).items()}


@pytest.mark.parametrize(
    ("written", "reading"),
    [
        ("仇阿姨，您好", {"仇": "qiu2"}),
        ("区小姐请进", {"区": "ou1"}),
        ("华医生今天休息", {"华": "hua4"}),
        ("乐老师和缪先生", {"乐": "yue4", "缪": "miao4"}),
        ("单老师，您好", {"单": "shan4"}),
        ("燕女士，盖同学", {"燕": "yan1", "盖": "ge3"}),
        ("请问您是解先生吗", {"解": "xie4"}),
        ("我找查总。", {"查": "zha1"}),
        ("这位是任总，那位是曾经理。", {"任": "ren2", "曾": "zeng1"}),
        ("任局长，您好", {"任": "ren2"}),
        ("上次任老师说过", {"任": "ren2"}),
        ("朴导演、翟律师", {"朴": "piao2", "翟": "zhai2"}),
        ("小单，来一下", {"单": "shan4"}),
        ("老解在吗？", {"解": "xie4"}),
        ("燕氏兄弟", {"燕": "yan1"}),
        ("任某因涉嫌盗窃被捕", {"任": "ren2"}),
    ],
)
def test_a_title_behind_tells_a_surname(written: str, reading: dict[str, str]) -> None:
    assert read(written) == reading


@pytest.mark.parametrize(
    ("written", "reading"),
    [
        ("姓名：仇海", {"仇": "qiu2"}),
        ("姓名: 单志明", {"单": "shan4"}),
        ("联系人：查立", {"查": "zha1"}),
        ("我姓任，叫任小红。", {"任": "ren2"}),
        ("免贵姓区", {"区": "ou1"}),
        ("歌手曾轶可", {"曾": "zeng1"}),
        ("导演解小龙说", {"解": "xie4"}),
        ("客服专员任小红为您服务", {"任": "ren2"}),
        ("请单志明先生上台", {"单": "shan4"}),
        ("我是客户经理查小雨。", {"查": "zha1"}),
    ],
)
def test_what_stands_before_a_name_tells_a_surname(written: str, reading: dict[str, str]) -> None:
    assert read(written) == reading


@pytest.mark.parametrize(
    "written",
    [
        "音乐老师",
        "小区阿姨",
        "社区医生",
        "主任医生",
        "责任编辑",
        "任何女士",
        "简单先生",
        "单位经理",
        "区域经理",
        "华东经理",
        "他曾经理解过",
        "1990年任局长",
        "他曾任客座教授，任法律顾问",
        "曾接受记者采访",
        "周先生曾相约再见",
        "他何时任秘书少监",
        "张三任县委书记",
        "客户任何问题",
        "老师解得好",
        "经理查到了",
        "担任总理",
        "区总工会",
        "查总额",
        "任某些人",
        "华氏80度",
    ],
)
def test_the_same_characters_elsewhere_are_no_surnames(written: str) -> None:
    assert read(written) == {}
