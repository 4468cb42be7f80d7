"""Archives of strangers: what is wrong with one is a sentence."""

import io
import zipfile

import pytest

from avatar.downloads.unpacking import names_in
from avatar.errors import InputError


def test_a_file_without_a_name_makes_an_archive_damaged(tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("AA", "content")
    path = tmp_path / "theirs.zip"
    path.write_bytes(packed.getvalue().replace(b"AA", b"\0A"))  # a name ends at its first NUL
    with pytest.raises(InputError, match="no name"):
        names_in(path)
