"""The gate lets through what was allowed, and nothing else; it says why, and what to do."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from avatar.errors import InputError, RefusedError
from avatar.ledger.stores import rotate
from avatar.permission.consent import ConsentError, authorize, perceptual_hash
from avatar.permission.consent.gate import require_agreed
from avatar.permission.consent.issue import Terms, draft
from avatar.permission.consent.record import Record, Scope, Subject
from avatar.permission.consent.signatures import project_keys
from avatar.portrait.read import read_photo
from avatar.runtime.folders import shipped
from tests.consents import DAY, FIRM, NARROW, NOW, TYPES, look_alike, make_home, swapped

CHANGES = {
    "a later end": lambda record: record.update(expires_at="2099-01-01T00:00:00Z"),
    "a wider scope": lambda record: record["scope"].pop("purposes"),
    "another language": lambda record: record["scope"]["languages"].append("fr"),
    "another person": lambda record: record["subject"].update(name="Somebody Else"),
    "another id": lambda record: record.update(authorization_id="0" * 32),
    "another picture": lambda record: record["portrait"].append({"sha256": "0" * 64}),
    "another role": lambda record: record["signatures"][0].update(role="project"),
    "another type": lambda record: record.update(type="attested"),
    "no signature": lambda record: record.pop("signatures"),
    "one signature too many": lambda record: record["signatures"].append(
        dict(record["signatures"][0], role="licensee")
    ),
    "an unknown field": lambda record: record.update(extra=1),
    "a date that is none": lambda record: record.update(not_before="yesterday"),
}


def reason(home, *photo, **use):
    with pytest.raises(RefusedError) as caught:
        home.ask(*photo, **use)
    assert caught.value.exit_code == (2 if caught.value.reason == "clock" else 3)
    assert str(caught.value).endswith(".")
    assert "'ana.jpg'" in str(caught.value)
    return caught.value.reason


@pytest.mark.parametrize("kind", TYPES)
def test_what_was_allowed_is_let_through(home, kind):
    record = home.give(kind)
    leave = home.ask()
    assert (leave.authorization_id, leave.type) == (record.authorization_id, kind)
    assert leave.record_sha256 == record.sha256
    assert leave.statement == record.statement


def test_an_attestation_is_shown_as_one(home):
    home.give("attested")
    assert home.ask().statement == "attested, not subject-signed"


@pytest.mark.parametrize("folder", ["amara", "marco", "xiaochen", "xiaochen_green"])
def test_the_shipped_portraits_are_authorized_by_the_project_for_anyone(tmp_path, folder):
    path = shipped("portraits") / folder / "portrait.jpg"
    photo = read_photo(path)
    record = Record.from_json(json.loads(path.with_name("consent.json").read_text(encoding="utf-8")))
    assert record.portrait[0].phash == perceptual_hash(photo.pixels)
    use = {"purpose": "politics", "channel": "broadcast", "language": "fr", "licensee": "Anyone", "now": NOW}
    leave = authorize(photo.content_hash, home=tmp_path, **use)
    assert leave.type == "no-real-subject"
    assert [each.kid for each in leave.record.signatures] == list(project_keys())


def test_a_photo_without_a_record_is_refused_with_the_command_that_helps(home):
    with pytest.raises(RefusedError, match=r"avatar consent sign ana\.jpg --self"):
        home.ask()


def test_the_command_is_quoted_for_the_shell(home):
    use = {"purpose": "personal", "channel": "file", "language": "zh", "home": home.folder, "picture": "my cat's.jpg"}
    with pytest.raises(RefusedError, match=r"""sign 'my cat'"'"'s\.jpg' --self"""):
        authorize("0" * 64, **use)


@pytest.mark.parametrize("kind", ["crop", "re-saved", "mirrored", "one pixel", "brighter"])
def test_a_file_that_looks_the_same_is_not_covered(home, tmp_path, kind):
    home.give()
    other = look_alike(home.photo, kind, tmp_path)
    assert reason(home, other) == "absent"
    if kind != "mirrored":
        with pytest.raises(RefusedError, match="looks like the picture of authorization"):
            home.ask(other)


@pytest.mark.slow
@pytest.mark.parametrize("change", CHANGES)
def test_a_record_that_was_changed_does_not_count(home, change):
    home.put(home.make("self", Terms(NOW - DAY, NARROW)), CHANGES[change])
    assert reason(home) in {"forged", "untrusted"}


@pytest.mark.parametrize("kind", TYPES)
def test_keys_from_elsewhere_do_not_count(home, tmp_path, kind):
    other = make_home(tmp_path / "other")
    home.put(other.give(kind))
    assert reason(home) == "untrusted"


def test_a_signature_counts_for_its_own_record_only(home):
    terms = Terms(NOW - DAY, NARROW)
    home.put(swapped(home.make("self", terms), home.make("self", terms)))
    assert reason(home) == "forged"


def test_a_record_signed_with_an_earlier_key_counts_until_that_is_withdrawn(home):
    home.give()
    rotate(home.folder, "consent")
    assert home.ask()
    rotate(home.folder, "consent", withdraw=True)
    assert reason(home) == "untrusted"


def test_a_damaged_file_is_told(home):
    record = home.give()
    path = home.store.folder / "records" / f"{record.authorization_id}.json"
    path.write_text(path.read_text(encoding="utf-8")[:-30], encoding="utf-8")
    assert reason(home) == "forged"


def test_one_bad_record_is_no_obstacle_to_a_good_one(home):
    good = home.give()
    home.put(home.make("self", Terms(NOW, NARROW)), CHANGES["a later end"])
    home.give("attested", Scope(purposes=("news",)))
    assert home.ask().authorization_id == good.authorization_id


def test_dates_hold_to_the_second(home):
    home.give(not_before=NOW, expires=NOW + DAY)
    second = timedelta(seconds=1)
    assert reason(home, now=NOW - second) == "early"
    assert home.ask(now=NOW)
    assert home.ask(now=NOW + DAY)
    assert reason(home, now=NOW + DAY + second) == "expired"


@pytest.mark.parametrize(
    ("use", "what"),
    [
        ({"purpose": "news"}, "purpose"),
        ({"channel": "file"}, "channel"),
        ({"language": "en-US"}, "language"),
        ({"language": ["zh", "en"]}, "language"),
        ({"language": []}, "language"),
        ({"territory": "US"}, "territory"),
        ({"territory": None}, "territory"),
        ({"product": "Loan"}, "product"),
        ({"product": None}, "product"),
        ({"licensee": "Other Bank"}, "licensee"),
        ({"licensee": ""}, "licensee"),
    ],
)
def test_what_lies_beyond_the_scope_is_refused(home, use, what):
    home.give()
    assert reason(home, **use) == what


@pytest.mark.parametrize(
    "use",
    [
        {"language": "ZH_hant_TW"},
        {"language": ["zh-CN", "en-GB"]},
        {"territory": "CN-11"},
        {"territory": "us-ca"},
        {"product": "card"},
        {"licensee": FIRM},
        {"licensee": f"  {FIRM} "},
    ],
)
def test_what_lies_within_the_scope_is_let_through(home, use):
    home.give()
    assert home.ask(**use)


def test_a_limit_that_is_left_out_means_any(home):
    home.give("attested", Scope())
    assert home.ask(purpose="politics", channel="phone", language="sw", territory=None, product=None)


def test_a_company_may_be_asked_for_by_its_code(home):
    home.give("attested")
    assert home.ask(licensee="91310000ma1fl00000")


def test_a_purpose_that_nobody_knows_is_bad_input(home):
    home.give()
    with pytest.raises(InputError, match="'publicity'"):
        home.ask(purpose="publicity")


def test_the_cure_for_another_purpose_names_it(home):
    home.give()
    with pytest.raises(RefusedError, match="--self --purpose news"):
        home.ask(purpose="news")


def test_a_minor_needs_a_guardian():
    with pytest.raises(InputError, match="--guardian"):
        draft("attested", None, Subject(name="Kim", is_minor=True), Terms(NOW, Scope()))


def test_a_clock_that_was_turned_back_is_told_and_can_be_accepted(home):
    home.give(expires=NOW + 30 * DAY)
    assert home.ask(now=NOW + 20 * DAY)
    assert home.ask(now=NOW + 20 * DAY - timedelta(hours=20))
    assert reason(home, now=NOW) == "clock"
    home.store.ledger.see_moment(NOW.timestamp(), is_accepted=True)
    assert home.ask(now=NOW)


@pytest.mark.parametrize("back", [timedelta(minutes=90), timedelta(hours=20)])
def test_a_record_that_has_ended_is_not_revived_by_a_clock_that_stands_before_its_end(home, back):
    home.give(expires=NOW + DAY)
    late = NOW + DAY + timedelta(hours=1)
    assert reason(home, now=late) == "expired"
    for _ in range(3):
        assert reason(home, now=late - back) in ("expired", "clock")


def test_no_environment_variable_opens_the_gate(home, monkeypatch):
    for name in ("AVATAR_CONSENT", "AVATAR_NO_CONSENT", "AVATAR_SKIP_CONSENT", "AVATAR_AUTHORIZED", "CI", "DEBUG"):
        monkeypatch.setenv(name, "1")
    assert reason(home) == "absent"


def leaves(value, *path):
    """Give the path of every plain value in a JSON object."""
    if isinstance(value, dict | list):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        return [leaf for key, each in pairs for leaf in leaves(each, *path, key)]
    return [path]


def other(value):
    """Give another value of the same kind that is as well-formed."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if value[:2] == "20":
        return "2026-01-02T03:04:05Z" if value < "2026-11-21T12" else "2098-01-02T03:04:05Z"
    return value[:-1] + ("b" if value[-1] != "b" else "c")


@pytest.mark.slow
@pytest.mark.parametrize("kind", TYPES)
def test_no_part_of_a_record_can_be_changed(home, kind):
    limited = Scope(**{name: getattr(NARROW, name) for name in NARROW.__dataclass_fields__} | {"max_outputs": 5})
    record = home.give(kind, limited)
    assert home.ask()
    path = home.store.folder / "records" / f"{record.authorization_id}.json"
    for *place, last in leaves(record.as_json()):
        content = json.loads(json.dumps(record.as_json()))
        part = content
        for key in place:
            part = part[key]
        part[last] = other(part[last])
        path.write_text(json.dumps(content), encoding="utf-8")
        assert reason(home) in {"forged", "untrusted", "absent"}, (place, last)


def test_a_photo_that_was_to_be_deleted_allows_nothing(home):
    """Until its last second it does; after it the picture is refused, though the authorization has not ended."""
    home.give(keep_until=NOW + DAY)
    assert home.ask(now=NOW + DAY)
    with pytest.raises(ConsentError, match="has to be deleted") as refusal:
        home.ask(now=NOW + DAY + timedelta(seconds=1))
    assert refusal.value.reason == "retention"


def test_a_photo_cannot_have_to_be_deleted_before_it_may_be_used(home):
    with pytest.raises(InputError, match="choose a later --keep-until"):
        home.give(keep_until=NOW - 2 * DAY)


@pytest.mark.slow
def test_only_the_voices_that_are_named_are_heard(home):
    home.give(scope=replace(NARROW, voices=("diego", "lin")))
    assert home.ask(voices=["diego"])
    assert home.ask(voices=["lin", "diego"])
    for voices, why in ((["diego", "zoe"], "not 'zoe'"), ([], "none was said")):
        with pytest.raises(ConsentError, match=why) as refusal:
            home.ask(voices=voices)
        assert refusal.value.reason == "voice"


@pytest.mark.parametrize("kind", TYPES)
def test_a_photo_is_kept_under_any_record_that_stands(home, kind):
    """Whatever it allows, and also when its outputs are used up."""
    record = home.give(kind, scope=replace(NARROW, max_outputs=1))
    home.ask().count("one")
    assert agreed(home).authorization_id == record.authorization_id
    with pytest.raises(ConsentError, match="ended"):
        agreed(home, now=NOW + 400 * DAY)


def test_a_photo_that_nobody_has_agreed_to_is_not_kept(home):
    with pytest.raises(ConsentError, match=r"avatar consent sign .* --self") as refusal:
        agreed(home)
    assert refusal.value.reason == "absent"


def agreed(home, now=NOW):
    return require_agreed(home.picture.sha256, home.picture.phash, home=home.folder, picture="ana.jpg", now=now)
