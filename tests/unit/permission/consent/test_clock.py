"""A clock that cannot be right is called wrong, whatever record it is held against; nobody is advised to sign anew."""

from datetime import timedelta

import pytest

from avatar.errors import RefusedError
from avatar.permission.consent.faults import ClockError, stated
from tests.consents import NOW

DAY = timedelta(days=1)


def told(home, now):
    with pytest.raises(RefusedError) as caught:
        home.ask(now=now)
    return caught.value


@pytest.mark.parametrize("kind", ["self", "attested", "no-real-subject"])
@pytest.mark.parametrize("days", [-20_000, -400, -3, 50 * 365 + 2])
def test_before_a_record_was_signed_and_long_after_it_the_clock_is_wrong(home, kind, days):
    home.give(kind, expires=NOW + 30 * DAY)
    fault = told(home, NOW + days * DAY)
    assert (fault.reason, fault.exit_code) == ("clock", 2)
    assert "set the clock right" in str(fault)
    assert "sign your" not in str(fault)
    assert "declare" not in str(fault)


def test_a_record_that_begins_later_is_early_and_no_fault_of_the_clock(home):
    home.give(not_before=NOW + 5 * DAY)
    fault = told(home, NOW + DAY)
    assert (fault.reason, fault.exit_code) == ("early", 3)


def test_a_record_that_has_ended_is_no_fault_of_the_clock(home):
    home.give(expires=NOW + 5 * DAY)
    fault = told(home, NOW + 400 * DAY)
    assert (fault.reason, fault.exit_code) == ("expired", 3)
    assert "sign your photo anew" in str(fault)


def test_a_fault_of_the_clock_stays_one_when_it_is_stated_again():
    assert isinstance(stated("clock", "the clock is wrong"), ClockError)
    assert not isinstance(stated("early", "too early"), ClockError)
