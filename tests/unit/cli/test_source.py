"""Text is read from one place, in the encodings that editors write."""

import os

import pytest

from avatar.cli.source import decode, find_text
from avatar.errors import TextError

TEXT = "您好，我是小陈。Hello!"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030"])
def test_a_file_is_read_in_the_encoding_that_it_is_in(tmp_path, encoding):
    file = tmp_path / "script.txt"
    file.write_bytes(TEXT.encode(encoding))
    assert find_text(None, file) == TEXT


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"\xff\xfe\x00\xd8", b"\xff\xff\xff", b"a\0b"])
def test_what_is_not_text_is_a_sentence(content):
    with pytest.raises(TextError, match=r"'notes' is not text .* save it as UTF-8"):
        decode(content, "notes")


def test_a_giant_is_refused():
    with pytest.raises(TextError, match="1,000,000 bytes"):
        decode(b"a" * 1_000_001, "book")


def test_an_argument_and_a_file_together_are_refused(tmp_path):
    with pytest.raises(TextError, match="not both"):
        find_text("Hello", tmp_path / "script.txt")


def test_a_missing_file_names_itself(tmp_path):
    with pytest.raises(TextError, match=r"nowhere\.txt.*No such file"):
        find_text(None, tmp_path / "nowhere.txt")


def test_a_folder_as_a_file_is_a_sentence(tmp_path):
    with pytest.raises(TextError, match="directory"):
        find_text(None, tmp_path)


def test_an_argument_in_utf_8_is_understood_in_a_locale_of_few_letters():
    """Python gives its bytes as lone surrogates there."""
    assert find_text(TEXT.encode().decode("ascii", "surrogateescape"), None) == TEXT


@pytest.mark.parametrize("text", [os.fsdecode(b"gr\xfc\xdfe"), "\ud83d你好"])
def test_an_argument_that_is_no_text_is_a_sentence(text):
    with pytest.raises(TextError, match="not valid UTF-8"):
        find_text(text, None)
