"""Chinese text as a customer-service script writes it, and as it is said."""

from __future__ import annotations

import pytest

from avatar.text.chinese.speak import speak_chinese


def said(text: str) -> str:
    """Join what is said; English stands in angle brackets."""
    return "".join(f"<{piece.says}>" if piece.language == "en" else piece.says for piece in speak_chinese(text))


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("尾号8812的储蓄卡", "尾号八八幺二的储蓄卡"),
        ("尾号为1001", "尾号为幺零零幺"),
        ("年化利率3.85%", "年化利率百分之三点八五"),
        ("5‰", "千分之五"),
        ("2026年11月21日", "二零二六年十一月二十一日"),
        ("2026年02月03日", "二零二六年二月三日"),
        ("2026-11-21", "二零二六年十一月二十一日"),
        ("2026/1/2", "二零二六年一月二日"),
        ("2019-2021年", "二零一九到二零二一年"),
        ("98年、08年", "九八年,零八年"),
        ("10年期", "十年期"),
        ("90后", "九零后"),
        ("上午9:30-11:00", "上午九点三十分到十一点"),
        ("2:05", "两点零五分"),
        ("14:00:08", "十四点零分八秒"),
        ("9点05分", "九点零五分"),
        ("拨打400-820-8888", "拨打四零零,八二零,八八八八"),
        ("0571-88881234", "零五七幺,八八八八幺二三四"),
        ("13812345678", "幺三八幺二三四五六七八"),
        ("138 1234 5678", "幺三八幺二三四五六七八"),
        ("请拨95588或110", "请拨九五五八八或幺幺零"),
        ("卡号6222 0212 3456 7890", "卡号六二二二零二幺二三四五六七八九零"),
        ("验证码是102938", "验证码是幺零二九三八"),
        ("￥12,345.67", "一万二千三百四十五点六七元"),
        ("¥3.5万", "三点五万元"),
        ("100,000.00元", "十万元"),
        ("$3.5", "三点五美元"),
        ("US$1,200", "一千二百美元"),
        ("€50和£20", "五十欧元和二十英镑"),
        ("USD100", "一百美元"),
        ("1,200万元", "一千二百万元"),
        ("2亿", "两亿"),
        ("100元/月", "一百元每月"),
        ("第3季度", "第三季度"),
        ("第2季度2个月2人2月2日", "第二季度两个月两人二月二日"),
        ("2点，2小时，2%，2℃", "两点,两小时,百分之二,二摄氏度"),
        ("24小时", "二十四小时"),
        ("1/3", "三分之一"),
        ("½", "二分之一"),
        ("50~60岁", "五十到六十岁"),
        ("3-5个工作日", "三到五个工作日"),
        ("2-3天", "两到三天"),
        ("3%-5%", "百分之三到百分之五"),
        ("10-20万元", "十到二十万元"),
        ("-5°C", "零下五摄氏度"),
        ("下降-3.2%", "下降负百分之三点二"),
        ("+3.2%", "正百分之三点二"),
        ("20kg", "二十千克"),
        ("60km/h", "每小时六十公里"),
        ("100m²", "一百平方米"),
        ("5万元/m²", "五万元每平方米"),
        ("2楼205室", "二楼二零五室"),
        ("比例3:2", "比例三比二"),
        ("1.2.3版", "一点二点三版"),
        ("7×24小时", "七乘二十四小时"),
        ("Ⅱ类账户", "二类账户"),
        ("1,000,000人", "一百万人"),
        ("007", "零零七"),
    ],
)
def test_numbers_are_said_as_a_bank_clerk_says_them(written: str, spoken: str) -> None:
    assert said(written) == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Q3", "<Q>三"),
        ("IPO", "<I P O>"),
        ("VIP客户", "<V I P>客户"),
        ("下载App", "下载<App>"),
        ("APP", "<app>"),
        ("CEO和PPT", "<C E O>和<P P T>"),
        ("AI", "<A.I.>"),
        ("5G、4S店、Wi-Fi", "五<G>,四<S>店,<Wi-Fi>"),
        ("GDP增长", "<G D P>增长"),
        ("No.1", "<number one>"),
        ("COVID-19", "<covid>十九"),
        ("iPhone 15 Pro Max", "<iPhone>十五<Pro><Max>"),
        ("T+1到账", "<T>加一到账"),
        ("B2B", "<B to B>"),
        ("PM2.5", "<P M>二点五"),
        ("A380", "<A>三八零"),
        ("1080P", "一零八零<P>"),
        ("USB-C", "<U S B C>"),
        ("IT行业", "<I T>行业"),
        ("www.icbc.com.cn", "<W W W>点<I C B C>点<com>点<C N>"),
        ("service@bank.com", "<service>艾特<bank>点<com>"),
    ],
)
def test_latin_words_are_said_as_words_and_initialisms_letter_by_letter(written: str, spoken: str) -> None:
    assert said(written) == spoken


def test_a_pause_stands_where_punctuation_or_a_space_between_characters_does() -> None:
    assert said("您好，我是小陈（客服）——再见！") == "您好,我是小陈,客服,再见"
    assert said("您好 我是小陈") == "您好,我是小陈"
    assert said("第 3 季度") == "第三季度"


def test_written_words_follow_each_other_as_in_the_text() -> None:
    text = "您尾号8812的卡于2026年11月21日9:30消费￥12,345.67，详询400-820-8888或www.icbc.com.cn。"
    end = 0
    for piece in speak_chinese(text):
        end = text.index(piece.word, end) + len(piece.word)
