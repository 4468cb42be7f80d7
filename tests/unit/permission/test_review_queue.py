"""Held scripts: who may approve what, for whom and how long."""

from datetime import datetime, timedelta, timezone

import pytest

from avatar.errors import InputError, RefusedError
from avatar.permission.review import ReviewQueue, ReviewSettings, read_settings, review_key

NOON = datetime(2026, 11, 21, 12, tzinfo=timezone.utc)
TEXT, PORTRAIT = "我是市公安局民警。", "ab" * 32


def queue_with(tmp_path, **settings):
    return ReviewQueue(tmp_path / "queue.sqlite", ReviewSettings(**settings))


def submit(queue, requester="mei", now=NOON):
    return queue.submit(
        TEXT, portrait=PORTRAIT, purpose="news", rules=["officials.claim"], requester=requester, now=now
    )


def test_a_held_script_waits_until_it_is_approved(tmp_path):
    queue = queue_with(tmp_path)
    entry = submit(queue)
    assert (entry.state, entry.rules) == ("waiting", ("officials.claim",))
    assert not queue.approved(entry.key, NOON)
    assert queue.approve(entry.key[:8], reviewer="Ana", reason="checked", now=NOON).state == "approved"
    assert queue.approved(entry.key, NOON)
    assert queue.list(now=NOON) == []
    assert len(queue.list(everything=True, now=NOON)) == 1


@pytest.mark.parametrize(
    "other", [("另一个文本", PORTRAIT, "news"), (TEXT, "cd" * 32, "news"), (TEXT, PORTRAIT, "marketing")]
)
def test_an_approval_covers_this_text_portrait_and_purpose_alone(other, tmp_path):
    queue = queue_with(tmp_path)
    queue.approve(submit(queue).key, reviewer="Ana", reason="checked", now=NOON)
    assert queue.approved(review_key(TEXT, PORTRAIT, "news"), NOON)
    assert not queue.approved(review_key(*other), NOON)


def test_an_approval_expires_and_the_question_can_be_asked_again(tmp_path):
    queue = queue_with(tmp_path, days=10)
    key = submit(queue).key
    queue.approve(key, reviewer="Ana", reason="checked", now=NOON + timedelta(days=5))
    assert queue.approved(key, NOON + timedelta(days=14))
    assert not queue.approved(key, NOON + timedelta(days=15))
    again = submit(queue, now=NOON + timedelta(days=16))
    assert (again.state, again.votes) == ("waiting", ())


def test_two_different_people_have_to_agree(tmp_path):
    queue = queue_with(tmp_path, approvals=2)
    key = submit(queue).key
    assert queue.approve(key, reviewer="Ana Ruiz", reason="checked", now=NOON).state == "waiting"
    with pytest.raises(RefusedError, match="different person"):
        queue.approve(key, reviewer=" ANA  ruiz", reason="again", now=NOON)
    assert queue.approve(key, reviewer="Bo", reason="checked too", now=NOON).state == "approved"


def test_who_asked_is_not_one_of_the_two(tmp_path):
    queue = queue_with(tmp_path, approvals=2)
    key = submit(queue).key
    with pytest.raises(RefusedError, match="cannot approve"):
        queue.approve(key, reviewer="Mei", reason="mine", now=NOON)


def test_raising_the_number_takes_back_what_is_too_little(tmp_path):
    key = submit(queue_with(tmp_path)).key
    queue_with(tmp_path).approve(key, reviewer="Mei", reason="mine", now=NOON)
    queue_with(tmp_path, approvals=2).approve(key, reviewer="Ana", reason="checked", now=NOON)
    assert not queue_with(tmp_path, approvals=2).approved(key, NOON)


def test_a_rejection_stands_and_takes_an_approval_back(tmp_path):
    queue = queue_with(tmp_path)
    key = submit(queue).key
    queue.approve(key, reviewer="Ana", reason="checked", now=NOON)
    assert queue.reject(key, reviewer="Bo", reason="misleading", now=NOON).state == "rejected"
    assert not queue.approved(key, NOON)
    with pytest.raises(InputError, match="is rejected"):
        queue.approve(key, reviewer="Cy", reason="please", now=NOON)
    assert submit(queue).state == "rejected"


def test_a_review_without_name_or_reason_does_not_count(tmp_path):
    queue = queue_with(tmp_path)
    key = submit(queue).key
    for name, reason in (("", "checked"), ("Ana", "  ")):
        with pytest.raises(InputError, match="needs a name and a reason"):
            queue.approve(key, reviewer=name, reason=reason, now=NOON)


@pytest.mark.parametrize("key", ["", "abc", "*" * 8, "0" * 64])
def test_an_unknown_key_is_named(key, tmp_path):
    queue = queue_with(tmp_path)
    submit(queue)
    with pytest.raises(InputError, match="held script begins"):
        queue.show(key)


def test_the_queue_is_for_its_owner_only(tmp_path):
    queue = ReviewQueue(tmp_path / "review" / "queue.sqlite", ReviewSettings())
    submit(queue)
    assert (tmp_path / "review" / "queue.sqlite").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "review").stat().st_mode & 0o777 == 0o700


def test_settings_are_read_and_checked(tmp_path):
    path = tmp_path / "config.toml"
    assert read_settings(tmp_path) == ReviewSettings()
    path.write_text("[review]\napprovals = 2\n")
    assert read_settings(tmp_path).approvals == 2
    path.write_text("[review]\napproval = 2\n")
    with pytest.raises(InputError, match="approval"):
        read_settings(tmp_path)
    path.write_text("[review]\napprovals = 0\n")
    with pytest.raises(InputError, match="out of range"):
        read_settings(tmp_path)
