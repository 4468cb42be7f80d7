import pytest
from hypothesis import given
from hypothesis import strategies as st

from avatar.errors import InputError
from avatar.marks.watermark.payload import Payload, pack, unpack

KEY, OTHER = bytes(range(32)), bytes(32)
FORM = "0000001000010010001101000101011001111000100110100000110000000110"


@given(st.integers(0, 2**40 - 1), st.integers(0, 255))
def test_a_payload_is_read_back(asset_id, version):
    bits = pack(Payload(asset_id, version), KEY)
    assert bits.shape == (64,)
    assert unpack(bits, KEY) == Payload(asset_id, version)


def test_another_key_does_not_read_it():
    assert unpack(pack(Payload(77), KEY), OTHER) is None


@given(st.integers(0, 63))
def test_one_wrong_bit_is_noticed(place):
    bits = pack(Payload(0xABCDEF, 3), KEY)
    bits[place] ^= 1
    assert unpack(bits, KEY) is None


def test_the_form_stays_readable():
    """Films that are out there must be read by later versions."""
    assert bytes(pack(Payload(0x123456789A, 2), KEY)) == bytes(map(int, FORM))


@pytest.mark.parametrize(("asset_id", "version"), [(-1, 0), (2**40, 0), (0, 256), (0, -1)])
def test_what_does_not_fit_is_refused(asset_id, version):
    with pytest.raises(InputError, match="use 0 to"):
        Payload(asset_id, version)
