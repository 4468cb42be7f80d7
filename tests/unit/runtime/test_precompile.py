"""Compiled loops: each for one kind of arguments, kept on disk wherever that may be, made ready by two processes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import avatar
from avatar.runtime import precompile
from avatar.runtime.compiled import Kernel, kernel

pytestmark = pytest.mark.slow

READY = (
    "import sys; from avatar.runtime import precompile\n"
    "steps = []\n"
    "with precompile.preparing(lambda *step: steps.append(step)) as finish: finish()\n"
    "missing = [name for name in precompile.USUAL if not precompile._loop(name).is_kept()]\n"
    "print(len(missing), *(f'{step[0]} {step[1]}/{step[2]}' for step in [*steps[:1], *steps[-1:]]), sep='; ')"
)


@kernel("const float32[:, :], float32[:, :]")
def _double(values, doubled):
    for row in range(values.shape[0]):
        for column in range(values.shape[1]):
            doubled[row, column] = 2 * values[row, column]


def run(program: str, folder: Path | None = None, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        cwd=folder,
        env={**os.environ, **environment},
    )
    return done.stdout.strip()


def test_one_kind_of_arguments_is_enough():
    """Another layout, and what may only be read, are taken as they are; another type is refused, not compiled for."""
    fixed = np.ones((2, 2), np.float32)
    fixed.flags.writeable = False
    for values in (fixed, np.ones((4, 6), np.float32)[::2, ::3], np.ones((6, 4), np.float32).T):
        doubled = np.zeros_like(values)
        _double(values, doubled)
        assert (doubled == 2).all()
    for refused in (np.ones((2, 2), np.float64), fixed):
        with pytest.raises(TypeError):
            _double(fixed, refused)


def test_every_usual_loop_is_there():
    """The names are those of loops."""
    assert all(isinstance(precompile._loop(name), Kernel) for name in precompile.USUAL)


def test_missing_loops_are_compiled_once_and_said_to_be(tmp_path):
    """The first time all are compiled, and progress is told; the second time nothing is done, and nothing told."""
    count, stage = len(precompile.USUAL), precompile.STAGE
    assert run(READY, NUMBA_CACHE_DIR=str(tmp_path)) == f"0; {stage} 0/{count}; {stage} {count}/{count}"
    assert run(READY, NUMBA_CACHE_DIR=str(tmp_path)) == "0"
    assert len(list(tmp_path.rglob("*.loop"))) == count  # inner functions are part of what calls them


def test_the_other_process_compiles_what_nobody_took(tmp_path):
    """It leaves alone what is taken, and takes each by itself."""
    taken = precompile.USUAL[:-2]
    for name in taken:
        assert precompile._is_taken(name, str(tmp_path))
        assert not precompile._is_taken(name, str(tmp_path))
    cache = tmp_path / "cache"
    run(f"from avatar.runtime.precompile import work; work({str(tmp_path)!r})", NUMBA_CACHE_DIR=str(cache))
    assert len(list(cache.rglob("*.loop"))) == 2


def test_an_interrupted_film_leaves_no_process():
    """Whatever happens meanwhile, the other process ends with the block."""
    with pytest.raises(KeyboardInterrupt), precompile._companion("/nowhere") as companion:
        raise KeyboardInterrupt
    assert companion is None or companion.poll() is not None


def test_compiled_code_is_kept_for_who_may_write_nowhere_but_in_its_folder(tmp_path):
    """A service's user without a home, and a package that is not its own: loops are kept in avatar's own folder."""
    package = tmp_path / "site" / "avatar"
    shutil.copytree(Path(avatar.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
    (package / "reenact" / "mesh" / "__pycache__").touch()  # no folder can be made there, not even by root
    program = (
        "import numpy as np; from avatar.reenact.mesh.raster import reach\n"
        "reach(np.zeros((3, 2), np.float32), np.zeros((1, 3), np.int32), 0.0, 9.0, np.zeros((1, 2), np.float32))\n"
        "print(reach.is_kept())\n"
    )
    nowhere = {"HOME": "/dev/null", "XDG_CACHE_HOME": "/dev/null/cache", "NUMBA_CACHE_DIR": ""}
    said = run(program, tmp_path, AVATAR_HOME=str(tmp_path / "home"), PYTHONPATH=str(package.parent), **nowhere)
    assert said == "True"
    assert len(list((tmp_path / "home" / "cache" / "kernels").rglob("*raster.reach*.loop"))) == 1
