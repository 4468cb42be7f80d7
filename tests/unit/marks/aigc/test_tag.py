"""The value of the AIGC label."""

import json

import pytest

from avatar.errors import InputError
from avatar.ledger.keys import Signer
from avatar.marks.aigc import Tag, check_signature, signed_tag

SIGNER = Signer.new()
KEYS = {SIGNER.key_id: SIGNER.public_key}
ORDER = [
    "Label",
    "ContentProducer",
    "ProduceID",
    "ReservedCode1",
    "ContentPropagator",
    "PropagateID",
    "ReservedCode2",
]


def test_seven_texts_in_the_order_of_the_standard_without_white_space():
    text = signed_tag("001191310000MA1FL0000010000", "ab" * 16, SIGNER).as_text()
    content = json.loads(text)
    assert list(content) == ORDER
    assert all(isinstance(value, str) for value in content.values())
    assert content["Label"] == "1"
    assert content["ProduceID"] == "ab" * 16
    assert ": " not in text
    assert ", " not in text


def test_reads_back_as_it_was_written_also_in_chinese():
    tag = signed_tag("示例银行", "cd" * 16, SIGNER)
    assert Tag.from_text(tag.as_text()) == tag


@pytest.mark.parametrize("inner", [lambda text: json.loads(text), lambda text: text])
def test_a_nested_value_is_accepted(inner):
    tag = signed_tag("示例银行", "cd" * 16, SIGNER)
    assert Tag.from_text(json.dumps({"AIGC": inner(tag.as_text())})) == tag


@pytest.mark.parametrize("text", ["", "no", "[]", "{}", '{"Label":1}', '{"AIGC":[]}', '{"Label":"1","ProduceID":{}}'])
def test_what_is_no_label_is_refused(text):
    with pytest.raises(InputError):
        Tag.from_text(text)


def test_the_signature_covers_the_producers_part_and_leaves_the_propagators_open():
    tag = signed_tag("示例银行", "cd" * 16, SIGNER)
    spread = Tag(tag.producer, tag.produce_id, tag.signature, propagator="someone", propagate_id="7")
    assert check_signature(tag, KEYS) == "valid"
    assert check_signature(spread, KEYS) == "valid"
    for changed in (
        Tag("another", tag.produce_id, tag.signature),
        Tag(tag.producer, "00" * 16, tag.signature),
        Tag(tag.producer, tag.produce_id, tag.signature, label="3"),
    ):
        assert check_signature(changed, KEYS) == "invalid"


def test_another_key_is_foreign_and_no_signature_absent():
    assert check_signature(signed_tag("x", "cd" * 16, Signer.new()), KEYS) == "foreign"
    assert check_signature(Tag("x", "cd" * 16, "something of theirs"), KEYS) == "foreign"
    assert check_signature(Tag("x", "cd" * 16), KEYS) == "absent"
