"""What a machine can see of a translation: what is lost, what is too much, and what is in the wrong language."""

from __future__ import annotations

import pytest

from avatar.campaign.languages.checking import faults
from avatar.campaign.languages.glossary import Glossary, contains, read_glossary
from avatar.errors import InputError

NONE = Glossary()
LONG = "Please come to our branch in the old town and bring your passport with you."


def told(source, translation, source_language="en", language="de", glossary=NONE):
    return [each.message for each in faults(source, translation, (source_language, language), glossary)]


@pytest.mark.parametrize(
    ("source", "translation", "language"),
    [
        ("From {{ price|money('EUR') }} on.", "Ab {{ price|money('EUR') }}.", "de"),
        ("{% if vip %}Welcome back.{% endif %} Hello.", "{% if vip %}Willkommen zurück.{% endif %} Hallo.", "de"),
        ("It costs 1,299.50.", "Das kostet 1.299,50.", "de"),
        ("It costs 1,299.50 now.", "Cela coûte 1 299,50 maintenant.", "fr"),
        ("We open at 9:30.", "نفتح في ٩:٣٠.", "ar"),
        ("Wait.<break time='1s'/>Go.", "Warten Sie.<break time='1s'/>Los.", "de"),
        ("Yes.", "Ja.", "de"),
        (LONG, "请带上您的护照，到我们老城区的分行来。", "zh"),
        (LONG, "請帶上您的護照，到我們老城區的分行來。", "zh-TW"),
        (LONG, "パスポートをお持ちのうえ、旧市街の支店までお越しください。", "ja"),
        (LONG, "Kommen Sie bitte in unsere Filiale in der Altstadt und bringen Sie Ihren Pass mit.", "de"),
        (LONG, "نرجو زيارة فرعنا في المدينة القديمة وإحضار جواز سفركم معكم.", "ar"),
        ("Ask Siobhan[[/ʃɪˈvɔːn/]] first.", "Fragen Sie zuerst Siobhan.", "de"),
    ],
)
def test_a_good_translation_has_no_fault(source, translation, language):
    assert told(source, translation, language=language) == []


@pytest.mark.parametrize(
    ("source", "translation", "language", "fault"),
    [
        (LONG, LONG, "de", "It says the same as its source"),
        (LONG, "Venga a nuestra sucursal del casco antiguo y traiga su pasaporte.", "de", "It looks like 'es'"),
        (LONG, "Kommen Sie.", "de", "It is much shorter"),
        (LONG, f"{'Kommen Sie bitte in unsere Filiale in der Altstadt. ' * 5}", "de", "It is much longer"),
        ("Pay 20 now.", "Zahlen Sie 30 jetzt.", "de", "The numbers differ: the source says 20 and the translation 30"),
        ("Hello {{ name }}.", "Hallo {{name}} {{ x }}.", "de", "The place to fill in {{name}} is too many."),
        ("Hello {{ name }}.", "Hallo {{ name.", "de", "It has braces that are not closed."),
        ("{% if a %}x{% endif %}", "{% endif %}x{% if a %}", "de", "The conditions between"),
        ("Hello.", " ", "de", "The translation is empty."),
        ("Go.<break/>", "Los.", "de", "The tag <break/> is missing."),
    ],
)
def test_what_is_wrong_is_named(source, translation, language, fault):
    assert any(each.startswith(fault) for each in told(source, translation, language=language))


def test_terms_are_looked_for_as_words(tmp_path):
    (tmp_path / "g.csv").write_text("term,de,zh\nrate,Zinssatz,利率\nPlus,,\n", "utf-8")
    glossary = read_glossary(tmp_path / "g.csv", ("Sunrise",))
    assert glossary.wanted("We celebrate the rate of Sunrise Plus.", "de-AT") == {
        "rate": "Zinssatz",
        "Plus": "Plus",
        "Sunrise": "Sunrise",
    }
    assert not contains("celebrated", "rate")
    assert contains("我们的利率很低", "利率")
    assert told("The rate is low.", "Der Zins ist niedrig.", glossary=glossary) == [
        "'rate' should be 'Zinssatz' in it."
    ]
    assert told("The rate.", "利率。", language="zh", glossary=glossary) == []
    assert glossary.digest("The rate.", "de") != Glossary().digest("The rate.", "de")
    assert glossary.digest("Hello.", "de") == Glossary().digest("Hello.", "de")


def test_a_glossary_that_is_none_is_said(tmp_path):
    (tmp_path / "g.csv").write_text("de,zh\na,b\n")
    with pytest.raises(InputError, match="begins with the column 'de'"):
        read_glossary(tmp_path / "g.csv")
    (tmp_path / "g.csv").write_text("term,de\na,b\na,c\n")
    with pytest.raises(InputError, match="has 'a' twice, in row 3"):
        read_glossary(tmp_path / "g.csv")
