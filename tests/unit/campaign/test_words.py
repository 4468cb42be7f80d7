"""Texts with places to fill in: written as each language does, and harmless whatever stands in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avatar.campaign.sheet.cell import date_of, number_of
from avatar.campaign.sheet.words import environment, fill
from avatar.errors import InputError

VALUES = {
    "price": "1299.5",
    "currency": "EUR",
    "days": "3",
    "until": "2026-12-31",
    "colours": ["red", "green", "blue"],
    "row": {"title": "Lamp"},
    "brand": {"name": "Acme", "colours": {"primary": "#fff"}},
    "long": "abcdefghij" * 1900,
}


def words(text, language="en"):
    return fill(text, language, VALUES)


def refusal(text, language="en"):
    with pytest.raises(InputError) as fault:
        words(text, language)
    told = str(fault.value)
    assert told.endswith((".", "?")), told
    assert len(told) < 400, told
    return told


@pytest.mark.parametrize(
    ("language", "text", "written"),
    [
        ("en", "{{ price | money }}", "€1,299.50"),
        ("de", "{{ price | money('USD') }}", "1.299,50\u00a0$"),
        ("zh", "{{ price | money('CNY', digits=0) }}", "¥1,300"),
        ("fr-CA", "{{ until | date }}", "31 décembre 2026"),
        ("zh", "{{ until | date('full') }}", "2026年12月31日星期四"),
        ("ar", "{{ until | date }}", "31 ديسمبر 2026"),
        ("fr", "{{ '12345.678' | number }}", "12\u202f345,678"),
        ("en", "{{ '12345.678' | number(1) }}", "12,345.7"),
        ("tr", "{{ 0.25 | percent }}", "%25"),
        ("en", "{{ '12.5%' | percent(1) }}", "12.5%"),
        ("en", "{{ days | plural(one='# day', other='# days') }}", "3 days"),
        ("ru", "{{ days | plural(one='# день', few='# дня', many='# дней', other='# дня') }}", "3 дня"),
        ("ar", "{{ days | plural(zero='0', one='1', two='2', few='قليل', many='5', other='6') }}", "قليل"),
        ("en", "{{ colours | list }}", "red, green, and blue"),
        ("de", "{{ 'rot; grün; blau' | list }}", "rot, grün und blau"),
        ("tr", "{{ 'istanbul' | upper_first }}", "İstanbul"),
        ("nl", "{{ 'ijs' | upper_first }}", "IJs"),
        ("en", "{{ '2026-12-31 18:30' | time }}", "6:30\u202fPM"),
        ("en", "{% for each in colours %}{{ loop.index }}{{ each }}{{ ', ' if not loop.last }}{% endfor %}", None),
        ("en", "{{ row.title ~ ' by ' ~ brand.name }}{% if price|float > 1000 %}!{% endif %}", "Lamp by Acme!"),
        ("en", "{{ price|float * 2 }} {{ nothing | default('none') }}", "2599.0 none"),
    ],
)
def test_a_value_is_written_as_its_language_does(language, text, written):
    assert words(text, language) == (written or "1red, 2green, 3blue")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{{ prce | money }}", "There is no 'prce' to fill in; did you mean 'price'?"),
        ("{{ brand.nme }}", "There is no 'nme' to fill in; did you mean 'name'?"),
        ("{{ price | mony }}", "There is no filter 'mony'; did you mean 'money'?"),
        ("{{ price | money('ERU') }}", "There is no currency 'ERU'"),
        ("{{ '03/04/2026' | date }}", "'03/04/2026' may be 2026-03-04 or 2026-04-03"),
        ("{{ '2026-02-30' | date }}", "There is no day '2026-02-30' in the calendar"),
        ("{{ 'about 5' | number }}", "'about 5' is not a number"),
        ("{{ '1.299,50' | number }}", "is not a number that is read the same everywhere"),
        ("{{ days | plural(one='day') }}", 'The form "other" is missing'),
        ("{{ days | plural(lots='days', other='') }}", "There is no form 'lots'"),
        ("{{ until | date('yyyy') }}", "choose one of short, medium, long, full"),
        ("{{ colours }}", "A list cannot be written as it is"),
        ("{{ price > 3 }}", "make numbers of texts: price|float"),
        ("{{ price", "It cannot be read between its braces"),
        ("{{ 1 / 0 }}", "division by zero"),
    ],
)
def test_what_cannot_be_filled_in_is_told_with_its_cure(text, told):
    assert told in refusal(text)


@pytest.mark.parametrize(
    "attack",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ row.__class__.__init__.__globals__ }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ self._TemplateReference__context }}",
        "{{ colours.append('x') }}",
        "{{ row | attr('__class__') }}",
        "{{ '%s' | format(row) }}",
        "{{ colours | map(attribute='__class__') | join }}",
        "{{ _budget }}",
        "{% set x = 1 %}{{ x }}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{% extends 'x' %}",
        "{% filter upper %}x{% endfilter %}",
        "{{ lipsum(n=100000) }}",
        "{% for i in range(10**9) %}x{% endfor %}",
        "{% for a in long %}{% for b in long %}{% endfor %}{% endfor %}",
        "{% for a in long recursive %}{{ loop(long) }}{% endfor %}",
        "{{ 'a' * 1000000000 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ 999999999999 * 999999999999 }}",
        "{{ 1e400 }}",
        "{{ " + "9" * 5000 + " }}",
        "{{ '%999999999d' % 1 }}",
        "{{ 'x' | center(1000000000) }}",
        "{{ long | join(long) }}",
        "{{ long | replace('', long) }}",
        "{{ long ~ long }}",
        "{{ long + long }}",
        "{{ " + "(" * 3000 + " }}",
        "{{ " + "[" * 150 + "]" * 150 + " }}",
        "{{ " + "-" * 6000 + "1 }}",
        "x" * 30_000 + "{{ price }}",
    ],
)
def test_what_is_hostile_is_refused_with_a_sentence(attack):
    refusal(attack)


def test_an_environment_of_jinja_has_a_budget_for_each_text():
    text = environment("en").from_string("{% for each in long[0] %}{{ each }}{% endfor %}{{ price }}")
    assert [text.render(VALUES) for _ in range(2000)] == ["a1299.5"] * 2000


def test_an_unknown_region_writes_as_its_language_and_an_unknown_language_is_told():
    assert fill("{{ 1.5 | number }}", "de-XX", {}) == "1,5"
    with pytest.raises(InputError, match="no language 'q'"):
        environment("q")


@pytest.mark.parametrize("written", ["1299.50", "1,299.50", "1 299.50", "1\u202f299.50", 1299.5])
def test_numbers_are_read_as_people_write_them(written):
    assert float(number_of(written)) == 1299.5


@pytest.mark.parametrize(
    "written", ["2026-12-31", "2026/12/31", "2026年12月31日", "31.12.2026", "31/12/2026", "12/31/2026"]
)
def test_dates_are_read_as_people_write_them(written):
    assert str(date_of(written)) == "2026-12-31"


PIECES = ["{{", "}}", "{%", "%}", "if", "for", "in", "endfor", "price", "row", ".", "[", "]", "(", ")", "|", "money"]
PIECES += ["date", "list", "join", "float", "+", "*", "~", "'x'", "1", "1e9", ",", "=", " ", "你", "_", "else", "not"]


@given(st.lists(st.sampled_from(PIECES), max_size=14), st.booleans())
def test_whatever_stands_in_a_cell_is_written_or_refused_with_a_sentence(pieces, is_wrapped):
    text = " ".join(pieces)
    try:
        assert isinstance(words(f"{{{{ {text} }}}}" if is_wrapped else text), str)
    except InputError as fault:
        assert str(fault).endswith((".", "?"))
