"""Time stamps of a real server count, and whatever is wrong with an answer is told."""

import shutil
from dataclasses import replace

import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID

from avatar.errors import AvatarError, InputError, OutputError
from avatar.ledger.anchors.stamps import read_authorities, stamp, stamped_at
from tests.timestamp_server import TimestampServer, make_authority

pytest.importorskip("rfc3161_client", reason="the extra anchors is not installed")
if not shutil.which("openssl"):
    pytest.skip("openssl's command is not there", allow_module_level=True)

MESSAGE = b"how far the stores have come"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with TimestampServer(tmp_path_factory.mktemp("tsa")) as made:
        yield made


@pytest.fixture
def own(server):
    server.spoil, server.status, server.query = (lambda answer: answer), 200, (lambda query: query)
    return read_authorities(server.ca)


def test_a_stamp_is_good_for_its_message_and_for_no_other(server, own):
    made = stamp(MESSAGE, server.url, own)
    assert stamped_at(made, MESSAGE, own).year >= 2026
    with pytest.raises(ValueError, match="Mismatch"):
        stamped_at(made, MESSAGE + b".", own)


def test_a_stamp_does_not_count_under_another_authority(server, own, tmp_path):
    make_authority(tmp_path, ExtendedKeyUsageOID.TIME_STAMPING)
    with pytest.raises(OutputError, match="is not good"):
        stamp(MESSAGE, server.url, read_authorities(tmp_path / "ca.pem"))


def test_the_answer_to_another_question_is_refused(server, own):
    earlier = stamp(MESSAGE, server.url, own)
    server.spoil = lambda _answer: earlier.answer
    with pytest.raises(OutputError, match="Nonce"):
        stamp(MESSAGE, server.url, own)
    with pytest.raises(OutputError, match="is not good"):
        stamp(b"something else", server.url, own)


def test_no_byte_of_a_stamp_can_be_changed_so_that_it_says_something_else(server, own):
    made = stamp(MESSAGE, server.url, own)
    time = stamped_at(made, MESSAGE, own)
    for place in range(0, len(made.answer), 7):
        content = bytearray(made.answer)
        content[place] ^= 1
        try:
            assert stamped_at(replace(made, answer=bytes(content)), MESSAGE, own) == time
        except ValueError:
            continue


@pytest.mark.parametrize("answer", [b"", b"no", b"\x30\x80", b"\x30\x03\x02\x01\x02", b"\x00" * 2_000_000])
def test_what_is_no_answer_is_told(server, own, answer):
    server.spoil = lambda _answer: answer
    with pytest.raises(OutputError):
        stamp(MESSAGE, server.url, own)


def test_a_server_that_refuses_says_why(tmp_path):
    with TimestampServer(tmp_path, digests="sha512") as other, pytest.raises(OutputError, match="does not stamp"):
        stamp(MESSAGE, other.url, read_authorities(other.ca))


def test_a_certificate_that_is_not_for_time_stamps_does_not_count(server, own, tmp_path):
    """openssl itself refuses to sign with it, so it is laid beside a good answer's authority."""
    make_authority(tmp_path, ExtendedKeyUsageOID.EMAIL_PROTECTION)
    with pytest.raises(OutputError):
        stamp(MESSAGE, server.url, read_authorities(tmp_path / "tsa.pem"))


@pytest.mark.parametrize("status", [404, 500])
def test_what_http_says_is_told(server, own, status):
    server.status = status
    with pytest.raises(OutputError, match=f"answers {status}"):
        stamp(MESSAGE, server.url, own)


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/tsr", "ftp://127.0.0.1/tsr", "nonsense"])
def test_a_server_that_is_not_there_is_told(own, url):
    with pytest.raises(AvatarError, match="No time stamp could be had"):
        stamp(MESSAGE, url, own)


def test_authorities_are_read_or_it_is_said_why_not(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        read_authorities(tmp_path / "none.pem")
    (tmp_path / "empty.pem").write_text("nothing")
    with pytest.raises(InputError, match="no certificates"):
        read_authorities(tmp_path / "empty.pem")
