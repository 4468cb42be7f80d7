"""Certificates come in the order of DER whatever the server's, and nothing else of an answer is touched."""

import random

import pytest

from avatar.ledger.anchors.sorting import sorted_certificates


def der(tag, *parts):
    body = b"".join(parts)
    size = len(body)
    head = bytes([size]) if size < 128 else bytes([0x82]) + size.to_bytes(2, "big")
    return bytes([tag]) + head + body


def answer(certificates, signer=b"\x04\x01s"):
    signed = der(0x30, b"\x02\x01\x03", der(0x31), der(0x30, b"\x06\x01*"), *certificates, der(0x31, signer))
    return der(0x30, der(0x30, b"\x02\x01\x00"), der(0x30, b"\x06\x01+", der(0xA0, signed)))


CERTIFICATES = [der(0x30, bytes([number]) * size) for number, size in ((9, 200), (1, 900), (7, 3), (7, 2))]


@pytest.mark.parametrize("seed", range(10))
def test_any_order_becomes_the_one_order(seed):
    several = random.Random(seed).sample(CERTIFICATES, len(CERTIFICATES))
    expected = answer([der(0xA0, *sorted(CERTIFICATES))])
    assert sorted_certificates(answer([der(0xA0, *several)])) == expected
    assert sorted_certificates(expected) == expected


@pytest.mark.parametrize(
    "content", [answer([]), b"", b"\x30", b"\x30\x80\x00\x00", b"\x30\x84\xff\xff\xff\xff", b"text"]
)
def test_what_has_none_stays_as_it_is(content):
    assert sorted_certificates(content) == content


@pytest.mark.parametrize("seed", range(40))
def test_what_was_damaged_is_never_more_than_put_in_another_order(seed):
    chance = random.Random(seed)
    content = bytearray(answer([der(0xA0, *CERTIFICATES)]))
    for _ in range(3):
        content[chance.randrange(len(content))] = chance.randrange(256)
    assert sorted(sorted_certificates(bytes(content))) == sorted(content)
