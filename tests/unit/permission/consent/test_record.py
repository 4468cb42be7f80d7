"""A record is read strictly, or not at all."""

import copy

import pytest

from avatar.errors import InputError
from avatar.permission.consent.issue import Terms
from avatar.permission.consent.record import Record, Scope
from avatar.permission.consent.vocabulary import covers, languages, purposes, territories
from tests.consents import DAY, NARROW, NOW, TYPES


@pytest.mark.parametrize("kind", TYPES)
def test_what_is_written_is_read(home, kind):
    record = home.give(kind)
    assert Record.from_json(record.as_json()) == record


def test_the_file_is_the_record(home):
    record = home.give()
    assert home.store.find(record.authorization_id) == record
    assert list(home.store.covering(home.photo.content_hash)) == [record]


CHANGES = {
    "an empty list": (("scope", "purposes"), [], "leave it out to mean any"),
    "a text for a list": (("scope", "purposes"), "marketing", "list"),
    "a number for a text": (("subject", "name"), 5, "kind str"),
    "true for a number": (("scope", "max_outputs"), True, "kind int"),
    "no outputs": (("scope", "max_outputs"), 0, "1 or more"),
    "another schema": (("schema",), "avatar.consent/3", "update avatar"),
    "an unknown type": (("type",), "friend", "'friend'"),
    "an unknown field": (("scope", "purpose"), "all", "'purpose'"),
    "an id of another form": (("authorization_id",), "../../etc", "32 hex"),
    "a date of another form": (("expires_at",), "2027-01-01", "2027-01-01"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_malformed_is_named(home, change):
    (*path, last), value, word = CHANGES[change]
    content = copy.deepcopy(home.make("self", Terms(NOW, NARROW)).as_json())
    place = content
    for key in path:
        place = place[key]
    place[last] = value
    with pytest.raises(InputError, match=word):
        Record.from_json(content)


def test_a_missing_field_is_named(home):
    content = home.make("self", Terms(NOW, NARROW)).as_json()
    content.pop("scope")
    with pytest.raises(InputError, match="'scope'"):
        Record.from_json(content)


def test_an_end_before_the_beginning_is_refused(home):
    with pytest.raises(InputError, match="--expires"):
        home.make("self", Terms(NOW, Scope(), expires=NOW - DAY))


@pytest.mark.parametrize(
    ("granted", "wanted", "expected"),
    [
        ("zh", "zh-CN", True),
        ("zh-CN", "zh", False),
        ("en", "eng", False),
        ("PT", "pt_br", True),
        ("zh-Hans", "zh-CN", False),
    ],
)
def test_a_language_covers_what_it_begins(granted, wanted, expected):
    assert covers(granted, wanted) is expected


@pytest.mark.parametrize(
    ("check", "word"), [(purposes, "fun"), (purposes, "x-"), (territories, "China"), (languages, "*")]
)
def test_words_that_nobody_knows_are_refused(check, word):
    with pytest.raises(InputError, match=r"'|\*"):
        check([word])


def test_words_of_ones_own_are_marked_as_such():
    assert purposes(["x-trade-fair", "news"]) == ("x-trade-fair", "news")
