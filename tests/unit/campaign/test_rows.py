"""Rows and languages: which column means what, what each row says, and what its file is called."""

import pytest

from avatar.campaign.sheet.campaign import Fit
from avatar.campaign.sheet.opening import read_table
from avatar.campaign.sheet.reading import read_campaign
from avatar.campaign.sheet.slugs import Slugs, slug_of
from avatar.campaign.sheet.variants import read_sheet


@pytest.fixture
def sheet(tmp_path):
    def read(table, more=""):
        (tmp_path / "table.csv").write_text(table, encoding="utf-8")
        (tmp_path / "campaign.yaml").write_text(f"name: test\ntable: table.csv\n{more}", encoding="utf-8")
        campaign = read_campaign(tmp_path)
        return read_sheet(campaign, read_table(campaign.table))

    return read


def said(sheet):
    return [(each.row, each.language, each.text) for each in sheet.variants]


def told(sheet):
    return [(each.row, each.column, each.language, each.message) for each in sheet.problems]


def test_each_language_has_its_column_and_a_blank_cell_is_not_made(sheet):
    found = sheet("id,text_zh,Text[EN],text (pt-br)\na,你好,Hello,\nb,,Bye,Tchau\n")
    assert found.columns.languages == ("zh", "en", "pt-BR")
    assert said(found) == [(2, "zh", "你好"), (2, "en", "Hello"), (3, "en", "Bye"), (3, "pt-BR", "Tchau")]
    assert not found.problems


def test_a_column_may_say_the_language_of_its_row(sheet):
    found = sheet("text,language\nHallo,de\nHi,EN\nx,xx\ny,\n", "languages: [de, en]\n")
    assert said(found) == [(2, "de", "Hallo"), (3, "en", "Hi")]
    assert [each[:3] for each in told(found)] == [(4, "language", ""), (5, "language", "")]


def test_one_text_is_the_source_and_lacking_columns_are_told(sheet):
    found = sheet("text,text_ar,text_fr\nHello,أهلا,Salut\n", "languages: [en, ar, zh]\n")
    assert said(found) == [(2, "en", "Hello"), (2, "ar", "أهلا")]
    assert told(found) == [
        (0, "text_zh", "zh", "The table has no text in the language 'zh'; add a column text_zh."),
        (0, "text_fr", "fr", "'text_fr' is not used: languages in campaign.yaml does not name 'fr'."),
    ]
    assert [each.is_fatal for each in found.problems] == [True, False]


def test_headers_of_ones_own_are_named_in_the_file(sheet):
    found = sheet("讲稿,Thema\n你好,Gruss\n", "languages: [zh]\ncolumns: {text: 讲稿, title: thema}\n")
    assert said(found) == [(2, "zh", "你好")]
    assert found.variants[0].slug == "gruss"


@pytest.mark.parametrize(
    ("table", "more", "message"),
    [
        ("script\nHi\n", "languages: [en]\n", "in campaign.yaml: columns: {text: script}"),
        ("text\nHi\n", "", "add to campaign.yaml a line such as languages: [zh, en]"),
        ("text\n", "languages: [en]\n", "The table has headers and no rows"),
        ("Script\nHi\n", "columns: {text: Skripd}\n", "no column 'Skripd', as columns says; did you mean 'Script'?"),
        ("text_en,text[en]\na,b\n", "languages: [en]\n", "mean the same, 'text'; rename one."),
    ],
)
def test_what_is_wrong_with_the_whole_table_is_told_once(sheet, table, more, message):
    problems = told(sheet(table, more))
    assert any(each[0] == 0 and message in each[3] for each in problems)


def test_texts_use_other_cells_the_brand_and_what_all_rows_share(sheet):
    found = sheet(
        "id,text_en,text_de,Product Name,price,offer_de\n"
        "a,{{ product_name }} for {{ price | money }} by {{ brand.name }}{% if row.id == 'a' %}!{% endif %},"
        "{{ offer }} {{ row['Product Name'] }} {{ language }} {{ campaign.purpose }},"
        "Lamp,1299.5,Nur {{ price|money }}:\n",
        "brand: {name: Acme}\nvariables: {currency: EUR}\npurpose: marketing\n",
    )
    assert said(found) == [
        (2, "en", "Lamp for €1,299.50 by Acme!"),
        (2, "de", "Nur 1.299,50\u00a0€: Lamp de marketing"),
    ]


@pytest.mark.parametrize(
    ("cell", "column", "message"),
    [
        ("{{ prize }}", "text", "There is no 'prize' to fill in; did you mean 'price'?"),
        ("{{ row.prize }}", "text", "There is no 'prize' to fill in"),
        ("{{ brand.nme }}", "text", "There is no 'nme' to fill in; did you mean 'name'?"),
        ("{{ text }}", "text", "The cell refers to itself (text -> text)"),
        ("{{ offer }}", "offer", "There is no 'pric' to fill in; did you mean 'price'?"),
        ("{% if price|float > 5 %}x{% endif %}", "text", "Filled in, the text says nothing"),
        ("{{ ''.__class__.__mro__ }}", "text", "There is no '__mro__' to fill in"),
        ("{{ cycler() }}", "text", "It has a call with brackets, which texts here cannot have"),
    ],
)
def test_what_a_cell_cannot_say_is_told_where_it_stands(sheet, cell, column, message):
    found = sheet(f'text,price,offer\n"{cell}",3,{{{{ pric }}}}\nfine,3,\n', "languages: [en]\nbrand: {name: Acme}\n")
    assert said(found) == [(3, "en", "fine")], "the other row is none the worse"
    assert [(each[0], each[1]) for each in told(found)] == [(2, column)]
    assert message in told(found)[0][3]


def test_cells_that_lead_in_a_circle_are_told(sheet):
    found = sheet("text,a,b\n{{ a }},{{ b }},{{ a }}\n", "languages: [en]\n")
    assert told(found) == [(2, "a", "en", "The cell refers to itself (a -> b -> a); write its text out.")]


def test_emojis_marks_of_direction_and_other_scripts_are_kept(sheet):
    text = "\u200fأهلا \U0001f600 «עברית» e\u0301"
    assert said(sheet(f"text\n{text}\n", "languages: [ar]\n")) == [(2, "ar", text)]


def test_rows_may_choose_who_and_how(sheet):
    found = sheet(
        "text,portrait,voice,voice_de,text_de,speed,seed,seconds\nHi,marco,diego,klaus,Hallo,1.2,3,8-12\nYo,,,,,,,\n",
        "languages: [en, de]\nportrait: amara\nvoices: {en: fast}\nfit: {seconds: 20}\n",
    )
    english, german, usual = found.variants
    assert (english.portrait, english.voice, german.voice) == ("marco", "diego", "klaus")
    assert (english.options, english.fit) == ({"speed": 1.2, "seed": 3}, Fit(8.0, 12.0))
    assert (usual.portrait, usual.voice, usual.options, usual.fit) == ("amara", "fast", {}, Fit(0.0, 20.0))


@pytest.mark.parametrize(
    ("cells", "column"),
    [("3,,", "speed"), ("fast,,", "speed"), (",1.5,", "seed"), (",,0", "seconds"), (",,12-3", "seconds")],
)
def test_figures_out_of_range_are_told(sheet, cells, column):
    assert told(sheet(f"text,speed,seed,seconds\nHi,{cells}\n", "languages: [en]\n"))[0][:2] == (2, column)


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Spring Offer!", "spring-offer"),
        ("新春特惠 2026", "xin-chun-te-hui-2026"),
        ("Größe & Übermaß", "grosse-ubermass"),
        ("../../etc/passwd", "etc-passwd"),
        ("CON", "con-clip"),
        ("a" * 90, "a" * 40),
        ("عرض الربيع", ""),
        ("\U0001f600 / \\ : * ?", ""),
    ],
)
def test_a_slug_is_a_name_on_every_file_system(title, slug):
    assert slug_of(title) == slug


def test_slugs_are_unique_and_do_not_depend_on_other_rows_faults(sheet):
    slugs = Slugs()
    assert [slugs.take("A"), slugs.take("a"), slugs.take("عرض"), slugs.take("")] == ["a", "a-2", "clip", "clip-2"]
    faulty = sheet("id,text\nx,{{ nope }}\nx,Hi\n", "languages: [en]\n")
    whole = sheet("id,text\nx,Yes\nx,Hi\n", "languages: [en]\n")
    assert faulty.variants[-1].slug == whole.variants[-1].slug == "x-2"


def test_a_cell_that_another_one_fills_in_is_told_by_its_own_name(sheet):
    found = sheet("text,price,until\n{{ price | number }} {{ until | date }},nine,\nx,1,\n", "languages: [en]\n")
    assert told(found)[0][1:3] == ("price", "en")
