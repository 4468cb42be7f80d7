"""The limits of an authorization as they are written at the shell, and as they stand in the record."""

import json
from datetime import date, datetime, time, timedelta, timezone
from inspect import signature

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avatar.cli.consent.limits import filled, in_words, read_terms, scope_lines
from avatar.errors import InputError
from avatar.permission.consent.moments import written
from avatar.permission.consent.record import Scope
from avatar.permission.consent.vocabulary import CHANNELS, PURPOSES

DAYS = st.dates(date(1000, 1, 1), date(9998, 12, 31))


def sign(shell, *words, **more):
    return shell.tells("consent", "sign", "me.png", "--self", "--yes", *words, **more)["record"]


def refused(shell, *words):
    told = shell.refuses("consent", "sign", "me.png", "--self", "--yes", *words)
    assert not (shell.home / "consent" / "records").exists(), "nothing was signed"
    return told


@settings(deadline=None)
@given(DAYS)
def test_a_day_begins_with_its_first_second_and_ends_with_its_last(day):
    terms = read_terms(not_before=day.isoformat(), expires=day.isoformat())
    assert terms.not_before == datetime.combine(day, time(0, 0, 0), timezone.utc)
    assert terms.expires == datetime.combine(day, time(23, 59, 59), timezone.utc)


@settings(deadline=None)
@given(st.datetimes(datetime(1000, 1, 1), datetime(9998, 12, 31)))
def test_a_moment_is_itself_to_the_second(moment):
    moment = moment.replace(microsecond=0, tzinfo=timezone.utc)
    terms = read_terms(not_before=written(moment), expires=written(moment))
    assert terms.not_before == terms.expires == moment


@pytest.mark.slow
@settings(deadline=None)
@given(st.text(max_size=24))
def test_any_other_text_is_refused_by_name(text):
    try:
        read_terms(expires=text)
    except InputError as fault:
        assert repr(text) in str(fault)
    else:
        datetime.fromisoformat(text.replace("Z", "+00:00"))


NO_DAYS = [
    "",
    "soon",
    "2027-02-29",
    "2027-13-01",
    "2027-00-10",
    "20270630",
    "2027-W26",
    "2027-181",
    "27-06-30",
    "30.06.2027",
    "06/30/2027",
    "2027-06-30 18:00",
    "2027-06-30T18:00:00",
    "2027-06-30T18:00:00+02:00",
    "2027-06-30T24:00:00Z",
    "٢٠٢٧-٠٦-٣٠",
]


@pytest.mark.slow
@pytest.mark.parametrize("option", ["--expires", "--not-before"])
@pytest.mark.parametrize("text", NO_DAYS)
def test_a_day_that_is_none_is_named_and_nothing_signed(shell, me, option, text):
    told = refused(shell, option, text)
    assert repr(text) in told
    assert "write" in told


def test_an_empty_end_is_not_taken_for_a_year(shell, me):
    """A script whose variable is not set must not sign for longer than it was meant to."""
    assert "''" in refused(shell, "--expires", "")


def test_left_out_it_is_a_year_from_its_beginning(shell, me):
    record = sign(shell, "--not-before", "2027-01-01")
    assert (record["not_before"], record["expires_at"]) == ("2027-01-01T00:00:00Z", "2028-01-01T00:00:00Z")
    record = sign(shell)
    assert datetime.fromisoformat(record["expires_at"][:-1]) - datetime.fromisoformat(record["not_before"][:-1]) == (
        timedelta(days=365)
    )


def test_one_day_is_a_whole_day(shell, me):
    record = sign(shell, "--not-before", "2027-06-30", "--expires", "2027-06-30")
    assert (record["not_before"], record["expires_at"]) == ("2027-06-30T00:00:00Z", "2027-06-30T23:59:59Z")


@pytest.mark.parametrize(
    "words",
    [
        ["--expires", "2020-01-01"],
        ["--not-before", "2027-06-30", "--expires", "2027-06-29"],
        ["--not-before", "2027-06-30T10:00:00Z", "--expires", "2027-06-30T10:00:00Z"],
    ],
)
def test_an_end_before_the_beginning_is_refused_with_the_option(shell, me, words):
    assert "before it begins; choose a later --expires" in refused(shell, *words)


def test_a_beginning_without_a_year_after_it_is_refused(shell, me):
    assert "choose an earlier --not-before" in refused(shell, "--not-before", "9999-12-31")
    assert sign(shell, "--not-before", "9999-12-30", "--expires", "9999-12-31")["expires_at"] == "9999-12-31T23:59:59Z"


def test_a_limit_may_be_given_more_than_once(shell, me):
    limits = {
        "purposes": ("--purpose", ["marketing", "x-own-use"]),
        "channels": ("--channel", ["website", "x-kiosk"]),
        "languages": ("--language", ["zh", "en-gb"]),
        "territories": ("--territory", ["CN", "US-CA"]),
        "products": ("--product", ["Card", "房贷"]),
    }
    words = [word for option, values in limits.values() for value in values for word in (option, value)]
    scope = sign(shell, *words)["scope"]
    assert {key: scope[key] for key in limits} == {key: values for key, (_, values) in limits.items()}


def test_what_is_left_out_is_any(shell, me):
    scope = sign(shell, "--purpose", "personal")["scope"]
    assert scope.keys().isdisjoint({"channels", "languages", "territories", "products", "voices", "max_outputs"})


def test_languages_and_territories_are_kept_in_one_way_of_writing():
    terms = read_terms(language=["zh-CN", "PT_br", "EN"], territory=["cn", "us-ca"])
    assert terms.scope.languages == ("zh-cn", "pt-br", "en")
    assert terms.scope.territories == ("CN", "US-CA")


@pytest.mark.parametrize(("option", "known"), [("--purpose", PURPOSES), ("--channel", CHANNELS)])
@pytest.mark.parametrize("word", ["fun", "", "x-", "x-Own", "X-own", "x own", "Marketing", " file"])
def test_an_unknown_word_is_named_beside_all_that_are_known(shell, me, option, known, word):
    told = refused(shell, option, word)
    assert repr(word) in told
    if word:
        assert f"there are: {', '.join(known)}" in told
        assert "x-" in told


@pytest.mark.parametrize(
    ("option", "value", "shown"),
    [
        ("--territory", "Europe", "'EUROPE'"),
        ("--territory", "C N", "'C N'"),
        ("--territory", "US-", "'US-'"),
        ("--territory", "", "''"),
        ("--language", "klingon", "'klingon'"),
        ("--language", "zh,en", "'zh,en'"),
        ("--language", "", "''"),
        ("--product", "", "''"),
        ("--product", "  ", "'--product'"),
    ],
)
def test_a_value_of_another_form_is_named(shell, me, option, value, shown):
    assert shown in refused(shell, option, value)


@pytest.mark.parametrize("count", ["0", "-1", "1.5", "many", ""])
def test_a_number_of_clips_that_is_none_is_named(shell, me, count):
    assert f"Invalid value {count!r} for '--max-outputs'" in refused(shell, f"--max-outputs={count}")


@pytest.mark.parametrize("given", [None, [], "a", ["a", "b"]])
def test_what_says_something_or_was_not_given_passes(given):
    assert filled(given) == given


def test_every_limit_is_an_option_of_every_command_that_makes_a_record(shell):
    wanted = {f"--{name.replace('_', '-')}" for name in signature(read_terms).parameters}
    for command in ("sign", "attest", "request"):
        page = shell.prints("consent", command, "--help")
        assert all(option in page for option in wanted)
    page = shell.prints("consent", "declare", "--help")
    assert {option for option in wanted if option in page} == {"--purpose", "--max-outputs", "--expires", "--edit"}


def test_in_words_every_limit_is_one_line():
    terms = read_terms(purpose=["marketing"], language=["zh", "en"], max_outputs=3, expires="2027-06-30")
    assert in_words(terms).splitlines() == [
        "purposes: marketing",
        "channels: any",
        "languages: zh, en",
        "territories: any",
        "products: any",
        "voices: any",
        "outputs: 3",
        "until: 2027-06-30T23:59:59Z",
    ]
    assert scope_lines(Scope())[-1] == "outputs: any number"


def test_what_is_agreed_to_in_words_is_what_stands_in_the_record(shell, me):
    limits = ["--purpose", "news", "--territory", "cn", "--expires", "2030-01-01", "--max-outputs", "2"]
    record = sign(shell, *limits)
    shown = shell.prints("consent", "show", record["authorization_id"])
    for line in ("purposes: news", "territories: CN", "until: 2030-01-01T23:59:59Z", "outputs: 0 of 2"):
        assert f"{line}\n" in shown
    assert json.dumps(record["scope"])
