"""One value has one byte form, and a text that two readers could read in two ways is not read at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avatar.errors import InputError
from avatar.ledger.canonical import canonical, digest, parse

# RFC 8785, section 3.2.4
EXAMPLE = {
    "numbers": [333333333.33333329, 1e30, 4.50, 2e-3, 0.000000000000000000000000001],
    "string": "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/",
    "literals": [None, True, False],
}
EXPECTED = (
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
    '"string":"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
)


def test_the_example_of_the_rfc():
    assert canonical(EXAMPLE).decode() == EXPECTED


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), st.integers(-(2**53) + 1, 2**53 - 1)))
def test_the_order_of_the_keys_does_not_matter(value):
    turned = dict(reversed(value.items()))
    assert canonical(value) == canonical(turned)
    assert parse(canonical(value), "here") == value
    assert digest(value) == digest(turned)


@pytest.mark.parametrize("value", [float("nan"), 2**60, "\ud800"])
def test_what_has_no_canonical_form_is_refused(value):
    with pytest.raises(InputError):
        canonical({"value": value})


@pytest.mark.parametrize(
    "content",
    [b'{"a": 1, "a": 2}', b'{"a": NaN}', b"[1]", b"{", b"\xff", b'{"a":' * 100_000, b'{"a": {"b": 1, "b": 1}}'],
)
def test_what_can_be_read_in_two_ways_is_not_read(content):
    with pytest.raises(InputError, match=r"'answer\.json'"):
        parse(content, "answer.json")
