"""What jurisdictions ask for, and who makes the clips."""

import pytest

from avatar.errors import AvatarError, InputError
from avatar.ledger.keys import Signer
from avatar.marks.profiles import Provider, load_profile, load_provider, profile_names
from avatar.settings import JURISDICTIONS, MarkSettings

FIELDS = {
    "label": "1",
    "producer": "x",
    "content_id": "1",
    "reserved": "s",
    "created": "now",
    "provider": "x",
    "system": "avatar",
    "system_version": "1",
}
KEY = Signer.new().public_key


def test_the_settings_offer_exactly_the_profiles_that_there_are():
    assert set(JURISDICTIONS) == set(profile_names())


@pytest.mark.parametrize("name", JURISDICTIONS)
def test_a_film_with_everything_meets_every_profile(name):
    load_profile(name).require({"label", "aigc", "c2pa", "watermark"}, FIELDS, "a")


@pytest.mark.parametrize(
    ("name", "layers", "lacking"),
    [
        ("cn", {"label", "c2pa", "watermark"}, ["aigc"]),
        ("cn", {"aigc"}, ["label"]),
        ("eu", {"label", "aigc", "c2pa"}, ["watermark"]),
        ("eu", {"label", "watermark"}, ["c2pa or aigc"]),
        ("us-ca", {"label"}, ["c2pa or aigc"]),
        ("us-ny", set(), ["label"]),
        ("kr", {"c2pa"}, ["label"]),
        ("all", {"label", "aigc"}, ["watermark"]),
    ],
)
def test_what_is_missing_is_named(name, layers, lacking):
    assert load_profile(name).missing(layers, FIELDS) == lacking
    with pytest.raises(AvatarError, match="lacks what the jurisdiction"):
        load_profile(name).require(layers, FIELDS, "a")


@pytest.mark.parametrize("name", ["eu", "all"])
def test_only_small_pictures_may_leave_the_watermark_to_the_sound(name):
    profile, layers = load_profile(name), {"label", "aigc", "c2pa"}
    assert profile.missing({*layers, "audio_watermark"}, FIELDS, is_small=True) == []
    assert profile.missing({*layers, "audio_watermark"}, FIELDS) == ["watermark"]
    assert profile.missing(layers, FIELDS, is_small=True) == ["watermark"]


def test_california_wants_provider_system_version_time_and_id():
    layers = {"label", "c2pa"}
    for field in ("provider", "system", "system_version", "created", "content_id"):
        assert load_profile("us-ca").missing(layers, FIELDS | {field: ""}) == [f"the field {field}"]


def test_an_unknown_jurisdiction_is_refused():
    for choose in (load_profile, MarkSettings):
        with pytest.raises(InputError, match="no jurisdiction 'mars'"):
            choose("mars")


def test_without_a_file_the_producer_is_named_by_the_installation_and_no_code_is_made_up(tmp_path):
    producer = load_provider(tmp_path).producer(KEY)
    assert producer == f"avatar-installation-{KEY.key_id[:16]}"
    assert len(producer) != 27


def test_a_code_goes_before_a_name():
    assert Provider(name="示例银行").producer(KEY) == "示例银行"
    assert Provider(name="示例银行", code="001191310000MA1FL0000010000").producer(KEY) == "001191310000MA1FL0000010000"
    assert Provider(name="示例银行", code="001191310000MA1FL0000010000").display(KEY) == "示例银行"


@pytest.mark.parametrize("code", ["1234", "001191310000MA1FL000001000", "011191310000MA1FL0000010000", "0" * 27])
def test_what_is_no_producer_code_is_refused(code):
    with pytest.raises(InputError, match="not one of GB 45438-2025"):
        Provider(code=code)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[provider]\nnme = 'x'", "unknown key 'nme'"),
        ("[other]\n", "unknown section 'other'"),
        ("[provider", "cannot be read"),
        ("[signer]\nchain = 'a'\n", "lacks something"),
        ("[signer]\nchain = 'a'\nanchor = 'b'\n", "either 'command' or 'function'"),
        ("[signer]\nchain = 'a'\nanchor = 'b'\nfunction = 'm:f'\nalgorithm = 'md5'", "no algorithm 'md5'"),
    ],
)
def test_what_the_file_should_not_say_is_named(tmp_path, text, sentence):
    (tmp_path / "marks.toml").write_text(text)
    with pytest.raises(InputError, match=sentence):
        load_provider(tmp_path)


def test_the_file_names_the_provider_and_the_signer(tmp_path):
    (tmp_path / "marks.toml").write_text(
        '[provider]\nname = "示例银行"\n[signer]\nchain = "a"\nanchor = "b"\ncommand = ["sign", "-x"]\n',
        encoding="utf-8",
    )
    provider = load_provider(tmp_path)
    assert provider.name == "示例银行"
    assert provider.signer is not None
    assert provider.signer.command == ("sign", "-x")
