"""What would fill the memory is refused by what its archive says; weights as they are written pass."""

import io
import zipfile

import pytest

from avatar.outside.archives import require_unpacked


@pytest.mark.parametrize(("method", "is_refused"), [(zipfile.ZIP_DEFLATED, True), (zipfile.ZIP_STORED, False)])
def test_an_archive_that_grows_beyond_measure_is_refused(tmp_path, method, is_refused):
    path, packed = tmp_path / "theirs.pth", io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        archive.writestr("archive/data.pkl", bytes(3_000_000))
    path.write_bytes(packed.getvalue())
    if is_refused:
        with pytest.raises(ValueError, match="3,000,000"):
            require_unpacked(path)
    else:
        require_unpacked(path)


def test_what_is_no_archive_passes(tmp_path):
    (tmp_path / "theirs.safetensors").write_bytes(b"weights")
    require_unpacked(tmp_path / "theirs.safetensors")
