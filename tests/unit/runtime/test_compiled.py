"""Loops become machine code that lies on disk and believes what it is told: so nothing wrong may reach it."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest

from avatar.errors import AvatarError
from avatar.runtime.compiled import kernel, part
from avatar.runtime.signature import read_signature

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

MODULE = """
import numpy as np
from avatar.runtime.compiled import kernel, part

@part()
def scaled(value, factor):
    return value * factor

@kernel("const int32[:, :], float64, int64, float32, int32[:, ::1]")
def scale(values, factor, first, more, out):
    for row in range(first, values.shape[0]):
        for column in range(values.shape[1]):
            out[row, column] = scaled(values[row, column], factor) + more

@kernel("int32[::1]")
def count(out):
    for place in range(out.shape[0]):
        out[place] = scaled(place, FACTOR)
"""
PROGRAM = """
import sys; sys.path.insert(0, sys.argv[1])
import numpy as np, loops
out, counted = np.zeros((2, 3), np.int32), np.zeros(4, np.int32)
loops.scale(np.arange(12, dtype=np.int32).reshape(4, 3)[::2], 2.0, 1, 0.5, out)
loops.count(counted)
print(*out.ravel(), *counted, "numba" in sys.modules)
"""


@part()
def _halved(value):
    return value / 2


@kernel("const float32[:, ::1], float32[:, ::1]")
def _half(values, out):
    for row in range(values.shape[0]):
        for column in range(values.shape[1]):
            out[row, column] = _halved(values[row, column])


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "loops.py").write_text(f"{MODULE}\nFACTOR = 3\n")
    return tmp_path


def run(folder: Path, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(folder)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "NUMBA_CACHE_DIR": str(folder / "kept"), **environment},
    )
    return done.stdout.strip()


def kept(folder: Path) -> list[str]:
    return sorted(each.name for each in (folder / "kept").glob("*.loop"))


def test_what_is_kept_does_the_same_without_the_compiler(folder):
    """Numbers of all kinds, arrays with strides, and two loops that share a part."""
    expected = "0 0 0 12 14 16 0 3 6 9"
    assert run(folder) == f"{expected} True"
    assert run(folder) == f"{expected} False"
    assert len(kept(folder)) == 2


def test_another_text_of_the_module_is_compiled_anew_and_replaces_what_was_kept(folder):
    run(folder)
    before = kept(folder)
    (folder / "loops.py").write_text(f"{MODULE}\nFACTOR = 5\n")
    assert run(folder) == "0 0 0 12 14 16 0 5 10 15 True"
    assert len(kept(folder)) == 2
    assert not set(before) & set(kept(folder))


def test_a_damaged_file_is_not_run(folder):
    """Not a byte of it: it is compiled anew."""
    first = run(folder)
    for name in kept(folder):
        place = folder / "kept" / name
        content = bytearray(place.read_bytes())
        content[len(content) // 2] ^= 1
        place.write_bytes(content)
    assert run(folder) == first
    assert run(folder).endswith("False")


def test_a_cut_file_is_not_run(folder):
    first = run(folder)
    for name in kept(folder):
        place = folder / "kept" / name
        place.write_bytes(place.read_bytes()[:100])
    assert run(folder) == first


@pytest.mark.parametrize(
    ("values", "out"),
    [
        (np.ones((2, 2), np.float64), np.ones((2, 2), np.float32)),
        (np.ones((2, 2, 2), np.float32), np.ones((2, 2), np.float32)),
        (np.ones((2, 4), np.float32)[:, ::2], np.ones((2, 2), np.float32)),
        (np.ones((2, 2), np.float32), np.broadcast_to(np.float32(1), (2, 2))),
        ([[1.0]], np.ones((1, 1), np.float32)),
        (np.ones((2, 2), ">f4"), np.ones((2, 2), np.float32)),
        (np.frombuffer(b"\0" * 17, np.uint8)[1:].view(np.float32).reshape(2, 2), np.ones((2, 2), np.float32)),
    ],
    ids=["another type", "more dimensions", "strides", "read-only", "no array", "foreign byte order", "unaligned"],
)
def test_a_loop_refuses_arrays_that_it_was_not_declared_for(values, out):
    with pytest.raises(TypeError, match="compiled loop takes"):
        _half(values, out)


def test_a_loop_refuses_another_count_of_arguments_and_other_numbers():
    takes = read_signature("int64, float64")
    with pytest.raises(TypeError, match="2 arguments, not 1"):
        takes.packed((1,))
    with pytest.raises(TypeError, match="another number"):
        takes.packed((1.5, 2.0))


def test_what_another_process_sent_is_of_the_same_type():
    values = pickle.loads(pickle.dumps(np.ones((2, 2), np.float32)))
    _half(values, out := np.zeros((2, 2), np.float32))
    assert (out == 0.5).all()


def test_an_empty_array_is_no_fault():
    out = np.zeros((0, 3), np.float32)
    _half(np.zeros((0, 3), np.float32), out)


def test_a_loop_that_would_call_python_is_refused():
    """Such code could not be run without the compiler's runtime."""

    @kernel("float32[::1]")
    def grow(out):
        out[0] = np.zeros(len(out)).sum()

    with pytest.raises(AvatarError, match="needs"):
        grow.compile()
